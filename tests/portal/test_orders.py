"""A lost device is wiped at its next contact; what is erased by law stays erased, wherever it lay."""

from __future__ import annotations

import json
import uuid
from typing import TYPE_CHECKING, Any

import pytest
import requests
from joserfc import jws
from joserfc.errors import BadSignatureError
from joserfc.jwk import OKPKey
from sqlalchemy import select

from lotse_portal import enrolment, orders, tables
from lotse_portal.backup import make_backup, restore
from lotse_portal.database import Database
from lotse_portal.inspection import findings
from lotse_portal.purging import outstanding
from tests.portal.serving import served

if TYPE_CHECKING:
    from pathlib import Path

    from tests.portal.serving import Laptop, Served

PROOF = "ab" * 32


def shut_out(portal: Served, device: str, state: str) -> None:
    with portal.portal.database.write() as connection:
        assert enrolment.shut_out(connection, portal.portal.ledger, device, state, portal.portal.clock.now())


def read(portal: Served, signed: str) -> dict[str, Any]:
    """Return what an order says, checked with the key a device pins."""
    content: dict[str, Any] = json.loads(
        jws.deserialize_compact(signed, portal.portal.keys.sign, algorithms=["Ed25519"]).payload
    )
    return content


def receipt(laptop: Laptop, order: str, **others: str) -> requests.Response:
    content = json.dumps({"sub": laptop.id, "jti": order} | others).encode()
    signed = jws.serialize_compact({"alg": "Ed25519"}, content, laptop.sign, algorithms=["Ed25519"])
    return requests.post(f"{laptop.url}/v1/orders/receipts", json={"receipt": signed}, timeout=10)


def test_a_lost_device_gets_no_access_and_the_order_to_wipe_until_it_says_that_it_did(portal: Served) -> None:
    laptop = portal.device(portal.station())
    shut_out(portal, laptop.id, "lost")
    shut_out(portal, laptop.id, "lost")

    told = []
    for answer in (laptop.push(laptop.session()), laptop.sign_on()):
        problem = answer.json()
        assert (answer.status_code, problem["code"], len(problem["orders"])) == (403, "device_lost", 1)
        told += problem["orders"]
    for signed in told:
        content = read(portal, signed)
        assert (content["order"], content["sub"], content["iss"]) == ("wipe", laptop.id, laptop.audience)
        assert content["exp"] - content["iat"] == 7 * 86_400
    order = read(portal, told[0])
    with pytest.raises(BadSignatureError):
        jws.deserialize_compact(told[0], OKPKey.generate_key("Ed25519"), algorithms=["Ed25519"])

    assert receipt(laptop, order["jti"]).json() == {"kept": True}
    assert laptop.sign_on().json()["orders"] == []


def test_a_locked_device_finds_its_order_and_works_on(portal: Served) -> None:
    laptop, other = (portal.device(portal.station()) for _ in range(2))
    with portal.portal.database.write() as connection:
        now, ledger = portal.portal.clock.now(), portal.portal.ledger
        assert enrolment.order_lock(connection, ledger, laptop.id, now)
        assert not enrolment.order_lock(connection, ledger, "nobody-there", now)

    (signed,) = laptop.web.get(f"{portal.url}/v1/orders").json()["orders"]

    assert read(portal, signed)["order"] == "lock"
    assert len(laptop.changes()["orders"]) == 1
    assert other.changes()["orders"] == []
    assert laptop.push(laptop.session()).status_code == 200


def test_nobody_else_says_that_an_order_was_carried_out(portal: Served) -> None:
    laptop, stranger = (portal.device(portal.station()) for _ in range(2))
    shut_out(portal, laptop.id, "lost")
    order = read(portal, laptop.sign_on().json()["orders"][0])["jti"]

    assert receipt(stranger, order).status_code == 200  # says nothing of what there is, and does nothing
    assert receipt(stranger, order, sub=laptop.id).status_code == 401
    assert receipt(stranger, order, sub=str(uuid.uuid4())).status_code == 401
    for nonsense in ("a.b.c", "." * 300, "eyJhbGciOiJub25lIn0.e30."):
        answer = requests.post(f"{portal.url}/v1/orders/receipts", json={"receipt": nonsense}, timeout=10)
        assert answer.status_code == 401
    assert len(laptop.sign_on().json()["orders"]) == 1


def erased(laptop: Laptop) -> dict[str, Any]:
    """Push a session, an edit of it that clashes, and its erasure; return the session's create."""
    session = laptop.session(result="MARKERWORT")
    clash = laptop.op("patch", "session", session["id"], set={"/result": {"p": "0" * 16, "v": "MARKERWORT-2"}})
    answer = laptop.push(session, clash, laptop.op("delete", "session", session["id"])).json()
    assert [one[1] for one in answer["results"]] == ["ok", "conflict", "ok"]
    return session


def everything_kept(portal: Served) -> str:
    with portal.portal.database.read() as connection:
        tables_kept = (tables.records, tables.operations, tables.purges)
        return repr([list(connection.execute(select(table))) for table in tables_kept])


def test_what_is_erased_by_law_is_nowhere_and_each_device_says_that_it_erased_it(portal: Served) -> None:
    station = portal.station()
    first, second, stranger = portal.device(station), portal.device(station), portal.device(portal.station())
    kept = first.session(result="bleibt")
    first.push(kept)
    session = erased(first)
    late = second.op("patch", "session", session["id"], set={"/result": {"p": "0" * 16, "v": "MARKERWORT-3"}})
    assert second.push(late).json()["results"][0][1:] == ["conflict", {"why": "deleted"}]

    row = second.everything()[session["id"]]
    assert (row["deleted"], row["purged"]) == (True, True)
    assert "purged" not in second.everything()[kept["id"]]
    assert "bleibt" in everything_kept(portal)
    assert "MARKERWORT" not in everything_kept(portal)

    told = {"receipts": [{"k": "session", "id": name, "proof": PROOF} for name in (session["id"], kept["id"])]}
    with portal.portal.database.read() as connection:
        assert {name: count for name, count in outstanding(connection).items() if name in {first.id, second.id}} == {
            first.id: 1,
            second.id: 1,
        }
    for device, count in ((second, 1), (second, 1), (stranger, 0)):
        answer = device.web.post(f"{portal.url}/v1/purge-receipts", json=told)
        assert answer.json() == {"kept": count}
    with portal.portal.database.read() as connection:
        assert second.id not in outstanding(connection)
        assert outstanding(connection)[first.id] == 1


def test_a_session_deleted_by_a_person_who_saw_it_is_a_tombstone_and_no_erasure(portal: Served) -> None:
    laptop = portal.device(portal.station())
    session = laptop.session()
    laptop.push(session)
    (row,) = laptop.everything().values()

    laptop.push(laptop.op("delete", "session", row["id"], p="0" * 16))

    assert "deleted" not in laptop.everything()[session["id"]]
    laptop.push(laptop.op("delete", "session", row["id"]))
    assert laptop.everything()[session["id"]]["purged"] is True


def test_no_backup_brings_back_what_was_erased_nor_forgets_an_order(addresses: tuple[str, str], tmp_path: Path) -> None:
    before, after = addresses
    with served(tmp_path, before) as old:
        station = old.station()
        laptop, thief, wiped = (old.device(station) for _ in range(3))
        session = laptop.session(result="MARKERWORT")
        laptop.push(session)
        now = old.portal.clock.now()
        backup = make_backup(old.portal.database, old.portal.ledger, tmp_path / "backups", now)
        laptop.push(laptop.op("delete", "session", session["id"]))
        shut_out(old, thief.id, "lost")
        shut_out(old, wiped.id, "lost")
        receipt(wiped, read(old, wiped.sign_on().json()["orders"][0])["jti"]).raise_for_status()
        database = Database(after)
        database.migrate()
        epoch = restore(database, old.portal.ledger, backup.path, now)
        database.close()

    with served(tmp_path, after) as new:
        laptop.url = thief.url = wiped.url = new.url
        assert "MARKERWORT" not in everything_kept(new)
        assert laptop.everything()[session["id"]]["purged"] is True
        assert laptop.push(session, epoch=epoch).json()["results"][0][1] == "ok"  # as it was answered the first time
        assert laptop.everything()[session["id"]]["deleted"] is True
        assert [read(new, one)["order"] for one in thief.sign_on().json()["orders"]] == [orders.WIPE]
        assert wiped.sign_on().json()["orders"] == []  # it said so, and has nothing left to say it with again
        with new.portal.database.read() as connection:
            assert list(findings(connection, new.portal.ledger)) == []
