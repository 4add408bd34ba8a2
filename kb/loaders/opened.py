"""Opens the files a user names, of which one never knows what they are."""

from __future__ import annotations

import os
from pathlib import Path
from typing import BinaryIO

from kb.errors import FileRefused


def opened(path: Path) -> BinaryIO:
    """Open a file to read its bytes; raise FileRefused where it is none, or cannot be read."""
    name = path.name.encode(errors="replace").decode()
    if name != path.name:
        raise FileRefused(f"The name of {name} is not in UTF-8.", "Rename the file: its name is kept with its rows.")
    try:
        if path.exists() and not path.is_file():  # a pipe or a device may have no end
            raise FileRefused(f"{name} is a folder, a pipe or a device.", "Give the name of a file.")
        return path.open("rb")
    except OSError:
        raise FileRefused(f"{name} cannot be read.", "Check its path and that you may read it.") from None


def whole(path: Path, most: int) -> bytes:
    """Give all bytes of a file; raise FileRefused where they are more than `most`, too."""
    with opened(path) as file:
        if os.fstat(file.fileno()).st_size > most:
            raise FileRefused(f"{path.name} has more than {most:,} bytes.", "Make a smaller one of what is needed.")
        return file.read()
