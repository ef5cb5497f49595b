"""The program in its window, in a process of its own, which does a round by itself: ``python -m …`` and a JSON line.

Reads one line: folder, keyring (hexadecimal), pilot. It stays until it is killed.
"""

from __future__ import annotations

import json
import sys
from functools import partial
from pathlib import Path

from lotse_app.crash import CrashHook
from lotse_app.paths import Places, resources
from lotse_app.ui.program import WindowProgram
from lotse_app.workflows.lanes import LaneName
from tests.desks import PASSPHRASE, PocketSecrets, make_program


def main() -> None:
    """Unlock and stay."""
    told = json.loads(sys.stdin.readline())
    secrets = PocketSecrets({name: bytes.fromhex(text) for name, text in told["keyring"].items()})
    program, clock = make_program(Path(told["folder"]), secrets)
    places = Places(Path(told["folder"]))
    hook = CrashHook(places.logs, clock)
    window = WindowProgram(program.unlocking, program.shelf, places, resources(), clock, hook)
    shell = window.build(["lotse"])
    window.begin()
    unlocking = program.unlocking
    opened = partial(unlocking.open, told["pilot"], unlocking.key(told["pilot"], PASSPHRASE))
    shell.show_desk(window.lanes.submit(LaneName.STORE, opened).result())
    window.stay()


if __name__ == "__main__":
    main()
