"""Labels are left out of patterns where, and only where, the relationships beside a node say its kind."""

import pytest

from kb.schema import KINDS
from kb.schema.pattern import lean

ENDS = {
    ("MEMBER_OF", False): {"Cluster"},
    ("MEMBER_OF", True): {"ClusterPartnership"},
    ("ABOUT", False): {"Claim"},
    ("ABOUT", True): {"Region", "Cluster"},
}


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        ("(this)-[link:MEMBER_OF]->(that:ClusterPartnership)", "(this)-[link:MEMBER_OF]->(that)"),
        ("(this)<-[link:MEMBER_OF]-(that:Cluster)", "(this)<-[link:MEMBER_OF]-(that)"),
        (
            "(this)-[:MEMBER_OF]->(:ClusterPartnership)<-[:MEMBER_OF]-(that:Cluster) WHERE that <> this",
            "(this)-[:MEMBER_OF]->()<-[:MEMBER_OF]-(that) WHERE that <> this",
        ),
        # of several kinds there, of another, or of a type that is not known
        ("(this)-[:ABOUT]->(that:Cluster)", "(this)-[:ABOUT]->(that:Cluster)"),
        ("(this)-[:ABOUT]->(:Cluster)-[:MEMBER_OF]->(that)", "(this)-[:ABOUT]->()-[:MEMBER_OF]->(that)"),
        ("(this)-[:MEMBER_OF]->(that:Cluster)", "(this)-[:MEMBER_OF]->(that:Cluster)"),
        ("(this)-[:OTHER]->(that:Cluster)", "(this)-[:OTHER]->(that:Cluster)"),
        ("(that:Source) WHERE that.id IN this.sources", "(that:Source) WHERE that.id IN this.sources"),
    ],
)
def test_a_pattern_is_lean(pattern: str, expected: str) -> None:
    assert lean(pattern, ENDS) == expected


def test_what_the_model_leads_to_is_said_by_its_patterns() -> None:
    assert KINDS["Cluster"].relations["partners"].pattern == (
        "(this)-[:MEMBER_OF]->()<-[:MEMBER_OF]-(that) WHERE that <> this"
    )
    assert KINDS["Region"].relations["clusters"].pattern == "(this)<-[:WITHIN]-()<-[link:LOCATED_IN]-(that)"
