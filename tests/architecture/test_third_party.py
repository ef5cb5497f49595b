"""The page of what others made is what the lock and the licences say."""

from __future__ import annotations

from scripts.third_party import LOCK, PAGE, faults, written


def test_the_page_is_up_to_date() -> None:
    page = PAGE.read_text("utf-8")
    assert page == written(LOCK.read_text("utf-8"), page), "make third-party"


def test_every_licence_is_known_and_every_thing_is_there() -> None:
    assert faults(PAGE.read_text("utf-8")) == []


def test_a_new_package_of_unknown_licence_is_noticed() -> None:
    page = written("nobody-knows-it==1.0 \\\n    --hash=sha256:00\n", "")
    assert faults(page) == ["| nobody-knows-it | 1.0 | unknown |  |"]


def test_a_package_for_another_system_keeps_its_row() -> None:
    lock = "elsewhere-only==2.0 ; sys_platform == 'win32' \\\n    --hash=sha256:00\n"
    row = "| elsewhere-only | 2.0 | MIT | sys_platform == 'win32' |"
    assert row in written(lock, row + "\n").splitlines()
