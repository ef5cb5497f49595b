"""``make browser``: shipped forms as JSON Forms renders them in Chromium, compared; ``docs/nachweise/browser.md``."""

from __future__ import annotations

import os
import sys
from copy import deepcopy
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from lotse_app.forms.batch import form_state
from lotse_app.forms.engine import initial
from lotse_app.forms.library import FormLibrary
from lotse_app.forms.pointers import MISSING, look
from lotse_app.forms.schema import at_scope, data_path
from lotse_app.paths import resources
from tests.chance import seeded
from tests.forms.browser.browser import Browser, class_of, install, versions
from tests.forms.oracle.node import ROOT
from tests.forms.oracle.sampling import Sampler

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from lotse_app.forms.form import Form

PAGE = ROOT / "docs" / "nachweise" / "browser.md"
PICTURES = ROOT / "docs" / "bilder" / "browser"
_WILDNESS = (0.0, 0.02, 0.1)
_PREFACE = """# The shipped forms in a browser

Written by `make browser` only. Headless Chromium shows each shipped form with the renderers JSON Forms comes with
(`@jsonforms/vanilla-renderers`); schema and UI schema are handed over as the program has them, nothing is changed. A
set of answers is shown and every tab opened: compared with our engine are which controls can be seen, in order, and the
set of (instance path, keyword) that Ajv reports in the page. Then forms are filled in there, empty at the beginning,
control by control with the keyboard or the mouse; our engine must say of the data the page then holds what the page
says, and the data must be what was typed. *No renderer* counts places where JSON Forms has nothing to show an element.
"""


@dataclass(slots=True)
class Tally:
    """What was compared of one form."""

    name: str
    shown: int = 0
    controls: int = 0
    errors: int = 0
    filled: int = 0
    typed: int = 0
    missing: int = 0
    differences: list[str] = field(default_factory=list)


def compare(form: Form, browser: Browser, shown: int, filled: int, engine: Mapping[str, Any] | None = None) -> Tally:
    """Show and fill a form so many times; ``engine`` is another UI schema for our side (a positive control)."""
    tally, chance = Tally(form.id), seeded(form.id)
    schema, uischema = dict(form.schema), dict(form.uischema)
    ours = dict(engine) if engine is not None else uischema
    browser.declare(form.id, schema, uischema)
    sampler = Sampler(schema, chance)
    for number in range(shown):
        data = sampler.answers(chance.choice(_WILDNESS))
        asked = {"form": form.id, "name": f"{form.id} {number}", "data": data if isinstance(data, dict) else {}}
        _compare(tally, schema, ours, asked, browser.ask(asked))
        tally.shown += 1
    for number in range(filled):
        wanted = sampler.answers(0.0)
        picture = str(PICTURES / f"{form.id}-{number + 1}.png") if engine is None and number < 2 else ""
        asked = {"form": form.id, "name": f"{form.id} filled {number}", "data": initial(form), "picture": picture}
        _fill(tally, schema, ours, asked, wanted, browser)
    return tally


def _fill(
    tally: Tally, schema: dict[str, Any], ours: dict[str, Any], asked: dict[str, Any], wanted: object, browser: Browser
) -> None:
    scopes = {one["scope"] for one in form_state(schema, ours, asked["data"])["controls"]}
    values = {scope: look(wanted, data_path(scope)) for scope in scopes if _plain(schema, scope)}
    typed = {scope: value for scope, value in values.items() if _can_be_typed(value)}
    found = browser.ask({**asked, "fill": {class_of(scope): value for scope, value in typed.items()}})
    _compare(tally, schema, ours, {**asked, "data": found["data"]}, found)
    tally.filled += 1
    done = set(found["filled"])
    for scope, value in typed.items():
        if class_of(scope) in done:
            tally.typed += 1
            held = look(found["data"], data_path(scope))
            if held != value:
                tally.differences.append(f"{asked['name']}: {scope} holds `{held}`, typed was `{value}`")


def _plain(schema: dict[str, Any], scope: str) -> bool:
    """Return whether a control is one input, neither a list nor read-only."""
    found = at_scope(schema, scope, schema) or {}
    return found.get("type") != "array" and not found.get("readOnly")


def _can_be_typed(value: object) -> bool:
    """Return whether one can enter a value; a box that is not ticked is left alone, and so the answer stays away."""
    if value is MISSING or value is None or value is False or isinstance(value, list | dict):
        return False
    return not isinstance(value, str) or ("\n" not in value and value != "")


def _compare(
    tally: Tally, schema: dict[str, Any], uischema: dict[str, Any], asked: Mapping[str, Any], found: Mapping[str, Any]
) -> None:
    ours = form_state(schema, uischema, asked["data"])
    wanted = {(path, keyword) for path, keyword in ours["errors"]}
    theirs = {(path, keyword) for path, keyword in found["errors"]}
    if wanted != theirs:
        tally.differences.append(f"{asked['name']}: errors, ours only {wanted - theirs}, theirs only {theirs - wanted}")
    plain = [one for one in ours["controls"] if (at_scope(schema, one["scope"], schema) or {}).get("type") != "array"]
    visible = [class_of(one["scope"]) for one in plain if one["visible"]]
    known = {class_of(one["scope"]) for one in plain}
    seen = [name for name in found["shown"] if name in known]
    if seen != visible:
        gone, more = [one for one in visible if one not in seen], [one for one in seen if one not in visible]
        tally.differences.append(f"{asked['name']}: controls, ours only {gone}, theirs only {more}")
    tally.controls += len(known)
    tally.errors += len(theirs)
    tally.missing += found["missing"]


def without_rules(uischema: Mapping[str, Any]) -> dict[str, Any]:
    """Return a UI schema whose rules were lost: what the positive control lets our side believe."""
    made = deepcopy(dict(uischema))
    stack: list[Any] = [made]
    while stack:
        here = stack.pop()
        if isinstance(here, dict):
            here.pop("rule", None)
            stack += here.values()
        elif isinstance(here, list):
            stack += here
    return made


def page(tallies: Sequence[Tally], control: Tally, version: str) -> str:
    """Return the report."""
    found = [one for tally in tallies for one in tally.differences]
    pictures = sorted(PICTURES.glob("*.png"))
    rows = [
        f"| {one.name} | {one.shown} | {one.controls:,} | {one.errors:,} | {one.filled} | {one.typed} | {one.missing} "
        f"| {len(one.differences)} |"
        for one in tallies
    ]
    lines = [
        _PREFACE,
        f"- {version}, " + ", ".join(f"{name} {number}" for name, number in versions().items()),
        f"- differences: **{len(found)}**, elements without a renderer: **{sum(one.missing for one in tallies)}**",
        f"- positive control: {control.name} with its rules lost on our side: {len(control.differences)} differences",
        f"- pictures of filled forms: **{len(pictures)}**, in `docs/bilder/browser`",
        "",
        "| form | sets shown | controls compared | errors | filled in | answers typed | no renderer | differences |",
        "|---|---:|---:|---:|---:|---:|---:|---:|",
        *rows,
        "",
        *(f"- {one}" for one in found[:40]),
    ]
    return "\n".join(lines).rstrip() + "\n"


def main(arguments: Sequence[str]) -> int:
    """Compare and write the page; return 0 only where nothing differs and the positive control was found."""
    reason = install()
    if reason is not None:
        sys.stderr.write(f"browser: {reason}\n")
        return 1
    count = int(os.environ.get("LOTSE_BROWSER_SETS", arguments[0] if arguments else "60"))
    PICTURES.mkdir(parents=True, exist_ok=True)
    library = FormLibrary(resources() / "forms")
    with Browser() as browser:
        forms = [library.form(name) for name in library.form_ids()]
        tallies = [compare(form, browser, count, max(2, count // 10)) for form in forms]
        ruled = library.form("wohnsitz-anmeldung")
        control = compare(ruled, browser, max(5, count // 10), 0, without_rules(ruled.uischema))
        text = page(tallies, control, browser.version)
    PAGE.write_text(text, "utf-8")
    sys.stdout.write(text)
    failed = any(one.differences or one.missing or not one.typed for one in tallies)
    return int(failed or not control.differences)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
