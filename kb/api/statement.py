"""One Cypher statement: its text, its parameters, and what becomes of its rows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any

import orjson

from kb.api.known import Named, NamedNode
from kb.api.late import Late
from kb.api.shape import Function
from kb.errors import BadInput
from kb.projection import Computed


@dataclass(frozen=True)
class Asked:
    """What is to be computed before a statement runs, and the arguments it is computed for."""

    computed: Computed
    arguments: Mapping[str, Any]


@dataclass
class Parameters:
    """The parameters of a statement.

    `late` says which are the values of which variables, whatever these are, and `asked` which are yet to be computed.
    """

    fixed: dict[str, Any] = field(default_factory=dict)
    late: dict[str, str] = field(default_factory=dict)
    asked: dict[str, Asked] = field(default_factory=dict)
    named: list[Named] = field(default_factory=list)
    """The ids that must be there."""
    nodes: list[NamedNode] = field(default_factory=list)
    """The nodes that must be there."""

    def add(self, value: Any) -> str:
        """Give the Cypher for a value; raise BadInput for one that cannot be a parameter."""
        name = f"p{len(self.fixed) + len(self.late) + len(self.asked)}"
        if isinstance(value, Late):
            self.late[name] = value.name
        elif isinstance(value, Asked):
            self.asked[name] = value
        else:
            self.fixed[name] = _sound(value)
        return f"${name}"

    def given(self, variables: Mapping[str, Any]) -> dict[str, Any]:
        """Give all by their names; raise BadInput for the value of a variable that cannot be a parameter."""
        return self.fixed | {name: _sound(variables[each]) for name, each in self.late.items()}


@dataclass(frozen=True)
class Statement:
    """One Cypher statement with its parameters, what becomes of each row, and the answer from all of them."""

    cypher: str
    parameters: Parameters
    row: Function
    answer: Function
    kinds: frozenset[str]
    """The kinds that it looks for: what its answer rests on."""


def _sound(value: Any) -> Any:
    """Give a value that can be a parameter; raise BadInput for one that cannot."""
    try:
        orjson.dumps(value, _moment, orjson.OPT_PASSTHROUGH_DATETIME)
    except TypeError as error:
        if isinstance(error.__cause__, OverflowError):
            raise BadInput("A moment is not within the years 1 to 9999 of UTC.", "Choose another.") from None
        raise BadInput("A text holds half a character.", "Send Unicode text, without lone surrogates.") from None
    return value


def _moment(value: date) -> str:
    return str(value.astimezone(UTC) if isinstance(value, datetime) else value)
