"""Finds the town in the addresses of the EDIH catalogue, which are written as the post of each country does."""

from __future__ import annotations

import re
from dataclasses import dataclass

from kb.words import folded


@dataclass(frozen=True, slots=True)
class Address:
    """What an address says of its place; empty where it does not."""

    town: str = ""
    postcode: str = ""


POSTCODE = r"(?:[A-Z]{1,2}-)?\d{5,6}|\d{3} \d{2}|\d{2}-\d{3}|\d{4}-\d{3}|\d{4} ?[A-Z]{2}\b|(?:[A-Z]{2}-)?\d{4}"
ALONE = re.compile(rf"{POSTCODE}|[A-Z]\d[\dW] ?[A-Z\d]{{4}}")
"""A part that is a postcode only; the last form is the Irish one."""
BEFORE = re.compile(rf"({POSTCODE})\s+(?=\D)")
AFTER = re.compile(r"\s+([A-Z]{3} ?\d{4})$")
"""The Maltese form, which follows the town."""
COUNTY = re.compile(r"Co\. |.* oblast$")
PROVINCE = re.compile(r" [A-Z]{2}$")
"""The Italian form, such as Trento TN."""
TOWN_FIRST = {"Hungary"}
SPANISH = (
    "A Coruña", "Albacete", "Alicante", "Almería", "Asturias", "Ávila", "Badajoz", "Balears", "Barcelona", "Burgos",
    "Cáceres", "Cádiz", "Cantabria", "Castellón", "Ciudad Real", "Córdoba", "Cuenca", "Girona", "Granada",
    "Guadalajara", "Guipúzcoa", "Huelva", "Huesca", "Jaén", "La Rioja", "Las Palmas", "León", "Lleida", "Lugo",
    "Madrid", "Málaga", "Murcia", "Navarra", "Ourense", "Palencia", "Pontevedra", "Salamanca",
    "Santa Cruz de Tenerife", "Segovia", "Sevilla", "Soria", "Tarragona", "Teruel", "Toledo", "Valencia",
    "Valladolid", "Vizcaya", "Zamora", "Zaragoza", "Álava",
)  # fmt: skip
"""The provinces of Spain, one of which ends an address after the town."""


def read_address(text: str, country: str) -> Address:
    """Give the town and postcode of an address whose last part is its country, the words of which are given."""
    parts = [" ".join(each.split()) for each in re.sub(r"\([^)]*\)?", "", text).split(",")]
    parts = [each for each in parts if each and not COUNTY.match(each)]
    if parts and folded(parts[-1]) == folded(country):
        parts.pop()
    if not parts:
        return Address()
    postcode = ""
    if ALONE.fullmatch(parts[-1]):
        postcode = parts.pop()
    if country in TOWN_FIRST or not parts:
        return Address(parts[0] if parts else "", postcode)
    return _of_part(parts, postcode, country)


def _of_part(parts: list[str], postcode: str, country: str) -> Address:
    town = parts[-1]
    for pattern in (BEFORE, AFTER):
        if found := pattern.search(town):
            postcode, town = found[1], (town[: found.start()] + town[found.end() :]).strip()
    if not postcode and len(parts) > 1 and (found := ALONE.fullmatch(parts[-2]) or BEFORE.match(parts[-2])):
        postcode = found[0].strip()
    town = re.sub(rf"\s+{re.escape(country)}$", "", town, flags=re.IGNORECASE)
    if country == "Italy":
        town = PROVINCE.sub("", town)
    return Address(_without_province(town) if country == "Spain" else town, postcode)


def _without_province(town: str) -> str:
    for each in SPANISH:
        if folded(town).endswith(" " + folded(each)):
            return town[: -len(each)].strip()
    return town
