"""The ESFRI roadmap of 2016: research infrastructures, what they cost, and the countries that share them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kb.loaders.base import TableLoader
from kb.loaders.facts import Fact, LinkFact, NodeFact
from kb.loaders.layout import Layout
from kb.loaders.places import Places, Read
from kb.loaders.rejects import Rejected
from kb.loaders.slugs import slug
from kb.loaders.table import Row
from kb.loaders.technologies import tags

ROADMAP, PARTNERS = "roadmap", "partners"
TYPES = {"project": "ESFRI project", "landscape": "ESFRI landmark"}
"""What the file calls a landscape is what the roadmap calls a landmark."""
ROLES = {"coordinating_country": "coordinator", "members": "member", "partners": "partner"}
COSTS = ("preparation", "construction", "operation")
COST = re.compile(r"(\d+(?:[.,]\d+)?) ?M EUR(/year)?(?: \(.*\))?")
"""Such as `4,35 M EUR` or `8 M EUR/year`; what is a range is no one number."""
NONE = ("", "None", "Not Available")
MISWRITTEN = {"ÁÔ": "AT", "ÂÅ": "BE", "TU": "TR"}
"""Greek letters read in another encoding, and a code that only Turkish sites have."""
ONE_SITE = "single-sited"
HEADQUARTERS = "where its headquarters are"


class Esfri(TableLoader):
    """Research infrastructures of the ESFRI roadmap of 2016, with the countries that coordinate them, are members or
    partners, and the sites of those who take part. Costs are claims. The coordinates are those of the town of the
    headquarters: a region follows from them for what stands on a single site, a point does not.
    """  # fmt: skip

    name = "esfri"
    title = "ESFRI Roadmap 2016"
    publisher = "European Strategy Forum on Research Infrastructures; gathered by Online-S3"
    licence = "not stated for the texts of the roadmap"
    url = "https://github.com/OnlineS3/2.2.-Research-infrastructure-mapping"
    where = (
        "The tables `esfris` and `esfri_partners` of db_installer/install.sql in the repository of Online-S3,"
        " saved as CSV in one folder."
    )
    after = ("nuts", "starter")
    placed = ("Facility",)
    layouts = (
        Layout(
            (
                "name",
                "domain",
                "ritype",
                *ROLES,
                "roadmap_entry",
                "operation_start",
                *(f"{each}_cost" for each in COSTS),
                "headquarters",
                "website",
                "location",
                "latitude",
                "longitude",
                "description",
                "esfri_type",
            ),
            ignored=("background", "steps", "activity", "impact"),
            name=ROADMAP,
            files=("*roadmap*.csv", "*roadmap*.xlsx"),
        ),
        Layout(("project", "partner_country", "url"), name=PARTNERS, files=("*partners*.csv", "*partners*.xlsx")),
    )

    def __init__(self, places: Places | None = None) -> None:
        self._places = places or Places()

    def prepare(self, read: Read) -> None:
        """Look up the regions."""
        self._places = Places.read(read)

    def facts(self, row: Row) -> Iterator[Fact]:
        """Give an infrastructure with its shares and costs, or that someone of a country takes part in one."""
        return self._partner(row) if row.table == PARTNERS else self._infrastructure(row)

    def _partner(self, row: Row) -> Iterator[Fact]:
        code = row["partner_country"].strip()
        country = self._places.country(MISWRITTEN.get(code, code))
        if country is None:
            reason = f"partner_country: {code!r} is no country of the list of regions."
            raise Rejected("UNKNOWN_TARGET", reason, "Countries outside Europe have no place in the graph.")
        share = {"role": "participant", "url": row["url"]}
        sure = "INFERRED" if code in MISWRITTEN else "READ"
        id = slug("esfri", row["project"])
        yield LinkFact("Facility", id, "countries", "Region", country, share, confidence=sure)

    def _infrastructure(self, row: Row) -> Iterator[Fact]:
        id = slug("esfri", row["name"])
        one_site = row["ritype"].casefold() == ONE_SITE
        town, country = self._town(row["location"])
        shares, others = self._shares(row)
        notes = [f"On the ESFRI roadmap since {row['roadmap_entry']}."]
        notes += [f"Headquarters: {row['headquarters']} ({row['location']})."]
        notes += [f"Also named as {role}: {', '.join(words)}." for role, words in others.items()]
        yield NodeFact(
            "Facility",
            id,
            {
                "name": row["name"],
                "type": f"research infrastructure: {TYPES.get(row['esfri_type'], row['esfri_type'])}",
                "description": row["description"],
                "siting": row["ritype"].capitalize(),
                "start": row["operation_start"],
                "website": row["website"],
                "expertise": [row["domain"]],
                "city": town if one_site else None,
                "country": country if one_site else None,
                "note": " ".join(notes),
            },
        )
        for role, code in shares:
            yield LinkFact("Facility", id, "countries", "Region", code, {"role": role})
        if one_site:
            yield from self._placed(id, row, town, country)
        yield from _costs(id, row)
        yield from (each.link("Facility", id, "technologies") for each in tags(row["name"], row["description"]))

    def _town(self, location: str) -> tuple[str, str]:
        """Give the town and the code of the country of words such as `Utrecht, The Netherlands`."""
        words = location.replace(",", " ").split()
        for number in range(len(words)):
            country = self._places.country(" ".join(words[number:]).removeprefix("The "))
            if country:
                return " ".join(words[:number]), country
        return location, ""

    def _shares(self, row: Row) -> tuple[list[tuple[str, str]], dict[str, list[str]]]:
        """Give the role of each country, and who else is named in which: others have no place in the graph."""
        shares: dict[tuple[str, str], None] = {}
        others: dict[str, list[str]] = {}
        for column, role in ROLES.items():
            for word in (each.strip() for each in row[column].split(",")):
                if code := self._places.country(word):
                    shares[role, code] = None
                elif word not in NONE:
                    others.setdefault(role, []).append(word)
        return list(shares), others

    def _placed(self, id: str, row: Row, town: str, country: str) -> Iterator[Fact]:
        point = float(row["latitude"]), float(row["longitude"])
        place = self._places.place(city=town, point=point, country=country)
        if place:
            link = place.link("Facility", id, "regions")
            yield link._replace(properties={**link.properties, "note": HEADQUARTERS}, confidence="INFERRED")


def _costs(id: str, row: Row) -> Iterator[Fact]:
    for each in COSTS:
        value = row[f"{each}_cost"].strip()
        if value in NONE:
            continue
        attribute, claim, found = f"{each} cost", f"claim-{id}-{each}-cost", COST.fullmatch(value)
        properties = {
            "name": f"{row['name']}: {attribute}: {value}",
            "attribute": attribute,
            "value": value,
            "number": round(float(found[1].replace(",", ".")) * 1_000_000) if found else None,
            "unit": "EUR/year" if value.endswith("/year") or (found and found[2]) else "EUR",
        }
        yield NodeFact("Claim", claim, properties)
        yield LinkFact("Claim", claim, "about", "Facility", id)
