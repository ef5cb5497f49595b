"""Operator, station, pilots, settings."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from lotse_app.models.people import Pilot, PlaceType, Role, Station
from lotse_app.models.problems import Code
from tests.store.samples import OPERATOR, PILOT, STATION, an_operation, refused

if TYPE_CHECKING:
    from lotse_app.store.opening import Store
    from lotse_app.workflows.ports import StationRows


def test_the_first_run_is_written_whole(store: Store) -> None:
    rows: StationRows = store.stations
    rows.set_up(OPERATOR, STATION, PILOT, [an_operation("o1", STATION.id)])

    assert rows.operator() == OPERATOR
    assert rows.station() == STATION
    assert rows.pilots() == (PILOT,)
    assert store.outbox.count_waiting() == 1


def test_before_the_first_run_there_is_neither_operator_nor_station(store: Store) -> None:
    with refused(Code.RECORD_MISSING, kind="operator"):
        store.stations.operator()
    with refused(Code.RECORD_MISSING, kind="station"):
        store.stations.station()


def test_operator_and_station_can_be_changed(store: Store) -> None:
    store.stations.set_up(OPERATOR, STATION, PILOT, [])
    operator, station = (
        replace(OPERATOR, notice_version=4),
        replace(STATION, reception_point=False, telephone="03", hours="Mo\nDi"),
    )
    store.stations.save_station(operator, station, [an_operation("o1")])

    assert store.stations.operator() == operator
    assert store.stations.station() == station
    assert store.outbox.count_waiting() == 1


def test_another_station_takes_the_place_of_the_first(store: Store) -> None:
    store.stations.set_up(OPERATOR, STATION, PILOT, [])
    other = Station("st-2", OPERATOR.id, "Bücherbus", PlaceType.MOBILE, "14628410")
    store.stations.save_station(OPERATOR, other, [])
    assert store.stations.station() == other


def test_pilots_stand_in_german_order(store: Store) -> None:
    for number, name in enumerate(["Zoe", "Öczan", "Oda", "ärger", "Łukasz", "Lutz", "Straße", "Strasser"]):
        store.stations.save_pilot(Pilot(f"p{number}", name, Role.VOLUNTEER), [an_operation(f"o{number}")])

    names = [pilot.name for pilot in store.stations.pilots()]

    assert names == ["ärger", "Łukasz", "Lutz", "Öczan", "Oda", "Straße", "Strasser", "Zoe"]
    assert store.outbox.count_waiting() == 8


def test_a_pilot_is_changed_in_place(store: Store) -> None:
    store.stations.save_pilot(PILOT, [])
    store.stations.save_pilot(replace(PILOT, role=Role.COORDINATOR), [])
    assert store.stations.pilots() == (replace(PILOT, role=Role.COORDINATOR),)


def test_a_setting_has_its_default_until_it_is_written(store: Store) -> None:
    assert store.stations.setting("thema") == ""
    assert store.stations.setting("thema", "hell") == "hell"
    store.stations.save_setting("thema", "dunkel")
    store.stations.save_setting("thema", "kontrast")
    assert store.stations.setting("thema", "hell") == "kontrast"
