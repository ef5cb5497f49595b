"""What the entrance says where files or the disk keep Lotse closed: the true cause, and the way that helps first."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtWidgets import QLabel

from lotse_app.models.problems import Code, problem, refuse
from lotse_app.ui.entrance.trouble_view import TroubleView
from lotse_app.ui.messages.problems import OPENING_SENTENCES, RESTORABLE, opening_sentence, sentence
from tests.ui.entrance.entering import Entrance, fill, until
from tests.ui.entrance.test_unlock import entrance, opened
from tests.vault.support import OTHER, PHRASE

if TYPE_CHECKING:
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from lotse_app.workflows.desk import Desk

__all__ = ["entrance"]


@pytest.mark.parametrize("code", [Code.KEY_FILES_LOST, Code.DISK_FULL])
def test_where_lotse_cannot_begin_it_says_why_and_offers_what_helps(qtbot: QtBot, code: Code) -> None:
    view = TroubleView(problem(code))
    qtbot.addWidget(view)
    assert opening_sentence(problem(code)) in [label.text() for label in view.findChildren(QLabel)]
    assert view.restore.isHidden() is (code not in RESTORABLE)


@pytest.mark.parametrize("content", [None, b"cut"])
def test_both_key_files_lost_is_said_at_once_and_no_code_is_promised(
    qtbot: QtBot, entrance: Entrance, content: bytes | None
) -> None:
    _, code = entrance.set_up()
    for path in entrance.places.ground.glob("schluessel*.json"):
        path.unlink()
        if content is not None:
            path.write_bytes(content)
    view, _ = opened(qtbot, entrance)
    lost = sentence(problem(Code.KEY_FILES_LOST))
    assert view.login.banner.text == lost
    assert "auch nicht mit dem Wiederherstellungscode" in lost
    assert view.login.damaged.isVisible()
    view.login.forgotten.click()
    for text in (code, OTHER, OTHER):
        fill(text)
    until(qtbot, view.recover.banner.isVisible)
    assert view.recover.banner.text == lost


def test_the_key_file_of_another_store_is_named_before_any_backup(
    qtbot: QtBot, entrance: Entrance, tmp_path: Path
) -> None:
    entrance.set_up()
    before = entrance.places.store.read_bytes()
    other = Entrance(tmp_path / "andere", entrance.secrets)
    other.set_up()
    other.close()
    for mine, theirs in zip(entrance.places.key_files, other.places.key_files, strict=True):
        mine.write_bytes(theirs.read_bytes())
    view, desks = opened(qtbot, entrance)
    fill(PHRASE)
    until(qtbot, view.login.banner.isVisible)
    assert view.login.banner.text == sentence(problem(Code.STORE_UNREADABLE))
    assert view.login.damaged.isVisible()
    assert not view.login.damaged.hasFocus()
    assert desks == []
    assert entrance.places.store.read_bytes() == before


@pytest.mark.parametrize("code", [Code.DISK_FULL, Code.STORE_IO])
def test_a_disk_that_keeps_lotse_closed_is_not_said_to_have_lost_a_line(
    qtbot: QtBot, entrance: Entrance, code: Code, monkeypatch: pytest.MonkeyPatch
) -> None:
    entrance.set_up()

    def full(_pilot_id: str, _key: bytes) -> Desk:
        raise refuse(code)

    view, desks = opened(qtbot, entrance)
    monkeypatch.setattr(entrance.program.unlocking, "open", full)
    fill(PHRASE)
    until(qtbot, view.login.banner.isVisible)
    assert view.login.banner.text == OPENING_SENTENCES[code]
    assert "nicht öffnen" in view.login.banner.text
    assert "Das Letzte" in sentence(problem(code))
    monkeypatch.undo()
    fill(PHRASE)
    until(qtbot, lambda: bool(desks))
