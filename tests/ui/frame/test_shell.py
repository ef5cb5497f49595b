"""The one window: what stands in it when, and that a lock leaves nothing behind."""

from __future__ import annotations

import shutil
import subprocess
import sys
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QLabel, QPushButton, QWidget

from lotse_app.bootstrap import build
from lotse_app.ground import ProgramBolt, Tools
from lotse_app.ids import Ids
from lotse_app.paths import Places
from lotse_app.ui.entrance.code_sheets import CodeSheets
from lotse_app.ui.entrance.first_run import FirstRunView
from lotse_app.ui.entrance.trouble_view import TroubleView
from lotse_app.ui.entrance.unlock import UnlockView
from lotse_app.ui.frame.assembly import Fittings, main_window
from lotse_app.ui.frame.crash_window import CrashDialog, CrashWindow
from lotse_app.ui.frame.idle import MINUTES, MINUTES_WITH_RESIDENT, IdleWatch
from lotse_app.ui.frame.remembered import Remembered, show_whole
from lotse_app.ui.frame.shell import Shell, ViewMakers
from lotse_app.ui.kit.theme import ThemeName
from lotse_app.ui.preview import Preview
from lotse_app.ui.resident.board import BoardWindow
from lotse_app.ui.resident.window import ResidentWindow
from lotse_app.ui.rooms.room import PaperReady, RoomName
from lotse_app.vault.derive import Argon2Cost
from lotse_app.workflows.lanes import LaneName
from scripts.house import ROOT
from tests.desks import one_shelf

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from lotse_app.bootstrap import Program
    from lotse_app.clock import FixedClock
    from lotse_app.ui.kit.icons import Icons
    from lotse_app.ui.kit.theme import Appearance
    from lotse_app.ui.tasks import Tasks
    from lotse_app.workflows.desk import Desk
    from lotse_app.workflows.lanes import Lanes
    from tests.ui.conftest import RememberedSecrets


@dataclass
class Stage:
    """The shell over a data folder, with everything it was built from."""

    shell: Shell
    program: Program
    idle: IdleWatch
    clock: FixedClock
    tasks: Tasks
    lanes: Lanes
    pilot_id: str
    key: bytes
    settled: Callable[[], None]

    def open_desk(self) -> Desk:
        desk = self.lanes.submit(LaneName.STORE, partial(self.program.unlocking.open, self.pilot_id, self.key)).result()
        self.shell.show_desk(desk)
        self.settled()
        return desk


@pytest.fixture
def stage(  # noqa: PLR0913, PLR0917 - a stage is built of everything the window is built of
    prepared: tuple[Path, RememberedSecrets, str, bytes],
    tmp_path: Path,
    clock: FixedClock,
    lanes: Lanes,
    tasks: Tasks,
    appearance: Appearance,
    icons: Icons,
    settled: Callable[[], None],
    qtbot: QtBot,
) -> Iterator[Stage]:
    root, secrets, pilot_id, key = prepared
    shutil.copytree(root, tmp_path / "daten")
    tools = Tools(clock, Ids(clock), Argon2Cost(passes=1, memory_kib=8, lanes=1))
    program = build(Places(tmp_path / "daten"), secrets, tools, one_shelf())
    fittings = Fittings(tasks, appearance, icons, program.unlocking)
    sheets = CodeSheets(program.shelf, clock)
    makers = ViewMakers(
        partial(UnlockView, program.unlocking, tasks, sheets),
        partial(FirstRunView, program.unlocking, program.shelf, tasks, clock),
        lambda desk: main_window(desk, fittings),
        lambda desk: Preview(tasks, desk.printing),
    )
    idle = IdleWatch(clock, QApplication.instance())  # type: ignore[arg-type]  # there is one
    shell = Shell(program.unlocking, tasks, idle, makers)
    qtbot.addWidget(shell)
    made = Stage(shell, program, idle, clock, tasks, lanes, pilot_id, key, settled)
    yield made
    idle.stop()
    for lane, farewell in shell.farewells().items():
        lanes.submit(lane, farewell).result()


def test_a_set_up_folder_asks_for_the_passphrase(stage: Stage) -> None:
    stage.shell.start()
    assert isinstance(stage.shell.shown, UnlockView)


def test_an_empty_folder_begins_with_the_assistant(stage: Stage) -> None:
    for path in sorted(stage.program.places.ground.iterdir()):
        path.unlink()
    stage.program.places.ground.rmdir()
    stage.shell.start()
    assert isinstance(stage.shell.shown, FirstRunView)


def test_a_lost_key_file_is_said_and_can_be_tried_again(stage: Stage) -> None:
    kept = {path: path.read_bytes() for path in stage.program.places.ground.glob("schluessel*")}
    for path in kept:
        path.unlink()
    stage.shell.start()
    view = stage.shell.shown
    assert isinstance(view, TroubleView)
    assert not view.restore.isHidden()
    for path, content in kept.items():
        path.write_bytes(content)
    view.again.emit()
    assert isinstance(stage.shell.shown, UnlockView)


def test_a_second_window_is_turned_away_before_anybody_types(tmp_path: Path, stage: Stage) -> None:
    root, remembered = stage.program.places.root, Remembered(tmp_path / "fenster.ini")
    remembered.go(("pi-1", "antraege", "ap-1"))
    bolt = ProgramBolt(stage.program.places).draw
    stage.shell._makers = replace(stage.shell._makers, remembered=remembered, bolt=bolt)
    hold = "import sys, pathlib, lotse_app.ground as g, lotse_app.paths as p; g.ProgramBolt(p.Places(pathlib.Path("
    hold += "sys.argv[1]))).draw(); print(flush=True); sys.stdin.read()"
    pipe = subprocess.PIPE
    with subprocess.Popen([sys.executable, "-c", hold, str(root)], cwd=ROOT, stdin=pipe, stdout=pipe) as first:
        assert first.stdout is not None
        first.stdout.readline()
        stage.shell.start()
        view = stage.shell.shown
        assert isinstance(view, TroubleView)
        assert any("läuft auf diesem Gerät schon" in text.text() for text in view.findChildren(QLabel))
        assert isinstance(view.focusProxy(), QPushButton), "Enter tries again"
        stage.shell.close()
        assert Remembered(tmp_path / "fenster.ini").place is not None  # that is where the first one stands
        first.kill()
    view.again.emit()  # what was killed keeps nobody out
    assert isinstance(stage.shell.shown, UnlockView)


def test_the_desk_opens_in_today_and_says_its_notices(stage: Stage) -> None:
    stage.clock.advance(days=-2)
    stage.open_desk()
    main = stage.shell.main
    assert main is not None
    assert main.here is RoomName.TODAY
    assert "Uhr dieses Computers geht nach" in main.banner.text


def test_locking_closes_the_store_and_unlocking_comes_back_where_one_was(stage: Stage, qtbot: QtBot) -> None:
    stage.open_desk()
    before = stage.shell.main
    assert before is not None
    before.enter(RoomName.SERVICES)
    with qtbot.waitSignal(stage.shell.locked):
        stage.shell.lock()
    assert isinstance(stage.shell.shown, UnlockView)
    stage.open_desk()
    after = stage.shell.main
    assert after is not None
    assert after is not before
    assert after.here is RoomName.SERVICES


def test_a_dialog_that_lies_over_the_desk_can_be_locked_away_by_key(stage: Stage, qtbot: QtBot) -> None:
    stage.open_desk()
    dialog = QFileDialog(stage.shell.main, "Nachweis auswählen")
    dialog.setOption(QFileDialog.Option.DontUseNativeDialog)
    dialog.open()
    qtbot.waitUntil(lambda: dialog.focusWidget() is not None and dialog.isActiveWindow())
    with qtbot.waitSignal(stage.shell.locked):
        QTest.keyClick(dialog.focusWidget(), Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
    stage.settled()
    assert not [one for one in QApplication.topLevelWidgets() if isinstance(one, QFileDialog) and one.isVisible()]
    assert isinstance(stage.shell.shown, UnlockView)


def test_every_other_window_locks_by_the_same_key(stage: Stage, qtbot: QtBot) -> None:
    def board() -> QWidget:
        assert stage.shell.main is not None
        stage.shell.main.toggle_board()
        return next(one for one in QApplication.topLevelWidgets() if isinstance(one, BoardWindow) and one.isVisible())

    def resident() -> QWidget:
        window = ResidentWindow()
        qtbot.addWidget(window)
        window.show()
        return window

    for opened in (board, resident):
        stage.open_desk()
        window = opened()
        window.activateWindow()
        window.setFocus()
        qtbot.waitUntil(window.isActiveWindow)
        target = window.focusWidget() if isinstance(window, BoardWindow) else window
        target.setFocus()
        with qtbot.waitSignal(stage.shell.locked):
            QTest.keyClick(target, Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
        stage.settled()
        assert isinstance(stage.shell.shown, UnlockView)
        assert not [one for one in QApplication.topLevelWidgets() if isinstance(one, BoardWindow) and one.isVisible()]


def test_locking_twice_or_without_a_desk_does_nothing(stage: Stage) -> None:
    stage.shell.start()
    stage.shell.lock()
    assert isinstance(stage.shell.shown, UnlockView)


def test_papers_are_shown_over_the_desk_and_gone_when_closed_or_locked(stage: Stage, qtbot: QtBot) -> None:
    desk = stage.open_desk()
    main = stage.shell.main
    assert main is not None
    pdf = desk.printing.privacy_sheet()
    main.paper.emit(PaperReady("Datenschutz", pdf))
    main.paper.emit(PaperReady("Noch eines", pdf))
    preview = stage.shell.shown
    assert isinstance(preview, Preview)
    assert [paper.title for paper in preview.papers] == ["Datenschutz", "Noch eines"]
    stage.settled()
    preview.close_preview()
    assert stage.shell.shown is main
    main.paper.emit(PaperReady("Wieder", pdf))
    stage.settled()
    with qtbot.waitSignal(stage.shell.locked):
        stage.shell.lock()
    assert not [child for child in stage.shell.findChildren(Preview) if child.papers]


def test_idleness_locks_and_a_reading_resident_has_longer(stage: Stage, qtbot: QtBot) -> None:
    stage.open_desk()
    main = stage.shell.main
    assert main is not None
    main.resident_opened.emit()
    stage.clock.advance(minutes=MINUTES + 1)
    assert stage.idle.seconds_left == (MINUTES_WITH_RESIDENT - MINUTES - 1) * 60
    main.resident_closed.emit()
    with qtbot.waitSignal(stage.shell.locked):
        stage.idle.tick()


def test_the_last_minute_is_announced_and_a_key_calms_it(stage: Stage) -> None:
    stage.open_desk()
    main = stage.shell.main
    assert main is not None
    stage.clock.advance(minutes=MINUTES - 1, seconds=30)
    for _ in range(2):
        stage.idle._last_tick = stage.clock.now()
        stage.idle.tick()
    assert "30 Sekunden" in main.banner.text
    stage.idle.touched()
    assert main.banner.text == ""


def test_closing_the_window_hands_the_store_back(stage: Stage) -> None:
    stage.open_desk()
    stage.shell.close()
    farewells = stage.shell.farewells()
    assert set(farewells) == {LaneName.REPORT, LaneName.STORE}
    for lane, farewell in farewells.items():
        stage.lanes.submit(lane, farewell).result()
    assert stage.shell.farewells() == {}


def test_a_crash_is_shown_once_and_can_be_copied(stage: Stage, qtbot: QtBot) -> None:
    window = CrashWindow(stage.shell)
    window.show_report("ValueError\n  lotse_app/x.py:1 y\n")
    window.show_report("second")
    qtbot.waitUntil(lambda: bool(stage.shell.findChildren(CrashDialog)))
    dialogs = stage.shell.findChildren(CrashDialog)
    assert len(dialogs) == 1
    dialogs[0]._copy()
    assert "ValueError" in QApplication.clipboard().text()
    dialogs[0].accept()
    QApplication.clipboard().clear()


def test_look_and_place_of_the_window_are_remembered(tmp_path: Path, stage: Stage) -> None:
    remembered = Remembered(tmp_path / "fenster.ini")
    assert (remembered.theme, remembered.scale) == (ThemeName.LIGHT, 100)
    remembered.look(ThemeName.DARK, 150)
    remembered.keep(stage.shell)
    again = Remembered(tmp_path / "fenster.ini")
    assert (again.theme, again.scale) == (ThemeName.DARK, 150)
    again.restore(stage.shell)


def test_what_did_not_end_well_goes_on_where_it_was(tmp_path: Path, stage: Stage) -> None:
    remembered = Remembered(tmp_path / "fenster.ini")

    def place() -> tuple[str, str, str] | None:
        return Remembered(tmp_path / "fenster.ini").place

    assert place() is None
    remembered.go(("pi-1", "antraege", "ap-1"))
    assert place() == ("pi-1", "antraege", "ap-1")
    remembered.go(None)
    assert place() is None
    (tmp_path / "fenster.ini").write_text("[General]\nort=quer\n", "utf-8")
    assert place() is None

    stage.shell._makers = replace(stage.shell._makers, remembered=remembered)
    stage.open_desk()
    assert stage.shell.main is not None
    assert place() is None
    stage.shell._stands.timeout.emit()
    assert place() == (stage.pilot_id, RoomName.TODAY.value, "")
    stage.shell.main.enter(RoomName.SERVICES)
    assert place() == (stage.pilot_id, RoomName.SERVICES.value, "")
    killed = Shell(stage.program.unlocking, stage.tasks, stage.idle, stage.shell._makers)
    assert killed._last == (stage.pilot_id, RoomName.SERVICES.value, "")
    killed.deleteLater()
    stage.shell.close()
    assert place() is None


@pytest.mark.parametrize("room", [RoomName.SERVICES.value, "nirgends"])
def test_only_the_same_pilot_goes_on_there_and_only_where_there_is_such_a_room(stage: Stage, room: str) -> None:
    stage.shell._last = (stage.pilot_id, room, "")
    stage.open_desk()
    assert stage.shell.main is not None
    assert stage.shell.main.here is (RoomName.SERVICES if room == RoomName.SERVICES.value else RoomName.TODAY)


def test_foreign_values_count_as_absent(tmp_path: Path) -> None:
    (tmp_path / "fenster.ini").write_text("[General]\nfarben=lila\nschrift=groß\n", "utf-8")
    remembered = Remembered(tmp_path / "fenster.ini")
    assert (remembered.theme, remembered.scale) == (ThemeName.LIGHT, 100)


def test_a_window_that_would_stick_out_of_a_small_screen_opens_maximised(qtbot: QtBot) -> None:
    maximised = []
    for spare in (0, 30, 60):
        window = QWidget()
        qtbot.addWidget(window)
        window.resize(600, window.screen().availableGeometry().height() - spare)
        show_whole(window)
        assert window.isVisible()
        maximised.append(window.isMaximized())
    assert maximised == [True, True, False]
