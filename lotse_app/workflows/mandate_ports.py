"""What the use cases of Vollmachten ask of the adapters; as in ``ports.py``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from lotse_app.models.mandate import (
        KeptMandate,
        MandateSignature,
        MandateText,
        MandateUse,
        Revocation,
        RevocationNotice,
        SentBy,
    )
    from lotse_app.models.papers import MandatePaper, RevocationPaper
    from lotse_app.models.persons import PersonKey


class MandateRows(Protocol):
    """Mandates with paper, signature, revocation, and where cases under them went."""

    def give(self, kept: KeptMandate, people: Sequence[tuple[str, PersonKey]], pdf: bytes, use: MandateUse) -> None:
        """Write a mandate with its paper and the case it is used in."""
        ...

    def sign(self, mandate_id: str, signature: MandateSignature) -> None:
        """Write the signature. Raises RECORD_FROZEN where there is one."""
        ...

    def use(self, mandate_id: str, use: MandateUse) -> None:
        """Put a case under a mandate. Raises RECORD_FROZEN."""
        ...

    def get(self, mandate_id: str) -> KeptMandate:
        """Return one mandate. Raises RECORD_MISSING."""
        ...

    def of_application(self, application_id: str) -> KeptMandate | None:
        """Return the mandate a case is under."""
        ...

    def of_person(self, key: PersonKey, role: str = "") -> tuple[KeptMandate, ...]:
        """Return mandates that name exactly this person, newest first."""
        ...

    def pdf(self, mandate_id: str) -> bytes:
        """Return the paper as it was made."""
        ...

    def revoke(self, mandate_id: str, revocation: Revocation) -> None:
        """Write a revocation and its notices. Raises RECORD_FROZEN."""
        ...

    def sent(self, mandate_id: str, office: str, on: date, how: SentBy) -> None:
        """Note that an office was given the revocation. Raises RECORD_MISSING."""
        ...

    def open_notices(self) -> tuple[RevocationNotice, ...]:
        """Return revocations that some office does not have yet."""
        ...


class MandateTextFiles(Protocol):
    """The released texts."""

    def text(self, version: int) -> MandateText:
        """Return one version. Raises FORM_MISSING."""
        ...


class MandatePapers(Protocol):
    """Makes the papers of a mandate."""

    def mandate(self, paper: MandatePaper) -> bytes:
        """Return the Vollmacht as PDF."""
        ...

    def revocation(self, paper: RevocationPaper) -> bytes:
        """Return the Widerruf for one office as PDF."""
        ...
