"""The admin page as a coordinator uses it: with a browser that runs no script."""

from __future__ import annotations

import json
import time
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
import requests
from joserfc import jws
from sqlalchemy import update

from lotse_portal import tables
from lotse_portal.admin import accounts, words
from lotse_portal.admin.markup import tag
from lotse_portal.cli import run
from lotse_portal.clock import text_of
from lotse_portal.database import embedded
from lotse_portal.limits import Limiter
from lotse_portal.operations import Role
from tests.portal.serving import Laptop, served
from tests.portal.visitor import Visitor

if TYPE_CHECKING:
    from pathlib import Path

    from tests.portal.serving import Served


def account(portal: Served, name: str, *stations: str) -> str:
    with portal.portal.database.write() as connection:
        now, ledger = portal.portal.clock.now(), portal.portal.ledger
        phrase = accounts.add(connection, ledger, name, frozenset(stations), now)
    assert phrase is not None
    return phrase


@pytest.fixture(scope="module")
def phrase(portal: Served) -> str:
    """Return the passphrase of the administrator."""
    return account(portal, "Frau Weber")


@pytest.fixture
def visitor(portal: Served, phrase: str) -> Visitor:
    visitor = Visitor(portal.url)
    assert visitor.sign_in("Frau Weber", phrase).headings == ["Geräte"]
    return visitor


def test_work_that_waits_on_a_silent_device_grows_older(portal: Served, visitor: Visitor) -> None:
    laptop = portal.device(portal.station("Stilles Dorf"))
    laptop.web.post(f"{portal.url}/v1/report", json={"waiting": 1, "oldest_seconds": 3 * 86_400}).raise_for_status()
    before = text_of(portal.portal.clock.now() - timedelta(days=10))
    with portal.portal.database.write() as connection:
        of_device = tables.devices.c.id == laptop.id
        connection.execute(update(tables.devices).where(of_device).values(seen_at=before))

    visitor.open(f"/admin/geraete/{laptop.id}")

    assert visitor.page.value("Älteste wartende Arbeit") == "13 Tage"


def test_a_device_is_let_in_reported_lost_and_its_verlustbericht_says_what_was_on_it(
    portal: Served, visitor: Visitor
) -> None:
    portal.station("Wilsdruff & Umland")
    visitor.follow("Gerät aufnehmen")
    visitor.press("Code erzeugen", {"Stützpunkt": "Wilsdruff & Umland", "Name des Geräts": "<b>Laptop 7</b>"})
    line = next(one for one in visitor.page.words if one.count("#") == 2)
    laptop = Laptop(portal.url, line.split("#")[2])
    laptop.join(line.split("#")[1]).raise_for_status()
    laptop.sign_on().raise_for_status()
    told = {
        "waiting": 4,
        "oldest_seconds": 3 * 86_400,
        "conflicting": 1,
        "persons": 23,
        "cases": [{"id": "vorgang-0001", "service": "Wohngeld", "since": "2026-11-03"}],
        "version": "0.6",
    }
    laptop.web.post(f"{portal.url}/v1/report", json=told).raise_for_status()

    assert "4 (älteste: 3 Tage)" in visitor.open("/admin").text
    visitor.follow("<b>Laptop 7</b>")
    assert visitor.page.value("Älteste wartende Arbeit") == "3 Tage"
    visitor.follow("Verloren melden …")
    assert visitor.page.headings == ["Gerät verloren melden?"]
    visitor.press("Verloren melden")
    assert words.DONE["verloren"] in visitor.page.text
    assert laptop.sign_on().json()["code"] == "device_lost"
    visitor.follow("Verlustbericht")

    values = {label: visitor.page.value(label) for label in ("Personen", "Nicht gesendet", "Daten verschlüsselt")}
    assert values == {"Personen": "23", "Nicht gesendet": "4", "Daten verschlüsselt": "ja"}
    assert visitor.page.value("Auftrag zum Löschen abgeholt") != "–"
    assert visitor.page.value("Löschen bestätigt") == "nein, nicht bestätigt"
    assert "vorgang-0001 Wohngeld 03.11.2026" in visitor.page.text
    assert "72 Stunden" in visitor.page.text


def test_a_wipe_nobody_confirmed_is_named_with_its_day_until_the_device_says_that_it_was_done(
    portal: Served, visitor: Visitor
) -> None:
    laptop = portal.device(portal.station())
    visitor.open(f"/admin/geraete/{laptop.id}/verloren")
    visitor.press("Verloren melden")
    ordered = visitor.open(f"/admin/geraete/{laptop.id}/verlustbericht").value("Verloren gemeldet")

    assert visitor.open("/admin").value("Löschung angeordnet, nicht bestätigt") != "keine"
    assert f"Löschung angeordnet {ordered}, nicht bestätigt" in visitor.page.text
    (signed,) = laptop.sign_on().json()["orders"]
    content = {"sub": laptop.id, "jti": json.loads(jws.extract_compact(signed.encode()).payload)["jti"]}
    done = jws.serialize_compact({"alg": "Ed25519"}, json.dumps(content), laptop.sign, algorithms=["Ed25519"])
    laptop.web.post(f"{portal.url}/v1/orders/receipts", json={"receipt": done}).raise_for_status()

    state = visitor.open(f"/admin/geraete/{laptop.id}").value("Zustand")
    assert state.startswith("verloren gemeldet – Löschung bestätigt")


def test_a_device_that_never_reported_is_shown_so(portal: Served, visitor: Visitor) -> None:
    laptop = portal.device(portal.station())

    visitor.open(f"/admin/geraete/{laptop.id}/verlustbericht")

    assert "nie einen Stand gemeldet" in visitor.page.text


def test_a_device_is_shut_out_and_another_locks_itself(portal: Served, visitor: Visitor) -> None:
    first, second = (portal.device(portal.station()) for _ in range(2))
    visitor.open(f"/admin/geraete/{first.id}")
    visitor.follow("Zugang sperren …")
    visitor.press("Zugang sperren")
    assert words.DONE["gesperrt"] in visitor.page.text
    assert "Zugang sperren …" not in visitor.page.links
    assert first.sign_on().json()["code"] == "device_revoked"

    visitor.open(f"/admin/geraete/{second.id}")
    visitor.press("Bildschirm sperren lassen")
    assert words.DONE["auftrag"] in visitor.page.text
    assert len(second.changes()["orders"]) == 1


def test_a_coordinator_sees_own_stations_only_and_lets_in_pilots_only(portal: Served) -> None:
    own, other = portal.station("Eigener"), portal.station("Fremder")
    mine, foreign = portal.device(own), portal.device(other)
    visitor = Visitor(portal.url)
    visitor.sign_in("Herr Koch", account(portal, "Herr Koch", own))

    assert ("Eigener" in visitor.page.text, "Fremder" in visitor.page.text) == (True, False)
    for path in ("", "/verloren", "/sperren", "/verlustbericht"):
        visitor.open(f"/admin/geraete/{foreign.id}{path}")
        assert (visitor.status, visitor.page.headings) == (404, ["Das gibt es hier nicht"])
    visitor.open(f"/admin/geraete/{mine.id}/verloren")
    key = visitor.page.forms[-1].fields["form_key"]
    for path in ("verloren", "sperren", "auftrag"):
        answer = visitor.web.post(f"{portal.url}/admin/geraete/{foreign.id}/{path}", data={"form_key": key})
        assert answer.status_code == 404
    assert foreign.sign_on().ok
    for wanted in ({"station": other, "role": "pilot"}, {"station": own, "role": "administrator"}, {}):
        answer = visitor.web.post(f"{portal.url}/admin/aufnehmen", data={"form_key": key} | wanted)
        assert (answer.status_code, "#" in answer.text.partition("<code>")[2]) == (400, False)
    assert set(visitor.open("/admin/aufnehmen").forms[-1].options["role"]) == {words.ROLES[Role.PILOT]}


def test_nobody_gets_in_without_the_passphrase_or_with_an_old_sign_in(portal: Served, phrase: str) -> None:
    visitor = Visitor(portal.url)
    for path in ("", "/aufnehmen", "/geraete/x", "/geraete/x/verlustbericht", "/geraete/x/verloren"):
        assert visitor.open(f"/admin{path}").headings == ["Anmelden"]
    for name, typed in (("Frau Weber", "0000-0000-0000-0000-0000"), ("Niemand", phrase), ("", "")):
        assert "stimmt nicht" in visitor.sign_in(name, typed).text
        assert visitor.status == 403
    assert visitor.sign_in("Frau Weber", phrase.lower().replace("0", "o")).headings == ["Geräte"]
    with portal.portal.database.write() as connection:
        connection.execute(update(tables.sign_ins).values(seen_at=int(time.time()) - accounts.IDLE - 5))
    assert visitor.open("/admin").headings == ["Anmelden"]

    visitor.sign_in("Frau Weber", phrase)
    cookies = visitor.web.cookies.copy()
    visitor.press("Abmelden")
    visitor.web.cookies = cookies
    assert visitor.open("/admin").headings == ["Anmelden"]


def test_a_form_of_another_site_or_without_its_key_changes_nothing(portal: Served, visitor: Visitor) -> None:
    laptop = portal.device(portal.station())
    target = f"{portal.url}/admin/geraete/{laptop.id}/verloren"
    visitor.open(f"/admin/geraete/{laptop.id}/verloren")
    key = visitor.page.forms[-1].fields["form_key"]
    attempts: list[tuple[dict[str, str], dict[str, str]]] = [
        ({}, {}),
        ({"form_key": "x"}, {}),
        ({"form_key": key}, {"Origin": "https://anderswo.example"}),
        ({"form_key": key}, {"Origin": "null"}),
        ({"form_key": key}, {"Sec-Fetch-Site": "cross-site"}),
        ({"form_key": key}, {"Sec-Fetch-Site": "same-site"}),
    ]
    for fields, headers in attempts:
        assert visitor.web.post(target, data=fields, headers=headers).status_code == 403
        assert visitor.web.get(target, params=fields, headers=headers).status_code == 200  # asks, does nothing
    assert laptop.sign_on().ok
    entered = {"name": "Frau Weber", "phrase": "x"}
    foreign = {"Origin": "https://anderswo.example"}
    assert "Nicht angenommen" in requests.post(f"{portal.url}/admin/anmelden", entered, headers=foreign, timeout=9).text

    good = {"Origin": portal.url, "Sec-Fetch-Site": "same-origin"}
    assert visitor.web.post(target, data={"form_key": key}, headers=good).status_code == 200
    assert laptop.sign_on().json()["code"] == "device_lost"


def test_every_page_forbids_scripts_frames_and_foreign_targets(portal: Served, visitor: Visitor) -> None:
    laptop = portal.device(portal.station())
    paths = ["", "/aufnehmen", "/anmelden", "/style.css", f"/geraete/{laptop.id}", "/geraete/nichts"]
    for path in paths:
        headers = visitor.web.get(f"{portal.url}/admin{path}").headers
        policy = dict(one.strip().split(" ", 1) for one in headers["Content-Security-Policy"].split(";"))
        assert policy == {
            "default-src": "'none'",
            "style-src": "'self'",
            "form-action": "'self'",
            "frame-ancestors": "'none'",
            "base-uri": "'none'",
        }
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Cache-Control"] == "no-store"
    answer = requests.post(
        f"{portal.url}/admin/anmelden",
        data={"name": "Frau Weber", "phrase": account(portal, "Herr Lang")},
        headers={"Host": "portal.example"},
        timeout=9,
    )
    assert answer.status_code == 403
    entered = {"name": "Frau Blau", "phrase": account(portal, "Frau Blau")}
    for host, cookie in (("portal.example", "__Host-lotse="), ("127.0.0.1", "lotse=")):
        answer = requests.post(
            f"{portal.url}/admin/anmelden", data=entered, headers={"Host": host}, timeout=9, allow_redirects=False
        )
        set_cookie = answer.headers["Set-Cookie"]
        assert set_cookie.startswith(cookie)
        assert {"HttpOnly", "SameSite=strict", "Path=/"} <= set(set_cookie.split("; "))
        assert ("Secure" in set_cookie.split("; ")) == (host == "portal.example")


def test_whoever_guesses_passphrases_has_to_wait(tmp_path: Path) -> None:
    with served(tmp_path, embedded(tmp_path), sign_ins=Limiter(time.monotonic, burst=2, each_second=0.01)) as running:
        visitor = Visitor(running.url)
        seen = [(visitor.sign_in("Admin", "x").text, visitor.status)[1] for _ in range(3)]

    assert seen == [403, 403, 429]
    assert "Zu viele Versuche" in visitor.page.text


def test_accounts_are_made_listed_and_removed_and_stay_so_after_a_restore(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    where = ["--data", str(tmp_path)]

    def said(*command: str) -> str:
        capsys.readouterr()
        run([*command, *where])
        heard = capsys.readouterr()
        return (heard.out + heard.err).strip()

    said("init")
    station = said("station", "add", "--name", "Wilsdruff")
    assert said("admin", "add", "--name", "A").count("-") == 4
    said("admin", "add", "--name", "B", "--station", station)
    assert "kennt das Portal nicht" in said("admin", "add", "--name", "C", "--station", "x")
    assert "gibt es schon" in said("admin", "add", "--name", "A")
    backup = said("backup", "--to", str(tmp_path)).split("\t")[0]
    said("admin", "remove", "--name", "A")
    assert "gibt es nicht" in said("admin", "remove", "--name", "A")
    said("admin", "add", "--name", "D")
    for left in tmp_path.glob("portal.db*"):
        left.unlink()
    said("restore", backup)

    assert said("admin", "list") == f"B\t{station}\nD\talle Stützpunkte"
    assert said("check") == "Alles passt zusammen."


def test_text_is_never_markup_and_spans_are_said_in_their_largest_unit() -> None:
    assert tag("p", '<a href="x">', title='"') == '<p title="&quot;">&lt;a href=&quot;x&quot;&gt;</p>'
    assert [words.span(seconds) for seconds in (5, 60, 7200, 86_400, 200_000)] == [
        "unter einer Minute",
        "1 Minute",
        "2 Stunden",
        "1 Tag",
        "2 Tage",
    ]
    assert (words.moment(""), words.moment("2026-07-01T22:30:00Z")) == ("–", "02.07.2026, 00:30 Uhr")
    assert (words.day("2026-11-03"), words.day(""), words.day("bald")) == ("03.11.2026", "–", "bald")
