"""Problems as they are told over HTTP (RFC 9457): a stable code for the device, a title for who reads a log."""

from __future__ import annotations

from enum import Enum
from typing import Any


class Trouble(Enum):
    """Every refusal of the portal: HTTP status and title. The name in small letters is its code."""

    MALFORMED = (400, "The body is not what the contract describes.")
    UNAUTHORISED = (401, "No valid access token.")
    DEVICE_REVOKED = (403, "This device was revoked.")
    DEVICE_LOST = (403, "This device was reported lost.")
    ROLE = (403, "This device may not do that.")
    NOT_FOUND = (404, "There is no such thing here.")
    ENROLMENT_REFUSED = (403, "The enrolment code is wrong, used, or expired.")
    EPOCH_CHANGED = (409, "The portal was restored; begin a new snapshot.")
    SEQ_GAP = (409, "Operations are missing before this batch.")
    LOG_FORK = (409, "Another operation stands at this number; open a new log.")
    CURSOR_GONE = (410, "This cursor is of another time; begin a new snapshot.")
    TOO_LARGE = (413, "The batch is too large; halve it.")
    UNREADABLE = (415, "The body is neither JSON nor gzip of JSON.")
    NOT_CONSECUTIVE = (422, "The numbers of a batch follow one another.")
    OUTDATED = (426, "This program and this portal do not speak the same version.")
    TOO_MANY = (429, "Too many requests from this device.")
    BUSY = (503, "The portal is busy; try again.")

    def __init__(self, status: int, title: str) -> None:
        self.status = status
        self.title = title

    @property
    def code(self) -> str:
        """Return the code by which a device acts."""
        return self.name.lower()


class PortalError(Exception):
    """A refusal with parameters; never with anything of a person."""

    def __init__(self, trouble: Trouble, **params: Any) -> None:  # noqa: ANN401 - plain JSON values for the answer
        super().__init__(trouble.code)
        self.trouble = trouble
        self.params = params

    def body(self) -> dict[str, Any]:
        """Return the body of ``application/problem+json``."""
        return {
            "type": f"urn:lotse:problem:{self.trouble.code}",
            "title": self.trouble.title,
            "status": self.trouble.status,
            "code": self.trouble.code,
            **self.params,
        }
