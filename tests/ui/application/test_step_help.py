"""What is said about each step."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.ui.application.conftest import Stage


def test_help_is_there_for_every_step(stage: Stage) -> None:
    said = set()
    for key in ("wer", "formular:halter", "nachweise", "pruefen"):
        stage.wizard.show_step(key)
        said.add(stage.wizard.help_text())
    assert len(said) == 4
