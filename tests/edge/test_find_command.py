"""``lotse find`` at a terminal: nothing found is said, and a reader who has enough is no fault."""

from __future__ import annotations

import errno
import io
import subprocess
import sys

import pytest

from lotse_app import commands
from lotse_app.overriding import override


def _started(*arguments: str) -> subprocess.Popen[str]:
    command, pipe = [sys.executable, "-m", "lotse_app", *arguments], subprocess.PIPE
    return subprocess.Popen(command, encoding="utf-8", stdin=pipe, stdout=pipe, stderr=pipe)


def test_nothing_found_is_said_and_something_found_is_not() -> None:
    said, complained = (nothing := _started("find", "xyzqqqq")).communicate()
    assert (said, nothing.returncode) == ("", 0)
    assert complained == "Dazu wurde keine Leistung gefunden. Bitte mit anderen Worten suchen.\n"
    said, complained = (dog := _started("find", "Hund", "anmelden")).communicate()
    assert "Hundesteuer" in said
    assert (complained, dog.returncode) == ("", 0)


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


def test_windows_says_it_in_another_way_and_a_full_disk_is_still_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdout", _Closed(errno.EINVAL))
    assert not commands._write("eine Zeile\n")
    monkeypatch.setattr(sys, "stdout", _Closed(errno.ENOSPC))
    with pytest.raises(OSError, match="closed"):
        commands._write("eine Zeile\n")
