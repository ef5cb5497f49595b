"""What no restore may undo: who joined, who was shut out, which life the portal is in (design/sync, 6).

An append-only file of chained JSON lines outside every backup. Each line is on the disk before the database commits, so
the ledger may know of something that did not come about, and never lacks what did.
"""

from __future__ import annotations

import hashlib
import json
import os
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from lotse_portal.operations import canonical

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

_FILE = "ledger.jsonl"
#: The head of a ledger without lines.
NO_LINES = "0" * 64


class LedgerBrokenError(Exception):
    """A line of the ledger is missing, changed or cut: nothing is restored over it."""

    def __init__(self, line: int) -> None:
        super().__init__(f"line {line}")
        self.line = line


@dataclass(frozen=True, slots=True)
class Entry:
    """One line: what it is about and the row it wrote.

    About: ``station``, ``enrolled``, ``replaced``, ``state``, ``order``, ``order_done``, ``purges``, ``epoch``.
    """

    about: str
    at: str
    row: Mapping[str, Any]


class Ledger:
    """The ledger of a portal. Callers hold the portal's write lock, so lines follow one another."""

    def __init__(self, folder: Path) -> None:
        self._file = folder / _FILE

    @property
    def exists(self) -> bool:
        """Return whether there is a ledger."""
        return self._file.exists()

    def append(self, entry: Entry) -> None:
        """Add a line and wait until it is on the disk."""
        content = {"about": entry.about, "at": entry.at, "row": dict(entry.row), "before": self.head}
        line = canonical(content)
        file = os.open(self._file, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        try:
            os.write(file, line + b"\n")
            os.fsync(file)
        finally:
            os.close(file)

    def read(self) -> tuple[Entry, ...]:
        """Return every entry. Raises LedgerBrokenError at the first line that does not follow from the one before."""
        return tuple(entry for entry, _ in self._chained())

    def require(self, head: str) -> None:
        """Raise LedgerBrokenError unless the ledger reached this head: an older copy of it lacks what came since."""
        digests = [digest for _, digest in self._chained()]
        if head not in {NO_LINES, *digests}:
            raise LedgerBrokenError(len(digests) + 1)

    def _chained(self) -> list[tuple[Entry, str]]:
        """Return every entry with the digest of its line. Raises LedgerBrokenError."""
        entries, before = [], NO_LINES
        lines = self._file.read_bytes().split(b"\n") if self.exists else [b""]
        if lines.pop() != b"":
            raise LedgerBrokenError(len(lines) + 1)
        for number, line in enumerate(lines, start=1):
            try:
                content = json.loads(line)
                entry = Entry(content["about"], content["at"], content["row"])
                follows = content["before"] == before
            except (ValueError, KeyError, TypeError) as error:
                raise LedgerBrokenError(number) from error
            if not follows:
                raise LedgerBrokenError(number)
            before = hashlib.sha256(line).hexdigest()
            entries.append((entry, before))
        return entries

    @property
    def head(self) -> str:
        """Return the digest of the last line; it is short, so the end of the file holds all of it."""
        if not self.exists:
            return NO_LINES
        with self._file.open("rb") as stream:
            stream.seek(0, os.SEEK_END)
            stream.seek(max(0, stream.tell() - (64 << 10)))
            lines = stream.read().split(b"\n")
        return hashlib.sha256(lines[-2]).hexdigest() if len(lines) > 1 else NO_LINES
