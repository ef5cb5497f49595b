"""For which of the listed services one can apply without a form, for which not and why."""

from __future__ import annotations

from collections import Counter
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from lotse_app.catalogue.compiling import read_table
from lotse_app.catalogue.eligibility import UnclassifiedError, Verdict, classify
from lotse_app.catalogue.file import CatalogueFile
from lotse_app.models.public_service import SignatureRule

if TYPE_CHECKING:
    from lotse_app.models.public_service import PublicService

RESOURCES = Path(__file__).resolve().parents[2] / "resources"
TABLES = RESOURCES / "catalogue"


@cache
def catalogue() -> CatalogueFile:
    return CatalogueFile(RESOURCES)


def service(leika: str) -> PublicService:
    found = catalogue().by_leika(leika)
    assert found is not None
    return found


def test_every_listed_service_is_eligible_or_has_a_reason() -> None:
    listed = [one for one in catalogue().services() if one.service_id.startswith("L")]
    assert Counter(one.excluded or "antrag" for one in listed) == {
        "antrag": 2626,
        "amt": 438,
        "anzeige": 380,
        "gericht": 338,
        "besondere_form": 202,
        "auskunft": 113,
        "nur_persoenlich": 122,
        "termin": 100,
        "vor_ort": 89,
        "bank": 63,
        "auswahl": 332,
        "kein_bevollmaechtigter": 8,
        "eid_hoch": 2,
    }


def test_every_reason_is_a_sentence() -> None:
    for one in catalogue().services():
        may, said = catalogue().eligible(one.service_id)
        assert may == (not one.excluded)
        assert (said == "") if may else said.endswith(".")


@pytest.mark.parametrize(
    ("leika", "reason"),
    [
        ("99008001012000", "nur_persoenlich"),  # Personalausweis Ausstellung
        ("99008001000000", "nur_persoenlich"),  # Personalausweis
        ("99085001012000", "nur_persoenlich"),  # Reisepass Ausstellung
        ("99008001014002", "anzeige"),  # Personalausweis Meldung wegen Verlust
        ("99038006000000", "nur_persoenlich"),  # Persönliche Arbeitslosmeldung
        ("99059001104000", "nur_persoenlich"),  # Eheschließung Anmeldung
        ("99049001001000", "kein_bevollmaechtigter"),  # Führungszeugnis Erteilung
        ("99049001001003", "eid_hoch"),  # Führungszeugnis Beantragung im Onlineverfahren
        ("99052002109000", "kein_bevollmaechtigter"),  # Gewerbezentralregister Einsicht gewähren
        ("99050012104000", "anzeige"),  # Gewerbe Anmeldung
        ("99050012163000", "amt"),  # Gewerbe Untersagung
        ("99115005104003", "anzeige"),  # Wohnsitz Anmeldung für Binnenschiffer und Seeleute
        ("99107008104000", "anzeige"),  # Rundfunkbeitrag Anmeldung
        ("99041006013000", "auskunft"),  # Elterngeld Informationserteilung
        ("99100008023000", "anzeige"),  # Agrarstatistik: Auskunftspflicht
        ("99046010001000", "gericht"),  # Erbschein Erteilung
        ("99043006060000", "gericht"),  # Grundbuch Eintragung
        ("99014007035000", "vor_ort"),  # Unterschriften Beglaubigung
        ("99036008007000", "vor_ort"),  # Kraftfahrzeug Zulassung
        ("99102008002000", "besondere_form"),  # Einkommensteuer Festsetzung
        ("99088028058000", "termin"),  # Einschulungsuntersuchung
        ("99141012000000", "amt"),  # Wareneingang
        ("99114021131000", "amt"),  # Witwenrente Zahlung: follows from the decision
        ("99058029000000", "amt"),  # Untersagung der Fortsetzung eines Betriebs
        ("99151001019001", "anzeige"),  # Marktstammdatenregister: Registrierung
        ("99050048000000", "anzeige"),  # Registrierung von Lebensmittelbetrieben
        ("99083001011003", "nur_persoenlich"),  # Erklärung zur Namensführung von Ehegatten
        ("99114032012000", "nur_persoenlich"),  # Lebensbescheinigung
        ("99088020000000", ""),  # Schulfremdenprüfung: one applies to be admitted
        ("99107016000000", ""),  # Kinderzuschlag, though the list knows its Zahlung only
        ("99107023000000", ""),  # Wohngeld
        ("99041006017000", ""),  # Elterngeld Bewilligung
        ("99107008010000", ""),  # Rundfunkbeitrag Befreiung
        ("99115003012000", ""),  # Meldebestätigung Ausstellung
        ("99050012000000", "auswahl"),  # Gewerbe: Anmeldung is a duty, Wiedergestattung is applied for
        ("99050012186000", ""),  # Gewerbe Wiedergestattung
        ("99115005000000", "anzeige"),  # Wohnsitz: nothing of it is applied for
        ("99115005011000", "anzeige"),  # Wohnsitz Änderung
        ("99115005011002", "anzeige"),  # Wohnsitz Änderung Statuswechsel
        ("99038012118000", "anzeige"),  # Nebeneinkommen bei Erhalt von Arbeitslosengeld
        ("99128016000000", "amt"),  # Bürgermeisterwahl
        ("99083001011005", "nur_persoenlich"),  # Familienname Wiederannahme des Geburtsnamens
        ("99083001011008", "nur_persoenlich"),  # Familienname Einbenennung
        ("99083001011001", ""),  # Familienname Änderung aus einem wichtigen Grund
        ("99083002011001", "nur_persoenlich"),  # Vorname Änderung der Reihenfolge
        ("99102002060003", "besondere_form"),  # Steuerfreibeträge Eintragung für behinderte Menschen
        ("99102036011009", "besondere_form"),  # ELStAM Änderung der Steuerklasse von Alleinerziehenden
        ("99102036011002", "amt"),  # ELStAM Änderung bei Kirchenaustritt
        ("99102004080000", "besondere_form"),  # Arbeitnehmersparzulage
        ("99102023000000", "besondere_form"),  # Wohnungsbauprämie
        ("99128002060002", "besondere_form"),  # Wählerverzeichnis, Deutsche im Ausland
        ("99128021060003", "besondere_form"),  # Wählerverzeichnis zur Europawahl, Unionsbürger
        ("99128002060003", ""),  # Wählerverzeichnis, Deutsche in Deutschland
        ("99128002109000", "vor_ort"),  # Wählerverzeichnis Einsicht
        ("99030001037001", "besondere_form"),  # Bürgerbegehren
        ("99030007000000", "besondere_form"),  # Volksbegehren
        ("99089086060001", "anzeige"),  # Waffenbesitzkarte Eintragung von Schusswaffen
        ("99089086060005", ""),  # the same after an inheritance is applied for
        ("99036009069006", "vor_ort"),  # Saisonkennzeichen
        ("99036009072000", ""),  # Kraftfahrzeugkennzeichen Reservierung
        ("99125003001000", "nur_persoenlich"),  # Schengen-Visum
        ("99148028017000", "bank"),  # Baukindergeld
        ("99088006000000", "auswahl"),  # Schulpflicht: one applies to be freed of it
        ("99088006010000", ""),  # Schulpflicht Befreiung
        ("99022001000000", ""),  # BAföG, though a change is only told
        ("99107008000000", "auswahl"),  # Rundfunkbeitrag
        ("99128001120000", ""),  # Briefwahl Zusendung
        ("99088010088000", ""),  # Schulbezirkswechsel
        ("99023001036003", ""),  # Führerschein Ersatz wegen Verlust
        ("99023001000000", "auswahl"),  # Führerschein: a first one, another one, an exchange?
        ("99107042000000", "auswahl"),  # Mietrückstände: nobody applies for arrears
        ("99107042068000", ""),  # Mietrückstände Übernahme
        ("99083003000000", "auswahl"),  # Name
        ("99083003037000", ""),  # Name Feststellung
        ("99020002000000", "auswahl"),  # Bergbau
        ("99022002000000", "auswahl"),  # Zusatzleistungen
        ("99007009000000", "auswahl"),  # berufliche Eingliederung
        ("99061002000000", "auswahl"),  # Exmatrikulation: meant is the certificate
        ("99061002022000", ""),  # Exmatrikulation Bescheinigung
        ("99030015000000", ""),  # Dienstaufsichtsbeschwerde: whoever complains asks to have it looked into
        ("99003038000000", ""),  # Patientenbeschwerde
        ("99030009000000", ""),  # Petition
        ("99012033000000", "besondere_form"),  # Einwendungen: with reasons, within a period
        ("99012033029000", "besondere_form"),
        ("99070002041000", "besondere_form"),  # Nachprüfungsverfahren: so is this
        ("99070005056000", "besondere_form"),  # Vorabentscheidung: for whoever awards, with reasons
        ("99046001023000", "gericht"),  # Schuldnerverzeichnis: looked at in the portal of the courts
        ("99094008060001", "besondere_form"),  # Klageregister: no effect without what the statute lists
        ("99019039016000", "besondere_form"),  # Europäischer Berufsausweis: online only
        ("99003029040000", "auskunft"),  # Organspendeausweis: one fills it in
        ("99038001017000", "nur_persoenlich"),  # Arbeitslosengeld: begins with the persönliche Arbeitslosmeldung
        ("99134042000000", "anzeige"),  # Familienversicherung: told to the fund
        ("99003041227001", "anzeige"),  # Benachrichtigung über Kopflausbefall: a duty of the parents
        ("99078009185000", "anzeige"),  # Landpachtverträge Abschluss
        ("99128012000000", "anzeige"),  # Beteiligungsanzeige
        ("99148019000000", "bank"),  # Förderdarlehen der KfW
    ],
)
def test_well_known_services_are_where_they_belong(leika: str, reason: str) -> None:
    assert service(leika).excluded == reason


@pytest.mark.parametrize(
    ("leika", "written"),
    [
        ("99012008001000", True),  # Baugenehmigung: SächsBO § 68
        ("99023002049000", True),  # Fahrerlaubnis: FeV § 21
        ("99063009006000", True),  # BImSchG § 10
        ("99084012001000", True),  # Taxigenehmigung: PBefG § 12
        ("99099002006000", True),  # Einbürgerung
        ("99041006017000", True),  # Elterngeld
        ("99080018058000", True),  # a group of its own: aviation
        ("99107023017000", False),  # Wohngeld
        ("99107002017001", False),  # Arbeitslosengeld II
        ("99027002012000", False),  # Geburtsurkunde
        ("99108001001000", False),  # Bewohnerparkausweis
    ],
)
def test_where_the_law_wants_it_in_writing_the_pad_is_refused(leika: str, *, written: bool) -> None:
    assert service(leika).signature is (SignatureRule.WRITTEN if written else SignatureRule.FREE)


@pytest.mark.parametrize(
    ("leika", "social"),
    [
        ("99107023000000", True),  # Wohngeld; the list names the statute at its children only
        ("99107023017000", True),
        ("99041006017000", True),  # Elterngeld
        ("99107021017000", True),  # Unterhaltsvorschuss
        ("99114013002000", True),  # Regelaltersrente
        ("99107002017000", True),  # Arbeitslosengeld II
        ("99111021080000", True),  # Verletztengeld
        ("99003031016000", True),  # Impfschaden: SGB XIV, though the list names the IfSG
        ("99107018017000", True),  # Mutterschaftsgeld: SGB I § 21, though the list names the MuSchG
        ("99107008010000", False),  # Rundfunkbeitrag: the Bescheid it needs is from the SGB, the contribution is not
        ("99015007012000", False),  # Schwerbehindertenausweis
        ("99071002001000", False),  # Erlaubnis zur Kindertagespflege
        ("99107023151000", False),  # Wohngeld Berechnung: nothing to apply for
        ("99041008079000", False),  # Kindergeld after EStG
        ("99115003012000", False),
    ],
)
def test_social_benefits_are_marked(leika: str, *, social: bool) -> None:
    assert service(leika).social_benefit is social


def test_what_the_law_wants_in_writing_is_signed_on_paper() -> None:
    assert service("99041006017000").signature is SignatureRule.WRITTEN
    assert service("99107023017000").signature is SignatureRule.FREE


@pytest.mark.parametrize("leika", ["99030015000000", "99030016000000", "99107044000000", "99134041000000"])
def test_a_complaint_is_signed_on_paper(leika: str) -> None:
    assert service(leika).signature is SignatureRule.WRITTEN


def test_no_payment_is_applied_for_and_each_of_these_benefits_still_is() -> None:
    paid = [one for one in catalogue().services() if one.leika and one.leika[0][8:11] == "131"]
    assert Counter(one.excluded for one in paid) == {"amt": 21, "gericht": 1, "besondere_form": 1}
    for one in paid:
        if one.excluded == "amt":
            assert service(f"{one.leika[0][:8]}000000").excluded == "", one.name


def row(number: int, leika: str, law: str = "") -> dict[str, str]:
    return {"service_id": f"L{number}", "leika": f"99{leika}", "law": law}


def rules(*ones: str) -> list[dict[str, str]]:
    return [dict(zip(("objekt", "verrichtung", "grund"), one.split(), strict=True)) for one in ones]


def verdicts(services: list[dict[str, str]], *ones: str) -> list[str]:
    tables = {
        "ausschluss": rules(*ones),
        "ausschluss_gruende": [{"grund": name} for name in ("antrag", "amt", "anzeige", "auswahl", "termin")],
        "sozialleistungen": [],
        "unterschrift": [],
    }
    return [verdict.reason or "antrag" for verdict in classify(services, tables).values()]


def test_the_narrower_rule_goes_first() -> None:
    services = [row(1, "001002017003"), row(2, "001002017000"), row(3, "001002018000"), row(4, "001003017000")]
    assert verdicts(services, "* * antrag") == ["antrag"] * 4
    assert verdicts(services, "* * antrag", "* 017 amt") == ["amt", "amt", "antrag", "amt"]
    assert verdicts(services, "* * amt", "* 017003 termin", "001 * antrag") == ["antrag"] * 4
    assert verdicts(services, "* 017003 termin", "* * antrag") == ["termin", "antrag", "antrag", "antrag"]
    narrow = ("001 * amt", "001002 * anzeige", "001002 017 termin", "001002 017003 antrag")
    assert verdicts(services, *narrow) == ["antrag", "termin", "anzeige", "amt"]


def test_a_root_entry_is_what_its_children_are() -> None:
    services = [row(1, "001001000000"), row(2, "001001017000"), row(3, "001001018000")]
    assert verdicts(services, "* 000 erbt", "* 017 antrag", "* 018 amt") == ["antrag", "antrag", "amt"]
    assert verdicts(services, "* 000 erbt", "* 017 anzeige", "* 018 amt") == ["anzeige", "anzeige", "amt"]


def test_a_root_entry_with_a_duty_to_notify_among_its_children_has_one_choose_the_exact_entry() -> None:
    services = [row(1, "001001000000"), row(2, "001001017000"), row(3, "001001018000")]
    for others in (("* 017 antrag", "* 018 anzeige"), ("* 017 anzeige", "* 018 antrag")):
        assert verdicts(services, "* 000 erbt", *others)[0] == "auswahl"
    assert verdicts(services, "* 000 erbt", "001001 000 antrag", "* 017 antrag", "* 018 anzeige")[0] == "antrag"


def test_no_root_entry_is_offered_that_has_a_duty_to_notify_below_it_and_its_card_says_what_to_do() -> None:
    listed = [row["leika"] for row in read_table(TABLES / "services.tsv")]
    told = {leika[2:8] for leika in listed if service(leika).excluded == "anzeige"}
    roots = [leika for leika in listed if leika.endswith("000000") and leika[2:8] in told]
    assert len(roots) > 20
    named = {(rule["objekt"], rule["verrichtung"]) for rule in read_table(TABLES / "ausschluss.tsv")}
    offered = [leika for leika in roots if not service(leika).excluded and (leika[2:8], "000") not in named]
    assert offered == []
    said = catalogue().eligible(service("99050012000000").service_id)[1]
    assert said.endswith("Bitte in der Suche die genaue Leistung wählen.")


@pytest.mark.parametrize("ones", [("* 018 amt",), ("* 017 nirgends",), ("* 017 erbt",)])
def test_what_no_rule_or_an_unknown_reason_decides_is_named(ones: tuple[str, ...]) -> None:
    with pytest.raises(UnclassifiedError, match="99001001017000"):
        verdicts([row(1, "001001017000")], *ones)


def test_statutes_mark_an_object_and_rows_of_the_object_unmark_it() -> None:
    services = [row(1, "001001017000", "SGB I, SGB II"), row(2, "001001018000"), row(3, "001002017000", "SGB II")]
    tables = {
        "ausschluss": rules("* 017 antrag", "* 018 amt"),
        "ausschluss_gruende": [{"grund": "antrag"}, {"grund": "amt"}],
        "sozialleistungen": [
            {"gesetz": "SGB II", "objekt": "*", "sozial": "ja"},
            {"gesetz": "*", "objekt": "001002", "sozial": "nein"},
        ],
        "unterschrift": [{"gesetz": "*", "objekt": "001002", "regel": "schriftform"}],
    }
    assert list(classify(services, tables).values()) == [
        Verdict("", social_benefit=True, signature="formfrei"),
        Verdict("amt", social_benefit=False, signature="formfrei"),
        Verdict("", social_benefit=False, signature="schriftform"),
    ]


def test_no_rule_stands_in_the_table_for_nothing() -> None:
    listed = [one["leika"][2:] for one in read_table(TABLES / "services.tsv")]
    for rule in read_table(TABLES / "ausschluss.tsv"):
        thing = "" if rule["objekt"] == "*" else rule["objekt"]
        act = "" if rule["verrichtung"] == "*" else rule["verrichtung"]
        assert any(leika.startswith(thing) and leika[6:].startswith(act) for leika in listed), rule
