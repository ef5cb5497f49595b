"""Beginning, opening and keeping an application while it is a draft. Store lane."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from lotse_app.forms.deadline import deadline_inputs
from lotse_app.forms.formless import FORMLESS, first_answers, fitted
from lotse_app.models.acting import ActingAs, ActingChoice
from lotse_app.models.application import Application, State
from lotse_app.models.people import Role
from lotse_app.models.permission import Right
from lotse_app.models.problems import Code, ProblemError, refuse
from lotse_app.models.session import Topic
from lotse_app.workflows.naming import named

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date
    from typing import Any

    from lotse_app.forms.form import Form
    from lotse_app.forms.library import FormLibrary
    from lotse_app.models.application import DraftSave, FrozenApplication, HandIn, Mark, Signature
    from lotse_app.models.commune import Commune
    from lotse_app.models.evidence import Evidence
    from lotse_app.models.people import Workplace
    from lotse_app.models.service import ServiceCard
    from lotse_app.workflows.counsel import Counselling
    from lotse_app.workflows.ports import ApplicationRows, Catalogue, Deadlines, EvidenceRows
    from lotse_app.workflows.shift import Shift

#: Codes of ``carries`` with which another person may take the signed paper to the office.
CARRIED_BY_OTHERS = frozenset({"frei", "bote"})
#: Reasons of ``acting_choices``; the window has the sentences.
REASON_OWN_COMMUNE = "eigene_gemeinde"
REASON_LATER = "spaeter"


@dataclass(frozen=True, slots=True)
class OpenCase:
    """Everything the wizard needs of one case. The form is the version it was begun with, fitted to its service."""

    application: Application
    form: Form
    commune: Commune
    evidence: tuple[Evidence, ...]
    frozen: FrozenApplication | None
    signature: Signature | None
    hand_in: HandIn | None


class Applications:
    """Drafts of this desk."""

    def __init__(
        self,
        rows: ApplicationRows,
        evidence: EvidenceRows,
        forms: FormLibrary,
        catalogue: Catalogue,
        deadlines: Deadlines,
        counsel: Counselling,
        shift: Shift,
    ) -> None:
        self._rows = rows
        self._evidence = evidence
        self._forms = forms
        self._catalogue = catalogue
        self._deadlines = deadlines
        self._counsel = counsel
        self._workplace = shift.workplace
        self._clock = shift.clock
        self._ids = shift.ids
        self._operations = shift.operations
        self._sight = shift.sight
        self._form_ids: dict[str, str] = {}

    def begin(self, card: ServiceCard, ags: str) -> Application:
        """Begin an application in the running session; one is begun if none runs. Raises FORM_MISSING.

        Without a form of its own a service gets the Formloser Antrag, where its card says so.
        """
        self._sight.require(Right.BEGIN_CASE)
        form = self._forms.for_service(card.service.leika)
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
        return OpenCase(
            application=application,
            form=self._form(application),
            commune=self._catalogue.commune(application.ags),
            evidence=self._evidence.of_application(application_id),
            frozen=self._rows.frozen(application_id),
            signature=self._rows.signature(application_id),
            hand_in=self._rows.handed_in(application_id),
        )

    def _form(self, application: Application) -> Form:
        form = self._forms.form(application.form_id)
        try:
            return fitted(form, self._catalogue.service(application.service_id))
        except ProblemError:  # a later catalogue may not know the service any more; the form stands for itself
            return form

    def save(self, draft: DraftSave) -> int:
        """Write a draft and who it names; return the new revision. Raises STALE_REVISION, RECORD_FROZEN."""
        form_id = self._form_ids.get(draft.application_id)
        if form_id is None:
            form_id = self._form_ids[draft.application_id] = self._rows.get(draft.application_id).form_id
        return self._rows.save_draft(replace(draft, people=named(self._forms.form(form_id), draft.answers)))

    def due(self, form: Form, answers: Mapping[str, Any]) -> date | None:
        """Return the last day to be at the office, or None while unknown. Pure."""
        if form.deadline is None:
            return None
        return self._deadlines.due(form.deadline.rule, deadline_inputs(form, answers))

    def reopen(self, application_id: str) -> OpenCase:
        """Open a frozen, not yet handed in application for editing: next edition, signatures void."""
        application = self._rows.get(application_id)
        now = self._clock.now()
        self._rows.reopen(application_id, now, self._operations.state_changed(application, State.DRAFT, now))
        return self.open(application_id)

    def abandon(self, application_id: str) -> None:
        """Stop an application: state *abgebrochen*; retention deletes the content later."""
        self._step(application_id, State.ABANDONED)

    def mark(self, application_id: str, mark: Mark, *, present: bool) -> None:
        """Set or clear a mark."""
        self._rows.mark(application_id, mark, present=present, at=self._clock.now())

    def confirm_receipt(self, application_id: str) -> None:
        """Note that the office confirmed receipt of what was handed in on paper."""
        self._step(application_id, State.RECEIVED)

    def _step(self, application_id: str, state: State) -> None:
        application = self._rows.get(application_id)
        now = self._clock.now()
        operations = self._operations.state_changed(application, state, now)
        self._rows.change_state(application_id, state, now, operations)


def acting_choices(form: Form, workplace: Workplace, ags: str) -> tuple[ActingChoice, ...]:
    """Return the ways of *Wer handelt?* with whether each is open here.

    An official is no agent before the own commune (VwVfG § 20). Ways that need a Vollmacht come with
    the mandate pages; until then they say so.
    """
    own = workplace.pilot.role is Role.OFFICIAL and workplace.station.ags == ags
    agent = ActingChoice(ActingAs.PILOT_AS_AGENT, allowed=False, reason=REASON_OWN_COMMUNE if own else REASON_LATER)
    messenger = ActingChoice(ActingAs.MESSENGER, allowed=form.representation.carries in CARRIED_BY_OTHERS)
    later = tuple(
        ActingChoice(acting, allowed=False, reason=REASON_LATER)
        for acting in (ActingAs.AUTHORISED_PERSON, ActingAs.PARENTS, ActingAs.LEGAL_GUARDIAN)
    )
    return (ActingChoice(ActingAs.SELF, allowed=True), *later, messenger, agent)
