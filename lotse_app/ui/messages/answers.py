"""Sentences that stand beside a field: short, and they say what a right answer looks like."""

from __future__ import annotations

from lotse_app.models.problems import Code

ANSWER_SENTENCES: dict[Code, str] = {
    Code.REQUIRED: "Diese Angabe fehlt noch. Das Amt braucht sie.",
    Code.TOO_SHORT: "Das ist zu kurz. Nötig sind mindestens {minimum} Zeichen.",
    Code.TOO_LONG: "Das ist zu lang. Erlaubt sind höchstens {maximum} Zeichen.",
    Code.TOO_SMALL: "Die Zahl ist zu klein. Erlaubt ist ab {minimum}.",
    Code.TOO_LARGE: "Die Zahl ist zu groß. Erlaubt ist bis {maximum}.",
    Code.TOO_FEW: "Hier fehlt etwas. Nötig sind mindestens {minimum}.",
    Code.TOO_MANY: "Das sind zu viele. Erlaubt sind höchstens {maximum}.",
    Code.NOT_A_CHOICE: "Bitte einen Eintrag aus der Liste wählen.",
    Code.WRONG_TYPE: "Hier passt die Art der Angabe nicht. Bitte neu eingeben.",
    Code.WRONG_PATTERN: "Die Schreibweise passt nicht. Bitte mit dem Beispiel in der Hilfe vergleichen.",
    Code.DIGITS_MISSING: "Die Zahl der Ziffern stimmt nicht ({have} von {want}). Bitte nachzählen.",
    Code.CHARACTER_NOT_ALLOWED: (
        "Das Zeichen „{character}“ an Stelle {place} ist in amtlichen Angaben nicht erlaubt (DIN 91379). "
        "Bitte dort neu tippen, einen Namen so, wie er im Ausweis steht."
    ),
    Code.NOT_NORMALISED: "Ein Buchstabe ist ungewöhnlich zusammengesetzt. Bitte das Wort noch einmal tippen.",
    Code.DATE_INVALID: "Dieses Datum gibt es nicht. Bitte so schreiben: 10.11.2026.",
    Code.DATE_IN_FUTURE: "Dieses Datum liegt in der Zukunft. Bitte Tag, Monat und Jahr prüfen.",
    Code.DATE_TOO_EARLY: "Dieses Datum liegt zu weit zurück. Bitte das Jahr prüfen.",
    Code.DATE_BEFORE_OTHER: "Dieses Datum liegt vor dem Datum bei „{other}“. Bitte beide Daten vergleichen.",
    Code.TOO_YOUNG: "Dafür muss man mindestens {years} Jahre alt sein. Bitte das Geburtsdatum prüfen.",
    Code.MINOR_ALONE: (
        "Diese Person ist noch keine {years} Jahre alt. Bitte wählen, wer sie vertritt. "
        "Zieht eine erwachsene Person mit ein, gehört sie in diese Liste."
    ),
    Code.ADULT_MISSING: (
        "In dieser Liste steht keine erwachsene Person, die vertreten und unterschreiben kann. "
        "Bitte die Eltern oder Sorgeberechtigten in die Liste aufnehmen oder eine andere Vertretung wählen."
    ),
    Code.IBAN_INVALID: "Diese IBAN stimmt nicht. Bitte Ziffer für Ziffer mit der Karte vergleichen.",
    Code.BIC_INVALID: "Dieser BIC stimmt nicht. Er hat 8 oder 11 Zeichen. Bitte mit dem Kontoauszug vergleichen.",
    Code.TAX_ID_INVALID: "Diese Steuer-Identifikationsnummer stimmt nicht. Bitte mit dem Brief vergleichen.",
    Code.SERIAL_NUMBER_INVALID: (
        "Diese Seriennummer stimmt nicht. Auf deutschen Ausweisen hat sie 9 Zeichen. "
        "Was wie ein O aussieht, ist dort immer eine Null."
    ),
    Code.TIME_INVALID: "Das ist keine Uhrzeit. Bitte so schreiben: 8:30.",
    Code.MOMENT_INVALID: "Das ist kein Tag mit Uhrzeit. Bitte so schreiben: 1.4.2026 8:30.",
    Code.ONE_NEEDED: "Davon wird mindestens eine Angabe gebraucht: {names}.",
    Code.ONLY_ONE: "Davon darf nur eine Angabe gemacht werden: {names}. Bitte die anderen leeren.",
    Code.PLATE_INVALID: "So sieht kein Kennzeichen aus. Bitte so schreiben: PIR-AB 123.",
    Code.VEHICLE_NUMBER_INVALID: (
        "Eine Fahrzeug-Identifizierungsnummer hat 17 Zeichen, hier sind es {have}, und nie I, O oder Q. "
        "Sie steht im Fahrzeugschein bei E."
    ),
    Code.INSURANCE_NUMBER_INVALID: (
        "Diese Rentenversicherungsnummer stimmt nicht. Sie hat 12 Zeichen. Bitte mit dem Brief vergleichen."
    ),
    Code.POSTCODE_INVALID: "Eine Postleitzahl hat fünf Ziffern. Bitte prüfen.",
    Code.PHONE_INVALID: "Diese Telefonnummer gibt es so nicht. Bitte mit Vorwahl schreiben.",
    Code.EMAIL_INVALID: "Diese E-Mail-Adresse ist unvollständig. Bitte so schreiben: name@beispiel.de.",
    Code.NOT_UNIQUE: "Das steht schon in der Liste. Bitte nur einmal angeben.",
    Code.UNEXPECTED: "Diese Angabe kennt das Formular nicht. Bitte löschen und den Vorgang neu öffnen.",
    Code.INVALID: "Diese Angabe passt nicht. Bitte prüfen.",
}
