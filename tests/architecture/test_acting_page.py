"""The page that shows the table of *Wer handelt?* is true, and every code has its sentence."""

from __future__ import annotations

from lotse_app.models.acting import ActingAs
from lotse_app.models.laws import LawKind
from lotse_app.models.mandate import RevokedBy, Scope, SentBy, Standing, Term
from lotse_app.models.representation import AgentIs, Note, Reason, Rule, places
from lotse_app.ui.words import acting as words
from scripts.acting_table import PAGE, page


def test_the_page_says_what_the_program_decides() -> None:
    assert PAGE.read_text("utf-8") == page()


def test_the_page_has_every_cell() -> None:
    rows = [line for line in page().splitlines() if line.startswith("| ") and " | " in line]
    rooms = len(list(places()))
    cells = rooms * (len(ActingAs) + len(AgentIs)) + len(Rule) * len(ActingAs) + rooms
    assert len(rows) == cells + 4  # the heads of the four tables


def test_every_code_has_its_sentence() -> None:
    tables = (
        (words.ACTING_WORDS, ActingAs),
        (words.REASON_WORDS, Reason),
        (words.NOTE_WORDS, Note),
        (words.SCOPE_WORDS, Scope),
        (words.TERM_WORDS, Term),
        (words.STANDING_WORDS, Standing),
        (words.REVOKED_BY_WORDS, RevokedBy),
        (words.SENT_WORDS, SentBy),
    )
    for sentences, codes in tables:
        assert set(sentences) == set(codes)
    assert [reason for reason, text in words.REASON_WORDS.items() if bool(reason) is not bool(text)] == []


def test_what_is_said_of_a_vollmacht_names_the_law_of_the_service() -> None:
    said = {
        kind: (
            words.note_words(Note.VOLUNTEER, kind),
            words.receive_note(kind),
            words.reason_words(Reason.OWN_COMMUNE, kind),
        )
        for kind in LawKind
    }
    assert [("SGB X § 13" in one or "SGB X § 16" in one) for one in said[LawKind.SOCIAL]] == [True] * 3
    for kind in (LawKind.DUES, LawKind.TAX):
        assert [("AO § 8" in one and "VwVfG" not in one) for one in said[kind]] == [True] * 3
        assert all(("SächsKAG § 3" in one) is (kind is LawKind.DUES) for one in said[kind])
    assert [("VwVfG §" in one and "SGB" not in one) for one in said[LawKind.GENERAL]] == [True] * 3


def test_where_there_may_be_several_services_each_law_is_named_with_its_kind() -> None:
    for said in (words.note_words(Note.VOLUNTEER), words.receive_note()):
        assert "Sozialleistung: SGB X § 13" in said
        assert "Steuer des Finanzamts: AO § 80" in said
        assert "kommunale Abgabe: AO § 80" in said
        assert "sonst VwVfG § 14" in said
