"""NACE Rev. 2 and 2.1: the codes of each level, and what each activity is part of."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest

from kb.errors import FileRefused
from kb.loaders.nace import Nace
from kb.loaders.nace21 import Nace21
from tests.loaders.conftest import Read, Reading, shared

FILES = Path(__file__).parent / "files"


def parents(reading: Reading) -> dict[str, str]:
    return {each.this: each.that for each in reading.links("Sector", "parent")}


def test_rev_2_is_read_from_three_columns_of_a_broken_header(read: Read) -> None:
    reading = read(Nace(), FILES / "nace" / "NACE_REV2_en.csv")
    assert reading.node("Sector", "NACE2-91.1").properties == {
        "name": "Example group, first", "code": "91.1", "revision": "2", "level": 3,
    }  # fmt: skip
    assert parents(reading) == {
        "NACE2-91": "NACE2-X", "NACE2-91.1": "NACE2-91", "NACE2-91.10": "NACE2-91.1", "NACE2-95": "NACE2-Y",
    }  # fmt: skip
    assert {each.confidence for each in reading.links("Sector", "parent")} == {"INFERRED"}
    assert [(each.line, each.code) for each in reading.rejects] == [(7, "BAD_CODE")]


def test_a_division_before_every_section_is_rejected(read: Read, tmp_path: Path) -> None:
    file = tmp_path / "nace.csv"
    file.write_text("Level,Code,Description\n2,91,Example division\n", encoding="utf-8")
    assert [each.code for each in read(Nace(), file).rejects] == ["NO_PARENT"]


def test_a_header_that_is_not_the_table_s_is_refused(read: Read, tmp_path: Path) -> None:
    file = tmp_path / "nace.csv"
    file.write_text('"Level","Code","Titel ("kurz")"\n', encoding="utf-8")
    with pytest.raises(FileRefused, match="lacks columns: Description"):
        read(Nace(), file)


def test_rev_21_leaves_norway_s_own_level_out(read: Read) -> None:
    reading = read(Nace21(), FILES / "nace21" / "nacecodes.csv")
    assert reading.rows == 5
    assert sorted(each.id for each in reading.nodes("Sector")) == [
        "NACE2.1-91", "NACE2.1-91.1", "NACE2.1-91.11", "NACE2.1-X",
    ]  # fmt: skip
    assert parents(reading)["NACE2.1-91"] == "NACE2.1-X"
    assert [(each.line, each.code) for each in reading.rejects] == [(7, "NO_PARENT")]


def test_the_real_rev_2(read: Read) -> None:
    file = shared("nace-rev2/NACE_REV2_en.csv")
    reading = read(Nace(), file)
    assert reading.rejects == []
    levels = Counter(each.properties["level"] for each in reading.nodes("Sector"))
    assert levels == {1: 21, 2: 88, 3: 272, 4: 615}  # as the regulation counts them
    raw = re.findall(r'^"([1-4])","([^"]+)","([^"]+)"', file.read_text(encoding="utf-8-sig"), re.MULTILINE)
    assert len(raw) == reading.rows == 996
    assert {(code, name.strip()) for _, code, name in raw} == {
        (each.properties["code"], each.properties["name"]) for each in reading.nodes("Sector")
    }
    above = parents(reading)
    assert above["NACE2-26"] == "NACE2-C"
    assert above["NACE2-62"] == "NACE2-J"
    assert above["NACE2-99"] == "NACE2-U"
    assert set(above.values()) <= {each.id for each in reading.nodes("Sector")}
    assert len(above) == 996 - 21


def test_the_real_rev_21(read: Read) -> None:
    file = shared("nace-rev2.1-sn2025/nacecodes.csv")
    reading = read(Nace21(), file)
    assert reading.rejects == []
    lines = [each.split('";"') for each in file.read_text(encoding="utf-8-sig").splitlines()[1:]]
    nace = [each for each in lines if each[2] != "5"]
    assert len(nace) == reading.rows == len(lines) - 736
    assert Counter(each.properties["level"] for each in reading.nodes("Sector")) == {1: 22, 2: 87, 3: 287, 4: 651}
    assert {(f"NACE2.1-{code[1:]}", f"NACE2.1-{above}") for code, above, *_ in nace if above} == set(
        parents(reading).items()
    )
    assert set(parents(reading).values()) <= {each.id for each in reading.nodes("Sector")}
