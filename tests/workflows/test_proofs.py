"""An erased person is nowhere any more, in whatever table; a backup brings back every row of every table."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.everywhere import NO_PERSON
from tests.proofs import DIFFERENT, prove_erasure, prove_restore

if TYPE_CHECKING:
    from pathlib import Path

PEOPLE = 12  # ``make proofs`` writes the page with fifty


def test_nothing_is_left_of_erased_persons_in_store_log_or_backups(tmp_path: Path) -> None:
    proof = prove_erasure(tmp_path, PEOPLE)
    # The positive controls: everybody stood in every table that can hold a person, and the scanner sees them.
    short = {name: count for name, count in proof.tables.items() if name not in NO_PERSON and count != PEOPLE}
    assert short == {"hand_in": PEOPLE - 2}  # two were really handed in: the use case writes no name there
    assert {"application", "frozen", "signature", "evidence", "paper_part", "person_index"} <= set(proof.tables)
    assert set(proof.tables) & set(NO_PERSON) == set()
    assert {"session", "appointment", "follow_up"} <= set(proof.tables)
    assert proof.before["Bestand, entschlüsselt"] == PEOPLE
    assert proof.before["Sicherung, entschlüsselt"] == PEOPLE
    assert proof.before["Datenordner, wie er liegt"] == 0
    # Afterwards: nobody.
    assert proof.left == {}
    assert set(proof.after.values()) == {0}
    assert proof.full_text_tables == 0
    assert proof.old_files == 0
    assert "keine vollständige Sicherung" in proof.old_by_code
    assert "keine vollständige Sicherung" in proof.old_by_passphrase
    assert proof.chain_whole


def test_yesterdays_backup_brings_every_row_of_every_table_back(tmp_path: Path) -> None:
    proof = prove_restore(tmp_path, 4)
    empty = {one.table for one in proof.tables if not one.before}
    assert empty <= {"retention_gate", "trail_anchor"}
    changed = {one.table for one in proof.tables if not one.before == one.after == one.same}
    assert changed <= set(DIFFERENT)
    for name in ("trail", "setting"):  # all of it, and one line more
        longer = next(one for one in proof.tables if one.table == name)
        assert longer.same == longer.before == longer.after - 1
    assert proof.operations_same
    assert proof.chain_whole
    assert proof.log_is_new
    assert proof.left_over == []
    assert all(proof.refusals.values())
    assert len(set(proof.refusals.values())) >= 6
