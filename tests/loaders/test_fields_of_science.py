"""FORD and NABS: codes put right by their place in the list, and only those."""

from __future__ import annotations

from pathlib import Path

from kb.loaders.ford import Ford
from kb.loaders.nabs import Nabs
from tests.loaders.conftest import Read, shared

FILES = Path(__file__).parent / "files"


def test_ford(read: Read) -> None:
    reading = read(Ford(), FILES / "ford" / "OECD.csv")
    first = reading.node("ScientificField", "FORD-2.1")
    assert first.properties == {"name": "Example field 1", "code": "2.1", "scheme": "FORD"}
    assert first.confidence == "READ"
    tenth = reading.node("ScientificField", "FORD-2.10")
    assert (tenth.properties["name"], tenth.confidence) == ("Example field ten", "INFERRED")
    assert "2.10" in tenth.properties["note"]
    assert reading.node("ScientificField", "FORD-2.11").confidence == "READ"
    assert reading.node("ScientificField", "FORD-3").properties["name"] == "Example Medicine"
    assert {(each.this, each.that) for each in reading.links("ScientificField", "parent")} == {
        *((f"FORD-2.{number}", "FORD-2") for number in range(1, 12)),
        ("FORD-3.1", "FORD-3"),
    }
    assert [(each.line, each.code) for each in reading.rejects] == [(14, "BAD_CODE")]


def test_nabs(read: Read) -> None:
    reading = read(Nabs(), FILES / "nabs" / "NABS.csv")
    assert {each.id: each.properties["name"] for each in reading.nodes("ScientificField")} == {
        "NABS-1": "Example of the Earth", "NABS-12.1": "Example science (GUF)",
    }  # fmt: skip
    assert [(each.line, each.code) for each in reading.rejects] == [(4, "BAD_CODE")]


def test_the_real_ford(read: Read) -> None:
    file = shared("onlines3-innovation-maps/OECD.csv")
    reading = read(Ford(), file)
    assert (reading.rows, reading.rejects) == (42, [])
    fields = {each.id: each for each in reading.nodes("ScientificField")}
    assert len(fields) == 42 + 6
    assert fields["FORD-2.10"].properties["name"] == "Nano-Technology"
    assert fields["FORD-2.1"].properties["name"] == "Civil Engineering"
    assert [each.id for each in fields.values() if each.confidence == "INFERRED" and "." in each.id] == ["FORD-2.10"]
    lines = file.read_text(encoding="utf-8-sig").splitlines()[1:]
    for line in lines:
        code = line.split(",")[0].rstrip(".")
        name = line.split(",", 1)[1].rsplit(",", 1)[0].strip('"')
        assert name in {fields[f"FORD-{code}"].properties["name"], fields["FORD-2.10"].properties["name"]}


def test_the_real_nabs(read: Read) -> None:
    file = shared("onlines3-innovation-maps/NABS.csv")
    reading = read(Nabs(), file)
    assert (reading.rows, reading.rejects) == (24, [])
    lines = file.read_text(encoding="utf-8-sig").splitlines()[1:]
    assert {each.replace(".,", ",", 1) for each in lines} == {
        f"{each.properties['code']},{each.properties['name']}" for each in reading.nodes("ScientificField")
    }
