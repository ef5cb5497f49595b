"""First run, unlocking, recovery: nothing or everything is in place."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from lotse_app.models.operation import Act, Kind
from lotse_app.models.problems import Code, ProblemError
from lotse_app.store.opening import open_store
from tests.desks import PASSPHRASE, PocketSecrets, close, first_run, make_office, make_program

if TYPE_CHECKING:
    from pathlib import Path

    from tests.desks import Office


def test_an_empty_folder_needs_a_first_run_and_a_finished_one_does_not(tmp_path: Path) -> None:
    program, _ = make_program(tmp_path)
    assert program.unlocking.needs_first_run()
    program.unlocking.create(first_run())
    assert program.unlocking.needs_first_run(), "nothing counts before the recovery code was kept"
    program.unlocking.settle()
    assert not program.unlocking.needs_first_run()


def test_an_interrupted_first_run_leaves_nothing_in_the_way(tmp_path: Path) -> None:
    program, _ = make_program(tmp_path)
    program.unlocking.create(first_run())
    again, _ = make_program(tmp_path)
    created = again.unlocking.create(first_run())
    again.unlocking.settle()
    close(again.unlocking.open(created.pilot_id, created.key))
    assert not program.places.building.exists()


def test_the_passphrase_opens_the_desk_of_its_pilot(office: Office) -> None:
    close(office.desk)
    unlocking = office.program.unlocking
    assert unlocking.pilots() == ((office.pilot_id, "A. Beispiel"),)
    desk = unlocking.open(office.pilot_id, unlocking.key(office.pilot_id, PASSPHRASE))
    assert desk.workplace.pilot.responsible
    assert desk.workplace.commune_name == "Wilsdruff"
    close(desk)


def test_a_wrong_passphrase_says_so_and_makes_wait(office: Office) -> None:
    with pytest.raises(ProblemError) as refused:
        office.program.unlocking.key(office.pilot_id, "falsch geraten")
    assert refused.value.problem.code is Code.WRONG_PASSPHRASE
    assert office.program.unlocking.wait_seconds(office.pilot_id) >= 0


def test_a_changed_passphrase_replaces_the_old_one(office: Office) -> None:
    unlocking = office.program.unlocking
    unlocking.change_passphrase(office.pilot_id, PASSPHRASE, "ein anderer langer Satz")
    key = unlocking.key(office.pilot_id, "ein anderer langer Satz")
    with pytest.raises(ProblemError):
        unlocking.key(office.pilot_id, PASSPHRASE)
    assert len(key) == 32


def test_the_recovery_code_opens_without_keyring_and_is_replaced(office: Office) -> None:
    close(office.desk)
    elsewhere, _ = make_program(office.program.places.root, PocketSecrets())
    key, code = elsewhere.unlocking.recover(office.recovery_code, office.pilot_id, "neuer Satz für danach")
    desk = elsewhere.unlocking.open(office.pilot_id, key)
    assert desk.settings.pilots()[0].name == "A. Beispiel"
    close(desk)
    assert code != office.recovery_code
    with pytest.raises(ProblemError) as refused:
        elsewhere.unlocking.recover(office.recovery_code, office.pilot_id, "noch ein neuer Satz")
    assert refused.value.problem.code is Code.RECOVERY_CODE_WRONG


def test_the_recovery_code_lets_nobody_in_who_is_not_known_here(office: Office) -> None:
    files = [path.read_bytes() for path in office.program.places.key_files]
    with pytest.raises(ProblemError) as refused:
        office.program.unlocking.recover(office.recovery_code, "", "neuer Satz für danach")
    assert refused.value.problem.code is Code.SLOT_UNKNOWN
    assert [path.read_bytes() for path in office.program.places.key_files] == files


def test_a_lost_key_file_is_said_and_is_no_first_run(office: Office) -> None:
    close(office.desk)
    for path in office.program.places.ground.glob("schluessel*"):
        path.unlink()
    with pytest.raises(ProblemError) as refused:
        office.program.unlocking.needs_first_run()
    assert refused.value.problem.code is Code.KEY_FILES_LOST


def test_a_lost_store_is_said_and_is_no_first_run(office: Office) -> None:
    close(office.desk)
    office.program.places.store.unlink()
    with pytest.raises(ProblemError) as refused:
        office.program.unlocking.needs_first_run()
    assert refused.value.problem.code is Code.STORE_MISSING


def test_an_unknown_pilot_opens_no_desk_and_leaves_the_store_free(office: Office) -> None:
    close(office.desk)
    unlocking = office.program.unlocking
    key = unlocking.key(office.pilot_id, PASSPHRASE)
    with pytest.raises(ProblemError) as refused:
        unlocking.open("niemand", key)
    assert refused.value.problem.code is Code.RECORD_MISSING
    close(unlocking.open(office.pilot_id, key))


def test_the_first_run_writes_the_station_into_the_outbox(tmp_path: Path) -> None:
    office = make_office(tmp_path)
    close(office.desk)
    key = office.program.unlocking.key(office.pilot_id, PASSPHRASE)
    store = open_store(office.program.places.ground, key, office.clock, office.program.tools.ids)
    logged = store.outbox.waiting()
    store.close()
    assert [(row.seq, row.operation.act, row.operation.kind) for row in logged] == [(1, Act.CREATE, Kind.STATION)]
    assert "A. Beispiel" not in str(logged[0].operation.body)
    assert logged[0].operation.body["name"] == "Rathaus Wilsdruff"


def test_a_clock_that_was_set_back_is_said_and_refuses_nothing(office: Office) -> None:
    assert not office.desk.notices
    office.desk.counsel.end(office.desk.counsel.start())
    close(office.desk)
    office.clock.advance(days=-3)
    office.reopen(office.program.unlocking.key(office.pilot_id, PASSPHRASE))
    assert [notice.code for notice in office.desk.notices] == [Code.CLOCK_BACKWARDS]
    office.desk.counsel.end(office.desk.counsel.start())
