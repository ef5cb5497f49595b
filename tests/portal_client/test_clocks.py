"""Whatever the clock of a device says, what was done is on the portal once, and nothing waits (design/sync, 11, F15).

The portal's clock is that of the machine; the device's is set. A jump comes in the middle of a round, between the
greeting and the push.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from lotse_app.clock import SystemClock
from lotse_app.models.session import Topic
from tests.desks import close, make_office
from tests.portal_client.front import front, passed_on
from tests.portal_client.portals import running
from tests.ui.portal.counter import join

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from lotse_app.models.portal_standing import PortalView
    from tests.desks import Office
    from tests.portal_client.front import Reply, Request
    from tests.portal_client.portals import Portal

NONE = timedelta(0)
DECADE = timedelta(days=3652)
#: Name, what the device's clock says while it works (None: the portal's time), by how much it jumps in a round.
CASES: tuple[tuple[str, datetime | None, timedelta], ...] = (
    ("right", None, NONE),
    ("ten years behind", datetime(2016, 11, 21, 9, 0, tzinfo=UTC), NONE),
    ("ten years ahead", datetime(2036, 11, 21, 9, 0, tzinfo=UTC), NONE),
    ("put forward by ten years in a round", None, DECADE),
    ("put back by ten years in a round", None, -DECADE),
    ("put forward by two hours in a round", None, timedelta(hours=2)),
    ("put back by two hours in a round", None, timedelta(hours=-2)),
    ("a minute before summer time", datetime(2026, 3, 29, 0, 59, tzinfo=UTC), timedelta(minutes=2)),
    ("the hour there is twice", datetime(2026, 10, 25, 0, 30, tzinfo=UTC), timedelta(hours=1)),
    ("a leap day", datetime(2028, 2, 29, 22, 59, tzinfo=UTC), timedelta(minutes=2)),
    ("the turn of the year here, not in UTC", datetime(2026, 12, 31, 23, 30, tzinfo=UTC), NONE),
    ("the zone of another country", datetime(2026, 11, 21, 9, 0, tzinfo=UTC) + timedelta(hours=13), NONE),
)


@dataclass(slots=True)
class Jumping:
    """A line on which the device's clock jumps when it hands something over."""

    url: str
    office: Office
    by: timedelta = NONE

    def __call__(self, request: Request) -> Reply | None:
        if request.path == "/v1/push" and self.by:
            self.office.clock.advance(seconds=self.by.total_seconds())
            self.by = NONE
        return passed_on(self.url, request)


@pytest.fixture(scope="module")
def portal(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Portal]:
    with running(tmp_path_factory.mktemp("portal")) as made:
        yield made


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    made = make_office(tmp_path / "daten")
    yield made
    close(made.desk)


def now() -> datetime:
    """Return the portal's time."""
    return SystemClock().now().replace(microsecond=0)


def put(office: Office, moment: datetime) -> None:
    """Put the device's clock."""
    office.clock.advance(seconds=(moment - office.clock.now()).total_seconds())


def record(office: Office) -> str:
    counsel = office.desk.counsel
    running_one = counsel.start()
    office.clock.advance(minutes=20)
    return counsel.end(replace(counsel.ending(running_one.id).session, topics=(Topic("", "Wohngeld erklärt"),))).id


def round_of(office: Office) -> PortalView:
    view = office.desk.portal.rounds.round(lambda work: work())
    assert view is not None
    return view


@pytest.mark.parametrize(("said", "jump"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_whatever_the_clock_says_everything_is_there_once(
    portal: Portal, office: Office, said: datetime | None, jump: timedelta
) -> None:
    station = portal.said("station", "add", "--name", "Wilsdruff")
    colleague = portal.colleague(station)
    line = Jumping(portal.url, office)
    with front(line) as url:
        put(office, now())
        join(office.desk, portal.invitation(station, over=url))
        made = [record(office)]
        round_of(office)
        put(office, said or now())
        made.append(record(office))
        line.by = jump
        wrong = round_of(office)
        made.append(record(office))
        round_of(office)
        put(office, now() + timedelta(minutes=1))
        made.append(record(office))
        right = round_of(office)
    assert line.by == NONE, "something was handed over"
    assert wrong.standing.problem is None
    assert (right.standing.problem, right.outbox.waiting, right.outbox.refused, right.outbox.unclear) == (None, 0, 0, 0)
    there = {name: row for name, row in colleague.everything().items() if row["k"] == "session"}
    assert {name: row["version"] for name, row in there.items()} == dict.fromkeys(made, 1)
    for name in made:
        doc, here = there[name]["doc"], office.desk.counsel.get(name)
        assert (datetime.fromisoformat(doc["start"]), datetime.fromisoformat(doc["end"])) == (
            here.started_at,
            here.ended_at,
        ), "what the clock said is kept as it was said"
