"""Sentences about who may do what, see whom, and on which consent."""

from __future__ import annotations

from lotse_app.models.problems import Code

PEOPLE_SENTENCES: dict[Code, str] = {
    Code.FORM_KEEPER_ONLY: (
        "Formulare gibt die Koordination oder die verantwortliche Person frei. Bitte dort um die Freigabe bitten."
    ),
    Code.COORDINATOR_NO_PERSONS: (
        "Die Koordination sieht Zahlen, aber keine Personen. "
        "Beratungen und Anträge öffnen die Lotsinnen und Lotsen des Stützpunkts."
    ),
    Code.UNDERTAKING_MISSING: (
        "Vor Vorgängen mit Namen steht die Verpflichtung auf Verschwiegenheit. Das Blatt druckt die verantwortliche "
        "Person in „Einstellungen“, „Lotsinnen und Lotsen“; unterschrieben trägt sie dort das Datum ein. "
        "Beraten ohne Namen geht schon jetzt."
    ),
    Code.TAKEOVER_MISSING: (
        "Diesen Vorgang führt eine Kollegin oder ein Kollege. Zum Öffnen bitte die Vertretung übernehmen."
    ),
    Code.TAKEOVER_REASON_MISSING: "Bitte kurz schreiben, warum Sie die Vertretung übernehmen.",
    Code.NAME_IN_REASON: (
        "In der Begründung steht ein Name aus dem Vorgang, oder etwas sieht nach Name, Nummer oder Anschrift aus. "
        "Bitte ohne Namen schreiben: Die Begründung bleibt drei Jahre im Protokoll."
    ),
    Code.NAMES_HIDDEN: (
        "Solange die Ansicht für die Bürgerin oder den Bürger offen ist, zeigt Lotse keine Namen anderer. "
        "Bitte die Ansicht zuerst mit F9 schließen."
    ),
    Code.OWN_ROLE: (
        "Die eigene Rolle kann niemand selbst ändern. Bitte eine andere verantwortliche Person oder die "
        "Koordination darum bitten."
    ),
    Code.OWN_UNDERTAKING: (
        "Die eigene Verpflichtung trägt jemand anders ein. Bitte eine andere verantwortliche Person oder die "
        "Koordination darum bitten."
    ),
    Code.LAST_RESPONSIBLE: (
        "Ein Stützpunkt braucht mindestens eine verantwortliche Person. Bitte zuerst eine andere bestimmen."
    ),
    Code.PILOT_NAME_TAKEN: (
        "Diesen Namen gibt es hier schon. Beim Anmelden wird nach Namen gewählt. Bitte den Namen ergänzen."
    ),
    Code.CONSENT_MISSING: (
        "Hier hilft Lotse nur mit Einwilligung der Person. Bitte bei „Wer handelt?“ fragen und das Häkchen setzen."
    ),
    Code.PERSON_OF_COLLEAGUES: (
        "Diese Vorgänge führt eine Kollegin oder ein Kollege: {numbers}. Datenkopie und Löschen gehen nur, wenn Sie "
        "alle öffnen dürfen. Es ist nichts geschehen. Bitte jeden öffnen und die Vertretung übernehmen, oder die "
        "Kollegin oder den Kollegen bitten."
    ),
    Code.PERSON_UNFINISHED: (
        "Hier ist noch etwas offen: {numbers}. Gelöscht wurde nichts. Bitte lesen, was offen ist, und es zuerst "
        "erledigen. Soll trotzdem alles weg, das Häkchen „Trotzdem löschen“ setzen."
    ),
}
