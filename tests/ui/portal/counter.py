"""The program in its window beside a real portal: unlocked, joined, with everything it does by itself."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, Protocol, TypeVar

from lotse_app.models.joining import invitation
from lotse_app.models.session import Topic
from lotse_app.models.sync import Way
from lotse_app.ui.rooms.outbox import OutboxRoom
from lotse_app.ui.rooms.room import RoomName
from lotse_app.workflows.lanes import LaneName
from tests.desks import PASSPHRASE

if TYPE_CHECKING:
    from collections.abc import Callable

    from pytestqt.qtbot import QtBot

    from lotse_app.bootstrap import Program
    from lotse_app.clock import FixedClock
    from lotse_app.models.portal_standing import PortalView
    from lotse_app.models.session import CounsellingSession
    from lotse_app.models.sync import Membership
    from lotse_app.ui.frame.shell import Shell
    from lotse_app.ui.frame.syncing import Syncing
    from lotse_app.ui.rooms.room import Room
    from lotse_app.ui.tasks import Tasks
    from lotse_app.workflows.desk import Desk
    from lotse_app.workflows.lanes import Lanes

ADVICE = Topic("", "Wohngeld erklärt")

T = TypeVar("T")
R = TypeVar("R", bound="Room")


class OnLane(Protocol):
    """Does work on a lane and returns its result."""

    def __call__(self, lane: LaneName, work: Callable[[], T], /) -> T:
        """Do it."""
        ...


def straight(_lane: LaneName, work: Callable[[], T], /) -> T:
    """Do work at once: there are no lanes."""
    return work()


def join(desk: Desk, line: str, do: OnLane = straight) -> None:
    """Let the device of a desk join by the coordinator's line; ``do`` does each step on its lane."""
    joining = desk.portal.joining
    approach = do(LaneName.STORE, partial(joining.prepare, invitation(*line.split("#")), Way()))
    welcome = do(LaneName.NET, partial(joining.enter, approach))
    do(LaneName.STORE, partial(joining.keep, approach, welcome))


def record(desk: Desk) -> CounsellingSession:
    """Record a session that is over. Store lane."""
    return desk.counsel.record(replace(desk.counsel.afterwards(), topics=(ADVICE,)))


@dataclass
class Counter:
    """The shell over a data folder, and what it was built from."""

    shell: Shell
    program: Program
    clock: FixedClock
    tasks: Tasks
    lanes: Lanes
    pilot_id: str
    settled: Callable[[], None]
    qtbot: QtBot

    def unlock(self) -> Desk:
        """Open the desk in the window, as behind the passphrase."""
        unlocking = self.program.unlocking

        def opened() -> Desk:
            return unlocking.open(self.pilot_id, unlocking.key(self.pilot_id, PASSPHRASE))

        desk = self.on_store(opened)
        self.shell.show_desk(desk)
        self.syncing._timer.stop()  # a round comes when a test wants it
        self.settled()
        return desk

    @property
    def desk(self) -> Desk:
        """Return the open desk."""
        desk = self.shell._desk
        assert desk is not None
        return desk

    @property
    def syncing(self) -> Syncing:
        """Return what begins rounds."""
        housework = self.shell._housework
        assert housework is not None
        return housework.syncing

    def join(self, line: str) -> None:
        """Let the device join."""
        join(self.desk, line, self.on_lane)

    def on_lane(self, lane: LaneName, work: Callable[[], T], /) -> T:
        """Do work on a lane and return its result."""
        return self.lanes.submit(lane, work).result()

    def on_store(self, work: Callable[[], T], /) -> T:
        """Do work on the store lane and return its result."""
        return self.on_lane(LaneName.STORE, work)

    def record(self) -> CounsellingSession:
        """Record a session."""
        return self.on_store(partial(record, self.desk))

    def round(self) -> PortalView:
        """Begin a round and wait for its end."""
        view = self.round_ended()
        assert view is not None
        return view

    def round_ended(self) -> PortalView | None:
        """Begin a round and wait for its end; None where there is no membership."""
        self.qtbot.waitUntil(lambda: not self.syncing.busy, timeout=20_000)
        with self.qtbot.waitSignal(self.syncing.done, timeout=20_000) as ended:
            self.syncing.now()
        self.syncing._timer.stop()
        self.settled()
        assert ended.args is not None
        view: PortalView | None = ended.args[0]
        return view

    def view(self) -> PortalView:
        """Return what the store says of the portal now."""
        return self.on_store(self.desk.portal.rounds.view)

    def member(self) -> Membership | None:
        """Return where the device is a member."""
        return self.on_store(self.desk.portal.joining.member)

    def outbox(self) -> OutboxRoom:
        """Go to *Postausgang*."""
        return self.enter(RoomName.OUTBOX, OutboxRoom)

    def enter(self, name: RoomName, kind: type[R]) -> R:
        """Go to a room."""
        assert self.shell.main is not None
        self.shell.main.enter(name)
        self.settled()
        room = self.shell.main.room(name)
        assert isinstance(room, kind)
        return room

    def foot(self) -> str:
        """Return what the line at the foot says."""
        assert self.shell.main is not None
        return self.shell.main.status.text
