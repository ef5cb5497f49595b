"""Every format accepts values that were published by those who issue them, and refuses slips in them."""

from __future__ import annotations

import pytest

from lotse_app.forms import formats
from lotse_app.forms.editing import edit
from lotse_app.models.problems import Code, problem
from tests.forms.building import TODAY, control, make_form, one_step

#: Published values by format, and where they stand.
PUBLISHED: dict[str, tuple[str, ...]] = {
    "ags": ("14612000", "14628410", "01001000", "16077052"),  # Destatis, Gemeindeverzeichnis
    "ausweis-seriennummer": ("L01X00T471", "T220001293"),  # specimen documents of the Bundesdruckerei
    "bic": ("MARKDEF1100", "DEUTDEFF"),  # Deutsche Bundesbank
    "date": ("2026-11-21", "2024-02-29"),
    "din91379-a": ("René Müller", "Nœl", "Þórðr", "K\u035fH"),  # DIN 91379, String-Latin
    "din91379-b": ("Karl-Bröger Straße 17",),  # DIN 91379, String-Latin
    "din91379-c": ("Karl-Bröger\nStraße 17 €",),
    "email": ("poststelle@example.org",),
    "fin": ("1M8GDM9AXKP042788", "11111111111111111"),  # 49 CFR part 565, examples
    "iban": ("DE89370400440532013000", "AT611904300234573201", "GB29NWBK60161331926819"),  # SWIFT IBAN registry
    "kfz-kennzeichen": ("BN-AZ 9999", "MYK-AZ 999", "B-123456", "NRW-54000", "DD-E 12E", "PIR-H 1H"),  # FZV Anlage 2
    "plz": ("01067", "99998"),
    "rentenversicherungsnummer": ("65170839J003", "15070649C103"),  # Deutsche Rentenversicherung
    "steuer-idnr": ("86095742719", "47036892816", "65929970489"),  # ELSTER, Prüfung der Steuer-IdNr.
    "teildatum": ("1950", "1950-08", "1950-08-31"),
    "telefon": ("+49 30 23125 000", "(030) 23125-000", "0152 28817386"),  # Bundesnetzagentur, numbers for films
}
SLIPS: dict[str, tuple[str, ...]] = {
    "ags": ("17012000", "1461200", "146120000"),
    "ausweis-seriennummer": ("L01X00T472", "LO1X00T47"),
    "bic": ("MARKDEF110", "markdef1100"),
    "date": ("2026-02-29", "21.11.2026", "2026-11"),
    "din91379-a": ("Karl 2", "Rene\u0301", "K\u035fu", "Анна"),
    "din91379-b": ("Ω-Straße", "Zeile\numbruch"),
    "din91379-c": ("Ж", "\u200b"),
    "email": ("poststelle@example", "post stelle@example.org", "müller@example.org", "a..b@example.org"),
    "fin": ("1M8GDM9AXKP04278", "IM8GDM9AXKP042788", "1m8gdm9axkp042788"),
    "iban": ("DE89370400440532013001", "DE8937040044053201300", "DE89 3704 0044 0532 0130 00"),
    "kfz-kennzeichen": ("BN-AZ 99999", "MYK-AZ 9999", "BNAZ9999", "BN-ÄZ 1", "BN-AZ 0", "BN AZ 1", "bn-az 1"),
    "plz": ("00999", "1067", "010670"),
    "rentenversicherungsnummer": ("65170839J004", "65170839J03", "65170839j003", "65170839Ä003"),
    "steuer-idnr": ("86095742718", "06095742719", "11111111111"),
    "teildatum": ("1950-13", "00.08.1950", "1950-00"),
    "telefon": ("0", "abc", "+49"),
}


def test_every_format_has_values() -> None:
    assert set(PUBLISHED) == set(SLIPS) == set(formats.CHECKS)


@pytest.mark.parametrize(("name", "text"), [(name, text) for name, texts in PUBLISHED.items() for text in texts])
def test_a_published_value_is_good(name: str, text: str) -> None:
    assert formats.CHECKS[name](text) is None


@pytest.mark.parametrize(("name", "text"), [(name, text) for name, texts in SLIPS.items() for text in texts])
def test_a_slip_is_refused(name: str, text: str) -> None:
    assert formats.CHECKS[name](text) is not None


def test_a_short_vehicle_number_says_how_many_characters_there_are() -> None:
    assert formats.vehicle_number("WDB123") == problem(Code.VEHICLE_NUMBER_INVALID, have=6)


@pytest.mark.parametrize(
    ("name", "typed", "kept"),
    [
        ("kfz-kennzeichen", " bn az9999", "BN-AZ 9999"),
        ("kfz-kennzeichen", "pir-x 1e", "PIR-X 1E"),
        ("kfz-kennzeichen", "fü – ab 12", "FÜ-AB 12"),
        ("kfz-kennzeichen", "NRW-5 4000", "NRW-54000"),
        ("kfz-kennzeichen", "pirab12", "PIRAB12"),
        ("fin", "wvwzzz 1jz3w 386752", "WVWZZZ1JZ3W386752"),
        ("rentenversicherungsnummer", "65 170839 j 003", "65170839J003"),
        ("iban", "de89 3704 0044 0532 0130 00", "DE89370400440532013000"),
    ],
)
def test_a_number_is_kept_in_one_way_however_it_is_typed(name: str, typed: str, kept: str) -> None:
    form = make_form(
        {"type": "object", "properties": {"a": {"type": "string", "format": name}}}, one_step(control("a"))
    )
    assert edit(form, {}, "/a", typed, TODAY) == {"a": kept}
