"""The entrance over a data folder that goes away and comes back, as on a stick or a share."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest

from lotse_app.models.people import Pilot, Role
from lotse_app.ui.entrance.code_sheets import CodeSheets
from lotse_app.ui.entrance.unlock import UnlockView
from tests.ui.entrance.entering import Entrance, fill, show, until
from tests.vault.support import OTHER, PHRASE

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pytestqt.qtbot import QtBot


@pytest.fixture
def entrance(tmp_path: Path) -> Iterator[Entrance]:
    made = Entrance(tmp_path / "daten")
    yield made
    made.close()


def shown(qtbot: QtBot, entrance: Entrance) -> UnlockView:
    """Return the view, shown and with its pilots asked for."""
    view = UnlockView(entrance.program.unlocking, entrance.tasks, CodeSheets(entrance.program.shelf, entrance.clock))
    view.opened.connect(entrance.desks.append)
    show(qtbot, view)
    until(qtbot, lambda: view.ready and not entrance.tasks.outstanding)
    return view


@contextmanager
def without_key_files(qtbot: QtBot, entrance: Entrance) -> Iterator[UnlockView]:
    """Show the login while the folder is out of reach, as a stick or a share that went away, and bring it back."""
    away = [(path, path.with_suffix(".weg")) for path in entrance.places.key_files]
    for path, elsewhere in away:
        path.rename(elsewhere)
    view = shown(qtbot, entrance)
    assert "Schlüsseldateien fehlen" in view.banner.text
    fill(PHRASE)
    until(qtbot, lambda: not entrance.tasks.outstanding)
    assert "Schlüsseldateien fehlen" in view.banner.text
    assert view.login.line.text() == ""
    for path, elsewhere in away:
        elsewhere.rename(path)
    yield view


def test_key_files_that_are_back_open_at_the_next_try(qtbot: QtBot, entrance: Entrance) -> None:
    pilot_id, _ = entrance.set_up()
    with without_key_files(qtbot, entrance) as view:
        fill(PHRASE)
        until(qtbot, lambda: bool(entrance.desks))
    assert entrance.desks[0].workplace.pilot.id == pilot_id
    assert view.banner.text == ""
    assert not view.login.damaged.isVisible()


@pytest.mark.parametrize("pilots", [1, 2])
def test_the_code_lets_in_who_works_here_once_the_key_files_are_back(
    qtbot: QtBot, entrance: Entrance, pilots: int
) -> None:
    pilot_id, code = entrance.set_up()
    unlocking = entrance.program.unlocking
    if pilots > 1:
        second = Pilot("zweite", "Zoë Zweite", Role.VOLUNTEER)
        unlocking._ground.vault().add_pilot(unlocking.key(pilot_id, PHRASE), second, OTHER)
    known = unlocking.pilots()
    with without_key_files(qtbot, entrance) as view:
        view.login.forgotten.click()
        page = view.recover.passphrase
        for line, words in ((page.code, code), (page.first, OTHER), (page.again, OTHER)):
            line.setText(words)
        view.recover.primary.click()
        until(qtbot, lambda: not entrance.tasks.outstanding)
        if pilots > 1:  # it is asked who works, and nothing was written
            assert view.recover.pilot.isVisible()
            assert unlocking.key(pilot_id, PHRASE)
            view.recover.primary.click()
        until(qtbot, lambda: view.currentWidget() is view.new_code)
    assert unlocking.pilots() == known
    assert unlocking.key(known[0][0], OTHER)


def test_the_right_key_files_open_at_the_next_try_after_those_of_another_store(
    qtbot: QtBot, entrance: Entrance, tmp_path: Path
) -> None:
    pilot_id, _ = entrance.set_up()
    other = Entrance(tmp_path / "andere", entrance.secrets)
    other.set_up()
    own = [path.read_bytes() for path in entrance.places.key_files]
    for path, foreign in zip(entrance.places.key_files, other.places.key_files, strict=True):
        path.write_bytes(foreign.read_bytes())
    other.close()
    view = shown(qtbot, entrance)
    fill(PHRASE)
    until(qtbot, lambda: not entrance.tasks.outstanding)
    assert "mit dieser Schlüsseldatei nicht öffnen" in view.banner.text
    for path, content in zip(entrance.places.key_files, own, strict=True):
        path.write_bytes(content)
    fill(PHRASE)
    until(qtbot, lambda: bool(entrance.desks))
    assert entrance.desks[0].workplace.pilot.id == pilot_id
