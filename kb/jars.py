"""The jars of Neo4j: exactly those of `jars.lock`, from a Maven repository, each checked by its sha256.

`python -m kb.jars` writes `jars.lock` anew after `VERSION` changed; that is the only time dependencies are resolved.
"""

from __future__ import annotations

import hashlib
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor, as_completed
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from filelock import FileLock
from jgo.config import GlobalSettings
from jgo.constants import MAVEN_CENTRAL_URL
from jgo.maven import MavenContext
from jgo.util import http

from kb.errors import EngineTampered, EngineUnreachable

VERSION = "2026.08.1"
LOCK = Path(__file__).with_name("jars.lock")

Report = Callable[[str], None]
"""Takes one plain line about what is happening."""

WAYS_ON = (
    "Three ways on: set KB_NEO4J_URI to a Neo4j of your own; run `docker compose up`; or name a mirror of the"
    " repository, as `central = https://...` under `[repositories]` in ~/.config/jgo.conf"
    " (or in the file JGO_CONFIG_FILE names)."
)


@dataclass(frozen=True)
class Jar:
    """One line of the lock."""

    sha256: str
    group: str
    artifact: str
    version: str
    classifier: str = ""

    @classmethod
    def parse(cls, line: str) -> Jar:
        """Read `sha256  group:artifact:version[:classifier]`."""
        sha256, coordinate = line.split()
        return cls(sha256, *coordinate.split(":"))

    def __str__(self) -> str:
        parts = [self.group, self.artifact, self.version, self.classifier]
        return f"{self.sha256}  {':'.join(part for part in parts if part)}"

    @property
    def file(self) -> str:
        """Name of its file."""
        return "-".join(filter(None, [self.artifact, self.version, self.classifier])) + ".jar"

    @property
    def path(self) -> str:
        """Where it lies in a Maven repository."""
        return "/".join([*self.group.split("."), self.artifact, self.version, self.file])


def locked() -> list[Jar]:
    """Give the jars of the lock, in the order of the class path."""
    return [Jar.parse(line) for line in LOCK.read_text(encoding="utf-8").splitlines()]


def ready(cache: Path, report: Report) -> Path:
    """Give the folder that holds every jar of the lock; raise `EngineUnreachable` or `EngineTampered`."""
    folder, jars = cache / f"neo4j-{VERSION}", locked()
    folder.mkdir(parents=True, exist_ok=True)
    with FileLock(cache / f"neo4j-{VERSION}.lock"):
        missing = [jar for jar in jars if not (folder / jar.file).exists()]
        if missing:
            _download(missing, folder, report)
    verify(folder, jars)
    return folder


def verify(folder: Path, jars: Iterable[Jar]) -> None:
    """Raise `EngineTampered` unless each jar in the folder is the one of the lock."""
    with ThreadPoolExecutor() as pool:
        for problem in pool.map(lambda jar: _problem(folder / jar.file, jar), jars):
            if problem:
                raise EngineTampered(problem, f"Delete the folder {folder} and start again.")


def _problem(file: Path, jar: Jar) -> str:
    if not file.exists():
        return f"{jar.file} of Neo4j is missing."
    if _sha256(file) != jar.sha256:
        return f"{jar.file} of Neo4j is not the file whose checksum is in the lock."
    return ""


def _sha256(file: Path) -> str:
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _download(jars: list[Jar], folder: Path, report: Report) -> None:
    repositories = _repositories()
    progress = _Progress(len(jars), report)
    report(f"Downloading Neo4j {VERSION}, once: {len(jars)} jars")
    with _all_or_first_error() as pool, progress.ticking():
        for done in as_completed([pool.submit(_fetch, jar, folder, repositories, progress) for jar in jars]):
            done.result()
            progress.jars += 1
    report(f"Downloaded Neo4j: {progress}")


@contextmanager
def _all_or_first_error() -> Iterator[ThreadPoolExecutor]:
    pool = ThreadPoolExecutor(8)
    try:
        yield pool
    finally:
        pool.shutdown(cancel_futures=True)


class _Progress:
    """Counts what arrives and tells it every two seconds."""

    def __init__(self, total: int, report: Report) -> None:
        self.total, self.report = total, report
        self.jars = self.bytes = 0
        self._done = threading.Event()

    def __str__(self) -> str:
        return f"{self.jars} of {self.total} jars, {self.bytes / 1e6:.0f} MB"

    @contextmanager
    def ticking(self) -> Iterator[None]:
        ticker = threading.Thread(target=self._tick, daemon=True)
        ticker.start()
        try:
            yield
        finally:
            self._done.set()
            ticker.join()

    def _tick(self) -> None:
        while not self._done.wait(2):
            self.report(f"Downloading Neo4j: {self}")


def _repositories() -> list[str]:
    """Give the repositories of jgo's settings file, and Maven Central only where it names none."""
    named: dict[str, str] = GlobalSettings.load().repositories
    return [address.rstrip("/") for address in named.values()] or [MAVEN_CENTRAL_URL]


def _fetch(jar: Jar, folder: Path, repositories: list[str], progress: _Progress) -> None:
    # A jar gets its name only once its checksum is right: a download that was cut off is never taken for a jar.
    part = folder / f"{jar.file}.part"
    failure = ""
    for attempt in range(3):
        time.sleep(attempt)
        for repository in repositories:
            try:
                failure = _get(f"{repository}/{jar.path}", part, progress)
            except OSError as error:
                failure = type(error).__name__
            if not failure:
                break
        if not failure:
            break
    else:
        raise EngineUnreachable(f"Neo4j cannot be downloaded: {jar.file} ({failure}).", WAYS_ON)
    if _sha256(part) != jar.sha256:
        part.unlink()
        raise EngineTampered(f"The repository gave a {jar.file} that is not the one in the lock.", WAYS_ON)
    part.replace(folder / jar.file)


def _get(address: str, target: Path, progress: _Progress) -> str:
    """Fetch the address into the file; give what went wrong, or nothing."""
    with http.get(address, stream=True, timeout=30) as response:
        if response.status_code != 200:
            return f"HTTP {response.status_code}"
        with target.open("wb") as file:
            for chunk in response.iter_content(1 << 16):
                progress.bytes += file.write(chunk)
    return ""


def resolve() -> list[Jar]:
    """Ask Maven for all that Neo4j needs; a few minutes. The same on every platform: it names each native jar."""
    with TemporaryDirectory() as folder:
        maven = MavenContext(repo_cache=Path(folder), remote_repos=dict(enumerate(_repositories())))
        asked, needed = maven.resolver.resolve([maven.create_dependency(f"org.neo4j:neo4j:{VERSION}")])
        artifacts = [each.artifact for each in [*asked, *needed] if each.scope in ("compile", "runtime", None)]
        with ThreadPoolExecutor(8) as pool:
            sums = list(pool.map(lambda artifact: _sha256(artifact.resolve()), artifacts))
    return [
        Jar(sha256, each.groupId, each.artifactId, each.version, each.classifier)
        for sha256, each in zip(sums, artifacts, strict=True)
    ]


if __name__ == "__main__":
    LOCK.write_text("".join(f"{jar}\n" for jar in resolve()), encoding="utf-8")
