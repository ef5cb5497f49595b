"""Evidence on the screen: states by key, reasons, files with a reason when refused."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING

import pytest
from PIL import Image
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog

from lotse_app.models.application import Mark
from lotse_app.models.evidence import EvidenceFile, EvidenceState
from lotse_app.models.problems import Code, Problem
from lotse_app.ui.application.evidence_row import FileLine, file_words

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from lotse_app.ui.application.evidence_view import EvidenceView
    from lotse_app.workflows.applications import OpenCase
    from tests.ui.application.conftest import Stage


@pytest.fixture
def view(stage: Stage) -> EvidenceView:
    stage.wizard.show_step("nachweise")
    return stage.pages.evidence


def states(case: OpenCase) -> dict[str, EvidenceState]:
    return {line.key: line.state for line in case.evidence}


def wish(view: EvidenceView, key: str, file: Path) -> None:
    """Choose a file for a line, as the dialog would."""
    view._waiting = view.rows[key].line
    view.take_file(str(file))


def test_a_number_key_writes_the_state(stage: Stage, view: EvidenceView, stored: Callable[[], OpenCase]) -> None:
    assert view.rows["chipnachweis"].states.buttons[0].hasFocus()
    stage.key(Qt.Key.Key_4)
    assert states(stored()) == {"chipnachweis": EvidenceState.LATER}
    assert Mark.PAPERS_MISSING in stored().application.marks


def test_going_on_says_of_nothing_that_it_was_seen_and_missing_is_no_gate(
    stage: Stage, view: EvidenceView, stored: Callable[[], OpenCase]
) -> None:
    assert view.rows["haftpflicht"].line.state is EvidenceState.OPEN
    stage.go_on()
    assert stage.pages.key == "pruefen"
    assert states(stored()) == {"chipnachweis": EvidenceState.OPEN, "haftpflicht": EvidenceState.OPEN}


def test_not_needed_asks_why(stage: Stage, view: EvidenceView, stored: Callable[[], OpenCase]) -> None:
    row = view.rows["haftpflicht"]
    assert not row.reason_field.isVisible()
    row.states.take_focus()
    stage.key(Qt.Key.Key_5)
    assert row.reason.hasFocus()
    row.reason.setText("Gemeinde verlangt ihn nicht")
    row.reason.editingFinished.emit()
    stage.settled()
    line = next(line for line in stored().evidence if line.key == "haftpflicht")
    assert (line.state, line.reason) == (EvidenceState.NOT_NEEDED, "Gemeinde verlangt ihn nicht")
    row.states.buttons[1].click()
    stage.settled()
    assert next(line for line in stored().evidence if line.key == "haftpflicht").reason == ""


def test_a_picture_is_taken_in_and_can_be_deleted(
    stage: Stage, view: EvidenceView, stored: Callable[[], OpenCase], tmp_path: Path
) -> None:
    good = tmp_path / "Nowakowa Impfpass.png"
    good.write_bytes(_png())
    wish(view, "chipnachweis", good)
    stage.settled()
    line = next(line for line in stored().evidence if line.key == "chipnachweis")
    assert line.state is EvidenceState.FILE
    assert len(line.files) == 1
    shown = view.rows["chipnachweis"].findChildren(FileLine)
    assert len(shown) == 1
    assert view.rows["chipnachweis"].choose.text().startswith("Weitere Datei")
    assert shown[0].drop.accessibleName() == "Datei 1 löschen"
    shown[0].drop.click()
    stage.settled()
    assert not next(line for line in stored().evidence if line.key == "chipnachweis").files


def test_a_broken_file_is_refused_with_a_reason_and_the_state_stays(
    stage: Stage, view: EvidenceView, stored: Callable[[], OpenCase], tmp_path: Path
) -> None:
    bad = tmp_path / "kaputt.pdf"
    bad.write_bytes(b"%PDF-1.7 und dann nichts")
    wish(view, "chipnachweis", bad)
    stage.settled()
    row = view.rows["chipnachweis"]
    assert "beschädigt" in row.problem.text()
    assert row.line.state is EvidenceState.OPEN
    assert not stored().evidence


@pytest.mark.parametrize(
    ("name", "size", "words"), [("riesig.jpg", 16 * 1024 * 1024, "15 MB"), ("fehlt.png", -1, "Datenträger")]
)
def test_too_large_and_unreadable_files_are_refused(
    stage: Stage, view: EvidenceView, tmp_path: Path, name: str, size: int, words: str
) -> None:
    file = tmp_path / name
    if size >= 0:
        with file.open("wb") as handle:
            handle.truncate(size)
    wish(view, "chipnachweis", file)
    stage.settled()
    assert words in view.rows["chipnachweis"].problem.text()


def test_choosing_a_file_opens_a_dialog_and_cancelling_changes_nothing(stage: Stage, view: EvidenceView) -> None:
    row = view.rows["haftpflicht"]
    row.states.buttons[2].click()
    dialog = view.findChild(QFileDialog)
    assert dialog is not None
    dialog.reject()
    stage.settled()
    assert row.states.value == ""
    view.take_file("")
    row.choose.click()
    again = [one for one in view.findChildren(QFileDialog) if one is not dialog]
    assert again
    again[0].reject()


def test_lines_follow_the_answers(stage: Stage, view: EvidenceView) -> None:
    assert "befreiung" not in view.rows
    stage.fill((("/befreiung", "jagdhund"),))
    if "befreiung" not in view.rows:
        choices = next(
            control.choices
            for step in stage.editing.state.steps
            for element in step.elements
            for control in getattr(element, "elements", ())
            if getattr(control, "pointer", "") == "/befreiung"
        )
        stage.fill((("/befreiung", next(one.value for one in choices if one.value != "keine")),))
    assert "befreiung" in view.rows
    stage.fill((("/befreiung", "keine"),))
    assert "befreiung" not in view.rows


def test_an_unknown_line_is_said_above_the_list(view: EvidenceView) -> None:
    view.refuse("nirgends", Problem(Code.FILE_EMPTY))
    assert "leer" in view.banner.text


def test_a_file_is_said_without_its_name() -> None:
    file = EvidenceFile("id", "application/pdf", 3_200_000, "00", 2)
    assert file_words(file, 1) == "Datei 1: PDF, 2 Seiten, 3,1 MB"
    small = EvidenceFile("id", "image/png", 300, "00", 1)
    assert file_words(small, 2) == "Datei 2: Bild (PNG), 1 Seite, 1 kB"


def _png() -> bytes:
    target = BytesIO()
    Image.new("RGB", (40, 30), "white").save(target, "PNG")
    return target.getvalue()
