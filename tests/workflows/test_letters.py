"""Post vom Amt: which state follows, what is to be answered, what can be taken back; how a Vorgang ends."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest

from lotse_app.models.application import CarriedBy, Mark, State
from lotse_app.models.ending import endings, settable_marks
from lotse_app.models.laws import LawKind, remedy
from lotse_app.models.letter import DueSource, LetterEntry, LetterKind, letter_problems, state_after
from lotse_app.models.problems import Code, ProblemError
from lotse_app.models.trail import Deed
from lotse_app.models.words import standing_words
from lotse_app.workflows.letters import objection_of
from tests.cases import begin, hand_in, operations
from tests.colleagues import add, sit_down
from tests.desks import MORNING, close, make_office
from tests.forms.building import dog_form
from tests.store.samples import refused

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from lotse_app.workflows.letters import CasePost
    from tests.desks import Office

TODAY = MORNING.date()
DAY = timedelta(days=1)


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    made = make_office(tmp_path)
    yield made
    close(made.desk)


@pytest.fixture
def case_id(office: Office) -> str:
    """Return a Vorgang the resident carries to the office."""
    return hand_in(office, CarriedBy.RESIDENT).application.id


def entry(kind: LetterKind, due: date | None = None, *, dated: date = TODAY - 2 * DAY, note: str = "") -> LetterEntry:
    source = DueSource.PRINTED if due else DueSource.NONE
    return LetterEntry(kind, dated, TODAY, due, source, note)


def test_a_confirmation_moves_the_state_and_travels_once(office: Office, case_id: str) -> None:
    post = office.desk.letters.enter(case_id, entry(LetterKind.CONFIRMATION, note="  kam  heute "))
    assert post.application.state is State.RECEIVED
    assert [one.note for one in post.letters] == ["kam heute"]
    assert not post.letters[0].open
    patch = operations(office)[-1].body
    assert patch["/state"]["v"] == "eingang_bestaetigt"
    assert patch["/received"]["v"] == "2026-11-20"


@pytest.mark.parametrize(
    ("kind", "outcome"),
    [(LetterKind.GRANTED, "bewilligt"), (LetterKind.PARTLY, "teilweise"), (LetterKind.REFUSED, "abgelehnt")],
)
def test_a_decision_says_its_outcome(office: Office, case_id: str, kind: LetterKind, outcome: str) -> None:
    post = office.desk.letters.enter(case_id, entry(kind))
    assert (post.application.state, post.outcome) == (State.DECIDED, outcome)
    line = office.desk.overview.applications()[0]
    assert (line.state, line.outcome) == (State.DECIDED, outcome)
    assert office.desk.letters.end(case_id, State.CLOSED).outcome == outcome


def test_a_later_decision_on_an_objection_is_the_outcome(office: Office, case_id: str) -> None:
    office.desk.letters.enter(case_id, entry(LetterKind.REFUSED))
    post = office.desk.letters.enter(case_id, entry(LetterKind.GRANTED))
    assert (post.application.state, post.outcome) == (State.DECIDED, "bewilligt")
    assert office.desk.overview.applications()[0].outcome == "bewilligt"


def test_a_query_stands_in_heute_until_it_is_answered(office: Office, case_id: str) -> None:
    due = TODAY + 3 * DAY
    post = office.desk.letters.enter(case_id, entry(LetterKind.QUERY, due))
    assert post.application.state is State.QUERY
    today = office.desk.overview.today()
    assert [(one.letter.kind, one.line.id) for one in today.answers] == [(LetterKind.QUERY, case_id)]
    assert [(one.day, one.letter is not None) for one in today.deadlines] == [(due, True)]
    assert today.answers[0].line.letter_due == due
    answered = office.desk.letters.answered(post.letters[0])
    assert answered.application.state is State.RECEIVED
    assert answered.letters[0].answered_on == TODAY
    assert office.desk.overview.today().answers == ()
    again = office.desk.letters.answered(answered.letters[0], done=False)
    assert (again.application.state, again.letters[0].answered_on) == (State.QUERY, None)
    assert len(office.desk.overview.today().answers) == 1


def test_two_queries_are_answered_one_after_the_other(office: Office, case_id: str) -> None:
    letters = office.desk.letters
    first = letters.enter(case_id, entry(LetterKind.QUERY)).letters[0]
    second = letters.enter(case_id, entry(LetterKind.QUERY)).letters[0]
    assert [one.letter.id for one in office.desk.overview.today().answers] == [second.id, first.id]
    assert letters.answered(first).application.state is State.QUERY
    assert letters.answered(second).application.state is State.RECEIVED


def test_a_confirmation_does_not_end_a_query(office: Office, case_id: str) -> None:
    office.desk.letters.enter(case_id, entry(LetterKind.QUERY))
    assert office.desk.letters.enter(case_id, entry(LetterKind.CONFIRMATION)).application.state is State.QUERY


def test_a_decision_ends_the_query_but_not_its_answer(office: Office, case_id: str) -> None:
    query = office.desk.letters.enter(case_id, entry(LetterKind.QUERY)).letters[0]
    office.desk.letters.enter(case_id, entry(LetterKind.GRANTED))
    assert office.desk.letters.answered(query).application.state is State.DECIDED
    assert office.desk.letters.answered(query, done=False).application.state is State.DECIDED


def test_a_refusal_with_a_deadline_wants_an_answer_too(office: Office, case_id: str) -> None:
    letter = office.desk.letters.enter(case_id, entry(LetterKind.REFUSED, TODAY + 28 * DAY)).letters[0]
    assert [one.letter.id for one in office.desk.overview.today().answers] == [letter.id]
    assert office.desk.letters.answered(letter).application.state is State.DECIDED
    assert office.desk.overview.today().answers == ()


def test_what_is_to_be_paid_can_be_objected_to_as_a_refusal(office: Office, case_id: str) -> None:
    letters = office.desk.letters
    day = letters.objection_hint(entry(LetterKind.ASSESSED))
    assert day is not None
    assert day == letters.objection_hint(entry(LetterKind.REFUSED))
    assert letters.objection_hint(entry(LetterKind.ASSESSED, TODAY + DAY)) is None
    post = letters.enter(case_id, entry(LetterKind.ASSESSED))
    assert (post.application.state, post.outcome) == (State.DECIDED, "")
    line = office.desk.overview.applications()[0]
    assert (line.outcome, standing_words(line.state, line.outcome)) == ("", "beschieden")


def test_what_comes_after_a_decision_does_not_change_how_it_ended(office: Office, case_id: str) -> None:
    letters = office.desk.letters
    letters.enter(case_id, entry(LetterKind.GRANTED))
    for kind in (LetterKind.ASSESSED, LetterKind.OTHER):
        assert letters.enter(case_id, entry(kind)).outcome == "bewilligt"
    assert office.desk.overview.applications()[0].outcome == "bewilligt"


def test_what_was_ended_wants_no_answer_any_more(office: Office, case_id: str) -> None:
    office.desk.letters.enter(case_id, entry(LetterKind.QUERY, TODAY + DAY))
    office.desk.letters.end(case_id, State.WITHDRAWN)
    today = office.desk.overview.today()
    assert (today.answers, today.deadlines) == ((), ())


def test_a_letter_to_a_draft_is_kept_and_moves_nothing(office: Office) -> None:
    case_id = begin(office).id
    post = office.desk.letters.enter(case_id, entry(LetterKind.OTHER))
    assert post.application.state is State.DRAFT
    assert office.desk.letters.enter(case_id, entry(LetterKind.GRANTED)).application.state is State.DRAFT
    assert office.desk.letters.of_case(case_id).outcome == ""
    assert office.desk.overview.applications()[0].outcome == ""


def test_the_last_letter_can_be_taken_back_and_the_state_of_before_stands_since_before(
    office: Office, case_id: str
) -> None:
    letters = office.desk.letters
    confirmed = letters.enter(case_id, entry(LetterKind.CONFIRMATION))
    office.clock.advance(days=1)
    post = letters.enter(case_id, entry(LetterKind.QUERY))
    assert post.last == post.letters[0]
    with refused(Code.LETTER_NOT_LAST):
        letters.take_back(confirmed.letters[0])
    back = letters.take_back(post.letters[0])
    assert (back.application.state, len(back.letters)) == (State.RECEIVED, 1)
    assert letters.take_back(back.letters[0]).application.state is State.SUBMITTED
    with refused(Code.LETTER_NOT_LAST):
        letters.take_back(confirmed.letters[0])
    patches = [one.body for one in operations(office)][-2:]
    assert [patch["/state"]["v"] for patch in patches] == ["eingang_bestaetigt", "eingereicht"]
    assert patches[1]["/received"]["v"] == ""
    assert "/received" not in patches[0]


def test_a_letter_that_moved_nothing_is_taken_back_without_an_operation(office: Office, case_id: str) -> None:
    before = len(operations(office))
    letter = office.desk.letters.enter(case_id, entry(LetterKind.OTHER)).letters[0]
    assert office.desk.letters.take_back(letter).letters == ()
    assert len(operations(office)) == before


def test_nothing_is_taken_back_once_something_has_followed(office: Office, case_id: str) -> None:
    post = office.desk.letters.enter(case_id, entry(LetterKind.GRANTED))
    closed = office.desk.letters.end(case_id, State.CLOSED)
    assert (closed.last, closed.undoable is not None) == (None, True)
    with refused(Code.STALE_REVISION):
        office.desk.letters.take_back(post.letters[0])


def test_withdrawn_and_taken_back(office: Office, case_id: str) -> None:
    letters = office.desk.letters
    post = letters.end(case_id, State.WITHDRAWN, "  kein Hund  mehr ")
    assert (post.application.state, post.ending and post.ending.reason) == (State.WITHDRAWN, "kein Hund mehr")
    assert post.undoable is not None
    assert letters.undo_end(post.undoable).application.state is State.SUBMITTED
    with refused(Code.RECORD_MISSING):
        letters.undo_end(post.undoable)


def test_not_accepted_needs_a_reason_and_stands_in_the_postausgang(office: Office, case_id: str) -> None:
    with refused(Code.REASON_MISSING):
        office.desk.letters.end(case_id, State.NOT_ACCEPTED, "  ")
    office.desk.letters.end(case_id, State.NOT_ACCEPTED, "Lageplan unleserlich")
    assert [line.id for line in office.desk.overview.post().refused] == [case_id]


def test_a_draft_is_broken_off_and_can_be_had_back(office: Office) -> None:
    case_id = begin(office).id
    post = office.desk.letters.end(case_id, State.ABANDONED)
    assert office.desk.overview.today().begun == ()
    assert post.ending is not None
    assert office.desk.letters.undo_end(post.ending).application.state is State.DRAFT
    assert len(office.desk.overview.today().begun) == 1


def test_what_the_table_does_not_allow_is_refused(office: Office, case_id: str) -> None:
    with refused(Code.TRANSITION_REFUSED):
        office.desk.letters.end(case_id, State.ABANDONED)
    office.desk.letters.end(case_id, State.WITHDRAWN)
    with refused(Code.TRANSITION_REFUSED):
        office.desk.letters.end(case_id, State.WITHDRAWN)


def test_only_what_the_table_allows_is_offered() -> None:
    assert endings(State.DRAFT) == endings(State.SIGNED) == (State.ABANDONED,)
    assert endings(State.SUBMITTED) == (State.WITHDRAWN, State.NOT_ACCEPTED)
    assert endings(State.QUERY) == (State.WITHDRAWN,)
    assert endings(State.DECIDED) == endings(State.WITHDRAWN) == (State.CLOSED,)
    assert endings(State.CLOSED) == ()


def test_marks_are_offered_where_they_mean_something(office: Office, case_id: str) -> None:
    assert settable_marks(State.DRAFT) == (Mark.PAPERS_MISSING,)
    assert settable_marks(State.SUBMITTED) == (Mark.PAPERS_MISSING, Mark.SIGNATURE_FOLLOWS, Mark.DELIVERY_DISTURBED)
    assert settable_marks(State.CLOSED) == ()
    post = office.desk.letters.mark(case_id, Mark.DELIVERY_DISTURBED, present=True)
    assert Mark.DELIVERY_DISTURBED in post.application.marks


def test_without_a_printed_deadline_the_earlier_safe_day_is_shown_and_nothing_is_stored(
    office: Office, case_id: str
) -> None:
    letters = office.desk.letters
    sent = LetterEntry(LetterKind.REFUSED, date(2026, 11, 2), date(2026, 11, 9))
    assert letters.objection_hint(sent) == date(2026, 12, 7)  # known on Fri 6 Nov, one month: Sun 6 Dec, rolled
    early = LetterEntry(LetterKind.PARTLY, date(2026, 11, 16), date(2026, 11, 17))
    assert letters.objection_hint(early) == date(2026, 12, 17)
    assert (letters.came_late(sent), letters.came_late(early)) == (True, False)
    never = LetterEntry(LetterKind.REFUSED, date(1800, 1, 1), TODAY)
    assert not letters.came_late(never)
    assert letters.objection_hint(entry(LetterKind.REFUSED, TODAY)) is None
    assert letters.objection_hint(entry(LetterKind.GRANTED)) is None
    assert letters.objection_hint(LetterEntry(LetterKind.REFUSED, date(1800, 1, 1), TODAY)) is None
    assert letters.enter(case_id, sent).letters[0].due is None


def test_days_that_cannot_be_are_refused(office: Office, case_id: str) -> None:
    assert not letter_problems(entry(LetterKind.QUERY, TODAY), TODAY)
    wrong = LetterEntry(LetterKind.QUERY, TODAY + DAY, TODAY, TODAY - 9 * DAY)
    assert [(one.code, one.pointer) for one in letter_problems(wrong, TODAY)] == [
        (Code.DATE_IN_FUTURE, "/dated"),
        (Code.LETTER_BEFORE_ITS_DATE, "/received"),
        (Code.LETTER_DUE_UNLIKELY, "/due"),
    ]
    old = LetterEntry(LetterKind.QUERY, date(2016, 11, 1), TODAY)
    assert [one.code for one in letter_problems(old, TODAY)] == [Code.DATE_TOO_EARLY]
    with refused(Code.DATE_TOO_EARLY):
        office.desk.letters.enter(case_id, old)
    assert office.desk.letters.of_case(case_id).letters == ()


def test_the_table_of_states_knows_every_kind() -> None:
    assert {state_after(kind, State.SUBMITTED) for kind in LetterKind} == {
        State.RECEIVED,
        State.QUERY,
        State.DECIDED,
        State.SUBMITTED,
    }


def test_a_vorgang_is_found_by_its_number_as_it_is_read_aloud(office: Office, case_id: str) -> None:
    number = office.desk.letters.of_case(case_id).application.number
    assert office.desk.letters.find(f" {number[:2].lower()} {number[2:].lower()}") == case_id
    for unknown in ("", "ZZZZZZZ"):
        with refused(Code.CASE_NUMBER_UNKNOWN):
            office.desk.letters.find(unknown)


def test_letters_of_a_colleagues_case_stay_closed_until_it_is_taken_over(office: Office, case_id: str) -> None:
    letter = office.desk.letters.enter(case_id, entry(LetterKind.QUERY, TODAY)).letters[0]
    other = add(office.desk)
    desk = sit_down(office, other.id)
    today = desk.overview.today()
    assert today.answers == ()
    assert [(due.line.masked, due.letter) for due in today.deadlines] == [(True, None)]  # it presses: all know, masked
    acts: tuple[Callable[[], CasePost], ...] = (
        lambda: desk.letters.of_case(case_id),
        lambda: desk.letters.enter(case_id, entry(LetterKind.OTHER)),
        lambda: desk.letters.take_back(letter),
        lambda: desk.letters.answered(letter),
        lambda: desk.letters.end(case_id, State.WITHDRAWN),
        lambda: desk.letters.mark(case_id, Mark.PAPERS_MISSING, present=True),
        lambda: desk.letters.guard(case_id, on=True),
    )
    for act in acts:
        with refused(Code.TAKEOVER_MISSING):
            act()
    line = desk.overview.applications()[0]
    assert (line.masked, line.letter_due, line.outcome) == (True, None, "")


def test_what_was_done_stands_in_the_protokoll_without_the_note(office: Office, case_id: str) -> None:
    letters = office.desk.letters
    post = letters.enter(case_id, entry(LetterKind.QUERY, note="Marderwort"))
    letters.answered(post.letters[0])
    ended = letters.end(case_id, State.WITHDRAWN, "Marderwort").ending
    assert ended is not None
    letters.undo_end(ended)
    letters.guard(case_id, on=True)
    entries = office.desk.keeping.trail()[:5]
    assert [one.deed for one in entries] == [
        deed.value for deed in (Deed.GUARDED, Deed.TAKEN_BACK, Deed.ENDED, Deed.ANSWERED, Deed.LETTER)
    ]
    assert all("Marderwort" not in one.reason for one in entries)


def test_a_row_that_changed_meanwhile_is_refused(office: Office, case_id: str) -> None:
    letters = office.desk.letters
    letter = letters.enter(case_id, entry(LetterKind.QUERY)).letters[0]
    letters.take_back(letter)
    with refused(Code.RECORD_MISSING):
        letters.answered(letter)


@pytest.mark.parametrize(
    ("kind", "source"),
    [
        (LawKind.SOCIAL, "SGB X § 37 Abs. 2; SGG § 84 oder VwGO § 70"),
        (LawKind.DUES, "AO § 122 Abs. 2 mit SächsKAG § 3; VwGO § 70"),
        (LawKind.TAX, "AO § 122 Abs. 2; AO § 355"),
        (LawKind.GENERAL, "VwVfG § 41 Abs. 2; VwGO § 70"),
    ],
)
def test_the_source_of_the_computed_day_is_the_law_of_the_service(kind: LawKind, source: str) -> None:
    assert objection_of(replace(dog_form(), law_kind=kind)).source == source


def test_the_dog_tax_is_a_due_of_the_commune_and_objected_to_by_widerspruch() -> None:
    assert dog_form().law_kind is LawKind.DUES
    assert remedy(dog_form().law_kind) == "Widerspruch"


def test_a_note_that_the_data_copy_could_not_print_is_refused_at_its_field(office: Office, case_id: str) -> None:
    with pytest.raises(ProblemError) as wrong:
        office.desk.letters.enter(case_id, entry(LetterKind.QUERY, note="Kita 🐶"))
    assert (wrong.value.problem.code, wrong.value.problem.pointer) == (Code.CHARACTER_NOT_ALLOWED, "/note")
    assert office.desk.letters.of_case(case_id).letters == ()
