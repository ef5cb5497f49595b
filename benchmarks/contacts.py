"""Contacts for benchmarks of figures: one year, every code drawn evenly, which no real year is.

The first ones are drawn one by one and written as the program writes them. All further ones are their copies, later in
the year, made by SQLite; the store holds then what it would hold had each of them been written by itself.
"""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

from lotse_app.models.contact import ContactKind, Device, Language
from lotse_app.models.people import PlaceType
from lotse_app.models.periods import named
from lotse_app.models.session import Access, AgeBand, FirstContact, HelpKind, Obstacle, Result
from lotse_app.store.connection import Connection
from tests.chance import seeded

if TYPE_CHECKING:
    from collections.abc import Iterator
    from random import Random
    from typing import Any

    from benchmarks.ground import Ground

BEGIN = datetime(2025, 1, 2, 8, tzinfo=UTC)
#: All of them lie in this year.
YEAR = named(date(2025, 1, 1), date(2026, 1, 1))
CODES = [one.value for one in Obstacle]
DEVICES = [one.value for one in Device]
SERVICES = [f"s-{at}" for at in range(90)]
TAGS = [f"FKZ {at}" for at in range(3)]
_TEXT = "%Y-%m-%dT%H:%M:%S.%fZ"
#: What stands in a table of its own as well: table, column of the row, columns of the table.
_CHILDREN = (
    ("session_topic", "topics", ("service_id", "label")),
    ("session_obstacle", "obstacles", ("obstacle",)),
    ("session_device", "devices", ("device",)),
    ("session_tag", "tags", ("tag",)),
)
#: So many are drawn at most: of 100,000 a year no two in a month are alike. Counting alike ones is no quicker.
DRAWN = 10_000
_WORDS_BEFORE = "CREATE TEMP TABLE word_before AS SELECT piece, number, uses FROM figure_word"
_AS_DRAWN = (
    "CREATE TEMP TABLE last AS SELECT * FROM session WHERE id LIKE 'se-%'",
    """
    CREATE TEMP TABLE word_of_drawn AS
    SELECT word.piece, word.number, word.uses - coalesce(before.uses, 0) AS uses
    FROM figure_word AS word LEFT JOIN word_before AS before USING (piece, number)
    """,
)
#: Makes of the last copy the next one: so many ``:rows`` behind it, ``:later`` in the year.
_COPY = (
    """
    UPDATE last SET number = number + :rows, id = printf('se-%08d', number + :rows),
      started_at = strftime('%Y-%m-%dT%H:%M:%S.000000Z', started_at, :later),
      beat_at = strftime('%Y-%m-%dT%H:%M:%S.000000Z', beat_at, :later),
      ended_at = strftime('%Y-%m-%dT%H:%M:%S.000000Z', ended_at, :later),
      local_day = date(started_at, :later)
    """,
    "INSERT INTO session SELECT * FROM last",
    """
    INSERT INTO session_topic SELECT session + :rows, position, service_id, label FROM session_topic
    WHERE session >= (SELECT min(number) FROM last) - :rows
    """,
    """
    INSERT INTO session_obstacle SELECT session + :rows, position, obstacle FROM session_obstacle
    WHERE session >= (SELECT min(number) FROM last) - :rows
    """,
    """
    INSERT INTO session_device SELECT session + :rows, position, device FROM session_device
    WHERE session >= (SELECT min(number) FROM last) - :rows
    """,
    """
    INSERT INTO session_tag SELECT session + :rows, position, tag FROM session_tag
    WHERE session >= (SELECT min(number) FROM last) - :rows
    """,
    """
    INSERT INTO session_past SELECT session + :rows, applications FROM session_past
    WHERE session >= (SELECT min(number) FROM last) - :rows
    """,
    """
    UPDATE figure_word SET uses = figure_word.uses + word.uses FROM word_of_drawn AS word
    WHERE word.piece = figure_word.piece AND word.number = figure_word.number
    """,
)


def fill(ground: Ground, number: int, drawn: int = DRAWN) -> None:
    """Write sessions with topics, obstacles, devices, programme tags; in every fourth an application was begun.

    ``number`` is a multiple of ``drawn``, or less.
    """
    drawn = min(number, drawn)
    assert number % drawn == 0, f"{number} are no copies of {drawn}"
    desk = ground.opened()
    desk.counsel.short_contact(desk.counsel.blank())
    desk.close()
    connection = Connection(ground.program.places.store, ground.key)
    pattern = dict(connection.rows("SELECT * FROM session")[0])
    for name in [name for name in pattern if name == "number" or name.startswith("figure_")]:
        pattern.pop(name)
    draw = seeded(7)  # the same sessions in every run
    step = timedelta(minutes=500_000) / number
    with connection.atomic():
        connection.run(_WORDS_BEFORE)
        _write(connection, [_row(pattern, draw, at, BEGIN + at * step) for at in range(drawn)])
        _copy(connection, number // drawn - 1, {"rows": drawn, "later": f"+{(drawn * step).total_seconds()} seconds"})
    connection.close()


def _copy(connection: Connection, times: int, how: dict[str, Any]) -> None:
    for sql in _AS_DRAWN:
        connection.run(sql)
    for _ in range(times):
        for sql in _COPY:
            connection.run(sql, how)


def _write(connection: Connection, lot: list[dict[str, Any]]) -> None:
    connection.insert_many("session", tuple(lot[0]), (tuple(row.values()) for row in lot))
    first = connection.value("SELECT max(number) FROM session") - len(lot) + 1
    for table, key, columns in _CHILDREN:
        connection.insert_many(table, ("session", "position", *columns), _children(lot, first, key))
    begun = ((first + at, 1) for at in range(0, len(lot), 4))
    connection.insert_many("session_past", ("session", "applications"), begun)


def _children(lot: list[dict[str, Any]], first: int, key: str) -> Iterator[tuple[Any, ...]]:
    for number, row in enumerate(lot, start=first):
        for place, code in enumerate(json.loads(row[key])):
            yield (number, place, code, f"Leistung {code}") if key == "topics" else (number, place, code)


def _row(pattern: dict[str, Any], draw: Random, at: int, started: datetime) -> dict[str, Any]:
    seconds = draw.choice((300, 1200, 2400, 5400))
    return pattern | {
        "id": f"se-{at:08d}",
        "started_at": started.strftime(_TEXT),
        "beat_at": started.strftime(_TEXT),
        "ended_at": (started + timedelta(seconds=seconds)).strftime(_TEXT),
        "local_day": f"{started:%Y-%m-%d}",
        "seconds": seconds,
        "minutes": seconds // 60,
        "kind": draw.choice(list(ContactKind)).value,
        "place_type": draw.choice(list(PlaceType)).value,
        "access": draw.choice(list(Access)).value,
        "language": draw.choice(list(Language)).value,
        "age_band": draw.choice(list(AgeBand)).value,
        "first_contact": (first := draw.choice(list(FirstContact))).value,
        "first_people": int(first is FirstContact.YES),
        "help_kind": draw.choice(list(HelpKind)).value,
        "result": draw.choice(list(Result)).value,
        "preparation": draw.choice((0, 0, 5, 10, 15)),
        "travel": draw.choice((0, 0, 0, 20, 35)),
        "distance": draw.choice((0, 0, 0, 4, 17)),
        # What the store keeps in the row of a session besides its child tables (store/session_columns.py).
        "topics": json.dumps(draw.sample(SERVICES, draw.choice((1, 1, 2, 3)))),
        "obstacles": json.dumps(draw.sample(CODES, draw.choice((0, 0, 1, 2)))),
        "devices": json.dumps(draw.sample(DEVICES, draw.choice((0, 1, 1, 2)))),
        "tags": json.dumps(draw.sample(TAGS, draw.choice((0, 1, 1, 2)))),
    }
