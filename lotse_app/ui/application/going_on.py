"""What *Weiter* (``Strg+⏎``) says and does on each step."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from lotse_app.models.signing import SignWay
from lotse_app.ui.application.steps import EVIDENCE, HAND_IN, MANDATE, READ_BACK, SIGNATURE, WHO, Progress, neighbour
from lotse_app.ui.words.shared import counted

if TYPE_CHECKING:
    from collections.abc import Callable

    from lotse_app.ui.application.acts import CaseActs
    from lotse_app.ui.application.autosave import Autosave
    from lotse_app.ui.application.editing import Editing
    from lotse_app.ui.application.notice import Notice
    from lotse_app.ui.application.step_pages import StepPages

EVIDENCE_FIRST = "Bitte zuerst die Nachweise ansehen."


class Wizard(Protocol):
    """What going on asks of the wizard."""

    def show_step(self, key: str) -> None:
        """Show a step."""
        ...

    def finish_person(self) -> None:
        """Make room for the next person."""
        ...


def brief(words: str) -> str:
    """Return what the primary button says where there is little room: what is done, not where it leads."""
    return words.split(",", maxsplit=1)[0].split(" zu ", maxsplit=1)[0]


class GoingOn:
    """Decides by step. A form step with problems is shown once; the second time the pilot may go on."""

    def __init__(
        self, wizard: Wizard, pages: StepPages, editing: Editing, acts: CaseActs, autosave: Autosave, notice: Notice
    ) -> None:
        self._wizard = wizard
        self._pages = pages
        self._editing = editing
        self._acts = acts
        self._autosave = autosave
        self._notice = notice
        self._warned = ""
        self._ways: dict[str, Callable[[], None]] = {
            WHO: self._from_acting,
            MANDATE: self._from_mandate,
            EVIDENCE: self._from_evidence,
            READ_BACK: self._from_read_back,
            SIGNATURE: self._from_signature,
            HAND_IN: self._from_hand_in,
        }
        pages.go_on_wanted.connect(self._wanted)

    def words(self, key: str) -> str:
        """Return what the primary button says."""
        case = self._editing.case
        if key == HAND_IN:
            return "Nächste Person" if case.hand_in is not None else "Drucken und Merkzettel mitgeben"
        if key == READ_BACK and not self._editing.frozen:
            return "Festhalten, weiter zu Unterschrift"
        if key == MANDATE and not self._pages.mandate.settled:
            return self._pages.mandate.words
        after = neighbour(self._editing.steps, key, 1)
        return f"Weiter zu {after.title}" if after is not None else "Weiter"

    def go(self, key: str) -> None:
        """Go on from a step."""
        self._ways.get(key, self._from_form)()

    def _wanted(self) -> None:
        if not self._acts.busy:
            self.go(self._pages.key)

    def back(self, key: str) -> bool:
        """Go one step back; return whether there was one."""
        before = neighbour(self._editing.steps, key, -1)
        if before is None:
            return False
        self._wizard.show_step(before.key)
        return True

    def _next(self) -> None:
        after = neighbour(self._editing.steps, self._pages.key, 1)
        if after is not None and after.progress is not Progress.LOCKED:
            self._wizard.show_step(after.key)

    def _from_acting(self) -> None:
        if self._editing.case.application.notice_version is None and not self._editing.frozen:
            self._pages.acting.ask_for_notice()
            return
        if not self._pages.consents.may_keep and not self._editing.frozen:
            self._pages.acting.ask_for_consent()
            return
        self._next()

    def _from_mandate(self) -> None:
        if self._pages.mandate.settled:
            self._next()
        else:
            self._autosave.when_saved(self._pages.mandate.make)

    def _from_form(self) -> None:
        key = self._pages.key
        page = self._pages.form_page
        if page is not None:
            page.tell()
        step = next((step for step in self._editing.steps if step.key == key), None)
        if (
            step is None
            or page is None
            or self._editing.frozen
            or step.progress is Progress.DONE
            or self._warned == key
        ):
            self._warned = ""
            if page is not None:
                page.banner.clear()
            self._next()
            return
        self._warned = key
        self._editing.try_step(step.form_key)
        count = sum(1 for control in page.controls() if control.state.problems and control.state.visible)
        words = counted(max(1, count), "Angabe ist", "Angaben sind")
        page.banner.say("warn", f"{words} noch offen. Strg+⏎ geht trotzdem weiter; was eingetragen ist, bleibt stehen.")
        page.go_to_first_problem()

    def _from_evidence(self) -> None:
        self._pages.evidence.keep_what_is_shown()
        self._next()

    def _from_read_back(self) -> None:
        if self._editing.frozen:
            self._next()
        elif self._pages.read_back.next_open() is not None:
            self._pages.read_back.ask_for_open()
        elif self._lines_unseen():
            self._notice.say("warn", EVIDENCE_FIRST)
            self._wizard.show_step(EVIDENCE)
        elif self._pages.read_back.where_saved():
            self._pages.read_back.banner.clear()
            self._autosave.when_saved(self._acts.freeze)

    def _lines_unseen(self) -> bool:
        stored = {line.key for line in self._editing.case.evidence}
        return any(line.key not in stored for line in self._editing.evidence)

    def _from_signature(self) -> None:
        view = self._pages.signature
        case = self._editing.case
        line = view.line
        if case.hand_in is not None or line is None:
            self._next()
        elif not view.ready():
            return
        elif view.way is SignWay.LATER:
            self._acts.postpone()
        elif view.way is SignWay.PAD:
            self._acts.sign_on_pad(case, view.signer_name, view.pad.strokes, line)
        elif view.way is SignWay.PRINT and self._acts.print_is_out:
            self._acts.sign_on_print(case, view.signer_name, line)
        elif view.way is SignWay.PRINT:  # nobody signs a print that was never made: it comes first
            view.ask_for_print()
            self._acts.papers(with_receipt=False)
        elif not self._acts.commit_printed(case, view.request):
            view.ask_for_print()

    def _from_hand_in(self) -> None:
        if self._editing.case.hand_in is not None:
            self._wizard.finish_person()
            return
        view = self._pages.hand_in
        if view.where_settled():
            unknown = view.where.said_unknown
            self._acts.hand_in(self._editing.case, view.carried_by, address_unknown=unknown)
