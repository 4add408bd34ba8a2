"""Measures kb against its peer and against the bare driver: `python -m benchmarks`, or `make bench`."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import ExitStack
from typing import Annotated, Any

import orjson
import typer
import uvloop

from benchmarks import dbhits
from benchmarks.contestants import Raw, Web, peer, service
from benchmarks.http import busy, get
from benchmarks.measure import Times, in_turns
from benchmarks.questions import HEADLINE, QUESTIONS, Question
from benchmarks.results import FILE, Results, ratio, shown
from benchmarks.scenes import DATA, Data, Scene, driver_of, starter, synthetic
from kb.graph import Graph
from kb.serve import leave_what_stays

CLIENTS = (1, 8, 32)
COLD_SECONDS = 10.0
"""How long a Neo4j that was asked nothing yet is asked before it is compared with one that was."""
KB_PORT, PEER_PORT = 8701, 8702
UNKEPT = {"KB_ANSWERS_MB": "0"}
"""The setting with which every answer is made anew."""
COLUMNS = ["question", "bytes", "raw", "kb", "peer", "kb / raw", "kb / peer"]


class Bench:
    """One run."""

    def __init__(self, stack: ExitStack, seconds: float) -> None:
        self.results, self.seconds = Results(), seconds
        self.runner = stack.enter_context(asyncio.Runner(loop_factory=uvloop.new_event_loop))

    def compare(self, scene: Scene) -> None:
        """Ask all contestants everything."""
        with ExitStack() as stack:
            kb = Web("kb", stack.enter_context(service(scene.server, KB_PORT, **UNKEPT)), self.runner)
            other = Web("peer", stack.enter_context(peer(scene.server, PEER_PORT)), self.runner)
            raw = Raw(stack.enter_context(driver_of(scene.server)), scene.server.database)
            rows: list[list[object]] = []
            loaded: list[list[object]] = []
            for question in QUESTIONS:
                asked: dict[str, Any] = {"raw": raw, "kb": kb} | ({"peer": other} if question.peer else {})
                size = self._same(question, scene, kb, other)
                requests = {name: (each, each.request(question, scene.values)) for name, each in asked.items()}
                times = in_turns(requests, self.seconds)
                self.results.judge(scene.title, question, times)
                rows.append(_row(question, size, times))
                print(*rows[-1], sep=" | ", flush=True)
                if question.loaded:
                    loaded += self._load(question, scene, kb, other)
        text = "Median and 95th percentile of one answer, in milliseconds; one client."
        self.results.section(scene.title, text, COLUMNS, rows)
        text = "Answers per second, and the 95th percentile of their times in milliseconds."
        columns = ["question", "clients", "kb", "peer", "kb, p95", "peer, p95"]
        self.results.section(f"{scene.title}, many clients", text, columns, loaded)

    def _same(self, question: Question, scene: Scene, kb: Web, other: Web) -> int:
        """See that both answer the same, and give the size of the answer."""
        body = kb.ask(kb.request(question, scene.values)).body
        if question.peer:
            theirs = other.ask(other.request(question, scene.values)).body
            if _plain(orjson.loads(body)) != _plain(orjson.loads(theirs)):
                raise ValueError(f"{scene.title}: kb and the peer answer '{question.name}' differently")
        return len(body)

    def _load(self, question: Question, scene: Scene, kb: Web, other: Web) -> Iterator[list[object]]:
        for clients in CLIENTS:
            times: dict[str, list[float]] = {"kb": [], "peer": []}
            for web in (kb, other, other, kb):
                requests = [web.request(question, scene.values, client) for client in range(clients)]
                times[web.name] += self.runner.run(busy(web.port, requests, self.seconds / 2))
            rates = [f"{len(each) / self.seconds:,.0f}" for each in times.values()]
            row = [question.name, clients, *rates, *(f"{1000 * Times(each).p95:.1f}" for each in times.values())]
            print(*row, sep=" | ", flush=True)
            yield row

    def grow(self, small: Scene, large: Scene) -> None:
        """Ask for the headline on two graphs that differ by their projects only."""
        with ExitStack() as stack:
            asked: dict[str, Any] = {}
            for at, scene in enumerate((small, large)):
                kb = Web("kb", stack.enter_context(service(scene.server, KB_PORT + 2 * at, **UNKEPT)), self.runner)
                raw = Raw(stack.enter_context(driver_of(scene.server)), scene.server.database)
                for contestant in (kb, raw):
                    request = contestant.request(HEADLINE, scene.values)
                    asked[f"{contestant.name}, {scene.title}"] = contestant, request
            in_turns(asked, COLD_SECONDS)
            times = in_turns(asked, self.seconds)
        before, after = times[f"kb, {small.title}"], times[f"kb, {large.title}"]
        self.results.claim("headline traversal: with projects, of that without", after.median / before.median, 1.3)
        rows = [[name, shown(each)] for name, each in times.items()]
        self.results.section("The headline traversal as the graph grows", "Milliseconds.", ["", "median / p95"], rows)

    def cache(self, scene: Scene) -> None:
        """Ask for one answer over and over, as a dashboard does, and whether it changed."""
        with service(scene.server, KB_PORT) as port:
            kb = Web("kb", port, self.runner)
            asked = {"query": HEADLINE.kb, "variables": orjson.dumps({"region": scene.values["region"]}).decode()}
            kb.ask(get(asked))
            tag = kb.ask(get(asked)).headers.get(b"etag")
            for about, limit, header in (("cached answers", 2000, "X-None"), ("answers of 304", 3000, "If-None-Match")):
                if tag is None:
                    self.results.missing(f"{about} per second", f"at least {limit:,}", "answers have no ETag")
                    continue
                times = self.runner.run(busy(port, 8 * [get(asked, **{header: tag.decode()})], self.seconds))
                self.results.claim(f"{about} per second", len(times) / self.seconds, limit, "", most=False)


def _row(question: Question, size: int, times: dict[str, Times]) -> list[object]:
    raw, kb, other = times["raw"], times["kb"], times.get("peer")
    return [question.name, f"{size:,}", shown(raw), shown(kb), shown(other), ratio(kb, raw), ratio(kb, other)]


def _plain(answer: Any) -> Any:
    """Give an answer without what only one of the two wraps it in."""
    if isinstance(answer, list):
        return [_plain(each) for each in answer]
    if not isinstance(answer, dict):
        return answer
    if "edges" in answer:
        answer = {**answer, "nodes": [each["node"] for each in answer["edges"]]}
        del answer["edges"]
    if "data" in answer:  # one root field, under a name of each one's own, of one or of several
        [root] = answer["data"].values()
        root = _plain(root)
        return root[0] if isinstance(root, list) and len(root) == 1 else root
    return _plain(answer["nodes"]) if list(answer) == ["nodes"] else {key: _plain(each) for key, each in answer.items()}


def main(
    data: Data = DATA,
    projects: Annotated[int, typer.Option(help="Projects of the large graph.")] = 1_000_000,
    seconds: Annotated[float, typer.Option(help="How long each question is asked of each.")] = 6.0,
) -> None:
    """Measure kb, its peer and the bare driver, and write results.md."""
    with ExitStack() as stack:
        leave_what_stays()  # raw is to have what the service has
        bench = Bench(stack, seconds)
        scene, *sizes = starter(stack, data), synthetic(stack, data, 0), synthetic(stack, data, projects)
        with Graph(scene.server, timeout=60) as graph:
            risen = dbhits.risen(dbhits.counted(graph), dbhits.committed())
        bench.compare(scene)
        bench.compare(sizes[-1])
        bench.grow(*sizes)
        bench.cache(scene)
    FILE.write_text(bench.results.text(), encoding="utf-8")
    print(bench.results.text(), *risen, sep="\n")
    if risen:
        raise SystemExit(1)


if __name__ == "__main__":
    typer.run(main)
