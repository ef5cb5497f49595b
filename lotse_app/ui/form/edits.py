"""What a form tells its owner: one frozen object a signal."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Any


@dataclass(frozen=True, slots=True)
class Edit:
    """A control got another value; ``None`` means: nothing is answered."""

    pointer: str
    value: Any


@dataclass(frozen=True, slots=True)
class Place:
    """A control was entered or left."""

    pointer: str


@dataclass(frozen=True, slots=True)
class ItemAdded:
    """One more item of a list is wanted."""

    pointer: str


@dataclass(frozen=True, slots=True)
class ItemRemoved:
    """An item of a list is to go."""

    pointer: str
    index: int


@dataclass(frozen=True, slots=True)
class ItemFolded:
    """A finished item of a list is to be one line, or to be open again. Only what is shown changes."""

    pointer: str
    index: int
    folded: bool


class Shift(StrEnum):
    """What can be done with an item among the others."""

    UP = "up"
    DOWN = "down"
    DOUBLE = "double"


@dataclass(frozen=True, slots=True)
class ItemShifted:
    """An item of a list is to stand elsewhere, or twice."""

    pointer: str
    index: int
    shift: Shift

    @property
    def target(self) -> int:
        """Return where the item, or its copy, stands afterwards."""
        return self.index - 1 if self.shift is Shift.UP else self.index + 1
