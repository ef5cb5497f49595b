"""Vollmachten in the store: what is signed cannot be changed or taken away, tried past the program with bare SQL."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pytest

from lotse_app.forms.mandate_bytes import mandate_bytes, read_mandate
from lotse_app.models.mandate import (
    AgentKind,
    KeptMandate,
    Mandate,
    MandateSignature,
    MandateUse,
    Party,
    Revocation,
    RevokedBy,
    Scope,
)
from lotse_app.models.persons import PersonKey
from lotse_app.models.problems import Code
from lotse_app.store.columns import moment_text
from lotse_app.store.driver import sqlite3
from lotse_app.store.erasing import delete_applications, open_gate
from lotse_app.store.mandates import delete_mandates
from tests.store.samples import START, a_frozen, an_application, refused

if TYPE_CHECKING:
    from lotse_app.store.connection import Connection
    from lotse_app.store.opening import Store

KEPT = (
    "mandate",
    "mandate_signature",
    "mandate_paper",
    "mandate_part",
    "mandate_revocation",
    "mandate_notice",
)
USE = MandateUse("ap-1", "7F3K", "Hundesteuer", "Stadt Wilsdruff, Steueramt")
PDF = b"%PDF" + bytes(70_000)
MANDATE = Mandate(
    id="m-1",
    number="V-7F3KQ2",
    text_version=1,
    text_digest="0" * 64,
    grantor=Party(AgentKind.PERSON, "Hańža Nowakowa", "Wilsdruff", "1958-03-14", "Nowakowa"),
    agent=Party(AgentKind.OPERATOR, "Stadt Wilsdruff"),
    scopes=(Scope.APPLY,),
    service_id="",
    service_name="",
    first=date(2026, 3, 2),
    last=date(2026, 3, 31),
    made_at=START,
    place="Wilsdruff",
    operator="Stadt Wilsdruff",
    station="Rathaus",
)


def kept() -> KeptMandate:
    canonical = mandate_bytes(MANDATE)
    digest = hashlib.sha256(canonical).hexdigest()
    signature = MandateSignature(digest, "Hańža Nowakowa", START, on_paper=False, strokes=(((0.1, 0.2), (0.3, 0.4)),))
    return KeptMandate(MANDATE, canonical, digest, "p-1", hashlib.sha256(PDF).hexdigest(), signature)


@pytest.fixture
def connection(store: Store) -> Connection:
    """A store with a signed mandate that was revoked."""
    store.applications.create(an_application(), [])
    store.mandates.give(kept(), [("gibt", PersonKey("NOWAKOWA", "1958-03-14"))], PDF, USE)
    with store._connection.atomic():
        store._connection.run("UPDATE application SET acting = 'bevollmaechtigt'")
        store._connection.run("UPDATE mandate_case SET handed_in_at = ?", (moment_text(START),))
    store.mandates.revoke("m-1", Revocation(START, RevokedBy.GRANTOR))
    return store._connection


def test_what_was_given_comes_back_as_it_was(store: Store, connection: Connection) -> None:  # noqa: ARG001 - fills it
    found = store.mandates.get("m-1")
    assert replace(found, revocation=None, notices=(), uses=()) == kept()
    assert read_mandate(found.canonical) == MANDATE
    assert store.mandates.pdf("m-1") == PDF
    assert [notice.office for notice in found.notices] == [USE.office]
    assert store.mandates.of_application("ap-1") == found
    assert store.mandates.of_person(PersonKey("NOWAKOWA", "1958-03-14"), "bekommt") == ()


@pytest.mark.parametrize(
    "change",
    [
        "mandate SET canonical = x'00'",
        "mandate SET digest = 'x'",
        "mandate SET valid_until = '2099-12-31'",
        "mandate_signature SET signer = 'x'",
        "mandate_signature SET digest = 'x'",
        "mandate_paper SET sha256 = 'x'",
        "mandate_part SET content = x'00'",
        "mandate_revocation SET at = 'x'",
    ],
)
def test_what_was_signed_cannot_be_changed(connection: Connection, change: str) -> None:
    with refused(Code.RECORD_FROZEN):
        connection.run(f"UPDATE {change}")


@pytest.mark.parametrize("table", KEPT)
def test_what_was_signed_goes_only_through_the_gate(connection: Connection, table: str) -> None:
    with refused(Code.RECORD_FROZEN):
        connection.run(f"DELETE FROM {table}")  # noqa: S608 - literals of this file
    with open_gate(connection, "vollmacht"):
        assert delete_mandates(connection, ["m-1"]) == 1
    assert connection.value(f"SELECT count(*) FROM {table}") == 0  # noqa: S608 - literals of this file
    assert connection.value("SELECT count(*) FROM mandate_person") == 0
    assert connection.value("SELECT mandate_id FROM application") is None


def test_a_notice_is_noted_whole_or_not_at_all(connection: Connection) -> None:
    with pytest.raises(sqlite3.IntegrityError):
        connection._database.conn.execute("UPDATE mandate_notice SET sent_on = '2026-03-03'")


def test_a_frozen_case_stays_under_its_mandate(store: Store, connection: Connection) -> None:
    store.applications.freeze(a_frozen(), 0, b"pdf", [])
    with refused(Code.RECORD_FROZEN):
        connection.run("UPDATE application SET mandate_id = NULL")


def test_a_case_that_went_nowhere_leaves_no_trace_but_a_signed_mandate_stays(
    store: Store, connection: Connection
) -> None:
    connection.run("UPDATE mandate_case SET handed_in_at = NULL")
    with open_gate(connection, "entwurf"):
        delete_applications(connection, ["ap-1"])
    assert store.mandates.get("m-1").uses == ()


def test_one_that_nobody_signed_goes_with_its_case(store: Store) -> None:
    store.applications.create(an_application(), [])
    store.mandates.give(replace(kept(), signature=None), [], PDF, USE)
    with open_gate(store._connection, "entwurf"):
        delete_applications(store._connection, ["ap-1"])
    with refused(Code.RECORD_MISSING):
        store.mandates.get("m-1")


def test_offices_that_older_cases_wrote_as_one_are_told_apart_until_they_were_told(
    store: Store, connection: Connection
) -> None:
    store.mandates.give(replace(kept(), mandate=replace(MANDATE, id="m-2", number="V-2")), [], PDF, USE)
    connection.run("UPDATE mandate_case SET office = 'Zuständige Stelle' WHERE mandate_id = 'm-2'")
    assert [use.office for use in store.mandates.get("m-2").uses] == [f"Zuständige Stelle ({USE.service_name})"]
    store.mandates.revoke("m-2", Revocation(START, RevokedBy.GRANTOR))
    with connection.atomic():
        connection.insert("mandate_notice", {"mandate_id": "m-2", "office": "Zuständige Stelle"})
    assert [use.office for use in store.mandates.get("m-2").uses] == ["Zuständige Stelle"]
