"""Logging: ids and counts, never a person's data. One small rotating file in the data folder."""

from __future__ import annotations

import logging
import re
import traceback
from typing import TYPE_CHECKING

from lotse_app.overriding import override

if TYPE_CHECKING:
    from pathlib import Path
    from types import TracebackType

_FORMAT = "%(asctime)s %(levelname)s %(name)s %(message)s"
_BYTES = 512 * 1024
#: Files of the hook itself, which say nothing about a fault; how many callers are named.
_OWN = ("lotse_app/logs.py", "lotse_app/crash.py", "lotse_app\\logs.py", "lotse_app\\crash.py")
_CALLERS = 6


def start_logging(folder: Path, *, verbose: bool = False) -> None:
    """Log to ``folder/lotse.log``.

    A folder that cannot be written leaves the program without a log, not without a start.
    """
    root = logging.getLogger("lotse")
    root.setLevel(logging.DEBUG if verbose else logging.INFO)
    root.propagate = False
    try:
        folder.mkdir(parents=True, exist_ok=True)
        target: logging.Handler = _LateFile(folder / "lotse.log")
    except OSError:
        target = logging.NullHandler()
    target.setFormatter(logging.Formatter(_FORMAT))
    for before in root.handlers[:]:
        root.removeHandler(before)
        before.close()
    root.addHandler(target)


class _LateFile(logging.Handler):
    """A rotating file that is opened at the first record: what rotates files takes a while to load."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self._path = path
        self._file: logging.Handler | None = None

    @override
    def emit(self, record: logging.LogRecord) -> None:
        """Write one record."""
        if self._file is None:
            from logging.handlers import RotatingFileHandler

            self._file = RotatingFileHandler(self._path, maxBytes=_BYTES, backupCount=2, encoding="utf-8", delay=True)
            self._file.setFormatter(self.formatter)
        self._file.emit(record)

    @override
    def close(self) -> None:
        """Close the file."""
        if self._file is not None:
            self._file.close()
        super().close()


def redacted(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> str:
    """Return a crash report: type, files, lines and functions.

    The message of an exception and source lines may quote what a person said, so neither is kept. Qt calls a slot from
    outside Python: if the very call fails there is no trace. Then the report names what was called, and who is calling.
    """
    frames = traceback.extract_tb(trace)
    places = "\n".join(_place(frame.filename, frame.lineno, frame.name) for frame in frames)
    if not frames:
        callers = [frame for frame in traceback.extract_stack() if not frame.filename.endswith(_OWN)]
        called = [f"  Aufruf von {_called(error)}"] if _called(error) else []
        places = "\n".join([*called, *(_place(one.filename, one.lineno, one.name) for one in callers[-_CALLERS:])])
    cause = error.__cause__ or error.__context__
    because = f"\n  wegen {type(cause).__name__}" if cause is not None else ""
    return f"{kind.__module__}.{kind.__name__}{because}\n{places}\n"


def _called(error: BaseException) -> str:
    """Return the function whose arguments did not fit, named by Python itself in front of the message; else nothing."""
    found = re.match(r"([A-Za-z_][\w.<>]*)\(\) (?:takes|missing|got) ", str(error))
    return found[1] if found and type(error) is TypeError else ""


def _place(filename: str, line: int | None, name: str) -> str:
    return f"  {_short(filename)}:{line} {name}"


def _short(filename: str) -> str:
    parts = filename.replace("\\", "/").split("/")
    return "/".join(parts[-3:])
