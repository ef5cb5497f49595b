"""The operation log."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from lotse_app.models.operation import LoggedOperation
from lotse_app.store.driver import sqlite3
from tests.store.samples import a_session, an_operation

if TYPE_CHECKING:
    from collections.abc import Callable

    from lotse_app.store.opening import Store


def _save(store: Store, *ops: str) -> None:
    store.sessions.save(a_session(), [an_operation(op) for op in ops])


def test_operations_count_from_one_without_a_gap(store: Store, reopen: Callable[[], Store]) -> None:
    store.sessions.start(a_session())
    _save(store, "o1", "o2")
    with pytest.raises(sqlite3.IntegrityError):
        _save(store, "o3", "o1")  # an operation id is unique for ever; the whole act is undone
    _save(store, "o4")
    log = store.outbox.log_id
    store.close()

    again = reopen()

    assert again.outbox.log_id == log
    assert again.outbox.waiting() == tuple(
        LoggedOperation(seq, log, an_operation(op)) for seq, op in enumerate(["o1", "o2", "o4"], 1)
    )
    assert again.outbox.count_waiting() == 3


def test_the_oldest_wait_first(store: Store) -> None:
    store.sessions.start(a_session())
    _save(store, *(f"o{number}" for number in range(5)))
    assert [logged.seq for logged in store.outbox.waiting(limit=2)] == [1, 2]


def test_what_was_handed_on_waits_no_longer(store: Store) -> None:
    store.sessions.start(a_session())
    _save(store, "o1", "o2")
    store._connection.run("UPDATE outbox SET handed_on_at = '2026-11-20T10:00:00.000000Z' WHERE seq = 1")
    assert [logged.seq for logged in store.outbox.waiting()] == [2]
    assert store.outbox.count_waiting() == 1
