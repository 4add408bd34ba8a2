"""Regions that complement each other along value chains."""

# The bodies of the queries are Cypher.
# mypy: disable-error-code="empty-body"

from __future__ import annotations

from typing import Annotated

from kb.queries.explained import FACTS, Explained
from kb.schema.chains import ValueChainStage
from kb.schema.model import field
from kb.schema.places import Region
from kb.signature import Doc, Relationship, query, then

Chain = Annotated[str | None, Doc("Only stages of this value chain, by its name; of all if empty.")]
BothWays = Annotated[bool, Doc("Whether each must supply something that the other needs.")]


class Complement(Explained):
    """A region that supplies stages of value chains this one needs, and needs stages this one supplies."""

    region: Region = field("The other region.")
    they_supply: list[ValueChainStage] = field("The stages that it supplies and this one needs.")
    we_supply: list[ValueChainStage] = field("The stages that this one supplies and it needs.")
    count: int = field("How many stages are covered, both ways together.")
    facts: list[Relationship] = then(FACTS, "complement_facts", ordered=True)


@query(of="Region", order=("-count", "region.id"))
def complements(chain: Chain = None, both_ways: BothWays = True) -> list[Complement]:
    """Give the regions that complement this one along value chains, those that cover most stages first.

    What a region or a cluster supplies or needs counts for every region it lies in. The other regions are those that
    a source names for one of these stages, or where a cluster is that it names. They need no priority in common and no
    chain of clusters, so the stages are the reasons, and how many there are is the score. Value chains come with a
    table of your own (`value-chains`); without one there is no answer.
    """
    ...
