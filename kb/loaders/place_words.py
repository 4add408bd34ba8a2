"""Words that places are named by: what they are compared by, and which of them only say what a place is."""

from __future__ import annotations

import re

from kb.words import folded

AREA, TOWN = "area", "town"
GENERIC = {
    AREA: "apskritis arr arrondissement autonoma autonomous bezirk canton comunidad county departamento department "
    "departement dept district distrikt foral judet judetul kanton kraj kreis lan landkreis maakond maakunta megye "
    "oblast obwod okres okrug prefecture principado prov province provincia provincie provinz raion rajon regiao "
    "region regiunea regione regionas regionen regierungsbezirk regija voivodeship wojewodztwo zupanija "
    "област область περιφερεια νομος",
    TOWN: "byen capital citta city ciudad comune grad hlavni kreisfreie mesto metropolitana metropolitan miasto "
    "municipality stadt stadtkreis столица",
}
"""Words that say what a region is, without accents. A city and the area around it are often two regions of one name."""
KIND_OF = {word: kind for kind, words in GENERIC.items() for word in words.split()}
LINKING = frozenset({"and", "d", "da", "de", "del", "della", "di", "do", "la", "of", "the"})
"""Words between what a region is and its name, as in Province of Limburg or Bristol, City of."""
TAIL = re.compile(r"\s*\([^()]*\)\s*$")
"""What stands after a name to tell it from others, as in Limburg (BE) or North East (England)."""
SPELLED_OUT = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "å": "aa", "ø": "oe"})
LATIN_LOOKS = str.maketrans("abehikmnoptxyz", "αβεηικμνορτχυζ")
"""Latin letters that got into Greek words, where one does not see them."""


def key(words: str) -> str:
    """Give what words are compared by: letters and digits, without case and accents, single spaces between."""
    found = re.findall(r"\w+", folded(words))
    return " ".join(each.translate(LATIN_LOOKS) if re.search("[α-ω]", each) else each for each in found)


def keys(name: str) -> set[str]:
    """Give what a name may be written as: each of those joined by a stroke, and as typed without umlauts."""
    found = {name, *name.split("/")}
    return {key(each) for one in found for each in (one, one.lower().translate(SPELLED_OUT))} - {""}


def bare(words: str) -> tuple[str, str]:
    """Give the key of a name without the words for what it is, and what these say it is, if they agree."""
    parts = key(words).split()
    kinds = {KIND_OF[each] for each in parts if each in KIND_OF}
    left = [each for each in parts if each not in KIND_OF]
    while kinds and left and left[0] in LINKING:
        left.pop(0)
    while kinds and left and left[-1] in LINKING:
        left.pop()
    return " ".join(left), kinds.pop() if len(kinds) == 1 else ""
