"""The one place where a figure is defined (design/statistics): key, German name, sentence, unit.

What a key counts in SQL stands in ``store/figures.py`` under the same key.
"""

from __future__ import annotations

from lotse_app.models.figures import Definition, Unit

_ALL = (
    Definition(
        "beratungen",
        "Beratungen",
        "Eine Beratung ist ein Kontakt von Anfang bis Ende, auch mit mehreren Personen. Kurzkontakte sind enthalten. "
        "Gezählt wird am Tag des Beginns.",
        Unit.COUNT,
    ),
    Definition(
        "kurzkontakte",
        "davon Kurzkontakte",
        "Beratungen unter 10 Minuten. Sie sind in der Zahl der Beratungen enthalten.",
        Unit.COUNT,
    ),
    Definition(
        "teilnahmen",
        "Teilnahmen",
        "Personen mal Kontakte: Eine Gruppe von zehn ist eine Beratung und zehn Teilnahmen. Wer zweimal kommt, zählt "
        "zweimal, denn Beratungen sind ohne Namen.",
        Unit.COUNT,
    ),
    Definition(
        "erstkontakte",
        "davon Erstkontakte",
        "Teilnahmen an Beratungen, bei denen auf Nachfrage „zum ersten Mal hier“ gesagt wurde. Nicht gefragt zählt "
        "nicht als Erstkontakt und steht in einer eigenen Zeile.",
        Unit.COUNT,
    ),
    Definition(
        "minuten",
        "Minuten",
        "Dauer der Beratungen in ganzen Minuten, einmal je Beratung, nicht je Person. Ohne Vorbereitung und Weg.",
        Unit.MINUTES,
    ),
    Definition(
        "antraege",
        "Anträge",
        "Anträge, die in einer Beratung des Zeitraums begonnen wurden.",
        Unit.COUNT,
    ),
    Definition(
        "anliegen",
        "Anliegen",
        "Leistungen und Themen, um die es ging. Mehrfachnennung: Eine Beratung zählt bei jedem ihrer Anliegen einmal.",
        Unit.COUNT,
    ),
    Definition(
        "ergebnis",
        "Ergebnis",
        "Wie die Beratung ausging. Jede Beratung hat höchstens ein Ergebnis; „nicht angegeben“ ist eine eigene Zeile.",
        Unit.COUNT,
    ),
    Definition(
        "hindernis",
        "Hindernis",
        "Was die Beratung oder den Antrag aufgehalten hat. Mehrfachnennung: Eine Beratung zählt bei "
        "jedem Hindernis einmal.",
        Unit.COUNT,
    ),
    Definition(
        "hindernis_je_100",
        "je 100 Anträge",
        "Beratungen mit diesem Hindernis, geteilt durch die begonnenen Anträge des Zeitraums, mal 100. Leer, wenn kein "
        "Antrag begonnen wurde.",
        Unit.PER_HUNDRED,
    ),
    Definition(
        "hilfeform",
        "Art der Hilfe",
        "Wie geholfen wurde. Jede Beratung hat höchstens eine Art; „nicht angegeben“ ist eine eigene Zeile.",
        Unit.COUNT,
    ),
    Definition(
        "altersgruppe",
        "Altersgruppe",
        "Alter am Tag der Beratung, nur auf Nachfrage. „keine Angabe“ ist eine eigene Zeile.",
        Unit.COUNT,
    ),
)

#: Definitions by key.
DEFINITIONS: dict[str, Definition] = {definition.key: definition for definition in _ALL}
