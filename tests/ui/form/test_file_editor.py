"""A question for a file: its name is the answer, another kind than the form allows is refused in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtWidgets import QFileDialog

from lotse_app.ui.form.file_editor import FileEditor
from lotse_app.ui.form.testers import editor_for
from tests.ui.form.questions import question

if TYPE_CHECKING:
    from pathlib import Path

    from pytestqt.qtbot import QtBot

KINDS = ("application/pdf", "image/jpeg")


@pytest.fixture
def editor(qtbot: QtBot) -> FileEditor:
    control = question(accepts=KINDS)
    made = editor_for(control)
    assert isinstance(made, FileEditor)
    qtbot.addWidget(made)
    made.show_state(control, fresh=True)
    made.describe("Nachweis", "", problem=False)
    made.show()
    return made


def test_the_name_of_a_chosen_file_is_the_answer(qtbot: QtBot, editor: FileEditor) -> None:
    editor.button.click()
    (dialog,) = editor.findChildren(QFileDialog)
    assert "*.pdf" in dialog.nameFilters()[0]
    with qtbot.waitSignal(editor.edited):
        dialog.fileSelected.emit("/irgendwo/Meldung.PDF")
    dialog.close()
    assert (editor.value, editor.note.isVisibleTo(editor)) == ("Meldung.PDF", False)


def test_another_kind_of_file_is_refused_in_words(editor: FileEditor) -> None:
    editor.take("/irgendwo/Liste.xlsx")
    assert editor.value is None
    assert editor.note.text() == "Diese Art von Datei nimmt das Formular nicht an. Möglich: PDF, JPEG."


def test_a_file_larger_than_the_form_allows_is_refused_in_words(qtbot: QtBot, tmp_path: Path) -> None:
    made = editor_for(question(accepts=KINDS, max_bytes=2_500_000))
    assert isinstance(made, FileEditor)
    qtbot.addWidget(made)
    path = tmp_path / "Scan.pdf"
    large = "Die Datei ist größer als 2,5 MB. Mehr nimmt das Formular nicht an."
    for size, said in ((2_500_001, large), (2_500_000, "")):
        with path.open("wb") as file:
            file.truncate(size)
        made.take(str(path))
        assert made.note.text() == said
    assert made.value == "Scan.pdf"


def test_where_the_form_names_no_kind_any_file_is_taken(qtbot: QtBot) -> None:
    made = editor_for(question(accepts=()))
    assert isinstance(made, FileEditor)
    qtbot.addWidget(made)
    made.take("Liste.xlsx")
    assert made.value == "Liste.xlsx"


def test_line_and_button_are_named_and_reached(editor: FileEditor) -> None:
    assert [one.accessibleName() for one in editor.stops] == ["Nachweis", "Datei wählen: Nachweis"]


def test_what_may_not_be_changed_asks_for_no_file(editor: FileEditor) -> None:
    editor.show_state(question(accepts=KINDS, enabled=False), fresh=False)
    assert not editor.button.isEnabled()
