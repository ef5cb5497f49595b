"""Crash reports and logs hold places and counts, never what a person said."""

from __future__ import annotations

import logging
import sys
import threading
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QObject, Signal

from lotse_app.clock import FixedClock
from lotse_app.crash import CrashHook
from lotse_app.logs import start_logging

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

SECRET = "Marzena-Žurić-4711"  # noqa: S105 - a marker word, not a secret


@pytest.fixture
def hooks_restored() -> Iterator[None]:
    before = (sys.excepthook, threading.excepthook)
    yield
    sys.excepthook, threading.excepthook = before
    log = logging.getLogger("lotse")
    for handler in log.handlers[:]:
        log.removeHandler(handler)
        handler.close()


def _crash_with(hook: CrashHook) -> None:
    try:
        try:
            dict[str, str]()[SECRET]
        except KeyError as cause:
            raise ValueError(SECRET) from cause
    except ValueError as error:
        hook.caught(type(error), error, error.__traceback__)


@pytest.mark.usefixtures("hooks_restored")
def test_a_crash_report_names_the_place_but_not_the_words(tmp_path: Path) -> None:
    start_logging(tmp_path / "log")
    shown: list[str] = []
    hook = CrashHook(tmp_path / "log", FixedClock(datetime(2026, 11, 20, tzinfo=UTC)))
    hook.show_with(shown.append)
    _crash_with(hook)
    written = "".join(file.read_text("utf-8") for file in (tmp_path / "log").iterdir())
    assert len(shown) == 1
    assert "ValueError" in shown[0]
    assert "KeyError" in shown[0]
    assert "_crash_with" in written, "the positive control: the report is there and names the function"
    assert SECRET not in written + shown[0]
    assert str(tmp_path) not in shown[0]


@pytest.mark.usefixtures("hooks_restored")
def test_without_a_window_the_report_goes_to_the_terminal(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    hook = CrashHook(tmp_path / "log", FixedClock(datetime(2026, 11, 20, tzinfo=UTC)))
    hook.install()
    assert sys.excepthook == hook.caught
    _crash_with(hook)
    assert "ValueError" in capsys.readouterr().err


@pytest.mark.usefixtures("hooks_restored")
def test_a_folder_that_cannot_be_written_hides_no_crash(tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("kein Ordner")
    start_logging(blocked)
    shown: list[str] = []
    hook = CrashHook(blocked, FixedClock(datetime(2026, 11, 20, tzinfo=UTC)))
    hook.show_with(shown.append)
    _crash_with(hook)
    assert "ValueError" in shown[0]


@pytest.mark.usefixtures("hooks_restored")
def test_a_crash_in_a_thread_reaches_the_same_hook(tmp_path: Path) -> None:
    shown: list[str] = []
    hook = CrashHook(tmp_path, FixedClock(datetime(2026, 11, 20, tzinfo=UTC)))
    hook.show_with(shown.append)
    hook.install()

    def work() -> None:
        raise ZeroDivisionError

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    assert "ZeroDivisionError" in shown[0]


@pytest.mark.usefixtures("hooks_restored")
def test_the_interrupt_key_is_no_crash(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    hook = CrashHook(tmp_path, FixedClock(datetime(2026, 11, 20, tzinfo=UTC)))
    hook.caught(KeyboardInterrupt, KeyboardInterrupt(), None)
    assert "KeyboardInterrupt" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


class _Slots(QObject):
    """Slots whose very call fails, as Qt calls them."""

    sent = Signal(object)

    def wants_two(self, one: object, other: object) -> None:
        """Be called with one argument only."""

    def send(self) -> None:
        """Emit from Python: this place is what the report has to name."""
        self.sent.emit(SECRET)


@pytest.mark.usefixtures("hooks_restored")
def test_a_slot_that_cannot_even_be_called_is_named_with_its_caller(tmp_path: Path) -> None:
    shown: list[str] = []
    hook = CrashHook(tmp_path / "log", FixedClock(datetime(2026, 11, 20, tzinfo=UTC)))
    hook.show_with(shown.append)
    sys.excepthook = hook.caught
    slots = _Slots()
    slots.sent.connect(slots.wants_two)
    slots.send()
    assert len(shown) == 1
    assert "Aufruf von _Slots.wants_two" in shown[0]
    assert "test_crash_and_logs.py" in shown[0]
    assert " send" in shown[0]
    assert SECRET not in shown[0]


@pytest.mark.usefixtures("hooks_restored")
def test_a_message_that_only_looks_like_a_call_is_not_kept(tmp_path: Path) -> None:
    shown: list[str] = []
    hook = CrashHook(tmp_path / "log", FixedClock(datetime(2026, 11, 20, tzinfo=UTC)))
    hook.show_with(shown.append)
    hook.caught(TypeError, TypeError(f"{SECRET} takes nothing"), None)
    hook.caught(ValueError, ValueError("Zuric() takes nothing"), None)
    assert SECRET not in "".join(shown)
    assert "Zuric" not in "".join(shown)
    assert "test_a_message_that_only_looks_like_a_call" in shown[0]
