"""The pages, from what they show to HTML. No SQL, no request."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from lotse_portal.admin.markup import choice, field, joined, listing, table, tag
from lotse_portal.admin.words import DONE, ORDERS, ROLES, SILENT_DAYS, STATES, day, moment, span
from lotse_portal.clock import text_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from lotse_portal.admin.accounts import Account
    from lotse_portal.admin.markup import Html, Part
    from lotse_portal.admin.overview import Seen
    from lotse_portal.wire import Health

_SENT = "Sie sehen den Stand, den das Gerät beim letzten Kontakt gemeldet hat."


def page(title: str, *parts: Part, account: Account | None = None) -> str:
    """Return a whole page with one heading; signed in with ways and the way out."""
    head = tag(
        "head",
        tag("meta", charset="utf-8"),
        tag("meta", name="viewport", content="width=device-width, initial-scale=1"),
        tag("title", f"{title} – Lotse-Portal"),
        tag("link", rel="stylesheet", href="/admin/style.css"),
    )
    ways = None
    if account is not None:
        ways = joined(
            (
                tag(
                    "nav",
                    tag("a", "Geräte", href="/admin"),
                    tag("a", "Gerät aufnehmen", href="/admin/aufnehmen"),
                    aria_label="Seiten",
                ),
                tag("span", f"Angemeldet: {account.name}"),
                form("/admin/abmelden", account, tag("button", "Abmelden", type="submit")),
            )
        )
    body = tag(
        "body",
        tag("a", "Zum Inhalt", href="#inhalt", class_="skip"),
        tag("header", tag("strong", "Lotse-Portal"), ways),
        tag("main", tag("h1", title), *parts, id="inhalt"),
    )
    return f"<!doctype html>\n{tag('html', head, body, lang='de')}\n"


def form(target: str, account: Account | None, *parts: Part) -> Html:
    """Return a form that carries the key of who is signed in."""
    key = None if account is None else tag("input", type="hidden", name="form_key", value=account.form_key)
    return tag("form", key, *parts, method="post", action=target)


def said(text: str, *, wrong: bool = False) -> Html:
    """Return a sentence that is read out when the page opens."""
    return tag("p", text, class_="card wrong" if wrong else "card said", role="alert" if wrong else "status")


def sign_in(fault: str = "", name: str = "") -> str:
    """Return the page on which one signs in."""
    entries = form(
        "/admin/anmelden",
        None,
        field("Name", "name", name, autocomplete="username", required=True),
        field("Passwort", "phrase", kind="password", autocomplete="current-password", required=True),
        tag("p", tag("button", "Anmelden", type="submit", class_="first")),
    )
    return page("Anmelden", said(fault, wrong=True) if fault else None, tag("section", entries, class_="narrow"))


def overview(account: Account, devices: Sequence[Seen], now: datetime, backed_up: str) -> str:
    """Return the list of devices with what is to be looked at above it."""
    working = [one for one in devices if one.state == "active"]
    oldest = max((one.told.oldest_seconds for one in working if one.told and one.told.waiting), default=0)
    before = text_of(now - timedelta(days=SILENT_DAYS))
    figures = listing(
        (
            ("Geräte in Betrieb", len(working)),
            ("Älteste Arbeit, die auf einem Gerät wartet", span(oldest) if oldest else "keine"),
            (f"Seit {SILENT_DAYS} Tagen nichts gehört", sum(1 for one in working if one.seen_at < before)),
            ("Geräte mit Einträgen zu klären", sum(1 for one in working if one.told and one.told.conflicting)),
            ("Löschung angeordnet, nicht bestätigt", _unwiped(devices)),
            ("Letzte geprüfte Sicherung", moment(backed_up) if backed_up else tag("span", "noch keine", class_="bad")),
        )
    )
    heads = ("Gerät", "Stützpunkt", "Zustand", "Zuletzt gemeldet", "Wartet dort", "Zu klären", "Abgelehnt")
    rows = [_row(one) for one in devices]
    listed = table("Geräte", heads, rows) if rows else tag("p", "Noch kein Gerät ist aufgenommen.", class_="card")
    return page("Geräte", tag("section", figures), listed, account=account)


def _unwiped(devices: Sequence[Seen]) -> Part:
    """Return how many devices did not say that they have wiped, and since when the oldest was to."""
    open_since = sorted(one.wipe[0] for one in devices if one.wipe and one.unwiped)
    if not open_since:
        return "keine"
    return tag("span", f"{len(open_since)} (seit {moment(open_since[0])})", class_="bad")


def _row(one: Seen) -> tuple[Part, ...]:
    link = tag("a", one.title, href=f"/admin/geraete/{one.id}")
    state: Part = STATES[one.state]
    if one.state == "lost":
        state = joined((tag("span", STATES["lost"], class_="bad"), f" – {_wipe_words(one)}" if one.wipe else None))
    if one.told is None:
        return link, one.station_name, state, moment(one.seen_at), "–", "–", "–"
    waiting = f"{one.told.waiting} (älteste: {span(one.told.oldest_seconds)})" if one.told.waiting else "nichts"
    return link, one.station_name, state, moment(one.seen_at), waiting, one.told.conflicting, one.told.refused


def _wipe_words(one: Seen) -> str:
    """Return how an order to wipe stands, nothing where there is none."""
    if one.wipe is None:
        return ""
    made, _, ended = one.wipe
    return f"Löschung bestätigt {moment(ended)}" if ended else f"Löschung angeordnet {moment(made)}, nicht bestätigt"


def device(account: Account, one: Seen, done: str) -> str:
    """Return the page of one device."""
    parts = [said(DONE[done]) if done in DONE else None, tag("section", listing(_about(one)))]
    if one.ordered:
        rows = [
            (ORDERS[kind], moment(made), moment(handed), moment(ended)) for kind, made, handed, ended in one.ordered
        ]
        parts.append(table("Aufträge", ("Auftrag", "Erteilt", "Abgeholt", "Ausgeführt"), rows))
    parts.append(tag("div", *_ways(account, one), class_="row"))
    return page(one.title, *parts, account=account)


def _about(one: Seen) -> list[tuple[str, Part]]:
    about: list[tuple[str, Part]] = [
        ("Gerätenummer", one.id),
        ("Stützpunkt", one.station_name),
        ("Rolle", ROLES[one.role]),
        ("Zustand", f"{STATES[one.state]} – {_wipe_words(one)}" if one.wipe else STATES[one.state]),
        ("Aufgenommen", moment(one.enrolled_at)),
        ("Zuletzt gemeldet", moment(one.seen_at)),
        ("Löschungen, die es noch nicht bestätigt hat", one.unanswered),
    ]
    if one.told is not None:
        about += _told(one.told)
    return about


def _told(told: Health) -> list[tuple[str, Part]]:
    return [
        ("Wartet dort", told.waiting),
        ("Älteste wartende Arbeit", span(told.oldest_seconds) if told.waiting else "keine"),
        ("Zu klären", told.conflicting),
        ("Abgelehnt", told.refused),
        ("Uhr geht falsch um", span(abs(told.skew_seconds)) if abs(told.skew_seconds) >= 60 else "gar nicht"),
        ("Platz auf dem Datenträger", _room(told.disk_free)),
        ("Programm", told.version or "–"),
        ("Daten verschlüsselt", "ja" if told.encrypted else "nein"),
    ]


def _room(free: int) -> str:
    """Return how much room a disk has; a device of an earlier version does not say."""
    return f"{free / 1e9:.1f} GB".replace(".", ",") if free else "nicht gemeldet"


def _ways(account: Account, one: Seen) -> list[Html]:
    """Return what can be done with a device; what cannot be undone asks first."""
    here = f"/admin/geraete/{one.id}"
    ways = [tag("p", tag("a", "Verlustbericht", href=f"{here}/verlustbericht"))]
    if one.state != "lost":
        ways.insert(0, tag("p", tag("a", "Verloren melden …", href=f"{here}/verloren")))
    if one.state == "active":
        ways += [
            tag("p", tag("a", "Zugang sperren …", href=f"{here}/sperren")),
            form(f"{here}/auftrag", account, tag("button", "Bildschirm sperren lassen", type="submit")),
        ]
    return ways


def confirm(account: Account, one: Seen, act: str) -> str:
    """Return the question before a device is reported lost (``verloren``) or shut out (``sperren``)."""
    lost = act == "verloren"
    title = "Gerät verloren melden?" if lost else "Zugang sperren?"
    means = (
        "Das Gerät bekommt sofort keinen Zugang mehr. Meldet es sich noch einmal, erhält es den Auftrag, seine Daten "
        "zu löschen. Das lässt sich nicht zurücknehmen: taucht das Gerät wieder auf, wird es neu aufgenommen."
        if lost
        else "Das Gerät bekommt sofort keinen Zugang mehr. Seine Daten bleiben dort, auch was nicht gesendet ist."
    )
    here = f"/admin/geraete/{one.id}"
    button = tag("button", "Verloren melden" if lost else "Zugang sperren", type="submit", class_="grave")
    asked = form(f"{here}/{act}", account, button)
    back = tag("p", tag("a", "Abbrechen", href=here))
    about = listing((("Gerät", one.title), ("Stützpunkt", one.station_name), ("Zuletzt gemeldet", moment(one.seen_at))))
    return page(title, tag("section", about, tag("p", means), tag("div", asked, back, class_="row")), account=account)


def loss_report(account: Account, one: Seen, now: datetime) -> str:
    """Return the Verlustbericht: what was on a device as of its last contact, to be printed."""
    wipe = one.wipe
    about = [
        ("Gerätenummer", one.id),
        ("Gerät", one.title),
        ("Stützpunkt", one.station_name),
        ("Verloren gemeldet", moment(wipe[0]) if wipe else "nein"),
        ("Auftrag zum Löschen abgeholt", moment(wipe[1]) if wipe else "–"),
        ("Löschen bestätigt", (moment(wipe[2]) if wipe[2] else "nein, nicht bestätigt") if wipe else "–"),
        ("Letzter Kontakt", moment(one.seen_at)),
        ("Bericht vom", moment(text_of(now))),
    ]
    parts: list[Part] = [tag("section", listing(about))]
    if one.told is None:
        parts.append(
            said("Das Gerät hat nie einen Stand gemeldet. Was darauf war, ist hier nicht bekannt.", wrong=True)
        )
    else:
        parts += _on_it(one.told)
    parts.append(
        tag(
            "section",
            tag("h2", "Was zu bedenken ist"),
            tag(
                "p",
                "Wer den Datenträger kopiert, den halten Passphrase und Schlüsselbund auf, kein Auftrag zum Löschen.",
            ),
            tag(
                "p",
                "Ob die Verletzung der Aufsichtsbehörde zu melden ist, entscheidet der Verantwortliche mit dem oder "
                "der Datenschutzbeauftragten: binnen 72 Stunden, nachdem sie bekannt wurde (Art. 33 DSGVO).",
            ),
        )
    )
    return page("Verlustbericht", *parts, account=account)


def _on_it(told: Health) -> list[Part]:
    held = [
        ("Personen", told.persons),
        ("Vorgänge darauf", len(told.cases)),
        ("Nicht gesendet", told.waiting),
        ("Zu klären", told.conflicting),
        ("Daten verschlüsselt", "ja" if told.encrypted else "nein"),
        ("Prüfsumme des Protokolls", told.trail_head or "–"),
    ]
    cases = [(case.id, case.service, day(case.since)) for case in told.cases]
    listed = table("Vorgänge darauf", ("Vorgang", "Leistung", "Begonnen"), cases) if cases else None
    return [tag("section", tag("h2", "Was darauf war"), tag("p", _SENT), listing(held)), listed]


def invite(account: Account, stations: Sequence[tuple[str, str]], address: str, fault: str = "") -> str:
    """Return the form by which a device is let in."""
    roles = [(name, words) for name, words in ROLES.items() if account.sees_all or name == "pilot"]
    entries = form(
        "/admin/aufnehmen",
        account,
        choice("Stützpunkt", "station", stations),
        choice("Rolle", "role", roles),
        field("Name des Geräts", "name", maxlength="80"),
        field("Adresse des Portals", "address", address, required=True),
        tag("p", tag("button", "Code erzeugen", type="submit", class_="first")),
    )
    return page(
        "Gerät aufnehmen", said(fault, wrong=True) if fault else None, tag("section", entries, class_="narrow"),
        account=account,
    )  # fmt: skip


def invitation(account: Account, station: str, line: str) -> str:
    """Return the line a device joins with; it is shown once."""
    told = tag(
        "section",
        listing((("Stützpunkt", station), ("Gilt", "15 Minuten, für ein Gerät"))),
        tag("h2", "Diese Zeile am Gerät eingeben"),
        tag("p", tag("code", line)),
        tag("p", "Einstellungen, Portal, Beitreten. Die Zeile wird nur jetzt gezeigt; wer sie hat, kann beitreten."),
    )
    return page("Code für ein Gerät", told, account=account)


def missing(account: Account | None) -> str:
    """Return the page for what is not there, or not for this account."""
    return page("Das gibt es hier nicht", tag("p", tag("a", "Zu den Geräten", href="/admin")), account=account)


def refused(account: Account | None) -> str:
    """Return the page for a form that did not come from here."""
    words = "Die Seite war zu alt, oder die Anfrage kam von einer anderen Seite. Es wurde nichts geändert."
    return page("Nicht angenommen", said(words, wrong=True), tag("p", tag("a", "Zu den Geräten", href="/admin")),
                account=account)  # fmt: skip
