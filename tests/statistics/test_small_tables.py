"""What the larger tests seldom meet: even counts, trends, odd periods, groups counted by something else."""

from __future__ import annotations

from datetime import date

from lotse_app.models.figures import Counted, FigureRow, Period, Record
from lotse_app.statistics.books import ReportBooks
from lotse_app.statistics.cases import median, percentile
from lotse_app.statistics.periods import before
from lotse_app.statistics.protecting import protect
from lotse_app.statistics.records import record_report
from lotse_app.statistics.witness import Sums

QUARTER = Period(date(2026, 10, 1), date(2027, 1, 1), "4. Quartal 2026")
BOOKS = ReportBooks()


def test_the_middle_and_the_ninetieth_of_a_hundred() -> None:
    assert (median([]), median([9]), median([1, 3, 2]), median([4, 1, 2, 3])) == (None, 9, 2, 2.5)
    assert (percentile([], 90), percentile([7], 90), percentile(list(range(1, 11)), 90)) == (None, 7, 9)


def test_the_period_before_is_as_long() -> None:
    assert before(QUARTER).start == date(2026, 7, 1)
    assert before(Period(date(2026, 11, 3), date(2026, 11, 10), "")).start == date(2026, 10, 27)


def test_the_brief_says_more_fewer_and_the_same() -> None:
    now = (FigureRow("medienbruch", "", (4,)), FigureRow("sprache", "", (2,)), FigureRow("barriere", "", (1,)))
    then = (FigureRow("medienbruch", "", (4,)), FigureRow("sprache", "", (5,)))
    report = BOOKS.brief.report(QUARTER, Counted(((), (), now, then, (), ())), ())
    assert [row[3] for row in report.tables[1].rows] == ["gleich", "−3", "+1"]


def test_a_list_shows_persons_of_a_group_that_were_counted_by_something_else() -> None:
    one = Record("2026-11-03", "st", "14", "rathaus", "gruppe", "termin", 2, "u18", "ja", "", "", "", (9, 0, 0, 0),
                 (), (), (), (), ("geschlecht w 2",))  # fmt: skip
    rows = record_report(QUARTER, [one], {}, (), per_person=True).tables[0].rows
    assert [(row[7], row[8], row[16]) for row in rows] == [(2, "unter 18", 9), (0, "unter 18", 0)]


def test_a_large_count_that_gives_a_small_one_away_is_held_back_itself() -> None:
    sums = Sums()
    for name, value in (("all", 30), ("those", 28), ("others", 2)):
        sums.add(name, value)
    sums.equal("all", [("those", 1), ("others", 1)])
    found = protect(sums, {"all"}, ("those",), ("others",))
    assert found.hidden == {"those"}
    assert found.witnesses["others"].enough
