"""Whatever call of a whole application fails, the act is not there at all, and the next try does it."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

import pytest

from lotse_app.demonstration.filling import answer_at, save
from lotse_app.demonstration.script import STROKES
from lotse_app.forms.editing import edit
from lotse_app.forms.reading import sections
from lotse_app.models.acting import ReadBackWay
from lotse_app.models.application import CarriedBy, State
from lotse_app.models.evidence import EvidenceState
from lotse_app.models.problems import ProblemError
from lotse_app.models.receipt import ReceiptKind
from lotse_app.workflows.evidence import evidence_lines
from lotse_app.workflows.read_back import confirm
from tests.cases import ANSWERS, SIGNER
from tests.desks import WILSDRUFF, close, make_office
from tests.faults.failing import FAILURES, put_between, store_below
from tests.faults.ground import digest, shape_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from lotse_app.models.problems import Code
    from lotse_app.store.opening import Store
    from lotse_app.workflows.desk import Desk
    from tests.faults.failing import FailingDriver

pytestmark = pytest.mark.faults


def _refusal_of(act: Callable[[], object]) -> Code | None:
    try:
        act()
    except ProblemError as error:
        return error.problem.code
    return None


class Sweep:
    """Does each act once for every call it makes, failing at that call, and once in peace."""

    def __init__(self, store: Store, driver: FailingDriver, result: int) -> None:
        self._store, self._driver, self._result = store, driver, result
        self._shape = shape_of(store)
        self.failures = 0

    def act(self, act: Callable[[], object], *, steps: int = 1) -> None:
        """Try until no call is left that could fail; an act of several ``steps`` may end between them, never within."""
        seen = [self._content()]
        call = 0
        while True:
            call += 1
            self._driver.arm(call, self._result)
            refused = _refusal_of(act)
            assert self._driver.disarm() == (refused is not None), "a failure was swallowed"
            if refused is None:
                return
            assert refused is FAILURES[self._result]
            self.failures += 1
            if self._content() not in seen:
                seen.append(self._content())
            assert len(seen) <= steps, f"call {call} left something half done"

    def _content(self) -> str:
        assert not self._store._connection._database.conn.in_transaction
        return digest(self._store._connection, self._shape)


@pytest.mark.parametrize("result", FAILURES)
def test_every_failing_call_of_a_whole_application_leaves_all_or_nothing(tmp_path: Path, result: int) -> None:
    office = make_office(tmp_path)
    store = store_below(office.desk)
    driver = put_between(store)
    sweep = Sweep(store, driver, result)
    _whole_application(office.desk, sweep)
    assert sweep.failures > 150
    store.check()
    close(office.desk)


def _whole_application(desk: Desk, sweep: Sweep) -> None:
    card = desk.find.card(desk.find.find("Hund anmelden")[0].service_id, WILSDRUFF)
    session = None
    sweep.act(desk.counsel.start)
    session = desk.counsel.running()
    assert session is not None
    sweep.act(partial(desk.applications.begin, card, WILSDRUFF), steps=2)
    (line,) = desk.overview.applications()
    _fill_in(desk, line.id, sweep)
    sweep.act(desk.overview.today)
    prepared = desk.freezing.prepare(desk.applications.open(line.id))
    assert prepared.frozen is not None
    sweep.act(partial(desk.freezing.commit, prepared))
    signing = desk.signing.prepare_pad(desk.applications.open(line.id), SIGNER, STROKES)
    sweep.act(partial(desk.signing.commit, signing))
    handing_in = desk.handing_in.prepare(desk.applications.open(line.id), CarriedBy.PILOT)
    sweep.act(partial(desk.handing_in.commit, handing_in))
    sweep.act(partial(desk.counsel.end, desk.counsel.ending(session.id).session))
    case = desk.applications.open(line.id)
    assert case.application.state is State.RECEIVED
    assert case.hand_in is not None
    assert case.hand_in.receipt == ReceiptKind.RECEIVED.value
    assert all(answer_at(case.application.answers, pointer) == value for pointer, value in ANSWERS)


def _fill_in(desk: Desk, application_id: str, sweep: Sweep) -> None:
    sweep.act(partial(desk.applications.open, application_id))
    for pointer, value in ANSWERS:
        case = desk.applications.open(application_id)
        sweep.act(partial(save, desk, case.application, edit(case.form, case.application.answers, pointer, value)))
    case = desk.applications.open(application_id)
    pdf = desk.evidence.check(desk.printing.privacy_sheet())
    lines = evidence_lines(case.form, case.application.answers, application_id, case.evidence)
    for order, line in enumerate(lines):
        sweep.act(partial(desk.evidence.set_state, replace(line, state=EvidenceState.SHOWN), order))
    sweep.act(partial(desk.evidence.attach, replace(lines[0], state=EvidenceState.SHOWN), 0, pdf), steps=2)
    _read_back(desk, application_id, sweep)


def _read_back(desk: Desk, application_id: str, sweep: Sweep) -> None:
    case = desk.applications.open(application_id)
    answers, at = case.application.answers, desk.clock.now()
    ticks = tuple(confirm(section, ReadBackWay.READ_ALOUD, at) for section in sections(case.form, answers))
    version = desk.workplace.operator.notice_version
    sweep.act(partial(save, desk, case.application, answers, confirmations=ticks, notice_version=version))
