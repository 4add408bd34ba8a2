"""What becomes of the lists that Neo4j returns: the response, in the order it was asked for.

Answers are small objects by the thousands, so the shape of an answer is written out as one Python expression, in which
dicts and lists are displayed and nothing is called for each of them. Nothing but numbers goes into its text: what it
speaks of (keys, functions) are its constants.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import count
from typing import Any, Protocol, TypeAlias, TypeVar, cast

from kb.schema.model import snake

T = TypeVar("T")


@dataclass
class Tally:
    """Counts the rows of an answer while they are shaped."""

    rows: int = 0


Function: TypeAlias = Callable[[Any, Tally], Any]
"""Gives the answer for a value, and counts the rows in it."""


@dataclass
class Scope:
    """The names in an expression: of its constants, and of the variables of its loops."""

    constants: list[Any] = field(default_factory=list)
    variables: int = 0

    def constant(self, value: Any) -> str:
        """Give the name of a constant."""
        self.constants.append(value)
        return f"c{len(self.constants) - 1}"

    def variable(self) -> str:
        """Give the name of a new variable."""
        self.variables += 1
        return f"v{self.variables}"


class Shape(Protocol):
    """What becomes of a value."""

    def code(self, value: str, scope: Scope) -> str:
        """Give the Python expression over that for the value."""
        ...


@dataclass(frozen=True)
class Part:
    """A Cypher expression, and what becomes of its value; without a shape the value is the answer."""

    cypher: str
    shape: Shape | None = None


@dataclass(frozen=True)
class Object:
    """An object: a list in Cypher, a dict in the answer. A field without a part is `__typename`."""

    typename: str
    fields: Sequence[tuple[str, Part | None]]

    def code(self, value: str, scope: Scope) -> str:
        """Give the dict."""
        at = count()
        return displayed(scope, [(key, self._value(part, value, at, scope)) for key, part in self.fields])

    def _value(self, part: Part | None, value: str, at: count[int], scope: Scope) -> str:
        return scope.constant(self.typename) if part is None else shaped(part.shape, f"{value}[{next(at)}]", scope)


@dataclass(frozen=True)
class Each:
    """A list, with a shape for each of its values."""

    shape: Shape | None

    def code(self, value: str, scope: Scope) -> str:
        """Give the list."""
        rows, one = f"{scope.constant(_counted)}({value}, tally)", scope.variable()
        return f"[{self.shape.code(one, scope)} for {one} in {rows}]" if self.shape else rows


@dataclass(frozen=True)
class OrNull:
    """A shape that lets null be null."""

    shape: Shape | None

    def code(self, value: str, scope: Scope) -> str:
        """Give null or what the shape gives."""
        return f"(None if {value} is None else {self.shape.code(value, scope)})" if self.shape else value


@dataclass(frozen=True)
class Under:
    """An object with one key: all that is asked for of many connections."""

    key: str
    shape: Shape

    def code(self, value: str, scope: Scope) -> str:
        """Give the dict."""
        return displayed(scope, [(self.key, self.shape.code(value, scope))])


@dataclass(frozen=True)
class OfKind:
    """A value that its kind leads, by which the shape is chosen."""

    shapes: Mapping[str, Shape | None]

    def code(self, value: str, scope: Scope) -> str:
        """Give the call of the function for the kind."""
        functions = {name: function(shape) for name, shape in self.shapes.items()}
        return f"{scope.constant(functions)}[{value}[0]]({value}[1], tally)"


@dataclass(frozen=True)
class By:
    """A shape that is a function."""

    function: Function

    def code(self, value: str, scope: Scope) -> str:
        """Give the call of the function."""
        return f"{scope.constant(self.function)}({value}, tally)"


def displayed(scope: Scope, pairs: Sequence[tuple[str, str]]) -> str:
    """Give the expression of a dict, of keys and the expressions of their values."""
    return "{" + ", ".join(f"{scope.constant(key)}: {value}" for key, value in pairs) + "}"


def shaped(shape: Shape | None, value: str, scope: Scope) -> str:
    """Give the expression over that for a value, which may have no shape."""
    return shape.code(value, scope) if shape else value


def function(shape: Shape | None) -> Function:
    """Give the function that a shape is."""
    scope = Scope()
    code = shaped(shape, "value", scope)
    return _made(code, len(scope.constants))(*scope.constants)


@lru_cache(1024)
def _made(code: str, constants: int) -> Callable[..., Function]:
    names = ", ".join(f"c{at}" for at in range(constants))
    return cast("Callable[..., Function]", eval(f"lambda {names}: lambda value, tally: {code}"))  # noqa: S307


def _counted(rows: list[T], tally: Tally) -> list[T]:
    tally.rows += len(rows)
    return rows


def attributes(typename: str, fields: Sequence[tuple[str, str, Shape | None]]) -> Shape:
    """Make a dict of an object: under each key an attribute, shaped."""
    functions = [(key, snake(name), function(shape)) for key, name, shape in fields]

    def made(value: Any, tally: Tally) -> dict[str, Any]:
        found = (
            (key, typename if name == "__typename" else getattr(value, name), make) for key, name, make in functions
        )
        return {key: make(each, tally) for key, each, make in found}

    return By(made)
