"""A counselling session from the first key stroke to the figures."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from functools import partial
from typing import TYPE_CHECKING, Any

import pytest

from lotse_app.models.application import CarriedBy
from lotse_app.models.contact import ContactKind, Details, Gender, HeadKind, Heads
from lotse_app.models.figures import Period
from lotse_app.models.problems import Code, ProblemError
from lotse_app.models.retention import RuleName
from lotse_app.models.session import AgeBand, FirstContact, HelpKind, Obstacle, Result, Topic
from lotse_app.workflows.operations import previous
from tests.cases import begin, frozen, hand_in, operations
from tests.colleagues import add, sit_down

if TYPE_CHECKING:
    from lotse_app.models.session import CounsellingSession
    from tests.desks import Office

WOHNGELD = Topic("", "Wohngeld")


def test_the_row_exists_from_the_first_key_stroke(office: Office) -> None:
    session = office.desk.counsel.start()
    assert office.desk.counsel.running() == session
    assert office.desk.counsel.start() == session, "a second Strg+N goes on with the same one"


def test_a_topic_counts_once(office: Office) -> None:
    session = office.desk.counsel.start()
    office.desk.counsel.add_topic(session.id, WOHNGELD)
    again = office.desk.counsel.add_topic(session.id, WOHNGELD)
    assert again.topics == (WOHNGELD,)


def test_what_was_entered_so_far_is_kept(office: Office) -> None:
    session = office.desk.counsel.start()
    office.clock.advance(minutes=7)
    office.desk.counsel.save(replace(session, age_band=AgeBand.FROM_70))
    kept = office.desk.counsel.get(session.id)
    assert (kept.age_band, kept.minutes) == (AgeBand.FROM_70, 7)


def test_a_beat_keeps_the_minutes_of_a_session_that_never_ended(office: Office) -> None:
    session = office.desk.counsel.start()
    office.clock.advance(minutes=12)
    office.desk.counsel.beat(session.id)
    assert office.desk.counsel.get(session.id).minutes == 12


def test_a_session_without_application_is_suggested_as_information(office: Office) -> None:
    session = office.desk.counsel.start()
    ending = office.desk.counsel.ending(session.id)
    assert ending.applications == ()
    assert (ending.session.help_kind, ending.session.result) == (HelpKind.INFORMATION, Result.DONE)


def test_a_draft_alone_suggests_no_result_and_the_pilot_is_asked_for_one(office: Office) -> None:
    application = begin(office)
    ending = office.desk.counsel.ending(application.session_id or "")
    assert (ending.session.help_kind, ending.session.result) == (HelpKind.FILLED_TOGETHER, None)
    assert [topic.label for topic in ending.session.topics] == ["Hundesteuer – Anmeldung"]
    with pytest.raises(ProblemError) as refused:
        office.desk.counsel.end(ending.session)
    assert refused.value.problem.code is Code.SESSION_RESULT_MISSING
    assert office.desk.counsel.end(replace(ending.session, result=Result.NEW_APPOINTMENT)).result is not None


def test_what_is_no_counselling_is_not_asked_for_a_result(office: Office) -> None:
    ending = office.desk.counsel.ending(begin(office).session_id or "")
    assert office.desk.counsel.end(replace(ending.session, kind=ContactKind.THIRD_PARTY)).result is None


def test_a_checked_application_is_on_paper_and_suggested_as_taken_along(office: Office) -> None:
    case = frozen(office)
    ending = office.desk.counsel.ending(case.application.session_id or "")
    assert ending.session.result is Result.PREPARED


def test_a_filed_application_is_suggested_as_submitted(office: Office) -> None:
    case = hand_in(office, CarriedBy.PILOT)
    ending = office.desk.counsel.ending(case.application.session_id or "")
    assert ending.session.result is Result.SUBMITTED


def test_ending_writes_the_record_and_its_obstacles_without_a_note(office: Office) -> None:
    session = office.desk.counsel.start()
    office.clock.advance(minutes=20)
    before = len(operations(office))
    ended = office.desk.counsel.end(
        replace(session, topics=(WOHNGELD,), obstacles=(Obstacle.NO_BUNDID,), note="Frau Žurić war da")
    )
    made = operations(office)[before:]
    assert not ended.running
    assert ended.minutes == 20
    assert not ended.short_contact
    assert [operation.kind.value for operation in made] == ["session", "obstacle"]
    assert made[0].body["obstacles"] == ["kein_bundid"]
    assert "Žurić" not in str(made)
    assert office.desk.counsel.get(session.id).note == "Frau Žurić war da"


def test_a_contact_under_ten_minutes_is_a_short_one(office: Office) -> None:
    session = office.desk.counsel.start()
    office.clock.advance(minutes=9)
    assert office.desk.counsel.end(session).short_contact


def test_an_ended_session_is_not_ended_again(office: Office) -> None:
    session = office.desk.counsel.start()
    office.desk.counsel.end(session)
    with pytest.raises(ProblemError) as refused:
        office.desk.counsel.end(session)
    assert refused.value.problem.code is Code.SESSION_MISSING


def test_an_end_before_the_start_is_refused_unless_only_seconds_are_missing(office: Office) -> None:
    session = office.desk.counsel.start()
    with pytest.raises(ProblemError) as refused:
        office.desk.counsel.end(replace(session, ended_at=session.started_at - timedelta(hours=1)))
    assert refused.value.problem.code is Code.SESSION_ENDS_FIRST
    ended = office.desk.counsel.end(replace(session, ended_at=session.started_at - timedelta(seconds=40)))
    assert ended.ended_at == session.started_at


def test_a_correction_travels_as_a_patch_with_what_was_seen(office: Office) -> None:
    ended = office.desk.counsel.end(office.desk.counsel.start())
    before = len(operations(office))
    office.desk.counsel.correct(replace(ended, people=3))
    office.desk.counsel.correct(replace(ended, people=3))
    made = operations(office)[before:]
    assert [dict(operation.body) for operation in made] == [{"/people": {"p": previous(1), "v": 3}}]


def test_a_short_contact_is_one_record_that_is_already_over(office: Office) -> None:
    recorded = office.desk.counsel.short_contact(office.desk.counsel.blank())
    assert recorded.short_contact
    assert recorded.minutes == 5
    assert office.desk.counsel.running() is None
    assert office.desk.counsel.page(office.desk.counsel.ids()) == (recorded,)


def test_a_contact_entered_without_its_end_ends_with_its_last_beat(office: Office) -> None:
    blank = office.desk.counsel.blank()
    assert office.desk.counsel.record(blank).ended_at == blank.beat_at


def test_a_session_begun_by_mistake_can_be_discarded(office: Office) -> None:
    session = office.desk.counsel.start()
    office.desk.counsel.discard(session.id)
    assert office.desk.counsel.running() is None
    assert list(office.desk.counsel.ids()) == []


def test_a_group_keeps_whole_heads_and_nothing_of_all_as_one(office: Office) -> None:
    heads = (Heads(HeadKind.AGE, AgeBand.FROM_70, 6), Heads(HeadKind.GENDER, Gender.FEMALE, 8))
    entered = replace(
        office.desk.counsel.afterwards(),
        kind=ContactKind.GROUP,
        people=10,
        heads=heads,
        age_band=AgeBand.FROM_18,
        first_contact=FirstContact.YES,
        details=Details(gender=Gender.MALE, travel=40),
    )
    kept = office.desk.counsel.get(office.desk.counsel.record(entered).id)
    assert [(one.value, one.count) for one in kept.heads] == [("70_79", 6), ("k_a", 4), ("k_a", 2), ("w", 8)]
    assert (kept.age_band, kept.details) == (AgeBand.NOT_SAID, Details(travel=40))
    assert kept.first_contact is FirstContact.YES, "not counted by heads: said of all as one"
    assert kept.minutes == 15
    asked = replace(kept, heads=(*kept.heads, Heads(HeadKind.FIRST_CONTACT, FirstContact.YES, 2)))
    office.desk.counsel.correct(asked)
    assert office.desk.counsel.get(kept.id).first_contact is FirstContact.NOT_ASKED


def test_more_heads_than_persons_are_refused(office: Office) -> None:
    heads = (Heads(HeadKind.AGE, AgeBand.FROM_70, 6),)
    entered = replace(office.desk.counsel.afterwards(), kind=ContactKind.GROUP, people=5, heads=heads)
    with pytest.raises(ProblemError) as refused:
        office.desk.counsel.record(entered)
    assert refused.value.problem.code is Code.HEADS_EXCEED
    alone = office.desk.counsel.record(replace(entered, kind=ContactKind.SINGLE))
    assert alone.heads == (), "heads belong to groups"


@pytest.mark.parametrize("kind", [kind for kind in ContactKind if not kind.counsels])
def test_where_nobody_was_counselled_nobody_was_helped_or_asked(office: Office, kind: ContactKind) -> None:
    entered = replace(
        office.desk.counsel.afterwards(),
        kind=kind,
        age_band=AgeBand.FROM_70,
        first_contact=FirstContact.YES,
        help_kind=HelpKind.DEVICE,
        result=Result.DONE,
        details=Details(gender=Gender.FEMALE, satisfaction=3, preparation=20),
    )
    kept = office.desk.counsel.record(entered)
    assert (kept.help_kind, kept.result, kept.short_contact) == (None, None, False)
    assert (kept.age_band, kept.first_contact) == (AgeBand.NOT_SAID, FirstContact.NOT_ASKED)
    assert kept.details == Details(preparation=20)


@pytest.mark.parametrize(
    ("days", "minutes", "code"),
    [(-1, 0, Code.SESSION_IN_FUTURE), (0, 60, Code.SESSION_IN_FUTURE), (6 * 365, 0, Code.SESSION_TOO_OLD)],
)
def test_a_contact_lies_neither_ahead_nor_beyond_what_is_kept(
    office: Office, days: int, minutes: int, code: Code
) -> None:
    entered = office.desk.counsel.afterwards()
    moved = entered.started_at - timedelta(days=days)
    wrong = replace(entered, started_at=moved, ended_at=moved + timedelta(minutes=15 + minutes))
    with pytest.raises(ProblemError) as refused:
        office.desk.counsel.record(wrong)
    assert refused.value.problem.code is code
    assert list(office.desk.counsel.ids()) == []


def test_what_was_asked_besides_travels_without_the_note(office: Office) -> None:
    before = len(operations(office))
    entered = replace(
        office.desk.counsel.afterwards(),
        kind=ContactKind.HOME_VISIT,
        details=Details(residence="14628410", travel=30, distance=24, tags=("FKZ 12",)),
        note="Frau Žurić war da",
    )
    office.desk.counsel.record(entered)
    body = operations(office)[before].body
    assert (body["kind"], body["travel"], body["distance"], body["tags"]) == ("hausbesuch", 30, 24, ["FKZ 12"])
    assert "Žurić" not in str(body)


def _recorded(office: Office, **changes: Any) -> CounsellingSession:  # noqa: ANN401 - any field
    return office.desk.counsel.record(replace(office.desk.counsel.afterwards(), topics=(WOHNGELD,), **changes))


def test_themes_and_tags_are_kept_so_that_others_can_read_them(office: Office) -> None:
    topics = (*(Topic("", f"Brief\t{number}") for number in range(30)), Topic("", "\u2028"), Topic("s", "x" * 250))
    tags = ("FKZ\x0b1", "FKZ 1", "y" * 300, " ")
    kept = office.desk.counsel.record(
        replace(office.desk.counsel.afterwards(), topics=(topics[-1], *topics), details=Details(tags=tags))
    )
    assert kept.topics == (topics[-1], *(Topic("", f"Brief {number}") for number in range(19)))
    assert kept.details.tags == ("FKZ 1", "y" * 200)


def test_a_correction_keeps_what_was_there_before(office: Office) -> None:
    kept = _recorded(office, note="Frau Žurić war da")
    office.clock.advance(days=1)
    office.desk.counsel.correct(replace(kept, people=3, age_band=AgeBand.FROM_70))
    office.desk.counsel.correct(replace(office.desk.counsel.get(kept.id), note=""))
    office.desk.counsel.correct(office.desk.counsel.get(kept.id))
    found = office.desk.counsel.kept(kept.id)
    assert (found.session.people, found.session.note) == (3, "")
    assert [(one.number, one.by, dict(one.before)) for one in found.revisions] == [
        (1, office.pilot_id, {"people": 1, "age": "k_a"}),
        (2, office.pilot_id, {"note": ""}),
    ]
    assert found.revisions[0].at == office.clock.now()


def test_a_deleted_session_lies_in_the_bin_and_counts_nowhere(office: Office) -> None:
    kept = _recorded(office)
    before = len(operations(office))
    office.desk.counsel.delete(kept.id)
    assert list(office.desk.counsel.ids()) == []
    (binned,) = office.desk.counsel.binned()
    assert (binned.session, binned.deleted_by, binned.deleted_at) == (kept, office.pilot_id, office.clock.now())
    month = Period(date(2026, 11, 1), date(2026, 12, 1), "November")
    assert dict(office.desk.report.build(month).headline)["Beratungen"] == "0"
    office.desk.counsel.restore(kept.id)
    assert office.desk.counsel.binned() == ()
    assert list(office.desk.counsel.ids()) == [kept.id]
    assert dict(office.desk.report.build(month).headline)["Beratungen"] == "1"
    assert [dict(one.body)["/deleted"]["v"] for one in operations(office)[before:]] == [True, False]


def test_the_bin_is_emptied_by_rule_with_a_proof(office: Office) -> None:
    kept = _recorded(office)
    office.desk.counsel.correct(replace(kept, people=2))
    office.desk.counsel.delete(kept.id)
    office.clock.advance(days=29)
    office.desk.keeping.tidy()
    assert len(office.desk.counsel.binned()) == 1
    (due,) = office.desk.keeping.listed(RuleName.BIN)
    assert due.label == "Beratung vom 2026-11-20"
    office.clock.advance(days=2)
    assert dict(office.desk.keeping.tidy().taken)[RuleName.BIN] == 1
    assert office.desk.counsel.binned() == ()
    assert [(one.rule, one.kind, one.count) for one in office.desk.keeping.proofs()] == [("papierkorb", "beratung", 1)]
    made = operations(office)[-1]
    assert (made.act.value, made.kind.value, made.record_id) == ("delete", "session", kept.id)
    with pytest.raises(ProblemError) as gone:
        office.desk.counsel.restore(kept.id)
    assert gone.value.problem.code is Code.RECORD_MISSING


def test_a_session_with_an_application_is_changed_but_not_deleted(office: Office) -> None:
    application = begin(office)
    office.clock.advance(minutes=12)
    ending = office.desk.counsel.ending(application.session_id or "").session
    ended = office.desk.counsel.end(replace(ending, result=Result.NEW_APPOINTMENT))
    with pytest.raises(ProblemError) as refused:
        office.desk.counsel.delete(ended.id)
    assert refused.value.problem.code is Code.SESSION_HAS_CASES


def test_a_session_like_the_last_one_has_nothing_of_its_person(office: Office) -> None:
    assert office.desk.counsel.again().topics == ()
    told = Details(gender=Gender.FEMALE, residence="14628410", tags=("FKZ 12",), travel=20)
    first = _recorded(
        office, kind=ContactKind.HOME_VISIT, age_band=AgeBand.FROM_70, people=2, note="Lupe", details=told,
        first_contact=FirstContact.YES, help_kind=HelpKind.DEVICE, result=Result.SUBMITTED,
    )  # fmt: skip
    office.clock.advance(minutes=5)
    again = office.desk.counsel.again()
    assert again.id != first.id
    assert (again.kind, again.topics, again.help_kind, again.result) == (
        ContactKind.HOME_VISIT, (WOHNGELD,), HelpKind.DEVICE, Result.SUBMITTED,
    )  # fmt: skip
    assert (again.age_band, again.people, again.note, again.first_contact) == (
        AgeBand.NOT_SAID, 1, "", FirstContact.NOT_ASKED,
    )  # fmt: skip
    assert again.details == Details(tags=("FKZ 12",))
    assert office.desk.counsel.again(first.id).topics == again.topics


def test_a_colleague_changes_and_deletes_nothing(office: Office) -> None:
    kept = _recorded(office)
    colleague = sit_down(office, add(office.desk).id)
    for act in (
        partial(colleague.counsel.correct, replace(kept, people=2)),
        partial(colleague.counsel.delete, kept.id),
    ):
        with pytest.raises(ProblemError) as refused:
            act()
        assert refused.value.problem.code is Code.SESSION_OF_COLLEAGUE


def test_a_long_silence_is_told_and_the_longest_one_is_kept(office: Office) -> None:
    session = office.desk.counsel.start()
    for minutes in (1, 40, 1, 11):
        office.clock.advance(minutes=minutes)
        office.desk.counsel.beat(session.id)
    silence = office.desk.counsel.ending(session.id).silence
    assert silence is not None
    assert silence.start == session.started_at + timedelta(minutes=1)
    assert silence.end - silence.start == timedelta(minutes=40)
    assert office.desk.counsel.get(session.id).minutes == 53, "whether it counts is asked, not inferred"


def test_a_crash_is_a_silence_too_though_nothing_was_heard_since(office: Office) -> None:
    session = office.desk.counsel.start()
    assert office.desk.counsel.ending(session.id).silence is None
    office.clock.advance(hours=3)
    silence = office.desk.counsel.ending(session.id).silence
    assert silence is not None
    assert (silence.start, silence.end) == (session.started_at, office.clock.now())


def test_those_who_wait_have_a_number_of_the_day_and_are_called_in_turn(office: Office) -> None:
    counsel = office.desk.counsel
    first = counsel.arrive()
    office.clock.advance(minutes=4)
    second = counsel.arrive()
    assert [(one.number, one.since) for one in counsel.waiting()] == [(1, first.since), (2, office.clock.now())]
    session = counsel.call(first.id)
    assert session.running
    with pytest.raises(ProblemError) as busy:
        counsel.call(second.id)
    assert busy.value.problem.code is Code.SESSION_RUNNING
    assert [one.number for one in counsel.waiting()] == [2], "who is not called keeps waiting"
    counsel.leave(second.id)
    with pytest.raises(ProblemError) as gone:
        counsel.leave(second.id)
    assert gone.value.problem.code is Code.RECORD_MISSING
    office.clock.advance(days=1)
    assert counsel.arrive().number == 1, "numbers begin anew each day"
