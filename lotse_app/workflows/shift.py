"""One pilot's turn at one station: what every use case needs to know about who, where and when."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lotse_app.clock import Clock
    from lotse_app.ids import Ids
    from lotse_app.models.people import Workplace
    from lotse_app.workflows.operations import OperationMaker


@dataclass(frozen=True, slots=True)
class Shift:
    """Workplace (operator, station, pilot), clock, ids, and the maker of this pilot's operations."""

    workplace: Workplace
    clock: Clock
    ids: Ids
    operations: OperationMaker
