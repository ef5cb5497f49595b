"""Calendar files in and out: repetitions, zones, what is left out and why; hostile and cut files are refused."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING

import pytest
from icalendar import Calendar

from lotse_app.clock import LOCAL
from lotse_app.documents.calendar_file import (
    BOUNDS,
    Bounds,
    origin_of,
    parse_calendar,
    read_calendar,
    series_of,
)
from lotse_app.documents.calendar_writing import calendar_bytes
from lotse_app.models.agenda import CalendarRead, FollowUp, LeftOut, Told
from lotse_app.models.people import PlaceType
from lotse_app.models.problems import Code, ProblemError
from lotse_app.models.stops import Stop

if TYPE_CHECKING:
    from pathlib import Path

#: Friday, 20 November 2026, 8:00 in Saxony, and a quarter of a year later.
NOW = datetime(2026, 11, 20, 7, tzinfo=UTC)
END = NOW + timedelta(days=92)


def calendar(*events: str) -> bytes:
    """Return a calendar file of events, each given by its lines."""
    blocks = "".join(f"BEGIN:VEVENT\nUID:u{n}\n{event}\nEND:VEVENT\n" for n, event in enumerate(events))
    return f"BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:-//x//y\n{blocks}END:VCALENDAR\n".replace("\n", "\r\n").encode()


def read(*events: str) -> CalendarRead:
    return parse_calendar(calendar(*events), NOW, END)


def starts(read: CalendarRead) -> list[str]:
    return [f"{one.starts_at.astimezone(LOCAL):%d.%m. %H:%M}" for one in read.entries]


def refused(content: bytes) -> Code:
    with pytest.raises(ProblemError) as raised:
        parse_calendar(content, NOW, END)
    return raised.value.problem.code


def test_an_appointment_comes_over_with_time_length_and_purpose() -> None:
    found = read(
        "DTSTART;TZID=Europe/Berlin:20261120T093000\nDTEND;TZID=Europe/Berlin:20261120T101500\nSUMMARY:Wohngeld"
    )
    (entry,) = found.entries
    assert (starts(found), entry.minutes, entry.purpose) == (["20.11. 09:30"], 45, "Wohngeld")
    assert found.left_out == {LeftOut.PURPOSE: 0}


@pytest.mark.parametrize(
    "start",
    [
        "DTSTART:20261120T083000Z",
        "DTSTART:20261120T093000",
        "DTSTART;TZID=Europe/Berlin:20261120T093000",
        "DTSTART;TZID=W. Europe Standard Time:20261120T093000",
        'DTSTART;TZID="(UTC+01:00) Amsterdam, Berlin, Bern":20261120T093000',
        "DTSTART;TZID=America/New_York:20261120T033000",
    ],
)
def test_every_usual_way_to_write_a_time_is_the_same_time(start: str) -> None:
    assert starts(read(f"{start}\nDURATION:PT30M")) == ["20.11. 09:30"]


def test_a_weekly_one_keeps_its_hour_over_the_end_of_summer_time() -> None:
    found = parse_calendar(
        calendar("DTSTART;TZID=Europe/Berlin:20261013T090000\nRRULE:FREQ=WEEKLY;COUNT=3"),
        datetime(2026, 10, 1, tzinfo=UTC),
        END,
    )
    assert starts(found) == ["13.10. 09:00", "20.10. 09:00", "27.10. 09:00"]
    assert len({one.starts_at.utcoffset() for one in found.entries}) == 2


def test_repetitions_taken_out_added_and_moved_are_so() -> None:
    found = read(
        "DTSTART;TZID=Europe/Berlin:20261120T093000\nRRULE:FREQ=WEEKLY;UNTIL=20261211T235959Z\n"
        "EXDATE;TZID=Europe/Berlin:20261127T093000\nRDATE;TZID=Europe/Berlin:20261202T140000\nSUMMARY:Gruppe",
    )
    assert starts(found) == ["20.11. 09:30", "02.12. 14:00", "04.12. 09:30", "11.12. 09:30"]
    moved = parse_calendar(
        calendar("DTSTART;TZID=Europe/Berlin:20261120T093000\nRRULE:FREQ=DAILY;COUNT=2", "").replace(
            b"UID:u1\r\n\r\n",
            b"UID:u0\r\nRECURRENCE-ID;TZID=Europe/Berlin:20261121T093000\r\n"
            b"DTSTART;TZID=Europe/Berlin:20261121T110000\r\n",
        ),
        NOW,
        END,
    )
    assert starts(moved) == ["20.11. 09:30", "21.11. 11:00"]


def test_whole_days_in_a_list_mean_the_hour_of_the_entry() -> None:
    found = read(
        "DTSTART:20261120T093000\nRRULE:FREQ=DAILY;UNTIL=20261123\nEXDATE;VALUE=DATE:20261121\n"
        "RDATE;VALUE=DATE:20261201\nRDATE;VALUE=PERIOD:20261202T080000Z/PT1H"
    )
    assert starts(found) == ["20.11. 09:30", "22.11. 09:30", "23.11. 09:30", "01.12. 09:30"]


def test_a_moved_one_is_told_again_as_the_one_it_was() -> None:
    first = read("DTSTART:20261120T093000\nRRULE:FREQ=DAILY;COUNT=1")
    moved = read("RECURRENCE-ID:20261120T093000\nDTSTART:20261120T110000")
    assert first.entries[0].origin == moved.entries[0].origin
    assert "u0" not in first.entries[0].origin


@pytest.mark.parametrize(
    ("event", "why"),
    [
        ("DTSTART;VALUE=DATE:20261120", LeftOut.WHOLE_DAY),
        ("DTSTART:20261119T093000Z", LeftOut.PAST),
        ("DTSTART:20270920T093000Z", LeftOut.PAST),
        ("DTSTART:20261120T093000Z\nSTATUS:CANCELLED", LeftOut.CANCELLED),
        ("DTSTART:20261399T093000Z", LeftOut.TIME),
        ("SUMMARY:ohne Zeit", LeftOut.TIME),
        ("DTSTART:20261120T093000Z\nDTEND:20261120T083000Z", LeftOut.TIME),
        ("DTSTART:20261120T093000Z\nDURATION:quatsch", LeftOut.TIME),
        ("DTSTART:20261120T093000Z\nDTEND:20261122T083000Z", LeftOut.TOO_LONG),
        ("DTSTART;TZID=Nirgends/Wo:20261120T093000", LeftOut.ZONE),
        ("DTSTART:20261120T093000Z\nRRULE:FREQ=SECONDLY", LeftOut.REPEATS),
        ("DTSTART:20261120T093000Z\nRRULE:FREQ=DAILY;INTERVAL=0", LeftOut.REPEATS),
        ("DTSTART:20261120T093000Z\nRRULE:FREQ=DAILY;COUNT=x", LeftOut.REPEATS),
        ("DTSTART:20261120T093000Z\nRRULE:FREQ=DAILY;BYSECOND=1,2,3", LeftOut.REPEATS),
        ("DTSTART:19700101T093000Z\nRRULE:FREQ=DAILY", LeftOut.REPEATS),
    ],
)
def test_what_does_not_come_over_is_counted_by_its_reason(event: str, why: LeftOut) -> None:
    found = read(event)
    assert found.entries == ()
    assert found.left_out[why] == 1


def test_a_file_that_calls_its_appointments_off_brings_none() -> None:
    content = calendar("DTSTART:20261120T093000Z").replace(b"VERSION:2.0", b"VERSION:2.0\r\nMETHOD:CANCEL")
    assert b"METHOD:CANCEL" in content
    found = parse_calendar(content, NOW, END)
    assert (found.entries, found.left_out[LeftOut.CANCELLED]) == ((), 1)


def test_a_purpose_that_tells_of_somebody_is_left_out_and_its_appointment_comes() -> None:
    found = read("DTSTART:20261120T093000Z\nSUMMARY:Frau Nowakowa wegen Wohngeld\nDESCRIPTION:Tel. 0351 1234567")
    assert [one.purpose for one in found.entries] == [""]
    assert found.left_out[LeftOut.PURPOSE] == 1


def test_attendees_and_addresses_never_come_over() -> None:
    found = read("DTSTART:20261120T093000Z\nATTENDEE:mailto:nowak@example.org\nSUMMARY:Rente\nLOCATION:Zuhause 3")
    assert "nowak" not in repr(found)
    assert "Zuhause" not in repr(found)


def test_an_impossible_rule_ends_at_once() -> None:
    assert read("DTSTART:20261120T093000\nRRULE:FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30").entries[0].minutes == 30


def test_a_zone_that_a_file_defines_itself_is_not_followed() -> None:
    zone = (
        b"BEGIN:VTIMEZONE\r\nTZID:Berlin eigen\r\nBEGIN:STANDARD\r\nDTSTART:19700101T000000\r\nRRULE:FREQ=SECONDLY\r\n"
        b"TZOFFSETFROM:+0200\r\nTZOFFSETTO:+0100\r\nEND:STANDARD\r\nEND:VTIMEZONE\r\n"
    )
    content = calendar("DTSTART;TZID=Berlin eigen:20261120T093000").replace(b"BEGIN:VEVENT", zone + b"BEGIN:VEVENT")
    assert starts(parse_calendar(content, NOW, END)) == ["20.11. 09:30"]
    folded = content.replace(b"BEGIN:VTIMEZONE", b"BEGIN:VTIM\r\n EZONE")
    assert starts(parse_calendar(folded, NOW, END)) == ["20.11. 09:30"]


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"Termin am Freitag",
        b"\x00\xff" * 50,
        b"%PDF-1.7",
        calendar("DTSTART:20261120T093000Z")[:70],
        calendar("DTSTART:20261120T093000Z")[:-20],
        b"BEGIN:VEVENT\r\nUID:1\r\nDTSTART:20261120T093000Z\r\nEND:VEVENT\r\n",
        b"BEGIN:VCALENDAR\r\nBEGIN:VTIMEZONE\r\nTZID:x\r\nEND:VCALENDAR\r\n",
        b"BEGIN:VCALENDAR\r\n" * 4000,
    ],
)
def test_what_is_no_whole_calendar_is_refused(content: bytes) -> None:
    assert refused(content) is Code.CALENDAR_UNREADABLE


def test_a_calendar_of_nothing_is_no_calendar_trouble() -> None:
    assert read() == CalendarRead((), {}, Told())


def test_too_much_is_refused_before_it_is_read() -> None:
    assert refused(b"x" * (BOUNDS.largest + 1)) is Code.CALENDAR_TOO_LARGE
    assert refused(b"BEGIN:VEVENT\n" * (BOUNDS.events + 1)) is Code.CALENDAR_TOO_LARGE
    daily = "DTSTART:20070101T093000Z\nRRULE:FREQ=DAILY"
    with pytest.raises(ProblemError):
        parse_calendar(calendar(daily, daily), NOW, END, Bounds(steps=9_000))
    many = parse_calendar(calendar("DTSTART:20261120T093000Z\nRRULE:FREQ=DAILY"), NOW, END, Bounds(entries=3))
    assert (len(many.entries), many.left_out[LeftOut.TOO_MANY]) == (3, 1)


def test_a_file_is_read_and_a_missing_one_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "k.ics"
    path.write_bytes(calendar("DTSTART:20261120T093000Z"))
    assert len(read_calendar(path, NOW, END).entries) == 1
    with pytest.raises(ProblemError):
        read_calendar(tmp_path / "fehlt.ics", NOW, END)


STOP = Stop("s1", "Bibliothek", "14628410", PlaceType.LIBRARY, time(9), time(12), weekday=1)
DATED = replace(STOP, id="s2", weekday=None, dates=(date(2026, 11, 26), date(2026, 12, 3)))
OVER = replace(STOP, id="s3", weekday=None, dates=(date(2026, 11, 3),))
FORTNIGHT = replace(STOP, id="s4", weeks=2, since=date(2026, 11, 24), until=date(2026, 12, 22))


def test_stops_come_out_with_their_repetition_and_read_back_the_same() -> None:
    content = calendar_bytes([STOP, DATED, OVER, FORTNIGHT], {"s1": "Wilsdruff"}, [], NOW)
    text = content.decode()
    assert "SUMMARY:Sprechstunde Bibliothek" in text
    assert "Bibliothek\\, Wilsdruff" in text
    assert "BEGIN:VTIMEZONE" in text
    events = {str(event["UID"]): event for event in Calendar.from_ical(content).walk("VEVENT")}
    assert set(events) == {"halt-s1@lotse", "halt-s2@lotse", "halt-s4@lotse"}
    found = parse_calendar(content, NOW, NOW + timedelta(days=33))
    assert starts(found) == [
        "24.11. 09:00",
        "24.11. 09:00",
        "26.11. 09:00",
        "01.12. 09:00",
        "03.12. 09:00",
        "08.12. 09:00",
        "08.12. 09:00",
        "15.12. 09:00",
        "22.12. 09:00",
        "22.12. 09:00",
    ]
    assert {one.minutes for one in found.entries} == {180}


def test_a_wiedervorlage_comes_out_as_a_day_and_nothing_else() -> None:
    content = calendar_bytes([], {}, [FollowUp("f1", date(2026, 12, 1), "Bescheid da?", application_id="a1")], NOW)
    text = content.decode()
    assert "DTSTART;VALUE=DATE:20261201" in text
    assert "Bescheid" not in text
    assert "a1" not in text


WEEKLY = (
    "DTSTART;TZID=Europe/Berlin:20261013T090000\nDURATION:PT1H\n"
    "RRULE:FREQ=WEEKLY;UNTIL=20261222T080000Z\nSUMMARY:Gruppe"
)
SINCE = "RECURRENCE-ID;RANGE=THISANDFUTURE;TZID=Europe/Berlin:20261201T090000"


def since(*lines: str) -> CalendarRead:
    """Return what comes of a weekly appointment that changes from 1 December on."""
    event = "\n".join((SINCE, *lines))
    return parse_calendar(calendar(WEEKLY, event).replace(b"UID:u1", b"UID:u0"), NOW, END)


def test_a_change_from_one_repetition_on_changes_those_after_it_too() -> None:
    found = since("DTSTART;TZID=Europe/Berlin:20261202T140000", "DURATION:PT30M", "SUMMARY:Frau Nowakowa")
    assert starts(found) == ["24.11. 09:00", "02.12. 14:00", "09.12. 14:00", "16.12. 14:00", "23.12. 14:00"]
    assert [one.minutes for one in found.entries] == [60, 30, 30, 30, 30]
    assert [one.purpose for one in found.entries] == ["Gruppe", "", "", "", ""]
    plain = parse_calendar(calendar(WEEKLY), NOW, END)
    assert [one.origin for one in found.entries] == [one.origin for one in plain.entries]


@pytest.mark.parametrize(
    ("lines", "why"),
    [
        (["DTSTART;TZID=Europe/Berlin:20261201T090000", "STATUS:CANCELLED"], LeftOut.CANCELLED),
        (["DTSTART;VALUE=DATE:20261201"], LeftOut.WHOLE_DAY),
        (["DTSTART:quatsch"], LeftOut.TIME),
    ],
)
def test_repetitions_from_one_on_that_do_not_take_place_or_nobody_knows_when_do_not_come(
    lines: list[str], why: LeftOut
) -> None:
    found = since(*lines)
    assert starts(found) == ["24.11. 09:00"]
    assert found.left_out[why] == 1


def test_of_two_versions_of_an_appointment_the_newer_one_counts() -> None:
    old, new = ("DTSTART:20261120T093000\nSEQUENCE:x", "DTSTART:20261120T110000\nSEQUENCE:2")
    for events in ((old, new), (new, old)):
        content = calendar(*events).replace(b"UID:u1", b"UID:u0")
        assert starts(parse_calendar(content, NOW, END)) == ["20.11. 11:00"]


def test_the_signs_of_windows_and_a_mark_before_the_file_are_read() -> None:
    content = calendar("DTSTART:20261120T093000\nSUMMARY:Größe der Straße").decode()
    for file in (content.encode("cp1252"), content.encode("utf-8-sig")):
        assert [one.purpose for one in parse_calendar(file, NOW, END).entries] == ["Größe der Straße"]


def test_it_is_known_which_appointments_a_file_tells_wholly() -> None:
    single = "RECURRENCE-ID:20261124T090000\nDTSTART:20261124T090000\nSTATUS:CANCELLED"
    events = (WEEKLY, single, "DTSTART;VALUE=DATE:20261120", "DTSTART:20261120T093000\nSTATUS:CANCELLED", "SUMMARY:x")
    told = read(*events).told
    series = [series_of(f"u{number}") for number in range(5)]
    assert (told.series, told.whole) == (frozenset(series), frozenset((series[0], series[3])))
    assert told.off == {origin_of("u1", datetime(2026, 11, 24, 9, tzinfo=LOCAL))}
    few = parse_calendar(calendar(WEEKLY), NOW, END, Bounds(entries=2))
    assert (few.told.whole, few.left_out[LeftOut.TOO_MANY]) == (frozenset(), 1)
    called = parse_calendar(calendar(*events[:2]).replace(b"VERSION", b"METHOD:CANCEL\r\nVERSION"), NOW, END)
    assert (called.told.whole, called.told.off) == (frozenset(series[:1]), told.off)
