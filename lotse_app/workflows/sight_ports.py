"""What sight, consent and the keeping of pilots ask of the adapters; like ``ports``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from lotse_app.workflows.ports import ApplicationRows, Vault

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime

    from lotse_app.models.application import ApplicationLine, State
    from lotse_app.models.consent import Consent, Purpose
    from lotse_app.models.papers import UndertakingPaper
    from lotse_app.models.sight import CaseLabel, Takeover


class SightRows(Protocol):
    """Whose a case is, and who took it over."""

    def label(self, application_id: str) -> CaseLabel:
        """Return number, service and owner of a case. Raises RECORD_MISSING."""
        ...

    def taken_over_by(self, pilot_id: str) -> frozenset[str]:
        """Return the ids of colleagues' cases this pilot may open now."""
        ...

    def take_over(self, takeover: Takeover) -> None:
        """Write a takeover and its entry in the trail."""
        ...

    def end_takeovers(self, application_id: str) -> None:
        """Take a case back from whoever stood in."""
        ...

    def note_reading(self, application_id: str) -> None:
        """Note in the trail that a colleague's case was opened."""
        ...

    def names(self, application_id: str) -> frozenset[str]:
        """Return the words of all answers that are names, case-folded."""
        ...


class SeenApplications(ApplicationRows, Protocol):
    """Applications as this pilot may see them."""

    def pressing(self, states: Sequence[State]) -> tuple[tuple[date, ApplicationLine], ...]:
        """Return colleagues' lines whose deadline presses, masked, each with its day."""
        ...


class ConsentRows(Protocol):
    """Consents of a case, each apart."""

    def of_application(self, application_id: str) -> tuple[Consent, ...]:
        """Return all consents of a case, also revoked ones, oldest first."""
        ...

    def give(self, consent: Consent) -> None:
        """Write a consent; one that stands already stays as it is."""
        ...

    def revoke(self, application_id: str, purpose: Purpose, at: datetime) -> None:
        """Note that a consent was withdrawn."""
        ...


class PilotVault(Vault, Protocol):
    """The vault, as the keeping of pilots needs it."""

    def without_secret(self) -> tuple[str, ...]:
        """Return ids of pilots whose device secret is missing here. Raises KEYRING_LOCKED, KEY_FILE_*."""
        ...


class UndertakingPapers(Protocol):
    """Makes the sheet a volunteer signs."""

    def undertaking(self, paper: UndertakingPaper) -> bytes:
        """Return the undertaking of secrecy as PDF."""
        ...
