"""Boundaries and label points: which file wins, what is kept of a geometry, and what is refused."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import shapely

from kb.errors import FileRefused
from kb.loaders.boundaries import Boundaries
from kb.loaders.facts import NodeFact
from tests.loaders.conftest import Read, nuts_regions, shared

FILES = Path(__file__).parent / "files" / "boundaries"


def test_the_newest_edition_and_the_finest_scale_win(read: Read) -> None:
    reading = read(Boundaries(), FILES)
    assert {each.id for each in reading.nodes("Region")} == {"XX11", "XX16", "XX17", "XX18"}
    assert reading.node("Region", "XX11").properties == {
        "boundary": '{"type":"Polygon","coordinates":[[[10.1235,50.0],[11.1235,50.0],[11.1235,51.0],[10.1235,51.0],'
        "[10.1235,50.0]]]}",
        "labelPoint": {"latitude": 50.4, "longitude": 10.5},
    }
    assert json.loads(reading.node("Region", "XX17").properties["boundary"])["type"] == "MultiPolygon"
    assert reading.node("Region", "XX18").properties == {"labelPoint": {"latitude": 2.0, "longitude": 1.0}}
    # it only adds to regions: one that the graph does not have is a reject of the load
    assert all(Boundaries().only_adds(each) for each in reading.nodes("Region"))


def test_rejects(read: Read) -> None:
    rejects = read(Boundaries(), FILES).rejects
    assert sorted((each.file, each.line, each.code) for each in rejects) == [
        ("NUTS_LB_2021_4326.geojson", 3, "BAD_GEOMETRY"),
        ("NUTS_RG_20M_2024_4326.geojson", 2, "MISSING_VALUE"),
        ("NUTS_RG_20M_2024_4326.geojson", 3, "MISSING_VALUE"),
        ("NUTS_RG_20M_2024_4326.geojson", 4, "BAD_GEOMETRY"),
        ("NUTS_RG_20M_2024_4326.geojson", 5, "BAD_GEOMETRY"),
        ("NUTS_RG_20M_2024_4326.geojson", 6, "BAD_GEOMETRY"),
    ]


@pytest.mark.parametrize(
    ("name", "text", "says"),
    [
        ("NUTS_RG_60M_2024_4326.geojson", "{", "not JSON"),
        ("NUTS_RG_60M_2024_4326.geojson", '{"type": "Topology"}', "no collection"),
        ("NUTS_RG_60M_2024_4326.geojson", '{"type": "FeatureCollection", "features": {}}', "no collection"),
        (
            "NUTS_RG_60M_2024_4326.geojson",
            '{"type": "FeatureCollection", "crs": {"properties": {"name": "EPSG::3035"}}, "features": []}',
            "not in degrees",
        ),
        ("NUTS_RG_60M_2024_3035.geojson", "{}", "not a name"),
        ("NUTS_BN_60M_2024_4326.geojson", "{}", "not a name"),
    ],
)
def test_files_that_are_something_else_are_refused(tmp_path: Path, name: str, text: str, says: str) -> None:
    (tmp_path / name).write_text(text, encoding="utf-8")
    with pytest.raises(FileRefused, match=says):
        list(Boundaries().rows([tmp_path / name]))


def features(geometry: str, properties: str = '{"NUTS_ID": "XX"}', system: str = "null") -> bytes:
    feature = f'{{"properties": {properties}, "geometry": {geometry}}}'
    return f'{{"type": "FeatureCollection", "crs": {system}, "features": [{feature}]}}'.encode()


def ring(place: str) -> str:
    return f'{{"type": "Polygon", "coordinates": [[[{place}], [1, 3], [2, 3], [{place}]]]}}'


GOOD = features(ring("1, 2"))
DEEP = "[" * 1000 + "]" * 1000


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "not JSON"),
        (GOOD[:-30], "not JSON: unexpected end of data"),
        (GOOD.replace(b"XX", b"\xe9"), "not JSON: str is not valid UTF-8"),
        (GOOD.decode().encode("utf-16"), "not JSON: str is not valid UTF-8"),
        (b"\xef\xbb\xbf" + GOOD, "not JSON: UTF-8 byte order mark"),
        (GOOD.replace(b"XX", b"\\ud800"), "not JSON"),
        (features(ring("NaN, 2")), "not JSON: unexpected character"),
        (features(ring("1e999, 2")), "not JSON: number is infinity"),
        (features(ring("9" * 400 + ", 2")), "not JSON: number is infinity"),
        (b"[" * 5_000_000, "not JSON: depth limit"),
        (features("null", system=DEEP), "not in degrees"),
        (b" " * 100_000_001, "more than 100,000,000 bytes"),
    ],
    ids=["empty", "cut", "latin-1", "utf-16", "mark", "half a character", "nan", "1e999", "long", "deep", "crs", "big"],
)
def test_malformed_files_are_refused(content: bytes, says: str, tmp_path: Path) -> None:
    path = tmp_path / "NUTS_RG_60M_2024_4326.geojson"
    path.write_bytes(content)
    with pytest.raises(FileRefused, match=says) as refused:
        list(Boundaries().rows([path]))
    assert refused.value.hint
    assert len(refused.value.message) < 300


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (features(ring('"1", 2')), "BAD_GEOMETRY"),
        (features(ring("true, 2")), "BAD_GEOMETRY"),
        (features(ring("181, 2")), "BAD_GEOMETRY"),
        (features(ring("1e300, -1e300")), "BAD_GEOMETRY"),
        (features(ring(f"{DEEP[5:-5]}, 2")), "BAD_GEOMETRY"),
        (features(f'{{"type": "Polygon", "coordinates": {DEEP}}}'), "BAD_GEOMETRY"),
        (features(f'{{"type": {DEEP}}}'), "BAD_GEOMETRY"),
        (features(ring("1, 2"), f'{{"NUTS_ID": {DEEP}}}'), "MISSING_VALUE"),
        (features(ring("1, 2"), '{"NUTS_ID": "a\\u0000b"}'), "BAD_KEY"),
        (features(ring("1, 2"), '{"NUTS_ID": {"a": 1}}'), "MISSING_VALUE"),
        (features(ring("1, 2"), "[]"), "MISSING_VALUE"),
        (features("3"), "MISSING_VALUE"),
        (b'{"type": "FeatureCollection", "features": [null]}', "MISSING_VALUE"),
    ],
)
def test_malformed_features_are_rejects(content: bytes, code: str, tmp_path: Path, read: Read) -> None:
    path = tmp_path / "NUTS_RG_60M_2024_4326.geojson"
    path.write_bytes(content)
    [reject] = read(Boundaries(), path).rejects
    assert (reject.line, reject.code) == (1, code)
    assert reject.hint


def test_a_folder_without_boundaries_is_refused(tmp_path: Path) -> None:
    with pytest.raises(FileRefused, match="holds no file"):
        Boundaries().files(tmp_path)


def test_the_real_boundaries(read: Read) -> None:
    folders = [shared("nuts-2021-60m-geojson"), shared("nuts-2024-60m-geojson")]
    drawn: dict[str, dict[str, dict[str, list[object]]]] = {}
    for folder in folders:
        for path in folder.glob("*.geojson"):
            for each in json.loads(path.read_text(encoding="utf-8"))["features"]:
                what = "labelPoint" if each["geometry"]["type"] == "Point" else "boundary"
                drawn.setdefault(each["properties"]["NUTS_ID"], {}).setdefault(what, {})[folder.name] = each["geometry"]
    reading = read(Boundaries(), folders[0].parent)
    assert reading.rejects == []
    assert reading.rows == len(drawn) == 2083
    facts: list[NodeFact] = reading.nodes("Region")
    assert {each.id: set(each.properties) for each in facts} == {id: set(each) for id, each in drawn.items()}
    for each in facts:
        if "boundary" in each.properties:
            newest = drawn[each.id]["boundary"][max(drawn[each.id]["boundary"])]
            ours, theirs = shapely.from_geojson([each.properties["boundary"], json.dumps(newest)])
            assert shapely.hausdorff_distance(ours, theirs) < 0.0001
    # GISCO has the UK's regions of NUTS 2021, the list of regions those of before
    unknown = {each.id for each in facts} - {each.id for each in nuts_regions()}
    assert {each[:2] for each in unknown} == {"UK"}
    assert len(unknown) == 9
