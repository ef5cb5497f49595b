"""Sentences about letters from offices and how a Vorgang ends."""

from __future__ import annotations

from lotse_app.models.problems import Code

LETTER_SENTENCES: dict[Code, str] = {
    Code.LETTER_BEFORE_ITS_DATE: (
        "Der Brief kam vor seinem eigenen Datum an. Bitte beide Tage mit Brief und Umschlag vergleichen."
    ),
    Code.LETTER_DUE_UNLIKELY: (
        "Diese Frist passt nicht zum Datum des Briefs. Bitte Tag, Monat und Jahr mit dem Brief vergleichen."
    ),
    Code.LETTER_NOT_LAST: (
        "Danach wurde schon etwas anderes eingetragen. Zurücknehmen geht nur beim letzten Eintrag. Bitte neu öffnen."
    ),
    Code.CASE_NUMBER_UNKNOWN: (
        "Einen Vorgang mit dieser Nummer gibt es auf diesem Gerät nicht. "
        "Bitte die Nummer auf Merkzettel oder Beleg vergleichen. "
        "Ohne Vorgang: eine Beratung beginnen und dort festhalten, worum es geht."
    ),
    Code.OFFICE_MISSING: (
        "Wohin mit dem Antrag? Bitte im Schritt „Einreichen“ die Anschrift der Stelle eintragen oder ankreuzen: "
        "„Adresse unbekannt – wer den Antrag abgibt, fragt nach“. Das steht dann auf dem Merkzettel."
    ),
    Code.REASON_MISSING: "Bitte kurz schreiben, warum der Antrag nicht angenommen wurde.",
}
