"""Papers of the station say what is saved now, and name those who work here."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from lotse_app.documents.reader import text_of
from lotse_app.models.application import CarriedBy, DocumentKind
from lotse_app.models.people import Pilot, Role
from tests.cases import hand_in
from tests.desks import PASSPHRASE, close

if TYPE_CHECKING:
    from tests.desks import Office


def test_poster_and_privacy_sheet_need_no_new_sign_in(office: Office) -> None:
    desk = office.desk
    settings = desk.settings
    station = replace(settings.station(), name="Bücherei Grumbach", telephone="035204 99", hours="Mi 15–17 Uhr")
    settings.save_station(settings.operator(), station)
    poster = text_of(desk.printing.poster(settings.operator(), settings.station()))
    for words in ("Bücherei Grumbach", "035204 99", "Mi 15–17 Uhr", "Stadt Wilsdruff"):
        assert words.replace(" ", "") in poster
    assert "BüchereiGrumbach" in text_of(desk.printing.privacy_sheet_of(settings.operator(), settings.station()))


def test_the_emergency_sheet_names_active_coordinators_and_the_responsible_person(office: Office) -> None:
    settings = office.desk.settings
    pilots = (
        *settings.pilots(),
        Pilot("k1", "Karla Versuch", Role.COORDINATOR),
        Pilot("k2", "Ehemals Probe", Role.COORDINATOR, active=False),
        Pilot("v1", "Volker Muster", Role.VOLUNTEER),
    )
    said = text_of(office.desk.printing.emergency_sheet(settings.operator(), settings.station(), pilots))
    assert "KarlaVersuch" in said
    assert "A.Beispiel" in said
    assert "EhemalsProbe" not in said
    assert "VolkerMuster" not in said


def test_the_note_says_how_to_ask_without_e_mail_by_telephone_where_there_is_one(office: Office) -> None:
    settings = office.desk.settings
    first = hand_in(office, CarriedBy.PILOT)
    settings.save_station(settings.operator(), replace(settings.station(), telephone="035204 99", hours="Mi 15–17 Uhr"))
    close(office.desk)
    office.reopen(office.program.unlocking.key(office.pilot_id, PASSPHRASE))
    second = hand_in(office, CarriedBy.PILOT)
    notes = [text_of(office.desk.printing.stored(case.application.id, DocumentKind.NOTE)) for case in (first, second)]
    assert ["rufenSiean" in note for note in notes] == [False, True]
    assert ["03520499" in note and "Mi15–17Uhr" in note for note in notes] == [False, True]
    assert all("EineE-MailbrauchenSienicht" in note for note in notes)
