"""What goes along with an application on paper comes out of the printer with it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PIL import Image
from PySide6.QtCore import Qt

if TYPE_CHECKING:
    from pathlib import Path

    from tests.ui.application.conftest import Stage


def test_a_file_that_goes_along_is_printed_with_the_papers(stage: Stage, tmp_path: Path) -> None:
    photo = tmp_path / "foto.png"
    Image.new("RGB", (60, 40)).save(photo)
    stage.to_read_back()
    stage.wizard.show_step("nachweise")
    stage.wizard.acts.attach(stage.editing.evidence[0], 0, photo)
    stage.settled()
    stage.wizard.show_step("pruefen")
    while stage.pages.read_back.next_open() is not None:
        stage.key(Qt.Key.Key_Space)
    stage.go_on()
    stage.key(Qt.Key.Key_3)
    stage.go_on()
    stage.key(Qt.Key.Key_2)
    stage.go_on()
    file = f"Nachweis {stage.editing.case.application.number}-1"
    titles = ["Antrag", file, "Beleg", "Merkzettel"]
    preview = stage.wizard.stack.preview
    assert [paper.title for paper in preview.papers] == titles
    preview.close_preview()
    stage.wizard.acts.papers(with_receipt=True)
    stage.settled()
    assert [paper.title for paper in preview.papers] == titles
