"""The one crash hook: a redacted report on disk, then whoever can show it is told once."""

from __future__ import annotations

import logging
import sys
import threading
from typing import TYPE_CHECKING

from lotse_app.logs import redacted

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path
    from types import TracebackType

    from lotse_app.clock import Clock

_LOG = logging.getLogger("lotse.crash")


class CrashHook:
    """Receives every exception nobody expected; the program goes on where it can."""

    def __init__(self, folder: Path, clock: Clock) -> None:
        self._folder = folder
        self._clock = clock
        self._show: Callable[[str], None] | None = None

    def install(self) -> None:
        """Become the hook of the main thread and of all others."""
        sys.excepthook = self.caught
        threading.excepthook = self._caught_in_thread

    def show_with(self, show: Callable[[str], None] | None) -> None:
        """Name who shows a report to the user (the window, once there is one)."""
        self._show = show

    def caught(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        """Write the report and show it. Never raises: a full disk must not hide the first fault."""
        if issubclass(kind, KeyboardInterrupt):
            sys.__excepthook__(kind, error, trace)
            return
        report = redacted(kind, error, trace)
        _LOG.error("crash %s", report)
        self._keep(report)
        if self._show is None:
            print(report, file=sys.stderr)  # noqa: T201 - no window yet: the terminal is all there is
        else:
            self._show(report)

    def _keep(self, report: str) -> None:
        stamp = self._clock.now().strftime("%Y%m%dT%H%M%S")
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            (self._folder / f"absturz-{stamp}.txt").write_text(report, encoding="utf-8")
        except OSError:
            _LOG.warning("crash report could not be written")

    def _caught_in_thread(self, arguments: threading.ExceptHookArgs) -> None:
        if arguments.exc_value is not None:
            self.caught(arguments.exc_type, arguments.exc_value, arguments.exc_traceback)
