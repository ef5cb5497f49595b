"""Writes ``docs/THIRD_PARTY.md``: what others made, and under which licence.

Usage: ``python -m scripts.third_party [--check]``. Packages come from ``requirements.txt`` and
``requirements-portal.txt``, their licences from what is installed; a package that is locked for another system only
keeps the row it has. ``--check`` writes nothing and ends with 1 when the page is not what would be written.
"""

from __future__ import annotations

import re
import sys
from importlib import metadata
from typing import TYPE_CHECKING

from scripts.house import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator

PAGE = ROOT / "docs" / "THIRD_PARTY.md"
LOCK = ROOT / "requirements.txt"
PORTAL_LOCK = ROOT / "requirements-portal.txt"
_LOCKED = re.compile(r"^(?P<name>[a-z0-9.-]+)==(?P<version>\S+)(?: ; (?P<marker>.+?))? \\$", re.MULTILINE)
_ROW = re.compile(r"^\| (?P<name>[a-z0-9.-]+) \| (?P<version>\S+) \| (?P<licence>.+?) \|", re.MULTILINE)

#: Where the package's own metadata says nothing, or a whole licence text; read in its licence file.
READ_BY_HAND = {
    "charset-normalizer": "MIT",
    "joserfc": "BSD-3-Clause",
    "psycopg-binary": "LGPL-3.0-only; libpq itself PostgreSQL, OpenSSL Apache-2.0",
    "pywin32-ctypes": "BSD-3-Clause",
    "pypdfium2": "BSD-3-Clause OR Apache-2.0; PDFium itself BSD-3-Clause",
    "reportlab": "BSD-3-Clause",
    "sqlcipher3": "Zlib; SQLCipher itself BSD-3-Clause, OpenSSL Apache-2.0",
}
#: Short names of what classifiers say in full.
CLASSIFIERS = {
    "Apache Software License": "Apache-2.0",
    "BSD License": "BSD",
    "GNU Lesser General Public License v2 or later (LGPLv2+)": "LGPL-2.1-or-later",
    "MIT License": "MIT",
    "Mozilla Public License 2.0 (MPL 2.0)": "MPL-2.0",
    "Python Software Foundation License": "PSF-2.0",
}
#: What is not a package: (where it lies, what it is, whose it is, licence). More of each is told beside it.
THINGS = (
    ("resources/fonts", "Noto Sans Regular and Bold 2.004", "The Noto Project Authors", "OFL-1.1"),
    ("resources/catalogue", "4,813 public services, October 2019", "OZG-Datenbank NRW, © 2020 Gert Hammes", "MIT"),
    (
        "resources/communes/communes.tsv",
        "418 communes, 30.11.2023",
        "© Statistisches Bundesamt (Destatis)",
        "dl-de/by-2-0",
    ),
    (
        "resources/communes/postcodes.tsv",
        "543 pairs of postcode and commune",
        "© OpenStreetMap contributors, by suche-postleitzahl.org",
        "ODbL-1.0 (the table is offered under it, too)",
    ),
    (
        "resources/communes/offices.tsv",
        "431 addresses of offices, 31.01.2023",
        "© Statistisches Bundesamt (Destatis), 2023",
        "copies and parts allowed where the source is named",
    ),
    (
        "resources/forms/bausteine/staat.json",
        "197 states and 202 nationalities, 24.02.2023",
        "© Statistisches Bundesamt (Destatis)",
        "dl-de/by-2-0",
    ),
    (
        "resources/forms/din91379.json",
        "letters of DIN 91379:2022-08",
        "String-Latin, DIN-91379-Characters-and-Sequences",
        "CC-BY-4.0",
    ),
    ("LICENSE", "text of the EUPL 1.2", "© European Union", "the licence of Lotse itself"),
)


def licence_of(name: str) -> str | None:
    """Return a package's licence in few words; None where it is not installed."""
    if name in READ_BY_HAND:
        return READ_BY_HAND[name]
    try:
        facts = metadata.metadata(name)
    except metadata.PackageNotFoundError:
        return None
    said = (facts.get_all("License-Expression") or [""])[0]
    classified = [
        line.rsplit(" :: ", 1)[-1] for line in facts.get_all("Classifier", []) if line.startswith("License ::")
    ]
    if not said and classified:
        said = " AND ".join(CLASSIFIERS.get(name, name) for name in classified)
    return str(said or (facts.get_all("License") or ["unknown"])[0].splitlines()[0])


def rows(lock: str, page: str) -> Iterator[str]:
    """Return one line of the table for each locked package."""
    known = {(row["name"], row["version"]): row["licence"] for row in _ROW.finditer(page)}
    for found in _LOCKED.finditer(lock):
        name, version = found["name"], found["version"]
        licence = licence_of(name) or known.get((name, version), "unknown")
        yield f"| {name} | {version} | {licence} | {found['marker'] or ''} |"


def of_portal(lock: str, portal_lock: str, page: str) -> Iterator[str]:
    """Return a line for each package that the portal has beside those of the program."""
    known = {tuple(row.split(" | ")[:2]) for row in rows(lock, page)}
    return (row for row in rows(portal_lock, page) if tuple(row.split(" | ")[:2]) not in known)


def written(lock: str, portal_lock: str, page: str) -> str:
    """Return the whole page."""
    return "\n".join([
        "# What others made",
        "",
        "Written by `scripts/third_party.py` (`make third-party`) from the locked requirements; do not edit.",
        "",
        "## Packages in the program",
        "",
        "| package | version | licence | only where |",
        "|---|---|---|---|",
        *rows(lock, page),
        "",
        "Their licence texts come with them, in the `*.dist-info` folders. Qt (LGPL) and python-stdnum (LGPL) stay",
        "replaceable files beside the program.",
        "",
        "## Packages in the portal beside those",
        "",
        "| package | version | licence | only where |",
        "|---|---|---|---|",
        *of_portal(lock, portal_lock, page),
        "",
        "psycopg (LGPL) stays a replaceable file beside the portal.",
        "",
        "## Fonts, facts and texts",
        "",
        "| where | what | whose | licence |",
        "|---|---|---|---|",
        *(f"| `{where}` | {what} | {whose} | {licence} |" for where, what, whose, licence in THINGS),
        "",
    ])  # fmt: skip


def faults(page: str) -> list[str]:
    """Return what is wrong with the page: a licence nobody knows, a thing that is not there."""
    found = [line for line in page.splitlines() if "unknown" in line]
    return found + [where for where, *_ in THINGS if not (ROOT / where).exists()]


def main(arguments: list[str]) -> int:
    """Write or check the page; return the exit code."""
    before = PAGE.read_text("utf-8") if PAGE.exists() else ""
    page = written(LOCK.read_text("utf-8"), PORTAL_LOCK.read_text("utf-8"), before)
    wrong = faults(page)
    if arguments == ["--check"]:
        if page != before:
            wrong.append(f"{PAGE.name} is not up to date: make third-party")
    else:
        PAGE.write_text(page, "utf-8")
    print(*wrong, sep="\n", end="\n" if wrong else "")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
