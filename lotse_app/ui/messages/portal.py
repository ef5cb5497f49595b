"""Sentences about the central portal: nothing is lost, work goes on, who helps."""

from __future__ import annotations

from lotse_app.models.problems import Code

_ASIDE = "Es wurde nichts übertragen."
_UNTOUCHED = "Es bleibt alles, wie es war; was wartet, wartet weiter."
_WAITS = "Ihre Arbeit ist gespeichert und wartet im Postausgang."

PORTAL_SENTENCES: dict[Code, str] = {
    Code.PORTAL_OFFLINE: (
        f"Das zentrale Portal ist gerade nicht erreichbar. {_WAITS} Lotse versucht es von selbst wieder; "
        "in einem fremden WLAN bitte zuerst dessen Anmeldeseite im Browser öffnen."
    ),
    Code.PORTAL_BUSY: f"Das zentrale Portal ist gerade überlastet. {_WAITS} Lotse versucht es von selbst wieder.",
    Code.PORTAL_CERTIFICATE: (
        f"Die Verbindung zum zentralen Portal ist nicht sicher; deshalb wurde nichts übertragen. {_WAITS} "
        "Bitte die Koordination verständigen."
    ),
    Code.PORTAL_SHUT_OUT: (
        f"Das zentrale Portal nimmt von diesem Gerät nichts mehr an. {_WAITS} Bitte die Koordination verständigen."
    ),
    Code.PORTAL_OUTDATED: (
        f"Lotse und das zentrale Portal sind in verschiedenen Fassungen. {_WAITS} Bitte Lotse aktualisieren lassen."
    ),
    Code.PORTAL_ANSWER: (
        f"Das zentrale Portal hat anders geantwortet als erwartet. {_WAITS} Bitte die Koordination verständigen."
    ),
    Code.PORTAL_NEWER: (
        f"Das zentrale Portal ist neuer als dieses Lotse. {_WAITS} Bitte Lotse auf diesem Gerät aktualisieren lassen."
    ),
    Code.PORTAL_OLDER: (
        f"Das zentrale Portal ist älter als dieses Lotse. {_WAITS} Die Koordination muss das Portal aktualisieren."
    ),
    Code.PORTAL_KEY: (
        f"Unter dieser Adresse antwortet ein Portal mit einem anderen Prüfzeichen. {_ASIDE} "
        "Bitte die Koordination anrufen und Adresse und Prüfzeichen vergleichen."
    ),
    Code.PORTAL_AUTHORITY: (
        f"Diese Datei enthält kein Zertifikat einer Zertifizierungsstelle (PEM). {_ASIDE} "
        "Bitte die Datei noch einmal vom Träger geben lassen."
    ),
    Code.PORTAL_ADDRESS: (
        "Das ist keine Adresse eines Portals. Sie beginnt mit https:// und steht auf der Einladung der Koordination. "
        "Bitte vergleichen."
    ),
    Code.PORTAL_CODE: (
        "Dieser Code gilt nicht: Er ist vertippt, schon gebraucht oder älter als 15 Minuten. "
        "Bitte vergleichen, oder die Koordination um einen neuen bitten."
    ),
    Code.PORTAL_FINGERPRINT: (
        "Das Prüfzeichen des Portals hat 26 Zeichen, Buchstaben und die Ziffern 2 bis 7. "
        "Bitte mit der Einladung der Koordination vergleichen."
    ),
    Code.PORTAL_NOBODY: (
        f"Unter dieser Adresse antwortet niemand. {_ASIDE} "
        "Bitte die Adresse vergleichen und prüfen, ob dieses Gerät gerade Netz hat."
    ),
    Code.PORTAL_FOREIGN: (
        f"Unter dieser Adresse antwortet etwas anderes als das Portal. {_ASIDE} "
        "In einem fremden WLAN bitte zuerst dessen Anmeldeseite im Browser öffnen; sonst die Adresse vergleichen."
    ),
    Code.PORTAL_PROXY: (
        f"Der Proxy lässt die Verbindung nicht durch oder antwortet nicht. {_ASIDE} "
        "Bitte seine Adresse beim Träger erfragen."
    ),
    Code.PORTAL_LOST: (
        f"Dieses Gerät ist im Portal verloren gemeldet. {_ASIDE} "
        "Bitte die Koordination um eine neue Einladung bitten und es noch einmal versuchen."
    ),
    Code.PORTAL_ELSEWHERE: (
        f"Der Stützpunkt dieses Geräts gehört im Portal schon zu einem anderen. {_ASIDE} "
        "Bitte die Koordination um eine Einladung für den richtigen Stützpunkt bitten."
    ),
    Code.STICK_NO_PORTAL: (
        f"Dieses Gerät ist mit keinem Portal verbunden. Verbinden geht einmal mit Netz: Einstellungen, Portal. {_WAITS}"
    ),
    Code.STICK_DAMAGED: (
        f"Diese Datei ist keine Quittung oder nur zum Teil da. {_UNTOUCHED} "
        "Bitte die Quittung im Portal noch einmal auf den Stick schreiben lassen."
    ),
    Code.STICK_ELSEWHERE: (
        f"Diese Quittung ist von einem anderen Portal oder wurde verändert. {_UNTOUCHED} "
        "Bitte die Koordination verständigen."
    ),
    Code.STICK_OLD: (
        f"Diese Quittung gehört zu einem früheren Stand dieses Geräts. {_UNTOUCHED} "
        "Bitte noch einmal auf den Stick schreiben und die neue Quittung einlesen."
    ),
}
