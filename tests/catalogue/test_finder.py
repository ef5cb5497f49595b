"""The finder: what residents say leads to the service."""

from __future__ import annotations

import importlib.util
import json
import sqlite3
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lotse_app.catalogue.batch import batch_line
from lotse_app.catalogue.file import FILE_NAME, CatalogueFile
from lotse_app.catalogue.finder import CatalogueFinder
from lotse_app.models.problems import Code, ProblemError

if TYPE_CHECKING:
    from types import ModuleType

ROOT = Path(__file__).resolve().parents[2]
RESOURCES = ROOT / "resources"
LABELLED = ROOT.parent / "shared" / "finder"
FINDER = CatalogueFinder(RESOURCES)
#: Knows the words of the catalogue only.
PLAIN = CatalogueFinder(RESOURCES, everyday=False)


def names(query: str, limit: int = 5) -> list[str]:
    return [hit.name for hit in FINDER.find(query, limit)]


@pytest.mark.parametrize(
    "query",
    [
        "Hund anmelden",
        "hund anmelden",
        "Hundesteuer Anmeldung",
        "Hundesteueranmeldung",
        "Wo muss ich meinen Hund anmelden?",
    ],
)
def test_registering_a_dog_finds_the_form_we_ship(query: str) -> None:
    first = FINDER.find(query)[0]
    assert first.name == "Hundesteuer – Anmeldung"
    assert first.leika == "99102013104000"
    assert first.has_form


@pytest.mark.parametrize(
    ("query", "wanted"),
    [
        ("Eheschliesung anmelden", "Eheschließung Anmeldung"),
        ("Jagtschein", "Jagdschein"),
        ("Wohngled", "Wohngeld"),
        ("Testamment hinterlegen", "Testament Verwahrung"),
        ("Kirchenaustrit", "Kirchenaustritt"),
    ],
)
def test_typing_errors_are_forgiven(query: str, wanted: str) -> None:
    assert wanted in names(query)


@pytest.mark.parametrize("query", ["Straßenschäden", "Strassenschaeden", "STRASSENSCHÄDEN", "Straßenscha\u0308den"])
def test_umlauts_and_sharp_s_may_be_typed_in_any_way(query: str) -> None:
    assert names(query, 1) == ["Straßenschaden"]


@pytest.mark.parametrize(
    ("query", "wanted"),
    [
        ("Rundfunkbeitragsbefreiung", "Rundfunkbeitrag im privaten Bereich Befreiung"),
        ("Kinder Reise Pass", "Reisepass"),
        ("Liegenschaftskartenauszug", "Liegenschaftskarte"),
    ],
)
def test_compounds_may_be_joined_or_taken_apart(query: str, wanted: str) -> None:
    assert any(name.startswith(wanted) for name in names(query))


@pytest.mark.parametrize(
    "query", ["Führerscheine umgetauscht", "den Führerschein umtauschen", "Umtausch von Führerscheinen"]
)
def test_inflected_words_lead_to_the_same_service(query: str) -> None:
    assert names(query, 1)[0].startswith("Führerschein Umtausch")


@pytest.mark.parametrize(
    ("query", "wanted"),
    [
        ("Personalausweis verloren", "Personalausweis Meldung wegen Verlust"),
        ("Verloren habe ich den Reisepass", "Reisepass Ersatz wegen Verlust"),
        ("Ausweis abgelaufen", "Personalausweis Ausstellung neu wegen Ablauf der Gültigkeit"),
        ("wir werden geschieden", "Scheidungsantrag"),
        ("ich bin umgezogen", "Mitnahme des Kraftfahrzeugkennzeichens bei Umzug"),
    ],
)
def test_verb_forms_lead_to_the_noun_of_the_catalogue(query: str, wanted: str) -> None:
    assert wanted in [hit.name for hit in PLAIN.find(query, 5)]


@pytest.mark.parametrize("query", ["Gehwegschaden", "gehwegschaden"])
def test_what_only_looks_like_a_verb_form_stays_as_it_is(query: str) -> None:
    assert names(query, 1)[0].startswith("Gehweg")


def test_the_first_letters_are_enough_for_what_is_asked_for_most() -> None:
    assert names("führ", 1) == ["Führerschein"]
    assert names("wohng", 1) == ["Wohngeld"]


def test_a_hit_says_which_typed_words_led_to_it() -> None:
    first = FINDER.find("Ich möchte meinen HUND bitte anmelden")[0]
    assert first.because == ("HUND", "anmelden")
    assert FINDER.find("Straßenschäden")[0].because == ("Straßenschäden",)
    assert FINDER.find("Hund Quastenflosser anmelden")[0].because == ("Hund", "anmelden")


def test_a_little_word_in_a_name_is_no_reason() -> None:
    reasons = {hit.name: hit.because for hit in FINDER.find("Hund anmelden")}
    assert reasons["Gewerbe Anmeldung"] == ("anmelden",)  # of „An-, Um- und Abmeldung“, „und“ is no „Hund“


def test_who_types_a_whole_leika_id_is_led_to_its_service() -> None:
    (hit,) = FINDER.find(" 99115005104000 ")
    assert (hit.name, hit.leika, hit.because) == ("Wohnsitz Anmeldung", "99115005104000", ("99115005104000",))
    assert FINDER.find("99115005999999") == ()


def test_hits_come_best_first_and_not_more_than_asked_for() -> None:
    hits = FINDER.find("Bescheinigung", 7)
    assert len(hits) == 7
    assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)


@pytest.mark.parametrize("query", ["", " ", "?!", "x", "\u0308", "🐕"])
def test_where_nothing_can_be_meant_nothing_is_found(query: str) -> None:
    assert FINDER.find(query) == ()
    assert batch_line(FINDER, query) == {"query": query, "ranked": []}


@pytest.mark.parametrize(
    "query",
    ["Ratten im Keller", "Schimmel", "TÜV", "Zahnersatz", "Bienen", "Internet geht nicht", "Handy kaputt", "WhatsApp",
     "Fahrplan", "Heizung kaputt", "Brille", "Passwort vergessen", "Rezept", "asdfgh"],
)  # fmt: skip
def test_what_the_catalogue_does_not_hold_is_alike_at_most(query: str) -> None:
    hits = FINDER.find(query)
    assert all(hit.alike for hit in hits), hits[0]


@pytest.mark.parametrize(
    "query",
    ["Hund", "hu", "Wohng", "Jagtschein", "Erbschien", "Führerschein", "Waschmaschine", "Totenschein", "Taxi",
     "Meldung", "Erlaubnis zum Verbringen", "Genehmigung für den Zusatz", "Begründung",
     "ich bin umgezogen", "Feuerwerksgenehmigung", "Abruchgenehmigung", "99115005104000"],
)  # fmt: skip
def test_what_is_begun_mistyped_or_said_otherwise_is_meant(query: str) -> None:
    assert not any(hit.alike for hit in FINDER.find(query))


def test_no_labelled_question_that_is_answered_well_is_called_alike_only() -> None:
    asked = (Path(__file__).parent / "anliegen" / "pruefung.tsv").read_text("utf-8").splitlines()[1:]
    assert [query for query in (line.split("\t")[0] for line in asked) if FINDER.find(query)[0].alike] == []


def test_the_same_query_gives_the_same_answer_after_any_other() -> None:
    before = FINDER.find("Wohnsitz ummelden")
    for query in ("Hund", "Ummeldung eines Fahrzeugs", *(f"Wort{number}lich" for number in range(40))):
        FINDER.find(query)
    assert FINDER.find("Wohnsitz ummelden") == before == CatalogueFinder(RESOURCES).find("Wohnsitz ummelden")


@settings(max_examples=60, deadline=None)
@given(st.one_of(st.text(max_size=60), st.text(alphabet="aeiouäöüßhundst ue-", max_size=300)))
def test_no_text_upsets_the_finder(text: str) -> None:
    hits = FINDER.find(text)
    typed = set(text) | set("ÄÖÜäöü")
    assert len(hits) <= 20
    assert all(hit.score > 0 for hit in hits)
    assert all(len(word) <= len(text) for hit in hits for word in hit.because if typed)


def test_a_batch_line_names_ids_of_the_list_once_each() -> None:
    line = batch_line(FINDER, "Hund anmelden")
    ranked = line["ranked"]
    listed = {service.leika[-1] for service in CatalogueFile(RESOURCES).services()}
    assert line["query"] == "Hund anmelden"
    assert isinstance(ranked, list)
    assert ranked[0] == "99102013000000"
    assert "99102013104000" not in ranked
    assert len(ranked) == len(set(ranked)) == 100
    assert set(ranked) <= listed


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE blob SET content = substr(content, 1, 100) WHERE name = 'postings'",
        "DELETE FROM blob WHERE name = 'peaks'",
        "DELETE FROM service WHERE service_id = 'L00007'",
        "DELETE FROM alias WHERE service_id = 'L00007'",
        "DROP TABLE blob",
    ],
)
def test_a_damaged_index_is_refused(tmp_path: Path, change: str) -> None:
    (tmp_path / "catalogue").mkdir()
    file = tmp_path / "catalogue" / FILE_NAME
    file.write_bytes((RESOURCES / "catalogue" / FILE_NAME).read_bytes())
    assert CatalogueFinder(tmp_path).find("Hund")
    connection = sqlite3.connect(file)
    with connection:
        connection.execute(change)
    connection.close()
    with pytest.raises(ProblemError) as refused:
        CatalogueFinder(tmp_path)
    assert refused.value.problem.code is Code.CATALOGUE_DAMAGED


def test_a_finder_without_a_file_says_so(tmp_path: Path) -> None:
    with pytest.raises(ProblemError) as refused:
        CatalogueFinder(tmp_path)
    assert refused.value.problem.code is Code.CATALOGUE_MISSING


def scorer() -> ModuleType:
    spec = importlib.util.spec_from_file_location("score", LABELLED / "score.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.skipif(not LABELLED.exists(), reason="the labelled queries are not part of the repository")
def test_labelled_queries_are_answered_as_well_as_promised() -> None:
    queries: list[dict[str, Any]] = [
        json.loads(line) for line in (LABELLED / "dev.jsonl").read_text(encoding="utf-8").splitlines()
    ]
    assert len(queries) == 120
    for finder, promised in ((PLAIN, 0.64), (FINDER, 0.85)):
        rows = scorer().evaluate([batch_line(finder, query["query"]) for query in queries], queries)
        assert sum(measures[0] for _, measures in rows) / len(rows) >= promised
