"""Whose a case is, takeovers with their entries, undertakings, consents."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pytest

from lotse_app.models.consent import Consent, Purpose, asked, standing
from lotse_app.models.people import Pilot, Role, Undertaking
from lotse_app.models.problems import Code
from lotse_app.models.sight import CaseLabel, Takeover, TakeoverReason
from lotse_app.models.trail import Deed
from tests.store.samples import OPERATOR, PILOT, START, a_draft, an_application, refused

if TYPE_CHECKING:
    from lotse_app.store.opening import Store
    from lotse_app.workflows.sight_ports import ConsentRows, SightRows


@pytest.fixture
def case(store: Store) -> str:
    return store.applications.create(an_application(number="7F3K"), []).id


def entries(store: Store, deed: Deed) -> list[tuple[str, str, str]]:
    return [(one.who, one.record_id, one.reason) for one in store.trail.newest() if one.deed == deed.value]


def test_a_label_says_number_service_and_owner(store: Store, case: str) -> None:
    rows: SightRows = store.sight
    assert rows.label(case) == CaseLabel(case, "7F3K", "Hundesteuer: Anmeldung", PILOT.id)
    with refused(Code.RECORD_MISSING):
        rows.label("nowhere")


def test_a_takeover_is_written_with_its_reason_in_the_trail(store: Store, case: str) -> None:
    store.trail.sign_on("pi-2")
    assert store.sight.taken_over_by("pi-2") == frozenset()
    store.sight.take_over(Takeover(case, "pi-2", START, TakeoverReason.DEADLINE, "Frist morgen"))
    store.sight.take_over(Takeover(case, "pi-2", START, TakeoverReason.ABSENT))
    store.sight.note_reading(case)

    assert store.sight.taken_over_by("pi-2") == {case}
    assert store.sight.taken_over_by(PILOT.id) == frozenset()
    assert entries(store, Deed.TAKEN_OVER) == [("pi-2", case, "abwesend"), ("pi-2", case, "frist: Frist morgen")]
    assert entries(store, Deed.READ_OF_COLLEAGUE) == [("pi-2", case, "")]
    assert store.trail.check().whole


def test_a_takeover_ends_and_goes_with_its_case(store: Store, case: str) -> None:
    store.sight.end_takeovers(case)
    store.sight.take_over(Takeover(case, "pi-2", START, TakeoverReason.ASKED))
    store.sight.end_takeovers(case)
    assert store.sight.taken_over_by("pi-2") == frozenset()

    store.sight.take_over(Takeover(case, "pi-2", START, TakeoverReason.ASKED))
    store.persons.erase([case], START, [])
    assert store.sight.taken_over_by("pi-2") == frozenset()


def test_names_of_a_case_are_known_without_what_is_no_name(store: Store, case: str) -> None:
    assert store.sight.names(case) == frozenset()
    answers = {"person": {"familienname": "Muñoz-Żak", "ort": "Wilsdruff"}, "hunde": [{"rufname": "Ŝäfer", "alter": 3}]}
    store.applications.save_draft(a_draft(answers=answers))
    assert store.sight.names(case) == {"muñoz", "żak", "ŝäfer"}
    assert store.sight.names("nowhere") == frozenset()


def test_an_undertaking_and_a_farewell_are_kept(store: Store) -> None:
    sworn = Pilot("pi-2", "B. Muster", Role.VOLUNTEER, undertaking=Undertaking(date(2026, 11, 20)))
    store.stations.save_pilot(sworn, [])
    store.stations.save_pilot(replace(sworn, id="pi-3", active=False), [])
    assert store.stations.pilots() == (sworn, replace(sworn, id="pi-3", active=False))

    store.stations.note_access("pi-2")
    assert entries(store, Deed.PILOT)[0] == ("", "pi-2", "zugang")


def test_consents_stand_apart_and_a_revoked_one_stays_to_be_seen(store: Store, case: str) -> None:
    rows: ConsentRows = store.consents
    for purpose in asked(replace(OPERATOR, public_body=False)):
        rows.give(Consent(case, purpose, 1, START))
    rows.give(Consent(case, Purpose.KEEP, 2, START))
    assert standing(rows.of_application(case)) == {Purpose.KEEP, Purpose.PASS_ON}
    assert len(rows.of_application(case)) == 2, "one that stands is not given twice"

    rows.revoke(case, Purpose.PASS_ON, START)
    rows.revoke(case, Purpose.PASS_ON, START)
    assert standing(rows.of_application(case)) == {Purpose.KEEP}
    rows.give(Consent(case, Purpose.PASS_ON, 2, START))
    given = [(one.purpose, one.version, one.revoked_at) for one in rows.of_application(case)]
    assert given == [(Purpose.KEEP, 1, None), (Purpose.PASS_ON, 1, START), (Purpose.PASS_ON, 2, None)]
    assert len(entries(store, Deed.CONSENTED)) == 3
    assert entries(store, Deed.CONSENT_REVOKED) == [("", case, "weitergeben")]


def test_a_public_body_asks_for_no_consent() -> None:
    assert asked(OPERATOR) == ()
