"""The Neo4j that kb runs itself, in the data folder:

    neo4j/       its home: conf, data, logs (what it prints goes to logs/neo4j.out)
    password     made once, readable by its owner only
    engine.json  which process it is, on which port, who uses it
    engine.lock  held while one process starts or stops it
    owner.lock   held for life by the one process that serves; owner.pid says which

One rule decides when it stops: **when its last user leaves, unless `kb up` asked it to stay.** Users that were
killed do not count, so a Neo4j they left behind is taken over by the next user and stopped in its turn.
"""

from __future__ import annotations

import os
import re
import secrets
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path

import psutil
from filelock import FileLock, Timeout
from neo4j import GraphDatabase
from neo4j.exceptions import AuthError, DriverError, Neo4jError

from kb import jars, java
from kb.errors import EngineError, FolderInUse
from kb.jars import Report
from kb.settings import PLANS, Settings
from kb.state import State, Who

START_LIMIT = 120.0
STOP_LIMIT = 30.0
_CONF = """\
server.default_listen_address=127.0.0.1
server.bolt.listen_address=127.0.0.1:{port}
server.http.enabled=false
server.https.enabled=false
dbms.usage_report.enabled=false
dbms.fleet_manager.enabled=false
server.memory.pagecache.size={pagecache}m
# Java ends if plans, of up to a megabyte each, leave statements less memory than they may have.
server.memory.query_cache.per_db_cache_num_entries={plans}
dbms.memory.transaction.total.max={transactions}m
db.tx_log.preallocate=false
db.tx_log.rotation.retention_policy=200M size
# The default waits ten seconds for connections that are closed already.
internal.dbms.bolt.netty_server_shutdown_quiet_period_duration=0s
"""

_children: dict[int, subprocess.Popen[bytes]] = {}
"""The Neo4j processes this process started, kept so that they are reaped when they end."""


@dataclass(frozen=True)
class Server:
    """A Neo4j to connect to; `pid` only where kb runs it."""

    uri: str
    user: str
    password: str = field(repr=False)
    database: str
    managed: bool
    pid: int | None = None


class Folder:
    """A data folder and the Neo4j that runs on it."""

    def __init__(self, settings: Settings, report: Report) -> None:
        self.settings, self.report = settings, report
        self.data = settings.data.resolve()
        self.home = self.data / "neo4j"
        self.logs = self.home / "logs"
        self.password = self.data / "password"
        self.joined = False

    # Who uses it

    def join(self) -> Server:
        """Become a user of the Neo4j that runs, or of a new one."""
        with self._lock():
            state = self._running()
            me = Who.of(psutil.Process())
            self._save(replace(state, users=(*state.living(), me)))
            self.joined = True
            return self.server(state)

    def leave(self) -> None:
        """Stop being a user; the last one stops Neo4j."""
        if not self.joined:
            return
        with self._lock():
            if not (state := self.state()):
                return
            left = state.without(os.getpid())
            if left.users or left.stays:
                self._save(left)
            else:
                self._stop(left)

    def stay(self) -> Server:
        """Let Neo4j run until `stop`."""
        with self._lock():
            if state := self.state():
                self.report(f"Neo4j is up already, on port {state.port}")
            state = self._running()
            self._save(replace(state, stays=True))
            return self.server(state)

    def stop(self) -> bool:
        """Stop Neo4j whoever uses it; tell whether there was one."""
        with self._lock():
            state = self.state() or self._left_behind()
            if not state:
                self.report("No Neo4j runs on this data folder")
                return False
            for user in state.living():
                self.report(f"Process {user.pid} was still using it")
            self._stop(state)
            return True

    @contextmanager
    def ownership(self) -> Iterator[None]:
        """Be the one process that serves from this folder; raise `FolderInUse` if there is one."""
        note = self.data / "owner.pid"
        with self._usable():
            try:
                lock = FileLock(self.data / "owner.lock").acquire(timeout=0)
            except Timeout:
                owner = f"process {note.read_text()}" if note.exists() else "another process"
                raise FolderInUse(
                    f"The data folder {self.data} is in use by {owner}.",
                    "Stop that process, or set KB_DATA to another folder.",
                ) from None
            _write(note, str(os.getpid()))
        with lock:
            yield

    @contextmanager
    def _lock(self) -> Iterator[None]:
        with self._usable():
            lock = FileLock(self.data / "engine.lock")
            try:
                lock.acquire(timeout=0)
            except Timeout:
                self.report("Waiting for another process that starts or stops Neo4j")
                lock.acquire()
            try:
                yield
            finally:
                lock.release()

    @contextmanager
    def _usable(self) -> Iterator[None]:
        try:
            self.data.mkdir(mode=0o700, parents=True, exist_ok=True)
            yield
        except OSError as error:
            raise EngineError(
                f"The data folder {self.data} cannot be used: {error.strerror or error}.",
                "Make it writable and see that there is room, or set KB_DATA to another folder.",
            ) from error

    # What runs

    def server(self, state: State) -> Server:
        """Give what is needed to connect."""
        if not self.password.exists():
            raise EngineError(
                f"The file {self.password} is gone.",
                "Put it back, or run `kb down` and set KB_DATA elsewhere.",
            )
        uri = f"bolt://127.0.0.1:{state.port}"
        return Server(uri, "neo4j", self.password.read_text(), "neo4j", managed=True, pid=state.neo4j.pid)

    def state(self) -> State | None:
        """Give what `engine.json` says, if that process still runs and is our Neo4j."""
        with suppress(OSError, ValueError, KeyError, TypeError):
            state = State.parse((self.data / "engine.json").read_text())
            found = state.neo4j.alive()
            return state if found and self._is_ours(found) else None
        return None

    def _left_behind(self) -> State | None:
        """Find our Neo4j among all processes: its kb was killed before it wrote down which one it is."""
        for found in psutil.process_iter():
            if self._is_ours(found):
                return State(Who.of(found), self._last_port())
        return None

    def _is_ours(self, found: psutil.Process) -> bool:
        try:
            return f"--home-dir={self.home}" in found.cmdline()
        except psutil.Error:
            return False

    def _save(self, state: State) -> None:
        _write(self.data / "engine.json", state.text())

    def _running(self) -> State:
        """Give a Neo4j that answers: the one that runs, or else a new one."""
        state = self.state() or self._left_behind()
        if state and self._answers(state):
            return state
        return self._start()

    # Start and stop

    def _start(self, port: int | None = None) -> State:
        self._prepare()
        began = time.monotonic()
        log = self.logs / "neo4j.log"
        before = log.stat().st_size if log.exists() else 0
        state = self._spawn(self._jars, port or self._free_port())
        try:
            self._save(state)
            if not self._answers(state):
                said = (self.logs / "neo4j.out").read_text(errors="replace")
                said += log.read_bytes()[before:].decode(errors="replace") if log.exists() else ""
                raise EngineError(f"Neo4j does not start: {java.last_words(said)}", f"Its logs are in {self.logs}.")
        except BaseException:
            self._stop(state)
            raise
        self.report(f"Neo4j answers on {self.server(state).uri} after {time.monotonic() - began:.1f} s")
        return state

    def _prepare(self) -> None:
        """Make all that a Neo4j needs before it starts."""
        self._put_back()
        for folder in (self.home / "conf", self.logs):
            folder.mkdir(parents=True, exist_ok=True)
        if not self.password.exists():
            _write(self.password, secrets.token_hex(24))
        if not (self.home / "conf" / "neo4j.conf").exists():
            _write(self.home / "conf" / "neo4j.conf", self._conf(self.settings.bolt_port))
        if not (self.home / "data" / "databases" / "system").exists():
            # From a file, so that the list of processes does not show it.
            self._admin("dbms", "set-initial-password", f"@{self.password}")

    def _conf(self, port: int) -> str:
        return _CONF.format(
            port=port, pagecache=self.settings.pagecache_mb, plans=PLANS, transactions=self.settings.heap_mb // 2
        )

    def _free_port(self) -> int:
        wished = self.settings.bolt_port
        ports = [wished, self._last_port()]
        if self._is_served():
            # A service that lost its Neo4j looks for it where it was.
            ports.reverse()
        for port in (*ports, 0):
            with suppress(OSError), socket.create_server(("127.0.0.1", port)) as probe:
                free: int = probe.getsockname()[1]
                if free != wished and wished:
                    self.report(f"Port {wished} is in use: Neo4j takes {free}")
                return free
        raise EngineError("No port is free on 127.0.0.1.")

    def _is_served(self) -> bool:
        """Tell whether another process serves from this folder, as far as its note says."""
        with suppress(OSError, ValueError):
            owner = int((self.data / "owner.pid").read_text())
            return owner != os.getpid() and psutil.pid_exists(owner)
        return False

    def _last_port(self) -> int:
        """Give the port that the configuration names: that of this Neo4j, or of the one before."""
        conf = (self.home / "conf" / "neo4j.conf").read_text()
        return int(re.findall(r"^server\.bolt\.listen_address=.*:(\d+)$", conf, re.MULTILINE)[0])

    def _spawn(self, jar_folder: Path, port: int) -> State:
        self.report("Starting Neo4j")
        _write(self.home / "conf" / "neo4j.conf", self._conf(port))
        folders = f"--home-dir={self.home}", f"--config-dir={self.home / 'conf'}"
        with (self.logs / "neo4j.out").open("wb") as out:
            # A session of its own: Ctrl-C in the terminal reaches kb only, which then stops Neo4j in order.
            child = subprocess.Popen(
                java.command(self.settings.heap_mb, "org.neo4j.server.Neo4jCommunity", *folders),
                cwd=jar_folder,
                env=java.environment(),
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        _children[child.pid] = child
        return State(Who.of(psutil.Process(child.pid)), port)

    def _answers(self, state: State) -> bool:
        """Wait until Neo4j answers a query; tell whether it did before its process ended."""
        server, began, told = self.server(state), time.monotonic(), 0.0
        with GraphDatabase.driver(server.uri, auth=(server.user, server.password)) as driver:
            while state.neo4j.alive():
                try:
                    with driver.session(database=server.database) as session:
                        session.run("RETURN 1").consume()
                    return True
                except AuthError:
                    raise EngineError(
                        f"Neo4j does not take the password in {self.password}.",
                        "Put back the one its data was made with, or set KB_DATA to another folder.",
                    ) from None
                except (DriverError, Neo4jError):
                    waited = time.monotonic() - began
                if waited > START_LIMIT:
                    raise EngineError(
                        f"Neo4j has not answered for {START_LIMIT:.0f} s.", f"Its logs are in {self.logs}."
                    )
                if waited - told > 5:
                    told = waited
                    self.report(f"Waiting for Neo4j, {waited:.0f} s")
                time.sleep(0.1)
        return False

    def _stop(self, state: State) -> None:
        if found := state.neo4j.alive():
            self.report("Stopping Neo4j")
            with suppress(psutil.NoSuchProcess):
                found.terminate()
                try:
                    found.wait(STOP_LIMIT)
                except psutil.TimeoutExpired:
                    found.kill()
                    found.wait(STOP_LIMIT)
        if child := _children.pop(state.neo4j.pid, None):
            child.wait()
        (self.data / "engine.json").unlink(missing_ok=True)

    # Java

    def admin(self, *arguments: str) -> str:
        """Run AdminTool, and let nobody start Neo4j meanwhile."""
        with self._lock():
            self._prepare()
            return self._admin(*arguments)

    def _admin(self, *arguments: str) -> str:
        home = {"NEO4J_HOME": str(self.home), "NEO4J_CONF": str(self.home / "conf")}
        program, *rest = java.command(self.settings.heap_mb, "org.neo4j.cli.AdminTool", *arguments)
        done = subprocess.run(
            [program, self._mark, *rest],
            cwd=self._jars,
            env=java.environment() | home,
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            said = done.stderr.strip() or done.stdout
            raise EngineError(f"neo4j-admin {' '.join(arguments[:2])} failed: {java.last_words(said)}")
        return done.stdout

    @property
    def _mark(self) -> str:
        """Give the option by which an AdminTool of ours is known among all processes: it sets nothing that is read."""
        return f"-Dkb.home={self.home}"

    def _end_admin(self) -> None:
        """End an AdminTool whose kb was killed: it would go on writing."""
        for found in psutil.process_iter():
            with suppress(psutil.Error):
                if self._mark in found.cmdline():
                    found.kill()
                    found.wait(STOP_LIMIT)

    def replace_database(self, *arguments: str) -> None:
        """Have AdminTool make the database anew, and start Neo4j again; what was there comes back if it cannot be."""
        with self._lock():
            state = self.state()
            if state and (others := [each.pid for each in state.living() if each.pid != os.getpid()]):
                raise EngineError(
                    f"Process {others[0]} uses Neo4j, which has to stop for an import.",
                    "Stop it, or load without --bulk.",
                )
            if state:
                self._stop(state)
            self._set_aside()
            try:
                self._admin("database", "import", "full", "neo4j", *arguments)
                self._forget()
            finally:
                started = self._start(state.port if state else None)  # which puts back what an import left aside
                if state:
                    self._save(replace(started, users=state.users, stays=state.stays))

    # The database as it was before an import, until that is done

    @property
    def _aside(self) -> Path:
        return self.home / "data" / "before-import"

    @property
    def _gone(self) -> Path:
        return self.home / "data" / "gone"

    def _set_aside(self) -> None:
        shutil.rmtree(self._gone, ignore_errors=True)  # the rest of one that was cut off
        self._aside.mkdir(exist_ok=True)
        for kept in ("databases", "transactions"):
            (self.home / "data" / kept / "neo4j").rename(self._aside / kept)

    def _put_back(self) -> None:
        """Bring back what an import that failed, or was killed, had set aside."""
        self._end_admin()
        for before in self._aside.glob("*"):
            now = self.home / "data" / before.name / "neo4j"
            shutil.rmtree(now, ignore_errors=True)
            before.rename(now)

    def _forget(self) -> None:
        self._aside.rename(self._gone)  # from here on the new database is the database
        shutil.rmtree(self._gone)

    @cached_property
    def _jars(self) -> Path:
        return jars.ready(self.settings.cache.absolute(), self.report)


def _write(path: Path, text: str) -> None:
    """Write a file that only its owner reads, whole or not at all."""
    part = path.with_name(f"{path.name}.part")
    part.unlink(missing_ok=True)
    part.touch(mode=0o600)
    part.write_text(text, encoding="utf-8")
    part.replace(path)
