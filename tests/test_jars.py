"""The lock and the download, against a small repository of our own."""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import ClassVar

import pytest

from kb import jars
from kb.errors import EngineError, EngineTampered, EngineUnreachable


class Quiet(SimpleHTTPRequestHandler):
    asked: ClassVar[list[str]] = []

    def log_message(self, *_: object) -> None:
        self.asked.append(self.path)


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A repository with two jars, the lock that goes with it, and jgo's settings file that names it."""
    folder, lock = tmp_path / "repository", tmp_path / "jars.lock"
    lines = []
    for coordinate in ("org.one:one:1.0", "org.two:two:2.0:linux-x86_64"):
        jar = jars.Jar.parse(f"{hashlib.sha256(coordinate.encode()).hexdigest()}  {coordinate}")
        (folder / jar.path).parent.mkdir(parents=True)
        (folder / jar.path).write_bytes(coordinate.encode())
        lines.append(f"{jar}\n")
    lock.write_text("".join(lines))
    monkeypatch.setattr(jars, "LOCK", lock)
    Quiet.asked.clear()
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(folder))) as server:
        name_mirror(tmp_path, monkeypatch, server.server_port)
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        yield folder
        server.shutdown()
        thread.join()


def name_mirror(folder: Path, monkeypatch: pytest.MonkeyPatch, port: int) -> None:
    settings = folder / "jgo.conf"
    settings.write_text(f"[repositories]\ncentral = http://127.0.0.1:{port}/\n")
    monkeypatch.setenv("JGO_CONFIG_FILE", str(settings))


def test_the_lock_has_each_jar_once_and_the_native_ones_of_every_platform() -> None:
    lines = jars.LOCK.read_text().splitlines()
    locked = jars.locked()
    assert [str(jar) for jar in locked] == lines
    assert len({jar.file for jar in locked}) == len(locked)
    assert {jar.classifier for jar in locked} >= {
        "linux-x86_64",
        "linux-aarch_64",
        "osx-x86_64",
        "osx-aarch_64",
    }
    assert f"org.neo4j:neo4j:{jars.VERSION}" in [line.split()[1] for line in lines]
    assert "/" not in jars.LOCK.read_text()


def test_jars_are_downloaded_once(repository: Path, tmp_path: Path) -> None:
    told: list[str] = []
    folder = jars.ready(tmp_path / "cache", told.append)
    assert sorted(file.name for file in folder.iterdir()) == ["one-1.0.jar", "two-2.0-linux-x86_64.jar"]
    assert told[0].endswith("once: 2 jars")
    assert told[-1].startswith("Downloaded Neo4j: 2 of 2 jars")

    Quiet.asked.clear()
    told.clear()
    assert jars.ready(tmp_path / "cache", told.append) == folder
    assert told == Quiet.asked == []


def test_a_download_that_was_cut_off_is_made_good(repository: Path, tmp_path: Path) -> None:
    folder = jars.ready(tmp_path / "cache", print)
    (folder / "one-1.0.jar").rename(folder / "one-1.0.jar.part")
    (folder / "one-1.0.jar.part").write_bytes(b"org.")
    jars.ready(tmp_path / "cache", print)
    assert Quiet.asked.count("/org/one/one/1.0/one-1.0.jar") == 2


def test_a_jar_changed_in_the_cache_is_refused(repository: Path, tmp_path: Path) -> None:
    folder = jars.ready(tmp_path / "cache", print)
    (folder / "one-1.0.jar").write_bytes(b"something else")
    with pytest.raises(EngineTampered, match=r"one-1\.0\.jar"):
        jars.ready(tmp_path / "cache", print)


def test_a_missing_jar_is_refused(tmp_path: Path) -> None:
    with pytest.raises(EngineTampered, match=r"two-2\.jar of Neo4j is missing"):
        jars.verify(tmp_path, [jars.Jar("0" * 64, "org.two", "two", "2")])


def test_a_repository_that_gives_another_jar_is_refused(repository: Path, tmp_path: Path) -> None:
    (repository / "org/one/one/1.0/one-1.0.jar").write_bytes(b"something else")
    with pytest.raises(EngineTampered, match=r"one-1\.0\.jar"):
        jars.ready(tmp_path / "cache", print)
    assert not list((tmp_path / "cache").rglob("one-1.0.jar*"))


def test_a_repository_without_the_jar_is_told_with_the_ways_on(repository: Path, tmp_path: Path) -> None:
    (repository / "org/one/one/1.0/one-1.0.jar").unlink()
    with pytest.raises(EngineUnreachable, match=r"127\.0\.0\.1 answers 404 for one-1\.0\.jar") as caught:
        jars.ready(tmp_path / "cache", print)
    assert all(way in caught.value.hint for way in ("KB_NEO4J_URI", "docker compose up", "jgo.conf"))


def test_a_repository_out_of_reach_is_told_with_the_ways_on(
    repository: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    name_mirror(tmp_path, monkeypatch, 1)
    with pytest.raises(EngineUnreachable, match=r"127\.0\.0\.1 does not answer") as caught:
        jars.ready(tmp_path / "cache", print)
    assert all(way in caught.value.hint for way in ("KB_NEO4J_URI", "docker compose up", "jgo.conf"))


def test_a_cache_that_cannot_be_written_is_told(repository: Path, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(EngineError, match="KB_CACHE"):
        jars.ready(tmp_path / "file", print)
