"""What rows agree on does not depend on which comes first."""

from __future__ import annotations

from itertools import permutations

from kb.loaders.agreed import Agreed

ROWS = [
    {"name": "Beispiel", "city": "Wien", "sme": "true", "website": ""},
    {"name": "BEISPIEL", "city": "Wien", "sme": "false", "website": "http://www.example.org"},
    {"name": "Beispiel", "city": "", "sme": "true", "website": ""},
]


def test_what_is_said_alike_or_once_stands_and_what_differs_is_unknown() -> None:
    for rows in permutations(ROWS):
        agreed = Agreed()
        for row in rows:
            agreed.hear("900000001", row)
        assert agreed.of("900000001") == {"name": "BEISPIEL", "city": "Wien", "website": "http://www.example.org"}


def test_nothing_is_known_of_what_no_row_speaks_of() -> None:
    assert Agreed().of("900000001") == {}
