"""What the store keeps of the exchange with the portal."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from lotse_app.models.operation import Kind
from lotse_app.models.retention import DEFAULTS, RuleName
from lotse_app.models.sync import Position, Pulled, PulledRecord, Pushed, Result, Verdict
from tests.store.samples import START, a_session, an_application, an_operation

if TYPE_CHECKING:
    from collections.abc import Callable

    from lotse_app.clock import FixedClock
    from lotse_app.store.opening import Store

RULES = {rule.name: rule for rule in DEFAULTS}


@pytest.fixture
def saved(store: Store) -> Store:
    """Return a store with four operations that wait."""
    store.sessions.start(a_session())
    store.sessions.save(a_session(), [an_operation(f"o{number}") for number in range(1, 5)])
    return store


def answered(*verdicts: Verdict, durable: int = 0) -> Pushed:
    """Return an answer to a batch from number 1 on; each change has the number of its operation."""
    results = tuple(Result(at, verdict, at if verdict.taken else 0) for at, verdict in enumerate(verdicts, 1))
    return Pushed(1, len(verdicts), durable, results)


def page(*rows: PulledRecord, through: int = 0) -> Pulled:
    return Pulled(1, f"cursor {through}", through, more=False, rows=rows)


def waiting(store: Store) -> list[int]:
    return [one.seq for one in store.sync.waiting(500)]


def kept(store: Store) -> list[tuple[int, str]]:
    rows = store._connection.rows("SELECT seq, verdict FROM outbox ORDER BY seq")
    return [(row["seq"], row["verdict"]) for row in rows]


def test_what_was_answered_waits_no_longer_and_stays_until_it_is_durable_and_read_back(saved: Store) -> None:
    saved.sync.settle(answered(Verdict.OK, Verdict.DUP, Verdict.DEFERRED))
    assert (waiting(saved), saved.outbox.count_waiting()) == ([3, 4], 2)

    saved.sync.settle(answered(Verdict.OK, Verdict.DUP, Verdict.MERGED, durable=3))  # durable, not read back
    assert kept(saved) == [(1, "ok"), (2, "dup"), (3, "merged"), (4, "")]

    saved.sync.keep_page(page(through=2))
    saved.sync.settle(Pushed(1, 3, 3, ()))
    assert kept(saved) == [(3, "merged"), (4, "")]


def test_answers_about_another_log_and_pages_from_another_place_change_nothing(saved: Store) -> None:
    place = saved.sync.position()
    saved.sync.settle(answered(Verdict.OK), "another")
    saved.sync.keep_page(page(through=2), replace(place, cursor="another"))
    assert (waiting(saved), saved.sync.position()) == ([1, 2, 3, 4], place)

    saved.sync.settle(answered(Verdict.OK), place.log)
    saved.sync.keep_page(page(through=2), place)
    assert (waiting(saved), saved.sync.position().through) == ([2, 3, 4], 2)


def test_what_was_refused_or_is_in_conflict_stays_with_its_reason(saved: Store) -> None:
    conflict = Result(1, Verdict.CONFLICT, 0, {"why": "changed", "theirs": {"result": "x"}})
    saved.sync.settle(Pushed(1, 2, 2, (conflict, Result(2, Verdict.REJECTED, 0, {"code": "personal"}))))
    saved.sync.settle(Pushed(1, 2, 2, ()))

    assert kept(saved) == [(1, "conflict"), (2, "rejected"), (3, ""), (4, "")]
    assert "theirs" in saved._connection.value("SELECT detail FROM outbox WHERE seq = 1")


def test_an_answer_that_comes_twice_changes_nothing(saved: Store) -> None:
    saved.sync.settle(answered(Verdict.CONFLICT))
    saved.sync.settle(answered(Verdict.OK))

    assert kept(saved)[0] == (1, "conflict")


def test_page_and_cursor_are_kept_together(saved: Store, reopen: Callable[[], Store]) -> None:
    record = PulledRecord("session", "se-9", 1, {"result": "done"})
    saved.sync.keep_page(page(record, through=5))
    with pytest.raises(ValueError, match="not JSON compliant"):
        saved.sync.keep_page(
            page(
                PulledRecord("session", "se-9", 2, {}), PulledRecord("session", "x", 1, {"n": float("nan")}), through=9
            )
        )
    saved.close()
    again = reopen()

    assert again.sync.position() == Position(again.outbox.log_id, 0, "cursor 5", 5)
    assert again.sync.held(Kind.SESSION, "se-9") == record
    assert again.sync.held(Kind.SESSION, "se-8") is None


def test_a_tombstone_keeps_the_id_only(saved: Store) -> None:
    saved.sync.keep_page(page(PulledRecord("session", "se-9", 1, {"result": "done"})))
    saved.sync.keep_page(page(PulledRecord("session", "se-9", 2, None)))

    assert saved.sync.held(Kind.SESSION, "se-9") == PulledRecord("session", "se-9", 2, None)


def test_the_portal_is_sent_again_what_it_lacks(saved: Store) -> None:
    saved.sync.settle(answered(*[Verdict.OK] * 4))

    assert saved.sync.rewind(3)
    assert waiting(saved) == [3, 4]


def test_what_is_gone_cannot_be_sent_again(saved: Store) -> None:
    saved.sync.keep_page(page(through=9))
    saved.sync.settle(answered(*[Verdict.OK] * 4, durable=2))

    assert not saved.sync.rewind(2)
    assert not saved.sync.rewind(5)
    assert waiting(saved) == []


def test_a_restored_portal_gets_everything_that_is_kept_again(saved: Store) -> None:
    saved.sync.keep_page(page(PulledRecord("session", "se-9", 1, {}), through=4))
    saved.sync.settle(answered(Verdict.OK, Verdict.OK, Verdict.REJECTED, durable=1))

    saved.sync.begin_epoch(7)

    assert saved.sync.position() == Position(saved.outbox.log_id, 7)
    assert saved.sync.held(Kind.SESSION, "se-9") is None
    assert kept(saved) == [(2, ""), (3, ""), (4, "")]
    assert waiting(saved) == [2, 3, 4]


def test_under_a_new_log_everything_is_numbered_anew_and_acts_go_on_there(saved: Store) -> None:
    saved.sync.begin_epoch(3)
    saved.sync.keep_page(page(PulledRecord("session", "se-9", 1, {}), through=9))
    saved.sync.settle(answered(Verdict.OK, Verdict.CONFLICT, durable=1))
    old = saved.outbox.log_id

    saved.sync.begin_log()
    saved.sessions.save(a_session(), [an_operation("o5")])

    assert saved.outbox.log_id != old
    assert [(one.seq, one.log, one.operation.op) for one in saved.sync.waiting(9)] == [
        (at, saved.outbox.log_id, op) for at, op in enumerate(["o2", "o3", "o4", "o5"], 1)
    ]
    assert saved.sync.position() == Position(saved.outbox.log_id, 3)
    assert saved.sync.held(Kind.SESSION, "se-9") is None


def test_a_batch_ends_before_a_gap(saved: Store) -> None:
    saved.sync.settle(answered(Verdict.OK, Verdict.OK))
    saved.sync.rewind(1)
    saved._connection.run("UPDATE outbox SET handed_on_at = ? WHERE seq = 2", ("2026-11-20T10:00:00.000000Z",))

    assert waiting(saved) == [1]


def _old(record_id: str, **doc: Any) -> PulledRecord:  # noqa: ANN401 - any field of a session
    return PulledRecord("session", record_id, 1, doc)


def test_old_sessions_go_from_what_was_read_of_the_portal_and_from_what_was_said_to_it(
    saved: Store, clock: FixedClock
) -> None:
    rule = RULES[RuleName.SESSION]
    saved.sessions.save(a_session(ended_at=START + timedelta(minutes=20)), [])
    saved.sync.keep_page(
        page(
            _old("se-1", start="2026-11-20T09:00:00Z"),
            _old("colleague", start="2026-11-20T09:00:00Z"),
            _old("elsewhere", day="2026-11-20"),
            _old("young", start="2027-11-20T09:00:00Z"),
            PulledRecord("session", "gone", 2, None),
            PulledRecord("station", "st-1", 1, {"name": "Bürgerbüro"}),
        )
    )
    saved.sync.settle(answered(Verdict.OK, Verdict.OK, Verdict.CONFLICT))
    later = datetime(2026, 11, 21, tzinfo=UTC) + timedelta(days=rule.days)

    assert saved.retention.forecast(rule, later).now == 3
    assert saved.retention.take(rule, (), later, []) == 3

    assert [row["id"] for row in saved._connection.rows("SELECT id FROM portal_record ORDER BY id")] == [
        "gone",
        "st-1",
        "young",
    ]
    assert kept(saved) == [(4, "")]  # what the portal has not heard yet still waits
    assert saved.retention.forecast(rule, later).now == 0
    assert clock.now() == START


def test_a_session_that_leaves_the_bin_and_a_vorgang_that_goes_are_forgotten(saved: Store) -> None:
    saved.sessions.save(a_session(ended_at=START + timedelta(minutes=20)), [])
    saved.applications.create(an_application("ap-1"), [])
    held = [PulledRecord(kind, name, 1, {}) for kind, name in (("session", "se-1"), ("application_status", "ap-1"))]
    saved.sync.keep_page(page(*held, PulledRecord("session", "other", 1, {})))

    saved.persons.erase(["ap-1"], START, [])
    saved.sessions.put_in_bin("se-1", "pi-1", START, [])
    rule = RULES[RuleName.BIN]
    later = START + timedelta(days=rule.days + 1)
    saved.retention.take(rule, saved.retention.due(rule, later), later, [])

    assert [row["id"] for row in saved._connection.rows("SELECT id FROM portal_record")] == ["other"]
