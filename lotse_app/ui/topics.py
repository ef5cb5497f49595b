"""Topics of a session: what was chosen as removable words, and a line that finds more."""

from __future__ import annotations

import re
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QLineEdit, QWidget

from lotse_app.models.session import LONGEST_TOPIC, MOST_TOPICS, Topic
from lotse_app.ui.kit.blocks import SecondaryButton, announce
from lotse_app.ui.kit.fields import Field
from lotse_app.ui.kit.layouts import GRID, FlowLayout, column
from lotse_app.ui.kit.proposals import Proposals, line_of
from lotse_app.ui.kit.rows import put_rows, reached_before
from lotse_app.ui.words.session import note_warning
from lotse_app.workflows.lanes import LaneName

if TYPE_CHECKING:
    from lotse_app.models.problems import Problem
    from lotse_app.models.public_service import Hit
    from lotse_app.ui.tasks import Tasks
    from lotse_app.workflows.find import Finding

OFFERED = 8
#: Letters from which on the finder is asked.
LEAST = 2
#: What a hit counts that may be taken unseen (a name typed exactly: 4 and more; a chance likeness: below 3).
SURE = 3.5
#: Words that say nothing of what it is about.
_FILLING = frozenset({"antrag", "auf", "ein", "eine", "einen", "der", "die", "das", "für", "und", "zum", "zur", "von"})
_WORDS = re.compile(r"\w+")


def surely_meant(text: str, hit: Hit) -> bool:
    """Return whether a hit is what was typed, and not only the nearest there is: the catalogue has no *WhatsApp*.

    Every word that says something led to it, and it counts about as much as a name typed exactly.
    """
    led = {word.casefold() for word in (*hit.because, *hit.everyday)}
    told = {word.casefold() for word in _WORDS.findall(text)} - _FILLING
    return hit.score >= SURE and bool(told) and told <= led


class TopicPicker(QWidget):
    """Holds topics; the line below asks the finder with every key."""

    changed = Signal()

    def __init__(self, tasks: Tasks, finding: Finding) -> None:
        super().__init__()
        self._tasks = tasks
        self._finding = finding
        self._topics: tuple[Topic, ...] = ()
        self._hits: dict[str, Hit] = {}
        #: The letters that ``_hits`` answer, None while the finder still looks; and whether Return came before that.
        self._known: str | None = ""
        self._waiting = False
        self._shown: list[SecondaryButton] = []
        self._chips = QWidget()
        self._flow = FlowLayout(self._chips, GRID)
        self.line = QLineEdit()
        self.line.setMaxLength(LONGEST_TOPIC)
        self.line.setPlaceholderText("zum Beispiel: Hund anmelden")
        self._offer = Proposals(self)
        self._offer.setCompletionMode(Proposals.CompletionMode.UnfilteredPopupCompletion)
        self._offer.setWidget(self.line)
        self._offer.activated.connect(self._take)
        # Not textEdited: a screen reader sets text without a key.
        self.line.textChanged.connect(self._find)
        self.line.returnPressed.connect(self._enter)
        box = column(self, GRID)
        box.addWidget(self._chips)
        self._field = Field("Anl&iegen", self.line, "Tippen, mit ↓ wählen, Eingabetaste übernimmt.")
        box.addWidget(self._field)
        self._chips.hide()

    @property
    def topics(self) -> tuple[Topic, ...]:
        """Return the chosen topics."""
        return self._topics

    def set_topics(self, topics: tuple[Topic, ...]) -> None:
        """Show these topics."""
        self._topics = topics
        put_rows(self._flow, self._shown, [self._chip(topic) for topic in topics])
        reached_before(self.line, self._shown)
        self._chips.setVisible(bool(topics))
        self._chips.updateGeometry()

    def _chip(self, topic: Topic) -> SecondaryButton:
        chip = SecondaryButton(f"{topic.label}  ✕")
        chip.setAccessibleName(f"Anliegen {topic.label} entfernen")
        chip.clicked.connect(partial(self._remove, topic))
        return chip

    def clear(self) -> None:
        """Forget topics and what was typed."""
        self.line.clear()
        self.set_topics(())

    def _find(self, text: str) -> None:
        self._field.set_problem(note_warning(text))
        self._hits, self._known, self._waiting = {}, text if len(text.strip()) < LEAST else None, False
        if self._known is not None:
            popup = self._offer.popup()
            if popup is not None:
                popup.hide()
            return
        self._tasks.latest(
            LaneName.FINDER, partial(self._search, text), self, self._offered, partial(self._quiet, text)
        )

    def _search(self, text: str) -> tuple[str, tuple[Hit, ...]]:
        return text, tuple(hit for hit in self._finding.find(text, OFFERED) if not hit.alike)

    def _offered(self, found: tuple[str, tuple[Hit, ...]]) -> None:
        text, hits = found
        if text != self.line.text():
            return  # an answer to fewer letters
        self._hits, self._known = {hit.name: hit for hit in hits}, text
        self._offer.set_lines(self._hits)
        if self._waiting:
            self._enter()
        elif self.line.hasFocus() and hits:
            self._offer.offer()

    def _quiet(self, text: str, _problem: Problem) -> None:
        if text == self.line.text():
            self._offered((text, ()))

    def _take(self, chosen: object) -> None:
        name = line_of(chosen)
        hit = self._hits.get(name)
        self._add(Topic(hit.service_id, hit.name) if hit is not None else Topic("", name))

    def _enter(self) -> None:
        """Take what was typed: the service that is surely meant, else the words as they stand."""
        if self._offer.is_choosing:
            return  # the list itself takes the chosen line
        if self._known != self.line.text():
            self._waiting = True  # fast fingers: the answer to these letters is still to come
            return
        text = self.line.text().strip()
        sure = next((name for name, hit in self._hits.items() if surely_meant(text, hit)), None)
        if sure is not None or (text and not note_warning(text)):  # what is no service travels as it was typed
            self._take(sure or text)

    def _add(self, topic: Topic) -> None:
        if len(self._topics) >= MOST_TOPICS:
            self._field.set_problem(f"Mehr als {MOST_TOPICS} Anliegen fasst eine Beratung nicht.")
            return
        QTimer.singleShot(0, self.line, self.line.clear)
        if topic not in self._topics:
            self.set_topics((*self._topics, topic))
            announce(self, f"Anliegen {topic.label} hinzugefügt")
            self.changed.emit()

    def _remove(self, topic: Topic, *_clicked: object) -> None:
        self.set_topics(tuple(kept for kept in self._topics if kept != topic))
        self.line.setFocus()
        self.changed.emit()
