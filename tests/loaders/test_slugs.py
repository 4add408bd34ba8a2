"""Keys made of names."""

from __future__ import annotations

import pytest

from kb.loaders.slugs import slug
from kb.sync.check import key


@pytest.mark.parametrize(
    ("parts", "made"),
    [
        (("edih", "Øresund: Hub; No. 1!"), "edih-oresund-hub-no-1"),
        (("Łódź", "Straße"), "lodz-strasse"),
        (("meril", "Αθήνα_2"), "meril-αθηνα-2"),
        (("",), ""),
    ],
)
def test_a_slug(parts: tuple[str, ...], made: str) -> None:
    assert slug(*parts) == made


def test_names_of_signs_alone_stay_apart() -> None:
    assert len({slug("???"), slug("!!!"), slug("")}) == 3
    assert key("id", slug("???")) == slug("???")


def test_long_names_that_begin_alike_stay_apart() -> None:
    one, other = slug("word " * 60 + "one"), slug("word " * 60 + "other")
    assert one != other
    assert one[:140] == other[:140]
    assert key("id", one) == one
