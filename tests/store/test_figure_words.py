"""Words of figures: as many as stand in contacts, none that stands in none, and each under its own character."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from itertools import count
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lotse_app.models.figures import Dimension, FigureQuery, FigureRow, Period
from lotse_app.models.session import Topic
from lotse_app.store.driver import sqlite3
from lotse_app.store.erasing import open_gate
from lotse_app.store.figure_columns import PIECES, PLACES, SEVERAL, character
from lotse_app.store.figures import FigureCounts
from lotse_app.store.opening import create_store
from tests.store.drawn_sessions import data_sets
from tests.store.samples import KEY, START, a_session, make_clock, make_ids

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lotse_app.models.session import CounsellingSession
    from lotse_app.store.opening import Store
    from tests.store.drawn_sessions import Drawn

YEAR = Period(date(2026, 1, 1), date(2027, 1, 1), "2026")
TOPICS = FigureQuery(("beratungen",), Dimension.TOPIC, YEAR)
ENDED = START + timedelta(minutes=20)
_rounds = count()


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    clock = make_clock()
    store = create_store(tmp_path_factory.mktemp("words"), KEY, clock, make_ids(clock))
    yield store
    store.close()


def words(store: Store) -> dict[tuple[int, str], int]:
    rows = store._connection.rows("SELECT piece, word, uses FROM figure_word")
    return {(row["piece"], row["word"]): row["uses"] for row in rows}


def empty(store: Store) -> None:
    with open_gate(store._connection, "test"):
        store._connection.run("DELETE FROM session")


@given(drawn=data_sets, later=data_sets, gone=st.sets(st.integers(0, 7)))
def test_words_are_those_of_the_contacts_that_are_there(
    shared: Store, drawn: Drawn, later: Drawn, gone: set[int]
) -> None:
    def named(session: CounsellingSession, at: int) -> CounsellingSession:
        return replace(session, id=f"{round_}-{at}", pilot_id=f"{round_}-{at}")

    round_ = next(_rounds)
    for at, (session, _) in enumerate(drawn):
        shared.sessions.start(named(session, at))
    for at, ((old, _), (new, _)) in enumerate(zip(drawn, later, strict=False)):
        if old.ended_at is None or new.ended_at is not None:
            shared.sessions.save(named(new, at))
    with open_gate(shared._connection, "test"):
        for at in gone:
            shared._connection.run("DELETE FROM session WHERE id = ?", (f"{round_}-{at}",))
    changed = words(shared)
    left = shared.sessions.page(shared.sessions.ids())
    empty(shared)
    assert words(shared) == {}
    for session in left:
        shared.sessions.start(session)
    assert words(shared) == changed
    empty(shared)


def test_a_theme_that_is_corrected_stands_nowhere_any_more(store: Store) -> None:
    wrong = a_session(ended_at=ENDED, topics=(Topic("", "Frau Beispiel, Hauptstraße"), Topic("s-dog", "Hundesteuer")))
    store.sessions.start(wrong)
    assert (PLACES[Dimension.TOPIC][0], '["Frau Beispiel, Hauptstraße"]') in words(store)
    store.sessions.correct(replace(wrong, topics=wrong.topics[1:]), {}, "pi-1", ENDED, [])
    assert not [word for _, word in words(store) if "Beispiel" in word]
    assert (PLACES[Dimension.TOPIC][0], '"s-dog"') in words(store)


def test_a_running_session_has_no_words(store: Store) -> None:
    store.sessions.start(a_session(topics=(Topic("", "Brief erklärt"),)))
    assert words(store) == {}


def test_every_dimension_has_its_place_and_month_alone_has_none() -> None:
    assert {*PLACES, Dimension.MONTH} == set(Dimension)
    assert sorted({piece for piece, _ in PLACES.values()}) == list(range(len(PIECES) + len(SEVERAL)))


def test_numbers_jump_over_what_is_no_character_and_count_there_too(store: Store) -> None:
    last, topics = 0xD800 - 0x20 - 1, PLACES[Dimension.TOPIC][0]
    store._connection.insert("figure_word", {"piece": topics, "number": last - 1, "word": '"x"', "uses": 1})
    for at in range(3):
        store.sessions.start(a_session(f"se-{at}", ended_at=ENDED, topics=(Topic("", f"Thema {at}"),)))
    said = [row[0] for row in store._connection.rows("SELECT figure_topics FROM session ORDER BY number")]
    assert said == [character(last), character(last + 1), character(last + 2)]
    assert [ord(one) for one in said] == [0xD7FF, 0xE000, 0xE001]
    assert FigureCounts(store._connection).count(TOPICS) == tuple(FigureRow(f"Thema {at}", "", (1,)) for at in range(3))


def test_more_words_than_characters_are_refused_rather_than_counted_wrong(store: Store) -> None:
    last = 0x10FFFF - 0x800 - 0x20
    assert character(last) == chr(0x10FFFF)
    row = {"piece": PLACES[Dimension.TOPIC][0], "number": last, "word": '"x"', "uses": 1}
    store._connection.insert("figure_word", row)
    with pytest.raises(sqlite3.IntegrityError):
        store.sessions.start(a_session(ended_at=ENDED, topics=(Topic("", "eins zu viel"),)))


def test_of_three_topics_of_one_name_a_beratung_counts_once(store: Store) -> None:
    alike = (Topic("s-1", "Rente"), Topic("s-2", "Rente"), Topic("", "Rente"))
    for at in range(3):
        store.sessions.start(a_session(f"se-{at}", ended_at=ENDED, topics=(*alike[: at + 1], Topic("s-3", "Hund"))))
    assert FigureCounts(store._connection).count(TOPICS) == (
        FigureRow("Hund", "", (3,)),
        FigureRow("Rente", "", (3,)),
    )
