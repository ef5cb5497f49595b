"""Letters for ``Alt``: each label of a page gets one of its own, as far as there are letters."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

_LETTERS = frozenset("abcdefghijklmnopqrstuvwxyz")


def with_mnemonics(labels: Sequence[str], taken: Collection[str] = ()) -> tuple[str, ...]:
    """Return the labels with ``&`` before a letter that no other label has; ``taken`` letters are left out.

    First letters of words go first, in reading order; a label that finds no free letter stays without.
    """
    used = {letter.casefold() for letter in taken}
    marked = []
    for label in labels:
        place = _free_place(label, used)
        marked.append(_marked(label, place))
        if place is not None:
            used.add(label[place].casefold())
    return tuple(marked)


def _free_place(label: str, used: Collection[str]) -> int | None:
    starts: list[int] = [at for at in range(len(label)) if at == 0 or not label[at - 1].isalpha()]
    places: list[int] = [*starts, *range(len(label))]
    for at in places:
        letter = label[at].casefold()
        if letter in _LETTERS and letter not in used:
            return at
    return None


def _marked(label: str, place: int | None) -> str:
    if place is None:
        return label.replace("&", "&&")
    return f"{label[:place].replace('&', '&&')}&{label[place:].replace('&', '&&')}"
