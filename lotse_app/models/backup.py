"""Backups: one file each, under a key of its own (design/privacy, Backup; ADR 0011)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from lotse_app.models.problems import Problem

#: At most so many are kept in one folder.
KEPT = 7
#: Setting: the chosen folder.
FOLDER_SETTING = "sicherung.ordner"


@dataclass(frozen=True, slots=True)
class BackupFacts:
    """The open part of a backup: nothing personal.

    ``made_at`` is UTC text, ``store`` names the store it belongs to (id of its first log), ``schema`` is the number of
    its last migration, ``size`` and ``sha256`` (hex) are of the encrypted copy.
    """

    made_at: str
    store: str
    schema: int
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class BackupFile:
    """A backup that lies in a folder."""

    path: Path
    facts: BackupFacts


@dataclass(frozen=True, slots=True)
class BackupPlan:
    """What is to be done, asked on the store lane: where to, at which moment, and where older ones must go."""

    folder: Path
    at: datetime
    store: str
    stale: tuple[BackupPlace, ...] = ()
    #: The chosen folder carries a mark, by which an empty mount point is told from it.
    marked: bool = False


@dataclass(frozen=True, slots=True)
class MadeBackup:
    """A verified backup; ``destroyed`` counts older ones, ``cleaned`` are the stale places that hold none any more."""

    plan: BackupPlan
    path: Path
    size: int
    destroyed: int
    cleaned: tuple[Path, ...] = ()


@dataclass(frozen=True, slots=True)
class BackupPlace:
    """A folder that holds backups.

    ``stale_before`` is set after a deletion: older ones there still hold what was deleted and are destroyed as soon
    as the folder can be reached and a newer verified one exists.
    """

    folder: Path
    last_at: datetime
    stale_before: datetime | None = None


@dataclass(frozen=True, slots=True)
class BackupState:
    """What the settings show: chosen folder (None: none), newest backup, places whose old ones must still go."""

    folder: Path | None
    last_at: datetime | None
    overdue: bool
    stale: tuple[BackupPlace, ...] = ()
    problem: Problem | None = None


@dataclass(frozen=True, slots=True)
class Restored:
    """A store that was restored: who may open it and the new recovery code, shown once.

    ``aside`` is where the folder lies that was in its place, empty where there was none.
    """

    pilot_id: str
    pilot_name: str
    recovery_code: str
    made_at: str
    aside: str = ""
