"""Beginning, opening and keeping an application while it is a draft. Store lane."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from lotse_app.clock import local_date
from lotse_app.forms.blocks import cautions
from lotse_app.forms.clauses import lines_to_sign
from lotse_app.forms.deadline import deadline_inputs
from lotse_app.forms.formless import FORMLESS, first_answers, fitted
from lotse_app.models.acting import ActingAs
from lotse_app.models.application import Application, State
from lotse_app.models.people import Role
from lotse_app.models.permission import Right
from lotse_app.models.problems import Code, ProblemError, refuse
from lotse_app.models.representation import choice
from lotse_app.models.session import Topic
from lotse_app.models.signing import open_lines
from lotse_app.workflows.agents import place_here
from lotse_app.workflows.naming import named

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date
    from typing import Any

    from lotse_app.forms.form import Caution, Form
    from lotse_app.models.acting import ActingChoice
    from lotse_app.models.application import ApplicationLine, DraftSave, FrozenApplication, HandIn, Signature
    from lotse_app.models.commune import Commune
    from lotse_app.models.evidence import Evidence
    from lotse_app.models.mandate import KeptMandate
    from lotse_app.models.office import Office
    from lotse_app.models.people import Workplace
    from lotse_app.models.public_service import ServiceCard
    from lotse_app.models.signing import ToSign
    from lotse_app.workflows.counsel import Counselling
    from lotse_app.workflows.form_shelf import Forms
    from lotse_app.workflows.mandate_ports import MandateRows
    from lotse_app.workflows.offices import Offices
    from lotse_app.workflows.ports import ApplicationRows, Catalogue, Deadlines, EvidenceRows, StationRows
    from lotse_app.workflows.shift import Shift


@dataclass(frozen=True, slots=True)
class OpenCase:
    """Everything the wizard needs of one case.

    The form is the version it was begun with, fitted to its service and to who acts; ``forms`` are all its ways.
    """

    application: Application
    form: Form
    commune: Commune
    evidence: tuple[Evidence, ...]
    frozen: FrozenApplication | None
    signatures: tuple[Signature, ...]
    hand_in: HandIn | None
    forms: Mapping[ActingAs, Form] = field(default_factory=dict)
    mandate: KeptMandate | None = None
    pilot_name: str = ""
    #: Where it goes, as known when it was opened; None where nobody entered it yet.
    office: Office | None = None
    #: Names of the officials who work at this station: who bears one is asked about as an agent.
    officials: tuple[str, ...] = ()
    #: What was chosen before the act that writes it, by name: it outlives a program that was killed.
    choices: Mapping[str, str] = field(default_factory=dict)

    @property
    def cleared(self) -> bool:
        """Return whether retention took answers, evidence and editions; what was handed in had an edition."""
        return self.hand_in is not None and self.frozen is None

    @property
    def signature(self) -> Signature | None:
        """Return the first signature."""
        return self.signatures[0] if self.signatures else None

    @property
    def lines(self) -> tuple[ToSign, ...]:
        """Return the lines that have to be signed; a pilot who acts as agent signs the first one."""
        found = lines_to_sign(self.form, self.application.answers)
        if self.application.acting is ActingAs.PILOT_AS_AGENT:
            return replace(found[0], signer=self.pilot_name), *found[1:]
        return found

    @property
    def open_lines(self) -> tuple[ToSign, ...]:
        """Return the lines nobody has signed yet."""
        return open_lines(self.lines, self.signatures)

    @property
    def print_is_original(self) -> bool:
        """Return whether the print itself is signed and complete: another print would look like it, but unsigned."""
        return any(one.on_paper for one in self.signatures) and not self.open_lines


@dataclass(frozen=True, slots=True)
class Beside:
    """Rows that belong to a case beside its own."""

    evidence: EvidenceRows
    mandates: MandateRows
    offices: Offices | None = None
    stations: StationRows | None = None


class Applications:
    """Drafts of this desk."""

    def __init__(
        self,
        rows: ApplicationRows,
        beside: Beside,
        forms: Forms,
        catalogue: Catalogue,
        deadlines: Deadlines,
        counsel: Counselling,
        shift: Shift,
    ) -> None:
        self._rows = rows
        self._evidence = beside.evidence
        self._mandates = beside.mandates
        self._offices = beside.offices
        self._stations = beside.stations
        self._forms = forms
        self._catalogue = catalogue
        self._deadlines = deadlines
        self._counsel = counsel
        self._workplace = shift.workplace
        self._clock = shift.clock
        self._ids = shift.ids
        self._operations = shift.operations
        self._sight = shift.sight
        self._form_ids: dict[str, tuple[str, str]] = {}

    def begin(self, card: ServiceCard, ags: str) -> Application:
        """Begin an application in the running session; one is begun if none runs. Raises FORM_MISSING.

        Without a form of its own a service gets the Formloser Antrag, where its card says so.
        """
        self._sight.require(Right.BEGIN_CASE)
        form = self._forms.for_service(card.service.leika, card.service.service_id)
        if form is None and card.formless:
            form = self._forms.form(FORMLESS)
        if form is None:
            raise refuse(Code.FORM_MISSING, service=card.service.name)
        session = self._counsel.start()
        self._counsel.add_topic(session.id, Topic(card.service.service_id, card.service.name))
        now = self._clock.now()
        application = Application(
            id=self._ids.new(),
            number=self._ids.case_number(),
            service_id=card.service.service_id,
            service_name=card.service.name,
            form_id=form.id,
            form_version=form.version,
            ags=ags,
            pilot_id=self._workplace.pilot.id,
            created_at=now,
            changed_at=now,
            session_id=session.id,
            answers=first_answers(form, card.service.name),
        )
        return self._rows.create(application, self._operations.application_begun(application, now))

    def open(self, application_id: str) -> OpenCase:
        """Return everything about one case, as it was left."""
        application = self._rows.get(application_id)
        forms = self._forms.acting.all_of(self._form(application))
        case = OpenCase(
            application=application,
            form=forms[application.acting],
            commune=self._catalogue.commune(application.ags),
            evidence=self._evidence.of_application(application_id),
            frozen=self._rows.frozen(application_id),
            signatures=self._rows.signatures(application_id),
            hand_in=self._rows.handed_in(application_id),
            forms=forms,
            mandate=self._mandates.of_application(application_id),
            pilot_name=self._workplace.pilot.name,
            officials=() if self._stations is None else _officials(self._stations),
            choices=self._rows.choices(application_id),
        )
        return case if self._offices is None else replace(case, office=self._offices.of_case(case))

    def wanted(self, line: ApplicationLine) -> tuple[Form, Commune]:
        """Return form and commune of a line; the case itself stays closed. Raises FORM_MISSING, RECORD_MISSING."""
        return self._form(line), self._catalogue.commune(line.ags)

    def _form(self, application: Application | ApplicationLine) -> Form:
        version = application.form_version if isinstance(application, Application) else ""
        form = self._forms.form(application.form_id, version)
        try:
            return fitted(form, self._catalogue.service(application.service_id))
        except ProblemError:  # a later catalogue may not know the service any more; the form stands for itself
            return form

    def save(self, draft: DraftSave) -> int:
        """Write a draft and who it names; return the new revision. Raises STALE_REVISION, RECORD_FROZEN."""
        key = self._form_ids.get(draft.application_id)
        if key is None:
            begun = self._rows.get(draft.application_id)
            key = self._form_ids[draft.application_id] = (begun.form_id, begun.form_version)
        return self._rows.save_draft(replace(draft, people=named(self._forms.form(*key), draft.answers)))

    def due(self, form: Form, answers: Mapping[str, Any]) -> date | None:
        """Return the last day to be at the office, or None while unknown. Pure."""
        if form.deadline is None:
            return None
        return self._deadlines.due(form.deadline.rule, deadline_inputs(form, answers))

    def cautions(self, case: OpenCase) -> tuple[Caution, ...]:
        """Return what the person should know about the present answers, though it holds nothing up. Pure."""
        form, answers = case.form, case.application.answers
        return cautions(form, answers, self.due(form, answers), local_date(self._clock.now()))

    def reopen(self, application_id: str) -> OpenCase:
        """Open a frozen, not yet handed in application for editing: next edition, signatures void."""
        application = self._rows.get(application_id)
        now = self._clock.now()
        self._rows.reopen(application_id, now, self._operations.state_changed(application, State.DRAFT, now))
        return self.open(application_id)

    def confirm_receipt(self, application_id: str) -> None:
        """Note that the office confirmed receipt of what was handed in on paper."""
        application = self._rows.get(application_id)
        now = self._clock.now()
        operations = self._operations.state_changed(application, State.RECEIVED, now)
        self._rows.change_state(application_id, State.RECEIVED, now, operations)


def _officials(rows: StationRows) -> tuple[str, ...]:
    return tuple(one.name for one in rows.pilots() if one.active and one.role is Role.OFFICIAL)


def acting_choices(form: Form, workplace: Workplace, ags: str) -> tuple[ActingChoice, ...]:
    """Return the ways of *Wer handelt?*, each open or refused with its reason (``models/representation.py``)."""
    place = place_here(form, workplace, ags)
    return tuple(choice(place, form.representation, acting) for acting in ActingAs)
