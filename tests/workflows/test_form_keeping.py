"""From a file of FIM to a paper that counts: taken in, tried, released, begun from its card, withdrawn."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from lotse_app.demonstration.filling import fill, read_back, save
from lotse_app.documents.reader import text_of
from lotse_app.forms.compile import compile_form
from lotse_app.forms.engine import add_item, edit
from lotse_app.forms.ways import Given
from lotse_app.forms.xdatenfelder.model import CodeListName, Precision
from lotse_app.models.acting import ActingAs
from lotse_app.models.application import CarriedBy, State
from lotse_app.models.kept_form import Check, FormRelease, FormState, WhoActs
from lotse_app.models.operation import Act, Kind
from lotse_app.models.people import Role
from lotse_app.models.problems import Code, ProblemError
from lotse_app.models.public_service import SignatureRule
from lotse_app.workflows.naming import named
from tests.cases import operations
from tests.desks import PASSPHRASE, WILSDRUFF, close, make_office
from tests.forms.xdatenfelder.writing import a_document, a_field, a_group, code_list, use, written

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from lotse_app.models.kept_form import KeptForm
    from lotse_app.workflows.applications import OpenCase
    from tests.desks import Office

NAME = "/G00000000009/F00000000001"
TEXT = a_field(1, "Familienname", precision=Precision(1, 40))
DOCUMENT = a_document(use(a_group(9, use(TEXT), use(a_field(2, "Bemerkung"), "0:1"), label="Antragstellende Person")))


def fim_file(folder: Path, name: str = "S00000000001.xml", content: bytes = b"") -> Path:
    file = folder / name
    file.write_bytes(content or written(DOCUMENT))
    return file


def take_in(office: Office, *files: Path) -> KeptForm:
    forms = office.desk.forms
    return forms.keep(forms.examine(forms.translate(forms.read(files), "SN")))


def a_service(office: Office) -> tuple[str, str]:
    hit = office.desk.find.find("Jagdschein")[0]
    return hit.service_id, hit.name


def a_release(office: Office) -> FormRelease:
    service_id, name = a_service(office)
    return FormRelease(
        by="Änne Łukasz",
        on=date(2026, 11, 20),
        service_id=service_id,
        service_name=name,
        authority="Untere Jagdbehörde",
        law="BJagdG § 15",
        signature=SignatureRule.WRITTEN,
        who=WhoActs.SELF,
        source="Merkblatt des Landkreises",
        checked=date(2026, 11, 19),
        checks=frozenset(Check),
    )


def refusal(work: Callable[[], object]) -> Code:
    with pytest.raises(ProblemError) as raised:
        work()
    return raised.value.problem.code


@pytest.fixture
def keeper(office: Office) -> Office:
    """The responsible person of the town hall, who keeps forms as well."""
    return office


def test_a_file_of_fim_is_taken_in_unchecked_and_listed_beside_shipped_forms(keeper: Office, tmp_path: Path) -> None:
    kept = take_in(keeper, fim_file(tmp_path))
    listed = keeper.desk.forms.listed()
    assert listed.kept == (kept,)
    assert (kept.state, kept.version, kept.land) == (FormState.UNCHECKED, "1.0.0", "SN")
    assert {one.form_id for one in listed.shipped} >= {"hundesteuer-anmeldung", "wohnsitz-anmeldung"}
    view = keeper.desk.forms.view(kept.id)
    assert view.report["counts"]["felder"] == 2
    assert not view.form.released


def test_the_same_file_is_kept_once_and_another_one_of_its_version_beside_it(keeper: Office, tmp_path: Path) -> None:
    take_in(keeper, fim_file(tmp_path))
    assert refusal(lambda: take_in(keeper, fim_file(tmp_path))) is Code.FORM_KNOWN
    other = written(a_document(use(a_group(9, use(TEXT), label="Person"))))
    assert take_in(keeper, fim_file(tmp_path, "anders.xml", other)).version == "1.0.0-2"


def test_a_file_whose_code_list_came_later_is_taken_in_again(keeper: Office, tmp_path: Path) -> None:
    field = a_field(1, kind="select", code_list=CodeListName("urn:a", "1", "urn:a_1"))
    file = fim_file(tmp_path, content=written(a_document(use(field))))
    without = take_in(keeper, file)
    (tmp_path / "a.xml").write_text(code_list("urn:a", "1", ("01", "eins")), "utf-8")
    made = take_in(keeper, file)
    assert (without.version, made.version, without.digest == made.digest) == ("1.0.0", "1.0.0-2", True)
    assert "eins" in json.dumps(keeper.desk.forms.view(made.id).form.schema["$defs"])
    assert refusal(lambda: take_in(keeper, file)) is Code.FORM_KNOWN


def test_a_form_that_is_tried_prints_as_draft_on_every_page_and_leaves_nothing(keeper: Office, tmp_path: Path) -> None:
    kept = take_in(keeper, fim_file(tmp_path))
    form = keeper.desk.forms.view(kept.id).form
    pdf = keeper.desk.forms.draft(form, edit(form, {}, NAME, "Muñoz"))
    pages = text_of(pdf)
    assert "Muñoz" in pages
    assert "ENTWURF" in pages
    assert keeper.desk.overview.applications() == ()


def test_before_the_release_the_service_has_no_form_and_after_it_has_this_one(keeper: Office, tmp_path: Path) -> None:
    service_id, _ = a_service(keeper)
    kept = take_in(keeper, fim_file(tmp_path))
    before = keeper.desk.find.card(service_id, WILSDRUFF)
    assert (before.formless, before.authority) == (True, "nicht hinterlegt")
    keeper.desk.forms.release(kept.id, a_release(keeper))
    card = keeper.desk.find.card(service_id, WILSDRUFF)
    assert (card.may_start, card.formless) == (True, False)
    assert card.authority == "Stadt Wilsdruff, Untere Jagdbehörde"
    hit = next(one for one in keeper.desk.find.find("Jagdschein") if one.service_id == service_id)
    assert hit.has_form


def fill_and_read_back(office: Office, case_id: str, answers: list[tuple[str, Any]]) -> OpenCase:
    fill(office.desk, case_id, answers)
    return read_back(office.desk, case_id)


def begun(office: Office) -> str:
    card = office.desk.find.card(a_service(office)[0], WILSDRUFF)
    return office.desk.applications.begin(card, WILSDRUFF).id


def test_a_released_form_goes_the_normal_way_to_signed_paper(keeper: Office, tmp_path: Path) -> None:
    kept = take_in(keeper, fim_file(tmp_path))
    keeper.desk.forms.release(kept.id, a_release(keeper))
    case = fill_and_read_back(keeper, begun(keeper), [(NAME, "Nowakowa")])
    assert (case.form.id, case.form.version) == ("s00000000001", "1.0.0")
    keeper.desk.freezing.commit(keeper.desk.freezing.prepare(case))
    case = keeper.desk.applications.open(case.application.id)
    pages = text_of(keeper.desk.printing.application(case.application.id))
    assert "Nowakowa" in pages
    assert "ENTWURF" not in pages
    assert "BJagdG§15" in pages.replace("\xa0", "").replace(" ", "")
    keeper.desk.signing.sign_on_print(case, "Nowakowa", case.open_lines[0])
    case = keeper.desk.applications.open(case.application.id)
    keeper.desk.handing_in.commit(keeper.desk.handing_in.prepare(case, CarriedBy.RESIDENT))
    assert keeper.desk.applications.open(case.application.id).application.state is State.SUBMITTED


def test_withdrawn_it_is_offered_no_longer_and_what_was_begun_prints_as_draft(keeper: Office, tmp_path: Path) -> None:
    kept = take_in(keeper, fim_file(tmp_path))
    keeper.desk.forms.release(kept.id, a_release(keeper))
    case_id = begun(keeper)
    assert keeper.desk.applications.open(case_id).form.released
    keeper.desk.forms.withdraw(kept.id)
    assert keeper.desk.find.card(a_service(keeper)[0], WILSDRUFF).formless
    case = fill_and_read_back(keeper, case_id, [(NAME, "Nowakowa")])
    assert not case.form.released
    keeper.desk.freezing.commit(keeper.desk.freezing.prepare(case))
    case = keeper.desk.applications.open(case_id)
    assert "ENTWURF" in text_of(keeper.desk.printing.application(case_id))
    assert refusal(lambda: keeper.desk.handing_in.prepare(case, CarriedBy.RESIDENT)) is Code.FORM_UNRELEASED
    assert refusal(lambda: keeper.desk.forms.delete(kept.id)) is Code.FORM_IN_USE


def test_a_case_keeps_the_version_it_was_begun_with(keeper: Office, tmp_path: Path) -> None:
    kept = take_in(keeper, fim_file(tmp_path))
    keeper.desk.forms.release(kept.id, a_release(keeper))
    case_id = begun(keeper)
    keeper.clock.advance(minutes=1)
    newer = replace(DOCUMENT.root, identity=replace(DOCUMENT.root.identity, version="2.0.0"), label="Antrag neu")
    again = take_in(keeper, fim_file(tmp_path, "neu.xml", written(replace(DOCUMENT, root=newer))))
    keeper.desk.forms.release(again.id, a_release(keeper))
    assert keeper.desk.applications.open(case_id).form.version == "1.0.0"
    second = keeper.desk.applications.open(begun(keeper)).form
    assert (second.version, second.title) == ("2.0.0", "Antrag neu")
    line = next(one for one in keeper.desk.overview.applications() if one.id == case_id)
    assert keeper.desk.applications.wanted(line)[0].title == "Antrag neu"


def test_a_schema_with_its_layout_becomes_a_form_as_well(keeper: Office, tmp_path: Path) -> None:
    schema = {"title": "Antrag X", "type": "object", "properties": {"name": {"type": "string", "title": "Name"}}}
    layout = {"type": "VerticalLayout", "elements": [{"type": "Control", "scope": "#/properties/name"}]}
    first, second = tmp_path / "schema.json", tmp_path / "uischema.json"
    first.write_text(json.dumps(schema), "utf-8")
    second.write_text(json.dumps(layout), "utf-8")
    kept = take_in(keeper, second, first)
    assert (kept.title, kept.standard, kept.source) == (
        "Antrag X",
        "JSON Schema 2020-12",
        "uischema.json + schema.json",
    )


def test_lists_of_lists_places_and_ways_are_kept_frozen_and_printed_as_they_were_given(
    keeper: Office, tmp_path: Path
) -> None:
    number = {"type": "number", "title": "Messwert"}
    parts = {
        "name": {"type": "string", "title": "Familienname"},
        "frist": {"title": "Frist", "anyOf": [{"type": "integer"}, {"type": "boolean"}]},
        "lage": {
            "title": "Lage",
            "type": "array",
            "prefixItems": [{"type": "string", "title": "Flur"}, {"type": "integer", "title": "Flurstück"}],
            "items": False,
        },
        "werte": {"title": "Messtag", "type": "array", "minItems": 1, "items": {"type": "array", "items": number}},
    }
    schema = tmp_path / "schema.json"
    schema.write_text(json.dumps({"title": "Antrag X", "type": "object", "properties": parts}), "utf-8")
    kept = take_in(keeper, schema)
    keeper.desk.forms.release(kept.id, a_release(keeper))
    case = fill(
        keeper.desk, begun(keeper), [("/name", "Nowakowa"), ("/frist", Given(1, value=True)), ("/lage/1", "12")]
    )
    rows = add_item(case.form, add_item(case.form, case.application.answers, "/werte/0"), "/werte/0")
    save(keeper.desk, case.application, rows)
    answers = [("/lage/0", "3"), ("/werte/0/0", "1,5"), ("/werte/0/1", "2")]
    case = fill_and_read_back(keeper, case.application.id, answers)
    keeper.desk.freezing.commit(keeper.desk.freezing.prepare(case))
    case = keeper.desk.applications.open(case.application.id)
    assert {name: case.application.answers[name] for name in parts} == {
        "name": "Nowakowa",
        "frist": True,
        "lage": ["3", 12],
        "werte": [[1.5, 2.0]],
    }
    pages = "".join(text_of(keeper.desk.printing.application(case.application.id)).split())
    for words in ("FristjaLage", "Flur3Flurstück12", "Messtag1,Messwert1Messwert1,5Messtag1,Messwert2Messwert2"):
        assert words in pages


def test_who_acts_follows_from_what_the_form_keeper_said(keeper: Office, tmp_path: Path) -> None:
    kept = take_in(keeper, fim_file(tmp_path))
    form = keeper.desk.forms.view(kept.id).form
    assert form.representation.declares == "ungeklaert"
    for who, expected in ((WhoActs.SELF, "selbst"), (WhoActs.IN_PERSON, "nur_persoenlich")):
        keeper.desk.forms.release(kept.id, replace(a_release(keeper), who=who))
        assert keeper.desk.forms.view(kept.id).form.representation.declares == expected


def test_every_step_leaves_a_row_of_the_outbox_without_a_name(keeper: Office, tmp_path: Path) -> None:
    kept = take_in(keeper, fim_file(tmp_path))
    keeper.desk.forms.release(kept.id, a_release(keeper))
    keeper.desk.forms.withdraw(kept.id)
    keeper.desk.forms.withdraw(kept.id)
    keeper.desk.forms.delete(kept.id)
    found = [one for one in operations(keeper) if one.kind is Kind.FORM]
    assert [one.act for one in found] == [Act.CREATE, Act.PATCH, Act.PATCH, Act.DELETE]
    assert "Łukasz" not in json.dumps([dict(one.body) for one in found], ensure_ascii=False)
    assert found[1].body["/state"]["v"] == "geprueft"


def test_an_incomplete_release_is_none(keeper: Office, tmp_path: Path) -> None:
    kept = take_in(keeper, fim_file(tmp_path))
    gap = replace(a_release(keeper), checks=frozenset({Check.LAW}))
    assert refusal(lambda: keeper.desk.forms.release(kept.id, gap)) is Code.RELEASE_INCOMPLETE
    assert keeper.desk.forms.new_release(replace(gap, by=" ")).by == "A. Beispiel"


def test_a_form_nobody_could_finish_is_not_released(keeper: Office, tmp_path: Path) -> None:
    schema = {
        "type": "object",
        "properties": {"a": {"type": "boolean", "title": "A"}, "b": {"type": "string", "title": "B", "minLength": 1}},
        "required": ["b"],
    }
    hidden = {
        "type": "Control",
        "scope": "#/properties/b",
        "rule": {"effect": "SHOW", "condition": {"scope": "#/properties/a", "schema": {"const": True}}},
    }
    layout = {"type": "VerticalLayout", "elements": [{"type": "Control", "scope": "#/properties/a"}, hidden]}
    first, second = tmp_path / "schema.json", tmp_path / "uischema.json"
    first.write_text(json.dumps(schema), "utf-8")
    second.write_text(json.dumps(layout), "utf-8")
    kept = take_in(keeper, first, second)
    assert keeper.desk.forms.view(kept.id).faults == ("hidden and required: /b",)
    assert refusal(lambda: keeper.desk.forms.release(kept.id, a_release(keeper))) is Code.FORM_FAULTY


def test_who_keeps_no_forms_may_look_but_not_change(tmp_path: Path) -> None:
    office = make_office(tmp_path / "daten")
    forms, pilot = office.desk.forms, office.desk.workplace.pilot
    before = forms.allowed
    forms._sight._pilot = replace(pilot, responsible=False)
    assert (before, forms.allowed) == (True, False)
    assert forms.listed().kept == ()
    file = fim_file(tmp_path)
    assert refusal(lambda: forms.read([file])) is Code.FORM_KEEPER_ONLY
    assert refusal(lambda: forms.delete("x")) is Code.FORM_KEEPER_ONLY
    close(office.desk)


def test_the_coordination_keeps_forms_and_begins_none(tmp_path: Path) -> None:
    office = make_office(tmp_path / "daten", Role.COORDINATOR)
    kept = take_in(office, fim_file(tmp_path))
    office.desk.forms.release(kept.id, a_release(office))
    assert office.desk.forms.listed().kept[0].released
    assert refusal(lambda: begun(office)) is Code.COORDINATOR_NO_PERSONS
    close(office.desk)


def test_the_name_of_a_shipped_form_is_not_taken(keeper: Office, tmp_path: Path) -> None:
    schema = {"$id": "hundesteuer-anmeldung", "type": "object", "properties": {"a": {"type": "string", "title": "A"}}}
    file = tmp_path / "schema.json"
    file.write_text(json.dumps(schema), "utf-8")
    assert take_in(keeper, file).form_id == "hundesteuer-anmeldung-eigen"


def test_all_ways_of_acting_fit_an_imported_form(keeper: Office, tmp_path: Path) -> None:
    kept = take_in(keeper, fim_file(tmp_path))
    keeper.desk.forms.release(kept.id, a_release(keeper))
    assert set(keeper.desk.applications.open(begun(keeper)).forms) == set(ActingAs)


def test_who_is_named_in_an_imported_form_is_found_and_erased_by_name(keeper: Office, tmp_path: Path) -> None:
    child = a_group(7, use(a_field(5, "Familienname")), use(a_field(6, "Geburtsdatum", datatype="date")), label="Kind")
    person = a_group(9, use(a_field(1, "Familienname")), use(a_field(4, "Geburtsname"), "0:1"), label="Person")
    kept = take_in(keeper, fim_file(tmp_path, content=written(a_document(use(person), use(child, "0:*")))))
    keeper.desk.forms.release(kept.id, a_release(keeper))
    case_id = begun(keeper)
    form = keeper.desk.applications.open(case_id).form
    answers = {
        "G00000000009": {"F00000000001": "Nowakowa", "F00000000004": "Wićaz"},
        "G00000000007": [{"F00000000005": "Žurić", "F00000000006": "2019-05-01"}, {"F00000000005": "Kral"}],
    }
    assert [(one.surname, one.birth) for one in named(form, answers)] == [
        ("KRAL", ""),
        ("NOWAKOWA", ""),
        ("WICAZ", ""),
        ("ZURIC", "2019-05-01"),
    ]
    prefills = {place: plan.prefill for place, plan in compile_form(form).controls.items() if plan.prefill}
    assert prefills == {NAME: "person.familienname", "/G00000000009/F00000000004": "person.geburtsname"}


def test_a_schema_from_elsewhere_may_call_a_surname_otherwise() -> None:
    assert [one.surname for one in named(None, {"person": {"lastName": "Nowak"}})] == ["NOWAK"]


def test_without_a_store_there_are_the_shipped_forms(keeper: Office) -> None:
    forms = keeper.program.shelf.finding()._forms
    forms.refresh()
    assert forms.form("wohnsitz-anmeldung").released
    assert not forms.offers("nirgends")


def test_a_form_that_is_not_there_is_missing(keeper: Office) -> None:
    assert refusal(lambda: keeper.desk.applications._forms.form("nirgends")) is Code.FORM_MISSING
    assert refusal(lambda: keeper.desk.forms.view("nirgends")) is Code.RECORD_MISSING
    assert keeper.desk.forms.shipped("wohnsitz-anmeldung").released


def test_practice_takes_no_forms_in(keeper: Office, tmp_path: Path) -> None:
    forms = keeper.desk.forms
    forms._practice = True
    assert not forms.allowed
    assert refusal(lambda: forms.read([fim_file(tmp_path)])) is Code.PRACTICE_CLOSED


def test_a_form_lasts_over_a_restart(keeper: Office, tmp_path: Path) -> None:
    kept = take_in(keeper, fim_file(tmp_path))
    close(keeper.desk)
    keeper.reopen(keeper.program.unlocking.key(keeper.pilot_id, PASSPHRASE))
    assert keeper.desk.forms.listed().kept == (kept,)
