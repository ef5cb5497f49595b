"""Counts drawn sessions twice and tries to disclose somebody in drawn towns; writes ``docs/nachweise/statistik.md``.

Called by ``make faults``. ``--sets N`` and ``--towns N`` make it smaller; the page says how many there were.
"""

from __future__ import annotations

import argparse
import hashlib
import statistics
import sys
import tempfile
from contextlib import closing
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from hypothesis import given, settings

from benchmarks.run import circumstances
from lotse_app.models.figures import Dimension, FigureQuery
from lotse_app.statistics import published
from lotse_app.statistics.audit import share_hidden
from lotse_app.statistics.protecting import small
from lotse_app.statistics.published import value_of
from lotse_app.statistics.publishing import prepare
from lotse_app.store.opening import create_store
from scripts.house import ROOT
from tests.statistics.test_publication import BEFORE, MONTHS, QUARTER, disclosures
from tests.statistics.towns import counted, some_cases, some_town
from tests.store.drawn_sessions import compared, data_sets, differences, drawn_queries, write
from tests.store.samples import KEY, START, a_session, make_clock, make_ids
from tests.store.test_figures import YEAR

if TYPE_CHECKING:
    from lotse_app.statistics.publishing import Prepared
    from tests.store.drawn_sessions import Drawn

_PAGE = ROOT / "docs" / "nachweise" / "statistik.md"
_LARGE = 200


@dataclass
class Counts:
    """What was compared with the plain count."""

    sets: int = 0
    different: set[str] = field(default_factory=set)
    empty: int = 0
    contacts: int = 0
    figures: int = 0
    wrong: list[str] = field(default_factory=list)
    seeded: str = ""


@dataclass
class Towns:
    """What was tried to be disclosed; shares are per cent of the sum of the tables."""

    towns: int = 0
    too_small: int = 0
    small: int = 0
    hidden: int = 0
    printed: int = 0
    found: list[str] = field(default_factory=list)
    shares: list[float] = field(default_factory=list)
    bare: int = 0
    bare_open: int = 0


def count_twice(sets: int) -> Counts:
    """Draw data sets into one store and compare every figure; new ones in every run."""
    done = Counts()
    clock = make_clock()
    with tempfile.TemporaryDirectory() as name:
        store = create_store(Path(name), KEY, clock, make_ids(clock))
        reports = store.open_for_reports()
        with closing(store), closing(reports):

            @settings(max_examples=sets, deadline=None, database=None)
            @given(drawn=data_sets, cross=drawn_queries())
            def once(drawn: Drawn, cross: FigureQuery) -> None:
                wrong, equal = differences(store, reports, drawn, cross)
                done.sets += 1
                done.contacts += len(drawn)
                done.figures += equal
                done.empty += not equal
                done.different.add(hashlib.sha256(repr((drawn, cross)).encode()).hexdigest())
                done.wrong += wrong

            once()
            lone = a_session("se-2x", pilot_id="pi-2x", station_id="st-2x", ended_at=START + timedelta(minutes=20))
            write(store, lone)
            query = FigureQuery(("beratungen",), Dimension.KIND, YEAR, station_ids=("st-2x",))
            answer = [reports.figures.count(query)]
            other = replace(lone, people=lone.people + 1)
            people = replace(query, measures=("teilnahmen",))
            seen = [
                bool(compared([(lone, 0)] * 2, [query], answer)[0]),
                bool(compared([(other, 0)], [people], [reports.figures.count(people)])[0]),
            ]
            done.seeded = f"{sum(seen)} of {len(seen)} seeded errors seen (a contact twice, a person more)"
    return done


def try_towns(towns: int) -> Towns:
    """Publish a quarter of each town and look for a small count that can be narrowed down."""
    done = Towns()
    for seed in range(towns):
        visits = some_town(seed, (*BEFORE, *MONTHS, *MONTHS))
        size = sum(visit.month in MONTHS for visit in visits)
        if size < published.FEWEST:
            done.too_small += 1
            continue
        made = prepare(QUARTER, counted(visits, QUARTER, some_cases(seed, MONTHS)), ())
        done.towns += 1
        done.small += sum(small(value_of(key, made.atoms)) for key in made.keys)
        done.hidden += len(made.hidden)
        done.printed += len(made.keys)
        done.found += [f"town {seed}: {text}" for text in disclosures(made)]
        if size >= _LARGE:
            done.shares.append(share_hidden(made.atoms, made.keys, made.hidden))
        if seed < towns // 10:
            _bare(made, done)
    return done


def _bare(made: Prepared, done: Towns) -> None:
    """The positive control: hold back only the small counts themselves and look how many of them can be told."""
    last = len(made.editions) - 1
    names = {key: made.audit.names[last, key] for key in made.keys}
    bare = {name for key, name in names.items() if small(value_of(key, made.atoms))}
    fixed = set(names.values()) - bare
    done.bare += len(bare)
    done.bare_open += sum(not made.audit.sums.witnesses(name, fixed).enough for name in bare)


def page(counts: Counts, towns: Towns, around: list[str]) -> list[str]:
    """Return the page."""
    shares = sorted(towns.shares) or [0.0]
    return [
        "# Figures: counted twice, and nobody disclosed",
        "",
        "Written by `scripts/figures_proof.py` only (`make faults`). Sessions are drawn by chance (groups by heads,",
        "all kinds, topics of one name, corners of days and months), written to a real store and counted by the",
        "program: every query of the standard report and one cross of any two dimensions. Plain Python counts the same",
        "sessions without SQL. Totals of every table must cross-foot, or the report raises.",
        "",
        *around,
        "",
        f"- data sets: **{counts.sets:,}** with {counts.contacts:,} contacts, {len(counts.different):,} unlike,",
        f"  {counts.empty:,} with nothing in the period",
        f"- figures compared: {counts.figures:,}; queries that differ: **{len(counts.wrong)}**",
        f"- positive control: {counts.seeded}",
        "",
        "Towns are drawn by chance, some values rare; a quarter of each is published. A reader knows all printed",
        "tables and that they add up; a count of 1 to 4 is disclosed when it cannot lie in a span of 4 that reaches 5.",
        "",
        f"- towns: **{towns.towns}** published, {towns.too_small} refused (under {published.FEWEST} Beratungen)",
        f"- counts printed or held back: {towns.printed:,}; of 1 to 4: {towns.small:,}; held back: {towns.hidden:,}",
        f"- disclosed: **{len(towns.found)}**",
        f"- positive control: with only small counts held back, {towns.bare_open:,} of {towns.bare:,} are disclosed",
        f"- share of the tables' sum that is held back, {len(towns.shares)} towns of {_LARGE} Beratungen or more:",
        f"  median {statistics.median(shares):.1f} %, largest {shares[-1]:.1f} % (bound: 15 %)",
        "",
    ]


def main() -> int:
    """Run and write; 1 when anything was found."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sets", type=int, default=3_000)
    parser.add_argument("--towns", type=int, default=500)
    wanted = parser.parse_args()
    around = circumstances()
    counts, towns = count_twice(wanted.sets), try_towns(wanted.towns)
    _PAGE.write_text("\n".join(page(counts, towns, around)), encoding="utf-8")
    controls = counts.seeded.startswith("2 of 2") and towns.bare_open
    return int(bool(counts.wrong or towns.found or not towns.shares or max(towns.shares) > 15 or not controls))


if __name__ == "__main__":
    sys.exit(main())
