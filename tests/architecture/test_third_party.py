"""The page of what others made is what the locks, the sources and the licences say."""

from __future__ import annotations

import re

from scripts.house import ROOT
from scripts.third_party import LOCK, PAGE, PORTAL_LOCK, THINGS, faults, written

SOURCES = ROOT / "resources" / "catalogue" / "QUELLEN.md"
OURS = "EUPL-1.2"


def test_the_page_is_up_to_date() -> None:
    page = PAGE.read_text("utf-8")
    assert page == written(LOCK.read_text("utf-8"), PORTAL_LOCK.read_text("utf-8"), page), "make third-party"


def test_every_licence_is_known_and_every_thing_is_there() -> None:
    assert faults(PAGE.read_text("utf-8")) == []


def test_a_new_package_of_unknown_licence_is_noticed() -> None:
    lock = "nobody-knows-it==1.0 \\\n    --hash=sha256:00\n"
    found = ["| nobody-knows-it | 1.0 | unknown |  |"]
    assert faults(written(lock, "", "")) == found
    assert faults(written("", lock, "")) == found
    assert faults(written(lock, lock, "")) == found, "what both need stands there once"


def test_a_package_for_another_system_keeps_its_row() -> None:
    lock = "elsewhere-only==2.0 ; sys_platform == 'win32' \\\n    --hash=sha256:00\n"
    row = "| elsewhere-only | 2.0 | MIT | sys_platform == 'win32' |"
    assert row in written(lock, "", row + "\n").splitlines()


def test_every_table_that_is_not_ours_alone_is_on_the_page() -> None:
    rows = [line.split("|")[1:-1] for line in SOURCES.read_text("utf-8").splitlines() if line.startswith("| `")]
    foreign = [path for cells in rows if cells[-1].strip() != OURS for path in re.findall(r"`([^`]+)`", cells[0])]
    assert {"communes/offices.tsv", "forms/bausteine/staat.json"} <= set(foreign)
    named = tuple(where for where, *_ in THINGS)
    whole = [path if "/" in path else f"catalogue/{path}" for path in foreign]
    assert [path for path in whole if not f"resources/{path}".startswith(named)] == []
