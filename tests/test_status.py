"""What the graph holds, as counted by Neo4j itself."""

from kb import status
from kb.graph import Graph
from kb.schema import KINDS


def test_counts_are_those_of_the_graph(starter: Graph) -> None:
    found = status.read(starter)
    nodes = dict(starter.read("MATCH (n) UNWIND labels(n) AS label RETURN label, count(*)"))
    assert found["nodes"] == {kind.plural: nodes.get(kind.name, 0) for kind in KINDS.values()}
    assert sum(found["links"].values()) == starter.read("MATCH ()-[link]->() RETURN count(link)")[0][0]
    for name, cypher in {
        "clusters.region": "MATCH (:Cluster)-[link:LOCATED_IN]->(:Region) RETURN count(link)",
        "platforms.members": "MATCH (:Platform)<-[link:MEMBER_OF_PLATFORM]-(:Region) RETURN count(link)",
    }.items():
        assert found["links"][name] == starter.read(cypher)[0][0] > 0
    assert found["pipelineProjects"] == starter.read("MATCH (n:Project {pipeline: true}) RETURN count(n)")[0][0]


def test_the_last_load_of_each_dataset_is_told(starter: Graph) -> None:
    found = status.read(starter)
    assert [each["dataset"] for each in found["loads"]] == ["nuts", "starter", "similarity"]
    for each in found["loads"]:
        assert each["rows"] == each["accepted"] + each["rejected"] > 0
        assert each["facts"] > 0
        assert len(each["checksum"]) == 64
        assert len(each["rejects"]) == min(each["rejected"], 100)
    assert found["version"] == max(each["version"] for each in found["loads"])
