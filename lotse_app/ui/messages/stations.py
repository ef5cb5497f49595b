"""German sentences about station files."""

from __future__ import annotations

from lotse_app.models.problems import Code

_NOTHING = "Es wurde nichts übernommen."

STATION_SENTENCES: dict[Code, str] = {
    Code.STATION_FILE_DAMAGED: (
        f"Diese Datei ist keine Stützpunktdatei, oder sie wurde nach dem Schreiben verändert. {_NOTHING} "
        "Bitte den Stützpunkt um eine neue Datei bitten."
    ),
    Code.STATION_FILE_NEWER: (
        f"Diese Stützpunktdatei hat eine neuere Fassung von Lotse geschrieben. {_NOTHING} "
        "Bitte Lotse hier erneuern und die Datei dann noch einmal lesen."
    ),
    Code.STATION_FILE_TOO_LARGE: (
        f"Diese Datei ist größer, als eine Stützpunktdatei sein kann. {_NOTHING} Bitte prüfen, ob es die richtige ist."
    ),
    Code.STATION_FILE_OWN: (f"Diese Datei stammt von diesem Gerät. Ihre Beratungen zählen hier schon. {_NOTHING}"),
    Code.STATION_FILE_TAKEN: (
        "Diese Datei ist schon eingelesen: {station}, Stand {day}. Damit nichts doppelt zählt, geschieht nichts."
    ),
    Code.STATION_FILE_OLDER: (
        "Von {station} ist schon ein neuerer Stand da, vom {day}. Diese ältere Datei wird nicht gebraucht."
    ),
    Code.STATION_FILE_AHEAD: (
        f"Die Datei von {{station}} trägt einen Tag in der Zukunft. {_NOTHING} "
        "Bitte dort Datum und Uhrzeit des Geräts prüfen und die Datei neu schreiben; sonst auch hier."
    ),
    Code.STATION_KEY_CHANGED: (
        "Diese Datei nennt sich {station}, ist aber mit einem anderen Schlüssel unterschrieben als bisher. "
        f"{_NOTHING} Bitte dort anrufen und fragen, wer sie geschrieben hat."
    ),
    Code.STATION_KEY_UNCONFIRMED: (
        f"Von {{station}} kommt zum ersten Mal eine Datei. {_NOTHING} "
        "Bitte zuerst das Prüfzeichen am Telefon vergleichen und dann bestätigen."
    ),
    Code.PUBLICATION_REST_SMALL: (
        "Aus den Fassungen dieses Stützpunkts und aller zusammen ließe sich errechnen, wie viele Beratungen die "
        "anderen hatten, und das sind weniger als {fewest}. Bitte einen längeren Zeitraum wählen."
    ),
}
