"""Reads cells that sources write in ways of their own into those of the model."""

from __future__ import annotations

import re

DAY = re.compile(r"(\d{1,2})[/.](\d{1,2})[/.](\d{4})")


def day(text: str) -> str:
    """Give a day such as 4/9/2023 or 04.09.2023 as 2023-09-04; a day that is written otherwise as it is."""
    found = DAY.fullmatch(text.strip())
    return f"{found[3]}-{found[2]:0>2}-{found[1]:0>2}" if found else text.split("T")[0].removesuffix(" 00:00:00")


def decimal(text: str) -> str:
    """Give a number that has a decimal comma with a point."""
    return text.strip().replace(",", ".")
