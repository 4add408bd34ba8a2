"""Facts that several datasets hold: adding to another's nodes, saying the same, disagreeing, withdrawing."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import ClassVar

import pytest

from kb.graph import Graph
from kb.loaders import LOADERS
from kb.loaders.base import TableLoader
from kb.loaders.facts import Fact, LinkFact, NodeFact
from kb.loaders.layout import Layout
from kb.loaders.table import Row
from kb.settings import Settings
from kb.sync.load import load
from kb.sync.report import Report


class Places(TableLoader):
    """Regions, as their owner brings them."""

    name, title, layouts = "places", "Places", (Layout(("code", "label")),)

    def facts(self, row: Row) -> Iterable[Fact]:
        yield NodeFact("Region", row["code"], {
            "name": row["label"], "level": 0, "country": row["code"], "editions": "2024", "statistical": False,
        })  # fmt: skip


class Hubs(TableLoader):
    """Facilities, each with its host."""

    name, title, layouts = "hubs", "Hubs", (Layout(("code", "label", "host", "region")),)

    def facts(self, row: Row) -> Iterable[Fact]:
        yield NodeFact("Facility", row["code"], {"name": row["label"]})
        yield NodeFact("Organisation", row["host"], {"name": row["host"]})
        yield LinkFact("Facility", row["code"], "host", "Organisation", row["host"])
        if row["region"]:
            yield LinkFact("Facility", row["code"], "regions", "Region", row["region"])


class Labs(Hubs):
    """The same from another source."""

    name, title = "labs", "Labs"


class Names(TableLoader):
    """English names."""

    name, title, layouts = "names", "Names", (Layout(("code", "english")),)
    adds: ClassVar = {"Region": ("englishName",)}

    def facts(self, row: Row) -> Iterable[Fact]:
        yield NodeFact("Region", row["code"], {"englishName": row["english"]})


class Editions(TableLoader):
    """Regions of before, and which of those of now were there before."""

    name, title, layouts = "editions", "Editions", (Layout(("code", "label", "earlier")),)
    adds: ClassVar = {"Region": ("earlierEditions",)}

    def facts(self, row: Row) -> Iterable[Fact]:
        own = {"name": row["label"], "level": 0, "country": row["code"], "statistical": False} if row["label"] else {}
        yield NodeFact("Region", row["code"], {**own, "earlierEditions": row["earlier"]})


class Payments(TableLoader):
    """Organisations that are known by name only."""

    name, title, layouts = "payments", "Payments", (Layout(("code", "paid", "city")),)
    agreed: ClassVar = {"Organisation": ("name", "city")}

    def facts(self, row: Row) -> Iterable[Fact]:
        yield NodeFact("Project", row["code"], {"name": row["code"], "pipeline": False})
        yield NodeFact("Organisation", row["paid"].lower(), {"name": row["paid"], "city": row["city"]})


class Grants(Payments):
    """The same from another source."""

    name, title = "grants", "Grants"


Feed = Callable[..., Report]


@pytest.fixture
def feed(graph: Graph, settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Feed:
    """Give a function that loads the given lines with one of the loaders above."""
    loaders = {
        each.name: each for each in (Places(), Described(), Hubs(), Labs(), Names(), Editions(), Payments(), Grants())
    }
    for each in loaders.values():
        monkeypatch.setitem(LOADERS, each.name, each)

    def run(name: str, *lines: str) -> Report:
        file = tmp_path / f"{name}.csv"
        file.write_text("\n".join((",".join(loaders[name].layouts[0].columns), *lines)) + "\n", encoding="utf-8")
        return load(graph, loaders[name], settings, file=file, allow_shrink=True)

    return run


def region(graph: Graph, code: str) -> list[list[object]]:
    return graph.read("MATCH (r:Region {id: $code}) RETURN r.name, r.englishName, r.sources", {"code": code})


def test_what_is_added_survives_its_owner_and_goes_with_its_own_dataset(graph: Graph, feed: Feed) -> None:
    feed("places", "IT,Italia", "ES,España")
    feed("names", "IT,Italy", "ES,Spain")
    assert region(graph, "IT") == [["Italia", "Italy", ["names", "places"]]]
    assert feed("places", "IT,Italia bella", "ES,España").updated == 2  # the region and the file's checksum
    assert region(graph, "IT") == [["Italia bella", "Italy", ["names", "places"]]]
    assert not feed("names", "IT,Italy", "ES,Spain").changed
    feed("names", "ES,Spain")
    assert region(graph, "IT") == [["Italia bella", None, ["places"]]]
    feed("names", "ES,")
    assert region(graph, "ES") == [["España", None, ["names", "places"]]]


def test_nothing_can_be_added_to_what_is_not_there(graph: Graph, feed: Feed) -> None:
    feed("places", "IT,Italia")
    [reject] = feed("names", "ITA,Italy").rejects
    assert (reject.code, reject.reason, reject.hint) == ("UNKNOWN_TARGET", "Unknown Region ITA.", "Did you mean IT?")


def test_a_node_its_owner_withdraws_goes_when_nobody_adds_to_it_any_more(graph: Graph, feed: Feed) -> None:
    feed("places", "IT,Italia", "ES,España")
    feed("names", "IT,Italy")
    feed("places", "ES,España")
    assert region(graph, "IT") == [["Italia", "Italy", ["names"]]]
    assert feed("names", "IT,Italy").rejects[0].code == "UNKNOWN_TARGET"
    assert region(graph, "IT") == []


def test_rows_may_share_a_node_if_they_say_the_same(graph: Graph, feed: Feed) -> None:
    report = feed("hubs", "a,A,Host,", "b,B,Host,")
    assert (report.rejected, report.nodes) == (0, 4)


def test_two_datasets_may_hold_the_same_fact_and_neither_takes_it_away_from_the_other(graph: Graph, feed: Feed) -> None:
    feed("hubs", "a,A,Host,")
    assert feed("labs", "a,A,Host,", "b,B,Host,").rejected == 0
    host = "MATCH (f:Facility {id: 'a'})-[r:RUN_BY]->(o) RETURN f.sources, r.sources, o.sources"
    assert graph.read(host) == [[["hubs", "labs"]] * 3]
    assert not feed("hubs", "a,A,Host,").changed
    feed("hubs", "c,C,Other,")
    assert graph.read(host) == [[["labs"]] * 3]
    feed("labs", "b,B,Host,")
    assert graph.read(host) == []
    assert graph.read("MATCH (f:Facility) RETURN f.id ORDER BY f.id") == [["b"], ["c"]]


def test_a_dataset_cannot_overwrite_what_another_says(graph: Graph, feed: Feed) -> None:
    feed("hubs", "a,A,Host,")
    feed_labs = feed("labs", "a,B,Host,", "b,B,Host,")
    [reject] = feed_labs.rejects
    assert (reject.code, reject.reason) == ("CONFLICT", "Facility a is given otherwise by hubs.")
    [reject] = feed("labs", "a,A,Guest,", "b,B,Host,").rejects
    assert (reject.code, reject.reason) == ("SECOND_VALUE", "Facility a leads to Host by `host` already.")
    assert graph.read("MATCH (f:Facility {id: 'a'}) RETURN f.name, f.sources") == [["A", ["hubs"]]]


def test_a_fact_names_sources_of_its_own_dataset(feed: Feed, load_tidy: Callable[..., Report]) -> None:
    feed("places", "IT,Italia")
    table = "id,name,sources,confidence\na,A,places,READ\n"
    [reject] = load_tidy({"clusters": table}).rejects
    assert (reject.code, reject.reason) == (
        "UNKNOWN_SOURCE",
        "Unknown source places: it belongs to the dataset places.",
    )


def test_a_withdrawn_node_stays_while_another_dataset_links_to_it(graph: Graph, feed: Feed) -> None:
    feed("places", "IT,Italia", "ES,España")
    feed("hubs", "a,A,Host,IT")
    report = feed("places", "ES,España")
    assert report.kept == ["Region IT, still linked by hubs"]
    assert report.withdrawn == 0
    assert report.reconciled
    assert region(graph, "IT") == [["Italia", None, ["places"]]]
    feed("hubs", "a,A,Host,")
    assert feed("places", "ES,España").withdrawn == 1
    assert region(graph, "IT") == []


def test_one_dataset_brings_nodes_and_adds_to_others_of_the_same_kind(graph: Graph, feed: Feed) -> None:
    editions = "MATCH (r:Region) RETURN r.id, r.name, r.earlierEditions, r.sources ORDER BY r.id"
    feed("places", "IT,Italia", "ES,España")
    report = feed("editions", "IT,,2010;2013", "SU,Sowjetunion,2010", "XX,,2010")
    assert [(each.code, each.line) for each in report.rejects] == [("UNKNOWN_TARGET", 4)]
    assert graph.read(editions) == [
        ["ES", "España", None, ["places"]],
        ["IT", "Italia", ["2010", "2013"], ["editions", "places"]],
        ["SU", "Sowjetunion", ["2010"], ["editions"]],
    ]
    assert not feed("editions", "IT,,2010;2013", "SU,Sowjetunion,2010").created
    feed("places", "IT,Italia bella", "ES,España")
    assert graph.read(editions)[1] == ["IT", "Italia bella", ["2010", "2013"], ["editions", "places"]]
    feed("editions", "ES,,2013")
    assert graph.read(editions) == [
        ["ES", "España", ["2013"], ["editions", "places"]],
        ["IT", "Italia bella", None, ["places"]],
    ]


class Described(Places):
    """Regions with another name, which another loader may add too."""

    name, title, layouts = "described", "Described", (Layout(("code", "label", "english")),)

    def facts(self, row: Row) -> Iterable[Fact]:
        [fact] = super().facts(row)
        yield fact._replace(properties={**fact.properties, "englishName": row["english"]})


def test_what_others_may_add_is_changed_and_withdrawn_by_the_one_who_said_it(graph: Graph, feed: Feed) -> None:
    english = "MATCH (r:Region) RETURN r.englishName, r.sources"
    feed("described", "IT,Italia,Italie")
    feed("described", "IT,Italia,Italy")
    assert graph.read(english) == [["Italy", ["described"]]]
    feed("described", "IT,Italia,")
    assert graph.read(english) == [[None, ["described"]]]
    feed("names", "IT,The Boot")
    feed("described", "IT,Italia,")
    assert graph.read(english) == [["The Boot", ["described", "names"]]]


def spellings(graph: Graph) -> list[list[object]]:
    return graph.read("MATCH (o:Organisation) RETURN o.id, o.name, o.city ORDER BY o.id")


def test_rows_agree_or_nothing_is_known_and_of_names_the_first_by_the_alphabet_is_taken(
    graph: Graph, feed: Feed
) -> None:
    rows = ["a,Acme,", "b,ACME,Turin", "c,acme,Turin", "d,Other,Rome", "e,Other,Milan"]
    assert feed("payments", *rows).rejected == 0
    assert spellings(graph) == [["acme", "ACME", "Turin"], ["other", "Other", None]]
    assert not feed("payments", *reversed(rows)).updated - 1  # the checksum of the file
    feed("payments", "a,Acme,", "d,Other,Rome")
    assert spellings(graph) == [["acme", "Acme", None], ["other", "Other", "Rome"]]


def test_of_two_datasets_the_last_load_spells_and_a_correction_is_not_lost(graph: Graph, feed: Feed) -> None:
    feed("payments", "a,ACME,")
    assert feed("grants", "x,Acme,Turin").rejected == 0
    assert spellings(graph) == [["acme", "Acme", "Turin"]]
    assert not feed("grants", "x,Acme,Turin").changed
    assert feed("payments", "a,acme,Rome").rejected == 0
    assert spellings(graph) == [["acme", "acme", "Rome"]]
    feed("grants", "y,Other,")
    assert spellings(graph) == [["acme", "acme", "Rome"], ["other", "Other", None]]


def test_a_row_that_falls_has_no_say_in_what_rows_agree_on(graph: Graph, feed: Feed) -> None:
    report = feed("payments", "a,Acme,Turin", "a,ACME,Rome", "b,Acme,Turin")
    assert [each.code for each in report.rejects] == ["DUPLICATE_KEY"]
    assert spellings(graph) == [["acme", "Acme", "Turin"]]
