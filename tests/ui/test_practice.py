"""*Üben* in the window: from the login and before any set-up, marked on every window, gone at the end."""

from __future__ import annotations

import gc
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QPoint, QTimer
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel

from lotse_app.bootstrap import build, side_doors
from lotse_app.crash import CrashHook
from lotse_app.ground import Tools
from lotse_app.ids import Ids
from lotse_app.models.people import Role
from lotse_app.models.problems import Code, problem
from lotse_app.paths import Places, resources
from lotse_app.ui.entrance.first_run import FirstRunView
from lotse_app.ui.entrance.unlock import UnlockView
from lotse_app.ui.frame.practice_mark import PRACTICE_WORDS, PracticeMark
from lotse_app.ui.frame.window import MainWindow
from lotse_app.ui.messages.problems import sentence
from lotse_app.ui.practice import PracticeLock, PracticePeople, PracticeStart
from lotse_app.ui.program import WindowProgram
from lotse_app.ui.rooms.portal_post import PortalPost
from lotse_app.ui.rooms.room import PaperReady, RoomName
from lotse_app.vault.derive import Argon2Cost
from lotse_app.workflows.lanes import LaneName
from scripts.house import ROOT
from tests.desks import one_shelf
from tests.ui.conftest import FIRST, RememberedSecrets

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from PySide6.QtGui import QAccessibleInterface
    from PySide6.QtWidgets import QWidget
    from pytestqt.qtbot import QtBot

    from lotse_app.clock import FixedClock
    from lotse_app.ui.frame.practice_mark import PracticeBar
    from lotse_app.ui.frame.shell import Shell


class Window:
    """The program's own window over an empty data folder."""

    def __init__(self, folder: Path, clock: FixedClock, qtbot: QtBot, *, set_up: bool) -> None:
        tools = Tools(clock, Ids(clock), Argon2Cost(passes=1, memory_kib=8, lanes=1))
        self.program = build(Places(folder), RememberedSecrets(), tools, one_shelf())
        if set_up:
            self.program.unlocking.create(FIRST)
            self.program.unlocking.settle()
        places = self.program.places
        hook = CrashHook(places.logs, clock)
        doors = side_doors(self.program)
        self.window = WindowProgram(
            self.program.unlocking, self.program.shelf, places, resources(), clock, hook, doors=doors
        )
        qtbot.addWidget(self.window.build([]))
        self.shell.start()
        self.shell.show()
        self.qtbot = qtbot

    @property
    def shell(self) -> Shell:
        return self.window.shell

    @property
    def shown(self) -> QWidget | None:
        return self.shell.shown

    @property
    def bar(self) -> PracticeBar:
        bars = [one for one in self.shell.findChildren(PracticeMark) if not one.isHidden()]
        assert len(bars) == 1
        return bars[0]  # type: ignore[return-value]  # the shell's mark is the bar

    def settle(self) -> None:
        """Wait until nothing is asked any more."""
        for _ in range(3):
            self.qtbot.waitUntil(lambda: self.window.tasks.outstanding == 0, timeout=20_000)
            QApplication.processEvents()

    def practise(self) -> None:
        """Press *Üben* and begin."""
        view = self.shown
        assert isinstance(view, UnlockView | FirstRunView)
        view.practice_wanted.emit()
        start = self.shown
        assert isinstance(start, PracticeStart)
        start.primary.click()
        self.settle()
        assert self.shell.main is not None

    def marked(self) -> list[str]:
        """Return the titles of the windows that are shown; each of them has to carry the mark."""
        windows = [one for one in QApplication.topLevelWidgets() if one.isVisible()]
        assert [one for one in windows if one.findChild(PracticeMark) is None] == []
        return [one.windowTitle() for one in windows]


@pytest.fixture
def set_up() -> bool:
    """Return whether somebody was here before; one test looks at both."""
    return True


@pytest.fixture
def window(set_up: bool, tmp_path: Path, clock: FixedClock, qtbot: QtBot) -> Iterator[Window]:  # noqa: FBT001 - a fixture
    made = Window(tmp_path / "daten", clock, qtbot, set_up=set_up)
    yield made
    if made.shell.main is not None:
        made.shell.main.leave()
    made.shell.hide()
    made.window.end()
    gc.disable()  # the program gave the collection back: a lane of the next test must not destroy a widget of this one
    assert not made.program.places.practice.exists()


def spoken(one: QAccessibleInterface) -> Iterator[str]:
    """Yield the names of this object and of all it lists, as a screen reader walks them."""
    yield one.text(QAccessible.Text.Name)
    for number in range(one.childCount()):
        child = one.child(number)
        if child is not None:
            yield from spoken(child)


def test_a_screen_reader_finds_the_mark_and_its_buttons(window: Window) -> None:
    def told() -> set[str]:
        return set(spoken(QAccessible.queryAccessibleInterface(window.shell)))

    marks = {PRACTICE_WORDS, "Übungspersonen", "Übung neu beginnen", "Übung beenden"}
    window.practise()
    assert marks <= told()
    assert "Neue Beratung" in told()
    window.bar.end.click()
    window.settle()
    assert not marks & told()
    assert "Üben" in told()


@pytest.mark.parametrize("set_up", [True, False], ids=["login", "first run"])
def test_one_can_practise_from_the_login_and_before_any_set_up(window: Window) -> None:
    first = type(window.shown)
    window.practise()
    assert window.marked() == [f"{PRACTICE_WORDS} – Lotse"]
    assert window.bar.accessibleName() == PRACTICE_WORDS
    assert window.program.places.practice.exists()
    window.bar.end.click()
    window.settle()
    assert type(window.shown) is first
    assert window.shell.windowTitle() == "Lotse"
    assert window.shell.contentsMargins().top() == 0
    assert not window.program.places.practice.exists()


def test_nothing_lies_under_the_mark_whatever_is_shown(window: Window) -> None:
    window.practise()
    main = window.shell.main
    assert main is not None
    for room in RoomName:
        main.enter(room)
        window.settle()
        assert window.bar.isVisible()
        assert main.mapTo(window.shell, QPoint(0, 0)).y() >= window.bar.height() > 20
    desk = window.shell._desk
    assert desk is not None
    pdf = window.window.lanes.submit(LaneName.WORK, desk.printing.privacy_sheet).result()
    main.paper.emit(PaperReady("Blatt", pdf))
    window.settle()
    assert window.shown is not main
    assert window.bar.isVisible()
    assert window.shown is not None
    assert window.shown.mapTo(window.shell, QPoint(0, 0)).y() >= window.bar.height()


def test_the_residents_view_is_marked_too(window: Window) -> None:
    window.practise()
    main, desk = window.shell.main, window.shell._desk
    assert main is not None
    assert desk is not None
    lines = window.window.lanes.submit(LaneName.STORE, desk.overview.applications).result()
    main.enter(RoomName.APPLICATIONS, next(line.id for line in lines if "Hund" in line.service_name))
    window.settle()
    main._show_resident()
    window.settle()
    titles = window.marked()
    assert len(titles) == 2
    assert all(title.startswith(PRACTICE_WORDS) for title in titles)


def test_the_handbook_is_marked_too_whatever_page_it_shows(window: Window) -> None:
    window.practise()
    main = window.shell.main
    assert main is not None
    main.help()
    window.settle()
    handbook = window.shell.help.window
    assert handbook is not None
    assert len(window.marked()) == 2
    window.qtbot.waitUntil(lambda: handbook.windowTitle().endswith(" – Handbuch – Lotse"))
    assert handbook.windowTitle().startswith(f"{PRACTICE_WORDS} – ")
    mark = handbook.findChild(PracticeMark)
    assert isinstance(mark, PracticeMark)
    assert handbook.back.mapTo(handbook, QPoint(0, 0)).y() >= mark.height() > 20


def test_nothing_of_a_practice_waits_for_a_portal(window: Window) -> None:
    window.practise()
    main, desk = window.shell.main, window.shell._desk
    assert main is not None
    assert desk is not None
    assert window.window.lanes.submit(LaneName.STORE, desk.portal.rounds.view).result().outbox.waiting > 0
    main.enter(RoomName.OUTBOX)
    window.settle()

    card = main.findChild(PortalPost)
    assert isinstance(card, PortalPost)
    assert card.heading.text() == "Wartet auf das Portal"
    assert [one.text() for one in card.findChildren(QLabel) if one.isVisible()] == [
        "Wartet auf das Portal",
        "Übung: Nichts davon wird gesendet.",
    ]


def test_a_practice_is_not_kept_up_and_says_nothing_by_itself(window: Window) -> None:
    window.practise()
    main, work = window.shell.main, window.shell._housework
    assert main is not None
    assert work is not None
    assert [one for one in work.upkeep.findChildren(QTimer) if one.isActive()] == []
    assert not main.banner.isVisible()
    work.upkeep.work()  # what would be said, had it been started: backups and keys are closed here
    window.qtbot.waitUntil(main.banner.isVisible)
    assert sentence(problem(Code.PRACTICE_CLOSED)) in main.banner.text


def test_the_people_are_told_and_escape_leads_back(window: Window) -> None:
    window.practise()
    window.bar.people.click()
    window.settle()
    view = window.shown
    assert isinstance(view, PracticePeople)
    assert window.bar.isVisible()
    view.back.click()
    assert window.shown is window.shell.main


def test_a_lock_needs_no_passphrase_and_goes_on_where_one_was(window: Window) -> None:
    window.practise()
    assert window.shell.main is not None
    window.shell.main.enter(RoomName.FIGURES)
    window.shell.lock()
    window.settle()
    lock = window.shown
    assert isinstance(lock, PracticeLock)
    assert window.shell.findChild(MainWindow) is None or window.shell._desk is None
    lock.primary.click()
    window.settle()
    assert window.shell.main is not None
    assert window.shell.main.here is RoomName.FIGURES
    window.shell.lock()
    window.settle()
    again = window.shown
    assert isinstance(again, PracticeLock)
    again.end.click()
    window.settle()
    assert not window.program.places.practice.exists()


def test_a_new_beginning_forgets_what_was_practised(window: Window) -> None:
    window.practise()
    before = window.shell._desk
    assert before is not None
    assert before.workplace.pilot.role is Role.VOLUNTEER
    window.bar.again.click()
    window.settle()
    assert window.shell._desk is not None
    assert window.shell._desk is not before
    assert window.shell._desk.workplace.pilot.id != before.workplace.pilot.id
    assert window.marked()


def test_settings_say_what_stays_closed(window: Window) -> None:
    window.practise()
    assert window.shell.main is not None
    window.shell.main.enter(RoomName.SETTINGS)
    window.settle()
    room = window.shell.main.room(RoomName.SETTINGS)
    assert not room.pilots.isVisibleTo(room)  # type: ignore[attr-defined]  # the settings
    assert not room.backup.isVisibleTo(room)  # type: ignore[attr-defined]  # the settings
    told = [label.text() for label in room.findChildren(QLabel)]
    assert sentence(problem(Code.PRACTICE_CLOSED)) in told
    assert window.shell.main.status.text.startswith("Übung – nichts wird gesendet.")


def test_nothing_practised_waits_for_a_portal(window: Window) -> None:
    window.practise()
    main = window.shell.main
    assert main is not None
    main.enter(RoomName.OUTBOX)
    window.settle()
    room = main.room(RoomName.OUTBOX)
    told = "\n".join(label.text() for label in room.findChildren(QLabel) if label.isVisibleTo(room))
    assert "Einträge für das Portal" not in told
    names = [button.accessibleName() for button in main.navigation.findChildren(QAbstractButton)]
    assert "Postausgang, 1 unterwegs" in names  # the letter Ida's mother was given along


def test_back_from_the_first_page_and_a_refusal(window: Window) -> None:
    view = window.shown
    assert isinstance(view, UnlockView | FirstRunView)
    view.practice_wanted.emit()
    start = window.shown
    assert isinstance(start, PracticeStart)
    start.refuse(problem(Code.DISK_FULL))
    assert start.banner.isVisible()
    start.back.click()
    assert not isinstance(window.shown, PracticeStart)


def test_what_practice_needs_is_loaded_by_practice_only() -> None:
    code = (
        "import sys, lotse_app.bootstrap, lotse_app.ui.program, lotse_app.ui.frame.shell, lotse_app.ui.entrance.unlock;"
        "print([name for name in sys.modules if 'practi' in name or 'residents' in name or 'restoring' in name])"
    )
    found = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True, cwd=ROOT)
    assert found.stdout.strip() == "[]"
