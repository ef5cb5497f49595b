"""*Vollmacht*: the step of agent cases. One that is there is shown; else one is offered again, or a new one is made."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QSignalBlocker, Signal

from lotse_app.clock import local_date, short_date
from lotse_app.models.mandate import Standing, standing
from lotse_app.models.problems import Code
from lotse_app.models.public_service import SignatureRule
from lotse_app.overriding import override
from lotse_app.ui.application.mandate_card import MandateCard
from lotse_app.ui.application.mandate_form import PAD_EMPTY, SCOPE_MISSING, MandateForm
from lotse_app.ui.application.namesake_card import ANOTHER, NamesakeCard
from lotse_app.ui.application.step_view import StepView
from lotse_app.ui.kit.blocks import Banner, Body, Card, Muted, SecondaryButton
from lotse_app.ui.kit.layouts import GRID, column
from lotse_app.ui.kit.rows import put_rows
from lotse_app.ui.kit.worded import WrappingTick
from lotse_app.ui.messages.problems import sentence
from lotse_app.workflows.agents import agent_problem, name_asked
from lotse_app.workflows.mandate_rules import case_problem

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from lotse_app.models.mandate import KeptMandate, RevokedBy
    from lotse_app.models.problems import Problem
    from lotse_app.models.signing import Strokes
    from lotse_app.ui.application.chosen import Chosen
    from lotse_app.ui.application.editing import Editing
    from lotse_app.ui.application.mandate_acts import MandateActs
    from lotse_app.workflows.applications import OpenCase
    from lotse_app.workflows.desk import Desk

AGREED = "Die Person ist einverstanden, dass nach einer früheren Vollmacht gesucht wird."
NONE_FOUND = "Keine frühere Vollmacht, die hier noch gilt."
MADE = "Die Vollmacht ist festgehalten."
SIGNED_OTHER = "Seit der Unterschrift hat sich etwas geändert. Bitte noch einmal unterschreiben lassen."
_SAID_ABOVE = frozenset({Code.MANDATE_GIVER, Code.MANDATE_ON_PAD, Code.MANDATE_OTHERS})
TO_SIGN = "Bitte drucken, unterschreiben lassen und dann „Auf dem Ausdruck unterschrieben“ wählen."


class ReuseCard(Card):
    """Still valid mandates of the same resident, looked for only once they agreed."""

    wanted = Signal()
    #: The id of the mandate to be used.
    chosen = Signal(object)

    def __init__(self) -> None:
        super().__init__("Frühere Vollmacht")
        self.tick = WrappingTick(AGREED)
        self.tick.box.toggled.connect(self._toggled)
        self.found = Muted()
        self.found.hide()
        self.buttons: list[SecondaryButton] = []
        self._list = column(None, GRID // 2)
        self.body.addWidget(self.tick)
        self.body.addWidget(self.found)
        self.body.addLayout(self._list)

    def show_found(self, offered: tuple[KeptMandate, ...]) -> None:
        """Show what may be used again."""
        self.clear(agreed=True)
        self.found.setText("" if offered else NONE_FOUND)
        self.found.setVisible(not offered)
        for kept in offered:
            mandate = kept.mandate
            words = f"{mandate.number} verwenden: {mandate.agent.name}, gilt bis {short_date(mandate.last)}"
            button = SecondaryButton(words)
            button.clicked.connect(partial(self._choose, mandate.id))
            self._list.addWidget(button)
            self.buttons.append(button)

    def clear(self, *, agreed: bool = False) -> None:
        """Forget what was found."""
        put_rows(self._list, self.buttons, ())
        self.found.hide()
        with QSignalBlocker(self.tick.box):
            self.tick.box.setChecked(agreed)

    def _toggled(self, on: bool) -> None:  # noqa: FBT001 - Qt calls with a flag
        if on:
            self.wanted.emit()
        else:
            self.clear()

    def _choose(self, mandate_id: str, *_clicked: object) -> None:
        self.chosen.emit(mandate_id)


class MandateView(StepView):
    """The step."""

    #: A tuple of ``PaperReady``.
    papers = Signal(object)
    #: The person is to sign on the own screen; the text says what.
    sign_beside_wanted = Signal(object)
    #: Something was written.
    changed = Signal()

    def __init__(
        self, desk: Desk, acts: MandateActs, editing: Editing, chosen: Chosen, parent: QWidget | None = None
    ) -> None:
        super().__init__("Vollmacht", parent)
        self.acts = acts
        self._editing = editing
        self._clock = desk.clock
        self._again = False
        self._read = ""
        self.card = MandateCard(desk.clock)
        self.reuse = ReuseCard()
        self.namesake = NamesakeCard(desk.workplace)
        self._workplace = desk.workplace
        #: What stands against this agent, or against this Vollmacht for this application.
        self.against = Banner()
        self.form = MandateForm(desk.workplace, desk.clock, chosen)
        self.late = Body("Der Antrag ist festgehalten. Zum Ändern bitte „Noch einmal ändern“ wählen.")
        for widget in (self.against, self.namesake, self.card, self.reuse, self.form, self.late):
            self.body.addWidget(widget)
        self.body.addStretch(1)
        self._connect()

    def _connect(self) -> None:
        acts, card = self.acts, self.card
        acts.taken.connect(self._taken)
        acts.offered.connect(self.reuse.show_found)
        acts.checked.connect(card.show_check)
        acts.papers.connect(self.papers)
        acts.namesake_said.connect(self._namesake_said)
        acts.refused.connect(self._refused)
        self.namesake.said.connect(self._say_namesake)
        self.form.preview_wanted.connect(self._preview)
        self.form.resident_wanted.connect(self._sign_beside)
        self.form.pad.changed.connect(self._redrawn)
        self.form.way_changed.connect(self._editing.shown)
        self.reuse.wanted.connect(self._look)
        self.reuse.chosen.connect(self._reuse)
        card.paper_wanted.connect(self._paper)
        card.check_wanted.connect(self._check)
        card.signed_on_print.connect(self._signed)
        card.new_wanted.connect(self._new)
        card.take_over_wanted.connect(self._take_over)
        card.revoked.connect(self._revoke)
        card.letters_wanted.connect(self._letters)

    @property
    def settled(self) -> bool:
        """Return whether there is nothing to make here: *Weiter* goes on."""
        return self._editing.frozen or (self._case.mandate is not None and not self._again)

    @property
    def words(self) -> str:
        """Return what the primary button does while a mandate is to be made."""
        return "Unterschreiben und festhalten" if self.form.on_pad else "Vollmacht drucken"

    @property
    def _case(self) -> OpenCase:
        return self._editing.case

    @override
    def show_case(self, editing: Editing) -> None:
        """Show the mandate of the case, or how one is made."""
        case = editing.case
        kept = case.mandate
        making = not self.settled
        self.card.setVisible(kept is not None and not making)
        self.reuse.setVisible(making)
        self.form.setVisible(making)
        self.late.setVisible(kept is None and editing.frozen)
        if kept is not None and not making:
            self.card.show_mandate(kept, frozen=editing.frozen, guarded=case.application.guarded)
        self.form.show_case(case, pad_allowed=case.form.signature is SignatureRule.FREE)
        self.namesake.show_case(case, frozen=editing.frozen)
        self._say_against(case)

    def _say_against(self, case: OpenCase) -> None:
        """Say what is wrong with agent or Vollmacht for this application; how it stands is said on its card."""
        found = agent_problem(case, self._workplace)
        if found is None and self.settled and not self._editing.frozen:
            found = case_problem(case, self._workplace, local_date(self._clock.now()))
            found = found if found is not None and found.code in _SAID_ABOVE else None
        words = "" if found is None else sentence(found)
        if not words:
            self.against.clear()
        elif words != self.against.text:
            self.against.say("warn", words)

    def _say_namesake(self, answer: str) -> None:
        self.acts.say_namesake(self._case.application.id, answer)

    def _namesake_said(self, answer: str) -> None:
        self._editing.say_namesake(name_asked(self._case) if answer == ANOTHER else "")

    @override
    def enter(self) -> None:
        """Begin at the scope, or at the question about a name; where there is a mandate, at what it still needs."""
        making = self.form.scopes.buttons[0] if self.form.isVisibleTo(self) else self.card.next
        asked = self.namesake.isVisibleTo(self) and not self.namesake.choice.value
        target: QWidget = self.namesake.choice.buttons[0] if asked else making
        target.setFocus()
        self.scroller.ensureWidgetVisible(target, GRID, 4 * GRID)

    def make(self) -> None:
        """Make the mandate as it was chosen, once everything typed is saved."""
        wish = self.form.wish()
        if wish is None:
            if not self.form.scopes.values:
                self.say_above(self.form.body, self.form.scopes, SCOPE_MISSING)
            return
        if self.form.on_pad and self.form.pad.empty:
            self.say_above(self.form.pad_column, self.form.pad, PAD_EMPTY)
            self.form.pad.setFocus()
            return
        if self.form.on_pad and self._read and self._read != self.form.to_sign(wish):
            self.form.pad.clear()
            self.say_above(self.form.pad_column, self.form.pad, SIGNED_OTHER)
            self.form.pad.setFocus()
            return
        self.banner.clear()
        self.acts.make(self._case, wish, self.form.pad.strokes if self.form.on_pad else ())

    def take_beside(self, strokes: Strokes, words: str) -> None:
        """Take what was drawn on the person's own screen below these words; it counts for nothing else."""
        self.form.pad.set_strokes(strokes)
        self._read = words

    def _sign_beside(self) -> None:
        wish = self.form.wish()
        if wish is not None:
            self.banner.clear()
            self.sign_beside_wanted.emit(self.form.to_sign(wish))
        elif not self.form.scopes.values:
            self.say_above(self.form.body, self.form.scopes, SCOPE_MISSING)

    def _redrawn(self) -> None:
        """Forget what was read elsewhere: it is drawn here now."""
        self._read = ""

    def clear(self) -> None:
        """Forget what was chosen and found."""
        self.form.clear()
        self.reuse.clear()

    def _taken(self, kept: KeptMandate) -> None:
        self._again = False
        self.clear()
        self._editing.take_mandate(kept)
        self.changed.emit()
        how = standing(kept, local_date(self._clock.now()))
        self.say("info" if how is Standing.UNSIGNED else "ok", TO_SIGN if how is Standing.UNSIGNED else MADE)
        if kept.revocation is not None:
            self.say("warn", self.card.state.text())
        if self.isVisible():
            self.enter()

    def _refused(self, problem: Problem) -> None:
        self.say("error", sentence(problem))

    def _preview(self) -> None:
        wish = self.form.wish()
        if wish is not None:
            self.acts.preview(self._case, wish)

    def _look(self) -> None:
        self.acts.look_for(self._case)

    def _reuse(self, mandate_id: str) -> None:
        self.acts.reuse(self._case, mandate_id)

    def _paper(self) -> None:
        if self._case.mandate is not None:
            self.acts.show_paper(self._case.mandate.mandate.id)

    def _check(self) -> None:
        if self._case.mandate is not None:
            self.acts.verify(self._case.mandate.mandate.id)

    def _signed(self) -> None:
        self.acts.sign_on_print(self._case.application.id)

    def _new(self) -> None:
        self._again = True
        self._editing.shown.emit()
        self.enter()

    def _take_over(self) -> None:
        count = self._editing.take_over_grantor()
        words = (
            "Übernommen. Bitte im nächsten Schritt ansehen." if count else "Im Antrag ist dafür kein Feld mehr leer."
        )
        self.say("ok" if count else "info", words)

    def _revoke(self, by: RevokedBy) -> None:
        if self._case.mandate is not None:
            self.acts.revoke(self._case.mandate.mandate.id, by)

    def _letters(self, offices: tuple[str, ...]) -> None:
        if self._case.mandate is not None:
            self.acts.letters(self._case.mandate, offices)
