"""Kohesio: the projects of cohesion policy, as its site offers them country by country."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import ClassVar

from kb.loaders.amounts import rate_reader
from kb.loaders.base import RowLoader
from kb.loaders.cells import day
from kb.loaders.facts import Fact, LinkFact, NodeFact
from kb.loaders.layout import Layout
from kb.loaders.places import Places, Read
from kb.loaders.rejects import Rejected
from kb.loaders.table import Row
from kb.loaders.technologies import tags

FUNDS = {
    "ERDF": "ERDF", "ESF": "ESF", "ESF+": "ESF-PLUS", "CF": "CF", "YEI": "YEI", "JTF": "JTF", "EMFF": "EMFF",
    "EMFAF": "EMFAF", "EAFRD": "EAFRD", "REACT-EU": "REACT-EU", "INTERREG": "INTERREG",
}  # fmt: skip
"""Kohesio's codes of funds that we know; of others only the programme is kept."""
NUTS = ("NUTS3_Code", "NUTS2_Code", "NUTS1_Code")
"""Where the project is, the smallest first; a cell may hold several, between bars."""
RATE = rate_reader("Cofinancing_Rate", ".", percent=True)


class KohesioProjects(RowLoader):
    """Projects of cohesion policy with their beneficiary, programme, funds and regions. The columns are those that
    readers of the files of 2024 to 2026 name; no file was at hand, so any others are allowed and not read. Where the
    currency is not the euro, both sums are taken to be in it. Categories of intervention are kept as words.
    """  # fmt: skip

    name = "kohesio-projects"
    title = "Kohesio: projects of EU cohesion policy"
    publisher = "European Commission, DG REGIO"
    licence = "CC BY 4.0"
    url = "https://kohesio.ec.europa.eu/en/data"
    where = "The page Data of Kohesio has a file of projects per country and programming period."
    after = ("nuts", "starter")
    placed = ("Project",)
    agreed: ClassVar[Mapping[str, tuple[str, ...]]] = {
        "Organisation": ("name", "country"),
        "Programme": ("name", "period"),
    }
    layouts = (
        Layout(
            (
                "Operation_Unique_Identifier", "Operation_Name_English", "Operation_Name_Programme_Language",
                "Operation_Start_Date", "Operation_End_Date", "Project_EU_Budget", "Total_Eligible_Expenditure_amount",
                "Total_Eligible_Expenditure_Currency", "Beneficiary_Unique_Identifier", "Beneficiary_Name", "Fund_Code",
                "Category_Label", *NUTS, "Programming_Period", "Operation_Summary_English",
                "Operation_Summary_Programme_Language",
            ),
            optional=(
                "Operation_Local_Identifier", "Cofinancing_Rate", "CountryCode", "Programme_Code", "Programme_Name",
                "Category_Of_Intervention", "LAU_Labels",
            ),
            others=True,
            files=("*.csv",),
        ),
    )  # fmt: skip

    def __init__(self, places: Places | None = None) -> None:
        super().__init__()
        self._places = places or Places()

    def prepare(self, read: Read) -> None:
        """Look up the regions."""
        self._places = Places.read(read)

    def facts(self, row: Row) -> Iterator[Fact]:
        """Give a project and what it is linked to."""
        entity = _entity(row["Operation_Unique_Identifier"])
        if not entity:
            hint = "It ends in the number of an item of linkedopendata.eu, such as Q123."
            raise Rejected("BAD_KEY", f"{row['Operation_Unique_Identifier']!r} is no project of Kohesio.", hint)
        id = f"kohesio-{entity}"
        names = row["Operation_Name_English"], row["Operation_Name_Programme_Language"]
        summaries = row["Operation_Summary_English"], row["Operation_Summary_Programme_Language"]
        given = {
            "name": names[0] or names[1],
            "description": summaries[0] or summaries[1],
            "pipeline": False,
            "code": row["Operation_Local_Identifier"],
            "url": f"https://kohesio.ec.europa.eu/en/projects/{entity}",
            "start": day(row["Operation_Start_Date"]),
            "end": day(row["Operation_End_Date"]),
            "place": row["LAU_Labels"].replace("|", ", "),
            "note": _category(row),
        }
        yield NodeFact("Project", id, {**given, **_money(row)})
        yield from self._links(row, id)
        for each in tags(*names, *summaries):
            yield each.link("Project", id, "technologies")

    def _links(self, row: Row, id: str) -> Iterator[Fact]:
        beneficiary, code = _entity(row["Beneficiary_Unique_Identifier"]), row["Programme_Code"].strip()
        if beneficiary and (name := row["Beneficiary_Name"].strip()):
            country = self._places.country(row["CountryCode"].strip())
            yield NodeFact("Organisation", f"kohesio-{beneficiary}", {"name": name, "country": country})
            role = {"role": "beneficiary"}
            yield LinkFact("Project", id, "organisations", "Organisation", f"kohesio-{beneficiary}", role)
        if code:
            given = {"name": row["Programme_Name"].strip() or code, "period": row["Programming_Period"], "cci": code}
            yield NodeFact("Programme", f"kohesio-{code}", given)
            yield LinkFact("Project", id, "programme", "Programme", f"kohesio-{code}")
        for fund in dict.fromkeys(FUNDS[each] for each in row["Fund_Code"].split("|") if each in FUNDS):
            yield LinkFact("Project", id, "funds", "Fund", fund)
        codes = next((row[each] for each in NUTS if row[each]), "").split("|")
        placed = {place.region: place for each in codes if (place := self._places.place(code=each.strip()))}
        for place in placed.values():
            yield place.link("Project", id, "regions")


def _entity(address: str) -> str:
    """Give the number of an item by its address: https://linkedopendata.eu/entity/Q123 is Q123."""
    number = address.rsplit("/", 1)[-1].strip()
    return number if number[:1] == "Q" and number[1:].isdigit() else ""


def _category(row: Row) -> str:
    label = ": ".join(each for each in (row["Category_Of_Intervention"], row["Category_Label"]) if each)
    return f"Category of intervention {label}" if label else ""


def _money(row: Row) -> dict[str, str | float]:
    currency = row["Total_Eligible_Expenditure_Currency"].strip()
    cost, eu = row["Total_Eligible_Expenditure_amount"], row["Project_EU_Budget"]
    rate = RATE(row["Cofinancing_Rate"]) if row["Cofinancing_Rate"] else ""
    if currency in ("", "EUR"):
        return {"costEur": cost, "euEur": eu, "euRate": rate}
    return {"currency": currency, "costNational": cost, "euNational": eu, "euRate": rate}
