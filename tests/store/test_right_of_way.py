"""Whoever writes goes before whoever counts, and nobody stands still for good."""

from __future__ import annotations

from threading import Event, Thread
from typing import TYPE_CHECKING

import pytest

from lotse_app.overriding import override
from lotse_app.store.connection import MemoryConnection
from lotse_app.store.right_of_way import RightOfWay

if TYPE_CHECKING:
    from collections.abc import Iterator

#: Seconds after which a thread counts as standing still, and after which it must have come.
STANDS, COMES = 0.05, 5.0


class Counting(Thread):
    """Gives way once, as a report does between two steps."""

    def __init__(self, way: RightOfWay) -> None:
        super().__init__(daemon=True)
        self._way = way
        self.went_on = Event()

    @override
    def run(self) -> None:
        self._way.give()
        self.went_on.set()


@pytest.fixture
def way() -> RightOfWay:
    return RightOfWay(patience=2 * COMES)


@pytest.fixture
def connection(way: RightOfWay) -> Iterator[MemoryConnection]:
    opened = MemoryConnection()
    opened.way = way
    yield opened
    opened.close()


def test_a_report_goes_on_at_once_while_nobody_writes(way: RightOfWay) -> None:
    counting = Counting(way)
    counting.start()

    assert counting.went_on.wait(COMES)


def test_a_report_that_gave_way_just_now_goes_on_without_sleeping(way: RightOfWay) -> None:
    way.give()
    gave = way._gave
    way.give()
    assert gave == way._gave

    way._gave -= 1.0
    way.give()
    assert way._gave > gave


def test_a_report_stands_still_until_the_transaction_is_over(way: RightOfWay, connection: MemoryConnection) -> None:
    counting = Counting(way)
    with connection.atomic():
        counting.start()
        assert not counting.went_on.wait(STANDS)

    assert counting.went_on.wait(COMES)


def test_a_savepoint_that_ends_does_not_end_the_transaction(way: RightOfWay, connection: MemoryConnection) -> None:
    counting = Counting(way)
    with connection.atomic():
        with connection.atomic():
            pass
        counting.start()
        assert not counting.went_on.wait(STANDS)

    assert counting.went_on.wait(COMES)


def test_a_transaction_that_fails_lets_reports_go_on(way: RightOfWay, connection: MemoryConnection) -> None:
    with pytest.raises(ZeroDivisionError), connection.atomic():
        raise ZeroDivisionError
    counting = Counting(way)
    counting.start()

    assert counting.went_on.wait(COMES)


def test_a_report_loses_patience_with_a_long_transaction() -> None:
    way = RightOfWay(patience=STANDS)
    counting = Counting(way)
    with way.taken():
        counting.start()
        assert counting.went_on.wait(COMES)
