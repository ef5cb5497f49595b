"""Kinds of contact, heads of a group, and what a note should not hold."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lotse_app.models.contact import COUNSELLING, NOT_SAID, ContactKind, HeadKind, Heads, surplus, whole_heads
from lotse_app.models.notes import NoteProblem, note_problem
from lotse_app.models.session import AgeBand, FirstContact
from tests.store.samples import a_session

SIX_OLD = Heads(HeadKind.AGE, AgeBand.FROM_70, 6)
THREE_NEW = Heads(HeadKind.FIRST_CONTACT, FirstContact.YES, 3)


def test_a_resident_was_there_in_six_of_ten_kinds() -> None:
    assert {kind for kind in ContactKind if kind.counsels} == COUNSELLING
    assert not ContactKind.THIRD_PARTY.counsels
    assert not ContactKind.COACHING.counsels


def test_heads_may_be_fewer_than_the_persons_and_never_more() -> None:
    assert surplus((SIX_OLD, THREE_NEW), 6) == ()
    assert surplus((SIX_OLD, THREE_NEW), 5) == (HeadKind.AGE,)
    assert surplus((), 1) == ()


def test_who_did_not_say_is_the_remainder_whatever_was_given_for_it() -> None:
    stale = Heads(HeadKind.AGE, NOT_SAID[HeadKind.AGE], 9)
    assert whole_heads((SIX_OLD, stale), 10) == (SIX_OLD, Heads(HeadKind.AGE, "k_a", 4))
    assert whole_heads((SIX_OLD,), 6) == (SIX_OLD,)
    assert whole_heads((stale, Heads(HeadKind.AGE, "u18", 0)), 10) == ()


@given(
    st.lists(
        st.builds(Heads, st.sampled_from(HeadKind), st.sampled_from(["ja", "w", "70_79"]), st.integers(0, 9)),
        unique_by=lambda one: (one.kind, one.value),
    ),
    st.integers(1, 40),
)
def test_whole_heads_sum_up_to_the_persons(heads: list[Heads], people: int) -> None:
    whole = whole_heads(heads, people)
    for kind in HeadKind.__members__.values():
        counted = sum(one.count for one in whole if one.kind is kind)
        assert counted in {0, people} or kind in surplus(heads, people)
    assert whole_heads(whole, people) == whole


def test_first_contacts_are_counted_by_head_where_heads_were_counted() -> None:
    assert a_session(people=4, first_contact=FirstContact.YES).first_people == 4
    assert a_session(people=4).first_people == 0
    grouped = a_session(kind=ContactKind.GROUP, people=10, heads=whole_heads((THREE_NEW, SIX_OLD), 10))
    assert grouped.first_people == 3


SECRETS = (
    "PIN 1234", "PIN4711", "Pin: 4 7 1 1", "PIN der Karte: 4711", "4711 ist die PIN", "TAN 123-456", "PUK=12345678",
    "Passwort: Hallo", "Passwort Sommer2026!", "Passwort ist „hallo“", "Kennwort lautet Hund123", "PW=abc",
)  # fmt: skip
#: What people come with every day: a word alone betrays nothing.
NO_SECRETS = (
    "PIN-Brief beantragt", "PIN-Brief am 23.11.2026 beantragt", "PIN-Brief da?", "PIN unbekannt", "neue TAN-App",
    "PIN-Rücksetzbrief kommt in 14 Tagen", "PIN-Brief vom 5.12. abwarten", "20.11.2026 PIN-Brief", "Passwort vergessen",
    "01723 Wilsdruff, PIN-Brief", "Passwort ist abgelaufen", "Passwort 2 Mal falsch", "BundID: Passwort vergessen?",
)  # fmt: skip


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        *((text, NoteProblem.SECRET) for text in SECRETS),
        *((text, None) for text in NO_SECRETS),
        ("IBAN DE89 3704 0044 0532 0130 00", NoteProblem.ACCOUNT),
        ("CZ6508000000192000145399", NoteProblem.ACCOUNT),
        ("iban de89 3704 0044 0532 0130 00", NoteProblem.ACCOUNT),
        ("geb. 14.3.1958", NoteProblem.BIRTH),
        ("14.03.1958", NoteProblem.BIRTH),
        ("Rückruf 0351 4567890", NoteProblem.REACH),
        ("k.boehme@post.example", NoteProblem.REACH),
        ("Frau Žurić war da", NoteProblem.NAME),
        ("Herrn Dr. Meier angerufen", NoteProblem.NAME),
        ("Käthe Böhme kommt wieder", NoteProblem.NAME),
        ("die Tochter heißt Jana", NoteProblem.NAME),
        ("Pinsel gekauft", None),
        ("zweiter Termin am 3.12.2026 um 10:00", None),
        ("Familie kommt wieder", None),
        ("nächstes Mal Lupe bereitlegen, Vorgang 4MMC", None),
        ("", None),
    ],
)
def test_a_note_is_looked_through_for_what_does_not_belong_there(text: str, problem: NoteProblem | None) -> None:
    assert note_problem(text) is problem
