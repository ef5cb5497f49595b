"""What the window paints: the state of every control of a form for the present answers."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from lotse_app.models.reading import NO_WORDS

if TYPE_CHECKING:
    from lotse_app.forms.following import Trace
    from lotse_app.models.problems import Problem
    from lotse_app.models.reading import Words


class ControlKind(StrEnum):
    """Kinds of controls; the testers in ``ui/form/widgets.py`` choose by kind and options."""

    TEXT = "text"
    MULTILINE = "multiline"
    INTEGER = "integer"
    NUMBER = "number"
    DATE = "date"
    PARTIAL_DATE = "teildatum"
    CHOICE = "choice"
    MULTI_CHOICE = "multi_choice"
    YES_NO = "yes_no"
    TICK = "tick"
    WAYS = "ways"


@dataclass(frozen=True, slots=True)
class Choice:
    """One choice: ``value`` as in the data, ``label`` as shown."""

    value: Any
    label: str


@dataclass(frozen=True, slots=True)
class ControlState:
    """One question. ``pointer`` is its JSON Pointer in the answers, ``problems`` are those to be shown.

    ``variant`` is a wish of the form: ``radio`` or ``toggle``. ``accepts`` are the media types of a file (empty: any),
    None where the question is for none; ``max_bytes`` is how large it may be, None where the form does not say.
    ``ways`` are those in which the question may be answered where there are several; each is labelled by its way.
    """

    pointer: str
    kind: ControlKind
    label: str
    help: str = ""
    words: Words = NO_WORDS
    value: Any = None
    visible: bool = True
    enabled: bool = True
    required: bool = False
    read_only: bool = False
    choices: tuple[Choice, ...] = ()
    format: str = ""
    max_length: int | None = None
    special_category: bool = False
    prefill: str = ""
    problems: tuple[Problem, ...] = ()
    variant: str = ""
    accepts: tuple[str, ...] | None = None
    max_bytes: int | None = None
    ways: tuple[ControlState, ...] = ()


@dataclass(frozen=True, slots=True)
class LabelState:
    """A text between controls."""

    text: str
    visible: bool = True


@dataclass(frozen=True, slots=True)
class GroupState:
    """A titled or untitled group; ``horizontal`` puts its elements side by side.

    ``called`` is what tells a list item apart from the others, for example a dog's name.
    """

    key: str
    title: str
    elements: tuple[Element, ...]
    visible: bool = True
    enabled: bool = True
    horizontal: bool = False
    words: Words = NO_WORDS
    called: str = ""


@dataclass(frozen=True, slots=True)
class ListState:
    """A repeating group, for example dogs; every item is a group whose controls have item pointers.

    ``within`` is the item of another list that this one is: it has no title of its own.
    """

    pointer: str
    title: str
    item_title: str
    items: tuple[GroupState, ...]
    minimum: int = 0
    maximum: int | None = None
    visible: bool = True
    enabled: bool = True
    problems: tuple[Problem, ...] = ()
    words: Words = NO_WORDS
    sortable: bool = False
    copyable: bool = False
    within: str = ""


Element = ControlState | LabelState | GroupState | ListState


@dataclass(frozen=True, slots=True)
class StepState:
    """One wizard step (a JSON Forms ``Category``); ``complete`` means: nothing required is open or wrong."""

    key: str
    title: str
    elements: tuple[Element, ...]
    visible: bool = True
    complete: bool = False
    words: Words = NO_WORDS


@dataclass(frozen=True, slots=True)
class FormState:
    """The whole form. ``problems`` are all problems of visible controls, shown or not, in form order.

    ``trace`` is how it was worked out, for the next state of the same form (``forms/following.py``).
    """

    steps: tuple[StepState, ...]
    problems: tuple[Problem, ...] = field(default=())
    trace: Trace | None = field(default=None, compare=False, repr=False)

    @property
    def complete(self) -> bool:
        """Return whether the form could be frozen now."""
        return not self.problems and all(step.complete for step in self.steps if step.visible)
