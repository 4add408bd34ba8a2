"""GraphQL over HTTP, as a client meets it: what is answered, what is refused, and in which words."""

from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from kb.graph import Graph
from kb.migrate import migrate

JSON, ANSWER = "application/json", "application/graphql-response+json"
COUNT = "{ regions(first: 0) { totalCount } }"
FIRST = "query($first: Int) { regions(first: $first) { totalCount } }"
NEAR = "query($near: Near!) { regions(where: {point: {near: $near}}) { totalCount } }"
SINCE = "query($at: DateTime) { loads(where: {finished: {gt: $at}}) { totalCount } }"
HOPS = 'query($hops: Int!) { region(id: "ITC4") { name sharingPriorities(withinHops: $hops) { totalCount } } }'


class Client(httpx.Client):
    """Asks one service."""

    def ask(self, query: Any, variables: Any = None, accept: str = JSON, **others: Any) -> httpx.Response:
        asked = {"query": query, "variables": variables, **others}
        return self.post("/graphql", json=asked, headers={"Accept": accept})

    def error(self, *arguments: Any, **options: Any) -> dict[str, Any]:
        """Ask, and give the one error."""
        response = self.ask(*arguments, **options)
        [error] = response.json()["errors"]
        return error


@pytest.fixture
def client(service_url: str) -> Iterator[Client]:
    with Client(base_url=service_url, timeout=30) as client:
        yield client


def code(error: dict[str, Any]) -> str:
    return error["extensions"]["code"]


def test_an_unknown_id_is_null_and_no_error(client: Client) -> None:
    response = client.ask('{ region(id: "NOWHERE") { name } cluster(id: "") { name } }')
    assert response.status_code == 200
    assert response.json()["data"] == {"region": None, "cluster": None}
    assert "errors" not in response.json()


@pytest.mark.parametrize(
    "query", ["{ region(id: }", "{", "}", "regions", "{ regions { totalCount }", "  ", "# nothing"]
)
def test_a_malformed_query_says_where(client: Client, query: str) -> None:
    error = client.error(query)
    assert code(error) == "GRAPHQL_PARSE_FAILED"
    assert error["message"].startswith("Syntax Error")
    assert error["locations"][0]["line"] == 1


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ('{ region(id: "ITC4") { nmae } }', "Cannot query field 'nmae' on type 'Region'. Did you mean 'name'"),
        ("{ nothing }", "Cannot query field 'nothing' on type 'Query'."),
        ('{ regions(first: "ten") { totalCount } }', "Int cannot represent non-integer value"),
        ("{ region { name } }", "of type 'ID!' is required"),
        ('{ region(id: "ITC4", code: 1) { name } }', "Unknown argument 'code'"),
        ('{ search(query: "photonics", kinds: [NOTHING]) { nodes { id } } }', "'NOTHING' does not exist in 'Kind'"),
        ("{ regions }", "must have a selection of subfields"),
        ("query($first: Int) { regions(first: $frist) { totalCount } }", "Variable '$frist' is not defined"),
        ("{ regions(first: 99999999999) { totalCount } }", "32-bit"),
    ],
)  # fmt: skip
def test_a_query_that_does_not_fit_the_schema_says_what_does_not(client: Client, query: str, words: str) -> None:
    response = client.ask(query)
    assert "data" not in response.json()
    errors = response.json()["errors"]
    assert {code(each) for each in errors} == {"GRAPHQL_VALIDATION_FAILED"}
    assert any(words in each["message"] for each in errors)


@pytest.mark.parametrize(
    ("query", "variables", "words"),
    [
        (FIRST, {"first": "ten"}, "Variable '$first' has invalid value: Int cannot represent non-integer value: 'ten'"),
        (FIRST, {"first": 1.5}, "non-integer"),
        (FIRST, {"first": [1]}, "non-integer"),
        (HOPS, {}, "Variable '$hops' has invalid value: Expected a value of non-null type 'Int!' to be provided"),
        (HOPS, {"hops": None}, "'Int!' not to be"),
        ("query($no: Boolean = false) { regions @skip(if: $no) { totalCount } }", {"no": None}, "'if'"),
        ('query($no: Boolean = false) { region(id: "ITC4") { id @skip(if: $no) } }', {"no": None}, "'if'"),
    ],
)  # fmt: skip
def test_a_variable_of_another_type_is_named(client: Client, query: str, variables: dict[str, Any], words: str) -> None:
    response = client.ask(query, variables)
    assert "data" not in response.json()
    [error] = response.json()["errors"]
    assert code(error) == "BAD_USER_INPUT"
    assert words in error["message"]


@pytest.mark.parametrize(
    ("query", "variables", "name", "allowed"),
    [
        (FIRST, {"first": -1}, "`first` is -1", "from 0 to 1000"),
        (FIRST, {"first": 1001}, "`first` is 1001", "from 0 to 1000"),
        ("{ regions(first: -1) { totalCount } }", {}, "`first` is -1", "from 0 to 1000"),
        (HOPS, {"hops": 0}, "`withinHops` is 0", "from 1 to 6"),
        (HOPS, {"hops": 99}, "`withinHops` is 99", "from 1 to 6"),
        ('{ regions(after: "nowhere") { nodes { id } } }', {}, "`after` is not a cursor", "`endCursor`"),
        ('{ search(query: "?!") { nodes { id } } }', {}, "no word to search for", "one letter or digit"),
        (NEAR, {"near": {"latitude": 90.001, "longitude": 0, "km": 1}}, "`latitude` is 90.001", "from -90 to 90"),
        (NEAR, {"near": {"latitude": 0, "longitude": -181, "km": 1}}, "`longitude` is -181", "from -180 to 180"),
        (NEAR, {"near": {"latitude": 0, "longitude": 0, "km": -1}}, "`km` is -1", "from 0 to 20040"),
        (SINCE, {"at": "9999-12-31T23:59:59-14:00"}, "A moment is not within", "years 1 to 9999"),
        (SINCE, {"at": "0001-01-01T00:00:00+14:00"}, "A moment is not within", "years 1 to 9999"),
    ],
)  # fmt: skip
def test_a_value_out_of_range_is_told_the_range(
    client: Client, query: str, variables: dict[str, Any], name: str, allowed: str
) -> None:
    response = client.ask(query, variables, accept=ANSWER)
    assert response.status_code == 200
    answer = response.json()
    assert answer["data"] is None or set(answer["data"].values()) == {None}
    [error] = answer["errors"]
    assert code(error) == "BAD_USER_INPUT"
    assert name in error["message"]
    assert allowed in error["message"]
    assert error["path"] in (["regions"], ["region"], ["search"], ["loads"])


def test_the_bounds_themselves_are_allowed(client: Client) -> None:
    for query, variables in [(FIRST, {"first": 0}), (FIRST, {"first": 1000}), (HOPS, {"hops": 1}), (HOPS, {"hops": 6})]:
        assert "errors" not in client.ask(query, variables).json()


@pytest.mark.parametrize("kind", ["mutation", "subscription"])
def test_there_is_no_way_to_change_anything(client: Client, kind: str) -> None:
    error = client.error(f"{kind} {{ regions {{ totalCount }} }}")
    assert code(error) == "GRAPHQL_VALIDATION_FAILED"
    assert "queries only" in error["message"]
    got = client.get("/graphql", params={"query": f"{kind} {{ x }}"})
    assert (got.status_code, got.headers["Allow"]) == (405, "POST")
    assert code(got.json()["errors"][0]) == "GRAPHQL_VALIDATION_FAILED"


def test_get_answers_as_post_does(client: Client) -> None:
    posted = client.ask(FIRST, {"first": 3})
    got = client.get("/graphql", params={"query": FIRST, "variables": '{"first": 3}', "operationName": ""})
    assert (got.status_code, got.json()) == (200, posted.json())


@pytest.mark.parametrize(
    ("parameters", "words"),
    [
        ({}, "`query` is missing"),
        ({"query": ""}, "`query` is missing"),
        ({"query": COUNT, "variables": "{"}, "`variables` are not JSON"),
        ({"query": COUNT, "variables": "[1]"}, "`variables` are no object"),
        ({"query": COUNT, "extensions": "x"}, "`extensions` are not JSON"),
    ],
)
def test_a_get_that_is_none_is_refused(client: Client, parameters: dict[str, str], words: str) -> None:
    response = client.get("/graphql", params=parameters)
    assert response.status_code == 400
    [error] = response.json()["errors"]
    assert code(error) == "BAD_REQUEST"
    assert words in error["message"]


def test_a_browser_is_led_to_the_page(client: Client) -> None:
    response = client.get("/graphql", headers={"Accept": "text/html,*/*"})
    assert (response.status_code, response.headers["location"]) == (307, "/graphiql")


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (b"", "not JSON"),
        (b"{", "not JSON"),
        (b'{"query": "\xff"}', "not JSON"),
        (b"[" * 100_000, "not JSON"),
        (b'{"query": "{ x }", "variables": {"a": NaN}}', "not JSON"),
        (b"null", "no object"),
        (b'"{ regions }"', "no object"),
        (b"[]", "no object"),
        (b'[{"query": "{ regions { totalCount } }"}]', "no object"),
        (b"{}", "`query` is missing"),
        (b'{"query": null}', "`query` is missing"),
        (b'{"query": ["{ x }"]}', "`query` is missing"),
        (b'{"query": "{ x }", "variables": "x"}', "`variables` are no object"),
        (b'{"query": "{ x }", "operationName": 1}', "`operationName` is no text"),
        (b'{"query": "{ x }", "extensions": []}', "`extensions` are no object"),
        (b'{"extensions": {"persistedQuery": null}}', "`query` is missing"),
    ],
)
def test_a_body_that_is_none_is_refused(client: Client, body: bytes, words: str) -> None:
    response = client.post("/graphql", content=body, headers={"Content-Type": JSON})
    assert response.status_code == 400
    [error] = response.json()["errors"]
    assert code(error) == "BAD_REQUEST"
    assert words in error["message"]


@pytest.mark.parametrize(
    "kind", ["text/plain", "application/x-www-form-urlencoded", "application/json; charset=utf-16", ""]
)
def test_another_content_type_is_refused(client: Client, kind: str) -> None:
    headers = {"Content-Type": kind} if kind else {}
    response = client.post("/graphql", content=b'{"query": "{ regions { totalCount } }"}', headers=headers)
    assert response.status_code == 415
    assert code(response.json()["errors"][0]) == "BAD_REQUEST"


def test_a_body_without_end_is_refused(client: Client) -> None:
    response = client.ask(COUNT + " " * 1_100_000)
    assert response.status_code == 413
    assert code(response.json()["errors"][0]) == "BAD_REQUEST"


def test_a_query_nested_without_end_is_refused(client: Client) -> None:
    error = client.error("{ regions { nodes " + "{ parent " * 2000 + "{ id }" + "}" * 2002)
    assert code(error) == "BAD_USER_INPUT"


@pytest.mark.parametrize(
    ("accept", "status", "kind"),
    [(ANSWER, 400, ANSWER), (JSON, 200, JSON), ("*/*", 200, JSON), (f"{JSON}, {ANSWER}", 400, ANSWER)],
)
def test_the_status_is_that_of_graphql_over_http(client: Client, accept: str, status: int, kind: str) -> None:
    for query, variables in [("{", None), ("{ nothing }", None), (FIRST, {"first": "x"})]:
        response = client.ask(query, variables, accept=accept)
        assert (response.status_code, response.headers["content-type"]) == (status, f"{kind}; charset=utf-8")
        assert "data" not in response.json()
    assert client.ask(COUNT, accept=accept).status_code == 200


def test_an_answer_in_another_form_is_not_to_be_had(client: Client) -> None:
    assert client.ask(COUNT, accept="text/csv").status_code == 406


def test_several_operations_need_a_name(client: Client) -> None:
    two = "query A { regions { totalCount } } query B { clusters { totalCount } }"
    assert set(client.ask(two, operationName="B").json()["data"]) == {"clusters"}
    for name in (None, "", "C"):
        error = client.error(two, operationName=name)
        assert code(error) == "OPERATION_RESOLUTION_FAILURE"
    assert code(client.error("fragment F on Region { name }")) == "OPERATION_RESOLUTION_FAILURE"


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "OPTIONS"])
def test_another_method_is_not_allowed(client: Client, method: str) -> None:
    response = client.request(method, "/graphql", json={"query": COUNT})
    assert (response.status_code, response.headers["allow"]) == (405, "GET, HEAD, POST")
    [error] = response.json()["errors"]
    assert code(error) == "METHOD_NOT_ALLOWED"


def test_the_logs_stay_quiet_about_mistakes_of_users(client: Client, caplog: pytest.LogCaptureFixture) -> None:
    client.ask("{")
    client.ask("{ nothing }")
    client.ask(FIRST, {"first": -1})
    assert not caplog.records


def test_a_fault_of_ours_leaks_nothing(client: Client, starter: Graph, caplog: pytest.LogCaptureFixture) -> None:
    """The full-text index is gone: Neo4j says so in words that nobody outside may read."""
    starter.change_schema("DROP INDEX search")
    try:
        response = client.ask('{ regions { totalCount } found: search(query: "photonics") { nodes { id } } }')
    finally:
        migrate(starter)
    assert response.status_code == 200
    assert response.json()["data"] is None
    [error] = response.json()["errors"]
    assert error.pop("locations")
    assert error == {
        "message": "Something went wrong inside kb; its log says what.",
        "path": ["found"],
        "extensions": {"code": "INTERNAL_SERVER_ERROR"},
    }
    assert "There is no such fulltext schema index" in caplog.text
    assert "errors" not in client.ask('{ search(query: "photonics") { nodes { id } } }').json()
