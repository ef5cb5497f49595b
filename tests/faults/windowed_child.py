"""The program that is killed: the real one, in a real window, worked by key events from inside.

``python -m tests.faults.windowed_child FOLDER PHASE CASE SEED``. Standard output tells the parent what happens:
``{"mark": …}`` where a phase begins, ``{"painted": …}`` when the window has painted that something is saved.
"""

from __future__ import annotations

import json
import os
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit

from lotse_app.clock import SystemClock
from lotse_app.crash import CrashHook
from lotse_app.models.application import State
from lotse_app.models.words import STATES
from lotse_app.overriding import override
from lotse_app.paths import resources
from lotse_app.ui.application.steps import form_step
from lotse_app.ui.application.wizard import ApplicationWizard
from lotse_app.ui.entrance.unlock import UnlockView
from lotse_app.ui.program import WindowProgram
from lotse_app.ui.rooms.applications import ApplicationsRoom
from lotse_app.ui.rooms.room import RoomName
from tests.chance import seeded
from tests.desks import PASSPHRASE
from tests.faults.ground import Phase, program_in

if TYPE_CHECKING:
    import random
    from collections.abc import Callable, Iterator, Sequence

    from PySide6.QtWidgets import QWidget

    from lotse_app.ui.frame.shell import Shell

    Script = Iterator[Callable[[], bool]]

#: Questions that are typed into, by step.
TYPED = {
    "halter": (
        "/halter/person/familienname",
        "/halter/person/vornamen",
        "/halter/anschrift/strasse",
        "/halter/anschrift/ort",
        "/halter/anschrift/ortsteil",
    ),
    "hund": ("/hunde/0/name", "/hunde/0/rasse", "/hunde/0/farbe"),
}
LETTERS = "abcdefghijklmnopqrstuvwxyzäöüßñżłćšř"
#: A field is not typed fuller than this, so that what is stored later always begins with what was stored before.
FULL = 38
#: The parent is told so many milliseconds before autosave begins.
SOON = 80


def tell(**words: Any) -> None:  # noqa: ANN401 - whatever JSON can hold
    """Write one line at once: what is in the pipe survives the kill."""
    os.write(1, (json.dumps(words) + "\n").encode())


def type_letters(widget: QWidget, text: str) -> None:
    """Send key events; Qt's own key clicks end the process at letters beyond Latin-1."""
    for letter in text:
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            QApplication.sendEvent(widget, QKeyEvent(kind, 0, Qt.KeyboardModifier.NoModifier, letter))


def press(widget: QWidget, key: Qt.Key, text: str) -> None:
    """Press and release one key."""
    for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
        QApplication.sendEvent(widget, QKeyEvent(kind, key, Qt.KeyboardModifier.NoModifier, text))


class Painted(QObject):
    """Tells when a label has painted certain words."""

    def __init__(self, label: QLabel, wanted: Callable[[str], bool], told: Callable[[], object]) -> None:
        super().__init__(label)
        self._wanted, self._told = wanted, told
        label.installEventFilter(self)

    @override
    def eventFilter(self, watched: QObject, event: QEvent, /) -> bool:
        if event.type() is not QEvent.Type.Paint or not isinstance(watched, QLabel):
            return False
        watched.event(event)  # paint first, then tell
        if self._wanted(watched.text()):
            self._told()
        return True


class Driver(QObject):
    """Works the window as the phase asks, one small thing a tick."""

    def __init__(self, program: WindowProgram, shell: Shell, phase: Phase, case_id: str, dice: random.Random) -> None:
        super().__init__(shell)
        self._program, self._shell, self._case_id, self._dice = program, shell, case_id, dice
        scripts = {
            Phase.EDIT: self._edit,
            Phase.AUTOSAVE: self._autosave,
            Phase.FREEZE: self._freeze,
            Phase.MIGRATION: self._migrate,
        }
        self._phase = phase
        self._script = scripts[phase]()
        self._ready: Callable[[], bool] = lambda: True
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._tick)
        self._timer.start(4)

    def _tick(self) -> None:
        if self._ready():
            following = next(self._script, None)
            if following is None:
                self._timer.stop()
                tell(mark="end")
            else:
                self._ready = following

    def _idle(self) -> bool:
        return self._program.tasks.outstanding == 0

    def _unlock(self) -> Script:
        yield lambda: isinstance(self._shell.shown, UnlockView) and self._idle()
        view = self._shell.shown
        assert isinstance(view, UnlockView)
        type_letters(view.login.line, PASSPHRASE)
        if self._phase is Phase.MIGRATION:
            self._begin()
        press(view.login.line, Qt.Key.Key_Return, "\r")
        yield lambda: self._shell.main is not None

    def _open_case(self) -> Script:
        yield from self._unlock()
        main = self._shell.main
        assert main is not None
        main.enter(RoomName.APPLICATIONS, self._case_id)
        room = main.room(RoomName.APPLICATIONS)
        assert isinstance(room, ApplicationsRoom)
        assert isinstance(room.case, ApplicationWizard)
        self._wizard = room.case
        yield lambda: self._wizard.pages is not None and self._idle()
        Painted(self._wizard.header.saved, lambda text: text.startswith("gespeichert "), self._say_saved)

    def _edit(self) -> Script:
        yield from self._open_case()
        self._begin()
        while True:
            yield from self._type_some(self._dice.randint(3, 14))
            pause = self._dice.random() < 0.3
            yield from self._wait_ticks(self._dice.randint(60, 300) if pause else self._dice.randint(1, 8))

    def _autosave(self) -> Script:
        yield from self._open_case()
        tell(mark="open")
        while True:
            yield lambda: self._autosaved.clean
            yield from self._wait_ticks(self._dice.randint(1, 30))
            yield from self._type_some(self._dice.randint(2, 6))
            yield lambda: self._autosaved._timer.remainingTime() <= SOON
            tell(mark="soon", ms=self._autosaved._timer.remainingTime(), typed=self._on_screen())
            yield lambda: self._autosaved.clean

    def _freeze(self) -> Script:
        yield from self._open_case()
        Painted(self._wizard.header.place, _says_frozen, self._say_frozen)
        yield lambda: self._wizard.next_button.isEnabled() and self._autosaved.clean
        self._begin()
        press(self._wizard.next_button, Qt.Key.Key_Space, " ")
        yield lambda: False

    def _migrate(self) -> Script:
        yield from self._unlock()
        main = self._shell.main
        assert main is not None
        yield lambda: main.isVisible() and self._idle()
        tell(painted={}, open=True, took=time.monotonic() - self._began)
        yield lambda: False

    @property
    def _autosaved(self) -> Any:  # noqa: ANN401 - looked into
        return self._wizard.autosave

    def _type_some(self, letters: int) -> Script:
        pages = self._wizard.pages
        assert pages is not None
        step = self._dice.choice(list(TYPED))
        if pages.key != form_step(step):
            keys = self._wizard.header.stepper._keys
            self._wizard.header.stepper.buttons[keys.index(form_step(step))].click()
            yield lambda: pages.key == form_step(step)
        page = pages.form_page
        assert page is not None
        pointer = self._dice.choice(TYPED[step])
        page.go_to(pointer)
        for _ in range(letters):
            line = self._shell.window().focusWidget()
            assert isinstance(line, QLineEdit), type(line)
            if len(line.text()) < FULL:
                type_letters(line, self._dice.choice(LETTERS))
            yield from self._wait_ticks(self._dice.randint(0, 4))

    def _wait_ticks(self, ticks: int) -> Script:
        for _ in range(ticks):
            yield lambda: True

    def _on_screen(self) -> dict[str, str]:
        """Return what stands in the fields of all steps that were shown."""
        assert self._wizard.pages is not None
        found: dict[str, str] = {}
        for page in self._wizard.pages.forms.values():
            for control in page.controls():
                if control.pointer in (*TYPED["halter"], *TYPED["hund"]) and control.editor.value:
                    found[control.pointer] = control.editor.value
        return found

    def _begin(self) -> None:
        self._began = time.monotonic()
        tell(mark="begin")

    def _say_frozen(self) -> None:
        tell(painted={}, frozen=True, took=time.monotonic() - self._began)

    def _say_saved(self) -> None:
        tell(painted=self._on_screen())


def _says_frozen(text: str) -> bool:
    return text.endswith(STATES[State.CHECKED])


class Driven(WindowProgram):
    """The program with somebody at its keyboard."""

    wish: tuple[Phase, str, int]
    driver_class: type[Driver] = Driver

    @override
    def build(self, arguments: Sequence[str]) -> Shell:
        shell = super().build(arguments)
        phase, case_id, seed = self.wish
        self.driver = self.driver_class(self, shell, phase, case_id, seeded(seed))
        return shell


def main(folder: Path, phase: Phase, case_id: str, seed: int, kind: type[Driven] = Driven) -> int:
    """Run until killed."""
    program = program_in(folder)
    hook = CrashHook(program.places.logs, SystemClock())
    hook.install()
    window = kind(program.unlocking, program.shelf, program.places, resources(), program.tools.clock, hook)
    window.wish = (phase, case_id, seed)
    return window.run(sys.argv[:1])


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), Phase(sys.argv[2]), sys.argv[3], int(sys.argv[4])))
