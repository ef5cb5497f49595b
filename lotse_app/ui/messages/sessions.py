"""German sentences about counselling records."""

from __future__ import annotations

from lotse_app.models.problems import Code

SESSION_SENTENCES: dict[Code, str] = {
    Code.SESSION_RESULT_MISSING: (
        "Zum Antrag dieser Beratung gibt es noch kein Papier, darum ist kein Ergebnis vorgewählt. "
        "Bitte bei „Ergebnis“ wählen, zum Beispiel „neuer Termin“, und dann speichern."
    ),
    Code.SESSION_IN_FUTURE: (
        "Diese Zeit liegt in der Zukunft. Es ist noch nichts gespeichert. Bitte Tag, Beginn und Ende prüfen."
    ),
    Code.SESSION_TOO_OLD: (
        "Diese Beratung ist älter als fünf Jahre und würde sofort wieder gelöscht. Bitte den Tag prüfen."
    ),
    Code.SESSION_ENDS_FIRST: (
        "Die Zeit bei „Bis“ liegt vor der bei „Von“. Es ist noch nichts gespeichert. Bitte beide Zeiten prüfen."
    ),
    Code.SHEET_UNREADABLE: (
        "Diese Datei lässt sich nicht als Tabelle lesen. Sie wurde nicht verändert. "
        "Bitte im Tabellenprogramm öffnen und als xlsx oder csv neu speichern."
    ),
    Code.SHEET_TOO_LARGE: (
        "In dieser Liste steht etwas unterhalb von Zeile {rows} oder rechts von Spalte {columns}. Mehr fasst eine "
        "Übernahme nicht, und abgeschnitten wird nichts: Es wurde nichts gelesen. "
        "Bitte die Liste im Tabellenprogramm teilen, zum Beispiel nach Jahren, und die Teile nacheinander übernehmen."
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
    Code.STOP_NAME: "Dem Halt fehlt ein Name mit höchstens {most} Zeichen, zum Beispiel: Bibliothek Kesselsdorf.",
    Code.STOP_TIMES: "Das Ende der Sprechzeit liegt nicht nach dem Beginn. Bitte beide Uhrzeiten prüfen.",
    Code.STOP_DAYS: "Bitte einen Wochentag wählen oder einzelne Tage angeben, höchstens {most}.",
    Code.STOP_SINCE: (
        "Diese Wiederholung geht nicht auf. Kommt der Halt nicht jede Woche, braucht er einen ersten Tag; "
        "der letzte Tag liegt nicht vor dem ersten."
    ),
    Code.STOP_DATE: (
        "Ein Tag des Halts lässt sich nicht lesen. Bitte Tage so schreiben: 24.11.2026, mehrere mit Komma getrennt."
    ),
    Code.INITIALS_ONLY: (
        "Hier stehen höchstens {most} Buchstaben als Kürzel, kein Name. Der Termin ist noch nicht gespeichert."
    ),
    Code.PURPOSE_NAMES: (
        "Das sieht nach einem Namen, einer Nummer oder einer Anschrift aus. Es ist noch nichts gespeichert. "
        "Bitte nur das Anliegen schreiben, zum Beispiel: Wohngeld."
    ),
    Code.NAME_KNOWN: (
        "Ein Wort davon ist hier als Familienname oder als Teil davon bekannt. Es ist noch nichts gespeichert. "
        "Bitte nur das Anliegen oder die Nummer des Vorgangs schreiben. Ist es ein gewöhnliches Wort: klein schreiben."
    ),
    Code.APPOINTMENT_LENGTH: "Ein Termin dauert zwischen einer Minute und zwölf Stunden. Bitte die Dauer prüfen.",
    Code.FOLLOW_UP_OF_COLLEAGUE: (
        "Diese Wiedervorlage ist nicht Ihre. Bitte zuerst übernehmen: in „Heute“ oder unter „Alle Wiedervorlagen“."
    ),
    Code.FOLLOW_UP_REASON: (
        "Der Wiedervorlage fehlt der Grund, zum Beispiel: Bescheid da? Sie ist noch nicht gespeichert."
    ),
    Code.CALENDAR_UNREADABLE: (
        "Diese Datei lässt sich nicht als Kalender lesen. Es wurde nichts übernommen. "
        "Bitte im Kalenderprogramm noch einmal als iCalendar (.ics) ausgeben."
    ),
    Code.CALENDAR_TOO_LARGE: (
        "Dieser Kalender ist zu groß. Es wurde nichts übernommen. "
        "Bitte nur die nächsten drei Monate oder nur den Kalender der Beratung ausgeben."
    ),
    Code.HEADS_EXCEED: (
        "In der Gruppe sind mehr Personen verteilt als da waren: Es waren {people}. "
        "Bitte die Zahl der Personen oder die Verteilung ändern."
    ),
}
