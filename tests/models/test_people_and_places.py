"""Communes, evidence, sessions and receipts as the rules see them."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from lotse_app.models.commune import Commune
from lotse_app.models.evidence import Evidence, EvidenceState
from lotse_app.models.people import Pilot, PlaceType, Role, Station
from lotse_app.models.receipt import ReceiptKind
from lotse_app.models.representation import place_of, receipt
from lotse_app.models.session import CounsellingSession

START = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)
OWN, OTHER = "14628410", "14628060"


@pytest.mark.parametrize(
    ("name", "title"),
    [
        ("Wilsdruff, Stadt", "Stadt Wilsdruff"),
        ("Amtsberg", "Gemeinde Amtsberg"),
        ("Oybin, Luftkurort", "Gemeinde Oybin"),
        ("Görlitz, Hochschulstadt", "Stadt Görlitz"),
        ("Annaberg-Buchholz, Große Kreisstadt", "Stadt Annaberg-Buchholz"),
    ],
)
def test_a_commune_is_addressed_by_its_kind_and_short_name(name: str, title: str) -> None:
    assert Commune(OWN, "146285225410", name, "Kreis", 1).title == title


@pytest.mark.parametrize("state", list(EvidenceState))
def test_a_paper_is_missing_while_open_or_promised(state: EvidenceState) -> None:
    line = Evidence("a", "chip", "Chipnachweis", state)
    assert line.missing is (state in {EvidenceState.OPEN, EvidenceState.LATER})
    assert [line.missing, line.enclosed, line.shown, state is EvidenceState.NOT_NEEDED].count(True) == 1


def test_what_was_only_shown_is_not_enclosed() -> None:
    shown, left = (Evidence("a", "chip", "Chipnachweis", one) for one in (EvidenceState.SHOWN, EvidenceState.ON_PAPER))
    assert (shown.shown, shown.enclosed) == (True, False)
    assert (left.shown, left.enclosed) == (False, True)


def _session(**changes: object) -> CounsellingSession:
    plain = CounsellingSession(
        id="s",
        pilot_id="p",
        role=Role.OFFICIAL,
        station_id="st",
        ags=OWN,
        place_type=PlaceType.TOWN_HALL,
        started_at=START,
        beat_at=START + timedelta(minutes=4, seconds=20),
    )
    return replace(plain, **changes)  # type: ignore[arg-type]  # test shorthand


def test_minutes_run_to_the_last_beat_until_the_session_ends() -> None:
    running = _session()
    assert running.running
    assert running.minutes == 4
    ended = _session(ended_at=START + timedelta(minutes=22, seconds=30))
    assert not ended.running
    assert ended.minutes == 23


@pytest.mark.parametrize("role", list(Role))
@pytest.mark.parametrize("reception_point", [True, False])
@pytest.mark.parametrize("ags", [OWN, OTHER])
@pytest.mark.parametrize("social", [True, False])
@pytest.mark.parametrize("at_reception", [True, False])
def test_exactly_one_of_three_papers_is_right(
    role: Role, ags: str, *, reception_point: bool, social: bool, at_reception: bool
) -> None:
    pilot = Pilot("p", "A. Beispiel", role)
    station = Station("s", "t", "Rathaus", PlaceType.TOWN_HALL, OWN, reception_point)
    place = place_of(pilot, station, ags, communal=True, social_benefit=social)
    kind = receipt(place, at_reception=at_reception)
    if role is not Role.OFFICIAL or not at_reception:
        assert kind is ReceiptKind.HANDED_OVER
    elif reception_point and ags == OWN:
        assert kind is ReceiptKind.RECEIVED
    elif social:
        assert kind is ReceiptKind.FORWARDED
    else:
        assert kind is ReceiptKind.HANDED_OVER
