"""German sentences about imported forms."""

from __future__ import annotations

from lotse_app.models.problems import Code

FORM_SENTENCES: dict[Code, str] = {
    Code.FORM_IN_USE: (
        "Mit diesem Formular wurde schon ein Vorgang begonnen. Es wird darum nicht gelöscht. "
        "Zurückgezogen wird es nicht mehr angeboten."
    ),
    Code.FORM_KNOWN: (
        "Genau diese Datei ist schon übernommen: {title}, Fassung {version}. Es wurde nichts noch einmal gespeichert."
    ),
    Code.FORM_REFUSED: (
        "Die Datei wurde nicht übernommen. {file}, Zeile {line}, Stelle „{element}“: {reason}. "
        "Bitte die Datei berichtigen oder die Stelle fragen, von der sie kommt."
    ),
    Code.FORM_FAULTY: (
        "Freigeben geht nicht: Das Formular hat noch {count} Befunde, mit denen niemand den Antrag fertig bekäme. "
        "Sie stehen im Bericht. Bitte die Datei berichtigen und neu einlesen."
    ),
    Code.RELEASE_INCOMPLETE: (
        "Für die Freigabe fehlt noch etwas. Bitte Leistung, Name, Rechtsgrundlage und Quelle angeben "
        "und jeden Punkt der Liste prüfen."
    ),
}
