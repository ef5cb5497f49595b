"""What was chosen in a Vorgang and is written only with the step it belongs to: it outlives the view, as over a lock.

Number keys and days, no word a person said; what was drawn or typed by name is never kept here.
"""

from __future__ import annotations

from collections import defaultdict


class Chosen:
    """Choices of one Vorgang, by name; those of a former edition are void."""

    def __init__(self) -> None:
        self._edition = 0
        self._values: dict[str, tuple[str, ...]] = {}

    def fit(self, edition: int) -> None:
        """Forget what was chosen for another edition."""
        if edition != self._edition:
            self._edition = edition
            self._values.clear()

    def keep(self, name: str, *values: str) -> None:
        """Keep what was chosen; nothing forgets it."""
        self._values[name] = values

    def of(self, name: str) -> tuple[str, ...]:
        """Return what was chosen last; nothing where nothing was."""
        return self._values.get(name, ())

    def one(self, name: str) -> str:
        """Return the one thing that was chosen last, or an empty text."""
        return next(iter(self.of(name)), "")


class ChosenBefore:
    """The choices of all Vorgänge, for as long as the program runs."""

    def __init__(self) -> None:
        self._cases: defaultdict[str, Chosen] = defaultdict(Chosen)

    def of(self, case_id: str) -> Chosen:
        """Return the choices of a Vorgang."""
        return self._cases[case_id]
