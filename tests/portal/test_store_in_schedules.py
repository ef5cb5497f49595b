"""The real encrypted store does in the schedules of the model check what the store in memory does, step by step."""

from __future__ import annotations

import random
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from lotse_app.models.operation import Kind
from lotse_app.overriding import override
from tests.portal import model_check
from tests.portal.model_check import Device
from tests.portal.schedules import PortalInMemory, StoreInMemory
from tests.store.conftest import clock, folder, ids, store

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lotse_app.models.operation import LoggedOperation, Operation
    from lotse_app.models.sync import Position, Pulled, Pushed
    from lotse_app.store.opening import Store

__all__ = ["clock", "folder", "ids", "store"]  # fixtures of a real store


class Twin(StoreInMemory):
    """A store in memory beside a real one: each call goes to both, and both must say the same."""

    def __init__(self, number: int, real: Store) -> None:
        super().__init__(number, frozenset())
        self._real = real
        self.compared = 0

    def _same(self, here: Any, there: Any) -> None:  # noqa: ANN401 - whatever both say
        self.compared += 1
        assert here == there

    @override
    def position(self) -> Position:
        place, real = super().position(), self._real.sync.position()
        self._same((place.epoch, place.cursor, place.through), (real.epoch, real.cursor, real.through))
        return place

    @override
    def waiting(self, limit: int, behind: int = 0) -> tuple[LoggedOperation, ...]:
        found, real = super().waiting(limit, behind), self._real.sync.waiting(limit, behind)
        self._same([(one.seq, one.operation) for one in found], [(one.seq, one.operation) for one in real])
        return found

    @override
    def settle(self, pushed: Pushed, log: str | None = None) -> None:
        present = log is None or log == self.place.log
        super().settle(pushed, log)
        self._real.sync.settle(pushed, None if present else "another")  # each names its logs for itself
        self._look()

    @override
    def keep_page(self, pulled: Pulled, behind: Position | None = None) -> None:
        place = self._real.sync.position()
        wrong = behind is not None and behind != self.place
        super().keep_page(pulled, behind)
        self._real.sync.keep_page(pulled, replace(place, cursor="another") if wrong else place)
        for row in pulled.rows:
            self._same(row, self._real.sync.held(Kind(row.kind), row.id))

    @override
    def rewind(self, expected: int) -> bool:
        could = super().rewind(expected)
        self._same(could, self._real.sync.rewind(expected))
        return could

    @override
    def begin_epoch(self, epoch: int) -> None:
        super().begin_epoch(epoch)
        self._real.sync.begin_epoch(epoch)
        self._look()

    @override
    def begin_log(self) -> None:
        super().begin_log()
        self._real.sync.begin_log()
        self._look()

    @override
    def append(self, operation: Operation) -> None:
        super().append(operation)
        with self._real._connection.atomic():
            self._real.outbox.append([operation])

    def _look(self) -> None:
        rows = self._real._connection.rows("SELECT seq, op, verdict FROM outbox ORDER BY seq")
        here = [
            (one.logged.seq, one.logged.operation.op, one.result.verdict if one.result else "") for one in self.kept
        ]
        self._same(here, [(row["seq"], row["op"], row["verdict"]) for row in rows])


class Laptop(Device):
    """A device of the schedule over such a pair of stores."""

    def __init__(self, portal: PortalInMemory, chance: random.Random, twin: Twin) -> None:
        super().__init__(0, portal, chance, frozenset())
        self.store = twin

    @override
    def back_up(self) -> None:
        """Keep nothing: what a backup of the real store brings back has tests of its own."""

    @override
    def restore(self) -> None:
        """Begin a new log, as a store does that comes back from its backup."""
        self.store.begin_log()


@pytest.mark.parametrize("seed", [3, 116])  # the second one meets a gap in what is kept
def test_the_real_store_says_at_every_step_what_the_model_says(store: Store, seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311 - a schedule that can be repeated, no secret
    portal = PortalInMemory(frozenset())
    twin = Twin(0, store)
    devices: Sequence[Device] = [Laptop(portal, chance, twin), Device(1, portal, chance, frozenset())]
    ids = [f"record-{number}" for number in range(3)]
    seen: dict[str, dict[str, Any]] = {}
    for _ in range(120):
        model_check._step(chance, portal, list(devices), ids, seen)
    model_check._come_to_rest(portal, list(devices))

    assert model_check._broken(portal, list(devices), seen) == set()
    assert twin.compared > 100
    assert store.outbox.count_waiting() == 0
