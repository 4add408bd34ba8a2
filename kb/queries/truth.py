"""What to make of facts: where each is from, and where sources disagree."""

# The bodies of the queries are Cypher.
# mypy: disable-error-code="empty-body"

from __future__ import annotations

from typing import Annotated

from kb.queries.explained import FACTS, Explained
from kb.schema import Entity
from kb.schema.model import Confidence, field
from kb.schema.provenance import Claim, Load, Source
from kb.signature import Doc, KindName, NodeKey, Relationship, RelationshipName, in_order, query

Of = Annotated[NodeKey, Doc("The node whose facts are asked for.")]
Types = Annotated[list[RelationshipName] | None, Doc("Only relationships of these types; if empty all, and the node.")]
Kinds = Annotated[list[KindName] | None, Doc("Only what is said of these kinds; all if empty.")]
Attribute = Annotated[str | None, Doc("Only values of this, such as participants; of all if empty.")]


class Origin:
    """Where a fact is from: the load that wrote it as it is, and the file and line it stood in then."""

    relationship: Relationship | None = field("The relationship; null for the node itself.")
    load: Load | None = field("The load; null where the fact was written before kb noted it.")
    file: str | None = field("The file; null where no row of a file says it, as of what follows from others.")
    line: int | None = field("The line of that file; of a workbook or a list in JSON the row or the item.")
    confidence: Confidence | None = field("How far it can be trusted.")
    sources: list[Source] = field("Who says so.")


class Disagreement(Explained):
    """A value on which sources disagree, with the claim of each."""

    about: Entity = field("What they speak of.")
    attribute: str = field("What they disagree on, such as participants.")
    period: str | None = field("The period it is for.")
    unit: str | None = field("The unit of the numbers.")
    least: float | None = field("The least of the values that are numbers.")
    most: float | None = field("The most of them.")
    claims: list[Claim] = in_order("The claims, the least value first; each with its sources, and when they were read.")
    facts: list[Relationship] = in_order(FACTS)


@query(
    of=None,
    order=("(relationship IS NOT NULL)", "kind", "other", "otherKind", "key"),
    literals=lambda given: {"kind": given["of"]["kind"]},
)
def provenance(of: Of, relationships: Types = None) -> list[Origin]:
    """Give where a node and its relationships are from, each down to its file, line and load; the node first."""
    ...


@query(of=None, order=("about.id", "aboutKind", "attribute", "period", "unit"))
def disagreements(kinds: Kinds = None, attribute: Attribute = None) -> list[Disagreement]:
    """Give the values on which sources disagree, side by side.

    They are claims of the same attribute, for the same period and in the same unit. Where one source gives several
    texts, it lists them, and nobody disagrees; where it gives several numbers, it disagrees with itself. Of a number
    only the number counts, not its words: 30+ is 30.
    """
    ...
