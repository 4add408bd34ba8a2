"""Where facts are from, and where sources disagree, held against the files and the facts themselves."""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path
from typing import Any

from kb.graph import Graph

Ask = Callable[..., Any]
Asking = Callable[[Graph], Ask]
STARTER = Path(__file__).parent.parent.parent / "kb" / "loaders" / "starter"


def test_sources_disagree_where_numbers_differ_or_each_gives_another_text(starter: Graph, asking: Asking) -> None:
    answer = asking(starter)(
        "{ disagreements(first: 1000) { nodes { about { id __typename } attribute period unit least most confidence"
        " claims { id value } sources { id } facts { type } } } }"
    )
    said: defaultdict[Any, list[Any]] = defaultdict(list)
    for kind, id, claim in starter.read("MATCH (c:Claim)-[:ABOUT]->(x) RETURN labels(x)[0], x.id, properties(c)"):
        key = kind, id, claim["attribute"], claim.get("period"), claim.get("unit")
        said[key].append(claim)

    def value(claim: Any) -> Any:
        return claim.get("number", claim["value"])

    def disagree(claims: list[Any]) -> bool:
        by_source: defaultdict[Any, set[Any]] = defaultdict(set)
        for claim in claims:
            by_source[tuple(claim["sources"])].add(value(claim))
        one_each = all("number" in each for each in claims) or all(len(each) == 1 for each in by_source.values())
        return len({value(each) for each in claims}) > 1 and one_each

    expected = {key: {each["id"] for each in claims} for key, claims in said.items() if disagree(claims)}
    rows = answer["disagreements"]["nodes"]
    found = {
        (row["about"]["__typename"], row["about"]["id"], row["attribute"], row["period"], row["unit"]): row
        for row in rows
    }
    assert {key: {each["id"] for each in row["claims"]} for key, row in found.items()} == expected
    assert len(rows) == len(expected) > 5
    for key, row in found.items():
        numbers = [each["number"] for each in said[key] if "number" in each]
        assert (row["least"], row["most"]) == ((min(numbers), max(numbers)) if numbers else (None, None))
        assert {each["id"] for each in row["sources"]} == {one for each in said[key] for one in each["sources"]}
    event = found["Event", "smart-regions-2016", "participants", "2016-06", "persons"]
    assert [each["value"] for each in event["claims"]] == ["300+", "636"]
    leads = found["Partnership", "H2V", "number of leads", "2025", "regions"]  # one article says both
    assert (leads["least"], leads["most"]) == (3, 4)


def test_only_of_some_kinds_or_of_one_attribute(starter: Graph, asking: Asking) -> None:
    ask = asking(starter)
    rows = ask("{ disagreements(kinds: [FUND], first: 1000) { nodes { about { __typename } } } }")["disagreements"][
        "nodes"
    ]
    assert {row["about"]["__typename"] for row in rows} == {"Fund"}
    rows = ask('{ disagreements(attribute: "participants", first: 1000) { nodes { attribute } } }')["disagreements"][
        "nodes"
    ]
    assert {row["attribute"] for row in rows} == {"participants"}


def test_a_fact_is_traced_to_the_line_it_stands_in(starter: Graph, asking: Asking) -> None:
    with (STARTER / "clusters.csv").open(encoding="utf-8", newline="") as file:
        reader = csv.reader(file)
        header = next(reader)
        lines = {row[header.index("id")]: reader.line_num for row in reader}
    ask = asking(starter)
    for id in sorted(lines)[::61]:
        rows = ask(
            f'{{ provenance(of: {{kind: CLUSTER, id: "{id}"}}, first: 1000) {{ nodes {{ relationship {{ type endNode'
            " { id } } load { dataset version } file line confidence sources { id } } } }"
        )["provenance"]["nodes"]
        own, *others = rows
        assert own["relationship"] is None
        assert (own["file"], own["line"], own["load"]["dataset"]) == ("clusters.csv", lines[id], "starter")
        links = starter.read("MATCH (c:Cluster {id: $id})-[r]-() RETURN count(r)", {"id": id})
        assert len(others) == links[0][0] > 0
        for each in others:
            assert each["sources"]
            told = (STARTER / each["file"]).read_text(encoding="utf-8").splitlines()[each["line"] - 1]
            assert id in told
            assert each["relationship"]["endNode"]["id"] in told


def test_what_follows_from_others_has_a_load_and_no_line(starter: Graph, asking: Asking) -> None:
    rows = asking(starter)(
        '{ provenance(of: {kind: REGION, id: "ITC4"}, relationships: [WITHIN, SIMILAR_TO], first: 1000)'
        " { nodes { relationship { type } load { dataset } line } } }"
    )["provenance"]["nodes"]
    within = [row for row in rows if row["relationship"]["type"] == "WITHIN"]
    assert within
    assert {(row["load"]["dataset"], row["line"]) for row in within} == {("nuts", None)}
    assert {row["load"]["dataset"] for row in rows if row["relationship"]["type"] == "SIMILAR_TO"} == {"similarity"}
