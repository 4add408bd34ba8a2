"""Places: each way a region is found, and where none is to be: a wrong place is worse than none."""

from __future__ import annotations

import csv
import pickle
from collections import Counter
from typing import Any

import pytest

from kb.loaders.countries import country_names
from kb.loaders.facts import LinkFact
from kb.loaders.places import Converted, Known, Place, Places
from kb.loaders.regions import innermost, outermost
from tests.loaders.conftest import nuts_regions, shared

OLD = [
    Known("HU10", 2, "HU"), Known("FR71", 2, "FR"), Known("FR715", 3, "FR"), Known("EL11", 2, "EL"),
    Known("PL34", 2, "PL"), Known("XX11", 2, "XX"),
]  # fmt: skip
CONVERSIONS = [
    Converted("HU10", "HU11", "2013", "2024", 0.08, 0.6),
    Converted("HU10", "HU12", "2013", "2024", 0.92, 0.4),
    Converted("FR71", "FRK2", "2013", "2016", 0.5, 0.5),
    Converted("FR71", "FRK2", "2013", "2024", 0.999, 1.0),
    Converted("FR71", "FRC1", "2013", "2024", 0.001, 0.0),
    Converted("EL11", "EL51", "2010", "2013", 1.0, 1.0),
    Converted("PL34", "XX11", "2010", "2013", 1.0, 1.0),
    Converted("XX11", "PL84", "2013", "2024", 1.0, 1.0),
    Converted("FR715", "FRK25", "2010", "2013", 0.6, 0.6),
    Converted("FR715", "ITC11", "2010", "2013", 0.4, 0.4),
]


def found(place: Place | None) -> tuple[str, str, str] | None:
    return (place.region, place.method, place.confidence) if place else None


@pytest.mark.parametrize(
    ("code", "country", "region"),
    [
        ("ITC4", "", ("ITC4", "CODE", "READ")),
        (" itc4 ", "IT", ("ITC4", "CODE", "READ")),
        ("GR30", "", ("EL30", "CODE", "READ")),  # as ISO writes the country
        ("PT16", "", ("PT16", "CODE", "READ")),  # of 2021 and no more: still a code that the graph has
        ("UKI", "UK", ("UKI", "CODE", "READ")),
        ("ITC4", "FR", None),
        ("ITC9", "", None),
        ("FR71", "", ("FRK2", "CROSSWALK", "INFERRED")),
        ("EL11", "EL", ("EL51", "CROSSWALK", "INFERRED")),
        ("PL34", "", ("PL84", "CROSSWALK", "INFERRED")),  # by way of an edition in between
        ("HU10", "", ("HU1", "CROSSWALK", "INFERRED")),  # most of it is Pest, and most live in Budapest
        ("FR715", "", None),
    ],
)
def test_by_code(code: str, country: str, region: tuple[str, str, str] | None) -> None:
    places = Places.of([*nuts_regions(), *OLD], CONVERSIONS)
    assert found(places.place(code=code, country=country)) == region


@pytest.mark.parametrize(
    ("name", "country", "region"),
    [
        ("Lombardia", "", ("ITC4", "READ")),
        ("LOMBARDIA", "IT", ("ITC4", "READ")),
        ("Wien", "", ("AT13", "READ")),  # AT13 and AT130 are one territory: NUTS 2
        ("Kýpros", "", ("CY00", "READ")),
        ("Salzburg", "AT", ("AT32", "READ")),
        ("Αττική", "", ("EL30", "READ")),  # the list writes its first letter in Latin
        ("ΑΤΤΙΚΗ", "EL", ("EL30", "READ")),
        ("Bozen", "IT", ("ITH1", "READ")),
        ("Valle d'Aosta", "", ("ITC2", "READ")),
        ("Sud - Muntenia", "RO", ("RO31", "READ")),
        ("SPLITSKO-DALMATINSKA", "HR", ("HR035", "INFERRED")),
        ("Blagoevgrad Province", "BG", ("BG413", "INFERRED")),
        ("Província de Lleida", "ES", ("ES513", "INFERRED")),
        ("Voivodeship of Łódzkie", "PL", ("PL71", "INFERRED")),
        ("Lublin Voivodeship", "PL", ("PL81", "INFERRED")),  # called after its town, and of NUTS 2
        ("Plzeň Region", "CZ", ("CZ032", "INFERRED")),
        ("Prague", "CZ", ("CZ01", "INFERRED")),
        ("Limburg", "", None),  # of Belgium or of the Netherlands
        ("Limburg", "BE", ("BE22", "INFERRED")),
        ("Limburg", "NL", ("NL42", "READ")),
        ("Limburg Province", "NL", ("NL42", "INFERRED")),
        ("Friesland", "", None),
        ("Luxembourg Province", "", None),
        ("Luxembourg Province", "BE", ("BE34", "INFERRED")),
        ("Malta", "MT", ("MT00", "READ")),  # the island or all of it: all of it holds both
        ("Heilbronn", "DE", None),  # the town or the district around it
        ("Landkreis Heilbronn", "DE", ("DE118", "INFERRED")),
        ("Zagreb County", "HR", None),  # which is not the city of Zagreb
        ("City of Zagreb", "HR", ("HR05", "INFERRED")),
        ("Sofia", "BG", None),
        ("Sofia Province", "BG", ("BG412", "INFERRED")),
        ("Frankfurt", "DE", None),
        ("Alentejo", "PT", ("PT1C", "INFERRED")),  # the edition before had a larger region of that name
        ("Lombardia", "FR", None),
        ("Region", "IT", None),
        ("Atlantis", "", None),
        ("Lombardia", "US", None),
    ],
)
def test_by_name(places: Places, name: str, country: str, region: tuple[str, str] | None) -> None:
    place = places.place(name=name, country=country)
    assert (place and (place.region, place.confidence)) == region
    assert place is None or place.method == "NAME"


HAND = """
AT Wien AT130; AT LINZ AT312; AT St. Pölten AT123; BE Bruxelles / Brussel BE100; BE Leuven BE242; BE GENT BE234;
BG Sofia BG411; BG PLEVEN BG314; CH Zuerich CH040; CH Geneve CH013; CH Basel CH031; CY Lefkosia CY000;
CZ Praha 6 CZ010; CZ OSTRAVA CZ080; DE Muenchen DE212; DE Munchen DE212; DE Karlsruhe DE122; DE Mainz DEB35;
DE Freiburg Im Breisgau DE131; DE Leipzig DED51; DE KOELN DEA23; DE Jena DEG03; DK Aarhus C DK042;
DK København DK011; DK Odense M DK031; EE Tallinn EE001; EL Heraklion EL431; EL ΑΘΗΝΑ EL303;
ES Donostia-San Sebastian ES212; ES Granada Granada ES614; ES Vitoria-Gasteiz ES211; FI Turku FI1C1; FI Abo FI1C1;
FR PARIS CEDEX 16 FR101; FR Paris 15 FR101; FR Grenoble Cedex 09 FRK24; FR LYON FRK26; HR VINKOVCI HR026;
HU Budapest HU110; IE Dublin 4 IE061; IT Roma ITI43; IT Torino To ITC11; IT Genova Ge ITC33; IT FIRENZE ITI14;
IT Bari ITF47; LT Vilnius LT011; LV RIGA LV00A; NL Den Haag NL361; NL 1098 XG Amsterdam NL32B; NO Bodo NO071;
PL Warszawa PL911; PL Lodz PL711; PT Lisboa PT1A0; RO Cluj-Napoca RO113; RS Beograd RS110; SE Goteborg SE232;
SI Ljubljana SI041; SK Kosice SK042; TR ISTANBUL TR100; UK London UKI; UK Swindon UKK14; UK Norwich UKH15
"""
"""Towns as participants of projects write them, with the region that each lies in, looked up by hand."""


@pytest.mark.parametrize("line", [" ".join(each.split()) for each in HAND.split(";")])
def test_by_town(places: Places, line: str) -> None:
    country, *words, region = line.split()
    assert found(places.place(city=" ".join(words), country=country)) == (region, "CITY", "INFERRED")


@pytest.mark.parametrize(
    ("country", "city"),
    [
        ("FR", "Saint-Denis"),  # by Paris, or on Réunion
        ("UK", "Bangor"),
        ("UK", "Newport"),
        ("DE", "Friedberg"),
        ("FR", "Vienne"),  # the town is not in the département
        ("DE", "Frankfurt"),
        ("IT", "Rozzano (Mi)"),
        ("UK", "Cambridge, Gloucestershire"),
        ("US", "Birmingham"),
        ("", "Milano"),  # without a country it may be anywhere
        ("IT", ""),
        ("IT", "  "),
        ("IT", "20100"),
    ],
)
def test_a_town_that_may_be_another_is_not_placed(places: Places, country: str, city: str) -> None:
    assert places.place(city=city, country=country) is None


@pytest.mark.parametrize(
    ("country", "city", "region"),
    [
        ("ES", "Vic Barcelona", "ES511"),
        ("ES", "Cerdanyola Del Valles (Barcelona)", "ES511"),
        ("UK", "Newport, Isle of Wight", "UKJ34"),
        ("ES", "GUADAMUR (TOLEDO)", "ES425"),
    ],
)
def test_a_town_with_its_province_is_placed_there(places: Places, country: str, city: str, region: str) -> None:
    assert found(places.place(city=city, country=country)) == (region, "NAME", "INFERRED")


def test_the_surest_way_comes_first(places: Places) -> None:
    given: dict[str, Any] = {"code": "ITC1", "name": "Lombardia", "city": "Roma", "country": "IT"}
    assert found(places.place(**given)) == ("ITC1", "CODE", "READ")
    assert found(places.place(**given | {"code": "?"})) == ("ITC4", "NAME", "READ")
    assert found(places.place(**given | {"code": "", "name": ""})) == ("ITI43", "CITY", "INFERRED")
    assert places.place(postcode="20100", country="IT") is None


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("IT", "IT"), ("gr", "EL"), ("GB", "UK"), ("Österreich", "AT"), ("Njemačka", "DE"), ("Ελλάδα", "EL"),
        ("България", "BG"), ("Suomi", "FI"), ("Royaume-Uni", "UK"), ("Czech Republic", "CZ"), ("TURKEY", "TR"),
        ("Scotland", "UK"), ("England", "UK"), ("Northern Ireland", "UK"), ("Deutschland", "DE"), ("Irlanda", "IE"),
        ("Bosnia and Herzegovina", "BA"), ("Türkiye", "TR"), ("US", None), ("Georgia", None), ("", None),
        ("ITC4", None),
    ],
)  # fmt: skip
def test_countries(places: Places, words: str, code: str | None) -> None:
    assert places.country(words) == code


def test_no_name_is_of_two_countries() -> None:
    assert len(country_names()) > 3000
    assert country_names()["georgia"] == "GE"
    assert Places().country("Italia") is None


def square(west: float, south: float, size: float = 1) -> str:
    corners = [(0, 0), (1, 0), (1, 1), (0, 1), (0, 0)]
    ring = [[west + x * size, south + y * size] for x, y in corners]
    return f'{{"type": "Polygon", "coordinates": [{ring}]}}'


@pytest.mark.parametrize(
    ("point", "country", "region"),
    [
        ((50.5, 10.5), "", "DE111"),
        ((50.5, 11.5), "DE", "DE112"),
        ((50.5, 11.05), "", "DE11"),  # near the line between two regions: the one that holds both
        ((50.5, 12.05), "", None),  # near the border
        ((50.5, 12.05), "DE", "DE112"),
        ((50.5, 12.5), "DE", None),
        ((50.5, 9.95), "", "DE111"),  # just outside, and nothing else is near: a coast drawn coarsely
        ((10.5, 50.5), "", None),  # latitude and longitude mixed up
        ((50.5, 10.5), "US", None),
    ],
)
def test_by_point(point: tuple[float, float], country: str, region: str | None) -> None:
    boundaries = {
        "DE11": '{"type": "Polygon", "coordinates": [[[10, 50], [12, 50], [12, 51], [10, 51], [10, 50]]]}',
        "DE111": square(10, 50), "DE112": square(11, 50), "FRK2": square(12, 50), "FRK21": square(12, 50),
        "DE": square(0, 40, 20),
    }  # fmt: skip
    places = Places.of(nuts_regions(), (), boundaries)
    expected = (region, "POINT", "INFERRED") if region else None
    assert found(places.place(point=point, country=country)) == expected
    assert found(pickle.loads(pickle.dumps(places)).place(point=point, country=country)) == expected
    # a name is surer than a point
    assert found(places.place(name="Lombardia", point=point)) == ("ITC4", "NAME", "READ")


def test_a_place_makes_a_link_that_says_how_it_was_found(places: Places) -> None:
    place = places.place(city="Roma", country="Italy")
    assert place is not None
    assert place.link("Cluster", "example", "region") == LinkFact(
        "Cluster", "example", "region", "Region", "ITI43", {"method": "CITY", "place": "Roma"}, confidence="INFERRED"
    )


def test_places_are_sent_to_workers_without_what_they_remember(places: Places) -> None:
    before = places.place(city="Roma", country="IT")
    sent = pickle.loads(pickle.dumps(places))
    assert sent._kept == {}
    assert sent.place(city="Roma", country="IT") == before
    assert places._kept["", "", "Roma", "IT"] is before


def test_they_are_read_from_the_graph() -> None:
    rows = {
        "RETURN r.id, r.level": [
            ["AT", 0, "AT", ["2024"], ["Austria"], "Vienna", ["AT"]],
            ["AT13", 2, "AT", ["2024"], ["Wien"], "Vienna", ["AT", "AT13", "AT130"]],
            ["AT130", 3, "AT", ["2024"], ["Wien"], "Vienna", ["AT", "AT13", "AT130"]],
            ["AT99", 2, "AT", [], ["AT99"], None, []],
        ],
        "CONVERTS_TO": [["AT99", "AT13", "2013", "2024", 1.0, 1.0]],
        "r.boundary": [["AT13", square(16, 48)], ["AT99", square(16, 48)]],
    }
    places = Places.read(lambda question: next(rows[each] for each in rows if each in question))
    assert found(places.place(code="AT99")) == ("AT13", "CROSSWALK", "INFERRED")
    assert found(places.place(name="wien")) == ("AT13", "NAME", "READ")
    assert places.place(name="AT99") is None  # the name of a code that is no more is no name
    assert found(places.place(city="Wien", country="AT")) == ("AT130", "CITY", "INFERRED")
    assert found(places.place(point=(48.2, 16.4))) == ("AT13", "POINT", "INFERRED")


def test_which_of_several_regions_is_meant() -> None:
    outer = Known("A1", 1, "A", ("2024",), around=frozenset({"A1"}))
    inner = Known("A11", 2, "A", ("2024",), around=frozenset({"A1", "A11"}))
    other = Known("A12", 2, "A", ("2024",), around=frozenset({"A1", "A12"}))
    assert outermost([inner, outer, other]) is outer
    assert outermost([inner, other]) is None
    assert innermost([inner, outer]) is inner
    assert innermost([inner, outer, other]) is None
    assert outermost([]) is innermost([]) is None


def test_croatian_counties_of_the_real_list(places: Places) -> None:
    text = shared("esif-2014-2020-beneficiary-lists/HR_ESIF.csv").read_text(encoding="utf-8")
    placed = {}
    for row in csv.DictReader(text.splitlines(keepends=True)):
        place = places.place(name=row["Županija"], country="HR")
        assert place is not None, row["Županija"]
        placed[row["Županija"]] = place.region
        # the list has the NUTS 2 region beside it, as it was then: the coast has not changed since
        assert place.region.startswith("HR03") == (row["NUTSII"] == "Adriatic Croatia")
    assert len(set(placed.values())) == len(placed) == 21


def test_participants_of_the_real_list(places: Places) -> None:
    text = shared("cordis-horizon-europe/orgs.csv").read_text(encoding="utf-8")
    rows = [row for row in csv.DictReader(text.splitlines(), delimiter="|") if places.country(row["country"])]
    found = [places.place(city=row["city"], country=row["country"]) for row in rows]
    assert len(rows) == 11259
    assert sum(each is not None for each in found) > 0.74 * len(rows)
    for row, place in zip(rows, found, strict=True):
        assert place is None or places.regions[place.region].country == places.country(row["country"])


def test_regions_of_the_real_kohesio_list(places: Places) -> None:
    text = shared("kohesio/kohesio-data-export.tsv").read_text(encoding="utf-8")
    rows = Counter((row["Country"], row["Region"]) for row in csv.DictReader(text.splitlines(), delimiter="\t"))
    placed = {each: places.place(name=each[1], country=each[0]) for each in rows}
    regions = Counter(place.region for place in placed.values() if place)
    assert set(regions.values()) == {1}, "two names of one list are two regions"
    assert sum(rows[each] for each in placed if placed[each]) > 0.88 * rows.total()
