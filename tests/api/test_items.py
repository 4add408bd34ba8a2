"""Reading what a Cypher text returns, and giving its variables other names."""

from __future__ import annotations

import pytest

from kb.api.items import all_of, along, renamed, returned
from kb.api.reach import Along
from kb.schema import KINDS


@pytest.mark.parametrize(
    ("text", "columns"),
    [
        ("MATCH (that) RETURN that", [("that", "that")]),
        ("MATCH (that) RETURN DISTINCT that", [("that", "that")]),
        ("MATCH (a) RETURN a, a.id AS id", [("a", "a"), ("a.id", "id")]),
        ("RETURN round(1.0 * a / (b + c), 4) AS score, b", [("round(1.0 * a / (b + c), 4)", "score"), ("b", "b")]),
        (
            "RETURN [n IN nodes(p) WHERE n:A | n.id] AS path,\n  {a: 1, b: [2, 3]} AS map",
            [("[n IN nodes(p) WHERE n:A | n.id]", "path"), ("{a: 1, b: [2, 3]}", "map")],
        ),
        ("CALL (a) {\n  MATCH (b) RETURN collect(b) AS all\n}\nRETURN all AS\n  those", [("all", "those")]),
        ("RETURN a AS those, b", [("a", "those"), ("b", "b")]),
    ],
)
def test_what_a_text_returns(text: str, columns: list[tuple[str, str]]) -> None:
    assert returned(text) == columns


@pytest.mark.parametrize(
    ("cypher", "names", "expected"),
    [
        ("(this)-[link:A]->(that)", {"this": "n1", "that": "n2", "link": "n3"}, "(n1)-[n3:A]->(n2)"),
        ("that.this", {"this": "n1", "that": "n2"}, "n2.this"),
        ("$this + this", {"this": "n1"}, "$this + n1"),
        ("thistle AND this", {"this": "n1"}, "thistle AND n1"),
        ("this_one = this", {"this": "n1"}, "this_one = n1"),
        ("hop + hops", {"hop": "hop_1", "hops": "hops_1"}, "hop_1 + hops_1"),
        ("this", {"this": "that", "that": "this"}, "that"),
    ],
)
def test_variables_get_other_names(cypher: str, names: dict[str, str], expected: str) -> None:
    assert renamed(cypher, names) == expected


@pytest.mark.parametrize("kind", KINDS.values(), ids=lambda kind: kind.name)
def test_every_relation_has_an_order_and_names_of_its_own(kind) -> None:
    assert [str(each) for each in all_of(kind, "x").order] == ["x.id"]
    for relation in kind.relations.values():
        items = along(Along(relation), "here", "there", "way")
        assert str(items.order[0]) == "there.id"
        assert items.link == ("way" if relation.edge else None)
        assert not {"this", "that", "link"} & set(items.find.replace("(", " ").replace(")", " ").split())
