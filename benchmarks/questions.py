"""What the contestants are asked, and how fast kb must be at it.

The peer is asked in its own words for the same answer. What is a stored relationship of the model is one there too;
what is a pattern of several steps or a named traversal is a field of the peer with the same Cypher, and so are groups,
which it does not have (`peer/schema.graphql`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from kb.web import operations


@dataclass(frozen=True)
class Question:
    """An operation of kb, and of the peer where it has one.

    kb may take `of_raw` of the time of raw, `of_peer` of that of the peer, and `over_raw` seconds more than raw.
    One that is `loaded` is also asked by many clients at once.
    """

    name: str
    kb: str
    peer: str | None
    variables: Mapping[str, Any] = field(default_factory=dict)
    of_raw: float | None = None
    of_peer: float | None = None
    over_raw: float | None = None
    loaded: bool = False

    def given(self, text: str, values: Mapping[str, Any]) -> dict[str, Any]:
        """Give the variables of an operation, some of them of the graph that is asked."""
        return {name: value for name, value in {**values, **self.variables}.items() if f"${name}:" in text}


STARTER, SYNTHETIC = {"region": "ITC4", "country": "IT"}, {"region": "S0001", "country": "S00"}
"""What is asked about, on the one graph and on the other."""


ONE_FIELD = Question(
    "one field",
    "query($region: ID!) { region(id: $region) { name } }",
    "query($region: ID!) { regions(where: {id: {eq: $region}}) { name } }",
    over_raw=0.0015,
    loaded=True,
)

NESTED = """query($regions: Int!) { regions(first: $regions, where: {level: {lte: 2}}) { nodes { id name
  priorities { nodes { id name technologies { nodes { id name } } } }
  clusters { nodes { id name partners { nodes { id name } } } } } } }"""
NESTED_BY_PEER = """query($regions: Int!) { regions(limit: $regions, where: {level: {lte: 2}}, sort: [{id: ASC}]) {
  id name priorities(first: 50) { id name technologies(limit: 50, sort: [{id: ASC}]) { id name } }
  clusters(first: 50) { id name partners(first: 50) { id name } } } }"""

STORED = """query($regions: Int!) { regions(first: $regions, where: {level: {lte: 2}}) { nodes { id name
  ownClusters(first: 20) { nodes { id name clusterPartnerships(first: 20) { nodes { id name
  clusters(first: 20) { nodes { id name } } } } } } } } }"""
STORED_BY_PEER = """query($regions: Int!) { regions(limit: $regions, where: {level: {lte: 2}}, sort: [{id: ASC}]) {
  id name ownClusters(limit: 20, sort: [{id: ASC}]) { id name clusterPartnerships(limit: 20, sort: [{id: ASC}]) {
  id name clusters(limit: 20, sort: [{id: ASC}]) { id name } } } } }"""

HEADLINE = Question(
    "headline traversal",
    """query($region: ID!) { region(id: $region) { sharingPriorities(withinHops: 2, first: 50) { nodes {
      hops score region { id name } technologies { id name } } } } }""",
    """query($region: ID!) { regions(where: {id: {eq: $region}}) { sharingPriorities(first: 50) {
      hops score region { id name } technologies { id name } } } }""",
    of_raw=1.3,
    of_peer=0.7,
    loaded=True,
)

FILTERED = Question(
    "filtered connection with totalCount",
    """query($country: String!) { clusters(first: 50, where: {region: {country: {eq: $country}}}) {
      totalCount nodes { id name } } }""",
    """query($country: String!) { clustersConnection(first: 50, where: {region: {some: {country: {eq: $country}}}},
      sort: [{id: ASC}]) { totalCount edges { node { id name } } } }""",
    loaded=True,
)

GROUPS = Question(
    "groups: priorities per technology and country",
    """query($least: Int!) { priorityGroups(by: [{technologies: {id: EACH}}, {region: {country: EACH}}],
      where: {technologies: {some: {}}}, having: {count: {gte: $least}}, first: 100) {
      nodes { technologies { id { value } } region { country { value } } count } } }""",
    """query($least: Int!) { priorityGroups(least: $least, first: 100) {
      technologies { id { value } } region { country { value } } count } }""",
    {"least": 1},
)
GROUPS_IN_CYPHER = """MATCH (priority:Priority)-[:DRAWS_ON]->(technology:Technology)
OPTIONAL MATCH (priority)-[:SET_BY]->(:Strategy)-[:OF_REGION]->(region:Region)
WITH technology.id AS technology, region.country AS country, count(DISTINCT priority) AS count WHERE count >= $least
WITH technology, country, count ORDER BY technology, country LIMIT $first
RETURN {technologies: {id: {value: technology}}, region: {country: {value: country}}, count: count} AS group"""

EXAMPLE = {each.name: each for each in operations.read()}[operations.HEADLINE]

QUESTIONS = [
    ONE_FIELD,
    *(
        Question(
            f"nested lists of {regions} regions", NESTED, NESTED_BY_PEER, {"regions": regions},
            of_raw=1.25, of_peer=0.5, loaded=regions == 10,
        )
        for regions in (10, 100, 300)
    ),
    Question("nested lists along stored relationships", STORED, STORED_BY_PEER, {"regions": 100}, 1.25, 0.5),
    HEADLINE,
    Question("headline.graphql, with chains and sources", EXAMPLE.query, None),
    FILTERED,
    GROUPS,
]  # fmt: skip
