"""A text that people are handed or sign has a version; who changes the words raises it. This fails where nobody did."""

from __future__ import annotations

import hashlib
import re
from datetime import date

from lotse_app.documents.reader import text_of
from lotse_app.models.consent import CONSENT_VERSION
from lotse_app.models.papers import PrivacyPaper, UndertakingPaper
from lotse_app.models.people import NOTICE_TEXT, SECRECY_VERSION, Operator
from lotse_app.paths import resources
from lotse_app.shelf import Shelf
from lotse_app.ui.application.consents import CONSENT_NOTES, CONSENT_WORDS

#: SHA-256 of the words by version, newest last. A line once written stays: it says what was handed out under it.
NOTICES = {
    2: "9d0b2e35694fa5d5a569818b35a03c914ba32a2c6028a16733b0e1e7bf40b9ee",
    3: "38a67708c353967afa606cdbda924ff2dd46628c5cfb397f5f40591569f4ab2d",
}
UNDERTAKINGS = {1: "f1721643c39a92976ada277aa9e4820e2a6d60c6952b25ac7a17de4d51aedbea"}
CONSENTS = {1: "3b6415b5ae20724fc4d34bff0dde2a3dda4a9211859507769dec5bf8516001f9"}

_DAY = date(2026, 11, 20)


def digest(*texts: str) -> str:
    """Return the SHA-256 of texts, however they break into lines and pages."""
    words = [re.sub(r"Seite\d+(von\d+)?", "", "".join(text.split())) for text in texts]
    return hashlib.sha256("\n".join(words).encode()).hexdigest()


def notice(*, public_body: bool) -> str:
    """Return the words of the Art. 13 sheet of an invented operator."""
    operator = Operator("t", "Träger", "Anschrift", "Kontakt", public_body=public_body)
    return text_of(Shelf(resources()).papers().privacy_sheet(PrivacyPaper(operator, "Stützpunkt", _DAY)))


def test_the_words_of_the_art_13_sheet_are_those_of_their_version() -> None:
    assert NOTICES[NOTICE_TEXT] == digest(notice(public_body=True), notice(public_body=False))
    assert max(NOTICES) == NOTICE_TEXT


def test_the_words_of_the_undertaking_are_those_of_their_version() -> None:
    paper = UndertakingPaper("Name", Operator("t", "Träger"), "Stützpunkt", _DAY, 0)
    assert UNDERTAKINGS[SECRECY_VERSION] == digest(text_of(Shelf(resources()).papers().undertaking(paper)))
    assert max(UNDERTAKINGS) == SECRECY_VERSION


def test_the_words_of_the_consents_are_those_of_their_version() -> None:
    said = [words[purpose] for words in (CONSENT_WORDS, CONSENT_NOTES) for purpose in sorted(words)]
    assert CONSENTS[CONSENT_VERSION] == digest(*said)
    assert max(CONSENTS) == CONSENT_VERSION


def test_another_word_is_another_digest_and_another_line_break_is_not() -> None:
    assert digest("Ihre Daten") == digest("Ihre\n Daten")
    assert digest("Ihre Daten") != digest("Eure Daten")
