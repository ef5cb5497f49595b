"""Taking over lists: read, check without writing, take over as one batch, take the whole batch back. Store lane."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING

from lotse_app.clock import local_date
from lotse_app.models.batch import Batch
from lotse_app.models.permission import Right
from lotse_app.models.problems import Code, ProblemError, refuse
from lotse_app.models.session_sheet import CellProblem, CellTrouble, SheetMap, SheetReader, guess_map
from lotse_app.models.sheet_cells import text_of
from lotse_app.models.sheet_words import SheetField, field_of, folded
from lotse_app.workflows.session_rules import completed

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime
    from pathlib import Path

    from lotse_app.models.session import CounsellingSession
    from lotse_app.models.session_sheet import RowRead
    from lotse_app.models.sheet_cells import Value
    from lotse_app.workflows.counsel import Counselling
    from lotse_app.workflows.ports import StationRows
    from lotse_app.workflows.sheet_ports import BatchRows, TableFiles
    from lotse_app.workflows.shift import Shift

_TROUBLE = {
    Code.SESSION_IN_FUTURE: (SheetField.DAY, CellTrouble.IN_FUTURE),
    Code.SESSION_TOO_OLD: (SheetField.DAY, CellTrouble.TOO_OLD),
}
#: Settings ``liste.<digest of the heads>`` hold the map that was used last for a list with these heads.
MAP_SETTING = "liste."
#: What tells a row of a list again, in whichever file it stands.
Likeness = tuple[object, ...]


@dataclass(frozen=True, slots=True)
class Checked:
    """What would become of a list; nothing is written yet."""

    rows: tuple[RowRead, ...]
    digest: str

    @property
    def good(self) -> int:
        """Return how many rows become sessions."""
        return sum(row.session is not None for row in self.rows)

    @property
    def again(self) -> int:
        """Return how many rows came with an earlier list."""
        return sum(row.again for row in self.rows)

    @property
    def problems(self) -> tuple[CellProblem, ...]:
        """Return what is wrong, row by row."""
        return tuple(problem for row in self.rows for problem in row.problems)


class Sheets:
    """Lists of this desk."""

    def __init__(
        self, batches: BatchRows, settings: StationRows, tables: TableFiles, counsel: Counselling, shift: Shift
    ) -> None:
        self._batches = batches
        self._tables = tables
        self._settings = settings
        self._counsel = counsel
        self._clock = shift.clock
        self._ids = shift.ids
        self._operations = shift.operations
        self._pilot_id = shift.workplace.pilot.id
        self._sight = shift.sight
        #: Whose lists may be taken back: the own ones; whoever is responsible has all of them.
        self._whose = "" if shift.workplace.pilot.responsible else shift.workplace.pilot.id

    def read(self, path: Path) -> list[list[Value]]:
        """Return the rows of the first sheet of a file. Work lane. Raises SHEET_UNREADABLE, SHEET_TOO_LARGE."""
        return self._tables.read(path)

    def map_of(self, rows: Sequence[Sequence[Value]]) -> SheetMap:
        """Return the map that was used last for these heads, else the one that the heads say themselves."""
        guessed = guess_map(rows)
        stored = self._settings.setting(_setting(rows, guessed.head_row))
        if not stored:
            return guessed
        known = json.loads(stored)
        return SheetMap({SheetField(key): column for key, column in known.items()}, guessed.head_row)

    def taken(self) -> Counter[Likeness]:
        """Return what came with the lists of this pilot that still stand, and how often. Store lane."""
        return Counter(likeness(session) for session in self._batches.sessions(self._pilot_id))

    def check(
        self,
        rows: Sequence[Sequence[Value]],
        sheet: SheetMap,
        default_minutes: int | None = None,
        taken: Mapping[Likeness, int] | None = None,
    ) -> Checked:
        """Return what would become of a list. Any lane.

        With ``taken``, rows that came with an earlier list do not come again: whoever mended some rows or wrote
        further ones below takes the same file once more.
        """
        now = self._clock.now()
        reader = SheetReader(self._counsel.bare(), self._ids.new, now, default_minutes)
        read = [_completed(row, now) for row in reader.read(rows, sheet)]
        return Checked(_once(read, taken or {}), _digest(rows))

    def take(self, rows: Sequence[Sequence[Value]], sheet: SheetMap, checked: Checked) -> Batch:
        """Write every row that became a session as one batch; the map is remembered for lists with these heads.

        Raises SHEET_EMPTY, SHEET_TAKEN, COORDINATOR_NO_PERSONS.
        """
        self._sight.require(Right.COUNSEL)
        sessions = [row.session for row in checked.rows if row.session is not None]
        if not sessions:
            raise refuse(Code.SHEET_TAKEN if checked.again else Code.SHEET_EMPTY)
        now = self._clock.now()
        batch = Batch(self._ids.new(), now, self._pilot_id, checked.digest, len(sessions))
        operations = [one for session in sessions for one in self._operations.session_ended(session, now)]
        self._batches.add(batch, sessions, operations)
        if sheet.head_row >= 0:
            chosen = {field.value: column for field, column in sheet.columns.items()}
            self._settings.save_setting(_setting(rows, sheet.head_row), json.dumps(chosen))
        return batch

    def undo(self, batch_id: str) -> int:
        """Take the batch that came last back into the bin as a whole; return how many sessions went.

        Raises RECORD_MISSING, also where it is a colleague's.
        """
        last = self.last()
        if last is None or last.id != batch_id:
            raise refuse(Code.RECORD_MISSING, kind="session_batch")
        now = self._clock.now()
        tombstone = partial(self._operations.session_binned, at=now, deleted=True)
        return self._batches.undo(batch_id, self._pilot_id, now, tombstone)

    def undone(self) -> tuple[Batch, ...]:
        """Return the lists that were taken back and lie in the bin, the last one first."""
        return self._batches.undone(self._whose)

    def redo(self, batch_id: str) -> int:
        """Take a list that was taken back out of the bin; return how many count. Raises RECORD_MISSING, SHEET_TAKEN."""
        if batch_id not in {one.id for one in self.undone()}:
            raise refuse(Code.RECORD_MISSING, kind="session_batch")
        restored = partial(self._operations.session_binned, at=self._clock.now(), deleted=False)
        return self._batches.redo(batch_id, restored)

    def last(self) -> Batch | None:
        """Return the list that was taken over last and still stands: an own one, any for who is responsible."""
        return self._batches.last(self._whose)


def likeness(session: CounsellingSession) -> Likeness:
    """Return what tells a row again; one that was corrected in the program since is another."""
    times = (session.started_at, session.ended_at)
    return (*times, session.kind, session.people, session.age_band, session.topics, session.help_kind, session.result)


def written_map(rows: Sequence[Sequence[Value]], lines: Sequence[str]) -> SheetMap:
    """Return the map of lines ``Tag = Datum der Beratung``; comments begin with ``#``. Raises SHEET_MAP.

    What no line names is found by its head, as without any map; ``Notiz =`` leaves a field out.
    """
    wanted: dict[SheetField, str] = {}
    for line in lines:
        name, equals, head = line.partition("=")
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        field = field_of(name)
        if field is None or not equals:
            raise refuse(Code.SHEET_MAP, entry=line.strip())
        wanted[field] = head.strip()
    heads = {folded(head) for head in wanted.values()}
    at = max(range(len(rows[:20])), key=lambda row: _matching(rows[row], heads), default=0)
    said = {field: _column(rows, at, head) for field, head in wanted.items() if head}
    guessed = guess_map(rows[at : at + 1]).columns
    found = {field: column for field, column in guessed.items() if field not in wanted and column not in said.values()}
    return SheetMap(said | found, at)


def _matching(row: Sequence[Value], heads: set[str]) -> int:
    return len({folded(text_of(cell)) for cell in row} & heads)


def _column(rows: Sequence[Sequence[Value]], at: int, head: str) -> int:
    found = [folded(text_of(cell)) for cell in rows[at]] if rows else []
    if folded(head) not in found:
        raise refuse(Code.SHEET_MAP, entry=head)
    return found.index(folded(head))


def _once(read: Sequence[RowRead], taken: Mapping[Likeness, int]) -> tuple[RowRead, ...]:
    """Return the rows without the sessions that came before; of equal rows as many as came."""
    left = Counter(taken)
    found = []
    for row in read:
        again = row.session is not None and left[likeness(row.session)] > 0
        if row.session is not None and again:
            left[likeness(row.session)] -= 1
        found.append(replace(row, session=None, again=True) if again else row)
    return tuple(found)


def _completed(row: RowRead, now: datetime) -> RowRead:
    if row.session is None:
        return row
    try:
        return replace(row, session=completed(row.session, now))
    except ProblemError as error:
        field, trouble = _TROUBLE[error.problem.code]
        text = f"{local_date(row.session.started_at):%d.%m.%Y}"
        return replace(row, session=None, problems=(*row.problems, CellProblem(row.number, field, trouble, text)))


def _digest(rows: Sequence[Sequence[Value]]) -> str:
    """Return what tells the same list again, whatever its file is called."""
    text = json.dumps([[text_of(cell) for cell in row] for row in rows], ensure_ascii=True)
    return hashlib.sha256(text.encode("ascii")).hexdigest()


def _setting(rows: Sequence[Sequence[Value]], at: int) -> str:
    heads = [folded(text_of(cell)) for cell in rows[at]] if 0 <= at < len(rows) else []
    return MAP_SETTING + hashlib.sha256("|".join(heads).encode()).hexdigest()[:16]
