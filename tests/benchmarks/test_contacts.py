"""Contacts that are copies of drawn ones stand in the store as if each had been written by itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from benchmarks.contacts import YEAR, fill
from benchmarks.ground import set_up
from lotse_app.store.connection import Connection

if TYPE_CHECKING:
    from collections.abc import Iterator

NUMBER, DRAWN = 120, 40
#: How many there are of each in the rows of contacts, and in a table of its own.
LISTS = """
SELECT total(json_array_length(topics)), (SELECT count(*) FROM session_topic),
  total(json_array_length(obstacles)), (SELECT count(*) FROM session_obstacle),
  total(json_array_length(devices)), (SELECT count(*) FROM session_device),
  total(json_array_length(tags)), (SELECT count(*) FROM session_tag)
FROM session
"""
#: How many words contacts say, piece by piece: five each, and those of their lists.
SAID = """
SELECT count(*), count(*), count(*), count(*), count(*),
  sum(length(figure_topics)), sum(length(figure_obstacles)), sum(length(figure_devices)), sum(length(figure_tags))
FROM session
"""


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Connection]:
    ground = set_up(tmp_path_factory.mktemp("contacts") / "store")
    fill(ground, NUMBER, DRAWN)
    connection = Connection(ground.program.places.store, ground.key, "ro")
    yield connection
    connection.close()


def test_all_of_them_lie_in_the_year_at_moments_of_their_own(store: Connection) -> None:
    (row,) = store.rows(
        "SELECT count(*), count(DISTINCT started_at), min(local_day), max(local_day),"
        " total(abs(unixepoch(ended_at) - unixepoch(started_at) - seconds) > 1), total(date(started_at) <> local_day)"
        " FROM session WHERE id LIKE 'se-%'"
    )
    assert tuple(row) == (NUMBER, NUMBER, row[2], row[3], 0, 0)
    assert YEAR.start.isoformat() <= row[2] < row[3] < YEAR.end.isoformat()


def test_their_lists_stand_in_the_tables_beside_them(store: Connection) -> None:
    (row,) = store.rows(LISTS)
    assert row[::2] == row[1::2]
    assert min(row) > NUMBER / 2
    assert store.value("SELECT count(*) FROM session_past") == NUMBER / 4


def test_every_word_is_counted_as_often_as_it_stands_in_a_contact(store: Connection) -> None:
    counted = [row["uses"] for row in store.rows("SELECT sum(uses) AS uses FROM figure_word GROUP BY piece")]
    assert counted == list(store.rows(SAID)[0])
