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
        "Kontakte mit Dritten, nicht Erschienene, interne Arbeit und Anleitung sind keine Beratungen. "
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
        "Teilnahmen an Beratungen, bei denen auf Nachfrage „zum ersten Mal hier“ gesagt wurde; in Gruppen so viele "
        "Personen, wie es sagten. Nicht gefragt zählt nicht als Erstkontakt und steht in einer eigenen Zeile.",
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
        "Alter am Tag der Beratung, nur auf Nachfrage, je Teilnahme: In Gruppen zählt jede Person bei ihrer Gruppe. "
        "„keine Angabe“ ist eine eigene Zeile.",
        Unit.COUNT,
    ),
    Definition(
        "kontaktart",
        "Art des Kontakts",
        "Auf welche Art der Kontakt stattfand. Jeder Kontakt hat genau eine Art. Was keine Beratung ist, steht dabei.",
        Unit.COUNT,
    ),
    Definition(
        "kontakte",
        "Kontakte",
        "Alles, was festgehalten wurde: Beratungen, Kontakte mit Dritten, nicht Erschienene, interne Arbeit und "
        "Anleitung von Beschäftigten.",
        Unit.COUNT,
    ),
    Definition(
        "minuten_alle",
        "Minuten aller Kontakte",
        "Dauer aller Kontakte in ganzen Minuten, einmal je Kontakt. Ohne Vorbereitung und Weg.",
        Unit.MINUTES,
    ),
    Definition(
        "vorbereitung",
        "Vorbereitung",
        "Vor- und Nachbereitung in ganzen Minuten, wie eingetragen. Sie ist in keiner anderen Zahl enthalten.",
        Unit.MINUTES,
    ),
    Definition(
        "weg",
        "Wegzeit",
        "Hin- und Rückweg in ganzen Minuten, wie eingetragen. Sie ist in keiner anderen Zahl enthalten.",
        Unit.MINUTES,
    ),
    Definition(
        "kilometer",
        "Kilometer",
        "Hin- und Rückweg in ganzen Kilometern, wie eingetragen.",
        Unit.KILOMETRES,
    ),
)

#: Definitions by key.
DEFINITIONS: dict[str, Definition] = {definition.key: definition for definition in _ALL}
