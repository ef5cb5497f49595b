"""One shipped form in a real browser, where Chromium and the packages are at hand; ``make browser`` does all."""

from __future__ import annotations

import pytest

from lotse_app.forms.library import FormLibrary
from lotse_app.paths import resources
from tests.forms.browser.browser import HERE, WORK, Browser, chromium
from tests.forms.browser.run import compare, without_rules
from tests.forms.oracle.node import node

LIBRARY = FormLibrary(resources() / "forms")


def missing() -> str:
    """Return why the browser cannot be asked, empty where it can."""
    mark = WORK / "installed.json"
    if chromium() is None or node() is None:
        return "no Chromium or no Node.js 20 or newer"
    if not mark.is_file() or mark.read_bytes() != (HERE / "package-lock.json").read_bytes():
        return "the locked packages are not installed: make browser does so"
    return ""


@pytest.mark.skipif(bool(missing()), reason=missing() or "there")
def test_a_shipped_form_shows_and_checks_the_same_in_a_browser() -> None:
    form = LIBRARY.form("wohnsitz-anmeldung")
    with Browser() as browser:
        found = compare(form, browser, 2, 1, dict(form.uischema))
        blind = compare(form, browser, 2, 0, without_rules(form.uischema))
    assert (found.differences, found.missing) == ([], 0)
    assert found.typed > 10
    assert blind.differences


def test_a_form_without_its_rules_is_another() -> None:
    form = LIBRARY.form("wohnsitz-anmeldung")
    assert without_rules(form.uischema) != form.uischema
    assert without_rules(without_rules(form.uischema)) == without_rules(form.uischema)
