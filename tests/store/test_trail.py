"""The Protokoll: every act in one chain, in the transaction of the act; where it was tampered with shows."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from lotse_app.models.application import State
from lotse_app.models.problems import Code
from lotse_app.models.retention import DEFAULTS, RuleName
from lotse_app.models.trail import START as BEGINNING
from lotse_app.models.trail import Deed, Head, Outcome
from lotse_app.store.erasing import open_gate
from lotse_app.store.trail import TrailTable, anchor_key
from tests.store.samples import (
    KEY,
    OPERATOR,
    PILOT,
    START,
    STATION,
    a_draft,
    a_file,
    a_frozen,
    a_hand_in,
    a_session,
    a_signature,
    an_application,
    an_evidence,
    an_operation,
    refused,
)

if TYPE_CHECKING:
    from lotse_app.clock import FixedClock
    from lotse_app.store.opening import Store

TRAIL_RULE = next(rule for rule in DEFAULTS if rule.name is RuleName.TRAIL)


def _deeds(store: Store) -> list[tuple[str, str, str]]:
    return [(entry.who, entry.deed, entry.record_id) for entry in reversed(store.trail.newest())]


def _alter(store: Store, sql: str) -> None:
    """Do what the trigger forbids, as somebody with the key could."""
    for kind in ("unchanging", "kept"):
        store._connection.run(f"DROP TRIGGER IF EXISTS trail_{kind}")
    store._connection.run(sql)


def _work(store: Store) -> None:
    """Do everything once."""
    store.trail.sign_on("pi-1")
    store.stations.set_up(OPERATOR, STATION, PILOT, [])
    store.stations.save_station(OPERATOR, STATION, [])
    store.stations.save_pilot(PILOT, [])
    store.sessions.start(a_session())
    store.applications.create(an_application(session_id="se-1"), [])
    store.applications.save_draft(a_draft(0))
    store.evidence.save(an_evidence(), 1, START)
    store.evidence.attach("ap-1", "ausweis", "f1", a_file(), START)
    store.evidence.detach("ap-1", "f1", START)
    store.applications.freeze(a_frozen(), 1, b"pdf", [])
    store.applications.reopen("ap-1", START, [])
    store.applications.freeze(a_frozen(2), 1, b"pdf", [])
    store.applications.sign(a_signature(a_frozen(2)), b"pdf", [])
    store.applications.hand_in(a_hand_in(), State.SUBMITTED, b"r", b"n", [])
    store.backups.missed(Code.BACKUP_FULL.value)
    store.persons.erase(["ap-1"], START, [])


def test_each_act_leaves_its_entry(store: Store) -> None:
    _work(store)
    assert _deeds(store) == [
        ("pi-1", "entsperrt", ""),
        ("pi-1", "lotse_geaendert", "pi-1"),
        ("pi-1", "stuetzpunkt_geaendert", "st-1"),
        ("pi-1", "lotse_geaendert", "pi-1"),
        ("pi-1", "antrag_begonnen", "ap-1"),
        ("pi-1", "nachweis_angehaengt", "ap-1"),
        ("pi-1", "nachweis_entfernt", "ap-1"),
        ("pi-1", "antrag_geprueft", "ap-1"),
        ("pi-1", "wieder_geoeffnet", "ap-1"),
        ("pi-1", "antrag_geprueft", "ap-1"),
        ("pi-1", "unterschrieben", "ap-1"),
        ("pi-1", "eingereicht", "ap-1"),
        ("pi-1", "gesichert", ""),
        ("pi-1", "person_geloescht", "ap-1"),
    ]
    failed = next(entry for entry in store.trail.newest() if entry.deed == "gesichert")
    assert (failed.outcome, failed.reason) == (Outcome.FAILED.value, "backup_full")
    check = store.examine()
    assert check.pages > 50
    assert check.trail.whole
    assert (check.trail.entries, check.trail.head.number) == (14, 14)


def test_an_act_that_is_undone_leaves_no_entry(store: Store) -> None:
    store.applications.create(an_application(), [an_operation("same")])
    with pytest.raises(Exception, match="UNIQUE"):
        store.applications.create(an_application("ap-2"), [an_operation("same")])
    assert [deed for _, deed, _ in _deeds(store)] == ["antrag_begonnen"]


def test_an_entry_can_be_neither_changed_nor_deleted(store: Store) -> None:
    store.trail.note(Deed.UNLOCKED)
    with refused(Code.RECORD_FROZEN):
        store._connection.run("UPDATE trail SET who = 'x'")
    with refused(Code.RECORD_FROZEN):
        store._connection.run("DELETE FROM trail")


@pytest.mark.parametrize(
    ("tampering", "where"),
    [
        ("UPDATE trail SET who = 'x' WHERE number = 3", 3),
        ("UPDATE trail SET at = '2026-01-01T00:00:00.000000Z' WHERE number = 1", 1),
        ("DELETE FROM trail WHERE number = 2", 2),
        ("UPDATE trail SET reason = 'x', hash = hash || '0' WHERE number = 5", 5),
        ("UPDATE trail SET number = 9 WHERE number = 4", 4),
    ],
)
def test_tampering_shows_at_its_number(store: Store, tampering: str, where: int) -> None:
    for number in range(5):
        store.trail.note(Deed.BEGUN, f"ap-{number}")
    assert store.trail.check().whole
    _alter(store, tampering)
    check = store.trail.check()
    assert check.broken_at == where
    assert not check.whole


def _filed(store: Store) -> None:
    """Set up, sign and hand in: what has to leave its entries."""
    store.stations.set_up(OPERATOR, STATION, PILOT, [])
    store.sessions.start(a_session())
    store.applications.create(an_application(session_id="se-1"), [])
    store.applications.save_draft(a_draft(0))
    store.applications.freeze(a_frozen(), 1, b"pdf", [])
    store.applications.sign(a_signature(a_frozen()), b"pdf", [])
    store.applications.hand_in(a_hand_in(), State.SUBMITTED, b"r", b"n", [])


@pytest.mark.parametrize(
    ("tampering", "missing"),
    [
        ("DELETE FROM trail", 3),
        ("DELETE FROM trail WHERE number >= 2", 2),
        ("DELETE FROM trail WHERE number >= 4", 2),
        ("DELETE FROM trail WHERE number >= 5", 1),
        ("DELETE FROM trail WHERE number >= 6", 0),
    ],
)
def test_a_chain_cut_off_at_its_end_is_whole_and_still_a_finding(store: Store, tampering: str, missing: int) -> None:
    assert store.trail.check().missing == 0, "before it is set up there is nothing to tell of"
    _filed(store)
    assert store.trail.check().whole
    _alter(store, tampering)
    check = store.trail.check()
    assert (check.broken_at, check.missing) == (None, missing)
    assert check.whole is (missing == 0)


def test_what_is_older_than_the_entries_that_are_kept_is_not_asked_for(store: Store, clock: FixedClock) -> None:
    _filed(store)
    clock.advance(days=3 * 365 + 1)
    store.trail.note(Deed.UNLOCKED)
    assert store.retention.take(TRAIL_RULE, (), clock.now(), []) == 5
    assert store.trail.check().whole
    _alter(store, "DELETE FROM trail")
    assert store.trail.check().missing == 3, "without any entry everything is asked for"


def _prune(store: Store, clock: FixedClock) -> None:
    for _ in range(3):
        store.trail.note(Deed.BEGUN)
    clock.advance(days=3 * 365 + 1)
    store.trail.note(Deed.UNLOCKED)
    assert store.retention.take(TRAIL_RULE, (), clock.now(), []) == 3


def test_pruning_leaves_a_marked_anchor_from_which_the_chain_goes_on(store: Store, clock: FixedClock) -> None:
    _prune(store, clock)
    check = store.trail.check()
    assert check.whole
    assert (check.anchor, check.entries, check.head.number) == (3, 2, 5)
    assert store.retention.proofs()[0].kind == "protokolleintrag"
    clock.advance(days=4 * 365)
    assert store.retention.take(TRAIL_RULE, (), clock.now(), []) == 2
    assert store.trail.check().whole
    assert store.trail.head().number == 6


def test_all_may_be_pruned_and_numbers_go_on(store: Store, clock: FixedClock) -> None:
    store.trail.note(Deed.BEGUN)
    with open_gate(store._connection, "test"):
        assert store.trail.prune(0) == 0
        assert store.trail.prune(1) == 1
    assert store.trail.head().number == 1
    store.trail.note(Deed.BEGUN)
    assert [entry.number for entry in store.trail.newest()] == [2]
    assert store.trail.check().whole
    assert store.trail.last_before(clock.now()) == 0


def test_a_forged_anchor_is_told_from_a_real_one(store: Store, clock: FixedClock) -> None:
    _prune(store, clock)
    _alter(store, "DELETE FROM trail WHERE number <= 4")
    digest = store.trail.newest()[0].hash
    store._connection.run("UPDATE trail_anchor SET number = 4, hash = ?", (digest,))
    assert not store.trail.check().anchor_good


def test_the_anchor_is_marked_anew_for_another_key_only_if_it_was_right(store: Store, clock: FixedClock) -> None:
    other = bytes(32)
    store.trail.remark(KEY, other)  # nothing pruned: nothing to mark
    _prune(store, clock)
    store.trail.remark(other, KEY)
    assert store.trail.check().anchor_good
    store.trail.remark(KEY, other)
    assert not store.trail.check().anchor_good
    assert TrailTable(store._connection, clock, anchor_key(other)).check().whole


def test_an_empty_trail_is_whole(store: Store) -> None:
    assert store.trail.head() == Head(0, BEGINNING)
    assert store.trail.check().whole
