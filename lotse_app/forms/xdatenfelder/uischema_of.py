"""Writes ``uischema.json``: a Category for every top group, groups, controls, labels, lists with their detail, rules.

A note is a Label before the element it is about, so that nobody overlooks a rule that the form does not check.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from lotse_app.forms.xdatenfelder.conditions import ALWAYS, as_rule, scope_of
from lotse_app.forms.xdatenfelder.hiding import hide_together
from lotse_app.forms.xdatenfelder.meaning import Kind
from lotse_app.forms.xdatenfelder.model import Field, Group
from lotse_app.forms.xdatenfelder.persons_of import names_what, prefill_of
from lotse_app.forms.xdatenfelder.places import Below, is_asked, keyed

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from lotse_app.forms.xdatenfelder.judging import Act, Judged, Path
    from lotse_app.forms.xdatenfelder.model import CodeEntry, Document, Identity, Rule, Use

_ID: Final = re.compile(r"[FG][0-9]{8,11}(?:\.[FG][0-9]{8,11})*")
_OFF: Final = frozenset({Kind.HIDDEN, Kind.FORBIDDEN})


@dataclass(slots=True)
class _Doing:
    """What rules do at one place: conditions by kind; None always holds."""

    when: dict[Kind, list[dict[str, Any] | None]] = field(default_factory=lambda: defaultdict(list))

    def add(self, kind: Kind, condition: dict[str, Any] | None) -> None:
        """Note one more condition."""
        if condition not in self.when[kind]:
            self.when[kind].append(condition)

    def visible(self) -> dict[str, Any] | None:
        """Return the rule that shows or hides; hiding comes first, since the text says it outright."""
        off = [one for kind in sorted(_OFF) for one in self.when.get(kind, ())]
        if off:
            return _rule("HIDE", off)
        return _rule("SHOW", self.when[Kind.SHOWN], always="") if self.when.get(Kind.SHOWN) else None

    def enabled(self) -> dict[str, Any] | None:
        """Return the rule that enables or disables."""
        if self.when.get(Kind.DISABLED):
            return _rule("DISABLE", self.when[Kind.DISABLED])
        return _rule("ENABLE", self.when[Kind.ENABLED], always="") if self.when.get(Kind.ENABLED) else None


def _rule(effect: str, conditions: list[dict[str, Any] | None], always: str | None = None) -> dict[str, Any] | None:
    """Return a rule; ``always`` empty: where one condition always holds the rule says nothing."""
    known = [one for one in conditions if one is not None]
    if len(known) < len(conditions):
        return None if always == "" else {"effect": effect, "condition": dict(ALWAYS)}
    condition = known[0] if len(known) == 1 else {"type": "OR", "conditions": known}
    return {"effect": effect, "condition": condition}


def uischema_of(
    document: Document,
    judged: Mapping[tuple[Identity, Identity], Judged],
    lists: Mapping[str, tuple[CodeEntry, ...]],
) -> dict[str, Any]:
    """Return the UI schema of a document."""
    layout = _Writer(judged, lists).whole(document.root)
    hide_together(layout)
    return layout


class _Writer:
    """Writes one UI schema."""

    def __init__(
        self, judged: Mapping[tuple[Identity, Identity], Judged], lists: Mapping[str, tuple[CodeEntry, ...]]
    ) -> None:
        self._judged = judged
        self._lists = lists
        self._doing: dict[Path, _Doing] = defaultdict(_Doing)
        self._notes: dict[Path, list[str]] = defaultdict(list)
        #: Prefill keys that a question has already: the first one of the form, outside lists, is the applicant's.
        self._offered: set[str] = set()

    def whole(self, root: Group) -> dict[str, Any]:
        """Return the Categorization: a Category for each top group, one for fields between two groups."""
        self._rules_of(root, (), ())
        categories: list[dict[str, Any]] = []
        for key, use in keyed(root):
            elements = list(self._used(use, (key,), (key,)))
            alone = isinstance(use.element, Field)
            if alone and categories and categories[-1]["options"]["x-schluessel"].startswith("angaben"):
                categories[-1]["elements"] += elements
                continue
            label = "Angaben" if alone else use.element.label
            name = f"angaben-{key.lower()}" if alone else key.lower()
            category = {"type": "Category", "label": label, "options": {"x-schluessel": name}, "elements": elements}
            categories.append(self._unwrapped(category, use))
        if self._notes[()] and categories:
            categories[0]["elements"] = [*_labels(self._notes[()]), *categories[0]["elements"]]
        return {"type": "Categorization", "options": {"variant": "stepper"}, "elements": categories}

    def _unwrapped(self, category: dict[str, Any], use: Use) -> dict[str, Any]:
        """Return a category without a group of the same name inside it."""
        only = category["elements"][-1] if category["elements"] else {}
        if isinstance(use.element, Group) and not use.many and only.get("type") == "Group" and "rule" not in only:
            category["elements"] = [*category["elements"][:-1], *only["elements"]]
        return category

    def _rules_of(self, group: Group, path: Path, base: Path) -> None:
        """Note what the rules of a group do at the places below; ``base`` starts at the nearest item of a list."""
        places = Below(group)
        for rule in group.rules:
            one = self._judged[group.identity, rule.identity]
            for act in one.acts:
                self._act(act, one, path, base)
            if not one.acts and not one.elsewhere:
                self._note(one, places, path)
        for key, use in keyed(group):
            if isinstance(use.element, Group):
                self._rules_of(use.element, (*path, key), () if use.many else (*base, key))
                continue
            for rule in use.element.rules:
                self._notes[*path, key].append(_check_yourself(rule))

    def _act(self, act: Act, one: Judged, path: Path, base: Path) -> None:
        given = {place.keys for other in one.acts if other.kind is Kind.PREFILLED for place in other.places}
        condition = None if act.condition is None else as_rule(act.condition, act.names, base)
        for place in act.places:
            if place.keys not in given:
                self._doing[path + place.keys].add(act.kind, condition)

    def _note(self, one: Judged, places: Below, path: Path) -> None:
        """Put the text of a rule before the first element it names, and a pointer to it before the others."""
        full = _check_yourself(one.rule)
        short = f"Hier gilt auch die Regel {one.rule.identity.id}. Bitte selbst prüfen."
        for number, place in enumerate(_named(one.rule.text, places)):
            self._notes[path + place].append(short if number else full)

    def _used(self, use: Use, path: Path, base: Path) -> Iterator[dict[str, Any]]:
        """Yield notes and the element itself."""
        yield from _labels(self._notes.get(path, ()))
        doing = self._doing.get(path, _Doing())
        made = self._element(use, path, base)
        enabled, visible = doing.enabled(), doing.visible()
        if isinstance(use.element, Field) and use.element.kind == "hidden":
            visible = {"effect": "HIDE", "condition": dict(ALWAYS)}
        if enabled is not None:
            made["rule"] = enabled
        if visible is not None and enabled is not None:  # an element has one rule
            made = {"type": "VerticalLayout", "elements": [made]}
        if visible is not None:
            made["rule"] = visible
        yield made

    def _element(self, use: Use, path: Path, base: Path) -> dict[str, Any]:
        element = use.element
        if isinstance(element, Field) and element.kind == "label":
            return {
                "type": "Label",
                "text": element.content or element.label,
                "options": {"x-fim": element.identity.key},
            }
        if isinstance(element, Group) and not (use.many and is_asked(element)):
            return {"type": "Group", "label": element.label, "elements": self._inside(element, path, base)}
        control: dict[str, Any] = {"type": "Control", "scope": scope_of(base), "label": element.label}
        options = self._options(element)
        if isinstance(element, Field):
            options.update(self._person(element, listed=base != path))
        if isinstance(element, Group):
            options["x-element"] = element.label
            options["detail"] = {"type": "VerticalLayout", "elements": self._inside(element, path, ())}
        control["options"] = options
        return control

    def _inside(self, group: Group, path: Path, base: Path) -> list[dict[str, Any]]:
        return [made for key, use in keyed(group) for made in self._used(use, (*path, key), (*base, key))]

    def _options(self, element: Field | Group) -> dict[str, Any]:
        options: dict[str, Any] = {"x-fim": element.identity.key}
        hints = [element.help] if element.help else []
        if isinstance(element, Field):
            if element.kind == "select" and not element.codes and not self._listed(element):
                hints.append("Die Liste der Möglichkeiten liegt nicht vor. Bitte den Wert selbst eintragen.")
            if element.datatype == "file":
                hints.extend(_file_hint(element))
            if element.datatype == "text" and (element.precision.max_length or 0) > 255:
                options["multi"] = True
        if hints:
            options["x-hilfe"] = " ".join(hints)
        return options

    def _person(self, element: Field, *, listed: bool) -> dict[str, Any]:
        """Return what a question asks of a person, and whether it may be offered what is known of the applicant."""
        told: dict[str, Any] = {}
        named, key = names_what(element), prefill_of(element)
        if named:
            told["x-benennt"] = named
        if key and not listed and key not in self._offered:
            self._offered.add(key)
            told["x-vorbelegung"] = key
        return told

    def _listed(self, element: Field) -> bool:
        return element.code_list is not None and element.code_list.shown in self._lists


def _check_yourself(rule: Rule) -> str:
    said = " ".join(rule.text.split()) or rule.name
    return f"Bitte selbst prüfen (Regel {rule.identity.id}): {said}"


def _file_hint(element: Field) -> Iterator[str]:
    yield "Anlage: hier steht der Name der Datei. Die Datei selbst kommt zu den Nachweisen."
    if element.max_size:
        size = f"{element.max_size / 1_000_000:g}".replace(".", ",")
        yield f"Höchstens {size} MB."
    if element.media_types:
        yield f"Erlaubt: {', '.join(element.media_types)}."


def _labels(notes: Iterable[str]) -> list[dict[str, Any]]:
    return [{"type": "Label", "text": note, "options": {"x-vermerk": True}} for note in notes]


def _named(text: str, places: Below) -> list[Path]:
    """Return the places below a group that a text names by id, in the order of the text; else the group itself."""
    wanted = dict.fromkeys(_ID.findall(text))
    found = [place.keys for name in wanted for place in places.named(name)]
    return list(dict.fromkeys(found)) or [()]
