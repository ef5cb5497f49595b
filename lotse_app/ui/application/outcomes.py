"""What happens when an act came through, or did not."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from lotse_app.models.application import CarriedBy, Mark
from lotse_app.models.problems import Code
from lotse_app.ui.application.acts import Act
from lotse_app.ui.application.filing_words import ALL_PAPERS, urgency_words
from lotse_app.ui.application.hand_in_view import HELD
from lotse_app.ui.application.steps import HAND_IN, READ_BACK, SIGNATURE, WHO
from lotse_app.ui.messages.problems import sentence
from lotse_app.ui.words.shared import counted

if TYPE_CHECKING:
    from lotse_app.models.problems import Problem
    from lotse_app.ui.application.acts import CaseActs, Done, Refused
    from lotse_app.ui.application.autosave import Autosave
    from lotse_app.ui.application.editing import Editing
    from lotse_app.ui.application.notice import Notice
    from lotse_app.ui.application.step_pages import StepPages
    from lotse_app.ui.application.wizard import ApplicationWizard
    from lotse_app.workflows.desk import Desk

_AFTER = {Act.FREEZE: SIGNATURE, Act.REOPEN: READ_BACK, Act.POSTPONE: HAND_IN}
#: What keeps it from being frozen and is mended in *Wer handelt?*.
_AT_WHO = frozenset({Code.PRIVACY_SHEET_MISSING, Code.ACTING_REFUSED, Code.PARENTS_OF_ADULT})
REOPENED = "Der Antrag ist wieder offen. Der alte Ausdruck und die alte Unterschrift gelten nicht mehr."
LATER = "Der Vorgang steht jetzt unter „Heute“ bei „Später drucken“."
NOTED = "Die Abgabe ist festgehalten."
TAKEN_BACK = "Die Abgabe ist zurückgenommen. Der Antrag gilt wieder als noch nicht abgegeben."
SUPPLIED = "Festgehalten: Die Unterschrift ist nachgereicht."


class Outcomes:
    """Brings acts back to the pages."""

    def __init__(
        self,
        desk: Desk,
        wizard: ApplicationWizard,
        pages: StepPages,
        editing: Editing,
        acts: CaseActs,
        autosave: Autosave,
        notice: Notice,
    ) -> None:
        self._desk = desk
        self._wizard = wizard
        self._pages = pages
        self._editing = editing
        self._acts = acts
        self._autosave = autosave
        self._notice = notice

    def done(self, done: Done) -> None:
        """Show what an act brought."""
        if done.act is Act.EVIDENCE:
            self._editing.take_evidence(done.evidence)
            return
        if done.case is not None:
            self._notice.clear()
            self._autosave.adopt(done.case.application.revision)
            self._editing.take_case(done.case)
            self._wizard.changed.emit()
        if done.act in _AFTER:
            self._wizard.show_step(_AFTER[done.act])
        elif done.act is Act.SIGN:
            case = self._editing.case
            self._wizard.show_step(SIGNATURE if case.open_lines and case.hand_in is None else HAND_IN)
        self._say(done.act)
        if done.papers:
            self._wizard.show_papers(done.papers)

    def refused(self, refused: Refused) -> None:
        """Say what stands in the way, at the field where there is one."""
        first = refused.problems[0]
        if refused.act is Act.EVIDENCE and refused.key:
            self._pages.evidence.refuse(refused.key, first)
            return
        if refused.act is Act.FREEZE and self._lead_to_field(refused.problems):
            return
        if refused.act is Act.FREEZE and first.code in _AT_WHO:
            self._wizard.show_step(WHO)
            if first.code is Code.PRIVACY_SHEET_MISSING:
                self._pages.acting.ask_for_notice()
        self._notice.say("error", sentence(first))

    def printed(self) -> None:
        """Clear *Später drucken* once it was printed."""
        if Mark.PRINT_LATER in self._editing.case.application.marks and self._editing.case.hand_in is not None:
            self._acts.print_later(wanted=False)

    def _say(self, act: Act) -> None:
        if act is Act.FREEZE:
            self._say_urgent()
        elif act is Act.REOPEN:
            self._notice.say("info", REOPENED)
        elif act is Act.HANDED_OVER:
            over = self._editing.case.hand_in
            self._notice.say("ok", NOTED if over is not None and over.handed_over_on is not None else TAKEN_BACK)
        elif act is Act.SUPPLIED:
            self._notice.say("ok", SUPPLIED)
        elif act is Act.PRINT_LATER and Mark.PRINT_LATER in self._editing.case.application.marks:
            self._notice.say("info", LATER)
            self._wizard.show_copy()

    def _say_urgent(self) -> None:
        """Say what cannot wait, or why it has to; the keys stay where the signature is asked for."""
        case = self._editing.case
        held = self._desk.handing_in.held(case)
        urgency = self._desk.filing.urgency(case)
        if held:
            self._notice.say("info", HELD.format(reason=held))
        elif urgency is not None:
            give = partial(self._acts.hand_in, case, CarriedBy.RESIDENT)
            # Where it can be left here, no key sends it away: it is signed, then given to this desk.
            self._notice.say("warn", urgency_words(urgency), [] if urgency.here else [(ALL_PAPERS, give)])
            self._pages.signature.enter()

    def _lead_to_field(self, problems: tuple[Problem, ...]) -> bool:
        for step in self._editing.state.steps:
            self._editing.try_step(step.key)
        for found in problems:
            if found.pointer and self._pages.go_to(found.pointer):
                self._wizard.step_changed()
                count = sum(1 for one in problems if one.pointer)
                self._notice.say("warn", f"Noch offen: {counted(count, 'Angabe', 'Angaben')}. Hier geht es weiter.")
                self._pages.go_to(found.pointer)
                return True
        return False
