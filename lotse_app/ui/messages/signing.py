"""Sentences about signing: why a way is closed, and what to do instead."""

from __future__ import annotations

from lotse_app.models.problems import Code

SIGNING_SENTENCES: dict[Code, str] = {
    Code.SIGNATURE_ON_PAPER_ONLY: (
        "Diese Unterschrift gilt nur auf Papier. Bitte drucken und auf dem Ausdruck unterschreiben lassen."
    ),
    Code.SIGNATURE_EMPTY: (
        "Im Unterschriftsfeld ist noch keine Unterschrift zu erkennen. Bitte noch einmal unterschreiben lassen."
    ),
    Code.MARK_NO_WRITTEN_FORM: (
        "Diese Leistung verlangt Schriftform. Ein Handzeichen müsste dafür notariell beglaubigt sein "
        "(§ 126 Abs. 1 BGB). Bitte bei der Verwaltung zur Niederschrift erklären lassen."
    ),
    Code.SIGNER_OTHER: (
        "Wer hier unterschreibt, folgt daraus, wer handelt. Stimmt der Name nicht oder handelt jemand anders: "
        "„Noch einmal ändern“ und im Antrag berichtigen."
    ),
    Code.WITNESS_MISSING: (
        "Zum Handzeichen gehört eine Zeugin oder ein Zeuge: eine andere Person, die dabei ist und auf dem Ausdruck "
        "mit unterschreibt. Bitte den Namen eintragen."
    ),
    Code.RECORD_OFFICIALS_ONLY: (
        "Zur Niederschrift nimmt nur die Verwaltung eine Erklärung auf. "
        "Bitte mit der Person dorthin gehen oder „Unterschrift folgt“ wählen."
    ),
    Code.RECORD_AT_AN_OFFICE: (
        "Zur Niederschrift geht es nur in der Dienststelle oder ihrer mobilen Stelle, nicht beim Hausbesuch oder am "
        "Telefon. Bitte dort aufnehmen oder „Unterschrift folgt“ wählen."
    ),
    Code.RECORD_NOT_BY_LAW: (
        "Für diese Unterschrift sieht das Gesetz keine Niederschrift vor. Bitte auf dem Ausdruck unterschreiben lassen."
    ),
    Code.RECORD_OTHER_OFFICE: (
        "Diese Leistung verlangt Schriftform, und über sie entscheidet eine andere Stelle. "
        "Zur Niederschrift geht es nur dort. Bitte an diese Stelle verweisen."
    ),
}
