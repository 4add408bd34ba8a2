"""The facts of a project of CORDIS: itself, its programme and call, the technologies and fields of science it is in."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from kb.loaders.cells import day, decimal
from kb.loaders.facts import Fact, LinkFact, NodeFact
from kb.loaders.rejects import Rejected
from kb.loaders.table import Row
from kb.loaders.technologies import tags

FRAMEWORKS = {"HORIZON": ("2021-2027", "HORIZON"), "H2020": ("2014-2020", "H2020"), "FP7": ("2007-2013", "")}
"""By the first word of a legal basis: the period, and the fund if we know it as one."""


def project(row: Row, titles: Mapping[str, str]) -> Iterator[Fact]:
    """Give the facts of a row of projects; `titles` are those of topics and legal bases by their codes."""
    id, legal_basis, topic = f"cordis-{row['id']}", row["legalBasis"], row["topics"]
    given = {
        "name": row["title"],
        "description": row["objective"],
        "pipeline": False,
        "acronym": row["acronym"],
        "code": row["id"],
        "status": row["status"],
        "url": f"https://cordis.europa.eu/project/id/{row['id']}",
        "costEur": _cost(row["totalCost"]),
        "euEur": decimal(row["ecMaxContribution"]),
        "start": day(row["startDate"]),
        "end": day(row["endDate"]),
        "note": f"Funding scheme: {row['fundingScheme']}" if row["fundingScheme"] else "",
    }
    yield NodeFact("Project", id, given)
    if legal_basis:
        yield from _programme(id, legal_basis, titles)
    if topic:
        yield NodeFact("Call", topic, {"name": titles.get(topic) or topic})
        yield LinkFact("Project", id, "call", "Call", topic)
    for each in tags(row["title"], row["objective"], row["keywords"]):
        yield each.link("Project", id, "technologies")


def _programme(id: str, code: str, titles: Mapping[str, str]) -> Iterator[Fact]:
    period, fund = FRAMEWORKS.get(re.split(r"[.-]", code)[0], ("", ""))
    yield NodeFact("Programme", code, {"name": titles.get(code) or code, "period": period})
    yield LinkFact("Project", id, "programme", "Programme", code)
    if fund:
        yield LinkFact("Programme", code, "funds", "Fund", fund)
        yield LinkFact("Project", id, "funds", "Fund", fund)


def _cost(cell: str) -> str:
    """Give the cost, but not 0: no project costs nothing, it is how CORDIS writes that no cost is recorded."""
    cost = decimal(cell)
    return cost if cost.strip("0.") else ""


def scientific_field(row: Row) -> Iterator[Fact]:
    """Give the facts of a row of EuroSciVoc: the project's field, and the broader fields it is part of."""
    codes, names = (row[each].strip("/").split("/") for each in ("euroSciVocCode", "euroSciVocPath"))
    if len(codes) != len(names):
        reason = f"{row['euroSciVocCode']} and {row['euroSciVocPath']} are not of the same length."
        raise Rejected("BAD_PATH", reason, "Each step of the one is the code of that step of the other.")
    ids = ["-".join(("EUROSCIVOC", *codes[: depth + 1])) for depth in range(len(codes))]
    yield LinkFact("Project", f"cordis-{row['projectID']}", "scientificFields", "ScientificField", ids[-1])
    for depth, (id, name) in enumerate(zip(ids, names, strict=True)):
        code = "/" + "/".join(codes[: depth + 1])
        yield NodeFact("ScientificField", id, {"name": name, "code": code, "scheme": "EuroSciVoc"})
        if depth:
            yield LinkFact("ScientificField", id, "parent", "ScientificField", ids[depth - 1])
