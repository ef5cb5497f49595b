"""Station files in *Auswertung*: write one's own, read those of others, compare the sign of a new key."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from lotse_app.clock import short_moment
from lotse_app.models.station_file import SUFFIX, groups
from lotse_app.ui.kit.blocks import Banner, Body, Card, LinkButton, Muted, Rule, SecondaryButton
from lotse_app.ui.kit.file_dialogs import ask_files, ask_target, documents
from lotse_app.ui.kit.layouts import GRID, FlowLayout, column
from lotse_app.ui.messages.problems import sentence
from lotse_app.workflows.lanes import LaneName

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lotse_app.models.problems import Problem
    from lotse_app.models.station_file import HeldFile, Received
    from lotse_app.ui.kit.blocks import Tone
    from lotse_app.ui.tasks import Tasks
    from lotse_app.workflows.desk import Desk
    from lotse_app.workflows.gathering import Pen

_WHAT = (
    "Eine Stützpunktdatei bringt die Zahlen eines Stützpunkts zur Koordination: eine Zeile je Beratung, ohne Namen, "
    "Notizen und Uhrzeiten. Sie ist mit dem Schlüssel des Geräts unterschrieben; wird sie verändert, fällt es hier auf."
)
_NONE = "Noch keine Datei eines anderen Stützpunkts gelesen."
_FILTER = f"Stützpunktdateien (*{SUFFIX})"


@dataclass(frozen=True, slots=True)
class Said:
    """What the room says of what was done."""

    tone: Tone
    text: str


class StationFilesCard(Card):
    """Writes, reads, lists and removes station files."""

    #: A ``Said``.
    said = Signal(object)
    #: A ``tuple`` of ``HeldFile``: what is held now.
    held = Signal(object)

    def __init__(self, desk: Desk, tasks: Tasks) -> None:
        super().__init__("Stützpunktdateien")
        self._desk, self._tasks = desk, tasks
        self._waiting: list[Path] = []
        self._lines: list[str] = []
        self._tone: Tone = "ok"
        self._asked: Received | None = None
        self._listed: QWidget | None = None
        self.write = SecondaryButton("Datei dieses Stützpunkts schreiben …")
        self.read = SecondaryButton("Dateien lesen …")
        self.question = Banner("warn")
        self.agree = SecondaryButton("Prüfzeichen stimmt")
        self.decline = SecondaryButton("Nicht aufnehmen")
        self.body.addWidget(Muted(_WHAT))
        row = FlowLayout(spacing=GRID)
        row.addWidget(self.write)
        row.addWidget(self.read)
        self.body.addLayout(row)
        self.body.addWidget(self.question)
        self._answers = QWidget()  # below the question: beside it, large letters would leave the question no room
        answers = FlowLayout(self._answers, GRID)
        answers.addWidget(self.agree)
        answers.addWidget(self.decline)
        self._answers.hide()
        self.body.addWidget(self._answers)
        self.write.clicked.connect(self._ask_target)
        self.read.clicked.connect(self._ask_files)
        self.agree.clicked.connect(self._agreed)
        self.decline.clicked.connect(self._declined)

    def reload(self) -> None:
        """Load which files are held."""
        self._tasks.run(LaneName.STORE, self._desk.gathering.held, self, self._show, self._refuse)

    def write_to(self, target: Path) -> None:
        """Write this station's file."""
        done = partial(self._sign, target)
        self._tasks.run(LaneName.STORE, self._desk.gathering.pen, self, done, self._refuse)

    def take(self, paths: Sequence[Path]) -> None:
        """Read files one after the other; each says how it went."""
        self._waiting.extend(paths)
        self.read.setEnabled(False)
        self._next()

    def _ask_target(self) -> None:
        name = self._desk.gathering.file_name
        ask_target(self, "Stützpunktdatei schreiben", _FILTER, name, self._target_chosen)

    def _ask_files(self) -> None:
        ask_files(self, "Stützpunktdateien lesen", _FILTER, self._files_chosen, documents())

    def _target_chosen(self, path: str) -> None:
        self.write_to(Path(path))

    def _files_chosen(self, paths: list[str]) -> None:
        self.take([Path(path) for path in paths])

    def _sign(self, target: Path, pen: Pen) -> None:
        work = partial(self._desk.gathering.write, pen, target)
        self._tasks.run(LaneName.REPORT, work, self, partial(self._written, pen.groups), self._refuse)

    def _written(self, sign: str, path: Path) -> None:
        text = f"Gesichert: {path.name}. Prüfzeichen dieses Geräts: {sign}. Die Koordination fragt einmal danach."
        self.said.emit(Said("ok", text))

    def _next(self) -> None:
        if self._waiting:
            work = partial(self._desk.gathering.read, self._waiting.pop(0))
            self._tasks.run(LaneName.WORK, work, self, self._look, self._not_taken)
            return
        self.read.setEnabled(True)
        self.read.setFocus()
        if self._lines:
            self.said.emit(Said(self._tone, "\n".join(self._lines)))
        self._lines, self._tone = [], "ok"
        self.reload()

    def _look(self, received: Received) -> None:
        work = partial(self._desk.gathering.known, received)
        self._tasks.run(LaneName.STORE, work, self, partial(self._looked, received), self._not_taken)

    def _looked(self, received: Received, known: object) -> None:
        if known:
            self._hold(received, confirmed=False)
            return
        self._asked = received
        station = received.file.origin.station
        self.question.say(
            "warn",
            f"Zum ersten Mal eine Datei dieses Geräts: {station.name}, {station.operator}.\n"
            f"Prüfzeichen: {groups(received.fingerprint)}\n"
            "Bitte dort anrufen und vergleichen. Es steht dort nach dem Schreiben der Datei.",
        )
        self._answers.show()
        self.decline.setFocus()  # who presses Enter without reading trusts nobody

    def _agreed(self) -> None:
        received = self._answered()
        if received is not None:
            self._hold(received, confirmed=True)

    def _declined(self) -> None:
        received = self._answered()
        if received is not None:
            self._lines.append(f"Nicht aufgenommen: {received.file.origin.station.name}")
            self._next()

    def _answered(self) -> Received | None:
        """Take the question away; return what it was about, None where it was answered before."""
        received, self._asked = self._asked, None
        self.question.clear()
        self._answers.hide()
        return received

    def _hold(self, received: Received, *, confirmed: bool) -> None:
        work = partial(self._desk.gathering.take, received, confirmed=confirmed)
        self._tasks.run(LaneName.STORE, work, self, self._taken, self._not_taken)

    def _taken(self, one: HeldFile) -> None:
        self._lines.append(f"Eingelesen: {one.origin.station.name}, Stand {short_moment(one.origin.made_at)}")
        self._next()

    def _not_taken(self, problem: Problem) -> None:
        self._lines.append(sentence(problem))
        self._tone = "error"
        self._next()

    def _refuse(self, problem: Problem) -> None:
        self.said.emit(Said("error", sentence(problem)))

    def _show(self, files: tuple[HeldFile, ...]) -> None:
        if self._listed is not None:
            self.body.removeWidget(self._listed)
            self._listed.hide()
            self._listed.deleteLater()
        self._listed = QWidget()
        box = column(self._listed, GRID)
        if not files:
            box.addWidget(Muted(_NONE))
        for one in files:
            box.addWidget(Rule())
            box.addLayout(self._line(one))
        self.body.addWidget(self._listed)
        self.held.emit(files)

    def _line(self, one: HeldFile) -> QHBoxLayout:
        """Return the line of one station: how new it is, its sign, and how to take it away."""
        station = one.origin.station
        words = QWidget()
        box = column(words, 0)
        box.addWidget(Body(station.name))
        box.addWidget(Muted(f"Stand {short_moment(one.origin.made_at)} · Prüfzeichen {_sign(one)}"))
        remove = LinkButton("Entfernen")
        remove.setAccessibleName(f"Entfernen: {station.name}")
        remove.clicked.connect(partial(self._remove, one.origin.source))
        row = QHBoxLayout()
        row.addWidget(words, 1)
        row.addWidget(remove)
        return row

    def _remove(self, source: str) -> None:
        work = partial(self._desk.gathering.forget, source)
        self._tasks.run(LaneName.STORE, work, self, self._removed, self._refuse)

    def _removed(self, _nothing: None) -> None:
        self.read.setFocus()
        self.said.emit(Said("ok", "Entfernt. Die Datei lässt sich jederzeit wieder lesen."))
        self.reload()


def _sign(one: HeldFile) -> str:
    return groups(one.fingerprint).replace(" ", "\N{NO-BREAK SPACE}")
