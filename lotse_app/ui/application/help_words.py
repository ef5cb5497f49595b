"""What F1 says on each step of the wizard."""

from __future__ import annotations

from lotse_app.ui.application.steps import EVIDENCE, HAND_IN, MANDATE, READ_BACK, SIGNATURE, WHO

HELP_FORM = (
    "Strg+⏎ geht zum nächsten Schritt, Strg+Z nimmt die letzte Eingabe zurück. Alt und der unterstrichene "
    "Buchstabe springen zum Feld. Datum einfach tippen, zum Beispiel 1.4.26."
)
HELP: dict[str, str] = {
    WHO: "Meist handelt die Person selbst. Die Datenschutzinformation bekommt jede Person, gedruckt oder gezeigt.",
    MANDATE: "Eine Vollmacht gilt nur für das Angekreuzte und nur in der Zeit. Was später anders sein soll, braucht "
    "eine neue. Ein Widerruf geht als Brief an jede Stelle, die dort steht.",
    EVIDENCE: "Die Zahlen 1 bis 5 wählen den Stand. Was fehlt, wird vermerkt und hält den Antrag nicht auf.",
    READ_BACK: "Jeder Abschnitt wird vorgelesen oder gezeigt. Die Leertaste setzt das Häkchen. F9 zeigt die Ansicht "
    "für die Person.",
    SIGNATURE: "Was jetzt unterschrieben wird, ist festgehalten. Eine Änderung danach macht die Unterschrift ungültig.",
    HAND_IN: "Strg+⏎ druckt Antrag, Beleg und Merkzettel. Ohne Drucker: „Später drucken“.",
}
