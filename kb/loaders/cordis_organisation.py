"""The facts of a participant of CORDIS: the organisation, its part in the project, and where it is."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from kb.loaders.cells import decimal
from kb.loaders.facts import Fact, LinkFact, NodeFact
from kb.loaders.places import Place, Places
from kb.loaders.slugs import slug
from kb.loaders.table import Row

TYPES = {
    "HES": "higher or secondary education establishment",
    "PRC": "private for-profit entity",
    "REC": "research organisation",
    "PUB": "public body",
    "OTH": "other",
}
FORM = re.compile(r"/contact-form/project/(\d+)/")
POINT = re.compile(r"\(?\s*(-?\d+(?:\.\d+)?)\s*,\s*(-?\d+(?:\.\d+)?)\s*\)?")
OWN = ("name", "shortName", "type", "website", "city", "country", "sme", "point")
"""What is said of an organisation itself; its code of NUTS and its postcode only tell where it is."""


def organisation_id(row: Row) -> str:
    """Give its key: its participant identification code (PIC) or, without one, its name and country."""
    form = FORM.search(row["contactForm"])
    code = row["organisationID"] or (form[1] if form else "")
    return f"cordis-{code or slug(row['name'], row['country'])}"


def said(row: Row) -> dict[str, str]:
    """Give what the row says of it, as text."""
    point = POINT.fullmatch(row["geolocation"].strip())
    return {
        "name": row["name"].strip(),
        "shortName": row["shortName"].strip(),
        "type": TYPES.get(row["activityType"], ""),
        "website": row["organizationURL"].strip(),
        "city": row["city"].strip(),
        "country": row["country"].strip().upper(),
        "sme": row["SME"].strip().lower(),
        "point": f"{point[1]} {point[2]}" if point else "",
        "nutsCode": row["nutsCode"].strip(),
        "postCode": row["postCode"].strip(),
    }


def participation(row: Row, id: str, agreed: Mapping[str, str], places: Places) -> Iterator[Fact]:
    """Give the facts of a row of participants; `agreed` is what all rows say of the organisation."""
    project = f"cordis-{row['projectID']}"
    given = {
        "role": row["role"],
        "contributionEur": decimal(row["ecContribution"]),
        "note": "It left before the project ended." if row["endOfParticipation"].lower() == "true" else "",
    }
    yield LinkFact("Project", project, "organisations", "Organisation", id, given)
    yield NodeFact("Organisation", id, {name: agreed.get(name) for name in OWN})
    if place := _place(agreed, places):
        yield place.link("Organisation", id, "region")
        # nothing but what all participants from there say alike, or the second one would be rejected
        note = {"note": "A participant is based there."}
        yield LinkFact("Project", project, "regions", "Region", place.region, note, confidence="INFERRED")


def _place(agreed: Mapping[str, str], places: Places) -> Place | None:
    code, country = agreed.get("nutsCode", ""), agreed.get("country", "")
    if not country:  # a town of that name may be anywhere
        return places.place(code=code)
    latitude, _, longitude = agreed.get("point", "").partition(" ")
    return places.place(
        code=code,
        city=agreed.get("city", ""),
        postcode=agreed.get("postCode", ""),
        point=(float(latitude), float(longitude)) if longitude else None,
        country=country,
    )
