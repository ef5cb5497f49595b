"""Programs to be killed: one that makes a backup, one that deletes by rule.

Run as ``python -m tests.store.keeping_children ACT FOLDER POINT [TARGET]``; POINT counts file events or statements.
"""

from __future__ import annotations

import os
import signal
import sys
from datetime import timedelta
from pathlib import Path
from typing import Any

from lotse_app.clock import FixedClock
from lotse_app.ids import Ids
from lotse_app.models.backup import BackupPlan
from lotse_app.models.retention import DEFAULTS, RuleName
from lotse_app.store.backup import BackupCopies
from lotse_app.store.opening import open_store
from tests.store.samples import KEY, START, an_operation

BACKUP_KEY = bytes(reversed(KEY))
LATER = START + timedelta(days=40)
_FILE_EVENTS = {"open", "os.rename", "os.remove", "os.listdir", "os.scandir", "sqlite3.connect"}


class Countdown:
    """Kills this program at its zero."""

    def __init__(self, left: int) -> None:
        self._left = left

    def step(self, *_: object) -> None:
        """Count one event."""
        self._left -= 1
        if self._left < 0:
            os.kill(os.getpid(), signal.SIGKILL)


def back_up(folder: Path, point: int, target: Path) -> None:
    """Make a backup, destroy the older ones; die at a file event."""
    clock = FixedClock(START + timedelta(seconds=point + 1))
    store = open_store(folder, KEY, clock, Ids(clock))
    copies = BackupCopies(folder, KEY, clock)
    plan = BackupPlan(target, clock.now(), store.backups.store_id())
    countdown = Countdown(point)
    names = (str(folder), str(target))

    def watch(event: str, arguments: tuple[Any, ...]) -> None:
        if event in _FILE_EVENTS and arguments and str(arguments[0]).startswith(names):
            countdown.step()

    sys.addaudithook(watch)
    facts, _ = copies.copy(BACKUP_KEY, plan)
    newest = copies.put(plan, facts, b"keys", BACKUP_KEY)
    copies.clear()
    copies.thin_out(plan, newest)
    print("done", flush=True)  # noqa: T201 - the parent reads it
    store.close()


def retain(folder: Path, point: int, _: Path) -> None:
    """Delete drafts, links and old sessions; die before a statement."""
    clock = FixedClock(LATER)
    store = open_store(folder, KEY, clock, Ids(clock))
    store._connection._database.conn.set_trace_callback(Countdown(point).step)
    for rule in DEFAULTS:
        due = store.retention.due(rule, LATER)
        gone = [an_operation(f"gone-{one.record_id}", one.record_id) for one in due if rule.name is RuleName.DRAFT]
        if due:
            store.retention.take(rule, due, LATER, gone)
    store.retention.settle()
    print("done", flush=True)  # noqa: T201 - the parent reads it
    store.close()


ACTS = {"back_up": back_up, "retain": retain}

if __name__ == "__main__":
    ACTS[sys.argv[1]](Path(sys.argv[2]), int(sys.argv[3]), Path(sys.argv[4]))
