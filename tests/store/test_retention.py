"""Each rule takes what is due and nothing else; figures stay; proofs and operations are in the same transaction."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from lotse_app.models.agenda import FollowUp
from lotse_app.models.application import DocumentKind, State
from lotse_app.models.backup import BackupPlan, MadeBackup
from lotse_app.models.figures import Dimension, FigureQuery, FigureRow, Period
from lotse_app.models.persons import PersonKey
from lotse_app.models.problems import Code
from lotse_app.models.retention import DEFAULTS, RuleName, shortened
from lotse_app.store.copying import RESCUE_NAME
from lotse_app.store.driver import sqlite3
from tests.store.samples import (
    START,
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
    from pathlib import Path

    from lotse_app.clock import FixedClock
    from lotse_app.models.retention import Forecast, RetentionRule
    from lotse_app.store.opening import Store

RULES = {rule.name: rule for rule in DEFAULTS}
DAY = timedelta(days=1)


def _rule(name: RuleName) -> RetentionRule:
    return RULES[name]


def _whole(store: Store, application_id: str = "ap-1", state: State = State.SUBMITTED) -> None:
    """Make an application that was handed in."""
    store.applications.create(an_application(application_id, session_id="se-1"), [])
    store.applications.save_draft(a_draft(0, application_id, people=(PersonKey("MUNOZ-ZAK", "1958-03-14"),)))
    store.evidence.save(an_evidence(application_id=application_id), 1, START)
    store.evidence.attach(application_id, "ausweis", f"f-{application_id}", a_file(), START)
    frozen = a_frozen(application_id=application_id)
    store.applications.freeze(frozen, 1, b"pdf", [])
    store.applications.sign(a_signature(frozen), b"signed", [])
    store.applications.hand_in(a_hand_in(application_id), state, b"receipt", b"note", [])


def _forecast(store: Store, name: RuleName, days: float) -> Forecast:
    return store.retention.forecast(_rule(name), START + days * DAY)


def _take(store: Store, name: RuleName, days: float) -> int:
    """Run one rule as it would run so many days later."""
    now = START + days * DAY
    return store.retention.take(_rule(name), store.retention.due(_rule(name), now), now, [])


def test_a_draft_goes_after_thirty_days_with_its_tombstone_and_proof(store: Store) -> None:
    store.applications.create(an_application(), [])
    draft = _rule(RuleName.DRAFT)
    assert store.retention.due(draft, START + 29.9 * DAY) == ()
    warned = store.retention.due(draft, START + 20 * DAY, days=20)
    assert [(one.record_id, one.on) for one in warned] == [("ap-1", START + 30 * DAY)]
    due = store.retention.due(draft, START + 30 * DAY)
    assert store.retention.take(draft, due, START + 30 * DAY, [an_operation("gone", "ap-1")]) == 1
    with refused(Code.RECORD_MISSING):
        store.applications.get("ap-1")
    assert [logged.operation.op for logged in store.outbox.waiting()] == ["gone"]
    proof = store.retention.proofs()[0]
    assert (proof.rule, proof.kind, proof.count, proof.at) == ("entwurf", "vorgang", 1, START + 30 * DAY)


@pytest.mark.parametrize(("rule", "days"), [(RuleName.DRAFT, 30), (RuleName.LINK, 90)])
def test_what_was_written_beside_a_case_goes_when_nothing_leads_to_it_any_more(
    store: Store, rule: RuleName, days: int
) -> None:
    stays = a_session("se-2", pilot_id="pi-2", note="Drucker klemmt", ended_at=START)
    for session in (a_session(note="Frau Muñoz-Żak kommt wieder", ended_at=START), stays):
        store.sessions.start(session)
        store.agenda.put(FollowUp(f"w-{session.id}", START.date(), "Bescheid da?", session_id=session.id))
    if rule is RuleName.DRAFT:
        store.applications.create(an_application(session_id="se-1"), [])
    else:
        _whole(store)
    assert _take(store, rule, days - 1) == 0
    assert (store.sessions.get("se-1").note, len(store.agenda.follow_ups())) == ("Frau Muñoz-Żak kommt wieder", 2)
    assert _take(store, rule, days) == 1
    assert store.sessions.get("se-1") == replace(a_session(ended_at=START), note=""), "the figures of the session stay"
    assert store.sessions.get("se-2").note == stays.note
    assert [line.follow_up.session_id for line in store.agenda.follow_ups()] == ["se-2"]


def test_the_content_goes_first_and_the_receipt_stays(store: Store) -> None:
    store.sessions.start(a_session())
    _whole(store, state=State.RECEIVED)
    assert _take(store, RuleName.CONTENT_CONFIRMED, 13) == 0
    assert _take(store, RuleName.CONTENT_CONFIRMED, 14) == 1
    application = store.applications.get("ap-1")
    assert (application.answers, application.confirmations) == ({}, ())
    assert store.applications.frozen("ap-1") is None
    assert store.applications.signatures("ap-1") == ()
    assert store.evidence.of_application("ap-1") == ()
    kept = [kind for kind in DocumentKind if store.applications.paper("ap-1", kind) is not None]
    assert kept == [DocumentKind.RECEIPT, DocumentKind.NOTE]
    assert _take(store, RuleName.CONTENT_CONFIRMED, 15) == 0
    assert _take(store, RuleName.CONTENT_PAPER, 61) == 0  # nothing is left for it


def test_content_on_paper_goes_after_sixty_days(store: Store) -> None:
    store.sessions.start(a_session())
    _whole(store)
    assert _take(store, RuleName.CONTENT_CONFIRMED, 100) == 0  # nobody confirmed
    assert _take(store, RuleName.CONTENT_PAPER, 59) == 0
    assert _take(store, RuleName.CONTENT_PAPER, 60) == 1


@pytest.mark.parametrize(
    ("states", "rule", "days"),
    [
        ((), RuleName.RECEIPT, 365),
        ((State.DECIDED,), RuleName.RECEIPT_DECIDED, 30),
        ((State.DECIDED, State.CLOSED), RuleName.RECEIPT_DECIDED, 30),
        ((State.WITHDRAWN,), RuleName.RECEIPT_DECIDED, 30),
        ((State.NOT_ACCEPTED,), RuleName.RECEIPT_DECIDED, 30),
    ],
)
def test_what_is_left_goes_with_the_receipt(store: Store, states: tuple[State, ...], rule: RuleName, days: int) -> None:
    store.sessions.start(a_session())
    _whole(store)
    for state in states:
        store.applications.change_state("ap-1", state, START, [])
    assert _take(store, rule, days - 1) == 0
    assert _take(store, rule, days) == 1
    for table in ("application", "hand_in", "paper", "paper_part", "frozen", "evidence_part", "person_index"):
        assert store._connection.value(f"SELECT count(*) FROM {table}") == 0  # noqa: S608 - names of this test


def test_the_link_is_cut_after_ninety_days_and_figures_stay(store: Store) -> None:
    store.sessions.start(a_session(ended_at=START + timedelta(minutes=30)))
    for name in ("ap-1", "ap-2", "ap-3"):
        _whole(store, name)
    reports = store.open_for_reports()
    query = FigureQuery(("antraege",), Dimension.MONTH, Period(START.date(), START.date() + DAY, ""))
    assert reports.figures.count(query) == (FigureRow("2026-11", "", (3,)),)
    store.persons.erase(["ap-3"], START, [])
    assert _take(store, RuleName.LINK, 89) == 0
    assert _take(store, RuleName.LINK, 90) == 2
    assert store.applications.get("ap-1").session_id is None
    assert reports.figures.count(query) == (FigureRow("2026-11", "", (3,)),)
    reports.close()
    assert _take(store, RuleName.LINK, 91) == 0


def test_a_counselling_record_goes_after_five_years_but_never_a_running_one(store: Store) -> None:
    store.sessions.start(a_session("old", ended_at=START + timedelta(minutes=30)))
    store.sessions.start(a_session("running", topics=()))
    years = 5 * 365
    assert _take(store, RuleName.SESSION, years - 1) == 0
    assert _forecast(store, RuleName.SESSION, years).now == 1
    assert _take(store, RuleName.SESSION, years) == 1
    assert store.sessions.ids() == ["running"]
    assert store._connection.value("SELECT count(*) FROM session_topic") == 0


def test_a_forecast_says_how_many_now_and_later_and_when(store: Store) -> None:
    store.applications.create(an_application("ap-1"), [])
    store.applications.create(an_application("ap-2", changed_at=START + 5 * DAY), [])
    before, after = _forecast(store, RuleName.DRAFT, 10), _forecast(store, RuleName.DRAFT, 31)
    assert (before.now, before.later, before.next_on) == (0, 2, START + 30 * DAY)
    assert (after.now, after.later, after.next_on) == (1, 1, START + 35 * DAY)
    nothing = _forecast(store, RuleName.MANDATE, 10)
    assert (nothing.now, nothing.later, nothing.next_on) == (0, 0, None)


def test_mandates_have_no_table_yet_so_nothing_goes(store: Store) -> None:
    assert _take(store, RuleName.MANDATE, 10_000) == 0
    assert store.retention.proofs() == ()


def test_a_rule_that_takes_something_makes_older_backups_stale(store: Store, tmp_path: Path) -> None:
    plan = BackupPlan(tmp_path, START, "store")
    store.backups.made(MadeBackup(plan, tmp_path / "b", 1, 0))
    assert _take(store, RuleName.DRAFT, 40) == 0
    assert store.backups.places()[0].stale_before is None
    store.applications.create(an_application(), [])
    _take(store, RuleName.DRAFT, 40)
    assert store.backups.places()[0].stale_before == START + 40 * DAY
    early = BackupPlan(tmp_path, START + 39 * DAY, "store")
    store.backups.made(MadeBackup(early, tmp_path / "b", 1, 0, (tmp_path,)))
    assert store.backups.places()[0].stale_before is not None  # that copy was begun before the deletion
    late = BackupPlan(tmp_path, START + 41 * DAY, "store")
    store.backups.made(MadeBackup(late, tmp_path / "b", 1, 0, (tmp_path,)))
    assert store.backups.places()[0].stale_before is None


def test_settling_gives_pages_back_and_removes_the_copy_of_an_upgrade(store: Store, folder: Path) -> None:
    store.applications.create(an_application(), [])
    store.evidence.save(an_evidence(), 1, START)
    store.evidence.attach("ap-1", "ausweis", "f1", a_file(b"x" * 3_000_000), START)
    (folder / RESCUE_NAME).write_bytes(b"old")
    _take(store, RuleName.DRAFT, 40)
    store.retention.settle()
    assert store._connection.value("PRAGMA freelist_count") == 0
    assert (folder / "lotse.db").stat().st_size < 1_000_000
    assert (folder / "lotse.db-wal").stat().st_size == 0
    assert not (folder / RESCUE_NAME).exists()


def test_a_proof_can_be_neither_changed_nor_deleted(store: Store) -> None:
    store.applications.create(an_application(), [])
    _take(store, RuleName.DRAFT, 40)
    for act in ("UPDATE retention_proof SET count = 9", "DELETE FROM retention_proof"):
        with refused(Code.RECORD_FROZEN):
            store._connection.run(act)


def test_a_run_that_fails_half_way_takes_nothing(store: Store, clock: FixedClock) -> None:
    store.applications.create(an_application(), [an_operation("same")])
    draft = _rule(RuleName.DRAFT)
    now = clock.now() + 40 * DAY
    with pytest.raises(sqlite3.IntegrityError):
        store.retention.take(draft, store.retention.due(draft, now), now, [an_operation("same")])
    assert store.applications.get("ap-1").state is State.DRAFT
    assert store.retention.proofs() == ()


def test_a_station_may_shorten_and_never_lengthen(store: Store) -> None:
    for key, value in (
        ("entwurf", "12"), ("beratung", "99999"), ("beleg", "0"), ("verbindung", "x"), ("protokoll", "²"),
    ):  # fmt: skip
        store.stations.save_setting(f"aufbewahrung.{key}", value)
    store.stations.save_setting("thema", "dunkel")
    own = {rule.name: rule for rule in shortened(store.retention.settings())}
    assert (own[RuleName.DRAFT].days, own[RuleName.DRAFT].warn_days) == (12, 2)
    assert all(own[name] == rule for name, rule in RULES.items() if name is not RuleName.DRAFT)
    assert "thema" not in store.retention.settings()
