"""A portal restored from a backup heals without a question to anyone, and forgets nobody who was shut out."""

from __future__ import annotations

import gzip
from typing import TYPE_CHECKING

import pytest

from lotse_portal import enrolment
from lotse_portal.backup import BackupDamagedError, NotEmptyError, make_backup, restore, verify
from lotse_portal.database import Database, keep_value
from lotse_portal.inspection import findings
from lotse_portal.ledger import LedgerBrokenError
from lotse_portal.limits import Limiter
from lotse_portal.problems import PortalError, Trouble
from tests.portal.serving import served

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.portal.serving import Served


@pytest.fixture
def old(addresses: tuple[str, str], tmp_path: Path) -> Iterator[Served]:
    with served(tmp_path, addresses[0]) as running:
        yield running


def empty(address: str) -> Database:
    database = Database(address)
    database.migrate()
    return database


def test_after_a_restore_devices_learn_the_epoch_send_again_and_all_is_there_once(
    old: Served, addresses: tuple[str, str], tmp_path: Path
) -> None:
    laptop = old.device(old.station())
    early, late = [laptop.session() for _ in range(3)], [laptop.session() for _ in range(2)]
    laptop.push(*early)
    backup = make_backup(old.portal.database, old.portal.ledger, tmp_path / "backups", old.portal.clock.now())
    durable = laptop.push(*late).json()["durable_seq"]
    database = empty(addresses[1])

    epoch = restore(database, old.portal.ledger, backup.path, old.portal.clock.now())

    database.close()
    with served(tmp_path, addresses[1]) as new:
        laptop.url = new.url
        refused = laptop.push(*late).json()
        again = laptop.push(*early, *late, epoch=epoch).json()
        assert (durable, epoch, refused["code"], refused["last_seq"]) == (3, 2, "epoch_changed", 3)
        assert [one[1] for one in again["results"]] == ["ok"] * 5
        assert {row["version"] for row in laptop.everything().values()} == {1}
        assert len(laptop.everything()) == 5
        with new.portal.database.read() as connection:
            assert list(findings(connection, new.portal.ledger)) == []


def test_who_joined_or_was_shut_out_since_the_backup_stays_so(
    old: Served, addresses: tuple[str, str], tmp_path: Path
) -> None:
    station = old.station()
    thief = old.device(station)
    backup = make_backup(old.portal.database, old.portal.ledger, tmp_path / "backups", old.portal.clock.now())
    newcomer = old.device(old.station("Neu"))
    with old.portal.database.write() as connection:
        assert enrolment.shut_out(connection, old.portal.ledger, thief.id, "lost", old.portal.clock.now())
    database = empty(addresses[1])
    epoch = restore(database, old.portal.ledger, backup.path, old.portal.clock.now())
    database.close()

    with served(tmp_path, addresses[1]) as new:
        thief.url = newcomer.url = new.url
        assert thief.push(thief.session(), epoch=epoch).json()["code"] == "device_lost"
        assert newcomer.push(newcomer.session(), epoch=epoch).json()["results"][0][1] == "ok"


def test_a_backup_is_refused_when_cut_or_changed(old: Served, tmp_path: Path) -> None:
    old.station()
    backup = make_backup(old.portal.database, old.portal.ledger, tmp_path / "backups", old.portal.clock.now())
    whole = gzip.decompress(backup.path.read_bytes())
    assert verify(backup.path).rows["stations"] == 1

    for damaged in (whole[:-20], whole.replace(b"Testdorf", b"Testdorg"), whole + b"{}\n", b"", b"{}\n"):
        backup.path.write_bytes(gzip.compress(damaged))
        with pytest.raises(BackupDamagedError):
            verify(backup.path)
    backup.path.write_bytes(backup.path.read_bytes()[:30])
    with pytest.raises(BackupDamagedError):
        verify(backup.path)


def test_nothing_is_restored_over_something_or_without_the_ledger(old: Served, tmp_path: Path) -> None:
    old.station()
    now = old.portal.clock.now()
    backup = make_backup(old.portal.database, old.portal.ledger, tmp_path / "backups", now)

    with pytest.raises(NotEmptyError):
        restore(old.portal.database, old.portal.ledger, backup.path, now)
    ledger = tmp_path / "ledger.jsonl"
    ledger.write_bytes(ledger.read_bytes().replace(b"Testdorf", b"Testdorg")[:-3])
    with pytest.raises(LedgerBrokenError):
        restore(old.portal.database, old.portal.ledger, backup.path, now)
    ledger.unlink()
    with pytest.raises(LedgerBrokenError):
        restore(old.portal.database, old.portal.ledger, backup.path, now)


def test_an_older_copy_of_the_ledger_is_not_taken_and_the_check_says_what_it_lacks(
    old: Served, addresses: tuple[str, str], tmp_path: Path
) -> None:
    station = old.station()
    thief = old.device(station)
    ledger, now = tmp_path / "ledger.jsonl", old.portal.clock.now()
    copy = ledger.read_bytes()
    with old.portal.database.write() as connection:
        assert enrolment.shut_out(connection, old.portal.ledger, thief.id, "revoked", now)
    newcomer, further = old.device(station), old.station("Neu")
    backup = make_backup(old.portal.database, old.portal.ledger, tmp_path / "backups", now)
    whole = ledger.read_bytes()
    database = empty(addresses[1])

    def checked(content: bytes | None) -> list[str]:
        ledger.unlink(missing_ok=True)
        if content is not None:
            ledger.write_bytes(content)
        with old.portal.database.read() as connection:
            return list(findings(connection, old.portal.ledger))

    assert checked(whole) == []
    lacking = {" ".join(line.split()[:2]) for line in checked(copy)}
    assert lacking == {f"Stützpunkt {further}", f"Gerät {thief.id}", f"Gerät {newcomer.id}"}
    with pytest.raises(LedgerBrokenError):
        restore(database, old.portal.ledger, backup.path, now)
    assert len(checked(None)) == len(checked(b"{}\n")) == 1
    with old.portal.database.write() as connection:
        keep_value(connection, "epoch", "7")
    assert checked(whole) == ["Das Register kennt die Epoche dieses Portals nicht."]
    assert restore(database, old.portal.ledger, backup.path, now) == 2
    database.close()


def test_a_bucket_of_requests_fills_up_again() -> None:
    clock = [0.0]
    limiter = Limiter(lambda: clock[0], burst=2, each_second=1)
    limiter.take("device")
    limiter.take("device")

    with pytest.raises(PortalError) as refused:
        limiter.take("device")
    clock[0] = 5.0

    assert (refused.value.trouble, refused.value.params) == (Trouble.TOO_MANY, {"retry_after": 1})
    limiter.take("device")
