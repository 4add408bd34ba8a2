"""Rejects rows that name what is not there, until every row left names only what is.

What a row may name depends on which other rows stand, so the rows are judged again until no more fall.
"""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches

from kb.loaders import added, only_adds
from kb.loaders.base import Loader
from kb.loaders.facts import Fact, LinkFact, NodeFact, NodeId, relation_of, shown
from kb.loaders.gather import Entry, Gathered, second_value
from kb.loaders.present import Present
from kb.loaders.rejects import Rejected
from kb.schema import KINDS
from kb.schema.cypher import stored

MOST_GUESSES = 200
"""For so many unknown names a likely one is looked for; it takes time."""


def settle(gathered: Gathered, loader: Loader, present: Present, keep_missing: bool) -> None:
    """Reject the rows that cannot stand. What is in the graph and not in the rows may be named if it stays there."""
    entries = [each for each in gathered.entries if not each.rejected]
    own = [each for each in gathered.own if isinstance(each, NodeFact)]
    present.look_up_nodes(node for each in entries for fact in each.facts for node in _named(fact))
    present.look_up_nodes(each.identity for each in own)
    present.look_up_links(link for each in entries for link in each.links)
    judge = _Judge(gathered, loader, present, keep_missing)
    while True:
        standing = [each for each in entries if not each.rejected]
        judge.stand(own, standing)
        for entry in standing:
            entry.rejected = judge.judge(entry)
        if not any(each.rejected for each in standing):
            return


def _named(fact: Fact) -> Iterable[NodeId]:
    return [fact.identity] if isinstance(fact, NodeFact) else [fact.start, fact.end]


class _Judge:
    def __init__(self, gathered: Gathered, loader: Loader, present: Present, keep_missing: bool) -> None:
        self._first, self._loader, self._present = gathered.first, loader, present
        self._keep_missing = keep_missing
        self._nodes: set[NodeId] = set()
        self._links: set[tuple[str, str, str]] = set()
        self._ids: dict[str, list[str]] = {}
        self._guesses = 0

    def stand(self, own: Iterable[NodeFact], entries: Iterable[Entry]) -> None:
        """Take these rows to be the ones that stand."""
        self._nodes = {each.identity for each in own}
        self._links = set()
        for entry in entries:
            self._nodes |= {each.identity for each in entry.nodes if each.kind not in self._loader.adds}
            self._links |= {each.relation_id for each in entry.links}

    def judge(self, entry: Entry) -> Rejected | None:
        """Give what speaks against the row, if anything does."""
        try:
            for fact in entry.facts:
                self._has_sources(fact)
                if isinstance(fact, LinkFact):
                    self._is_known(fact.start)
                    self._is_known(fact.end)
                    self._is_the_one(fact)
                elif fact.kind in self._loader.adds:
                    self._is_known(fact.identity)
                else:
                    self._has_required_links(fact)
                self._agrees_with_others(fact)
        except Rejected as rejected:
            return rejected
        return None

    def _has_sources(self, fact: Fact) -> None:
        for source in fact.sources:
            if ("Source", source) in self._nodes or (self._keep_missing and source in self._present.own):
                continue
            owner = self._present.datasets.get(source, self._loader.name)
            why = "" if owner == self._loader.name else f": it belongs to the dataset {owner}"
            hint = "A fact names sources of its own dataset." if why else self._guess("Source", source)
            raise Rejected("UNKNOWN_SOURCE", f"Unknown source {source}{why}.", hint)

    def _is_known(self, node: NodeId) -> None:
        if node in self._nodes or self._present.others(node):
            return
        if self._keep_missing and node in self._present.facts:
            return
        kind, id = node
        row = self._first.get(node)
        if row is not None and kind not in self._loader.adds:
            reason = f"The row of {kind} {id} was rejected ({row.file}, line {row.line})."
            raise Rejected("REJECTED_TARGET", reason, "Put that row right.")
        raise Rejected("UNKNOWN_TARGET", f"Unknown {kind} {id}.", self._guess(kind, id))

    def _guess(self, kind: str, id: str) -> str:
        self._guesses += 1
        if self._guesses > MOST_GUESSES:
            return ""
        if kind not in self._ids:
            named = {node[1] for node in self._nodes if node[0] == kind}
            self._ids[kind] = sorted(named.union(self._present.ids(kind)) - {id})
        close = get_close_matches(id, self._ids[kind], 1, 0.7)
        return f"Did you mean {close[0]}?" if close else f"Neither the dataset nor the graph has this {kind}."

    def _has_required_links(self, fact: NodeFact) -> None:
        for name, relation in stored(KINDS[fact.kind]).items():
            if relation.required and (fact.kind, fact.id, name) not in self._links:
                hint = f"{relation.doc} Its row may have been rejected."
                raise Rejected("MISSING_LINK", f"{fact.kind} {fact.id} has no {name}.", hint)

    def _is_the_one(self, link: LinkFact) -> None:
        if relation_of(link.kind, link.relation).many:
            return
        for that in self._present.held_by_others(link):
            if that != link.end:
                raise second_value(link, that[1])

    def _agrees_with_others(self, fact: Fact) -> None:
        """Another dataset may hold the same fact if it says the same; what it only adds to does not count."""
        if isinstance(fact, NodeFact) and fact.kind in self._loader.adds:
            return
        owners = self._present.others(fact.identity)
        apart: frozenset[str] = frozenset()
        if isinstance(fact, NodeFact):
            owners = {each for each in owners if not only_adds(each, fact.kind)}
            apart = added(fact.kind, self._loader.name)
        if not owners:
            return
        there = self._present.facts[fact.identity]
        fields = {name: value for name, value in there.fields.items() if name not in apart}
        if fields != fact.properties or there.properties.get("confidence") != fact.confidence:
            raise Rejected(
                "CONFLICT",
                f"{shown(fact)} is given otherwise by {', '.join(sorted(owners))}.",
                "Where sources disagree, each value is a Claim.",
            )
