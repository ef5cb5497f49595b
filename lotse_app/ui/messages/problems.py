"""The German sentence for every expected problem: what happened, what it means, what to do next.

A sentence never blames and never shows a code alone. Placeholders are the parameters of the problem.
"""

from __future__ import annotations

from string import Formatter
from typing import TYPE_CHECKING

from lotse_app.models.problems import Code
from lotse_app.ui.messages.answers import ANSWER_SENTENCES
from lotse_app.ui.messages.backup import BACKUP_SENTENCES
from lotse_app.ui.messages.forms import FORM_SENTENCES
from lotse_app.ui.messages.letters import LETTER_SENTENCES
from lotse_app.ui.messages.mandate import MANDATE_SENTENCES
from lotse_app.ui.messages.people import PEOPLE_SENTENCES
from lotse_app.ui.messages.portal import PORTAL_SENTENCES
from lotse_app.ui.messages.sessions import SESSION_SENTENCES
from lotse_app.ui.messages.signing import SIGNING_SENTENCES
from lotse_app.ui.messages.stations import STATION_SENTENCES

if TYPE_CHECKING:
    from lotse_app.models.problems import Problem

_KEPT = "Ihre bisherigen Eingaben sind gespeichert."

_VAULT: dict[Code, str] = {
    Code.WRONG_PASSPHRASE: "Die Passphrase passt nicht. Es ist nichts verloren. Bitte noch einmal eingeben.",
    Code.PASSPHRASE_WAIT: (
        "Nach mehreren Fehlversuchen gibt es eine Pause. Bitte {seconds} Sekunden warten und dann neu eingeben."
    ),
    Code.PASSPHRASE_TOO_SHORT: (
        "Die Passphrase ist zu kurz. Bitte mindestens {minimum} Zeichen wählen, zum Beispiel vier Wörter."
    ),
    Code.RECOVERY_CODE_MISTYPED: (
        "In der {group}. Gruppe des Wiederherstellungscodes stimmt etwas nicht. "
        "Bitte dort Zeichen für Zeichen mit dem Ausdruck vergleichen."
    ),
    Code.RECOVERY_CODE_WRONG: (
        "Dieser Wiederherstellungscode gehört nicht zu diesem Gerät. Bitte den zuletzt gedruckten Code verwenden."
    ),
    Code.KEY_FILE_MISSING: (
        "Die Schlüsseldatei fehlt. Die Daten selbst sind noch da. "
        "Bitte mit dem Wiederherstellungscode öffnen; sie wird dann neu geschrieben. "
        "Geht das nicht, bitte die letzte Sicherung zurückholen."
    ),
    Code.KEY_FILE_DAMAGED: (
        "Die Schlüsseldatei ist beschädigt. Die Daten selbst sind noch da. "
        "Bitte mit dem Wiederherstellungscode öffnen; sie wird dann neu geschrieben. "
        "Geht das nicht, bitte die letzte Sicherung zurückholen."
    ),
    Code.KEY_FILE_NEWER: (
        "Die Schlüsseldatei stammt von einer neueren Fassung von Lotse. Bitte Lotse auf diesem Gerät aktualisieren."
    ),
    Code.KEY_FILES_LOST: (
        "Beide Schlüsseldateien fehlen oder sind beschädigt. Ohne sie öffnet niemand die Daten, auch nicht mit dem "
        "Wiederherstellungscode. Bitte suchen lassen, ob schluessel.json oder schluessel.zweit.json noch anderswo "
        "liegt, etwa in einer Sicherung des ganzen Computers, und in den Datenordner zurücklegen. "
        "Sonst hilft „Sicherung zurückholen“ mit dem Wiederherstellungscode."
    ),
    Code.KEYRING_ABSENT: (
        "Der Schlüsselbund dieses Computers ist nicht erreichbar. "
        "Bitte neu anmelden oder mit dem Wiederherstellungscode öffnen."
    ),
    Code.KEYRING_LOCKED: (
        "Der Schlüsselbund dieses Computers ist gesperrt oder antwortet nicht. Bitte am Computer entsperren, sonst ab- "
        "und wieder anmelden, und dann erneut versuchen."
    ),
    Code.KEYRING_LOCKED_SHORT: (
        "Der Schlüsselbund dieses Computers ist gesperrt. Bitte am Computer entsperren und es noch einmal versuchen, "
        "oder eine Passphrase mit mindestens {minimum} Zeichen wählen: "
        "Sie öffnet Lotse dann auch ohne den Schlüsselbund."
    ),
    Code.DEVICE_SECRET_MISSING: (
        "Das Gerätegeheimnis fehlt im Schlüsselbund, etwa nach einem Umzug auf ein neues Gerät. "
        "Die verantwortliche Person richtet den Zugang in „Einstellungen“ neu ein; "
        "sie selbst öffnet mit dem Wiederherstellungscode."
    ),
    Code.SLOT_UNKNOWN: (
        "Für diese Person ist auf diesem Gerät kein Zugang eingerichtet. Bitte die verantwortliche Person fragen."
    ),
}

#: Where these stand in the way, getting a backup back is the way on.
RESTORABLE = frozenset(
    {
        Code.STORE_DAMAGED,
        Code.STORE_UNREADABLE,
        Code.STORE_MISSING,
        Code.KEY_FILE_MISSING,
        Code.KEY_FILE_DAMAGED,
        Code.KEY_FILES_LOST,
    }
)
#: Of these, where something else comes first: the right key file, or the recovery code.
KEYS_FIRST = frozenset({Code.STORE_UNREADABLE, Code.KEY_FILE_MISSING, Code.KEY_FILE_DAMAGED, Code.KEY_FILES_LOST})

_STORE: dict[Code, str] = {
    Code.STORE_MISSING: (
        "Der Datenspeicher wurde nicht gefunden. Bitte prüfen, ob der Datenordner da ist, "
        "oder eine Sicherung zurückspielen."
    ),
    Code.STORE_DAMAGED: (
        "Der Datenspeicher ist beschädigt und wurde nicht verändert. "
        "Bitte nicht weiterarbeiten und die letzte Sicherung zurückspielen."
    ),
    Code.STORE_UNREADABLE: (
        "Die Daten lassen sich mit dieser Schlüsseldatei nicht öffnen. Es wurde nichts verändert. Entweder gehört die "
        "Schlüsseldatei zu einem anderen Datenbestand, oder der Anfang des Datenspeichers ist beschädigt. "
        "Bitte zuerst prüfen lassen, ob die richtige schluessel.json im Datenordner liegt. Erst dann die letzte "
        "Sicherung zurückholen; der jetzige Stand wird dabei beiseite gelegt, nicht gelöscht."
    ),
    Code.STORE_NEWER: (
        "Diese Daten stammen von einer neueren Fassung von Lotse. Es wurde nichts verändert. "
        "Bitte Lotse auf diesem Gerät aktualisieren."
    ),
    Code.STORE_IN_USE: (
        "Lotse läuft auf diesem Gerät schon. Bitte zum offenen Fenster wechseln oder es zuerst schließen."
    ),
    Code.STORE_LINKED: (
        "Der Datenspeicher lotse.db ist nur ein Verweis oder hat noch einen zweiten Namen. Zwei Programme könnten ihn "
        "zugleich ändern. Es wurde nichts verändert. Bitte die Datei selbst in den Datenordner legen lassen, ohne "
        "Verweis."
    ),
    Code.STORE_LOCKED: "Lotse ist gesperrt. Bitte die Passphrase eingeben. " + _KEPT,
    Code.DISK_FULL: (
        "Der Datenträger ist voll. Das Letzte konnte nicht gespeichert werden, alles davor ist sicher. "
        "Bitte Platz schaffen und dann weiterschreiben."
    ),
    Code.FOLDER_READ_ONLY: (
        "Aus dem Datenordner kann nicht gelesen oder in ihn nicht geschrieben werden. Bitte die Lese- und "
        "Schreibrechte des Ordners und seiner Dateien prüfen lassen."
    ),
    Code.STORE_IO: (
        "Der Datenträger antwortet nicht richtig. Das Letzte ist vielleicht nicht gespeichert. "
        "Bitte Lotse schließen und den Datenträger prüfen lassen."
    ),
    Code.PLACE_TAKEN: (
        "Wo eine Datei oder ein Ordner von Lotse liegen müsste, liegt etwas anderes. Es wurde nichts verändert. "
        "Bitte den Datenordner prüfen lassen und nichts darin löschen."
    ),
    Code.MIGRATION_FAILED: (
        "Die Daten konnten nicht auf die neue Fassung gebracht werden. Der alte Stand ist unverändert da. "
        "Bitte die bisherige Fassung von Lotse weiter verwenden und die Koordination fragen."
    ),
    Code.STALE_REVISION: (
        "Dieser Vorgang wurde inzwischen an anderer Stelle geändert. Er wird jetzt neu geladen. "
        "Bitte die letzte Eingabe prüfen."
    ),
    Code.RECORD_MISSING: "Dieser Eintrag ist nicht mehr da. Bitte die Liste neu öffnen.",
    Code.RECORD_FROZEN: (
        "Dieser Antrag ist abgeschlossen und lässt sich nicht mehr ändern. "
        "Mit „Noch einmal ändern“ entsteht eine neue Fassung; sie muss neu unterschrieben werden."
    ),
    Code.CLOCK_BACKWARDS: (
        "Die Uhr dieses Computers geht nach. Fristen und Belege wären falsch. "
        "Bitte Datum und Uhrzeit des Computers richtig stellen."
    ),
    Code.CLOCK_AHEAD: (
        "Lotse hat zuletzt am {last} aufgeräumt, und nach der Uhr dieses Computers ist heute der {today}. Damit nichts "
        "durch eine falsche Uhr verloren geht, wird nichts von selbst gelöscht. Stimmt das Datum? Dann bitte in den "
        "Einstellungen „Jetzt aufräumen“ wählen. Stimmt es nicht, bitte die Uhr richtig stellen."
    ),
}

_WORK: dict[Code, str] = {
    Code.TRANSITION_REFUSED: (
        "Dieser Schritt ist im jetzigen Stand des Vorgangs nicht möglich. Bitte den Vorgang neu öffnen."
    ),
    Code.ANSWERS_INVALID: (
        "Der Antrag ist noch nicht vollständig. Bitte die markierten Felder ausfüllen oder verbessern."
    ),
    Code.READ_BACK_MISSING: (
        "Noch nicht alle Abschnitte sind gemeinsam geprüft. Bitte die offenen Abschnitte mit der Person durchgehen."
    ),
    Code.PRIVACY_SHEET_MISSING: (
        "Die Datenschutzinformation ist noch nicht übergeben. Bitte drucken oder zeigen und dann das Häkchen setzen."
    ),
    Code.ACTING_REFUSED: (
        "So darf bei dieser Leistung nicht gehandelt werden. Bitte bei „Wer handelt?“ eine andere Art wählen."
    ),
    Code.PARENTS_OF_ADULT: (
        "Eltern handeln nur für ein Kind unter {years}. Die Person im Antrag ist älter. Bitte bei „Wer handelt?“ eine "
        "andere Art wählen, oder das Geburtsdatum berichtigen."
    ),
    Code.HAND_IN_BLOCKED: "Heute kann der Antrag noch nicht abgegeben werden. {reason} Der Entwurf bleibt gespeichert.",
    Code.FORM_UNRELEASED: (
        "Dieses Formular ist noch nicht freigegeben. Es lässt sich nur als Entwurf drucken und nicht einreichen."
    ),
    Code.SESSION_RUNNING: "Es läuft schon eine Beratung. Bitte diese zuerst beenden.",
    Code.SESSION_MISSING: "Es läuft keine Beratung. Bitte mit „Neue Beratung“ beginnen.",
    Code.NOT_PERMITTED: (
        "Das darf nur die verantwortliche Person dieses Stützpunkts. Bitte dort um die Änderung bitten."
    ),
    Code.FORM_MISSING: (
        "Das Formular zu diesem Vorgang ist auf diesem Gerät nicht vorhanden. Bitte Lotse aktualisieren. " + _KEPT
    ),
    Code.FORM_BROKEN: (
        "Das Formular lässt sich nicht lesen. Der Rest von Lotse arbeitet weiter. Bitte die Formularpflege fragen."
    ),
    Code.XDF_REFUSED: (
        "Die Datei wurde nicht übernommen. Zeile {line}, Element „{element}“: {reason}. "
        "Bitte die Datei neu beim FIM-Portal holen oder die Stelle fragen, von der sie kommt."
    ),
    Code.CATALOGUE_MISSING: (
        "Das Verzeichnis der Leistungen fehlt. Suchen ist gerade nicht möglich. Bitte Lotse neu installieren."
    ),
    Code.CATALOGUE_DAMAGED: (
        "Das Verzeichnis der Leistungen ist beschädigt. Suchen ist gerade nicht möglich. Bitte Lotse neu installieren."
    ),
    Code.EXPORT_FULL: (
        "Im gewählten Ordner ist kein Platz mehr. Es wurde nichts geschrieben. "
        "Bitte dort Platz schaffen oder einen anderen Ordner wählen."
    ),
    Code.PUBLICATION_TOO_SMALL: (
        "In diesem Zeitraum sind es weniger als {fewest} Beratungen. So wenige werden nicht veröffentlicht, weil man "
        "einzelne Menschen erkennen könnte. Bitte einen längeren Zeitraum wählen."
    ),
    Code.PUBLICATION_NOTHING_NEW: (
        "Seit der {edition}. Fassung sind weniger als 5 Beratungen dazugekommen. Eine neue Fassung würde zeigen, "
        "welche das sind. Bitte die {edition}. Fassung noch einmal sichern oder warten."
    ),
    Code.PUBLICATION_MONTHS: (
        "Veröffentlicht wird nur für ganze Monate. Bitte einen Monat, ein Quartal oder ein Jahr wählen."
    ),
    Code.REPORT_NAME: "Der Bericht braucht einen Namen mit höchstens {most} Zeichen. Bitte einen Namen eingeben.",
    Code.REPORT_THERE: "So heißt schon ein fester Bericht: „{name}“. Bitte der Auswahl einen anderen Namen geben.",
    Code.REPORT_UNKNOWN: (
        "Einen Bericht mit dem Namen „{name}“ gibt es nicht. Bitte den Namen prüfen; „Standard“ gibt es immer."
    ),
    Code.EXPORT_READ_ONLY: (
        "In den gewählten Ordner kann nicht geschrieben werden. Bitte einen anderen Ordner wählen."
    ),
    Code.EXPORT_FAILED: (
        "Die Datei konnte nicht geschrieben werden. Bitte einen anderen Ordner wählen; "
        "eine schon geöffnete Tabelle vorher schließen."
    ),
    Code.HELP_PAGE_MISSING: (
        "Die Seite „{page}“ des Handbuchs fehlt auf diesem Gerät. Arbeiten geht trotzdem. "
        "Bitte Lotse neu installieren lassen; die Daten bleiben dabei erhalten."
    ),
    Code.PREVIEW_FAILED: (
        "Die Vorschau lässt sich nicht anzeigen. Das Papier selbst ist gespeichert und kann gedruckt werden."
    ),
}

_FILES: dict[Code, str] = {
    Code.FILE_EMPTY: "Die Datei ist leer. Bitte die Unterlage noch einmal einlesen oder fotografieren.",
    Code.FILE_TOO_LARGE: (
        "Die Datei ist zu groß: {size} MB, erlaubt sind {limit} MB. "
        "Bitte mit geringerer Auflösung einlesen oder die Unterlage auf Papier beilegen."
    ),
    Code.FILE_TOO_MANY_PIXELS: (
        "Das Bild hat zu viele Bildpunkte: {pixels} Millionen, erlaubt sind {limit} Millionen. "
        "Bitte mit geringerer Auflösung fotografieren oder die Unterlage auf Papier beilegen."
    ),
    Code.FILE_TOO_MANY_PAGES: (
        "Die Datei hat zu viele Seiten: {pages}, erlaubt sind {limit}. "
        "Bitte nur die nötigen Seiten einlesen oder die Unterlage auf Papier beilegen."
    ),
    Code.FILE_UNPACKS_TOO_LARGE: (
        "Die Datei ist klein verpackt und entpackt riesig (mehr als {limit} MB). Das Amt könnte sie nicht öffnen. "
        "Bitte die Unterlage neu einlesen oder auf Papier beilegen."
    ),
    Code.FILE_KIND_UNKNOWN: (
        "Diese Art von Datei wird nicht angenommen. Bitte PDF, JPEG oder PNG verwenden oder die Unterlage beilegen."
    ),
    Code.FILE_BROKEN: "Die Datei ist beschädigt. Bitte die Unterlage noch einmal einlesen oder fotografieren.",
    Code.FILE_ENCRYPTED: (
        "Die Datei ist mit einem Kennwort geschützt; das Amt könnte sie nicht öffnen oder nicht bearbeiten. "
        "Bitte eine Fassung ohne Kennwort nehmen oder auf Papier beilegen."
    ),
    Code.FILE_UNREADABLE: "Die Datei lässt sich nicht öffnen. Bitte prüfen, ob der Datenträger noch steckt.",
}

SENTENCES: dict[Code, str] = {
    **_VAULT,
    **_STORE,
    **_WORK,
    **_FILES,
    **BACKUP_SENTENCES,
    **FORM_SENTENCES,
    **LETTER_SENTENCES,
    **PEOPLE_SENTENCES,
    **PORTAL_SENTENCES,
    **SESSION_SENTENCES,
    **MANDATE_SENTENCES,
    **ANSWER_SENTENCES,
    **SIGNING_SENTENCES,
    **STATION_SENTENCES,
}

#: Said where Lotse was to be opened: nothing was being written then.
OPENING_SENTENCES: dict[Code, str] = {
    Code.DISK_FULL: (
        "Der Datenträger ist voll, darum lässt sich Lotse gerade nicht öffnen. Was gespeichert war, ist noch da. "
        "Bitte Platz schaffen und es dann noch einmal versuchen."
    ),
    Code.STORE_IO: (
        "Der Datenträger antwortet nicht richtig, darum lässt sich Lotse gerade nicht öffnen. "
        "Bitte prüfen, ob er richtig verbunden ist, und ihn sonst prüfen lassen."
    ),
}

#: Said where Lotse was to be set up: nothing is there yet that could be safe.
SETUP_SENTENCES: dict[Code, str] = {
    Code.DISK_FULL: (
        "Der Datenträger ist voll, darum lässt sich Lotse nicht einrichten. Es ist noch nichts gespeichert. Was Sie "
        "eingetragen haben, steht noch in diesem Fenster, nur die Passphrase nicht. Bitte Platz schaffen, ohne Lotse "
        "zu schließen, und es dann noch einmal versuchen."
    ),
}

#: Said where a backup was to come back: nobody was writing anything.
RESTORE_SENTENCES: dict[Code, str] = {
    Code.DISK_FULL: (
        "Auf diesem Gerät ist kein Platz, um die Sicherung zurückzuholen. Es wurde nichts verändert. Nötig ist etwa "
        "das Vierfache der Sicherung. Bitte Platz schaffen und es dann noch einmal versuchen."
    ),
}


def sentence(problem: Problem) -> str:
    """Return what to tell the user about a problem."""
    return _filled(SENTENCES[problem.code], problem)


def opening_sentence(problem: Problem) -> str:
    """Return what to tell the user about a problem that kept Lotse from being opened."""
    return _filled(OPENING_SENTENCES.get(problem.code) or SENTENCES[problem.code], problem)


def setup_sentence(problem: Problem) -> str:
    """Return what to tell the user about a problem that kept Lotse from being set up."""
    return _filled(SETUP_SENTENCES.get(problem.code) or SENTENCES[problem.code], problem)


def restore_sentence(problem: Problem) -> str:
    """Return what to tell the user about a problem that kept a backup from coming back."""
    return _filled(RESTORE_SENTENCES.get(problem.code) or SENTENCES[problem.code], problem)


def _filled(template: str, problem: Problem) -> str:
    given = dict(problem.params)
    names = {name for _, name, _, _ in Formatter().parse(template) if name}
    missing = dict.fromkeys(names - given.keys(), "…")
    return template.format(**given, **missing)
