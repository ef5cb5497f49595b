"""Sentences about backups and practice: what happened, that nothing is lost, what to do."""

from __future__ import annotations

from lotse_app.models.problems import Code

BACKUP_SENTENCES: dict[Code, str] = {
    Code.BACKUP_FOLDER_MISSING: (
        "Der Ordner für die Sicherung ist nicht erreichbar. Es ist nichts verloren. "
        "Bitte den Stick einstecken oder das Netzlaufwerk verbinden; Lotse versucht es jede Stunde erneut."
    ),
    Code.BACKUP_FULL: (
        "Auf dem Datenträger für die Sicherung ist kein Platz mehr. Die bisherigen Sicherungen sind noch da. "
        "Bitte dort Platz schaffen oder einen anderen Ordner wählen."
    ),
    Code.BACKUP_READ_ONLY: (
        "In den Ordner für die Sicherung kann nicht geschrieben werden. Es ist nichts verloren. "
        "Bitte die Schreibrechte prüfen lassen oder einen anderen Ordner wählen."
    ),
    Code.BACKUP_UNPROVED: (
        "Die neue Sicherung ließ sich nicht wieder lesen und zählt deshalb nicht. Die bisherigen sind noch da. "
        "Bitte einen anderen Datenträger nehmen und erneut sichern."
    ),
    Code.BACKUP_NEEDS_CODE: (
        "Der Wiederherstellungscode dieses Geräts stammt aus der Zeit vor den Sicherungen. "
        "Bitte zuerst einen neuen Code drucken; danach kann gesichert werden."
    ),
    Code.BACKUP_MISSING: "Diese Sicherung wurde nicht gefunden. Bitte Ordner und Dateinamen prüfen.",
    Code.BACKUP_DAMAGED: (
        "Diese Datei ist keine vollständige Sicherung von Lotse. Es wurde nichts verändert. "
        "Bitte eine andere Sicherung wählen, am besten die vom Tag davor."
    ),
    Code.BACKUP_NEWER: (
        "Diese Sicherung stammt von einer neueren Fassung von Lotse. Es wurde nichts verändert. "
        "Bitte Lotse auf diesem Gerät aktualisieren und dann erneut zurückspielen."
    ),
    Code.BACKUP_CODE_WRONG: (
        "Dieser Wiederherstellungscode öffnet die Sicherung nicht. "
        "Bitte den Code verwenden, der galt, als die Sicherung entstand."
    ),
    Code.BACKUP_PASSPHRASE_WRONG: (
        "Diese Passphrase öffnet die Sicherung nicht. "
        "Auf einem anderen Gerät öffnet sie nur der Wiederherstellungscode: bitte diesen verwenden."
    ),
    Code.RESTORE_OCCUPIED: (
        "In diesem Ordner liegen schon Daten von Lotse. Sie wurden nicht verändert. "
        "Bitte in einen leeren Ordner zurückspielen."
    ),
    Code.PRACTICE_CLOSED: (
        "In der Übung bleibt das geschlossen: Hier ist alles erfunden, und nichts verlässt das Programm. "
        "Mit „Übung beenden“ geht es zur Anmeldung zurück."
    ),
}
