"""German sentences about counselling records."""

from __future__ import annotations

from lotse_app.models.problems import Code

SESSION_SENTENCES: dict[Code, str] = {
    Code.SESSION_IN_FUTURE: (
        "Diese Zeit liegt in der Zukunft. Es ist noch nichts gespeichert. Bitte Tag, Beginn und Ende prüfen."
    ),
    Code.SESSION_TOO_OLD: (
        "Diese Beratung ist älter als fünf Jahre und würde sofort wieder gelöscht. Bitte den Tag prüfen."
    ),
    Code.SHEET_UNREADABLE: (
        "Diese Datei lässt sich nicht als Tabelle lesen. Sie wurde nicht verändert. "
        "Bitte im Tabellenprogramm öffnen und als xlsx oder csv neu speichern."
    ),
    Code.SHEET_TAKEN: (
        "Diese Liste wurde schon übernommen. Damit nichts doppelt zählt, geschieht nichts. "
        "Soll sie neu gelesen werden, bitte zuerst die Übernahme zurücknehmen."
    ),
    Code.SHEET_EMPTY: "In dieser Liste steht keine Zeile, die sich übernehmen lässt. Es wurde nichts gespeichert.",
    Code.SHEET_MAP: (
        "Die Zuordnung „{entry}“ passt nicht. Bitte je Zeile schreiben: Angabe = Überschrift der Spalte, "
        "zum Beispiel: Tag = Datum der Beratung."
    ),
    Code.SESSION_OF_COLLEAGUE: (
        "Diese Beratung hat jemand anderes geführt. "
        "Ändern und löschen können diese Person und die verantwortliche Person."
    ),
    Code.SESSION_HAS_CASES: ("Zu dieser Beratung gehört ein Vorgang. Sie lässt sich darum nicht löschen, nur ändern."),
    Code.HEADS_EXCEED: (
        "In der Gruppe sind mehr Personen verteilt als da waren: Es waren {people}. "
        "Bitte die Zahl der Personen oder die Verteilung ändern."
    ),
}
