"""The eleven traps that other systems' figures fell into (peers): ours must not, at a real desk over a real store."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest

from lotse_app.models.contact import ContactKind
from lotse_app.models.figures import Basis, Dimension
from lotse_app.models.periods import named
from lotse_app.models.problems import ProblemError
from lotse_app.models.session import AgeBand, FirstContact, Topic
from lotse_app.statistics.cross_foot import mismatches
from lotse_app.statistics.definitions import DEFINITIONS
from lotse_app.statistics.labels import LABELS
from tests.colleagues import add, sit_down
from tests.workflows.test_reports import QUARTER, counsel, table

if TYPE_CHECKING:
    from lotse_app.models.figures import Cell, Report
    from tests.desks import Office


def row(report: Report, key: str, label: str) -> tuple[Cell, ...]:
    return next(one for one in table(report, key).rows if one[0] == label)


def test_trap_1_a_workshop_of_ten_is_one_long_beratung_not_ten(office: Office) -> None:
    counsel(office, 120, kind=ContactKind.GROUP, people=10, topics=(Topic("", "Handy"),))
    report = office.desk.report.build(QUARTER)
    assert row(report, "dauer", "2 Stunden und länger")[-1] == 1
    assert row(report, "anliegen", "Handy")[-1] == 1
    assert dict(report.headline)["Teilnahmen"] == "10"
    assert DEFINITIONS["dauer"].basis is Basis.SESSION


def test_trap_2_there_is_a_total_of_hours(office: Office) -> None:
    counsel(office, 45)
    counsel(office, 50)
    assert dict(office.desk.report.build(QUARTER).headline)["Dauer"] == "1 Std. 35 min"


def test_trap_3_minutes_are_summed_never_bands_and_never_rounded_to_hours(office: Office) -> None:
    for minutes in (1, 31, 29):
        counsel(office, minutes)
    assert table(office.desk.report.build(QUARTER), "monate").totals == ("Gesamt", 3, 1, 3, 0, 61, 0)


def test_trap_4_exactly_thirty_minutes_are_where_the_label_says(office: Office) -> None:
    counsel(office, 30)
    report = office.desk.report.build(QUARTER)
    assert row(report, "dauer", "30 bis unter 60 Minuten")[-1] == 1
    assert "Genau 30 Minuten zählen zu „30 bis unter 60“" in DEFINITIONS["dauer"].sentence


def test_trap_5_who_was_not_asked_is_no_first_contact(office: Office) -> None:
    counsel(office, kind=ContactKind.GROUP, people=8)
    counsel(office, first_contact=FirstContact.YES)
    assert dict(office.desk.report.build(QUARTER).headline)["davon Erstkontakte"] == "1 (bei 8 nicht gefragt)"


def test_trap_6_the_label_says_the_period_that_was_counted(office: Office) -> None:
    report = office.desk.report.build(named(date(2026, 11, 3), date(2026, 11, 21)))
    assert ("Zeitraum", "03.11.2026 bis 20.11.2026") in report.header
    assert "12 letzte Monate" not in str(report)


def test_trap_7_every_total_is_checked_against_its_parts(office: Office) -> None:
    for kind in (ContactKind.SINGLE, ContactKind.GROUP, ContactKind.TELEPHONE, ContactKind.INTERNAL):
        counsel(office, kind=kind)
    report = office.desk.report.build(QUARTER)
    assert [text for one in report.tables for text in mismatches(one)] == []
    wrong = replace(table(report, "kontaktart"), totals=("Gesamt", 0, 20, 0, 20))
    assert mismatches(wrong), "a total left over from a kind that is gone is found out"


def test_trap_8_a_pilot_who_left_and_came_back_counts_once(office: Office) -> None:
    colleague = add(office.desk)
    office.desk = sit_down(office, colleague.id)
    counsel(office)
    office.desk = sit_down(office, office.pilot_id)
    office.desk.pilots.dismiss(colleague.id)
    office.desk.pilots.admit(colleague)
    assert dict(office.desk.report.build(QUARTER).headline)["Beratungen"] == "1"


def test_trap_9_the_age_of_a_contact_stays_what_it_was(office: Office) -> None:
    counsel(office, age_band=AgeBand.FROM_60)
    before = table(office.desk.report.build(QUARTER), "altersgruppe")
    office.clock.advance(days=4 * 365)
    assert table(office.desk.report.build(QUARTER), "altersgruppe") == before


def test_trap_10_bands_of_age_and_length_do_not_overlap(office: Office) -> None:
    ages = [list(map(int, re.findall(r"\d+", label))) for label in LABELS[Dimension.AGE_BAND].values()][:-1]
    (first,), *between, (last,) = ages
    assert [lower for lower, _ in between] == [first, *(upper + 1 for _, upper in between[:-1])]
    assert last == between[-1][1] + 1
    for minutes in (9, 10, 29, 30, 59, 60, 119, 120):
        counsel(office, minutes)
    report = office.desk.report.build(QUARTER)
    assert [line[-1] for line in table(report, "dauer").rows] == [1, 2, 2, 2, 1]


def test_trap_11_a_day_that_has_not_come_or_is_long_gone_is_not_taken(office: Office) -> None:
    blank = office.desk.counsel.blank()
    for days in (2, -4000):
        started = blank.started_at + timedelta(days=days)
        wrong = replace(blank, started_at=started, beat_at=started, ended_at=started + timedelta(minutes=20))
        with pytest.raises(ProblemError):
            office.desk.counsel.record(wrong)
