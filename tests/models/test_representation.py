"""Who may act how: one test a cell, each with its reason, and the one receipt."""

from __future__ import annotations

import pytest

from lotse_app.models.acting import ActingAs
from lotse_app.models.people import Pilot, PlaceType, Role, Station
from lotse_app.models.public_service import Representation
from lotse_app.models.receipt import ReceiptKind
from lotse_app.models.representation import (
    AGENTS,
    AgentIs,
    Note,
    Office,
    Place,
    Reason,
    Rule,
    at_place,
    by_agent,
    by_rule,
    choice,
    place_of,
    places,
    receipt,
    rule_of,
)

SELF, PERSON, PARENTS, CARE, MESSENGER, PILOT = ActingAs
FREE = Representation("frei", "frei", "frei", "frei")

#: Who is refused at which place, written down here once more; everything else is open.
AGENT_REASONS = {
    (Role.OFFICIAL, Office.OWN): Reason.OWN_COMMUNE,
    (Role.OFFICIAL, Office.UNSURE): Reason.OFFICE_UNKNOWN,
    (Role.OFFICIAL, Office.OTHER): Reason.NONE,
    (Role.VOLUNTEER, Office.OWN): Reason.NONE,
    (Role.VOLUNTEER, Office.UNSURE): Reason.NONE,
    (Role.VOLUNTEER, Office.OTHER): Reason.NONE,
}
#: Who is refused as agent where, written down once more: who works for the commune, and the commune itself.
NAMED_REASONS = {
    Office.OWN: Reason.AGENT_WORKS_THERE,
    Office.UNSURE: Reason.AGENT_MAY_WORK_THERE,
    Office.OTHER: Reason.NONE,
}
OPERATOR_REASONS = {
    Office.OWN: Reason.OPERATOR_DECIDES,
    Office.UNSURE: Reason.OPERATOR_MAY_DECIDE,
    Office.OTHER: Reason.NONE,
}
#: One letter a way, in the order of ``ActingAs``: o open, p in person, n no agent, e own eID, l legal only,
#: s declares self, c carries self.
RULES = {
    Rule.FREE: "oooooo",
    Rule.WITH_MANDATE: "oooooo",
    Rule.MESSENGER: "osooos",
    Rule.ALL_SIGN: "oooooo",
    Rule.IN_PERSON: "opoopp",
    Rule.NO_AGENT: "onoocn",
    Rule.OWN_EID: "oeeeee",
    Rule.LEGAL: "oloool",
    Rule.SELF: "osoocs",
    Rule.ONE_SIGNS: "oooooo",
    Rule.LOCAL: "oooooo",
}
LETTERS = {
    "o": Reason.NONE,
    "p": Reason.IN_PERSON,
    "n": Reason.NO_AGENT,
    "e": Reason.OWN_EID,
    "l": Reason.LEGAL_ONLY,
    "s": Reason.DECLARES_SELF,
    "c": Reason.CARRIES_SELF,
}
CELLS = [(place, acting) for place in places() for acting in ActingAs]
AGENT_CELLS = [(place, agent) for place in places() for agent in AgentIs]
RULE_CELLS = [(rule, acting) for rule in Rule for acting in ActingAs]


def place_name(value: object) -> str:
    if isinstance(value, Place):
        words = (value.role, "annahme" if value.reception_point else "keine", value.office)
        social = "sozial" if value.social_benefit else "andere"
        return "-".join([*words, social, "behoerde" if value.public_body else "verein"])
    return str(getattr(value, "value", value))


def test_there_are_as_many_cells_as_the_questions_make() -> None:
    assert len(CELLS) == len(set(CELLS)) == 3 * 3 * 3 * 2 * 6
    assert len(AGENT_CELLS) == len(set(AGENT_CELLS)) == 3 * 3 * 3 * 2 * 4
    assert len(RULE_CELLS) == len(RULES) * 6


@pytest.mark.parametrize(("place", "acting"), CELLS, ids=place_name)
def test_a_cell_of_a_place_is_open_or_says_why(place: Place, acting: ActingAs) -> None:
    found = at_place(place, acting)
    expected = Reason.NONE
    if place.role is Role.COORDINATOR:
        expected = Reason.COORDINATION
    elif acting is PILOT:
        expected = AGENT_REASONS[place.role, place.office]
    assert (found.acting, found.allowed, found.reason) == (acting, expected is Reason.NONE, expected)
    assert (Note.VOLUNTEER in found.notes) is (place.role is Role.VOLUNTEER and acting is PILOT)
    assert not (found.notes and not found.allowed)


@pytest.mark.parametrize(("place", "agent"), AGENT_CELLS, ids=place_name)
def test_a_cell_of_an_agent_is_open_or_says_why(place: Place, agent: AgentIs) -> None:
    expected = Reason.NONE
    if place.role is Role.COORDINATOR:
        expected = Reason.COORDINATION
    elif agent is AgentIs.OPERATOR and place.public_body:
        expected = OPERATOR_REASONS[place.office]
    elif agent is AgentIs.OFFICIAL:
        expected = NAMED_REASONS[place.office]
    elif agent in {AgentIs.PILOT, AgentIs.OPERATOR}:
        expected = AGENT_REASONS[place.role, place.office]
    assert by_agent(place, agent) is expected


@pytest.mark.parametrize(("rule", "acting"), RULE_CELLS, ids=place_name)
def test_a_cell_of_a_service_is_open_or_says_why(rule: Rule, acting: ActingAs) -> None:
    expected = LETTERS[RULES[rule][list(ActingAs).index(acting)]]
    found = by_rule(rule, acting)
    assert (found.allowed, found.reason) == (expected is Reason.NONE, expected)


@pytest.mark.parametrize("place", list(places()), ids=place_name)
def test_both_tables_must_allow_a_way_and_the_service_is_asked_first(place: Place) -> None:
    for rule in Rule:
        for acting in ActingAs:
            service = Representation(rule.value, rule.value, "frei", "frei")
            of_rule, of_place = by_rule(rule, acting), at_place(place, acting)
            found = choice(place, service, acting)
            assert found.allowed is (of_rule.allowed and of_place.allowed)
            assert found.reason == (of_rule.reason or of_place.reason)
            if found.allowed:
                assert set(found.notes) == {*of_rule.notes, *of_place.notes}


@pytest.mark.parametrize("place", list(places()), ids=place_name)
@pytest.mark.parametrize("acting", ActingAs, ids=place_name)
@pytest.mark.parametrize("stays", [True, False])
def test_exactly_one_receipt_is_right(place: Place, acting: ActingAs, *, stays: bool) -> None:
    expected = ReceiptKind.HANDED_OVER
    if place.role is Role.OFFICIAL and place.public_body and stays and acting is not PILOT:
        if place.office is Office.OWN and place.reception_point:
            expected = ReceiptKind.RECEIVED
        elif place.social_benefit:
            expected = ReceiptKind.FORWARDED
    assert receipt(place, at_reception=stays, acting=acting) is expected


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("ags", ["14628410", "14521010"])
@pytest.mark.parametrize("social", [True, False])
def test_a_verein_receives_for_no_office_even_where_the_store_calls_it_annahmestelle(
    role: Role, ags: str, *, social: bool
) -> None:
    pilot = Pilot("p", "A. Beispiel", role)
    station = Station("s", "o", "Treff", PlaceType.TOWN_HALL, "14628410", reception_point=True)
    kinds = {
        public: receipt(
            place_of(pilot, station, ags, communal=True, social_benefit=social, public_body=public), at_reception=True
        )
        for public in (True, False)
    }
    assert kinds[False] is ReceiptKind.HANDED_OVER
    if role is Role.OFFICIAL and (social or ags == "14628410"):
        assert kinds[True] is not ReceiptKind.HANDED_OVER


def test_presence_binds_everybody_and_carrying_only_the_messenger() -> None:
    place = Place(Role.VOLUNTEER, reception_point=False, office=Office.OTHER, social_benefit=False)
    present = Representation("frei", "frei", "nur_persoenlich", "frei")
    assert [choice(place, present, acting).reason for acting in (PERSON, MESSENGER)] == [Reason.IN_PERSON] * 2
    assert choice(place, present, SELF).notes == (Note.PRESENT, Note.NO_MANDATE)
    held = Representation("frei", "selbst", "frei", "frei")
    assert choice(place, held, MESSENGER).reason is Reason.CARRIES_SELF
    assert all(choice(place, held, acting).allowed for acting in ActingAs if acting is not MESSENGER)
    together = Representation("frei", "mit_vollmacht", "frei", "alle_unterschreiben")
    assert Note.ALL_SIGN in choice(place, together, PARENTS).notes
    assert Note.CARRIES_WITH_MANDATE in choice(place, together, MESSENGER).notes
    assert Note.CARE_ACTS_TOO in choice(place, FREE, CARE).notes


def test_a_code_nobody_knows_is_read_as_the_strictest() -> None:
    assert rule_of("irgendwas") is Rule.IN_PERSON
    assert rule_of("bote") is Rule.MESSENGER


def test_the_place_of_a_case_is_seen_from_the_station() -> None:
    pilot = Pilot("p", "A. Beispiel", Role.OFFICIAL)
    station = Station("s", "o", "Rathaus", PlaceType.TOWN_HALL, "14628410", reception_point=True)
    found = {
        (ags, communal): place_of(pilot, station, ags, communal=communal, social_benefit=True).office
        for ags in ("14628410", "14521010")
        for communal in (True, False)
    }
    assert found == {
        ("14628410", True): Office.OWN,
        ("14628410", False): Office.UNSURE,
        ("14521010", True): Office.OTHER,
        ("14521010", False): Office.OTHER,
    }
    own = place_of(pilot, station, "14628410", communal=True, social_benefit=False)
    assert receipt(own, at_reception=True, acting=ActingAs.AUTHORISED_PERSON) is ReceiptKind.RECEIVED
    assert {PERSON, PILOT} == AGENTS
