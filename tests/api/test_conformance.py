"""What the service compiles is answered as the ordinary, resolver by resolver way answers it."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterator
from typing import Any

import pytest
from graphql import get_named_type, is_leaf_type

from kb.queries import QUERIES
from kb.schema import KINDS

FOUR_LEVELS = """
query($after: String) {
  regions(first: 1000, after: $after) {
    nodes {
      id
      clusters(first: 1000) {
        nodes { id clusterPartnerships(first: 1000) { nodes { id clusters(first: 1000) { nodes { id name } } } } }
      }
    }
    pageInfo { hasNextPage endCursor }
  }
}
"""


def test_four_levels_over_all_regions(both) -> None:
    pages = list(both.pages(FOUR_LEVELS, "regions"))
    assert len(pages) == 3
    assert sum(len(page["nodes"]) for page in pages) > 2000
    assert sum(len(region["clusters"]["nodes"]) for page in pages for region in page["nodes"]) > 1000


# Each writes one thing that GraphQL lets one write: its operation, its variables, and what the answer must hold
# for the comparison to be worth something.
OPERATIONS: dict[str, tuple[str, dict[str, Any], str]] = {
    "aliases": (
        "{ lombardy: region(id: \"ITC4\") { code: id name again: name } other: region(id: \"ES21\") { code: id } }",
        {},
        "Lombardia",
    ),
    "the order of keys": ('{ region(id: "ITC4") { name level id country } b: region(id: "PL") { id name } }', {}, "PL"),
    "repeated fields are merged": (
        """{ region(id: "ITC4") { id clusters(first: 3) { nodes { id } } id name clusters(first: 3) {
          totalCount nodes { name region { id } region { name } } } } region(id: "ITC4") { country } }""",
        {},
        "totalCount",
    ),
    "fields repeated across fragments are merged": (
        """query { region(id: "ITC4") { ...A ...B ... { name } ... on Region { clusters(first: 2) { totalCount } } } }
        fragment A on Region { id clusters(first: 2) { nodes { id ...C } } }
        fragment B on Region { clusters(first: 2) { nodes { ...C name } } ...A }
        fragment C on Cluster { region { id } }""",
        {},
        "totalCount",
    ),
    "fragments on the interface, on kinds, and nested": (
        """{ event(id: "smart-regions-2016") { ...E launched { nodes { __typename ...E ... on Tool { url }
          ... on Entity { name ... on Platform { description ... on Entity { again: id } } }
          ... on Publication { number makers { nodes { __typename ...E ... on Person { role } } } } } } } }
        fragment E on Entity { id ... on Event { city } ...F } fragment F on Entity { called: name }""",
        {},
        "__typename",
    ),
    "a fragment that fits none of the nodes": (
        '{ regions(first: 3) { nodes { ... on Entity { ... on Cluster { website } ... on Region { level } } } } }',
        {},
        "level",
    ),
    "__typename everywhere": (
        """{ __typename region(id: "ITC4") { __typename kind: __typename point { __typename latitude }
          clusters(first: 2) { __typename nodes { __typename } edges { __typename node { __typename id }
          sources { __typename id } } pageInfo { __typename hasNextPage t: __typename } }
          sharingPriorities(first: 2) { __typename nodes { __typename hops region { __typename } }
          edges { __typename node { __typename } } } } }""",
        {},
        "MatchEdge",
    ),
    "only __typename": (
        '{ regions { __typename } region(id: "ITC4") { __typename parent { __typename } } }',
        {},
        "Region",
    ),
    "nothing left of a selection": (
        '{ region(id: "ITC4") { id @skip(if: true) parent { id @include(if: false) } } regions(first: 2) { nodes '
        "{ id @skip(if: true) } totalCount @skip(if: true) } }",
        {},
        "nodes",
    ),
    "skip and include with variables": (
        """query($yes: Boolean!, $no: Boolean!, $default: Boolean! = false) { region(id: "ITC4") {
          id @include(if: $no) name @include(if: $yes) level @skip(if: $yes) country @skip(if: $no)
          both: id @skip(if: $no) @include(if: $yes) neither: id @skip(if: $yes) @include(if: $yes)
          ... @include(if: $no) { a: id } ... on Region @skip(if: $no) { b: id } ...F @include(if: $default)
          ...F @skip(if: $default) clusters(first: 1) @skip(if: $yes) { totalCount } parent { id @skip(if: $yes) name }
        } } fragment F on Region { f: id g: name @include(if: $no) }""",
        {"yes": True, "no": False},
        '"f": "ITC4"',
    ),
    "variables with defaults": (
        """query($id: ID! = "ITC4", $first: Int = 2, $techs: [ID!] = ["PHO", "AMT"], $hops: Int! = 1) {
          region(id: $id) { clusters(first: $first) { nodes { id } } sharingPriorities(
            technologies: $techs, withinHops: $hops, first: $first) { nodes { region { id } } } } }""",
        {},
        '"region"',
    ),
    "variables instead of defaults": (
        """query($id: ID! = "ITC4", $first: Int = 2, $techs: [ID!] = ["PHO", "AMT"], $hops: Int! = 1) {
          region(id: $id) { clusters(first: $first) { nodes { id } } sharingPriorities(
            technologies: $techs, withinHops: $hops, first: $first) { nodes { region { id } } } } }""",
        {"id": "ES21", "first": 5, "techs": "PHO", "hops": 3},
        "nodes",
    ),
    "variables of null": (
        """query($first: Int = 2, $after: String, $techs: [ID!] = ["PHO"]) { region(id: "ITC4") {
          clusters(first: $first, after: $after) { nodes { id } }
          sharingPriorities(technologies: $techs) { totalCount nodes { technologies { id } } } } }""",
        {"first": None, "after": None, "techs": None},
        "technologies",
    ),
    "variables that are not given": (
        """query($first: Int, $after: String, $techs: [ID!]) { region(id: "ITC4") {
          clusters(first: $first, after: $after) { nodes { id } }
          priorities(first: $first, inherited: true) { totalCount }
          sharingPriorities(technologies: $techs) { totalCount } } }""",
        {},
        "totalCount",
    ),
    "variables inside a list": (
        """query($one: ID!, $other: ID!) { region(id: "ITC4") {
          sharingPriorities(technologies: [$one, $other, "AI"]) { nodes { technologies { id } } } } }""",
        {"one": "PHO", "other": "AMT"},
        "AMT",
    ),
    "no technologies in the list mean all": (
        '{ region(id: "ITC4") { sharingPriorities(technologies: []) { totalCount nodes { score } } } }',
        {},
        "score",
    ),
    "null written out": (
        '{ region(id: "ITC4") { clusters(first: null, after: null) { nodes { id } } '
        "sharingPriorities(technologies: null) { totalCount } } }",
        {},
        "totalCount",
    ),
    "a number as an id": ("{ region(id: 5) { id } fund(id: 7) { id } }", {}, '"fund": null'),
    "an unknown id": (
        '{ region(id: "none") { id clusters { nodes { id } } } a: region(id: "") { id } }',
        {},
        '"a": null',
    ),
    "empty lists": (
        """{ region(id: "BA") { clusters { nodes { id } edges { cursor node { name } } totalCount
          pageInfo { hasNextPage hasPreviousPage startCursor endCursor } } strategies { totalCount }
          facilities { edges { note sources { id } } } sharingPriorities { totalCount nodes { hops path { id } }
          pageInfo { hasNextPage endCursor } } priorities { totalCount nodes { id } } }
          sectors { totalCount nodes { id parent { id } } pageInfo { endCursor hasNextPage } } }""",
        {},
        '"endCursor": null',
    ),
    "first: 0": (
        """{ regions(first: 0) { nodes { id } edges { cursor } totalCount
          pageInfo { hasNextPage hasPreviousPage startCursor endCursor } }
          region(id: "ITC4") { clusters(first: 0) { pageInfo { hasNextPage } nodes { id } }
          sharingPriorities(first: 0) { nodes { hops } totalCount pageInfo { hasNextPage } } } }""",
        {},
        '"hasNextPage": true',
    ),
    "a page that is exactly full": (
        "{ technologies(first: 16) { totalCount nodes { id } pageInfo { hasNextPage } } "
        "events(first: 2) { totalCount nodes { id } pageInfo { hasNextPage } } }",
        {},
        '"totalCount": 16',
    ),
    "only totalCount": (
        """{ regions { totalCount } a: region(id: "ITC4") { clusters { n: totalCount } priorities { totalCount }
          sharingPriorities { totalCount } facilities { totalCount } partnerships { totalCount }
          sources { totalCount } } }""",
        {},
        '"n"',
    ),
    "only pageInfo": (
        '{ regions(first: 3) { pageInfo { hasNextPage startCursor } } region(id: "ITC4") { '
        "sharingPriorities { pageInfo { hasNextPage hasPreviousPage endCursor } } } }",
        {},
        "startCursor",
    ),
    "everything of a connection, twice": (
        """{ a: region(id: "ITC4") { clusters(first: 2) { b: nodes { id } c: nodes { name } d: edges { node { id } }
          e: edges { cursor confidence } pageInfo { endCursor } p: pageInfo { hasNextPage }
          totalCount t: totalCount } } }""",
        {},
        '"p"',
    ),
    "to one, up to the top": (
        """{ region(id: "ITC4C") { parent { id parent { id parent { id parent { id parent { id } } } } } }
          cluster(id: "none") { region { id } } projects(first: 20) { nodes { id partnership { id platform { id
          parent { name } } pilotOf { id } } programme { id funds { nodes { id } } } } } }""",
        {},
        '"parent": null',
    ),
    "to one, of what follows from others": (
        """{ facilities(first: 200) { nodes { id region { id name parent { id } } host { id region { id } }
          regions { nodes { id } } } }
          priorities(first: 60) { nodes { id region { id } strategy { region { id } } } } }""",
        {},
        '"host"',
    ),
    "points and numbers": (
        "{ facilities(first: 200) { nodes { point { latitude longitude } trlFrom trlTo } } "
        "regions(first: 100) { nodes { point { x: longitude __typename } mainCityPopulation statistical } } "
        "projects { nodes { costEur pipeline stages } } }",
        {},
        '"x": ',
    ),
    "dates, moments and enumerations": (
        "{ sources(first: 300) { nodes { retrieved confidence dataset } } loads { nodes { started finished rejects } } "
        "directoratesGeneral { nodes { type confidence } } partnerships { nodes { established } } }",
        {},
        "DIRECTORATE_GENERAL",
    ),
    "claims are about any kind": (
        """{ claims(first: 1000) { totalCount nodes { id value number about { __typename id ... on Fund { periods
          parts { totalCount } } ... on ClusterPartnership { start end clusters(first: 2) { nodes { id } } }
          ... on Region { level } ... on Entity { claims(first: 3) { edges { confidence node { value
          about { id } } } } } } } } }""",
        {},
        '"__typename": "Fund"',
    ),
    "positions at several kinds": (
        """{ people(first: 100) { nodes { name positions { totalCount edges { role from to asOf note confidence
          sources { id title retrieved } node { __typename id ... on Organisation { sort: type region { id } }
          ... on DirectorateGeneral { role people { nodes { id } } } ... on Region { country } } } } } } }""",
        {},
        '"__typename": "Organisation"',
    ),
    "both directions": (
        """{ platforms { nodes { id parent { id } children { nodes { id } } hosts { edges { sources { id } node { id
          ... on Organisation { platforms { nodes { id } } } } } } partners { nodes { id supportedPlatforms {
          edges { note node { id } } } } } members(first: 5) { edges { role from to asOf node { id
          platforms { edges { role node { id } } } } } } pilots { totalCount } partnerships(first: 3) { nodes {
          id platform { id } } } } } technologies { nodes { id clusters { edges { basis node { id technologies {
          edges { basis sources { id } node { id } } } } } } facilities(first: 3) { nodes { id } } } }
          funds { nodes { id partOf { id } parts { nodes { id } } objectives(first: 4) { edges { period scope
          node { id funds(first: 3) { edges { period node { id } } } } } } managers { edges { period role node { id
          ... on DirectorateGeneral { funds(first: 2) { edges { role period node { id } } } } } } } } } }""",
        {},
        "supportedPlatforms",
    ),
    "successors and predecessors": (
        "{ regions(first: 1000) { nodes { id successors { edges { sameExtent change sources { id } node { id "
        "predecessors { edges { sameExtent node { id } } } } } } sameTerritory { nodes { id } } "
        "within { nodes { id } } } } }",
        {},
        "predecessors",
    ),
    "partners, each once": (
        "{ clusters(first: 100) { nodes { id partners(first: 30) { totalCount nodes { id region { id } } "
        "edges { cursor node { name } } pageInfo { hasNextPage } } } } }",
        {},
        "partners",
    ),
    "a query in a query in a query": (
        """{ region(id: "ITC4") { sharingPriorities(first: 3, withinHops: 1) { totalCount nodes { hops region { id
          sharingPriorities(first: 2, withinHops: 3, inherited: true, technologies: ["AMT", "PHO"]) { totalCount
          pageInfo { hasNextPage } nodes { hops score region { id priorities(first: 2) { totalCount nodes { id
          technologies { nodes { id } } region { sharingPriorities(first: 1) { nodes { region { id } } } } } } }
          myPriorities { id } } } } technologies { id clusters(first: 2) { nodes { id } } }
          theirPriorities { id strategy { id } } alreadyTogetherIn { id platform { id } } } } } }""",
        {},
        '"score"',
    ),
    "inherited priorities": (
        """{ regions(first: 300) { nodes { id priorities { totalCount }
          inherited: priorities(inherited: true, first: 4) { totalCount nodes { id }
          pageInfo { hasNextPage startCursor } edges { cursor node { id } } } } } }""",
        {},
        "inherited",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", OPERATIONS)
def test_an_operation(both, name: str) -> None:
    query, variables, holds = OPERATIONS[name]
    assert holds in json.dumps(both.ask(query, variables), ensure_ascii=False)


# Everything of every kind


def scalars(type_: Any) -> Iterator[str]:
    """Write the selection of what a type says itself, and of the nodes it leads to directly."""
    for name, field in type_.fields.items():
        target = get_named_type(field.type)
        if is_leaf_type(target):
            yield name
        elif target.name == "Point":
            yield f"{name} {{ latitude longitude }}"
        elif target.name in KINDS or target.name == "Entity":
            yield f"{name} {{ __typename id name }}"


@pytest.mark.parametrize("kind", KINDS)
def test_every_field_of_every_node(both, kind: str) -> None:
    plural, type_ = KINDS[kind].plural, both.reference.schema.type_map[kind]
    query = f"""query($after: String) {{ {plural}(first: 1000, after: $after) {{
      totalCount nodes {{ {" ".join(scalars(type_))} }}
      pageInfo {{ hasNextPage hasPreviousPage startCursor endCursor }} }} }}"""
    ids = [node["id"] for page in both.pages(query, plural) for node in page["nodes"]]
    assert ids == sorted(both.reference.facts.nodes[kind])


@pytest.mark.parametrize("kind", KINDS)
def test_every_relation_of_every_kind(both, kind: str) -> None:
    plural, type_ = KINDS[kind].plural, both.reference.schema.type_map[kind]
    traversals = {each.name for each in QUERIES.values() if each.of == kind} - {"priorities"}
    relations = []
    for name, field in type_.fields.items():
        edges = getattr(get_named_type(field.type), "fields", {}).get("edges")
        if edges and name not in traversals:
            chosen = " ".join(scalars(get_named_type(edges.type)))
            relations.append(f"{name}(first: 10) {{ totalCount edges {{ {chosen} }} pageInfo {{ hasNextPage }} }}")
    both.ask(f"{{ {plural}(first: 400) {{ nodes {{ id {' '.join(relations)} }} }} }}")


# Paging


@pytest.mark.parametrize("size", [1, 2, 7])
def test_a_region_in_several_roles_comes_once_for_each(both, size: int) -> None:
    partnerships = both.reference.facts.nodes["Partnership"].values()
    partnership = max(partnerships, key=lambda each: len(each.of("TAKES_PART_IN")) - len(set(each.of("TAKES_PART_IN"))))
    query = """query($after: String, $id: ID!, $size: Int!) { partnership(id: $id) {
      regions(first: $size, after: $after) { totalCount edges { cursor role asOf from node { id } }
      pageInfo { hasNextPage hasPreviousPage startCursor endCursor } } } }"""
    pages = list(both.pages(query, "partnership", "regions", id=partnership.id, size=size))
    edges = [edge for page in pages for edge in page["edges"]]
    ids = [edge["node"]["id"] for edge in edges]
    assert len(edges) == pages[0]["totalCount"] == len(partnership.of("TAKES_PART_IN"))
    assert len(set(ids)) < len(ids)
    assert len({edge["cursor"] for edge in edges}) == len(edges)


PAGED = {
    "edges of several keys": ("Fund", "managers(first: 1, after: $after)", "edges { period role node { id } }"),
    "edges of one key": ("Fund", "objectives(first: 2, after: $after)", "edges { period node { id } }"),
    "several kinds": ("Person", "positions(first: 1, after: $after)", "nodes { __typename id }"),
    "a place and those inside": ("Region", "clusters(first: 9, after: $after)", "nodes { id }"),
    "each once": ("Cluster", "partners(first: 3, after: $after)", "nodes { id } totalCount"),
    "a query": ("Region", "priorities(first: 7, after: $after)", "nodes { id }"),
    "a query with its count": ("Region", "priorities(first: 7, after: $after)", "totalCount edges { node { id } }"),
}


@pytest.mark.parametrize("name", PAGED)
def test_pages_to_the_end(both, name: str) -> None:
    kind, connection, chosen = PAGED[name]
    one, way = KINDS[kind].singular, connection.partition("(")[0]
    counts = both.reference.execute(
        f"{{ all: {KINDS[kind].plural}(first: 1000) {{ nodes {{ id {way} {{ totalCount }} }} }} }}"
    )
    busiest = max(counts.data["all"]["nodes"], key=lambda node: node[way]["totalCount"])
    query = f"""query($after: String, $id: ID!) {{ {one}(id: $id) {{ {connection} {{ {chosen}
      pageInfo {{ hasNextPage hasPreviousPage startCursor endCursor }} }} }} }}"""
    pages = list(both.pages(query, one, way, id=busiest["id"]))
    items = [item for page in pages for item in page.get("nodes") or page["edges"]]
    assert len(items) == busiest[way]["totalCount"]
    assert len(pages) > 1


@pytest.mark.parametrize("count", ["", "totalCount"])
def test_matches_page_by_page(both, count: str) -> None:
    query = f"""query($after: String) {{ region(id: "ITC4") {{
      sharingPriorities(first: 4, after: $after, withinHops: 3) {{ {count}
      edges {{ cursor node {{ hops score region {{ id }} technologies {{ id }} myPriorities {{ id }} }} }}
      pageInfo {{ hasNextPage hasPreviousPage startCursor endCursor }} }} }} }}"""
    pages = list(both.pages(query, "region", "sharingPriorities"))
    ids = [edge["node"]["region"]["id"] for page in pages for edge in page["edges"]]
    assert len(ids) == len(set(ids)) > 20


def test_a_page_goes_on_inside_a_page(both) -> None:
    begin = '{ region(id: "ITC4") { clusters(first: 1) { pageInfo { endCursor } } } }'
    cursors = both.ask_each(begin, None, None)
    after = [each["region"]["clusters"]["pageInfo"]["endCursor"] for each in cursors]
    query = """query($after: String) { regions(first: 1000) { nodes { id clusters(first: 3, after: $after) {
      totalCount nodes { id } pageInfo { hasNextPage hasPreviousPage } } } } }"""
    ours = both.service.ask(query, {"after": after[0]})
    first = both.service.ask(begin.replace("pageInfo { endCursor }", "nodes { id }"))["region"]["clusters"]["nodes"][0]
    for region in ours["regions"]["nodes"]:
        clusters = [row.node.id for row in both.reference.facts.located(region_of(both, region["id"]), "LOCATED_IN")]
        after_it = sorted(each for each in clusters if each > first["id"])
        assert [each["id"] for each in region["clusters"]["nodes"]] == after_it[:3]
        assert region["clusters"]["totalCount"] == len(clusters)
        assert region["clusters"]["pageInfo"] == {"hasNextPage": len(after_it) > 3, "hasPreviousPage": True}


def region_of(both, id_: str) -> Any:
    return both.reference.facts.nodes["Region"][id_]


# Matches

MATCHES = """
query($id: ID!, $hops: Int!, $inherited: Boolean!, $technologies: [ID!]) {
  region(id: $id) {
    sharingPriorities(first: 1000, withinHops: $hops, inherited: $inherited, technologies: $technologies) {
      totalCount
      nodes { hops score region { id } technologies { id } myPriorities { id } theirPriorities { id }
        alreadyTogetherIn { id } }
    }
  }
}
"""
REASONS = MATCHES.replace(
    "hops score",
    "path { id } via { id } relevance parts { name value weight } funds { id } confidence sources { id } "
    "facts { type startNode { id } endNode { id } role } hops score",
)
WEIGHED = MATCHES.replace("withinHops: $hops,", "withinHops: $hops, relevantOnly: $only, weights: $weights,").replace(
    "$inherited: Boolean!,", "$inherited: Boolean!, $only: Boolean!, $weights: MatchWeights,"
)


def asked_of(both) -> list[dict[str, Any]]:
    """Give some regions with clusters, each asked in a way of its own."""
    facts = both.reference.facts
    regions = [
        id_
        for id_, each in sorted(facts.nodes["Region"].items())
        if facts.located(each, "LOCATED_IN") and facts.priorities(each, inherited=True)
    ]
    some = ["ITC4", "ES21", "CZ080", *regions[::14]]
    technologies = [None, ["PHO", "AMT"], [], ["AI"], None]
    return [
        {"id": id_, "hops": at % 6 + 1, "inherited": at % 4 == 0, "technologies": technologies[at % 5]}
        for at, id_ in enumerate(some)
    ]


def test_matches(both) -> None:
    found = [both.ask(MATCHES, asked)["region"]["sharingPriorities"] for asked in asked_of(both)]
    assert sum(each["totalCount"] > 0 for each in found) > 10
    assert sum(each["totalCount"] == 0 for each in found) > 3


def test_the_reasons_of_a_match_are_right(both) -> None:
    found = [both.ask(REASONS, asked)["region"]["sharingPriorities"]["totalCount"] for asked in asked_of(both)]
    assert sum(found) > 300


def test_matches_by_other_weights_and_along_relevant_chains(both) -> None:
    weights = [{"partnerships": 2, "closeness": 1}, {"relevance": 0, "technologies": 0.5}, {"technologies": 0}, {}]
    for at, asked in enumerate(asked_of(both)):
        both.ask(WEIGHED, {**asked, "only": at % 3 == 0, "weights": weights[at % 4]})


# Search: what comes first is for Lucene to say; what is found, and what is said of it, is not

HIT = "__typename id name confidence sources(first: 3) { nodes { id } } ... on Cluster { region { id } website }"
SEARCH = f"""query($words: String!, $kinds: [Kind!]) {{ search(query: $words, kinds: $kinds, first: 1000) {{
  totalCount edges {{ score node {{ {HIT} }} }} }} }}"""


def words_of(text: str) -> list[str]:
    bare = unicodedata.normalize("NFKD", text.casefold())
    return re.findall(r"\w+", "".join(each for each in bare if not unicodedata.combining(each)))


def found_by(both, words: str, kinds: list[str] | None) -> set[tuple[str, str]]:
    """Give the nodes that have every word, whole or as a beginning, in one of their texts."""
    fields = [field for kind in KINDS.values() for field in kind.fields.values()]
    indexed = {field.stored_as for field in fields if field.mark in ("key", "fulltext")}
    found = set()
    for node in both.reference.facts.all_nodes():
        if kinds and node.kind.upper() not in [each.replace("_", "") for each in kinds]:
            continue
        texts = [value for name, value in node.properties.items() if name in indexed and isinstance(value, str)]
        there = [word for text in texts for word in words_of(text)]
        if all(any(each.startswith(word) for each in there) for word in words_of(words)):
            found.add((node.kind, node.id))
    return found


@pytest.mark.parametrize(
    ("words", "kinds"),
    [
        ("photonics", None),
        ("Creţu", None),
        ("CRETU", None),
        ("advanc manufact", None),
        ("advanc manufact", ["PRIORITY", "CLUSTER_PARTNERSHIP"]),
        ("energy", []),
        ("Lombardia", ["REGION"]),
        ("ITC4", None),
        ("silicon-saxony", None),
        ("ERDF", ["FUND"]),
        ("Smart Guide to Cluster Policy", None),
        ("xyzzy", None),
    ],
)
def test_search(both, words: str, kinds: list[str] | None) -> None:
    hits = both.service.ask(SEARCH, {"words": words, "kinds": kinds})["search"]
    nodes = [edge["node"] for edge in hits["edges"]]
    assert {(node["__typename"], node["id"]) for node in nodes} == found_by(both, words, kinds)
    assert hits["totalCount"] == len(nodes)
    order = [(-edge["score"], edge["node"]["id"]) for edge in hits["edges"]]
    assert order == sorted(order)
    for node in nodes[:40]:
        kind = KINDS[node["__typename"]]
        query = f"query($id: ID!) {{ {kind.singular}(id: $id) {{ ...Hit }} }} fragment Hit on Entity {{ {HIT} }}"
        answer = both.reference.execute(query, {"id": node["id"]})
        assert list(answer.data[kind.singular].items()) == list(node.items())


@pytest.mark.parametrize(
    ("words", "kind", "id_"),
    [
        ("ITC4", "Region", "ITC4"),
        (" itc4", "Region", "ITC4"),
        ("silicon-saxony", "Cluster", "silicon-saxony"),
        ("silicon-sax", "Cluster", "silicon-saxony"),
        ("ERDF", "Fund", "ERDF"),
        ("smart-regions-2016", "Event", "smart-regions-2016"),
    ],
)
def test_a_node_is_found_first_by_its_id(service, words: str, kind: str, id_: str) -> None:
    hits = service.ask(SEARCH, {"words": words, "kinds": None})["search"]["edges"]
    assert (hits[0]["node"]["__typename"], hits[0]["node"]["id"]) == (kind, id_)


HIGHLIGHTS = """query($words: String!) { search(query: $words, first: 200) { edges {
  node { id name ... on Region { otherNames } } highlights { field parts { text found } } } } }"""


@pytest.mark.parametrize(
    "words", ["photonics", "Creţu", "advanc manufact", "ITC4", "silicon-saxony", "Łódź", "energy de"]
)
def test_every_word_of_a_search_is_shown_in_what_it_finds(service, words: str) -> None:
    edges = service.ask(HIGHLIGHTS, {"words": words})["search"]["edges"]
    assert edges
    for edge in edges:
        parts = [part for each in edge["highlights"] for part in each["parts"]]
        found = [word for part in parts if part["found"] for word in words_of(part["text"])]
        for word in words_of(words):
            assert any(each.startswith(word) for each in found), (word, edge)
        for each in edge["highlights"]:
            if each["field"] in ("id", "name"):
                assert "".join(part["text"] for part in each["parts"]) == edge["node"][each["field"]]


def test_a_search_is_narrowed_by_kinds_and_filters(both) -> None:
    query = """{ search(query: "photonics", kinds: [CLUSTER, PRIORITY], first: 1000, where: {
      confidence: {eq: READ}, NOT: {id: {startsWith: "B"}}}) {
      totalCount edges { highlights { field } node { __typename id confidence } } } }"""
    found = both.service.ask(query)["search"]
    nodes = [edge["node"] for edge in found["edges"]]
    by_all = found_by(both, "photonics", ["CLUSTER", "PRIORITY"])
    read = {
        (kind, id_)
        for kind, id_ in by_all
        if both.reference.facts.nodes[kind][id_].properties.get("confidence") == "READ" and not id_.startswith("B")
    }
    assert {(node["__typename"], node["id"]) for node in nodes} == read < by_all
    assert found["totalCount"] == len(nodes) > 0
    assert all(edge["highlights"] for edge in found["edges"])


def test_what_is_found_is_told_apart_as_it_is_selected(service) -> None:
    query = """{ search(query: "photonics", first: 1, kinds: [TECHNOLOGY]) { edges {
      a: highlights { __typename b: parts { found @skip(if: true) ...P __typename } }
      ... { a: highlights { f: field } } } } }
      fragment P on HighlightPart { found t: text }"""
    assert service.ask(query)["search"]["edges"] == [
        {
            "a": [
                {
                    "__typename": "Highlight",
                    "b": [{"found": True, "t": "Photonics", "__typename": "HighlightPart"}],
                    "f": "name",
                }
            ]
        }
    ]


@pytest.mark.parametrize(("words", "size"), [("innovation", 30), ("photonics", 1), ("roglab", 1), ("interreg", 2)])
def test_search_page_by_page(both, words: str, size: int) -> None:
    """Nodes of two kinds may have one id, one name and so one score."""
    query = """query($words: String!, $size: Int!, $after: String) {
      search(query: $words, first: $size, after: $after) {
      nodes { __typename id } totalCount pageInfo { hasNextPage endCursor } } }"""
    found, after, more, total = [], None, True, 0
    while more:
        page = both.service.ask(query, {"words": words, "size": size, "after": after})["search"]
        found += [(node["__typename"], node["id"]) for node in page["nodes"]]
        after, more, total = page["pageInfo"]["endCursor"], page["pageInfo"]["hasNextPage"], page["totalCount"]
    assert len(set(found)) == len(found) == total > size
