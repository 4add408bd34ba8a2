"""Only files are opened: what has no end, or no name that can be kept, is refused."""

from __future__ import annotations

import os
import socket
from pathlib import Path

import pytest

from kb.errors import FileRefused
from kb.loaders.base import checksum
from kb.loaders.opened import opened


def test_a_file_is_opened_through_a_link_too(tmp_path: Path) -> None:
    (tmp_path / 'it\'s [red] "x".csv').write_bytes(b"a")
    (tmp_path / "link").symlink_to(tmp_path / 'it\'s [red] "x".csv')
    with opened(tmp_path / "link") as file:
        assert file.read() == b"a"


def test_a_folder_a_pipe_a_device_and_a_socket_are_refused_and_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    with socket.socket(socket.AF_UNIX) as listening:
        os.chdir(tmp_path)  # the name of a socket must be short
        listening.bind("socket")
        for path in (tmp_path, tmp_path / "pipe", Path("/dev/zero"), tmp_path / "socket"):
            with pytest.raises(FileRefused, match=f"^{path.name} is a folder, a pipe or a device") as refused:
                checksum([path])
            assert refused.value.hint


def test_what_is_not_there_or_may_not_be_read_is_refused(tmp_path: Path) -> None:
    (tmp_path / "loop").symlink_to(tmp_path / "loop")
    (tmp_path / "nowhere").symlink_to(tmp_path / "gone")
    (tmp_path / "closed").touch(mode=0)
    names = ["loop", "nowhere", "gone", "x" * 300]
    for name in names if os.access(tmp_path / "closed", os.R_OK) else [*names, "closed"]:
        with pytest.raises(FileRefused, match="cannot be read"):
            opened(tmp_path / name)


def test_a_name_that_is_no_text_is_refused(tmp_path: Path) -> None:
    path = tmp_path / os.fsdecode(b"caf\xe9.csv")
    path.touch()
    with pytest.raises(FileRefused, match=r"The name of caf\?\.csv is not in UTF-8"):
        opened(path)
