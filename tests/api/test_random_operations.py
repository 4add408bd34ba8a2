"""Whatever valid operation is written, the service answers it as the reference does.

`KB_TEST_OPERATIONS` says how many are tried; they are the same at every run.
"""

from __future__ import annotations

import os
from typing import Any

import pytest
from graphql import parse, validate
from hypothesis import HealthCheck, given, note, settings
from hypothesis import strategies as st

HOW_MANY = int(os.environ.get("KB_TEST_OPERATIONS", "2000"))
SETTINGS = {"derandomize": True, "deadline": None, "database": None, "suppress_health_check": list(HealthCheck)}


@pytest.fixture
def ids(both) -> dict[str, list[str]]:
    """Give the ids of the best connected nodes of each kind, and of the regions with most matches."""
    facts = both.reference.facts

    def links(node: Any) -> int:
        return -sum(map(len, [*node.starts.values(), *node.ends.values()]))

    def matches(region: Any) -> int:
        return -len(facts.matches(region, None, 2, inherited=False))

    found = {kind: sorted(nodes.values(), key=links)[:20] for kind, nodes in facts.nodes.items()}
    found["Region"] = [*found["Region"][:6], *sorted(facts.nodes["Region"].values(), key=matches)[:14]]
    return {kind: [node.id for node in nodes] or ["none"] for kind, nodes in found.items()}


@settings(max_examples=HOW_MANY, **SETTINGS)
@given(data=st.data())
def test_a_random_operation(both, ids, operations_of, monkeypatch, data) -> None:
    # an operation may tell of more than that at a time: what is refused tells nothing
    monkeypatch.setattr("kb.api.groups.MOST_STEPS", 1000)
    operation = data.draw(operations_of(both.reference.schema, ids))
    note(f"{operation.text}\n{operation.variables}")
    assert validate(both.reference.schema, parse(operation.text)) == []
    after: tuple[Any, Any] = (None, None)
    for _ in range(3):
        variables = [{**operation.variables, "after": each} for each in after] if operation.paged else []
        answers = both.ask_each(operation.text, *(variables or [operation.variables] * 2))
        if not operation.paged or not answers[0]["paged"]["at"]["hasNextPage"]:
            return
        after = tuple(each["paged"]["at"]["endCursor"] for each in answers)
