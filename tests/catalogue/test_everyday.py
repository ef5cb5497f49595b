"""Residents' own words lead to the service: the lexicon, how it is compiled and how it is asked."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from lotse_app.catalogue.everyday import EverydayWords
from lotse_app.catalogue.file import CatalogueFile
from lotse_app.catalogue.finder import CatalogueFinder
from lotse_app.catalogue.german import spoken_words, stem
from lotse_app.catalogue.lexicon import ShrunkenPhraseError, UnknownServiceError, lexicon_blob, listed

RESOURCES = Path(__file__).resolve().parents[2] / "resources"
FINDER = CatalogueFinder(RESOURCES)
#: Knows the words of the catalogue only.
PLAIN = CatalogueFinder(RESOURCES, everyday=False)
LISTED = [service.leika[-1] for service in CatalogueFile(RESOURCES).services()]
SERVICES = [
    {"leika": "99115005104000", "listed_as": ""},
    {"leika": "99115005070000", "listed_as": ""},
    {"leika": "99102013104000", "listed_as": "99102013000000"},
]


def lexicon(tmp_path: Path, text: str) -> EverydayWords:
    path = tmp_path / "lexikon.toml"
    path.write_text(text, encoding="utf-8")
    return EverydayWords(lexicon_blob(path, SERVICES, frozenset()))


def entry(worte: str, leistungen: str = "99115005104") -> str:
    return f'[[eintrag]]\nleistungen = ["{leistungen}"]\nworte = "{worte}"\n'


def first(query: str) -> str:
    return FINDER.find(query)[0].name


def mean_reciprocal_rank(finder: CatalogueFinder, part: str) -> float:
    """Return MRR@10 over one half of our own questions; ``best`` and ``good`` are ids without the leading 99."""
    with (Path(__file__).parent / "anliegen" / f"{part}.tsv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    total = 0.0
    for row in rows:
        beginnings = tuple(f"99{key}" for key in f"{row['best']},{row['good']}".split(",") if key)
        assert any(leika.startswith(beginnings) for leika in LISTED)
        ranked = finder.listed_ids(row["query"], 10)
        total += next((1 / rank for rank, leika in enumerate(ranked, 1) if leika.startswith(beginnings)), 0.0)
    return total / len(rows)


@pytest.mark.parametrize(("part", "promised", "without"), [("abstimmung", 0.93, 0.55), ("pruefung", 0.93, 0.5)])
def test_what_residents_say_is_answered_as_well_as_promised(part: str, promised: float, without: float) -> None:
    assert mean_reciprocal_rank(FINDER, part) >= promised
    assert promised > mean_reciprocal_rank(PLAIN, part) >= without


@pytest.mark.parametrize(
    "query",
    [
        "ummelden",
        "umziehen",
        "ich ziehe um",
        "Einzug",
        "neue Adresse",
        "Umzug melden",
        "zugezogen",
        "Umzug",
        "bin umgezogen",
        "Umzugg",
    ],
)
def test_who_moves_finds_the_form_we_ship(query: str) -> None:
    assert first(query) == "Wohnsitz Anmeldung"
    assert FINDER.find(query)[0].has_form


@pytest.mark.parametrize(
    ("query", "wanted"),
    [
        ("Bürgergeld", "Arbeitslosengeld II"),
        ("Miete zu hoch", "Wohngeld"),
        ("GEZ", "Rundfunkbeitrag im privaten Bereich"),
        ("Kitaplatz", "Kindertagesstätte"),
        ("hundesteuer abmelden", "Hundehaltung Abmeldung"),
        ("mein Hund ist gestorben", "Hundehaltung Abmeldung"),
        ("Hund verkauft", "Hundehaltung Abmeldung"),
        ("geblitzt worden", "Strafen und Bußgelder im Straßenverkehr"),
        ("Betreuung für meinen Vater", "Betreuer"),
        ("Heimplatz für Oma", "Hilfe zur Pflege"),
        ("Solaranlage anmelden", "Meldungen von Photovoltaikanlagen"),
        ("ich melde mein Auto um", "Kraftfahrzeug Ummeldung"),
        ("Perso weg", "Personalausweis Meldung wegen Verlust"),
    ],
)
def test_everyday_words_lead_to_the_service_they_stand_for(query: str, wanted: str) -> None:
    assert first(query) == wanted


def test_a_hit_says_which_everyday_word_led_to_it_and_which_one_it_shows_itself() -> None:
    hit = FINDER.find("Umzug melden")[0]
    assert (hit.because, hit.everyday) == (("melden",), ("Umzug",))
    assert FINDER.find("Hund anmelden")[0].everyday == ()
    assert all(hit.everyday == () for hit in PLAIN.find("Umzug melden"))


def test_a_word_that_is_being_typed_finds_what_it_may_become() -> None:
    assert first("Bürgerg") == "Arbeitslosengeld II"


def test_a_number_is_found_as_it_is_and_no_other_number_like_it() -> None:
    assert "124" in first("124")
    assert FINDER.find("123") == ()


def test_a_phrase_counts_where_all_its_words_were_typed(tmp_path: Path) -> None:
    words = lexicon(tmp_path, entry("Zettel Vermieter"))
    assert words.meant([("zettel", "zettel")]) == {}
    assert words.meant([("vermieters", "vermieters"), ("zettel", "zettel")]) == {0: {0: 4.8, 1: 4.8}}


def test_an_own_service_is_meant_by_its_own_id_only(tmp_path: Path) -> None:
    with pytest.raises(UnknownServiceError):
        lexicon(tmp_path, entry("Hund abmelden", "99102013000"))
    assert lexicon(tmp_path, entry("Welpe", "99102013104")).meant([("welp", "welp")]) == {2: {0: 4.0}}


def test_a_service_named_nearby_counts_less_and_each_counts_once_at_its_best(tmp_path: Path) -> None:
    text = '[[eintrag]]\nleistungen = ["99115005104"]\nauch = ["99115005", "99102013104"]\nworte = "Umzug"\n'
    assert lexicon(tmp_path, text).meant([("umzug", "umzug")]) == {0: {0: 4.0}, 1: {0: 2.4}, 2: {0: 2.4}}


@pytest.mark.parametrize("typed", ["welpenkauf", "wepl", "welpe", "wulpe", "wel"])
def test_words_unlike_any_other_stand_for_nothing(tmp_path: Path, typed: str) -> None:
    found = lexicon(tmp_path, entry("Welpe, Hundekind")).meant([(typed, typed), ("x", "x")])
    assert bool(found) is (typed in {"welpe", "welpenkauf"})


@pytest.mark.parametrize("typed", ["hundekimd", "hudnekind", "hundekid", "hundekindd"])
def test_one_slip_of_the_keyboard_is_forgiven(tmp_path: Path, typed: str) -> None:
    assert lexicon(tmp_path, entry("Hundekind")).meant([(typed, typed), ("x", "x")])


def test_both_parts_of_a_compound_are_words(tmp_path: Path) -> None:
    found = lexicon(tmp_path, entry("Kita Beitrag")).meant([("kitabeitrag", "kitabeitrag"), ("x", "x")])
    assert found == {0: {0: pytest.approx(4 * 1.2 * 0.7)}}


def test_actions_raise_what_they_name_and_lower_its_opposite(tmp_path: Path) -> None:
    text = '[[handlung]]\nverrichtung = ["070"]\nnicht = ["104"]\nworte = "abmelden, aufgeben"\n'
    words = lexicon(tmp_path, text)
    assert words.actions([("abgemeldet", "abmeldet")]) == {"070": 1.15, "104": 0.6}
    assert words.actions([("hund", "hund")]) == {}


def test_a_beginning_of_no_id_and_a_phrase_that_shrinks_stop_the_build(tmp_path: Path) -> None:
    with pytest.raises(UnknownServiceError, match="99777"):
        lexicon(tmp_path, entry("Umzug", "99777"))
    with pytest.raises(ShrunkenPhraseError, match="wo wohnt"):
        lexicon(tmp_path, entry("Umzug, wo wohnt"))
    assert lexicon(tmp_path, entry("Umzug, der Umzug")).knows("umzug")


def test_phrases_are_listed_over_any_number_of_lines() -> None:
    assert listed("\nneue Adresse,  Umzug,\nEinzug\n") == ["neue Adresse", "Umzug", "Einzug"]


@pytest.mark.parametrize(
    ("text", "spoken"),
    [
        ("ich ziehe bald um", ["umziehe", "bald"]),
        ("Ziehe bald um", ["umziehe", "bald"]),
        ("die Ziehe um", ["ziehe"]),
        ("wir ziehen los", ["ziehen"]),
        ("Perso ist weg", ["perso", "weg"]),
        ("weg", ["weg"]),
        ("um", ["um"]),
    ],
)
def test_a_particle_at_the_end_goes_to_the_verb_it_belongs_to(text: str, spoken: list[str]) -> None:
    found = spoken_words(text, lambda word: stem(word) == "umzieh")
    assert [folded for _, folded, _ in found if folded != "los"] == spoken


@pytest.mark.parametrize(
    "forms", [("welpe", "welpen"), ("umziehe", "umziehen", "umzieht"), ("wohngeldes", "wohngeld"), ("kinder", "kind")]
)
def test_forms_of_a_word_have_one_stem(forms: tuple[str, ...]) -> None:
    assert len({stem(form) for form in forms}) == 1
