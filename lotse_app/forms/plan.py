"""A form compiled once: the elements of its UI schema with everything that does not depend on answers."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from lotse_app.forms.pointers import escape, split
from lotse_app.models.reading import NO_WORDS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from lotse_app.forms.form import Form
    from lotse_app.forms.picking import Fitting
    from lotse_app.forms.required import Needs
    from lotse_app.forms.rules import Rule
    from lotse_app.forms.state import Choice, ControlKind
    from lotse_app.forms.validators import Validator
    from lotse_app.models.reading import Words


@dataclass(frozen=True, slots=True)
class DateRange:
    """Sane range of a date: ISO days, or ``heute`` with days to add; ``age`` is the least age in years.

    ``after`` names another date of the same object, empty for none: this one must not lie before it. A date more than
    ``doubtful`` years ago is possible, but rarely meant: it is asked to be looked at again (0: never).
    """

    first: str = "1900-01-01"
    last: str = "heute+7300"
    age: int = 0
    after: str = ""
    doubtful: int = 0


@dataclass(frozen=True, slots=True)
class ControlPlan:
    """One question; ``path`` and ``suffix`` (the same as a pointer) start at the context's data.

    ``digits`` is the number of digits where the answer is nothing but digits. ``variant`` is how it is to be shown
    where there are several ways: ``radio``, ``toggle``. ``names`` says that it asks for somebody's ``familienname``,
    ``geburtsname`` or ``geburtsdatum``. ``accepts`` are the media types of a file, None where it asks for none;
    ``max_bytes`` is how large it may be, None where the form does not say. ``ways`` are those in which it may be
    answered where there are several (``forms/ways.py``).
    """

    path: tuple[str, ...]
    suffix: str
    kind: ControlKind
    label: str
    help: str = ""
    words: Words = NO_WORDS
    choices: tuple[Choice, ...] = ()
    format: str = ""
    max_length: int | None = None
    digits: int = 0
    special_category: bool = False
    prefill: str = ""
    names: str = ""
    accepts: tuple[str, ...] | None = None
    max_bytes: int | None = None
    read_only: bool | None = None
    range: DateRange | None = None
    default: Any = None
    variant: str = ""
    ways: tuple[ControlPlan, ...] = ()
    rule: Rule | None = None


@dataclass(frozen=True, slots=True)
class LabelPlan:
    """A text between questions."""

    text: str
    rule: Rule | None = None


@dataclass(frozen=True, slots=True)
class GroupPlan:
    """A layout; ``title`` is empty for one without a frame.

    ``at`` is the path of the object its elements stand in, empty for the one around: that of an inline ``detail``.
    """

    key: str
    title: str
    elements: tuple[ElementPlan, ...]
    horizontal: bool = False
    words: Words = NO_WORDS
    read_only: bool | None = None
    rule: Rule | None = None
    at: tuple[str, ...] = ()

    @property
    def bare(self) -> ControlPlan | ListPlan | None:
        """Return the one question, or list, that an item of a list is; None where items are objects."""
        only = self.elements[0] if len(self.elements) == 1 else None
        return only if isinstance(only, ControlPlan | ListPlan) and not only.path else None

    @property
    def nothing(self) -> list[Any] | dict[str, Any] | None:
        """Return an item that is made of these elements and in which nothing is answered yet."""
        if self.bare is None:
            return {}
        return [] if isinstance(self.bare, ListPlan) else None


@dataclass(frozen=True, slots=True)
class ListPlan:
    """A repeating group; ``detail`` is compiled against the schema of one item.

    ``first`` are those of the first items where each is asked in its own way (``prefixItems``). ``label`` is the path
    of the member that tells items apart, empty for none. ``sortable``: items may be moved; ``copyable``: an item may
    be doubled.
    """

    path: tuple[str, ...]
    suffix: str
    title: str
    item_title: str
    detail: GroupPlan
    words: Words = NO_WORDS
    minimum: int = 0
    maximum: int | None = None
    first: tuple[GroupPlan, ...] = ()
    label: tuple[str, ...] = ()
    sortable: bool = False
    copyable: bool = False
    read_only: bool | None = None
    rule: Rule | None = None

    def detail_of(self, index: int) -> GroupPlan:
        """Return what the item at an index is asked."""
        return self.first[index] if index < len(self.first) else self.detail

    @property
    def unanswered(self) -> list[Any]:
        """Return the list with as many items as it needs at least, each empty."""
        return [self.detail_of(at).nothing for at in range(self.minimum)]


ElementPlan = ControlPlan | LabelPlan | GroupPlan | ListPlan


@dataclass(frozen=True, slots=True)
class StepPlan:
    """One wizard step; ``around`` are rule and read-only mark of the category and all around it, outermost first."""

    key: str
    title: str
    elements: tuple[ElementPlan, ...]
    words: Words = NO_WORDS
    around: tuple[tuple[Rule | None, bool | None], ...] = ()

    def shows(self, answers: object) -> bool:
        """Return whether the step may be seen."""
        return all(rule is None or rule.shows(answers) for rule, _ in self.around)


@dataclass(frozen=True, slots=True)
class CompiledForm:
    """A form with its plans and validators; ``objects`` and ``lists`` are places: pointers with ``*`` for an item.

    An item that is asked in its own way (``prefixItems``) has its number there. ``known`` are all places.

    ``dated`` are the paths of dates, with ``*`` too, and their ranges. ``asked`` is the form's schema with the choice
    between alternatives in it, which ``validator`` and ``needs`` are made of; ``alone`` is made of the form's own.
    ``fittings`` find the choice for answers without it. ``doubtful`` are places that alternatives ask differently,
    ``mute`` those whose question cannot be answered.
    """

    form: Form
    steps: tuple[StepPlan, ...]
    validator: Validator
    needs: Needs
    asked: Mapping[str, Any]
    alone: Validator
    fittings: tuple[Fitting, ...] = ()
    objects: frozenset[str] = frozenset()
    lists: Mapping[str, ListPlan] = field(default_factory=dict)
    controls: Mapping[str, ControlPlan] = field(default_factory=dict)
    doubtful: frozenset[str] = frozenset()
    mute: frozenset[str] = frozenset()
    dated: tuple[tuple[tuple[str, ...], DateRange], ...] = ()
    known: frozenset[str] = frozenset()

    def place(self, pointer: str) -> str:
        """Return the place of a pointer into the answers: a number is an item, unless something is called so."""
        place = ""
        for segment in split(pointer):
            exact = f"{place}/{escape(segment)}"
            place = f"{place}/*" if segment.isdigit() and exact not in self.known else exact
        return place

    def control(self, pointer: str) -> ControlPlan | None:
        """Return the question at a pointer, None where none is asked."""
        return self.controls.get(self.place(pointer))

    def list_at(self, pointer: str) -> ListPlan | None:
        """Return the list at a pointer, None where there is none."""
        return self.lists.get(self.place(pointer))
