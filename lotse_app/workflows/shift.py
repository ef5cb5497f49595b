"""One pilot's turn at one station: what every use case needs to know about who, where and when."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from lotse_app.models.trail import START, Head, Outcome, TrailCheck

if TYPE_CHECKING:
    from lotse_app.clock import Clock
    from lotse_app.ids import Ids
    from lotse_app.models.people import Workplace
    from lotse_app.models.trail import Deed, Entry
    from lotse_app.workflows.keeping_ports import TrailRows
    from lotse_app.workflows.operations import OperationMaker
    from lotse_app.workflows.sight import Sight


class Unwritten:
    """A Protokoll that keeps nothing, where no store stands behind a use case."""

    def note(self, deed: Deed, record_id: str = "", outcome: Outcome = Outcome.DONE, reason: str = "") -> None:
        """Keep nothing."""

    def newest(self, limit: int = 200) -> tuple[Entry, ...]:  # noqa: ARG002 - as the protocol has it
        """Return nothing."""
        return ()

    def check(self) -> TrailCheck:
        """Return that nothing is wrong with nothing."""
        return TrailCheck(0, Head(0, START), 0, anchor_good=True, broken_at=None)


@dataclass(frozen=True, slots=True)
class Shift:
    """Workplace (operator, station, pilot), clock, ids, the maker of their operations, Protokoll, and sight."""

    workplace: Workplace
    clock: Clock
    ids: Ids
    operations: OperationMaker
    trail: TrailRows = field(default_factory=Unwritten)
    sight: Sight = field(kw_only=True)
