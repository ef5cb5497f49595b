"""The entrance: pilot, passphrase, pause after mistakes, and the way back by the recovery code."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLineEdit

from lotse_app.documents.reader import text_of
from lotse_app.models.people import Pilot, Role
from lotse_app.models.problems import Code
from lotse_app.ui.entrance.code_sheets import CodeSheets
from lotse_app.ui.entrance.passphrase import PassphraseView
from lotse_app.ui.entrance.unlock import UnlockView, waiting_words
from tests.ui.entrance.entering import NAME, Entrance, fill, press, show, type_text, until
from tests.vault.support import OTHER, PHRASE

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from lotse_app.workflows.desk import Desk


@pytest.fixture
def entrance(tmp_path: Path) -> Iterator[Entrance]:
    made = Entrance(tmp_path / "daten")
    yield made
    made.close()


def opened(qtbot: QtBot, entrance: Entrance) -> tuple[UnlockView, list[Desk]]:
    """Return the view, shown and with its pilots loaded, and where desks arrive."""
    view = UnlockView(entrance.program.unlocking, entrance.tasks, CodeSheets(entrance.program.shelf, entrance.clock))
    view.opened.connect(entrance.desks.append)
    show(qtbot, view)
    until(qtbot, lambda: view.ready and not entrance.tasks.outstanding)
    return view, entrance.desks


def test_a_passphrase_and_enter_open_the_desk(qtbot: QtBot, entrance: Entrance) -> None:
    pilot_id, _ = entrance.set_up()
    view, desks = opened(qtbot, entrance)
    assert view.login.line.hasFocus()
    assert view.login.pilot.isHidden() or not view.login.pilot.isVisible()
    fill(PHRASE)
    assert view.login.line.text() == ""
    assert view.login.busy
    until(qtbot, lambda: bool(desks))
    assert desks[0].workplace.pilot.id == pilot_id


def test_who_types_before_the_vault_is_loaded_comes_in_all_the_same(qtbot: QtBot, entrance: Entrance) -> None:
    entrance.set_up()
    view = UnlockView(entrance.program.unlocking, entrance.tasks, CodeSheets(entrance.program.shelf, entrance.clock))
    view.opened.connect(entrance.desks.append)
    view.login.line.setText(PHRASE)
    view.login.go_on.emit()
    assert not view.login.busy
    show(qtbot, view)
    until(qtbot, lambda: bool(entrance.desks))
    assert view.banner.text == ""


def test_several_pilots_are_asked_who_works(qtbot: QtBot, entrance: Entrance) -> None:
    pilot_id, _ = entrance.set_up()
    unlocking = entrance.program.unlocking
    second = Pilot("zweite", "Zoë Zweite", Role.VOLUNTEER)
    unlocking._ground.vault().add_pilot(unlocking.key(pilot_id, PHRASE), second, OTHER)
    view, desks = opened(qtbot, entrance)
    assert [button.accessibleName() for button in view.login.pilot.buttons] == [NAME, "Zoë Zweite"]
    press(Qt.Key.Key_2)
    assert view.login.pilot.value == second.id
    press(Qt.Key.Key_1)
    press(Qt.Key.Key_Return)
    fill(PHRASE)
    until(qtbot, lambda: bool(desks))


def test_a_wrong_passphrase_is_said_beside_the_field(qtbot: QtBot, entrance: Entrance) -> None:
    entrance.set_up()
    view, _ = opened(qtbot, entrance)
    fill(OTHER)
    until(qtbot, lambda: bool(view.login.field.problem))
    assert "passt nicht" in view.login.field.problem
    assert view.login.line.hasFocus()
    assert "passt nicht" in view.login.line.accessibleDescription()
    assert view.login.countdown.isHidden()


def test_after_mistakes_the_pause_counts_down_in_words_and_ends(qtbot: QtBot, entrance: Entrance) -> None:
    pilot_id, _ = entrance.set_up()
    for _ in range(3):
        with pytest.raises(Exception, match="wrong_passphrase"):
            entrance.program.unlocking.key(pilot_id, OTHER)
    view, desks = opened(qtbot, entrance)
    login = view.login
    assert login.countdown.text() == "Nächster Versuch in 5 Sekunden. Es ist nichts verloren."
    assert not login.primary.isEnabled()
    fill(PHRASE)
    assert not login.busy
    login.tick_second()
    assert "4 Sekunden" in login.countdown.text()
    for _ in range(4):
        login.tick_second()
    assert login.countdown.isHidden()
    assert login.primary.isEnabled()
    entrance.clock.advance(seconds=5)
    login.line.forget()
    login.line.setFocus()
    fill(PHRASE)
    until(qtbot, lambda: bool(desks))


def test_a_try_during_the_pause_only_starts_the_countdown(qtbot: QtBot, entrance: Entrance) -> None:
    pilot_id, _ = entrance.set_up()
    view, _ = opened(qtbot, entrance)
    for _ in range(4):
        try_wrong = partial(entrance.program.unlocking.key, pilot_id, OTHER)
        with pytest.raises(Exception, match="pass"):
            try_wrong()
    fill(PHRASE)
    until(qtbot, lambda: not entrance.tasks.outstanding)
    assert "5 Sekunden" in view.login.countdown.text()
    assert view.login.field.problem == ""


def test_an_empty_passphrase_is_asked_for(qtbot: QtBot, entrance: Entrance) -> None:
    entrance.set_up()
    view, _ = opened(qtbot, entrance)
    press(Qt.Key.Key_Return)
    assert "eingeben" in view.login.field.problem
    assert not view.login.busy


@pytest.mark.parametrize(
    ("trouble", "words"),
    [(Code.KEYRING_LOCKED, "gesperrt"), (Code.KEYRING_ABSENT, "Schlüsselbund")],
)
def test_trouble_with_the_keyring_is_said_with_what_to_do(
    qtbot: QtBot, entrance: Entrance, trouble: Code, words: str
) -> None:
    entrance.set_up()
    entrance.secrets.trouble = trouble
    view, desks = opened(qtbot, entrance)
    fill(PHRASE)
    until(qtbot, view.login.banner.isVisible)
    assert words in view.login.banner.text
    entrance.secrets.trouble = None
    view.login.line.setFocus()
    fill(PHRASE)
    until(qtbot, lambda: bool(desks))


def test_the_recovery_code_gives_a_new_passphrase_and_a_new_code(qtbot: QtBot, entrance: Entrance) -> None:
    pilot_id, code = entrance.set_up()
    entrance.secrets.kept.clear()
    view, desks = opened(qtbot, entrance)
    view.login.forgotten.click()
    assert view.recover.passphrase.code.hasFocus()
    fill(code.lower().replace("-", " "))
    fill(OTHER)
    fill(OTHER)
    until(qtbot, lambda: view.currentWidget() is view.new_code)
    page = view.new_code.page
    assert page.code.text() not in {"", code}
    assert not page.primary.isEnabled()
    assert not [line.text() for line in view.findChildren(QLineEdit) if line.text()]
    page.kept.setFocus()
    press(Qt.Key.Key_Space)
    press(Qt.Key.Key_Return)
    until(qtbot, lambda: bool(desks))
    assert page.code.text() == ""
    assert entrance.program.unlocking.key(pilot_id, OTHER)


def test_the_code_opens_beside_a_keyring_that_nobody_can_unlock(qtbot: QtBot, entrance: Entrance) -> None:
    pilot_id, code = entrance.set_up()
    entrance.secrets.trouble = Code.KEYRING_LOCKED
    view, _ = opened(qtbot, entrance)
    view.login.forgotten.click()
    fill(code)
    fill("zehn Zeich")
    fill("zehn Zeich")
    until(qtbot, lambda: "mindestens 16 Zeichen" in view.recover.passphrase.first_field.problem)
    assert view.recover.passphrase.code.text() == code
    assert view.recover.passphrase.first.hasFocus()
    fill("zehn Zeichen und mehr")
    fill("zehn Zeichen und mehr")
    until(qtbot, lambda: view.currentWidget() is view.new_code)
    assert entrance.program.unlocking.key(pilot_id, "zehn Zeichen und mehr")


def test_a_mistyped_code_is_said_with_its_group(qtbot: QtBot, entrance: Entrance) -> None:
    _, code = entrance.set_up()
    view, _ = opened(qtbot, entrance)
    view.login.forgotten.click()
    wrong = code[:8] + ("2" if code[8] != "2" else "3") + code[9:]
    fill(wrong)
    fill(OTHER)
    fill(OTHER)
    until(qtbot, lambda: bool(view.recover.passphrase.code_field.problem))
    assert "2. Gruppe" in view.recover.passphrase.code_field.problem
    assert view.recover.passphrase.code.hasFocus()
    assert view.recover.passphrase.code.text() == wrong


def test_the_new_passphrase_is_checked_before_and_by_the_vault(qtbot: QtBot, entrance: Entrance) -> None:
    _, code = entrance.set_up()
    view, _ = opened(qtbot, entrance)
    view.login.forgotten.click()
    page = view.recover
    page.go_on.emit()
    assert page.passphrase.code_field.problem
    assert page.passphrase.first_field.problem
    fill(code)
    fill("kurz")
    fill("anders")
    assert "gleich" in page.passphrase.again_field.problem
    assert page.passphrase.again.text() == ""
    fill("kurz")
    until(qtbot, lambda: "10 Zeichen" in page.passphrase.first_field.problem)
    assert page.passphrase.first.text() == ""


def test_going_back_from_the_recovery_forgets_what_was_typed(qtbot: QtBot, entrance: Entrance) -> None:
    entrance.set_up()
    view, _ = opened(qtbot, entrance)
    view.login.forgotten.click()
    type_text(view.recover.passphrase.code, "ABC")
    view.recover.back_wanted.emit()
    assert view.currentWidget() is view.login
    assert view.recover.passphrase.code.text() == ""
    assert view.login.line.hasFocus()


def test_a_damaged_key_file_is_said_and_the_code_mends_it(qtbot: QtBot, entrance: Entrance) -> None:
    pilot_id, code = entrance.set_up()
    (entrance.places.ground / "schluessel.json").write_bytes(b"cut")
    view, desks = opened(qtbot, entrance)
    fill(PHRASE)
    until(qtbot, view.login.banner.isVisible)
    assert "Wiederherstellungscode" in view.login.banner.text
    view.login.forgotten.click()
    fill(code)
    fill(OTHER)
    fill(OTHER)
    until(qtbot, lambda: view.currentWidget() is view.new_code)
    view.new_code.page.kept.setChecked(True)
    view.new_code.page.primary.click()
    until(qtbot, lambda: bool(desks))
    assert entrance.program.unlocking.key(pilot_id, OTHER)


def test_a_damaged_store_leaves_the_new_code_in_sight(qtbot: QtBot, entrance: Entrance) -> None:
    _, code = entrance.set_up()
    entrance.places.store.write_bytes(b"garbage" * 1000)
    view, _ = opened(qtbot, entrance)
    view.login.forgotten.click()
    fill(code)
    fill(OTHER)
    fill(OTHER)
    until(qtbot, lambda: view.currentWidget() is view.new_code)
    page = view.new_code.page
    page.kept.setChecked(True)
    page.primary.click()
    until(qtbot, page.banner.isVisible)
    assert page.code.text()
    assert page.primary.isEnabled()


def test_the_sheet_with_the_code_uses_the_words_of_the_buttons(qtbot: QtBot, entrance: Entrance) -> None:
    view, _ = opened(qtbot, entrance)
    sheet = text_of(CodeSheets(entrance.program.shelf, entrance.clock).sheet("ABCDE", "Rathaus", "Stadt Wilsdruff"))
    for button in (view.login.forgotten, view.recover.primary):
        words = button.text().replace("&", "").partition("   ")[0]  # the key of the primary button stands behind
        assert f"„{words}“".replace(" ", "") in sheet


def test_the_sheet_with_the_new_code_is_shown_as_pages_and_saved(
    qtbot: QtBot, entrance: Entrance, tmp_path: Path
) -> None:
    view, _ = opened(qtbot, entrance)
    stage = view.new_code
    view.setCurrentWidget(stage)
    stage.show_code("ABCDE-FGHJK-MNPQR-STVWX-YZ012", "Rathaus")
    stage.page.print_button.click()
    until(qtbot, lambda: stage.currentWidget() is stage.preview)
    until(qtbot, lambda: not entrance.tasks.outstanding)
    assert stage.preview.papers[0].pdf.startswith(b"%PDF")
    stage.preview.save_to(str(tmp_path / "Code.pdf"))
    until(qtbot, lambda: not entrance.tasks.outstanding)
    assert (tmp_path / "Code.pdf").read_bytes() == stage.preview.papers[0].pdf
    stage.preview.close_preview()
    assert stage.currentWidget() is stage.page
    assert stage.page.kept.hasFocus()
    stage.forget()
    assert stage.page.code.text() == ""


def test_letters_are_shown_only_while_wanted(qtbot: QtBot, entrance: Entrance) -> None:
    entrance.set_up()
    view, _ = opened(qtbot, entrance)
    login = view.login
    assert login.line.echoMode() is QLineEdit.EchoMode.Password
    login.tick.setChecked(True)
    assert login.line.echoMode() is QLineEdit.EchoMode.Normal
    fill(OTHER)
    assert login.line.echoMode() is QLineEdit.EchoMode.Password
    login.line.undo()
    assert login.line.text() == ""
    until(qtbot, lambda: not entrance.tasks.outstanding)


def test_every_control_has_a_name(qtbot: QtBot, entrance: Entrance) -> None:
    entrance.set_up()
    view, _ = opened(qtbot, entrance)
    nameless = [
        widget.metaObject().className()
        for widget in view.findChildren(QLineEdit)
        if not widget.accessibleName() and not widget.objectName().startswith("qt_")
    ]
    assert nameless == []
    assert view.login.line.accessibleName() == "Passphrase (nötig)"


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(1, "1 Sekunde"), (5, "5 Sekunden"), (60, "1 Minute"), (80, "1 Minute und 20 Sekunden"), (900, "15 Minuten")],
)
def test_a_wait_is_said_in_words(seconds: int, words: str) -> None:
    assert waiting_words(seconds) == words


def test_the_own_passphrase_is_changed(qtbot: QtBot, entrance: Entrance) -> None:
    pilot_id, _ = entrance.set_up()
    view = PassphraseView(entrance.program.unlocking, entrance.tasks, pilot_id)
    show(qtbot, view)
    with qtbot.waitSignal(view.changed, timeout=10_000):
        fill(PHRASE)
        fill(OTHER)
        fill(OTHER)
    assert view.banner.tone == "ok"
    assert entrance.program.unlocking.key(pilot_id, OTHER)
    assert not [line.text() for line in view.findChildren(QLineEdit) if line.text()]


def test_what_stands_against_a_change_is_said_at_its_place(qtbot: QtBot, entrance: Entrance) -> None:
    pilot_id, _ = entrance.set_up()
    view = PassphraseView(entrance.program.unlocking, entrance.tasks, pilot_id)
    show(qtbot, view)
    view.go_on.emit()
    assert view.old_field.problem
    for old, new in ((OTHER, OTHER), (PHRASE, "kurz")):
        view.old.setFocus()
        fill(old)
        fill(new)
        fill(new)
        until(qtbot, lambda: not view.busy)
        until(qtbot, lambda: not entrance.tasks.outstanding)
        wrong = view.old_field if old == OTHER else view.passphrase.first_field
        assert wrong.problem
        assert QApplication.focusWidget() is wrong.widget
    assert view.old.text() == PHRASE, "only the new one was too short"
    entrance.secrets.trouble = Code.KEYRING_LOCKED
    for text in (OTHER, OTHER):
        fill(text)
    until(qtbot, view.banner.isVisible)
    assert view.old.text() == PHRASE
    with qtbot.waitSignal(view.closed):
        view._leave()
    assert view.old.text() == ""


def test_a_damaged_store_leads_to_the_backup(qtbot: QtBot, entrance: Entrance) -> None:
    entrance.set_up()
    content = entrance.places.store.read_bytes()
    entrance.places.store.write_bytes(content[:4096] + b"kaputt" * 5000)
    view, desks = opened(qtbot, entrance)
    assert view.login.damaged.isHidden()
    fill(PHRASE)
    until(qtbot, lambda: bool(view.login.banner.text))
    assert "beschädigt" in view.login.banner.text
    assert view.login.damaged.isVisible()
    assert view.login.damaged.hasFocus()
    with qtbot.waitSignal(view.restore_wanted):
        view.login.damaged.click()
    assert desks == []
