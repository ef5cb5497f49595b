"""Gives broken inputs to importer and form loader in a process of their own, and counts how each ended.

An input may end in a form or in a refusal with words. Everything else is a crash: any other exception, a process that
dies, memory beyond the limit. It is a hang where it took more than two seconds of the processor.
"""

from __future__ import annotations

import json
import os
import resource
import select
import subprocess
import sys
import tempfile
import time
import tomllib
import traceback
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from lotse_app.forms.facts import read_form
from lotse_app.forms.incoming import Chosen, examine, translate
from lotse_app.forms.pair import File, read_pair
from lotse_app.models.problems import Code, ProblemError
from tests.faults.fuzz_inputs import given

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tests.faults.fuzz_inputs import Given

ROOT = Path(__file__).parents[2]
#: Seconds of the processor an input may take; a machine under load takes longer on the clock, not here.
HANG = 2.0
#: Seconds on the clock after which a process that uses no processor counts as hanging as well.
STILL = 60.0
_MEMORY = 3 << 30
_REFUSALS = frozenset({Code.XDF_REFUSED, Code.FORM_REFUSED})
_TICKS = os.sysconf("SC_CLK_TCK")


@dataclass(slots=True)
class Tally:
    """What became of so many inputs."""

    seed: str
    inputs: int = 0
    made: Counter[str] = field(default_factory=Counter)
    refused: Counter[str] = field(default_factory=Counter)
    crashes: list[tuple[int, str, str]] = field(default_factory=list)
    hangs: list[tuple[int, str, str]] = field(default_factory=list)
    slowest: tuple[float, int, str] = (0.0, 0, "")


def try_one(one: Given, folder: Path) -> str:
    """Give one input to what reads it; return ``made`` or ``refused``. Raises what must not happen."""
    try:
        if one.kind == "form.toml":
            return _facts(one.parts[0])
        if one.kind in {"JSON, bytes", "JSON, structure", "small forms", "shipped forms"}:
            names = ("schema.json", "uischema.json")
            examine(read_pair(tuple(File(*two) for two in zip(names, one.parts, strict=True))))
        else:
            for name, content in zip(("S1.xml", "liste.xml"), (*one.parts, b"")[:2], strict=True):
                (folder / name).write_bytes(content)
            chosen = Chosen((File("S1.xml", one.parts[0]),), folder / "S1.xml", "")
            examine(translate(chosen, "SN"))
    except ProblemError as error:
        code, params = error.problem.code, dict(error.problem.params)
        assert code in _REFUSALS, code
        assert int(params["line"]) >= 1
        assert params["element"]
        assert params["reason"]
        return "refused"
    return "made"


def _facts(content: bytes) -> str:
    try:
        facts = tomllib.loads(content.decode("utf-8"))
    except ValueError:
        return "refused"
    faults: list[str] = []
    read_form(str(facts.get("id", "")), facts, {"type": "object"}, {}, faults)
    return "refused" if faults else "made"


# the process that may die ---------------------------------------------------------------------

#: Inputs that fail on purpose: the positive control.
PLANTED: dict[str, Callable[[], object]] = {
    "exception": lambda: {}["nirgends"],  # type: ignore[index]  # it is to fail
    "hang": lambda: [None for _ in iter(int, 1)],
    "death": os.abort,
}


def work(seed: str, start: int, end: int, plant: str) -> None:
    """Try the inputs of a range; tell on stdout what begins and how it ended."""
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    with tempfile.TemporaryDirectory() as name:
        for number in range(start, end):
            one = given(seed, number)
            _tell("begin", number, one.kind)
            began = time.process_time()
            try:
                if plant and number == end - 1:
                    PLANTED[plant]()
                ended = try_one(one, Path(name))
            except BaseException as error:  # noqa: BLE001 - whatever it is, it must not happen and is counted
                ended = f"crash {type(error).__name__} {_where(error)}"
            _tell("end", number, one.kind, ended, round(time.process_time() - began, 4))


def _where(error: BaseException) -> str:
    frames = traceback.extract_tb(error.__traceback__)
    ours = [frame for frame in frames if "lotse_app" in frame.filename] or list(frames)
    return f"{Path(ours[-1].filename).name}:{ours[-1].lineno}" if ours else "?"


def _tell(*told: object) -> None:
    sys.stdout.write(json.dumps(told) + "\n")
    sys.stdout.flush()


# the process that counts ----------------------------------------------------------------------


class Fuzz:
    """Runs a range of inputs; a process that dies or hangs is replaced behind the input it fell over."""

    def __init__(self, seed: str, plant: str = "") -> None:
        self.tally = Tally(seed)
        self._plant = plant

    def run(self, start: int, end: int) -> Tally:
        """Try the inputs from ``start`` to ``end``."""
        while start < end:
            start = self._some(start, end) + 1
        return self.tally

    def _some(self, start: int, end: int) -> int:
        """Return the number of the last input that was tried."""
        command = [sys.executable, "-W", "error", "-m", "tests.faults.fuzzing", self.tally.seed, str(start), str(end)]
        with subprocess.Popen(
            [*command, self._plant], cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        ) as process:
            assert process.stdout is not None
            try:
                return self._listen(process, process.stdout, start)
            finally:
                process.kill()

    def _listen(self, process: subprocess.Popen[str], out: IO[str], start: int) -> int:
        number, kind, since, clock = start - 1, "start", 0.0, time.monotonic()
        for line in _lines(out.fileno()):
            if line is None:
                used, waited = _used(process.pid) - since, time.monotonic() - clock
                if kind != "start" and (used > HANG or waited > STILL):
                    return self._note(self.tally.hangs, number, kind, f"{used:.0f} s")
                continue
            told: list[Any] = json.loads(line) if line else []
            if not told:
                if kind == "end" and process.wait() == 0:
                    return number
                last = (process.stderr.read() if process.stderr else "")[-300:]
                return self._note(self.tally.crashes, max(number, start), kind, f"exit {process.wait()} {last}")
            if told[0] == "begin":
                number, kind, since, clock = told[1], told[2], _used(process.pid), time.monotonic()
            else:
                self._count(*told[1:])
                kind = "end"
        return number

    def _note(self, where: list[tuple[int, str, str]], number: int, kind: str, words: str) -> int:
        self.tally.inputs += 1
        where.append((number, kind, words))
        return number

    def _count(self, number: int, kind: str, ended: str, seconds: float) -> None:
        tally = self.tally
        tally.inputs += 1
        tally.slowest = max(tally.slowest, (seconds, number, kind))
        if seconds > HANG:
            tally.hangs.append((number, kind, f"{seconds:.1f} s"))
        if ended.startswith("crash"):
            tally.crashes.append((number, kind, ended))
        else:
            (tally.made if ended == "made" else tally.refused)[kind] += 1


def _lines(source: int) -> Iterator[str | None]:
    """Yield whole lines, None for each second without one, and an empty one at the end; nothing is held back."""
    held = b""
    while True:
        if not select.select([source], [], [], 1.0)[0]:
            yield None
            continue
        came = os.read(source, 1 << 16)
        *lines, held = (held + came).split(b"\n")
        yield from (line.decode() for line in lines)
        if not came:
            yield ""
            return


def _used(pid: int) -> float:
    """Return the seconds of the processor a process has used; 0 where it is gone."""
    try:
        parts = Path(f"/proc/{pid}/stat").read_text("utf-8").rpartition(")")[2].split()
    except OSError:
        return 0.0
    return (int(parts[11]) + int(parts[12])) / _TICKS


if __name__ == "__main__":
    work(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), sys.argv[4] if len(sys.argv) > 4 else "")
