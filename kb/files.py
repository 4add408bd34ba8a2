"""Finds the folders `graphql/` and `cypher/`, in a wheel and in a checkout."""

from __future__ import annotations

from pathlib import Path

PACKAGE = Path(__file__).parent


def folder(name: str) -> Path:
    """Give the folder `name` as packaged, or the checkout's: an installed wheel has no checkout beside it."""
    packaged = PACKAGE / f"_{name}"
    return packaged if packaged.is_dir() else PACKAGE.parent / name


GRAPHQL = folder("graphql")
CYPHER = folder("cypher")


def text(path: Path) -> str:
    """Give the text of a file of ours."""
    return path.read_text(encoding="utf-8")
