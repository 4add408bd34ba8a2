"""What tests of traversals share: the service over any graph, small graphs, and facts to compute answers of."""

from __future__ import annotations

import calendar
import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, TypeAlias

import pytest

from kb.graph import Graph
from kb.schema import KINDS, RELATIONSHIPS
from tests.api.conftest import Service, reference

Ask: TypeAlias = Callable[..., Any]
Given: TypeAlias = dict[str, Any]
RANKS = ["GENERAL_KNOWLEDGE", "INFERRED", "READ"]
"""How far facts can be trusted, the least first."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Let the tests here that read the starter dataset come first: to write it again takes seconds."""
    here = [at for at, item in enumerate(items) if item.path.parent == Path(__file__).parent]
    first = sorted((items[at] for at in here), key=lambda item: "starter" not in getattr(item, "fixturenames", ()))
    for at, item in zip(here, first, strict=True):
        items[at] = item


@pytest.fixture
def asking() -> Iterator[Callable[[Graph], Ask]]:
    """Give a function that gives, of a graph, the function that has the service over it answer."""
    made: list[tuple[Service, Any]] = []

    def over(graph: Graph) -> Ask:
        made.append((Service(reader := graph.reader()), reader))
        return made[-1][0].ask

    yield over
    for service, reader in made:
        service.close(reader)


def days(text: str | None, otherwise: date) -> tuple[date, date]:
    """Give the first and the last day that a date may be."""
    if not text:
        return otherwise, otherwise
    year, month, day = (*map(int, text.split("-")), 0, 0)[:3]
    last = calendar.monthrange(year, month)[1] if month else 31
    return date(year, month or 1, day or 1), date(year, month or 12, day or last)


def current(said: Mapping[str, Any]) -> bool:
    """Tell whether a membership of which this is said may be of today."""
    return days(said.get("from"), date.min)[0] <= datetime.now(UTC).date() <= days(said.get("to"), date.max)[1]


def facts_of(graph: Graph) -> Any:
    """Read every node and relationship of a graph into memory."""
    return reference.Facts(graph)


class Small:
    """A small graph in the making: nodes by kind and id, relationships by what they lead from and to."""

    def __init__(self, graph: Graph) -> None:
        self._graph = graph
        self._nodes: dict[str, dict[str, Given]] = defaultdict(dict)
        self._links: dict[tuple[str, str, str], list[Given]] = defaultdict(list)

    def node(self, kind: str, id: str, **properties: Any) -> str:
        """Add a node; unless it is said otherwise, a source of its own says so and it was read there."""
        assert set(properties) <= {*(each.stored_as for each in KINDS[kind].fields.values()), "sources"}
        source = f"says-{id}"
        self._nodes["Source"][source] = {"id": source, "name": source, "dataset": "test"}
        given = {"id": id, "name": f"Name of {id}", "sources": [source], "confidence": "READ", **properties}
        self._nodes[kind][id] = given
        return f"{kind}:{id}"

    def source(self, id: str, dataset: str) -> None:
        """Add a source of a dataset."""
        self._nodes["Source"][id] = {"id": id, "name": id, "dataset": dataset}

    def nodes(self, kind: str, ids: str, **properties: Any) -> None:
        """Add nodes that are alike."""
        for id in ids.split():
            self.node(kind, id, **properties)

    def regions(self, *ids: str) -> None:
        """Add regions whose codes say what they are part of: the longer lies in the shorter."""
        for id in ids:
            self.node("Region", id, level=len(id) - 2, country=id[:2])
            self.link(f"Region:{id}", "SAME_TERRITORY", f"Region:{id}")
            for outer in ids:
                if id.startswith(outer):
                    self.link(f"Region:{id}", "WITHIN", f"Region:{outer}")

    def priority(self, id: str, region: str, *technologies: str, period: str = "2014-2020") -> None:
        """Add a priority of a strategy of a region that draws on technologies."""
        strategy = self.node("Strategy", f"strategy-of-{id}", period=period)
        priority = self.node("Priority", id, period=period)
        self.link(strategy, "OF_REGION", f"Region:{region}")
        self.link(priority, "SET_BY", strategy)
        for each in technologies:
            self.link(priority, "DRAWS_ON", f"Technology:{each}")

    def link(self, start: str, type: str, end: str, **properties: Any) -> None:
        """Add a relationship between nodes, each Kind:id; unless it is said otherwise, a source of its own says so."""
        assert type in RELATIONSHIPS
        source = f"says-{start}-{type}-{end}".replace(":", "-")
        self._nodes["Source"][source] = {"id": source, "name": source, "dataset": "test"}
        from_kind, from_id = start.split(":", 1)
        to_kind, to_id = end.split(":", 1)
        given = {"sources": [source], "confidence": "READ", **properties}
        self._links[from_kind, type, to_kind].append({"from": from_id, "to": to_id, "given": given})

    def links(self, type: str, *pairs: str, **properties: Any) -> None:
        """Add relationships that are alike, each written `Kind:id Kind:id`."""
        for start, end in map(str.split, pairs):
            self.link(start, type, end, **properties)

    def written(self) -> Graph:
        """Write it, and give the graph."""
        for kind, nodes in self._nodes.items():
            self._write(f"UNWIND $rows AS row CREATE (n:{kind}) SET n = row", list(nodes.values()))
        for (start, type, end), rows in self._links.items():
            assert {row["from"] for row in rows} <= self._nodes[start].keys()
            assert {row["to"] for row in rows} <= self._nodes[end].keys()
            self._write(
                f"UNWIND $rows AS row MATCH (a:{start} {{id: row.from}}) MATCH (b:{end} {{id: row.to}}) "
                f"CREATE (a)-[r:{type}]->(b) SET r = row.given",
                rows,
            )
        return self._graph

    def _write(self, cypher: str, rows: list[Given]) -> None:
        self._graph.write(lambda transaction: transaction.run(cypher, rows=rows))


@pytest.fixture
def small(graph: Graph) -> Small:
    """Give an empty graph to be filled."""
    return Small(graph)


def of_all(ask: Ask, field: str, selection: str) -> dict[str, list[Given]]:
    """Ask for the nodes of a field of every region that has a strategy."""
    regions = "regions(first: 1000, where: {strategies: {count: {gt: 0}}})"
    answer = ask(f"{{ {regions} {{ nodes {{ id a: {field} {{ nodes {{ {selection} }} }} }} }} }}")
    return {each["id"]: each["a"]["nodes"] for each in answer["regions"]["nodes"]}


def of_one(ask: Ask, region: str, field: str, selection: str) -> list[Given]:
    """Ask for the nodes of a field of a region."""
    answer = ask(f'{{ region(id: "{region}") {{ a: {field} {{ nodes {{ {selection} }} }} }} }}')
    return list(answer["region"]["a"]["nodes"])


class Words(str):
    """A text to be written as it is: the name of an enum's value, a list of such."""


def given(**arguments: Any) -> str:
    """Write arguments as an operation has them, for a connection of which all is wanted."""
    arguments = {"first": 1000, **arguments}
    written = (f"{name}: {v if isinstance(v, Words) else json.dumps(v)}" for name, v in arguments.items())
    return f"({', '.join(written)})"


def root(ask: Ask, field: str, selected: str, **arguments: Any) -> list[Given]:
    """Give the rows of a traversal of the root."""
    return ask(f"{{ {field}{given(**arguments)} {{ nodes {{ {selected} }} }} }}")[field]["nodes"]


def of_region(ask: Ask, region: str, field: str, selected: str, **arguments: Any) -> list[Given]:
    """Give the rows of a traversal of a region."""
    text = f'{{ region(id: "{region}") {{ {field}{given(**arguments)} {{ nodes {{ {selected} }} }} }} }}'
    return ask(text)["region"][field]["nodes"]


def paged(ask: Ask, before: str, field: str, selected: str, size: int, **arguments: Any) -> list[Given]:
    """Give the same rows page by page; `before` leads to the field, as `region(id: "ITC4")` does."""
    rows, after = [], None
    while True:
        wanted = f"{{ nodes {{ {selected} }} pageInfo {{ hasNextPage endCursor }} }}"
        page = f"{field}{given(**arguments, first=size, after=after)} {wanted}"
        answer = ask(f"{{ {before} {{ {page} }} }}" if before else f"{{ {page} }}")
        [found] = answer.values()
        found = found[field] if before else found
        rows += found["nodes"]
        after = found["pageInfo"]["endCursor"]
        if not found["pageInfo"]["hasNextPage"]:
            return rows


def ids(value: Any) -> Any:
    """Give an answer with the ids of nodes in place of the nodes of which nothing else was asked."""
    if isinstance(value, dict):
        return value["id"] if value.keys() == {"id"} else {key: ids(each) for key, each in value.items()}
    return [ids(each) for each in value] if isinstance(value, list) else value


def fund_both(small: Small, here: str, there: str) -> set[str]:
    """Add programmes that fund both of two regions and each alone; give the facts by which ERDF funds both."""
    small.nodes("Fund", "ERDF ESF CF")
    small.nodes("Programme", "here there there-too")
    small.links(
        "COVERS", f"Programme:here Region:{here}", *(f"Programme:{p} Region:{there}" for p in ("there", "there-too"))
    )
    small.links("FUNDED_BY", "Programme:here Fund:ERDF", "Programme:here Fund:ESF")
    small.links("FUNDED_BY", "Programme:there Fund:ERDF", "Programme:there-too Fund:CF")
    return {f"here COVERS {here}", f"there COVERS {there}", "here FUNDED_BY ERDF", "there FUNDED_BY ERDF"}


def of_money(facts: set[str]) -> set[str]:
    """Give those of some facts, as `vouched` tells them, that are about funds."""
    return {each for each in facts if " COVERS " in each or " FUNDED_BY " in each}


FACTS = """
confidence sources { id }
facts {
  type confidence sources { id } period role asOf
  startNode { __typename id confidence sources { nodes { id } } }
  endNode { __typename id }
}
"""
"""What is to be asked of rows that `vouched` looks at."""


EDGE_KEYS = ("period", "role", "asOf")
"""What tells apart relationships of one type between the same two nodes."""


def vouched(row: Given) -> set[str]:
    """Give the facts of a row as texts `start TYPE end`, seen that its sources and its confidence are theirs."""
    assert row["facts"]
    assert row["sources"]
    stating = [each["startNode"] for each in row["facts"] if each["startNode"]["__typename"] != "Region"]
    sources = [*(each["sources"] for each in row["facts"]), *(each["sources"]["nodes"] for each in stating)]
    assert {each["id"] for some in sources for each in some} == {each["id"] for each in row["sources"]}
    trusted = [each["confidence"] for each in (*row["facts"], *stating)]
    assert row["confidence"] == min(filter(None, trusted), key=RANKS.index)
    told = [f"{fact['startNode']['id']} {fact['type']} {fact['endNode']['id']}" for fact in row["facts"]]
    assert len({(each, *map(fact.get, EDGE_KEYS)) for each, fact in zip(told, row["facts"], strict=True)}) == len(told)
    return set(told)


def trusted(links: Iterable[Any]) -> str:
    """Give how far the weakest of some relationships, and of what they start at, can be trusted."""
    each = [
        said.properties.get("confidence")
        for link in links
        for said in ((link,) if link.start.kind == "Region" else (link, link.start))
    ]
    return min(filter(None, each), key=RANKS.index)
