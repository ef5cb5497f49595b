"""Sentences about the central portal: nothing is lost, work goes on, who helps."""

from __future__ import annotations

from lotse_app.models.problems import Code

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
}
