"""Upgrading: an old store, a newer one, and a program killed on the way."""

from __future__ import annotations

import shutil
import signal
import subprocess
import sys
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from lotse_app.models.application import DocumentKind, Mark, State
from lotse_app.models.contact import Details
from lotse_app.models.figures import Dimension, FigureQuery, FigureRow, Period
from lotse_app.models.problems import Code
from lotse_app.models.session import Obstacle, Topic
from lotse_app.store.connection import Connection
from lotse_app.store.copying import RESCUE_NAME, STORE_NAME, put_in_place
from lotse_app.store.migrations.steps import STEPS, Step, schema_version
from lotse_app.store.opening import create_store, open_store
from lotse_app.store.session_columns import session_row
from tests.store.samples import (
    KEY,
    OPERATOR,
    PILOT,
    START,
    STATION,
    a_session,
    an_application,
    refused,
)
from tests.stores.make_schema_1 import KEY as OLD_KEY
from tests.stores.make_schema_1 import LOG, TARGET, make
from tests.stores.make_schema_2 import TARGET as SECOND
from tests.stores.make_schema_2 import make as make_second
from tests.stores.make_schema_7 import make as make_seventh

if TYPE_CHECKING:
    from collections.abc import Callable

    from lotse_app.clock import FixedClock
    from lotse_app.ids import Ids

ROOT = Path(__file__).resolve().parents[2]


def _schema(connection: Connection) -> set[tuple[str, str, str]]:
    rows = connection.rows("SELECT type, name, coalesce(sql, '') FROM sqlite_master")
    return {(row[0], row[1], row[2]) for row in rows}


def _broken(connection: Connection) -> None:
    connection.run("CREATE TABLE half (a)")
    connection.run("INSERT INTO nowhere VALUES (1)")


def _later(connection: Connection) -> None:
    connection.run("CREATE TABLE later (a)")


NEXT = Step(STEPS[-1].number + 1, "next", _later)
BROKEN = Step(STEPS[-1].number + 1, "broken", _broken)


@pytest.fixture
def old(folder: Path, clock: FixedClock, ids: Ids) -> Path:
    """A store of schema 1 under the key of the tests."""
    store = create_store(folder, KEY, clock, ids, STEPS[:1])
    known = [row["name"] for row in store._connection.rows("PRAGMA table_info(session)")]
    row = session_row(a_session(note="bleibt"))
    store._connection.insert("session", {name: row[name] for name in known if name in row})
    store.close()
    return folder


def test_step_numbers_rise_without_a_gap() -> None:
    assert [step.number for step in STEPS] == list(range(1, len(STEPS) + 1))
    assert len(STEPS) >= 2


@pytest.mark.parametrize("golden", [TARGET, SECOND], ids=["schema 1", "schema 2"])
def test_an_early_store_opens_with_all_it_holds(golden: Path, tmp_path: Path, clock: FixedClock, ids: Ids) -> None:
    shutil.copyfile(golden, tmp_path / STORE_NAME)
    store = open_store(tmp_path, OLD_KEY, clock, ids)

    assert (store.outbox.log_id, store.outbox.count_waiting()) == (LOG, 1)
    assert store.stations.operator().name == "Gemeinde Beispielthal"
    station = store.stations.station()
    assert (station.telephone, station.hours) == ("", "")
    assert store.stations.pilots()[0].name == "Änne Łukasz"
    session = store.sessions.get("se-1")
    assert session.topics == (Topic("s-dog", "Hundesteuer"), Topic("", "Brief erklärt"))
    assert session.obstacles == (Obstacle.NO_EID, Obstacle.BARRIER)
    running = store.sessions.running("pi")
    assert running is not None
    assert running.id == "se-2"
    application = store.applications.get("ap-1")
    assert application.answers == {"name": "Muñoz-Żak", "hunde": [{"rasse": None}]}
    assert (application.state, application.marks) == (State.SUBMITTED, frozenset({Mark.PAPERS_MISSING}))
    (signature,), hand_in = store.applications.signatures("ap-1"), store.applications.handed_in("ap-1")
    assert signature.strokes == (((0.0, 0.5), (1.0, 0.25)),)
    assert hand_in is not None
    assert hand_in.handed_over_on == date(2026, 11, 2)
    assert store.applications.paper("ap-1", DocumentKind.APPLICATION) == b"%P"
    assert store.evidence.content("fi-1") == b"\x01\x02\x03"
    reports = store.open_for_reports()
    query = FigureQuery(("teilnahmen", "minuten"), Dimension.MONTH, Period(date(2026, 1, 1), date(2027, 1, 1), ""))
    assert reports.figures.count(query) == (FigureRow("2026-11", "", (2, 25)),)
    reports.check()
    reports.close()
    store.close()


def test_sessions_of_schema_7_keep_all_they_hold_and_count_as_before(
    tmp_path: Path, clock: FixedClock, ids: Ids
) -> None:
    make_seventh(tmp_path / STORE_NAME)
    store = open_store(tmp_path, OLD_KEY, clock, ids)
    first, running, home, telephone = store.sessions.page(["se-1", "se-2", "se-3", "se-4"])

    assert [one.kind.value for one in (first, running, home, telephone)] == [
        "einzel",
        "einzel",
        "hausbesuch",
        "telefon",
    ]
    assert (home.people, home.first_people, home.minutes, home.note) == (3, 3, 60, "Rampe fehlt")
    assert (telephone.first_people, telephone.short_contact) == (0, True)
    assert (first.people, first.first_people) == (2, 2)
    assert running.running
    assert all(one.details == Details() and one.heads == () for one in (first, running, home, telephone))
    reports = store.open_for_reports()
    year = Period(date(2026, 1, 1), date(2027, 1, 1), "")
    measures = ("beratungen", "kurzkontakte", "teilnahmen", "erstkontakte", "minuten", "antraege")
    assert reports.figures.count(FigureQuery(measures, Dimension.MONTH, year)) == (
        FigureRow("2026-11", "", (3, 1, 6, 5, 90, 3)),
    )
    reports.close()
    store.close()


@pytest.mark.parametrize("pilots", [1, 2])
def test_older_wiedervorlagen_get_an_owner_where_somebody_can_know_it(
    pilots: int, folder: Path, clock: FixedClock, ids: Ids
) -> None:
    store = create_store(folder, KEY, clock, ids, STEPS[:13])
    store.stations.set_up(OPERATOR, STATION, PILOT, [])
    for number in range(1, pilots):
        store.stations.save_pilot(replace(PILOT, id=f"pi-{number + 1}"), [])
    store.sessions.start(a_session())
    store.applications.create(an_application(), [])
    session = store._connection.value("SELECT number FROM session")
    for each in (("on session", session, None), ("on case", None, "ap-1"), ("free", None, None)):
        row = dict(zip(("id", "session", "application_id"), each, strict=True))
        store._connection.insert("follow_up", row | {"due": "2026-11-20", "reason": "Anruf"})
    store.close()

    store = open_store(folder, KEY, clock, ids)
    owners = {line.follow_up.id: line.follow_up.pilot_id for line in store.agenda.follow_ups()}
    store.close()
    assert owners == {"on session": PILOT.id, "on case": PILOT.id, "free": PILOT.id if pilots == 1 else ""}


@pytest.mark.parametrize("golden", [TARGET, SECOND], ids=["schema 1", "schema 2"])
def test_an_upgraded_store_has_the_schema_of_a_fresh_one(
    golden: Path, tmp_path: Path, folder: Path, clock: FixedClock, ids: Ids
) -> None:
    shutil.copyfile(golden, tmp_path / STORE_NAME)
    upgraded, fresh = open_store(tmp_path, OLD_KEY, clock, ids), create_store(folder, KEY, clock, ids)
    assert _schema(upgraded._connection) == _schema(fresh._connection)
    assert schema_version(upgraded._connection) == STEPS[-1].number
    assert upgraded._connection.value("PRAGMA auto_vacuum") == 2
    upgraded.close()
    fresh.close()


@pytest.mark.parametrize(("kept", "makes", "schema"), [(TARGET, make, 1), (SECOND, make_second, 2)])
def test_a_golden_store_is_what_its_script_makes(
    kept: Path, makes: Callable[[Path], None], schema: int, tmp_path: Path
) -> None:
    makes(tmp_path / "again.db")
    golden = Path(shutil.copyfile(kept, tmp_path / "golden.db"))
    again, committed = Connection(tmp_path / "again.db", OLD_KEY), Connection(golden, OLD_KEY)
    assert _schema(again) == _schema(committed)
    assert schema_version(committed) == schema
    again.close()
    committed.close()


def test_an_upgrade_makes_a_copy_that_the_next_start_removes(old: Path, clock: FixedClock, ids: Ids) -> None:
    open_store(old, KEY, clock, ids).close()
    assert sorted(path.name for path in old.iterdir()) == [RESCUE_NAME, STORE_NAME, "lotse.lock"]
    copy = Connection(old / RESCUE_NAME, KEY)
    assert schema_version(copy) == 1
    assert copy.value("SELECT note FROM session") == "bleibt"
    copy.close()

    store = open_store(old, KEY, clock, ids)
    assert not (old / RESCUE_NAME).exists()
    assert store.sessions.get("se-1").note == "bleibt"
    store.close()


def test_steps_are_noted_with_the_programs_own_clock(old: Path, clock: FixedClock, ids: Ids) -> None:
    clock.advance(days=3)
    store = open_store(old, KEY, clock, ids)
    noted = store._connection.rows("SELECT number, name, at FROM migration ORDER BY number")
    assert [(row[0], row[1], datetime.fromisoformat(row[2])) for row in noted] == [
        (1, "keel", START),
        *((step.number, step.name, clock.now()) for step in STEPS[1:]),
    ]
    store.close()


def test_a_newer_store_is_refused_and_left_alone(old: Path, clock: FixedClock, ids: Ids) -> None:
    open_store(old, KEY, clock, ids, (*STEPS, NEXT)).close()
    before = (old / STORE_NAME).read_bytes()
    with refused(Code.STORE_NEWER, found=NEXT.number, known=STEPS[-1].number):
        open_store(old, KEY, clock, ids)
    assert (old / STORE_NAME).read_bytes() == before
    assert (old / RESCUE_NAME).exists()


def test_a_step_that_fails_changes_nothing_and_names_the_copy(old: Path, clock: FixedClock, ids: Ids) -> None:
    with refused(Code.MIGRATION_FAILED, step=BROKEN.number, rescue=RESCUE_NAME):
        open_store(old, KEY, clock, ids, (*STEPS, BROKEN))
    store = open_store(old, KEY, clock, ids)
    assert store._connection.value("SELECT count(*) FROM sqlite_master WHERE name = 'half'") == 0
    assert schema_version(store._connection) == STEPS[-1].number
    store.close()


def test_a_first_schema_that_fails_leaves_no_store(folder: Path, clock: FixedClock, ids: Ids) -> None:
    with refused(Code.MIGRATION_FAILED, step=BROKEN.number):
        create_store(folder, KEY, clock, ids, (*STEPS, BROKEN))
    assert not (folder / STORE_NAME).exists()
    create_store(folder, KEY, clock, ids).close()


def test_a_damaged_store_is_not_copied_and_not_upgraded(old: Path, clock: FixedClock, ids: Ids) -> None:
    (old / RESCUE_NAME).write_bytes(b"the copy from before")
    content = bytearray((old / STORE_NAME).read_bytes())
    content[-1000] ^= 1
    (old / STORE_NAME).write_bytes(content)
    with refused(Code.STORE_DAMAGED):
        open_store(old, KEY, clock, ids)
    assert (old / STORE_NAME).read_bytes() == bytes(content)
    assert (old / RESCUE_NAME).read_bytes() == b"the copy from before"
    assert not (old / f"{RESCUE_NAME}.part").exists()


@pytest.mark.skipif(sys.platform == "win32", reason="kill -9")
@pytest.mark.parametrize("point", ["before-copy", "before-rename", "0", "1", "5", "10", "99", "after-commit"])
def test_an_upgrade_that_is_killed_goes_on_at_the_next_start(
    old: Path, clock: FixedClock, ids: Ids, point: str
) -> None:
    command = [sys.executable, "-m", "tests.store.children", "upgrade", str(old), point]
    for _ in range(2):
        if point == "after-commit" and (old / RESCUE_NAME).exists():
            break  # the second attempt would find nothing of this step left to do
        killed = subprocess.run(command, cwd=ROOT, check=False, capture_output=True)
        assert killed.returncode == -signal.SIGKILL, killed.stderr.decode()

    store = open_store(old, KEY, clock, ids)
    store.check()
    assert schema_version(store._connection) == STEPS[-1].number
    assert store.sessions.get("se-1").note == "bleibt"
    store.close()
    open_store(old, KEY, clock, ids).close()
    assert sorted(path.name for path in old.iterdir()) == [STORE_NAME, "lotse.lock"]


def test_windows_flushes_the_file_but_no_folder(tmp_path: Path) -> None:
    (tmp_path / "part").write_bytes(b"x")
    put_in_place(tmp_path / "part", tmp_path / "whole", "win32")
    assert (tmp_path / "whole").read_bytes() == b"x"
