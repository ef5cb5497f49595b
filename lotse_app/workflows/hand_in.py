"""Handing in on paper: the right one of three receipts, Merkzettel, state (product, steps 10 to 12)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from lotse_app.clock import local_date, long_date, long_moment
from lotse_app.forms.blocks import blocks
from lotse_app.models.acting import ActingAs
from lotse_app.models.application import CarriedBy, HandIn, Mark, State
from lotse_app.models.office import OFFICE_UNKNOWN
from lotse_app.models.papers import NotePaper, ReceiptPaper
from lotse_app.models.problems import Code, ProblemError, refuse
from lotse_app.models.public_service import Way
from lotse_app.models.receipt import ReceiptKind
from lotse_app.models.representation import AGENTS, Rule, receipt
from lotse_app.models.trail import Deed
from lotse_app.workflows.agents import acts_as, place_here
from lotse_app.workflows.evidence import evidence_lines
from lotse_app.workflows.find import receiver_of
from lotse_app.workflows.freeze import acting_problems
from lotse_app.workflows.naming import applicant

if TYPE_CHECKING:
    from datetime import date, datetime

    from lotse_app.forms.form import Form
    from lotse_app.models.office import Office
    from lotse_app.models.representation import Place
    from lotse_app.workflows.applications import OpenCase
    from lotse_app.workflows.paper_ports import Papers
    from lotse_app.workflows.ports import ApplicationRows
    from lotse_app.workflows.shift import Shift

#: A deadline this near gets the warning of product step 11.
NEAR = timedelta(days=3)

#: On paper, where neither the form nor the resident knows who decides.
UNKNOWN_OFFICE = "die zuständige Stelle (wird noch ermittelt)"
#: On the Merkzettel, where the pilot said that nobody here knows the address: whoever brings it asks. Nobody is to look
#: for an office to which we have to forward the application (§ 16 Abs. 2 SGB I).
ADDRESS_UNKNOWN = "Anschrift unbekannt: Bitte fragen Sie selbst nach, wohin der Antrag gehört."
WE_ASK = "Anschrift noch unbekannt: Wir fragen nach, wohin der Antrag gehört."


@dataclass(frozen=True, slots=True)
class PreparedHandIn:
    """Receipt and Merkzettel, made but not yet written."""

    hand_in: HandIn
    state: State
    receipt_pdf: bytes
    note_pdf: bytes
    #: The pilot said that nobody knows where it goes: the person asks. Noted in the trail.
    address_unknown: bool = False


def open_signatures(case: OpenCase) -> tuple[str, ...]:
    """Return the captions of the signature lines that nobody has signed yet. Pure."""
    return tuple(line.caption for line in case.open_lines)


class HandingIn:
    """Ways to the office that are built: paper, and paper at an Annahmestelle."""

    def __init__(self, rows: ApplicationRows, papers: Papers, shift: Shift) -> None:
        self._rows = rows
        self._papers = papers
        self._workplace = shift.workplace
        self._clock = shift.clock
        self._operations = shift.operations
        self._trail = shift.trail

    def receipt_kind(self, case: OpenCase, carried_by: CarriedBy) -> ReceiptKind:
        """Return the one lawful paper. Pure."""
        place = self._place(case.form, case.application.ags)
        return receipt(place, at_reception=carried_by is CarriedBy.PILOT, acting=acts_as(case))

    def received_here(self, form: Form, ags: str) -> bool:
        """Return whether this is the Annahmestelle of the commune that decides. Pure."""
        return receipt(self._place(form, ags), at_reception=True) is ReceiptKind.RECEIVED

    def _place(self, form: Form, ags: str) -> Place:
        return place_here(form, self._workplace, ags)

    def receiver(self, case: OpenCase) -> str:
        """Return who gets it, as it stands on the papers. Pure."""
        return _receiver(case, case.office)

    def held(self, case: OpenCase) -> str:
        """Return why it cannot be handed in today, in words of the form; empty where it can. Pure."""
        if not case.form.blocks or case.hand_in is not None:
            return ""
        found = blocks(case.form, case.application.answers, local_date(self._clock.now()))
        return found[0].text if found else ""

    def prepare(
        self,
        case: OpenCase,
        carried_by: CarriedBy,
        office: Office | None = None,
        *,
        address_unknown: bool = False,
    ) -> PreparedHandIn:
        """Make receipt and Merkzettel, which names the address of the office where it is known. Work lane.

        ``address_unknown``: the pilot said so; the Merkzettel says who asks. Raises RECORD_MISSING
        before a freeze, FORM_UNRELEASED, OFFICE_MISSING where neither form nor pilot says where it goes, and
        HAND_IN_BLOCKED where the form says: not today.
        """
        office = office or case.office
        if case.frozen is None:
            raise refuse(Code.RECORD_MISSING)
        if not case.form.authority and office is None and not address_unknown:
            raise refuse(Code.OFFICE_MISSING)
        now = self._clock.now()
        self._require_ready(case, local_date(now))
        kind = self.receipt_kind(case, carried_by)
        received = kind is ReceiptKind.RECEIVED
        way = Way.RECEPTION_POINT if received else Way.PAPER
        hand_in = HandIn(
            application_id=case.application.id,
            way=way.value,
            carried_by=carried_by,
            receipt=kind.value,
            at=now,
            handed_over_on=local_date(now) if received else None,
            signature_follows=bool(open_signatures(case)),
        )
        receipt = self._papers.receipt(self._receipt(case, case.frozen.digest, hand_in, office))
        unknown = address_unknown and office is None
        note = self._papers.note(self._note(case, kind, carried_by, now, office, address_unknown=unknown))
        state = State.RECEIVED if received else State.SUBMITTED
        return PreparedHandIn(hand_in, state, receipt, note, unknown)

    def _require_ready(self, case: OpenCase, today: date) -> None:
        """Raise the first thing that keeps this Vorgang here today."""
        if not case.form.released:
            raise refuse(Code.FORM_UNRELEASED)
        for found in acting_problems(case, self._workplace, today):
            raise ProblemError(found)
        if held := self.held(case):
            raise refuse(Code.HAND_IN_BLOCKED, reason=held)

    def commit(self, prepared: PreparedHandIn) -> HandIn:
        """Write everything in one transaction. Store lane. Raises TRANSITION_REFUSED.

        A missing signature is a mark, never a gate.
        """
        hand_in = prepared.hand_in
        application = self._rows.get(hand_in.application_id)
        operations = self._operations.state_changed(application, prepared.state, hand_in.at, hand_in.way)
        self._rows.hand_in(hand_in, prepared.state, prepared.receipt_pdf, prepared.note_pdf, operations)
        if prepared.address_unknown:
            self._trail.note(Deed.OFFICE_UNKNOWN, hand_in.application_id)
        return hand_in

    def handed_over(self, application_id: str, on: date | None, by: CarriedBy | None = None) -> None:
        """Note *Abgegeben am …* and by whom; None takes a wrong date back. Store lane.

        Raises DATE_IN_FUTURE, DATE_BEFORE_FREEZE for a day on which the paper did not exist yet, RECORD_MISSING.
        """
        if on is not None:
            if on > local_date(self._clock.now()):
                raise refuse(Code.DATE_IN_FUTURE)
            frozen = self._rows.frozen(application_id)
            if frozen is not None and on < local_date(frozen.frozen_at):
                raise refuse(Code.DATE_BEFORE_FREEZE)
        self._rows.note_handed_over(application_id, on, by if on is not None else None, self._clock.now())

    def print_later(self, application_id: str, *, wanted: bool) -> None:
        """Set or clear *Später drucken*. Store lane."""
        self._rows.mark(application_id, Mark.PRINT_LATER, present=wanted, at=self._clock.now())

    def choose(self, application_id: str, name: str, value: str) -> None:
        """Keep what was chosen before it is handed in, until then or the next edition. Store lane."""
        self._rows.choose(application_id, name, value)

    def _receipt(self, case: OpenCase, digest: str, hand_in: HandIn, office: Office | None) -> ReceiptPaper:
        lines = evidence_lines(case.form, case.application.answers, case.application.id, case.evidence, case.mandate)
        return ReceiptPaper(
            kind=ReceiptKind(hand_in.receipt),
            number=case.application.number,
            service_name=case.application.service_name,
            authority=_receiver(case, office),
            commune=case.commune.title,
            workplace=self._workplace,
            at=hand_in.at,
            digest=digest,
            carried_by=hand_in.carried_by,
            applicant=applicant(case.form, case.application.answers),
            enclosures=tuple(line.label for line in lines if line.enclosed),
            shown=tuple(line.label for line in lines if line.shown),
            missing=(*(line.label for line in lines if line.missing), *_unsigned_words(case)),
            forward_to=_receiver(case, office),
            acting=case.application.acting.value,
            address=() if office is None else office.where,
        )

    def _note(
        self,
        case: OpenCase,
        kind: ReceiptKind,
        carried_by: CarriedBy,
        now: datetime,
        office: Office | None,
        *,
        address_unknown: bool,
    ) -> NotePaper:
        application = case.application
        there = kind is ReceiptKind.RECEIVED
        where = [_receiver(case, office), *(() if office is None else office.where)]
        lines = [
            ("Ihr Anliegen", application.service_name),
            ("Vorgang", application.number),
            ("An", "\n".join([*where, *([_who_asks(carried_by)] if address_unknown else [])])),
            (_NOTED_AS[kind], long_moment(now)),
            ("Weg", "Hier in der Annahmestelle abgegeben" if there else _carrier(case, carried_by)),
        ]
        if application.due and kind is ReceiptKind.HANDED_OVER:  # otherwise the day is kept
            lines.append(_due_line(application.due, local_date(now)))
        asked = evidence_lines(case.form, application.answers, application.id, case.evidence, case.mandate)
        missing = (*(line.label for line in asked if line.missing), *_unsigned_words(case))
        if missing:
            lines.append(("Noch nachzureichen", "; ".join(missing)))
        return NotePaper(
            number=application.number,
            service_name=application.service_name,
            lines=tuple(lines),
            next_steps=_next_steps(case, kind, carried_by, telephone=bool(self._workplace.station.telephone)),
            workplace=self._workplace,
            at=now,
        )


#: On the Merkzettel, what the day of the receipt is.
_NOTED_AS = {
    ReceiptKind.RECEIVED: "Eingegangen am",
    ReceiptKind.FORWARDED: "Entgegengenommen am",
    ReceiptKind.HANDED_OVER: "Vorbereitet am",
}


def _who_asks(carried_by: CarriedBy) -> str:
    return WE_ASK if carried_by is CarriedBy.PILOT else ADDRESS_UNKNOWN


def _due_line(due: date, today: date) -> tuple[str, str]:
    """Return what the Merkzettel says of the last day; one that is over is no date to come, whoever skips the year."""
    if due < today:
        return "Frist", f"Sie war am {long_date(due)}. Der Antrag muss heute noch zum Amt. Bitte dort auch anrufen."
    return "Nächster Termin", f"{long_date(due)}: letzter Tag für die Abgabe"


def _receiver(case: OpenCase, office: Office | None) -> str:
    found = receiver_of(case.form, case.commune, case.application.answers)
    if found != OFFICE_UNKNOWN:
        return found
    return UNKNOWN_OFFICE if office is None else office.name


#: LeiKa, digits 9 to 11 of an id: what is done.
_ANMELDUNG = "104"
_TAKE_BACK = (
    "Zurücknehmen? Schreiben Sie der zuständigen Stelle: „Ich nehme den Antrag zurück“, mit Nummer, Datum "
    "und Unterschrift."
)
_NOTIFIED = (
    "War etwas falsch, oder hat sich etwas geändert? Schreiben Sie der zuständigen Stelle, was richtig ist, "
    "mit Nummer, Datum und Unterschrift."
)
_CARRIER_WORDS = {
    CarriedBy.RESIDENT: "Sie geben den Antrag selbst ab",
    CarriedBy.PILOT: "Wir geben den Antrag für Sie ab",
    CarriedBy.POST: "Mit der Post",
}


#: Who acts brings it, where it is neither the pilot nor the post.
_ACTING_BRINGS = {
    ActingAs.AUTHORISED_PERSON: "Die bevollmächtigte Person gibt den Antrag ab",
    ActingAs.PARENTS: "Die Eltern geben den Antrag ab",
    ActingAs.LEGAL_GUARDIAN: "Die rechtliche Betreuung gibt den Antrag ab",
    ActingAs.MESSENGER: "Die Botin oder der Bote gibt den Antrag ab",
}


def _carrier(case: OpenCase, carried_by: CarriedBy) -> str:
    own = _CARRIER_WORDS[carried_by]
    return _ACTING_BRINGS.get(case.application.acting, own) if carried_by is CarriedBy.RESIDENT else own


def _unsigned_words(case: OpenCase) -> tuple[str, ...]:
    """Return what is missing as it stands on receipt and Merkzettel: each by its name where there are several."""
    missing = open_signatures(case)
    return ("Unterschrift",) if len(case.lines) == 1 and missing else missing


def _notifies(case: OpenCase) -> bool:
    """Return whether the service is an Anmeldung (LeiKa, Verrichtungskennung 104): a duty, nothing one takes back."""
    return bool(case.form.leika) and all(one[8:11] == _ANMELDUNG for one in case.form.leika)


def _needs_mandate_to_carry(case: OpenCase, carried_by: CarriedBy) -> bool:
    """Return whether somebody else takes the paper there, and the office asks for a Vollmacht for that."""
    other = carried_by is CarriedBy.PILOT or case.application.acting is ActingAs.MESSENGER
    return other and case.form.representation.carries == Rule.WITH_MANDATE


def _next_steps(case: OpenCase, kind: ReceiptKind, carried_by: CarriedBy, *, telephone: bool) -> tuple[str, ...]:
    steps = []
    if kind is ReceiptKind.HANDED_OVER:
        steps.append("Der Antrag gilt erst als gestellt, wenn er bei der zuständigen Stelle eingegangen ist.")
    if kind is not ReceiptKind.RECEIVED and _needs_mandate_to_carry(case, carried_by):
        steps.append("Abgeben darf jemand anders mit einer kurzen Vollmacht und beiden Ausweisen.")
    if carried_by is not CarriedBy.PILOT and case.signature is None:
        steps.append("Unterschreiben Sie den Ausdruck vor dem Abgeben.")
    steps.append("Kommt ein Brief vom Amt: Bringen Sie ihn mit. Wir lesen ihn gemeinsam.")
    steps.append(
        "Fragen? Kommen Sie vorbei, rufen Sie an oder schreiben Sie uns. Wo und wann, steht unten. "
        "Eine E-Mail brauchen Sie nicht, nur die Nummer des Vorgangs."
        if telephone
        else "Fragen? Kommen Sie vorbei oder schreiben Sie uns. Eine E-Mail brauchen Sie nicht, nur die Nummer."
    )
    steps.append(_NOTIFIED if _notifies(case) else _TAKE_BACK)
    if case.application.acting in AGENTS:
        steps.append("Vollmacht widerrufen? Jederzeit: bei uns. Für das Amt gilt es, sobald der Brief dort ist.")
    return tuple(steps)
