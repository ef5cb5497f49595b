"""What a desk has to do with the portal: joining it, rounds, what two devices changed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lotse_app.workflows.carrying import Carrying
    from lotse_app.workflows.clearing import Clearing
    from lotse_app.workflows.joining import Joining
    from lotse_app.workflows.rounds import Rounds


@dataclass(frozen=True, slots=True)
class PortalSide:
    """The use cases of one desk around the portal."""

    joining: Joining
    rounds: Rounds
    clearing: Clearing
    carrying: Carrying
