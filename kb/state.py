"""What `engine.json` of a data folder holds: the Neo4j that runs there, and the processes that use it."""

from __future__ import annotations

import json
from contextlib import suppress
from dataclasses import asdict, dataclass, replace

import psutil

from kb import jars


@dataclass(frozen=True)
class Who:
    """One process, told from a later one with the same number by when it was created."""

    pid: int
    created: float

    @classmethod
    def of(cls, process: psutil.Process) -> Who:
        """Give what tells this process from others."""
        return cls(process.pid, process.create_time())

    def alive(self) -> psutil.Process | None:
        """Give the process if it still runs."""
        with suppress(psutil.Error):
            process = psutil.Process(self.pid)
            # A clock that is set moves creation times a little.
            same = abs(process.create_time() - self.created) < 5
            return process if same and process.status() != psutil.STATUS_ZOMBIE else None
        return None


@dataclass(frozen=True)
class State:
    """The Neo4j that runs, and who uses it."""

    neo4j: Who
    port: int
    version: str = jars.VERSION
    stays: bool = False
    users: tuple[Who, ...] = ()

    @classmethod
    def parse(cls, text: str) -> State:
        """Read it; raise ValueError, KeyError or TypeError for what is none."""
        values = json.loads(text)
        users = tuple(Who(**each) for each in values.pop("users"))
        return cls(Who(**values.pop("neo4j")), users=users, **values)

    def text(self) -> str:
        """Write it."""
        return json.dumps(asdict(self))

    def living(self) -> tuple[Who, ...]:
        """Give the users that were not killed."""
        return tuple(user for user in self.users if user.alive())

    def without(self, pid: int) -> State:
        """Give the state after that process stopped using it, once."""
        users = list(self.living())
        for user in users:
            if user.pid == pid:
                users.remove(user)
                break
        return replace(self, users=tuple(users))
