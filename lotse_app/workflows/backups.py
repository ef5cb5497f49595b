"""Backups: daily by themselves, verified, at most seven, older ones destroyed after a deletion (ADR 0011).

``guard_keys``, ``plan``, ``noted``, ``missed``, ``state`` and ``choose_folder`` run on the store lane, ``make`` on the
report lane, ``renew_recovery`` on the work lane.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from lotse_app.clock import local_date
from lotse_app.models.backup import FOLDER_SETTING, BackupPlan, BackupState, MadeBackup
from lotse_app.models.problems import Code, refuse
from lotse_app.models.trail import Deed, Outcome

if TYPE_CHECKING:
    from datetime import datetime

    from lotse_app.models.problems import Problem
    from lotse_app.workflows.keeping_ports import BackupFiles, BackupRows, BackupSeal
    from lotse_app.workflows.ports import StationRows
    from lotse_app.workflows.shift import Shift


class Backups:
    """Backups of the open store."""

    def __init__(
        self,
        rows: BackupRows,
        files: BackupFiles,
        seal: BackupSeal,
        settings: StationRows,
        shift: Shift,
    ) -> None:
        self._rows = rows
        self._files = files
        self._seal = seal
        self._settings = settings
        self._trail = shift.trail
        self._pilot = shift.workplace.pilot
        self._clock = shift.clock
        self._problem: Problem | None = None

    def folder(self) -> Path | None:
        """Return the chosen folder, None if none was chosen."""
        chosen = self._settings.setting(FOLDER_SETTING)
        return Path(chosen) if chosen else None

    def choose_folder(self, folder: Path | None) -> None:
        """Choose where backups go, None for nowhere. Raises NOT_PERMITTED, BACKUP_FOLDER_MISSING, BACKUP_READ_ONLY."""
        self._require_responsible()
        if folder is not None:
            self._files.mark(folder)
        self._settings.save_setting(FOLDER_SETTING, "" if folder is None else str(folder))
        self._problem = None

    def guard_keys(self) -> None:
        """Write key files that were lost while the store is open anew: without them no code opens it again."""
        self._seal.guard()

    def due(self) -> BackupPlan | None:
        """Return what is to be done now, None for nothing: once a day, and again after anything was deleted."""
        folder = self.folder()
        if folder is None:
            return None
        plan = self._plan(folder)
        return plan if plan.stale or self._overdue(folder, plan.at) else None

    def plan(self, folder: Path | None = None) -> BackupPlan:
        """Return the plan of a backup now, to ``folder`` or the chosen one. Raises BACKUP_FOLDER_MISSING for none."""
        target = folder or self.folder()
        if target is None:
            raise refuse(Code.BACKUP_FOLDER_MISSING)
        return self._plan(target)

    def make(self, plan: BackupPlan) -> MadeBackup:
        """Copy, seal, write, read back, check; then destroy what is too old. Report lane.

        Raises BACKUP_FOLDER_MISSING, BACKUP_FULL, BACKUP_READ_ONLY, BACKUP_UNPROVED, BACKUP_NEEDS_CODE, DISK_FULL.
        """
        if plan.marked and not self._files.marked(plan.folder):
            raise refuse(Code.BACKUP_FOLDER_MISSING)
        key = self._seal.new_key()
        try:
            facts, text = self._files.copy(key, plan)
            newest = self._files.put(plan, facts, self._seal.seal(key, text), key)
        finally:
            self._files.clear()
        destroyed = self._files.thin_out(plan, newest)
        cleaned = []
        for place in plan.stale:
            gone = 0 if place.folder == plan.folder else self._files.clean(place, plan, newest)
            if gone is not None:
                destroyed += gone
                cleaned.append(place.folder)
        return MadeBackup(plan, newest.path, facts.size, destroyed, tuple(cleaned))

    def noted(self, made: MadeBackup) -> None:
        """Note a verified backup."""
        self._rows.made(made)
        self._problem = None

    def missed(self, problem: Problem) -> None:
        """Note why a backup was not made; nothing is lost, the next hour tries again. Noted once a kind in a row."""
        if self._problem is None or self._problem.code is not problem.code:
            self._rows.missed(problem.code.value)
        self._problem = problem

    def state(self) -> BackupState:
        """Return what the settings show."""
        folder, places = self.folder(), self._rows.places()
        last = next((place.last_at for place in places if place.folder == folder), None)
        stale = tuple(place for place in places if place.stale_before is not None)
        overdue = folder is not None and self._overdue(folder, self._clock.now())
        return BackupState(folder, last, overdue, stale, self._problem)

    @property
    def may_renew(self) -> bool:
        """Return whether the pilot at this desk may make a new recovery code."""
        return self._pilot.responsible

    def renew_recovery(self, own_passphrase: str) -> str:
        """Return a new recovery code, shown once; the old one still opens backups made until now. Work lane.

        The own passphrase is asked: nobody takes a code from a desk that was left open.
        Raises NOT_PERMITTED, WRONG_PASSPHRASE, PASSPHRASE_WAIT, KEYRING_*, KEY_FILE_*, DISK_FULL.
        """
        if not self.may_renew:
            raise refuse(Code.NOT_PERMITTED)
        return self._seal.renew_recovery(self._pilot.id, own_passphrase)

    def note_renewed(self) -> None:
        """Note in the trail that there is a new code, never the code. Raises DISK_FULL; the code holds all the same."""
        self._trail.note(Deed.CODE_RENEWED)

    def _plan(self, folder: Path) -> BackupPlan:
        stale = tuple(place for place in self._rows.places() if place.stale_before is not None)
        return BackupPlan(folder, self._clock.now(), self._rows.store_id(), stale, marked=folder == self.folder())

    def _overdue(self, folder: Path, now: datetime) -> bool:
        last = next((place.last_at for place in self._rows.places() if place.folder == folder), None)
        return last is None or local_date(last) != local_date(now)

    def _require_responsible(self) -> None:
        if not self._pilot.responsible:
            self._trail.note(Deed.REFUSED, outcome=Outcome.REFUSED, reason=Code.NOT_PERMITTED.value)
            raise refuse(Code.NOT_PERMITTED)
