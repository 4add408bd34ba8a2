"""Words that a person types: the full-text query they make, and where a text has them.

Both go by one rule: a word is found whole or as the beginning of one, without case and accents.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Annotated

from kb.errors import BadInput

STOP_WORDS = {
    "a", "an", "and", "are", "as", "at", "be", "but", "by", "for", "if", "in", "into", "is", "it", "no", "not",
    "of", "on", "or", "such", "that", "the", "their", "then", "there", "these", "they", "this", "to", "was",
    "will", "with",
}  # fmt: skip
"""Words that Neo4j's analyzer leaves out of the index: to ask for one is to find nothing."""
UNFOLDED = str.maketrans(
    {"ł": "l", "ø": "o", "đ": "d", "ð": "d", "ħ": "h", "ı": "i", "ß": "ss", "æ": "ae", "œ": "oe", "þ": "th", "ŋ": "n"}
)
"""Letters that are no letter with an accent to Unicode, as the index writes them."""
_WORD = re.compile(r"\w+(?:['’.]\w+)*")
"""A word may hold an apostrophe or a dot, as it does in the index."""
MOST_WORDS = 20
"""How many words a search may have: each is looked for twice in every property, and Neo4j does not take 1,024 terms."""


def lucene(words: str) -> str:
    """Give the full-text query for what a person typed: every word must be there, whole or as a beginning.

    Raises BadInput where there is no word, or too many.
    """
    telling = _telling(words)
    if not telling:
        raise BadInput("There is no word to search for.", "Give at least one letter or digit.")
    if len(telling) > MOST_WORDS:
        raise BadInput(f"These are {len(telling)} words to search for.", f"Give at most {MOST_WORDS}.")
    return " AND ".join(f"({word} OR {_folded(word)}*)" for word in telling)


def _telling(words: str) -> list[str]:
    """Give the words of a text in small letters, without those the index leaves out unless there are no others."""
    found = [_small(match[0]) for match in _WORD.finditer(unicodedata.normalize("NFC", words))]
    return [word for word in found if word not in STOP_WORDS] or found


def folded(text: str) -> str:
    """Give a text in small letters without accents, its words apart by single spaces: to compare names by."""
    return " ".join(_folded(_small(unicodedata.normalize("NFC", text))).split())


def _small(word: str) -> str:
    return word.replace("İ", "I").lower()


def _folded(word: str) -> str:
    """Give a word without accents: the index folds whole words by itself, and beginnings of words not."""
    if word.isascii():
        return word
    # not NFKD: it makes signs of query syntax out of letters, such as (1) of ⑴
    plain = (each for each in unicodedata.normalize("NFD", word) if not unicodedata.combining(each))
    return "".join(plain).translate(UNFOLDED)


MOST_SHOWN = 200
"""How many characters of a text are shown around the words found in it."""
MOST_BEFORE = 60
"""How many of these come before the first word found."""


@dataclass(frozen=True)
class HighlightPart:
    """A piece of a text."""

    text: Annotated[str, "The piece."]
    found: Annotated[bool, "Whether it is a word that was searched for."]


@dataclass(frozen=True)
class Highlight:
    """A text with words that were searched for: its parts are the text, or a fragment of it with … where it is cut."""

    field: Annotated[str, "The name of the field that has the text."]
    parts: Annotated[list[HighlightPart], "The pieces of the text, in their order."]


def highlights(words: str, texts: Iterable[tuple[str, str]]) -> list[Highlight]:
    """Give the texts that have some of the words; each comes with the name of its field."""
    beginnings = tuple(_folded(word) for word in _telling(words))
    parted = [(name, list(_parts(unicodedata.normalize("NFC", text), beginnings))) for name, text in texts]
    return [Highlight(name, parts) for name, parts in parted if parts]


def _parts(text: str, beginnings: tuple[str, ...]) -> Iterator[HighlightPart]:
    found = [each.span() for each in _WORD.finditer(text) if _folded(_small(each[0])).startswith(beginnings)]
    if not found:
        return
    at, end = _fragment(text, *found[0])
    if at:
        yield HighlightPart("… ", found=False)
    for one, other in found:
        if other <= end:
            if at < one:
                yield HighlightPart(text[at:one], found=False)
            yield HighlightPart(text[one:other], found=True)
            at = other
    if at < end:
        yield HighlightPart(text[at:end], found=False)
    if end < len(text):
        yield HighlightPart(" …", found=False)


def _fragment(text: str, one: int, other: int) -> tuple[int, int]:
    """Give where to cut a text, between words, so that it shows what is from `one` to `other`."""
    if len(text) <= MOST_SHOWN:
        return 0, len(text)
    start = 0 if one <= MOST_BEFORE else text.find(" ", one - MOST_BEFORE, one) + 1 or one
    end = start + MOST_SHOWN
    return start, len(text) if end >= len(text) else max(text.rfind(" ", other, end), other)
