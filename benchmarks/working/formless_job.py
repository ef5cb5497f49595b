"""The Formloser Antrag in the real window by keyboard, from the finder to the papers, for a sample of services.

``formless_job.py FOLDER KEY NUMBER SEED`` prints one JSON list, one object a service.
"""

from __future__ import annotations

import json
import re
import sys
import time
from dataclasses import asdict, dataclass
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

import pypdfium2
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication

from benchmarks.working.hands import CTRL, Hands, Wait
from benchmarks.working.watch import LoopWatch
from lotse_app.bootstrap import build
from lotse_app.crash import CrashHook
from lotse_app.documents.reader import text_of
from lotse_app.paths import Places, resources
from lotse_app.ui.application.wizard import ApplicationWizard
from lotse_app.ui.find.anything import FindView
from lotse_app.ui.find.found import SERVICES_SHOWN
from lotse_app.ui.frame.ahead import ROOMS
from lotse_app.ui.program import WindowProgram
from lotse_app.ui.rooms.room import SEARCH_FOR
from lotse_app.workflows.lanes import LaneName
from tests.chance import seeded

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from lotse_app.models.public_service import PublicService
    from lotse_app.ui.frame.window import MainWindow
    from lotse_app.workflows.find import Finding

#: Invented people; what they say, in the order of the fields.
PEOPLE = (
    ("Nowakowa-Žurić", "Hańža Marija", "2.3.44", "Hauptstraße", "7", "01723", "Wilsdruff"),
    ("Böhme", "Käthe", "14.3.58", "Dresdner Straße", "12a", "01723", "Wilsdruff"),
    ("Öztürk", "Ayşe", "1.12.91", "Am Kirchberg", "3", "01737", "Tharandt"),
    ("Schwarzenberger-Hofmann", "Friedrich Wilhelm", "30.6.39", "Karl-Marx-Straße", "118", "09575", "Eppendorf"),
)
#: What is done last, and the key that is pressed before ``Strg+⏎``.
_LAST_STEPS = (
    ("freeze", None),
    ("print what is signed", Qt.Key.Key_2),
    ("sign on the print", Qt.Key.Key_Escape),
    ("hand in", Qt.Key.Key_2),
)
#: Which field each of them answers; between them one presses Tab.
_FIELDS = ("familienname", "vornamen", "geburtsdatum", "strasse", "hausnummer", "plz", "ort")


@dataclass(slots=True)
class Run:
    """What one service took; seconds are those of the program, not of fingers."""

    service_id: str
    name: str
    query: str
    rank: int
    keys: int = 0
    letters: int = 0
    looks: int = 0
    seconds: float = 0.0
    pages: int = 0
    failed: str = ""


class FailedError(Exception):
    """The window did not show what had to come; the words say what."""


class Counting:
    """Hands that count."""

    def __init__(self, hands: Hands, run: Run) -> None:
        self._hands = hands
        self._run = run

    def look(self, words: str) -> None:
        """Note that a new screen or field is looked at."""
        self._hands.part(words)
        self._run.looks += 1

    def press(self, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> Wait:
        """Press one key."""
        self._run.keys += 1
        return self._hands.press(key, modifier)

    def type(self, words: str) -> Iterator[Wait]:
        """Type free text."""
        self._run.letters += len(words)
        yield from self._hands.type(words)
        yield Wait.QUIET


def query_for(service: PublicService, finding: Finding) -> tuple[str, int]:
    """Return the fewest first words of a name with which Strg+K shows the service, and its place among the services.

    One more word is typed as long as it does not; place -1 where it never comes.
    """
    words = [word for word in re.split(r"[\s/()„“,–-]+", service.name) if len(word) > 2] or [service.name]
    for count in range(1, len(words) + 1):
        query = " ".join(words[:count])
        ids = [hit.service_id for hit in finding.find(query)]
        if service.service_id in ids[:SERVICES_SHOWN]:
            return query, ids.index(service.service_id)
    return " ".join(words), -1


def line_of(view: FindView, run: Run) -> int:
    """Return in which line of Strg+K the service stands, as one sees it: rooms and Vorgänge stand above services.

    Raises FailedError where it does not stand there.
    """
    wanted = f"{SEARCH_FOR}{run.service_id}:"
    for line, found in enumerate(view.hits.found):
        if found.go is not None and found.go.target.startswith(wanted):
            return line
    message = f"Strg+K does not show it for “{run.query}”"
    raise FailedError(message)


def one_job(hands: Hands, main: MainWindow, run: Run, person: Sequence[str]) -> Iterator[Wait]:
    """Go from the finder to the papers, then to the next person."""
    mine = Counting(hands, run)
    mine.look("finder")
    yield mine.press(Qt.Key.Key_K, CTRL)
    yield from mine.type(run.query)
    run.rank = line_of(next(one for one in main.findChildren(FindView) if one.isVisible()), run)
    yield mine.press(Qt.Key.Key_Return)
    for _ in range(run.rank):
        yield mine.press(Qt.Key.Key_Down)
    mine.look("card")
    wizard = None
    for _ in range(3):  # the line, its card, the button that begins
        yield mine.press(Qt.Key.Key_Return)
        wizard = next((one for one in main.findChildren(ApplicationWizard) if one.isVisible()), None)
        if wizard is not None:
            break
    if wizard is None or wizard.editing is None or wizard.pages is None:
        message = "the application did not open"
        raise FailedError(message)
    mine.look("who acts")
    yield mine.press(Qt.Key.Key_Space)
    yield mine.press(Qt.Key.Key_Return, CTRL)
    yield from _fill(mine, wizard, person)
    yield mine.press(Qt.Key.Key_Return, CTRL)
    while wizard.pages.key == "pruefen" and wizard.pages.read_back.next_open() is not None:
        mine.look("read back")
        yield mine.press(Qt.Key.Key_Space)
    for part, choice in _LAST_STEPS:
        mine.look(part)
        if choice is not None:
            yield mine.press(choice)
        yield mine.press(Qt.Key.Key_Return, CTRL)
    if not wizard.pages.hand_in.where.settled:  # no form knows its office: nobody here knows the address either
        mine.look("where to")
        yield mine.press(Qt.Key.Key_Tab)
        yield mine.press(Qt.Key.Key_Space)
        yield mine.press(Qt.Key.Key_Return, CTRL)
    run.pages = _checked(hands, main, wizard, run)


def _fill(mine: Counting, wizard: ApplicationWizard, person: Sequence[str]) -> Iterator[Wait]:
    """Answer what must be answered, going from field to field by Tab."""
    page = wizard.pages.form_page if wizard.pages is not None else None
    if page is None:
        message = "the form did not come"
        raise FailedError(message)
    for field, words in zip(_FIELDS, person, strict=True):
        control = next(one for one in page.controls() if one.pointer.endswith(f"/{field}"))
        for _ in range(4):
            focus = QApplication.focusWidget()
            if focus is not None and control.isAncestorOf(focus):
                break
            yield mine.press(Qt.Key.Key_Tab)
        else:
            message = f"Tab does not lead to {field}"
            raise FailedError(message)
        mine.look(field)
        yield from mine.type(words)


def _checked(hands: Hands, main: MainWindow, wizard: ApplicationWizard, run: Run) -> int:
    """Return how many pages the application has; raise FailedError unless it is there and says what it is for.

    The signed print is the original and is not printed once more: it is taken from the store.
    """
    if not wizard.stack.preview.papers or wizard.editing is None:
        message = f"no paper came, the wizard stands at {wizard.pages.key if wizard.pages else 'nothing'}"
        raise FailedError(message)
    printing = main._desk.printing  # noqa: SLF001 - no window shows the original again
    work = partial(printing.application, wizard.editing.case.application.id)
    pdf = hands.window.lanes.submit(LaneName.STORE, work).result()
    said = re.sub(r"[\s\-\u00ad\u2010]", "", text_of(pdf))
    for words in (run.name, "Hiermit beantrage ich", "Fehlende Angaben und Unterlagen reiche ich nach."):
        if re.sub(r"[\s\-\u00ad\u2010]", "", words) not in said:
            message = f"the paper does not say “{words}”"
            raise FailedError(message)
    return len(pypdfium2.PdfDocument(pdf))


def whole(hands: Hands, main: MainWindow, runs: Sequence[Run]) -> Iterator[Wait]:
    """Do one service after the other; a failed one is noted and left."""
    for number, run in enumerate(runs):
        began = time.perf_counter()
        if run.rank < 0:
            run.failed = "the finder does not show it for its own name"
            continue
        try:
            yield from one_job(hands, main, run, PEOPLE[number % len(PEOPLE)])
        except FailedError as error:
            run.failed = str(error)
        run.seconds = time.perf_counter() - began
        hands.part("next person")
        yield hands.press(Qt.Key.Key_Escape)
        yield hands.press(Qt.Key.Key_Return, CTRL)
        yield hands.press(Qt.Key.Key_1, CTRL)


def sample(finding: Finding, services: Sequence[PublicService], number: int, seed: int) -> list[Run]:
    """Return the services to be tried, with what is typed to find them."""
    eligible = [one for one in services if not one.excluded and not one.form_id]
    chosen = seeded(seed).sample(eligible, number)
    return [Run(one.service_id, one.name, *query_for(one, finding)) for one in chosen]


def main() -> None:
    """Open the desk, play, print."""
    folder, key, number, seed = sys.argv[1:]
    places = Places(Path(folder))
    program = build(places)
    program.shelf.warm()
    runs = sample(program.shelf.finding(), program.shelf.catalogue().services(), int(number), int(seed))
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
    hands = Hands(window, LoopWatch())

    def done() -> None:
        print(json.dumps([asdict(run) for run in runs], ensure_ascii=False))
        window.app.quit()

    def begin() -> None:
        assert shell.main is not None
        hands.play(whole(hands, shell.main, runs), done)

    QTimer.singleShot(500, shell, begin)
    status = window.stay()
    window.end()
    sys.exit(status)


if __name__ == "__main__":
    main()
