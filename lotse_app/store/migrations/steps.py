"""The order of the steps, and how they are taken."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from lotse_app.models.problems import Code, refuse
from lotse_app.store.columns import moment_text
from lotse_app.store.driver import sqlite3
from lotse_app.store.migrations import (
    m0001_keel,
    m0002_figures,
    m0003_keeping,
    m0004_counter,
    m0005_mandates,
    m0006_post,
    m0007_signing,
    m0008_sessions,
    m0009_forms,
    m0010_reports,
    m0011_agenda,
    m0012_sync,
    m0013_station_files,
    m0014_reminder_owners,
    m0015_session_lists,
    m0016_figure_words,
    m0017_publication_coverage,
    m0018_mending,
    m0019_choices,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from lotse_app.clock import Clock
    from lotse_app.models.problems import Param
    from lotse_app.store.connection import Connection

_OWN_TABLE = """
CREATE TABLE IF NOT EXISTS migration (number INTEGER PRIMARY KEY, name TEXT NOT NULL, at TEXT NOT NULL) STRICT
"""


@dataclass(frozen=True, slots=True)
class Step:
    """One step from schema ``number - 1`` to schema ``number``."""

    number: int
    name: str
    upgrade: Callable[[Connection], None]


STEPS: tuple[Step, ...] = (
    Step(1, "keel", m0001_keel.upgrade),
    Step(2, "figures", m0002_figures.upgrade),
    Step(3, "keeping", m0003_keeping.upgrade),
    Step(4, "counter", m0004_counter.upgrade),
    Step(5, "mandates", m0005_mandates.upgrade),
    Step(6, "post", m0006_post.upgrade),
    Step(7, "signing", m0007_signing.upgrade),
    Step(8, "sessions", m0008_sessions.upgrade),
    Step(9, "forms", m0009_forms.upgrade),
    Step(10, "reports", m0010_reports.upgrade),
    Step(11, "agenda", m0011_agenda.upgrade),
    Step(12, "sync", m0012_sync.upgrade),
    Step(13, "station files", m0013_station_files.upgrade),
    Step(14, "reminder owners", m0014_reminder_owners.upgrade),
    Step(15, "session lists", m0015_session_lists.upgrade),
    Step(16, "figure words", m0016_figure_words.upgrade),
    Step(17, "publication coverage", m0017_publication_coverage.upgrade),
    Step(18, "mending", m0018_mending.upgrade),
    Step(19, "choices", m0019_choices.upgrade),
)


def schema_version(connection: Connection) -> int:
    """Return the number of the last step taken, 0 for an empty file."""
    if connection.row("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'migration'") is None:
        return 0
    return int(connection.value("SELECT coalesce(max(number), 0) FROM migration"))


def take_steps(connection: Connection, clock: Clock, steps: Sequence[Step], rescue: str = "") -> None:
    """Take every step that is still to be taken, each in one transaction with its own note.

    Raises STORE_NEWER if the file is ahead of ``steps``; MIGRATION_FAILED if a step fails, which then
    has changed nothing.
    """
    found, known = schema_version(connection), steps[-1].number
    if found > known:
        raise refuse(Code.STORE_NEWER, found=found, known=known)
    for step in steps:
        if step.number > found:
            try:
                with connection.atomic():
                    connection.run(_OWN_TABLE)
                    step.upgrade(connection)
                    row = {"number": step.number, "name": step.name, "at": moment_text(clock.now())}
                    connection.insert("migration", row)
            except sqlite3.Error as error:
                params: dict[str, Param] = {"rescue": rescue} if rescue else {}
                raise refuse(Code.MIGRATION_FAILED, step=step.number, **params) from error
