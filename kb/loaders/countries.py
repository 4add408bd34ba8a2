"""Names of countries in the languages of Europe, as CLDR has them, and the codes that NUTS gives countries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from functools import cache

from kb.loaders.place_words import key

LANGUAGES = (
    "bg bs ca cs da de el en es et eu fi fr ga gl hr hu is it lb lt lv mk mt nb nl nn pl pt rm ro sk sl sq sr sr_Latn "
    "sv tr uk"
)
ISO = {"EL": "GR", "UK": "GB"}
"""The countries that NUTS writes otherwise than ISO 3166 does."""
NUTS = {iso: nuts for nuts, iso in ISO.items()}
ALSO = {
    "britain": "UK",
    "czech republic": "CZ",
    "deutschland bundesrepublik": "DE",
    "england": "UK",
    "former yugoslav republic of macedonia": "MK",
    "fyrom": "MK",
    "great britain": "UK",
    "grossbritannien": "UK",
    "hellas": "EL",
    "holland": "NL",
    "macedonia": "MK",
    "northern ireland": "UK",
    "republic of ireland": "IE",
    "scotland": "UK",
    "slovak republic": "SK",
    "the netherlands": "NL",
    "turkey": "TR",
    "united kingdom of great britain and northern ireland": "UK",
    "wales": "UK",
}
"""What else countries are called, and the countries of the United Kingdom."""


def country_code(code: str) -> str:
    """Give a country's code as NUTS writes it: EL for GR, UK for GB."""
    code = code.strip().upper()
    return NUTS.get(code, code)


@cache
def country_names() -> Mapping[str, str]:
    """Give the code, as NUTS writes it, of every country by its name in the languages of Europe."""
    from babel import Locale  # here, since it reads its languages from files

    found: dict[str, set[str]] = defaultdict(set)
    for language in LANGUAGES.split():
        for code, name in Locale.parse(language).territories.items():
            if len(code) == 2 and code.isalpha():
                for each in (name, name.replace("&", "and")):
                    found[key(each)].add(country_code(code))
    return {name: min(codes) for name, codes in found.items() if len(codes) == 1} | ALSO
