"""Rows of people's own lists as sessions: what every cell means, and in which cell something is wrong."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from lotse_app.clock import LOCAL, local_date
from lotse_app.models.contact import MOST_KILOMETRES, MOST_PEOPLE, ContactKind, Details, Gender
from lotse_app.models.notes import looks_like_a_name, note_problem
from lotse_app.models.people import PlaceType
from lotse_app.models.session import (
    LONGEST_TOPIC,
    MOST_TOPICS,
    Access,
    AgeBand,
    FirstContact,
    HelpKind,
    Obstacle,
    ReferredTo,
    Result,
    Topic,
    plain_line,
)
from lotse_app.models.sheet_cells import CellError, count_of, day_of, minutes_of, text_of, time_of
from lotse_app.models.sheet_words import SheetField, codes, field_of, folded

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import date

    from lotse_app.models.session import CounsellingSession
    from lotse_app.models.sheet_cells import Value

#: A session whose list says no time of day begins at noon: the day is what counts.
NOON = time(12)
LONGEST_NOTE = 200
_BANDS = ((18, AgeBand.UNDER_18), (30, AgeBand.FROM_18), (45, AgeBand.FROM_30), (60, AgeBand.FROM_45),
          (70, AgeBand.FROM_60), (80, AgeBand.FROM_70), (130, AgeBand.FROM_80))  # fmt: skip
_SEVERAL = re.compile(r"[;\n]|,(?!\s?obwohl|\s?Person)")


class CellTrouble(StrEnum):
    """What can be wrong with a cell; what is left out of a note or of topics does not hold its row back."""

    NO_DAY = "kein_tag"
    NOT_A_DAY = "tag"
    NOT_A_TIME = "uhrzeit"
    NO_LENGTH = "keine_dauer"
    NOT_A_LENGTH = "dauer"
    NOT_A_NUMBER = "zahl"
    TOO_LARGE = "zu_gross"
    UNKNOWN_WORD = "wort"
    FORMULA = "formel"
    END_FIRST = "ende_vor_beginn"
    IN_FUTURE = "zukunft"
    TOO_OLD = "zu_alt"
    NOTE_LEFT_OUT = "notiz"
    TOPIC_LEFT_OUT = "anliegen"
    TAG_LEFT_OUT = "kennzeichen"
    TOO_MUCH = "zu_viel"


_LEFT_OUT = frozenset(
    {CellTrouble.NOTE_LEFT_OUT, CellTrouble.TOPIC_LEFT_OUT, CellTrouble.TAG_LEFT_OUT, CellTrouble.TOO_MUCH}
)


@dataclass(frozen=True, slots=True)
class CellProblem:
    """One wrong cell: the row counts from 1 as in the list, ``text`` is what stands there."""

    row: int
    field: SheetField
    trouble: CellTrouble
    text: str = ""


@dataclass(frozen=True, slots=True)
class RowRead:
    """A row as it was understood: a session, or none where a cell holds it back or it came ``again``."""

    number: int
    session: CounsellingSession | None
    problems: tuple[CellProblem, ...] = ()
    again: bool = False


@dataclass(frozen=True, slots=True)
class SheetMap:
    """Which column (from 0) holds which field, and the row (from 0) of the heads; -1 for a list without heads."""

    columns: Mapping[SheetField, int]
    head_row: int = 0


def guess_map(rows: Sequence[Sequence[Value]], within: int = 20) -> SheetMap:
    """Return the map that follows from the heads: the row of the first ones in which most are known."""
    best = SheetMap({}, 0)
    for at, row in enumerate(rows[:within]):
        found: dict[SheetField, int] = {}
        for column, cell in enumerate(row):
            field = field_of(cell) if isinstance(cell, str) else None
            if field is not None and field not in found:
                found[field] = column
        if len(found) > len(best.columns):
            best = SheetMap(found, at)
    return best


class SheetReader:
    """Reads rows; ``blank`` gives pilot, place and role, ``ids`` a new id for each session."""

    def __init__(
        self, blank: CounsellingSession, new_id: Callable[[], str], now: datetime, default_minutes: int | None = None
    ) -> None:
        self._blank = blank
        self._new_id = new_id
        self._now = now
        self._minutes = default_minutes

    def read(self, rows: Sequence[Sequence[Value]], sheet: SheetMap) -> tuple[RowRead, ...]:
        """Return every row below the heads that is not empty."""
        return tuple(
            self._row(number, cells)
            for number, row in enumerate(rows[sheet.head_row + 1 :], sheet.head_row + 2)
            if (cells := _cells(row, sheet))
        )

    def _row(self, number: int, cells: Mapping[SheetField, Value]) -> RowRead:
        row = _Row(number, cells)
        begin, end = self._times(row)
        session = replace(
            self._blank,
            id=self._new_id(),
            started_at=begin,
            beat_at=end,
            ended_at=end,
            kind=ContactKind(row.word(SheetField.KIND, self._blank.kind)),
            place_type=PlaceType(row.word(SheetField.PLACE, self._blank.place_type)),
            access=Access(row.word(SheetField.ACCESS, self._blank.access)),
            people=max(row.count(SheetField.PEOPLE, MOST_PEOPLE), 1),
            age_band=row.age(),
            first_contact=FirstContact(row.word(SheetField.FIRST, FirstContact.NOT_ASKED)),
            topics=row.topics(),
            obstacles=row.obstacles(),
            note=row.note(),
            details=Details(
                gender=Gender(row.word(SheetField.GENDER, Gender.NOT_SAID)),
                preparation=row.length(SheetField.PREPARATION) or 0,
                travel=row.length(SheetField.TRAVEL) or 0,
                distance=row.count(SheetField.DISTANCE, MOST_KILOMETRES),
                tags=row.tags(),
            ),
            **row.outcome(),
        )
        held = any(one.trouble not in _LEFT_OUT for one in row.problems)
        return RowRead(number, None if held else session, tuple(row.problems))

    def _times(self, row: _Row) -> tuple[datetime, datetime]:
        """Return begin and end; any moment where a cell is wrong, since the row is held back then."""
        day = row.day(local_date(self._now), needed=self._minutes is None)
        begin = row.time(SheetField.BEGIN)
        end, minutes = row.time(SheetField.END), row.length(SheetField.MINUTES)
        start = datetime.combine(day, begin or NOON, LOCAL).astimezone(self._now.tzinfo)
        if minutes is None and end is not None and begin is not None:
            stop = datetime.combine(day, end, LOCAL).astimezone(self._now.tzinfo)
            if stop < start:
                row.add(SheetField.END, CellTrouble.END_FIRST)
            return start, max(start, stop)
        if minutes is None:
            minutes = self._minutes
        if minutes is None:
            if not row.has(SheetField.MINUTES):
                row.add(SheetField.MINUTES, CellTrouble.NO_LENGTH)
            minutes = 0
        if begin is None and day == local_date(self._now):
            start = min(start, self._now - timedelta(minutes=minutes))  # today's noon may be still to come
        return start, start + timedelta(minutes=minutes)


class _Row:
    """The cells of one row, and what was found wrong with them."""

    def __init__(self, number: int, cells: Mapping[SheetField, Value]) -> None:
        self._number = number
        self._cells = {field: value for field, value in cells.items() if text_of(value)}
        self.problems: list[CellProblem] = []
        for field, value in list(self._cells.items()):
            if text_of(value).startswith(("=", "#")):
                self.add(field, CellTrouble.FORMULA)
                del self._cells[field]

    def has(self, field: SheetField) -> bool:
        """Return whether something stands in a cell, right or wrong."""
        return field in self._cells or any(one.field is field for one in self.problems)

    def add(self, field: SheetField, trouble: CellTrouble, text: str = "") -> None:
        """Note what is wrong."""
        self.problems.append(CellProblem(self._number, field, trouble, text or text_of(self._cells.get(field))))

    def _take(self, field: SheetField, read: Callable[[Value], Any], trouble: CellTrouble) -> Any:  # noqa: ANN401 - what ``read`` returns
        if field not in self._cells:
            return None
        try:
            return read(self._cells[field])
        except CellError:
            self.add(field, trouble)
            return None

    def day(self, today: date, *, needed: bool) -> date:
        """Return the day, or today where none is needed."""
        found: date | None = self._take(SheetField.DAY, _whole_day, CellTrouble.NOT_A_DAY)
        if found is None and needed and not self.has(SheetField.DAY):
            self.add(SheetField.DAY, CellTrouble.NO_DAY)
        return found or today

    def time(self, field: SheetField) -> time | None:
        """Return a time of day."""
        found: time | None = self._take(field, time_of, CellTrouble.NOT_A_TIME)
        return found

    def length(self, field: SheetField) -> int | None:
        """Return a length in minutes."""
        found: int | None = self._take(field, minutes_of, CellTrouble.NOT_A_LENGTH)
        return found

    def count(self, field: SheetField, most: int) -> int:
        """Return a whole number, 0 for nothing; a larger one is of another column, maybe a day."""
        found: int | None = self._take(field, count_of, CellTrouble.NOT_A_NUMBER)
        if found is not None and found > most:
            self.add(field, CellTrouble.TOO_LARGE)
        return found or 0

    def word(self, field: SheetField, default: str) -> str:
        """Return the code of a word."""
        if field not in self._cells:
            return default
        return self._code(field, text_of(self._cells[field])) or default

    def age(self) -> AgeBand:
        """Return the band of a band's name or of years."""
        text = text_of(self._cells.get(SheetField.AGE))
        if text.isdecimal() and folded(text) not in codes(SheetField.AGE):
            band = next((band for limit, band in _BANDS if int(text) < limit), None)
            if band is None:
                self.add(SheetField.AGE, CellTrouble.UNKNOWN_WORD)
            return band or AgeBand.NOT_SAID
        return AgeBand(self.word(SheetField.AGE, AgeBand.NOT_SAID))

    def parts(self, field: SheetField) -> list[str]:
        """Return the parts of a cell that holds several."""
        text = text_of(self._cells.get(field))
        return list(dict.fromkeys(part for one in _SEVERAL.split(text) if (part := one.strip())))

    def _bounded(self, field: SheetField) -> list[str]:
        """Return the parts of a cell as plain lines; what is too long or too many is left out and said so."""
        said = list(dict.fromkeys(filter(None, map(plain_line, self.parts(field)))))
        kept = [part for part in said if len(part) <= LONGEST_TOPIC][:MOST_TOPICS]
        if len(kept) < len(said):
            self.problems.append(CellProblem(self._number, field, CellTrouble.TOO_MUCH))
        return kept

    def topics(self) -> tuple[Topic, ...]:
        """Return topics as they are written; one that looks as if it told of somebody is left out: topics travel."""
        said = self._bounded(SheetField.TOPIC)
        kept = [part for part in said if note_problem(part) is None]
        if len(kept) < len(said):
            self.problems.append(CellProblem(self._number, SheetField.TOPIC, CellTrouble.TOPIC_LEFT_OUT))
        return tuple(Topic("", part) for part in kept)

    def tags(self) -> tuple[str, ...]:
        """Return programme tags; one that looks like a name is left out: they are filters of published figures."""
        said = self._bounded(SheetField.TAGS)
        kept = [part for part in said if not looks_like_a_name(part)]
        if len(kept) < len(said):
            self.problems.append(CellProblem(self._number, SheetField.TAGS, CellTrouble.TAG_LEFT_OUT))
        return tuple(kept)

    def obstacles(self) -> tuple[Obstacle, ...]:
        """Return obstacles."""
        found = (self._code(SheetField.OBSTACLES, part) for part in self.parts(SheetField.OBSTACLES))
        return tuple(Obstacle(code) for code in found if code)

    def outcome(self) -> dict[str, Any]:
        """Return help, result and where to; a place to go means that somebody was referred."""
        result = self.word(SheetField.RESULT, "")
        referred = self.word(SheetField.REFERRED, "")
        if referred and not result:
            result = Result.REFERRED
        return {
            "help_kind": HelpKind(found) if (found := self.word(SheetField.HELP, "")) else None,
            "result": Result(result) if result else None,
            "referred_to": ReferredTo(referred or ReferredTo.OTHER) if result == Result.REFERRED else None,
        }

    def note(self) -> str:
        """Return the note; one that looks as if it told of somebody is left out and said so."""
        text = " ".join(text_of(self._cells.get(SheetField.NOTE)).split())[:LONGEST_NOTE]
        if note_problem(text) is None:
            return text
        self.problems.append(CellProblem(self._number, SheetField.NOTE, CellTrouble.NOTE_LEFT_OUT))
        return ""

    def _code(self, field: SheetField, text: str) -> str:
        """Return the code of a word, also of its beginning where that is of one code only; empty where unknown."""
        words, wanted = codes(field), folded(text)
        if wanted in words:
            return words[wanted]
        begun = {code for word, code in words.items() if len(wanted) >= 4 and word.startswith(wanted)}
        if len(begun) == 1:
            return begun.pop()
        self.add(field, CellTrouble.UNKNOWN_WORD, text)
        return ""


def _whole_day(value: Value) -> date:
    """Return a day with its year: old lists are of other years."""
    return day_of(value, None)


def _cells(row: Sequence[Value], sheet: SheetMap) -> dict[SheetField, Value]:
    """Return the cells by field; empty where nothing stands in any of them."""
    cells = {field: row[column] for field, column in sheet.columns.items() if column < len(row)}
    return cells if any(text_of(value) for value in cells.values()) else {}
