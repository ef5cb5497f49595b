"""A device that is known joins once more: with a new code, at another station, and in place of one that was lost."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Any

import pytest
from joserfc import jws
from sqlalchemy import select

from lotse_portal import enrolment, tables
from lotse_portal.backup import make_backup, restore
from lotse_portal.database import Database
from lotse_portal.inspection import findings
from lotse_portal.operations import Role
from tests.portal.serving import Laptop, served

if TYPE_CHECKING:
    from pathlib import Path

    from tests.portal.serving import Served


def shut_out(portal: Served, device: str, state: str) -> None:
    with portal.portal.database.write() as connection:
        enrolment.shut_out(connection, portal.portal.ledger, device, state, portal.portal.clock.now())


def state_of(portal: Served, device: str) -> str:
    with portal.portal.database.read() as connection:
        return str(connection.scalar(select(tables.devices.c.state).where(tables.devices.c.id == device)))


def in_place_of(old: Laptop, new: Laptop, code: str) -> dict[str, Any]:
    """Return the word of a device's key that another one goes on for it."""
    words = f"{code} {new.id}".encode()
    proof = jws.serialize_compact({"alg": "Ed25519"}, words, old.sign, algorithms=["Ed25519"])
    return {"replaces": {"device": old.id, "proof": proof}}


@pytest.mark.parametrize("state", ["active", "revoked"])
def test_a_known_device_is_let_in_again_with_a_new_code_and_what_it_sent_is_there_once(
    portal: Served, state: str
) -> None:
    station = portal.station()
    laptop = portal.device(station)
    session = laptop.session()
    first = laptop.push(session).json()["results"]
    if state != "active":
        shut_out(portal, laptop.id, state)
        assert laptop.sign_on().status_code == 403

    laptop.join(portal.invite(station, Role.COORDINATOR, portal.station())).raise_for_status()
    laptop.sign_on().raise_for_status()

    again = laptop.push(session | {"seq": 1}, log=str(uuid.uuid4())).json()["results"]
    assert [one[1:] for one in again] == [one[1:] for one in first]
    assert laptop.everything()[session["id"]]["version"] == 1
    assert state_of(portal, laptop.id) == "active"


def test_a_device_goes_to_another_station_and_leaves_what_it_did_where_that_was(portal: Served) -> None:
    here, there = portal.station(), portal.station()
    laptop, stays = portal.device(here), portal.device(here)
    before = laptop.session()
    laptop.push(before).raise_for_status()
    laptop.station, laptop.log, laptop.seq = str(uuid.uuid4()), str(uuid.uuid4()), 0

    told = laptop.join(portal.invite(there)).json()
    laptop.sign_on().raise_for_status()
    after = laptop.session()
    assert laptop.push(after).json()["results"][0][1] == "ok"

    assert told["station"] == there
    assert set(laptop.everything()) == {after["id"]}
    assert set(stays.everything()) == {before["id"]}


def test_another_device_with_a_known_id_or_key_is_not_let_in(portal: Served) -> None:
    station = portal.station()
    known = portal.device(station)
    for one in ("id", "sign"):
        other = Laptop(portal.url, known.audience)
        setattr(other, one, getattr(known, one))
        assert other.join(portal.invite(station)).json()["code"] == "enrolment_refused"
    both, mixed = portal.device(station), Laptop(portal.url, known.audience)
    mixed.id, mixed.sign = known.id, both.sign
    assert mixed.join(portal.invite(station)).json()["code"] == "enrolment_refused"


def test_a_lost_device_comes_back_with_a_key_of_its_own_and_goes_on_with_its_vorgaenge(portal: Served) -> None:
    station = portal.station()
    lost, new = portal.device(station), Laptop(portal.url, portal.portal.keys.fingerprint)
    status = lost.op("create", "application_status", doc={"service": "wohngeld", "state": "draft"})
    lost.push(status).raise_for_status()
    shut_out(portal, lost.id, "lost")
    code = portal.invite(station)
    assert lost.join(code).json()["why"] == "lost"

    new.join(code, **in_place_of(lost, new, code)).raise_for_status()
    new.sign_on().raise_for_status()

    assert new.everything()[status["id"]]["doc"]["state"] == "draft"
    change = {"/state": {"p": "0" * 16, "v": "draft"}}
    said = new.push(new.op("patch", "application_status", status["id"], set=change)).json()["results"][0][1]
    assert said == "merged"
    assert state_of(portal, lost.id) == "lost"
    assert len(lost.sign_on().json()["orders"]) == 1  # wherever it is, it is still to wipe


def test_nobody_goes_on_for_a_device_whose_key_they_do_not_have(portal: Served) -> None:
    station = portal.station()
    one, thief = portal.device(station), Laptop(portal.url, portal.portal.keys.fingerprint)
    code = portal.invite(station)
    for forged in (
        in_place_of(thief, thief, code)["replaces"] | {"device": one.id},
        in_place_of(one, one, code)["replaces"],
        in_place_of(one, thief, "another code")["replaces"],
        {"device": one.id, "proof": "a.b.c"},
    ):
        assert thief.join(portal.invite(station), replaces=forged).json()["why"] == "proof"
    assert state_of(portal, one.id) == "active"
    stranger = in_place_of(thief, thief, code)["replaces"] | {"device": str(uuid.uuid4())}
    thief.join(code, replaces=stranger).raise_for_status()  # of another portal: nothing of it is here


def test_a_restored_portal_knows_who_joined_again_and_who_was_replaced(
    addresses: tuple[str, str], tmp_path: Path
) -> None:
    before, after = addresses
    with served(tmp_path, before) as old:
        here, there = old.station(), old.station()
        moved, gone, revoked = (old.device(here) for _ in range(3))
        status = gone.op("create", "application_status", doc={"service": "wohngeld", "state": "draft"})
        gone.push(status).raise_for_status()
        now = old.portal.clock.now()
        backup = make_backup(old.portal.database, old.portal.ledger, tmp_path / "backups", now)
        moved.station = str(uuid.uuid4())
        moved.join(old.invite(there, Role.COORDINATOR, here)).raise_for_status()
        shut_out(old, revoked.id, "revoked")
        new, code = Laptop(old.url, gone.audience), old.invite(here)
        new.join(code, **in_place_of(gone, new, code)).raise_for_status()
        database = Database(after)
        database.migrate()
        restore(database, old.portal.ledger, backup.path, now)
        database.close()

    with served(tmp_path, after) as portal:
        moved.url = new.url = portal.url
        moved.sign_on().raise_for_status()
        new.sign_on().raise_for_status()
        assert status["id"] in new.everything()
        assert [state_of(portal, one.id) for one in (moved, gone, revoked)] == ["active", "revoked", "revoked"]
        with portal.portal.database.read() as connection:
            found = connection.execute(select(tables.devices).where(tables.devices.c.id == moved.id)).one()
            assert (found.station, found.role) == (there, "coordinator")
            assert list(findings(connection, portal.portal.ledger)) == []
