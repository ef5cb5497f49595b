"""What keeping, backups, persons and the trail ask of the adapters; as in ``ports.py``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from lotse_app.models.trail import Outcome

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from pathlib import Path

    from lotse_app.models.backup import BackupFacts, BackupFile, BackupPlace, BackupPlan, MadeBackup
    from lotse_app.models.operation import Operation
    from lotse_app.models.papers import PersonPaper
    from lotse_app.models.persons import Erased, PersonFound, PersonKey, PersonRecord, Remark
    from lotse_app.models.retention import Due, Forecast, Proof, RetentionRule
    from lotse_app.models.trail import Deed, Entry, TrailCheck


class TrailRows(Protocol):
    """The audit trail."""

    def note(self, deed: Deed, record_id: str = "", outcome: Outcome = Outcome.DONE, reason: str = "") -> None:
        """Add one entry."""
        ...

    def newest(self, limit: int = 200) -> tuple[Entry, ...]:
        """Return the newest entries, newest first."""
        ...

    def check(self) -> TrailCheck:
        """Follow the chain; say where it breaks."""
        ...


class PersonRows(Protocol):
    """Persons by folded surname and birth date."""

    def find(self, surname: str, birth: str = "") -> tuple[PersonFound, ...]:
        """Return persons whose folded surname begins with ``surname``."""
        ...

    def of(self, key: PersonKey) -> tuple[str, ...]:
        """Return ids of the applications that name exactly this person."""
        ...

    def shared(self, key: PersonKey) -> frozenset[str]:
        """Return ids of those that name somebody else as well."""
        ...

    def unindexed(self, limit: int = 500) -> tuple[str, ...]:
        """Return ids of applications nobody has looked at for names."""
        ...

    def index(self, application_id: str, people: Sequence[PersonKey]) -> None:
        """Write who is named in an application."""
        ...

    def record(self, application_id: str) -> PersonRecord:
        """Return everything kept with an application. Raises RECORD_MISSING."""
        ...

    def paper(self, paper_id: int) -> bytes:
        """Return the bytes of a kept paper."""
        ...

    def remarks(self) -> tuple[Remark, ...]:
        """Return everything that somebody wrote freely."""
        ...

    def erase(
        self,
        ids: Sequence[str],
        at: datetime,
        operations: Sequence[Operation],
        mandates: Sequence[str] = (),
        beside: Sequence[Remark] = (),
    ) -> Erased:
        """Delete these applications, mandates and remarks and all that belongs to them, with proof."""
        ...


class RetentionRows(Protocol):
    """Deleting by rule."""

    def settings(self) -> dict[str, str]:
        """Return the station's own days by setting."""
        ...

    def due(self, rule: RetentionRule, now: datetime, days: int | None = None) -> tuple[Due, ...]:
        """Return what a rule takes one by one; empty for rules that count rows."""
        ...

    def forecast(self, rule: RetentionRule, now: datetime) -> Forecast:
        """Return how much is due now and later."""
        ...

    def take(self, rule: RetentionRule, due: Sequence[Due], now: datetime, operations: Sequence[Operation]) -> int:
        """Delete what is due by one rule; return how many went."""
        ...

    def settle(self) -> None:
        """Take what was deleted out of the file and its log."""
        ...

    def proofs(self, limit: int = 500) -> tuple[Proof, ...]:
        """Return the newest proofs."""
        ...


class BackupRows(Protocol):
    """Which folders hold backups."""

    def store_id(self) -> str:
        """Return what names this store for good."""
        ...

    def places(self) -> tuple[BackupPlace, ...]:
        """Return every folder a backup was made in, newest first."""
        ...

    def made(self, backup: MadeBackup) -> None:
        """Note a verified backup."""
        ...

    def missed(self, code: str) -> None:
        """Note that a backup was not made, and why."""
        ...


class BackupFiles(Protocol):
    """Makes, proves and destroys backup files. Report lane."""

    def mark(self, target: Path) -> None:
        """Make a folder known as a place of backups."""
        ...

    def marked(self, target: Path) -> bool:
        """Return whether the chosen folder is there."""
        ...

    def copy(self, backup_key: bytes, plan: BackupPlan) -> tuple[BackupFacts, bytes]:
        """Copy the store beside itself under ``backup_key``; return the facts and their text."""
        ...

    def put(self, plan: BackupPlan, facts: BackupFacts, keys: bytes, backup_key: bytes) -> BackupFile:
        """Write, prove and name the file."""
        ...

    def clear(self) -> None:
        """Remove what a backup in the making left beside the store."""
        ...

    def thin_out(self, plan: BackupPlan, newest: BackupFile) -> int:
        """Destroy what is too much in the newest one's folder; return how many."""
        ...

    def clean(self, place: BackupPlace, plan: BackupPlan, newest: BackupFile) -> int | None:
        """Destroy this store's backups in another stale place; None if it cannot be reached."""
        ...


class BackupSeal(Protocol):
    """Keys of backups, from the vault of the open store."""

    def new_key(self) -> bytes:
        """Return a fresh key for one backup."""
        ...

    def seal(self, backup_key: bytes, facts: bytes) -> bytes:
        """Return the key part of a backup. Raises BACKUP_NEEDS_CODE, KEY_FILE_*."""
        ...

    def renew_recovery(self, pilot_id: str, passphrase: str) -> str:
        """Replace the recovery code for who knows the pilot's passphrase; return the new one, shown once."""
        ...

    def guard(self) -> None:
        """Write key files that were lost while the store is open anew."""
        ...


class PersonPapers(Protocol):
    """Makes the paper of a data copy."""

    def person(self, paper: PersonPaper) -> bytes:
        """Return everything about a person as PDF."""
        ...
