"""What the entrance says while it waits for the keyring."""

from __future__ import annotations

from threading import Event
from typing import TYPE_CHECKING

from lotse_app.ui.entrance.code_sheets import CodeSheets
from lotse_app.ui.entrance.unlock import UnlockView
from tests.ui.entrance.entering import Entrance, fill, show, until
from tests.vault.support import PHRASE

if TYPE_CHECKING:
    from pathlib import Path

    import pytest
    from pytestqt.qtbot import QtBot


def test_what_it_waits_for_is_said_after_some_seconds_and_only_as_long_as_it_waits(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    entrance = Entrance(tmp_path / "daten")
    entrance.set_up()
    unlocking, answers = entrance.program.unlocking, Event()
    key = unlocking.key
    monkeypatch.setattr(unlocking, "key", lambda pilot, phrase: key(pilot, phrase) if answers.wait(20) else b"")
    view = UnlockView(unlocking, entrance.tasks, CodeSheets(entrance.program.shelf, entrance.clock))
    view.opened.connect(entrance.desks.append)
    show(qtbot, view)
    until(qtbot, lambda: view.ready and not entrance.tasks.outstanding)
    view.login._lateness.setInterval(30)
    fill(PHRASE)
    assert "Das dauert länger" not in view.login._working.text()
    until(qtbot, lambda: "Antwort vom Schlüsselbund" in view.login._working.text())
    assert view.login.busy
    answers.set()
    until(qtbot, lambda: bool(entrance.desks))
    assert not view.login._lateness.isActive()
    assert view.login._working.isHidden()
    entrance.close()
