"""Rows behind the sight of this pilot: whatever use case asks for a case, ``Sight`` is asked first. Store lane."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lotse_app.models.application import CarriedBy
from lotse_app.models.consent import Purpose
from lotse_app.models.permission import Right

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime

    from lotse_app.models.application import (
        Application,
        ApplicationLine,
        DocumentKind,
        DraftSave,
        FrozenApplication,
        HandIn,
        Mark,
        Signature,
        State,
    )
    from lotse_app.models.evidence import CheckedFile, Evidence, EvidenceFile
    from lotse_app.models.operation import Operation
    from lotse_app.workflows.consents import ConsentGate
    from lotse_app.workflows.mandate_rules import MandateGate
    from lotse_app.workflows.ports import ApplicationRows, EvidenceRows
    from lotse_app.workflows.sight import Sight


class SightedApplications:
    """Implements ``ports.ApplicationRows``; lists show a colleague's case by number and service only."""

    def __init__(self, rows: ApplicationRows, sight: Sight, consents: ConsentGate, mandates: MandateGate) -> None:
        self._rows = rows
        self._sight = sight
        self._consents = consents
        self._mandates = mandates

    def create(self, application: Application, operations: Sequence[Operation]) -> Application:
        """Write a new application. Raises what the table of rights says."""
        self._sight.require(Right.BEGIN_CASE)
        return self._rows.create(application, operations)

    def get(self, application_id: str) -> Application:
        """Return one application."""
        return self._at(application_id).get(application_id)

    def lines(self, states: Sequence[State] = ()) -> tuple[ApplicationLine, ...]:
        """Return lines as this pilot may see them."""
        return self._sight.seen(self._rows.lines(states))

    def pressing(self, states: Sequence[State]) -> tuple[tuple[date, ApplicationLine], ...]:
        """Return colleagues' lines whose deadline presses, masked, each with its day."""
        return self._sight.pressing(self._rows.lines(states))

    def of_session(self, session_id: str) -> tuple[ApplicationLine, ...]:
        """Return lines of a session as this pilot may see them."""
        return self._sight.seen(self._rows.of_session(session_id))

    def save_draft(self, draft: DraftSave) -> int:
        """Write a draft. Raises CONSENT_MISSING for new answers without consent to keep them."""
        rows, case_id = self._at(draft.application_id), draft.application_id
        if self._consents.closed(case_id, Purpose.KEEP) and rows.get(case_id).answers != draft.answers:
            self._consents.require(case_id, Purpose.KEEP)
        return rows.save_draft(draft)

    def freeze(
        self, frozen: FrozenApplication, expected_revision: int, pdf: bytes, operations: Sequence[Operation]
    ) -> None:
        """Write an edition. Raises CONSENT_MISSING, and what is wrong with the Vollmacht of an agent."""
        rows = self._at(frozen.application_id)
        self._consents.require(frozen.application_id, Purpose.KEEP)
        self._mandates.require(frozen.application_id, frozen.frozen_at)
        rows.freeze(frozen, expected_revision, pdf, operations)

    def frozen(self, application_id: str) -> FrozenApplication | None:
        """Return the valid edition."""
        return self._at(application_id).frozen(application_id)

    def reopen(self, application_id: str, at: datetime, operations: Sequence[Operation]) -> Application:
        """Open the next edition."""
        return self._at(application_id).reopen(application_id, at, operations)

    def sign(self, signature: Signature, signed_pdf: bytes | None, operations: Sequence[Operation]) -> None:
        """Write a signature. Raises what is wrong with the Vollmacht of an agent, STALE_REVISION."""
        case_id = self.case_of(signature.frozen_id)
        self._mandates.require(case_id, signature.at)
        self._rows.sign(signature, signed_pdf, operations)

    def case_of(self, frozen_id: str) -> str:
        """Return the application of an edition that this pilot may open."""
        case_id = self._rows.case_of(frozen_id)
        self._sight.require_case(case_id)
        return case_id

    def signatures(self, application_id: str) -> tuple[Signature, ...]:
        """Return the valid signatures."""
        return self._at(application_id).signatures(application_id)

    def mark(self, application_id: str, mark: Mark, *, present: bool, at: datetime) -> None:
        """Set or clear a mark."""
        self._at(application_id).mark(application_id, mark, present=present, at=at)

    def choose(self, application_id: str, name: str, value: str) -> None:
        """Keep what was chosen last."""
        self._at(application_id).choose(application_id, name, value)

    def choices(self, application_id: str) -> dict[str, str]:
        """Return what was chosen for the present edition."""
        return self._at(application_id).choices(application_id)

    def change_state(self, application_id: str, state: State, at: datetime, operations: Sequence[Operation]) -> None:
        """Take a step."""
        self._at(application_id).change_state(application_id, state, at, operations)

    def hand_in(
        self, hand_in: HandIn, state: State, receipt_pdf: bytes, note_pdf: bytes, operations: Sequence[Operation]
    ) -> None:
        """Write how it was handed in. Raises CONSENT_MISSING where we pass it on without consent."""
        rows = self._at(hand_in.application_id)
        self._mandates.require(hand_in.application_id, hand_in.at)
        if hand_in.carried_by is not CarriedBy.RESIDENT:
            self._consents.require(hand_in.application_id, Purpose.PASS_ON)
        rows.hand_in(hand_in, state, receipt_pdf, note_pdf, operations)

    def handed_in(self, application_id: str) -> HandIn | None:
        """Return how it was handed in."""
        return self._at(application_id).handed_in(application_id)

    def note_handed_over(self, application_id: str, on: date | None, by: CarriedBy | None, at: datetime) -> None:
        """Note *Abgegeben am …*, or take it back."""
        self._at(application_id).note_handed_over(application_id, on, by, at)

    def paper(self, application_id: str, kind: DocumentKind) -> bytes | None:
        """Return the newest paper of a kind."""
        return self._at(application_id).paper(application_id, kind)

    def _at(self, application_id: str) -> ApplicationRows:
        self._sight.require_case(application_id)
        return self._rows


class SightedEvidence:
    """Implements ``ports.EvidenceRows``; a file is asked for by an id that only an opened case tells."""

    def __init__(self, rows: EvidenceRows, sight: Sight) -> None:
        self._rows = rows
        self._sight = sight

    def of_application(self, application_id: str) -> tuple[Evidence, ...]:
        """Return the evidence lines."""
        return self._at(application_id).of_application(application_id)

    def save(self, evidence: Evidence, order: int, at: datetime) -> None:
        """Write one line."""
        self._at(evidence.application_id).save(evidence, order, at)

    def attach(self, application_id: str, key: str, file_id: str, checked: CheckedFile, at: datetime) -> EvidenceFile:
        """Store a checked file."""
        return self._at(application_id).attach(application_id, key, file_id, checked, at)

    def detach(self, application_id: str, file_id: str, at: datetime) -> None:
        """Delete a file."""
        self._at(application_id).detach(application_id, file_id, at)

    def content(self, file_id: str) -> bytes:
        """Return the bytes of a file."""
        return self._rows.content(file_id)

    def _at(self, application_id: str) -> EvidenceRows:
        self._sight.require_case(application_id)
        return self._rows
