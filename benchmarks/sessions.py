"""The list of 100,000 sessions from the wish to its first painted lines, against the same list of 100 sessions.

The rows lie in the real encrypted store, the list is the one of the room *Beratung*, and it is filled through the store
lane as in the program.
"""

from __future__ import annotations

import os
import tempfile
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEventLoop
from PySide6.QtWidgets import QApplication

from benchmarks.ground import set_up
from benchmarks.measuring import QUICK, ratio, rounds, spread, tell
from lotse_app.paths import resources
from lotse_app.store.connection import Connection
from lotse_app.ui.kit.tables import ListModel, ListSource, ListTable
from lotse_app.ui.kit.theme import STYLE, Appearance, ThemeName, load_fonts, load_themes
from lotse_app.ui.rooms.counselling_views import session_columns
from lotse_app.ui.tasks import Tasks
from lotse_app.workflows.lanes import LaneName, Lanes

if TYPE_CHECKING:
    from benchmarks.ground import Ground
    from lotse_app.workflows.desk import Desk

ROUNDS = 15
MANY, FEW = 100_000, 100
_HERE = "%Y-%m-%dT%H:%M:%S.%fZ"


def fill(ground: Ground, number: int) -> None:
    """Write sessions: one through the program as the pattern, the others as its copies, each with two topics."""
    desk = ground.program.unlocking.open(ground.pilot_id, ground.key)
    desk.counsel.short_contact(desk.counsel.blank())
    desk.close()
    connection = Connection(ground.program.places.store, ground.key)
    # What the store computes by itself is in no table_info, and cannot be written.
    columns = {str(row["name"]) for row in connection.rows("PRAGMA table_info(session)")} - {"number"}
    whole = dict(connection.rows("SELECT * FROM session")[0])
    pattern = {name: value for name, value in whole.items() if name in columns}
    begin = datetime(2024, 1, 2, 8, tzinfo=UTC)
    rows, ids = [], ground.program.tools.ids
    for at in range(number - 1):
        started = begin + timedelta(minutes=7 * at)
        text = started.strftime(_HERE)
        ended = (started + timedelta(minutes=20)).strftime(_HERE)
        row = pattern | {"id": ids.new(), "started_at": text, "beat_at": text, "ended_at": ended}
        rows.append(tuple((row | {"local_day": f"{started:%Y-%m-%d}"}).values()))
    with connection.atomic():
        connection.insert_many("session", tuple(pattern), rows)
        connection.run(
            "INSERT INTO session_topic (session, position, service_id, label)"
            " SELECT number, 0, '', 'Wohngeld' FROM session WHERE number NOT IN (SELECT session FROM session_topic)"
        )
    connection.close()


def first_paint(desk: Desk, tasks: Tasks) -> float:
    """Return the milliseconds from the wish until the first lines stand in the window, texts and all."""
    begin = time.perf_counter()
    model = ListModel(tasks, ListSource(LaneName.STORE, desk.counsel.ids, desk.counsel.page), session_columns())
    table = ListTable(model, "Letzte Beratungen")
    table.resize(1000, 600)
    table.show()
    model.reload()
    while tasks.outstanding or not model.rowCount():
        QApplication.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)
    table.viewport().repaint()
    assert not tasks.outstanding, "the first lines came with the ids: the paint asked for nothing more"
    took = 1000 * (time.perf_counter() - begin)
    assert model.index(0, 0).data() != "…"
    table.close()
    table.deleteLater()
    return took


def main() -> None:
    """Measure and print."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    app = QApplication(["benchmark", *STYLE])
    appearance = Appearance(app, load_themes(resources()), load_fonts(resources()))
    appearance.apply(ThemeName.LIGHT, 100)
    number = rounds(ROUNDS)
    sizes = {FEW: FEW, MANY: 10 * FEW if number == 1 else MANY}
    times: dict[int, list[float]] = {size: [] for size in sizes}
    with tempfile.TemporaryDirectory() as name:
        lanes = {size: Lanes() for size in sizes}
        desks = {}
        for size, rows in sizes.items():
            ground = set_up(Path(name, str(size)))
            fill(ground, rows)
            desks[size] = lanes[size].submit(LaneName.STORE, ground.opened).result()
        bridges = {size: Tasks(lanes[size]) for size in sizes}
        for at in range(number + 1):
            for size, found in times.items():
                took = first_paint(desks[size], bridges[size])
                if at:
                    found.append(took)
        for size in sizes:
            lanes[size].close({LaneName.STORE: desks[size].close})
    figures = {
        "100,000 sessions, first paint, ms": spread(times[MANY]),
        "100 sessions, first paint, ms": spread(times[FEW]),
        "100,000 / 100": ratio(times[MANY], times[FEW]),
    }
    goal = {"100,000 sessions, first paint, ms": "≤ 100"}
    note = f"Median (smallest–largest) of {number} rounds by turns; table, ids, first page and its texts painted."
    tell("sessions", figures, goal, note if number > 1 else f"{QUICK}: 1,000 sessions only. {note}")


if __name__ == "__main__":
    main()
