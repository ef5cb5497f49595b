"""What is typed into an imported form leaves no trace in the clear; the form itself comes back with a backup."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from lotse_app.bootstrap import restoring
from lotse_app.models.kept_form import FormState
from tests.desks import PASSPHRASE, close, make_office, make_program
from tests.faults.scanning import hits
from tests.workflows.test_form_keeping import NAME, a_release, begun, fill_and_read_back, fim_file, take_in

if TYPE_CHECKING:
    from pathlib import Path

    from tests.desks import Office

WORD = "Quittenblütová"


@pytest.fixture
def office(tmp_path: Path) -> Office:
    """A station with an imported form that was tried, released, and filled in for a person; a backup on a stick."""
    office = make_office(tmp_path / "station")
    stick = tmp_path / "stick"
    stick.mkdir()
    office.desk.backups.choose_folder(stick)
    kept = take_in(office, fim_file(tmp_path))
    office.desk.forms.release(kept.id, a_release(office))
    case = fill_and_read_back(office, begun(office), [(NAME, WORD)])
    office.desk.freezing.commit(office.desk.freezing.prepare(case))
    plan = office.desk.backups.plan()
    office.desk.backups.noted(office.desk.backups.make(plan))
    return office


def test_answers_in_an_imported_form_stand_nowhere_in_the_clear(office: Office, tmp_path: Path) -> None:
    key = office.program.unlocking.key(office.pilot_id, PASSPHRASE)
    folders = (office.program.places.root, tmp_path / "stick")
    assert hits(folders, [WORD]) == {}  # while it is open
    close(office.desk)
    assert hits(folders, [WORD]) == {}
    office.reopen(key)
    (found,) = office.desk.persons.find(WORD)
    (tmp_path / "stick" / "offen.txt").write_text(f"{found.key.surname} {WORD}", "utf-8")
    assert list(hits(folders, [WORD])) == ["offen.txt"]


def test_an_imported_form_comes_back_released_with_the_case_that_was_begun_with_it(
    office: Office, tmp_path: Path
) -> None:
    program, _ = make_program(tmp_path / "new")
    use = restoring(program)
    file = use.found(tmp_path / "stick")[0].path
    done = use.restore(file, use.key_by_code(file, office.recovery_code), lambda pilots: (pilots[0], PASSPHRASE))
    desk = program.unlocking.open(done.pilot_id, program.unlocking.key(done.pilot_id, PASSPHRASE))
    try:
        assert desk.forms.listed().kept == office.desk.forms.listed().kept
        assert [one.state for one in desk.forms.listed().kept] == [FormState.RELEASED]
        (person,) = desk.persons.find(WORD)
        (before,) = office.desk.persons.find(WORD)
        assert person == before
    finally:
        close(desk)
