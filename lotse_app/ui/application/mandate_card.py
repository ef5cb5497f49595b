"""A Vollmacht that is there: how it stands, its paper, verifying, taking it back and telling the offices."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from lotse_app.clock import local_date, long_date, short_date, short_moment
from lotse_app.models.mandate import RevokedBy, Standing, standing
from lotse_app.ui.application.facts import Facts
from lotse_app.ui.kit.blocks import Body, Card, Muted, SecondaryButton
from lotse_app.ui.kit.fields import ChoiceRow
from lotse_app.ui.kit.layouts import GRID, FlowLayout, column
from lotse_app.ui.kit.rows import put_rows
from lotse_app.ui.words.acting import REVOKED_BY_WORDS, SCOPE_WORDS, SENT_WORDS, STANDING_WORDS
from lotse_app.ui.words.shared import GUARDED

if TYPE_CHECKING:
    from lotse_app.clock import Clock
    from lotse_app.models.mandate import KeptMandate, MandateCheck, RevocationNotice

REVOKE_WORDS = (
    "Der Widerruf gilt hier sofort. Für ein Amt gilt er erst, wenn er dort angekommen ist: Lotse druckt für jede "
    "Stelle, die die Vollmacht bekommen hat, einen Brief. Ein Widerruf lässt sich nicht zurücknehmen; dann braucht es "
    "eine neue Vollmacht."
)
WHOLE = "Geprüft: Text, Unterschrift und Papier sind unverändert, so wie sie festgehalten wurden."
NOBODY = "Keine Stelle hat die Vollmacht bekommen; es ist nichts mitzuteilen."
TO_SEND = (
    "Noch nicht übergeben. Für diese Stelle gilt die Vollmacht noch. Ist der Brief übergeben: in „Heute“ eintragen."
)


class MandateCard(Card):
    """One mandate; what is asked of it comes out as signals."""

    paper_wanted = Signal()
    check_wanted = Signal()
    signed_on_print = Signal()
    new_wanted = Signal()
    take_over_wanted = Signal()
    #: A ``RevokedBy``.
    revoked = Signal(object)
    #: A tuple of offices whose letter is to be printed.
    letters_wanted = Signal(object)

    def __init__(self, clock: Clock) -> None:
        super().__init__("Vollmacht")
        self._clock = clock
        self.state = Body()
        self.facts = Facts()
        self.checked = Body()
        self.paper = SecondaryButton("Ansehen und drucken")
        self.check = SecondaryButton("Prüfen")
        self.signed = SecondaryButton("Auf dem Ausdruck unterschrieben")
        self.take_over = SecondaryButton("Angaben in den Antrag übernehmen")
        self.take_over.setAccessibleDescription("Nur, wenn die Person einverstanden ist. Leere Felder werden gefüllt.")
        self.new = SecondaryButton("Neue Vollmacht aufnehmen")
        self.revoke = SecondaryButton("Widerrufen …")
        self.by = ChoiceRow("Wer widerruft?", [(by.value, words) for by, words in REVOKED_BY_WORDS.items()])
        self.by.set_value(RevokedBy.GRANTOR.value)
        self.really = SecondaryButton("Jetzt widerrufen")
        self.keep = SecondaryButton("Nicht widerrufen")
        self.letters = SecondaryButton("Widerruf drucken")
        self._offices: tuple[str, ...] = ()
        self._open = False
        self._fill()
        self._connect()

    def _fill(self) -> None:
        buttons = QWidget()
        row = FlowLayout(buttons, GRID)
        for button in (self.signed, self.paper, self.check, self.take_over, self.new, self.revoke):
            row.addWidget(button)
        self.asking = QWidget()
        box = column(self.asking, GRID)
        box.addWidget(Body(REVOKE_WORDS))
        box.addWidget(self.by)
        ways = QWidget()
        choices = FlowLayout(ways, GRID)
        choices.addWidget(self.really)
        choices.addWidget(self.keep)
        box.addWidget(ways)
        self.notices = QWidget()
        self._notices = column(self.notices, GRID // 2)
        self._told: list[QWidget] = []
        for widget in (self.state, self.facts, self.checked, buttons, self.asking, self.notices, self.letters):
            self.body.addWidget(widget)
        self.asking.hide()
        self.checked.hide()

    def _connect(self) -> None:
        self.paper.clicked.connect(self.paper_wanted)
        self.check.clicked.connect(self.check_wanted)
        self.signed.clicked.connect(self.signed_on_print)
        self.take_over.clicked.connect(self.take_over_wanted)
        self.new.clicked.connect(self.new_wanted)
        self.revoke.clicked.connect(self._ask)
        self.keep.clicked.connect(self.asking.hide)
        self.really.clicked.connect(self._revoke)
        self.letters.clicked.connect(self._letters)

    def show_mandate(self, kept: KeptMandate, *, frozen: bool, guarded: bool = False) -> None:
        """Show a mandate; ``frozen`` says that the case can go under no other one any more.

        ``guarded``: who gives it has an Auskunftssperre and is not named.
        """
        how = standing(kept, local_date(self._clock.now()))
        self.state.setText(_state_words(kept, how))
        self.facts.show_pairs(facts_of(kept, guarded=guarded))
        self.checked.hide()
        self.asking.hide()
        self.signed.setVisible(how is Standing.UNSIGNED)
        self.revoke.setVisible(kept.revocation is None and how is not Standing.UNSIGNED)
        self.new.setVisible(not frozen)
        self.take_over.setVisible(not frozen)
        self._offices = tuple(one.office for one in kept.notices)
        self._open = bool(kept.open_notices)
        self.letters.setVisible(bool(self._offices))
        self._show_notices(kept)

    @property
    def next(self) -> SecondaryButton:
        """Return what is to be done next: have the print signed, print the letters; else look at the paper."""
        to_send = self.letters if self._open else self.paper
        return self.signed if self.signed.isVisibleTo(self) else to_send

    def show_check(self, check: MandateCheck) -> None:
        """Say what verifying found."""
        self.checked.setText(f"{WHOLE} {STANDING_WORDS[check.standing]}" if check.whole else _damage(check))
        self.checked.show()

    def _show_notices(self, kept: KeptMandate) -> None:
        self.notices.setVisible(kept.revocation is not None)
        rows = [row for one in kept.notices for row in (Body(one.office), Muted(notice_words(one)))]
        put_rows(self._notices, self._told, rows or [Muted(NOBODY)])

    def _ask(self) -> None:
        self.asking.show()
        self.by.take_focus()

    def _revoke(self) -> None:
        self.revoked.emit(RevokedBy(self.by.value))

    def _letters(self) -> None:
        self.letters_wanted.emit(self._offices)


def facts_of(kept: KeptMandate, *, guarded: bool = False) -> list[tuple[str, str]]:
    """Return what a mandate says as label and value; who gives it is masked where ``guarded``."""
    mandate, signed = kept.mandate, kept.signature
    pairs = [
        ("Nummer", mandate.number),
        ("Gibt die Vollmacht", GUARDED if guarded else mandate.grantor.name),
        ("Bekommt sie", mandate.agent.name),
        ("Erlaubt", ", ".join(SCOPE_WORDS[scope] for scope in mandate.scopes)),
        ("Wofür", mandate.service_name or "alle Anträge mit Hilfe dieses Trägers"),
        ("Gilt von – bis", f"{long_date(mandate.first)} – {long_date(mandate.last)}"),
    ]
    if signed is not None:
        where = "auf dem Ausdruck" if signed.on_paper else "auf dem Unterschriftenfeld"
        pairs.append(("Unterschrieben", f"{short_moment(signed.at)}, {where}"))
    return [*pairs, ("Prüfsumme", f"{kept.digest[:16]} …")]


def notice_words(notice: RevocationNotice) -> str:
    """Return how a revocation stands with one office."""
    if notice.sent_on is None or notice.how is None:
        return TO_SEND
    return f"Übergeben am {short_date(notice.sent_on)}, {SENT_WORDS[notice.how]}."


def _state_words(kept: KeptMandate, how: Standing) -> str:
    if kept.revocation is None:
        return STANDING_WORDS[how]
    left = len(kept.open_notices)
    words = f"{STANDING_WORDS[how]} Seit {short_date(local_date(kept.revocation.at))}."
    return f"{words} Noch zu übergeben: {left}." if left else words


def _damage(check: MandateCheck) -> str:
    parts = (
        (check.bytes_whole, "der Inhalt"),
        (check.text_known, "der Wortlaut dieser Fassung"),
        (check.paper_whole, "das Papier"),
        (check.signature_fits, "die Unterschrift"),
    )
    wrong = ", ".join(words for good, words in parts if not good)
    return f"Nicht in Ordnung: {wrong}. {STANDING_WORDS[Standing.DAMAGED]}"
