"""The catalogue file is damaged or gone: the desk opens and says so, and what needs no catalogue works."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import pytest

from lotse_app.catalogue.file import FILE_NAME
from lotse_app.models.problems import Code, ProblemError
from lotse_app.paths import resources
from tests.cases import filled
from tests.desks import MORNING, WILSDRUFF, Office, PocketSecrets, close, first_run, make_program

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize(("content", "code"), [(b"kaputt", Code.CATALOGUE_DAMAGED), (None, Code.CATALOGUE_MISSING)])
def test_a_desk_opens_without_its_catalogue(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, content: bytes | None, code: Code
) -> None:
    secrets = PocketSecrets()
    program, clock = make_program(tmp_path / "daten", secrets)
    created = program.unlocking.create(first_run())
    program.unlocking.settle()
    desk = program.unlocking.open(created.pilot_id, created.key)
    case = filled(Office(program, clock, created.pilot_id, created.recovery_code, desk)).application
    assert desk.notices == ()
    close(desk)

    shipped, broken = resources(), tmp_path / "resources"
    (broken / "catalogue").mkdir(parents=True)
    for one in shipped.iterdir():
        if one.name != "catalogue":
            (broken / one.name).symlink_to(one)
    if content is not None:
        (broken / "catalogue" / FILE_NAME).write_bytes(content)
    monkeypatch.setattr(sys, "_MEIPASS", str(tmp_path), raising=False)
    program, clock = make_program(tmp_path / "daten", secrets)
    clock.advance(hours=1)
    desk = program.unlocking.open(created.pilot_id, created.key)
    assert [one.code for one in desk.notices] == [code]
    opened = desk.applications.open(case.id)
    assert opened.application.answers == case.answers
    desk.overview.today()  # Heute shows itself
    desk.agenda.remind(MORNING.date(), "Papier nachfüllen")
    assert len(desk.find.communes()) == 418
    with pytest.raises(ProblemError, match=code.value):
        desk.find.find("Wohngeld")
    with pytest.raises(ProblemError, match=code.value):
        desk.find.card(case.service_id, WILSDRUFF)
    close(desk)
