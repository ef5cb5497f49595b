"""A backup holds everything, opens with its own key only, says when it is damaged, and can be destroyed."""

from __future__ import annotations

import errno
import hashlib
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from lotse_app.clock import LOCAL
from lotse_app.models.backup import KEPT, BackupFacts, BackupPlace, BackupPlan
from lotse_app.models.problems import Code
from lotse_app.models.retention import DEFAULTS, RuleName
from lotse_app.store import backup_file
from lotse_app.store.backup import COPY_NAME, MARKER_NAME, PROOF_NAME, BackupCopies, open_copy, restore_store
from lotse_app.store.backup_file import (
    at_the_folder,
    destroy,
    extract,
    facts_bytes,
    listed,
    read_backup,
    write_backup,
)
from lotse_app.store.migrations.steps import STEPS
from lotse_app.store.opening import open_store
from tests.store.samples import (
    KEY,
    OPERATOR,
    PILOT,
    START,
    STATION,
    a_draft,
    a_file,
    a_session,
    an_application,
    an_evidence,
    an_operation,
    refused,
)

if TYPE_CHECKING:
    from pathlib import Path

    from lotse_app.clock import FixedClock
    from lotse_app.ids import Ids
    from lotse_app.models.backup import BackupFile
    from lotse_app.models.people import Pilot
    from lotse_app.store.opening import Store

BACKUP_KEY, NEW_KEY = bytes(reversed(KEY)), b"n" * 32


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    folder = tmp_path / "stick"
    folder.mkdir()
    return folder


@pytest.fixture
def copies(store: Store, folder: Path, clock: FixedClock) -> BackupCopies:
    store.stations.set_up(OPERATOR, STATION, PILOT, [])
    store.stations.save_setting("thema", "dunkel")
    store.sessions.start(a_session(note="Lupe"), [an_operation("o1")])
    store.applications.create(an_application(session_id="se-1"), [an_operation("o2", "ap-1")])
    store.applications.save_draft(a_draft(0))
    store.evidence.save(an_evidence(), 1, START)
    store.evidence.attach("ap-1", "ausweis", "f1", a_file(b"x" * 200_000), START)
    return BackupCopies(folder, KEY, clock)


def _plan(store: Store, stick: Path, minutes: int = 0, *, stale: bool = False) -> BackupPlan:
    at = START + timedelta(minutes=minutes)
    return BackupPlan(stick, at, store.backups.store_id(), (BackupPlace(stick, at, at),) if stale else ())


def _made(copies: BackupCopies, plan: BackupPlan) -> BackupFile:
    facts, text = copies.copy(BACKUP_KEY, plan)
    assert text == facts_bytes(facts)
    made = copies.put(plan, facts, b"keys", BACKUP_KEY)
    copies.clear()
    return made


def _new_key(pilots: tuple[Pilot, ...]) -> bytes:
    assert pilots == (PILOT,)
    return NEW_KEY


def test_a_backup_is_named_by_local_time_and_overwrites_none_of_the_same_second(
    store: Store, copies: BackupCopies, stick: Path
) -> None:
    made = [_made(copies, _plan(store, stick)).path for _ in range(3)]
    stamp = START.astimezone(LOCAL).strftime("%Y%m%d-%H%M%S")
    assert [one.name.partition(stamp)[2].rpartition("-")[0] for one in made] == ["", "-2", "-3"]
    assert stamp != START.strftime("%Y%m%d-%H%M%S"), "people do not read UTC"
    assert sorted(stick.glob("*.lotse")) == sorted(made)


def test_a_backup_restores_all_under_a_new_log_and_key(
    store: Store, copies: BackupCopies, stick: Path, folder: Path, tmp_path: Path, clock: FixedClock, ids: Ids
) -> None:
    old_log, made = store.outbox.log_id, _made(copies, _plan(store, stick))
    assert [path.name for path in stick.iterdir()] == [made.path.name]
    assert sorted(path.name for path in folder.iterdir() if path.name.startswith("sicherung")) == []
    there = tmp_path / "neu"
    there.mkdir()
    restore_store(read_backup(made.path), BACKUP_KEY, there, _new_key, clock, ids)
    again = open_store(there, NEW_KEY, clock, ids)
    again.check()
    assert again._connection.value("PRAGMA auto_vacuum") == 2
    assert again.applications.get("ap-1").answers == a_draft(0).answers
    assert again.evidence.content("f1") == b"x" * 200_000
    assert again.sessions.get("se-1").note == "Lupe"
    assert again.stations.setting("thema") == "dunkel"
    assert again.membership.is_restored()
    assert not store.membership.is_restored()
    assert again.stations.pilots() == (PILOT,)
    assert again.outbox.log_id != old_log
    assert again.backups.store_id() == old_log
    waiting = again.outbox.waiting()
    assert [(one.seq, one.log, one.operation.op) for one in waiting] == [
        (1, again.outbox.log_id, "o1"),
        (2, again.outbox.log_id, "o2"),
    ]
    again.stations.save_station(OPERATOR, STATION, [an_operation("o3", "st-1")])
    assert again.outbox.waiting()[-1].seq == 3
    assert again.trail.check().whole
    assert again.trail.newest()[1].deed == "wiederhergestellt"
    again.close()
    assert sorted(path.name for path in there.iterdir()) == ["lotse.db", "lotse.lock"]


def test_a_restored_trail_keeps_its_anchor_good(
    store: Store, copies: BackupCopies, stick: Path, tmp_path: Path, clock: FixedClock, ids: Ids
) -> None:
    clock.advance(days=4 * 365)
    rule = next(one for one in DEFAULTS if one.name is RuleName.TRAIL)
    assert store.retention.take(rule, (), clock.now(), []) > 0
    made = _made(copies, _plan(store, stick))
    restore_store(read_backup(made.path), BACKUP_KEY, tmp_path, _new_key, clock, ids)
    again = open_store(tmp_path, NEW_KEY, clock, ids)
    check = again.trail.check()
    assert check.anchor > 0
    assert check.whole
    again.close()


def test_a_backup_opens_with_its_own_key_only(store: Store, copies: BackupCopies, stick: Path, tmp_path: Path) -> None:
    backup = read_backup(_made(copies, _plan(store, stick)).path)
    open_copy(backup, BACKUP_KEY, tmp_path / "probe").close()
    with refused(Code.BACKUP_DAMAGED):
        open_copy(backup, KEY, tmp_path / "probe")


@pytest.mark.parametrize("cut", [0, 5, 20, 60, 300, 5000, -1])
def test_a_cut_file_is_refused(store: Store, copies: BackupCopies, stick: Path, tmp_path: Path, cut: int) -> None:
    path = _made(copies, _plan(store, stick)).path
    path.write_bytes(path.read_bytes()[:cut])
    with refused(Code.BACKUP_DAMAGED):
        extract(read_backup(path), tmp_path / "probe")


def test_a_longer_or_changed_file_is_refused(store: Store, copies: BackupCopies, stick: Path, tmp_path: Path) -> None:
    path = _made(copies, _plan(store, stick)).path
    content = path.read_bytes()
    path.write_bytes(content + b"x")
    with refused(Code.BACKUP_DAMAGED):
        extract(read_backup(path), tmp_path / "probe")
    path.write_bytes(content[:-2000] + b"\x00" + content[-1999:])
    with refused(Code.BACKUP_DAMAGED):
        extract(read_backup(path), tmp_path / "probe")


def _with_facts(path: Path, facts: bytes) -> Path:
    path.write_bytes(backup_file.MAGIC + len(facts).to_bytes(4, "big") + bytes(4) + facts)
    return path


@pytest.mark.parametrize(
    "facts",
    [
        b"",
        b"[]",
        b"{}",
        b'{"format":"x"}',
        b"\xff",
        b'{"format":1,"schema":1,"made_at":"","store":"","size":0,"sha256":""}',
    ],
)
def test_what_is_no_backup_is_said_to_be_none(tmp_path: Path, facts: bytes) -> None:
    with refused(Code.BACKUP_DAMAGED):
        read_backup(_with_facts(tmp_path / "x.lotse", facts))
    (tmp_path / "y.lotse").write_bytes(backup_file.MAGIC + b"\xff" * 8)
    with refused(Code.BACKUP_DAMAGED):
        read_backup(tmp_path / "y.lotse")
    with refused(Code.BACKUP_MISSING):
        read_backup(tmp_path / "gone.lotse")


@pytest.mark.parametrize(("number", "schema"), [(2, 1), (1, STEPS[-1].number + 1)])
def test_a_backup_of_a_newer_program_is_refused_before_anything_is_asked(
    tmp_path: Path, number: int, schema: int
) -> None:
    facts = facts_bytes(BackupFacts("2026-11-20T09:00:00.000000Z", "log", schema, 0, ""))
    newer = facts.replace(b'"format":1', f'"format":{number}'.encode())
    with refused(Code.BACKUP_NEWER):
        read_backup(_with_facts(tmp_path / "x.lotse", newer))


def test_at_most_seven_are_kept_and_foreign_ones_left_alone(store: Store, copies: BackupCopies, stick: Path) -> None:
    foreign = _with_facts(
        stick / "lotse-sicherung-20200101-000000-fremde.lotse", facts_bytes(BackupFacts("2020", "other", 1, 0, ""))
    )
    broken = stick / "lotse-sicherung-kaputt.lotse"
    broken.write_bytes(b"x")
    (stick / "lotse-sicherung-20260101-000000-1-2.lotse.teil").write_bytes(b"of another device")
    for minutes in range(KEPT + 2):
        plan = _plan(store, stick, minutes)
        assert copies.thin_out(plan, _made(copies, plan)) == (1 if minutes >= KEPT else 0)
    kept = listed(stick, store.backups.store_id())
    assert len(kept) == KEPT
    assert kept[0].facts.made_at > kept[-1].facts.made_at
    assert foreign.exists()
    assert broken.exists()
    plan = _plan(store, stick, 30, stale=True)
    assert copies.thin_out(plan, _made(copies, plan)) == KEPT


def test_a_destroyed_backup_is_overwritten_before_it_is_removed(
    store: Store, copies: BackupCopies, stick: Path, tmp_path: Path
) -> None:
    made = _made(copies, _plan(store, stick))
    (tmp_path / "same").hardlink_to(made.path)  # who still holds the bytes
    start = read_backup(made.path).start
    destroy(made)
    assert not made.path.exists()
    assert (tmp_path / "same").read_bytes()[:start] == bytes(start)
    with refused(Code.BACKUP_DAMAGED):
        read_backup(tmp_path / "same")


def test_a_stale_place_is_cleaned_when_it_can_be_reached(
    store: Store, copies: BackupCopies, stick: Path, tmp_path: Path
) -> None:
    other = tmp_path / "zweiter"
    other.mkdir()
    old = _made(copies, _plan(store, other))
    plan = _plan(store, stick, 1)
    newest = _made(copies, plan)
    place = BackupPlace(other, START, START)
    assert copies.clean(place, plan, newest) == 1
    assert not old.path.exists()
    assert copies.clean(place, plan, newest) is None  # an empty mount point looks the same
    copies.mark(other)
    assert copies.clean(place, plan, newest) == 0
    assert copies.clean(BackupPlace(tmp_path / "nirgends", START, START), plan, newest) is None


def test_a_folder_that_is_not_there_is_said_to_be_so(store: Store, copies: BackupCopies, tmp_path: Path) -> None:
    gone = tmp_path / "nirgends"
    plan = _plan(store, gone)
    facts, _ = copies.copy(BACKUP_KEY, plan)
    with refused(Code.BACKUP_FOLDER_MISSING):
        copies.put(plan, facts, b"keys", BACKUP_KEY)
    with refused(Code.BACKUP_FOLDER_MISSING):
        copies.mark(gone)
    with refused(Code.BACKUP_FOLDER_MISSING):
        listed(gone, "x")
    assert not copies.marked(gone)
    copies.clear()


def test_a_chosen_folder_is_marked(copies: BackupCopies, stick: Path) -> None:
    assert not copies.marked(stick)
    copies.mark(stick)
    assert copies.marked(stick)
    assert "verschlüsselte Sicherungen" in (stick / MARKER_NAME).read_text("utf-8")


@pytest.mark.parametrize(
    ("number", "code"),
    [
        (errno.ENOSPC, Code.BACKUP_FULL),
        (errno.EROFS, Code.BACKUP_READ_ONLY),
        (errno.ENOENT, Code.BACKUP_FOLDER_MISSING),
        (errno.EIO, Code.BACKUP_FOLDER_MISSING),
    ],
)
def test_trouble_at_the_folder_is_not_trouble_with_the_data(number: int, code: Code) -> None:
    with refused(code), at_the_folder():
        raise OSError(number, "x")


def test_a_full_stick_leaves_no_half_file(
    store: Store, folder: Path, copies: BackupCopies, stick: Path, clock: FixedClock
) -> None:
    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, "x")

    older = _made(copies, _plan(store, stick))
    plan = _plan(store, stick, 1)
    flawed = BackupCopies(folder, KEY, clock, full)
    facts, _ = flawed.copy(BACKUP_KEY, plan)
    with refused(Code.BACKUP_FULL):
        flawed.put(plan, facts, b"keys", BACKUP_KEY)
    assert [path.name for path in stick.iterdir()] == [older.path.name]


def test_a_stick_that_loses_bytes_does_not_count(store: Store, folder: Path, stick: Path, clock: FixedClock) -> None:
    def forget(_: int) -> None:
        part = next(stick.glob("*.teil"))
        part.write_bytes(part.read_bytes()[:-4096])

    plan = _plan(store, stick)
    flawed = BackupCopies(folder, KEY, clock, forget)
    facts, _ = flawed.copy(BACKUP_KEY, plan)
    with refused(Code.BACKUP_UNPROVED):
        flawed.put(plan, facts, b"keys", BACKUP_KEY)
    assert list(stick.iterdir()) == []


def test_a_part_that_vanished_with_its_stick_is_no_second_trouble(
    store: Store, folder: Path, stick: Path, clock: FixedClock
) -> None:
    def pulled(_: int) -> None:
        part = next(stick.glob("*.teil"))
        part.unlink()
        part.mkdir()  # nothing that can be unlinked is there any more
        raise OSError(errno.EIO, "x")

    plan = _plan(store, stick)
    flawed = BackupCopies(folder, KEY, clock, pulled)
    facts, _ = flawed.copy(BACKUP_KEY, plan)
    with refused(Code.BACKUP_FOLDER_MISSING):
        flawed.put(plan, facts, b"keys", BACKUP_KEY)


def test_a_killed_copy_is_cleared_away_by_the_next(
    store: Store, folder: Path, copies: BackupCopies, stick: Path
) -> None:
    plan = _plan(store, stick)
    copies.copy(BACKUP_KEY, plan)
    left = stick / f"lotse-sicherung-20260101-000000-{plan.store[-6:]}.lotse.teil"
    left.write_bytes(b"half")
    _made(copies, plan)
    assert not left.exists()
    assert not list(folder.glob("sicherung*"))


def test_an_unreadable_file_is_not_called_missing(tmp_path: Path) -> None:
    (tmp_path / "x.lotse").mkdir()
    with refused(Code.BACKUP_MISSING):
        read_backup(tmp_path / "x.lotse")
    with refused(Code.BACKUP_FOLDER_MISSING):
        write_backup(tmp_path / "x.lotse", b"", b"", tmp_path / "no")


def test_a_full_data_folder_is_told_from_a_full_stick(
    store: Store, folder: Path, copies: BackupCopies, stick: Path
) -> None:
    plan = _plan(store, stick)
    facts, _ = copies.copy(BACKUP_KEY, plan)
    (folder / PROOF_NAME).mkdir()  # where the proof would be written, nothing can be
    with refused(Code.PLACE_TAKEN):
        copies.put(plan, facts, b"keys", BACKUP_KEY)
    (folder / PROOF_NAME).rmdir()
    assert list(stick.iterdir()) == []


def test_a_copy_that_was_damaged_before_it_was_sealed_is_found(
    store: Store, copies: BackupCopies, stick: Path, folder: Path
) -> None:
    plan = _plan(store, stick)
    copies.copy(BACKUP_KEY, plan)
    copy = folder / COPY_NAME
    content = bytearray(copy.read_bytes())
    content[-3000] ^= 1
    copy.write_bytes(content)
    facts = BackupFacts("2026", plan.store, 1, len(content), hashlib.sha256(content).hexdigest())
    with refused(Code.BACKUP_UNPROVED):
        copies.put(plan, facts, b"keys", BACKUP_KEY)
    assert list(stick.iterdir()) == []


def test_trouble_while_opening_a_copy_is_passed_on(
    store: Store, copies: BackupCopies, stick: Path, tmp_path: Path
) -> None:
    backup = read_backup(_made(copies, _plan(store, stick)).path)
    probe = tmp_path / "probe"
    (tmp_path / "probe-wal").mkdir()  # SQLite cannot open its log there
    with refused(Code.PLACE_TAKEN):
        open_copy(backup, BACKUP_KEY, probe)
