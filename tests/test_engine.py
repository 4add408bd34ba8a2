"""The managed Neo4j, for real: started, shared, killed and taken over."""

from __future__ import annotations

import json
import os
import signal
import socket
import stat
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil
import pytest
from neo4j import GraphDatabase
from neo4j.exceptions import AuthError

from kb import engine
from kb.engine import Server
from kb.errors import EngineError, EngineUnreachable, FolderInUse
from kb.settings import Settings

ROOT = Path(engine.__file__).parents[1]
OWNER = """
import time
from kb import engine, settings
with engine.owned(settings.load(), lambda line: print(line, flush=True)) as server:
    print("ready", flush=True)
    time.sleep(300)
"""


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Settings]:
    monkeypatch.delenv("KB_NEO4J_URI", raising=False)
    settings = Settings(data=tmp_path / "data", bolt_port=0)
    yield settings
    engine.down(settings)


def ask(server: Server, cypher: str, password: str | None = None) -> list[object]:
    auth = (server.user, password or server.password)
    with GraphDatabase.driver(server.uri, auth=auth) as driver:
        records, _, _ = driver.execute_query(cypher, database_=server.database)
        return [record[0] for record in records]


@contextmanager
def owner(settings: Settings, until: str) -> Iterator[subprocess.Popen[str]]:
    """Another process that owns the folder, from the moment it reports the line."""
    env = os.environ | {"KB_DATA": str(settings.data), "KB_BOLT_PORT": "0"}
    command = [sys.executable, "-c", OWNER]
    with subprocess.Popen(command, cwd=ROOT, env=env, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout
            assert any(line.startswith(until) for line in process.stdout)
            yield process
        finally:
            process.kill()


def neo4j_of(settings: Settings) -> int:
    """The process that the owner has just started."""
    for _ in range(100):
        if server := engine.find(settings):
            assert server.pid
            return server.pid
        time.sleep(0.05)
    raise AssertionError("no Neo4j was written down")


def test_it_answers_and_keeps_its_data(settings: Settings) -> None:
    told: list[str] = []
    assert engine.find(settings) is None
    with engine.running(settings, told.append) as server:
        ask(server, "CREATE (:Region {id: 'ITC4'})")
        assert engine.find(settings) == server
        assert server.pid
        process = psutil.Process(server.pid)
        listening = {each.laddr.ip for each in process.net_connections() if each.status == psutil.CONN_LISTEN}
        assert {address.removeprefix("::ffff:") for address in listening} == {"127.0.0.1"}
        assert server.password not in " ".join(process.cmdline()) + repr(server)
        with pytest.raises(AuthError):
            ask(server, "RETURN 1", password="wrong-password")
    assert not psutil.pid_exists(server.pid)
    assert engine.find(settings) is None
    assert told[-1] == "Stopping Neo4j"
    for name in ("password", "neo4j/conf/neo4j.conf"):
        assert stat.S_IMODE((settings.data / name).stat().st_mode) == 0o600

    with engine.running(settings) as server:
        assert stat.S_IMODE((settings.data / "engine.json").stat().st_mode) == 0o600
        assert ask(server, "MATCH (region:Region) RETURN region.id") == ["ITC4"]

    (settings.data / "password").write_text("another-password")
    with pytest.raises(EngineError, match="does not take the password"), engine.running(settings):
        pass
    assert engine.find(settings) is None


def test_up_stays_until_down_and_another_port_serves_when_the_wished_one_is_taken(settings: Settings) -> None:
    told: list[str] = []
    with socket.create_server(("127.0.0.1", 0)) as taken:
        wished = taken.getsockname()[1]
        server = engine.up(settings.model_copy(update={"bolt_port": wished}), told.append)
    assert any(line.startswith(f"Port {wished} is in use") for line in told)
    assert ask(server, "RETURN 1") == [1]

    assert engine.up(settings, told.append) == server
    assert told[-1].startswith("Neo4j is up already")
    with engine.owned(settings) as used:
        assert used == server
    assert engine.find(settings) == server

    assert engine.down(settings)
    assert server.pid
    assert not psutil.pid_exists(server.pid)
    assert not engine.down(settings)


def test_the_last_user_stops_it_even_if_it_is_not_the_one_who_started_it(settings: Settings) -> None:
    with owner(settings, until="ready") as process:
        with pytest.raises(FolderInUse, match=f"process {process.pid}"), engine.owned(settings):
            pass
        with engine.running(settings) as server:
            process.send_signal(signal.SIGTERM)
            assert process.wait(30) == 128 + signal.SIGTERM
            assert ask(server, "RETURN 1") == [1]
    assert server.pid
    assert not psutil.pid_exists(server.pid)


def test_ctrl_c_stops_it_in_order(settings: Settings) -> None:
    with owner(settings, until="ready") as process:
        pid = neo4j_of(settings)
        process.send_signal(signal.SIGINT)
        process.wait(30)
    assert not psutil.pid_exists(pid)
    assert "Stopped." in (settings.data / "neo4j/logs/neo4j.log").read_text().splitlines()[-1]


def test_what_a_killed_owner_leaves_is_taken_over_and_stopped(settings: Settings) -> None:
    with owner(settings, until="ready") as process:
        pid = neo4j_of(settings)
        process.kill()
    assert psutil.pid_exists(pid)
    with engine.owned(settings) as server:
        assert server.pid == pid
        assert ask(server, "RETURN 1") == [1]
    assert not psutil.pid_exists(pid)


def test_a_neo4j_that_nobody_wrote_down_is_found(settings: Settings) -> None:
    with owner(settings, until="Starting") as process:
        pid = neo4j_of(settings)
        process.kill()
    (settings.data / "engine.json").unlink()
    with engine.running(settings) as server:
        assert server.pid == pid
    assert not psutil.pid_exists(pid)


def test_a_first_start_that_was_cut_off_is_no_harm(settings: Settings) -> None:
    with owner(settings, until="Starting") as process:
        pid = neo4j_of(settings)
        time.sleep(2)
        process.kill()
        os.kill(pid, signal.SIGKILL)
    with engine.running(settings) as server:
        assert server.pid != pid
        assert ask(server, "RETURN 1") == [1]


def test_a_reused_process_number_is_never_touched(settings: Settings) -> None:
    with subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE) as stranger:
        settings.data.mkdir()
        created = psutil.Process(stranger.pid).create_time()
        state = {"neo4j": {"pid": stranger.pid, "created": created}, "port": 1, "users": []}
        (settings.data / "engine.json").write_text(json.dumps(state))
        assert engine.find(settings) is None
        assert not engine.down(settings)
        assert stranger.poll() is None
        stranger.communicate(b"\n")


def test_a_start_that_fails_says_why_in_one_line(settings: Settings) -> None:
    greedy = settings.model_copy(update={"heap_mb": 99_999_999})
    settings.data.mkdir()
    (settings.data / "neo4j/data/databases/system").mkdir(parents=True)
    with pytest.raises(EngineError, match="Could not reserve enough space") as caught, engine.running(greedy):
        pass
    assert "\n" not in str(caught.value)
    assert engine.find(settings) is None


def test_memory_that_the_machine_does_not_have_is_named(settings: Settings) -> None:
    with (
        pytest.raises(EngineError, match="exceeds physical memory"),
        engine.running(settings.model_copy(update={"heap_mb": 10_000_000})),
    ):
        pass


def test_a_repository_out_of_reach(settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "jgo.conf").write_text("[repositories]\ncentral = http://127.0.0.1:1\n")
    monkeypatch.setenv("JGO_CONFIG_FILE", str(tmp_path / "jgo.conf"))
    bare = settings.model_copy(update={"cache": tmp_path / "cache"})
    with pytest.raises(EngineUnreachable, match="KB_NEO4J_URI"), engine.running(bare):
        pass


def test_a_data_folder_that_cannot_be_used(settings: Settings) -> None:
    settings.data.touch()
    with pytest.raises(EngineError, match="KB_DATA"), engine.running(settings):
        pass
    settings.data.unlink()


def importer(pid: int) -> psutil.Process:
    """Give the AdminTool that a process has just started for an import."""
    for _ in range(600):
        for child in psutil.Process(pid).children():
            if "import" in (child.as_dict(["cmdline"])["cmdline"] or ()):  # nothing of one that has ended
                return child
        time.sleep(0.1)
    raise AssertionError("the import did not begin")


def test_an_import_whose_owner_was_killed_is_ended_and_what_was_there_comes_back(
    settings: Settings, tmp_path: Path
) -> None:
    with engine.running(settings) as server:
        ask(server, "CREATE (:Old)")
    endless = tmp_path / "endless.csv"
    os.mkfifo(endless)
    code = "import sys; from kb import engine; from kb.settings import Settings; "
    code += "engine.replace_database(Settings(), f'--nodes=New={sys.argv[1]}')"
    env = os.environ | {"KB_DATA": str(settings.data), "KB_BOLT_PORT": "0"}
    with subprocess.Popen([sys.executable, "-c", code, str(endless)], cwd=ROOT, env=env) as importing:
        try:
            tool = importer(importing.pid)
        finally:
            importing.kill()
    assert tool.is_running()
    assert (settings.data / "neo4j" / "data" / "before-import" / "databases").is_dir(), "what was there is set aside"
    with engine.running(settings) as server:
        assert not tool.is_running() or tool.status() == psutil.STATUS_ZOMBIE
        assert ask(server, "MATCH (n) RETURN labels(n)[0]") == ["Old"]


def test_what_an_import_left_when_it_was_cut_off_is_in_nobodys_way(settings: Settings) -> None:
    with engine.running(settings) as server:
        ask(server, "CREATE (:Old)")
    (settings.data / "neo4j" / "data" / "gone" / "databases").mkdir(parents=True)
    nodes = settings.data / "new.csv"
    nodes.write_text(":ID\nnew\n")
    engine.replace_database(settings, f"--nodes=New={nodes}")
    with engine.running(settings) as server:
        assert ask(server, "MATCH (n) RETURN labels(n)[0]") == ["New"]


def test_admin_tool(settings: Settings) -> None:
    assert engine.admin(settings, "--version").startswith("20")
    with pytest.raises(EngineError, match="database load failed: No matching archives"):
        engine.admin(settings, "database", "load", "neo4j", f"--from-path={settings.data}")


def test_an_address_of_your_own_is_handed_on() -> None:
    settings = Settings(neo4j_uri="neo4j://example.org", neo4j_user="ada", neo4j_password="secret")  # type: ignore[arg-type]
    given = Server("neo4j://example.org", "ada", "secret", "neo4j", managed=False)
    with engine.running(settings) as running, engine.owned(settings) as owned:
        assert running == owned == engine.up(settings) == engine.find(settings) == given
    assert not engine.down(settings)
