"""The portal as a person runs it: made, served, stopped, killed inside a push, and what it writes to its log."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import socket
import threading
import time
from typing import TYPE_CHECKING

import requests

from lotse_portal.cli import run
from lotse_portal.serving import door
from tests.portal.processes import process
from tests.portal.serving import Laptop

if TYPE_CHECKING:
    import subprocess
    from pathlib import Path

    import pytest

#: `make faults` asks for 300.
KILLS = int(os.environ.get("LOTSE_PORTAL_KILLS", "3"))


def command(capsys: pytest.CaptureFixture[str], folder: Path, *words: str) -> str:
    assert run([*words, "--data", str(folder)]) == 0
    return capsys.readouterr().out.strip()


def joined(capsys: pytest.CaptureFixture[str], folder: Path, url: str) -> Laptop:
    station = command(capsys, folder, "station", "add", "--name", "Testdorf")
    _, code, fingerprint = command(capsys, folder, "enrol", "--station", station, "--url", url).split("#")
    laptop = Laptop(url, fingerprint)
    laptop.join(code).raise_for_status()
    laptop.sign_on().raise_for_status()
    return laptop


def test_a_portal_is_made_once_and_says_what_to_do_where_there_is_none(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["serve", "--data", str(tmp_path / "none")]) == 1
    assert "lotse-portal init" in capsys.readouterr().err
    assert "Fingerabdruck" in command(capsys, tmp_path, "init")
    assert run(["init", "--data", str(tmp_path)]) == 1
    assert (tmp_path / "portal-keys.json").stat().st_mode & 0o077 == 0


def test_a_served_portal_answers_with_its_nonce_stops_gracefully_and_logs_no_content(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    command(capsys, tmp_path, "init")
    with process(tmp_path) as (url, running):
        laptop = joined(capsys, tmp_path, url)
        laptop.push(laptop.session(result="MARKERWORT")).raise_for_status()
        hello = requests.get(f"{url}/v1/hello", params={"nonce": "MARKERNONCE"}, timeout=5)
        running.send_signal(signal.SIGTERM)
        assert running.wait(20) == 0

    log = (tmp_path / "log").read_text("utf-8")
    assert (hello.headers["X-Lotse"], hello.json()["nonce"]) == ("1", "MARKERNONCE")
    assert "POST /v1/push 200" in [json.loads(line)["message"] for line in log.splitlines()]
    assert "MARKER" not in log
    assert laptop.id in command(capsys, tmp_path, "device", "list")


def test_small_answers_go_out_at_once_and_do_not_wait_for_the_other_side() -> None:
    """That is asked for (TCP_NODELAY) of sockets that say they speak TCP, and of no others."""
    with door("127.0.0.1", 0) as at:
        assert at.proto == socket.IPPROTO_TCP
        assert at.getsockname()[0] == "127.0.0.1"


def test_a_portal_killed_inside_pushes_has_taken_each_batch_whole_or_not(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    command(capsys, tmp_path, "init")
    with process(tmp_path) as (url, running):
        laptop = joined(capsys, tmp_path, url)
        running.kill()
    acknowledged: set[str] = set()
    batches: list[list[dict[str, object]]] = []
    for number in range(KILLS):
        with process(tmp_path) as (url, running):
            laptop.url = url
            laptop.sign_on().raise_for_status()  # so many rounds outlast a token
            pushed = threading.Event()
            killer = threading.Thread(target=_kill_soon, args=(running, pushed, 0.0015 * (number % 40)))
            killer.start()
            for batch in batches or [[laptop.session() for _ in range(50)]]:
                batches = batches or [batch]
                pushed.set()
                with contextlib.suppress(requests.ConnectionError):
                    answer = laptop.push(*batch)
                    answer.raise_for_status()
                    acknowledged |= {str(one["id"]) for one in batch}
                    batches = []
            killer.join()

    with process(tmp_path) as (url, _):
        laptop.url = url
        there = set(laptop.everything())
        waiting = [str(one["id"]) for batch in batches for one in batch]
        assert acknowledged <= there
        assert len(set(waiting) & there) in {0, len(waiting)}
        for batch in batches:
            laptop.push(*batch).raise_for_status()
        assert {row["version"] for row in laptop.everything().values()} == {1}
        assert len(laptop.everything()) == laptop.seq


def _kill_soon(running: subprocess.Popen[bytes], pushed: threading.Event, after: float) -> None:
    pushed.wait(20)
    time.sleep(after)
    running.kill()
