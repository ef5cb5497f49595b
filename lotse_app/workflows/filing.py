"""Queued is not filed (product, step 11): what has to reach an office today, and everything that is printed for it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from lotse_app.clock import local_date
from lotse_app.models.application import CarriedBy, State
from lotse_app.models.papers import CoverPaper
from lotse_app.models.problems import ProblemError
from lotse_app.models.public_service import Way
from lotse_app.models.receipt import ReceiptKind
from lotse_app.models.representation import AGENTS
from lotse_app.workflows.find import authority_of, receiver_of
from lotse_app.workflows.hand_in import NEAR

if TYPE_CHECKING:
    from datetime import date

    from lotse_app.forms.form import Form
    from lotse_app.models.application import ApplicationLine, HandIn
    from lotse_app.models.office import Office
    from lotse_app.workflows.applications import Applications, OpenCase
    from lotse_app.workflows.hand_in import HandingIn, PreparedHandIn
    from lotse_app.workflows.offices import Offices
    from lotse_app.workflows.overview import Overview
    from lotse_app.workflows.paper_ports import Papers
    from lotse_app.workflows.shift import Shift

_UNDERWAY = frozenset({State.DRAFT, State.CHECKED, State.SIGNED, State.SUBMITTED})
_PRINTABLE = frozenset({State.CHECKED, State.SIGNED, State.SUBMITTED})


@dataclass(frozen=True, slots=True)
class Urgency:
    """What stands at stake: ``due`` is the last day, ``past`` whether it is over, ``office`` who has to get it.

    ``any_commune``: the letter box of any commune will do (SGB I § 16). ``no_way``: without a network there is none.
    ``here``: handing it over at this desk keeps the deadline, as this is an Annahmestelle for it.
    """

    due: date
    past: bool
    office: str
    any_commune: bool
    no_way: bool = False
    here: bool = False


@dataclass(frozen=True, slots=True)
class UrgentLine:
    """One Vorgang in *Heute* that must reach its office; ``printable`` once it is frozen."""

    line: ApplicationLine
    urgency: Urgency
    printable: bool


@dataclass(frozen=True, slots=True)
class PreparedFiling:
    """Everything for the letter box: the hand-in that is still to be written (None: it was before), and the cover."""

    case: OpenCase
    hand_in: PreparedHandIn | None
    cover: bytes


class Filing:
    """Knows what is urgent and makes the cover address."""

    def __init__(
        self,
        handing_in: HandingIn,
        applications: Applications,
        overview: Overview,
        offices: Offices,
        papers: Papers,
        shift: Shift,
    ) -> None:
        self._handing_in = handing_in
        self._applications = applications
        self._overview = overview
        self._offices = offices
        self._papers = papers
        self._workplace = shift.workplace
        self._clock = shift.clock

    def urgency(self, case: OpenCase, carried_by: CarriedBy = CarriedBy.RESIDENT) -> Urgency | None:
        """Return what has to happen today, or None: there is time, or an office has it already. Pure."""
        application = case.application
        if application.state not in _UNDERWAY or self._is_there(case, carried_by):
            return None
        receiver = receiver_of(case.form, case.commune, application.answers)
        found = self._urgency(application.due, case.form, receiver)
        return found if found is None else replace(found, here=self._received_here(case))

    def urgent(self) -> tuple[UrgentLine, ...]:
        """Return what has to reach an office today, nearest day first; no case is opened for it. Store lane."""
        lines = (one.line for one in self._overview.today().deadlines if one.letter is None and not one.line.masked)
        found = []
        for line in lines:
            try:
                form, commune = self._applications.wanted(line)
            except ProblemError:  # its form is no longer shipped: its deadline still stands in the list beside
                continue
            urgency = self._urgency(line.due, form, authority_of(form, commune))
            if urgency is not None:
                here = not line.receipt and Way.PAPER in form.ways and self._handing_in.received_here(form, line.ags)
                found.append(UrgentLine(line, replace(urgency, here=here), line.state in _PRINTABLE))
        return tuple(found)

    def _urgency(self, due: date | None, form: Form, receiver: str) -> Urgency | None:
        today = local_date(self._clock.now())
        no_way = Way.PAPER not in form.ways
        if due is None or (due - today > NEAR and not no_way):
            return None
        return Urgency(due, due < today, receiver, form.social_benefit, no_way)

    def office(self, case: OpenCase) -> Office | None:
        """Return where the office receives post, None where it has to be asked for once. Store lane."""
        return self._offices.of_case(case)

    def case(self, application_id: str) -> tuple[OpenCase, Office | None]:
        """Return a Vorgang with the address of its office. Store lane."""
        case = self._applications.open(application_id)
        return case, self.office(case)

    def wants_cover(self, case: OpenCase, carried_by: CarriedBy, office: Office | None = None) -> bool:
        """Return whether a sheet with the address is printed. Pure.

        It goes into a letter box today, or by post, or the application was frozen before this address was known.
        """
        sent = carried_by is CarriedBy.POST and (case.hand_in is None or case.hand_in.handed_over_on is None)
        return sent or self.urgency(case, carried_by) is not None or self.came_later(case, carried_by, office)

    def came_later(self, case: OpenCase, carried_by: CarriedBy, office: Office | None) -> bool:
        """Return whether the address is newer than what was frozen, which stays as it is, and is still needed. Pure."""
        if case.frozen is None or office is None or office.entered_at is None:
            return False
        done = case.hand_in
        kind = ReceiptKind(done.receipt) if done is not None else self._handing_in.receipt_kind(case, carried_by)
        there = kind is ReceiptKind.RECEIVED or (done is not None and done.handed_over_on is not None)
        return not there and office.entered_at > case.frozen.frozen_at

    def cover(self, case: OpenCase, carried_by: CarriedBy, office: Office | None) -> bytes:
        """Return the sheet with the address of the office. Work lane."""
        urgency = self.urgency(case, carried_by)
        return self._papers.cover(
            CoverPaper(
                number=case.application.number,
                service_name=case.application.service_name,
                authority=self._handing_in.receiver(case),
                address=() if office is None else office.lines,
                source="" if office is None else office.source,
                due=case.application.due,
                today=urgency is not None,
                any_commune=case.form.social_benefit,
                by_post=carried_by is CarriedBy.POST,
                mandate=case.application.acting in AGENTS,
                workplace=self._workplace,
                on=local_date(self._clock.now()),
            )
        )

    def prepare(self, case: OpenCase, office: Office | None) -> PreparedFiling:
        """Make all papers for one key: a case that was not handed in yet is given to the resident. Work lane."""
        carried_by = CarriedBy.RESIDENT if case.hand_in is None else case.hand_in.carried_by
        hand_in = self._handing_in.prepare(case, carried_by, office) if case.hand_in is None else None
        return PreparedFiling(case, hand_in, self.cover(case, carried_by, office))

    def commit(self, prepared: PreparedFiling) -> HandIn | None:
        """Write the hand-in that was still missing. Store lane."""
        return self._handing_in.commit(prepared.hand_in) if prepared.hand_in is not None else None

    def _received_here(self, case: OpenCase) -> bool:
        """Return whether it is received or forwarded once the pilot takes it, and can still be given here."""
        kept = self._handing_in.receipt_kind(case, CarriedBy.PILOT) is not ReceiptKind.HANDED_OVER
        return kept and case.hand_in is None and Way.PAPER in case.form.ways

    def _is_there(self, case: OpenCase, carried_by: CarriedBy) -> bool:
        if case.hand_in is not None:
            kind = ReceiptKind(case.hand_in.receipt)
            return case.hand_in.handed_over_on is not None or kind is not ReceiptKind.HANDED_OVER
        return self._handing_in.receipt_kind(case, carried_by) is not ReceiptKind.HANDED_OVER
