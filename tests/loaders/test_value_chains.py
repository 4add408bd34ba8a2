"""Value chains: a table of one's own."""

from __future__ import annotations

from pathlib import Path

from kb.graph import Graph
from kb.loaders.value_chains import ValueChains
from kb.settings import Settings
from kb.sync.load import load
from tests.loaders.conftest import Read

FILE = Path(__file__).parent / "files" / "value-chains" / "hydrogen.csv"
STUDY = "value-chains-a-study-of-hydrogen-valleys"


def test_who_supplies_and_who_needs_what(read: Read) -> None:
    reading = read(ValueChains(), FILE)
    assert reading.rows == 8
    stage = reading.node("ValueChainStage", "hydrogen-storage")
    assert stage.properties == {"name": "Storage", "chain": "Hydrogen", "position": 2}
    assert reading.node("ValueChainStage", "batteries-cells").properties == {"name": "Cells", "chain": "Batteries"}
    told = {
        relation: {
            (each.this, each.that_kind, each.that, each.properties.get("basis"), each.sources)
            for each in reading.links("ValueChainStage", relation)
        }
        for relation in ("suppliers", "seekers")
    }
    assert told == {
        "suppliers": {
            ("hydrogen-electrolysers", "Region", "DEA", "makes electrolysers", (STUDY,)),
            ("hydrogen-storage", "Cluster", "hydrogen-cluster", "builds tanks", ("value-chains",)),
            ("batteries-cells", "Region", "PL51", "makes cells", ("value-chains",)),
        },
        "seekers": {
            ("hydrogen-storage", "Region", "DEA", "looks for storage", (STUDY,)),
            ("hydrogen-electrolysers", "Cluster", "hydrogen-cluster", None, ("value-chains-its-own-site",)),
        },
    }
    assert reading.node("Source", STUDY).properties == {
        "name": "A study of hydrogen valleys",
        "url": "https://example.org/valleys",
        "dataset": "value-chains",
    }
    assert [(each.line, each.code) for each in reading.rejects] == [
        (7, "UNKNOWN_NAME"), (8, "MISSING_VALUE"), (9, "UNKNOWN_NAME"),
    ]  # fmt: skip


def test_an_actor_nobody_knows_is_rejected(starter: Graph, settings: Settings, tmp_path: Path) -> None:
    report = load(starter, ValueChains(), settings, file=FILE, dry_run=True)
    assert report.accepted == 3  # the two of the hydrogen cluster, which is in no dataset, fall
