"""The error tree: what the docstring draws is what the classes are."""

import re
from collections.abc import Iterator

import kb.errors
from kb.errors import KbError

LINE = re.compile(
    r"^(?P<bars>[│├└─ ]*)(?P<name>\w+) +(?P<code>[A-Z_]+) +(?P<status>\d{3}) +exit (?P<exit>\d)", re.MULTILINE
)


def classes(root: type[KbError] = KbError, depth: int = 0) -> Iterator[tuple[int, type[KbError]]]:
    yield depth, root
    for each in root.__subclasses__():
        if each.__module__ == "kb.errors":
            yield from classes(each, depth + 1)


def test_the_drawn_tree_is_the_tree() -> None:
    drawn = [
        (len(line["bars"]) // 4, line["name"], line["code"], int(line["status"]), int(line["exit"]))
        for line in LINE.finditer(kb.errors.__doc__ or "")
    ]
    assert drawn == [(depth, each.__name__, each.code, each.status, each.exit_code) for depth, each in classes()]


def test_every_error_has_a_code_of_its_own() -> None:
    codes = [each.code for _, each in classes()]
    assert len(codes) == len(set(codes))


def test_an_error_reads_as_one_sentence_after_the_other() -> None:
    assert str(KbError("It broke.", "Mend it.")) == "It broke. Mend it."
    assert str(KbError("It broke.")) == "It broke."
