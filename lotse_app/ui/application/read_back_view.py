"""*Gemeinsam prüfen*: every section is read back and ticked; *Das stimmt nicht* leads to the field."""

from __future__ import annotations

from itertools import takewhile
from typing import TYPE_CHECKING

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import QHBoxLayout

from lotse_app.clock import clock_time
from lotse_app.forms.validation import pattern
from lotse_app.models.acting import ReadBackWay
from lotse_app.models.words import READ_BACK_WAYS
from lotse_app.overriding import override
from lotse_app.ui.application.facts import Facts
from lotse_app.ui.application.step_view import StepView
from lotse_app.ui.kit.blocks import Banner, Body, Card, Heading, LinkButton, Muted, SecondaryButton
from lotse_app.ui.kit.fields import ChoiceRow
from lotse_app.ui.kit.layouts import GRID, FlowLayout, column
from lotse_app.ui.kit.worded import WrappingTick
from lotse_app.ui.resident.pages import NO_ANSWER

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from PySide6.QtWidgets import QWidget

    from lotse_app.forms.form import Caution
    from lotse_app.models.application import Confirmation
    from lotse_app.models.reading import Section
    from lotse_app.ui.application.chosen import Chosen
    from lotse_app.ui.application.editing import Editing
    from lotse_app.ui.post.office_card import OfficeCard

_HOW = "geprüft durch"
NOT_READ = "Noch nicht alle Abschnitte sind gemeinsam geprüft."
WHERE = "Wohin mit dem Antrag?"
WHERE_MISSING = (
    "Die Anschrift der Stelle ist noch nicht bekannt. Wird sie vor dem Festhalten eingetragen, steht sie auf dem "
    "Antrag, sonst nur auf Beleg, Merkzettel und Adressblatt."
)
WHERE_TYPED = "Die Anschrift ist noch nicht gespeichert. Bitte speichern oder die Felder leeren."


class SectionCard(Card):
    """One section: labels and values, a tick, a way to the field."""

    #: The ``Section`` whose tick was set or taken off; ask ``tick``.
    ticked = Signal(object)
    #: The ``Line`` to change.
    doubted = Signal(object)

    def __init__(self, section: Section, parent: QWidget | None = None) -> None:
        super().__init__(section.title, 3, parent)
        self.section = section
        facts = Facts()
        self.body.addWidget(facts)
        facts.show_pairs([(line.label, line.value) for line in section.lines], NO_ANSWER)
        self.caution = Banner()
        self.body.addWidget(self.caution)
        self.tick = WrappingTick("Das stimmt")
        self.tick.box.setAccessibleName(f"{section.title}: Das stimmt")
        self.tick.box.toggled.connect(self._ticked)  # not clicked: a screen reader toggles without a click
        self.doubt = LinkButton("Das stimmt nicht")
        self.doubt.setAccessibleName(f"{section.title}: Das stimmt nicht")
        self.doubt.clicked.connect(self._doubted)
        foot = QHBoxLayout()
        self._noted = Muted()
        foot.addWidget(self.tick)
        foot.addWidget(self._noted, 1)
        foot.addWidget(self.doubt)
        self.body.addLayout(foot)

    def note(self, made: Confirmation | None) -> None:
        """Show when and how the section was read back, where its tick stands."""
        words = f"{READ_BACK_WAYS[made.how]}, {clock_time(made.at)} Uhr" if made is not None else ""
        self._noted.setText(words)
        self._noted.setAccessibleName(f"Geprüft: {words}" if words else "")

    def warn(self, words: str) -> None:
        """Say what to know about these answers before they are confirmed; no words take it away."""
        if words and words != self.caution.text:
            self.caution.say("warn", words)
        elif not words:
            self.caution.clear()

    def ask(self) -> None:
        """Say beside the tick that it is missing: the notice above may be out of sight."""
        self._noted.setText("⚠ Noch nicht geprüft.")
        self._noted.setAccessibleName("Noch nicht geprüft.")

    def _ticked(self) -> None:
        self.ticked.emit(self.section)

    def _doubted(self) -> None:
        self.doubted.emit(self.section.lines[0])


class ReadBackView(StepView):
    """All sections."""

    #: The ``Section`` that was confirmed.
    confirmed = Signal(object)
    #: The ``Section`` whose tick was taken off.
    retracted = Signal(object)
    #: The ``Line`` that is not right.
    doubted = Signal(object)
    resident_wanted = Signal()
    #: The pilot chose how it is read back.
    way_chosen = Signal()

    def __init__(self, chosen: Chosen, parent: QWidget | None = None) -> None:
        super().__init__("Gemeinsam prüfen", parent)
        self._kept = chosen
        self.cards: list[SectionCard] = []
        self.body.addWidget(Heading("Gemeinsam prüfen", 2))
        self.body.addWidget(Body("Abschnitt für Abschnitt vorlesen oder zeigen. Was stimmt, bekommt ein Häkchen."))
        #: What stands against who acts: open, whatever is ticked below.
        self.acting = Banner()
        self.body.addWidget(self.acting)
        self.how = ChoiceRow("Wie wird geprüft?", [(way.value, words) for way, words in READ_BACK_WAYS.items()])
        before = chosen.one(_HOW)
        self.how.set_value(before or ReadBackWay.READ_ALOUD.value)
        self._chosen = bool(before)
        self.how.picked.connect(self._picked)
        self.resident = SecondaryButton("Ansicht für die Person öffnen", shown="F9")
        self.resident.setText("Ansicht für die Person öffnen   F9")
        self.resident.clicked.connect(self.resident_wanted)
        row = FlowLayout(spacing=2 * GRID)
        row.addWidget(self.resident)
        self.body.addWidget(self.how)
        self.body.addLayout(row)
        self._list = column(None, 2 * GRID)
        self.body.addLayout(self._list)
        #: Asks for the address of an office that nobody knows yet, while it can still come onto the application.
        self.where: OfficeCard | None = None
        self.body.addStretch(1)

    def add_where(self, card: OfficeCard) -> None:
        """Ask below the sections where the application goes."""
        self.where = card
        self.body.insertWidget(self.body.count() - 1, card)

    def where_saved(self) -> bool:
        """Return whether no address is half typed; else lead there and say so."""
        if self.where is None or not self.where.typed:
            return True
        self.banner.say("warn", WHERE_TYPED)
        self.where.save.setFocus()
        self.scroller.ensureWidgetVisible(self.where)
        return False

    @property
    def way(self) -> ReadBackWay:
        """Return how it is read back."""
        return ReadBackWay(self.how.value)

    def resident_reads(self) -> None:
        """Take the preset *selbst gelesen* while the resident's view is open; what the pilot chose stays."""
        if not self._chosen:
            self.how.set_value(ReadBackWay.READ_SELF.value)
            self._chosen = False
            self._kept.keep(_HOW)

    @override
    def show_case(self, editing: Editing) -> None:
        """Show the sections as they read now, with the ticks that stand."""
        found = editing.sections()
        for _ in self._make_cards(found):
            pass  # all at once: it is shown now
        made = {one.section: one for one in editing.case.application.confirmations}
        ticked = editing.confirmed()
        if editing.frozen and not editing.case.cleared:  # frozen only with every tick
            ticked = frozenset(one.key for one in found)
        for card in self.cards:
            card.note(made.get(card.section.key) if card.section.key in ticked else None)
            with QSignalBlocker(card.tick.box):
                card.tick.box.setChecked(card.section.key in ticked)
            card.tick.box.setEnabled(not editing.frozen)
            card.doubt.setVisible(not editing.frozen)
        for button in self.how.buttons:
            button.setEnabled(not editing.frozen)
        if self.where is not None:
            self.where.setVisible(not editing.frozen)
        if self.banner.text == NOT_READ and self.next_open() is None:
            self.banner.clear()  # meanwhile they were, maybe by the person alone

    def say_acting(self, words: str) -> None:
        """Say above the sections what stands against who acts; empty where nothing does."""
        if not words:
            self.acting.clear()
        elif self.acting.text != words:
            self.acting.say("warn", words)

    def say_cautions(self, cautions: Sequence[Caution]) -> None:
        """Show each caution in the section of its question, above the tick; in the first where none has it."""
        exact = [{line.pointer for line in card.section.lines} for card in self.cards]
        alike = [{pattern(pointer) for pointer in places} for places in exact]
        said: list[list[str]] = [[] for _ in self.cards]
        for one in cautions if self.cards else ():
            here = (number for number, places in enumerate(exact) if one.at in places)
            such = (number for number, places in enumerate(alike) if pattern(one.at) in places)
            said[next(here, next(such, 0))].append(one.text)
        for card, words in zip(self.cards, said, strict=True):
            card.warn("\n".join(words))

    @override
    def prepare(self, editing: Editing) -> Iterator[None]:
        """Make the cards, one a step."""
        return self._make_cards(editing.sections())

    @override
    def enter(self) -> None:
        """Begin at the first section without a tick."""
        self.go_to_open()

    def next_open(self) -> Section | None:
        """Return the first section without a tick."""
        return next((card.section for card in self.cards if not card.tick.box.isChecked()), None)

    def ask_for_open(self) -> None:
        """Lead to the first tick that is missing and say so, above all of them and there."""
        self.banner.say("warn", NOT_READ)
        self.go_to_open()
        for card in self.cards:
            if not card.tick.box.isChecked():
                card.ask()
                return

    def go_to_open(self) -> bool:
        """Put the focus on the first tick that is missing; return whether there is one."""
        for card in self.cards:
            if not card.tick.box.isChecked():
                card.tick.box.setFocus()
                self._list.activate()
                self.body.activate()
                self.scroller.ensureWidgetVisible(card, GRID, 2 * GRID)
                self.scroller.ensureWidgetVisible(card.tick, GRID, 2 * GRID)
                return True
        if self.where is not None and not self.where.settled and not self.where.isHidden():
            self.where.change.setFocus()
            self.scroller.ensureWidgetVisible(self.where, GRID, 2 * GRID)
        elif self.cards:
            self.cards[-1].tick.box.setFocus()
        return False

    def _make_cards(self, found: tuple[Section, ...]) -> Iterator[None]:
        """Make the cards those of ``found``, one a step.

        Cards stay as long as they read the same from the top; all after the first other one are new, so that focus
        and screen reader go through them in the order in which they stand.
        """
        kept = sum(1 for _ in takewhile(_same, zip(self.cards, found, strict=False)))
        for card in self.cards[kept:]:
            self._list.removeWidget(card)
            card.hide()
            card.setParent(None)
            card.deleteLater()
        del self.cards[kept:]
        for section in found[kept:]:
            card = SectionCard(section, self._list.parentWidget())
            card.ticked.connect(self._ticked)
            card.doubted.connect(self.doubted)
            self._list.addWidget(card)
            self.cards.append(card)
            yield

    def _picked(self) -> None:
        self._chosen = True
        self._kept.keep(_HOW, self.how.value)
        self.way_chosen.emit()

    def _ticked(self, section: Section) -> None:
        card = next(card for card in self.cards if card.section == section)
        if card.tick.box.isChecked():
            self.confirmed.emit(section)
            self.go_to_open()
        else:
            self.retracted.emit(section)


def _same(pair: tuple[SectionCard, Section]) -> bool:
    card, section = pair
    return card.section == section
