"""Pages of the handbook are read with the pictures they name, and nothing else is."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from lotse_app.documents.handbook import Handbook
from lotse_app.models.problems import Code, ProblemError

if TYPE_CHECKING:
    from pathlib import Path

PNG = b"\x89PNG\r\n\x1a\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    pages = tmp_path / "docs" / "handbuch"
    pages.mkdir(parents=True)
    (tmp_path / "docs" / "bilder").mkdir()
    (tmp_path / "docs" / "bilder" / "da.png").write_bytes(PNG)
    (tmp_path / "fort.png").write_bytes(PNG)
    text = (
        "# Heute\n\n![da](../bilder/da.png) ![da](../bilder/da.png) ![weg](../bilder/weg.png) ![fort](../../fort.png)\n"
    )
    (pages / "heute.md").write_text(text, "utf-8")
    (pages / "ohne-titel.md").write_text("Nur Text.\n", "utf-8")
    (tmp_path / "docs" / "geheim.md").write_text("# Geheim\n", "utf-8")
    return pages


def test_a_page_comes_with_the_pictures_that_are_there(folder: Path) -> None:
    page = Handbook(folder).page("heute")
    assert (page.name, page.title) == ("heute", "Heute")
    assert page.pictures == (("../bilder/da.png", PNG),)
    assert Handbook(folder).page("ohne-titel").title == "ohne-titel"


@pytest.mark.parametrize("name", ["morgen", "../geheim", ""])
def test_what_is_no_page_is_refused(folder: Path, name: str) -> None:
    with pytest.raises(ProblemError) as caught:
        Handbook(folder).page(name)
    assert caught.value.problem.code is Code.HELP_PAGE_MISSING
    assert (folder.parent / "geheim.md").is_file()
