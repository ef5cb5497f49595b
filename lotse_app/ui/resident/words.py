"""The fixed words of the resident's view: German, beside it plain language, and Sorbian once it is verified.

They obey the same mark as the texts of forms: ``Words`` holds plain language with its mark, and no Sorbian that
nobody verified. Nobody has verified any of these yet, so none is Sorbian.
"""

from __future__ import annotations

from enum import Enum

from lotse_app.models.reading import Language, Words


class Fixed(Enum):
    """One fixed text: German and what stands beside it. ``&`` marks the letter for ``Alt``."""

    WELCOME = (
        "Guten Tag. Hier sehen Sie gleich Ihre Angaben.",
        Words("Guten Tag. Gleich sehen Sie hier Ihre Antworten."),
    )
    WAIT = "Danke. Wir ändern das jetzt gemeinsam.", Words("Danke. Wir machen das jetzt zusammen richtig.")
    DONE = "Danke. Alles ist geprüft.", Words("Danke. Sie haben alles gelesen.")
    PLACE = "{number} von {of}", Words("Teil {number} von {of}")
    YES = "✓  Das &stimmt", Words("✓  Ja, &richtig")
    NO = "✗  Das stimmt &nicht", Words("✗  &Nein, falsch")
    MORE = "↓  &Weiter lesen", Words("↓  &Mehr lesen")
    WHICH = "Was stimmt nicht?", Words("Was ist falsch?")
    BACK = "&Zurück", Words("&Zurück")
    NO_ANSWER = "keine Angabe", Words("Hier steht nichts")
    SIGN = "Ihre Unterschrift", Words("Bitte schreiben Sie hier Ihren Namen")
    AGAIN = "&Neu beginnen", Words("&Noch einmal")
    READY = "✓  &Fertig", Words("✓  &Fertig")
    BOARD = "Schreibtafel", Words("Schreiben statt sprechen")
    CLOSE = "Schließen", Words("Zurück")

    def text(self, language: Language = Language.GERMAN) -> str:
        """Return the text in a language."""
        german, words = self.value
        return words.of(language, german)


#: Said beside plain language that nobody verified yet; for pilot and resident alike.
UNCHECKED = "Einfache Sprache: Diese Texte sind noch nicht geprüft."


def spoken(text: str) -> str:
    """Return a text as a screen reader says it: without signs and marked letters."""
    return text.translate(_SIGNS).strip()


_SIGNS = str.maketrans(dict.fromkeys("✓✗↓&"))
