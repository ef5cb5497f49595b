"""What is published discloses nobody: proved by tables that agree with every printed one and differ where it matters.

The check is independent of the program's system of sums: it takes the printed report, puts the witnesses' counts where
marks stand, and adds up what a reader would add up.
"""

from __future__ import annotations

import os
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

import pytest

from lotse_app.models.figures import HIDDEN, Dimension, Period
from lotse_app.models.problems import Code, ProblemError
from lotse_app.models.publication import Key, Publication
from lotse_app.statistics import published
from lotse_app.statistics.audit import share_hidden, share_readable
from lotse_app.statistics.cross_foot import TOTAL
from lotse_app.statistics.protecting import protect, small
from lotse_app.statistics.published import value_of
from lotse_app.statistics.publishing import PublicReport, prepare
from lotse_app.statistics.tables import MULTIPLE, whole
from lotse_app.statistics.witness import Sums
from tests.statistics.towns import Visit, counted, some_cases, some_town, town

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lotse_app.models.figures import Counted, FigureTable, Report
    from lotse_app.statistics.publishing import Prepared

QUARTER = Period(date(2026, 10, 1), date(2027, 1, 1), "4. Quartal 2026")
BEFORE = ("2026-07", "2026-08", "2026-09")
MONTHS = ("2026-10", "2026-11", "2026-12")
SPANS = tuple(
    Period(date(2026, month, 1), date(2026 + month // 12, month % 12 + 1, 1), f"Monat {month}")
    for month in (10, 11, 12)
)
BOOK = PublicReport()
#: ``make faults`` tries 500 (``scripts.figures_proof``).
ROUNDS = 500 if os.environ.get("LOTSE_HUNT") == "1" else 100
AT = datetime(2027, 1, 4, 9, tzinfo=UTC)


def publish(period: Period, what: Counted, before: Sequence[Publication]) -> Publication:
    """Make the next edition as the program does."""
    edition = BOOK.edition(period, what, (("Art", "Zur Veröffentlichung"),), before)
    return Publication(period.start, period.end, edition.number, AT, edition.content)


def table(report: Report, key: str) -> FigureTable:
    return next(one for one in report.tables if one.key == key)


Values = dict[tuple[int, Key], int]


def truth(made: Prepared) -> Values:
    """Return every count of every edition."""
    return {(at, key): value_of(key, edition.atoms) for at, edition in enumerate(made.editions) for key in edition.keys}


def printed(made: Prepared) -> Values:
    """Return what stands on paper, in the editions before and in the new one."""
    last = len(made.editions) - 1
    return {
        (at, key): value_of(key, edition.atoms)
        for at, edition in enumerate(made.editions)
        for key in edition.keys
        if key not in (made.hidden if at == last else edition.hidden)
    }


def contradictions(made: Prepared, world: Values, known: Values) -> list[str]:
    """Say where a reader would see that a table cannot be the true one; relations are written out plainly."""
    found = [f"{place} is printed" for place, value in known.items() if world[place] != value]
    found += [f"{place} is negative" for place, value in world.items() if value < 0]
    for at, edition in enumerate(made.editions):
        mine = {key: world[at, key] for key in edition.keys}
        for dimension, measure, _ in published.BROKEN_DOWN:
            rows = [key for key in mine if key.dimension == dimension.value]
            for start, end in {(key.start, key.end) for key in rows}:
                parts = [mine[key] for key in rows if (key.start, key.end) == (start, end)]
                whole = mine[Key(measure, "", "", start, end)]
                if dimension in MULTIPLE:
                    found += [f"{dimension} is more than all"] if max(parts) > whole else []
                elif sum(parts) != whole:
                    found.append(f"{at} {dimension}: {sum(parts)} is not {whole}")
        ways = sum(value for key, value in mine.items() if key.dimension == "weg")
        filed = sum(value for key, value in mine.items() if key.measure == "eingereicht" and not key.dimension)
        found += ["more ways than applications"] if ways > filed else []
        for key, value in mine.items():
            if key.measure == "beratungen" and not key.dimension:
                people = mine[Key("teilnahmen", "", "", key.start, key.end)]
                found += ["fewer persons than Beratungen"] if people < value else []
            if not key.dimension and key.measure in published.WHOLE:
                months = [Key(key.measure, "", "", *span) for span in _months(key)]
                if all(month in mine for month in months) and sum(mine[month] for month in months) != value:
                    found.append(f"{at}: months do not sum up to {key}")
    return found


def _months(key: Key) -> list[tuple[date, date]]:
    starts = published.span_of(key.start, key.end)
    return list(zip(starts, (*starts[1:], key.end), strict=True))


def disclosures(made: Prepared) -> list[str]:
    """Return every small count of any edition that somebody with all printed tables could narrow down too far."""
    found, true, known = [], truth(made), printed(made)
    for place in (place for place, value in true.items() if small(value)):
        proof = made.protection.witnesses.get(made.audit.names[place])
        if proof is None:
            found.append(f"no proof for {place}")
            continue
        worlds = [
            {one: moved.get(made.audit.names[one], value) for one, value in true.items()}
            for moved in (proof.lower, proof.upper)
        ]
        found += [text for world in worlds for text in contradictions(made, world, known)]
        values = [world[place] for world in worlds]
        if max(values) - min(values) < 4 or max(values) < 5:
            found.append(f"{place} lies between {min(values)} and {max(values)}")
    return found


@pytest.mark.parametrize("batch", range(4))
def test_nobody_is_disclosed_in_a_quarter_of_any_town(batch: int) -> None:
    shares = []
    for seed in range(batch * ROUNDS // 4, (batch + 1) * ROUNDS // 4):
        visits = some_town(seed, (*BEFORE, *MONTHS, *MONTHS))
        if sum(visit.month in MONTHS for visit in visits) < published.FEWEST:
            continue
        made = prepare(QUARTER, counted(visits, QUARTER, some_cases(seed, MONTHS)), ())
        assert disclosures(made) == [], seed
        if sum(visit.month in MONTHS for visit in visits) >= 200:
            shares.append(share_hidden(made.atoms, made.keys, made.hidden))
    assert shares
    assert all(share <= 15 for share in shares)


def test_the_check_sees_what_single_marks_would_disclose() -> None:
    """The positive control: with only the small counts held back, the check must find many of them."""
    found = 0
    for seed in range(20):
        visits = town(seed, MONTHS, 60, 200)
        made = prepare(QUARTER, counted(visits, QUARTER), ())
        last = len(made.editions) - 1
        small_ones = [key for key in made.keys if small(value_of(key, made.atoms))]
        bare = frozenset(made.audit.names[last, key] for key in small_ones)
        fixed = {made.audit.names[last, key] for key in made.keys} - bare
        for name in bare:
            proof = made.audit.sums.witnesses(name, fixed)
            found += not proof.enough
    assert found > 10


def test_months_then_their_quarter_disclose_nobody_by_differences() -> None:
    for seed in range(ROUNDS // 20):
        visits = town(seed, MONTHS, 90, 200)
        before: list[Publication] = []
        for span in (*SPANS[:2], QUARTER):  # December is what is left of the quarter
            made = prepare(span, counted(visits, span), before)
            assert disclosures(made) == [], (seed, span.name)
            before.append(publish(span, counted(visits, span), before))


def test_a_second_edition_discloses_nobody_who_came_late() -> None:
    for seed in range(ROUNDS // 10):
        visits = town(seed, MONTHS, 60, 150)
        late = [*visits, *town(seed + 10_000, MONTHS, 5, 30)]
        first = publish(QUARTER, counted(visits, QUARTER), ())
        made = prepare(QUARTER, counted(late, QUARTER), [first])
        assert disclosures(made) == [], seed
        known = printed(made)
        for (at, key), value in known.items():
            if at == 1 and (0, key) in known:
                assert not small(abs(value - known[0, key])), (seed, key)


def test_a_second_edition_lists_exactly_what_is_other() -> None:
    visits = town(7, MONTHS, 80, 80)
    late = [*visits, *[Visit("2026-12", 1, "60_69", "ja", "einzel", "rathaus", "30", "auskunft", "erledigt",
                             frozenset(), frozenset({"Thema A"}), "st-1")] * 6]  # fmt: skip
    first = publish(QUARTER, counted(visits, QUARTER), ())
    second = BOOK.edition(QUARTER, counted(late, QUARTER), (), [first])
    rows = {row[0]: row[1:] for row in table(second.report, "zugaenge").rows}
    assert second.number == 2
    assert rows["Beratungen"] == (80, 86, 6)
    assert rows["Beratungen, Dezember 2026"][2] == 6
    assert all(was != now for was, now, _ in rows.values())
    assert "Oktober" not in str(list(rows))


def test_the_first_edition_prints_again_as_it_was() -> None:
    visits = town(3, MONTHS, 80, 80)
    edition = BOOK.edition(QUARTER, counted(visits, QUARTER), (("Art", "Zur Veröffentlichung"),), ())
    kept = Publication(QUARTER.start, QUARTER.end, 1, AT, edition.content)
    BOOK.edition(QUARTER, counted([*visits, *town(4, MONTHS, 40, 40)], QUARTER), (), [kept])
    assert BOOK.reprint(kept) == edition.report


def test_too_few_are_not_published_at_all() -> None:
    with pytest.raises(ProblemError) as refused:
        prepare(QUARTER, counted(town(1, MONTHS, 19, 19), QUARTER), ())
    assert refused.value.problem.code is Code.PUBLICATION_TOO_SMALL


def test_a_second_edition_waits_until_enough_came() -> None:
    visits = town(1, MONTHS, 40, 40)
    first = publish(QUARTER, counted(visits, QUARTER), ())
    with pytest.raises(ProblemError) as refused:
        prepare(QUARTER, counted([*visits, *town(2, MONTHS, 4, 4)], QUARTER), [first])
    assert refused.value.problem.code is Code.PUBLICATION_NOTHING_NEW


def test_only_whole_months_are_published() -> None:
    odd = Period(date(2026, 10, 3), date(2026, 12, 1), "ungerade")
    with pytest.raises(ProblemError) as refused:
        BOOK.queries(odd)
    assert refused.value.problem.code is Code.PUBLICATION_MONTHS


def test_a_small_station_is_never_a_row_of_its_own() -> None:
    visits = town(5, MONTHS, 120, 120)
    report = BOOK.edition(QUARTER, counted(visits, QUARTER), (), ()).report
    sizes = {name: sum(visit.station == name for visit in visits) for name in ("st-1", "st-2", "st-3")}
    rows = [row[0] for row in table(report, "stuetzpunkt").rows]
    assert sizes["st-3"] < published.FEWEST <= sizes["st-1"]
    assert "Rathaus" in rows
    assert "Bücherbus" not in rows
    assert "übrige Stützpunkte" in rows


def test_rows_never_stand_by_size() -> None:
    report = BOOK.edition(QUARTER, counted(town(6, MONTHS, 120, 120), QUARTER), (), ()).report
    topics = [str(row[0]) for row in table(report, "anliegen").rows]
    assert topics == sorted(topics, key=str.casefold)
    assert HIDDEN in str(report.tables)


def test_what_few_came_with_is_not_named_for_it_can_be_words_as_somebody_typed_them() -> None:
    """Six at least: who is not named was there 0 to 5 times, and that is no small count either."""
    plain = Visit("2026-12", 1, "60_69", "ja", "einzel", "rathaus", "30", "auskunft", "erledigt", frozenset(),
                  frozenset({"WhatsApp"}), "st-1")  # fmt: skip
    visits = [plain] * 21 + [replace(plain, topics=frozenset({"Rente Nowakowa"}))] * 5
    report = BOOK.edition(QUARTER, counted(visits, QUARTER), (), ()).report
    assert table(report, "anliegen").rows == (("WhatsApp", 21),)
    assert "Nowakowa" not in str(report)
    one_more = [*visits, visits[-1]]
    named = table(BOOK.edition(QUARTER, counted(one_more, QUARTER), (), ()).report, "anliegen")
    assert named.rows == (("Rente Nowakowa", 6), ("WhatsApp", 21))
    nameless = [replace(plain, topics=frozenset())] * 21
    report = BOOK.edition(QUARTER, counted(nameless, QUARTER), (), ()).report
    assert "anliegen" not in {one.key for one in report.tables}, "no table without a row"


def test_a_count_that_was_printed_before_cannot_be_hidden_any_more() -> None:
    sums = Sums()
    sums.add("old", 3)
    with pytest.raises(ValueError, match="printed before"):
        protect(sums, {"old"}, (), ("old",))


def test_counts_that_do_not_add_up_are_refused() -> None:
    sums = Sums()
    sums.add("a", 3)
    sums.add("b", 4)
    with pytest.raises(ValueError, match="add up"):
        sums.equal("a", [("b", 1)])
    with pytest.raises(ValueError, match="is what it is"):
        sums.add("a", 5)


def test_every_table_for_publication_is_broken_down_by_known_things() -> None:
    assert {dimension for dimension, _, _ in published.BROKEN_DOWN} <= set(Dimension)


def test_the_share_that_is_named_says_no_more_than_the_tables() -> None:
    """Anybody can reckon it from what is printed; a share of all tables would be one more sum, unknown to the audit."""
    named = 0
    for seed in range(ROUNDS // 4):
        visits = town(seed, MONTHS, 40, 260)
        report = BOOK.edition(QUARTER, counted(visits, QUARTER, some_cases(seed, MONTHS)), (), ()).report
        summed = [one for one in report.tables if one.key != "monate" and one.totals and one.totals[0] == TOTAL]
        wholes = sum(whole(one.totals[1]) for one in summed if one.totals)
        shown = sum(whole(row[1]) for one in summed for row in one.rows)
        share = f"{100 * (wholes - shown) / wholes:.1f} % der Summe der Tabellen mit Summenzeile".replace(".", ",")
        assert dict(report.header)["Nicht ausgewiesen"].endswith(f" Werten, {share}"), seed
        named += not share.startswith("0,0")
    assert named > 10, "there was something to name"


def test_no_share_is_named_where_a_sum_is_held_back() -> None:
    total = Key("beratungen", "", "", QUARTER.start, QUARTER.end)
    row = Key("beratungen", "ortsart", "rathaus", QUARTER.start, QUARTER.end)
    assert share_readable({}, (total, row), {total, row}) is None
    assert share_readable({}, (total, row), {row}) == 0.0


def test_a_second_edition_lists_rows_that_only_one_edition_has() -> None:
    """The ten topics are others, so a row came and a row went: that is other, too."""
    plain = Visit("2026-12", 1, "60_69", "ja", "einzel", "rathaus", "30", "auskunft", "erledigt", frozenset(),
                  frozenset(), "st-1")  # fmt: skip
    visits = [replace(plain, topics=frozenset({f"Thema {name}"})) for name in "ABCDEFGHIJ" for _ in range(6)]
    late = [*visits, *[replace(plain, topics=frozenset({"Neues"}))] * 9]
    first = publish(QUARTER, counted(visits, QUARTER), ())
    added = table(BOOK.edition(QUARTER, counted(late, QUARTER), (), [first]).report, "zugaenge")
    rows = {row[0]: row[1:] for row in added.rows}
    assert rows["Anliegen: Neues"] == ("nicht genannt", 9, None)
    assert rows["Anliegen: Thema J"] == (6, "nicht genannt", None)
    assert "was beide Fassungen ausweisen" in added.note
