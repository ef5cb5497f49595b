"""Which folders hold backups of this store, and which of them still hold what was deleted since."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from lotse_app.models.backup import BackupPlace
from lotse_app.models.trail import Deed, Outcome
from lotse_app.store.columns import moment_text, read_moment, read_moment_or_none

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lotse_app.models.backup import MadeBackup
    from lotse_app.store.connection import Connection
    from lotse_app.store.trail import TrailTable


class BackupPlaces:
    """Implements ``keeping_ports.BackupRows``."""

    def __init__(self, connection: Connection, trail: TrailTable) -> None:
        self._connection = connection
        self._trail = trail

    def store_id(self) -> str:
        """Return what names this store for good: the id of its first log, which a restored store keeps."""
        return str(self._connection.value("SELECT id FROM log ORDER BY number LIMIT 1"))

    def places(self) -> tuple[BackupPlace, ...]:
        """Return every folder a backup was made in, newest first."""
        return tuple(
            BackupPlace(Path(row["folder"]), read_moment(row["last_at"]), read_moment_or_none(row["stale_before"]))
            for row in self._connection.rows("SELECT * FROM backup_place ORDER BY last_at DESC, folder")
        )

    def made(self, backup: MadeBackup) -> None:
        """Note a verified backup; places whose older ones were destroyed are clean.

        What was deleted after the backup began may still lie in it: such a place stays stale.
        """
        at = moment_text(backup.plan.at)
        with self._connection.atomic():
            self._connection.run(
                "INSERT INTO backup_place (folder, last_at) VALUES (:folder, :at)"
                " ON CONFLICT (folder) DO UPDATE SET last_at = :at",
                {"folder": str(backup.plan.folder), "at": at},
            )
            self._clean(backup.cleaned, at)
            self._trail.note(Deed.BACKED_UP)

    def missed(self, code: str) -> None:
        """Note that a backup was not made, and why."""
        self._trail.note(Deed.BACKED_UP, outcome=Outcome.FAILED, reason=code)

    def _clean(self, folders: Sequence[Path], at: str) -> None:
        self._connection.run_many(
            "UPDATE backup_place SET stale_before = NULL WHERE folder = ? AND stale_before <= ?",
            [(str(folder), at) for folder in folders],
        )
