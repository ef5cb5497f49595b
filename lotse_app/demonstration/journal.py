"""Steps that are printed as they are verified."""

from __future__ import annotations

import sys
from dataclasses import dataclass


class StepFailedError(Exception):
    """A step of the demonstration was not what it should be."""


@dataclass(slots=True)
class Journal:
    """Prints numbered steps and remembers them for the index page."""

    number: int = 0
    lines: tuple[str, ...] = ()

    def step(self, text: str, *, verified: bool) -> None:
        """Say one step. Raises StepFailedError unless it was verified."""
        self.number += 1
        word = "geprüft" if verified else "FEHLER"
        line = f"{self.number:>2}. {text} – {word}"
        self.lines = (*self.lines, line)
        sys.stdout.write(line + "\n")
        sys.stdout.flush()
        if not verified:
            raise StepFailedError(text)
