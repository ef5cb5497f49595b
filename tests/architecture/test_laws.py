"""Every paragraph of a law that the program or its resources name stands in one table with where it was read."""

from __future__ import annotations

import csv
import re
from typing import TYPE_CHECKING

from scripts.house import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

TABLE = ROOT / "resources" / "law" / "fundstellen.tsv"
#: Names of services as the catalogue of 2019 has them; nobody claims a law with them. Where ``ausschluss.tsv`` says
#: where to look a rule up, it says so from general knowledge (``QUELLEN.md``), not as read.
CATALOGUE = {"services.tsv", "ausschluss.tsv"}
ENDINGS = {".py", ".toml", ".json", ".tsv", ".md", ".sql"}
_LAW = r"(?:SGB [IVX]+|[A-ZÄÖÜ][A-Za-zÄÖÜäöüß]*[GOVB]\b)"
_NUMBER = r"\d+[a-z]?"
_PART = r"(?:\s*(?:\(\d+[a-z]?\)|(?:Abs\.|Absatz|no\.|Nr\.|Satz) \d+[a-z]?))*"
_LIST = rf"{_NUMBER}{_PART}(?:(?:\s*,\s*|\s+(?:und|bis|to|and|oder)\s+){_NUMBER}{_PART})*"
_BEFORE = re.compile(rf"({_LAW})\s+§§?\s*({_LIST})")
_AFTER = re.compile(rf"§§?\s*({_LIST})\s+({_LAW})")
_PARTS = re.compile(r"\(\d+[a-z]?\)|(?:Abs\.|Absatz|no\.|Nr\.|Satz) \w+")


def named(text: str) -> set[tuple[str, str]]:
    """Return (law, paragraph) of everything a text names, written before or behind the law."""
    flat = re.sub(r"\s+", " ", text.replace("``", ""))
    found = {(one[1], number) for one in _BEFORE.finditer(flat) for number in _numbers(one[2])}
    taken = [one.span() for one in _BEFORE.finditer(flat)]
    for one in _AFTER.finditer(flat):
        if not any(first <= one.start() < last for first, last in taken):
            found |= {(one[2], number) for number in _numbers(one[1])}
    return found


def _numbers(listed: str) -> list[str]:
    return re.findall(_NUMBER, _PARTS.sub("", listed))


def _texts() -> Iterator[Path]:
    for root in ("lotse_app", "resources"):
        for path in sorted((ROOT / root).rglob("*")):
            if path.suffix in ENDINGS and path.name not in CATALOGUE and path != TABLE:
                yield path


def _rows() -> list[dict[str, str]]:
    with TABLE.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t"))


def test_every_paragraph_that_is_named_stands_in_the_table_and_no_other() -> None:
    used = {one for path in _texts() for one in named(path.read_text("utf-8"))}
    assert ("SGB X", "13") in used
    assert ("SGB I", "16") in used
    table = {(row["gesetz"], row["paragraf"]) for row in _rows()}
    assert used - table == set(), "named without a source"
    assert table - used == set(), "a source for nothing"


def test_each_row_says_where_it_was_read() -> None:
    rows = _rows()
    assert {row["stand"] for row in rows} == {"fachseite", "gelesen", "genannt", "katalog"}
    assert [row for row in rows if not (row["quelle"] and row["worum"])] == []


def test_the_reader_finds_laws_on_both_sides_of_the_sign() -> None:
    assert named("nach § 16 Abs. 2 Satz 2 SGB I und SGB X §§ 9, 13 (1)") == {
        ("SGB I", "16"),
        ("SGB X", "9"),
        ("SGB X", "13"),
    }
    assert named("BMG §§ 17, 19, 21 bis 24, 27") == {("BMG", one) for one in ("17", "19", "21", "24", "27")}
