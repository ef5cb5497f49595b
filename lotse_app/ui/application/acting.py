"""*Wer handelt?*: who acts, the privacy sheet, and the one consent that is asked of everybody."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QSignalBlocker, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QButtonGroup, QRadioButton

from lotse_app.models.acting import ActingAs
from lotse_app.models.representation import AGENTS, Note, Reason
from lotse_app.overriding import override
from lotse_app.ui.application.consents import KEEP_MISSING
from lotse_app.ui.application.step_view import StepView
from lotse_app.ui.kit.blocks import Card, Muted, SecondaryButton, announce
from lotse_app.ui.kit.layouts import GRID, FlowLayout
from lotse_app.ui.kit.rows import reached_before
from lotse_app.ui.kit.worded import WrappingTick
from lotse_app.ui.kit.wrapping import WrappingRadio
from lotse_app.ui.words.acting import ACTING_WORDS, note_words, reason_words
from lotse_app.workflows.applications import acting_choices

if TYPE_CHECKING:
    from PySide6.QtCore import QObject
    from PySide6.QtWidgets import QWidget

    from lotse_app.models.acting import ActingChoice
    from lotse_app.models.laws import LawKind
    from lotse_app.models.people import Workplace
    from lotse_app.ui.application.consents import ConsentTicks
    from lotse_app.ui.application.editing import Editing

NEEDS_MANDATE = "Dazu gehört eine Vollmacht."
#: Said to a screen reader here, and to everybody on the step that comes next.
_QUIET = frozenset({Note.CARE_ACTS_TOO, Note.ONLY_CARRIES})
_TOLD = frozenset({ActingAs.SELF})
_ENTER = frozenset({Qt.Key.Key_Return, Qt.Key.Key_Enter})
_WALK = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}
SHEET_MISSING = "Bitte zuerst die Datenschutzinformation übergeben oder zeigen und das Häkchen setzen."


class ActingView(StepView):
    """The first step. Digits choose a way from anywhere on it, up and down walk through the ways, Enter goes on."""

    #: The chosen ``ActingAs``.
    chosen = Signal(object)
    noticed = Signal()
    kept = Signal()
    print_sheet = Signal()
    #: Enter was pressed on a way or a tick.
    done = Signal()

    def __init__(self, workplace: Workplace, parent: QWidget | None = None) -> None:
        super().__init__("Wer handelt?", parent)
        self._workplace = workplace
        self._version = workplace.operator.notice_version
        self.group = QButtonGroup(self)
        # Not clicked, here and below: a screen reader toggles without a click.
        self.group.idToggled.connect(self._toggled)
        self._ways: tuple[ActingChoice, ...] = ()
        self._consents: ConsentTicks | None = None
        self.who = Card("Wer handelt?")
        self.who.body.setSpacing(GRID // 2)
        self.privacy = privacy = Card("Datenschutz")
        self.notice = WrappingTick(_handed(self._version))
        self.newer = Muted(f"Inzwischen gilt Fassung {self._version}: bitte neu drucken, mitgeben und neu ankreuzen.")
        self.sheet = SecondaryButton("Datenschutzinformation drucken")
        self.keep = WrappingTick("Kontaktdaten für Erinnerungen behalten (freiwillig)")
        self.notice.box.toggled.connect(self.noticed)
        self.keep.box.toggled.connect(self.kept)
        self.sheet.clicked.connect(self.print_sheet)
        self.body.addWidget(self.who)
        self.body.addWidget(privacy)
        row = FlowLayout(spacing=2 * GRID)
        row.addWidget(self.sheet)
        privacy.body.addWidget(self.notice)
        privacy.body.addWidget(self.newer)
        privacy.body.addLayout(row)
        privacy.body.addWidget(self.keep)
        privacy.body.addWidget(Muted("Ein Nein ändert nichts an der Hilfe und nichts am Antrag."))
        self.body.addStretch(1)

    @property
    def notice_version(self) -> int | None:
        """Return the version that was handed over, None for none."""
        return self._version if self.notice.box.isChecked() else None

    @property
    def keep_contact(self) -> bool:
        """Return whether contact data may be kept."""
        return self.keep.box.isChecked()

    @override
    def show_case(self, editing: Editing) -> None:
        """Show who acts and what was handed over."""
        case = editing.case
        ways = acting_choices(case.form, self._workplace, case.application.ags)
        if ways != self._ways:
            self._build_ways(ways, case.form.law_kind)
        for at, way in enumerate(self._ways):
            button = self.group.button(at)
            with QSignalBlocker(self.group):
                button.setChecked(way.acting is case.application.acting)
            button.setEnabled(way.allowed and not editing.frozen)
        ticked = (
            (self.notice, case.application.notice_version is not None),
            (self.keep, case.application.keep_contact),
        )
        for tick, on in ticked:
            with QSignalBlocker(tick.box):
                tick.box.setChecked(on)
            tick.box.setEnabled(not editing.frozen)
        handed = case.application.notice_version
        self.notice.set_text(_handed(handed or self._version))
        self.newer.setVisible(handed is not None and handed < self._version and not editing.frozen)
        if handed is not None and self.banner.text == SHEET_MISSING:
            self.banner.clear()

    def add_consents(self, ticks: ConsentTicks) -> None:
        """Put the consents between the sheet and what is asked of everybody."""
        self._consents = ticks
        self.privacy.body.insertWidget(self.privacy.body.indexOf(self.keep), ticks)
        reached_before(self.keep.box, [tick.box for tick in ticks.ticks.values()])
        ticks.changed.connect(self._consented)

    def ask_for_consent(self) -> None:
        """Say that the person is asked first."""
        if self._consents is not None:
            self.say_above(self.privacy.body, self._consents, KEEP_MISSING)
            self._consents.ask()

    def _consented(self) -> None:
        if self.banner.text == KEEP_MISSING and self._consents is not None and self._consents.may_keep:
            self.banner.clear()

    def ask_for_notice(self) -> None:
        """Say that the sheet comes first."""
        self.say_above(self.privacy.body, self.notice, SHEET_MISSING)
        self.notice.box.setFocus()

    @override
    def enter(self) -> None:
        """Begin at the tick for the sheet: who acts is preset."""
        way = self.group.checkedButton()
        target = way if way is not None and self.notice.box.isChecked() else self.notice.box
        target.setFocus()
        self.scroller.ensureWidgetVisible(target, GRID, 6 * GRID)

    def _build_ways(self, ways: tuple[ActingChoice, ...], kind: LawKind) -> None:
        """Put the ways in their order, each with its number: those with nothing to say side by side."""
        self._ways = ways
        body, row = self.who.body, None
        for at, way in enumerate(ways):
            note = _words_of(way, kind) if way.acting in _TOLD or not way.allowed or set(way.notes) - _QUIET else ""
            button = _button(at, way, kind)
            button.installEventFilter(self)
            self.group.addButton(button, at)
            if note:
                body.addWidget(button)
                body.addWidget(_note(note))
                row = None
                continue
            if row is None:
                row = FlowLayout(spacing=GRID)
                body.addLayout(row)
            row.addWidget(button)
        reached_before(self.notice.box, self.group.buttons())

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take a digit, and Enter where it presses no button: neither is used by a way or a tick itself."""
        if event.key() in _ENTER and not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            self.done.emit()
        elif event.text() in set("123456789") and int(event.text()) <= len(self._ways):
            self._choose(int(event.text()) - 1)
        else:
            super().keyPressEvent(event)

    @override
    def eventFilter(self, watched: QObject, event: QEvent, /) -> bool:
        """Let up and down walk by number: Qt goes by where a way stands in the picture."""
        if event.type() is QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            step = _WALK.get(Qt.Key(event.key()), 0)
            if step and isinstance(watched, QRadioButton):
                self._walk(self.group.id(watched), step)
                return True
        return super().eventFilter(watched, event)

    def _choose(self, at: int) -> None:
        """Choose a way by its number; one that is not open says why."""
        button = self.group.button(at)
        if button.isEnabled():
            button.setFocus(Qt.FocusReason.OtherFocusReason)
            button.setChecked(True)
        else:
            announce(button, button.accessibleDescription())
            self.scroller.ensureWidgetVisible(button, GRID, 6 * GRID)

    def _walk(self, at: int, step: int) -> None:
        open_ways = [one for one in range(len(self._ways)) if self.group.button(one).isEnabled()]
        if at in open_ways:
            self._choose(open_ways[(open_ways.index(at) + step) % len(open_ways)])

    def _toggled(self, at: int, checked: bool) -> None:  # noqa: FBT001 - Qt calls with a flag
        if checked:
            self.chosen.emit(self._ways[at].acting)


def _handed(version: int) -> str:
    return f"Datenschutzinformation übergeben (Fassung {version})"


def _button(at: int, way: ActingChoice, kind: LawKind) -> QRadioButton:
    words = ACTING_WORDS[way.acting]
    button = WrappingRadio(f"{at + 1}  {words}")
    button.setAccessibleName(f"Wer handelt? {words}")
    button.setAccessibleDescription(f"{_words_of(way, kind)} Taste {at + 1}.".strip())
    return button


def _words_of(way: ActingChoice, kind: LawKind) -> str:
    """Return what stands below a way: why it is refused, or what belongs to it."""
    if not way.allowed:
        return reason_words(Reason(way.reason), kind)
    notes = [note_words(Note(note), kind) for note in way.notes]
    return " ".join([NEEDS_MANDATE, *notes] if way.acting in AGENTS else notes)


def _note(words: str) -> Muted:
    note = Muted(words)
    note.setContentsMargins(5 * GRID - 4, 0, 0, GRID // 2)
    return note
