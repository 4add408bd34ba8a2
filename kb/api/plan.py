"""What an operation comes down to: statements, which are run and shaped into its answer."""

from __future__ import annotations

from asyncio import Semaphore, Task, create_task, gather, timeout
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from graphql import Executor, FieldNode, GraphQLError, GraphQLResolveInfo, is_non_null_type, located_error

from kb.api import codes
from kb.api.compile import compile_field
from kb.api.cost import estimate
from kb.api.freshness import Reads
from kb.api.known import IDS
from kb.api.limits import Limits
from kb.api.projections import Projections
from kb.api.shape import Tally
from kb.api.statement import Statement
from kb.errors import Busy, KbError
from kb.queries.coverage import COVERAGE, of_kinds

TURN_SECONDS = 10.0
"""How long a statement waits until it may run, while many others do."""


@dataclass
class Run:
    """One run of an operation: the way to the graph, the values of its variables, and what answering it took.

    `turns` bounds how many statements run at a time.
    """

    reader: Reads
    projections: Projections
    turns: Semaphore
    plan: Plan
    variables: Mapping[str, Any]
    profile: bool = False
    tally: Tally = field(default_factory=Tally)
    hits: int = 0
    _loaded: Task[Any] | None = None

    async def answer(self, statement: Statement) -> Any:
        """Run a statement and shape what it returns; raise GraphQLError."""
        if self._loaded is None:  # beside the first, since a Neo4j that has just begun plans it for seconds
            self._loaded = create_task(self.projections.get(COVERAGE))
            self._loaded.add_done_callback(lambda task: task.cancelled() or task.exception())  # nobody may wait for it
        try:
            parameters = statement.parameters.given(self.variables)
            await self._check(statement)
            for name, asked in statement.parameters.asked.items():
                parameters[name] = await self.projections.computed(asked)
            await self._turn()
            try:
                return statement.answer(await self._rows(statement, parameters), self.tally)
            finally:
                self.turns.release()
        except KbError as error:
            raise codes.of(error) from error

    async def coverage(self) -> list[dict[str, Any]] | None:
        """Tell how much is loaded of what the statements looked for; None if none ran."""
        return of_kinds(await self._loaded, self.plan.kinds) if self._loaded and self.plan.kinds else None

    async def _check(self, statement: Statement) -> None:
        """Raise BadInput where the arguments name what there is not."""
        if statement.parameters.named:
            there = await self.projections.get(IDS)
            for each in statement.parameters.named:
                each.check(there)
        for node in statement.parameters.nodes:
            await node.check(self.reader)

    async def _turn(self) -> None:
        if not self.turns.locked():
            await self.turns.acquire()
            return
        try:
            async with timeout(TURN_SECONDS):
                await self.turns.acquire()
        except TimeoutError:
            raise Busy("The service has too much to do.", "Try again in a moment.") from None

    async def _rows(self, statement: Statement, parameters: Mapping[str, Any]) -> list[Any]:
        if not self.profile:
            row, tally = statement.row, self.tally
            return await self.reader.read(statement.cypher, parameters, shape=lambda found: row(found, tally))
        found, hits = await self.reader.profile(statement.cypher, parameters)
        self.hits += hits
        return [statement.row(row, self.tally) for row in found]


@dataclass(frozen=True)
class _Root:
    """A root field that is compiled."""

    statement: Statement
    nodes: Sequence[FieldNode]
    nullable: bool


@dataclass
class Plan:
    """What an operation is compiled to, for all values of the variables that are `late`: kept, since it takes long.

    It is compiled while graphql-core executes it for the first time. From then on its statements are run without that,
    unless some of it is more than statements (`__typename`, introspection) or could not be compiled.
    """

    late: Collection[str]
    cost: int = 0
    is_whole: bool = False
    _roots: dict[str | int, _Root] = field(default_factory=dict)

    def estimate(self, executor: Executor[Any], limits: Limits) -> None:
        """Estimate what the operation may cost; raise TooCostly if that is more than it may."""
        self.cost = estimate(executor, limits)

    def statement(self, info: GraphQLResolveInfo[Run]) -> Statement:
        """Give the statement of a root field; raise GraphQLError for an argument that is not allowed."""
        root = self._roots.get(info.path.key)
        if root is None:
            try:
                statement = compile_field(info, self.late)
            except KbError as error:
                raise codes.of(error) from error
            root = _Root(statement, info.field_nodes, not is_non_null_type(info.return_type))
            self._roots[info.path.key] = root
        return root.statement

    @property
    def kinds(self) -> frozenset[str]:
        """Name the kinds that its statements look for."""
        return frozenset[str]().union(*(each.statement.kinds for each in self._roots.values()))

    def executed(self, data: Mapping[str, Any] | None) -> None:
        """Note what an execution gave: whether the statements are all there is to it."""
        self.is_whole = data is not None and list(data) == list(self._roots)

    async def answer(self, run: Run) -> tuple[dict[str, Any] | None, list[GraphQLError]]:
        """Give data and errors, as graphql-core does: null for a field that fails, or for all where it may not be."""
        asked = (self._field(run, key, root) for key, root in self._roots.items())
        found = dict(zip(self._roots, await _together(*asked), strict=True))
        failed = {key: each for key, each in found.items() if isinstance(each, GraphQLError)}
        if not all(self._roots[key].nullable for key in failed):
            return None, list(failed.values())
        return {str(key): None if key in failed else each for key, each in found.items()}, list(failed.values())

    @staticmethod
    async def _field(run: Run, key: str | int, root: _Root) -> Any:
        try:
            return await run.answer(root.statement)
        except Exception as error:
            return located_error(error, root.nodes, [key])


async def _together(*asked: Any) -> list[Any]:
    return [await asked[0]] if len(asked) == 1 else await gather(*asked)
