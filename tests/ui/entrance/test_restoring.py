"""*Sicherung zurückholen* in the window: stick, code, new passphrase, new code; every mistake has its sentence."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from PySide6.QtWidgets import QFileDialog

from lotse_app.bootstrap import build, restoring
from lotse_app.clock import FixedClock
from lotse_app.ground import DataFolder, Tools
from lotse_app.ids import Ids
from lotse_app.models.problems import Code, problem, refuse
from lotse_app.paths import Places
from lotse_app.store.folder_lock import FolderLock
from lotse_app.ui.entrance.code_sheets import CodeSheets
from lotse_app.ui.entrance.restoring import RestoreView
from lotse_app.ui.messages.problems import RESTORE_SENTENCES, sentence
from tests.cases import filled
from tests.desks import CHEAP, MORNING, PocketSecrets, close, make_office, one_shelf

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from lotse_app.bootstrap import Program
    from lotse_app.ui.tasks import Tasks

PHRASE = "ganz neue Passphrase hier"


class Restore:
    """The view over an empty folder, a stick with two backups, and the code they were made under."""

    def __init__(self, folder: Path, tasks: Tasks, settled: Callable[[], None], qtbot: QtBot) -> None:
        office = make_office(folder / "altes-geraet")
        self.stick = folder / "stick"
        self.stick.mkdir()
        self.number = filled(office).application.number
        for _ in range(2):
            office.clock.advance(days=1)
            office.desk.backups.noted(office.desk.backups.make(office.desk.backups.plan(self.stick)))
        close(office.desk)
        self.code = office.recovery_code
        clock = FixedClock(MORNING)
        clock.advance(days=3)
        tools = Tools(clock, Ids(clock), CHEAP)
        self.program: Program = build(Places(folder / "neues-geraet"), PocketSecrets(), tools, one_shelf())
        self.view = RestoreView(restoring(self.program), tasks, CodeSheets(self.program.shelf, clock))
        qtbot.addWidget(self.view)
        self.view.show()
        self.settled = settled
        settled()

    def look(self, place: Path) -> None:
        """Name a place and go on."""
        self.view.place.line.setText(str(place))
        self.view.place.primary.click()
        self.settled()

    def try_code(self, code: str, phrase: str = PHRASE, again: str | None = None) -> None:
        """Type code and passphrase and go on."""
        keys = self.view.keys
        keys.passphrase.code.setText(code)
        keys.passphrase.first.setText(phrase)
        keys.passphrase.again.setText(phrase if again is None else again)
        keys.primary.click()
        self.settled()


@pytest.fixture
def restore(tmp_path: Path, tasks: Tasks, settled: Callable[[], None], qtbot: QtBot) -> Restore:
    return Restore(tmp_path, tasks, settled, qtbot)


def test_all_is_back_and_the_login_follows(restore: Restore, qtbot: QtBot) -> None:
    view = restore.view
    restore.look(restore.stick)
    assert view.currentWidget() is view.keys
    assert [button.text().split(" ", 1)[0] for button in view.keys.choice.buttons] == ["1", "2"]
    assert "22. November 2026" in view.keys.choice.buttons[0].text()
    restore.try_code(restore.code.lower())
    assert view.currentWidget() is view.code
    assert "A. Beispiel" in view.told.text()
    assert "22. November 2026" in view.told.text()
    new = view.code.page.code.text()
    assert len(new.replace("-", "")) == 25
    assert new != restore.code
    assert view.keys.passphrase.code.text() == view.keys.passphrase.first.text() == ""
    view.code.page.kept.click()
    with qtbot.waitSignal(view.closed):
        view.code.page.primary.click()
    assert view.code.page.code.text() == ""
    unlocking = restore.program.unlocking
    pilot_id = unlocking.pilots()[0][0]
    desk = unlocking.open(pilot_id, unlocking.key(pilot_id, PHRASE))
    assert [line.number for line in desk.overview.applications()] == [restore.number]
    close(desk)


def test_each_wrong_place_has_its_sentence(restore: Restore, tmp_path: Path) -> None:
    page = restore.view.place
    page.primary.click()
    assert page.field.problem == "Bitte sagen, wo die Sicherung liegt."
    restore.look(tmp_path / "altes-geraet")
    assert page.field.problem == sentence(problem(Code.BACKUP_MISSING))
    broken = tmp_path / "kaputt.lotse"
    broken.write_bytes(b"LOTSE-SICHERUNG\n" + bytes(40))
    restore.look(broken)
    assert page.field.problem == sentence(problem(Code.BACKUP_DAMAGED))
    restore.look(next(restore.stick.glob("*.lotse")))
    assert restore.view.currentWidget() is restore.view.keys
    assert len(restore.view.keys.choice.buttons) == 1


def test_two_backups_of_one_minute_are_told_apart_by_their_seconds(restore: Restore) -> None:
    restore.look(restore.stick)
    one = restoring(restore.program).found(restore.stick)[0]
    later = replace(one, facts=replace(one.facts, made_at="2026-11-22T09:10:41+00:00"))
    sooner = replace(one, facts=replace(one.facts, made_at="2026-11-22T09:10:07+00:00"))
    before = replace(one, facts=replace(one.facts, made_at="2026-11-22T09:09:59+00:00"))
    restore.view.keys.offer((later, sooner, before))
    words = [button.text() for button in restore.view.keys.choice.buttons]
    for button, moment in zip(words, ("10:10:41 Uhr", "10:10:07 Uhr", ", 10:09 Uhr"), strict=True):
        assert moment in button


def test_each_wrong_entry_stands_at_its_field(restore: Restore) -> None:
    restore.look(restore.stick)
    keys = restore.view.keys
    restore.try_code("")
    assert keys.passphrase.code_field.problem == "Bitte den Wiederherstellungscode eingeben."
    restore.try_code(restore.code, again="anders als zuvor")
    assert keys.passphrase.again_field.problem
    restore.try_code("AAAAA-AAAAA-AAAAA-AAAAA-AAAAA")
    assert "Gruppe" in keys.passphrase.code_field.problem
    restore.try_code(restore.code, phrase="kurz")
    assert keys.passphrase.first_field.problem
    assert not restore.program.places.ground.exists()
    restore.try_code(restore.code)
    assert restore.view.currentWidget() is restore.view.code


def test_a_cut_file_is_said_and_nothing_is_in_place(restore: Restore) -> None:
    newest = max(restore.stick.glob("*.lotse"))
    newest.write_bytes(newest.read_bytes()[:-5000])
    restore.look(restore.stick)
    restore.try_code(restore.code)
    assert restore.view.keys.banner.text == sentence(problem(Code.BACKUP_DAMAGED))
    assert not restore.program.places.ground.exists()
    assert not restore.program.places.building.exists(), "a refused restore leaves no folder behind"
    restore.view.keys.choice.set_value("1")
    restore.try_code(restore.code)
    assert restore.view.currentWidget() is restore.view.code


def _again(restore: Restore, tasks: Tasks, qtbot: QtBot) -> RestoreView:
    """Open the view over the folder that has a store now."""
    view = RestoreView(restoring(restore.program), tasks, CodeSheets(restore.program.shelf, FixedClock(MORNING)))
    qtbot.addWidget(view)
    view.show()
    restore.settled()
    return view


@pytest.mark.parametrize("fault", ["store", "keys"])
def test_a_damaged_store_is_set_aside_once_the_backup_is_proved(
    restore: Restore, tasks: Tasks, qtbot: QtBot, fault: str
) -> None:
    restore.look(restore.stick)
    restore.try_code(restore.code)
    places = restore.program.places
    if fault == "store":
        places.store.write_bytes(b"kaputt" * 5000)
    for path in places.key_files if fault == "keys" else ():
        path.unlink(missing_ok=True)
    before = {path.name: path.read_bytes() for path in places.ground.iterdir()}
    restore.view = view = _again(restore, tasks, qtbot)
    assert view.currentWidget() is view.aside
    view.aside.primary.click()
    restore.look(restore.stick)
    restore.try_code("AAAAA-AAAAA-AAAAA-AAAAA-AAAAA")
    assert {path.name: path.read_bytes() for path in places.ground.iterdir()} == before
    restore.try_code(restore.code)
    assert view.currentWidget() is view.code
    old = next(places.root.glob("bestand-alt-*"))
    assert str(old) in view.told.text()
    assert old.name == "bestand-alt-2026-11-23-103000"
    assert {path.name: path.read_bytes() for path in old.iterdir()} == {**before, "lotse.lock": b""}
    unlocking = restore.program.unlocking
    pilot_id = unlocking.pilots()[0][0]
    desk = unlocking.open(pilot_id, unlocking.key(pilot_id, PHRASE))
    assert [line.number for line in desk.overview.applications()] == [restore.number]
    close(desk)


def test_what_cannot_be_put_in_place_leaves_the_old_one_there(
    restore: Restore, tasks: Tasks, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    restore.look(restore.stick)
    restore.try_code(restore.code)
    restore.view = view = _again(restore, tasks, qtbot)
    view.aside.primary.click()
    restore.look(restore.stick)
    places = restore.program.places
    before = places.store.read_bytes()

    def fail(_ground: DataFolder) -> None:
        raise refuse(Code.DISK_FULL)

    monkeypatch.setattr(DataFolder, "settle", fail)
    restore.try_code(restore.code)
    assert view.keys.banner.text == RESTORE_SENTENCES[Code.DISK_FULL]
    assert places.store.read_bytes() == before
    assert list(places.root.glob("bestand-alt-*")) == []
    lock = FolderLock(places.ground)
    restore.try_code(restore.code)
    lock.release()
    assert view.keys.banner.text == sentence(problem(Code.STORE_IN_USE))


def test_one_goes_back_to_the_login_from_data_that_are_well(restore: Restore, tasks: Tasks, qtbot: QtBot) -> None:
    restore.look(restore.stick)
    restore.try_code(restore.code)
    view = _again(restore, tasks, qtbot)
    with qtbot.waitSignal(view.closed):
        view.aside.back_wanted.emit()


def test_one_can_go_back_at_every_step(restore: Restore, qtbot: QtBot) -> None:
    restore.look(restore.stick)
    restore.view.keys.passphrase.code.setText("x")
    restore.view.keys.back_wanted.emit()
    assert restore.view.currentWidget() is restore.view.place
    assert restore.view.keys.passphrase.code.text() == ""
    with qtbot.waitSignal(restore.view.closed):
        restore.view.place.back_wanted.emit()


@pytest.mark.parametrize("what", ["choose_folder", "choose_file"])
def test_the_place_can_be_chosen(restore: Restore, what: str) -> None:
    getattr(restore.view.place, what).click()
    dialog = restore.view.place.findChild(QFileDialog)
    assert dialog is not None
    dialog.fileSelected.emit(str(restore.stick))
    dialog.reject()
    assert restore.view.place.line.text() == str(restore.stick)
