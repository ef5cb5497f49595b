"""The shipped addresses: every commune and district of Saxony, each with source and date."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from lotse_app.catalogue.file import CatalogueFile
from lotse_app.catalogue.offices import OfficeFile
from lotse_app.models.office import office_problems
from lotse_app.models.problems import Code, ProblemError
from lotse_app.paths import resources

if TYPE_CHECKING:
    from pathlib import Path

HEAD = "key\tname\tstreet\tpostcode\ttown\tsource\tchecked\n"


def test_every_commune_and_every_district_has_an_address() -> None:
    known = OfficeFile(resources()).offices()
    communes = {commune.ags for commune in CatalogueFile(resources()).communes()}
    districts = {ags[:5] for ags in communes}
    assert (len(communes), len(districts)) == (418, 13)
    assert set(known) == communes | districts


def test_every_address_is_whole_and_says_whence_and_as_of_when() -> None:
    for key, office in OfficeFile(resources()).offices().items():
        assert not office_problems(office.name, office.street, office.postcode, office.town), key
        assert "Destatis" in office.source
        assert office.checked.isoformat() == "2023-01-31"
        assert not office.entered


def test_an_address_reads_as_on_an_envelope() -> None:
    office = OfficeFile(resources()).office("14628410")
    assert office is not None
    assert office.lines == ("Stadt Wilsdruff", "Nossener Straße 20", "01723 Wilsdruff")


def test_an_unknown_key_has_no_address() -> None:
    assert OfficeFile(resources()).office("99999999") is None


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (None, Code.CATALOGUE_MISSING),
        ("key\tname\n14628410\tStadt\n", Code.CATALOGUE_DAMAGED),
        (HEAD + "14628410\tStadt\tMarkt 1\t01723\tWilsdruff\tDestatis\tgestern\n", Code.CATALOGUE_DAMAGED),
        (HEAD + "14628410\tStadt\n", Code.CATALOGUE_DAMAGED),
    ],
)
def test_a_missing_or_damaged_table_is_a_problem_not_a_bug(tmp_path: Path, text: str | None, code: Code) -> None:
    (tmp_path / "communes").mkdir()
    if text is not None:
        (tmp_path / "communes" / "offices.tsv").write_text(text, encoding="utf-8")
    with pytest.raises(ProblemError) as caught:
        OfficeFile(tmp_path).office("14628410")
    assert caught.value.problem.code is code
