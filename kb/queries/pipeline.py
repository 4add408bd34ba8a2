"""The investment pipeline: what partnerships have under way, from learning to scaling up."""

# The bodies of the queries are Cypher.
# mypy: disable-error-code="empty-body"

from __future__ import annotations

from typing import Annotated

from kb.queries.arguments import Technologies
from kb.queries.explained import FACTS, Explained
from kb.schema.facilities import Facility
from kb.schema.model import field
from kb.schema.money import Fund
from kb.schema.partnerships import Partnership, Project, Stage
from kb.schema.places import Region
from kb.schema.strategies import Technology
from kb.signature import Doc, Id, Relationship, query, then

OnPlatform = Annotated[
    Id | None,
    Doc(
        "Only partnerships on this platform, or on one that belongs to it, and its pilots; of all if empty.",
        of="Platform",
    ),
]
Stages = Annotated[list[Stage] | None, Doc("Only projects that have come to one of these stages; all if empty.")]


class PipelineProject(Explained):
    """A project of a partnership, how far it is on the way to investment, and what it can draw upon."""

    project: Project = field("The project or demonstration case.")
    partnership: Partnership = field("The partnership it comes from.")
    stage: Stage | None = field("The last stage a source says it has come to; null where none says.")
    maturity: int = field(
        "The number of that stage: 1 learn, 2 connect, 3 demonstrate, 4 commercialise, 5 scale up; 0 null."
    )
    technologies: list[Technology] = field("The technologies it applies and its partnership works on.")
    regions: list[Region] = field("The regions it involves, as far as sources name them.")
    funds: list[Fund] = field("The funds behind it: its own, and those of the programme it is financed under.")
    facilities: list[Facility] = then(
        "The facilities that could be shared: they serve one of these technologies and stand in a region that is "
        "involved or takes part in the partnership now.",
        "pipeline_facilities",
    )
    facts: list[Relationship] = then(FACTS, "pipeline_facts", ordered=True)


@query(of=None, order=("-maturity", "partnership.id", "project.id"))
def pipeline(
    technologies: Technologies = None, platform: OnPlatform = None, stages: Stages = None
) -> list[PipelineProject]:
    """Give the projects and demonstration cases of partnerships, those that have come furthest first.

    Partnerships without a known project are left out, and so are projects that no source ties to a partnership. A
    technology must be named of the project or of its partnership; of most none is.
    """
    ...
