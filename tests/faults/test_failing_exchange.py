"""Whatever call of the database fails in an exchange with a served portal, nothing is lost and nothing doubled (F5).

``make faults`` fails at every call (LOTSE_CALLS_EVERY=1), ``make test`` at some.
"""

from __future__ import annotations

import os
import time
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from lotse_app.models.problems import Code
from lotse_app.models.session import Topic
from tests.desks import close, make_office
from tests.faults.failing import FAILURES, put_between, store_below
from tests.faults.test_full_disk import exchange
from tests.portal_client.portals import running
from tests.ui.portal.counter import join

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.desks import Office
    from tests.portal_client.portals import Portal

pytestmark = pytest.mark.faults

EVERY = int(os.environ.get("LOTSE_CALLS_EVERY", "10"))
#: An exchange that has something to hand over and to read makes more calls than this.
_CALLS = 30


@pytest.fixture(scope="module")
def portal(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Portal]:
    with running(tmp_path_factory.mktemp("portal")) as made:
        yield made


def record(office: Office) -> str:
    counsel = office.desk.counsel
    return counsel.record(replace(counsel.afterwards(), topics=(Topic("", "Wohngeld erklärt"),))).id


def patiently(office: Office) -> Code | None:
    """Do rounds until the portal no longer says that it was asked too often."""
    found = exchange(office)
    while found is Code.PORTAL_BUSY:
        time.sleep(1)
        found = exchange(office)
    return found


@pytest.mark.parametrize("result", FAILURES)
def test_every_failing_call_of_a_whole_exchange_loses_and_doubles_nothing(
    portal: Portal, tmp_path: Path, result: int
) -> None:
    office = make_office(tmp_path)
    station = portal.said("station", "add", "--name", "Wilsdruff")
    colleague = portal.colleague(station)
    join(office.desk, portal.invitation(station))
    driver = put_between(store_below(office.desk))
    made, call, failed, said = [record(office)], 1, True, []
    assert exchange(office) is None
    while failed:
        assert patiently(office) is None
        made += [record(office) for _ in range(2)]
        colleague.sign_on().raise_for_status()
        colleague.push(colleague.session()).raise_for_status()
        driver.arm(call, result)
        found = exchange(office)
        failed = driver.disarm()
        if found is Code.PORTAL_BUSY:  # it got no further than the door
            failed = True
            continue
        said += [found] if failed else []
        assert patiently(office) is None, f"call {call} failed, and the next round does not mend it"
        rows = [row for row in colleague.everything().values() if row["k"] == "session"]
        mine = {row["id"]: row["version"] for row in rows if row["by"] == office.pilot_id}
        assert mine == dict.fromkeys(made, 1)
        assert office.desk.portal.rounds.view().outbox.waiting == 0
        call += EVERY
    assert call > _CALLS
    assert set(said) <= {FAILURES[result], None}  # None: what follows a round tries again with the next one
    assert FAILURES[result] in said
    store_below(office.desk).check()
    close(office.desk)
