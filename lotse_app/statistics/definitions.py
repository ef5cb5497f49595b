"""The one place where a figure is defined (design/statistics): key, German name, sentence, unit, what counts once.

What a key counts in SQL stands in ``store/figures.py`` under the same key.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from lotse_app.models.figures import Basis, Definition, Unit

if TYPE_CHECKING:
    from collections.abc import Iterable

#: Changes when a sentence or a rule of counting changes; stands in the header of every export.
VERSION = 3

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
        Basis.PERSON,
    ),
    Definition(
        "erstkontakte",
        "davon Erstkontakte",
        "Teilnahmen an Beratungen, bei denen auf Nachfrage „zum ersten Mal hier“ gesagt wurde; in Gruppen so viele "
        "Personen, wie es sagten. Nicht gefragt zählt nicht als Erstkontakt und steht in einer eigenen Zeile.",
        Unit.COUNT,
        Basis.PERSON,
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
        Basis.CASE,
    ),
    Definition(
        "anliegen",
        "Anliegen",
        "Leistungen und Themen, um die es ging. Mehrfachnennung: Eine Beratung zählt bei jedem ihrer Anliegen einmal.",
        Unit.COUNT,
        Basis.SEVERAL,
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
        Basis.SEVERAL,
    ),
    Definition(
        "hindernis_je_100",
        "je 100 Anträge",
        "Beratungen mit diesem Hindernis, geteilt durch die begonnenen Anträge des Zeitraums, mal 100. Leer, wenn kein "
        "Antrag begonnen wurde.",
        Unit.PER_HUNDRED,
        Basis.RATIO,
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
        "Es wird später nicht neu berechnet. „keine Angabe“ ist eine eigene Zeile.",
        Unit.COUNT,
        Basis.PERSON,
    ),
    Definition(
        "erstkontakt",
        "Erstkontakt",
        "Ob die Person auf Nachfrage sagte, sie sei zum ersten Mal hier, je Teilnahme. „nicht gefragt“ ist eine "
        "eigene Zeile; es wird nichts geschlossen.",
        Unit.COUNT,
        Basis.PERSON,
    ),
    Definition(
        "kontaktart",
        "Art des Kontakts",
        "Auf welche Art der Kontakt stattfand. Jeder Kontakt hat genau eine Art. In der Auswertung steht eine Beratung "
        "unter 10 Minuten für sich als Kurzkontakt, gleich auf welche Art; in Veröffentlichungen bei ihrer Art. "
        "Was keine Beratung ist, steht dabei.",
        Unit.COUNT,
        Basis.CONTACT,
    ),
    Definition(
        "dauer",
        "Dauer",
        "Wie lange die Beratung dauerte. Die Grenzen sind halboffen: Genau 30 Minuten zählen zu „30 bis unter 60“. "
        "Eine Gruppe zählt einmal.",
        Unit.COUNT,
    ),
    Definition("ortsart", "Ort", "An welcher Art von Ort beraten wurde. Jede Beratung hat genau einen.", Unit.COUNT),
    Definition(
        "stuetzpunkt",
        "Stützpunkt",
        "Der Stützpunkt, an dem beraten wurde, nach seiner festen Kennung: Ein umbenannter Stützpunkt zählt einmal.",
        Unit.COUNT,
    ),
    Definition(
        "gemeinde",
        "Gemeinde",
        "Die Gemeinde, in der beraten wurde, nach ihrem Schlüssel und dem genannten Gebietsstand.",
        Unit.COUNT,
    ),
    Definition("zugang", "Zugang", "Wie der Kontakt zustande kam. Jede Beratung hat genau einen Zugang.", Unit.COUNT),
    Definition(
        "sprache",
        "Sprache",
        "In welcher Sprache beraten wurde, nur auf Nachfrage. „nicht gefragt“ ist eine eigene Zeile.",
        Unit.COUNT,
    ),
    Definition(
        "geraet",
        "Gerät",
        "Womit gearbeitet wurde. Mehrfachnennung: Eine Beratung zählt bei jedem Gerät einmal.",
        Unit.COUNT,
        Basis.SEVERAL,
    ),
    Definition(
        "foerderkennzeichen",
        "Förderkennzeichen",
        "Kontakte und Zeiten je Förderkennzeichen. Mehrfachnennung: Ein Kontakt zählt bei jedem seiner Kennzeichen.",
        Unit.COUNT,
        Basis.SEVERAL,
    ),
    Definition(
        "kontakte",
        "Kontakte",
        "Alles, was festgehalten wurde: Beratungen, Kontakte mit Dritten, nicht Erschienene, interne Arbeit und "
        "Anleitung von Beschäftigten.",
        Unit.COUNT,
        Basis.CONTACT,
    ),
    Definition(
        "minuten_alle",
        "Minuten aller Kontakte",
        "Dauer aller Kontakte in ganzen Minuten, einmal je Kontakt. Ohne Vorbereitung und Weg.",
        Unit.MINUTES,
        Basis.CONTACT,
    ),
    Definition(
        "vorbereitung",
        "Vorbereitung",
        "Vor- und Nachbereitung in ganzen Minuten, wie eingetragen. Sie ist in keiner anderen Zahl enthalten.",
        Unit.MINUTES,
        Basis.CONTACT,
    ),
    Definition(
        "weg",
        "Wegzeit",
        "Hin- und Rückweg in ganzen Minuten, wie eingetragen. Sie ist in keiner anderen Zahl enthalten.",
        Unit.MINUTES,
        Basis.CONTACT,
    ),
    Definition(
        "kilometer",
        "Kilometer",
        "Hin- und Rückweg in ganzen Kilometern, wie eingetragen.",
        Unit.KILOMETRES,
        Basis.CONTACT,
    ),
    Definition(
        "begonnen",
        "begonnen",
        "Anträge nach dem Monat, in dem sie begonnen wurden, auch ohne Beratung.",
        Unit.COUNT,
        Basis.CASE,
    ),
    Definition(
        "eingereicht",
        "eingereicht",
        "Anträge nach dem Monat, in dem sie beim Amt waren: der eingetragene Tag der Abgabe, sonst der Tag, an dem "
        "hier eingereicht wurde.",
        Unit.COUNT,
        Basis.CASE,
    ),
    Definition(
        "eingang",
        "Eingang bestätigt",
        "Anträge nach dem Monat der Eingangsbestätigung, auf Papier oder durch die Annahmestelle.",
        Unit.COUNT,
        Basis.CASE,
    ),
    Definition(
        "nicht_angenommen",
        "nicht angenommen",
        "Anträge, die das Amt nicht angenommen hat, nach dem Monat, in dem das eingetragen wurde.",
        Unit.COUNT,
        Basis.CASE,
    ),
    Definition(
        "beschieden",
        "beschieden",
        "Anträge nach dem Monat, den der erste Bescheid trägt: bewilligt, teilweise bewilligt oder abgelehnt.",
        Unit.COUNT,
        Basis.CASE,
    ),
    Definition(
        "laufzeit",
        "Laufzeit",
        "Tage vom Einreichen bis zum Datum des Bescheids, über die im Zeitraum beschiedenen Anträge. Der Median teilt "
        "sie in zwei Hälften; 90 von 100 waren spätestens nach dem 90.-Perzentil-Wert beschieden.",
        Unit.DAYS,
        Basis.CASE,
    ),
    Definition(
        "fristgerecht",
        "Frist gehalten",
        "Von den im Zeitraum eingereichten Anträgen mit Frist: wie viele spätestens am letzten Tag beim Amt waren.",
        Unit.COUNT,
        Basis.CASE,
    ),
)

#: Definitions by key.
DEFINITIONS: dict[str, Definition] = {definition.key: definition for definition in _ALL}


def defined(keys: Iterable[str]) -> tuple[Definition, ...]:
    """Return the definitions of keys, each once, in the order of the registry. Raises KeyError for an unknown one."""
    wanted = {DEFINITIONS[key].key for key in keys}
    return tuple(definition for definition in _ALL if definition.key in wanted)
