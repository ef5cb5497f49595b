"""The copy of a person's data: everything kept about them, to read and as JSON."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from lotse_app.models.application import CarriedBy, DocumentKind, State
from lotse_app.models.consent import Purpose
from lotse_app.models.letter import DueSource, LetterEntry, LetterKind
from lotse_app.models.persons import PersonKey
from lotse_app.models.problems import Code, ProblemError
from lotse_app.models.session import HelpKind, Obstacle, ReferredTo, Result
from lotse_app.models.sight import TakeoverReason
from tests.cases import ANSWERS, filled, gathered, hand_in, signed
from tests.colleagues import add, sit_down
from tests.desks import MORNING
from tests.mandates import WISH, agent_case

if TYPE_CHECKING:
    from pathlib import Path

    from tests.desks import Office

NOWAKOWA = PersonKey("NOWAKOWA-ZURIC", "1958-03-14")


def test_a_data_copy_holds_everything_to_read_and_as_json(office: Office) -> None:
    case = hand_in(office, CarriedBy.RESIDENT)
    copy = office.desk.persons.copy(gathered(office.desk, NOWAKOWA))
    assert copy.pdf.startswith(b"%PDF")
    content = json.loads(copy.json)
    assert content["vorgaenge"][0]["angaben"] == case.application.answers
    assert content["vorgaenge"][0]["unterschriften"][0]["name"] == case.signature.signer if case.signature else False
    assert office.desk.keeping.trail()[0].deed == "datenkopie"
    nobody = office.desk.persons.copy(gathered(office.desk, PersonKey("NIEMAND")))
    assert json.loads(nobody.json)["vorgaenge"] == []


def test_a_data_copy_holds_letters_and_how_it_ended(office: Office) -> None:
    case_id = hand_in(office, CarriedBy.RESIDENT).application.id
    day = MORNING.date()
    for kind, due in ((LetterKind.QUERY, day), (LetterKind.OTHER, None)):
        entry = LetterEntry(
            kind, day, day, due, DueSource.PRINTED if due else DueSource.NONE, "Impfpass" if due else ""
        )
        office.desk.letters.enter(case_id, entry)
    office.desk.letters.answered(office.desk.letters.of_case(case_id).letters[1])
    office.desk.letters.end(case_id, State.WITHDRAWN, "kein Hund mehr")
    copied = gathered(office.desk, NOWAKOWA)
    facts = dict(reversed(copied.paper.cases[0].facts))
    assert "Impfpass" in facts["Post vom Amt"]
    assert "beantwortet 20.11.2026" in facts["Post vom Amt"]
    assert "kein Hund mehr" in facts["Beendet"]
    told = json.loads(copied.json)["vorgaenge"][0]
    assert [(one["art"], one["frist"]) for one in told["post"]] == [("rueckfrage", "2026-11-20"), ("sonstiges", None)]
    assert told["beendet"]["grund"] == "kein Hund mehr"


def test_a_data_copy_holds_each_consent_also_a_revoked_one(office: Office) -> None:
    case_id = filled(office).application.id
    office.desk.consents.give(case_id, Purpose.KEEP)
    office.desk.consents.revoke(case_id, Purpose.KEEP)
    office.desk.consents.give(case_id, Purpose.PASS_ON)
    told = json.loads(gathered(office.desk, NOWAKOWA).json)["vorgaenge"][0]
    assert [(one["zweck"], one["widerrufen"] is None) for one in told["einwilligungen"]] == [
        ("erfassen_und_speichern", False),
        ("weitergeben", True),
    ]
    assert told["eingereicht"] is None
    facts = gathered(office.desk, NOWAKOWA).paper.cases[0].facts
    read = [words for label, words in facts if label == "Einwilligung"]
    assert "Angaben aufschreiben und speichern: erteilt" in read[0]
    assert "widerrufen 20. November 2026" in read[0]
    assert "widerrufen" not in read[1]


def test_a_data_copy_says_who_took_it_there_and_when(office: Office) -> None:
    case_id = hand_in(office, CarriedBy.RESIDENT).application.id
    told = json.loads(gathered(office.desk, NOWAKOWA).json)["vorgaenge"][0]["eingereicht"]
    assert (told["weg"], told["durch"], told["abgegeben_am"], told["abgegeben_durch"]) == (
        "papier",
        "person",
        None,
        None,
    )
    assert told["beleg"]
    office.desk.handing_in.handed_over(case_id, MORNING.date(), CarriedBy.POST)
    copied = gathered(office.desk, NOWAKOWA)
    facts = dict(copied.paper.cases[0].facts)
    assert facts["Eingereicht"].endswith("durch die Person")
    assert facts["Abgegeben"] == "am 20.11.2026, mit der Post"
    told = json.loads(copied.json)["vorgaenge"][0]["eingereicht"]
    assert (told["abgegeben_am"], told["abgegeben_durch"]) == ("2026-11-20", "post")


def test_a_data_copy_is_written_without_a_name_in_its_names(office: Office, tmp_path: Path) -> None:
    hand_in(office, CarriedBy.RESIDENT)
    copy = office.desk.persons.copy(gathered(office.desk, NOWAKOWA))
    folder = tmp_path / "kopie"
    folder.mkdir()
    names = office.desk.persons.save(copy, folder)
    assert names[:2] == ("Datenkopie.pdf", "Datenkopie.json")
    assert [name.partition("-Papier-")[2] for name in names[2:]] == [
        "1-antrag.pdf",
        "2-antrag_unterschrieben.pdf",
        "3-beleg.pdf",
        "4-merkzettel.pdf",
    ]
    assert not any("urić" in name.casefold() or "uric" in name.casefold() for name in names)
    assert (folder / "Datenkopie.json").read_bytes() == copy.json
    assert sorted(path.name for path in folder.iterdir()) == sorted(names)


def test_a_data_copy_holds_the_papers_themselves_and_says_which_file_is_which(office: Office) -> None:
    case = hand_in(office, CarriedBy.RESIDENT)
    copied = gathered(office.desk, NOWAKOWA)
    files = dict(copied.files)
    told = json.loads(copied.json)["vorgaenge"][0]
    assert [one["art"] for one in told["papiere"]] == ["antrag", "antrag_unterschrieben", "beleg", "merkzettel"]
    for one in told["papiere"]:
        kept = office.desk.printing.stored(case.application.id, DocumentKind(one["art"]))
        assert files[one["datei"]] == kept
        assert one["bytes"] == len(kept)
    facts = [words for label, words in copied.paper.cases[0].facts if label == "Papier"]
    assert facts[2].startswith("Beleg, Fassung 1, 20. November 2026")
    assert facts[2].endswith(told["papiere"][2]["datei"])
    assert told["fassungen"][0]["inhalt"]["answers"] == case.application.answers
    assert told["lotse"] == "A. Beispiel"


def test_a_data_copy_tells_of_the_session_it_was_begun_in(office: Office) -> None:
    session = office.desk.counsel.start()
    hand_in(office, CarriedBy.RESIDENT)
    open_one = json.loads(gathered(office.desk, NOWAKOWA).json)["vorgaenge"][0]["beratung"]
    assert (open_one["bis"], open_one["hilfe"], open_one["verwiesen_an"]) == (None, "", "")
    office.clock.advance(minutes=20)
    ended = replace(
        office.desk.counsel.ending(session.id).session,
        result=Result.REFERRED,
        referred_to=ReferredTo.JOBCENTER,
        help_kind=HelpKind.FILLED_TOGETHER,
        obstacles=(Obstacle.NO_EID,),
        note="kommt wieder",
    )
    office.desk.counsel.end(ended)
    office.desk.counsel.correct(replace(office.desk.counsel.get(session.id), people=2))
    copied = gathered(office.desk, NOWAKOWA)
    told = json.loads(copied.json)["vorgaenge"][0]["beratung"]
    assert (told["ergebnis"], told["verwiesen_an"], told["hindernisse"]) == ("verwiesen", "jobcenter", ["kein_eid"])
    assert [one["thema"] for one in told["themen"]] == [topic.label for topic in ended.topics]
    assert told["berichtigungen"][0]["vorher"] == {"people": 1}
    facts = dict(copied.paper.cases[0].facts)
    assert facts["Ergebnis"] == "verwiesen an …"
    assert facts["Verwiesen an"] == "Jobcenter"
    assert facts["Hindernisse"] == "Online-Ausweis nicht nutzbar"
    assert facts["Notiz zur Beratung"] == "kommt wieder"
    assert facts["Personen"] == "2"


def test_a_data_copy_says_who_took_the_case_over_when_and_why(office: Office) -> None:
    case = filled(office).application
    colleague = add(office.desk)
    desk = sit_down(office, colleague.id)
    desk.sight.take_over(case.id, TakeoverReason.OTHER, "Krankheit")
    desk.applications.open(case.id)
    office.clock.advance(minutes=5)
    gathered(desk, NOWAKOWA)
    copied = gathered(desk, NOWAKOWA)
    told = json.loads(copied.json)["vorgaenge"][0]
    assert [one["lotse"] for one in told["vertretungen"]] == ["B. Muster"]
    assert ("vertretung_uebernommen", "B. Muster", "sonst: Krankheit") in [
        (one["was"], one["wer"], one["grund"]) for one in told["protokoll"]
    ]
    facts = dict(copied.paper.cases[0].facts)
    assert facts["Vertretung übernommen"] == "20. November 2026, 10:30 Uhr, B. Muster, anderer Grund: Krankheit"
    assert "B. Muster" in facts["Eingesehen"]
    assert facts["Datenkopie"].endswith("B. Muster")
    assert office.desk.persons.copy(copied).pdf.startswith(b"%PDF")


def test_a_namesakes_vorgang_left_out_is_in_no_part_of_the_copy(office: Office) -> None:
    """Two persons of one surname, born the same day: twins, or by chance."""
    mine = hand_in(office, CarriedBy.RESIDENT).application
    other = [(at, "Milena" if at.endswith("vornamen") else said) for at, said in ANSWERS]
    theirs = filled(office, other).application
    office.desk.mandates.commit(office.desk.mandates.prepare(agent_case(office), WISH))
    copied = office.desk.persons.gather(NOWAKOWA, [mine.id])
    assert [one.number for one in copied.paper.cases] == [mine.number]
    said = json.loads(copied.json)
    assert [one["nummer"] for one in said["vorgaenge"]] == [mine.number]
    assert said["vollmachten"] == [], "that of a Vorgang left out is left out"
    assert b"Milena" not in copied.json
    assert not any(theirs.number in name for name, _ in copied.files)
    assert b"Milena" in gathered(office.desk, NOWAKOWA).json
    with pytest.raises(ProblemError, match=Code.RECORD_MISSING.value):
        office.desk.persons.gather(PersonKey("JEMAND"), [mine.id])


def test_a_vorgang_that_names_somebody_else_too_is_told(office: Office) -> None:
    alone, shared = filled(office).application, filled(office).application
    rows = office.desk.persons._rows
    rows.index(alone.id, [NOWAKOWA, PersonKey("ZURIC", NOWAKOWA.birth)])  # surname and name at birth
    assert office.desk.persons.shared(NOWAKOWA) == frozenset()
    rows.index(shared.id, [NOWAKOWA, PersonKey("NOWAK", "1956-02-01")])
    assert office.desk.persons.shared(NOWAKOWA) == {shared.id}
    assert office.desk.persons.shared(PersonKey("NOWAK", "1956-02-01")) == {shared.id}
    undated = PersonKey("NOWAK")
    rows.index(alone.id, [undated])
    assert office.desk.persons.shared(undated) == frozenset()
    rows.index(alone.id, [undated, PersonKey("MUSTER")])
    assert office.desk.persons.shared(undated) == {alone.id}


def test_a_data_copy_says_which_edition_was_signed_how_and_when(office: Office) -> None:
    case = signed(office)
    assert case.frozen is not None
    (signature,) = case.signatures
    facts = dict(gathered(office.desk, NOWAKOWA).paper.cases[0].facts)
    on_pad = f"{signature.signer}, auf dem Unterschriftenfeld, Fassung {case.frozen.edition}, "
    assert facts["Unterschrieben von"].startswith(on_pad)
    assert facts["Unterschrieben von"].endswith("Uhr")


def test_a_data_copy_says_that_the_content_went_by_retention(office: Office) -> None:
    hand_in(office, CarriedBy.RESIDENT)
    gone = []
    for days in (59, 2):
        office.clock.advance(days=days)
        office.desk.keeping.tidy()
        copied = gathered(office.desk, NOWAKOWA)
        facts = dict(copied.paper.cases[0].facts)
        told = json.loads(copied.json)["vorgaenge"][0]
        gone.append(told["inhalt_nach_frist_geloescht"])
        assert (
            ("nach Ablauf der Aufbewahrungsfrist gelöscht" in facts.values()) is gone[-1] is not bool(told["angaben"])
        )
    assert gone == [False, True]


def test_a_data_copy_says_how_the_vorgang_stands_and_writes_the_name_as_it_was_said(office: Office) -> None:
    case_id = hand_in(office, CarriedBy.RESIDENT).application.id
    office.desk.letters.guard(case_id, on=True)
    copied = gathered(office.desk, NOWAKOWA)
    facts = dict(copied.paper.cases[0].facts)
    assert copied.paper.surname == json.loads(copied.json)["person"]["familienname"] == "Nowakowa-Žurić"
    assert (facts["Stand"], facts["Wer handelt"]) == ("eingereicht", "die antragstellende Person selbst")
    assert facts["Datenschutzinformation"] == "übergeben, Fassung 1"
    assert facts["Kontaktdaten für Erinnerungen behalten"] == "nein"
    assert facts["Gemeinsam geprüft"] == "vorgelesen, 20.11.2026"
    assert facts["Auskunftssperre"] == "vermerkt"
    assert facts["Letzter Tag zum Abgeben"].endswith("2026")
    filled(office, (("/halter/person/familienname", "Neumann"),))
    begun = gathered(office.desk, PersonKey("NEUMANN"))
    assert dict(begun.paper.cases[0].facts)["Datenschutzinformation"] == "nicht übergeben"
    assert gathered(office.desk, PersonKey("NIEMAND")).paper.surname == "NIEMAND"
