"""How kinds are declared, and what a declaration is read into.

A kind is a class; its attributes are its fields and relationships. Everything else follows from
that one declaration: constraints, MERGE statements, row checks, GraphQL types and the documentation.

    @node
    class Cluster(Entity):
        \"\"\"A cluster organisation.\"\"\"
        sector: str | None = field("What its firms work on, in the source's words.")
        region: Region | None = to("LOCATED_IN", "Where its seat is.")
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from dataclasses import field as dataclass_field
from datetime import date, datetime
from enum import Enum
from typing import Annotated, Any, get_args, get_origin, get_type_hints

Key = Annotated[str, "key"]
"""A readable key, unique within its kind."""
FullText = Annotated[str, "fulltext"]
"""Text that `search` finds."""
When = Annotated[str, "when"]
"""A date as exactly as it is known: 2016, 2016-06 or 2016-06-01."""
_WHEN = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?")
_PERIOD = re.compile(r"\d{4}-\d{4}")


def is_when(text: str) -> bool:
    """Tell whether a text is such a date."""
    if not _WHEN.fullmatch(text):
        return False
    try:
        date.fromisoformat(text + "0001-01-01"[len(text) :])
    except ValueError:
        return False
    return True


def is_period(text: str) -> bool:
    """Tell whether a text is a programming period, such as 2021-2027."""
    return bool(_PERIOD.fullmatch(text)) and text[:4] < text[5:]


class Point:
    """A place on earth, WGS 84, degrees."""


class Confidence(Enum):
    """How far a fact can be trusted."""

    READ = "Read in the source."
    INFERRED = "Follows from what a source says."
    GENERAL_KNOWLEDGE = "Known to people of the field; no source was read for it."


@dataclass(frozen=True)
class Field:
    """A property of a node or of a relationship."""

    name: str
    type: Any
    many: bool
    required: bool
    mark: str
    doc: str
    stored_as: str


@dataclass(frozen=True)
class Relation:
    """A field that leads from a kind to others: one (`many` false) or a connection.

    `pattern` is Cypher over the variables `this`, `link` and `that`. A stored relation has a `type` and a
    direction; a derived one has only its pattern, and is `distinct` where several ways lead to one node.
    A `shortcut` is stored, and says only what follows from other relationships.
    """

    name: str
    targets: tuple[str, ...]
    many: bool
    doc: str
    pattern: str
    edge: str | None
    type: str | None = None
    outgoing: bool = True
    inverse_of: str | None = None
    distinct: bool = False
    required: bool = False
    shortcut: bool = False


@dataclass(frozen=True)
class Edge:
    """What a relationship says about itself, beside its sources and confidence."""

    name: str
    doc: str
    fields: dict[str, Field]
    keys: tuple[str, ...]


@dataclass(frozen=True)
class Kind:
    """A kind of node: its label, its GraphQL type, its fields and where it leads."""

    name: str
    plural: str
    doc: str
    fields: dict[str, Field]
    relations: dict[str, Relation] = dataclass_field(default_factory=dict)

    @property
    def singular(self) -> str:
        """Give the name of the root field for one of this kind."""
        return self.name[0].lower() + self.name[1:]


@dataclass(frozen=True)
class _Field:
    doc: str
    stored_as: str | None = None


@dataclass(frozen=True)
class _Relation:
    relationship: str | None
    doc: str
    edge: type | None = None
    outgoing: bool = True
    inverse: str | None = None
    inverse_one: bool = False
    pattern: str | None = None
    distinct: bool = False
    shortcut: bool = False


def field(doc: str, stored_as: str | None = None) -> Any:
    """Declare a property with its help text."""
    return _Field(doc, stored_as)


def to(
    type: str,
    doc: str,
    edge: type | None = None,
    inverse: str | None = None,
    inverse_one: bool = False,
    shortcut: bool = False,
) -> Any:
    """Declare a relationship that starts here; `inverse` names the field at its other end."""
    return _Relation(type, doc, edge, True, inverse, inverse_one, shortcut=shortcut)


def by(type: str, doc: str, edge: type | None = None, inverse: str | None = None) -> Any:
    """Declare a relationship that ends here."""
    return _Relation(type, doc, edge, False, inverse)


def path(pattern: str, doc: str, edge: type | None = None, distinct: bool = False) -> Any:
    """Declare where a Cypher pattern leads, over `this`, `that` and, if it has properties to show, `link`."""
    return _Relation(None, doc, edge, pattern=pattern, distinct=distinct)


NODES: dict[str, tuple[type, str]] = {}
EDGES: dict[str, type] = {}


def node(plural: str) -> Callable[[type], type]:
    """Make the class a kind; `plural` names its connection at the root."""

    def declare(cls: type) -> type:
        NODES[cls.__name__] = (cls, plural)
        return cls

    return declare


def edge(cls: type) -> type:
    """Make the class a set of properties that relationships have."""
    EDGES[cls.__name__] = cls
    return cls


def camel(name: str) -> str:
    """Give the GraphQL and Cypher name of a Python one: `as_of` is `asOf`, `from_` is `from`."""
    return re.sub(r"_(\w)", lambda match: match[1].upper(), name.rstrip("_"))


def snake(name: str) -> str:
    """Write a name of GraphQL as Python does: `oneName` as `one_name`."""
    return re.sub("[A-Z]", lambda at: f"_{at[0].lower()}", name)


@dataclass(frozen=True)
class Annotation:
    """An annotation taken apart: `list[Region] | None` and the like."""

    types: tuple[Any, ...]
    many: bool
    required: bool
    mark: str = ""

    @classmethod
    def of(cls, hint: Any) -> Annotation:
        """Take `hint` apart."""
        if get_origin(hint) is Annotated:
            base, mark = get_args(hint)[:2]
            return cls((base,), False, True, mark)
        if get_origin(hint) is list:
            inner = cls.of(get_args(hint)[0])
            return cls(inner.types, True, True, inner.mark)
        members = [cls.of(each) for each in get_args(hint) if each is not type(None)]
        if members:
            types = tuple(each for member in members for each in member.types)
            return cls(types, members[0].many, type(None) not in get_args(hint), members[0].mark)
        return cls((hint,), False, True)


def _hints(cls: type) -> Iterator[tuple[str, Any, Annotation]]:
    names = {name: declared for name, (declared, _) in NODES.items()} | {
        "When": When, "Key": Key, "FullText": FullText, "Point": Point, "date": date, "datetime": datetime,
        "Confidence": Confidence,
    }  # fmt: skip
    for base in reversed(cls.__mro__[:-1]):
        hints = get_type_hints(base, localns=names, include_extras=True)
        for name, declared in vars(base).items():
            if isinstance(declared, (_Field, _Relation)):
                yield name, declared, Annotation.of(hints[name])


def _fields(cls: type) -> dict[str, Field]:
    fields = {}
    for name, declared, hint in _hints(cls):
        if isinstance(declared, _Field):
            stored = declared.stored_as or camel(name)
            fields[camel(name)] = Field(
                camel(name), hint.types[0], hint.many, hint.required, hint.mark, declared.doc, stored
            )
    return fields


def _pattern(type: str, outgoing: bool, targets: tuple[str, ...]) -> str:
    # a relationship of several possible kinds is told apart by its type alone
    that = f"(that:{targets[0]})" if len(targets) == 1 else "(that)"
    return f"(this)-[link:{type}]->{that}" if outgoing else f"(this)<-[link:{type}]-{that}"


def read_edges() -> dict[str, Edge]:
    """Read the declared edge classes; keys tell two relationships of one type between two nodes apart."""
    edges = {}
    for name, cls in EDGES.items():
        fields = _fields(cls)
        keys = tuple(camel(each) for each in getattr(cls, "keys", ()))
        edges[name] = Edge(name, (cls.__doc__ or "").strip(), fields, keys)
    return edges


def read_kinds(everything: str) -> dict[str, Kind]:
    """Read the declared kinds; a relationship to the class named `everything` may end at any kind."""
    kinds = {}
    for name, (cls, plural) in NODES.items():
        kinds[name] = Kind(name, plural, (cls.__doc__ or "").strip(), _fields(cls))
    inverses = []
    for name, (cls, _) in NODES.items():
        for attribute, declared, hint in _hints(cls):
            if not isinstance(declared, _Relation):
                continue
            targets = tuple(each.__name__ for each in hint.types)
            if targets == (everything,):
                targets = tuple(kinds)
            kinds[name].relations[camel(attribute)] = _relation(camel(attribute), declared, targets, hint)
            if declared.inverse:
                inverses.append((name, camel(attribute), declared, targets))
    _add_inverses(kinds, inverses)
    return kinds


def _relation(name: str, declared: _Relation, targets: tuple[str, ...], hint: Annotation) -> Relation:
    pattern = declared.pattern or _pattern(str(declared.relationship), declared.outgoing, targets)
    edge_name = declared.edge.__name__ if declared.edge else ("Link" if "link:" in pattern else None)
    return Relation(
        name, targets, hint.many, declared.doc, pattern, edge_name, declared.relationship, declared.outgoing,
        distinct=declared.distinct, required=hint.required and not hint.many, shortcut=declared.shortcut,
    )  # fmt: skip


def _add_inverses(kinds: dict[str, Kind], inverses: list[tuple[str, str, _Relation, tuple[str, ...]]]) -> None:
    # a class that several kinds inherit (Entity) declares one relationship for all of them
    starts: dict[tuple[str, str], list[str]] = {}
    for name, _, declared, _ in inverses:
        starts.setdefault((str(declared.relationship), str(declared.inverse)), []).append(name)
    for _, attribute, declared, targets in inverses:
        froms = tuple(starts[str(declared.relationship), str(declared.inverse)])
        for target in targets:
            inverse = camel(str(declared.inverse))
            kinds[target].relations[inverse] = Relation(
                inverse, froms, not declared.inverse_one, _inverse_doc(kinds[froms[0]], attribute, len(froms)),
                _pattern(str(declared.relationship), not declared.outgoing, froms),
                declared.edge.__name__ if declared.edge else "Link",
                declared.relationship, not declared.outgoing, inverse_of=attribute,
            )  # fmt: skip


def _inverse_doc(start: Kind, attribute: str, starts: int) -> str:
    whose = f"The {start.plural} that have this" if starts == 1 else "Whatever has this"
    among = "among their" if start.relations[attribute].many else "as their"
    return f"{whose} {among} `{attribute}`."
