"""Research infrastructures of the MERIL portal, as Online-S3 gathered them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from kb.loaders.base import TableLoader
from kb.loaders.facts import Fact, LinkFact, NodeFact
from kb.loaders.layout import Layout
from kb.loaders.meril_location import CENTRES, ONE_SITE, Location, of_hosts, read_location, read_point
from kb.loaders.places import Place, Places, Read
from kb.loaders.slugs import slug
from kb.loaders.table import Row
from kb.loaders.technologies import tags

FIELDS = "MATCH (f:ScientificField {scheme: 'FORD'}) RETURN f.id"
DOMAINS = {
    "Earth and Environmental Sciences": "FORD-1.5",
    "Engineering and Energy": "FORD-2",
    "Humanities and Arts": "FORD-6",
    "Information Science and Technology": "FORD-1.2",
    "Physics, Astronomy, Astrophysics and Mathematics": "FORD-1",
    "Social Sciences": "FORD-5",
}
"""Domains that lie within one field of science; the others lie in several, and are kept as words."""
COUNTRIES = {"Turkey": "TR", "Czech Republic": "CZ"}
"""Names that countries went by then."""
STARTED = re.compile(r"Operational (?:from|since) (\d{4})")
NEVER = "2099"
"""The year that the portal writes where none was given."""
LONGEST_NAME = 200
"""A longer name of a host is those of several, run together."""

Point = tuple[float, float]


class Meril(TableLoader):
    """Research infrastructures of Europe from the MERIL portal, with their hosts, as of 2016 to 2018. Where one stands
    is read for those on a single site only. The point of such a one is left out where it is the middle of a country,
    where rows of other towns have the same (it is the seat of their host), and where it is in another region than the
    town is. With fields-of-science loaded before, those of plain domains are linked.
    """  # fmt: skip

    name = "meril"
    title = "MERIL: Mapping of the European Research Infrastructure Landscape"
    publisher = "European Science Foundation; gathered by Online-S3"
    licence = "not stated for the texts of the portal"
    url = "https://github.com/OnlineS3/2.2.-Research-infrastructure-mapping"
    where = "The table `mark` of db_installer/install.sql in the repository of Online-S3, saved as CSV."
    after = ("nuts", "starter")
    placed = ("Facility",)
    layouts = (
        Layout(
            ("name", "url", "host", "lat", "lng", "location", "status", "domain", "ric", "rik", "type", "description"),
            ignored=("coordcountry", "contact"),
        ),
    )

    def __init__(self, places: Places | None = None, fields: frozenset[str] = frozenset()) -> None:
        self._places, self._fields = places or Places(), fields
        self._hosts: set[Point] = set()

    def prepare(self, read: Read) -> None:
        """Look up the regions, and which fields of science there are."""
        self._places = Places.read(read)
        self._fields = frozenset(id for (id,) in read(FIELDS))

    def rows(self, files: list[Path]) -> Iterator[Row]:
        """Read the rows; which points are those of hosts shows in all of them together."""
        rows = list(super().rows(files))
        self._hosts = of_hosts(rows)
        yield from rows

    def facts(self, row: Row) -> Iterator[Fact]:
        """Give the infrastructure, its host, where it stands, and what it serves."""
        id = slug("meril", row["name"])
        location = read_location(row["location"])
        country = self._places.country(COUNTRIES.get(location.country, location.country)) or ""
        one_site = row["type"].casefold() == ONE_SITE
        place, point = self._placed(row, location, country) if one_site else (None, None)
        status = row["status"].removeprefix("Life Cycle Status: ")
        started = STARTED.match(status)
        host = row["host"].partition(" Address:")[0].strip()
        several = len(host) > LONGEST_NAME
        yield NodeFact(
            "Facility",
            id,
            {
                "name": row["name"],
                "type": f"research infrastructure: {row['ric']}" if row["ric"] else "research infrastructure",
                "description": row["description"],
                "status": status,
                "siting": row["type"].capitalize() if row["type"] != "TBA" else None,
                "start": started[1] if started and started[1] != NEVER else None,
                "website": row["url"],
                "expertise": expertise(row),
                "city": location.town if one_site else None,
                "country": country,
                "point": point,
                "note": f"Address: {row['location']}" + (f" Hosts: {host}" if several else ""),
            },
        )
        if host and not several:
            organisation = slug("meril", host)
            yield NodeFact("Organisation", organisation, {"name": host})
            yield LinkFact("Facility", id, "host", "Organisation", organisation)
        if place:
            yield place.link("Facility", id, "regions")
        field = DOMAINS.get(row["domain"])
        if field in self._fields:
            basis = {"basis": f"domain: {row['domain']}"}
            yield LinkFact("Facility", id, "scientificFields", "ScientificField", field, basis, confidence="INFERRED")
        for each in tags(row["name"], row["description"], row["rik"]):
            yield each.link("Facility", id, "technologies")

    def _placed(self, row: Row, location: Location, country: str) -> tuple[Place | None, Point | None]:
        point = read_point(row)
        if point in CENTRES or point in self._hosts:
            point = None
        by_point = self._places.place(point=point, country=country) if point else None
        by_town = self._places.place(city=location.town, postcode=location.postcode, country=country)
        if by_point and by_town and not _one_in_the_other(by_point.region, by_town.region):
            return by_town, None
        return by_point or by_town, point


def expertise(row: Row) -> list[str]:
    """Give the domain and the key words, each once."""
    words = [row["domain"], *(each.strip() for each in row["rik"].split(","))]
    return [each for each in dict.fromkeys(words) if each not in ("", "TBA")]


def _one_in_the_other(one: str, other: str) -> bool:
    return one.startswith(other) or other.startswith(one)
