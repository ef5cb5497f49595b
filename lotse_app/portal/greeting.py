"""Who is there: a portal says what it is and repeats what it was asked; a hotel's page and an old copy do not."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from lotse_app.models.joining import Greeting
from lotse_app.models.problems import Code, refuse
from lotse_app.portal.speech import PROTOCOL, whole
from lotse_app.portal.web import OUTDATED

if TYPE_CHECKING:
    from lotse_app.portal.web import Web

_LONGEST = 400
#: No portal runs before, none after: what is counted from such a time would leave the calendar.
_FIRST, _LAST = 2000, 9000


def greeting(web: Web, nonce: str) -> Greeting:
    """Ask who is there. Raises PORTAL_NEWER, PORTAL_OLDER, and what ``Web.ask`` raises."""
    answer = web.ask("/v1/hello", query={"nonce": nonce})
    if answer.status in OUTDATED:
        raise refuse(Code.PORTAL_OUTDATED)
    if answer.word("nonce") != nonce:  # an old answer that somebody on the way kept
        raise refuse(Code.PORTAL_OFFLINE, reason="foreign")
    try:
        said = answer.content
        spoken = int(said["protocol"]["min"]), int(said["protocol"]["max"])
        at = datetime.fromisoformat(str(said["server_time"]))
        epoch, message = whole(said["epoch"]), answer.word("message")[:_LONGEST]
        found = Greeting(str(said["fingerprint"]), spoken, epoch, believed(at), message)
    except (KeyError, TypeError, ValueError, OverflowError) as error:
        raise refuse(Code.PORTAL_ANSWER) from error
    if spoken[0] > PROTOCOL:
        raise refuse(Code.PORTAL_NEWER)
    if spoken[1] < PROTOCOL:
        raise refuse(Code.PORTAL_OLDER)
    return found


def believed(at: datetime) -> datetime:
    """Return the time a portal says it is. Raises PORTAL_ANSWER where no clock shows that."""
    if at.tzinfo is None or not _FIRST <= at.year < _LAST:
        raise refuse(Code.PORTAL_ANSWER)
    return at
