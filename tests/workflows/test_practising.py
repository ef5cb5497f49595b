"""Practice: five invented residents in a store of its own; the real one is not touched, and nothing is left."""

from __future__ import annotations

import sys
from dataclasses import replace
from datetime import date
from subprocess import PIPE, Popen
from typing import TYPE_CHECKING, NoReturn

import pytest

from lotse_app.bootstrap import clear_left_practice, practising
from lotse_app.clock import local_date
from lotse_app.documents.reader import text_of
from lotse_app.forms.freeze import prune, remaining_problems
from lotse_app.models.acting import ActingAs
from lotse_app.models.application import CarriedBy, DocumentKind, State
from lotse_app.models.figures import Period
from lotse_app.models.mandate import Standing, standing
from lotse_app.models.people import Role
from lotse_app.models.practice import PracticePerson, Residents
from lotse_app.models.problems import Code, ProblemError, refuse
from lotse_app.store.folder_lock import FolderLock
from lotse_app.workflows.practising import PILOT_NAME, Practising, answers_on, closed
from tests.cases import hand_in
from tests.desks import PASSPHRASE, close, make_program
from tests.faults.scanning import hits
from tests.store.plain import decrypted

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from lotse_app.workflows.desk import Desk
    from tests.desks import Office

WORDS = ("Übungová", "Probe", "Flocke", "Mórik", "Lerchenprobe", "Erprobungsring", "Zzmarkerübung")


def _refused(act: Callable[[], object]) -> Code:
    with pytest.raises(ProblemError) as caught:
        act()
    return caught.value.problem.code


@pytest.fixture(params=[Role.VOLUNTEER, Role.OFFICIAL])
def practice(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[tuple[Practising, Desk, Path]]:
    """Practise before anything was set up."""
    program, _ = make_program(tmp_path / "daten")
    run = practising(program)
    desk = run.begin(request.param)
    yield run, desk, program.places.practice
    desk.close_reports()
    run.end(desk)
    assert not program.places.practice.exists()


def test_five_residents_are_there_and_lists_are_not_empty(practice: tuple[Practising, Desk, Path]) -> None:
    run, desk, _ = practice
    people = run.residents()
    assert len(people) == 5
    assert all(person.about and person.task for person in people)
    states = sorted(line.state.value for line in desk.overview.applications())
    assert states == ["eingereicht", "entwurf", "entwurf", "entwurf", "entwurf"] or "eingang_bestaetigt" in states
    assert len(desk.counsel.ids()) == 11
    assert desk.counsel.running() is None
    assert desk.overview.today().deadlines
    assert desk.practice
    names = [found.key.surname for word in ("Übungová", "Beispiel", "Muster", "Versuch")
             for found in desk.persons.find(word)]  # fmt: skip
    assert {"BEISPIEL", "MUSTER", "VERSUCH"} <= set(names)
    assert len(names) >= 5


def test_gerds_auskunftssperre_is_set_and_nobody_elses(practice: tuple[Practising, Desk, Path]) -> None:
    _, desk, _ = practice
    assert desk.persons.find("Probe") == ()
    (gerd,) = desk.persons.find("Probe", "1985-02-27")
    assert gerd.guarded
    assert [line.guarded for line in desk.overview.applications()].count(True) == 1


def test_idas_vollmacht_is_signed_and_can_be_used_again(practice: tuple[Practising, Desk, Path]) -> None:
    _, desk, _ = practice
    (mother,) = desk.persons.find("Versuch", "1941-12-24")
    (line,) = mother.applications
    case = desk.applications.open(line.id)
    assert case.application.acting is ActingAs.AUTHORISED_PERSON
    kept = case.mandate
    assert kept is not None
    assert (kept.mandate.grantor.name, kept.mandate.agent.name) == ("Hilde Versuch", "Ida Versuch")
    assert standing(kept, local_date(desk.clock.now())) is Standing.VALID
    assert desk.mandates.verify(kept.mandate.id).whole
    assert "ÜBUNG–KEINANTRAG" in "".join(text_of(desk.mandates.pdf(kept.mandate.id)).split())
    assert [one.mandate.id for one in desk.mandates.offered(case)] == [kept.mandate.id]


def test_nobody_is_kept_from_practising_by_an_undertaking(practice: tuple[Practising, Desk, Path]) -> None:
    _, desk, _ = practice
    for line in desk.overview.applications():
        assert desk.applications.open(line.id).application.answers
    card = desk.find.card(desk.find.find("Hund anmelden")[0].service_id, desk.workplace.station.ags)
    assert desk.applications.begin(card, desk.workplace.station.ags).state is State.DRAFT


def test_what_was_filled_in_is_without_a_mistake(practice: tuple[Practising, Desk, Path]) -> None:
    _, desk, _ = practice
    for line in desk.overview.applications():
        case = desk.applications.open(line.id)
        kept = prune(case.form, case.application.answers)
        found = remaining_problems(case.form, kept, desk.clock.now().date())
        assert [one for one in found if one.code is not Code.REQUIRED] == []
        assert bool(found) is (line.state is State.DRAFT and not case.application.confirmations)


def test_keys_backups_and_exports_stay_closed(practice: tuple[Practising, Desk, Path], tmp_path: Path) -> None:
    _, desk, _ = practice
    period = Period(date(2026, 1, 1), date(2027, 1, 1), "2026")
    report = desk.report.build(period)
    for act in (
        lambda: desk.backups.choose_folder(tmp_path),
        lambda: desk.backups.make(desk.backups.plan(tmp_path)),
        lambda: desk.backups.renew_recovery(PASSPHRASE),
        desk.pilots.accesses,
        lambda: desk.report.write_xlsx(report, tmp_path / "a.xlsx"),
        lambda: desk.report.write_csv(report, tmp_path / "csv"),
        lambda: desk.report.write_pdf(report, tmp_path / "a.pdf"),
    ):
        assert _refused(act) is Code.PRACTICE_CLOSED
    assert desk.backups.due() is None
    assert list(tmp_path.glob("a.*")) == []
    with pytest.raises(AttributeError):
        _ = closed().__len__


def test_a_lock_opens_again_without_a_passphrase_and_a_new_beginning_forgets(
    practice: tuple[Practising, Desk, Path],
) -> None:
    run, desk, folder = practice
    desk.settings.save_value("darstellung.farben", "dunkel")
    desk.close_reports()
    desk.close()
    again = run.resume()
    assert again.settings.value("darstellung.farben") == "dunkel"
    assert again.workplace.pilot.name == PILOT_NAME
    again.close_reports()
    again.close()
    before = (folder / "lotse.db").read_bytes()
    fresh = run.begin()
    assert fresh.settings.value("darstellung.farben") == ""
    assert fresh.workplace.pilot.role is desk.workplace.pilot.role
    assert (folder / "lotse.db").read_bytes()[:64] != before[:64]  # another key, another salt
    fresh.close_reports()
    fresh.close()
    assert sorted(path.name for path in folder.iterdir()) == ["lotse.db", "lotse.lock"]


def test_nothing_of_practice_reaches_the_real_store(office: Office) -> None:
    places = office.program.places
    hand_in(office, CarriedBy.RESIDENT)
    waiting, figures = office.desk.overview.waiting(), len(office.desk.counsel.ids())
    close(office.desk)
    before = places.store.read_bytes()
    run = practising(office.program)
    desk = run.begin(Role.OFFICIAL)
    desk.counsel.save(replace(desk.counsel.start(), note="Zzmarkerübung"))
    # The positive control: in the open practice store, decrypted, every word stands.
    key = run._ground._key  # type: ignore[attr-defined]  # the key lives in memory only
    desk.close_reports()
    desk.close()
    shown = decrypted(places.practice / "lotse.db", key)
    assert [word for word in WORDS if word.encode() not in shown] == []
    run.end()
    assert places.store.read_bytes() == before
    assert hits([places.root], WORDS) == {}
    real = office.program.unlocking.key(office.pilot_id, PASSPHRASE)
    opened = decrypted(places.store, real)
    assert b"Nowakowa" in opened
    assert [word for word in WORDS if word.encode() in opened] == []
    office.reopen(real)
    assert office.desk.overview.waiting() == waiting
    assert len(office.desk.counsel.ids()) == figures


def test_every_kept_paper_is_stamped(practice: tuple[Practising, Desk, Path]) -> None:
    _, desk, _ = practice
    handed_in = next(line for line in desk.overview.applications() if line.state is not State.DRAFT)
    for kind in (DocumentKind.RECEIPT, DocumentKind.NOTE):
        assert "ÜBUNG–KEINANTRAG" in "".join(text_of(desk.printing.stored(handed_in.id, kind)).split())


def test_a_second_window_does_not_take_the_practice_away(tmp_path: Path) -> None:
    program, _ = make_program(tmp_path / "daten")
    run = practising(program)
    desk = run.begin()
    assert _refused(practising(program).begin) is Code.STORE_IN_USE
    assert desk.overview.applications()
    desk.close_reports()
    run.end(desk)
    program.places.practice.mkdir()
    lock = FolderLock(program.places.practice)
    assert _refused(run.end) is Code.STORE_IN_USE
    lock.release()
    run.end()
    assert not program.places.practice.exists()


_KILLED = """
import sys, time
from pathlib import Path
from lotse_app.bootstrap import build, practising
from lotse_app.paths import Places
run = practising(build(Places(Path(sys.argv[1]))))
run.begin()
print("begun", flush=True)
time.sleep(60)
"""


def test_what_a_killed_program_practised_is_gone_at_the_next_start(tmp_path: Path) -> None:
    root = tmp_path / "daten"
    program, _ = make_program(root)
    with Popen([sys.executable, "-c", _KILLED, str(root)], stdout=PIPE) as child:
        assert child.stdout is not None
        assert child.stdout.readline() == b"begun\n"
        clear_left_practice(program.places)
        assert (program.places.practice / "lotse.db").exists(), "a program that practises is left alone"
        child.kill()
    assert program.places.practice.exists(), "kill -9 leaves it"
    clear_left_practice(program.places)
    assert not program.places.practice.exists()
    clear_left_practice(program.places)


def test_a_start_beside_a_practice_behind_its_lock_takes_nothing_away(tmp_path: Path) -> None:
    program, _ = make_program(tmp_path / "daten")
    run = practising(program)
    desk = run.begin()
    desk.close_reports()
    desk.close()  # as when the screen is locked
    clear_left_practice(program.places)
    assert _refused(practising(program).begin) is Code.STORE_IN_USE
    desk = run.resume()
    assert desk.overview.applications()
    desk.close_reports()
    run.end(desk)
    assert not program.places.practice.exists()


class _Broken:
    """A shelf with somebody who only looks in, and somebody whose application cannot be handed in."""

    def residents(self) -> Residents:
        nobody = PracticePerson("Niemand", "", "")
        return Residents((nobody, PracticePerson("X", "", "", "Hund anmelden", "eingereicht")), ())


def test_a_practice_that_cannot_be_peopled_leaves_nothing(tmp_path: Path) -> None:
    program, clock = make_program(tmp_path / "daten")
    run = practising(program)
    broken = Practising(run._ground, _Broken(), clock, program.tools.ids)
    assert _refused(broken.begin) is Code.ANSWERS_INVALID
    assert not program.places.practice.exists()


def test_a_store_that_cannot_be_opened_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program, _ = make_program(tmp_path / "daten")
    run = practising(program)

    def fail(_pilot_id: str) -> NoReturn:
        raise refuse(Code.DISK_FULL)

    monkeypatch.setattr(run._ground, "open_desk", fail)
    assert _refused(run.begin) is Code.DISK_FULL
    assert not program.places.practice.exists()


def test_days_are_counted_from_today() -> None:
    given = {"a": "heute-10", "b": ["heute", {"c": "heute+2"}], "d": 3, "e": "Morgen"}
    assert answers_on(date(2026, 11, 20), given) == {
        "a": "2026-11-10", "b": ["2026-11-20", {"c": "2026-11-22"}], "d": 3, "e": "Morgen",
    }  # fmt: skip
