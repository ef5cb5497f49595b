"""Bad input in the wizard: the sentence stands beside its place, and what was typed stays."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pikepdf
import pytest
from PIL import Image
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QLabel

from lotse_app.models.problems import Code, refuse
from lotse_app.ui.application.steps import form_step
from lotse_app.ui.form.edits import Edit
from tests.chance import seeded

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from lotse_app.workflows.applications import OpenCase
    from tests.ui.application.conftest import Stage


def large_photo(path: Path) -> None:
    """Write a JPEG of 20 MB: a small picture and what a camera may put behind it."""
    Image.new("RGB", (64, 64), "white").save(path, "JPEG")
    with path.open("ab") as file:
        file.write(seeded(1).randbytes(20 * 1024 * 1024))


def locked_pdf(path: Path) -> None:
    """Write a PDF that asks for a password."""
    with pikepdf.new() as document:
        document.add_blank_page()
        document.save(path, encryption=pikepdf.Encryption(owner="amt", user="geheim"))


@pytest.mark.parametrize(
    ("make", "words"),
    [(large_photo, ["zu groß", "15 MB", "auf Papier"]), (locked_pdf, ["Kennwort", "Fassung ohne Kennwort"])],
)
def test_a_file_the_office_could_not_use_is_refused_beside_its_line(
    stage: Stage, stored: Callable[[], OpenCase], tmp_path: Path, make: Callable[[Path], None], words: list[str]
) -> None:
    make(tmp_path / "unterlage")
    stage.wizard.show_step("nachweise")
    view = stage.pages.evidence
    view._waiting = view.rows["chipnachweis"].line
    view.take_file(str(tmp_path / "unterlage"))
    stage.settled()
    said = view.rows["chipnachweis"].problem.text()
    assert [word for word in words if word not in said] == []
    assert not any(line.files for line in stored().evidence)


@pytest.mark.parametrize(
    ("name", "character", "place"), [("Иванова", "И", 1), ("Lena 🐕", "🐕", 6), ("Smith<", "<", 6), ("Novаk", "а", 4)]
)
def test_a_name_outside_the_norm_is_said_with_its_letter_and_place_and_kept_as_typed(
    stage: Stage, stored: Callable[[], OpenCase], name: str, character: str, place: int
) -> None:
    stage.key(Qt.Key.Key_Space)
    stage.wizard.show_step(form_step("halter"))
    page = stage.pages.form_page
    assert page is not None
    page.go_to("/halter/person/familienname")
    line = QApplication.focusWidget()
    assert line is not None
    for letter in name:
        QApplication.sendEvent(line, QKeyEvent(QEvent.Type.KeyPress, 0, Qt.KeyboardModifier.NoModifier, letter))
    page.go_to("/halter/person/vornamen")
    control = page.control("/halter/person/familienname")
    assert control is not None
    assert f"„{character}“ an Stelle {place} " in control.problem.text
    assert "DIN 91379" in control.problem.text
    assert "Ausweis" in control.problem.text
    assert stage.wizard.autosave is not None
    stage.wizard.autosave.flush()
    stage.settled()
    assert stored().application.answers["halter"]["person"]["familienname"] == name


def test_a_doubtful_date_is_said_on_its_page_and_beside_its_tick(stage: Stage) -> None:
    stage.key(Qt.Key.Key_Space)
    stage.fill()
    stage.editing.edit(Edit("/hunde/0/wurfdatum", "05.1990"))
    stage.wizard.show_step(form_step("hund"))
    page = stage.pages.form_page
    assert page is not None
    assert page.held.text.startswith("Wurfdatum: Mai 1990, mehr als 25 Jahre her.")
    stage.editing.edit(Edit("/hunde/0/wurfdatum", "05.2024"))
    assert page.held.isHidden()
    stage.editing.edit(Edit("/hunde/0/wurfdatum", "05.1990"))
    stage.wizard.show_step("pruefen")
    stage.settled()
    said = [card.section.title for card in stage.pages.read_back.cards if card.caution.text]
    assert len(said) == 1
    assert "Hund" in said[0]


def test_nothing_is_called_saved_beside_what_is_not(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_draft: object) -> int:
        raise refuse(Code.DISK_FULL)

    assert stage.wizard.autosave is not None
    monkeypatch.setattr(stage.wizard.autosave, "_save", full)
    stage.key(Qt.Key.Key_Space)
    stage.wizard.show_step(form_step("halter"))
    stage.go_on()
    stage.wizard.autosave.flush()
    stage.settled()
    said = " ".join(one.text() for one in stage.wizard.findChildren(QLabel) if one.isVisible())
    assert "nicht gespeichert" in said
    assert "geht trotzdem weiter" in said
    assert "bleibt gespeichert" not in said
    assert "ist gespeichert" not in said
