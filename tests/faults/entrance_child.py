"""Opens the program as a person does and tells what the window says: ``FOLDER PASSPHRASE``. Ends by itself.

It tells one line: the view, the words of trouble, whether the desk opened, and what is said above it.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, QTimer

from lotse_app.clock import SystemClock
from lotse_app.crash import CrashHook
from lotse_app.overriding import override
from lotse_app.paths import resources
from lotse_app.ui.entrance.trouble_view import TroubleView
from lotse_app.ui.entrance.unlock import UnlockView
from lotse_app.ui.kit.blocks import Body
from lotse_app.ui.program import WindowProgram
from tests.faults.ground import program_in
from tests.faults.windowed_child import press, tell, type_letters

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lotse_app.ui.frame.shell import Shell


class Caller(QObject):
    """Types the passphrase once and waits for an answer."""

    def __init__(self, program: Calling, shell: Shell, passphrase: str) -> None:
        super().__init__(shell)
        self._program, self._shell, self._passphrase = program, shell, passphrase
        self._typed = False
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._tick)
        self._timer.start(10)

    def _tick(self) -> None:
        view = self._shell.shown
        if isinstance(view, TroubleView):
            self._answer("trouble", view.findChildren(Body)[0].text())
        elif self._shell.main is not None and self._program.tasks.outstanding == 0:
            self._answer("main", self._shell.main.banner.text)
        elif isinstance(view, UnlockView) and view.ready and self._program.tasks.outstanding == 0:
            self._at_the_door(view)

    def _at_the_door(self, view: UnlockView) -> None:
        login = view.login
        said = [login.field.problem, login.banner.text, "" if login.countdown.isHidden() else login.countdown.text()]
        if any(said):
            self._answer("unlock", " ".join(words for words in said if words))
        elif not self._typed and not login.busy:
            self._typed = True
            type_letters(login.line, self._passphrase)
            press(login.line, Qt.Key.Key_Return, "\r")

    def _answer(self, view: str, words: str) -> None:
        self._timer.stop()
        tell(view=view, words=words)
        self._shell.quit()


class Calling(WindowProgram):
    """The program with somebody at its door."""

    @override
    def build(self, arguments: Sequence[str]) -> Shell:
        shell = super().build(arguments)
        self.caller = Caller(self, shell, sys.argv[2])
        return shell


def main(folder: Path) -> int:
    """Open, tell, end."""
    program = program_in(folder)
    hook = CrashHook(program.places.logs, SystemClock())
    hook.install()
    parts = (program.unlocking, program.shelf, program.places, resources(), program.tools.clock, hook)
    return Calling(*parts).run(sys.argv[:1])


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
