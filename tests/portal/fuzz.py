"""schemathesis over the checked-in contract, against a portal really served: ``python -m tests.portal.fuzz EXAMPLES``.

A device of one station asks; another station holds records that say ``FREMDES``, which no answer may. Server errors,
answers that are not as the contract says, and answers without the portal's mark fail too. Ends with 1 where any did.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

from lotse_portal.database import embedded
from scripts.contract import TARGET
from tests.forms.oracle.node import ROOT
from tests.portal.serving import served

FOREIGN = "FREMDES"
_CHECKS = (
    "not_a_server_error,status_code_conformance,content_type_conformance,response_schema_conformance,ignored_auth,"
    "nothing_of_a_foreign_station"
)


def run(examples: int, phases: str = "coverage,fuzzing", only: str = "", *, leaking: bool = False) -> tuple[int, str]:
    """Run schemathesis; return its exit status and what it says at the end.

    ``only`` is one path. ``leaking`` lets the device ask as one of the foreign station: the control that must fail.
    """
    with tempfile.TemporaryDirectory() as name, served(Path(name), embedded(Path(name))) as portal:
        stranger, laptop = portal.device(portal.station()), portal.device(portal.station())
        laptop = stranger if leaking else laptop
        stranger.push(stranger.session(result=FOREIGN)).raise_for_status()
        command = [
            str(Path(sys.executable).parent / "schemathesis"), "run", str(TARGET), "--url", portal.url,
            "--phases", phases, "--max-examples", str(examples), "--checks", _CHECKS, "--generation-database", "none",
            "--header", f"Authorization: {laptop.web.headers['Authorization']!s}", "--no-color", "--seed", "6",
            "--suppress-health-check", "all", "--warnings", "off",
        ]  # fmt: skip
        command += ["--include-path", only] if only else []
        hooks = {"SCHEMATHESIS_HOOKS": "tests.portal.fuzz_checks", "LOTSE_FOREIGN": FOREIGN, "PYTHONPATH": str(ROOT)}
        done = subprocess.run(
            command, cwd=name, env={**os.environ, **hooks}, capture_output=True, text=True, check=False, timeout=7200
        )
    return done.returncode, done.stdout + done.stderr


def generated(said: str) -> int:
    """Return how many cases schemathesis says it made."""
    found = re.search(r"(\d[\d,]*) generated", said)
    return int(found[1].replace(",", "")) if found else 0


def main() -> int:
    """Run as many examples an endpoint as asked."""
    status, said = run(int(sys.argv[1]) if len(sys.argv) > 1 else 1000)
    sys.stdout.write(said)
    return status


if __name__ == "__main__":
    sys.exit(main())
