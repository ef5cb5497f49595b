"""From the reviewed tables to the compiled file."""

from __future__ import annotations

from pathlib import Path

import pytest

from lotse_app.catalogue.compiling import compile_catalogue
from lotse_app.catalogue.eligibility import UnclassifiedError
from lotse_app.catalogue.file import FILE_NAME, CatalogueFile
from lotse_app.catalogue.finder import CatalogueFinder
from lotse_app.catalogue.german import sort_key
from lotse_app.models.problems import ProblemError
from lotse_app.models.public_service import SignatureRule

RESOURCES = Path(__file__).resolve().parents[2] / "resources"

#: Grams that most services have are left out, so there have to be some others.
OTHERS = "".join(f"L9{n:04d}\t99009{n:03d}000000\t{chr(97 + n) * 7}\t4\t9\t\tHandel\tErnte\t\n" for n in range(15))

TABLES = {
    "catalogue/services.tsv": """\
service_id	leika	name	kind	ozg_id	ozg_service	situation	topic	law
L00001	99000001000000	Angelschein	4	1	Angeln	Freizeit	Hobby	AngG
L00002	99000001012001	Angelschein Ausstellung für Gäste	4	1	Angeln	Freizeit	Hobby	AngG
L00003	99000002000000	Zuckerrübe	4	2	Rüben	Handel	Ernte	RübG
"""
    + OTHERS,
    "catalogue/eigene.tsv": """\
service_id	leika	listed_as	name	kind	ozg_service	situation	topic	law	form_id
E00001	99000001104000	99000001000000	Angelschein – Anmeldung	4	Angeln	Freizeit	Hobby		angelschein
""",
    "catalogue/lagen.tsv": "situation\taudience\nFreizeit\tBürger\nHandel\tUnternehmen\n",
    "catalogue/lexikon.toml": """\
[[eintrag]]
leistungen = ["99000001012"]
auch = ["99000001"]
worte = "Petri Heil, Rutenzettel"
""",
    "catalogue/formulare.tsv": "leika\tform_id\n99000002000000\truebe\n",
    "catalogue/ausschluss.tsv": "objekt\tverrichtung\tgrund\n*\t*\tantrag\n000002\t*\tamt\n*\t104\tanzeige\n",
    "catalogue/ausschluss_gruende.tsv": "grund\tsatz\nantrag\t\namt\tVon Amts wegen.\nanzeige\tKein Antrag.\n",
    "catalogue/sozialleistungen.tsv": "gesetz\tobjekt\tsozial\nAngG\t*\tja\n",
    "catalogue/unterschrift.tsv": "gesetz\tobjekt\tregel\n*\t000001\tschriftform\n",
    "catalogue/quellen.tsv": "what\tsource\nalles\taus der Luft\n",
    "communes/communes.tsv": """\
ags	ars	name	district	population
14000001	140000000001	Zwota	Kreis	3
14000002	140000000002	Ölsa, Stadt	Kreis	2
""",
    "communes/postcodes.tsv": "postcode\tags\n01234\t14000002\n01234\t14000001\n",
}


@pytest.fixture
def tables(tmp_path: Path) -> Path:
    for name, content in TABLES.items():
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(content, encoding="utf-8")
    return tmp_path


def test_the_tables_come_back_from_the_compiled_file(tables: Path) -> None:
    compile_catalogue(tables, tables / "catalogue" / FILE_NAME)
    catalogue = CatalogueFile(tables)
    assert [service.name for service in catalogue.services()][:2] == ["Angelschein – Anmeldung", "Angelschein"]
    assert [commune.name for commune in catalogue.communes()] == ["Ölsa, Stadt", "Zwota"]
    assert len(catalogue.communes_of_postcode("01234")) == 2
    assert catalogue.attribution() == (("alles", "aus der Luft"),)


def test_what_one_may_apply_for_comes_back_too(tables: Path) -> None:
    compile_catalogue(tables, tables / "catalogue" / FILE_NAME)
    catalogue = CatalogueFile(tables)
    licence = catalogue.service("L00001")
    assert (licence.excluded, licence.social_benefit, licence.signature) == ("", True, SignatureRule.WRITTEN)
    assert catalogue.eligible("L00001") == (True, "")
    assert catalogue.eligible("L00003") == (False, "Von Amts wegen.")
    assert catalogue.eligible("E00001") == (False, "Kein Antrag.")
    assert catalogue.service("L00003").form_id == "ruebe"
    with pytest.raises(ProblemError):
        catalogue.eligible("L99999")


def test_a_service_without_a_rule_stops_the_build(tables: Path) -> None:
    file = tables / "catalogue" / "ausschluss.tsv"
    file.write_text(file.read_text("utf-8").replace("*\t*\tantrag", "000001\t*\tantrag"), "utf-8")
    with pytest.raises(UnclassifiedError, match="99009000000000"):
        compile_catalogue(tables, tables / "catalogue" / FILE_NAME)


def test_the_compiled_file_can_be_searched(tables: Path) -> None:
    compile_catalogue(tables, tables / "catalogue" / FILE_NAME)
    finder = CatalogueFinder(tables)
    assert [hit.service_id for hit in finder.find("angelsch")] == ["L00001", "E00001", "L00002"]
    assert [hit.service_id for hit in finder.find("Angelschein anmelden", 3)] == ["E00001", "L00001", "L00002"]
    assert finder.listed_ids("Zuckerrueben") == ["99000002000000"]


def test_compiling_twice_gives_the_same_bytes_and_leaves_nothing_else(tables: Path) -> None:
    out = tables / "zweimal.sqlite"
    compile_catalogue(tables, out)
    first = out.read_bytes()
    compile_catalogue(tables, out)
    assert out.read_bytes() == first
    assert sorted(path.name for path in tables.iterdir()) == ["catalogue", "communes", out.name]


def test_the_committed_tables_compile_to_the_committed_file(tmp_path: Path) -> None:
    compile_catalogue(RESOURCES, tmp_path / FILE_NAME)
    assert (tmp_path / FILE_NAME).read_bytes() == (RESOURCES / "catalogue" / FILE_NAME).read_bytes()


def test_german_order_takes_umlauts_as_base_letters() -> None:
    names = ["Zwota", "Öl", "Olbernhau", "Ölsa", "Straße", "Strasse-Nord", "Bad Muskau", "Adorf/Vogtl."]
    ordered = sorted(names, key=sort_key)
    assert ordered == ["Adorf/Vogtl.", "Bad Muskau", "Öl", "Olbernhau", "Ölsa", "Straße", "Strasse-Nord", "Zwota"]
