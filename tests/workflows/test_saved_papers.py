"""Papers go to files only when someone chooses it: under the chosen name, the others with their titles behind it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from lotse_app.models.problems import Code, ProblemError
from lotse_app.workflows.print import file_stem

if TYPE_CHECKING:
    from pathlib import Path

    from tests.desks import Office


def test_the_first_paper_has_the_chosen_name_and_the_others_their_titles_behind_it(
    office: Office, tmp_path: Path
) -> None:
    papers = (("Antrag", b"%PDF eins"), ("Was muss ich mitbringen?", b"%PDF zwei"))

    names = office.desk.printing.save(papers, tmp_path / "Hund.pdf")

    assert names == ("Hund.pdf", "Hund - Was muss ich mitbringen.pdf")
    assert [(tmp_path / name).read_bytes() for name in names] == [pdf for _, pdf in papers]


def test_where_nothing_can_be_written_that_is_the_answer(office: Office, tmp_path: Path) -> None:
    (tmp_path / "voll").write_text("kein Ordner")
    with pytest.raises(ProblemError) as caught:
        office.desk.printing.save((("Antrag", b"%PDF"),), tmp_path / "voll" / "Antrag.pdf")
    assert caught.value.problem.code is Code.EXPORT_FAILED


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Antrag", "Antrag"),
        ("Was muss ich mitbringen?", "Was muss ich mitbringen"),
        ("a/b: c", "a b c"),
        ("??", "Papier"),
    ],
)
def test_a_paper_is_saved_under_its_own_name(title: str, name: str) -> None:
    assert file_stem(title) == name
