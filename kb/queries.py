"""Named traversals: each a typed signature here and a Cypher text of the same name in `cypher/queries/`.

A query runs from `this`, the node it is a field of (one without `of` is a field of the root). Its text
returns the columns of its rows: `that` for a connection of nodes, or the fields of a row class. One that
does not give a list is a single row, or null where its text finds none.
"""

# The bodies of the queries are Cypher.
# mypy: disable-error-code="empty-body"

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Annotated, Any, TypeAlias, get_args, get_type_hints

from kb.files import CYPHER, text
from kb.schema import KINDS, RELATIONSHIPS, Entity
from kb.schema.clusters import Cluster, ClusterPartnership
from kb.schema.cypher import searched
from kb.schema.model import Annotation, Edge, Field, camel, field
from kb.schema.partnerships import Partnership
from kb.schema.places import Region
from kb.schema.provenance import Source
from kb.schema.strategies import Priority, Technology
from kb.words import Highlight, highlights


@dataclass(frozen=True)
class Doc:
    """The help text of an argument, and the numbers it may be."""

    text: str
    least: int | None = None
    most: int | None = None


class Id:
    """The readable key of a node."""


class KindName:
    """The name of a kind."""


class RelationshipName:
    """The name of a type of relationship."""


class NodeKey:
    """Which node is meant: its kind and its id."""


class SearchText:
    """Words to look for; whatever is in them is text, never query syntax."""


class Relationship:
    """A relationship of any type. What relationships of its type do not say is null."""


SHORTCUTS = [name for name, (_, each) in RELATIONSHIPS.items() if each.shortcut]
WALKED = [name for name in RELATIONSHIPS if name not in SHORTCUTS]
"""The relationships that ways go along unless others are named: those that a source speaks of."""

Hops = Annotated[int, Doc("How many cluster hops away at most: 1 to 6.", 1, 6)]
Technologies = Annotated[list[Id] | None, Doc("Only these technologies, by id (PHO, AMT ...); all if empty.")]
Inherited = Annotated[bool, Doc("Whether the priorities of the regions around count as its own.")]
Words = Annotated[SearchText, Doc("Words to find; accents do not matter, the last letters may be left out.")]
Kinds = Annotated[list[KindName] | None, Doc("Only these kinds; all if empty.")]
Start = Annotated[NodeKey, Doc("Where the ways begin.")]
End = Annotated[NodeKey, Doc("Where they end.")]
Middle = Annotated[NodeKey, Doc("The node in the middle.")]
KindsBetween = Annotated[list[KindName] | None, Doc("Only by nodes of these kinds, the ends aside; by any if empty.")]
KindsAround = Annotated[
    list[KindName] | None, Doc("Only nodes of these kinds, the one in the middle aside; of any if empty.")
]
Types = Annotated[
    list[RelationshipName] | None,
    Doc(f"Only along relationships of these types; if empty along all but {' and '.join(SHORTCUTS)}, "
        "which follow from others."),
]  # fmt: skip
Steps = Annotated[int, Doc("How many relationships long a way is at most: 1 to 6.", 1, 6)]
Lengths = Annotated[
    int, Doc("Ways of how many lengths: 1 for the shortest only, 2 for the next longer ones too, up to 3.", 1, 3)
]
Reach = Annotated[int, Doc("How many relationships away at most: 1 to 3.", 1, 3)]
Limit = Annotated[int, Doc("How many nodes at most, the one in the middle among them: 1 to 1000.", 1, 1000)]


@dataclass(frozen=True)
class Argument:
    """An argument of a query."""

    name: str
    type: Any
    many: bool
    required: bool
    default: Any
    doc: Doc


@dataclass(frozen=True)
class Column:
    """A field of a row: a value, a node or a plain list of nodes; `query` gives it, once the page is cut."""

    name: str
    type: Any
    kind: str | None
    many: bool
    ordered: bool
    doc: str
    query: str | None


@dataclass(frozen=True)
class Making:
    """A field of an edge: objects that `make` makes of a Cypher value over the columns, and of the arguments."""

    name: str
    type: type
    doc: str
    cypher: str
    make: Callable[[Any, Mapping[str, Any]], list[Any]]


@dataclass(frozen=True)
class RowType:
    """What the rows of a query are, where they are more than nodes."""

    name: str
    doc: str
    columns: dict[str, Column]


Literals: TypeAlias = Callable[[dict[str, Any]], dict[str, int | str]]
"""Gives what Cypher does not take as parameters, by the names the text has for it: numbers, and names of the model."""


@dataclass(frozen=True)
class Query:
    """A named traversal."""

    name: str
    of: str | None
    doc: str
    text: str
    arguments: dict[str, Argument]
    kind: str | None
    row: RowType | None
    many: bool
    edge: Edge | None
    made: tuple[Making, ...]
    order: tuple[str, ...]
    literals: Literals

    @property
    def is_relation(self) -> bool:
        """Tell whether it leads on as a relation does: to nodes, without being told more."""
        return self.kind is not None and not any(each.required for each in self.arguments.values())


@dataclass(frozen=True)
class _Made:
    doc: str
    cypher: str
    make: Callable[[Any, Mapping[str, Any]], list[Any]]


@dataclass(frozen=True)
class _Column:
    doc: str
    query: str | None
    ordered: bool


def then(doc: str, query: str, ordered: bool = False) -> Any:
    """Declare a column that `query` gives, if it is asked for, for the rows of the page; `ordered` keeps its order."""
    return _Column(doc, query, ordered)


def in_order(doc: str) -> Any:
    """Declare a list that is in an order of its own, not that of ids."""
    return _Column(doc, None, True)


def made(doc: str, cypher: str, make: Callable[[Any, Mapping[str, Any]], list[Any]]) -> Any:
    """Declare a list of objects that `make` makes of a Cypher value over the columns, and of the arguments."""
    return _Made(doc, cypher, make)


class Match:
    """A region that shares a technology with this one, and through whom the two are connected."""

    region: Region = field("The other region: the one whose own strategy has the priority.")
    hops: int = field("Cluster hops between the two: the least between a cluster here and a cluster there.")
    technologies: list[Technology] = field("The technologies that priorities of both draw on.")
    score: float = field(
        "How alike the two profiles are, 0 to 1: the technologies both draw on, divided by those either draws on "
        "(of those asked for)."
    )
    my_priorities: list[Priority] = then("The priorities here that draw on them.", "match_priorities")
    their_priorities: list[Priority] = then("The priorities there that draw on them.", "match_priorities")
    path: list[Cluster] = then(
        "The clusters along one shortest chain, from here to there.", "match_chain", ordered=True
    )
    via: list[ClusterPartnership] = then("The cluster partnerships along that chain.", "match_chain", ordered=True)
    already_together_in: list[Partnership] = then(
        "The thematic partnerships both take part in, now or earlier.", "match_together"
    )
    sources: list[Source] = then("Who says so: the sources of every fact the match rests on.", "match_sources")


NEEDS = {"match_sources": ("match_priorities", "match_chain")}
"""Queries whose text uses the columns of others."""


TEXTS = f"[labels(that)[0], that {{{', '.join(f'.{each}' for each in searched(KINDS))}}}]"
"""The kind of a node, and all of it that `search` looks in."""


def highlighted(node: tuple[str, dict[str, Any]], arguments: Mapping[str, Any]) -> list[Highlight]:
    """Give the texts of a node, as `TEXTS` reads it, that have the words of a search."""
    kind, values = node
    names = {each.stored_as: each.name for each in reversed(KINDS[kind].fields.values())}
    texts = [(names[each], values[each]) for each in reversed(names) if values.get(each)]
    return highlights(arguments["query"], ((name, text) for name, value in texts for text in _listed(value)))


def _listed(value: str | list[str]) -> list[str]:
    return value if isinstance(value, list) else [value]


class Hit:
    """How well a node answers a search."""

    score: float = field("How well it fits: higher is better; comparable within one search only.")
    highlights: list[Highlight] = made("The texts that have the words, with the words told apart.", TEXTS, highlighted)


class Path:
    """A way between two nodes, in whichever directions the relationships along it point."""

    hops: int = field("How many relationships long it is.")
    nodes: list[Entity] = in_order("The nodes along it, both ends among them.")
    relationships: list[Relationship] = in_order("The relationships along it: one between each node and the next.")


class Neighbourhood:
    """The nodes around one, and the relationships between them."""

    nodes: list[Entity] = in_order("The one in the middle, then the nearest first, those as near by kind and id.")
    relationships: list[Relationship] = then(
        "All between these nodes, of the types asked for.", "neighbourhood_relationships", ordered=True
    )
    complete: bool = field("Whether these are all; where not, `limit` left some out.")


QUERIES: dict[str, Query] = {}


def query_text(name: str) -> str:
    """Give the Cypher text of that name, without its comments."""
    lines = text(CYPHER / "queries" / f"{name}.cypher").splitlines()
    return "\n".join(line for line in lines if not line.lstrip().startswith("//"))


def query(
    of: str | None,
    order: tuple[str, ...] = (),
    edge: type | None = None,
    literals: Literals = lambda _: {},
) -> Callable[[Callable[..., Any]], Query]:
    """Bind a signature to the Cypher text of the same name.

    `order` names columns, `-` before one for the highest first.
    """

    def bind(function: Callable[..., Any]) -> Query:
        hints = get_type_hints(function, include_extras=True)
        returned = Annotation.of(hints.pop("return"))
        result = returned.types[0]
        is_node = result is Entity or result.__name__ in KINDS
        parameters = inspect.signature(function).parameters
        bound = Query(
            camel(function.__name__),
            of,
            inspect.getdoc(function) or "",
            query_text(function.__name__),
            {camel(name): _argument(name, hints[name], parameters[name].default) for name in parameters},
            result.__name__ if is_node else None,
            None if is_node else _row(result),
            returned.many,
            _edge(edge) if edge else None,
            _makings(edge) if edge else (),
            order,
            literals,
        )
        QUERIES[bound.name if of is None else f"{of}.{bound.name}"] = bound
        return bound

    return bind


def _argument(name: str, hint: Any, default: Any) -> Argument:
    doc = hint.__metadata__[0]
    annotation = Annotation.of(get_args(hint)[0])
    required = default is inspect.Parameter.empty
    return Argument(camel(name), annotation.types[0], annotation.many, required, None if required else default, doc)


def _row(cls: type) -> RowType:
    columns = {}
    hints = get_type_hints(cls, include_extras=True)
    for name, declared in vars(cls).items():
        if name in hints:
            annotation = Annotation.of(hints[name])
            name_of_type = annotation.types[0].__name__
            kind = name_of_type if name_of_type in {*KINDS, Entity.__name__, Relationship.__name__} else None
            columns[camel(name)] = Column(
                camel(name), annotation.types[0], kind, annotation.many, getattr(declared, "ordered", False),
                declared.doc, getattr(declared, "query", None),
            )  # fmt: skip
    return RowType(cls.__name__, inspect.getdoc(cls) or "", columns)


def _edge(cls: type) -> Edge:
    hints = get_type_hints(cls)
    fields = {
        camel(name): Field(camel(name), hints[name], False, True, "", declared.doc, camel(name))
        for name, declared in vars(cls).items()
        if name in hints and not isinstance(declared, _Made)
    }
    return Edge(cls.__name__, inspect.getdoc(cls) or "", fields, ())


def _makings(cls: type) -> tuple[Making, ...]:
    hints = get_type_hints(cls)
    return tuple(
        Making(camel(name), get_args(hints[name])[0], declared.doc, declared.cypher, declared.make)
        for name, declared in vars(cls).items()
        if isinstance(declared, _Made)
    )


@query(of="Region", order=("that.id",))
def priorities(inherited: Inherited = False) -> list[Priority]:
    """Give the priorities of its own strategies, in all periods loaded."""
    ...


@query(
    of="Region",
    order=("hops", "-score", "region.id"),
    literals=lambda arguments: {"steps": 2 * arguments["withinHops"]},
)
def sharing_priorities(
    technologies: Technologies = None, within_hops: Hops = 2, inherited: Inherited = False
) -> list[Match]:
    """Give the regions that share a technology with this one within so many cluster hops, nearest first."""
    ...


@query(of=None, order=("-score", "that.id", "labels(that)[0]"), edge=Hit)
def search(query: Words, kinds: Kinds = None) -> list[Entity]:
    """Find anything by its id or the words of its names and descriptions, best first."""
    ...


def _along(arguments: dict[str, Any]) -> dict[str, int | str]:
    return {"types": "|".join(arguments["relationships"] or WALKED)}


@query(
    of=None,
    order=("hops", "way"),
    literals=lambda arguments: _along(arguments) | {
        "start": arguments["from"]["kind"], "end": arguments["to"]["kind"],
        "steps": arguments["maxHops"], "lengths": arguments["lengths"],
    },
)  # fmt: skip
def paths(
    from_: Start, to: End, kinds: KindsBetween = None, relationships: Types = None,
    max_hops: Steps = 4, lengths: Lengths = 2,
) -> list[Path]:  # fmt: skip
    """Give the ways between two nodes that come by no node twice: the shortest first, then by the ids along them."""
    ...


@query(of=None, literals=lambda arguments: _along(arguments) | {
    "middle": arguments["of"]["kind"], "steps": arguments["hops"],
})  # fmt: skip
def neighbourhood(
    of: Middle, hops: Reach = 1, kinds: KindsAround = None, relationships: Types = None, limit: Limit = 50
) -> Neighbourhood | None:
    """Give the nodes around one and how they are related, to be drawn; null where there is no such node."""
    ...
