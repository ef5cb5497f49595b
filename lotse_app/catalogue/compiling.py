"""Makes ``katalog.sqlite`` from the tables in ``resources``: the same tables give the same bytes.

Run by developers through ``scripts/build_catalogue.py``; the program only reads the result.
"""

from __future__ import annotations

import csv
import sqlite3
import zlib
from contextlib import closing
from typing import TYPE_CHECKING

from lotse_app.catalogue.eligibility import classify
from lotse_app.catalogue.file import LAYOUT
from lotse_app.catalogue.german import sort_key
from lotse_app.catalogue.indexing import beginnings, index_blobs
from lotse_app.catalogue.lexicon import lexicon_blob

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from lotse_app.catalogue.eligibility import Verdict

Row = dict[str, str]

SCHEMA = """
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE attribution (position INTEGER PRIMARY KEY, what TEXT NOT NULL, source TEXT NOT NULL);
CREATE TABLE service (
  service_id TEXT PRIMARY KEY, name TEXT NOT NULL, situation TEXT NOT NULL, topic TEXT NOT NULL,
  ozg_service TEXT NOT NULL, law TEXT NOT NULL, form_id TEXT NOT NULL,
  reason TEXT NOT NULL, social_benefit INTEGER NOT NULL, signature TEXT NOT NULL
) WITHOUT ROWID;
CREATE TABLE reason (reason TEXT PRIMARY KEY, sentence TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE alias (
  service_id TEXT NOT NULL, rank INTEGER NOT NULL, leika TEXT NOT NULL, PRIMARY KEY (service_id, rank)
) WITHOUT ROWID;
CREATE TABLE commune (
  position INTEGER PRIMARY KEY, ags TEXT NOT NULL UNIQUE, ars TEXT NOT NULL, name TEXT NOT NULL,
  district TEXT NOT NULL, population INTEGER NOT NULL
);
CREATE TABLE postcode (ags TEXT NOT NULL, postcode TEXT NOT NULL, PRIMARY KEY (ags, postcode)) WITHOUT ROWID;
CREATE TABLE blob (name TEXT PRIMARY KEY, crc INTEGER NOT NULL, content BLOB NOT NULL);
"""


#: Tables that say whether one can apply without a form, for what, and how it is signed.
ELIGIBILITY_TABLES = ("ausschluss", "ausschluss_gruende", "sozialleistungen", "unterschrift")


def read_table(path: Path) -> list[Row]:
    """Return the rows of a tab separated table."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


def compile_catalogue(resources: Path, out: Path) -> None:
    """Write the compiled catalogue of the tables below ``resources`` to ``out``.

    Raises UnclassifiedError where a service has no rule in ``ausschluss.tsv``.
    """
    own = read_table(resources / "catalogue" / "eigene.tsv")
    listed = read_table(resources / "catalogue" / "services.tsv")
    forms = {row["leika"]: row["form_id"] for row in read_table(resources / "catalogue" / "formulare.tsv")}
    for row in listed:
        row["form_id"] = forms.get(row["leika"], "")
    services = sorted(own + listed, key=lambda row: row["service_id"])
    tables = {name: read_table(resources / "catalogue" / f"{name}.tsv") for name in ELIGIBILITY_TABLES}
    verdicts = classify(services, tables)
    out.unlink(missing_ok=True)
    with closing(sqlite3.connect(out, isolation_level=None)) as connection:
        connection.executescript("PRAGMA page_size = 4096; PRAGMA journal_mode = OFF;" + SCHEMA)
        connection.execute("BEGIN")
        connection.execute("INSERT INTO meta VALUES ('layout', ?)", (LAYOUT,))
        _write_attribution(connection, resources / "catalogue" / "quellen.tsv")
        _write_services(connection, services, verdicts)
        sentences = ((row["grund"], row["satz"]) for row in tables["ausschluss_gruende"])
        connection.executemany("INSERT INTO reason VALUES (?, ?)", sentences)
        _write_communes(connection, resources / "communes")
        for name, content in _blobs(resources, services):
            connection.execute("INSERT INTO blob VALUES (?, ?, ?)", (name, zlib.crc32(content), content))
        connection.execute("COMMIT")
        connection.execute("VACUUM")
    _forget_writer(out)


def _blobs(resources: Path, services: list[Row]) -> Iterator[tuple[str, bytes]]:
    """Yield what the finder reads: its index, and the words of residents."""
    yield from index_blobs(services, _audiences(resources))
    yield "everyday", lexicon_blob(resources / "catalogue" / "lexikon.toml", services, beginnings(services))


def _audiences(resources: Path) -> dict[str, str]:
    """Return for whom each situation is: residents or businesses."""
    return {row["situation"]: row["audience"] for row in read_table(resources / "catalogue" / "lagen.tsv")}


def _write_attribution(connection: sqlite3.Connection, path: Path) -> None:
    rows = [(position, row["what"], row["source"]) for position, row in enumerate(read_table(path))]
    connection.executemany("INSERT INTO attribution VALUES (?, ?, ?)", rows)


def _write_services(connection: sqlite3.Connection, services: list[Row], verdicts: dict[str, Verdict]) -> None:
    columns = ("service_id", "name", "situation", "topic", "ozg_service", "law", "form_id")
    for row in services:
        verdict = verdicts[row["service_id"]]
        cells = (*(row[column] for column in columns), verdict.reason, verdict.social_benefit, verdict.signature)
        connection.execute("INSERT INTO service VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", cells)
    for row in services:
        ids = (row["leika"], row.get("listed_as") or "")
        for rank, leika in enumerate(leika for leika in ids if leika):
            connection.execute("INSERT INTO alias VALUES (?, ?, ?)", (row["service_id"], rank, leika))


def _write_communes(connection: sqlite3.Connection, folder: Path) -> None:
    rows = sorted(read_table(folder / "communes.tsv"), key=lambda row: sort_key(row["name"]))
    connection.executemany(
        "INSERT INTO commune VALUES (?, ?, ?, ?, ?, ?)",
        (
            (position, row["ags"], row["ars"], row["name"], row["district"], int(row["population"]))
            for position, row in enumerate(rows)
        ),
    )
    pairs = ((row["ags"], row["postcode"]) for row in read_table(folder / "postcodes.tsv"))
    connection.executemany("INSERT INTO postcode VALUES (?, ?)", pairs)


def _forget_writer(path: Path) -> None:
    """Set change counter, its copy and the version of the writing SQLite (bytes 24, 92, 96) to fixed values."""
    with path.open("r+b") as file:
        for offset, value in ((24, 1), (92, 1), (96, 3_040_001)):
            file.seek(offset)
            file.write(value.to_bytes(4, "big"))
