"""The schema of a form in parts, so that an edit is checked by those parts that look at what it changed. Pure.

Objects on the way to a question are taken apart: each property, each required name and each condition is a part.
What looks at several properties (``if``, ``dependentRequired``, ``oneOf`` …) is checked with that object's members it
names, or with all of the object. What cannot be taken apart is one part as a whole: that is slower and as right.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

from lotse_app.forms.pointers import MISSING, join, look, split
from lotse_app.forms.responsible import responsible_problems
from lotse_app.forms.validation import container_at, date_problems, translated
from lotse_app.models.problems import Code

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from lotse_app.forms.form import Responsible
    from lotse_app.forms.outline import Path
    from lotse_app.forms.plan import CompiledForm, DateRange
    from lotse_app.forms.required import Needs
    from lotse_app.forms.validators import LateValidator
    from lotse_app.models.problems import Problem


@dataclass(frozen=True, slots=True)
class Finding:
    """What a part says: problems, pointers of what must be there, and containers that are required and missing."""

    problems: tuple[Problem, ...] = ()
    required: frozenset[str] = frozenset()
    wanted: tuple[str, ...] = ()


#: What most parts say.
NOTHING = Finding()


def finding(compiled: CompiledForm, problems: Iterable[Problem], required: Iterable[str] = ()) -> Finding:
    """Return a finding; what is wanted are containers among what is missing."""
    found = tuple(problems)
    missing = (one.pointer for one in found if one.code is Code.REQUIRED)
    wanted = tuple(pointer for pointer in missing if container_at(compiled, pointer) is not None)
    needed = frozenset(required)
    return Finding(found, needed, wanted) if found or needed else NOTHING


class Part(Protocol):
    """One part of a form's demands; what it says follows from what lies at the paths it reads, and from the day."""

    @property
    def reads(self) -> tuple[Path, ...]:
        """Return the paths it looks at, with all below them."""
        ...

    def find(self, document: object, today: date) -> Finding:
        """Return what is wrong with a document, as far as this part is concerned."""
        ...


@dataclass(frozen=True, slots=True)
class Wanted:
    """One name that must be there in the object at a path, if that is there; both findings are made once."""

    at: Path
    name: str
    there: Finding
    missing: Finding

    @property
    def reads(self) -> tuple[Path, ...]:
        """Return the path of the name."""
        return ((*self.at, self.name),)

    def find(self, document: object, _today: date) -> Finding:
        """Return that it is missing, or only that it is required."""
        here = look(document, self.at)
        if not isinstance(here, dict):
            return NOTHING
        return self.there if self.name in here else self.missing


@dataclass(frozen=True, slots=True)
class Unknown:
    """A question whose name the object at a path does not allow."""

    reads: tuple[Path, ...]
    problem: Problem

    def find(self, document: object, _today: date) -> Finding:
        """Return that the answer may not be there."""
        return NOTHING if look(document, self.reads[0]) is MISSING else Finding((self.problem,))


@dataclass(frozen=True, slots=True)
class Piece:
    """A schema for what lies at a path; ``names`` are the members it looks at, None for all of it."""

    compiled: CompiledForm
    at: Path
    pointer: str
    validator: LateValidator
    needs: Needs | None
    names: tuple[str, ...] | None = None

    @property
    def reads(self) -> tuple[Path, ...]:
        """Return its path, or those of its names."""
        return (self.at,) if self.names is None else tuple((*self.at, name) for name in self.names)

    def find(self, document: object, _today: date) -> Finding:
        """Return what the schema says of the value."""
        value = look(document, self.at)
        if value is MISSING:
            return NOTHING
        if self.names is not None and isinstance(value, dict):
            value = {name: value[name] for name in self.names if name in value}
        required: set[str] = set()
        if self.needs is not None:
            self.needs.collect(value, self.pointer, required)
        problems = [
            one
            for error in self.validator.iter_errors(value)
            for one in translated(error, self.compiled, self.validator.schema, self.pointer)
        ]
        return finding(self.compiled, problems, required) if problems or required else NOTHING


@dataclass(frozen=True, slots=True)
class Dated:
    """The range of dates at one path, in which ``*`` stands for every item of a list."""

    compiled: CompiledForm
    path: Path
    range: DateRange

    @property
    def reads(self) -> tuple[Path, ...]:
        """Return the path of the list, or that of the date and of the other date it is compared with."""
        if "*" in self.path:
            return (self.path[: self.path.index("*")],)
        return (self.path, (*self.path[:-1], self.range.after)) if self.range.after else (self.path,)

    def find(self, document: object, today: date) -> Finding:
        """Return dates that are out of range."""
        return finding(self.compiled, date_problems(self.compiled, document, self.path, self.range, today))


@dataclass(frozen=True, slots=True)
class People:
    """Who answers for the people of a list."""

    compiled: CompiledForm
    rule: Responsible

    @property
    def reads(self) -> tuple[Path, ...]:
        """Return the path of the list."""
        return (split(self.rule.people),)

    def find(self, document: Any, today: date) -> Finding:  # noqa: ANN401 - answers are JSON
        """Return minors nobody answers for."""
        return finding(self.compiled, responsible_problems(self.rule, document, today))


def wanted(compiled: CompiledForm, at: Path, name: str, missing: Problem) -> Wanted:
    """Return the part of one required name."""
    pointer = [join((*at, name))]
    return Wanted(at, name, finding(compiled, (), pointer), finding(compiled, (missing,), pointer))
