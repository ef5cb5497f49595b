"""Decides which rules become part of the form, and which stay notes although their text is plain.

A rule is kept out where the form would be a guess: it looks at a field that may occur several times or that is hidden
in the Land, writes a code in two ways, contradicts another rule, or cannot be said in the two standard documents.
A definition is shared by all its uses, so what is doubtful at one of them is a note at all of them.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from itertools import product
from typing import TYPE_CHECKING, Final

from lotse_app.forms.xdatenfelder.meaning import Comparison, Junction, Kind, in_land, leaves, negated
from lotse_app.forms.xdatenfelder.model import Field, Identity
from lotse_app.forms.xdatenfelder.places import Below, is_asked
from lotse_app.forms.xdatenfelder.prose import UnreadError
from lotse_app.forms.xdatenfelder.resolving import resolve

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from lotse_app.forms.xdatenfelder.meaning import Clause, Condition, Effect
    from lotse_app.forms.xdatenfelder.model import CodeEntry, Group, Rule
    from lotse_app.forms.xdatenfelder.places import Place
    from lotse_app.forms.xdatenfelder.resolving import Resolved

#: A rule at the group that bears it.
Key = tuple[Identity, Identity]
#: A place in the whole document: property names from the top.
Path = tuple[str, ...]

OFFERS: Final = frozenset({Kind.SHOWN, Kind.REQUIRED, Kind.ENABLED})
WITHHOLDS: Final = frozenset({Kind.HIDDEN, Kind.FORBIDDEN, Kind.DISABLED})
_ONE_OF: Final = frozenset({Kind.AT_LEAST_ONE, Kind.EXACTLY_ONE})
_MOST_CASES: Final = 1024


@dataclass(frozen=True, slots=True)
class Act:
    """One effect at its places, under a condition (None: always); paths are relative to the bearer."""

    kind: Kind
    places: tuple[Place, ...]
    condition: Condition | None
    value: str | bool | None = None
    names: Mapping[str, Place] = field(default_factory=dict)
    """The places of the elements in the condition."""


@dataclass(frozen=True, slots=True)
class Judged:
    """What becomes of one rule at its bearer: ``acts`` where it is part of the form, else ``why`` it is not.

    ``parsed``: the text was understood. ``elsewhere``: nothing of it holds in the Land.
    """

    rule: Rule
    bearer: Field | Group
    parsed: bool
    acts: tuple[Act, ...] = ()
    why: str = ""
    elsewhere: bool = False
    places: Mapping[str, Place] = field(default_factory=dict)


def judge(
    bearers: Iterable[tuple[Path, Group]], lists: Mapping[str, tuple[CodeEntry, ...]], land: str
) -> dict[Key, Judged]:
    """Return what becomes of every rule; ``bearers`` are all groups of the document at their places."""
    spots: dict[Identity, list[Path]] = defaultdict(list)
    found: dict[Key, Judged] = {}
    for path, group in bearers:
        spots[group.identity].append(path)
        if len(spots[group.identity]) == 1 and group.rules:
            places = Below(group)
            for rule in group.rules:
                found[group.identity, rule.identity] = _first(rule, group, places, lists, land)
        for use in group.uses:
            for rule in use.element.rules if isinstance(use.element, Field) else ():
                why = "die Regel hängt an einem Feld; unklar, was sie um sich herum meint"
                found[use.element.identity, rule.identity] = Judged(rule, use.element, parsed=False, why=why)
    for doubts in (_doubtful_codes(found, lists), _hidden_conditions(found, spots), _conflicts(found, spots)):
        for key, why in doubts.items():
            one = found[key]
            found[key] = Judged(one.rule, one.bearer, parsed=True, why=why, places=one.places)
    return found


def _first(rule: Rule, group: Group, below: Below, lists: Mapping[str, tuple[CodeEntry, ...]], land: str) -> Judged:
    """Return what the text alone and the structure below the bearer say."""
    try:
        resolved = resolve(rule.text, below, lists)
    except UnreadError as error:
        return Judged(rule, group, parsed=False, why=str(error))
    clauses = in_land(resolved.clauses, land)
    acts = tuple(_acts(resolved, clauses))
    if not acts:
        return Judged(rule, group, parsed=True, elsewhere=True, places=resolved.places)
    why = next((found for act in acts if (found := _unfit(act, resolved))), "")
    return Judged(rule, group, parsed=True, acts=() if why else acts, why=why, places=resolved.places)


def _acts(resolved: Resolved, clauses: Iterable[Clause]) -> Iterator[Act]:
    for clause in clauses:
        for effect in clause.effects:
            yield _act(resolved, effect, clause.condition)
        for effect in clause.otherwise:
            assert clause.condition is not None  # noqa: S101 - "otherwise" stands only after a condition
            yield _act(resolved, effect, negated(clause.condition))


def _act(resolved: Resolved, effect: Effect, condition: Condition | None) -> Act:
    value = effect.value
    assert value is None or isinstance(value, str | bool)  # noqa: S101 - resolved values are codes
    return Act(effect.kind, resolved.named(effect), condition, value, resolved.places)


def _unfit(act: Act, resolved: Resolved) -> str:
    """Return why an act cannot be said in the two documents, empty where it can."""
    asked = (_unfit_field(leaf.element, resolved.places[leaf.element]) for leaf in leaves(act.condition))
    return next((why for why in asked if why), "") or _unfit_effect(act)


def _unfit_field(name: str, place: Place) -> str:
    if place.in_list or place.use.many:
        return f"{name} kann mehrfach vorkommen; die Regel sagt nicht, welches gemeint ist"
    element = place.use.element
    if isinstance(element, Field) and element.kind in {"label", "hidden"}:
        return f"{name} wird nicht abgefragt"
    return ""


def _unfit_effect(act: Act) -> str:
    reasons = {
        "der Vergleich zweier Angaben wird nicht automatisch geprüft": act.kind is Kind.COMPARE,
        "ein Wert wird nur unter einer Bedingung vorgegeben": (
            act.kind is Kind.PREFILLED and act.condition is not None
        ),
        "ein Wert wird an einer anderen Stelle vorgegeben": (
            act.kind is Kind.PREFILLED and any(one.use.many or len(one.keys) > 1 for one in act.places)
        ),
        "das Element liegt in einer Gruppe, die mehrfach vorkommt": (
            act.kind is not Kind.REQUIRED and any(place.in_list for place in act.places)
        ),
        "ein genanntes Element wird nicht abgefragt": (
            act.kind in _ONE_OF and not all(is_asked(place.use.element) for place in act.places)
        ),
    }
    return next((why for why, unfit in reasons.items() if unfit), "")


def _doubtful_codes(found: Mapping[Key, Judged], lists: Mapping[str, tuple[CodeEntry, ...]]) -> dict[Key, str]:
    """Name rules of fields without a list at hand whose code is written in two ways: 1 and 001."""
    written: dict[tuple[Identity, int], dict[str, set[Key]]] = defaultdict(lambda: defaultdict(set))
    for key, judged in found.items():
        for act in judged.acts:
            for leaf in leaves(act.condition):
                element = judged.places[leaf.element].use.element
                known = isinstance(element, Field) and (element.codes or _listed(element, lists))
                if not known and isinstance(leaf.value, str) and leaf.value.isdigit():
                    written[element.identity, int(leaf.value)][leaf.value].add(key)
    why = "derselbe Code ist in den Regeln verschieden geschrieben, und die Codeliste fehlt"
    return {key: why for ways in written.values() if len(ways) > 1 for keys in ways.values() for key in keys}


def _listed(element: Field, lists: Mapping[str, tuple[CodeEntry, ...]]) -> bool:
    return element.code_list is not None and element.code_list.shown in lists


def _hidden_conditions(found: Mapping[Key, Judged], spots: Mapping[Identity, list[Path]]) -> dict[Key, str]:
    """Name rules that look at a field which is never shown in the Land: it stays empty, and nobody could tell why."""
    hidden = {
        path + place.keys
        for judged in found.values()
        for act in judged.acts
        if act.kind is Kind.HIDDEN and act.condition is None and not _prefills(judged, act)
        for place in act.places
        for path in spots[judged.bearer.identity]
    }
    why = "das Feld der Bedingung wird in diesem Land nie gezeigt"
    return {
        key: why
        for key, judged in found.items()
        for act in judged.acts
        for leaf in leaves(act.condition)
        for path in spots[judged.bearer.identity]
        if not _around(path) & hidden and _around(path + judged.places[leaf.element].keys) & hidden
    }


def _prefills(judged: Judged, act: Act) -> bool:
    return any(one.kind is Kind.PREFILLED and one.places == act.places for one in judged.acts)


def _around(path: Path) -> set[Path]:
    return {path[:length] for length in range(1, len(path) + 1)}


@dataclass(frozen=True, slots=True)
class _Said:
    """One act at one place of the document; elements of the condition are full paths."""

    key: Key
    kind: Kind
    bearer: Path
    condition: Condition | None
    needed: bool
    """The multiplicity requires the element."""


def _conflicts(found: Mapping[Key, Judged], spots: Mapping[Identity, list[Path]]) -> dict[Key, str]:
    """Name rules of which one offers an element while another may withhold it at the same time."""
    said: dict[Path, list[_Said]] = defaultdict(list)
    for key, judged in found.items():
        for act, path in product(judged.acts, spots[judged.bearer.identity]):
            if act.kind in OFFERS | WITHHOLDS and not _prefills(judged, act):
                condition = _full(act.condition, judged, path)
                for place in act.places:
                    needed = place.use.minimum > 0
                    said[path + place.keys].append(_Said(key, act.kind, path, condition, needed))
    doubts: dict[Key, str] = {}
    for path, ones in said.items():
        doubts.update(_from_several_groups(ones))
        offers = [one for one in ones if one.kind in OFFERS]
        for offer in offers:
            for other in _withholders(path, offer, said):
                if compatible(offer.condition, other.condition):
                    for key, another in ((offer.key, other.key), (other.key, offer.key)):
                        doubts[key] = f"widerspricht {another[1].id}" if key != another else "widerspricht sich selbst"
    return doubts


def _from_several_groups(ones: list[_Said]) -> dict[Key, str]:
    """Name rules of different groups that withhold the same required element: none knows when another lets it be."""
    mine = [one for one in ones if one.needed and one.kind is not Kind.REQUIRED]
    if len({one.bearer for one in mine}) < 2:
        return {}
    return {one.key: "Regeln verschiedener Gruppen schalten dasselbe Pflichtfeld" for one in mine}


def _withholders(path: Path, offer: _Said, said: Mapping[Path, list[_Said]]) -> Iterator[_Said]:
    """Yield what may withhold the same element, or what is around it without the offering rule knowing."""
    for around in _around(path):
        for one in said.get(around, ()):
            unknown = around == path or (one.bearer != offer.bearer and len(around) > len(offer.bearer))
            if one.kind in WITHHOLDS and unknown:
                yield one


def _full(condition: Condition | None, judged: Judged, path: Path) -> Condition | None:
    if condition is None:
        return None
    if isinstance(condition, Junction):
        parts = (_full(part, judged, path) for part in condition.parts)
        return Junction(condition.kind, tuple(part for part in parts if part is not None))
    whole = "/".join(path + judged.places[condition.element].keys)
    return Comparison(whole, condition.op, condition.value)


def compatible(one: Condition | None, other: Condition | None) -> bool:
    """Return whether two conditions can hold at once; also true where there are too many cases to look at."""
    cases = [_cases(one), _cases(other)]
    if len(cases[0]) * len(cases[1]) > _MOST_CASES:
        return True
    return any(_possible((*first, *second)) for first, second in product(*cases))


def _cases(condition: Condition | None) -> list[tuple[Comparison, ...]]:
    """Return the condition as alternatives of comparisons that hold together."""
    if condition is None:
        return [()]
    if isinstance(condition, Comparison):
        return [(condition,)]
    parts = [_cases(part) for part in condition.parts]
    if condition.kind == "any":
        return [case for part in parts for case in part]
    return [tuple(leaf for case in chosen for leaf in case) for chosen in product(*parts)]


def _possible(case: tuple[Comparison, ...]) -> bool:
    """Return whether comparisons can hold together, as far as a field has one value."""
    for element in {leaf.element for leaf in case}:
        mine = [leaf for leaf in case if leaf.element == element]
        equal = {leaf.value for leaf in mine if leaf.op == "="}
        unequal = {leaf.value for leaf in mine if leaf.op == "<>"}
        ops = {leaf.op for leaf in mine}
        if len(equal) > 1 or equal & unequal or ({"=", "filled"} & ops and "empty" in ops):
            return False
        if "filled" in ops and {True, False} <= unequal:
            return False
    return True
