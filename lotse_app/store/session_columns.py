"""How a counselling record lies in columns and child tables."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from lotse_app.clock import local_date
from lotse_app.models.contact import ContactKind, Details, Device, Gender, HeadKind, Heads, Independence, Language
from lotse_app.models.people import PlaceType, Role
from lotse_app.models.session import (
    Access,
    AgeBand,
    CounsellingSession,
    FirstContact,
    HelpKind,
    Obstacle,
    ReferredTo,
    Result,
    Topic,
)
from lotse_app.store.columns import document, moment_or_none, moment_text, read_moment, read_moment_or_none

if TYPE_CHECKING:
    from collections.abc import Mapping
    from sqlite3 import Row


@dataclass(frozen=True, slots=True)
class ChildTable:
    """One table of what a session has several of: its columns beside ``session``, and what orders them."""

    name: str
    columns: tuple[str, ...]
    order: str


CHILDREN = (
    ChildTable("session_topic", ("position", "service_id", "label"), "position"),
    ChildTable("session_obstacle", ("position", "obstacle"), "position"),
    ChildTable("session_heads", ("kind", "value", "count"), "kind, value"),
    ChildTable("session_device", ("position", "device"), "position"),
    ChildTable("session_tag", ("position", "tag"), "position"),
)


def session_row(session: CounsellingSession) -> dict[str, Any]:
    """Return the columns of a session."""
    ended, details = session.ended_at, session.details
    return {
        "id": session.id,
        "pilot_id": session.pilot_id,
        "role": session.role.value,
        "station_id": session.station_id,
        "ags": session.ags,
        "place_type": session.place_type.value,
        "started_at": moment_text(session.started_at),
        "beat_at": moment_text(session.beat_at),
        "ended_at": moment_or_none(ended),
        # The local day is fixed at writing: figures stay the same whatever the zone data say later.
        "local_day": local_date(session.started_at).isoformat(),
        "seconds": None if ended is None else int((ended - session.started_at).total_seconds()),
        "minutes": None if ended is None else session.minutes,
        "access": session.access.value,
        "people": session.people,
        "age_band": session.age_band.value,
        "first_contact": session.first_contact.value,
        "help_kind": session.help_kind.value if session.help_kind else None,
        "result": session.result.value if session.result else None,
        "referred_to": session.referred_to.value if session.referred_to else None,
        "note": session.note,
        "short_contact": int(session.short_contact),
        "kind": session.kind.value,
        "first_people": session.first_people,
        "gender": details.gender.value,
        "residence": details.residence,
        "language": details.language.value,
        "independence": details.independence.value,
        "satisfaction": details.satisfaction,
        "preparation": details.preparation,
        "travel": details.travel,
        "distance": details.distance,
        "stop": session.stop_id,
        **_several(session),
    }


def _several(session: CounsellingSession) -> dict[str, str]:
    """Return what a session has several of as JSON in its own row, for figures: a service by id, a theme as a list."""
    rows = child_rows(session)
    heads: dict[str, dict[str, int]] = {}
    for kind, value, count in rows["session_heads"]:
        heads.setdefault(kind, {})[value] = count
    return {
        "topics": document([service or [label] for _, service, label in rows["session_topic"]]),
        "obstacles": document([code for _, code in rows["session_obstacle"]]),
        "devices": document([code for _, code in rows["session_device"]]),
        "tags": document([tag for _, tag in rows["session_tag"]]),
        "heads": document(heads),
    }


def child_rows(session: CounsellingSession) -> dict[str, list[tuple[Any, ...]]]:
    """Return the rows of every child table, each value once: a session counts once under each (figures rely on it)."""
    topics: dict[tuple[str, str], Topic] = {}
    for topic in session.topics:
        topics.setdefault((topic.service_id, "" if topic.service_id else topic.label), topic)
    return {
        "session_topic": [(at, topic.service_id, topic.label) for at, topic in enumerate(topics.values())],
        "session_obstacle": [(at, one.value) for at, one in enumerate(dict.fromkeys(session.obstacles))],
        "session_heads": [(one.kind.value, one.value, one.count) for one in session.heads],
        "session_device": [(at, one.value) for at, one in enumerate(dict.fromkeys(session.details.devices))],
        "session_tag": list(enumerate(dict.fromkeys(session.details.tags))),
    }


def read_session(row: Row, children: Mapping[str, list[Row]]) -> CounsellingSession:
    """Return the session of a row and its child rows by table."""
    return CounsellingSession(
        id=row["id"],
        pilot_id=row["pilot_id"],
        role=Role(row["role"]),
        station_id=row["station_id"],
        ags=row["ags"],
        place_type=PlaceType(row["place_type"]),
        started_at=read_moment(row["started_at"]),
        beat_at=read_moment(row["beat_at"]),
        ended_at=read_moment_or_none(row["ended_at"]),
        access=Access(row["access"]),
        people=row["people"],
        age_band=AgeBand(row["age_band"]),
        first_contact=FirstContact(row["first_contact"]),
        topics=tuple(Topic(one["service_id"], one["label"]) for one in children.get("session_topic", ())),
        help_kind=HelpKind(row["help_kind"]) if row["help_kind"] else None,
        result=Result(row["result"]) if row["result"] else None,
        referred_to=ReferredTo(row["referred_to"]) if row["referred_to"] else None,
        obstacles=tuple(Obstacle(one["obstacle"]) for one in children.get("session_obstacle", ())),
        note=row["note"],
        short_contact=bool(row["short_contact"]),
        kind=ContactKind(row["kind"]),
        heads=tuple(
            Heads(HeadKind(one["kind"]), one["value"], one["count"]) for one in children.get("session_heads", ())
        ),
        details=_read_details(row, children),
        stop_id=row["stop"],
    )


def _read_details(row: Row, children: Mapping[str, list[Row]]) -> Details:
    return Details(
        gender=Gender(row["gender"]),
        residence=row["residence"],
        language=Language(row["language"]),
        devices=tuple(Device(one["device"]) for one in children.get("session_device", ())),
        independence=Independence(row["independence"]),
        satisfaction=row["satisfaction"],
        preparation=row["preparation"],
        travel=row["travel"],
        distance=row["distance"],
        tags=tuple(one["tag"] for one in children.get("session_tag", ())),
    )
