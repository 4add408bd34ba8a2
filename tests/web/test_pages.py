"""The pages and the examples, over real files."""

import asyncio
import json
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest
from fastapi import FastAPI

from kb.errors import KbError
from kb.web import operations, pages

HEADLINE = """\
# Which regions share a priority with mine?
# Those whose own strategy draws on
#
# the same technology.
query Sharing($region: ID! = "ITC4", $withinHops: Int = 2) { region(id: $region) { ...R } }
fragment R on Region { name }
"""
REGIONS = "# All regions\n# By name.\n{ regions { name } }\n"


@pytest.fixture
def examples(tmp_path: Path) -> Path:
    folder = tmp_path / "operations"
    folder.mkdir()
    (folder / "all-regions.graphql").write_text(REGIONS)
    (folder / "headline.graphql").write_text(HEADLINE)
    return folder


@pytest.fixture
def static(tmp_path: Path) -> Path:
    folder = tmp_path / "static"
    (folder / "assets").mkdir(parents=True)
    (folder / "graphiql.html").write_text("<title>kb</title>")
    (folder / "licences.txt").write_text("MIT")
    (folder / "assets" / "page-1a2b.js").write_text("1")
    return folder


@dataclass
class Client:
    """Asks an app in this process."""

    app: FastAPI

    def get(self, path: str, method: str = "GET") -> httpx.Response:
        return asyncio.run(self._get(path, method))

    async def _get(self, path: str, method: str) -> httpx.Response:
        transport = httpx.ASGITransport(self.app)
        async with httpx.AsyncClient(transport=transport, base_url="http://kb.test") as client:
            return await client.request(method, path)


def client(static: Path, examples: Path) -> Client:
    app = FastAPI()
    pages.mount(app, static, examples)
    return Client(app)


def test_an_example_tells_its_title_description_and_text(examples: Path) -> None:
    headline, regions = operations.read(examples)
    assert (headline.name, headline.title) == ("headline", "Which regions share a priority with mine?")
    assert headline.description == "Those whose own strategy draws on the same technology."
    assert headline.query == HEADLINE
    assert headline.variables == {"region": "ITC4", "withinHops": 2}
    assert (regions.name, regions.variables) == ("all-regions", {})


def test_variables_are_the_default_values(tmp_path: Path) -> None:
    defaults = (
        '$list: [ID!] = ["a", "b"], $enum: Order = NAME, $null: String = null, $yes: Boolean = true,'
        '$float: Float = 0.5, $object: Where = {name: {in: ["x"]}, not: {id: null, kind: LOCAL}}'
    )
    (tmp_path / "any.graphql").write_text(f"# A title\n# A description.\nquery Any({defaults}) {{ a }}")
    (example,) = operations.read(tmp_path)
    assert json.loads(json.dumps(example.variables)) == {
        "list": ["a", "b"],
        "enum": "NAME",
        "null": None,
        "yes": True,
        "float": 0.5,
        "object": {"name": {"in": ["x"]}, "not": {"id": None, "kind": "LOCAL"}},
    }


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "begins with a comment line"),
        ("{ a }", "begins with a comment line"),
        ("# Only a title\n{ a }", "begins with a comment line"),
        ("# A title\n# A description.\nquery {", "Syntax Error"),
        ("# A title\n# A description.\nquery A { a } query B { b }", "holds one operation, a query"),
        ("# A title\n# A description.\nmutation A { a }", "holds one operation, a query"),
        ("# A title\n# A description.\nquery A($id: ID!) { a }", r"variable \$id needs a default value"),
    ],
)
def test_an_ill_formed_example_stops_the_start_and_is_named(tmp_path: Path, text: str, reason: str) -> None:
    (tmp_path / "wrong.graphql").write_text(text)
    with pytest.raises(KbError, match=rf"wrong\.graphql is not an example operation: .*{reason}"):
        pages.mount(FastAPI(), examples=tmp_path)


def test_the_examples_of_this_service_are_well_formed() -> None:
    first, *others = operations.read()
    assert (first.name, first.number) == ("headline", 1)
    numbered = [each for each in others if each.number]
    assert [each.number for each in numbered] == sorted(each.number or 0 for each in numbered)
    assert [each.name for each in others[len(numbered) :]] == sorted(each.name for each in others if not each.number)


def test_the_examples_are_listed(static: Path, examples: Path) -> None:
    answer = client(static, examples).get("/operations")
    assert answer.headers["cache-control"] == "no-cache"
    assert [example["name"] for example in answer.json()] == ["headline", "all-regions"]
    assert set(answer.json()[0]) == {"name", "number", "title", "description", "query", "variables"}


def test_the_first_page_is_graphiql(static: Path, examples: Path) -> None:
    answer = client(static, examples).get("/")
    assert (answer.status_code, answer.headers["location"]) == (307, "/graphiql")


def test_the_page_may_speak_to_nobody_but_the_service(static: Path, examples: Path) -> None:
    answer = client(static, examples).get("/graphiql")
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert answer.headers["cache-control"] == "no-cache"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["referrer-policy"] == "no-referrer"
    policy = answer.headers["content-security-policy"]
    assert policy.startswith("default-src 'self'; ")
    assert not any(word in policy for word in ("http", "*", "unsafe-eval", "script-src"))


def test_assets_are_kept_for_good_and_other_files_are_asked_for_again(static: Path, examples: Path) -> None:
    browser = client(static, examples)
    asset = browser.get("/static/assets/page-1a2b.js")
    assert asset.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert asset.headers["x-content-type-options"] == "nosniff"
    assert browser.get("/static/licences.txt").headers["cache-control"] == "no-cache"
    assert [browser.get(f"/static/{path}").status_code for path in ("", "none.js", "../x")] == [404, 404, 404]


def test_pages_that_are_not_built_say_what_to_run(tmp_path: Path, examples: Path) -> None:
    browser = client(tmp_path / "none", examples)
    answer = browser.get("/graphiql")
    assert answer.status_code == 503
    assert answer.text == pages.NOT_BUILT
    assert "make demo" in answer.text
    assert browser.get("/static/assets/page-1a2b.js").status_code == 404
    assert browser.get("/operations").status_code == 200


@pytest.mark.parametrize(("path", "leads_to"), [("/", "/graphiql"), ("/favicon.ico", "/static/icon.svg")])
def test_what_browsers_ask_for_by_themselves_leads_on(static: Path, examples: Path, path: str, leads_to: str) -> None:
    asked = client(static, examples)
    for method in ("GET", "HEAD"):
        response = asked.get(path, method)
        assert (response.status_code, response.headers["location"]) == (307, leads_to)


def test_the_head_of_the_page(static: Path, examples: Path) -> None:
    response = client(static, examples).get("/graphiql", "HEAD")
    assert (response.status_code, response.content) == (200, b"")
    assert response.headers["content-type"].startswith("text/html")
