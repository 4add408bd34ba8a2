"""The command as a person or a script runs it: processes, what they print, and how they end.

One managed Neo4j in a folder of its own serves the module; it is loaded by the first `kb demo`.
"""

from __future__ import annotations

import csv
import json
import os
import re
import shlex
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
import psutil
import pytest
from typer.testing import CliRunner

from kb import __version__, engine, status
from kb.cli import app
from kb.graph import Graph
from kb.loaders import LOADERS
from kb.settings import Settings
from tests.conftest import free_port

ROOT = Path(__file__).parent.parent
PATIENCE = 180.0
COMMANDS = [
    "demo", "serve", "up", "down", "load", "sources", "query", "questions", "export", "migrate", "status",
    "credentials", "schema", "loads", "mapping",
]  # fmt: skip


@dataclass
class Kb:
    """Runs `kb` on one data folder."""

    data: Path
    port: int = field(default_factory=free_port)
    environment: dict[str, str] = field(default_factory=dict)
    root: Path = ROOT

    def env(self) -> dict[str, str]:
        kept = {name: value for name, value in os.environ.items() if not name.startswith("KB_") or name == "KB_CACHE"}
        ours = {"KB_DATA": str(self.data), "KB_BOLT_PORT": "0", "KB_PORT": str(self.port), "COLUMNS": "100"}
        ours |= {"KB_TIMEOUT": "60"}  # a Neo4j that has just begun, on a busy machine, plans for long
        return kept | ours | self.environment

    def command(self, *arguments: str | Path) -> list[str]:
        return [sys.executable, "-m", "kb", *map(str, arguments)]

    def __call__(self, *arguments: str | Path) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            self.command(*arguments),
            cwd=self.root,
            env=self.env(),
            capture_output=True,
            text=True,
            timeout=PATIENCE,
            check=False,
        )

    def answer(self, *arguments: str | Path) -> str:
        """Run it, see that it succeeds, and give what it prints."""
        done = self(*arguments)
        assert done.returncode == 0, done.stderr
        return done.stdout

    def refusal(self, code: int, *arguments: str | Path) -> str:
        """Run it, see that it ends with this code, and give its one line about it."""
        done = self(*arguments)
        assert done.returncode == code, done.stdout + done.stderr
        assert "Traceback" not in done.stderr
        [line] = [line for line in done.stderr.splitlines() if line.startswith("error ")]
        return line.removeprefix("error ")

    @contextmanager
    def running(self, *arguments: str) -> Iterator[Running]:
        with subprocess.Popen(
            self.command(*arguments),
            cwd=self.root,
            env=self.env(),
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
        ) as process:
            try:
                yield Running(process, f"http://127.0.0.1:{self.port}")
            finally:
                process.kill()

    def neo4j(self) -> list[int]:
        """The processes that run on the folder."""
        found = []
        for each in psutil.process_iter():
            with suppress(psutil.Error):
                if f"--home-dir={self.data / 'neo4j'}" in each.cmdline():
                    found.append(each.pid)
        return found

    def held(self) -> dict[str, Any]:
        """What `kb status` tells of the graph, without a process of its own."""
        server = engine.find(Settings(data=self.data))
        assert server
        with Graph(server, timeout=60) as graph:
            return status.read(graph)

    def counts(self) -> dict[str, int]:
        return dict(self.held()["nodes"])


@dataclass
class Running:
    """A `kb` that serves."""

    process: subprocess.Popen[str]
    url: str
    said: list[str] = field(default_factory=list)

    def until(self, words: str) -> None:
        """Read what it says until it says this."""
        assert self.process.stderr
        for line in self.process.stderr:
            self.said.append(line.rstrip("\n"))
            if words in line:
                return
        raise AssertionError(self.said)

    def ended(self, number: int) -> int:
        """Signal it, and give its exit code."""
        self.process.send_signal(number)
        _, rest = self.process.communicate(timeout=PATIENCE)
        self.said += rest.splitlines()
        return self.process.returncode

    def regions(self) -> int:
        answer = httpx.post(f"{self.url}/graphql", json={"query": "{ regions { totalCount } }"}, timeout=30).json()
        return int(answer["data"]["regions"]["totalCount"])


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Kb, Running]]:
    """The first `kb demo` on a folder, ended with Ctrl-C."""
    kb = Kb(tmp_path_factory.mktemp("cli") / "data")
    try:
        with kb.running("demo") as demo:
            demo.until("Ctrl-C stops it")
            assert demo.regions() > 2000
            assert demo.ended(signal.SIGINT) == 130
        yield kb, demo
    finally:
        engine.down(Settings(data=kb.data))
        assert kb.neo4j() == []


@pytest.fixture
def stopped(first: tuple[Kb, Running]) -> Kb:
    """A loaded folder on which nothing runs."""
    kb, _ = first
    engine.down(Settings(data=kb.data))
    return kb


@pytest.fixture
def kb(first: tuple[Kb, Running]) -> Kb:
    """A loaded folder whose Neo4j runs."""
    kb, _ = first
    engine.up(Settings(data=kb.data, bolt_port=0))
    return kb


@pytest.fixture
def bare(tmp_path: Path) -> Kb:
    """A folder that is not there yet."""
    return Kb(tmp_path / "data")


@pytest.fixture
def nobody(tmp_path: Path) -> Kb:
    """A given Neo4j that does not run."""
    return Kb(tmp_path / "data", environment={"KB_NEO4J_URI": f"bolt://127.0.0.1:{free_port()}"})


# What is there


@pytest.mark.parametrize("arguments", [[], ["--help"]])
def test_help_tells_the_commands_and_the_exit_codes(bare: Kb, arguments: list[str]) -> None:
    text = bare.answer(*arguments)
    listed = re.findall(r"^  ([a-z]+)  +(\S.*)$", text.split("Commands:")[1], re.MULTILINE)
    assert [name for name, _ in listed] == COMMANDS
    assert all(told.endswith(".") and "..." not in told for _, told in listed)
    told = " ".join(text.split())
    for code in ("0 done", "1 a fault", "2 wrong", "3 loaded", "4 nothing", "5 no database", "130 stopped", "143"):
        assert code in told
    assert not bare.data.exists()


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_explains_itself(command: str) -> None:
    text = CliRunner().invoke(app, [command, "--help"], prog_name="kb").output
    assert f"Usage: kb {command}" in text.splitlines()[0]
    assert not re.search(r"^  --[a-z-]+( <.+>)?$", text, re.MULTILINE), "an option without help"


def test_version(bare: Kb) -> None:
    assert bare.answer("--version") == f"kb {__version__}\n"


@pytest.mark.parametrize("arguments", [["nothing"], ["load"], ["load", "starter", "--limit", "0"], ["query"]])
def test_wrong_usage(arguments: list[str]) -> None:
    done = CliRunner().invoke(app, arguments, prog_name="kb")
    assert done.exit_code == 2
    assert re.search(r"^Try 'kb.* -h' for help\.\n\nError: ", done.stderr, re.MULTILINE)


def test_a_setting_that_cannot_be_used(bare: Kb) -> None:
    bare.environment["KB_TIMEOUT"] = "soon"
    assert bare.refusal(2, "status").startswith("BAD_SETTING: KB_TIMEOUT")


# The demo


def test_the_first_demo_loads_and_says_where_it_serves(first: tuple[Kb, Running]) -> None:
    _, demo = first
    said = "\n".join(demo.said)
    assert re.search(r"^Prepared \d+ indexes and constraints$", said, re.MULTILINE)
    for name in ("nuts", "starter"):
        assert re.search(rf"^{name}: [\d,]+ facts of [\d,]+ rows, 0 rows rejected$", said, re.MULTILINE)
    assert re.search(
        r"^The graph holds [\d,]+ regions, [\d,]+ priorities, [\d,]+ clusters, \d+ partnerships$", said, re.MULTILINE
    )
    assert f"Open   {demo.url}/graphiql" in said
    assert "created" not in said
    assert len(demo.said) == len(set(filter(None, demo.said))) + demo.said.count("")


def test_the_curl_line_it_prints_answers(stopped: Kb, first: tuple[Kb, Running]) -> None:
    lines = "\n".join(first[1].said).split("Try    ")[1].split("\n\n")[0]
    with stopped.running("demo") as demo:
        began = time.monotonic()
        demo.until("Ctrl-C stops it")
        print(f"the second demo served after {time.monotonic() - began:.1f} s")
        assert sum("in the graph already" in line for line in demo.said) == 3
        done = subprocess.run(["bash", "-c", lines], capture_output=True, text=True, timeout=90, check=True)
        assert demo.ended(signal.SIGTERM) == 143
    answer = json.loads(done.stdout)
    assert "errors" not in answer, answer
    assert answer["data"]["region"]["sharingPriorities"]["totalCount"] > 0
    assert stopped.neo4j() == []


def test_one_folder_has_one_demo_and_survives_its_being_killed(stopped: Kb) -> None:
    with stopped.running("demo") as demo:
        demo.until("Ctrl-C stops it")
        other = Kb(stopped.data)
        assert re.match(rf"FOLDER_IN_USE: .*process {demo.process.pid}\b.*KB_DATA", other.refusal(5, "demo"))
        assert demo.regions() > 2000
        demo.process.kill()
        demo.process.wait()
    [orphan] = stopped.neo4j()
    with stopped.running("demo") as demo:
        demo.until("Ctrl-C stops it")
        assert stopped.neo4j() == [orphan]
        assert demo.regions() > 2000
        assert demo.ended(signal.SIGINT) == 130
    assert stopped.neo4j() == []


@pytest.mark.parametrize("command", ["demo", "serve"])
def test_a_taken_port_is_one_line_before_anything_starts(bare: Kb, command: str) -> None:
    with socket.create_server(("127.0.0.1", bare.port)):
        assert re.match(rf"BAD_SETTING: Port {bare.port} .*PORT=9000", bare.refusal(2, command))
    assert not bare.data.exists()


def test_up_and_down(stopped: Kb) -> None:
    assert re.match(r"Neo4j runs on bolt://127\.0\.0\.1:\d+$", stopped.answer("up"))
    assert "up already" in stopped("up").stderr
    assert stopped("down").stderr.splitlines()[-1] == "Neo4j is stopped"
    done = stopped("down")
    assert (done.returncode, done.stderr) == (0, "No Neo4j runs on this data folder\n")


def test_serve_ends_in_order(kb: Kb) -> None:
    """It leaves the Neo4j that `kb up` asked to stay."""
    with kb.running("serve") as serve:
        serve.until("Ctrl-C stops it")
        assert httpx.get(f"{serve.url}/healthz").json() == {"status": "ok"}
        assert serve.ended(signal.SIGTERM) == 143
    assert len(kb.neo4j()) == 1


def test_ctrl_c_while_it_starts_leaves_nothing(bare: Kb) -> None:
    with bare.running("demo") as demo:
        demo.until("Starting Neo4j")
        assert demo.ended(signal.SIGINT) == 130
    assert bare.neo4j() == []
    assert not any("Traceback" in line for line in demo.said)


# Status, credentials


def test_status_tells_what_the_graph_holds(kb: Kb) -> None:
    told = json.loads(kb.answer("status", "--json"))
    assert (told["kb"], told["answers"], told["neo4j"]["managed"]) == (__version__, True, True)
    assert {name: told[name] for name in kb.held()} == kb.held()
    assert told["nodes"]["clusters"] > 400
    assert told["links"]["clusters.region"] > 400
    assert [each["dataset"] for each in told["loads"]] == ["nuts", "starter", "similarity"]
    assert {"version", "finished", "rows", "rejected", "rejects", "checksum"} <= set(told["loads"][0])
    shown = kb.answer("status")
    assert ["clusters", str(told["nodes"]["clusters"])] in [line.split() for line in shown.splitlines()]
    assert re.search(r"^starter +\d+ +\d{4}-\d\d-\d\d \d\d:\d\d", shown, re.MULTILINE)


def test_status_works_when_nothing_runs(bare: Kb) -> None:
    shown, script = bare("status"), bare("status", "--json")
    assert (shown.returncode, script.returncode) == (5, 5)
    assert "Neo4j does not run: `kb up` starts it" in shown.stdout
    told = json.loads(script.stdout)
    assert (told["neo4j"], told["answers"], told["data"]) == (None, False, str(bare.data))
    assert not bare.data.exists()


def test_status_of_a_given_neo4j_that_does_not_answer(nobody: Kb) -> None:
    done = nobody("status", "--json")
    assert done.returncode == 5
    assert json.loads(done.stdout)["problem"]["code"] == "GRAPH_UNAVAILABLE"


def test_credentials_let_the_plain_driver_in(kb: Kb) -> None:
    script = (
        "import os; from neo4j import GraphDatabase; e = os.environ\n"
        "with GraphDatabase.driver(e['NEO4J_URI'], auth=(e['NEO4J_USERNAME'], e['NEO4J_PASSWORD'])) as driver:\n"
        "    print(driver.execute_query('RETURN 42 AS n', database_=e['NEO4J_DATABASE']).records[0]['n'])"
    )
    command = (
        f'set -a && eval "$({shlex.join(kb.command("credentials"))})" && {shlex.join([sys.executable, "-c", script])}'
    )
    done = subprocess.run(
        ["bash", "-c", command], cwd=ROOT, env=kb.env(), capture_output=True, text=True, timeout=60, check=True
    )
    assert done.stdout == "42\n"


def test_there_are_no_credentials_of_what_does_not_run(bare: Kb) -> None:
    assert bare.refusal(5, "credentials") == "GRAPH_UNAVAILABLE: Neo4j does not run. `kb up` starts it."


# Load


@pytest.fixture
def files(tmp_path: Path, starter_files: Path) -> Path:
    """A copy of the starter dataset, to break."""
    return Path(shutil.copytree(starter_files, tmp_path / "starter"))


def test_what_is_not_there_to_load(bare: Kb) -> None:
    line = bare.refusal(2, "load", "nothing")
    assert line == f"BAD_USER_INPUT: There is no source nothing. There are: {', '.join(LOADERS)}."
    assert bare.refusal(4, "load", "starter", bare.data / "clusters.csv").startswith("FILE_REFUSED: There is no file")
    assert not bare.data.exists()


@pytest.mark.parametrize("source", ["nuts", "starter"])
def test_loading_again_changes_nothing(kb: Kb, source: str) -> None:
    assert f"Nothing to change (load {1 if source == 'nuts' else 2} of " in kb.answer("load", source)


def test_a_file_that_is_not_what_the_loader_reads_changes_nothing(kb: Kb, files: Path) -> None:
    before, file = kb.counts(), files / "clusters.csv"
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("id,name,", "id,title,", 1), encoding="utf-8")
    assert re.match(
        r"FILE_REFUSED: clusters\.csv lacks columns: name\. .*Columns: id, ", kb.refusal(4, "load", "starter", file)
    )
    file.write_bytes(text.encode("utf-16"))
    assert re.match(r"FILE_REFUSED: clusters\.csv is in UTF-16", kb.refusal(4, "load", "starter", file))
    file.write_text("")
    assert re.match(r"FILE_REFUSED: clusters\.csv is empty", kb.refusal(4, "load", "starter", file))
    assert kb.counts() == before


def append(file: Path, **cells: str) -> int:
    """Add a row, general knowledge if it says nothing else, and give its line."""
    with file.open("a+", encoding="utf-8", newline="") as opened:
        opened.seek(0)
        columns = next(csv.reader(opened))
        known = {"sources": "general-knowledge", "confidence": "GENERAL_KNOWLEDGE"}
        csv.DictWriter(opened, columns, "", lineterminator="\n").writerow(known | cells)
    return len(file.read_text(encoding="utf-8").splitlines())


@pytest.fixture
def restored(kb: Kb) -> Iterator[Kb]:
    """A graph that a test may change."""
    yield kb
    kb.answer("load", "starter")


def test_broken_rows_are_kept_aside_and_the_rest_is_loaded(restored: Kb, files: Path) -> None:
    kb, before = restored, restored.counts()
    clusters, regions, projects = (files / f"{name}.csv" for name in ("clusters", "clusters.region", "projects"))
    append(clusters, id="added-1", name="The first")
    append(clusters, id="added-2", name="The second")
    wanted = {
        ("clusters.csv", append(clusters, id="added-2", name="The second again")): "DUPLICATE_KEY",
        ("clusters.csv", append(clusters, id="added-3")): "MISSING_VALUE",
        ("clusters.region.csv", append(regions, this="added-1", that="XX99")): "UNKNOWN_TARGET",
        (
            "projects.csv",
            append(projects, id="added-4", name="The fourth", pipeline="true", costEur="many"),
        ): "BAD_NUMBER",
    }
    done = kb("load", "starter", files)
    assert done.returncode == 3, done.stderr
    after = kb.counts()
    assert after["clusters"] == before["clusters"] + 2
    assert after["projects"] == before["projects"]
    [name] = re.findall(r"^The rejected rows, with reasons: (.+)$", done.stdout, re.MULTILINE)
    assert Path(name).parent == kb.data / "rejects"
    with Path(name).open(encoding="utf-8", newline="") as opened:
        rejects = list(csv.DictReader(opened))
    assert {(each["file"], int(each["line"])): each["code"] for each in rejects} == wanted
    for each in rejects:
        assert each["raw"] == (files / each["file"]).read_text(encoding="utf-8").splitlines()[int(each["line"]) - 1]
        assert each["reason"]
        assert f"rejected: {each['file']}:{each['line']} {each['reason']}" in done.stderr
    last = kb.held()["loads"][-1]
    assert last["rejected"] == 4
    assert {each.split()[0] for each in last["rejects"]} == {f"{file}:{line}" for file, line in wanted}


def test_one_file_stands_in_for_the_packaged_one(restored: Kb, files: Path) -> None:
    kb, before = restored, restored.counts()
    file = files / "clusters.csv"
    append(file, id="added-1", name="The first")
    dry = kb.answer("load", "starter", file, "--dry-run")
    assert "Would be 1 created" in dry
    assert kb.counts() == before
    report = json.loads(kb.answer("load", "starter", file, "--json"))
    assert (report["created"], report["withdrawn"], report["rejected"], report["reconciled"]) == (1, 0, 0, True)
    assert kb.counts() == before | {"clusters": before["clusters"] + 1, "loads": before["loads"] + 1}
    assert "1 withdrawn" in kb.answer("load", "starter", "--dry-run")


def test_more_rejects_than_allowed_change_nothing(kb: Kb, files: Path) -> None:
    before = kb.counts()
    append(files / "clusters.csv", id="added-1")
    line = kb.refusal(4, "load", "starter", files, "--max-rejects", "0")
    assert re.match(
        r"TOO_MANY_REJECTS: 1 of [\d,]+ rows are rejected \(MISSING_VALUE 1\), more than 0: nothing was changed\."
        r" .*--max-rejects",
        line,
    )
    assert kb.counts() == before


@pytest.mark.parametrize("source", ["nuts", "starter"])
def test_a_limit_reads_so_many_rows_and_withdraws_nothing(kb: Kb, source: str) -> None:
    report = json.loads(kb.answer("load", source, "--limit", "5", "--dry-run", "--json"))
    assert 5 <= report["rows"] < 1000
    assert (report["created"], report["updated"], report["withdrawn"], report["rejected"]) == (0, 0, 0, 0)


@pytest.mark.parametrize("arguments", [["load", "nuts"], ["query", "{ regions { totalCount } }"], ["serve"]])
def test_no_database(nobody: Kb, arguments: list[str]) -> None:
    done = nobody(*arguments)
    assert done.returncode == 5
    assert done.stderr.splitlines()[-1] == (
        "error GRAPH_UNAVAILABLE: Neo4j does not answer. Try again in a moment; `kb status` says more."
    )


# Ask and export


def test_a_query_in_words(kb: Kb) -> None:
    assert json.loads(kb.answer("query", '{ region(id: "ITC4") { name } }')) == {"region": {"name": "Lombardia"}}


def test_an_example_with_a_variable(kb: Kb, tmp_path: Path) -> None:
    assert json.loads(kb.answer("query", "headline", "--var", "region=ES51"))["region"]["id"] == "ES51"
    file = tmp_path / "mine.graphql"
    file.write_text(
        "query($region: ID!, $first: Int) { region(id: $region) { id clusters(first: $first) { totalCount } } }"
    )
    answer = json.loads(kb.answer("query", str(file), "--var", "region=DED2", "--var", "first=0"))
    assert answer["region"]["clusters"]["totalCount"] > 0


@pytest.mark.parametrize("given", ["words=2016", 'words="2016"', "words=smart regions 2016"])
def test_a_variable_of_text_may_look_like_a_number(kb: Kb, given: str) -> None:
    question = "query($words: String!) { search(query: $words, first: 0) { totalCount } }"
    assert json.loads(kb.answer("query", question, "--var", given))["search"]["totalCount"] > 0


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["{ nothing }"], "Cannot query field 'nothing' on type 'Query'. `kb schema` prints what can be asked."),
        (["{ regions(first: -1) { totalCount } }"], "`first` is -1. Give a number from 0 to 1000."),
        (["mutation { x }"], "There are queries only"),
        (["nothing"], "nothing is neither GraphQL nor a file of it nor an example. Examples: headline, "),
        (["headline", "--var", "ITC4"], "ITC4 is not a variable. Write --var name=value."),
        (["headline", "--var", "place=ITC4"], "The query has no variable place. It has: region, technologies, "),
        (["{ regions { totalCount } }", "--var", "a=1"], "The query has no variable a. It has none."),
        (["query A { regions { totalCount } } query B { regions { totalCount } }"], "There are 2 operations in it."),
    ],
)
def test_a_question_that_is_none(kb: Kb, arguments: list[str], words: str) -> None:
    assert kb.refusal(2, "query", *arguments).startswith(f"BAD_USER_INPUT: {words}")


def test_what_is_not_loaded_is_told_beside_an_answer(kb: Kb) -> None:
    asked = kb("query", "complements")
    assert json.loads(asked.stdout)["region"]["complements"]["nodes"] == []
    assert asked.stderr.splitlines()[-1] == "Not loaded, and so not in the answer: ValueChainStage."
    assert "Not loaded" not in kb("query", "headline").stderr


def test_all_questions_are_told_with_what_their_answers_rest_on(kb: Kb, tmp_path: Path) -> None:
    told = json.loads(kb.answer("questions", "--json"))
    assert [each["number"] for each in told if each["number"]] == sorted([*range(1, 26), 6])
    assert (told[0]["operation"], told[0]["rows"], told[0]["more"], told[0]["error"]) == ("headline", 10, True, None)
    assert {each["kind"] for each in told[0]["coverage"]} > {"Priority", "Cluster"}
    file = tmp_path / "questions.md"
    kb.answer("questions", "--to", file)
    assert file.read_text(encoding="utf-8").startswith("# Questions\n")
    assert re.search(r"^ 5 +complements +0 +not loaded: ValueChainStage", kb.answer("questions"), re.MULTILINE)


def test_regions_without_priorities_are_not_compared(bare: Kb) -> None:
    try:
        assert (
            bare.answer("load", "nuts").splitlines()[-1]
            == "Regions are compared anew: 1 of 1 facts of similarity changed."
        )
    finally:
        bare("down")


def test_what_is_exported_is_what_is_answered(kb: Kb, tmp_path: Path) -> None:
    file = tmp_path / "clusters.csv"
    done = kb("export", "clusters", "-o", file)
    with file.open(encoding="utf-8", newline="") as opened:
        rows = {row["id"]: row["name"] for row in csv.DictReader(opened)}
    answer = json.loads(kb.answer("query", "{ clusters(first: 1000) { nodes { id name } } }"))
    assert rows == {each["id"]: each["name"] for each in answer["clusters"]["nodes"]}
    assert done.stderr.splitlines()[-1] == f"{len(rows)} rows in {file}"
    assert list(tmp_path.iterdir()) == [file]


def test_an_export_that_is_not_all_says_so(kb: Kb) -> None:
    assert kb("export", "headline").stderr.splitlines()[-1] == "10 rows; more follow: ask with a larger `first`"
    assert kb("export", "tools").stderr.splitlines()[-1].endswith(" rows")


def test_an_example_is_exported_as_json_lines(kb: Kb) -> None:
    lines = [
        json.loads(line) for line in kb.answer("export", "headline", "-f", "jsonl", "--var", "region=ES51").splitlines()
    ]
    matches = json.loads(kb.answer("query", "headline", "--var", "region=ES51"))["region"]["sharingPriorities"]["nodes"]
    assert [(each["hops"], each["region.id"]) for each in lines] == [
        (each["hops"], each["region"]["id"]) for each in matches
    ]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["nothing"], "nothing is neither GraphQL nor"),
        (["clusters", "-f", "xml"], "xml is not a format. Choose csv or jsonl."),
        (["clusters", "-o", "clusters.xlsx"], "xlsx is not a format. Choose csv or jsonl."),
        (["headline", "--var", "region=NOWHERE"], "The answer is empty"),
        (
            ["clusters", "-o", "/no/such/folder/f.csv"],
            "/no/such/folder/f.csv cannot be written: No such file or directory.",
        ),
    ],
)
def test_an_export_that_is_none(kb: Kb, arguments: list[str], words: str) -> None:
    assert kb.refusal(2, "export", *arguments).startswith(f"BAD_USER_INPUT: {words}")


def test_who_has_read_enough_is_no_error(kb: Kb) -> None:
    command = f"set -o pipefail; {shlex.join(kb.command('export', 'regions'))} | head -n 1"
    done = subprocess.run(
        ["bash", "-c", command], env=kb.env(), capture_output=True, text=True, timeout=PATIENCE, check=False
    )
    assert (done.returncode, len(done.stdout.splitlines())) == (0, 1), done.stderr
    assert "Broken pipe" not in done.stderr


def test_an_export_that_fails_leaves_the_file_there_was(nobody: Kb, tmp_path: Path) -> None:
    file = tmp_path / "f.csv"
    file.write_text("kept")
    nobody.refusal(5, "export", "clusters", "-o", file)
    assert file.read_text() == "kept"


# What there is to load, and what was loaded


def test_sources_are_listed_with_what_is_loaded(kb: Kb, bare: Kb) -> None:
    told = json.loads(kb.answer("sources", "--json"))
    assert [each["name"] for each in told["sources"]] == list(LOADERS)
    loaded = {each["name"]: each["loaded"] for each in told["sources"] if each["loaded"]}
    assert loaded.keys() == {"nuts", "starter", "similarity"}
    last = {each["dataset"]: each for each in kb.held()["loads"]}
    assert {name: (each["version"], each["rows"]) for name, each in loaded.items()} == {
        name: (last[name]["version"], last[name]["rows"]) for name in loaded
    }
    shown = kb.answer("sources")
    assert max(map(len, shown.splitlines())) <= 100
    assert all(re.search(rf"^{name} ", shown, re.MULTILINE) for name in LOADERS)
    assert re.search(rf"^starter .* {last['starter']['rows']:,}$", shown, re.MULTILINE)
    apart = json.loads(bare.answer("sources", "--json"))
    assert apart == {"answers": False, "sources": [each | {"loaded": None} for each in told["sources"]]}
    assert "Neo4j does not run" in bare.answer("sources", "starter")
    assert not bare.data.exists()


def test_a_source_is_told_in_full(kb: Kb) -> None:
    text = kb.answer("sources", "kohesio")
    assert max(map(len, text.splitlines())) <= 100
    told = " ".join(text.split())
    for words in (LOADERS["kohesio"].about, "CC BY 4.0", "load first nuts", "loaded no", "separated by tabs"):
        assert words in told
    assert "must be there Country, Region, Beneficiary Name, EU Contribution" in told
    assert kb.refusal(2, "sources", "nothing").startswith("BAD_USER_INPUT: There is no source nothing")


def test_loads_are_told_and_compared(restored: Kb, files: Path, tmp_path: Path) -> None:
    kb, file = restored, files / "clusters.csv"
    append(file, id="added-1", name="The first")
    append(file, id="added-2")
    page = tmp_path / "report.html"
    assert kb("load", "starter", file, "--report", page).returncode == 3
    assert "<h2>Rejected</h2>" in page.read_text(encoding="utf-8")
    found = json.loads(kb.answer("loads", "--json"))
    versions = [each["version"] for each in found]
    assert versions == sorted(versions, reverse=True)
    new, old = [each for each in found if each["dataset"] == "starter"][:2]
    assert (new["rejected"], new["rejectCounts"], new["leftOut"]) == (1, {"MISSING_VALUE": 1}, 0)
    shown = kb.answer("loads")
    assert max(map(len, shown.splitlines())) <= 100
    assert re.search(rf"^{new['version']} +starter .* 1 +{new['facts']:,}  \+1", shown, re.MULTILINE)
    told = json.loads(kb.answer("loads", "diff", str(old["version"]), new["id"], "--json"))
    differ = {each["what"]: (each["one"], each["other"]) for each in told["differences"]}
    assert differ["Cluster"] == (old["counts"]["Cluster"], old["counts"]["Cluster"] + 1)
    assert differ["rejected as MISSING_VALUE"] == (None, 1)
    assert "Priority" not in differ
    text = kb.answer("loads", "diff", old["id"], new["id"])
    assert text.startswith("Both are of starter, from other files.")
    assert re.search(r"^rejected as MISSING_VALUE +1 +\+1", text, re.MULTILINE)
    assert re.search(rf"^checksum +{new['checksum'][:20]}", kb.answer("loads", "show", new["id"]), re.MULTILINE)
    assert kb.refusal(2, "loads", "show", "0").startswith("BAD_USER_INPUT: There is no load 0.")


def test_a_report_that_cannot_be_written_is_told_before_anything_starts(bare: Kb) -> None:
    assert "ends in .html or .json" in bare.refusal(2, "load", "nuts", "--report", "report.txt")
    assert not bare.data.exists()


# The form of the graph


def test_a_part_of_a_dataset_is_not_taken_for_the_whole(bare: Kb) -> None:
    try:
        bare.answer("up")
        assert json.loads(bare.answer("query", "search")) == {"search": {"totalCount": 0, "edges": []}}
        line = bare.refusal(4, "load", "starter")
        assert "nuts is not loaded: `kb load nuts` first." in line
        part = json.loads(bare.answer("load", "nuts", "--limit", "10", "--json"))
        assert (part["rejected"], part["rows"] < 100) == (0, True)
        with bare.running("demo") as demo:
            demo.until("Ctrl-C stops it")
            assert demo.regions() > 2000
            demo.ended(signal.SIGINT)
    finally:
        bare("down")


def test_migrating_again_is_nothing_to_do(kb: Kb) -> None:
    done = kb("migrate")
    assert (done.returncode, done.stderr) == (0, "Nothing to do: the graph has the form this version needs\n")


def test_the_schema_is_printed_and_that_of_the_checkout_is_up_to_date(bare: Kb) -> None:
    assert bare.answer("schema") == (ROOT / "graphql" / "schema.graphql").read_text(encoding="utf-8")
    assert bare.answer("schema", "--check") == "up to date\n"


def test_a_stale_schema_is_told_and_written_anew(bare: Kb, tmp_path: Path) -> None:
    for name in ("kb", "graphql", "cypher"):
        shutil.copytree(ROOT / name, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__", "static", "starter"))
    file = tmp_path / "graphql" / "schema.graphql"
    fresh = file.read_text(encoding="utf-8")
    file.write_text(fresh.replace("type Cluster ", "type Cloister "), encoding="utf-8")
    bare.root = tmp_path
    line = bare.refusal(2, "schema", "--check")
    assert line == "BAD_USER_INPUT: schema.graphql is not what the model gives. `kb schema --write` writes it anew."
    assert bare.answer("schema", "--write") == "written\n"
    assert file.read_text(encoding="utf-8") == fresh
