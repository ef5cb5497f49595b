"""A round with the portal ends, whatever the portal says."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from threading import Event
from typing import TYPE_CHECKING

from lotse_app.models.operation import Act, Kind, LoggedOperation, Operation
from lotse_app.models.problems import Code, refuse
from lotse_app.models.sync import (
    EpochChangedError,
    LogForkError,
    Position,
    Pulled,
    Pushed,
    Result,
    SeqGapError,
    Verdict,
)
from lotse_app.overriding import override
from lotse_app.workflows.exchange import Exchange, RoundDone
from tests.store.samples import refused

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

AT = datetime(2026, 11, 22, 9, tzinfo=UTC)
WAITING = LoggedOperation(1, "log", Operation("op-1", Act.DELETE, Kind.SESSION, "session-1", "pilot", AT, {}))


class Rows:
    """A store with one operation that waits, and a list of what was asked of it."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def position(self) -> Position:
        return Position("log", 1)

    def waiting(self, limit: int, behind: int = 0) -> tuple[LoggedOperation, ...]:
        return (WAITING,)[behind:limit]

    def settle(self, pushed: Pushed, log: str | None = None) -> None:
        assert log == "log"
        self.asked.append(f"settle {pushed.last_seq}")

    def keep_page(self, pulled: Pulled, behind: Position | None = None) -> None:
        assert behind == self.position()
        self.asked.append(f"page {pulled.through}")

    def rewind(self, expected: int) -> bool:
        self.asked.append(f"rewind {expected}")
        return False

    def begin_epoch(self, epoch: int) -> None:
        self.asked.append(f"epoch {epoch}")

    def begin_log(self) -> None:
        self.asked.append("log")


class Stubborn:
    """A portal that never takes anything, for one reason."""

    def __init__(self, reason: Exception) -> None:
        self._reason = reason

    def push(self, _position: Position, _operations: Sequence[LoggedOperation]) -> Pushed:
        raise self._reason

    def changes(self, _position: Position, _limit: int) -> Pulled:
        return Pulled(1, "c", 0, more=False, rows=())


def test_a_portal_that_calls_every_log_a_fork_is_left_in_peace_after_a_few_new_ones() -> None:
    rows = Rows()

    assert Exchange(rows, Stubborn(LogForkError())).round() == RoundDone(0, 0)
    assert rows.asked == ["log"] * 6 + ["page 0"]


def test_a_portal_that_wants_what_is_gone_gets_a_new_log() -> None:
    rows = Rows()
    Exchange(rows, Stubborn(SeqGapError(7))).round()

    assert rows.asked[:2] == ["rewind 7", "log"]


def test_a_portal_whose_epoch_never_holds_still_ends_the_round() -> None:
    rows = Rows()

    assert Exchange(rows, Stubborn(EpochChangedError(9))).round() == RoundDone(0, 0)
    assert rows.asked == ["epoch 9"] * 5


class Ladder(Rows):
    """A store with many operations that wait, each settled once."""

    def __init__(self, many: int) -> None:
        super().__init__()
        self.left = [LoggedOperation(seq, "log", WAITING.operation) for seq in range(1, many + 1)]
        self.read_ahead, self.settled = Event(), Event()

    @override
    def waiting(self, limit: int, behind: int = 0) -> tuple[LoggedOperation, ...]:
        found = tuple(one for one in self.left if one.seq > behind)[:limit]
        if behind:
            self.read_ahead.set()
        return found

    @override
    def settle(self, pushed: Pushed, log: str | None = None) -> None:
        super().settle(pushed, log)
        seqs = {one.seq for one in pushed.results if one.verdict is not Verdict.DEFERRED}
        self.left = [one for one in self.left if one.seq not in seqs]
        self.settled.set()


class Patient:
    """A portal that answers a batch when the next one has been read, and the second when the first is settled."""

    def __init__(self, rows: Ladder, verdict: Callable[[int], Verdict] = lambda _: Verdict.OK) -> None:
        self._rows = rows
        self._verdict = verdict
        self.got: list[list[int]] = []

    def push(self, _position: Position, operations: Sequence[LoggedOperation]) -> Pushed:
        assert self._rows.read_ahead.wait(5), "what comes next is read meanwhile"
        assert not self.got or self._rows.settled.wait(5), "what was answered is kept meanwhile"
        seqs = [one.seq for one in operations]
        self.got.append(seqs)
        return Pushed(1, seqs[-1], 0, tuple(Result(seq, self._verdict(seq)) for seq in seqs))

    def changes(self, position: Position, _limit: int) -> Pulled:
        return Pulled(1, position.cursor, 0, more=False, rows=())


def test_the_store_works_while_the_portal_is_waited_for() -> None:
    rows = Ladder(6)
    portal = Patient(rows)
    with ThreadPoolExecutor(1) as store:
        done = Exchange(
            rows,
            portal,
            batch=2,
            on_store=lambda work: store.submit(work).result(),
            beside=lambda work: store.submit(work).result,
        ).round()

    assert portal.got == [[1, 2], [3, 4], [5, 6]]
    assert (done.answered, rows.left) == (6, [])


def test_what_the_portal_leaves_for_later_is_asked_again_before_what_was_read_ahead() -> None:
    rows = Ladder(4)
    portal = Patient(rows, lambda seq: Verdict.DEFERRED if seq == 2 and len(portal.got) == 1 else Verdict.OK)
    Exchange(rows, portal, batch=2).round()

    assert portal.got == [[1, 2], [2, 3], [4]]
    assert rows.left == []


class Full(Ladder):
    """A store on a disk that is full."""

    @override
    def settle(self, pushed: Pushed, log: str | None = None) -> None:
        self.settled.set()
        raise refuse(Code.DISK_FULL)


def test_what_the_store_could_not_keep_ends_the_round() -> None:
    rows = Full(4)
    portal = Patient(rows)
    with ThreadPoolExecutor(1) as store, refused(Code.DISK_FULL):
        Exchange(
            rows,
            portal,
            batch=2,
            on_store=lambda work: store.submit(work).result(),
            beside=lambda work: store.submit(work).result,
        ).round()

    assert portal.got == [[1, 2], [3, 4]], "one more batch was under way"
