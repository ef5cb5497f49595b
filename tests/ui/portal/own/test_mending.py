"""What a round mends beside a real portal: records that differ are read again, and erasures are answered for."""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING

import pytest

from lotse_app.models.operation import Kind
from lotse_app.store.mending import MendingTable

if TYPE_CHECKING:
    from tests.portal.serving import Laptop
    from tests.portal_client.portals import Portal
    from tests.ui.portal.counter import Counter


@pytest.fixture
def joined(counter: Counter, portal: Portal, station: str) -> Counter:
    counter.join(portal.invitation(station))
    return counter


@pytest.fixture
def colleague(portal: Portal, station: str) -> Laptop:
    return portal.colleague(station)


def receipts(portal: Portal) -> list[tuple[str, str]]:
    """Return (record, device) of every word that the portal has."""
    file = portal.folder / "portal.db"
    with sqlite3.connect(f"{file.as_uri()}?mode=ro", uri=True) as database:
        return [(str(one), str(device)) for one, device in database.execute("SELECT id, device FROM purge_receipts")]


def held(counter: Counter) -> dict[str, int]:
    """Return the sessions that the program has read of the portal, with their version."""
    return counter.on_store(lambda: dict(table(counter).versions(Kind.SESSION)))


def table(counter: Counter) -> MendingTable:
    rows = counter.desk.portal.rounds._mending._rows
    assert isinstance(rows, MendingTable)
    return rows


def damage(counter: Counter, *statements: tuple[str, tuple[str, ...]]) -> None:
    """Change what was read of the portal, as a fault would, a day ago."""

    def work() -> None:
        connection = table(counter)._connection
        for sql, values in statements:
            connection.run(sql, values)
        connection.run("UPDATE portal_place SET compared_at = ''")

    counter.on_store(work)


def test_what_was_lost_or_spoiled_of_what_was_read_comes_back_by_itself(joined: Counter, colleague: Laptop) -> None:
    sessions = [colleague.session() for _ in range(12)]
    colleague.push(*sessions).raise_for_status()
    joined.round()
    whole = held(joined)
    assert set(whole) == {one["id"] for one in sessions}
    damage(
        joined,
        ("DELETE FROM portal_record WHERE id = ?", (sessions[0]["id"],)),
        ("UPDATE portal_record SET version = 7 WHERE id = ?", (sessions[1]["id"],)),
        ("INSERT INTO portal_record (kind, id, version, doc) VALUES ('session', ?, 1, '{}')", ("nowhere-0001",)),
    )
    joined.round()
    assert held(joined) == whole
    assert not joined.on_store(table(joined).is_due)


def test_what_a_colleague_erased_is_gone_here_and_the_portal_hears_so(
    joined: Counter, colleague: Laptop, portal: Portal
) -> None:
    session = colleague.session(obstacles=["kein_bundid"])
    colleague.push(session).raise_for_status()
    joined.round()
    assert session["id"] in held(joined)
    colleague.push(colleague.op("delete", "session", session["id"])).raise_for_status()
    joined.round()
    member = joined.member()
    assert member is not None
    assert receipts(portal) == [(session["id"], member.device)]
    joined.round()
    assert len(receipts(portal)) == 1
    assert joined.outbox().portal.left.isHidden()


def test_what_was_erased_elsewhere_and_is_still_here_is_said_and_not_answered_for(
    joined: Counter, colleague: Laptop, portal: Portal
) -> None:
    kept = joined.record()
    joined.round()
    colleague.push(colleague.op("delete", "session", kept.id)).raise_for_status()
    joined.round()
    assert receipts(portal) == []
    room = joined.outbox()
    assert room.portal.left.isVisible()
    assert "Auf einem anderen Gerät gelöscht, hier noch da: Beratung vom 20.11.2026." in room.portal.left.text
