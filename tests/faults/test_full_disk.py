"""The disk is full, or the folder read only, from each single write on: all or nothing, and said (F11).

A whole application and a whole exchange with a served portal go over a disk that refuses writes from the first on, from
the second on, and so forth. ``make faults`` begins at every write (LOTSE_FULL_EVERY=1), ``make test`` at some.
"""

from __future__ import annotations

import os
from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING

import apsw
import pytest

from lotse_app.models.problems import Code, ProblemError
from lotse_app.models.session import Topic
from lotse_app.overriding import override
from tests.desks import PASSPHRASE, close, make_office
from tests.faults.failing import store_below
from tests.faults.ground import shape_of
from tests.faults.losing_power import put_below
from tests.faults.test_failing_calls import Sweep, _whole_application
from tests.portal_client.portals import running
from tests.ui.portal.counter import join

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from tests.desks import Office
    from tests.faults.losing_power import Driver
    from tests.portal_client.portals import Portal

pytestmark = pytest.mark.faults

EVERY = int(os.environ.get("LOTSE_FULL_EVERY", "5"))
#: An exchange has fewer writes than an application.
OF_EXCHANGE = -(-EVERY // 3)
REFUSALS = {apsw.SQLITE_FULL: Code.DISK_FULL, apsw.SQLITE_READONLY: Code.FOLDER_READ_ONLY}
both = pytest.mark.parametrize("refusal", REFUSALS, ids=["full", "read only"])


class FullDisk(Sweep):
    """Does each act on a disk that refuses writes from one on, ever later, and at last in peace."""

    def __init__(self, office: Office, driver: Driver, refusal: int) -> None:
        store = store_below(office.desk)
        self._store, self._disk, self._refusal = store, driver.disk, refusal
        self._shape = shape_of(store)
        self.failures = 0

    @override
    def act(self, act: Callable[[], object], *, steps: int = 1) -> None:
        """Try until no write is left that could be refused; an act of several ``steps`` may end between them."""
        seen = [self._content()]
        for before in range(0, 1_000_000, EVERY):
            self._disk.refuse(self._refusal, before)
            refused = _refusal_of(act)
            failed = self._disk.allow()
            if refused is None:
                assert not failed or self._content() not in seen, "said to be kept, and not kept"
                return
            assert failed
            assert refused is REFUSALS[self._refusal]
            self.failures += 1
            if self._content() not in seen:
                seen.append(self._content())
            assert len(seen) <= steps, f"write {before} left something half done"


def _refusal_of(act: Callable[[], object]) -> Code | None:
    try:
        act()
    except ProblemError as error:
        return error.problem.code
    return None


def over_disk(office: Office) -> Driver:
    """Let the open desk go on over a disk that can refuse."""
    key = office.program.unlocking.key(office.pilot_id, PASSPHRASE)
    store = store_below(office.desk)
    return put_below(store, office.program.places.store, key, shape_of(store))


@both
def test_a_whole_application_on_a_disk_that_refuses_is_there_or_not(tmp_path: Path, refusal: int) -> None:
    office = make_office(tmp_path)
    disk = FullDisk(office, over_disk(office), refusal)
    _whole_application(office.desk, disk)
    assert disk.failures > 350 // EVERY
    store_below(office.desk).check()
    close(office.desk)


@pytest.fixture(scope="module")
def portal(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Portal]:
    with running(tmp_path_factory.mktemp("portal")) as made:
        yield made


def record(office: Office) -> str:
    counsel = office.desk.counsel
    return counsel.record(replace(counsel.afterwards(), topics=(Topic("", "Wohngeld erklärt"),))).id


def exchange(office: Office) -> Code | None:
    """Do one round; return what it says was wrong."""
    try:
        view = office.desk.portal.rounds.round(lambda work: work())
    except ProblemError as error:
        return error.problem.code
    assert view is not None
    return view.standing.problem


@both
def test_a_whole_exchange_on_a_disk_that_refuses_loses_and_doubles_nothing(
    portal: Portal, tmp_path: Path, refusal: int
) -> None:
    office = make_office(tmp_path)
    station = portal.said("station", "add", "--name", "Wilsdruff")
    colleague = portal.colleague(station)
    join(office.desk, portal.invitation(station))
    disk = over_disk(office).disk
    made, failures, before, failed = [record(office)], 0, 0, True
    assert exchange(office) is None
    while failed:
        made += [record(office) for _ in range(3)]
        colleague.push(colleague.session()).raise_for_status()
        disk.refuse(refusal, before)
        said = exchange(office)
        failed, before = disk.allow(), before + OF_EXCHANGE
        assert said == (REFUSALS[refusal] if failed else None)
        failures += failed
        assert exchange(office) is None
        rows = [row for row in colleague.everything().values() if row["k"] == "session"]
        mine = {row["id"]: row["version"] for row in rows if row["by"] == office.pilot_id}
        assert mine == dict.fromkeys(made, 1)
        assert office.desk.portal.rounds.view().outbox.waiting == 0
    assert failures > 12 // OF_EXCHANGE
    store_below(office.desk).check()
    close(office.desk)


def test_an_act_that_says_it_is_kept_and_is_not_would_be_noticed(tmp_path: Path) -> None:
    """The positive control: an act that swallows the refusal, and one that leaves half of itself."""
    office = make_office(tmp_path)
    disk = FullDisk(office, over_disk(office), apsw.SQLITE_FULL)

    def swallowing() -> None:
        with suppress(ProblemError):
            record(office)

    def halving() -> None:
        office.clock.advance(minutes=1)
        disk._disk.refusal, kept = 0, disk._disk.refusal
        record(office)
        disk._disk.refuse(kept, 0)
        record(office)

    with pytest.raises(AssertionError, match="said to be kept"):
        disk.act(swallowing)
    with pytest.raises(AssertionError, match="half done"):
        disk.act(halving)
    close(office.desk)
