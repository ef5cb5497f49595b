"""What a record of a session must keep before it is written, what is filled in from what was done. Pure functions."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from lotse_app.models.application import State
from lotse_app.models.contact import ContactKind, Details, Gender, HeadKind, surplus, whole_heads
from lotse_app.models.problems import Code, refuse
from lotse_app.models.session import (
    LONGEST_TOPIC,
    MOST_TOPICS,
    SHORT,
    AgeBand,
    FirstContact,
    HelpKind,
    Result,
    Topic,
    plain_line,
)

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from lotse_app.models.application import ApplicationLine
    from lotse_app.models.session import CounsellingSession

#: What is older would be deleted by rule at once (models/retention, Beratung).
OLDEST = timedelta(days=5 * 365)
#: Clocks of two rooms differ by this much at most, and a time that is typed has no seconds.
_GRACE = timedelta(minutes=1)
_HANDED_IN = frozenset({State.SUBMITTED, State.RECEIVED, State.QUERY, State.DECIDED, State.CLOSED, State.NOT_ACCEPTED})
#: There is a paper that a person can take along; a draft is none.
_ON_PAPER = frozenset({State.CHECKED, State.SIGNED})


def suggested(
    session: CounsellingSession, applications: Sequence[ApplicationLine], now: datetime
) -> CounsellingSession:
    """Fill help and result from the applications of the session; what the pilot already chose stays.

    Of a mere draft nobody knows yet what comes of it: no result is suggested then.
    """
    help_kind = HelpKind.FILLED_TOGETHER if applications else HelpKind.INFORMATION
    return replace(
        session,
        ended_at=now,
        result=session.result or _result_of(applications),
        help_kind=session.help_kind or help_kind,
    )


def require_result(session: CounsellingSession, applications: Sequence[ApplicationLine]) -> None:
    """Raise SESSION_RESULT_MISSING where only the pilot can say what came of it."""
    if session.kind.counsels and session.result is None and _result_of(applications) is None:
        raise refuse(Code.SESSION_RESULT_MISSING)


def completed(session: CounsellingSession, now: datetime) -> CounsellingSession:
    """Return an ended session with every field that figures need; a contact under ten minutes is a Kurzkontakt.

    Raises SESSION_ENDS_FIRST, SESSION_IN_FUTURE, SESSION_TOO_OLD, HEADS_EXCEED.
    """
    said = session.ended_at or session.beat_at
    if said < session.started_at - _GRACE:
        raise refuse(Code.SESSION_ENDS_FIRST)
    ended_at = max(said, session.started_at)
    if max(session.started_at, ended_at) > now + _GRACE:
        raise refuse(Code.SESSION_IN_FUTURE)
    if session.started_at < now - OLDEST:
        raise refuse(Code.SESSION_TOO_OLD)
    ended = replace(_bounded(session), ended_at=ended_at, beat_at=ended_at)
    return _counselled(ended) if session.kind.counsels else _apart(ended)


def _bounded(session: CounsellingSession) -> CounsellingSession:
    """Return a session whose themes and tags others can read: plain lines, each once, not too long, not too many."""
    topics = [one if one.service_id else Topic("", _short(one.label)) for one in session.topics]
    topics = [one for one in dict.fromkeys(topics) if one.label]
    tags = [tag for tag in dict.fromkeys(map(_short, session.details.tags)) if tag]
    details = replace(session.details, tags=tuple(tags[:MOST_TOPICS]))
    return replace(session, topics=tuple(topics[:MOST_TOPICS]), details=details)


def _short(text: str) -> str:
    return plain_line(text)[:LONGEST_TOPIC].strip()


def like(pattern: CounsellingSession, blank: CounsellingSession) -> CounsellingSession:
    """Return ``blank`` with what was done in ``pattern``; nothing that a person said of themselves."""
    return replace(
        blank,
        ags=pattern.ags,
        place_type=pattern.place_type,
        stop_id=pattern.stop_id,
        kind=pattern.kind,
        access=pattern.access,
        topics=pattern.topics,
        help_kind=pattern.help_kind,
        result=pattern.result,
        referred_to=pattern.referred_to,
        details=Details(tags=pattern.details.tags),
    )


def _result_of(applications: Sequence[ApplicationLine]) -> Result | None:
    states = {line.state for line in applications}
    if states & _HANDED_IN:
        return Result.SUBMITTED
    if states & _ON_PAPER:
        return Result.PREPARED
    return None if states else Result.DONE


def _counselled(session: CounsellingSession) -> CounsellingSession:
    return _grouped(
        replace(
            session,
            result=session.result or Result.DONE,
            help_kind=session.help_kind or HelpKind.INFORMATION,
            short_contact=session.short_contact or session.beat_at - session.started_at < SHORT,
        )
    )


def _grouped(session: CounsellingSession) -> CounsellingSession:
    """Return a group whose heads sum up to its persons; what is counted by heads is not said of all as one."""
    if session.kind is not ContactKind.GROUP:
        return replace(session, heads=())
    if surplus(session.heads, session.people):
        raise refuse(Code.HEADS_EXCEED, people=session.people)
    heads = whole_heads(session.heads, session.people)
    counted = {one.kind for one in heads}
    gender = Gender.NOT_SAID if HeadKind.GENDER in counted else session.details.gender
    return replace(
        session,
        heads=heads,
        age_band=AgeBand.NOT_SAID if HeadKind.AGE in counted else session.age_band,
        first_contact=FirstContact.NOT_ASKED if HeadKind.FIRST_CONTACT in counted else session.first_contact,
        details=replace(session.details, gender=gender),
    )


def _apart(session: CounsellingSession) -> CounsellingSession:
    """Return a contact without a resident: nobody was helped, nobody was asked for age, gender or first contact."""
    return replace(
        session,
        heads=(),
        age_band=AgeBand.NOT_SAID,
        first_contact=FirstContact.NOT_ASKED,
        help_kind=None,
        result=None,
        referred_to=None,
        short_contact=False,
        details=replace(session.details, gender=Gender.NOT_SAID, satisfaction=0),
    )
