"""German words of the room *Formulare*."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lotse_app.clock import local_date, short_date
from lotse_app.models.kept_form import Check, FormState, WhoActs
from lotse_app.models.public_service import SignatureRule

if TYPE_CHECKING:
    from lotse_app.models.kept_form import KeptForm

STATES: dict[FormState, str] = {
    FormState.UNCHECKED: "ungeprüft",
    FormState.RELEASED: "geprüft, freigegeben",
    FormState.WITHDRAWN: "zurückgezogen",
}
STATE_NOTES: dict[FormState, str] = {
    FormState.UNCHECKED: (
        "Dieses Formular ist ungeprüft. Es wird nirgends angeboten, druckt nur als Entwurf und lässt sich nicht "
        "einreichen, bis es freigegeben ist."
    ),
    FormState.RELEASED: "Dieses Formular ist freigegeben. Es wird bei seiner Leistung angeboten.",
    FormState.WITHDRAWN: (
        "Dieses Formular ist zurückgezogen. Es wird nicht mehr angeboten. Begonnene Vorgänge damit drucken als Entwurf "
        "und lassen sich nicht einreichen."
    ),
}
#: What is ticked before a release.
CHECKS: tuple[tuple[str, str], ...] = (
    (Check.QUESTIONS.value, "Die Fragen sind vollständig und verständlich"),
    (Check.NOTES.value, "Jede Regel, die nur als Vermerk dasteht, ist gelesen"),
    (Check.EVIDENCE.value, "Die Nachweise stimmen"),
    (Check.LAW.value, "Rechtsgrundlage und Form der Unterschrift stimmen"),
    (Check.TRIED.value, "Das Formular ist zur Probe ausgefüllt"),
)
SIGNATURES: tuple[tuple[str, str], ...] = (
    (SignatureRule.WRITTEN.value, "Schriftform: auf Papier unterschreiben"),
    (SignatureRule.FREE.value, "formfrei: auch auf dem Feld am Bildschirm"),
    (SignatureRule.IN_PERSON.value, "nur persönlich beim Amt"),
)
WHO: tuple[tuple[str, str], ...] = (
    (WhoActs.SELF.value, "die Person selbst; abgeben darf auch jemand anders"),
    (WhoActs.WITH_MANDATE.value, "auch jemand mit Vollmacht"),
    (WhoActs.IN_PERSON.value, "nur persönlich"),
)
LANDS: tuple[tuple[str, str], ...] = (
    ("SN", "Sachsen"),
    ("BB", "Brandenburg"),
    ("BE", "Berlin"),
    ("BW", "Baden-Württemberg"),
    ("BY", "Bayern"),
    ("HB", "Bremen"),
    ("HE", "Hessen"),
    ("HH", "Hamburg"),
    ("MV", "Mecklenburg-Vorpommern"),
    ("NI", "Niedersachsen"),
    ("NW", "Nordrhein-Westfalen"),
    ("RP", "Rheinland-Pfalz"),
    ("SH", "Schleswig-Holstein"),
    ("SL", "Saarland"),
    ("ST", "Sachsen-Anhalt"),
    ("TH", "Thüringen"),
)
#: What the stages of taking a file in are called, in order.
STAGES: tuple[str, ...] = (
    "Die Datei wird gelesen …",
    "Die Datei wird übersetzt …",
    "Das Formular wird zur Probe geöffnet …",
    "Das Formular wird gespeichert …",
)


def day_of(kept: KeptForm) -> str:
    """Return the day of the last step."""
    return short_date(local_date(kept.changed_at))
