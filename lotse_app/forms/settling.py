"""What is left of answers when hidden ones are taken away, and what is found in that, from one edit to the next. Pure.

Both are worked out in rounds until nothing changes, as ``visible.prune`` and ``validation.filled`` do. Each round is
compared with the same round of the time before; where there was none, with the last one, which had settled.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from lotse_app.forms.outline import changes
from lotse_app.forms.pointers import MISSING, look, split
from lotse_app.forms.validation import DEEPEST, container_at
from lotse_app.forms.visible import kept_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date

    from lotse_app.forms.outline import Index, Outline, Path
    from lotse_app.forms.parts import Finding, Part
    from lotse_app.forms.plan import CompiledForm
    from lotse_app.forms.rules import Standing


@dataclass(frozen=True, slots=True)
class Web:
    """A form as its edits are followed: its elements, the parts of its schema, and which of those read what."""

    compiled: CompiledForm
    outline: Outline
    parts: tuple[Part, ...]
    reads: Index


@dataclass(frozen=True, slots=True)
class Round:
    """One round of pruning: a document, and how every element stands in it."""

    document: Mapping[str, Any]
    standings: list[Standing]


@dataclass(frozen=True, slots=True)
class Filling:
    """One round of filling in what is required: a document, what each part finds in it, and who wants containers."""

    document: Mapping[str, Any]
    findings: list[Finding]
    wanted: Mapping[int, tuple[str, ...]]


def prune_rounds(
    outline: Outline, before: Sequence[Round], answers: Mapping[str, Any]
) -> tuple[tuple[Round, ...], set[int]]:
    """Return the rounds of pruning, and the elements that show or stand otherwise than in the first round before.

    The document of the last round is what is left. ``before`` is empty for a form that is just opened.
    """
    made: list[Round] = []
    reached: set[int] = set()
    document = answers
    while True:
        standings, concerned = _stand(outline, _same_or_last(before, len(made)), document)
        if not made:
            reached = concerned
        made.append(Round(document, standings))
        after = _same_or_last(before, len(made))
        left = written({} if after is None else after.document, _kept(outline, made[-1], concerned))
        if len(made) > 1 and left == document:
            return tuple(made), reached
        document = left


def _same_or_last(before: Sequence[Any], number: int) -> Any:  # noqa: ANN401 - a round of one kind or the other
    return before[min(number, len(before) - 1)] if before else None


def _stand(outline: Outline, base: Round | None, document: Mapping[str, Any]) -> tuple[list[Standing], set[int]]:
    """Return how all elements stand, and those that stand or show otherwise than in the base."""
    if base is None:
        return outline.standings(document), set(range(len(outline.nodes)))
    changed = list(changes(base.document, document))
    concerned = outline.values.readers(changed)
    deciding = outline.rules.readers(changed)
    standings = outline.restand(base.standings, document, deciding, concerned) if deciding else base.standings
    return standings, concerned


def _kept(outline: Outline, made: Round, concerned: Iterable[int]) -> dict[Path, Any]:
    """Return what is left of some answers after a round; MISSING for what goes."""
    kept: dict[Path, Any] = {}
    for number in concerned:
        node = outline.nodes[number]
        if node.pointer and node.path not in kept:
            shown = any(made.standings[one].visible for one in outline.at[node.pointer])
            kept[node.path] = kept_of(node.plan, look(made.document, node.path)) if shown else MISSING  # type: ignore[arg-type]  # only questions and lists have a pointer
    return kept


def fill_rounds(web: Web, before: Sequence[Filling], kept: Mapping[str, Any], today: date) -> tuple[Filling, ...]:
    """Return the rounds of filling; what was found in the last one is what is wrong with the answers."""
    made: list[Filling] = []
    document = kept
    while True:
        made.append(_filling(web, _same_or_last(before, len(made)), document, today))
        pointers = [pointer for wanted in made[-1].wanted.values() for pointer in wanted]
        if not pointers or len(made) > DEEPEST:
            return tuple(made)
        document = written(document, {split(one): container_at(web.compiled, one) for one in pointers})


def _filling(web: Web, base: Filling | None, document: Mapping[str, Any], today: date) -> Filling:
    if base is None:
        findings = [part.find(document, today) for part in web.parts]
        return Filling(document, findings, {at: one.wanted for at, one in enumerate(findings) if one.wanted})
    asked = web.reads.readers(changes(base.document, document))
    if not asked:
        return Filling(document, base.findings, base.wanted)
    findings, wanted = list(base.findings), dict(base.wanted)
    for at in asked:
        found = web.parts[at].find(document, today)
        if found != findings[at]:
            findings[at] = found
            wanted.pop(at, None)
            if found.wanted:
                wanted[at] = found.wanted
    return Filling(document, findings, wanted)


def written(document: Mapping[str, Any], values: Mapping[Path, Any]) -> Mapping[str, Any]:
    """Return a document with other values at some paths; what they do not touch is shared.

    MISSING takes a member away, and the objects that become empty by that. Objects on the way are made.
    """
    root: dict[str, Any] = dict(document)
    own: dict[Path, Any] = {(): root}
    untouched = True
    for path, value in values.items():
        if not _same(look(root, path), value):
            untouched = False
            _write(own, path, value)
    return document if untouched else root


def _write(own: dict[Path, Any], path: Path, value: object) -> None:
    around = _owned(own, path[:-1])
    if value is not MISSING:
        around[_key(around, path[-1])] = value
        return
    del around[path[-1]]
    if path[:-1] and not around:
        del own[path[:-1]]
        _write(own, path[:-1], MISSING)


def _owned(own: dict[Path, Any], path: Path) -> Any:  # noqa: ANN401 - an object or a list
    """Return the container at a path, copied once so that it may be changed."""
    if path not in own:
        around = _owned(own, path[:-1])
        key = _key(around, path[-1])
        there = around[key] if isinstance(around, list) else around.get(key, {})
        own[path] = around[key] = list(there) if isinstance(there, list) else dict(there)
    return own[path]


def _key(container: object, name: str) -> Any:  # noqa: ANN401 - a name or an index
    return int(name) if isinstance(container, list) else name


def _same(old: object, new: object) -> bool:
    return old is new or (type(old) is type(new) and isinstance(new, str | int | float) and old == new)
