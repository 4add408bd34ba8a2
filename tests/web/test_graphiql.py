"""GraphiQL as a person meets it: a real browser before the real service."""

import shutil
import time
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
QUIET = ["disable-gpu", "disable-quic", "disable-background-networking", "disable-component-update"]
SWITCHES = [
    "--headless",
    "--no-sandbox",
    "--no-first-run",
    "--disable-sync",
    *(f"--{name}" for name in QUIET),
]

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="no Chromium is installed (apt-get install chromium)")


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=SWITCHES)
        yield chromium
        chromium.close()


class Visit:
    """A first visit to the page, with all that the browser asked for and complained about."""

    def __init__(self, browser: Browser, service_url: str) -> None:
        self.asked: list[str] = []
        self.complaints: list[str] = []
        self.page: Page = browser.new_page(viewport={"width": 1280, "height": 800})
        self.page.context.on("request", lambda request: self.asked.append(request.url))
        self.page.on("websocket", lambda socket: self.asked.append(socket.url))
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        # A page that breaks its Content-Security-Policy says so here, too.
        self.page.on("console", self.listen)
        self.page.goto(f"{service_url}/graphiql")

    def listen(self, message) -> None:
        if message.type in ("error", "warning"):
            self.complaints.append(message.text)

    def workers(self) -> int:
        return sum(".worker-" in url for url in self.asked)

    def rest(self) -> None:
        """Wait for the workers of the editors, and a while for what is asked for after them.

        That the network is idle a browser may never say: a worker that ends takes what it asks for with it.
        """
        until = time.monotonic() + 20
        while self.workers() < 3 and time.monotonic() < until:
            self.page.wait_for_timeout(200)
        self.page.wait_for_timeout(2_000)

    def example(self, position: int):
        return (
            self.page.get_by_role("region", name="Examples").get_by_role("listitem").nth(position).get_by_role("button")
        )

    def answer(self):
        return self.page.get_by_role("region", name="Result Window")

    def operation(self):
        return self.page.get_by_role("region", name="Operation Editor").locator(".view-lines")


@pytest.fixture
def visit(browser: Browser, service_url: str) -> Iterator[Visit]:
    visit = Visit(browser, service_url)
    yield visit
    visit.page.close()


def test_the_headline_example_answers_and_nothing_leaves_the_service(visit: Visit, service_url: str) -> None:
    page = visit.page
    expect(page).to_have_title("kb - European smart specialisation")
    expect(visit.operation()).to_contain_text("sharingPriorities")

    page.get_by_role("button", name="Execute query").click()
    expect(visit.answer()).to_contain_text('"sharingPriorities"', timeout=20_000)
    expect(visit.answer()).to_contain_text('"hops"')

    page.get_by_role("button", name="Show Documentation Explorer").click()
    expect(page.get_by_role("link", name="Query", exact=True)).to_be_visible()
    visit.rest()

    assert {urlsplit(url).netloc for url in visit.asked} == {urlsplit(service_url).netloc}
    assert visit.workers() >= 3
    assert visit.complaints == []


def test_a_click_on_an_example_opens_it_in_a_tab_and_runs_it(visit: Visit) -> None:
    tabs = visit.page.get_by_role("tab")
    expect(tabs).to_have_count(1)
    visit.example(1).click()
    expect(visit.answer()).to_contain_text('"data"', timeout=20_000)
    expect(visit.answer()).not_to_contain_text('"errors"')
    expect(tabs).to_have_count(2)

    visit.example(0).click()
    expect(visit.answer()).to_contain_text('"hops"', timeout=20_000)
    expect(tabs).to_have_count(2)
    expect(visit.example(0)).to_have_attribute("aria-current", "true")
    assert visit.complaints == []
