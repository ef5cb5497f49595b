"""A round with the portal ends, whatever the portal says."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from lotse_app.models.operation import Act, Kind, LoggedOperation, Operation
from lotse_app.models.sync import EpochChangedError, LogForkError, Position, Pulled, SeqGapError
from lotse_app.workflows.exchange import Exchange, RoundDone

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lotse_app.models.sync import Pushed

AT = datetime(2026, 11, 22, 9, tzinfo=UTC)
WAITING = LoggedOperation(1, "log", Operation("op-1", Act.DELETE, Kind.SESSION, "session-1", "pilot", AT, {}))


class Rows:
    """A store with one operation that waits, and a list of what was asked of it."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def position(self) -> Position:
        return Position("log", 1)

    def waiting(self, limit: int) -> tuple[LoggedOperation, ...]:
        return (WAITING,)[:limit]

    def settle(self, pushed: Pushed) -> None:
        self.asked.append(f"settle {pushed.last_seq}")

    def keep_page(self, pulled: Pulled) -> None:
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
