"""Named traversals: each a typed signature here and a Cypher text of the same name in `cypher/queries/`.

A query runs from `this`, the node it is a field of (one without `of` is a field of the root). Its text
returns the columns of its rows: `that` for a connection of nodes, or the fields of a row class.
"""

# The bodies of the queries are Cypher.
# mypy: disable-error-code="empty-body"

from __future__ import annotations

import inspect
import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated, Any, get_args, get_type_hints

from kb.errors import BadInput
from kb.files import CYPHER, text
from kb.schema import KINDS, Entity
from kb.schema.clusters import Cluster, ClusterPartnership
from kb.schema.model import Annotation, Edge, Field, camel, field
from kb.schema.partnerships import Partnership
from kb.schema.places import Region
from kb.schema.provenance import Source
from kb.schema.strategies import Priority, Technology


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


class SearchText:
    """Words to look for; whatever is in them is text, never query syntax."""


Hops = Annotated[int, Doc("How many cluster hops away at most: 1 to 6.", 1, 6)]
Technologies = Annotated[list[Id] | None, Doc("Only these technologies, by id (PHO, AMT ...); all if empty.")]
Inherited = Annotated[bool, Doc("Whether the priorities of the regions around count as its own.")]
Words = Annotated[SearchText, Doc("Words to find; accents do not matter, the last letters may be left out.")]
Kinds = Annotated[list[KindName] | None, Doc("Only these kinds; all if empty.")]


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
class RowType:
    """What the rows of a query are, where they are more than nodes."""

    name: str
    doc: str
    columns: dict[str, Column]


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
    edge: Edge | None
    order: tuple[str, ...]
    literals: Callable[[dict[str, Any]], dict[str, int]]

    @property
    def is_relation(self) -> bool:
        """Tell whether it leads on as a relation does: to nodes, without being told more."""
        return self.kind is not None and not any(each.required for each in self.arguments.values())


@dataclass(frozen=True)
class _Then:
    doc: str
    query: str
    ordered: bool


def then(doc: str, query: str, ordered: bool = False) -> Any:
    """Declare a column that `query` gives, if it is asked for, for the rows of the page; `ordered` keeps its order."""
    return _Then(doc, query, ordered)


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


class Hit:
    """How well a node answers a search."""

    score: float = field("How well it fits: higher is better; comparable within one search only.")


QUERIES: dict[str, Query] = {}


def query_text(name: str) -> str:
    """Give the Cypher text of that name, without its comments."""
    lines = text(CYPHER / "queries" / f"{name}.cypher").splitlines()
    return "\n".join(line for line in lines if not line.lstrip().startswith("//"))


def query(
    of: str | None,
    order: tuple[str, ...],
    edge: type | None = None,
    literals: Callable[[dict[str, Any]], dict[str, int]] = lambda _: {},
) -> Callable[[Callable[..., Any]], Query]:
    """Bind a signature to the Cypher text of the same name.

    `order` names columns, `-` before one for the highest first; `literals` gives the numbers that Cypher
    does not take as parameters.
    """

    def bind(function: Callable[..., Any]) -> Query:
        hints = get_type_hints(function, include_extras=True)
        (result,) = get_args(hints.pop("return"))
        parameters = inspect.signature(function).parameters
        bound = Query(
            camel(function.__name__),
            of,
            inspect.getdoc(function) or "",
            query_text(function.__name__),
            {camel(name): _argument(name, hints[name], parameters[name].default) for name in parameters},
            result.__name__ if result.__name__ in KINDS or result is Entity else None,
            None if result.__name__ in KINDS or result is Entity else _row(result),
            _edge(edge) if edge else None,
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
            kind = annotation.types[0].__name__ if annotation.types[0].__name__ in KINDS else None
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
        if name in hints
    }
    return Edge(cls.__name__, inspect.getdoc(cls) or "", fields, ())


STOP_WORDS = {
    "a", "an", "and", "are", "as", "at", "be", "but", "by", "for", "if", "in", "into", "is", "it", "no", "not",
    "of", "on", "or", "such", "that", "the", "their", "then", "there", "these", "they", "this", "to", "was",
    "will", "with",
}  # fmt: skip
"""Words that Neo4j's analyzer leaves out of the index: to ask for one is to find nothing."""
UNFOLDED = str.maketrans(
    {"ł": "l", "ø": "o", "đ": "d", "ð": "d", "ħ": "h", "ı": "i", "ß": "ss", "æ": "ae", "œ": "oe", "þ": "th", "ŋ": "n"}
)
"""Letters that are no letter with an accent to Unicode, as the index writes them."""
MOST_WORDS = 20
"""How many words a search may have: each is looked for twice in every property, and Neo4j does not take 1,024 terms."""


def lucene(words: str) -> str:
    """Give the full-text query for what a person typed: every word must be there, whole or as a beginning.

    Raises BadInput where there is no word, or too many.
    """
    # a word may hold an apostrophe or a dot, as it does in the index
    composed = unicodedata.normalize("NFC", words).replace("İ", "I")
    found = re.findall(r"\w+(?:['’.]\w+)*", composed.lower())
    if not found:
        raise BadInput("There is no word to search for.", "Give at least one letter or digit.")
    telling = [word for word in found if word not in STOP_WORDS] or found
    if len(telling) > MOST_WORDS:
        raise BadInput(f"These are {len(telling)} words to search for.", f"Give at most {MOST_WORDS}.")
    return " AND ".join(f"({word} OR {_folded(word)}*)" for word in telling)


def _folded(word: str) -> str:
    """Give a word without accents: the index folds whole words by itself, and beginnings of words not."""
    # not NFKD: it makes signs of query syntax out of letters, such as (1) of ⑴
    plain = (each for each in unicodedata.normalize("NFD", word) if not unicodedata.combining(each))
    return "".join(plain).translate(UNFOLDED)


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
    """Find anything by the words of its names and descriptions, best first."""
    ...
