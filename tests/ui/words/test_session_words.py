"""A contact under ten minutes is a Kurzkontakt in the list, as it is in the figures."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from lotse_app.models.contact import ContactKind
from lotse_app.models.figures import Dimension, FigureQuery, Period
from lotse_app.store.opening import open_store
from lotse_app.ui.rooms.counselling_views import session_columns, session_words
from lotse_app.ui.words.session import kind_words
from tests.desks import MORNING, PASSPHRASE, close, make_office

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.desks import Office


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    made = make_office(tmp_path / "lotse")
    yield made
    close(made.desk)


def test_a_kurzkontakt_is_listed_as_one_and_counted_apart_and_in_the_total(office: Office) -> None:
    counsel = office.desk.counsel
    short = counsel.short_contact(counsel.blank())
    begun = counsel.start()
    office.clock.advance(minutes=10)
    long = counsel.end(begun)
    kind = next(column for column in session_columns() if column.title == "Art")
    assert [kind.text(one) for one in (short, long)] == ["Kurzkontakt", "Einzelberatung"]
    assert session_words(short).endswith("· 5 min · Kurzkontakt")
    close(office.desk)
    key = office.program.unlocking.key(office.pilot_id, PASSPHRASE)
    store = open_store(office.program.places.ground, key, office.clock, office.program.tools.ids)
    reports = store.open_for_reports()
    period = Period(MORNING.date(), MORNING.date() + timedelta(days=1), "")
    query = FigureQuery(("beratungen", "kurzkontakte"), Dimension.MONTH, period)
    assert [row.values for row in reports.figures.count(query)] == [(2, 1)]
    reports.close()
    store.close()
    office.reopen(key)


def test_a_running_one_is_not_short_yet_and_another_kind_keeps_its_name(office: Office) -> None:
    begun = office.desk.counsel.start()
    assert kind_words(begun) == "Einzelberatung"
    ended = office.desk.counsel.end(begun)
    assert kind_words(ended) == "Kurzkontakt"
    assert kind_words(replace(ended, kind=ContactKind.TELEPHONE)) == "am Telefon (Kurzkontakt)"
    assert kind_words(replace(ended, kind=ContactKind.INTERNAL)) == "intern"
