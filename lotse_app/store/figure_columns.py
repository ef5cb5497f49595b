"""What figures read of a session: measures as columns, and what they are broken down by as texts of characters.

``session.figure_cells`` has one character a *piece* (step 16 of the schema), and of what a contact may have several
there is a text each; ``figure_word`` says what a character stands for. SQLite keeps all of it when a row is written.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from lotse_app.models.contact import COUNSELLING, HeadKind
from lotse_app.models.figures import Dimension

if TYPE_CHECKING:
    from lotse_app.models.figures import FigureQuery

#: Stands for the column that is made of the session's number: how many applications were begun in it.
APPLICATIONS = "applications"

#: A short contact, by its seconds; its length says so too.
SHORT = "seconds < 600"

#: What a measure sums, once a session; empty counts sessions.
MEASURES: dict[str, str] = {
    "beratungen": "",
    "kontakte": "",
    "kurzkontakte": SHORT,
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

_KINDS = f"({', '.join(repr(kind.value) for kind in sorted(COUNSELLING))})"
#: Narrows contacts to those that are a Beratung, and to all others.
COUNSELS, OTHERS = f" AND kind IN {_KINDS}", f" AND kind NOT IN {_KINDS}"

#: Which dimensions a word of each piece holds, in this order. The heads of a group stand behind the third piece's.
PIECES: tuple[tuple[Dimension, ...], ...] = (
    (Dimension.KIND, Dimension.LENGTH),
    (Dimension.RESULT, Dimension.HELP_KIND),
    (Dimension.AGE_BAND, Dimension.FIRST_CONTACT),
    (Dimension.PLACE, Dimension.ACCESS, Dimension.LANGUAGE),
    (Dimension.STATION, Dimension.COMMUNE),
)
#: What a contact may have several of, and the column of their characters. The pieces go on with them.
SEVERAL: dict[Dimension, str] = {
    Dimension.TOPIC: "figure_topics",
    Dimension.OBSTACLE: "figure_obstacles",
    Dimension.DEVICE: "figure_devices",
    Dimension.TAG: "figure_tags",
}
#: Piece and place in its word, by dimension; a word of several is the value itself.
PLACES = {one: (piece, at) for piece, held in enumerate(PIECES) for at, one in enumerate(held)} | {
    one: (piece, 0) for piece, one in enumerate(SEVERAL, start=len(PIECES))
}
#: The piece that says who came, and where the heads stand in its word.
PEOPLE, HEADS_AT = PLACES[Dimension.AGE_BAND][0], 2
#: The piece that says how long it took, and the code of a short contact there.
LENGTHS, SHORT_LENGTH = PLACES[Dimension.LENGTH][0], "0"
#: Numbers begin behind the blank; from the second one on they jump over what Unicode leaves out.
_FIRST, _GAP, _GAP_LENGTH = 0x20, 0xD800, 0x800


def character(number: int) -> str:
    """Return the character of a word's number."""
    code = number + _FIRST
    return chr(code if code < _GAP else code + _GAP_LENGTH)


def pieces_of(query: FigureQuery) -> tuple[int, ...]:
    """Return the pieces that a query reads; a month is none, for months are read one by one."""
    wanted = [one for one in (query.rows, query.columns) if one in PLACES]
    return tuple(sorted({PLACES[one][0] for one in wanted}))


def measures_of(query: FigureQuery) -> tuple[str, ...]:
    """Return what a query has to read of each contact beside its pieces, once each; what a piece says is not read."""
    told = {"", SHORT} if LENGTHS in pieces_of(query) else {""}
    return tuple(dict.fromkeys(one for key in query.measures if (one := MEASURES[key]) not in told))


def headed_by(query: FigureQuery) -> str:
    """Return the attribute of heads that a query breaks down by, or an empty string.

    Raises ValueError for two of them: nobody knows how they cross.
    """
    found = [HEADED[one] for one in (query.rows, query.columns) if one in HEADED]
    if len(found) > 1:
        message = "two attributes of heads cannot be crossed"
        raise ValueError(message)
    return found[0] if found else ""
