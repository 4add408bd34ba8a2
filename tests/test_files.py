"""Files are written whole or not at all."""

from pathlib import Path

import pytest

from kb.errors import BadInput
from kb.files import written


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
