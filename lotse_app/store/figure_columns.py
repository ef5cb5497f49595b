"""What figures read of a session: measures as columns, and what they are broken down by packed into one text.

A packed text is a JSON array. Those that reports ask for are generated columns of the covering index (step 10 of the
schema), so that SQLite packs once, when the row is written; any other cross is packed while it is read.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from lotse_app.models.contact import COUNSELLING, HeadKind
from lotse_app.models.figures import Dimension

if TYPE_CHECKING:
    from lotse_app.models.figures import FigureQuery

#: Stands for the column that is made of the session's number: how many applications were begun in it.
APPLICATIONS = "applications"

#: What a measure sums, once a session; empty counts sessions.
MEASURES: dict[str, str] = {
    "beratungen": "",
    "kontakte": "",
    "kurzkontakte": "seconds < 600",
    "teilnahmen": "people",
    "erstkontakte": "first_people",
    "minuten": "minutes",
    "minuten_alle": "minutes",
    "vorbereitung": "preparation",
    "weg": "travel",
    "kilometer": "distance",
    "antraege": APPLICATIONS,
}

#: Attributes that a group may count by heads. Of two of them only the sums are known, never the cross.
HEADED = {Dimension.AGE_BAND: HeadKind.AGE.value, Dimension.FIRST_CONTACT: HeadKind.FIRST_CONTACT.value}

#: Narrows contacts to those that are a Beratung.
COUNSELS = f" AND kind IN ({', '.join(repr(kind.value) for kind in sorted(COUNSELLING))})"

#: What each dimension reads. Half-open, by seconds: exactly thirty minutes are in the band that begins with thirty.
_SQL = {
    Dimension.KIND: "kind",
    Dimension.LENGTH: (
        "CASE WHEN seconds < 600 THEN '0' WHEN seconds < 1800 THEN '10'"
        " WHEN seconds < 3600 THEN '30' WHEN seconds < 7200 THEN '60' ELSE '120' END"
    ),
    Dimension.RESULT: "coalesce(result, '')",
    Dimension.HELP_KIND: "coalesce(help_kind, '')",
    Dimension.AGE_BAND: "age_band",
    Dimension.FIRST_CONTACT: "first_contact",
    Dimension.PLACE: "place_type",
    Dimension.ACCESS: "access",
    Dimension.LANGUAGE: "language",
    Dimension.STATION: "station_id",
    Dimension.COMMUNE: "ags",
    Dimension.TOPIC: "json(topics)",
    Dimension.OBSTACLE: "json(obstacles)",
    Dimension.DEVICE: "json(devices)",
    Dimension.TAG: "json(tags)",
}
_HEADS = "json(heads)"

#: Generated columns and what stands in them, in this order.
_STORED: dict[str, tuple[str, ...]] = {
    "packed_kind": (_SQL[Dimension.KIND], _SQL[Dimension.LENGTH]),
    "packed_help": (_SQL[Dimension.RESULT], _SQL[Dimension.HELP_KIND]),
    "packed_people": (_SQL[Dimension.AGE_BAND], _SQL[Dimension.FIRST_CONTACT], _HEADS),
    "packed_place": tuple(
        _SQL[one]
        for one in (Dimension.PLACE, Dimension.ACCESS, Dimension.LANGUAGE, Dimension.STATION, Dimension.COMMUNE)
    ),
    "packed_topics": (_SQL[Dimension.TOPIC], _SQL[Dimension.OBSTACLE]),
    "packed_tags": (_SQL[Dimension.DEVICE], _SQL[Dimension.TAG]),
}


@dataclass(frozen=True, slots=True)
class Pack:
    """A packed text: how SQL reads it, where in it a dimension stands, and where the heads stand (-1: nowhere).

    ``sql`` is empty where contacts are counted by month only.
    """

    sql: str
    at: tuple[tuple[Dimension, int], ...]
    heads: int

    def place(self, dimension: Dimension) -> int:
        """Return where a dimension stands. Raises KeyError."""
        return dict(self.at)[dimension]


def pack_of(query: FigureQuery) -> Pack:
    """Return the packed text that a query needs; a month is no part of it, for months are read one by one."""
    wanted = [one for one in (query.rows, query.columns) if one is not None and one is not Dimension.MONTH]
    parts = tuple(dict.fromkeys(_SQL[one] for one in wanted))
    if headed_by(query):
        parts = (*parts, _HEADS)
    name, held = next(
        ((name, held) for name, held in _STORED.items() if set(parts) <= set(held)),
        (f"json_array({', '.join(parts)})", parts),
    )
    return Pack(
        sql=name if parts else "",
        at=tuple((one, held.index(_SQL[one])) for one in wanted),
        heads=held.index(_HEADS) if headed_by(query) else -1,
    )


def headed_by(query: FigureQuery) -> str:
    """Return the attribute of heads that a query breaks down by, or an empty string.

    Raises ValueError for two of them: nobody knows how they cross.
    """
    found = [HEADED[one] for one in (query.rows, query.columns) if one in HEADED]
    if len(found) > 1:
        message = "two attributes of heads cannot be crossed"
        raise ValueError(message)
    return found[0] if found else ""
