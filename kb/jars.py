"""The jars of Neo4j: exactly those of `jars.lock`, from a Maven repository, each checked by its sha256.

`python -m kb.jars` writes `jars.lock` anew after `VERSION` changed. Only then are dependencies resolved.
"""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor, as_completed
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import product
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import urlsplit

from filelock import FileLock
from jgo.config import GlobalSettings
from jgo.constants import MAVEN_CENTRAL_URL
from jgo.maven import Artifact, MavenContext
from jgo.util import http
from requests import RequestException

from kb.errors import EngineError, EngineTampered, EngineUnreachable

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
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with FileLock(cache / f"neo4j-{VERSION}.lock"):
            missing = [jar for jar in jars if not (folder / jar.file).exists()]
            if missing:
                _download(missing, folder, report)
    except OSError as error:
        raise EngineError(
            f"The cache folder {cache} cannot be used: {error.strerror or error}.",
            "Make it writable and see that there is room, or set KB_CACHE to another folder.",
        ) from error
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
        self.over = threading.Event()

    def __str__(self) -> str:
        return f"{self.jars} of {self.total} jars, {self.bytes / 1e6:.0f} MB"

    @contextmanager
    def ticking(self) -> Iterator[None]:
        ticker = threading.Thread(target=self._tick, daemon=True)
        ticker.start()
        try:
            yield
        finally:
            self.over.set()
            ticker.join()

    def _tick(self) -> None:
        while not self.over.wait(2):
            self.report(f"Downloading Neo4j: {self}")


def _repositories() -> list[str]:
    """Give the repositories of jgo's settings file, and Maven Central only where it names none."""
    named: dict[str, str] = GlobalSettings.load().repositories
    return [address.rstrip("/") for address in named.values()] or [MAVEN_CENTRAL_URL]


def _fetch(jar: Jar, folder: Path, repositories: list[str], progress: _Progress) -> None:
    # A jar gets its name once its checksum is right: a download that was cut off is never taken for a jar.
    part = folder / f"{jar.file}.part"
    for attempt, repository in product(range(3), repositories):
        if progress.over.wait(attempt / 2):
            return
        failure = _get(f"{repository}/{jar.path}", part, progress)
        if not failure:
            break
    else:
        raise EngineUnreachable(f"Neo4j cannot be downloaded: {failure}.", WAYS_ON)
    if _sha256(part) != jar.sha256:
        part.unlink()
        raise EngineTampered(f"The repository gave a {jar.file} that is not the one in the lock.", WAYS_ON)
    part.replace(folder / jar.file)


def _get(address: str, target: Path, progress: _Progress) -> str:
    """Fetch the address into the file; give what went wrong, or nothing."""
    host = urlsplit(address).hostname
    try:
        with http.get(address, stream=True, timeout=(10, 30)) as response:
            if response.status_code != 200:
                return f"{host} answers {response.status_code} for {target.stem}"
            with target.open("wb") as file:
                for chunk in response.iter_content(1 << 16):
                    progress.bytes += file.write(chunk)
    except RequestException:
        return f"{host} does not answer"
    return ""


def resolve() -> list[Jar]:
    """Ask Maven for all that Neo4j needs, which is the same on every platform. Takes some minutes."""
    with TemporaryDirectory() as folder:
        maven = MavenContext(repo_cache=Path(folder), remote_repos={each: each for each in _repositories()})
        asked, needed = maven.resolver.resolve([maven.create_dependency(f"org.neo4j:neo4j:{VERSION}")])
        artifacts = [each.artifact for each in asked + [each for each in needed if each.scope != "provided"]]
        with ThreadPoolExecutor(8) as pool:
            jars = list(pool.map(_locked, artifacts))
    return sorted(jars, key=lambda jar: (jar.group, jar.artifact, jar.classifier))


def _locked(artifact: Artifact) -> Jar:
    sha256 = _sha256(artifact.resolve())
    return Jar(sha256, artifact.groupId, artifact.artifactId, artifact.version, artifact.classifier)


if __name__ == "__main__":
    LOCK.write_text("".join(f"{jar}\n" for jar in resolve()), encoding="utf-8")
