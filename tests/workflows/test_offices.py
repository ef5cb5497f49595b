"""Where post goes: shipped facts, what was entered here, and what nobody knows."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from lotse_app.models.people import Role
from lotse_app.models.problems import Code, ProblemError
from lotse_app.models.trail import Deed
from lotse_app.workflows.offices import office_wanted
from tests.cases import filled
from tests.desks import WILSDRUFF, close, make_office
from tests.store.samples import refused

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from lotse_app.workflows.offices import Offices
    from tests.desks import Office


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    made = make_office(tmp_path)
    yield made
    close(made.desk)


@pytest.fixture
def offices(office: Office) -> Offices:
    return office.desk.offices


def test_a_part_of_the_commune_has_the_address_of_the_commune(offices: Offices) -> None:
    found = offices.address_of(WILSDRUFF, "Steueramt")
    assert found is not None
    assert found == offices.address_of(WILSDRUFF)
    assert found.lines == ("Stadt Wilsdruff", "Nossener Straße 20", "01723 Wilsdruff")


def test_the_landratsamt_is_that_of_the_district(offices: Offices) -> None:
    found = offices.address_of(WILSDRUFF, "Landratsamt, Sozialamt")
    assert found is not None
    assert found.name == "Landratsamt Sächsische Schweiz-Osterzgebirge"


def test_an_office_outside_the_commune_is_unknown_until_it_is_entered_once(offices: Offices) -> None:
    assert offices.address_of(WILSDRUFF, "Jobcenter", communal=False) is None
    written = offices.enter(WILSDRUFF, "Jobcenter", " Jobcenter  Pirna", "Siegfried-Rädel-Straße 1", "01796", "Pirna")
    assert written.lines == ("Jobcenter Pirna", "Siegfried-Rädel-Straße 1", "01796 Pirna")
    assert written.source == "eingetragen von A. Beispiel am 20.11.2026"
    assert written.entered
    assert offices.address_of(WILSDRUFF, "Jobcenter", communal=False) == written


def test_what_is_entered_goes_before_what_is_shipped_and_can_be_taken_away(offices: Offices) -> None:
    shipped = offices.address_of(WILSDRUFF)
    commune = offices.enter(WILSDRUFF, "", "Stadt Wilsdruff", "Markt 1", "01723", "Wilsdruff")
    assert offices.address_of(WILSDRUFF, "Steueramt") == commune
    part = offices.enter(WILSDRUFF, "Steueramt", "Stadt Wilsdruff, Steueramt", "Markt 2", "01723", "Wilsdruff")
    assert offices.address_of(WILSDRUFF, "Steueramt") == part
    assert offices.entered() == ((WILSDRUFF, "", commune), (WILSDRUFF, "Steueramt", part))
    offices.forget(WILSDRUFF, "Steueramt")
    offices.forget(WILSDRUFF)
    offices.forget(WILSDRUFF)
    assert offices.address_of(WILSDRUFF, "Steueramt") == shipped
    assert offices.entered() == ()


def test_a_vorgang_knows_its_office_and_asks_where_its_form_names_none(office: Office) -> None:
    offices, case = office.desk.offices, filled(office)
    assert offices.of_case(case) == offices.address_of(WILSDRUFF)
    nameless = replace(case, form=replace(case.form, authority=""))
    assert offices.of_case(nameless) is None
    wanted = office_wanted(nameless)
    assert (wanted.authority, wanted.words) == (case.application.service_name, "Zuständige Stelle")
    entered = offices.enter(wanted.ags, wanted.authority, "Jobcenter", "Weg 1", "01796", "Pirna")
    assert offices.of_case(nameless) == entered
    assert offices.of_case(case) == offices.address_of(WILSDRUFF)


def test_half_an_address_is_refused(offices: Offices) -> None:
    with refused(Code.REQUIRED):
        offices.enter(WILSDRUFF, "", " ", "Markt 1", "01723", "Wilsdruff")
    with refused(Code.POSTCODE_INVALID):
        offices.enter(WILSDRUFF, "", "Stadt", "Markt 1", "1723", "Wilsdruff")
    assert offices.entered() == ()


def test_a_coordinator_enters_none(tmp_path: Path) -> None:
    made = make_office(tmp_path, Role.COORDINATOR)
    with refused(Code.COORDINATOR_NO_PERSONS):
        made.desk.offices.enter(WILSDRUFF, "", "Stadt", "Markt 1", "01723", "Wilsdruff")
    close(made.desk)


def test_entering_stands_in_the_protokoll_without_the_address(office: Office) -> None:
    office.desk.offices.enter(WILSDRUFF, "", "Stadt", "Marktwort 1", "01723", "Wilsdruff")
    office.desk.offices.forget(WILSDRUFF)
    entries = [entry for entry in office.desk.keeping.trail() if entry.deed == Deed.OFFICE.value]
    assert [entry.record_id for entry in entries] == [WILSDRUFF, WILSDRUFF]
    assert all("Marktwort" not in entry.reason for entry in entries)


@pytest.mark.parametrize("place", ["name", "street", "town"])
def test_an_address_that_papers_could_not_print_is_refused_with_its_place(offices: Offices, place: str) -> None:
    parts = {"name": "Jobcenter „Mitte“", "street": "Weg 1", "town": "Pirna"}
    parts[place] = f" {parts[place]} 🐶"
    with pytest.raises(ProblemError) as wrong:
        offices.enter(WILSDRUFF, "Jobcenter", parts["name"], parts["street"], "01796", parts["town"])
    assert (wrong.value.problem.code, wrong.value.problem.pointer) == (Code.CHARACTER_NOT_ALLOWED, f"/{place}")
    assert offices.entered() == ()
