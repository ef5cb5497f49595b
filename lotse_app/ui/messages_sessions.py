"""German sentences about counselling records."""

from __future__ import annotations

from lotse_app.models.problems import Code

SESSION_SENTENCES: dict[Code, str] = {
    Code.SESSION_IN_FUTURE: (
        "Diese Zeit liegt in der Zukunft. Es ist noch nichts gespeichert. Bitte Tag, Beginn und Ende prüfen."
    ),
    Code.SESSION_TOO_OLD: (
        "Diese Beratung ist älter als fünf Jahre und würde sofort wieder gelöscht. Bitte den Tag prüfen."
    ),
    Code.HEADS_EXCEED: (
        "In der Gruppe sind mehr Personen verteilt als da waren: Es waren {people}. "
        "Bitte die Zahl der Personen oder die Verteilung ändern."
    ),
}
