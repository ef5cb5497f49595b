"""One autosave: the commit of a draft in the encrypted store, against plain SQLite with the same statements."""

from __future__ import annotations

import sqlite3
import tempfile
import time
from copy import copy
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from benchmarks.ground import COMMUNE, set_up
from benchmarks.measuring import late, milliseconds, ratio, rounds, spread, tell
from lotse_app.clock import SystemClock
from lotse_app.demonstration.script import ANSWERS, FIRST_WORDS
from lotse_app.forms.engine import edit
from lotse_app.models.application import DraftSave
from lotse_app.store.connection import Connection
from lotse_app.store.driver import Database
from lotse_app.store.opening import open_store
from lotse_app.store.right_of_way import RightOfWay

if TYPE_CHECKING:
    from benchmarks.ground import Ground
    from lotse_app.workflows.applications import OpenCase

T = TypeVar("T")
ROUNDS = 400
CLOCK = SystemClock()


class PlainConnection(Connection):
    """The same methods over a plain file with the same pragmas."""

    def __init__(self, path: Path) -> None:
        self.way = RightOfWay()
        self._rescue = ""
        self._writes = True
        raw: Any = sqlite3.connect(path, isolation_level=None)
        for pragma in ("journal_mode = WAL", "synchronous = FULL", "secure_delete = ON", "cache_size = -64000"):
            raw.execute(f"PRAGMA {pragma}").fetchall()
        raw.row_factory = sqlite3.Row

        self._open = Database(raw, execute_plugins=False)


def plain_copy(ground: Ground, target: Path) -> None:
    """Write the encrypted store into a plain file: schema and rows."""
    source = Connection(ground.program.places.store, ground.key)
    source.run("ATTACH DATABASE ? AS plain KEY ''", (str(target),))
    source.rows("SELECT sqlcipher_export('plain')")
    source.run("DETACH DATABASE plain")
    source.close()


def over(table: T, connection: Connection) -> T:
    """Return a table's twin over another connection, with the tables that it writes to itself."""
    twin = copy(table)
    for name, part in vars(table).items():
        if isinstance(part, Connection):
            setattr(twin, name, connection)
        elif hasattr(part, "_connection"):
            setattr(twin, name, over(part, connection))
    return twin


def whole_draft(case: OpenCase) -> DraftSave:
    """Return the draft of a form with every question answered."""
    answers = case.application.answers
    for pointer, value in ANSWERS:
        answers = edit(case.form, answers, pointer, value, CLOCK.now().date())
    now = case.application
    return DraftSave(
        application_id=now.id, expected_revision=now.revision, answers=answers, step="formular:hund",
        acting=now.acting, notice_version=now.notice_version, keep_contact=now.keep_contact, confirmations=(),
        due=None, at=CLOCK.now(),
    )  # fmt: skip


def main() -> None:
    """Measure and print."""
    with tempfile.TemporaryDirectory() as name:
        ground = set_up(Path(name, "encrypted"))
        desk = ground.program.unlocking.open(ground.pilot_id, ground.key)
        hit = desk.find.find(FIRST_WORDS)[0]
        begun = desk.applications.begin(desk.find.card(hit.service_id, COMMUNE), COMMUNE)
        draft = whole_draft(desk.applications.open(begun.id))
        desk.close()
        plain_path = Path(name, "plain.db")
        plain_copy(ground, plain_path)
        tools = ground.program.tools
        store = open_store(ground.program.places.ground, ground.key, tools.clock, tools.ids)
        plain_connection = PlainConnection(plain_path)
        plain = over(store.applications, plain_connection)
        number = rounds(ROUNDS)
        encrypted_times, plain_times = [], []
        for at in range(number):  # by turns, so that a noisy moment meets both
            saved = replace(draft, expected_revision=draft.expected_revision + at, at=CLOCK.now())
            encrypted_times.append(milliseconds(partial(store.applications.save_draft, saved)))
            plain_times.append(milliseconds(partial(plain.save_draft, saved)))
            time.sleep(0.001)
        plain_connection.close()
        store.close()
    figures = {
        "encrypted, ms": spread(encrypted_times, 2),
        "encrypted p99, ms": round(late(encrypted_times), 2),
        "plain, ms": spread(plain_times, 2),
        "plain p99, ms": round(late(plain_times), 2),
        "encrypted / plain": ratio(encrypted_times, plain_times),
        "encrypted / plain, p99": round(late(encrypted_times) / late(plain_times), 2),
    }
    note = (
        f"Median (smallest–largest) of {number} commits by turns; WAL, synchronous FULL, secure_delete on both sides."
    )
    tell("autosave", figures, {}, note)


if __name__ == "__main__":
    main()
