"""The catalogue of European Digital Innovation Hubs, as its site exports it: CSV or Excel, the same columns."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kb.loaders.base import TableLoader
from kb.loaders.edih_address import read_address
from kb.loaders.facts import Fact, LinkFact, NodeFact
from kb.loaders.layout import Layout
from kb.loaders.places import Places, Read
from kb.loaders.rejects import Rejected
from kb.loaders.slugs import slug
from kb.loaders.table import Row
from kb.loaders.technologies import tags
from kb.words import folded

TYPES = {
    "EDIH": "European Digital Innovation Hub",
    "DIH": "Digital Innovation Hub",
    "Seal of Excellence": "Digital Innovation Hub with a Seal of Excellence",
}
TECHNOLOGIES = {
    "Additive manufacturing": ("AMT",),
    "Artificial Intelligence & Decision support": ("AI",),
    "Big data": ("BIGDATA",),
    "Blockchain and Distributed Ledger Technology (DLT)": ("BLOCKCHAIN",),
    "Cloud Services": ("CLOUD",),
    "Communication network": ("CONNECTIVITY",),
    "Cybersecurity": ("SECURITY",),
    "Industrial biotechnology": ("IBT",),
    "Internet of Things": ("IOT",),
    "Laser-based manufacturing and materials processing": ("AMT",),
    "Micro- and nanoelectronics, optoelectronics": ("MNE", "PHO"),
    "Mobility": ("MOBILITY",),
    "Photonics": ("PHO",),
    "Robotics": ("ROBOTICS",),
    "Semiconductors and Nanotechnology": ("MNE", "NANO"),
    "Virtual Reality": ("AVR",),
}
"""Those of the catalogue's technologies that are plainly one of ours; of the others only the words are kept."""
RATED = re.compile(r"(.+?) - (\d)(?:, |$)")
"""An entry of a list, which names how strong the hub is in it, from 1 to 5; names may hold commas."""
ADDRESS = re.compile(r"https?://\S+\.\S+")
"""An address of a site: some cells hold the word Website only."""


class Edih(TableLoader):
    """Hubs of the EDIH catalogue: those of the network, those with a Seal of Excellence, and other digital
    innovation hubs, with the sectors, services and technologies they name. Names of contacts are not read.
    """  # fmt: skip

    name = "edih"
    title = "Catalogue of European Digital Innovation Hubs"
    publisher = "European Commission, DG CONNECT"
    licence = "CC BY 4.0"
    url = "https://european-digital-innovation-hubs.ec.europa.eu/edih-catalogue"
    where = "The button `Download data` of the catalogue's page."
    after = ("nuts", "starter")
    placed = ("Facility",)
    layouts = (
        Layout(
            (
                "EDIH Name",
                "EDIH Title",
                "Description (indexed field)",
                "Country",
                "Contact Location",
                "EDIH/SoE",
                "Website",
                "Formatted sectors",
                "Formatted services",
                "Formatted technologies",
            ),
            ignored=("Contact name",),
        ),
    )

    def __init__(self, places: Places | None = None) -> None:
        self._places = places or Places()

    def prepare(self, read: Read) -> None:
        """Look up the regions."""
        self._places = Places.read(read)

    def facts(self, row: Row) -> Iterator[Fact]:
        """Give the hub, where it is, and the technologies it serves; raise Rejected where a list is not as known."""
        type = TYPES.get(row["EDIH/SoE"])
        if type is None:
            hint = f"One of {', '.join(TYPES)}."
            raise Rejected("BAD_CHOICE", f"EDIH/SoE: {row['EDIH/SoE']!r} is not known.", hint)
        words = row["Country"].strip()
        country = self._places.country(words) or ""
        address = read_address(row["Contact Location"], words)
        website = row["Website"].strip()
        technologies = rated(row, "Formatted technologies")
        # a hub that is listed both as DIH and as EDIH is there twice, and some share an acronym
        id = slug("edih", row["EDIH Name"], words, row["EDIH/SoE"])
        yield NodeFact(
            "Facility",
            id,
            {
                "name": titled(row["EDIH Title"], row["EDIH Name"]),
                "type": type,
                "description": row["Description (indexed field)"],
                "website": website if ADDRESS.fullmatch(website) else None,
                "sectors": list(rated(row, "Formatted sectors")),
                "services": list(rated(row, "Formatted services")),
                "expertise": list(technologies),
                "city": address.town,
                "country": country,
            },
        )
        place = self._places.place(city=address.town, postcode=address.postcode, country=country)
        if place:
            yield place.link("Facility", id, "regions")
        yield from _technologies(id, technologies, row["EDIH Title"], row["Description (indexed field)"])


def titled(title: str, name: str) -> str:
    """Give the title with the name behind it, unless the title says it."""
    title, name = " ".join(title.split()), " ".join(name.split())
    return title if folded(name) in folded(title) else f"{title} ({name})"


def rated(row: Row, column: str) -> dict[str, str]:
    """Give the entries of a list, each once, with how strong the hub is in it."""
    text = " ".join(row[column].split())
    found = RATED.findall(text)
    if ", ".join(f"{name} - {mark}" for name, mark in found) != text:
        raise Rejected("BAD_LIST", f"{column}: {text!r} is no list.", "Write `Energy - 4, Education - 3`.")
    marks: dict[str, str] = {}
    for name, mark in found:
        marks[name] = max(mark, marks.get(name, ""))
    return marks


def _technologies(id: str, named: dict[str, str], *texts: str) -> Iterator[Fact]:
    words: dict[str, list[str]] = {}
    for name, mark in named.items():
        for each in TECHNOLOGIES.get(name, ()):
            words.setdefault(each, []).append(f"{name} - {mark}")
    for each, named_by in words.items():
        basis = {"basis": f"technologies: {', '.join(named_by)}"}
        yield LinkFact("Facility", id, "technologies", "Technology", each, basis, confidence="INFERRED")
    yield from (each.link("Facility", id, "technologies") for each in tags(*texts) if each.technology not in words)
