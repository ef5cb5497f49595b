"""The house rules hold, and each of them would notice."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import pytest

from scripts.house import ROOT, Source, sources
from tests.architecture import rules
from tests.architecture.rules import RULES

if TYPE_CHECKING:
    from tests.architecture.rules import Rule

UI = "lotse_app/ui/planted.py"
STORE = "lotse_app/store/planted.py"
TEST = "tests/store/test_planted.py"

#: For each rule: a file that breaks it, and one close by that does not.
PLANTED: list[tuple[Rule, str, str, str]] = [
    (rules.long_files, STORE, "x = 1\n" * 401, "x = 1\n" * 400),
    (rules.long_functions, STORE, "def f():\n" + "    x = 1\n" * 40, "def f():\n" + "    x = 1\n" * 39),
    (
        rules.signals_carry_nothing_or_one_object,
        UI,
        "changed = Signal(int)",
        "changed = Signal(object)\nleft = Signal()",
    ),
    (rules.signals_carry_nothing_or_one_object, UI, "changed = QtCore.Signal(dict, str)", "changed = QtCore.Signal()"),
    (rules.translated_text_is_literal, UI, "tr(f'Guten Tag, {name}')", "tr('Guten Tag, %1')"),
    (rules.translated_text_is_literal, UI, "self.tr('Seite ' + str(n))", "self.tr('Seite %n', '', n)"),
    (
        rules.translated_text_is_literal,
        UI,
        "QCoreApplication.translate('Heute', f'{n} Tage')",
        "translate('Heute', 'Tage')",
    ),
    (
        rules.no_lambda_is_connected,
        UI,
        "button.clicked.connect(lambda: self.close())",
        "button.clicked.connect(self.close)",
    ),
    (
        rules.a_choice_is_heard_without_a_click,
        UI,
        "self.group.idClicked.connect(self._chosen)",
        "self.group.idToggled.connect(self._chosen)",
    ),
    (rules.no_loop_inside_the_loop, UI, "dialog.exec()", "dialog.open()"),
    (rules.no_loop_inside_the_loop, UI, "app.processEvents()", "app.quit()"),
    (rules.no_loop_inside_the_loop, UI, "thread.terminate()", "thread.quit()"),
    (rules.threads_start_at_their_seams, STORE, "threading.Thread(target=f).start()", "threading.Lock()"),
    (rules.threads_start_at_their_seams, STORE, "class Job(QRunnable):\n    pass", "class Job(QObject):\n    pass"),
    (rules.threads_start_at_their_seams, STORE, "def f():\n    import asyncio", "def f():\n    import struct"),
    (rules.the_clock_is_asked_in_one_place, STORE, "datetime.datetime.now(tz=UTC)", "clock.now()"),
    (rules.the_clock_is_asked_in_one_place, STORE, "date.today()", "local_date(clock.now())"),
    (rules.chance_is_passed_in, STORE, "key = os.urandom(32)", "def f(entropy=os.urandom): return entropy(32)"),
    (rules.chance_is_passed_in, STORE, "import secrets", "secrets.get('device')"),
    (rules.systems_differ_at_their_seams, STORE, "import fcntl", "import struct"),
    (rules.systems_differ_at_their_seams, STORE, "load('fcntl')", "load('struct')"),
    (rules.systems_differ_at_their_seams, STORE, "if os.geteuid() == 0: pass", "if os.getpid() == 0: pass"),
    (rules.systems_differ_at_their_seams, STORE, "os.kill(child, signal.SIGKILL)", "os.kill(child, signal.SIGTERM)"),
    (rules.systems_differ_at_their_seams, STORE, "scratch = Path('/" + "tmp/x')", "scratch = Path('tmp/x')"),
    (rules.names_say_something, "lotse_app/store/utils.py", "", ""),
    (rules.names_say_something, STORE, "class DraftManager: pass", "class Drafts: pass"),
    (
        rules.packages_hold_a_docstring_only,
        "lotse_app/store/__init__.py",
        "from lotse_app import ids",
        "'''The store.'''",
    ),
    (rules.nothing_is_global, STORE, "def f():\n    global current", "def f():\n    current = 1"),
    (rules.not_everything_is_caught, STORE, "try: pass\nexcept Exception: pass", "try: pass\nexcept OSError: pass"),
    (rules.not_everything_is_caught, STORE, "try: pass\nexcept: pass", "try: pass\nexcept:\n    tidy()\n    raise"),
    (rules.the_window_does_nothing_outward, UI, "def f():\n    import sqlite3", "def f():\n    import math"),
    (rules.the_window_does_nothing_outward, UI, "path.write_bytes(b'')", "dialog.open()"),
    (
        rules.the_window_does_nothing_outward,
        UI,
        "def f(p):\n    'Read. Work lane.'\n    os.open(p, os.O_RDONLY)",
        "def f(p):\n    'Have it read.'\n    return partial(desk.read, p)",
    ),
    (
        rules.exceptions_from_rules_have_a_reason,
        STORE,
        "x = 1  # no" + "qa: S101",
        "x = 1  # no" + "qa: S101 - a test asserts",
    ),
    (rules.exceptions_from_rules_have_a_reason, STORE, "x = 1  # type" + ": ignore[arg-type]", "x = 1  # typed: yes"),
    (
        rules.tests_pass_fakes_in,
        TEST,
        "from lotse_app.store import driver\nmonkeypatch.setattr(driver, 'Database', 1)",
        "monkeypatch.setattr(sys, '_MEIPASS', 1)",
    ),
    (rules.tests_pass_fakes_in, TEST, "from unittest.mock import patch", "from tests.fakes import Clock"),
    (
        rules.tests_pass_fakes_in,
        TEST,
        "monkeypatch.setattr('lotse_app.clock.LOCAL', 1)",
        "monkeypatch.setenv('TZ', 'UTC')",
    ),
]


@pytest.fixture(scope="module")
def house() -> list[Source]:
    return sources()


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_the_whole_house_keeps(rule: Rule, house: list[Source]) -> None:
    findings = [f"{source.path}:{line}: {what}" for source in house for line, what in rule(source)]
    assert findings == [], f"{rule.__doc__}\n" + "\n".join(findings)


@pytest.mark.parametrize(("rule", "path", "bad", "good"), PLANTED, ids=lambda value: getattr(value, "__name__", ""))
def test_a_planted_fault_is_found_and_its_neighbour_is_not(rule: Rule, path: str, bad: str, good: str) -> None:
    assert list(rule(Source(path, bad)))
    assert not list(rule(Source(path.replace("utils", "drafts"), good)))


def test_every_rule_has_been_seen_to_fail() -> None:
    planted = Counter(rule for rule, *_ in PLANTED)
    assert [rule.__name__ for rule in RULES if not planted[rule]] == []


def test_seams_that_are_named_exist() -> None:
    seams = rules.THREAD_SEAMS | rules.CATCH_ALL_SEAMS | rules.SYSTEM_SEAMS | rules.LOOP_SEAMS | rules.RESOURCE_SEAMS
    assert [seam for seam in sorted(seams) if not (ROOT / seam).is_file()] == []


def test_seams_of_the_system_are_told_in_the_architecture_page() -> None:
    page = (ROOT / "docs" / "ARCHITECTURE.md").read_text("utf-8")
    seams = rules.SYSTEM_SEAMS | rules.THREAD_SEAMS | rules.CATCH_ALL_SEAMS | rules.LOOP_SEAMS | rules.RESOURCE_SEAMS
    assert [seam for seam in sorted(seams) if seam.removeprefix("lotse_app/") not in page] == []
