"""*Zur Veröffentlichung*: the tables of an edition, what was held back, what it adds to the edition before."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from lotse_app.models.figures import HIDDEN, Dimension, FigureTable, Period, Report, Unit
from lotse_app.models.problems import Code, refuse
from lotse_app.models.publication import Coverage, Edition, Key, editions_of
from lotse_app.statistics import published
from lotse_app.statistics.audit import Audit, Snapshot, related, share_readable
from lotse_app.statistics.cross_foot import TOTAL
from lotse_app.statistics.definitions import DEFINITIONS, VERSION, defined
from lotse_app.statistics.labels import LABELS, NOTHING_NOTED, WAY_NAMES
from lotse_app.statistics.periods import before as before_period
from lotse_app.statistics.published import BROKEN_DOWN, STEPS, WHOLE
from lotse_app.statistics.report_text import plain_report, read_report
from lotse_app.statistics.tables import MULTIPLE, SEVERAL_NOTE, month_name

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from lotse_app.models.figures import Cell, Counted, FigureQuery
    from lotse_app.models.publication import Publication
    from lotse_app.statistics.protecting import Protection
    from lotse_app.statistics.published import Atom, Layout

#: The title names the file as well: an edition of one station never replaces one of all.
TITLES = {
    Coverage.STATION: "Beratungen zur Veröffentlichung",
    Coverage.ALL: "Beratungen aller Stützpunkte zur Veröffentlichung",
}
#: In the table of additions: a row that one of the two editions does not have.
_UNNAMED = "nicht genannt"
_HIDDEN_NOTE = (
    f"{HIDDEN} = zum Schutz einzelner Personen nicht ausgewiesen. Dasselbe Zeichen steht auch an Werten, aus denen "
    "sich ein geschützter Wert errechnen ließe."
)


@dataclass(frozen=True, slots=True)
class Prepared:
    """What an edition will print, and the proof that it may: the system of sums and the witnesses in it."""

    atoms: Mapping[Atom, int]
    layout: Layout
    keys: tuple[Key, ...]
    editions: tuple[Snapshot, ...]
    audit: Audit
    protection: Protection
    part: Mapping[Atom, int]

    @property
    def hidden(self) -> frozenset[Key]:
        """Return the counts that are held back."""
        last = len(self.editions) - 1
        return frozenset(key for key in self.keys if self.audit.names[last, key] in self.protection.hidden)


def prepare(period: Period, counted: Counted, before: Sequence[Publication], own: Counted | None = None) -> Prepared:
    """Return what the next edition prints and holds back; ``own`` is this station's part of one over all stations.

    Raises PUBLICATION_TOO_SMALL, PUBLICATION_NOTHING_NEW, PUBLICATION_MONTHS, PUBLICATION_REST_SMALL.
    """
    coverage = Coverage.STATION if own is None else Coverage.ALL
    previous = _previous(period)
    raw = published.atoms_of(counted, published.span_of(previous.start, period.end))
    if published.value_of(Key(WHOLE[0], "", "", period.start, period.end), raw) < published.FEWEST:
        raise refuse(Code.PUBLICATION_TOO_SMALL, fewest=published.FEWEST)
    layout = published.layout_of(raw, period)
    atoms = published.merged_stations(raw, layout)
    _require_enough(atoms, editions_of(period, coverage, before), period)
    keys = published.printed_keys(layout, period, previous, published.span_of(period.start, period.end))
    newest = Snapshot(atoms, keys, previous.start, period.end, coverage=coverage)
    earlier = [snapshot for one in before for snapshot in _snapshots(one)]
    part = {} if own is None else _part(own, period, previous, layout)
    if own is not None:
        earlier.append(Snapshot(part, (), newest.start, newest.end))
    editions = related(earlier, newest)
    _require_large_others(editions, period)
    audit = Audit(editions)
    protection = audit.protect()
    return Prepared(atoms, layout, keys, editions, audit, protection, part)


def _require_large_others(editions: Sequence[Snapshot], period: Period) -> None:
    """Refuse where this station and all are published, and the others are fewer than may be published by themselves."""
    if len({one.coverage for one in editions if one.keys}) == 1:
        return
    key = Key(WHOLE[0], "", "", period.start, period.end)
    for part, whole in pairwise(editions):
        others = published.value_of(key, whole.atoms) - published.value_of(key, part.atoms)
        if whole.coverage is Coverage.ALL and 0 < others < published.FEWEST:
            raise refuse(Code.PUBLICATION_REST_SMALL, fewest=published.FEWEST)


def _part(own: Counted, period: Period, previous: Period, layout: Layout) -> dict[Atom, int]:
    """Return what this station counted of an edition over all, under the names of its rows."""
    raw = published.atoms_of(own, published.span_of(previous.start, period.end))
    return published.merged_stations(raw, layout)


class PublicReport:
    """Makes editions; ``previous`` is the period of the same length before."""

    version = VERSION

    def queries(self, period: Period) -> tuple[FigureQuery, ...]:
        """Return what has to be counted, from the beginning of the period before. Raises PUBLICATION_MONTHS."""
        return published.queries(Period(_previous(period).start, period.end, period.name))

    def edition(
        self,
        period: Period,
        counted: Counted,
        header: Sequence[tuple[str, str]],
        before: Sequence[Publication],
        own: Counted | None = None,
    ) -> Edition:
        """Return the next edition of a period; over all stations with ``own``, what this one counted of it.

        Raises PUBLICATION_TOO_SMALL below twenty Beratungen, PUBLICATION_NOTHING_NEW where too little came since the
        last one to be printed by itself, PUBLICATION_REST_SMALL.
        """
        made = prepare(period, counted, before, own)
        coverage = Coverage.STATION if own is None else Coverage.ALL
        mine = editions_of(period, coverage, before)
        number = len(mine) + 1
        drawing = _Drawing(period, _previous(period), made.atoms, made.hidden, made.layout, counted.names, coverage)
        facts = _facts(made.atoms, made.keys, made.hidden, number)
        report = drawing.report([*header, *facts], mine)
        content = {
            "bericht": plain_report(report),
            "zaehlung": _plain_atoms(made.atoms),
            "eigen": _plain_atoms(made.part),
            "gedruckt": [_plain_key(key) for key in made.keys],
            "geschuetzt": [_plain_key(key) for key in sorted(made.hidden)],
        }
        return Edition(report, number, content, coverage)

    def reprint(self, publication: Publication) -> Report:
        """Return the report of an edition exactly as it was."""
        return read_report(publication.content["bericht"])


def _require_enough(atoms: Mapping[Atom, int], mine: Sequence[Publication], period: Period) -> None:
    if not mine:
        return
    last = _snapshot(mine[-1]).atoms
    key = Key(WHOLE[0], "", "", period.start, period.end)
    new = published.value_of(key, atoms) - published.value_of(key, last)
    if abs(new) < 5:
        raise refuse(Code.PUBLICATION_NOTHING_NEW, edition=mine[-1].edition)


def _previous(period: Period) -> Period:
    """Return the period of as many months before. Raises PUBLICATION_MONTHS unless it is whole months."""
    if not period.whole_months:
        raise refuse(Code.PUBLICATION_MONTHS)
    return before_period(period)


def _facts(
    atoms: Mapping[Atom, int], keys: Sequence[Key], hidden: frozenset[Key], number: int
) -> list[tuple[str, str]]:
    words = f"{len(hidden)} von {len(keys)} Werten"
    share = share_readable(atoms, keys, hidden)
    if share is not None:
        words += f", {share:.1f} % der Summe der Tabellen mit Summenzeile".replace(".", ",")
    return [("Fassung", f"{number}. Fassung"), ("Nicht ausgewiesen", words)]


def _plain_key(key: Key) -> list[str]:
    return [key.measure, key.dimension, key.value, key.start.isoformat(), key.end.isoformat()]


def _read_key(plain: Sequence[str]) -> Key:
    measure, dimension, value, start, end = plain
    return Key(measure, dimension, value, date.fromisoformat(start), date.fromisoformat(end))


def _plain_atoms(atoms: Mapping[Atom, int]) -> list[list[str | int]]:
    return [[*atom, count] for atom, count in sorted(atoms.items())]


def _read_atoms(plain: Sequence[Sequence[Any]]) -> dict[Atom, int]:
    return {(one[0], one[1], one[2], one[3]): one[4] for one in plain}


def _snapshot(publication: Publication) -> Snapshot:
    content = publication.content
    keys = tuple(map(_read_key, content["gedruckt"]))
    start = min(key.start for key in keys)
    hidden = frozenset(map(_read_key, content["geschuetzt"]))
    atoms = _read_atoms(content["zaehlung"])
    return Snapshot(atoms, keys, start, publication.end, hidden, publication.coverage)


def _snapshots(publication: Publication) -> tuple[Snapshot, ...]:
    """Return an edition, with this station's part of it before it where it is over all stations."""
    whole = _snapshot(publication)
    if publication.coverage is Coverage.STATION:
        return (whole,)
    return Snapshot(_read_atoms(publication.content["eigen"]), (), whole.start, whole.end), whole


@dataclass(frozen=True, slots=True)
class _Drawing:
    """Lays an edition out: the same tables for every station and period."""

    period: Period
    previous: Period
    atoms: Mapping[Atom, int]
    hidden: frozenset[Key]
    layout: Layout
    names: Mapping[str, str]
    coverage: Coverage

    def report(self, header: Sequence[tuple[str, str]], mine: Sequence[Publication]) -> Report:
        """Return the report; a later edition begins with what it adds."""
        tables = [self._glance(), self._months()]
        tables += [self._table(*spec) for spec in BROKEN_DOWN if self.layout.values(spec[0])]
        tables.append(self._steps())
        if mine:
            tables.insert(0, self._additions(_snapshot(mine[-1]), mine[-1].edition))
        return Report(
            title=TITLES[self.coverage],
            kind="oeffentlich",
            period=self.period,
            header=tuple(header),
            tables=tuple(tables),
            definitions=defined(key for table in tables for key in table.keys),
        )

    def _cell(self, key: Key) -> Cell:
        return HIDDEN if key in self.hidden else published.value_of(key, self.atoms)

    def _whole(self, measure: str, period: Period) -> Cell:
        return self._cell(Key(measure, "", "", period.start, period.end))

    def _glance(self) -> FigureTable:
        rows = [
            (DEFINITIONS[name].name, self._whole(name, self.period), self._whole(name, self.previous)) for name in WHOLE
        ]
        return FigureTable(
            key="ueberblick",
            title="Auf einen Blick",
            columns=("Größe", self.period.name, self.previous.name),
            units=(None, Unit.COUNT, Unit.COUNT),
            rows=tuple(rows),
            note=f"{_HIDDEN_NOTE} Verschiedene Größen; sie ergeben keine Summe.",
            keys=WHOLE,
        )

    def _months(self) -> FigureTable:
        months = published.span_of(self.period.start, self.period.end)
        spans = [(month, Period(month, published.span_of(month, self.period.end)[1:2][0]
                                if month != months[-1] else self.period.end, "")) for month in months]  # fmt: skip
        return FigureTable(
            key="monate",
            title="Beratungen und Teilnahmen je Monat",
            columns=("Monat", *(DEFINITIONS[name].name for name in WHOLE)),
            units=(None, *(Unit.COUNT for _ in WHOLE)),
            rows=tuple((month_name(month), *(self._whole(name, span) for name in WHOLE)) for month, span in spans),
            totals=(TOTAL, *(self._whole(name, self.period) for name in WHOLE)),
            keys=WHOLE,
        )

    def _table(self, dimension: Dimension, measure: str, title: str) -> FigureTable:
        rows = [
            (self._name(dimension, value),
             self._cell(Key(measure, dimension.value, value, self.period.start, self.period.end)))
            for value in self.layout.values(dimension)
        ]  # fmt: skip
        several = dimension in MULTIPLE
        return FigureTable(
            key=dimension.value,
            title=title,
            columns=(DEFINITIONS[dimension.value].name, DEFINITIONS[measure].name),
            units=(None, Unit.COUNT),
            rows=tuple(rows),
            totals=("Beratungen insgesamt" if several else TOTAL, self._whole(measure, self.period)),
            note=SEVERAL_NOTE if several else "",
            keys=(dimension.value, measure),
        )

    def _steps(self) -> FigureTable:
        rows: list[tuple[Cell, ...]] = []
        for step in STEPS:
            rows.append((DEFINITIONS[step].name, self._whole(step, self.period)))
            if step == "eingereicht":
                rows.extend(
                    (f"davon {words}", self._cell(Key(step, "weg", way, self.period.start, self.period.end)))
                    for way, words in WAY_NAMES.items()
                )
        return FigureTable(
            key="antragsverlauf",
            title="Anträge",
            columns=("Schritt", "Anträge"),
            units=(None, Unit.COUNT),
            rows=tuple(rows),
            note="Jede Zeile zählt nach ihrem eigenen Tag; sie ergeben keine Summe.",
            keys=STEPS,
        )

    def _additions(self, old: Snapshot, number: int) -> FigureTable:
        """Return exactly what is other than in the edition before, rows that only one of both has too."""
        keys = published.printed_keys(
            self.layout, self.period, self.previous, published.span_of(self.period.start, self.period.end)
        )
        rows = [self._addition(key, old, keys) for key in dict.fromkeys((*keys, *old.keys))]
        return FigureTable(
            key="zugaenge",
            title=f"Was gegenüber der {number}. Fassung hinzugekommen ist",
            columns=("Größe", f"{number}. Fassung", "diese Fassung", "Zugang"),
            units=(None, Unit.COUNT, Unit.COUNT, Unit.COUNT),
            rows=tuple(row for row in rows if row[1] != row[2]),
            note=f"Alles andere, was beide Fassungen ausweisen, ist gleich geblieben. {_HIDDEN_NOTE}",
            keys=WHOLE,
        )

    def _addition(self, key: Key, old: Snapshot, keys: Sequence[Key]) -> tuple[Cell, ...]:
        was: Cell = _UNNAMED
        if key in old.keys:
            was = HIDDEN if key in old.hidden else published.value_of(key, old.atoms)
        now = self._cell(key) if key in keys else _UNNAMED
        more: Cell = now - was if isinstance(now, int) and isinstance(was, int) else HIDDEN
        return (self._full_name(key), was, now, None if _UNNAMED in {was, now} else more)

    def _full_name(self, key: Key) -> str:
        if key.dimension == "weg":
            return f"Anträge, eingereicht {WAY_NAMES.get(key.value, key.value)}"
        if key.dimension:
            dimension = Dimension(key.dimension)
            return f"{DEFINITIONS[key.dimension].name}: {self._name(dimension, key.value)}"
        name = DEFINITIONS[key.measure].name
        spans = {(self.period.start, self.period.end): name, (self.previous.start, self.previous.end): (
            f"{name}, {self.previous.name}")}  # fmt: skip
        return spans.get((key.start, key.end), f"{name}, {month_name(key.start)}")

    def _name(self, dimension: Dimension, value: str) -> str:
        if dimension is Dimension.STATION:
            return "übrige Stützpunkte" if value == published.OTHERS else self.names.get(value, value)
        if not value:
            return NOTHING_NOTED[dimension]
        return LABELS[dimension].get(value, value)
