"""What two devices changed, or what the portal refused, until a person has decided (design/sync, 7). Plain values."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from lotse_app.models.operation import LoggedOperation


class Unsettled(StrEnum):
    """Why an operation did not take effect."""

    CHANGED = "changed"
    EXISTS = "exists"
    DELETED = "deleted"
    UNKNOWN_RECORD = "unknown_record"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Loser:
    """An operation of this device that the portal did not apply, with everything it said of it."""

    logged: LoggedOperation
    why: Unsettled
    detail: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Difference:
    """One field of a record: what this device says and what the portal holds; None is: not there."""

    name: str
    mine: Any
    theirs: Any


@dataclass(frozen=True, slots=True)
class Question:
    """One record somebody has to decide about.

    ``fields`` are what differs; without any there is nothing to choose between. ``by`` is the pilot whose change stands
    at the portal and ``at`` when it was made, as far as the portal says; ``code`` is why it refused.
    """

    kind: str
    record_id: str
    why: Unsettled
    fields: tuple[Difference, ...]
    mine_at: datetime
    by: str = ""
    at: str = ""
    code: str = ""
