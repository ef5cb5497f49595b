"""Signing the frozen digest, line by line; which way is open is a table in ``models/signing.py`` (product, step 9)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from lotse_app.clock import local_date
from lotse_app.models.application import Mark, Signature, State
from lotse_app.models.problems import Code, ProblemError, refuse
from lotse_app.models.signing import (
    RECORD_BY_LAW,
    SignedAs,
    SigningCase,
    SignReason,
    SignWay,
    require_signature,
    same_name,
    sign_choices,
)
from lotse_app.workflows.freeze import application_paper
from lotse_app.workflows.mandate_rules import case_problem

if TYPE_CHECKING:
    from datetime import datetime

    from lotse_app.models.application import FrozenApplication
    from lotse_app.models.problems import Problem
    from lotse_app.models.signing import SignChoice, SignRequest, Strokes, ToSign
    from lotse_app.workflows.applications import OpenCase
    from lotse_app.workflows.paper_ports import Papers
    from lotse_app.workflows.ports import ApplicationRows
    from lotse_app.workflows.shift import Shift

_CODES = {
    SignReason.ON_PAPER_ONLY: Code.SIGNATURE_ON_PAPER_ONLY,
    SignReason.WRITTEN_FORM: Code.MARK_NO_WRITTEN_FORM,
    SignReason.OFFICIALS_ONLY: Code.RECORD_OFFICIALS_ONLY,
    SignReason.AT_AN_OFFICE: Code.RECORD_AT_AN_OFFICE,
    SignReason.NOT_BY_LAW: Code.RECORD_NOT_BY_LAW,
    SignReason.OTHER_OFFICE: Code.RECORD_OTHER_OFFICE,
}


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

    def choices(self, case: OpenCase, line: ToSign) -> tuple[SignChoice, ...]:
        """Return every way for a line with the reason where it is closed. Pure."""
        form, place = case.form, self._workplace
        record = RECORD_BY_LAW[form.signature] if form.record is None else form.record
        own = form.social_benefit or (bool(form.authority) and case.application.ags == place.station.ags)
        return sign_choices(SigningCase(form.signature, record, own), line, place)

    def held(self, case: OpenCase) -> Problem | None:
        """Return what is wrong with the Vollmacht of an agent, so that nobody signs or prints under it. Pure.

        None once the office has the paper. After handing in, a mandate that ran out since does not count, one that was
        revoked does.
        """
        gone = case.hand_in
        if gone is not None and gone.handed_over_on is not None:
            return None
        return case_problem(case, self._workplace, local_date(self._clock.now() if gone is None else gone.at))

    def require(self, case: OpenCase) -> None:
        """Raise what ``held`` finds. Pure."""
        if (found := self.held(case)) is not None:
            raise ProblemError(found)

    def prepare_pad(
        self, case: OpenCase, signer: str, strokes: Strokes, line: ToSign | None = None
    ) -> PreparedSignature:
        """Return pad signature and signed PDF; without a line it is the first one. Work lane.

        Raises SIGNATURE_ON_PAPER_ONLY, SIGNER_OTHER, SIGNATURE_EMPTY, RECORD_MISSING, and what ``held`` finds.
        """
        wanted = line or case.lines[0]
        self._require(case, wanted, SignWay.PAD)
        _require_signer(wanted, signer)
        require_signature(strokes)
        made = self._made(self._ready(case), signer, wanted.number, on_paper=False)
        return self._with_paper(case, replace(made, strokes=strokes))

    def prepare(self, case: OpenCase, request: SignRequest, at: datetime | None = None) -> PreparedSignature:
        """Return *Handzeichen* or *Niederschrift* as wanted, with the print that is signed by hand. Work lane.

        ``at``: the moment of a print that is out already, so that these are its pages.
        """
        if request.way is SignWay.RECORD:
            return self.prepare_record(case, request.signer, request.line, at=at)
        return self.prepare_mark(case, request.signer, request.witness, request.line, at=at)

    def prepare_mark(
        self, case: OpenCase, signer: str, witness: str, line: ToSign, *, at: datetime | None = None
    ) -> PreparedSignature:
        """Return *Handzeichen* before a witness, and the print that both sign. Work lane.

        Raises MARK_NO_WRITTEN_FORM, SIGNER_OTHER, WITNESS_MISSING where nobody else stands beside, RECORD_MISSING.
        """
        self._require(case, line, SignWay.MARK)
        _require_signer(line, signer)
        if not witness.strip() or same_name(witness, signer):
            raise refuse(Code.WITNESS_MISSING)
        made = self._made(self._ready(case), signer, line.number, on_paper=True, at=at)
        return self._with_paper(case, replace(made, given_as=SignedAs.MARK, beside=" ".join(witness.split())))

    def prepare_record(
        self, case: OpenCase, signer: str, line: ToSign, *, at: datetime | None = None
    ) -> PreparedSignature:
        """Return *zur Niederschrift* by this official at this office, and its print. Work lane.

        Raises RECORD_OFFICIALS_ONLY, RECORD_AT_AN_OFFICE, RECORD_NOT_BY_LAW, RECORD_OTHER_OFFICE, SIGNER_OTHER,
        RECORD_MISSING.
        """
        self._require(case, line, SignWay.RECORD)
        _require_signer(line, signer)
        place = self._workplace
        made = self._made(self._ready(case), signer, line.number, on_paper=True, at=at)
        office = f"{place.operator.name}, {place.station.name}"
        return self._with_paper(case, replace(made, given_as=SignedAs.RECORD, beside=place.pilot.name, office=office))

    def commit(self, prepared: PreparedSignature) -> None:
        """Write a prepared signature with its paper. Store lane."""
        self._write(prepared.application_id, prepared.signature, prepared.pdf)

    def sign_on_print(self, case: OpenCase, signer: str, line: ToSign | None = None) -> None:
        """Note that the very print was signed by hand; without a line, on all of them. Store lane.

        What was handed in is not changed any more: only the mark goes. Raises SIGNER_OTHER, RECORD_MISSING.
        """
        if case.hand_in is not None:
            _frozen(case)
            self.supplied(case.application.id)
            return
        number = None if line is None else line.number
        _require_signer(line or case.lines[0], signer)
        self._write(case.application.id, self._made(self._ready(case), signer, number, on_paper=True), None)

    def supplied(self, application_id: str) -> None:
        """Note that *Unterschrift ist nachgereicht*: the mark goes. Store lane."""
        self._rows.mark(application_id, Mark.SIGNATURE_FOLLOWS, present=False, at=self._clock.now())

    def postpone(self, application_id: str) -> None:
        """Set the mark *Unterschrift folgt*: neither pad nor printer. Store lane."""
        self._rows.mark(application_id, Mark.SIGNATURE_FOLLOWS, present=True, at=self._clock.now())

    def _require(self, case: OpenCase, line: ToSign, way: SignWay) -> None:
        reason = next(choice.reason for choice in self.choices(case, line) if choice.way is way)
        if reason is not None:
            raise refuse(_CODES[reason])

    def _ready(self, case: OpenCase) -> FrozenApplication:
        """Return what is to be signed. Raises RECORD_MISSING, and what is wrong with the Vollmacht of an agent."""
        frozen = _frozen(case)
        self.require(case)
        return frozen

    def _made(
        self, frozen: FrozenApplication, signer: str, line: int | None, *, on_paper: bool, at: datetime | None = None
    ) -> Signature:
        moment = self._clock.now() if at is None else at
        return Signature(self._ids.new(), frozen.id, frozen.digest, signer, moment, on_paper, line=line)

    def _with_paper(self, case: OpenCase, signature: Signature) -> PreparedSignature:
        pages = application_paper(case, _frozen(case), self._workplace, (*case.signatures, signature))
        return PreparedSignature(case.application.id, signature, self._papers.application(pages))

    def _write(self, application_id: str, signature: Signature, pdf: bytes | None) -> None:
        application = self._rows.get(application_id)
        first = application.state is not State.SIGNED
        operations = self._operations.state_changed(application, State.SIGNED, signature.at) if first else ()
        self._rows.sign(signature, pdf, operations)


def _require_signer(line: ToSign, signer: str) -> None:
    """Raise SIGNER_OTHER where who acts says that somebody else signs this line."""
    if not line.takes(signer):
        raise refuse(Code.SIGNER_OTHER)


def _frozen(case: OpenCase) -> FrozenApplication:
    if case.frozen is None:
        raise refuse(Code.RECORD_MISSING)
    return case.frozen
