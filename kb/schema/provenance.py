"""Where facts are from: sources, claims that disagree, loads."""

from __future__ import annotations

from datetime import date, datetime

from kb.schema.base import Entity
from kb.schema.model import field, node, to


@node("sources")
class Source(Entity):
    """A page, file or list that says something; every fact names at least one."""

    title: str = field("Its title.", stored_as="name")
    url: str | None = field("Its address; empty where only a copy on a passing host was read.")
    publisher: str | None = field("Who published it.")
    licence: str | None = field("The licence it is under, where known.")
    retrieved: date | None = field("The day it was read.")
    checksum: str | None = field("SHA-256 of the file, where it is a file.")
    dataset: str = field("The loader that brought it.")


@node("claims")
class Claim(Entity):
    """One value that one source gives for something, kept beside others that disagree."""

    attribute: str = field("What it is a value of, such as participants or amount.")
    value: str = field("The value in the source's words.")
    number: float | None = field("The value as a number, where it is one.")
    unit: str | None = field("The unit of that number, such as EUR.")
    period: str | None = field("The period it is for.")
    about: Entity = to("ABOUT", "What it speaks of.", inverse="claims")


@node("loads")
class Load(Entity):
    """One run of a loader: what it read, what became of it."""

    dataset: str = field("The loader that ran.")
    version: int = field("Counts every load that changed the graph.")
    started: datetime = field("When it began, UTC.")
    finished: datetime | None = field("When it ended, UTC; empty while it runs, or if it was killed.")
    written: int | None = field("How many changes are written, of a load too large for one transaction.")
    attempts: int | None = field("How often it was begun: more than once, where it was killed.")
    seconds: float | None = field("How long it took.")
    by: str | None = field("Who ran it: the name of the account.")
    files: list[str] = field("The names of the files it read.")
    checksum: str = field("SHA-256 of what it read.")
    whole: bool = field("Whether it read all rows of the files.")
    rows: int = field("Rows that it read.")
    accepted: int = field("Rows that became facts.")
    rejected: int = field("Rows that did not.")
    facts: int = field("Facts the accepted rows make: nodes and relationships.")
    counts: list[str] = field(
        "How many of these are of each kind, and of each relation between two kinds, such as Project.regions.Region 12."
    )
    created: int = field("Facts that were new.")
    updated: int = field("Facts that changed.")
    withdrawn: int = field("Facts that are gone.")
    reject_counts: list[str] = field("How many rows were rejected for each reason, such as UNKNOWN_TARGET 12.")
    rejects: list[str] = field("The rejected rows, each with its file, line and reason; the first hundred.")
