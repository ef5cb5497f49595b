"""Refuses documents that are well written and still no form: two things of one name, too much of everything."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from lotse_app.forms.bounds import MOST_ITEMS, MOST_PLACES
from lotse_app.forms.xdatenfelder.model import Group
from lotse_app.forms.xdatenfelder.refusals import refused

if TYPE_CHECKING:
    from lotse_app.forms.xdatenfelder.model import Field, Identity

#: The corpus has at most 44 rules in a document.
MOST_RULES: Final = 1_000


def check_sane(root: Group) -> None:
    """Refuse a document in which one identity has two contents, or which would be too large as a form.

    Raises XDF_REFUSED.
    """
    _Checker().group(root, 1)


class _Checker:
    """Walks the tree once."""

    def __init__(self) -> None:
        self._known: dict[Identity, tuple[Any, int]] = {}
        self._rules = 0
        self._items = 0
        self._places = 0

    def group(self, group: Group, copies: int) -> None:
        """Look at a group; ``copies`` is how often it stands there in an empty form."""
        self._one(group, group)
        for use in group.uses:
            times = copies * max(use.minimum, 1) if use.many else copies
            self._items += times if use.many else 0
            self._places += times
            if self._items > MOST_ITEMS:
                raise refused(use.element.line, use.element.identity.id, "verlangt zu viele Wiederholungen")
            if self._places > MOST_PLACES:
                raise refused(use.element.line, use.element.identity.id, f"fragt nach mehr als {MOST_PLACES} Angaben")
            if isinstance(use.element, Group):
                self.group(use.element, times)
            else:
                self._one(use.element, use.element)

    def _one(self, element: Field | Group, content: Field | Group) -> None:
        self._rules += len(element.rules)
        if self._rules > MOST_RULES:
            raise refused(element.line, element.identity.id, "zu viele Regeln")
        said: Any = replace(content, references=())
        if isinstance(said, Group):
            inside = tuple((use.minimum, use.maximum, use.element.identity) for use in said.uses)
            said = (replace(said, uses=()), inside)
        before, line = self._known.setdefault(element.identity, (said, element.line))
        if before != said:
            reason = f"{element.identity.key} steht in Zeile {line} mit anderem Inhalt"
            raise refused(element.line, element.identity.id, reason)
