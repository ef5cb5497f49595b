"""``lotse`` at a terminal: what is found, said and written there, and what it does not understand."""

from __future__ import annotations

import argparse
import errno
import io
import json
import os
import subprocess
import sys

import pytest

from lotse_app import commands
from lotse_app.overriding import override


def _started(*arguments: str, encoding: str = "utf-8") -> subprocess.Popen[str]:
    command, pipe = [sys.executable, "-m", "lotse_app", *arguments], subprocess.PIPE
    said = os.environ | {"PYTHONIOENCODING": encoding}
    return subprocess.Popen(command, encoding="utf-8", env=said, stdin=pipe, stdout=pipe, stderr=pipe)


def test_nothing_found_is_said_and_something_found_is_not() -> None:
    said, complained = (nothing := _started("find", "xyzqqqq")).communicate()
    assert (said, nothing.returncode) == ("", 0)
    assert complained == "Dazu wurde keine Leistung gefunden. Bitte mit anderen Worten suchen.\n"
    said, complained = _started("find", "Ratten", "im", "Keller").communicate()
    assert said
    assert complained.startswith("Nichts Passendes gefunden.")
    said, complained = (dog := _started("find", "Hund", "anmelden")).communicate()
    assert "Hundesteuer" in said
    assert (complained, dog.returncode) == ("", 0)


def test_words_beside_batch_are_refused_at_once() -> None:
    said, complained = (run := _started("find", "--batch", "Hund")).communicate()
    assert (said, run.returncode) == ("", 2)
    assert complained == "Mit --batch steht in der Eingabe je Zeile eine Anfrage. Bitte die Worte dort angeben.\n"


@pytest.mark.parametrize("arguments", [("find", "Hund"), ("find", "--batch")])
def test_a_reader_who_has_enough_is_no_fault(arguments: tuple[str, ...]) -> None:
    run = _started(*arguments)
    assert run.stdin is not None
    assert run.stdout is not None
    assert run.stderr is not None
    run.stdout.close()  # before anything was written: every byte meets a closed pipe
    run.stdin.write("Hund\nWohngeld\n" * 20)
    run.stdin.close()
    assert run.stderr.read() == ""
    run.stderr.close()
    assert run.wait() == 0


class _Closed(io.StringIO):
    def __init__(self, code: int) -> None:
        super().__init__()
        self._code = code

    @override
    def write(self, _text: str, /) -> int:
        raise OSError(self._code, "closed")


def test_windows_says_it_in_another_way_and_a_full_disk_is_said(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "stdout", _Closed(errno.EINVAL))
    assert commands._write_lines(["eine Zeile"]) == 0
    assert capsys.readouterr().err == ""
    monkeypatch.setattr(sys, "stdout", _Closed(errno.ENOSPC))
    assert commands._write_lines(["eine Zeile"]) == 1
    assert "Bitte Platz schaffen" in capsys.readouterr().err


def test_a_terminal_without_umlauts_shows_the_rest_and_json_stays_utf_8() -> None:
    said, complained = _started("find", "Führerschein", encoding="ascii").communicate()
    assert "F?hrerschein" in said
    assert complained == ""
    said, complained = _started("find", "--batch", encoding="ascii").communicate("Führerschein\n")
    assert json.loads(said)["query"] == "Führerschein"
    assert complained == ""


@pytest.mark.parametrize("arguments", [("bogus",), ("restore",), ("find", "--falsch")])
def test_what_it_does_not_understand_is_said_in_german_and_names_no_inner_command(arguments: tuple[str, ...]) -> None:
    said, complained = (run := _started(*arguments)).communicate()
    assert (said, run.returncode) == ("", 2)
    assert complained.startswith("Aufruf: lotse")
    assert "--help" in complained.splitlines()[-1]
    assert "demo-child" not in complained


@pytest.mark.parametrize("arguments", [("--help",), ("find", "--help"), ("export", "--help")])
def test_the_help_is_german(arguments: tuple[str, ...]) -> None:
    said, complained = (run := _started(*arguments)).communicate()
    assert (complained, run.returncode) == ("", 0)
    assert "diese Hilfe zeigen" in said
    assert not [word for word in ("usage", "options", "arguments", "show") if word in said]


def test_every_command_says_in_german_what_is_to_be_put_where() -> None:
    parsers = [commands._parser()]
    asked = []
    for parser in parsers:
        for action in parser._actions:
            if isinstance(action, argparse._SubParsersAction):
                # One that is not listed is the program's own, for no person.
                parsers += [action.choices[shown.dest] for shown in action._choices_actions]
            else:
                asked.append((parser.prog, action))
    assert [(prog, action.dest) for prog, action in asked if not action.help] == []
    # What is left to argparse is called after the name in the code: OUT, text.
    takes_a_value = [(prog, action) for prog, action in asked if action.nargs != 0 and not action.choices]
    assert [(prog, action.dest) for prog, action in takes_a_value if not action.metavar] == []
    assert {metavar for _, action in takes_a_value if isinstance(metavar := action.metavar, str)} == {
        *("DATEI", "LAND", "NAME", "ORDNER", "TAG", "WORT", "ZUORDNUNG")
    }
    assert "lotse demo" in {prog for prog, _ in takes_a_value}  # the control: sub-commands were looked through
