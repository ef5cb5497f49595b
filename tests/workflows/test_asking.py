"""How commands come to the passphrase where there is no terminal."""

from __future__ import annotations

import subprocess
import sys

ASK = "from lotse_app.errands import asked; print([asked('Passphrase: '), asked('Passphrase: ')])"


def test_without_a_terminal_a_line_of_the_standard_input_is_read_and_nobody_is_warned_in_english() -> None:
    run = subprocess.run(
        [sys.executable, "-c", ASK],
        input="Größe 7 \r\nzweite",
        capture_output=True,
        encoding="utf-8",
        check=True,
        start_new_session=True,  # a session without a terminal
        env={"PYTHONUTF8": "1"},
    )
    assert (run.stdout.strip(), run.stderr) == ("['Größe 7 ', 'zweite']", "")
