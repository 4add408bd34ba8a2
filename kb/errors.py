"""Every error that a person may meet, with its code, HTTP status and exit code.

KbError                      INTERNAL              500  exit 1
├── SettingsError            BAD_SETTING           500  exit 2
├── EngineError              ENGINE_FAILED         503  exit 5   Neo4j does not start or stops too early
│   ├── EngineUnreachable    ENGINE_UNREACHABLE    503  exit 5   its artifacts cannot be fetched
│   ├── EngineTampered       ENGINE_TAMPERED       503  exit 5   a jar is not the one in the lock
│   └── FolderInUse          FOLDER_IN_USE         503  exit 5   another process owns the data folder
├── GraphUnavailable         GRAPH_UNAVAILABLE     503  exit 5   Neo4j does not answer
├── GraphTimeout             TIMEOUT               504  exit 5   a statement took longer than it may
├── Busy                     BUSY                  503  exit 5   too many others are being answered
├── BadInput                 BAD_USER_INPUT        400  exit 2   an argument is wrong
├── TooCostly                TOO_COSTLY            400  exit 2   an operation asks for too much
└── LoadRefused              LOAD_REFUSED          422  exit 4   nothing was loaded
    ├── FileRefused          FILE_REFUSED          422  exit 4   the file is not what the loader reads
    ├── TooManyRejects       TOO_MANY_REJECTS      422  exit 4   more bad rows than allowed
    └── Shrunk               SHRUNK                422  exit 4   far fewer rows than last time

Exit codes: 0 done, 1 a fault of ours, 2 wrong usage, 3 loaded but some rows were rejected,
4 nothing was loaded, 5 no database, 130 stopped by Ctrl-C.
"""

from __future__ import annotations

from typing import ClassVar

EXIT_REJECTS = 3


class KbError(Exception):
    """What happened, in one line, and what to do about it (`hint`)."""

    code: ClassVar[str] = "INTERNAL"
    status: ClassVar[int] = 500
    exit_code: ClassVar[int] = 1

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint

    def __str__(self) -> str:
        return f"{self.message} {self.hint}".strip()


class SettingsError(KbError):
    """A setting has a value that cannot be used."""

    code, exit_code = "BAD_SETTING", 2


class EngineError(KbError):
    """The managed Neo4j does not start, or stopped too early."""

    code, status, exit_code = "ENGINE_FAILED", 503, 5


class EngineUnreachable(EngineError):
    """The artifacts of Neo4j cannot be fetched."""

    code = "ENGINE_UNREACHABLE"


class EngineTampered(EngineError):
    """A jar differs from the one whose checksum is in the lock."""

    code = "ENGINE_TAMPERED"


class FolderInUse(EngineError):
    """Another process owns the data folder."""

    code = "FOLDER_IN_USE"


class GraphUnavailable(KbError):
    """Neo4j does not answer."""

    code, status, exit_code = "GRAPH_UNAVAILABLE", 503, 5


class GraphTimeout(KbError):
    """A statement took longer than it may."""

    code, status, exit_code = "TIMEOUT", 504, 5


class Busy(KbError):
    """Too many others are being answered."""

    code, status, exit_code = "BUSY", 503, 5


class BadInput(KbError):
    """An argument of a query or a command is wrong."""

    code, status, exit_code = "BAD_USER_INPUT", 400, 2


class TooCostly(KbError):
    """An operation asks for more than it may, or its answer is larger than it may be."""

    code, status, exit_code = "TOO_COSTLY", 400, 2


class LoadRefused(KbError):
    """Nothing was loaded."""

    code, status, exit_code = "LOAD_REFUSED", 422, 4


class FileRefused(LoadRefused):
    """The file is not what the loader reads."""

    code = "FILE_REFUSED"


class TooManyRejects(LoadRefused):
    """More rows are bad than the load allows."""

    code = "TOO_MANY_REJECTS"


class Shrunk(LoadRefused):
    """The file has far fewer rows than last time."""

    code = "SHRUNK"
