"""The catalogue file: what it holds, and what happens when it is not as it should be."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from lotse_app.catalogue.file import FILE_NAME, CatalogueFile
from lotse_app.models.problems import Code, ProblemError

ROOT = Path(__file__).resolve().parents[2]
RESOURCES = ROOT / "resources"


@pytest.fixture(scope="module")
def catalogue() -> CatalogueFile:
    return CatalogueFile(RESOURCES)


def copied(folder: Path, content: bytes) -> Path:
    (folder / "catalogue").mkdir()
    (folder / "catalogue" / FILE_NAME).write_bytes(content)
    return folder


def compiled() -> bytes:
    return (RESOURCES / "catalogue" / FILE_NAME).read_bytes()


def test_every_listed_service_is_there_once_and_our_own_stand_beside_them(catalogue: CatalogueFile) -> None:
    services = catalogue.services()
    listed = [service for service in services if service.service_id.startswith("L")]
    assert len(listed) == 4813
    assert len({service.service_id for service in services}) == len(services)
    assert len({service.leika[0] for service in services}) == len(services)
    assert all(len(leika) == 14 and leika.startswith("99") for service in services for leika in service.leika)
    assert {service.service_id for service in services} - {service.service_id for service in listed} == {"E00001"}


def test_a_service_carries_its_facts(catalogue: CatalogueFile) -> None:
    found = catalogue.by_leika("99115005104000")
    assert found is not None
    facts = (found.name, found.ozg_service, found.situation, found.topic, found.law)
    assert facts == ("Wohnsitz Anmeldung", "Wohnsitzmeldungen", "Wohnen & Umzug", "Bauen & Wohnen", "BMG")
    assert catalogue.service(found.service_id) is found


def test_dog_tax_registration_is_our_own_entry_beside_the_one_of_the_list(catalogue: CatalogueFile) -> None:
    own, listed = catalogue.by_leika("99102013104000"), catalogue.by_leika("99102013000000")
    assert own is not None
    assert listed is not None
    assert (own.name, own.form_id) == ("Hundesteuer – Anmeldung", "hundesteuer-anmeldung")
    assert own.leika == ("99102013104000", "99102013000000")
    assert (listed.name, listed.form_id) == ("Hundesteuer", "")


def test_no_fact_has_outer_blanks(catalogue: CatalogueFile) -> None:
    facts = [
        fact
        for service in catalogue.services()
        for fact in (service.name, service.topic, service.situation, service.ozg_service, service.law)
    ]
    assert [fact for fact in facts if fact != fact.strip()] == []
    assert "Querschnitt" in facts


def test_unknown_keys_are_said_to_be_unknown(catalogue: CatalogueFile) -> None:
    assert catalogue.by_leika("99999999999999") is None
    for ask in (catalogue.service, catalogue.commune):
        with pytest.raises(ProblemError) as refused:
            ask("L99999")
        assert refused.value.problem.code is Code.RECORD_MISSING


def test_all_communes_are_there_with_keys_district_people_and_postcodes(catalogue: CatalogueFile) -> None:
    communes = catalogue.communes()
    assert len(communes) == len({commune.ags for commune in communes}) == 418
    assert sum(commune.population for commune in communes) == 4_086_152
    assert len({commune.district for commune in communes}) == 13
    for commune in communes:
        assert (len(commune.ags), len(commune.ars)) == (8, 12)
        assert commune.ars.startswith(commune.ags[:5])
        assert commune.ars.endswith(commune.ags[5:])
        assert commune.postcodes


def test_communes_stand_in_german_order(catalogue: CatalogueFile) -> None:
    names = [commune.name for commune in catalogue.communes()]
    assert names[0] == "Adorf/Vogtl., Stadt"
    order = [names.index(name) for name in ("Olbernhau, Stadt", "Ölsnitz", "Oppach") if name in names]
    assert order == sorted(order)
    assert [name[0] for name in names] == sorted(
        (name[0] for name in names), key=lambda letter: letter.replace("Ö", "O")
    )


def test_postcodes_may_be_shared_and_then_all_communes_are_named(catalogue: CatalogueFile) -> None:
    sharing = Counter(postcode for commune in catalogue.communes() for postcode in commune.postcodes)
    assert (sum(sharing.values()), len(sharing), sum(count > 1 for count in sharing.values())) == (543, 384, 83)
    assert [commune.name for commune in catalogue.communes_of_postcode("01723")] == ["Wilsdruff, Stadt"]
    shared = catalogue.communes_of_postcode("04720")
    assert {"Döbeln, Stadt", "Jahnatal"} < {commune.name for commune in shared}
    assert catalogue.communes_of_postcode("99999") == ()


def test_merged_communes_stand_under_their_new_key(catalogue: CatalogueFile) -> None:
    assert catalogue.commune("14522275").postcodes == ("04720", "04749")


def test_sources_are_named_with_state_and_licence(catalogue: CatalogueFile) -> None:
    lines = catalogue.attribution()
    assert [state for what, _ in lines for state in ("2019", "30.11.2023", "Jahnatal") if state in what] == [
        "2019",
        "30.11.2023",
        "Jahnatal",
    ]
    said = " ".join(source for _, source in lines)
    for licence in ("MIT", "dl-de/by-2-0", "ODbL", "OpenStreetMap", "Destatis"):
        assert licence in said


def test_the_committed_file_is_what_the_tables_compile_to(tmp_path: Path) -> None:
    out = tmp_path / FILE_NAME
    script = ROOT / "scripts" / "build_catalogue.py"
    subprocess.run([sys.executable, str(script), "--compile", "--out", str(out)], check=True, capture_output=True)
    assert out.read_bytes() == compiled()


def test_no_file_is_too_large_to_be_reviewed_or_carried() -> None:
    sizes = {path.name: path.stat().st_size for path in (RESOURCES / "catalogue").iterdir()}
    assert [name for name, size in sizes.items() if size >= 3_000_000] == []
    assert sizes[FILE_NAME] > 0


def test_a_missing_file_is_said_to_be_missing(tmp_path: Path) -> None:
    with pytest.raises(ProblemError) as refused:
        CatalogueFile(tmp_path)
    assert refused.value.problem.code is Code.CATALOGUE_MISSING


@pytest.mark.parametrize(
    "content",
    [b"", b"not a database at all", compiled()[:50_000], compiled()[:100] + b"\xff" * 8_000 + compiled()[8_100:]],
    ids=["empty", "text", "cut", "flipped"],
)
def test_a_damaged_file_is_said_to_be_damaged(tmp_path: Path, content: bytes) -> None:
    folder = copied(tmp_path, content)
    with pytest.raises(ProblemError) as refused:
        CatalogueFile(folder)
    assert refused.value.problem.code is Code.CATALOGUE_DAMAGED


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE meta SET value = '0'",
        "DELETE FROM meta",
        "DELETE FROM commune",
        "DELETE FROM service",
        "DROP TABLE alias",
    ],
)
def test_a_file_of_another_make_is_said_to_be_damaged(tmp_path: Path, change: str) -> None:
    folder = copied(tmp_path, compiled())
    CatalogueFile(folder)
    connection = sqlite3.connect(folder / "catalogue" / FILE_NAME)
    with connection:
        connection.execute(change)
    connection.close()
    with pytest.raises(ProblemError) as refused:
        CatalogueFile(folder)
    assert refused.value.problem.code is Code.CATALOGUE_DAMAGED


def test_reading_leaves_nothing_behind_beside_the_file(tmp_path: Path) -> None:
    folder = copied(tmp_path, compiled())
    CatalogueFile(folder)
    assert [path.name for path in (folder / "catalogue").iterdir()] == [FILE_NAME]
    assert (folder / "catalogue" / FILE_NAME).read_bytes() == compiled()
