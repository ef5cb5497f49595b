"""Where things lie: the user's data folder, and the resources of the program.

``resources/`` is found from the source tree, the wheel and the frozen program alike.
"""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass
from pathlib import Path

KEY_FILE, KEY_TWIN = "schluessel.json", "schluessel.zweit.json"


@dataclass(frozen=True, slots=True)
class Places:
    """Folders of one data folder. Names hold no personal data."""

    root: Path

    @property
    def ground(self) -> Path:
        """Key file and store."""
        return self.root / "bestand"

    @property
    def store(self) -> Path:
        """The encrypted store file."""
        return self.ground / "lotse.db"

    @property
    def key_files(self) -> tuple[Path, Path]:
        """Key file and its twin; either of them means that there was a first run."""
        return self.ground / KEY_FILE, self.ground / KEY_TWIN

    @property
    def building(self) -> Path:
        """What a first run builds before it is put in place by one rename."""
        return self.root / "bestand.neu"

    @property
    def wiped(self) -> Path:
        """What a wipe has put aside and is deleting."""
        return self.root / "bestand.geloescht"

    @property
    def receipt(self) -> Path:
        """The signed word that a wipe was done, until the portal has heard it."""
        return self.root / "quittung.json"

    @property
    def practice(self) -> Path:
        """The store of practice: begun anew each time, deleted when practice ends."""
        return self.root / "uebung"

    @property
    def logs(self) -> Path:
        """Log files: ids and counts only."""
        return self.root / "protokolle"

    @property
    def window(self) -> Path:
        """Window geometry and appearance, the only thing in Qt settings."""
        return self.root / "fenster.ini"


def default_root() -> Path:
    """Return the data folder: ``LOTSE_DATEN`` where it is set, else the system's place for program data."""
    chosen = os.environ.get("LOTSE_DATEN")
    if chosen:
        return Path(chosen)
    import platformdirs

    return Path(platformdirs.user_data_dir("lotse", appauthor=False, roaming=False))


def handbook() -> Path:
    """Return the folder of the handbook: in the source tree its one source, else the copy beside the resources."""
    source = Path(__file__).resolve().parent.parent / "docs" / "handbuch"
    return source if source.is_dir() and not getattr(sys, "_MEIPASS", None) else resources() / "handbuch"


def resources() -> Path:
    """Return the folder ``resources``."""
    frozen = getattr(sys, "_MEIPASS", None)
    base = Path(frozen) if frozen else Path(__file__).resolve().parent.parent
    return base / "resources"
