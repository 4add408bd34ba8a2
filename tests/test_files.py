"""Files are written whole or not at all; Cypher texts call functions of ours."""

import re
from pathlib import Path

import pytest

from kb.errors import BadInput
from kb.files import CYPHER, cypher, written


def test_a_file_is_there_when_it_is_whole(tmp_path: Path) -> None:
    path = tmp_path / "f.txt"
    with written(path) as file:
        file.write("all")
        assert not path.exists()
    assert path.read_text() == "all"


def test_what_fails_leaves_the_file_there_was_and_nothing_else(tmp_path: Path) -> None:
    path = tmp_path / "f.txt"
    path.write_text("kept")
    with pytest.raises(ZeroDivisionError), written(path) as file:
        file.write(str(1 / 0))
    assert [each.read_text() for each in tmp_path.iterdir()] == ["kept"]


def test_a_file_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="cannot be written"), written(tmp_path / "nowhere" / "f.txt"):
        pass


def test_calls_of_functions_are_written_out() -> None:
    text, bare = cypher("queries/sharing_priorities"), cypher("functions/scored")
    assert re.sub(r"\bgiven\b", "parts", bare) in text
    assert cypher("queries/consortium").count(re.sub(r"\bgiven\b", "part", cypher("functions/current"))) == 2


@pytest.mark.parametrize("function", sorted(each.stem for each in (CYPHER / "functions").glob("*.cypher")))
def test_no_call_is_left_and_none_is_for_nothing(function: str) -> None:
    texts = [path for path in CYPHER.rglob("*.cypher") if path.parent.name != "functions"]
    calls = [path for path in texts if f"{function}(" in path.read_text(encoding="utf-8")]
    assert calls
    for path in calls:
        assert f"{function}(" not in cypher(path.relative_to(CYPHER).with_suffix("").as_posix())
