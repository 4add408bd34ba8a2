"""What people try who mean no good: each is refused, or does no harm, before anyone would notice."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from typing import Any

import httpx
import orjson
import pytest

from kb.graph import Graph
from tests.conftest import Database, free_port, serving

SECONDS = 0.1
TRIES = 5
"""The quickest counts: the others tell how busy the machine is."""

PARSE, VALIDATION, INPUT = "GRAPHQL_PARSE_FAILED", "GRAPHQL_VALIDATION_FAILED", "BAD_USER_INPUT"
COSTLY, REQUEST, HARMLESS = "TOO_COSTLY", "BAD_REQUEST", ""
SHARING = 'region(id: "ITC4") { sharingPriorities(withinHops: 6) { totalCount } }'
FILTER = "query($where: RegionWhere) { regions(where: $where) { totalCount } }"
CYPHER = "x'}) DETACH DELETE n //`\\\"} RETURN 1; MATCH (n) DETACH DELETE n"


@pytest.fixture(scope="module")
def client(database: Database) -> Iterator[httpx.Client]:
    with (
        serving(database.with_starter(), free_port()) as url,
        httpx.Client(base_url=url, timeout=30, headers={"Content-Type": "application/json"}) as client,
    ):
        ask(client, "{ regions { totalCount } }")
        yield client


def ask(client: httpx.Client, query: str, variables: Any = None, **others: Any) -> httpx.Response:
    return client.post("/graphql", content=orjson.dumps({"query": query, "variables": variables, **others}))


def nested(opening: str, levels: int, inner: str, closing: str) -> str:
    return opening * levels + inner + closing * levels


def spreads(body: Callable[[int], str], count: int) -> str:
    """Give a query whose fragments each spread the next, the last one ending it."""
    fragments = "".join(f" fragment F{each} on Region {{ {body(each + 1)} }}" for each in range(count))
    return f'{{ region(id: "ITC4") {{ ...F0 }} }}{fragments} fragment F{count} on Region {{ id }}'


def deep(levels: int) -> Any:
    found: Any = {"id": {"eq": "ITC4"}}
    for _ in range(levels):
        found = {"AND": [found]}
    return found


LARGE = {
    "a hundred aliases of a traversal": ("{" + " ".join(f"a{n}: {SHARING}" for n in range(100)) + "}", INPUT),
    "a hundred aliases of a search": (
        "{" + " ".join(f'a{n}: search(query: "{n}") {{ totalCount }}' for n in range(100)) + "}", INPUT),
    "forty fields at the top": ("{" + " ".join(f"a{n}: {SHARING}" for n in range(40)) + "}", INPUT),
    "fifteen levels of pages": ("{ regions { nodes" + nested("{ children { nodes", 6, "{ id }", "}}") + "}}", INPUT),
    "fifteen levels of parents": ('{ region(id: "ITC4")' + nested("{ parent ", 14, "{ id }", "}") + "}", INPUT),
    "a thousand fields that are one": ('{ region(id: "ITC4") {' + " id" * 1000 + "} }", INPUT),
    "nine hundred fields that are one, in fragments": (
        '{ region(id: "ITC4") {' + "".join(f" ...F{n}" for n in range(9)) + "} }"
        + "".join(f" fragment F{n} on Region {{{' id' * 100}}}" for n in range(9)), INPUT),
    "fragments that all say the same": (
        '{ region(id: "ITC4") {' + "".join(f" ...F{n}" for n in range(48)) + "} }"
        + "".join(f" fragment F{n} on Region {{ id name }}" for n in range(48)), INPUT),
    "fragments nobody uses": (
        "{ regions { totalCount } }" + "".join(f" fragment F{n} on Region {{ id parent {{ id }} }}" for n in range(49)),
        VALIDATION),
    "fragments without end": (
        "{ regions { totalCount } }" + "".join(f" fragment F{n} on Region {{ id }}" for n in range(200)), INPUT),
    "variables nobody uses": (
        "query(" + "".join(f"$v{n}: Int " for n in range(350)) + ") { regions { totalCount } }", VALIDATION),
    "fields of a filter that nobody knows": (
        "{ regions(where: {" + "".join(f"nmae{n}: 1 " for n in range(450)) + "}) { totalCount } }", VALIDATION),
    "twenty thousand fields that are one": ('{ region(id: "ITC4") {' + " id" * 20_000 + "} }", INPUT),
    "fifty directives": ('{ region(id: "ITC4") { id' + " @include(if: true)" * 50 + "} }", INPUT),
    "fifty directives that are none": ('{ region(id: "ITC4") { id' + " @x" * 50 + "} }", INPUT),
    "a fragment in itself": ('{ region(id: "ITC4") { ...F } } fragment F on Region { id ...F }', VALIDATION),
    "fragments in each other": (
        '{ region(id: "ITC4") { ...F } } fragment F on Region { parent { ...G } } '
        "fragment G on Region { parent { ...F } }", VALIDATION),
    "fragments that double at one level": (spreads(lambda n: f"...F{n} ...F{n}", 45), HARMLESS),
    "fragments that double at each level": (
        spreads(lambda n: f"a: parent {{ ...F{n} }} b: parent {{ ...F{n} }}", 20), INPUT),
    "fragments that double by their names": (
        spreads(lambda n: f"parent {{ ...F{n} }} children {{ nodes {{ ...F{n} }} }}", 45), INPUT),
    "fragments one inside the other": (spreads(lambda n: f"parent {{ ...F{n} }}", 45), INPUT),
    "two thousand levels": ("{ regions { nodes " + nested("{ parent ", 2000, "{ id }", "}") + "}}", INPUT),
    "braces that do not end": ("{" * 50_000, PARSE),
    "lists that do not end": ("{ regions(where: " + "[" * 1500, INPUT),
    "a thousand pages of a thousand pages of a thousand": (
        "{ regions(first: 1000) { nodes { clusters(first: 1000) { nodes { clusterPartnerships(first: 1000) "
        "{ nodes { id } } } } } } }", COSTLY),
    "the same by a variable": (
        "query($n: Int = 1000) { regions(first: $n) { nodes { clusters(last: $n) { edges { node { "
        "partners(first: $n) { totalCount nodes { id } } } } } } } }", COSTLY),
    "six pages of fifty": ("{ regions { nodes " + nested("{ children { nodes ", 5, "{ id }", "}}") + "}}", COSTLY),
    "a filter a thousand levels deep": (
        "{ regions(where: " + nested("{AND: [", 1000, '{id: {eq: "x"}}', "]}") + ") { totalCount } }", INPUT),
    "a filter a hundred levels deep": (
        "{ regions(where: " + nested("{NOT: ", 100, '{id: {eq: "x"}}', "}") + ") { totalCount } }", INPUT),
    "a filter of hundreds of parts": (
        "{ regions(where: {OR: [" + '{clusters: {some: {name: {eq: "x"}}}}' * 100 + "]}) { totalCount } }", INPUT),
    "a filter of dozens of relationships": (
        "{ regions(where: {OR: [" + '{clusters: {some: {name: {eq: "x"}}}}' * 40 + "]}) { totalCount } }", INPUT),
    "a filter that leads around": (
        "{ regions(where: " + nested("{clusters: {some: {region: ", 5, "{}", "}}}") + ") { totalCount } }", INPUT),
    "an order by dozens of counts": (
        "{ regions(orderBy: [" + "{clusters: {count: ASC}}" * 40 + "]) { nodes { id } } }", INPUT),
    "a text of most of a megabyte": ('{ search(query: "' + "x" * 900_000 + '") { totalCount } }', INPUT),
    "half a megabyte of comments": ("# x\n" * 20_000 + "{ regions { totalCount } }", INPUT),
    "half a megabyte of nothing": (" " * 500_000 + "{ regions { totalCount } }", INPUT),
    "a number of five thousand digits": ("{ regions(first: " + "9" * 5000 + ") { totalCount } }", VALIDATION),
    "names nobody knows": (
        '{ region(id: "ITC4") {' + "".join(f" nam{chr(97 + n % 26) * (n // 26 + 1)}" for n in range(600)) + "} }",
        VALIDATION),
    "introspection of introspection": (
        "{ __schema { types " + nested("{ fields { type ", 4, "{ name }", "}}") + "}}", VALIDATION),
    "introspection many times": (
        "{" + " ".join(f"a{n}: __schema {{ types {{ fields {{ name }} }} }}" for n in range(15)) + "}", INPUT),
    "an expression that never ends": (
        '{ regions(where: {name: {contains: "(a+)+$' + "a" * 5000 + '"}}) { totalCount } }', HARMLESS),
    "an expression that is a question": (
        '{ search(query: "(a*)*~^ AND OR NOT [* TO *] {x TO y} /.*/") { totalCount } }', HARMLESS),
}  # fmt: skip

VARIABLES = {
    "a filter a hundred levels deep": (FILTER, deep(100), {INPUT}),
    "fifty thousand ids": (FILTER, {"id": {"in": [f"ITC{n}" for n in range(50_000)]}}, {INPUT}),
    "nine thousand ids": (FILTER, {"id": {"in": [f"ITC{n}" for n in range(9_000)]}}, {HARMLESS}),
    "hundreds of parts": (FILTER, {"OR": [{"clusters": {"some": {"id": {"eq": "x"}}}}] * 150}, {INPUT}),
    "dozens of parts": (FILTER, {"OR": [{"name": {"contains": str(n)}} for n in range(60)]}, {HARMLESS}),
    "a text of most of a megabyte": (FILTER, {"name": {"contains": "x" * 900_000}}, {INPUT}),
    "null bytes": (FILTER, {"name": {"contains": "\0\0"}}, {HARMLESS}),
    "signs that look like others": (FILTER, {"name": {"contains": "\u202e\ufeff\U0010ffff"}}, {HARMLESS}),
    "a number too large": ("query($n: Int) { regions(first: $n) { totalCount } }", 2**63, {INPUT}),
    "a number with a fraction": ("query($n: Int) { regions(first: $n) { totalCount } }", 1e300, {INPUT}),
    "a list for a number": ("query($n: Int) { regions(first: $n) { totalCount } }", [[1]] * 1000, {INPUT}),
    "unknown keys": (FILTER, {f"k{n}": n for n in range(9_000)}, {INPUT}),
}  # fmt: skip


def codes(response: httpx.Response) -> set[str]:
    """Give the codes of an answer's errors, which say nothing of the inside."""
    errors = response.json().get("errors", [])
    text = response.text
    assert not any(word in text for word in ("Traceback", "neo4j.", "Neo.", ".py", "site-packages"))
    assert all(len(each["message"]) < 20_000 for each in errors)
    return {each["extensions"]["code"] for each in errors} or {HARMLESS}


def quickest(do: Callable[[int], set[str]]) -> tuple[set[str], float]:
    """Do it a few times, never the same, and give what came of it and the least time it took."""
    times, found = [], set()
    for number in range(TRIES):
        began = time.perf_counter()
        found |= do(number)
        times.append(time.perf_counter() - began)
    return found, min(times)


@pytest.mark.parametrize("name", LARGE)
def test_an_operation_that_is_too_much(client: httpx.Client, name: str) -> None:
    query, code = LARGE[name]
    found, seconds = quickest(lambda number: codes(ask(client, f"{query} # {number}")))
    assert found == {code}
    assert seconds < SECONDS
    assert "errors" not in ask(client, "{ regions { totalCount } }").json()


@pytest.mark.parametrize("name", VARIABLES)
def test_variables_that_are_too_much(client: httpx.Client, name: str) -> None:
    query, value, allowed = VARIABLES[name]
    variable = "where" if "$where" in query else "n"
    found, seconds = quickest(lambda number: codes(ask(client, f"{query} # {number}", {variable: value})))
    assert found <= allowed
    assert seconds < SECONDS


FILTERED = b'{"query": "' + FILTER.encode() + b'", "variables": {"where": '
BODIES = {
    "lists in lists": b'{"query": "{ x }", "variables": {"x": ' + b"[" * 10_000 + b"]" * 10_000 + b"}}",
    "objects in objects": b'{"query": "{ x }", "variables": ' + b'{"x": ' * 10_000 + b"1" + b"}" * 10_001,
    "a filter a thousand levels deep": FILTERED + b'{"AND": [' * 1000 + b"{}" + b"]}" * 1000 + b"}}",
    "a filter four hundred levels deep": FILTERED + b'{"AND": [' * 400 + b"{}" + b"]}" * 400 + b"}}",
    "half a character": b'{"query": "{ region(id: \\"\\ud800\\") { id } }"}',
    "half of it in bytes": b'{"query": "{ region(id: \\"\xed\xa0\x80\\") { id } }"}',
    "infinity": FILTERED + b"1e999}}",
    "a number": b'{"query": ' + b"9" * 900_000 + b"}",
    "zeros": b"\0" * 100_000,
}


@pytest.mark.parametrize("name", BODIES)
def test_a_body_made_to_break_the_reader(client: httpx.Client, name: str) -> None:
    found, seconds = quickest(lambda _: codes(client.post("/graphql", content=BODIES[name])))
    assert found <= {REQUEST, PARSE, INPUT}
    assert seconds < SECONDS


def test_a_body_of_ten_megabytes_is_refused_by_its_length_unread(client: httpx.Client) -> None:
    found, seconds = quickest(lambda _: codes(client.post("/graphql", content=b" " * 10_000_000)))
    assert found == {REQUEST}
    assert seconds < SECONDS


def test_a_body_without_length_is_refused_as_soon_as_it_is_too_large(client: httpx.Client) -> None:
    sent = 0

    def endless() -> Iterator[bytes]:
        nonlocal sent
        for _ in range(160):
            sent += 65_536
            yield b" " * 65_536

    began = time.perf_counter()
    response = client.post("/graphql", content=endless())
    assert (response.status_code, codes(response)) == (413, {REQUEST})
    assert time.perf_counter() - began < 5 * SECONDS


TEXTS = [
    CYPHER,
    "`", "'", '"', "\\", "\\u0060", "${x}", "{{x}}", "$p0", "n1", "*/ /*", "//", ";", "\n", "\u2028", "' OR '1'='1",
    "toString(1)", "*", "?", "(", "AND", "/.*/", "~", "CALL db.labels()", "ITC4'}) RETURN n; //",
]  # fmt: skip


def test_cypher_in_texts_is_text(client: httpx.Client, database: Database) -> None:
    before = counted(database.graph)
    asked = """query($x: String!, $id: ID!, $ids: [ID!]) {
      region(id: $id) { id sharingPriorities(technologies: $ids) { totalCount } }
      regions(where: {OR: [{name: {contains: $x}}, {name: {startsWith: $x}}, {name: {eq: $x, ignoreCase: true}},
        {id: {in: $ids}}, {editions: {has: $x}}, {clusters: {some: {name: {endsWith: $x}}}}]}) { totalCount }
    }"""
    for text in TEXTS:
        response = ask(client, asked, {"x": text, "id": text, "ids": [text]})
        assert codes(response) <= {HARMLESS, INPUT}
        assert response.json()["data"]["region"] is None
        assert codes(ask(client, "query($x: String!) { search(query: $x) { totalCount } }", {"x": text})) <= {
            HARMLESS,
            INPUT,
        }
        assert codes(ask(client, "query($x: String!) { regions(after: $x) { totalCount } }", {"x": text})) == {INPUT}
    assert counted(database.graph) == before


def test_cypher_in_names_is_no_name(client: httpx.Client, database: Database) -> None:
    before = counted(database.graph)
    for text in TEXTS:
        for query in (
            f'{{ region(id: "ITC4") {{ {text}: id }} }}',
            f'{{ region(id: "ITC4") {{ {text} }} }}',
            f"{{ {text}: regions {{ totalCount }} }}",
            f"query {text} {{ regions {{ totalCount }} }} query {text} {{ regions {{ totalCount }} }}",
            f"query(${text}: String!) {{ search(query: ${text}) {{ totalCount }} }}",
            f"{{ regions(where: {{{text}: {{eq: 1}}}}) {{ totalCount }} }}",
            f"{{ regions({text}: 1) {{ totalCount }} }}",
            f"{{ regions(orderBy: {{{text}: ASC}}) {{ totalCount }} }}",
            f"{{ regions @{text} {{ totalCount }} }}",
            f"{{ regions {{ totalCount }} ... on {text} {{ x }} }}",
        ):
            codes(ask(client, query))
        assert codes(ask(client, "{ regions { totalCount } }", operationName=text)) == {"OPERATION_RESOLUTION_FAILURE"}
        assert codes(ask(client, FILTER, {"where": {text: {"eq": "x"}}})) == {INPUT}
        assert codes(ask(client, FILTER, {"where": {"id": {text: "x"}}})) == {INPUT}
        assert codes(ask(client, "{ regions { totalCount } }", {text: text})) == {HARMLESS}
    assert counted(database.graph) == before


def test_aliases_are_given_back_as_they_are(client: httpx.Client) -> None:
    names = ["RETURN", "n1", "p0", "__proto__", "MATCH", "_", "a" * 500]
    query = '{ region(id: "ITC4") { ' + " ".join(f"{name}: id" for name in names) + " } }"
    assert ask(client, query).json()["data"]["region"] == dict.fromkeys(names, "ITC4")


def counted(graph: Graph) -> list[list[Any]]:
    return graph.read("MATCH (n) OPTIONAL MATCH (n)-[r]->() RETURN count(DISTINCT n), count(r)")
