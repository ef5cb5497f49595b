"""``lotse export station``, ``lotse import station`` and figures of all stations, as they are typed."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from lotse_app.commands import _parser, obey
from lotse_app.errands import (
    ExportErrand,
    back_up,
    export,
    export_station,
    import_stations,
    restore,
    restore_ground,
)
from lotse_app.models.people import Role
from tests.desks import PASSPHRASE, PocketSecrets, close, make_program
from tests.station_files import make_station
from tests.workflows.test_station_files import QUARTER, counsel

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.desks import Office


def asked(*answers: str) -> Callable[[str], str]:
    """Return a terminal at which these answers are typed."""
    left = list(answers)
    return lambda _: left.pop(0)


def unheard(_text: str) -> None:
    """Hear nothing of what is said."""


@pytest.fixture
def library(tmp_path: Path) -> Office:
    """Return a station with one contact whose desk is closed."""
    office = make_station(tmp_path / "bibliothek", "Bibliothek Kesselsdorf")
    counsel(office)
    close(office.desk)
    return office


@pytest.fixture
def coordinator(tmp_path: Path) -> Office:
    """Return the coordination; its desk is closed."""
    office = make_station(tmp_path / "koordination", "Koordination", Role.COORDINATOR)
    close(office.desk)
    office.clock.advance(days=3)
    return office


def written(office: Office, folder: Path) -> Path:
    said: list[str] = []
    assert export_station(office.program, folder, asked(PASSPHRASE), said.append) == 0
    assert said[1].startswith("Prüfzeichen dieses Geräts: ")
    return next(folder.glob("Stützpunkt_Bibliothek_Kesselsdorf_*.lotse-station"))


def taken(office: Office, *files: Path, answers: tuple[str, ...] = ()) -> tuple[int, list[str]]:
    said: list[str] = []
    return import_stations(office.program, files, asked(PASSPHRASE, *answers), said.append), said


def test_a_file_goes_from_station_to_coordination_and_into_a_table(
    library: Office, coordinator: Office, tmp_path: Path
) -> None:
    file = written(library, tmp_path / "aus")
    status, said = taken(coordinator, file, answers=("nein",))
    assert status == 1
    assert said[0] == "Zum ersten Mal eine Datei dieses Geräts: Bibliothek Kesselsdorf, Stadt Wilsdruff"
    assert "Prüfzeichen" in said[-1]
    assert taken(coordinator, file, answers=(" Ja ",))[0] == 0
    status, said = taken(coordinator, tmp_path / "fehlt", file)
    assert status == 1
    assert "schon eingelesen" in said[-1]
    errand = ExportErrand("statistics", "", QUARTER.start, QUARTER.end, public=False, form="csv", folder=tmp_path)
    totals = {}
    for all_stations in (False, True):
        target = tmp_path / str(all_stations)
        one = ExportErrand(*_fields(errand), target, all_stations=all_stations)
        assert export(coordinator.program, one, asked(PASSPHRASE), unheard) == 0
        totals[all_stations] = "".join(path.read_text("utf-8-sig") for path in sorted(target.rglob("*.csv")))
    assert "Stand Bibliothek Kesselsdorf;20.11.2026, 10:50 Uhr" in totals[True]
    assert "Bibliothek Kesselsdorf" not in totals[False]


def _fields(errand: ExportErrand) -> tuple[str, str, date, date, bool, str]:
    return errand.what, errand.report, errand.start, errand.end, errand.public, errand.form


def test_the_file_of_a_restored_device_replaces_that_of_the_lost_one(
    library: Office, coordinator: Office, tmp_path: Path
) -> None:
    assert taken(coordinator, written(library, tmp_path / "1"), answers=("ja",))[0] == 0
    stick = tmp_path / "stick"
    stick.mkdir()
    assert back_up(library.program, stick, asked(PASSPHRASE), unheard) == 0
    library.clock.advance(hours=1)
    secrets = PocketSecrets()
    program, clock = make_program(tmp_path / "neu", secrets)
    clock.advance(hours=2)
    ground = restore_ground(program.places, secrets, program.tools)
    answers = asked(library.recovery_code, PASSPHRASE, PASSPHRASE)
    assert restore(next(stick.glob("*.lotse")), ground, answers, unheard) == 0
    library.program = program
    clock.advance(hours=1)
    status, said = taken(coordinator, written(library, tmp_path / "2"))
    assert (status, len(said)) == (0, 1), "the same key: nobody is asked"
    coordinator.reopen(coordinator.program.unlocking.key(coordinator.pilot_id, PASSPHRASE))
    assert len(coordinator.desk.gathering.held()) == 1
    assert dict(coordinator.desk.all_stations.build(QUARTER).headline)["Beratungen"] == "1"
    close(coordinator.desk)
    assert "neuerer Stand" in taken(coordinator, next((tmp_path / "1").glob("*.lotse-station")))[1][0]


def test_days_are_read_as_germans_write_them() -> None:
    def read(start: str, end: str) -> tuple[date, date]:
        found = _parser().parse_args(["export", "statistics", "--from", start, "--to", end, "--out", "aus"])
        return found.start, found.end

    assert read("1.7.26", "2026-10-01") == (date(2026, 7, 1), date(2026, 10, 1))
    for wrong in ("1.7.226", "1.7.1026", "31.2.2026", "7/1/2026", "1.7"):
        with pytest.raises(SystemExit):
            read(wrong, "1.10.2026")


def test_what_cannot_be_meant_is_said_before_anything_is_opened(
    library: Office, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    days = ["--from", "1.10.2026", "--to", "1.1.2027"]
    for arguments in (
        ["import", "station"],
        ["import", "sessions"],
        ["import", "sessions", "a.csv", "b.csv"],
        ["export", "statistics", "--out", str(tmp_path)],
        ["export", "sessions", *days, "--kind", "oeffentlich", "--out", str(tmp_path)],
        ["export", "sessions", *days, "--format", "pdf", "--out", str(tmp_path)],
        ["export", "statistics", *days, "--per-person", "--out", str(tmp_path)],
        ["export", "statistics", *days, "--kind", "oeffentlich", "--report", "Bücherei", "--out", str(tmp_path)],
        ["export", "statistics", *days, "--all-stations", "--report", "Tätigkeitsnachweis", "--out", str(tmp_path)],
    ):
        assert obey(arguments, library.program.places, None) == 2, arguments  # type: ignore[arg-type]  # no crash here
    assert "Bitte" in capsys.readouterr().err
