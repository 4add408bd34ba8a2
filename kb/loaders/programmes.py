"""The programmes of cohesion policy 2014-2020, from a list with their CCI numbers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from kb.loaders.base import TableLoader
from kb.loaders.facts import Fact, LinkFact, NodeFact
from kb.loaders.layout import Layout
from kb.loaders.places import Place, Places, Read
from kb.loaders.rejects import Rejected
from kb.loaders.table import Row

CCI = re.compile(r"20(?:1[4-9]|20)(?P<country>[A-Z]{2})(?:05|16)(?P<mix>[A-Z0-9]{2})(?P<type>[A-Z]{2})\d{3}")
FUNDS = {
    "SF": ("ESF",), "RF": ("ERDF",), "CF": ("CF",), "M0": ("ERDF", "ESF", "YEI"), "M1": ("ERDF", "CF"),
    "M2": ("ERDF", "ESF"), "M3": ("ERDF", "ESF", "CF"), "M4": ("ERDF",), "M5": ("ERDF",), "M6": ("ERDF",),
    "M9": ("ESF", "YEI"), "MA": ("ERDF", "ESF", "CF", "YEI"),
}  # fmt: skip
"""The funds that two characters of a CCI number stand for. M4 to M6 also spend money of other funds."""
STRANDS = {"CB": "INTERREG-A", "TN": "INTERREG-B", "IR": "INTERREG", "PC": "INTERREG"}
"""The strand of Interreg that the type of a programme of several countries stands for."""
ENDING = re.compile(r"[-–] (?P<funds>(?:ERDF|ESF|CF|YEI)(?:/(?:ERDF|ESF|CF|YEI))*)$")
NATIONAL = re.compile(r".*[-–] (?P<country>[A-Z]{2})")
"""The title of a programme of a country, without the funds at its end; that of a region is the region's name."""
LIMITED = {
    "2014CZ16RFOP001", "2014FR05M9OP001", "2014HU16M0OP001", "2014HU16M2OP001", "2014IE16RFOP002", "2014IT16M2OP003",
    "2014IT16M2OP004", "2014IT16M2OP005", "2014IT16RFOP001", "2014IT16RFOP002", "2014IT16RFOP003", "2015IT16RFSM001",
}  # fmt: skip
"""Programmes for some regions of a country, or some cities, that their titles do not name: general knowledge."""
SEVERAL = "TC"
COUNTRIES = {"GR": "EL"}


class Programmes(TableLoader):
    """The programmes of the ERDF, the ESF, the Cohesion Fund and the YEI of 2014-2020, each with its CCI number. The
    funds a programme spends are read from its number and checked against the end of its title. The region or country
    it covers is the one its title names; where it names none, as programmes of several countries do, it is not known.
    It holds no sums.
    """  # fmt: skip

    name = "programmes"
    title = "Programmes of cohesion policy 2014-2020 and their CCI numbers"
    publisher = "European Commission"
    url = "https://github.com/balkey/eu1420"
    where = "cci_codes.csv of the repository balkey/eu1420, under script/cci_codes."
    after = ("nuts", "starter")
    layouts = (Layout(("country_code", "cci", "programme_title")),)

    def __init__(self, places: Places | None = None) -> None:
        self._places = places or Places()

    def prepare(self, read: Read) -> None:
        """Look up the regions."""
        self._places = Places.read(read)

    def facts(self, row: Row) -> Iterator[Fact]:
        """Give the programme, the funds it spends and the region it covers."""
        id = row["cci"]
        code = CCI.fullmatch(id)
        if code is None or code["mix"] not in FUNDS:
            raise Rejected("BAD_CODE", f"{id!r} is no CCI number.", "They are as 2014AT16RFOP001.")
        if code["country"] != row["country_code"]:
            hint = "The letters of the number are its country's."
            raise Rejected("BAD_CODE", f"{id} is not of {row['country_code']}.", hint)
        title = " ".join(row["programme_title"].split())
        funds, confidence = _funds(id, title, FUNDS[code["mix"]])
        country = None if code["country"] == SEVERAL else COUNTRIES.get(code["country"], code["country"])
        yield NodeFact("Programme", id, {"name": title, "cci": id, "period": "2014-2020", "country": country})
        for fund in funds:
            yield LinkFact("Programme", id, "funds", "Fund", fund, confidence=confidence)
        if code["country"] == SEVERAL and code["type"] in STRANDS:
            yield LinkFact("Programme", id, "funds", "Fund", STRANDS[code["type"]], confidence="INFERRED")
        if country and id not in LIMITED and (place := self._covered(title, country)):
            yield replace(place, confidence="INFERRED").link("Programme", id, "regions")

    def _covered(self, title: str, country: str) -> Place | None:
        name = ENDING.sub("", title).strip()
        if national := NATIONAL.fullmatch(name):
            return self._places.place(code=country, name=national["country"], country=country)
        return self._places.place(name=name, country=country) or self._places.place(
            name=name.partition(" et ")[0], country=country
        )


def _funds(cci: str, title: str, coded: tuple[str, ...]) -> tuple[tuple[str, ...], str]:
    """Give the funds of a programme, READ where its title names them and INFERRED where its number alone does."""
    ending = ENDING.search(title)
    if ending is None:
        return coded, "INFERRED"
    if set(ending["funds"].split("/")) != set(coded):
        hint = "See which of the two is right."
        raise Rejected("CONTRADICTION", f"{cci} stands for {'/'.join(coded)}, its title says otherwise.", hint)
    return coded, "READ"
