"""The same schema answered the ordinary way: graphql-core, one resolver per field, over all facts in memory.

It is slow and plain on purpose. It takes from the model what is declared (names, types and directions), and
writes everything that follows from several facts again, from its description in words.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC
from decimal import ROUND_HALF_UP, Decimal
from functools import cached_property
from itertools import islice, pairwise
from typing import Any

from graphql import ExecutionResult, GraphQLError, GraphQLObjectType, GraphQLSchema, build_schema, graphql_sync
from neo4j.spatial import Point
from neo4j.time import Date, DateTime
from tests_groups import Place, groups

from kb.graph import Graph
from kb.schema import EDGES, KINDS, Relation

CURSOR = "cursor of the reference: "
"""How its cursors begin: they are of its own making and never equal those of the service."""
DEFAULT_FIRST, MOST_FIRST = 50, 1000


@dataclass(eq=False)
class Node:
    """A node, and the relationships that start and end at it, by type."""

    kind: str
    properties: dict[str, Any]
    starts: dict[str, list[Link]] = field(default_factory=lambda: defaultdict(list), repr=False)
    ends: dict[str, list[Link]] = field(default_factory=lambda: defaultdict(list), repr=False)

    @property
    def id(self) -> str:
        return self.properties["id"]

    def to(self, type_: str, kind: str = "") -> list[Node]:
        """Give where its relationships of a type lead."""
        return [link.end for link in self.starts[type_] if kind in ("", link.end.kind)]

    def of(self, type_: str, kind: str = "") -> list[Node]:
        """Give where the relationships of a type that end here come from."""
        return [link.start for link in self.ends[type_] if kind in ("", link.start.kind)]


@dataclass(eq=False)
class Link:
    """A relationship."""

    type: str
    start: Node
    end: Node
    properties: dict[str, Any]

    @property
    def key(self) -> str:
        """Give what tells it from others of its type between the same nodes."""
        return self.properties.get("key", "")


@dataclass
class Row:
    """One item of a connection: a node or a match, the link it was reached by, and the cursor it has there."""

    node: Any
    link: Link | None = None
    cursor: str = ""


@dataclass
class Page:
    """One page of a connection; `found` counts all its items."""

    rows: list[Row]
    found: int
    next: bool
    previous: bool


@dataclass
class Rows:
    """What a relation leads to."""

    rows: list[Row]


NONE = object()
"""That a relation leads nowhere."""


def direction(wish: Any) -> str:
    """Give the direction of a wish, however deep it is."""
    while isinstance(wish, dict):
        [wish] = wish.values()
    return str(wish)


class Facts:
    """Every node and relationship of a graph, and what follows from several of them."""

    def __init__(self, graph: Graph) -> None:
        self.nodes: dict[str, dict[str, Node]] = {kind: {} for kind in KINDS}
        by_element = {}
        for element, label, properties in graph.read("MATCH (n) RETURN elementId(n), labels(n)[0], properties(n)"):
            if label in KINDS:
                made = Node(label, {name: plain(value) for name, value in properties.items()})
                by_element[element] = self.nodes[label][made.id] = made
        links = "MATCH (a)-[r]->(b) RETURN elementId(a), type(r), elementId(b), properties(r)"
        for start, type_, end, properties in graph.read(links):
            link = Link(type_, by_element[start], by_element[end], properties)
            link.start.starts[type_].append(link)
            link.end.ends[type_].append(link)
        self.types = {link.type for node in self.all_nodes() for links in node.starts.values() for link in links}
        self.territories = self._territories()
        self._around: dict[Node, set[Node]] = {}
        self._inside: dict[Node, set[Node]] = {}
        self._chains: dict[tuple[Node, int, Node | None], Chains] = {}

    def all_nodes(self) -> Iterator[Node]:
        for nodes in self.nodes.values():
            yield from nodes.values()

    def sources(self, ids: Iterable[str]) -> list[Node]:
        """Give the sources with these ids."""
        return [self.nodes["Source"][each] for each in set(ids) if each in self.nodes["Source"]]

    # Regions

    def _territories(self) -> dict[Node, set[Node]]:
        """Put together a region and its only child in an edition, and a region that changed its code only."""
        together = {region: {region} for region in self.nodes["Region"].values()}

        def join(one: Node, other: Node) -> None:
            joined = together[one] | together[other]
            for each in joined:
                together[each] = joined

        for region in together:
            for edition in region.properties.get("editions", ()):
                children = [each for each in region.of("PART_OF") if edition in each.properties.get("editions", ())]
                if len(children) == 1:
                    join(region, children[0])
            for link in region.starts["SUCCEEDED_BY"]:
                if link.properties.get("sameExtent"):
                    join(region, link.end)
        return together

    def same(self, region: Node) -> set[Node]:
        """Give the regions that are the same territory."""
        return self.territories[region]

    def around(self, region: Node) -> set[Node]:
        """Give the region, the same territory, and all regions these are part of."""
        if region not in self._around:
            found: set[Node] = set()
            ahead = [region]
            while ahead:
                for each in self.same(ahead.pop()) - found:
                    found.add(each)
                    ahead += each.to("PART_OF")
            self._around[region] = found
        return self._around[region]

    def inside(self, region: Node) -> set[Node]:
        """Give the region, the same territory, and all regions that are part of these."""
        if not self._inside:
            self._inside = {each: set() for each in self.territories}
            for each in self.territories:
                for outer in self.around(each):
                    self._inside[outer].add(each)
        return self._inside[region]

    def located(self, region: Node, type_: str) -> list[Row]:
        """Give what has a place, by a relationship of this type, in the region or in one inside it."""
        return [Row(link.start, link) for each in self.inside(region) for link in each.ends[type_]]

    def strategies(self, region: Node) -> list[Row]:
        return [Row(link.start, link) for each in self.same(region) for link in each.ends["OF_REGION"]]

    def partnerships(self, region: Node) -> list[Row]:
        return [Row(link.end, link) for each in self.same(region) for link in each.starts["TAKES_PART_IN"]]

    def programmes(self, region: Node) -> list[Row]:
        return [Row(link.start, link) for each in self.around(region) for link in each.ends["COVERS"]]

    def priorities(self, region: Node, inherited: bool) -> list[Node]:
        """Give the priorities of its own strategies or, inherited, also of those of the regions around it."""
        of = self.around(region) if inherited else self.same(region)
        return [priority for each in of for priority in own_priorities(each)]

    # Matches

    def matches(
        self, here: Node, technologies: list[str] | None, hops: int, inherited: bool, strict: bool = False,
        weights: dict[str, float] | None = None,
    ) -> list[Match]:  # fmt: skip
        """Give the matches of a region, nearest first, then best, then by id."""

        def asked(priorities: list[Node]) -> set[Node]:
            named = {each for priority in priorities for each in priority.to("DRAWS_ON")}
            return {each for each in named if not technologies or each.id in technologies}

        mine = self.priorities(here, inherited)
        walks = [self.chains_from(here, hops, topic) for topic in (asked(mine) if strict else [None])]
        found = []
        for there in self.nodes["Region"].values():
            if there in self.around(here) or here in self.around(there):
                continue
            theirs = own_priorities(there)
            shared = asked(mine) & asked(theirs)
            known = [walk for walk in walks if shared and (walk.topic is None or walk.topic in shared)]
            chains = [chain for walk in known for chain in walk.to(there)]
            if chains:
                either = asked(mine) | asked(theirs)
                of_here = self.around(here) if inherited else self.same(here)
                found.append(Match(self, here, there, chains, shared, len(shared) / len(either),
                                   drawing(mine, shared), drawing(theirs, shared), of_here, weights or {}))  # fmt: skip
        return sorted(found, key=lambda each: (each.hops, -each.score, each.region.id))

    def chains_from(self, here: Node, hops: int, topic: Node | None) -> Chains:
        """Give the shortest chains from the clusters of a region, or those about one technology alone."""
        asked = here, hops, topic
        if asked not in self._chains:
            self._chains[asked] = Chains(self, {row.node for row in self.located(here, "LOCATED_IN")}, hops, topic)
        return self._chains[asked]

    def about(self, cluster: Node, partnership: Node) -> set[Node]:
        """Give the technologies a membership is about: the partnership's, else the cluster's."""
        treated = {each for thematic in partnership.to("LINKED_TO") for each in thematic.to("WORKS_ON")}
        return treated or set(cluster.to("ACTIVE_IN"))

    # Ways and neighbourhoods

    def walk(self, kinds: list[str] | None, types: list[str] | None) -> Walk:
        """Give how one may walk: by nodes of some kinds, along relationships of some types."""
        return Walk(
            {kind for kind in KINDS if not kinds or kind.upper() in [each.replace("_", "") for each in kinds]},
            set(types or self.types - {"WITHIN", "SAME_TERRITORY", "SIMILAR_TO"}),
        )

    def ways(self, here: Node | None, there: Node | None, walk: Walk, most: int) -> list[Way]:
        """Give the ways between two nodes, of each length all, as long as there are no more than a thousand."""
        if here is None or there is None or here is there:
            return []
        left = walk.distances(there, most)
        found: dict[tuple[Node, ...], Way] = {}
        room = 1000
        for length in range(1, most + 1):
            trails = list(islice(walk.trails((here,), [], there, length, left), room + 1))
            if len(trails) > room:
                assert room < 1000, "several answers are right"
                break
            room -= len(trails)
            for nodes in {each for each in trails if len(set(each)) == len(each)}:
                found[nodes] = Way(list(nodes), walk.along(nodes))
        return sorted(found.values(), key=lambda each: each.order)

    def neighbourhood(self, middle: Node | None, walk: Walk, hops: int, limit: int) -> dict[str, Any] | None:
        """Give the nodes around one, as many as are asked for, and the relationships between these."""
        if middle is None:
            return None
        near = walk.distances(middle, hops)
        order = sorted(near, key=lambda node: (near[node], node.kind, node.id))
        shown = order[:limit]
        links = [link for node in shown for type_ in walk.types for link in node.starts.get(type_, ())]
        between = [link for link in links if link.end in shown]
        between.sort(key=lambda each: (each.start.id, each.start.kind, each.type, each.end.id, each.end.kind, each.key))
        return {"nodes": shown, "relationships": between, "complete": len(shown) == len(order)}


Chain = tuple[Node, ...]
"""Clusters and the cluster partnerships between them, in turn."""


class Chains:
    """The shortest chains of clusters from some to all others, so many hops long at most.

    With a `topic`, only memberships that are about this technology are walked along.
    """

    def __init__(self, facts: Facts, starts: set[Node], hops: int, topic: Node | None) -> None:
        self.facts, self.topic = facts, topic
        self.found: dict[Node, list[Chain]] = {start: [(start,)] for start in starts}
        edge = list(starts)
        for _ in range(hops):
            next_: dict[Node, list[Chain]] = {}
            for cluster in edge:
                for partnership, other in self._fellows(cluster):
                    if other not in self.found:
                        ways = next_.setdefault(other, [])
                        ways += [(*chain, partnership, other) for chain in self.found[cluster]]
            self.found.update(next_)
            edge = list(next_)

    def _fellows(self, cluster: Node) -> Iterator[tuple[Node, Node]]:
        for partnership in set(cluster.to("MEMBER_OF")):
            if self._walks(cluster, partnership):
                yield from ((partnership, each) for each in set(partnership.of("MEMBER_OF"))
                            if self._walks(each, partnership))  # fmt: skip

    def _walks(self, cluster: Node, partnership: Node) -> bool:
        return self.topic is None or self.topic in self.facts.about(cluster, partnership)

    def to(self, there: Node) -> list[Chain]:
        """Give the chains to the clusters of a region."""
        ends = {row.node for row in self.facts.located(there, "LOCATED_IN")}
        return [chain for end in ends for chain in self.found.get(end, []) if len(chain) > 1]


@dataclass
class Way:
    """A way between two nodes."""

    nodes: list[Node]
    relationships: list[Link]

    @property
    def hops(self) -> int:
        return len(self.nodes) - 1

    @property
    def order(self) -> Any:
        """Give what ways are ordered by."""
        return self.hops, [each.id for each in self.nodes], [each.kind for each in self.nodes]


@dataclass
class Walk:
    """How one may walk: by nodes of these kinds, along relationships of these types, in both directions."""

    kinds: set[str]
    types: set[str]

    def steps(self, node: Node) -> Iterator[tuple[Link, Node]]:
        for type_ in self.types:
            yield from ((link, link.end) for link in node.starts.get(type_, ()))
            yield from ((link, link.start) for link in node.ends.get(type_, ()) if link.start is not link.end)

    def distances(self, node: Node, most: int) -> dict[Node, int]:
        """Give the nodes so many steps away at most, breadth first, each with its distance."""
        found, edge = {node: 0}, [node]
        for distance in range(1, most + 1):
            next_ = {other for each in edge for _, other in self.steps(each) if other.kind in self.kinds}
            edge = [each for each in next_ if each not in found]
            found.update(dict.fromkeys(edge, distance))
        return found

    def trails(
        self, nodes: tuple[Node, ...], links: list[Link], there: Node, length: int, left: dict[Node, int]
    ) -> Iterator[tuple[Node, ...]]:
        """Give every way on that is exactly so long and takes no relationship twice; `left` is what is left to go."""
        if not length:
            if nodes[-1] is there:
                yield nodes
            return
        for link, other in self.steps(nodes[-1]):
            # a way on that is shorter than what is left leads nowhere
            if link not in links and left.get(other, length) < length:
                yield from self.trails((*nodes, other), [*links, link], there, length - 1, left)

    def along(self, nodes: tuple[Node, ...]) -> list[Link]:
        """Give all relationships between each node and the next."""
        found: list[Link] = []
        for one, next_ in pairwise(nodes):
            between = [link for link, other in self.steps(one) if other is next_]
            found += sorted(between, key=lambda each: (each.type, each.start.id, each.key))
        return found


def own_priorities(region: Node) -> list[Node]:
    """Give the priorities of the strategies of exactly this region."""
    return [priority for strategy in region.of("OF_REGION") for priority in strategy.of("SET_BY")]


def drawing(priorities: list[Node], technologies: set[Node]) -> list[Node]:
    return [each for each in priorities if technologies & set(each.to("DRAWS_ON"))]


def fellows(cluster: Node) -> set[Node]:
    """Give the clusters one hop away."""
    return {fellow for each in cluster.to("MEMBER_OF") for fellow in each.of("MEMBER_OF")} - {cluster}


@dataclass
class Match:
    """A match: `chains` are all that are known, of which the shortest count."""

    facts: Facts
    here: Node
    region: Node
    chains: list[Chain]
    technologies: set[Node]
    alike: float
    my_priorities: list[Node]
    their_priorities: list[Node]
    mine: set[Node]
    weights: dict[str, float]

    @cached_property
    def hops(self) -> int:
        return min(map(len, self.chains)) // 2

    @cached_property
    def chain(self) -> Chain:
        """Give the one that is shown: of the shortest the most relevant, then the first by ids."""
        shortest = [each for each in self.chains if len(each) == 2 * self.hops + 1]
        return min(shortest, key=lambda each: (-self._relevance(each), [node.id for node in each]))

    @cached_property
    def relevance(self) -> float:
        return self._relevance(self.chain)

    def _relevance(self, chain: Chain) -> float:
        about = [self.facts.about(*pair) for pair in memberships(chain)]
        return max(
            rounded(sum(0.5 if not each else float(technology in each) for each in about) / len(about))
            for technology in self.technologies
        )

    @property
    def path(self) -> list[Node]:
        return list(self.chain[::2])

    @property
    def via(self) -> list[Node]:
        return list(self.chain[1::2])

    @cached_property
    def parts(self) -> list[dict[str, Any]]:
        weights = {"technologies": 2, "relevance": 2, "closeness": 1, "partnerships": 0} | self.weights
        mine, theirs = self._partnerships
        together = rounded(len(mine & theirs) / len(mine | theirs)) if mine | theirs else None
        values = {
            "technologies": rounded(self.alike),
            "relevance": self.relevance,
            "closeness": rounded(1 / self.hops),
            "partnerships": together if weights["partnerships"] else None,
        }
        return [{"name": name, "value": value, "weight": float(weights[name])} for name, value in values.items()]

    @cached_property
    def score(self) -> float:
        known = [(part["value"], part["weight"]) for part in self.parts if part["value"] is not None]
        total = sum(weight for _, weight in known)
        return rounded(sum(value * weight for value, weight in known) / total) if total else 0.0

    @cached_property
    def _partnerships(self) -> list[set[Node]]:
        return [{row.node for row in self.facts.partnerships(each)} for each in (self.here, self.region)]

    @cached_property
    def together(self) -> list[Node]:
        return list(set.intersection(*self._partnerships))

    @cached_property
    def funds(self) -> list[Node]:
        return list(set.intersection(*({fund for _, fund in self._financing(each)} for each in self._ends)))

    @property
    def _ends(self) -> tuple[Node, Node]:
        return self.here, self.region

    def _financing(self, region: Node) -> Iterator[tuple[list[Link], Node]]:
        for around in self.facts.around(region):
            for covers in around.ends["COVERS"]:
                for spends in covers.start.starts["FUNDED_BY"]:
                    yield [covers, spends], spends.end

    @cached_property
    def links(self) -> list[Link]:
        """Give every relationship it rests on, in their order."""
        found = [tag for each in {*self.my_priorities, *self.their_priorities} for tag in each.starts["DRAWS_ON"]
                 if tag.end in self.technologies]  # fmt: skip
        for priorities, regions in ((self.my_priorities, self.mine), (self.their_priorities, {self.region})):
            set_by = [link for each in priorities for link in each.starts["SET_BY"]]
            found += set_by
            found += [of for link in set_by for of in link.end.starts["OF_REGION"] if of.end in regions]
        for cluster, partnership in memberships(self.chain):
            found += [each for each in cluster.starts["MEMBER_OF"] if each.end is partnership]
        found += [place for end in (self.path[0], self.path[-1]) for place in end.starts["LOCATED_IN"]]
        found += [tag for cluster in self.path for tag in cluster.starts["ACTIVE_IN"]]
        for link in (link for between in self.via for link in between.starts["LINKED_TO"]):
            found += [link, *link.end.starts["WORKS_ON"]] if link.end.starts["WORKS_ON"] else []
        found += [link for end in self._ends for each in self.facts.same(end) for link in each.starts["TAKES_PART_IN"]
                  if link.end in self.together]  # fmt: skip
        funds = self.funds
        found += [link for end in self._ends for links, fund in self._financing(end) if fund in funds for link in links]
        return sorted(set(found), key=lambda each: (each.type, each.start.id, each.end.id, each.key))

    @property
    def _stated(self) -> list[Node | Link]:
        """Give the facts and what states them: where they start, regions aside."""
        return [*self.links, *(each.start for each in self.links if each.start.kind != "Region")]

    @property
    def sources(self) -> list[Node]:
        return self.facts.sources(sources_of(self._stated))

    @property
    def confidence(self) -> str | None:
        said = {each.properties.get("confidence") for each in self._stated}
        return next((each for each in ("GENERAL_KNOWLEDGE", "INFERRED", "READ") if each in said), None)


def memberships(chain: Chain) -> list[tuple[Node, Node]]:
    """Give the cluster and the partnership of each step of a chain."""
    return [(one, next_) if one.kind == "Cluster" else (next_, one) for one, next_ in pairwise(chain)]


def rounded(value: float) -> float:
    """Round to four digits, a half upwards, as Neo4j does."""
    return float(Decimal(repr(value)).quantize(Decimal("0.0001"), ROUND_HALF_UP))


def sources_of(facts: Iterable[Node | Link]) -> set[str]:
    return {source for each in facts for source in each.properties.get("sources", ())}


def plain(value: Any) -> Any:
    """Give a stored value as JSON has it."""
    if isinstance(value, DateTime):
        text = value.to_native().astimezone(UTC).isoformat().removesuffix("+00:00")
        return (text.rstrip("0") if "." in text else text) + "Z"
    if isinstance(value, Date):
        return value.iso_format()
    if isinstance(value, Point):
        return {"latitude": value[1], "longitude": value[0]}
    return value


# Connections


def first_by_node(rows: list[Row]) -> list[Row]:
    """Keep one row for each node: that of the link whose ends come first."""
    ends = sorted(rows, key=lambda row: (row.link.start.id, row.link.end.id), reverse=True)
    return list({row.node: row for row in ends}.values())


def in_order(rows: list[Row]) -> list[Row]:
    """Order rows by id, then kind, then by what tells two relationships apart."""

    def key(row: Row) -> str:
        return row.link.properties.get("key", "") if row.link else ""

    return sorted(rows, key=lambda row: (row.node.id, row.node.kind, key(row)))


def page(
    rows: list[Row],
    first: int | None = None,
    after: str | None = None,
    last: int | None = None,
    before: str | None = None,
) -> Page:
    """Cut a page out of all rows, which are in order: its cursors are positions."""
    size = last if last is not None else DEFAULT_FIRST if first is None else first
    if not 0 <= size <= MOST_FIRST or (first is not None and last is not None):
        raise GraphQLError(f"No page has {size} items.")
    start = int(after.removeprefix(CURSOR)) if after is not None else 0
    end = int(before.removeprefix(CURSOR)) - 1 if before is not None else len(rows)
    window = list(enumerate(rows))[start:end]
    more = len(window) > size
    cut = window[:size] if last is None else window[len(window) - min(size, len(window)) :]
    given = [Row(row.node, row.link, f"{CURSOR}{at + 1}") for at, row in cut]
    ends = (more, after is not None) if last is None else (before is not None, more)
    return Page(given, len(rows), *ends)


# Filters and orders


def compares(value: Any, given: dict[str, Any]) -> bool:
    """Tell whether a value is as a filter says; what is unknown is like nothing."""
    fold = bool(given.get("ignoreCase"))
    return all(
        compared(name, value, wish, fold) for name, wish in given.items() if wish is not None and name != "ignoreCase"
    )


def compared(name: str, value: Any, wish: Any, fold: bool) -> bool:
    if name == "isNull":
        return (value is None) == wish
    if name == "isEmpty":
        return (not value) == wish
    if value is None:
        return False
    if fold:
        value = value.lower()
        wish = [each.lower() for each in wish] if isinstance(wish, list) else wish.lower()
    return bool(
        {
            "eq": lambda: value == wish,
            "in": lambda: value in wish,
            "contains": lambda: wish in value,
            "startsWith": lambda: value.startswith(wish),
            "endsWith": lambda: value.endswith(wish),
            "gt": lambda: value > wish,
            "gte": lambda: value >= wish,
            "lt": lambda: value < wish,
            "lte": lambda: value <= wish,
            "has": lambda: wish in value,
            "hasAny": lambda: bool(set(wish) & set(value)),
            "hasAll": lambda: set(wish) <= set(value),
            "near": lambda: kilometres(value, wish) <= wish["km"],
        }[name]()
    )


def kilometres(one: dict[str, float], other: dict[str, float]) -> float:
    """Give the distance of two places on a sphere (haversine), as Neo4j computes it."""
    lat1, lat2 = math.radians(one["latitude"]), math.radians(other["latitude"])
    dlat, dlon = lat2 - lat1, math.radians(other["longitude"] - one["longitude"])
    h = math.sin(dlat / 2) ** 2 + math.cos(lat1) * math.cos(lat2) * math.sin(dlon / 2) ** 2
    return 2 * 6378.14 * math.asin(math.sqrt(h))


Resolver = Callable[..., Any]
Found = Callable[[Node], list[Row]]


class Reference:
    """The executable schema over the facts of a graph."""

    def __init__(self, graph: Graph, sdl: str) -> None:
        self.facts = Facts(graph)
        self.schema: GraphQLSchema = build_schema(sdl)
        self.schema.type_map["Entity"].resolve_type = lambda node, *_: node.kind
        for name, type_ in self.schema.type_map.items():
            if isinstance(type_, GraphQLObjectType) and not name.startswith("__"):
                for each, resolve in self._resolvers(name).items():
                    type_.fields[each].resolve = resolve

    def execute(self, query: str, variables: dict[str, Any] | None = None) -> ExecutionResult:
        """Answer an operation."""
        return graphql_sync(self.schema, query, variable_values=variables)

    def _resolvers(self, name: str) -> dict[str, Resolver]:
        if name == "Query":
            return self._of_the_root()
        if name in KINDS:
            return self._of_a_kind(name)
        if name == "Match":
            return self._of_a_match()
        if name.endswith(("Group", "Values")):
            return dict.fromkeys(self.schema.type_map[name].fields, lambda place, info: place.of(info.field_name))
        if name == "Relationship":
            return self._of_a_relationship()
        if name.endswith("Connection"):
            return {
                "nodes": lambda page, _: [row.node for row in page.rows],
                "edges": lambda page, _: page.rows,
                "pageInfo": lambda page, _: page,
                "totalCount": lambda page, _: page.found,
            }
        if name == "PageInfo":
            return {
                "hasNextPage": lambda page, _: page.next,
                "hasPreviousPage": lambda page, _: page.previous,
                "startCursor": lambda page, _: page.rows[0].cursor if page.rows else None,
                "endCursor": lambda page, _: page.rows[-1].cursor if page.rows else None,
            }
        return self._of_an_edge(name) if name.endswith("Edge") else {}

    def _of_the_root(self) -> dict[str, Resolver]:
        resolvers: dict[str, Resolver] = {}
        for kind in KINDS.values():
            nodes = self.facts.nodes[kind.name]
            rows = in_order([Row(node) for node in nodes.values()])
            resolvers[kind.name[0].lower() + kind.name[1:]] = lambda _, info, id, nodes=nodes: nodes.get(id)
            resolvers[kind.plural] = self._connection(lambda _, rows=rows: rows)
            resolvers[f"{kind.name[0].lower()}{kind.name[1:]}Groups"] = self._groups(kind.name, rows)
        return resolvers | {"paths": self._paths, "neighbourhood": self._neighbourhood}

    def _of_a_kind(self, name: str) -> dict[str, Resolver]:
        resolvers: dict[str, Resolver] = {}
        for each in KINDS[name].fields.values():
            empty: list[Any] | None = [] if each.many else None
            resolvers[each.name] = lambda node, _, stored=each.stored_as, empty=empty: node.properties.get(
                stored, empty
            )
        for relation in KINDS[name].relations.values():
            found = self._rows(name, relation.name)
            resolvers[relation.name] = self._connection(found) if relation.many else only(found)
        if name == "Region":
            resolvers |= {"priorities": self._priorities, "sharingPriorities": self._matches}
        return resolvers

    def _rows(self, kind: str, name: str) -> Found:
        """Give how the rows of a relation are found, in any order."""
        if (kind, name) == ("Region", "priorities"):
            return lambda region: [Row(each) for each in self.facts.priorities(region, False)]
        relation = KINDS[kind].relations[name]
        return stored(relation) if relation.type else self._derived()[f"{kind}.{name}"]

    # Filters and orders, read from the model

    def like(self, thing: Any, where: dict[str, Any]) -> bool:
        """Tell whether a node, link or match is as a filter says."""
        return all(self._is(thing, key, given) for key, given in where.items() if given is not None)

    def _is(self, thing: Any, key: str, given: Any) -> bool:
        if key == "NOT":
            return not self.like(thing, given)
        if key in ("AND", "OR"):
            return (all if key == "AND" else any)(self.like(thing, each) for each in given)
        value = self._of(thing, key)
        if isinstance(value, Rows):
            return self._any(value.rows, given)
        if isinstance(value, Place):
            return self.like(value, given)
        if isinstance(value, Node) or value is NONE:
            return value is not NONE and self.like(value, given)
        return compares(value, given)

    def _any(self, rows: list[Row], given: dict[str, Any]) -> bool:
        if given.get("edge") is not None:
            rows = [row for row in rows if self.like(row.link, given["edge"])]
        if given.get("count") is not None and not compares(len(rows), given["count"]):
            return False
        some, none, each = (given.get(name) for name in ("some", "none", "all"))
        return (
            (some is None or any(self.like(row.node, some) for row in rows))
            and (none is None or not any(self.like(row.node, none) for row in rows))
            and (each is None or all(self.like(row.node, each) for row in rows))
        )

    def _of(self, thing: Any, key: str) -> Any:
        """Give a field of a node, link or match: a value, a node (or NONE), or rows."""
        if isinstance(thing, Place):
            return thing.of(key)
        if isinstance(thing, Match):
            value = {"technologies": thing.technologies}.get(key, getattr(thing, key, None))
            return Rows([Row(each) for each in value]) if isinstance(value, set) else value
        if isinstance(thing, Way):
            value = getattr(thing, key)
            return Rows([Row(each) for each in value]) if isinstance(value, list) else value
        if isinstance(thing, Link):
            return thing.type if key == "type" else thing.properties.get(key)
        kind = KINDS[thing.kind]
        if key in kind.fields:
            return thing.properties.get(kind.fields[key].stored_as, [] if kind.fields[key].many else None)
        rows = self._rows(thing.kind, key)(thing)
        if key in kind.relations and not kind.relations[key].many:
            return in_order(rows)[0].node if rows else NONE
        return Rows(rows)

    def ordered(self, rows: list[Row], wishes: list[dict[str, Any]]) -> list[Row]:
        """Order rows, which are in their own order, by what is wished for."""
        for wish in reversed(wishes):
            values = {id(row): self._key(row.node, wish) for row in rows}
            known = [row for row in rows if values[id(row)] is not None]
            unknown = [row for row in rows if values[id(row)] is None]
            known.sort(key=lambda row: values[id(row)], reverse=direction(wish).startswith("DESC"))
            rows = unknown + known if direction(wish).endswith("NULLS_FIRST") else known + unknown
        return rows

    def _key(self, thing: Any, wish: dict[str, Any]) -> Any:
        [(key, below)] = wish.items()
        value = self._of(thing, key)
        if isinstance(value, Rows):
            return len(value.rows)
        if value is NONE:
            return None
        return self._key(value, below) if isinstance(value, Node | Place) else value

    def _connection(self, find: Found) -> Resolver:
        """Resolve a field to a page of what `find` gives."""

        def resolve(node: Node, _: Any, **arguments: Any) -> Page:
            return self._page(in_order(find(node)), **arguments)

        return resolve

    def related(self, node: Node, name: str) -> list[Node]:
        """Give the nodes that a relation of a node leads to."""
        return [row.node for row in self._rows(node.kind, name)(node)]

    def _groups(self, kind: str, rows: list[Row]) -> Resolver:
        def resolve(_: Any, info: Any, by: list[Any], having: Any = None, where: Any = None, **arguments: Any) -> Page:
            nodes = [row.node for row in rows if self.like(row.node, where or {})]
            return self._page([Row(each) for each in groups(self, kind, nodes, by)], where=having, **arguments)

        return resolve

    def _page(
        self,
        rows: list[Row],
        where: dict[str, Any] | None = None,
        edge: dict[str, Any] | None = None,
        orderBy: list[dict[str, Any]] | None = None,  # noqa: N803
        **paging: Any,
    ) -> Page:
        kept = [row for row in rows if self.like(row.node, where or {}) and (not edge or self.like(row.link, edge))]
        return page(self.ordered(kept, orderBy or []), **paging)

    def _derived(self) -> dict[str, Found]:
        facts = self.facts
        everywhere: dict[str, Found] = {
            f"{kind}.sources": lambda node: [Row(each) for each in facts.sources(node.properties.get("sources", ()))]
            for kind in KINDS
        }
        return everywhere | {
            "Cluster.partners": lambda cluster: [Row(each) for each in fellows(cluster)],
            "Priority.region": lambda priority: [
                Row(region) for strategy in priority.to("SET_BY") for region in strategy.to("OF_REGION")
            ],
            "Facility.region": lambda facility: [
                Row(each) for each in facility.to("STANDS_IN") if len(facility.to("STANDS_IN")) == 1
            ],
            "Region.strategies": facts.strategies,
            "Region.clusters": lambda region: facts.located(region, "LOCATED_IN"),
            "Region.facilities": lambda region: first_by_node(facts.located(region, "STANDS_IN")),
            "Region.organisations": lambda region: facts.located(region, "BASED_IN"),
            "Region.partnerships": facts.partnerships,
            "Region.projects": lambda region: first_by_node(facts.located(region, "INVOLVES")),
            "Region.programmes": lambda region: first_by_node(facts.programmes(region)),
        }

    def _priorities(self, region: Node, _: Any, inherited: bool, **arguments: Any) -> Page:
        return self._page(in_order([Row(each) for each in self.facts.priorities(region, inherited)]), **arguments)

    def _matches(
        self, region: Node, _: Any, withinHops: int, inherited: bool, relevantOnly: bool,  # noqa: N803
        technologies: list[str] | None = None, weights: dict[str, float] | None = None, **arguments: Any,
    ) -> Page:  # fmt: skip
        found = self.facts.matches(region, technologies, withinHops, inherited, relevantOnly, weights)
        return self._page([Row(each) for each in found], **arguments)

    def _node(self, key: dict[str, str]) -> Node | None:
        [kind] = [each for each in KINDS if each.upper() == key["kind"].replace("_", "")]
        return self.facts.nodes[kind].get(key["id"])

    def _paths(
        self, _: Any, __: Any, to: dict[str, str], maxHops: int,  # noqa: N803
        kinds: list[str] | None = None, relationships: list[str] | None = None, **arguments: Any,
    ) -> Page:  # fmt: skip
        here, there = self._node(arguments.pop("from")), self._node(to)
        found = self.facts.ways(here, there, self.facts.walk(kinds, relationships), maxHops)
        return self._page([Row(each) for each in found], **arguments)

    def _neighbourhood(
        self, _: Any, __: Any, of: dict[str, str], hops: int, limit: int,
        kinds: list[str] | None = None, relationships: list[str] | None = None,
    ) -> dict[str, Any] | None:  # fmt: skip
        return self.facts.neighbourhood(self._node(of), self.facts.walk(kinds, relationships), hops, limit)

    def _of_a_relationship(self) -> dict[str, Resolver]:
        def read(name: str) -> Resolver:
            return lambda link, _: link.properties.get(name)

        said = {name: read(name) for edge in EDGES.values() for name in edge.fields}
        return said | {
            "type": lambda link, _: link.type,
            "startNode": lambda link, _: link.start,
            "endNode": lambda link, _: link.end,
            "sources": lambda link, _: sorted(
                self.facts.sources(link.properties.get("sources", ())), key=lambda node: node.id
            ),
        }

    def _of_a_match(self) -> dict[str, Resolver]:
        def by_id(nodes: Iterable[Node]) -> list[Node]:
            return sorted(set(nodes), key=lambda node: node.id)

        return {
            "technologies": lambda match, _: by_id(match.technologies),
            "myPriorities": lambda match, _: by_id(match.my_priorities),
            "theirPriorities": lambda match, _: by_id(match.their_priorities),
            "alreadyTogetherIn": lambda match, _: by_id(match.together),
            "funds": lambda match, _: by_id(match.funds),
            "facts": lambda match, _: match.links,
            "sources": lambda match, _: by_id(match.sources),
        }

    def _of_an_edge(self, name: str) -> dict[str, Resolver]:
        declared = next((edge for edge in EDGES.values() if name.endswith(f"{edge.name}Edge")), None)
        resolvers: dict[str, Resolver] = {}
        for each in declared.fields.values() if declared else ():
            resolvers[each.name] = lambda row, _, stored=each.stored_as: row.link.properties.get(stored)
        if declared:
            resolvers["sources"] = lambda row, _: sorted(
                self.facts.sources(row.link.properties.get("sources", ())), key=lambda node: node.id
            )
        return resolvers


def stored(relation: Relation) -> Found:
    """Follow a relation that is in the graph as it is declared."""

    def find(node: Node) -> list[Row]:
        links = node.starts[str(relation.type)] if relation.outgoing else node.ends[str(relation.type)]
        rows = [Row(link.end if relation.outgoing else link.start, link) for link in links]
        return [row for row in rows if row.node.kind in relation.targets]

    return find


def only(find: Found) -> Resolver:
    """Resolve a field to the node that `find` gives, or null."""

    def resolve(node: Node, _: Any) -> Node | None:
        rows = in_order(find(node))
        return rows[0].node if rows else None

    return resolve
