"""Sentences about the Vollmacht: what stands in the way, and what to do."""

from __future__ import annotations

from lotse_app.models.problems import Code

MANDATE_SENTENCES: dict[Code, str] = {
    Code.MANDATE_MISSING: (
        "Für diesen Antrag fehlt die Vollmacht. Bitte im Schritt „Vollmacht“ aufnehmen, oder bei „Wer handelt?“ eine "
        "andere Art wählen."
    ),
    Code.MANDATE_UNSIGNED: (
        "Die Vollmacht ist noch nicht unterschrieben. Bitte im Schritt „Vollmacht“ drucken und unterschreiben lassen."
    ),
    Code.MANDATE_NOT_YET: (
        "Die Vollmacht gilt noch nicht. Bitte bis zu ihrem ersten Tag warten oder eine neue aufnehmen."
    ),
    Code.MANDATE_EXPIRED: "Die Vollmacht ist abgelaufen. Bitte im Schritt „Vollmacht“ eine neue aufnehmen.",
    Code.MANDATE_REVOKED: (
        "Die Vollmacht ist widerrufen. Mit ihr darf niemand mehr handeln. Die Person kann selbst handeln "
        "oder eine neue Vollmacht geben."
    ),
    Code.MANDATE_SCOPE: (
        "Die Vollmacht reicht dafür nicht: Sie erlaubt keinen Antrag auf diese Leistung. Bitte im Schritt „Vollmacht“ "
        "eine neue aufnehmen."
    ),
    Code.MANDATE_OTHERS: (
        "Die Vollmacht nennt andere Personen als der Antrag. Bitte die Angaben vergleichen oder eine neue Vollmacht "
        "aufnehmen."
    ),
    Code.MANDATE_GIVER: (
        "Die Vollmacht hat eine andere Person gegeben als die, für die der Antrag ist. Bitte im Schritt „Vollmacht“ "
        "die Angaben in den Antrag übernehmen, oder eine Vollmacht der Person aufnehmen, die im Antrag steht."
    ),
    Code.MANDATE_ON_PAD: (
        "Die Vollmacht wurde nur auf dem Unterschriftenfeld unterschrieben. Diese Leistung verlangt Papier. Bitte im "
        "Schritt „Vollmacht“ eine neue aufnehmen und auf dem Ausdruck unterschreiben lassen."
    ),
    Code.AGENT_OFFICIAL: (
        "Die bevollmächtigte Person heißt wie jemand, der hier für die Gemeinde arbeitet. Wer für die Gemeinde "
        "arbeitet, die entscheidet oder vielleicht entscheidet, darf vor ihr niemanden vertreten. Ist es eine andere "
        "Person mit gleichem Namen: Bitte im Schritt „Vollmacht“ sagen. Sonst bei „Wer handelt?“ anders wählen."
    ),
    Code.AGENT_DECIDES: (
        "Der Träger entscheidet über diesen Antrag, oder vielleicht. Vor sich selbst darf er niemanden vertreten. "
        "Bitte die Vollmacht im Schritt „Vertretung“ einer Person geben, oder bei „Wer handelt?“ anders wählen."
    ),
    Code.MANDATE_DAMAGED: (
        "Die gespeicherte Vollmacht ist nicht mehr die, die unterschrieben wurde. Sie wird nicht verwendet. Bitte eine "
        "neue aufnehmen und die verantwortliche Person informieren."
    ),
    Code.DATE_BEFORE_FREEZE: ("An diesem Tag war der Antrag noch nicht festgehalten. Bitte den Tag der Abgabe prüfen."),
    Code.DATE_BEFORE_REVOCATION: (
        "An diesem Tag war die Vollmacht noch nicht widerrufen. Bitte den Tag der Übergabe prüfen."
    ),
    Code.MANDATE_TERM: "Eine Vollmacht gilt ab heute oder später und höchstens ein Jahr. Bitte die Tage ändern.",
    Code.MANDATE_PARTIES: (
        "Es fehlt noch etwas dazu, wer die Vollmacht gibt oder bekommt, oder es stimmt nicht. Bitte zuerst den Schritt "
        "„Vertretung“ ganz ausfüllen."
    ),
    Code.MANDATE_CHILD: (
        "Wer noch keine {years} ist, kann keine Vollmacht geben. Für ein Kind handeln die Eltern: Bitte bei "
        "„Wer handelt?“ anders wählen, oder im Schritt „Vertretung“ das Geburtsdatum berichtigen."
    ),
    Code.MANDATE_SELF: (
        "Die Vollmacht würde dieselbe Person geben und bekommen. Handelt sie selbst, bitte bei „Wer handelt?“ anders "
        "wählen. Heißen zwei Menschen so, im Schritt „Vertretung“ auch das Geburtsdatum der bevollmächtigten Person "
        "eintragen."
    ),
}
