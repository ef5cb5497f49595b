"""Editions of this station and of all stations together disclose nobody, of neither this station nor the others."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import pytest

from lotse_app.models.problems import Code, ProblemError
from lotse_app.models.publication import Coverage, Publication, editions_of
from lotse_app.statistics import published
from lotse_app.statistics.protecting import small
from lotse_app.statistics.published import value_of
from lotse_app.statistics.publishing import PublicReport, prepare
from tests.statistics.test_publication import AT, MONTHS, QUARTER, ROUNDS, SPANS, disclosures, table, truth
from tests.statistics.towns import counted, some_cases, town

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lotse_app.models.figures import Period
    from lotse_app.statistics.publishing import Prepared
    from tests.statistics.towns import Visit

BOOK = PublicReport()


def here(visits: Sequence[Visit]) -> list[Visit]:
    """Return what this station counted of what all did."""
    return [visit for visit in visits if visit.station == "st-1"]


def publish_here(period: Period, visits: Sequence[Visit], before: Sequence[Publication]) -> Publication:
    edition = BOOK.edition(period, counted(here(visits), period), (), before)
    return Publication(period.start, period.end, edition.number, AT, edition.content, edition.coverage)


def publish_all(period: Period, visits: Sequence[Visit], before: Sequence[Publication]) -> Publication:
    edition = BOOK.edition(period, counted(visits, period), (), before, counted(here(visits), period))
    return Publication(period.start, period.end, edition.number, AT, edition.content, edition.coverage)


def prepared_all(period: Period, visits: Sequence[Visit], before: Sequence[Publication]) -> Prepared:
    cases = some_cases(1, MONTHS)
    return prepare(period, counted(visits, period, cases), before, counted(here(visits), period, cases[:9]))


def disclosed_others(made: Prepared) -> list[str]:
    """Return what a reader learns of the other stations by taking this one's printed counts from those of all."""
    found, true = [], truth(made)
    for number, (part, whole) in enumerate(pairwise(made.editions), start=1):
        if whole.coverage is Coverage.STATION:
            continue
        for (at, key), mine in true.items():
            same = made.editions[at].coverage is Coverage.STATION and value_of(key, part.atoms) == mine
            if same and key in whole.keys and small(value_of(key, whole.atoms) - mine):
                found += narrow(made, made.audit.names[number, key], made.audit.names[at, key])
    return found


def narrow(made: Prepared, whole: object, mine: object) -> list[str]:
    """Return whether the others' count, whole less mine, is left too little room by the witnesses."""
    proof = made.protection.witnesses.get(("others", whole, mine))
    values = made.audit.sums.values
    moves = () if proof is None else (proof.lower, proof.upper)
    worlds = [moved.get(whole, values[whole]) - moved.get(mine, values[mine]) for moved in moves]
    enough = worlds and min(worlds) >= 0 and max(worlds) - min(worlds) >= 4 and max(worlds) >= 5
    return [] if enough else [f"{whole} less {mine}: {worlds}"]


def test_this_station_then_all_disclose_nobody() -> None:
    others = 0
    for seed in range(ROUNDS // 4):
        visits = town(seed, MONTHS, 120, 260)
        first = publish_here(QUARTER, visits, ())
        made = prepared_all(QUARTER, visits, [first])
        assert disclosures(made) == [], seed
        assert disclosed_others(made) == [], seed
        others += sum(small(made.audit.sums.values[name]) for name in made.audit._left if name[0] == "others")  # type: ignore[index]  # variables are tuples
    assert others > 100, "there were small counts of others to protect"


def test_all_then_this_station_disclose_nobody() -> None:
    for seed in range(ROUNDS // 10):
        visits = town(seed, MONTHS, 120, 260)
        first = publish_all(QUARTER, visits, ())
        made = prepare(QUARTER, counted(here(visits), QUARTER), [first])
        assert disclosures(made) == [], seed
        assert disclosed_others(made) == [], seed


def test_what_comes_late_to_both_discloses_nobody() -> None:
    for seed in range(ROUNDS // 50):
        visits = town(seed, MONTHS, 150, 200)
        late = [*visits, *town(seed + 500, MONTHS, 30, 40)]
        first = publish_here(QUARTER, visits, ())
        second = publish_all(QUARTER, visits, [first])
        third = publish_all(QUARTER, late, [first, second])
        assert (second.edition, third.edition) == (1, 2)
        made = prepare(QUARTER, counted(here(late), QUARTER), [first, second, third])
        assert disclosures(made) == [], seed
        assert disclosed_others(made) == [], seed


def test_a_month_here_and_the_quarter_of_all_disclose_nobody() -> None:
    for seed in range(ROUNDS // 50):
        visits = town(seed, MONTHS, 200, 260)
        before = [publish_here(SPANS[0], visits, ())]
        made = prepared_all(QUARTER, visits, before)
        assert disclosures(made) == [], seed
        assert disclosed_others(made) == [], seed


def test_without_the_joint_proof_the_others_would_be_disclosed() -> None:
    """The positive control: two editions that do not know of each other, one taken from the other."""
    found = 0
    for seed in range(10):
        visits = town(seed, MONTHS, 120, 260)
        mine, all_ = publish_here(QUARTER, visits, ()), publish_all(QUARTER, visits, ())
        read = [dict(rows_of(one)) for one in (mine, all_)]
        found += sum(
            small(value - read[0][name]) for name, value in read[1].items() if isinstance(read[0].get(name), int)
        )
    assert found > 10


def rows_of(publication: Publication) -> list[tuple[str, int]]:
    """Return every printed count of the tables by what it is of."""
    report = BOOK.reprint(publication)
    return [(f"{one.key} {row[0]}", row[1]) for one in report.tables for row in one.rows if isinstance(row[1], int)]


def test_few_contacts_of_the_others_are_not_told_by_a_difference() -> None:
    visits = [*here(town(2, MONTHS, 200, 260)), *[one for one in town(3, MONTHS, 90, 90) if one.station == "st-2"][:12]]
    first = publish_here(QUARTER, visits, ())
    all_ = publish_all(QUARTER, visits, ())
    for publish, before in ((publish_all, first), (publish_here, all_)):
        with pytest.raises(ProblemError) as refused:
            publish(QUARTER, visits, [before])
        assert refused.value.problem.code is Code.PUBLICATION_REST_SMALL


def test_editions_of_all_are_counted_by_themselves_and_say_so() -> None:
    visits = town(4, MONTHS, 200, 260)
    first = publish_here(QUARTER, visits, ())
    all_ = publish_all(QUARTER, visits, [first])
    assert (first.edition, all_.edition) == (1, 1)
    assert editions_of(QUARTER, Coverage.ALL, [first, all_]) == (all_,)
    report = BOOK.reprint(all_)
    assert report.title == "Beratungen aller Stützpunkte zur Veröffentlichung"
    assert report.tables[0].key == "ueberblick", "a first edition adds to nothing"
    assert table(report, "stuetzpunkt").rows[0][0] == "Rathaus"


def test_a_station_that_knows_more_than_all_together_is_published_all_the_same() -> None:
    """A restored store counts contacts that newer files of others took the place of."""
    visits = town(5, MONTHS, 200, 220)
    fewer = [one for one in visits if one.station != "st-1"] + here(visits)[10:]
    made = prepare(QUARTER, counted(fewer, QUARTER), (), counted(here(visits), QUARTER))
    assert disclosures(made) == []


def test_others_that_are_few_stand_with_a_larger_station() -> None:
    visits = [one for one in town(6, MONTHS, 200, 200) if one.station != "st-3"]
    few = [one for one in town(7, MONTHS, 300, 300) if one.station == "st-3"][:5]
    names = [
        row[0]
        for row in table(BOOK.edition(QUARTER, counted([*visits, *few], QUARTER), (), ()).report, "stuetzpunkt").rows
    ]
    sizes = {name: sum(one.station == name for one in visits) for name in ("st-1", "st-2")}
    assert min(sizes.values()) >= published.FEWEST
    assert len(names) == 2
    assert "übrige Stützpunkte" in names
