"""The residents of practice are invented, differ, and say so when their files are broken."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from lotse_app.forms.residents import read_residents
from lotse_app.models.problems import Code, ProblemError
from lotse_app.paths import resources

if TYPE_CHECKING:
    from pathlib import Path


def test_there_are_five_with_what_is_hard_about_counselling() -> None:
    people = read_residents(resources() / "practice").people
    assert len({person.name for person in people}) == 5
    told = " ".join(person.about + person.task for person in people)
    for word in ("Auskunftssperre", "gehörlos", "82 Jahre", "Tochter", "Vollmacht", "Sorbisch"):
        assert word in told
    assert any(not person.name.isascii() for person in people)


@pytest.mark.parametrize("text", ["name = ", 'name = "X"', 'namen = "X"\nabout = ""\ntask = ""'])
def test_a_broken_file_is_said(text: str, tmp_path: Path) -> None:
    (tmp_path / "person-1.toml").write_text(text, "utf-8")
    with pytest.raises(ProblemError) as caught:
        read_residents(tmp_path)
    assert caught.value.problem.code is Code.FORM_BROKEN


def test_a_folder_without_sessions_is_broken(tmp_path: Path) -> None:
    with pytest.raises(ProblemError):
        read_residents(tmp_path)
