"""The commands of the portal as its operator uses them: what they do, and what they say when they cannot."""

from __future__ import annotations

import base64
import io
import json
import socket
import zipfile
from typing import TYPE_CHECKING

import pytest
import requests
from joserfc.jwk import OKPKey

from lotse_portal import bundles
from lotse_portal.cli import run
from tests.portal.databases import fresh_database
from tests.portal.processes import process
from tests.portal.serving import Laptop

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


@pytest.fixture(params=["sqlite", "postgresql"])
def where(request: pytest.FixtureRequest, tmp_path: Path) -> list[str]:
    """Return the words that name a portal's folder and its empty database."""
    folder = ["--data", str(tmp_path / "portal")]
    if request.param == "sqlite":
        return folder
    return [*folder, "--database", fresh_database(request.getfixturevalue("postgres_server"))]


@pytest.fixture
def said(capsys: pytest.CaptureFixture[str]) -> Callable[..., tuple[int, str, str]]:
    """Return a way to run a command: its exit status, what it says, what it complains of."""

    def say(*words: str) -> tuple[int, str, str]:
        capsys.readouterr()
        status = run(words)
        heard = capsys.readouterr()
        return status, heard.out.strip(), heard.err.strip()

    return say


def test_a_portal_is_made_filled_backed_up_and_brought_back(
    where: list[str], said: Callable[..., tuple[int, str, str]], tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    assert said("init", *where)[1].startswith("Portal eingerichtet. Fingerabdruck: ")
    station = said("station", "add", "--name", "Wilsdruff", *where)[1]
    assert said("station", "list", *where)[1] == f"{station}\tWilsdruff"
    assert said("station", "add", *where) == (2, "", "Bitte --name angeben: so heißt der Stützpunkt in Listen.")
    assert said("enrol", "--station", station, *where)[1].count("#") == 2
    file = said("backup", "--to", str(tmp_path / "sicherung"), *where)[1].split("\t")[0]
    assert said("check", *where)[1] == "Alles passt zusammen."
    assert "nur in eine leere" in said("restore", file, *where)[2]

    if "--database" in where:
        elsewhere = [*where[:3], fresh_database(request.getfixturevalue("postgres_server"))]
    else:
        for left in (tmp_path / "portal").glob("portal.db*"):
            left.unlink()
        elsewhere = where
    assert said("restore", file, *elsewhere)[1].startswith("Zurückgespielt. Epoche 2;")
    assert said("station", "list", *elsewhere)[1] == f"{station}\tWilsdruff"
    assert said("check", *elsewhere)[1] == "Alles passt zusammen."


def test_no_device_is_invited_to_an_address_it_does_not_take(
    said: Callable[..., tuple[int, str, str]], tmp_path: Path
) -> None:
    portal = ["--data", str(tmp_path)]
    said("init", *portal)
    station = said("station", "add", "--name", "Wilsdruff", *portal)[1]
    status, out, complaint = said("enrol", "--station", station, "--url", "http://portal.example", *portal)
    assert (status, out) == (2, "")
    assert "--url https://" in complaint
    for url in ("https://portal.example", "http://localhost:8730", "http://127.0.0.1:8730"):
        assert said("enrol", "--station", station, "--url", url, *portal)[1].startswith(f"{url}#")


def test_what_cannot_be_done_is_said_with_what_to_do(said: Callable[..., tuple[int, str, str]], tmp_path: Path) -> None:
    portal, nowhere = ["--data", str(tmp_path / "da")], ["--data", str(tmp_path / "nirgends")]
    said("init", *portal)
    backup = said("backup", "--to", str(tmp_path), *portal)[1].split("\t")[0]
    unreachable = "postgresql+psycopg://x@127.0.0.1:1/x"
    (tmp_path / "datei").write_text("x", "utf-8")
    refusals = {
        "zuerst lotse-portal init": ["check", *nowhere],
        "Es bleibt, wie es ist": ["init", *portal],
        "station list zeigt alle": ["enrol", "--station", "x", *portal],
        "device list zeigt alle": ["device", "lost", "x", *portal],
        "Diese Datei gibt es nicht": ["restore", str(tmp_path / "fehlt.gz"), *portal],
        "Diese Sicherung ist beschädigt": ["restore", str(tmp_path / "datei"), *portal],
        "Legen Sie portal-keys.json und ledger.jsonl": ["restore", backup, *nowhere],
        "Die Datenbank antwortet nicht": ["check", *portal, "--database", unreachable],
        "Diese Art Datenbank": ["check", *portal, "--database", "mysql://x"],
        "Bitte --host prüfen": ["serve", *portal, "--host", "300.1.1.1"],
        "Bitte --name angeben": ["admin", "add", *portal, "--name", " "],
        "Rechte und Platz": ["backup", "--to", str(tmp_path / "datei" / "x"), *portal],
    }

    for words, command in refusals.items():
        status, out, complaint = said(*command)
        assert (status, out) == (1, ""), command
        assert words in complaint, command


def test_without_the_ledger_nothing_comes_back_and_none_is_made_up(
    said: Callable[..., tuple[int, str, str]], tmp_path: Path
) -> None:
    portal = ["--data", str(tmp_path)]
    said("init", *portal)
    backup = said("backup", "--to", str(tmp_path), *portal)[1].split("\t")[0]
    (tmp_path / "ledger.jsonl").unlink()
    for command in (["backup", "--to", str(tmp_path)], ["check"]):
        status, out, complaint = said(*command, *portal)
        assert (status, "Das Register (ledger.jsonl) fehlt" in out + complaint) == (1, True)
    for left in tmp_path.glob("portal.db*"):
        left.unlink()

    assert "Das Register" in said("restore", backup, *portal)[2]
    assert not (tmp_path / "ledger.jsonl").exists()


def test_a_port_that_is_taken_is_said(said: Callable[..., tuple[int, str, str]], tmp_path: Path) -> None:
    said("init", "--data", str(tmp_path))
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        assert "hört schon ein anderes Programm" in said("serve", "--data", str(tmp_path), "--port", port)[2]


def test_a_catalogue_is_signed_elsewhere_published_once_and_read_by_devices_only(
    where: list[str], said: Callable[..., tuple[int, str, str]], tmp_path: Path
) -> None:
    said("init", *where)
    files, key, bundle = tmp_path / "katalog", str(tmp_path / "key.json"), tmp_path / "katalog.zip"
    files.mkdir()
    (files / "katalog.sqlite").write_bytes(b"Wohngeld")
    sign = ["catalogue", "sign", "--folder", str(files), "--key", key, "--to", str(bundle)]
    publish = ["catalogue", "publish", str(bundle), *where]
    assert "gibt es nicht" in said(*sign, "--version", "2026.11.22")[2]
    for day in ("3", "2026.13.42"):
        assert "heißt nach ihrem Tag" in said(*sign, "--new-key", "--version", day)[2]
    fingerprint = said(*sign, "--new-key", "--version", "2026.11.22")[1].split("\t")[-1]

    assert "Diesen Schlüssel gibt es schon" in said(*sign, "--new-key", "--version", "2026.11.22")[2]
    assert "von anderen unterschrieben" in said(*publish)[2]
    assert "2026.11.22 veröffentlicht" in said(*publish, "--publisher", fingerprint)[1]
    assert "oder eine neuere ist schon veröffentlicht" in said(*publish)[2]

    station = said("station", "add", "--name", "Wilsdruff", *where)[1]
    _, code, pinned = said("enrol", "--station", station, *where)[1].split("#")
    with process(tmp_path / "portal", *where[2:]) as (url, _):
        laptop = Laptop(url, pinned)
        laptop.join(code).raise_for_status()
        assert requests.get(f"{url}/v1/catalogue/2026.11.22", timeout=5).status_code == 401
        laptop.sign_on().raise_for_status()
        pointer = laptop.changes()["catalogue"]
        answer = laptop.web.get(f"{url}/v1/catalogue/{pointer}")
        again = laptop.web.get(f"{url}/v1/catalogue/{pointer}", headers={"If-None-Match": answer.headers["ETag"]})
        missing = laptop.web.get(f"{url}/v1/catalogue/2020.01.01")
    assert told_by(answer.content) == (pointer, fingerprint, b"Wohngeld")
    assert (again.status_code, again.content, missing.status_code) == (304, b"", 404)


def told_by(content: bytes) -> tuple[str, str, bytes]:
    """Return version, publisher and the one file of a bundle, as a device reads it."""
    bundle = bundles.read(content)
    return bundle.version, bundle.publisher, bundle.files["katalog.sqlite"]


def test_a_catalogue_of_another_publisher_is_never_published(
    said: Callable[..., tuple[int, str, str]], tmp_path: Path
) -> None:
    where = ["--data", str(tmp_path)]
    said("init", *where)
    for name, version in (("a", "2026.11.22"), ("b", "2026.11.23")):
        key = bundles.make_publisher(tmp_path / f"{name}.json")
        (tmp_path / name).write_bytes(bundles.sign({"x": b"1"}, version, key))
    own = bundles.read((tmp_path / "a").read_bytes()).publisher
    other = bundles.read((tmp_path / "b").read_bytes()).publisher
    assert said("catalogue", "publish", str(tmp_path / "a"), "--publisher", own, *where)[0] == 0

    refused = said("catalogue", "publish", str(tmp_path / "b"), "--publisher", other, *where)

    assert "von anderen unterschrieben" in refused[2]


@pytest.mark.parametrize(
    ("old", "new", "flaw"),
    [(b"Wohngeld", b"Wohngelt", "changed"), (b"2026.11.22", b"2027.11.22", "unsigned"), (b"PK", b"XX", "unreadable")],
)
def test_a_bundle_that_was_changed_is_refused(old: bytes, new: bytes, flaw: str) -> None:
    key = OKPKey.generate_key("Ed25519")
    whole = bundles.sign({"katalog": b"Wohngeld"}, "2026.11.22", key)
    assert bundles.read(whole).files == {"katalog": b"Wohngeld"}

    with pytest.raises(bundles.BundleError) as refused:
        bundles.read(altered(whole, old, new))

    assert refused.value.flaw == flaw


def altered(content: bytes, old: bytes, new: bytes) -> bytes:
    """Return a bundle with bytes of its parts (or of the archive itself) exchanged."""
    if old in content:
        return content.replace(old, new)
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as before, zipfile.ZipFile(made, "w") as after:
        for name in before.namelist():
            body = before.read(name).replace(old, new)
            if name == "manifest.jws":
                head, payload, signature = body.split(b".")
                told = base64.urlsafe_b64decode(payload + b"=" * (-len(payload) % 4)).replace(old, new)
                body = b".".join([head, base64.urlsafe_b64encode(told).rstrip(b"="), signature])
            after.writestr(name, body)
    return made.getvalue()


def test_only_plain_names_of_a_version_are_signed(tmp_path: Path) -> None:
    key = bundles.make_publisher(tmp_path / "key")
    assert json.loads((tmp_path / "key").read_text("utf-8"))["kty"] == "OKP"
    assert (tmp_path / "key").stat().st_mode & 0o077 == 0
    for files, version, flaw in (
        ({"../x": b""}, "2026.11.22", "name"),
        ({"manifest.jws": b""}, "2026.11.22", "name"),
        ({}, "2026.11.22", "large"),
        ({"x": b""}, "morgen", "version"),
    ):
        with pytest.raises(bundles.BundleError) as refused:
            bundles.sign(files, version, key)
        assert refused.value.flaw == flaw
    (tmp_path / "key").write_text("{}", "utf-8")
    with pytest.raises(bundles.BundleError):
        bundles.read_publisher(tmp_path / "key")
    assert bundles.order("2026.11.22") < bundles.order("2026.11.22.1") < bundles.order("2026.11.23")
