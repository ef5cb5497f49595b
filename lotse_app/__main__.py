"""Start of the program: umask, logging, crash hook, then the command line."""

from __future__ import annotations

import os
import sys

from lotse_app.clock import SystemClock
from lotse_app.crash import CrashHook
from lotse_app.logs import start_logging
from lotse_app.paths import Places, default_root


def main(arguments: list[str] | None = None) -> int:
    """Run the program; return the exit status."""
    os.umask(0o077)
    places = Places(default_root())
    start_logging(places.logs)
    hook = CrashHook(places.logs, SystemClock())
    hook.install()
    from lotse_app.cli import run  # noqa: PLC0415 - nothing is imported before the hook stands

    return run(sys.argv[1:] if arguments is None else arguments, places, hook)


if __name__ == "__main__":
    sys.exit(main())
