"""Workbooks made by hand, so that they can be broken: the parts of today's format, and the bytes of the one before."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Mapping, Sequence

import openpyxl

MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
SHEET = "xl/worksheets/sheet1.xml"
SECTOR = 512


def xlsx(rows: Sequence[Sequence[object]], **parts: str | bytes) -> bytes:
    """Give a workbook with these rows; `sheet`, and other parts by their names, stand for those it would have."""
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(list(row))
    made = io.BytesIO()
    book.save(made)
    return repacked(made.getvalue(), {SHEET if name == "sheet" else name: text for name, text in parts.items()})


def repacked(workbook: bytes, parts: Mapping[str, str | bytes]) -> bytes:
    """Give a workbook with some parts replaced or added."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(workbook)) as old, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        for name in {**dict.fromkeys(old.namelist()), **parts}:
            new.writestr(name, parts[name] if name in parts else old.read(name))
    return made.getvalue()


def sheet(*rows: str, before: str = "") -> str:
    """Give the XML of a sheet; each row is XML, without the element around it where it has no number."""
    inside = "".join(row if row.startswith("<row") else f"<row>{row}</row>" for row in rows)
    return f'<?xml version="1.0"?>{before}<worksheet {MAIN}><sheetData>{inside}</sheetData></worksheet>'


def cells(*texts: str) -> str:
    """Give the XML of cells with these texts."""
    return "".join(f'<c t="inlineStr"><is><t>{text}</t></is></c>' for text in texts)


def xls(rows: Sequence[Sequence[str]]) -> bytes:
    """Give a workbook of before 2007 with these texts: records of a stream in a container of one FAT sector."""

    def record(kind: int, *parts: bytes) -> bytes:
        body = b"".join(parts)
        return struct.pack("<HH", kind, len(body)) + body

    def text(value: str, length: str) -> bytes:
        encoded = value.encode("utf-16-le")
        return struct.pack(length, len(encoded) // 2) + b"\1" + encoded

    def begin(kind: int) -> bytes:
        return record(0x809, struct.pack("<HHHHII", 0x600, kind, 0, 0, 0, 0))

    def book(size: int) -> bytes:
        return begin(5) + record(0x85, struct.pack("<IBB", size, 0, 0), text("Sheet", "<B")) + end

    end = record(0xA)
    labels = b"".join(
        record(0x204, struct.pack("<HHH", row, column, 0), text(value, "<H"))
        for row, values in enumerate(rows)
        for column, value in enumerate(values)
    )
    stream = book(len(book(0))) + begin(0x10) + labels + end
    stream = stream.ljust(max(4096, -(-len(stream) // SECTOR) * SECTOR), b"\0")
    sectors = len(stream) // SECTOR
    assert sectors < SECTOR // 4 - 2, "more than one FAT sector holds"
    return _container(stream, sectors)


def _container(stream: bytes, sectors: int) -> bytes:
    free, end, fat = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
    header = struct.pack(
        "<8s16sHHHHH6xIIIIIIIII109I", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", bytes(16), 0x3E, 3, 0xFFFE, 9, 6,
        0, 1, 1, 0, 4096, end, 0, end, 0, 0, *[free] * 108,
    )  # fmt: skip
    chain = [fat, end, *range(3, sectors + 2), end]
    table = struct.pack(f"<{SECTOR // 4}I", *chain, *[free] * (SECTOR // 4 - len(chain)))

    def entry(name: str, kind: int, child: int, start: int, size: int) -> bytes:
        encoded = (name + "\0").encode("utf-16-le")
        return struct.pack(
            "<64sHBBIII16sI8s8sIII", encoded, len(encoded), kind, 1, free, free, child, bytes(16), 0, bytes(8),
            bytes(8), start, size, 0,
        )  # fmt: skip

    directory = entry("Root Entry", 5, 1, end, 0) + entry("Workbook", 2, free, 2, len(stream))
    return header + table + directory.ljust(SECTOR, b"\0") + stream
