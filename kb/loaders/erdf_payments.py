"""What the ERDF paid by NUTS 2 region and year, from a tidy form of the Commission's historic payments."""

from __future__ import annotations

from collections.abc import Iterator

from kb.loaders.base import TableLoader
from kb.loaders.facts import Fact, LinkFact, NodeFact
from kb.loaders.layout import Layout
from kb.loaders.places import Places, Read
from kb.loaders.rejects import Rejected
from kb.loaders.table import Row

NOTHING = "0"


class ErdfPayments(TableLoader):
    """What the ERDF paid by NUTS 2 region and year since 1986, as the Commission regionalised and modelled it.

    In euro, of the year, for all programming periods together; less than 0 where money was paid back. The amounts do
    not overlap and can be added up. Those of 2007 to 2015 hold money that the dataset absorption has by country: add up
    only one of the two. A zero in the long form of the file stands for no row in the source, and is not read. Codes of
    earlier editions of NUTS are placed where most of their territory is now, or stay without a region.
    """

    name = "erdf-payments"
    title = "Historic EU payments, regionalised and modelled: ERDF by NUTS 2 region and year"
    publisher = "European Commission, DG REGIO"
    url = "https://cohesiondata.ec.europa.eu/d/tc55-7ysv"
    where = "treatment_erdf.csv in the repository Chappuis5/EUcohesion, under data/interim."
    after = ("nuts", "nuts-crosswalk", "starter")
    placed = ("Amount",)
    layouts = (
        Layout(
            ("nuts2_id", "year", "erdf_eur"),
            ignored=("population", "erdf_eur_pc", "erdf_eur_pc_l1", "erdf_eur_pc_l2", "erdf_eur_pc_l3"),
            files=("treatment_erdf*.csv", "erdf_payments*.csv"),
        ),
    )

    def __init__(self, places: Places | None = None) -> None:
        self._places = places or Places()

    def prepare(self, read: Read) -> None:
        """Look up the regions."""
        self._places = Places.read(read)

    def reads(self, row: Row) -> bool:
        """Tell whether the source had this row."""
        return bool(row["erdf_eur"] != NOTHING)

    def facts(self, row: Row) -> Iterator[Fact]:
        """Give the amount, its fund and the region it was paid for."""
        code, year = row["nuts2_id"], row["year"]
        if not code or not year:
            raise Rejected("MISSING_VALUE", "The row names no region or no year.", "Columns nuts2_id and year.")
        id = f"paid-erdf-{code}-{year}"
        given = {
            "name": f"ERDF paid for {code} in {year}",
            "type": "PAID",
            "eur": row["erdf_eur"],
            "year": year,
            "category": "regionalised and modelled payments",
            "place": code,
        }
        yield NodeFact("Amount", id, given)
        yield LinkFact("Amount", id, "fund", "Fund", "ERDF")
        place = self._places.place(code=code)
        if place:
            yield place.link("Amount", id, "region")
