"""*Wer handelt?*: who acts, the privacy sheet, and the one consent that is asked of everybody."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import QButtonGroup, QRadioButton

from lotse_app.models.acting import ActingAs
from lotse_app.ui.application.consents import KEEP_MISSING
from lotse_app.ui.application.step_view import StepView
from lotse_app.ui.form.choosing import WrappingTick
from lotse_app.ui.kit import Card, Muted, SecondaryButton
from lotse_app.ui.layouts import GRID, FlowLayout
from lotse_app.ui.overriding import override
from lotse_app.workflows.applications import REASON_LATER, REASON_OWN_COMMUNE, acting_choices

if TYPE_CHECKING:
    from lotse_app.models.acting import ActingChoice
    from lotse_app.models.people import Workplace
    from lotse_app.ui.application.consents import ConsentTicks
    from lotse_app.ui.application.editing import Editing

ACTING_WORDS: dict[ActingAs, str] = {
    ActingAs.SELF: "Die Person selbst – ich unterstütze beim Ausfüllen",
    ActingAs.AUTHORISED_PERSON: "Person mit Vollmacht",
    ActingAs.PARENTS: "Eltern",
    ActingAs.LEGAL_GUARDIAN: "Rechtliche Betreuung",
    ActingAs.MESSENGER: "Bote (gibt nur ab)",
    ActingAs.PILOT_AS_AGENT: "Ich als bevollmächtigte Person",
}
_NOTES: dict[ActingAs, str] = {ActingAs.SELF: "Keine Vollmacht nötig."}
REASON_WORDS = {
    REASON_OWN_COMMUNE: "Nicht möglich: Sie arbeiten für die Gemeinde, die entscheidet.",
    REASON_LATER: "Kommt mit einer späteren Fassung.",
    "": "Bei dieser Leistung nicht vorgesehen.",
}
SHEET_MISSING = "Bitte zuerst die Datenschutzinformation übergeben oder zeigen und das Häkchen setzen."


class ActingView(StepView):
    """The first step."""

    #: The chosen ``ActingAs``.
    chosen = Signal(object)
    noticed = Signal()
    kept = Signal()
    print_sheet = Signal()

    def __init__(self, workplace: Workplace) -> None:
        super().__init__("Wer handelt?")
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
        self.notice = WrappingTick(f"Datenschutzinformation übergeben (Fassung {self._version})")
        self.sheet = SecondaryButton("Datenschutzinformation drucken")
        self.keep = WrappingTick("Kontaktdaten für Erinnerungen behalten (freiwillig)")
        self.notice.box.toggled.connect(self.noticed)
        self.keep.box.toggled.connect(self.kept)
        self.sheet.clicked.connect(self.print_sheet)
        row = FlowLayout(spacing=2 * GRID)
        row.addWidget(self.sheet)
        privacy.body.addWidget(self.notice)
        privacy.body.addLayout(row)
        privacy.body.addWidget(self.keep)
        privacy.body.addWidget(Muted("Ein Nein ändert nichts an der Hilfe und nichts am Antrag."))
        self.body.addWidget(self.who)
        self.body.addWidget(privacy)
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
            self._build_ways(ways)
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
        if case.application.notice_version is not None and self.banner.text == SHEET_MISSING:
            self.banner.clear()

    def add_consents(self, ticks: ConsentTicks) -> None:
        """Put the consents between the sheet and what is asked of everybody."""
        self._consents = ticks
        self.privacy.body.insertWidget(self.privacy.body.indexOf(self.keep), ticks)
        ticks.changed.connect(self._consented)

    def ask_for_consent(self) -> None:
        """Say that the person is asked first."""
        self.banner.say("warn", KEEP_MISSING)
        if self._consents is not None:
            self._consents.ask()

    def _consented(self) -> None:
        if self.banner.text == KEEP_MISSING and self._consents is not None and self._consents.may_keep:
            self.banner.clear()

    def ask_for_notice(self) -> None:
        """Say that the sheet comes first."""
        self.banner.say("warn", SHEET_MISSING)
        self.notice.box.setFocus()

    @override
    def enter(self) -> None:
        """Begin at the tick for the sheet: who acts is preset."""
        way = self.group.checkedButton()
        target = way if way is not None and self.notice.box.isChecked() else self.notice.box
        target.setFocus()
        self.scroller.ensureWidgetVisible(target, GRID, 6 * GRID)

    def _build_ways(self, ways: tuple[ActingChoice, ...]) -> None:
        """Put the preset first, then those without a reason of their own in one row, then each that is refused."""
        self._ways = ways
        row = FlowLayout(spacing=GRID)
        later: list[str] = []
        alone: list[tuple[QRadioButton, str]] = []
        for at, way in enumerate(ways):
            words = ACTING_WORDS[way.acting]
            note = _NOTES.get(way.acting, "") if way.allowed else REASON_WORDS[way.reason]
            button = QRadioButton(words)
            button.setAccessibleName(f"Wer handelt? {words}")
            button.setAccessibleDescription(note)
            self.group.addButton(button, at)
            if note and way.reason != REASON_LATER:
                alone.append((button, note))
            else:
                row.addWidget(button)
                later += [words] if way.reason == REASON_LATER else []
        self._place_ways(alone, row, later)

    def _place_ways(self, alone: list[tuple[QRadioButton, str]], row: FlowLayout, later: list[str]) -> None:
        body = self.who.body
        for button, note in alone[:1]:
            body.addWidget(button)
            body.addWidget(_note(note))
        body.addLayout(row)
        if later:
            body.addWidget(_note(f"{', '.join(later)}: kommt mit einer späteren Fassung."))
        for button, note in alone[1:]:
            body.addWidget(button)
            body.addWidget(_note(note))

    def _toggled(self, at: int, checked: bool) -> None:  # noqa: FBT001 - Qt calls with a flag
        if checked:
            self.chosen.emit(self._ways[at].acting)


def _note(words: str) -> Muted:
    note = Muted(words)
    note.setContentsMargins(5 * GRID - 4, 0, 0, GRID // 2)
    return note
