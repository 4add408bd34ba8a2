"""Finds terms in texts: words and phrases, given whole or by their beginnings and ends, without case and accents."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import islice

from kb.words import folded

_WORD = re.compile(r"\w+(?:\.\d+)?")
_PIECE = re.compile(r"\*?\w+(?:\.\d+)?\*?")
_CUT = re.compile(r"\w\*\w")
MOST_REMEMBERED = 1 << 17
"""How many words are remembered with what they mean to the terms: most words of a text have been met before."""


@dataclass(frozen=True, slots=True)
class Term:
    """Words in a row, with * for any letters before or after one; `origin` is the list that has it."""

    origin: str
    rank: int
    pieces: tuple[str, ...]
    capitals: bool

    @classmethod
    def of(cls, origin: str, rank: int, written: str) -> Term:
        """Read a term as it is written; raise ValueError where it is none."""
        capitals = written.isupper()
        pieces = _PIECE.findall(written if capitals else folded(written))
        if not pieces or _CUT.search(written):
            raise ValueError(f"{origin}: {written!r} is no term: it has no word, or * within one.")
        return cls(origin, rank, tuple(pieces), capitals)


@dataclass(frozen=True, slots=True)
class Found:
    """A term, and which words of the text it was found in, counted from 0."""

    term: Term
    start: int
    end: int

    def within(self, other: Found) -> bool:
        """Tell whether all its words are words of the other."""
        return other.start <= self.start and self.end <= other.end


@dataclass(frozen=True, slots=True)
class Node:
    """Where some pieces lead: to the terms that they are, and to the pieces that go on to longer terms."""

    terms: list[Term] = field(default_factory=list)
    after: dict[str, Node] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Word:
    """What a word of a text is to the terms: the pieces that it is, and where it leads as the first of a term."""

    pieces: tuple[str, ...] = ()
    nodes: tuple[Node, ...] = ()


class Terms:
    """Terms that are looked for all at once: a text is gone through once, word by word, however many they are.

    A word is folded and looked up when it is first met, and remembered: that is faster than to fold every text.
    """

    def __init__(self, terms: Iterable[Term]) -> None:
        self._root = Node()
        self._pieces: set[str] = set()
        for term in terms:
            node = self._root
            for piece in term.pieces:
                node = node.after.setdefault(piece, Node())
            node.terms.append(term)
            self._pieces.update(term.pieces)
        self._inner = [each for each in sorted(self._pieces) if each.startswith("*") and each.endswith("*")]
        self._longest = max(map(len, self._pieces), default=0)
        self._word = lru_cache(MOST_REMEMBERED)(self._read)

    def find(self, text: str) -> list[Found]:
        """Give the terms that a text has, in the order of their first words."""
        spelt = _WORD.findall(_composed(text))
        words = list(map(self._word, spelt))
        starts = [at for at, word in enumerate(words) if word.nodes]
        words.append(Word())
        found = [
            Found(term, start, start + len(term.pieces))
            for start in starts
            for node in words[start].nodes
            for term in _along(node, words, start + 1)
        ]
        if any(each.term.capitals for each in found) and _shouted(spelt):
            return [each for each in found if not each.term.capitals]
        return found

    def _read(self, spelt: str) -> Word:
        ways = dict.fromkeys((spelt, folded(spelt)))
        pieces = dict.fromkeys(each for way in ways for each in self._patterns(way) if each in self._pieces)
        return Word(tuple(pieces), tuple(self._root.after[each] for each in pieces if each in self._root.after))

    def _patterns(self, word: str) -> Iterator[str]:
        yield word
        for length in range(1, min(len(word), self._longest) + 1):
            yield word[:length] + "*"
            yield "*" + word[-length:]
        yield from (each for each in self._inner if each[1:-1] in word)


def _along(node: Node, words: list[Word], at: int) -> Iterator[Term]:
    """Give the terms that the pieces of a node are, alone or with the words from `at` on."""
    yield from node.terms
    if node.after:
        for piece in words[at].pieces:
            if piece in node.after:
                yield from _along(node.after[piece], words, at + 1)


def _shouted(words: list[str]) -> bool:
    """Tell whether most words are in capitals, so that capitals mean nothing."""
    return 2 * sum(map(str.isupper, words)) > len(words)


def words_of(text: str, found: Found) -> str:
    """Give the words of a text that a term was found in, as they stand there."""
    text = _composed(text)
    spans = [each.span() for each in islice(_WORD.finditer(text), found.start, found.end)]
    return text[spans[0][0] : spans[-1][1]]


def _composed(text: str) -> str:
    return text if text.isascii() else unicodedata.normalize("NFC", text)
