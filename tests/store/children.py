"""Programs of their own for the tests: a second instance, a writer to be killed, an upgrade to be killed.

Run as ``python -m tests.store.children ACT FOLDER [ARGUMENT]``.
"""

from __future__ import annotations

import os
import signal
import sys
from dataclasses import replace
from datetime import timedelta
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from lotse_app.clock import SystemClock
from lotse_app.ids import Ids
from lotse_app.models.problems import ProblemError
from lotse_app.store.migrations.steps import STEPS, Step
from lotse_app.store.opening import open_store
from tests.store.samples import (
    KEY,
    a_draft,
    a_file,
    a_frozen,
    a_session,
    an_application,
    an_evidence,
    an_operation,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from lotse_app.store.connection import Connection
    from lotse_app.store.opening import Store


def _die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def _say(*words: object) -> None:
    """Acknowledge: what is printed was committed."""
    print(*words, flush=True)  # noqa: T201 - the parent reads it


def _open(folder: Path, steps: tuple[Step, ...] = STEPS) -> Store:
    clock = SystemClock()
    return open_store(folder, KEY, clock, Ids(clock), steps)


def hold(folder: Path, _: str) -> None:
    """Open the store and keep it until the parent closes our standard input."""
    store = _open(folder)
    _say("open")
    sys.stdin.read()
    store.close()


def attempt(folder: Path, _: str) -> None:
    """Open, write one setting, close; say how that went."""
    try:
        store = _open(folder)
        store.stations.save_setting("probe", "x" * 2_000_000)
        store.close()
    except ProblemError as error:
        _say(error.problem.code.value)
    else:
        _say("ok")


def write(folder: Path, run: str) -> None:
    """Do what a day does, over and over, until killed."""
    store = _open(folder)
    for number in count():
        name = f"{run}-{number}"
        session = a_session(f"se-{name}", pilot_id=f"pi-{name}")
        store.sessions.start(session)
        store.applications.create(an_application(name, session_id=session.id), [an_operation(f"o1-{name}", name)])
        _say("created", name)
        for revision in range(3):
            store.applications.save_draft(a_draft(revision, name, answers={"n": revision + 1, "t": "x" * 3000}))
            _say("saved", name, revision + 1)
        store.evidence.save(an_evidence("ausweis", name), 1, session.started_at)
        store.evidence.attach(name, "ausweis", f"fi-{name}", a_file(b"y" * 150_000), session.started_at)
        _say("attached", name)
        store.applications.freeze(a_frozen(application_id=name), 3, b"z" * 90_000, [an_operation(f"o2-{name}", name)])
        _say("frozen", name)
        ended = session.started_at + timedelta(minutes=20)
        store.sessions.save(replace(session, ended_at=ended), [an_operation(f"o3-{name}", session.id)])
        _say("ended", name)


class _Falling:
    """Passes statements on and dies before the one with this number."""

    def __init__(self, connection: Connection, left: int) -> None:
        self._connection = connection
        self._left = left

    def run(self, sql: str) -> int:
        if self._left == 0:
            _die()
        self._left -= 1
        return self._connection.run(sql)


def upgrade(folder: Path, point: str) -> None:
    """Open a store of schema 1 and die at ``point``: before-copy, before-rename, a statement number, after-commit."""
    steps = STEPS
    if point.isdigit():

        def falling(connection: Connection) -> None:
            STEPS[1].upgrade(cast("Connection", _Falling(connection, int(point))))
            _die()  # every statement ran, nothing is committed

        steps = (STEPS[0], Step(2, "figures", falling))
    elif point == "after-commit":
        steps = (*STEPS[:2], Step(3, "never", lambda _: _die()))

    def watch(event: str, arguments: tuple[Any, ...]) -> None:
        named = str(arguments[0]) if arguments else ""
        if point == "before-copy" and event == "shutil.copyfile":
            _die()
        if point == "before-rename" and event == "os.rename" and named.endswith(".part"):
            _die()

    sys.addaudithook(watch)
    _open(folder, steps)


ACTS: dict[str, Callable[[Path, str], None]] = {"hold": hold, "attempt": attempt, "write": write, "upgrade": upgrade}

if __name__ == "__main__":
    ACTS[sys.argv[1]](Path(sys.argv[2]), sys.argv[3] if len(sys.argv) > 3 else "")
