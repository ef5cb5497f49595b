"""Signing the frozen digest: pad only for *formfrei*, otherwise on that very print (product, step 9)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from lotse_app.models.application import Mark, Signature, State
from lotse_app.models.problems import Code, refuse
from lotse_app.models.service import SignatureRule
from lotse_app.workflows.freeze import application_paper

if TYPE_CHECKING:
    from lotse_app.workflows.applications import OpenCase
    from lotse_app.workflows.paper_ports import Papers
    from lotse_app.workflows.ports import ApplicationRows
    from lotse_app.workflows.shift import Shift

Strokes = tuple[tuple[tuple[float, float], ...], ...]

#: Fewer points than this are a slip of the pen, not a signature.
_FEWEST_POINTS = 4


@dataclass(frozen=True, slots=True)
class PreparedSignature:
    """A signature with the PDF that shows it, not written yet."""

    application_id: str
    signature: Signature
    pdf: bytes


class Signing:
    """Signatures over frozen editions."""

    def __init__(self, rows: ApplicationRows, papers: Papers, shift: Shift) -> None:
        self._rows = rows
        self._papers = papers
        self._workplace = shift.workplace
        self._clock = shift.clock
        self._ids = shift.ids
        self._operations = shift.operations

    def prepare_pad(self, case: OpenCase, signer: str, strokes: Strokes) -> PreparedSignature:
        """Return pad signature and signed PDF. Work lane.

        Raises SIGNATURE_ON_PAPER_ONLY, SIGNATURE_EMPTY, RECORD_MISSING.
        """
        if case.form.signature is not SignatureRule.FREE:
            raise refuse(Code.SIGNATURE_ON_PAPER_ONLY)
        if sum(len(stroke) for stroke in strokes) < _FEWEST_POINTS:
            raise refuse(Code.SIGNATURE_EMPTY)
        if case.frozen is None:
            raise refuse(Code.RECORD_MISSING)
        signature = Signature(
            self._ids.new(),
            case.frozen.id,
            case.frozen.digest,
            signer,
            self._clock.now(),
            on_paper=False,
            strokes=strokes,
        )
        pdf = self._papers.application(application_paper(case, case.frozen, self._workplace, signature))
        return PreparedSignature(case.application.id, signature, pdf)

    def commit_pad(self, prepared: PreparedSignature) -> None:
        """Write a pad signature. Store lane."""
        self._write(prepared.application_id, prepared.signature, prepared.pdf)

    def sign_on_print(self, case: OpenCase, signer: str) -> None:
        """Note that the very print was signed by hand. Store lane. Raises RECORD_MISSING."""
        if case.frozen is None:
            raise refuse(Code.RECORD_MISSING)
        if case.hand_in is not None:
            # What was handed in is not changed any more: only the mark goes.
            self._rows.mark(case.application.id, Mark.SIGNATURE_FOLLOWS, present=False, at=self._clock.now())
            return
        signature = Signature(
            self._ids.new(), case.frozen.id, case.frozen.digest, signer, self._clock.now(), on_paper=True
        )
        self._write(case.application.id, signature, None)

    def postpone(self, application_id: str) -> None:
        """Set the mark *Unterschrift folgt*: neither pad nor printer. Store lane."""
        self._rows.mark(application_id, Mark.SIGNATURE_FOLLOWS, present=True, at=self._clock.now())

    def _write(self, application_id: str, signature: Signature, pdf: bytes | None) -> None:
        application = self._rows.get(application_id)
        operations = self._operations.state_changed(application, State.SIGNED, signature.at)
        self._rows.sign(signature, pdf, operations)
