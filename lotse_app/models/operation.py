"""Rows of the outbox log (design/sync, 1 and 4): what will travel once there is a portal.

Answers, evidence, mandates, notes and names are never an operation.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime


class Act(StrEnum):
    """What an operation does to its record (``t`` on the wire)."""

    CREATE = "create"
    PATCH = "patch"
    DELETE = "delete"


class Kind(StrEnum):
    """Kinds of records that travel (``k`` on the wire)."""

    SESSION = "session"
    APPLICATION_STATUS = "application_status"
    OBSTACLE = "obstacle"
    STATION = "station"
    FORM = "form"


@dataclass(frozen=True, slots=True)
class Operation:
    """One operation before the store gives it its ``seq``.

    ``body`` is the document of a create (``doc``) or the set of a patch
    (``{"/state": {"p": "9f3c…", "v": "received"}}``).
    """

    op: str
    act: Act
    kind: Kind
    record_id: str
    by: str
    at: datetime
    body: Mapping[str, Any]
    schema: int = 1


@dataclass(frozen=True, slots=True)
class LoggedOperation:
    """An operation as the log holds it; ``seq`` counts from 1 within ``log``."""

    seq: int
    log: str
    operation: Operation
