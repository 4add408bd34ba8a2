"""Reads GeoJSON: its features, and their geometries as text that is no longer than it needs to be."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import orjson

from kb.errors import FileRefused
from kb.loaders.opened import whole
from kb.loaders.rejects import Rejected

MOST_BYTES = 100_000_000
"""What a file may have: it is read as a whole, and takes some times as much memory."""
DIGITS = 4
"""Decimals of a degree that are kept: some ten metres, finer than any boundary of all Europe is drawn."""
DEPTHS = {"Polygon": 2, "MultiPolygon": 3}
"""The geometries that boundaries have, and how deep in lists their points are."""
WGS84 = ("4326", "CRS84")
HINT = "Take the file as GISCO has it: GeoJSON, EPSG:4326."


@dataclass(frozen=True, slots=True)
class Feature:
    """One feature of a file; `number` counts them from 1."""

    file: str
    number: int
    code: str
    properties: Mapping[str, Any]
    geometry: Mapping[str, Any] | None


def read_features(path: Path) -> Iterator[Feature]:
    """Give the features of a file; raise FileRefused where it is not GeoJSON in degrees."""
    try:
        content = orjson.loads(whole(path, MOST_BYTES))
    except orjson.JSONDecodeError as error:
        raise FileRefused(f"{path.name} is not JSON: {error}.", HINT) from None
    features = content.get("features") if isinstance(content, dict) else None
    if not isinstance(features, list) or content.get("type") != "FeatureCollection":
        raise FileRefused(f"{path.name} is no collection of GeoJSON features.", HINT)
    system = text(content.get("crs") or WGS84[0])
    if not any(each in system for each in WGS84):
        raise FileRefused(f"{path.name} is not in degrees: {system[:100]}.", HINT)
    for number, each in enumerate(features, start=1):
        each = each if isinstance(each, dict) else {}
        properties, geometry = each.get("properties"), each.get("geometry")
        properties = properties if isinstance(properties, dict) else {}
        geometry = geometry if isinstance(geometry, dict) else None
        code = properties.get("NUTS_ID")
        yield Feature(path.name, number, code.strip() if isinstance(code, str) else "", properties, geometry)


def compact(geometry: Mapping[str, Any]) -> str:
    """Give a polygon, or several, as text with its coordinates rounded; raise Rejected where it is none."""
    type = text(geometry.get("type"))
    if type not in DEPTHS:
        raise _bad(f"{type} is not {' or '.join(DEPTHS)}")
    rounded = {"type": type, "coordinates": _rounded(geometry.get("coordinates"), DEPTHS[type])}
    return orjson.dumps(rounded).decode()


def position(geometry: Mapping[str, Any]) -> tuple[float, float]:
    """Give a GeoJSON point as latitude and longitude; raise Rejected where it is none."""
    if geometry.get("type") != "Point":
        raise _bad(f"{text(geometry.get('type'))} is not Point")
    longitude, latitude = _pair(geometry.get("coordinates"))
    return latitude, longitude


def _rounded(coordinates: Any, depth: int) -> list[Any]:
    if depth == 0:
        return _pair(coordinates)
    if not isinstance(coordinates, list) or not coordinates:
        raise _bad("coordinates are missing")
    parts = [_rounded(each, depth - 1) for each in coordinates]
    if depth == 1 and (len(parts) < 4 or parts[0] != parts[-1]):
        raise _bad("a ring is not closed, or has less than four points")
    return parts


def _pair(given: Any) -> list[float]:
    if not isinstance(given, list) or len(given) < 2 or not all(_is_number(each) for each in given[:2]):
        raise _bad(f"{text(given)[:100]} is no place")
    longitude, latitude = (round(float(each), DIGITS) for each in given[:2])
    if abs(latitude) > 90 or abs(longitude) > 180:
        raise _bad(f"{given[:2]} is no place on earth, in degrees")
    return [longitude, latitude]


def text(given: Any) -> str:
    """Give a text as it is, and anything else of JSON as JSON, if it is not nested too deep for that."""
    try:
        return given if isinstance(given, str) else orjson.dumps(given).decode()
    except orjson.JSONEncodeError:
        return "[[[...]]]"


def _is_number(given: Any) -> bool:
    return isinstance(given, int | float) and not isinstance(given, bool) and math.isfinite(given)


def _bad(reason: str) -> Rejected:
    return Rejected("BAD_GEOMETRY", f"The geometry cannot be read: {reason}.", HINT)
