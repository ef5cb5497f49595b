"""What is loaded while the passphrase is typed."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from lotse_app.ui.ahead import ROOMS, LoadingAhead

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot


def loaded_after(statement: str) -> set[str]:
    """Return the modules of the program that a fresh process has after a statement."""
    say = f"{statement}; import sys; print(*(name for name in sys.modules if name.startswith('lotse_app')))"
    return set(subprocess.run([sys.executable, "-c", say], capture_output=True, text=True, check=True).stdout.split())


def test_after_loading_ahead_the_main_window_brings_nothing_new() -> None:
    ahead = loaded_after(f"from importlib import import_module as load; [load(name) for name in {ROOMS!r}]")

    assert loaded_after("import lotse_app.ui.assembly") <= ahead


def test_the_unlock_window_is_there_before_rooms_store_vault_forms_and_papers() -> None:
    loaded = loaded_after("import lotse_app.cli, lotse_app.bootstrap, lotse_app.ui.program")

    assert "lotse_app.ui.unlock" in loaded
    for part in (
        "ui.window",
        "ui.rooms.today",
        "ui.preview",
        "vault.vault",
        "store",
        "forms",
        "documents",
        "catalogue",
    ):
        assert f"lotse_app.{part}" not in loaded


def test_loading_goes_module_by_module_and_ends(qtbot: QtBot) -> None:
    parent = QObject()
    ahead = LoadingAhead(parent, ["colorsys", "nturl2path"])
    ahead.start()

    assert not ahead.done
    qtbot.waitUntil(lambda: ahead.done)
    qtbot.waitUntil(lambda: not ahead.running)
    assert {"colorsys", "nturl2path"} <= set(sys.modules)
