"""Tables from files: xlsx as spreadsheets write it (ISO/IEC 29500), and csv. Reads values only, runs no formula.

A formula gives the value that was stored with it; one without a stored value gives its text with ``=``. Every cell of a
merged range has the value of its first. Days and times stay numbers: whoever asks for a day knows that it is one.
"""

from __future__ import annotations

import codecs
import csv
import io
import re
import zipfile
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

from lotse_app.models.problems import Code, refuse
from lotse_app.models.words import number_words

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from lotse_app.models.sheet_cells import Value

#: More than any list of a station; a file that unpacks to more is none.
LARGEST = 60_000_000
MOST_ROWS = 50_000
MOST_COLUMNS = 200
#: How a spreadsheet marks *Unicode-Text*.
_UTF_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_CELL = re.compile(r"([A-Z]+)(\d+)")
#: Days of a workbook that counts from 1904 come this much later.
_EPOCH_1904 = 1462


def read_table(path: Path) -> list[list[Value]]:
    """Return the rows of the first sheet, all of them. Raises SHEET_UNREADABLE, SHEET_TOO_LARGE."""
    try:
        content = path.read_bytes()
        if len(content) > LARGEST:
            raise refuse(Code.SHEET_UNREADABLE)
        return _xlsx(content) if content.startswith(b"PK") else _csv(content)
    except (OSError, zipfile.BadZipFile, ET.ParseError, LookupError, ValueError, StopIteration, csv.Error) as error:
        raise refuse(Code.SHEET_UNREADABLE) from error


def _bounded(rows: int, columns: int) -> None:
    """Refuse what would have to be cut: a row that falls away silently is a Beratung that does not count."""
    if rows > MOST_ROWS or columns > MOST_COLUMNS:
        raise refuse(Code.SHEET_TOO_LARGE, rows=number_words(MOST_ROWS), columns=MOST_COLUMNS)


def _decoded(content: bytes) -> str:
    if content.startswith(_UTF_16):
        return content.decode("utf-16")
    if b"\0" in content:
        raise refuse(Code.SHEET_UNREADABLE)
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252")


def _csv(content: bytes) -> list[list[Value]]:
    text = _decoded(content)
    parted = (line for line in text.split("\n", 20)[:20] if any(sign in line for sign in ";\t,"))
    head = next(parted, "")  # a title above the heads has none of them
    delimiter = max(";\t,", key=head.count)
    # Strict: behind a quotation mark that is not closed, all rows until the next one would become one cell.
    lines = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    read: list[list[Value]] = [[*row] for row in lines]
    while read and not any(read[-1]):
        read.pop()  # what was formatted or emptied below the list is written as lines of delimiters
    _bounded(len(read), max((_filled(row) for row in read), default=0))
    return read


def _filled(row: list[Value]) -> int:
    """Return how many columns a row has until its last cell that holds something."""
    return next((at for at in range(len(row), 0, -1) if row[at - 1]), 0)


def _xlsx(content: bytes) -> list[list[Value]]:
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        if sum(entry.file_size for entry in book.infolist()) > LARGEST:
            raise refuse(Code.SHEET_UNREADABLE)
        later = _EPOCH_1904 if _counts_from_1904(book) else 0
        return _sheet(book.read(_first_sheet(book)), _shared(book), later)


def _parse(content: bytes) -> ET.Element:
    # Entities are what is dangerous in XML from strangers; no spreadsheet declares any.
    if b"<!DOCTYPE" in content or b"<!ENTITY" in content:
        raise refuse(Code.SHEET_UNREADABLE)
    return ET.fromstring(content)  # noqa: S314 - declarations were refused, sizes are bounded


def _first_sheet(book: zipfile.ZipFile) -> str:
    """Return the part that holds the sheet shown first."""
    sheet = next(_all(_parse(book.read("xl/workbook.xml")), "sheet"))
    wanted = next(value for name, value in sheet.attrib.items() if name.endswith("}id"))
    links = _parse(book.read("xl/_rels/workbook.xml.rels"))
    target = next(link.attrib["Target"] for link in links if link.attrib["Id"] == wanted)
    return target.lstrip("/") if target.startswith("/") else f"xl/{target}"


def _counts_from_1904(book: zipfile.ZipFile) -> bool:
    found = next(_all(_parse(book.read("xl/workbook.xml")), "workbookPr"), None)
    return found is not None and found.attrib.get("date1904") in {"1", "true"}


def _shared(book: zipfile.ZipFile) -> list[str]:
    if "xl/sharedStrings.xml" not in book.namelist():
        return []
    return [_text(item) for item in _all(_parse(book.read("xl/sharedStrings.xml")), "si")]


def _sheet(content: bytes, shared: list[str], later: int) -> list[list[Value]]:
    tree = _parse(content)
    cells: dict[tuple[int, int], Value] = {}
    for cell in _all(tree, "c"):
        value = _value(cell, shared, later)
        if value is not None:
            cells[_place(cell.attrib["r"])] = value
    height = max((row for row, _ in cells), default=-1) + 1
    width = max((column for _, column in cells), default=-1) + 1
    _bounded(height, width)
    for merged in _all(tree, "mergeCell"):
        _spread(cells, merged.attrib["ref"], height)
    return [[cells.get((row, column)) for column in range(width)] for row in range(height)]


def _spread(cells: dict[tuple[int, int], Value], ref: str, height: int) -> None:
    """Give every cell of a merged range the value of its first, as far as the list goes.

    Rows below only, so that titles stay one cell.
    """
    first, _, last = ref.partition(":")
    (top, left), (bottom, _) = _place(first), _place(last or first)
    if (top, left) in cells:
        for row in range(top, min(bottom + 1, height)):
            cells[row, left] = cells[top, left]


def _value(cell: ET.Element, shared: list[str], later: int) -> Value:
    kind = cell.attrib.get("t", "n")
    if kind == "inlineStr":
        return _text(cell)
    stored, formula = _child(cell, "v"), _child(cell, "f")
    if stored is None or stored.text is None:
        return None if formula is None else f"={formula.text or ''}"
    if kind == "s":
        return shared[int(stored.text)]
    if kind == "b":
        return "ja" if stored.text == "1" else "nein"
    if kind in {"str", "e", "d"}:
        return stored.text
    number = float(stored.text)
    return number + later if later and number >= 1 and _looks_like_a_day(number + later) else number


def _looks_like_a_day(number: float) -> bool:
    """Return whether a number of a workbook that counts from 1904 is a day rather than a length or a count."""
    return 18264 <= number < 80354  # 1950 to 2119


def _text(element: ET.Element) -> str:
    """Return the text of all runs, without the readings of East Asian signs."""
    return "".join(part.text or "" for part in _all(element, "t"))


def _child(element: ET.Element, name: str) -> ET.Element | None:
    return next((part for part in element if part.tag.endswith(f"}}{name}")), None)


def _all(element: ET.Element, name: str) -> Iterator[ET.Element]:
    return (part for part in element.iter() if part.tag.endswith(f"}}{name}"))


def _place(ref: str) -> tuple[int, int]:
    """Return (row, column) from 0 of ``B7``."""
    found = _CELL.fullmatch(ref)
    if found is None:
        raise ValueError(ref)
    column = 0
    for letter in found[1]:
        column = column * 26 + ord(letter) - 64
    return int(found[2]) - 1, column - 1
