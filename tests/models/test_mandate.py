"""Terms of a Vollmacht: both days count, months are months."""

from __future__ import annotations

from datetime import date

import pytest

from lotse_app.models.mandate import Term, last_day


@pytest.mark.parametrize(
    ("first", "term", "last"),
    [
        (date(2026, 11, 20), Term.DAY, date(2026, 11, 20)),
        (date(2026, 11, 20), Term.MONTH, date(2026, 12, 19)),
        (date(2026, 11, 20), Term.HALF_YEAR, date(2027, 5, 19)),
        (date(2026, 11, 20), Term.YEAR, date(2027, 11, 19)),
        (date(2026, 8, 31), Term.HALF_YEAR, date(2027, 2, 28)),
        (date(2028, 2, 29), Term.YEAR, date(2029, 2, 28)),
        (date(2026, 1, 1), Term.YEAR, date(2026, 12, 31)),
    ],
)
def test_a_preset_ends_on_its_day(first: date, term: Term, last: date) -> None:
    assert last_day(first, term) == last
