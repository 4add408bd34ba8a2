"""What the service offers beside GraphQL."""

import httpx
import pytest

from kb import __version__


def test_it_says_that_the_graph_answers(service_url: str) -> None:
    response = httpx.get(f"{service_url}/healthz")
    assert (response.status_code, response.json()) == (200, {"status": "ok"})
    assert response.headers["cache-control"] == "no-store"


def test_the_interface_is_described(service_url: str) -> None:
    described = httpx.get(f"{service_url}/openapi.json").json()
    assert described["info"]["version"] == __version__
    assert {"/graphql", "/healthz", "/operations"} <= set(described["paths"])
    assert all(each["summary"] for path in described["paths"].values() for each in path.values())


def test_the_front_door_leads_to_the_page(service_url: str) -> None:
    response = httpx.get(service_url)
    assert (response.status_code, response.headers["location"]) == (307, "/graphiql")


@pytest.mark.parametrize("path", ["/nothing", "/docs", "/redoc", "/static/../app.py"])
def test_what_is_not_there_is_said_in_json(service_url: str, path: str) -> None:
    response = httpx.get(f"{service_url}{path}")
    assert (response.status_code, response.json()) == (404, {"detail": "Not Found"})


def test_every_example_answers(service_url: str) -> None:
    examples = httpx.get(f"{service_url}/operations").json()
    assert examples[0]["name"] == "headline"
    for each in examples:
        response = httpx.post(f"{service_url}/graphql", json={"query": each["query"]}, timeout=30)
        assert "errors" not in response.json(), each["name"]
