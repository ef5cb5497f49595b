"""A year of keeping at one desk: backups by themselves, retention, erasure, a data copy, and a new device."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from lotse_app.clock import FixedClock
from lotse_app.demonstration.script import ANSWERS
from lotse_app.errands import back_up, check, restore, restore_ground
from lotse_app.ground import Tools
from lotse_app.ids import Ids
from lotse_app.models.application import CarriedBy, State
from lotse_app.models.evidence import CheckedFile
from lotse_app.models.people import Role
from lotse_app.models.persons import PersonKey
from lotse_app.models.problems import Code, ProblemError, problem
from lotse_app.models.retention import RuleName
from lotse_app.models.trail import Deed
from lotse_app.paths import Places
from lotse_app.store.backup_file import listed
from lotse_app.workflows import keeping_ports
from lotse_app.workflows.evidence import evidence_lines
from lotse_app.workflows.naming import named, person_key
from lotse_app.workflows.restore import opener
from lotse_app.workflows.shift import Unwritten
from tests.cases import begin, filled, gathered, hand_in
from tests.desks import CHEAP, MORNING, PASSPHRASE, PocketSecrets, close, make_program

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.desks import Office

NOWAKOWA = PersonKey("NOWAKOWA-ZURIC", "1958-03-14")


def _asked(*answers: str) -> Callable[[str], str]:
    """Return a terminal at which these answers are typed."""
    left = list(answers)
    return lambda _: left.pop(0)


def _refused(act: Callable[[], object]) -> Code:
    with pytest.raises(ProblemError) as caught:
        act()
    return caught.value.problem.code


def _back_up(office: Office) -> None:
    plan = office.desk.backups.due()
    assert plan is not None
    office.desk.backups.noted(office.desk.backups.make(plan))


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    folder = tmp_path / "stick"
    folder.mkdir()
    return folder


def test_people_are_found_as_soon_as_their_name_was_saved(office: Office) -> None:
    case = filled(office)
    found = office.desk.persons.find("nowakowa-ž")
    assert [one.key for one in found] == [NOWAKOWA]
    assert [line.id for line in found[0].applications] == [case.application.id]
    assert office.desk.persons.find("  ") == ()
    assert office.desk.persons.find("Nowakowa", "1960-01-01") == ()


@pytest.mark.parametrize("typed", ["O'Neill", "O’Neill"])
@pytest.mark.parametrize("guarded", [False, True])
def test_a_name_with_an_apostrophe_is_found_however_it_is_typed_and_was_kept(
    office: Office, typed: str, *, guarded: bool
) -> None:
    answers = [(at, "O’Neill" if at.endswith("/familienname") else answer) for at, answer in ANSWERS]
    case, older = filled(office, answers), filled(office, answers)
    office.desk.letters.guard(case.application.id, on=guarded)
    office.desk.letters.guard(older.application.id, on=guarded)
    people = office.desk.persons._rows
    people.index(older.application.id, (PersonKey("O’NEILL", NOWAKOWA.birth),))
    found = office.desk.persons.find(typed, NOWAKOWA.birth)
    assert [line.id for one in found for line in one.applications] == [case.application.id, older.application.id]


def test_names_are_taken_from_blocks_lists_and_prefill_keys(office: Office) -> None:
    form = filled(office).form
    answers = {
        "halter": {"person": {"familienname": " Müller ", "geburtsname": "Groß", "geburtsdatum": "1950-00-00"}},
        "liste": [{"familienname": "Żak"}, {"familienname": 3}, "x"],
    }
    assert named(form, answers) == (
        PersonKey("GROSS", "1950-00-00"), PersonKey("MUELLER", "1950-00-00"), PersonKey("ZAK"),
    )  # fmt: skip
    assert named(None, answers) == named(form, answers)
    assert person_key("van  der Berg").surname == "VAN DER BERG"


def test_a_backup_is_due_once_a_day_and_after_a_deletion(office: Office, stick: Path) -> None:
    backups = office.desk.backups
    assert backups.due() is None
    assert backups.state().folder is None
    assert _refused(backups.plan) is Code.BACKUP_FOLDER_MISSING
    backups.choose_folder(stick)
    assert backups.state().overdue
    _back_up(office)
    assert backups.due() is None
    assert not backups.state().overdue
    for _ in range(9):
        office.clock.advance(days=1)
        _back_up(office)
    store_id = office.desk.backups.plan().store
    assert len(listed(stick, store_id)) == 7
    filled(office)
    office.clock.advance(days=31)
    tidied = office.desk.keeping.tidy()
    assert dict(tidied.taken)[RuleName.DRAFT] == 1
    assert tidied.count == 1
    assert len(backups.state().stale) == 1
    _back_up(office)
    assert len(listed(stick, store_id)) == 1
    assert backups.state().stale == ()


def test_a_missing_stick_is_said_once_and_nothing_is_lost(office: Office, stick: Path) -> None:
    backups = office.desk.backups
    backups.choose_folder(stick)
    for path in stick.iterdir():
        path.unlink()  # what an empty mount point looks like
    plan = backups.due()
    assert plan is not None
    assert _refused(lambda: backups.make(plan)) is Code.BACKUP_FOLDER_MISSING
    for _ in range(3):
        backups.missed(problem(Code.BACKUP_FOLDER_MISSING))
    told = [entry for entry in office.desk.keeping.trail() if entry.reason == "backup_folder_missing"]
    assert len(told) == 1
    assert backups.state().problem == problem(Code.BACKUP_FOLDER_MISSING)
    assert backups.due() is not None
    backups.choose_folder(None)
    assert backups.due() is None


def test_old_backups_elsewhere_go_when_they_can_be_reached(office: Office, stick: Path, tmp_path: Path) -> None:
    backups, other = office.desk.backups, tmp_path / "anderswo"
    other.mkdir()
    backups.choose_folder(other)
    _back_up(office)
    backups.choose_folder(stick)
    _back_up(office)
    filled(office)
    office.clock.advance(days=31)
    office.desk.keeping.tidy()
    away = other.rename(tmp_path / "weg")
    _back_up(office)
    assert [place.folder for place in backups.state().stale] == [other]
    away.rename(other)
    _back_up(office)
    assert backups.state().stale == ()
    assert listed(other, backups.plan().store) == ()


def test_retention_is_seen_beforehand_warned_of_and_done_once_a_day(office: Office) -> None:
    keeping = office.desk.keeping
    case = filled(office)
    assert keeping.due()
    assert keeping.tidy().count == 0
    assert not keeping.due()
    office.clock.advance(days=21)
    assert keeping.due()
    assert [one.record_id for one in keeping.warnings()] == [case.application.id]
    forecast = {one.rule.name: one for one in keeping.forecast()}
    assert (forecast[RuleName.DRAFT].now, forecast[RuleName.DRAFT].later) == (0, 1)
    assert [one.number for one in keeping.listed(RuleName.DRAFT)] == [case.application.number]
    keeping.shorten(RuleName.DRAFT, 15)
    assert keeping.tidy().count == 1
    assert [proof.rule for proof in keeping.proofs()] == ["entwurf"]
    keeping.shorten(RuleName.DRAFT, None)
    assert keeping.rules()[0].days == 30
    keeping.shorten(RuleName.DRAFT, 45)
    assert keeping.rules()[0].days == 30
    told = [entry.reason for entry in keeping.trail() if entry.deed == "frist_geaendert"]
    assert told == ["entwurf:30", "entwurf:30", "entwurf:15"]
    assert keeping.check_trail().whole


def test_a_clock_that_jumped_ahead_deletes_nothing_until_somebody_says_the_date_is_right(office: Office) -> None:
    keeping = office.desk.keeping
    filled(office)
    keeping.tidy()
    office.clock.advance(days=40)
    found = keeping.gap()
    assert found is not None
    assert (found.today - found.last).days == 40
    assert not keeping.due()
    close(office.desk)
    office.reopen(office.program.unlocking.key(office.pilot_id, PASSPHRASE))
    keeping = office.desk.keeping
    assert not keeping.due(), "another start is no answer"
    assert len(office.desk.overview.applications()) == 1
    office.clock.advance(days=-40)
    assert keeping.gap() is None
    assert keeping.due(), "the clock was put right"
    office.clock.advance(days=40)
    assert keeping.tidy().count >= 1, "Jetzt aufräumen: the date is right"
    assert office.desk.overview.applications() == ()
    assert keeping.gap() is None


def test_a_device_that_lay_in_a_drawer_asks_nothing_where_nothing_is_due(office: Office) -> None:
    office.desk.keeping.tidy()
    office.clock.advance(days=200)
    assert office.desk.keeping.gap() is None
    assert office.desk.keeping.due()


def test_sessions_and_the_trail_itself_are_pruned(office: Office) -> None:
    desk = office.desk
    desk.counsel.short_contact(desk.counsel.blank())
    office.clock.advance(days=5 * 365 + 1)
    taken = dict(desk.keeping.tidy().taken)
    assert taken[RuleName.SESSION] == 1
    assert taken[RuleName.TRAIL] >= 1
    assert desk.keeping.check_trail().whole


def test_a_person_with_an_auskunftssperre_is_found_by_the_whole_name_and_birth_date_only(office: Office) -> None:
    case_id = hand_in(office, CarriedBy.RESIDENT).application.id
    office.desk.letters.guard(case_id, on=True)
    whole = NOWAKOWA.surname
    assert office.desk.persons.find(whole) == ()
    assert office.desk.persons.find(whole[:5], NOWAKOWA.birth) == ()
    assert office.desk.persons.find(whole, "1900-01-01") == ()
    assert [one.guarded for one in office.desk.persons.find(whole, NOWAKOWA.birth)] == [True]
    office.desk.letters.guard(case_id, on=False)
    assert [one.guarded for one in office.desk.persons.find(whole[:5])] == [False]


def test_a_person_is_erased_with_a_tombstone(office: Office) -> None:
    case = filled(office)
    assert _refused(lambda: office.desk.persons.erase(NOWAKOWA, ["x"])) is Code.RECORD_MISSING
    erased = office.desk.persons.erase(NOWAKOWA, [case.application.id])
    assert erased.applications == 1
    assert office.desk.persons.find("Nowakowa") == ()
    assert [proof.kind for proof in office.desk.keeping.proofs()] == ["vorgang"]


def test_yesterdays_backup_is_restored_on_another_device_by_the_code(
    office: Office, stick: Path, tmp_path: Path
) -> None:
    draft, sent = filled(office), hand_in(office, CarriedBy.RESIDENT)
    office.desk.settings.save_value("darstellung.farben", "dunkel")
    before = [office.desk.applications.open(one.application.id) for one in (draft, sent)]
    sessions = office.desk.counsel.page(tuple(office.desk.counsel.ids()))
    close(office.desk)
    said: list[str] = []
    assert back_up(office.program, stick, _asked(PASSPHRASE), said.append) == 0
    file = next(stick.glob("*.lotse"))

    clock = FixedClock(MORNING)
    clock.advance(days=1)
    there, secrets = Places(tmp_path / "neu"), PocketSecrets()
    ground = restore_ground(there, secrets, Tools(clock, Ids(clock), CHEAP))
    assert restore(file, ground, _asked("AAAAA"), said.append) == 1
    typed = _asked(office.recovery_code, "eine neue Passphrase", "eine neue Passphrase")
    assert restore(file, ground, typed, said.append) == 0
    code = next(line for line in said if "Neuer Wiederherstellungscode" in line).rpartition(" ")[2]
    assert restore(file, ground, _asked(), said.append) == 1  # occupied now

    program, _ = make_program(there.root, secrets)
    key = program.unlocking.key(office.pilot_id, "eine neue Passphrase")
    desk = program.unlocking.open(office.pilot_id, key)
    after = [desk.applications.open(one.application.id) for one in before]
    assert [one.application for one in after] == [one.application for one in before]
    assert [one.evidence for one in after] == [one.evidence for one in before]
    assert [(one.frozen, one.signature, one.hand_in) for one in after] == [
        (one.frozen, one.signature, one.hand_in) for one in before
    ]
    assert desk.counsel.page(tuple(desk.counsel.ids())) == sessions
    assert desk.settings.value("darstellung.farben") == "dunkel"
    assert after[1].application.state is State.SUBMITTED
    close(desk)
    assert program.unlocking.recover(code, office.pilot_id, "noch eine Passphrase")[0] == key
    office.reopen(office.program.unlocking.key(office.pilot_id, PASSPHRASE))


def test_on_its_own_device_the_passphrase_will_do(office: Office, stick: Path, tmp_path: Path) -> None:
    close(office.desk)
    said: list[str] = []
    assert back_up(office.program, stick, _asked(PASSPHRASE), said.append) == 0
    file = next(stick.glob("*.lotse"))
    ground = restore_ground(Places(tmp_path / "neu"), PocketSecrets(), office.program.tools)
    assert restore(file, ground, _asked("", PASSPHRASE), said.append) == 1
    assert "nur der Wiederherstellungscode" in said[-1]
    assert restore(file, ground, _asked(office.recovery_code, "eins", "zwei"), said.append) == 1
    assert not ground.folder.joinpath("bestand").exists()
    office.reopen(office.program.unlocking.key(office.pilot_id, PASSPHRASE))


def test_the_check_reads_all_and_says_where_the_chain_breaks(office: Office, tmp_path: Path) -> None:
    begin(office)
    close(office.desk)
    said: list[str] = []
    assert check(office.program, _asked(PASSPHRASE), said.append) == 0
    assert "lückenlos" in said[1]
    assert check(office.program, _asked("falsch"), said.append) == 1
    empty, _ = make_program(tmp_path / "leer")
    assert check(empty, _asked(), said.append) == 1
    assert back_up(office.program, None, _asked(PASSPHRASE), said.append) == 1
    office.reopen(office.program.unlocking.key(office.pilot_id, PASSPHRASE))


def test_who_opens_a_restored_store(office: Office) -> None:
    pilots = office.desk.settings.pilots()
    assert opener(pilots) == opener(pilots, pilots[0].id) == pilots[0]


def test_only_the_responsible_person_changes_how_things_are_kept(office: Office, stick: Path) -> None:
    pilot = replace(office.desk.workplace.pilot, responsible=False)
    office.desk.sight._pilot = office.desk.backups._pilot = pilot
    assert not office.desk.keeping.may_shorten
    for act in (
        lambda: office.desk.keeping.shorten(RuleName.DRAFT, 5),
        lambda: office.desk.backups.choose_folder(stick),
    ):
        assert _refused(act) is Code.NOT_PERMITTED
    assert not office.desk.backups.may_renew
    assert _refused(lambda: office.desk.backups.renew_recovery(PASSPHRASE)) is Code.NOT_PERMITTED
    refusals = [entry for entry in office.desk.keeping.trail() if entry.deed == "verweigert"]
    assert [entry.reason for entry in refusals] == ["not_permitted"] * 2
    assert office.desk.backups.due() is None
    office.desk.sight._pilot = replace(pilot, role=Role.COORDINATOR)
    office.desk.keeping.shorten(RuleName.DRAFT, 5)
    assert office.desk.keeping.rules()[0].days == 5


def test_a_new_code_opens_the_store(office: Office) -> None:
    assert _refused(lambda: office.desk.backups.renew_recovery("nicht die eigene")) is Code.WRONG_PASSPHRASE
    code = office.desk.backups.renew_recovery(PASSPHRASE)
    assert office.program.unlocking.recover(code, office.pilot_id, "noch eine Passphrase")[0]
    assert _refused(lambda: office.program.unlocking.recover(office.recovery_code, office.pilot_id, PASSPHRASE)) is (
        Code.RECOVERY_CODE_WRONG
    )


def test_applications_from_before_are_looked_at_for_names_even_without_their_form(office: Office) -> None:
    filled(office)
    rows = office.desk.persons._rows
    rows._connection.run("DELETE FROM person_index")  # type: ignore[attr-defined]  # as a store of schema 2 has it
    rows._connection.run("UPDATE application SET form_id = 'weg'")  # type: ignore[attr-defined]  # no longer shipped
    assert office.desk.persons.find("Nowakowa") == ()
    assert office.desk.persons.index_missing() == 1
    assert office.desk.persons.find("Nowakowa")[0].key == NOWAKOWA
    copied = gathered(office.desk, NOWAKOWA)
    assert copied.paper.cases[0].sections == ()
    assert b"Bello" in copied.json


def test_a_copy_brings_files_and_the_note_along(office: Office) -> None:
    case = filled(office)
    desk = office.desk
    line = evidence_lines(case.form, case.application.answers, case.application.id, ())[0]
    desk.evidence.attach(line, 1, CheckedFile(b"%PDF", "application/pdf", 1, "ab" * 32))
    session = desk.counsel.running()
    assert session is not None
    desk.counsel.save(replace(session, note="kommt mit der Tochter"))
    copied = gathered(desk, NOWAKOWA)
    assert copied.files == ((f"{case.application.number}-1.pdf", b"%PDF"),)
    assert ("Notiz zur Beratung", "kommt mit der Tochter") in copied.paper.cases[0].facts


def test_a_copy_tells_of_no_session_where_the_link_was_cut(office: Office) -> None:
    filled(office)
    office.desk.persons._rows._connection.run("UPDATE application SET session = NULL")  # type: ignore[attr-defined]  # as after 90 days
    labels = [label for label, _ in gathered(office.desk, NOWAKOWA).paper.cases[0].facts]
    assert labels[:3] == ["Begonnen", "Zuletzt geändert", "Angelegt von"]
    assert labels[-1] == "Letzter Tag zum Abgeben"
    assert not {"Beratung", "Art der Beratung", "Themen", "Notiz zur Beratung"} & set(labels)


def test_the_stores_tables_keep_what_the_protocols_say(office: Office) -> None:
    asked = {name for name in vars(keeping_ports.RetentionRows) if not name.startswith("_")}
    assert asked <= set(dir(office.desk.keeping._rows))
    assert office.desk.keeping.proofs() == ()


def test_a_use_case_without_a_store_keeps_no_trail() -> None:
    nothing = Unwritten()
    nothing.note(Deed.BEGUN)
    assert nothing.newest() == ()
    assert nothing.check().whole


def test_a_form_that_asks_for_the_name_outside_the_block_says_so(office: Office) -> None:
    form = filled(office).form
    assert named(form, {"halter": {"person": {"familienname": "Ŝäfer"}}}) == (PersonKey("SAEFER"),)
