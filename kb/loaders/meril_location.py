"""Takes apart the locations of the MERIL portal, and tells which of its points are where a facility stands."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from kb.loaders.table import Row
from kb.words import folded

CENTRES = {
    (47.516231, 14.550072), (50.503887, 4.469936), (49.817492, 15.472962), (51.165691, 10.451526),
    (56.26392, 9.501785), (58.595272, 25.013607), (39.074208, 21.824312), (40.463667, -3.74922),
    (61.92411, 25.748151), (46.227638, 2.213749), (45.1, 15.2), (47.162494, 19.503304), (53.41291, -8.24389),
    (41.87194, 12.56738), (55.169438, 23.881275), (49.815273, 6.129583), (52.132633, 5.291266),
    (60.472024, 8.468946), (51.919438, 19.145136), (39.399872, -8.224454), (45.943161, 24.96676),
    (60.128161, 18.643501), (46.151241, 14.995463), (46.818188, 8.227512), (38.963745, 35.243322),
    (55.378051, -3.435973),
}  # fmt: skip
"""Where geocoders put a country of which they know no more than its name."""
ONE_SITE = "single-sited"
LOCATION = re.compile(r"(?P<address>.*?)\s*\((?P<country>[^()]*)\)")
"""Such as `Street 1, Institute, Town, PO: 12345, Region (Country)`."""
POSTCODE = re.compile(r"(?:^|, )PO: ?(?P<code>[^,]*)")


@dataclass(frozen=True, slots=True)
class Location:
    """What a location says; empty where it does not."""

    country: str = ""
    town: str = ""
    postcode: str = ""


def read_location(text: str) -> Location:
    """Give the country, town and postcode of a location: without a country in brackets it is a country itself."""
    text = " ".join(text.split())
    found = LOCATION.fullmatch(text)
    if not found:
        return Location(text) if "," not in text else Location(town=text)
    address = found["address"]
    postcode = POSTCODE.search(address)
    before = address[: postcode.start()] if postcode else address
    return Location(found["country"], before.rpartition(",")[2].strip(), postcode["code"].strip() if postcode else "")


def read_point(row: Row) -> tuple[float, float] | None:
    """Give the coordinates of a row, None where it has none."""
    try:
        return float(row["lat"]), float(row["lng"])
    except ValueError:
        return None


def of_hosts(rows: Iterable[Row]) -> set[tuple[float, float]]:
    """Give the points that rows of different towns share: they are the seat of the host of them all."""
    towns: dict[tuple[float, float], set[str]] = defaultdict(set)
    for row in rows:
        town = read_location(row["location"]).town
        if town and (point := read_point(row)):
            towns[point].add(folded(town))
    return {point for point, several in towns.items() if len(several) > 1}
