"""Evidence (Nachweise): what has to be shown or attached, and in which state it is."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

#: Largest file that is taken in; a 20-MB photo is refused with a reason.
MAX_FILE_BYTES = 15 * 1024 * 1024


class EvidenceState(StrEnum):
    """States of one piece of evidence (product, step 6). Missing papers are a mark, never a gate."""

    OPEN = "offen"
    SHOWN = "vorgelegt"
    ON_PAPER = "papier"
    FILE = "datei"
    LATER = "nachgereicht"
    NOT_NEEDED = "nicht_noetig"


@dataclass(frozen=True, slots=True)
class EvidenceFile:
    """A file that was taken in; ``media_type`` is one of application/pdf, image/jpeg, image/png."""

    id: str
    media_type: str
    size: int
    sha256: str
    pages: int = 1


@dataclass(frozen=True, slots=True)
class Evidence:
    """One line of the evidence list of an application; ``key`` and ``label`` come from the form."""

    application_id: str
    key: str
    label: str
    state: EvidenceState = EvidenceState.OPEN
    reason: str = ""
    files: tuple[EvidenceFile, ...] = ()

    @property
    def missing(self) -> bool:
        """Return whether the office will still wait for this paper."""
        return self.state in {EvidenceState.OPEN, EvidenceState.LATER}

    @property
    def enclosed(self) -> bool:
        """Return whether it goes along; what was only shown or is not needed is neither enclosed nor missing."""
        return self.state in {EvidenceState.ON_PAPER, EvidenceState.FILE}

    @property
    def shown(self) -> bool:
        """Return whether it was looked at and given back."""
        return self.state is EvidenceState.SHOWN


@dataclass(frozen=True, slots=True)
class CheckedFile:
    """Bytes that were looked at on the work lane and may be stored."""

    content: bytes
    media_type: str
    pages: int
    sha256: str
