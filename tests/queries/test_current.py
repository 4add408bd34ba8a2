"""Which memberships are current, held against the days that their dates may be."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import product

from kb.files import cypher
from kb.graph import Graph
from tests.queries.conftest import current

TODAY = datetime.now(UTC).date()
DATES = sorted({str(TODAY + timedelta(days))[:size] for days in (-800, -40, -1, 0, 1, 40, 800) for size in (4, 7, 10)})


def test_what_is_current_may_be_of_today(graph: Graph) -> None:
    said = [{"from": since, "to": until} for since, until in product([None, *DATES], repeat=2)]
    told = graph.read(f"UNWIND $said AS given RETURN {cypher('functions/current')}", {"said": said})
    assert [each for [each] in told] == [current(each) for each in said]
    assert 0 < sum(each for [each] in told) < len(said)
