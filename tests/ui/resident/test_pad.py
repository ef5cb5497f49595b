"""The signature pad."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from lotse_app.ui.resident.pad import RATIO, SignaturePad

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot


@pytest.fixture
def pad(qtbot: QtBot) -> SignaturePad:
    made = SignaturePad()
    qtbot.addWidget(made)
    made.resize(640, made.heightForWidth(640))
    made.show()
    return made


def draw(pad: SignaturePad, *points: tuple[int, int]) -> None:
    first, *rest = [QPoint(x, y) for x, y in points]
    QTest.mousePress(pad, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, first)
    for point in rest:
        QTest.mouseMove(pad, point)
    QTest.mouseRelease(pad, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, QPoint(*points[-1]))


def test_a_stroke_is_kept_as_fractions_of_the_field(qtbot: QtBot, pad: SignaturePad) -> None:
    with qtbot.waitSignal(pad.changed):
        draw(pad, (64, 104), (320, 104), (576, 52))
    assert len(pad.strokes) == 1
    first, last = pad.strokes[0][0], pad.strokes[0][-1]
    assert first == (0.1, 0.5)
    assert last == (0.9, 0.25)
    assert all(0 <= x <= 1 and 0 <= y <= 1 for x, y in pad.strokes[0])


def test_what_leaves_the_field_ends_at_its_edge(pad: SignaturePad) -> None:
    draw(pad, (10, 10), (2000, -50))
    assert pad.strokes[0][-1] == (1.0, 0.0)


def test_the_field_has_the_shape_it_has_on_paper(pad: SignaturePad) -> None:
    pad.resize(640, 640)
    field = pad._field()
    assert field.width() / field.height() == pytest.approx(RATIO)
    assert pad.hasHeightForWidth()
    assert pad.sizeHint().width() > 0


def test_delete_wipes_it_and_it_says_so(qtbot: QtBot, pad: SignaturePad) -> None:
    draw(pad, (10, 10), (50, 50))
    assert "Entf" in pad.accessibleDescription()
    assert len(pad.strokes) == 1
    pad.setFocus()
    QTest.keyClick(pad, Qt.Key.Key_Delete)
    assert pad.empty
    assert "auf dem Ausdruck unterschreiben" in pad.accessibleDescription()
    with qtbot.assertNotEmitted(pad.changed):
        pad.clear()


def test_wiping_while_somebody_draws_ends_the_stroke(pad: SignaturePad) -> None:
    for wiped in (pad.clear, lambda: pad.set_strokes(())):
        QTest.mousePress(pad, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, QPoint(10, 10))
        wiped()
        QTest.mouseMove(pad, QPoint(50, 50))
        QTest.mouseRelease(pad, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, QPoint(60, 60))
        assert pad.empty
    draw(pad, (10, 10), (50, 50))
    assert len(pad.strokes) == 1


def test_other_keys_and_buttons_draw_nothing(pad: SignaturePad) -> None:
    QTest.keyClick(pad, Qt.Key.Key_A)
    QTest.mouseClick(pad, Qt.MouseButton.RightButton, Qt.KeyboardModifier.NoModifier, QPoint(20, 20))
    QTest.mouseMove(pad, QPoint(30, 30))
    pad.setEnabled(False)
    assert pad.empty


def test_strokes_and_dots_are_painted(pad: SignaturePad) -> None:
    before = pad.grab().toImage()
    pad.set_strokes((((0.1, 0.1), (0.9, 0.3)), ((0.5, 0.5),)))
    assert pad.grab().toImage() != before
    pad.clear()
    assert pad.grab().toImage() == before
