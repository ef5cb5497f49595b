"""The main job in the real window, from *Neue Beratung* to the end of the session, with the event loop watched.

``main_job.py FOLDER KEY`` prints one JSON object: the longest gaps, and how often a gap was longer than 50 ms.
"""

from __future__ import annotations

import json
import re
import sys
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QLineEdit

from benchmarks.working.hands import CTRL, Hands, Wait
from benchmarks.working.watch import LoopWatch
from lotse_app.bootstrap import build
from lotse_app.crash import CrashHook
from lotse_app.demonstration.script import ANSWERS, FIRST_WORDS
from lotse_app.paths import Places, resources
from lotse_app.ui.application.wizard import ApplicationWizard
from lotse_app.ui.form.edits import Edit
from lotse_app.ui.frame.ahead import ROOMS
from lotse_app.ui.program import WindowProgram
from lotse_app.workflows.lanes import LaneName

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lotse_app.ui.application.editing import Editing
    from lotse_app.ui.application.step_pages import StepPages
    from lotse_app.ui.frame.window import MainWindow

#: A goal of the issue: no key waits longer than this, in milliseconds.
GOAL = 50.0
_ISO = re.compile(r"(\d{4})-(\d\d)-(\d\d)")
_GAPS_TOLD = 12
#: A step that does not come within so many quiet moments was refused: the key is pressed again.
_PATIENCE = 50


def whole_job(hands: Hands, main: MainWindow) -> Iterator[Wait]:
    """Do everything, from the first key to *Bereit für die nächste Person*."""
    hands.part("begin the session")
    yield hands.press(Qt.Key.Key_N, CTRL)
    hands.part("find the service")
    yield from hands.type(FIRST_WORDS)
    yield Wait.QUIET
    hands.part("open the card")
    yield hands.press(Qt.Key.Key_Return)
    yield hands.press(Qt.Key.Key_Return)
    hands.part("begin the application")
    yield hands.press(Qt.Key.Key_Return)
    wizard = main.findChild(ApplicationWizard)
    assert wizard is not None
    assert wizard.pages is not None
    assert wizard.editing is not None
    hands.part("who acts")
    yield hands.press(Qt.Key.Key_Space)
    yield from fill(hands, wizard.pages, wizard.editing)
    yield from finish(hands, wizard, wizard.pages)
    hands.part("end the session")
    yield hands.press(Qt.Key.Key_2, CTRL)
    yield hands.press(Qt.Key.Key_Return, CTRL)
    yield hands.press(Qt.Key.Key_Return, CTRL)


def leave_step(hands: Hands, pages: StepPages) -> Iterator[Wait]:
    """Go on, and wait until the next step stands there: on a busy machine a second key would leave that one as well."""
    before = pages.key
    hands.part(f"leave the step {before}")
    yield hands.press(Qt.Key.Key_Return, CTRL)
    for _ in range(_PATIENCE):
        if pages.key != before:
            return
        yield Wait.QUIET


def fill(hands: Hands, pages: StepPages, editing: Editing) -> Iterator[Wait]:
    """Answer every question: typed where there is a line to type in, else as a choice does it."""
    for pointer, value in ANSWERS:
        page = pages.form_page
        while page is None or page.control(pointer) is None:
            assert pages.key != "pruefen", f"no step asks {pointer}"
            yield from leave_step(hands, pages)
            page = pages.form_page
        hands.part(f"answer {pointer}")
        page.go_to(pointer)
        yield Wait.KEY
        control = page.control(pointer)
        if control is not None and isinstance(control.editor.target, QLineEdit) and isinstance(value, str):
            yield from hands.type(_as_typed(value))
        editing.edit(Edit(pointer, value))
        yield Wait.KEY


def finish(hands: Hands, wizard: ApplicationWizard, pages: StepPages) -> Iterator[Wait]:
    """Evidence, reading back, freezing, signing, handing in, papers, next person."""
    for part, key in (("evidence", "nachweise"), ("read back", "pruefen")):
        while pages.key != key:
            yield from leave_step(hands, pages)
        hands.part(part)
        yield Wait.QUIET
    hands.part("the resident's view")
    yield hands.press(Qt.Key.Key_F9)
    yield hands.press(Qt.Key.Key_F9)
    pages.read_back.go_to_open()
    while pages.read_back.next_open() is not None:
        hands.part("read back")
        yield hands.press(Qt.Key.Key_Space)
    last_steps = (
        ("freeze", None),
        ("print what is signed", Qt.Key.Key_2),
        ("sign", Qt.Key.Key_Escape),
        ("sign the mandate", None),
        ("hand in and preview", Qt.Key.Key_2),
    )
    for part, choice in last_steps:
        hands.part(part)
        if choice is not None:
            yield hands.press(choice)
        yield hands.press(Qt.Key.Key_Return, CTRL)
    assert len(wizard.stack.preview.papers) > 1, pages.key
    hands.part("close the preview")
    yield hands.press(Qt.Key.Key_Escape)
    hands.part("next person")
    yield hands.press(Qt.Key.Key_Return, CTRL)


def _as_typed(value: str) -> str:
    found = _ISO.fullmatch(value)
    return f"{found[3]}.{found[2]}.{found[1]}" if found else value


def told(watch: LoopWatch) -> dict[str, Any]:
    """Return what was found, by wall clock and by work of the window's own thread."""
    gaps = watch.longest(_GAPS_TOLD)
    return {
        "longest_ms": gaps[0].wall,
        "longest_work_ms": max(gap.work for gap in watch.gaps),
        "over_goal": sum(gap.wall > GOAL for gap in watch.gaps),
        "beats": len(watch.gaps),
        "gaps": [
            {"ms": round(gap.wall), "work_ms": round(gap.work), "during": gap.during, "where": gap.where}
            for gap in gaps
        ],
    }


def main() -> None:
    """Open the desk, play, print."""
    folder, key = sys.argv[1:]
    places = Places(Path(folder))
    program = build(places)
    program.shelf.warm()
    for room in ROOMS:  # while the passphrase is typed
        import_module(room)
    hook = CrashHook(places.logs, program.tools.clock)
    window = WindowProgram(program.unlocking, program.shelf, places, resources(), program.tools.clock, hook)
    shell = window.build(sys.argv[:1])
    shell.show()
    shell.activateWindow()
    pilot = program.unlocking.pilots()[0][0]
    work = partial(program.unlocking.open, pilot, bytes.fromhex(key))
    shell.show_desk(window.lanes.submit(LaneName.STORE, work).result())
    watch = LoopWatch()
    hands = Hands(window, watch)

    def done() -> None:
        watch.stop()
        print(json.dumps(told(watch), ensure_ascii=False))
        window.app.quit()

    def begin() -> None:
        watch.start()
        assert shell.main is not None
        hands.play(whole_job(hands, shell.main), done)

    QTimer.singleShot(500, shell, begin)
    status = window.stay()
    window.end()
    sys.exit(status)


if __name__ == "__main__":
    main()
