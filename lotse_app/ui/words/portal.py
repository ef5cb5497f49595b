"""One table turns what is known of outbox and portal into words: at the foot, and in *Postausgang* (design/sync, 8)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lotse_app.clock import short_moment
from lotse_app.models.problems import Code
from lotse_app.ui.messages.problems import sentence
from lotse_app.ui.words.shared import counted

if TYPE_CHECKING:
    from lotse_app.models.portal_standing import PortalView, Standing

#: The state where there is little room.
BRIEF = "Alles ist gespeichert."
_ALONE = "Alles ist auf diesem Gerät gespeichert. Ein Portal ist nicht eingerichtet."
#: In a few words why the last round did not reach the portal.
_WHY: dict[Code, str] = {
    Code.PORTAL_OFFLINE: "Ohne Verbindung zum Portal",
    Code.PORTAL_BUSY: "Das Portal ist überlastet",
    Code.PORTAL_CERTIFICATE: "Die Verbindung zum Portal ist nicht sicher",
    Code.PORTAL_SHUT_OUT: "Das Portal nimmt von diesem Gerät nichts mehr an",
    Code.PORTAL_OUTDATED: "Lotse und Portal sind verschiedene Fassungen",
    Code.PORTAL_NEWER: "Lotse ist älter als das Portal",
    Code.PORTAL_OLDER: "Das Portal ist älter als Lotse",
    Code.PORTAL_KEY: "Unter der Adresse antwortet ein anderes Portal",
    Code.PORTAL_PROXY: "Der Proxy lässt nichts durch",
    Code.DISK_FULL: "Der Speicher des Geräts ist voll",
}
_HOURS_FROM = 120
#: So many records are named in one sentence.
_NAMED = 5
_OTHER = "Der Abgleich mit dem Portal ist gestört"
#: What lies behind being offline, where it is known.
_OFFLINE: dict[str, str] = {
    "foreign": (
        "Statt des Portals hat eine andere Seite geantwortet, wie im WLAN eines Hotels. "
        "Bitte dessen Anmeldeseite im Browser öffnen."
    ),
    "name": "Dieses Gerät findet die Adresse des Portals gerade nicht, meist weil kein Netz da ist.",
    "proxy": "Der Proxy antwortet nicht. Stimmt er noch? Einstellungen, Portal, „Weg ins Netz ändern …“.",
}


#: Whose order to wipe was not obeyed: what stands here came out of a backup.
_LOST = (
    "Dieses Gerät ist dort verloren gemeldet. Kam sein Stand aus einer Sicherung: Einstellungen, Portal, "
    "„Portal verlassen …“, dann mit einer neuen Einladung wieder verbinden."
)


def line_words(view: PortalView) -> str:
    """Return the state for the line at the foot."""
    if not view.joined:
        return _ALONE
    problem, waiting = view.standing.problem, view.outbox.waiting
    waits = f"{counted(waiting, 'Eintrag wartet', 'Einträge warten')}"
    if problem is not None:
        rest = f"{waits}, alles ist gespeichert." if waiting else "alles ist gespeichert."
        return f"{_WHY.get(problem, _OTHER)} – {rest}{_unclear(view)}"
    if waiting or view.standing.reached_at is None:
        rest = f" {waits} auf den nächsten Abgleich." if waiting else " Der erste Abgleich steht noch aus."
        return f"{BRIEF}{rest}{_unclear(view)}"
    return f"Alles ist gespeichert und abgeglichen, zuletzt {short_moment(view.standing.reached_at)}.{_unclear(view)}"


def brief_words(view: PortalView) -> str:
    """Return the state where there is little room: what somebody has to do is said there too."""
    if view.joined and (view.standing.stuck or view.outbox.unclear or view.outbox.refused):
        return f"{BRIEF} Siehe Postausgang."
    return BRIEF


def _unclear(view: PortalView) -> str:
    number = view.outbox.unclear + view.outbox.refused
    return f" {counted(number, 'Eintrag ist', 'Einträge sind')} zu klären, siehe Postausgang." if number else ""


def waiting_words(view: PortalView) -> str:
    """Return how much waits, and since when; nothing where nothing waits."""
    outbox = view.outbox
    if not outbox.waiting:
        return ""
    since = f", der älteste vom {short_moment(outbox.oldest)}" if outbox.oldest is not None else ""
    return f"{counted(outbox.waiting, 'Eintrag', 'Einträge')} für das Portal{since} (Zahlen, keine Namen)."


def left_words(view: PortalView) -> str:
    """Return what was erased on another device and is still here, and what to do; nothing where there is nothing."""
    if not view.left:
        return ""
    more = len(view.left) - _NAMED
    names = ", ".join(view.left[:_NAMED]) + (f" und {more} weitere" if more > 0 else "")
    return (
        f"Auf einem anderen Gerät gelöscht, hier noch da: {names}. Bitte prüfen und hier ebenso löschen: mit Strg+K "
        "die Person suchen und „Alles zu dieser Person löschen“ wählen; eine Beratung unter „Beratungen“ löschen."
    )


def reached_words(standing: Standing) -> str:
    """Return when a round last reached the portal."""
    if standing.reached_at is None:
        return "Noch kein Abgleich mit dem Portal."
    return f"Letzter Abgleich: {short_moment(standing.reached_at)}."


def trouble_words(standing: Standing) -> str:
    """Return why the last round did not reach the portal and what to do; nothing where it did."""
    trouble = standing.trouble
    if trouble is None:
        return ""
    if trouble.code is Code.PORTAL_OFFLINE and standing.reason in _OFFLINE:
        return f"{_OFFLINE[standing.reason]} Alles ist gespeichert; Lotse versucht es von selbst wieder."
    if trouble.code is Code.PORTAL_SHUT_OUT and standing.reason == "device_lost":
        return f"{sentence(trouble)} {_LOST}"
    return sentence(trouble)


def clock_words(standing: Standing) -> str:
    """Return by how much the clock is off, nothing where it is right enough."""
    if not standing.clock_is_off:
        return ""
    minutes = max(1, round(abs(standing.skew) / 60))
    way = "vor" if standing.skew > 0 else "nach"
    how = counted(minutes, "Minute", "Minuten") if minutes < _HOURS_FROM else f"{round(minutes / 60)} Stunden"
    return (
        f"Die Uhr dieses Geräts geht {how} {way}. Der Abgleich geht trotzdem; auf Papieren und in Fristen "
        "steht aber die falsche Zeit. Bitte die Uhr stellen."
    )
