"""Persons of a group by what each of them said: counts that may not be more than there were."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QSpinBox

from lotse_app.models.contact import NOT_SAID, HeadKind, Heads
from lotse_app.ui.kit.blocks import Card, Muted, Text, announce, restyle
from lotse_app.ui.kit.fields import Field
from lotse_app.ui.kit.layouts import FlowRow
from lotse_app.ui.words.session import HEADS

if TYPE_CHECKING:
    from collections.abc import Iterable

MOST = 999


class HeadCounts(Card):
    """One line an attribute: a number for each answer, and how many said nothing. All of it may stay empty."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__("Gruppe: Wer war da?")
        self._people = 1
        self._boxes: dict[tuple[HeadKind, str], QSpinBox] = {}
        self._rests: dict[HeadKind, Text] = {}
        self.body.addWidget(Muted("Nur, was gesagt wurde. Wer nichts sagt, zählt von selbst unter „keine Angabe“."))
        for kind in HEADS:
            self._add_line(kind)

    @property
    def heads(self) -> tuple[Heads, ...]:
        """Return what was counted."""
        return tuple(Heads(kind, value, box.value()) for (kind, value), box in self._boxes.items() if box.value())

    def show_heads(self, heads: Iterable[Heads], people: int) -> None:
        """Fill the numbers; what nobody said is the remainder."""
        counts = {(one.kind, one.value): one.count for one in heads}
        for key, box in self._boxes.items():
            box.setValue(counts.get(key, 0))
        self.set_people(people)

    def set_people(self, people: int) -> None:
        """Say how many persons there were."""
        self._people = people
        for kind in HEADS:
            self._count(kind)

    @property
    def boxes(self) -> tuple[QSpinBox, ...]:
        """Return the numbers as they are read."""
        return tuple(self._boxes.values())

    def box(self, kind: HeadKind, value: str) -> QSpinBox:
        """Return the number of one answer."""
        return self._boxes[kind, value]

    def rest(self, kind: HeadKind) -> str:
        """Return what is said about those who did not say."""
        return self._rests[kind].text()

    def _add_line(self, kind: HeadKind) -> None:
        label, answers = HEADS[kind]
        line = FlowRow()
        for value, word in answers:
            box = QSpinBox()
            box.setRange(0, MOST)
            box.valueChanged.connect(partial(self._changed, kind))
            field = Field(word, box)
            box.setAccessibleName(f"{label}: {word}")
            line.add(field)
            self._boxes[kind, value] = box
        head = Text(label, "label")
        if kind is HeadKind.AGE:  # the key of the row that asks a single person for the age
            head.setText("A&lter")
            head.setBuddy(next(iter(self._boxes.values())))
        self._rests[kind] = Muted()
        self.body.addWidget(head)
        self.body.addWidget(line)
        self.body.addWidget(self._rests[kind])

    def _changed(self, kind: HeadKind, _number: int) -> None:
        self._count(kind)
        self.changed.emit()

    def _count(self, kind: HeadKind) -> None:
        said = sum(box.value() for (one, value), box in self._boxes.items() if one is kind and value != NOT_SAID[kind])
        rest, words = self._people - said, self._rests[kind]
        text = f"⚠ {-rest} zu viel: Es waren {self._people}." if rest < 0 else f"keine Angabe: {rest}"
        if text != words.text():
            words.setText(text)
            words.setProperty("kind", "problem" if rest < 0 else "muted")
            restyle(words)
            if rest < 0:
                announce(self, text)
