"""Envelope, text and uniting of station files: what is believed of a file, and what is not."""

from __future__ import annotations

import base64
import json
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import permutations
from typing import Any

import pytest

from lotse_app.models.figures import CaseFact, Period
from lotse_app.models.problems import Code, ProblemError
from lotse_app.models.station_file import (
    Contact,
    FileStation,
    Log,
    Origin,
    PlacedCase,
    StationFile,
    contact_key,
    groups,
    newest_of_family,
    overdue,
    united,
)
from lotse_app.models.station_seal import fingerprint, opened, sealed
from lotse_app.models.station_text import case_row, contact_row, read, read_case, read_contact, written
from lotse_app.vault.signing import Ed25519

BEGUN = datetime(2026, 1, 1, tzinfo=UTC)
MADE = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)
SIGNING = Ed25519()
CONTACT = Contact(
    key=contact_key("01a1f84a-95c0-7094-ae14-3aef97d0268a"), revision=1, day="2026-11-20", station_id="st-1",
    ags="14628410", place_type="bibliothek", kind="gruppe", access="termin", people=4, age_band="k_a",
    first_contact="nicht_gefragt", language="hsb", help_kind="auskunft", result="", seconds=599, minutes=10,
    first_people=2, preparation=5, travel=30, distance=12, begun=1,
    topics=(("s-dog", "Hundesteuer"), ("", "Brief erklärt")), obstacles=("sprache",), devices=("kein",),
    tags=("FKZ 7",), heads=(("alter", "70_79", 3), ("alter", "k_a", 1)),
)  # fmt: skip
CASE = PlacedCase("s-dog", "14628410", CaseFact("Hundesteuer", "2026-11", "2026-11", "papier", "", "", "", 3, None))
ORIGIN = Origin(
    FileStation("st-1", "Bibliothek", "bibliothek", "14628410", "Stadt"),
    (Log("log-1", BEGUN),), MADE, "2026-11-20", 2, "0.1", "418 Gemeinden",
)  # fmt: skip
FILE = StationFile(ORIGIN, (CONTACT,), (CASE,))


def refused(code: Code) -> pytest.RaisesExc[ProblemError]:
    return pytest.raises(ProblemError, check=lambda error: error.problem.code is code)


def content() -> Any:  # noqa: ANN401 - JSON to be bent
    return json.loads(written(FILE))


def text(value: object) -> bytes:
    return json.dumps(value).encode()


def test_what_is_written_is_read() -> None:
    assert read(written(FILE)) == FILE
    bare = replace(FILE, origin=replace(ORIGIN, changed_on=""), contacts=(), cases=())
    assert read(written(bare)) == bare


def test_a_line_break_in_a_theme_never_leaves() -> None:
    bent = replace(CONTACT, topics=(("", "Brief\nerklärt\u2028"),), tags=("FKZ\r7",))
    (there,) = read(written(replace(FILE, contacts=(bent,)))).contacts
    assert (there.topics, there.tags) == ((("", "Brief erklärt "),), ("FKZ 7",))


@pytest.mark.parametrize(
    "bad",
    [
        b"", b"[]", b"1", b"null", b"\xff", b"{" * 100_000, b"[" * 100_000, b'{"version":1}', b'{"version":true}',
        b'{"version":1,"version":1}', b'{"version":1.0}', b'{"version":NaN}', b'{"version":1e5}',
        b'{"version":' + b"9" * 5000 + b"}", b'{"version":-1}', b'{"version":"1"}',
    ],
    ids=lambda bad: repr(bad[:24]),
)  # fmt: skip
def test_hostile_text_is_refused_in_one_sentence(bad: bytes) -> None:
    with refused(Code.STATION_FILE_DAMAGED):
        read(bad)


def test_one_contact_with_too_many_or_equal_themes_does_not_make_a_file_unreadable() -> None:
    topics = (("", "a\tb"), ("", "a b"), *(("", f"{'x' * 300}{number}") for number in range(3)))
    many = tuple(f"FKZ {number}" for number in range(70))
    (there,) = read(written(replace(FILE, contacts=(replace(CONTACT, topics=topics, tags=("\t", *many)),)))).contacts
    assert there.topics == (("", "a b"), ("", "x" * 300))
    assert there.tags[0] == " "
    assert len(there.tags) == 50


def test_a_later_format_asks_for_a_newer_program() -> None:
    with refused(Code.STATION_FILE_NEWER):
        read(text({"version": 2, "anything": {}}))


#: What no field of a contact or a case may be.
STRANGE: tuple[Any, ...] = (None, -1, True, {}, [[]], "a\nb", "x" * 400, "\ud800", [1, 2, 3, 4], "gibt es nicht")


@pytest.mark.parametrize("at", range(26))
def test_no_field_of_a_contact_is_believed_unseen(at: int) -> None:
    good = json.loads(json.dumps(contact_row(CONTACT)))
    assert read_contact(good) == CONTACT
    believed = 0
    strange: Any
    for strange in STRANGE:
        bent = [*good[:at], strange, *good[at + 1 :]]
        try:
            read_contact(bent)
        except ValueError:
            continue
        believed += 1
    assert believed == (strange_is_a_name(at)), "only a name may be any short text"
    with refused(Code.STATION_FILE_DAMAGED):
        read(text(content() | {"contacts": [[*good[:at], -1, *good[at + 1 :]]]}))


def strange_is_a_name(at: int) -> int:
    return 1 if at == 3 else 0


@pytest.mark.parametrize("at", range(11))
def test_no_field_of_a_case_is_believed_unseen(at: int) -> None:
    good = json.loads(json.dumps(case_row(CASE)))
    assert read_case(good) == CASE
    strange: Any
    for strange in ([], -1, {}, "a\nb"):
        with pytest.raises(ValueError):  # noqa: PT011 - every kind of wrong value is one
            read_case([*good[:at], strange, *good[at + 1 :]])
    with pytest.raises(ValueError):  # noqa: PT011 - every kind of wrong value is one
        read_case(good[:-1])


def test_a_file_that_contradicts_itself_is_refused() -> None:
    good = content()
    row = good["contacts"][0]
    places: list[tuple[str, Any]] = [
        ("contacts", [row, row]),
        ("contacts", [row[:-1]]),
        ("contacts", [[*row[:8], 0, *row[9:]]]),
        ("contacts", [[*row[:16], 5, *row[17:]]]),
        ("contacts", [[*row[:-5], [["", "zweimal"], ["", "zweimal"]], *row[-4:]]]),
        ("contacts", {}),
        ("cases", None),
        ("mehr", 1),
    ]
    for name, value in places:
        with refused(Code.STATION_FILE_DAMAGED):
            read(text(good | {name: value}))
    for name, value in (
        ("logs", []), ("logs", [["a", "2026-01-01T00:00:00Z"]] * 2), ("logs", [["a"]]),
        ("made_at", "2026-11-20T09:30:00"), ("made_at", "gestern"), ("changed_on", 0),
        ("station", ["st-1", "", "bibliothek", "14628410", "Stadt"]), ("program", ""), ("mehr", 1),
    ):  # fmt: skip
        with refused(Code.STATION_FILE_DAMAGED):
            read(text(good | {"origin": good["origin"] | {name: value}}))


def test_a_signed_file_opens_and_shows_whose_key_it_is() -> None:
    secret = SIGNING.new_secret()
    payload, key = opened(sealed(b"{}", secret, SIGNING) + b"\n", SIGNING)
    assert (payload, key) == (b"{}", fingerprint(SIGNING.public(secret)))
    assert len(key) == 26
    assert [len(part) for part in groups(key).split()] == [4, 4, 4, 4]
    public = base64.urlsafe_b64decode(b"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo=")
    whole = base64.urlsafe_b64decode(b"kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k=")  # RFC 8037, appendix A.3
    assert fingerprint(public) == base64.b32encode(whole)[:26].decode()


def test_the_signature_of_the_standard_is_ours() -> None:
    secret = base64.urlsafe_b64decode(b"nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A=")  # RFC 8037, appendix A.4
    message = b"eyJhbGciOiJFZERTQSJ9.RXhhbXBsZSBvZiBFZDI1NTE5IHNpZ25pbmc"
    expected = b"hgyY0il_MGCjP0JzlnLWG1PPOt7-09PGcvMg3AIbQR6dWbhijcNR4ki4iylGjg5BhVsPt9g7sVvpAr_MuM0KAg"
    assert base64.urlsafe_b64encode(SIGNING.sign(secret, message)).rstrip(b"=") == expected


def test_no_letter_of_a_file_can_be_changed() -> None:
    file = sealed(written(FILE), SIGNING.new_secret(), SIGNING)
    opened(file, SIGNING)
    for at in range(0, len(file), 7):
        for other in (b"A", b"B", b".", b"=", b"\xff"):
            if file[at : at + 1] != other:
                with refused(Code.STATION_FILE_DAMAGED):
                    opened(file[:at] + other + file[at + 1 :], SIGNING)
    for at in range(-4, 0):
        with refused(Code.STATION_FILE_DAMAGED):
            opened(file[:at] + b"A" + file[at:][1:] if file[at:][:1] != b"A" else file[:at], SIGNING)


def test_the_unused_bits_of_the_last_letter_are_no_second_way_to_write_it() -> None:
    letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
    file = sealed(written(FILE), SIGNING.new_secret(), SIGNING)
    other = letters[letters.index(chr(file[-1])) ^ 1].encode()
    assert base64.urlsafe_b64decode(file[-86:] + b"==") == base64.urlsafe_b64decode(file[-86:-1] + other + b"==")
    with refused(Code.STATION_FILE_DAMAGED):
        opened(file[:-1] + other, SIGNING)


def test_no_value_of_a_file_can_be_changed_under_its_signature() -> None:
    secret = SIGNING.new_secret()
    head, payload, signature = sealed(written(FILE), secret, SIGNING).split(b".")
    good = content()
    bent = [good | {"contacts": [[*row[:at], "1", *row[at + 1 :]]]} for row in good["contacts"] for at in range(26)]
    bent += [good | {"origin": good["origin"] | {name: "1"}} for name in good["origin"]]
    bent += [good | {"cases": []}, good | {"version": 2}]
    assert opened(b".".join((head, payload, signature)), SIGNING)
    for one in bent:
        forged = base64.urlsafe_b64encode(text(one)).rstrip(b"=")
        with refused(Code.STATION_FILE_DAMAGED):
            opened(b".".join((head, forged, signature)), SIGNING)


@pytest.mark.parametrize(
    "header",
    [
        {"alg": "none"}, {"alg": "HS256"}, {"crit": ["b64"]}, {"typ": "JWT"}, {"jwk": {}}, {"jwk": None},
        {"jwk": {"x": 1}}, {"jwk": {"x": "ä"}}, {"jwk": {"x": ""}}, {"jwk": {"x": "AAAA"}}, {"jwk": "x"},
    ],
    ids=str,
)  # fmt: skip
def test_another_header_is_refused(header: dict[str, Any]) -> None:
    secret = SIGNING.new_secret()
    first = sealed(b"{}", secret, SIGNING).split(b".")[0]
    good = json.loads(base64.urlsafe_b64decode(first + b"=="))
    bad = base64.urlsafe_b64encode(json.dumps(good | header, sort_keys=True, separators=(",", ":")).encode()).rstrip(
        b"="
    )
    message = bad + b".e30"
    signature = base64.urlsafe_b64encode(SIGNING.sign(secret, message)).rstrip(b"=")
    with refused(Code.STATION_FILE_DAMAGED):
        opened(message + b"." + signature, SIGNING)


@pytest.mark.parametrize(
    "bad", [b"", b"a.b", b"a.b.c.d", b"....", b"\x00" * 9, b"W10.W10.W10", b"A" * 500 + b".W10.W10"]
)
def test_what_is_no_signed_file_is_refused(bad: bytes) -> None:
    with refused(Code.STATION_FILE_DAMAGED):
        opened(bad, SIGNING)


def test_uniting_gives_the_same_in_every_order_and_the_most_corrected_wins() -> None:
    later = MADE + timedelta(hours=1)
    same = replace(CONTACT, people=5)
    claims = [
        (MADE, CONTACT), (later, replace(CONTACT, revision=0, people=9)), (MADE, same), (MADE, CONTACT),
        (later, replace(CONTACT, key=contact_key("other"), day="2026-11-19")),
    ]  # fmt: skip
    results = {united(order) for order in permutations(claims)}
    assert len(results) == 1
    (found,) = results
    assert [one.day for one in found] == ["2026-11-19", "2026-11-20"]
    assert found[1].revision == 1
    assert united([(MADE, CONTACT), (later, same)]) == (same,), "of two equally corrected the newer file"


def test_a_restored_store_goes_on_from_what_was_made_before_it() -> None:
    split = BEGUN + timedelta(days=9)
    restored = replace(ORIGIN, logs=(Log("log-1", BEGUN), Log("log-2", split), Log("log-3", split + timedelta(days=9))))
    before = replace(ORIGIN, made_at=split)
    after = replace(ORIGIN, made_at=split + timedelta(seconds=1))
    assert restored.covers(before)
    assert not restored.covers(after), "the old device goes on by itself"
    assert not before.covers(restored)
    assert restored.covers(replace(restored, made_at=MADE + timedelta(days=9)))
    stranger = replace(ORIGIN, logs=(Log("log-9", BEGUN),))
    assert not restored.covers(stranger)
    newest = replace(restored, made_at=MADE + timedelta(days=1))
    assert newest_of_family([after, newest, stranger]) == {"log-3", "log-9"}
    assert newest_of_family([newest, stranger, after]) == {"log-3", "log-9"}


def test_a_file_is_overdue_when_a_past_period_lacks_days_or_it_is_old() -> None:
    november = Period(date(2026, 11, 1), date(2026, 12, 1), "November")
    assert overdue(date(2026, 11, 30), november, date(2026, 12, 1))
    assert not overdue(date(2026, 12, 1), november, date(2027, 5, 1))
    assert not overdue(date(2026, 11, 1), november, date(2026, 11, 30))
    assert overdue(date(2026, 10, 1), november, date(2026, 11, 30))
