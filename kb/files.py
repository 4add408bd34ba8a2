"""Files of ours: the folders `graphql/` and `cypher/`, in a wheel and in a checkout; and files that kb writes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import TextIO

from kb.errors import BadInput

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


@cache
def cypher(name: str) -> str:
    """Give a Cypher text of ours without its comments; calls of what is in `functions` are written out."""
    lines = text(CYPHER / f"{name}.cypher").splitlines()
    bare = "\n".join(line for line in lines if not line.lstrip().startswith("//"))
    called = "|".join(each.stem for each in sorted((CYPHER / "functions").glob("*.cypher")))
    return re.sub(
        rf"\b({called})\((\w+)\)", lambda call: re.sub(r"\bgiven\b", call[2], cypher(f"functions/{call[1]}")), bare
    )


@contextmanager
def written(path: Path) -> Iterator[TextIO]:
    """Write a file whole or not at all; raise BadInput where it cannot be written."""
    part = path.with_name(f"{path.name}.part")
    try:
        with part.open("w", encoding="utf-8", newline="") as file:
            yield file
        part.replace(path)
    except OSError as error:
        raise BadInput(f"{path} cannot be written: {error.strerror or error}.", "Choose another file.") from None
    finally:
        part.unlink(missing_ok=True)
