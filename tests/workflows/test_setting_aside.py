"""``lotse restore --aside``: data that lie in the place are renamed, as in the window, with the same words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lotse_app.errands import NOT_ASIDE, back_up, restore, restore_ground
from lotse_app.models.problems import Code, Problem
from lotse_app.ui.messages.problems import sentence
from lotse_app.ui.words.restore import ASIDE
from tests.cases import filled
from tests.desks import PASSPHRASE, PocketSecrets, close, make_program

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.desks import Office


def asked(*answers: str) -> Callable[[str], str]:
    """Return a terminal at which these answers are typed."""
    left = list(answers)
    return lambda _: left.pop(0)


def test_an_occupied_folder_is_refused_and_set_aside_only_with_the_option(office: Office, tmp_path: Path) -> None:
    number = filled(office).application.number
    close(office.desk)
    stick = tmp_path / "stick"
    stick.mkdir()
    said: list[str] = []
    assert back_up(office.program, stick, asked(PASSPHRASE), said.append) == 0
    file, places = next(stick.glob("*.lotse")), office.program.places
    secrets = PocketSecrets()
    ground = restore_ground(places, secrets, office.program.tools)

    said.clear()
    assert restore(file, ground, asked(), said.append) == 1
    assert said == [NOT_ASIDE, sentence(Problem(Code.RESTORE_OCCUPIED))]
    assert list(places.root.glob("bestand-alt-*")) == []

    said.clear()
    typed = asked(office.recovery_code, "eine neue Passphrase", "eine neue Passphrase")
    assert restore(file, ground, typed, said.append, aside=True) == 0
    assert said[: len(ASIDE)] == list(ASIDE)
    (old,) = places.root.glob("bestand-alt-*")
    told = next(line for line in said if "umbenannt" in line and "Er liegt hier" in line)
    assert str(old) in told
    assert "keine Löschfrist" in told
    assert list(old.iterdir())  # nothing of it was deleted

    program, _ = make_program(places.root, secrets)
    desk = program.unlocking.open(office.pilot_id, program.unlocking.key(office.pilot_id, "eine neue Passphrase"))
    assert [line.number for line in desk.overview.applications()] == [number]
    office.desk = desk


def test_a_wrong_code_sets_nothing_aside(office: Office, tmp_path: Path) -> None:
    close(office.desk)
    stick = tmp_path / "stick"
    stick.mkdir()
    said: list[str] = []
    assert back_up(office.program, stick, asked(PASSPHRASE), said.append) == 0
    ground = restore_ground(office.program.places, PocketSecrets(), office.program.tools)
    assert restore(next(stick.glob("*.lotse")), ground, asked("AAAAA"), said.append, aside=True) == 1
    assert list(office.program.places.root.glob("bestand-alt-*")) == []
    office.reopen(office.program.unlocking.key(office.pilot_id, PASSPHRASE))


def test_a_file_that_is_no_backup_is_said_before_anything(tmp_path: Path) -> None:
    program, _ = make_program(tmp_path / "leer")
    said: list[str] = []
    ground = restore_ground(program.places, PocketSecrets(), program.tools)
    assert restore(tmp_path / "fehlt.lotse", ground, asked(), said.append, aside=True) == 1
    assert said == [sentence(Problem(Code.BACKUP_MISSING))]
