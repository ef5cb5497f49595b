"""What is loaded while the passphrase is typed."""

from __future__ import annotations

import subprocess
import sys
import tomllib
from functools import partial
from importlib.util import find_spec
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from lotse_app.overriding import override
from lotse_app.ui.frame.ahead import ROOMS, BehindPaint, InPauses, LoadingAhead, lay_out, measure, polish
from lotse_app.ui.kit.page_stack import PageStack
from scripts.house import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator

    from PySide6.QtGui import QPaintEvent
    from pytestqt.qtbot import QtBot


def loaded_after(statement: str) -> set[str]:
    """Return the modules of the program that a fresh process has after a statement."""
    say = f"{statement}; import sys; print(*(name for name in sys.modules if name.startswith('lotse_app')))"
    return set(subprocess.run([sys.executable, "-c", say], capture_output=True, text=True, check=True).stdout.split())


def test_after_loading_ahead_the_main_window_brings_nothing_new() -> None:
    ahead = loaded_after(f"from importlib import import_module as load; [load(name) for name in {ROOMS!r}]")

    assert loaded_after("import lotse_app.ui.frame.assembly") <= ahead


def test_the_unlock_window_is_there_before_rooms_store_vault_forms_and_papers() -> None:
    loaded = loaded_after("import lotse_app.cli, lotse_app.bootstrap, lotse_app.ui.program")

    assert "lotse_app.ui.entrance.unlock" in loaded
    for part in (
        "ui.frame.window",
        "ui.rooms.today",
        "ui.preview",
        "vault.vault",
        "store",
        "forms",
        "documents",
        "catalogue",
    ):
        assert f"lotse_app.{part}" not in loaded


def test_what_ruff_lets_load_inside_functions_only_is_there_and_not_loaded_with_the_unlock_window() -> None:
    rules = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["ruff"]["lint"]
    late = rules["flake8-tidy-imports"]["banned-module-level-imports"]

    assert [name for name in late if find_spec(name) is None] == []
    assert set(late) & loaded_after("import lotse_app.cli, lotse_app.bootstrap, lotse_app.ui.entrance.unlock") == set()


def test_the_unlock_window_is_there_before_time_zones_thread_pools_and_words_for_problems() -> None:
    late = (
        "zoneinfo",
        "concurrent.futures",
        "tomllib",
        "lotse_app.ui.messages.problems",
        "lotse_app.ui.entrance.recovery_code",
    )
    say = "import lotse_app.cli, lotse_app.bootstrap, lotse_app.ui.program, sys; print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", say], capture_output=True, text=True, check=True).stdout.split()

    assert "lotse_app.ui.entrance.unlock" in loaded
    assert not {*late} & {*loaded}


class Painted(QWidget):
    """Notes when it was painted."""

    def __init__(self, order: list[str]) -> None:
        super().__init__()
        self.order = order

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        self.order.append("painted")


def test_what_waits_for_the_first_painting_comes_once_and_behind_it(qtbot: QtBot) -> None:
    order: list[str] = []
    window = Painted(order)
    qtbot.addWidget(window)
    BehindPaint(window, partial(order.append, "behind"))
    window.show()
    qtbot.waitUntil(lambda: "behind" in order)
    window.repaint()
    qtbot.wait(20)

    assert order[0] == "painted"
    assert order.count("behind") == 1


def test_what_waits_for_a_window_nobody_sees_comes_all_the_same(qtbot: QtBot) -> None:
    order: list[str] = []
    hidden = Painted(order)
    qtbot.addWidget(hidden)
    BehindPaint(hidden, partial(order.append, "behind"))

    qtbot.waitUntil(lambda: order == ["behind"])


def test_loading_goes_module_by_module_and_ends(qtbot: QtBot) -> None:
    parent = QObject()
    ahead = LoadingAhead(parent, ["colorsys", "nturl2path"])
    ahead.start()

    assert not ahead.done
    qtbot.waitUntil(lambda: ahead.done)
    qtbot.waitUntil(lambda: not ahead.running)
    assert {"colorsys", "nturl2path"} <= set(sys.modules)


def three_parts(done: list[int]) -> Iterator[None]:
    for part in range(3):
        done.append(part)
        yield


def test_work_is_done_part_by_part_to_its_end(qtbot: QtBot) -> None:
    parent, done = QObject(), list[int]()
    InPauses(parent).start(three_parts(done), 0)

    assert done == []
    qtbot.waitUntil(lambda: done == [0, 1, 2])


def test_other_work_takes_the_place_of_what_was_begun(qtbot: QtBot) -> None:
    parent, first, second = QObject(), list[int](), list[int]()
    pauses = InPauses(parent)
    pauses.start(three_parts(first), 0)
    pauses.start(three_parts(second), 0)

    qtbot.waitUntil(lambda: second == [0, 1, 2])
    assert first == []


def test_what_is_stopped_is_never_taken_up_again(qtbot: QtBot) -> None:
    parent, stopped, later = QObject(), list[int](), list[int]()
    pauses = InPauses(parent)
    pauses.start(three_parts(stopped), 0)
    pauses.stop()
    InPauses(parent).start(three_parts(later), 0)

    qtbot.waitUntil(lambda: later == [0, 1, 2])
    assert stopped == []


def test_every_widget_of_a_page_gets_its_look(qtbot: QtBot) -> None:
    page = QWidget()
    qtbot.addWidget(page)
    labels = [QLabel("x", page) for _ in range(100)]
    before = [label.testAttribute(Qt.WidgetAttribute.WA_WState_Polished) for label in labels]

    assert len(list(polish(page))) == 2
    assert not any(before)
    assert all(label.testAttribute(Qt.WidgetAttribute.WA_WState_Polished) for label in labels)


def test_a_page_of_a_stack_finds_its_places_before_it_is_shown(qtbot: QtBot) -> None:
    stack, first, page = PageStack(), QLabel("x"), QWidget()
    qtbot.addWidget(stack)
    for one in (first, page):
        stack.addWidget(one)
    box = QVBoxLayout(page)
    box.setContentsMargins(0, 0, 0, 0)
    label = QLabel("x")
    box.addWidget(label)
    stack.resize(400, 300)
    stack.show()

    assert label.width() != 400
    assert list(lay_out(page)) == [None]
    assert (page.size(), label.width()) == (stack.size(), 400)
    assert page.isHidden()
    assert first.isVisible()


def test_a_part_of_a_page_finds_its_places_at_the_width_it_will_have(qtbot: QtBot) -> None:
    part = QWidget()
    qtbot.addWidget(part)
    label = QLabel("x")
    QVBoxLayout(part).addWidget(label)

    assert list(measure(part, 0)) == [None]
    assert label.width() == 640  # what Qt gives a widget that lies nowhere
    assert list(measure(part, 400)) == [None]
    assert 300 < label.width() < 400
    assert not part.isVisible()
