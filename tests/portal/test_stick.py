"""A file brought by stick: taken in once, answered as over HTTP, and refused in one sentence where it is not sound."""

from __future__ import annotations

import gzip
import hashlib
import json
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from joserfc import jwe, jws
from joserfc.jwk import OctKey, OKPKey
from sqlalchemy import func, select, update

from lotse_portal import enrolment, stick, tables
from lotse_portal.cli import run
from lotse_portal.clock import text_of
from lotse_portal.database import keep_value
from lotse_portal.keys import thumbprint

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from tests.portal.serving import Laptop, Served

_MARK = "Qwertzwort"


@dataclass(slots=True)
class Stick:
    """Writes the files of a device that never has a network, and reads what comes back."""

    portal: Served
    laptop: Laptop
    cursor: str = ""

    def content(self, *batches: list[dict[str, Any]], epoch: int = 1) -> dict[str, Any]:
        """Return what a file holds, unsealed."""
        head = {"protocol": 1, "device": self.laptop.id, "log": self.laptop.log, "epoch": epoch}
        told = [{**head, "first_seq": ops[0]["seq"], "ops": ops} for ops in batches]
        return {"log": self.laptop.log, "cursor": self.cursor, "batches": told}

    def file(self, content: dict[str, Any], packed: bytes = b"", typ: str = stick.UP, **said: str) -> bytes:
        """Seal a file; ``said`` are other claims of the device than the true ones."""
        packed = packed or gzip.compress(json.dumps(content).encode())
        keys = self.portal.portal.keys
        claims = {"sub": self.laptop.id, "aud": keys.fingerprint, "sha256": hashlib.sha256(packed).hexdigest()} | said
        head = {"alg": "Ed25519", "typ": typ, "kid": self.laptop.id}
        line = jws.serialize_compact(head, json.dumps(claims).encode(), self.laptop.sign, algorithms=["Ed25519"])
        return self.sealed(line.encode() + b"\n" + packed)

    def sealed(self, plain: bytes, **head: str) -> bytes:
        """Seal anything to the portal."""
        outside = {"alg": "ECDH-ES", "enc": "A256GCM", "typ": stick.UP, "kid": self.portal.portal.keys.fingerprint}
        return jwe.encrypt_compact(
            outside | head, plain, self.portal.portal.keys.receive, algorithms=["ECDH-ES", "A256GCM"]
        ).encode()

    def bring(self, file: bytes) -> stick.Brought:
        """Take a file in at the portal."""
        there = self.portal.portal
        return stick.bring(there.database, there.keys, there.ledger, file, there.clock.now())

    def read(self, receipt: bytes) -> dict[str, Any]:
        """Open a receipt as the device does."""
        plain = jwe.decrypt_compact(receipt, self.laptop.receive, algorithms=["ECDH-ES", "A256GCM"]).plaintext or b""
        line, _, packed = plain.partition(b"\n")
        said = json.loads(jws.deserialize_compact(line, self.portal.portal.keys.sign, algorithms=["Ed25519"]).payload)
        assert said["sub"] == self.laptop.id
        assert said["sha256"] == hashlib.sha256(packed).hexdigest()
        body: dict[str, Any] = json.loads(gzip.decompress(packed))
        return body


@pytest.fixture
def carried(portal: Served) -> Stick:
    return Stick(portal, portal.device(portal.station()))


def _refused(carried: Stick, file: bytes) -> stick.Flaw:
    with pytest.raises(stick.StickError) as caught:
        carried.bring(file)
    return caught.value.flaw


def test_what_came_by_stick_is_there_once_and_the_receipt_says_so(carried: Stick) -> None:
    first, second = carried.laptop.session(), carried.laptop.session()
    file = carried.file(carried.content([first], [second]))

    done = carried.bring(file)

    assert (done.answered, done.new) == (2, 2)
    assert set(carried.laptop.everything()) == {first["id"], second["id"]}
    receipt = carried.read(done.receipt)
    assert [one["body"]["results"][0][:2] for one in receipt["answers"]] == [[1, "ok"], [2, "ok"]]
    assert [row["id"] for page in receipt["pages"] for row in page["rows"]] == [first["id"], second["id"]]
    again = carried.bring(file)
    assert (again.answered, again.new) == (2, 0)
    assert carried.read(again.receipt)["answers"][0]["body"]["results"] == receipt["answers"][0]["body"]["results"]
    assert [row["version"] for row in carried.laptop.everything().values()] == [1, 1]


def test_stick_and_network_are_one_log(carried: Stick) -> None:
    first = carried.laptop.session()
    file = carried.file(carried.content([first]))
    carried.laptop.push(first).raise_for_status()

    assert carried.bring(file).new == 0
    later = carried.laptop.op("create", "session"), carried.laptop.session()
    receipt = carried.read(carried.bring(carried.file(carried.content([later[1]]))).receipt)
    assert receipt["answers"][0]["body"]["code"] == "seq_gap"
    assert receipt["answers"][0]["body"]["expected"] == 2


def test_a_batch_nobody_can_read_is_answered_and_a_cursor_of_another_time_begins_anew(carried: Stick) -> None:
    content = carried.content() | {"batches": [{"protocol": 1}], "cursor": "of another time"}

    receipt = carried.read(carried.bring(carried.file(content)).receipt)

    assert receipt["answers"] == [{"status": 400, "body": {"code": "malformed"}}]
    assert receipt["pages"][0]["code"] == "cursor_gone"


def test_nothing_on_the_stick_can_be_read_by_who_finds_it(carried: Stick) -> None:
    content = carried.content([carried.laptop.session(result=_MARK)])
    file = carried.file(content)
    receipt = carried.bring(file).receipt

    assert _MARK in json.dumps(carried.read(receipt))  # it would be found
    for lying in (file, receipt):
        for form in (_MARK.encode(), _MARK.encode("utf-16-le"), b"session", carried.laptop.station.encode()):
            assert form not in lying


def test_a_cut_or_changed_file_is_taken_in_nowhere(carried: Stick) -> None:
    file = carried.file(carried.content([carried.laptop.session()]))
    foreign = carried.file({}, gzip.compress(b"{}"))
    half = gzip.compress(json.dumps(carried.content()).encode())[:-9]
    turned = bytearray(file)
    turned[-40] ^= 1
    keyless = jws.serialize_compact({"alg": "HS256"}, b"{}", OctKey.generate_key(256)).encode()
    damaged = {
        "cut": file[: len(file) // 2],
        "empty": b"",
        "a picture": b"\x89PNG\r\n",
        "turned": bytes(turned),
        "no line": carried.sealed(b"nothing\nof it"),
        "no kid": carried.sealed(keyless + b"\nx"),
        "other content": foreign,
        "other bytes": carried.file({}, sha256="0" * 64),
        "another's audience": carried.file({}, aud="A" * 26),
        "another purpose": carried.file(carried.content(), typ="JWT"),
        "half unpacked": carried.file({}, half),
        "not packed": carried.file({}, b"x" * 50),
    }

    for name, lying in damaged.items():
        assert _refused(carried, lying) is stick.Flaw.DAMAGED, name
    assert carried.laptop.everything() == {}
    assert carried.bring(file).new == 1  # the sound one


def test_a_forged_line_of_a_device_is_not_believed(carried: Stick, portal: Served) -> None:
    colleague = Stick(portal, portal.device(portal.station()))
    colleague.laptop.id = carried.laptop.id  # its own key, another's name

    assert _refused(colleague, colleague.file(colleague.content([colleague.laptop.session()]))) is stick.Flaw.DAMAGED


def test_strangers_others_portals_shut_out_devices_and_bombs_have_names(
    carried: Stick, portal: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = carried.file(carried.content([carried.laptop.session()]))
    other = thumbprint(OKPKey.generate_key("Ed25519").as_dict(private=False))
    assert _refused(carried, carried.sealed(b"x", kid=other)) is stick.Flaw.ELSEWHERE
    known, carried.laptop.id = carried.laptop.id, "nobody-0001"
    assert _refused(carried, carried.file(carried.content())) is stick.Flaw.STRANGER
    carried.laptop.id = known
    assert _refused(carried, b"x" * (stick.LARGEST + 1)) is stick.Flaw.LARGE
    with monkeypatch.context() as small:
        small.setattr(stick, "UNPACKED", 100)
        assert _refused(carried, carried.file({}, gzip.compress(b" " * 100_000))) is stick.Flaw.LARGE
    there = portal.portal
    with there.database.write() as connection:
        enrolment.shut_out(connection, there.ledger, known, "revoked", there.clock.now())
    assert _refused(carried, file) is stick.Flaw.SHUT_OUT


def test_a_restored_portal_tells_its_new_life(carried: Stick, portal: Served) -> None:
    file = carried.file(carried.content([carried.laptop.session()]))
    with portal.portal.database.write() as connection:
        keep_value(connection, "epoch", "2")
    try:
        receipt = carried.read(carried.bring(file).receipt)
    finally:
        with portal.portal.database.write() as connection:
            keep_value(connection, "epoch", "1")

    assert receipt["answers"][0]["body"] | {"code": "epoch_changed", "epoch": 2} == receipt["answers"][0]["body"]


def test_the_command_takes_a_file_in_and_says_what_is_wrong_with_another(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    where = ["--data", str(tmp_path / "portal")]
    run(["init", *where])
    (tmp_path / "a.lotsestick").write_bytes(b"x.y")
    capsys.readouterr()

    assert run(["import", str(tmp_path / "a.lotsestick"), "--to", str(tmp_path), *where]) == 1
    assert "Diese Datei ist beschädigt" in capsys.readouterr().err
    assert run(["import", str(tmp_path / "fehlt"), "--to", str(tmp_path), *where]) == 1
    assert "Diese Datei gibt es nicht" in capsys.readouterr().err


def test_a_lost_device_gets_nothing_but_its_order_to_wipe(carried: Stick, portal: Served) -> None:
    there, known = portal.portal, carried.laptop.id
    file = carried.file(carried.content([carried.laptop.session()]))
    with there.database.write() as connection:
        enrolment.shut_out(connection, there.ledger, known, "lost", there.clock.now())

    done = carried.bring(file)

    assert (done.shut_out, done.answered, done.ordered) == (True, 0, 1)
    told = carried.read(done.receipt)
    assert (told["answers"], told["pages"]) == ([], [])
    (order,) = told["orders"]
    content = json.loads(jws.deserialize_compact(order, there.keys.sign, algorithms=["Ed25519"]).payload)
    assert (content["order"], content["sub"]) == ("wipe", known)
    with there.database.read() as connection:
        of_device = tables.entries.c.device == known
        assert connection.scalar(select(func.count()).select_from(tables.entries).where(of_device)) == 0


def test_an_order_to_lock_goes_by_stick_until_the_device_says_that_it_was_done(carried: Stick, portal: Served) -> None:
    there, known = portal.portal, carried.laptop.id
    with there.database.write() as connection:
        enrolment.order_lock(connection, there.ledger, known, there.clock.now())
    done = carried.bring(carried.file(carried.content([carried.laptop.session()])))
    assert (done.shut_out, done.answered, done.ordered) == (False, 1, 1)
    (order,) = carried.read(done.receipt)["orders"]
    name = json.loads(jws.extract_compact(order.encode()).payload)["jti"]
    said = json.dumps({"jti": name, "sub": known}).encode()
    word = jws.serialize_compact({"alg": "Ed25519"}, said, carried.laptop.sign, algorithms=["Ed25519"])

    done = carried.bring(carried.file(carried.content() | {"done": ["a.b.c", word]}))

    assert (done.ordered, carried.read(done.receipt)["orders"]) == (0, [])


def test_the_newest_word_on_a_device_counts_whichever_way_it_came(carried: Stick, portal: Served) -> None:
    now = portal.portal.clock.now()

    def brought(at: datetime, persons: int) -> tuple[str, int]:
        told = {"at": text_of(at), "report": {"persons": persons}}
        carried.bring(carried.file(carried.content() | told))
        with portal.portal.database.read() as connection:
            device = tables.devices.c
            row = connection.execute(select(device.seen_at, device.health).where(device.id == carried.laptop.id)).one()
        return row.seen_at, json.loads(row.health)["persons"]

    _age(portal, carried.laptop.id, now - timedelta(days=30))
    written = now - timedelta(days=2)
    assert brought(written, 3) == (text_of(written), 3)
    assert brought(now - timedelta(days=9), 1) == (text_of(written), 3)  # an older stick sets nothing back
    assert brought(now + timedelta(days=900), 4)[0] < text_of(now + timedelta(hours=1))


def test_who_asks_for_a_token_was_heard_of(portal: Served) -> None:
    laptop, now = portal.device(portal.station()), portal.portal.clock.now()
    _age(portal, laptop.id, now - timedelta(days=30))
    laptop.sign_on().raise_for_status()
    with portal.portal.database.read() as connection:
        seen = connection.scalar(select(tables.devices.c.seen_at).where(tables.devices.c.id == laptop.id))
    assert str(seen) >= text_of(now)


def _age(portal: Served, device: str, at: datetime) -> None:
    with portal.portal.database.write() as connection:
        of_device = tables.devices.c.id == device
        connection.execute(update(tables.devices).where(of_device).values(seen_at=text_of(at)))
