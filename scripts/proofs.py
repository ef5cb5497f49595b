"""Proves erasure and restoring over the real program and writes the two pages; counts only.

Writes ``docs/nachweise/loeschung.md`` and ``docs/nachweise/sicherung.md``; nobody and nothing else writes them.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from scripts.house import ROOT
from tests.everywhere import NO_PERSON
from tests.proofs import DIFFERENT, prove_erasure, prove_restore

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tests.proofs import Compared, Erasure, Restoration

PEOPLE = 50
_FOLDER = ROOT / "docs" / "nachweise"


def erasure_page(proof: Erasure) -> list[str]:
    """Return the page about erasure."""
    lines = [
        "# Löschung: Alles zu dieser Person löschen",
        "",
        "Written by `make proofs` only. Invented persons are put into every table of the schema that can hold one (a",
        "new table is filled by itself), through the use cases and past them, then erased one by one. Looked for are",
        "the name and its search form in every page of the decrypted file (freed pages and slack included), in every",
        "row of every table, in the write-ahead log and in the decrypted backup: UTF-8, UTF-16, UTF-32, Latin-1, JSON,",
        "URL, hex, base64. Who copied a backup to another place before still has it: that no program can take back.",
        "",
        f"Persons: {proof.people}. Full-text tables in the schema: {proof.full_text_tables}.",
        "",
        "| where | persons found before | after |",
        "|---|---|---|",
    ]
    lines += [f"| {place} | {proof.before.get(place, '–')} | {count} |" for place, count in sorted(proof.after.items())]
    lines += ["", "Backups from before the erasure:", ""]
    lines += [
        f"- still in the folder: {proof.old_files}",
        f"- what was left of their bytes, opened with the recovery code of that day: “{proof.old_by_code}”",
        f"- the same with the passphrase: “{proof.old_by_passphrase}”",
        "",
        "| table | persons in it before | after |",
        "|---|---|---|",
    ]
    names = sorted({*proof.tables, *proof.left})
    lines += [f"| {name} | {proof.tables.get(name, 0)} | {proof.left.get(name, 0)} |" for name in names]
    lines += ["", "Tables that hold no person, looked through as well (0 persons before):", ""]
    lines += [f"- {name}: {why}" for name, why in sorted(NO_PERSON.items()) if name not in proof.tables]
    lines += ["", f"The chain of the Protokoll is whole afterwards: {_yes(proof.chain_whole)}.", ""]
    return lines


def restore_page(proof: Restoration) -> list[str]:
    """Return the page about backup and restoring."""
    kept = [one for one in proof.tables if one.table not in DIFFERENT]
    rows, same = sum(one.before for one in kept), sum(one.same for one in kept)
    lines = [
        "# Sicherung: alles kommt zurück",
        "",
        "Written by `make proofs` only. Every table of the schema is filled (a new one by itself), the backup of a day",
        "is restored the next day into an empty folder by the recovery code, and every row of every table is compared.",
        "",
        f"Rows that came back unchanged: {same} of {rows} in {len(kept)} tables.",
        "",
        "| table | rows in the backup | rows restored | unchanged |",
        "|---|---|---|---|",
    ]
    lines += [_row(one) for one in sorted(proof.tables, key=lambda one: one.table)]
    lines += ["", "By design different:", ""]
    lines += [f"- {name}: {why}" for name, why in DIFFERENT.items()]
    lines += [
        "",
        f"- operations of the outbox the same: {_yes(proof.operations_same)}",
        f"- a new log was begun: {_yes(proof.log_is_new)}",
        f"- the chain of the Protokoll is whole: {_yes(proof.chain_whole)}",
        f"- left beside the store: {', '.join(proof.left_over) or 'nothing'}",
        "",
        "What is said where it does not work; nothing is in place then:",
        "",
        *_said(proof.refusals),
        "",
    ]
    return lines


def _row(one: Compared) -> str:
    return f"| {one.table} | {one.before} | {one.after} | {one.same} |"


def _said(refusals: Mapping[str, str]) -> list[str]:
    return [f"- {what}: “{sentence}”" for what, sentence in refusals.items()]


def _yes(good: bool) -> str:  # noqa: FBT001 - turns a flag into a word
    return "yes" if good else "NO"


def main() -> int:
    """Prove both and write; return 1 if a person was found or a row is missing."""
    with tempfile.TemporaryDirectory() as there:
        erasure = prove_erasure(Path(there) / "loeschung", PEOPLE)
        restoration = prove_restore(Path(there) / "sicherung", PEOPLE)
    (_FOLDER / "loeschung.md").write_text("\n".join(erasure_page(erasure)), "utf-8")
    (_FOLDER / "sicherung.md").write_text("\n".join(restore_page(restoration)), "utf-8")
    missing = [one.table for one in restoration.tables if one.table not in DIFFERENT and one.same != one.before]
    print(f"found after erasure: {sum(erasure.after.values())}; tables with missing rows: {missing or 'none'}")
    return 1 if missing or erasure.left or any(erasure.after.values()) else 0


if __name__ == "__main__":
    sys.exit(main())
