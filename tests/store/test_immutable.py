"""Each trigger, tried past the program: with bare SQL on the open store."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from lotse_app.models.application import State
from lotse_app.models.problems import Code
from lotse_app.store.driver import sqlite3
from tests.store.samples import (
    a_frozen,
    a_hand_in,
    a_session,
    a_signature,
    an_application,
    an_operation,
    refused,
)

if TYPE_CHECKING:
    from lotse_app.store.connection import Connection
    from lotse_app.store.opening import Store

KEPT = ("frozen", "signature", "paper", "paper_part", "outbox", "hand_in")


@pytest.fixture
def connection(store: Store) -> Connection:
    """A store with one application that went the whole way."""
    store.sessions.start(a_session())
    store.applications.create(an_application(session_id="se-1"), [an_operation("o1")])
    store.applications.freeze(a_frozen(), 0, b"pdf", [])
    store.applications.sign(a_signature(a_frozen()), b"signed", [])
    store.applications.hand_in(a_hand_in(), State.SUBMITTED, b"receipt", b"note", [])
    return store._connection


@pytest.mark.parametrize(
    "change",
    [
        "frozen SET digest = 'x'",
        "frozen SET canonical = x'00'",
        "signature SET signer = 'x'",
        "paper SET kind = 'x'",
        "paper_part SET content = x'00'",
        "outbox SET body = '{}'",
        "outbox SET seq = 9",
        "application SET answers = '{}'",
        "application SET acting = 'bote'",
        "application SET confirmations = '[]'",
        "application SET number = 'X'",
        "application SET revision = 9",
    ],
)
def test_what_is_frozen_cannot_be_changed(connection: Connection, change: str) -> None:
    with refused(Code.RECORD_FROZEN):
        connection.run(f"UPDATE {change}")


def test_the_answers_of_a_draft_can_be_changed(store: Store) -> None:
    store.applications.create(an_application(), [])
    assert store._connection.run("UPDATE application SET answers = '{}'") == 1


@pytest.mark.parametrize("table", KEPT)
def test_what_is_kept_cannot_be_deleted(connection: Connection, table: str) -> None:
    with refused(Code.RECORD_FROZEN):
        connection.run(f"DELETE FROM {table}")  # noqa: S608 - names of this test
    assert connection.value(f"SELECT count(*) FROM {table}") >= 1  # noqa: S608 - names of this test


def test_what_is_kept_cannot_be_replaced(connection: Connection) -> None:
    with refused(Code.RECORD_FROZEN):
        connection.run("INSERT OR REPLACE INTO frozen SELECT * FROM frozen")


def test_deleting_the_application_does_not_take_its_editions_along(connection: Connection) -> None:
    with refused(Code.RECORD_FROZEN):
        connection.run("DELETE FROM application")
    assert connection.value("SELECT count(*) FROM frozen") == 1


def test_retention_may_delete_inside_one_transaction(connection: Connection) -> None:
    with connection.atomic():
        connection.run("INSERT INTO retention_gate (id, rule, closed) VALUES (1, 'test', -1)")
        connection.run("DELETE FROM application")
        connection.run("DELETE FROM outbox")
        connection.run("DELETE FROM retention_gate")
    assert [connection.value(f"SELECT count(*) FROM {table}") for table in KEPT] == [0] * 6  # noqa: S608 - names of this test


def test_a_gate_left_open_undoes_its_transaction(connection: Connection) -> None:
    def forget_to_close_it() -> None:
        with connection.atomic():
            connection.run("INSERT INTO retention_gate (id, rule, closed) VALUES (1, 'test', -1)")
            connection.run("DELETE FROM application")

    with pytest.raises(sqlite3.IntegrityError, match="FOREIGN KEY"):
        forget_to_close_it()
    assert connection.value("SELECT count(*) FROM application") == 1
    assert connection.value("SELECT count(*) FROM retention_gate") == 0


def test_every_table_is_strict_and_checks_its_references(connection: Connection) -> None:
    tables = connection.rows("SELECT name, strict FROM pragma_table_list WHERE schema = 'main' AND type = 'table'")
    loose = {row["name"] for row in tables if not row["strict"]}
    assert loose == {"sqlite_schema"}
    assert len(tables) > 20
    with pytest.raises(sqlite3.IntegrityError):
        connection.run("INSERT INTO application_mark VALUES ('nowhere', 'x')")
