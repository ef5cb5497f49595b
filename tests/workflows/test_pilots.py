"""Who works here: added with two passphrases, changed by others only, gone without losing records."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest

from lotse_app.documents.reader import text_of
from lotse_app.models.people import Role, Undertaking
from lotse_app.models.problems import Code, ProblemError
from tests.cases import begin
from tests.colleagues import OTHER_PASSPHRASE, add, sit_down
from tests.desks import MORNING, PASSPHRASE, close, make_office, make_program

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from lotse_app.models.people import Pilot
    from lotse_app.workflows.desk import Desk
    from tests.desks import Office


@contextmanager
def refused(code: Code) -> Iterator[None]:
    with pytest.raises(ProblemError) as caught:
        yield
    assert caught.value.problem.code is code


def pilots(desk: Desk) -> dict[str, Pilot]:
    return {pilot.name: pilot for pilot in desk.settings.pilots()}


def test_an_added_pilot_opens_the_device_with_the_own_passphrase(office: Office) -> None:
    added = add(office.desk, "  B.   Muster ", Role.OFFICIAL)
    assert added.name == "B. Muster"
    assert [name for _, name in office.program.unlocking.pilots()] == ["A. Beispiel", "B. Muster"]

    desk = sit_down(office, added.id)
    assert (desk.workplace.pilot, desk.workplace.station.name) == (added, "Rathaus Wilsdruff")
    with refused(Code.WRONG_PASSPHRASE):
        office.program.unlocking.key(added.id, PASSPHRASE)


def test_the_own_passphrase_is_asked_again_before_anybody_is_let_in(office: Office) -> None:
    wished = office.desk.pilots.new("B. Muster", Role.OFFICIAL)
    with refused(Code.WRONG_PASSPHRASE):
        office.desk.pilots.grant(wished, "falsch geraten", OTHER_PASSPHRASE)
    with refused(Code.PASSPHRASE_TOO_SHORT):
        office.desk.pilots.grant(wished, PASSPHRASE, "kurz")
    assert [name for _, name in office.program.unlocking.pilots()] == ["A. Beispiel"]


def test_names_differ_because_one_logs_in_by_name(office: Office) -> None:
    with refused(Code.PILOT_NAME_TAKEN):
        office.desk.pilots.new("a. BEISPIEL", Role.VOLUNTEER)
    gone = add(office.desk)
    office.desk.pilots.dismiss(gone.id)
    assert office.desk.pilots.new("B. Muster", Role.VOLUNTEER).name == "B. Muster"


def test_roles_are_changed_by_others_and_never_ones_own(office: Office) -> None:
    added = add(office.desk)
    office.desk.pilots.change(added.id, Role.COORDINATOR, responsible=True)
    assert pilots(office.desk)["B. Muster"] == replace(added, role=Role.COORDINATOR, responsible=True)
    with refused(Code.OWN_ROLE):
        office.desk.pilots.change(office.pilot_id, Role.COORDINATOR, responsible=True)
    with refused(Code.RECORD_MISSING):
        office.desk.pilots.change("nobody", Role.OFFICIAL, responsible=False)


def test_a_coordinator_manages_pilots_but_leaves_one_responsible(office: Office) -> None:
    added = add(office.desk, role=Role.COORDINATOR)
    desk = sit_down(office, added.id)
    assert desk.pilots.may_change
    with refused(Code.LAST_RESPONSIBLE):
        desk.pilots.change(office.pilot_id, Role.OFFICIAL, responsible=False)
    with refused(Code.LAST_RESPONSIBLE):
        desk.pilots.dismiss(office.pilot_id)
    add(desk, "C. Probe", responsible=True, own_passphrase=OTHER_PASSPHRASE)
    desk.pilots.change(office.pilot_id, Role.VOLUNTEER, responsible=False)
    assert not pilots(desk)["A. Beispiel"].responsible


def test_a_pilot_without_the_responsibility_changes_nobody(office: Office) -> None:
    added = add(office.desk)
    desk = sit_down(office, added.id)
    assert not desk.pilots.may_change
    with refused(Code.NOT_PERMITTED):
        desk.pilots.new("C. Probe", Role.OFFICIAL)
    with refused(Code.NOT_PERMITTED):
        desk.pilots.grant(added, OTHER_PASSPHRASE, PASSPHRASE)
    with refused(Code.NOT_PERMITTED):
        desk.pilots.admit(added)
    with refused(Code.NOT_PERMITTED):
        desk.pilots.change(office.pilot_id, Role.OFFICIAL, responsible=False)
    with refused(Code.NOT_PERMITTED):
        desk.pilots.dismiss(office.pilot_id)
    with refused(Code.NOT_PERMITTED):
        desk.pilots.revoke(office.pilot_id)
    with refused(Code.NOT_PERMITTED):
        desk.pilots.swear(added.id, MORNING.date())


def test_who_leaves_comes_in_no_more_and_the_records_stay(office: Office) -> None:
    added = add(office.desk)
    begun = begin_as(office, added)
    sit_down(office, office.pilot_id)
    key = office.program.unlocking.key(added.id, OTHER_PASSPHRASE)

    office.desk.pilots.dismiss(added.id)
    close(office.desk)
    with refused(Code.SLOT_UNKNOWN):  # the row alone refuses: a power cut may come before the slot goes
        office.program.unlocking.open(added.id, key)
    sit_down(office, office.pilot_id)
    office.desk.pilots.revoke(added.id)
    office.desk.pilots.revoke(added.id)
    with refused(Code.SLOT_UNKNOWN):
        office.program.unlocking.key(added.id, OTHER_PASSPHRASE)

    assert pilots(office.desk)["B. Muster"] == replace(added, active=False)
    assert office.desk.sight.label(begun).pilot_id == added.id
    assert [one.pilot.name for one in office.desk.pilots.team(office.desk.pilots.accesses()).colleagues] == [
        "A. Beispiel"
    ]


def begin_as(office: Office, pilot: Pilot) -> str:
    sit_down(office, pilot.id)
    return begin(office).id


def test_nobody_takes_the_own_access_away(office: Office) -> None:
    add(office.desk)
    with refused(Code.OWN_ROLE):
        office.desk.pilots.dismiss(office.pilot_id)
    with refused(Code.OWN_ROLE):
        office.desk.pilots.revoke(office.pilot_id)


def test_an_access_without_its_secret_is_set_up_again(tmp_path: Path) -> None:
    office = make_office(tmp_path / "daten")
    added = add(office.desk)
    close(office.desk)

    moved, _ = make_program(tmp_path / "daten")  # another device: the keyring is empty
    key, _ = moved.unlocking.recover(office.recovery_code, office.pilot_id, PASSPHRASE)
    with refused(Code.DEVICE_SECRET_MISSING):
        moved.unlocking.key(added.id, OTHER_PASSPHRASE)
    desk = moved.unlocking.open(office.pilot_id, key)
    accesses = desk.pilots.accesses()
    team = desk.pilots.team(accesses)
    assert accesses.without_secret == (added.id,)
    assert [(one.pilot.name, one.access) for one in team.colleagues] == [("A. Beispiel", True), ("B. Muster", False)]

    desk.pilots.grant(added, PASSPHRASE, OTHER_PASSPHRASE)
    desk.pilots.admit(added)
    assert moved.unlocking.key(added.id, OTHER_PASSPHRASE) == key
    assert all(one.access for one in desk.pilots.team(desk.pilots.accesses()).colleagues)
    close(desk)


def test_an_access_that_belongs_to_nobody_is_seen_and_removed(office: Office) -> None:
    half = office.desk.pilots.new("C. Probe", Role.OFFICIAL)
    office.desk.pilots.grant(half, PASSPHRASE, OTHER_PASSPHRASE)  # and then the power goes

    assert office.desk.pilots.team(office.desk.pilots.accesses()).stray == ((half.id, "C. Probe"),)
    office.desk.pilots.dismiss(half.id)
    office.desk.pilots.revoke(half.id)
    assert office.desk.pilots.team(office.desk.pilots.accesses()).stray == ()


def test_an_undertaking_has_a_day_that_has_been(office: Office) -> None:
    added = add(office.desk, role=Role.VOLUNTEER, sworn=False)
    with refused(Code.DATE_IN_FUTURE):
        office.desk.pilots.swear(added.id, MORNING.date() + timedelta(days=1))
    office.desk.pilots.swear(added.id, date(2026, 11, 2))
    assert pilots(office.desk)["B. Muster"].undertaking == Undertaking(date(2026, 11, 2), 1)


def test_somebody_else_takes_the_own_undertaking_unless_nobody_else_may(tmp_path: Path) -> None:
    office = make_office(tmp_path, Role.VOLUNTEER, sworn=False)
    add(office.desk)
    office.desk.pilots.swear(office.pilot_id, MORNING.date())
    add(office.desk, "C. Ehrlich", responsible=True)
    with refused(Code.OWN_UNDERTAKING):
        office.desk.pilots.swear(office.pilot_id, MORNING.date())
    close(office.desk)


def test_the_sheet_names_who_promises_to_whom(office: Office) -> None:
    added = add(office.desk, role=Role.VOLUNTEER)
    words = text_of(office.desk.pilots.undertaking_sheet(added))
    for part in ("Verpflichtung", "B.Muster", "StadtWilsdruff", "Fassung1", "FürdenTräger"):
        assert part in words


def test_a_vault_in_trouble_is_said(office: Office) -> None:
    with refused(Code.NOT_PERMITTED):  # the last slot: nobody could come in
        office.desk.pilots._vault.remove_pilot(office.pilot_id)
    for file in office.program.places.key_files:
        file.unlink()
    with refused(Code.KEY_FILES_LOST):
        office.desk.pilots.revoke("anybody")
