"""The command line: opens the window at once, and leaves everything else to ``commands``."""

from __future__ import annotations

import sys
from io import TextIOWrapper
from typing import TYPE_CHECKING

from lotse_app.bootstrap import run_window

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lotse_app.crash import CrashHook
    from lotse_app.paths import Places


def run(arguments: Sequence[str], places: Places, hook: CrashHook) -> int:
    """Do what the command line asks; return the exit status."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="replace")  # a terminal without a letter shows "?", and the rest
    if list(arguments) in ([], ["run"]):  # what the icon starts: nothing to parse, so nothing to load for it
        return run_window(places, hook)
    from lotse_app.commands import obey

    return obey(arguments, places, hook)
