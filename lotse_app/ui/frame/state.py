"""What the frame itself shows: read in one job on the store lane."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date

    from lotse_app.models.portal_standing import PortalView
    from lotse_app.models.session import CounsellingSession
    from lotse_app.workflows.desk import Desk


@dataclass(frozen=True, slots=True)
class FrameState:
    """The running session, how much is on its way on paper, the next deadlines, and how the portal stands."""

    session: CounsellingSession | None
    underway: int
    dues: tuple[date, ...]
    portal: PortalView


def frame_state(desk: Desk) -> FrameState:
    """Return what the frame shows. Store lane."""
    today = desk.overview.today()
    # A Vorgang counts once a day: its own deadline and a letter's may be the same.
    mine = dict.fromkeys((due.day, due.line.id) for due in today.deadlines if not due.line.masked)
    dues = tuple(day for day, _ in mine)
    return FrameState(today.running, len(desk.overview.post().underway), dues, desk.portal.rounds.view())
