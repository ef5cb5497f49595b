"""How rounds stand, when the next one is due, what an invitation is, and what of a station's record is believed."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from typing import Any

import pytest

from lotse_app.models.joining import Greeting, Invitation, invitation, parted, sound_address, sound_proxy
from lotse_app.models.people import Operator, PlaceType, Station
from lotse_app.models.portal_standing import EVERY, Standing, seconds_until_next
from lotse_app.models.problems import Code, problem
from lotse_app.models.station_record import station_of, stop_of, stops_of
from tests.store.samples import refused

NOW = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
SIGN = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def test_the_clock_is_judged_by_the_middle_of_five_measurements() -> None:
    standing = Standing()
    assert not standing.clock_is_off
    for ahead in (0, 900, 900, 0, 900, 900):
        standing = standing.greeted(Greeting("", (1, 1), 1, NOW - timedelta(seconds=ahead)), NOW)
    assert standing.skews == (900, 900, 0, 900, 900)
    assert standing.skew == 900
    assert standing.clock_is_off
    assert not replace(standing, skews=(-300,)).clock_is_off
    assert replace(standing, skews=(-301,)).clock_is_off


def test_a_failure_is_kept_until_the_portal_is_reached() -> None:
    failed = Standing().failed(problem(Code.PORTAL_BUSY, seconds=30), NOW).failed(problem(Code.PORTAL_OFFLINE), NOW)
    assert (failed.problem, failed.tries, failed.wait, failed.reached_at) == (Code.PORTAL_OFFLINE, 2, 0, None)
    assert failed.trouble is not None
    assert not failed.stuck
    reached = failed.reached(NOW)
    assert (reached.problem, reached.trouble, reached.tries, reached.reached_at) == (None, None, 0, NOW)
    assert reached.obeying("order").obeyed == ("order",)


@pytest.mark.parametrize(
    ("code", "tries", "wait", "chance", "seconds"),
    [
        (None, 0, 0, 0.5, EVERY),
        (Code.PORTAL_OFFLINE, 1, 0, 1.0, 4.0),
        (Code.PORTAL_OFFLINE, 1, 0, 0.0, 1.0),
        (Code.PORTAL_OFFLINE, 99, 0, 1.0, 120.0),
        (Code.PORTAL_BUSY, 99, 0, 1.0, 900.0),
        (Code.PORTAL_BUSY, 99, 0, 0.5, 450.0),
        (Code.PORTAL_BUSY, 1, 60, 1.0, 60.0),
        (Code.PORTAL_SHUT_OUT, 1, 0, 0.0, 3600.0),
    ],
)
def test_the_next_round_comes_with_full_jitter(
    code: Code | None, tries: int, wait: int, chance: float, seconds: float
) -> None:
    assert seconds_until_next(Standing(problem=code, tries=tries, wait=wait), chance) == seconds


def test_an_invitation_is_read_as_people_type_it() -> None:
    assert parted(f" https://portal.example#AB0D-0123456789A#{SIGN} ") == (
        "https://portal.example",
        "AB0D-0123456789A",
        SIGN,
    )
    assert parted("portal.example") == ("portal.example", "", "")
    typed = invitation(" portal.example:8443/x?y ", "abod 0i2l456789a", SIGN.lower()[:13] + " " + SIGN[13:])
    assert typed == Invitation("https://portal.example:8443", "AB0D-01214567 89A".replace(" ", ""), SIGN)
    assert "AB0D" not in repr(typed)


@pytest.mark.parametrize(
    ("address", "code", "sign", "wrong"),
    [
        ("portal.example", "AB0D-0123", SIGN, Code.PORTAL_CODE),
        ("portal.example", "AB0D-0123456789A", "A" * 25, Code.PORTAL_FINGERPRINT),
        ("portal.example", "AB0D-0123456789A", "1" * 26, Code.PORTAL_FINGERPRINT),
        ("ftp://portal.example", "AB0D-0123456789A", SIGN, Code.PORTAL_ADDRESS),
    ],
)
def test_what_is_no_invitation_is_said_by_its_part(address: str, code: str, sign: str, wrong: Code) -> None:
    with refused(wrong):
        invitation(address, code, sign)


@pytest.mark.parametrize(
    "address",
    [
        "",
        "http://portal.example",
        "https://",
        "https://[::1",
        "https://a b",
        "https://u@portal.example",
        "https://x:99999",
    ],
)
def test_what_is_no_address_is_refused(address: str) -> None:
    assert sound_address("http://127.0.0.1:8730") == "http://127.0.0.1:8730"
    with refused(Code.PORTAL_ADDRESS):
        sound_address(address)


def test_a_proxy_has_a_host_and_a_port() -> None:
    assert sound_proxy("  ") == ""
    assert sound_proxy("proxy.example:3128") == "http://proxy.example:3128"
    for wrong in ("proxy.example", "socks://proxy.example:1", "http://[::1", "http://proxy.example:99999"):
        with refused(Code.PORTAL_PROXY):
            sound_proxy(wrong)


OPERATOR = Operator("op", "Stadt", "Markt 1")
STATION = Station(
    "st", "op", "Rathaus", PlaceType.TOWN_HALL, "14628410", reception_point=True, telephone="1", hours="Mo"
)
COMMUNES = {"14628410", "14521010"}


def test_a_record_changes_what_it_names() -> None:
    doc = {
        "name": "Bürgerhaus",
        "operator_name": "Gemeinde",
        "ags": "14521010",
        "place": "bibliothek",
        "reception_point": False,
        "telephone": "",
        "hours": "",
    }
    operator, station = station_of(doc, OPERATOR, STATION, COMMUNES)
    assert operator == replace(OPERATOR, name="Gemeinde")
    assert station == Station("st", "op", "Bürgerhaus", PlaceType.LIBRARY, "14521010")


@pytest.mark.parametrize(
    "doc",
    [
        {},
        {
            "name": "",
            "operator_name": 7,
            "ags": 7,
            "place": "mond",
            "reception_point": "ja",
            "telephone": 7,
            "hours": 7,
        },
        {"name": " ", "ags": "99999999", "telephone": "x" * 201, "hours": "x" * 99, "operator_name": "a\nb"},
    ],
)
def test_what_makes_no_sense_stays_as_it_was(doc: dict[str, Any]) -> None:
    assert station_of(doc, OPERATOR, STATION, COMMUNES) == (OPERATOR, STATION)


STOP = {
    "name": "Markt",
    "ags": "14628410",
    "place": "mobil",
    "starts": "09:00",
    "ends": "12:00",
    "weekday": 1,
    "weeks": 2,
    "since": "2026-11-24",
    "until": "2027-11-24",
    "dates": [],
}


SINGLE = {"weekday": "", "weeks": 1, "since": "", "until": "", "dates": ["2026-12-01"]}


def test_a_stop_is_read_back() -> None:
    stop = stop_of("s1", STOP, COMMUNES)
    assert stop is not None
    assert (stop.name, stop.starts, stop.weekday, stop.weeks) == ("Markt", time(9), 1, 2)
    dated = stop_of("s2", STOP | SINGLE, COMMUNES)
    assert dated is not None
    assert dated.weekday is None
    assert stops_of({"stop:s1": STOP, "stop:s2": None, "stop:s3": 7, "name": "x"}, COMMUNES) == {"s1": stop, "s2": None}


@pytest.mark.parametrize(
    "doc",
    [
        None,
        7,
        {},
        STOP | {"ags": "99999999"},
        STOP | {"ends": "08:00"},
        STOP | {"weekday": 9},
        STOP | {"starts": 7},
        STOP | {"place": "mond"},
        STOP | {"dates": 7},
    ],
    ids=str,
)
def test_what_is_no_stop_is_none(doc: object) -> None:
    assert stop_of("s1", doc, COMMUNES) is None
