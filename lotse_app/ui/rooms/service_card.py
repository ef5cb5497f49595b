"""The card of one public service in one commune: facts with source and date."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from lotse_app.models.words import WAYS
from lotse_app.ui.kit.blocks import Banner, Body, Card, EmptyState, Muted, Text
from lotse_app.ui.kit.layouts import GRID, column
from lotse_app.ui.kit.pairs import Pairs
from lotse_app.ui.kit.rows import put_rows

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lotse_app.models.public_service import ServiceCard


class LabelledRows(Pairs):
    """Label and value pairs, aligned; the value may have a quieter line below."""

    def __init__(self, rows: Sequence[tuple[str, str, str]] = ()) -> None:
        super().__init__(GRID)
        for row in rows:
            self.add(*row)

    def add(self, label: str, value: str, below: str = "") -> None:
        """Add one pair."""
        name, place = Text(label, "label"), QWidget()
        box = column(place, 0)
        text = Body(value)
        text.setAccessibleName(f"{label}: {value}")
        self.put(name, place)
        box.addWidget(text)
        if below:
            box.addWidget(Muted(below))


class CardView(QWidget):
    """Shows one card, or what will be here."""

    def __init__(self) -> None:
        super().__init__()
        self._box = column(self)
        self._shown: list[QWidget] = []
        self._said: tuple[ServiceCard | None, str] | None = None
        self.show_card(None)

    def show_card(self, card: ServiceCard | None, closed: str = "") -> None:
        """Show a card; ``closed`` says why nothing can be begun."""
        if (card, closed) != self._said:  # one that stands there already stays: a letter more often finds the same
            self._said = card, closed
            put_rows(self._box, self._shown, [_empty(self) if card is None else _filled(card, closed, self)])
            self._shown[0].show()


def _empty(parent: QWidget) -> QWidget:
    frame = Card(parent=parent)
    frame.body.addWidget(
        EmptyState("Hier steht die Karte der Leistung.", "Gebühr, Frist, was mitzubringen ist, wer zuständig ist.")
    )
    return frame


def _filled(card: ServiceCard, closed: str, parent: QWidget) -> QWidget:
    frame = Card(card.service.name, parent=parent)
    if closed:
        frame.body.addWidget(Banner("warn", closed))
    if card.note and card.note != closed:
        frame.body.addWidget(Banner("info", card.note))
    rows = LabelledRows()
    frame.body.addWidget(rows)
    for fact in card.facts:
        checked = f"geprüft {fact.checked}" if fact.checked else ""
        rows.add(fact.label, fact.text, ", ".join(part for part in (fact.source, checked) if part))
    rows.add("Zuständig", card.authority)
    rows.add("Mitbringen", "\n".join(f"• {paper}" for paper in card.bring) if card.bring else "nichts hinterlegt")
    if card.may_start:
        rows.add("Einreichen", " · ".join(WAYS[way] for way in card.ways))
    return frame
