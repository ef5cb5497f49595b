"""Entries that wait to be written. Loaded before the first paint: it holds nothing but this."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from lotse_app.models.application import DraftSave


@dataclass(frozen=True, slots=True)
class HeldDraft:
    """Entries that wait to be written.

    ``number`` counts up as they came back, in one run of the program: two may bear the same moment, and a clock may be
    set back between them.
    """

    number: int
    draft: DraftSave


def newest(held: Iterable[HeldDraft]) -> tuple[HeldDraft, ...]:
    """Return one draft a Vorgang: the entries that came last, over the revision that was really written last."""
    kept: dict[str, HeldDraft] = {}
    for one in held:
        before = kept.get(one.draft.application_id, one)
        later = max(before, one, key=_order)
        first = min(before.draft.expected_revision, one.draft.expected_revision)
        kept[one.draft.application_id] = HeldDraft(later.number, replace(later.draft, expected_revision=first))
    return tuple(kept.values())


def _order(held: HeldDraft) -> int:
    return held.number
