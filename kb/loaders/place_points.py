"""Finds regions by a point, where their boundaries are known."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from statistics import median
from typing import Any

from kb.loaders.regions import Known, innermost, newest

SLACK = 0.2
"""How far a boundary may be from where it is drawn, as a part of the length of a typical line of it."""


class Points:
    """The boundaries of regions; they are read when the first point is asked for."""

    def __init__(self, regions: Iterable[Known], boundaries: Mapping[str, str]) -> None:
        regions = [each for each in regions if each.level and each.editions and each.id in boundaries]
        now = newest(regions)
        self._regions = [each for each in regions if each.id in now]
        self._boundaries = [boundaries[each.id] for each in self._regions]
        self._tree: Any = None
        self._slack = 0.0

    def __getstate__(self) -> dict[str, Any]:
        return {**self.__dict__, "_tree": None}

    def find(self, latitude: float, longitude: float, country: str) -> Known | None:
        """Give the smallest region that the point is sure to lie in: the only one of its level within reach of it.

        Boundaries are drawn more or less coarsely; near one, the point may be on its other side.
        """
        if not self._regions:
            return None
        import shapely  # here, since it is slow to import and seldom needed

        if self._tree is None:
            self._read()
        reached = self._tree.query(shapely.Point(longitude, latitude), predicate="dwithin", distance=self._slack)
        near = [self._regions[each] for each in reached]
        near = [each for each in near if country in ("", each.country)]
        levels = [[each for each in near if each.level == level] for level in {each.level for each in near}]
        return innermost([each[0] for each in levels if len(each) == 1])

    def _read(self) -> None:
        import shapely

        shapes = shapely.from_geojson(self._boundaries)
        self._slack = SLACK * median(shapely.length(shapes) / shapely.get_num_coordinates(shapes))
        self._tree = shapely.STRtree(shapes)
