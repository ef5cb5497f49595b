"""What is said where data of Lotse lie already, in the window and at the command line alike."""

from __future__ import annotations

#: What happens to what is there.
ASIDE = (
    "Lässt sich Lotse noch öffnen? Dann bitte zurück zur Anmeldung: Es muss nichts zurückgeholt werden.",
    (
        "Sind die Daten beschädigt oder fehlt die Schlüsseldatei, kommt die Sicherung an ihre Stelle. "
        "Der alte Ordner bekommt dabei einen neuen Namen mit Tag und Uhrzeit. Gelöscht wird nichts."
    ),
    (
        "Umbenannt wird erst, wenn die Sicherung ganz geprüft ist. "
        "Was seit der Sicherung geschah, liegt danach nur noch im alten Ordner."
    ),
)
#: Where the old folder lies, and that no rule deletes it.
OLD = (
    "\n\nDer alte Ordner ist umbenannt. Er liegt hier:\n{place}\n"
    "Für ihn gilt keine Löschfrist. Bitte mit dem Träger klären, wann er gelöscht wird."
)
