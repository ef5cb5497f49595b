"""The room *Leistungen*: type what the resident says, see the card, begin."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from lotse_app.models.permission import Right
from lotse_app.models.problems import problem
from lotse_app.models.session import Topic
from lotse_app.overriding import override
from lotse_app.ui.kit.blocks import EmptyState, LinkButton, Muted, PrimaryButton, SecondaryButton, announce
from lotse_app.ui.kit.fields import Field, SearchChoice
from lotse_app.ui.kit.found_list import FinderLine, FoundList
from lotse_app.ui.kit.layouts import GRID, Columns, column
from lotse_app.ui.messages.problems import sentence
from lotse_app.ui.rooms.beginning import closed
from lotse_app.ui.rooms.room import SEARCH_FOR, UNDERTAKING, Go, PaperReady, Room, RoomName
from lotse_app.ui.rooms.service_card import CardView
from lotse_app.ui.words.shared import counted
from lotse_app.workflows.lanes import LaneName

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lotse_app.models.application import Application
    from lotse_app.models.commune import Commune
    from lotse_app.models.problems import Code
    from lotse_app.models.public_service import Hit, ServiceCard
    from lotse_app.models.session import CounsellingSession
    from lotse_app.ui.tasks import Tasks
    from lotse_app.workflows.desk import Desk

NOTHING = "Nichts gefunden. Bitte ein anderes Wort versuchen."
#: No card is opened by itself then: it would be one of something else.
ALIKE = "Nichts Passendes gefunden. Bitte ein anderes Wort versuchen. Am ähnlichsten klingt:"


class ServicesRoom(Room):
    """Finder and card."""

    def __init__(self, desk: Desk, tasks: Tasks) -> None:
        super().__init__("", desk, tasks)
        self.setAccessibleName("Leistungen")
        self._card: ServiceCard | None = None
        self._wanted = ""
        self._chosen = ""
        self._lay_out()
        self._may_keep = desk.sight.allows(Right.COUNSEL)
        self._refused: Code | None = None
        self._begin = PrimaryButton("Antrag beginnen", "Ctrl+Return", "Strg+⏎")
        self._bring = SecondaryButton("Mitbringliste drucken")
        self._keep = SecondaryButton("Anliegen festhalten")
        #: Why nothing can be begun, beside the button, and where that can be changed.
        self.why = Muted()
        self.to_settings = LinkButton("Zu den Einstellungen")
        self.set_foot([self.why, self.to_settings], [self._keep, self._bring, self._begin])
        self.words.textChanged.connect(self._find)
        self.words.entered.connect(self.hits.enter)
        self.hits.taken.connect(self._take)
        self.hits.moved.connect(self._load_card)
        self.commune.chosen.connect(self._load_card)
        self._begin.clicked.connect(self._begin_case)
        self._bring.clicked.connect(self._print_bring)
        self._keep.clicked.connect(self._keep_topic)
        self.to_settings.clicked.connect(self._go_to_settings)
        self._show_none()

    @override
    def help_text(self) -> str:
        """Return what F1 says here."""
        return (
            "Schreiben Sie, was die Person sagt, zum Beispiel „Hund anmelden“. Mit ↓ und der Eingabetaste wählen, "
            "mit Strg+Eingabe den Antrag beginnen. Strg+3 führt hierher, Strg+K findet auch Vorgänge und Personen."
        )

    @override
    def enter(self, target: str = "") -> None:
        """Come in; ``suche`` puts the focus into the finder and clears it."""
        self.banner.clear()
        self.ask(LaneName.STORE, partial(self.desk.sight.refusal, Right.BEGIN_CASE), self._take_refusal)
        if not self.commune.count():
            self.ask(LaneName.FINDER, self.desk.find.communes, self._show_communes)
        if target.startswith(SEARCH_FOR):
            self._chosen, _, words = target.removeprefix(SEARCH_FOR).partition(":")
            self.words.clear()
            self.words.setText(words)
        if target == "suche":
            self.words.selectAll()
            announce(self, "Suche in den Leistungen")
        self.words.setFocus(Qt.FocusReason.ShortcutFocusReason)

    @override
    def forget(self) -> None:
        """*Nächste Person*: what was looked for is gone."""
        self.words.clear()
        self._show_none()

    def _lay_out(self) -> None:
        self.words = FinderLine("zum Beispiel: mein Hund ist neu")
        self.commune = SearchChoice(label="Gemeinde")
        what = Field("Worum geht es?", self.words)
        self.body.addWidget(Columns([what, Field("Gemeinde", self.commune)], 20, (3, 1)))
        self.hits = FoundList("Gefundene Leistungen", _hit_words, height=360)
        self._count = Muted()
        self._empty = EmptyState(
            "Hier steht, was gefunden wird.", "Einfach schreiben, wie die Person es sagt. Tippfehler sind erlaubt."
        )
        left = QWidget()
        box = column(left, GRID)
        for widget in (self._count, self._empty, self.hits):
            box.addWidget(widget)
        self.card_view = CardView()
        self.body.addWidget(Columns([left, self.card_view], 26, (5, 6)))

    def _show_communes(self, communes: Sequence[Commune]) -> None:
        self.commune.set_options([(commune.ags, commune.name) for commune in communes])
        self.commune.set_value(self.desk.workplace.station.ags)

    def _find(self, text: str) -> None:
        if not text.strip():
            self.forget()
            return
        self.tasks.latest(LaneName.FINDER, partial(self.desk.find.find, text), self, self._show_hits, self.say_problem)

    def _show_hits(self, hits: tuple[Hit, ...]) -> None:
        if not self.words.text().strip():
            return
        chosen, self._chosen = self._chosen, ""
        at = next((row for row, hit in enumerate(hits) if hit.service_id == chosen), None)
        alike = bool(hits) and hits[0].alike and at is None
        self.hits.show_found(hits, -1 if alike else at or 0)
        self._empty.setVisible(False)
        self._count.setText(ALIKE if alike else _found_words(len(hits)))
        self._count.show()
        if not hits or alike:
            self._wanted = ""
            self._show_card(None)
            return
        if at is not None:
            self.hits.setFocus(Qt.FocusReason.OtherFocusReason)

    def _take(self) -> None:
        self._load_card()
        target = self._begin if self._begin.isEnabled() else self._bring
        target.setFocus(Qt.FocusReason.OtherFocusReason)

    def _load_card(self) -> None:
        hit = self.hits.in_hand
        ags = self.commune.value or self.desk.workplace.station.ags
        if hit is None:
            return
        self._wanted = hit.service_id
        self.ask(LaneName.FINDER, partial(self.desk.find.card, hit.service_id, ags), self._show_card)

    def _show_card(self, card: ServiceCard | None) -> None:
        if card is not None and card.service.service_id != self._wanted:
            return
        self._card = card
        why = None if card is None else closed(card, self._refused, self.desk.workplace.pilot)
        self.card_view.show_card(card, why.words if why else "")
        self.why.setText(why.brief if why else "")
        self.why.setVisible(why is not None)
        self.to_settings.setVisible(why is not None and why.in_settings)
        self._begin.setEnabled(card is not None and why is None)
        self._begin.setAccessibleDescription(why.brief if why else "Taste Strg+⏎")
        self._bring.setEnabled(card is not None and bool(card.bring))
        self._keep.setEnabled(card is not None and self._may_keep)
        self.foot.setVisible(card is not None)
        self._say_refused()

    def _take_refusal(self, code: Code | None) -> None:
        """Take what the table of rights says to this pilot now; the undertaking may have been entered meanwhile."""
        self._refused = code
        self._show_card(self._card)

    def _say_refused(self) -> None:
        """Say it above as long as no card does."""
        words = sentence(problem(self._refused)) if self._refused is not None else ""
        if words and self._card is None:
            self.banner.say("info", words)
        elif words and self.banner.text == words:
            self.banner.clear()

    def _go_to_settings(self) -> None:
        self.go.emit(Go(RoomName.SETTINGS, UNDERTAKING))

    def _show_none(self) -> None:
        self._wanted = ""
        self.hits.show_found(())
        self._count.hide()
        self._empty.show()
        self._show_card(None)

    def _begin_case(self) -> None:
        if self._card is not None:
            ags = self.commune.value or self.desk.workplace.station.ags
            self.ask(LaneName.STORE, partial(self.desk.applications.begin, self._card, ags), self._begun)

    def _begun(self, application: Application) -> None:
        self.changed.emit()
        self.go.emit(Go(RoomName.APPLICATIONS, application.id))

    def _print_bring(self) -> None:
        if self._card is not None:
            self.ask(LaneName.WORK, partial(self.desk.printing.bring_list, self._card), self._show_paper)

    def _show_paper(self, pdf: bytes) -> None:
        self.paper.emit(PaperReady("Was muss ich mitbringen?", pdf))

    def _keep_topic(self) -> None:
        if self._card is not None:
            service = self._card.service
            self.ask(LaneName.STORE, partial(self._add_topic, Topic(service.service_id, service.name)), self._kept)

    def _add_topic(self, topic: Topic) -> CounsellingSession:
        return self.desk.counsel.add_topic(self.desk.counsel.start().id, topic)

    def _kept(self, _session: CounsellingSession) -> None:
        self.say_done("Das Anliegen steht in der laufenden Beratung.")
        self.changed.emit()


def _found_words(count: int) -> str:
    return counted(count, "Leistung gefunden", "Leistungen gefunden") if count else NOTHING


def _hit_words(hit: Hit) -> str:
    form = "mit Formular" if hit.has_form else ""
    reasons = (_reason("gefunden durch", hit.because), _reason("Alltagswort", hit.everyday))
    below = " · ".join(part for part in (*reasons, form) if part)
    return f"{hit.name}\n{below}" if below else hit.name


def _reason(by: str, said: tuple[str, ...]) -> str:
    return f"{by}: {', '.join(f'„{word}“' for word in said)}" if said else ""
