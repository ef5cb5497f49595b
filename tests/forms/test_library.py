"""Forms are found by service, and a broken one says everything that is wrong with it."""

from __future__ import annotations

import json
import shutil
from typing import TYPE_CHECKING

import pytest

from lotse_app.forms.library import FormLibrary
from lotse_app.models.problems import Code, ProblemError
from lotse_app.models.public_service import SignatureRule, Way
from lotse_app.paths import resources

if TYPE_CHECKING:
    from pathlib import Path

    from lotse_app.models.problems import Problem

DOG = "hundesteuer-anmeldung"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a copy of the shipped forms that a test may break."""
    shutil.copytree(resources() / "forms", tmp_path / "forms")
    return tmp_path / "forms"


def refusal(library: FormLibrary, form_id: str) -> Problem:
    with pytest.raises(ProblemError) as caught:
        library.form(form_id)
    return caught.value.problem


def details(folder: Path) -> str:
    found = refusal(FormLibrary(folder), DOG)
    assert found.code is Code.FORM_BROKEN
    return str(found.param("details"))


def change(folder: Path, old: str, new: str) -> None:
    file = folder / DOG / "form.toml"
    text = file.read_text("utf-8")
    assert old in text
    file.write_text(text.replace(old, new), "utf-8")


def test_the_shipped_form_is_there_with_its_facts(folder: Path) -> None:
    library = FormLibrary(folder)
    form = library.form(DOG)
    assert library.form_ids() == ("formloser-antrag", DOG, "wohnsitz-anmeldung")
    assert form is library.form(DOG)
    assert form.released
    assert form.signature is SignatureRule.FREE
    assert form.ways == (Way.PAPER, Way.RECEPTION_POINT, Way.ONLINE_TOGETHER)
    assert form.deadline is not None
    assert form.deadline.rule == "hundesteuer_14d"
    assert form.facts[0].checked.count(".") == 2


def test_building_blocks_are_in_the_document(folder: Path) -> None:
    schema = FormLibrary(folder).form(DOG).schema
    assert set(schema["$defs"]) >= {"person", "anschrift", "kontakt", "bankverbindung", "hund", "halter"}
    assert ".json" not in json.dumps(schema).replace("json-schema.org", "")


def test_a_form_is_found_by_own_id_then_leika_then_alias(folder: Path) -> None:
    other = folder / "andere"
    shutil.copytree(folder / DOG, other)
    text = (other / "form.toml").read_text("utf-8").replace(f'id = "{DOG}"', 'id = "andere"')
    text = text.replace('service_id = "hundesteuer-anmeldung"\n', "").replace(
        '"99102013104000"', '"1", "99102013000000"'
    )
    (other / "form.toml").write_text(text.replace('service_id = "andere"\n', ""), "utf-8")
    library = FormLibrary(folder)

    def found(*leika: str, service_id: str = "") -> str | None:
        form = library.for_service(leika, service_id)
        return form.id if form else None

    assert found("99102013104000") == DOG
    assert found("0", "1") == "andere"
    assert found("99102013000000") == "andere"
    assert found("1", service_id=DOG) == DOG
    assert found("0") is None
    assert found() is None


def test_a_missing_form_is_named(folder: Path) -> None:
    found = refusal(FormLibrary(folder), "nirgends")
    assert (found.code, found.param("form")) == (Code.FORM_MISSING, "nirgends")
    assert refusal(FormLibrary(folder), "bausteine").code is Code.FORM_MISSING


def test_everything_wrong_with_the_facts_is_said_at_once(folder: Path) -> None:
    change(folder, 'status = "freigegeben"', 'status = "gut"')
    change(folder, "valid_from = 2026-11-01", 'valid_from = "bald"')
    change(folder, 'rule = "formfrei"', 'rule = "blau"')
    change(folder, '"papier", ', '"brieftaube", ')
    change(folder, 'Ermäßigung"\npreset = "offen"', 'Ermäßigung"\npreset = "egal"')
    change(folder, "social_benefit = false", "social_benefit = 0")
    change(folder, 'languages = ["de"]', 'languages = "de"')
    change(folder, 'declares = "frei"', "declares = 1")
    said = details(folder)
    for place in ("status", "valid_from", "signature.rule", "ways.allowed", "evidence.4.preset", "social_benefit"):
        assert place in said
    for place in ("languages", "representation.declares"):
        assert place in said


@pytest.mark.parametrize(
    ("old", "new", "place"),
    [
        ('id = "hundesteuer-anmeldung"\nversion', 'id = "other"\nversion', "id"),
        ("[ways]", "[way]", "ways"),
        ('[[evidence]]\nkey = "haftpflicht"', '[[evidence]]\nschluessel = "haftpflicht"', "evidence.2.key"),
        ("[[source]]", "[[quelle]]", "source"),
        ("[[fact]]", "[[fact]]\nx = 1\n[[fakt]]", "fact.1.label"),
        ("[deadline.inputs]", "[frist]", "deadline"),
        (
            '[declaration.when]\nscope = "#/properties/lastschrift"\nschema = { const = true }',
            "when = 1",
            "declaration.2.when",
        ),
    ],
)
def test_a_fault_in_the_facts_is_named_with_its_place(folder: Path, old: str, new: str, place: str) -> None:
    change(folder, old, new)
    if place == "deadline":
        assert FormLibrary(folder).form(DOG).deadline is not None
    else:
        assert place in details(folder)


def test_tables_of_the_wrong_kind_are_named(folder: Path) -> None:
    file = folder / DOG / "form.toml"
    text = file.read_text("utf-8")
    body = text[: text.index("[representation]")]
    file.write_text(body + "representation = 1\ndeadline = 2\nfact = 3\n[signature]\n[ways]\nallowed = []\n", "utf-8")
    said = details(folder)
    for place in ("representation", "deadline", "fact", "signature.rule", "ways.allowed", "source"):
        assert place in said


def test_a_form_without_deadline_or_conditions_is_fine(folder: Path) -> None:
    change(folder, "[deadline]", "[frist]")
    change(folder, "[deadline.inputs]", "[frist.inputs]")
    assert FormLibrary(folder).form(DOG).deadline is None


@pytest.mark.parametrize("name", ["schema.json", "uischema.json", "form.toml"])
def test_a_broken_or_missing_document_is_named(folder: Path, name: str) -> None:
    (folder / DOG / name).write_text("{", "utf-8")
    assert name in details(folder)
    if name != "form.toml":
        (folder / DOG / name).write_text("[]", "utf-8")
        assert name in details(folder)
        (folder / DOG / name).unlink()
        assert name in details(folder)


def test_facts_that_cannot_be_read_are_named(folder: Path) -> None:
    (folder / DOG / "form.toml").write_bytes(b"\xff")
    assert "form.toml" in details(folder)
    (folder / DOG / "form.toml").unlink()
    (folder / DOG / "form.toml").mkdir()
    assert "form.toml" in details(folder)


@pytest.mark.parametrize(
    "reference",
    [
        "../bausteine/fehlt.json#/$defs/person",
        "../bausteine/person.json#/$defs/niemand",
        "../bausteine/person.json",
        "../../x.json#/$defs/y",
    ],
)
def test_a_reference_to_a_block_that_is_not_there_is_named(folder: Path, reference: str) -> None:
    file = folder / DOG / "schema.json"
    file.write_text(file.read_text("utf-8").replace("../bausteine/kontakt.json#/$defs/kontakt", reference), "utf-8")
    assert reference.partition("#")[0].rpartition("/")[2] in details(folder)


def test_two_blocks_of_one_name_are_a_fault(folder: Path) -> None:
    block = folder / "bausteine" / "kontakt.json"
    found = json.loads(block.read_text("utf-8"))
    found["$defs"]["person"] = {"type": "string"}
    block.write_text(json.dumps(found), "utf-8")
    assert "person" in details(folder)


def test_blocks_may_use_blocks(folder: Path) -> None:
    block = folder / "bausteine" / "kontakt.json"
    found = json.loads(block.read_text("utf-8"))
    found["$defs"]["kontakt"]["properties"]["wem"] = {"$ref": "person.json#/$defs/familienname"}
    found["$defs"]["kontakt"]["properties"]["auch"] = {"$ref": "kontakt.json#/$defs/kontakt"}
    block.write_text(json.dumps(found), "utf-8")
    kontakt = FormLibrary(folder).form(DOG).schema["$defs"]["kontakt"]
    assert kontakt["properties"]["wem"] == {"$ref": "#/$defs/familienname"}
    assert kontakt["properties"]["auch"] == {"$ref": "#/$defs/kontakt"}


@pytest.mark.parametrize("schema", ['{"type": 5}', '{"properties": 5}', '{"allOf": [{"$ref": "#/nowhere"}]}'])
def test_a_schema_that_is_none_is_named(folder: Path, schema: str) -> None:
    (folder / DOG / "schema.json").write_text(schema, "utf-8")
    assert "schema.json" in details(folder)
