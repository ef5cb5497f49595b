"""What is wrong with answers: jsonschema-rs for the schema, own checks for dates; codes, never sentences."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, Protocol

from lotse_app.forms import dates, formats
from lotse_app.forms.keywords import at_steps
from lotse_app.forms.pointers import escape, join, look, split
from lotse_app.forms.responsible import responsible_problems
from lotse_app.forms.schema import DIGITS
from lotse_app.forms.visible import put
from lotse_app.forms.ways import meant
from lotse_app.models.problems import Code, Problem, problem

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from lotse_app.forms.plan import CompiledForm, DateRange

#: Containers inside containers that are made at most while looking for what is required in them.
DEEPEST = 8
_LIMITS = {
    "minLength": (Code.TOO_SHORT, "minimum"),
    "maxLength": (Code.TOO_LONG, "maximum"),
    "minimum": (Code.TOO_SMALL, "minimum"),
    "exclusiveMinimum": (Code.TOO_SMALL, "minimum"),
    "maximum": (Code.TOO_LARGE, "maximum"),
    "exclusiveMaximum": (Code.TOO_LARGE, "maximum"),
    "minItems": (Code.TOO_FEW, "minimum"),
    "maxItems": (Code.TOO_MANY, "maximum"),
}
_PLAIN = {
    "enum": Code.NOT_A_CHOICE,
    "const": Code.NOT_A_CHOICE,
    "uniqueItems": Code.NOT_UNIQUE,
    "type": Code.WRONG_TYPE,
}
#: What refuses a value that is none.
_REFUSING = frozenset({"type", "enum", "const", "oneOf", "anyOf"})
#: Of these, what is wrong is said of the way in which the answer was given.
_WAYS = frozenset({"anyOf", "oneOf"})
_TIMES = {"time": Code.TIME_INVALID, "date-time": Code.MOMENT_INVALID}
#: These ask for some of several members.
_COUNTS = frozenset({"anyOf", "oneOf", "minProperties", "maxProperties"})
#: Where one of these is said about a field, the codes in ``_VAGUE`` add nothing for a person.
_VAGUE = frozenset({Code.NOT_A_CHOICE, Code.WRONG_PATTERN, Code.INVALID, Code.TOO_SHORT})


class SchemaError(Protocol):
    """What is asked of an error of the validator; its kind has a class of its own for each keyword."""

    instance_path: list[str | int]
    schema_path: list[str | int]
    instance: Any
    kind: Any


def schema_errors(compiled: CompiledForm, answers: object) -> Iterator[SchemaError]:
    """Yield the raw errors of the schema."""
    return compiled.validator.iter_errors(answers)


@dataclass(frozen=True, slots=True)
class Checked:
    """Pruned answers with the containers the schema requires, and what the schema says about them."""

    document: dict[str, Any]
    problems: tuple[Problem, ...]


def checked(compiled: CompiledForm, kept: Mapping[str, Any], today: date) -> Checked:
    """Return everything wrong with pruned answers, at the pointers of the questions, all at once.

    Empty objects and lists that the schema requires are filled in first, so that their questions are asked for.
    """
    document, found = filled(compiled, kept)
    found += _date_problems(compiled, document, today)
    if compiled.form.responsible is not None:
        found += responsible_problems(compiled.form.responsible, document, today)
    return Checked(document, clear(found))


def filled(compiled: CompiledForm, kept: Mapping[str, Any]) -> tuple[dict[str, Any], list[Problem]]:
    """Return pruned answers with the containers that are required, and the problems the schema still finds."""
    document: dict[str, Any] = _copy(kept)
    found = list(_errors(compiled, document))
    for _ in range(DEEPEST):
        missing = [one.pointer for one in found if one.code is Code.REQUIRED]
        made = [pointer for pointer in missing if _make_container(compiled, document, pointer)]
        if not made:
            break
        found = list(_errors(compiled, document))
    return document, found


def _make_container(compiled: CompiledForm, document: dict[str, Any], pointer: str) -> bool:
    made = container_at(compiled, pointer)
    if made is not None:
        put(document, pointer, made)
    return made is not None


def container_at(compiled: CompiledForm, pointer: str) -> list[Any] | dict[str, Any] | None:
    """Return an empty list or object where questions stand in one, else None."""
    plan = compiled.list_at(pointer)
    if plan is not None:
        return plan.unanswered if plan.first else []
    return {} if compiled.place(pointer) in compiled.objects else None


def pattern(pointer: str) -> str:
    """Return a pointer with ``*`` for every list index: ``/hunde/0/name`` is ``/hunde/*/name``."""
    return "".join("/*" if segment.isdigit() else "/" + escape(segment) for segment in split(pointer))


def _copy(value: Any) -> Any:  # noqa: ANN401 - answers are JSON
    if isinstance(value, dict):
        return {name: _copy(member) for name, member in value.items()}
    return [_copy(item) for item in value] if isinstance(value, list) else value


def problems(compiled: CompiledForm, document: Mapping[str, Any]) -> tuple[Problem, ...]:
    """Return what the form's own schema says about answers as they are."""
    errors = compiled.alone.iter_errors(document)
    return clear([one for error in errors for one in translated(error, compiled, compiled.form.schema)])


def clear(found: Sequence[Problem]) -> tuple[Problem, ...]:
    """Return problems without repetition, and without vague ones where an exact one is said."""
    exact = {one.pointer for one in found if one.code not in _VAGUE}
    kept = (one for one in found if one.code not in _VAGUE or one.pointer not in exact)
    return tuple(dict.fromkeys(kept))


def _errors(compiled: CompiledForm, document: object) -> Iterator[Problem]:
    for error in schema_errors(compiled, document):
        yield from translated(error, compiled, compiled.asked)


def translated(error: SchemaError, compiled: CompiledForm, schema: object, around: str = "") -> Iterator[Problem]:
    """Yield what an error means; ``schema`` is what the validator was made of, ``around`` the pointer of its value."""
    pointer = around + join(error.instance_path)
    plan = compiled.control(pointer) if error.kind.name in _WAYS else None
    if error.instance is None and error.kind.name in _REFUSING:  # an item that nobody answered
        yield problem(Code.REQUIRED, pointer)
    elif plan is not None and plan.ways:
        parts = meant(error.kind)
        yield from (one for part in parts for one in translated(part, compiled, schema, around))
        if not parts:
            yield problem(Code.WRONG_TYPE, pointer)
    else:
        yield from _by_keyword(error, compiled, schema, pointer)


def _by_keyword(error: SchemaError, compiled: CompiledForm, schema: object, pointer: str) -> Iterator[Problem]:
    kind = error.kind
    name = kind.name
    if name == "required":
        yield problem(Code.REQUIRED, f"{pointer}/{escape(kind.property)}")
    elif name in {"additionalProperties", "unevaluatedProperties"}:
        for member in kind.unexpected:
            yield problem(Code.UNEXPECTED, f"{pointer}/{escape(member)}")
    elif name in _LIMITS:
        code, limit = _LIMITS[name]
        yield Problem(code, ((limit, kind.limit if isinstance(kind.limit, int) else str(kind.limit)),), pointer)
    elif name == "format":
        yield replace(
            formats.CHECKS.get(kind.format, _unknown)(error.instance) or problem(_TIMES.get(kind.format, Code.INVALID)),
            pointer=pointer,
        )
    elif name == "pattern":
        yield replace(_pattern_problem(kind.pattern, error.instance), pointer=pointer)
    elif name in _COUNTS:
        yield _count_problem(error, compiled, schema, pointer)
    else:
        yield problem(_PLAIN.get(name, Code.INVALID), pointer)


def _count_problem(error: SchemaError, compiled: CompiledForm, schema: object, pointer: str) -> Problem:
    """Return what is wrong where a number of members, or one of several sets of them, must be there."""
    plan = compiled.control(pointer)
    if error.kind.name == "oneOf" and plan and plan.choices:
        return problem(Code.NOT_A_CHOICE, pointer)
    steps = list(error.schema_path)
    members = _members(at_steps(schema, steps[:-1]), str(steps[-1]))
    if not members or not isinstance(error.instance, dict):
        return problem(Code.INVALID, pointer)
    many = sum(name in error.instance for name in members) > 1
    code = Code.ONLY_ONE if many and error.kind.name in {"oneOf", "maxProperties"} else Code.ONE_NEEDED
    plans = (compiled.control(f"{pointer}/{escape(name)}") for name in members)
    labels = (plan.label if plan is not None else name for name, plan in zip(members, plans, strict=True))
    return problem(code, pointer, names=", ".join(labels))


def _members(schema: Any, keyword: str) -> list[str]:  # noqa: ANN401 - a schema
    """Return the names of which one must, or only one may, be there; none where the keyword asks for something else."""
    if keyword in {"minProperties", "maxProperties"}:
        return list(schema.get("properties", {})) if schema[keyword] == 1 else []
    parts = schema[keyword]
    if not all(isinstance(part, dict) and part.keys() == {"required"} for part in parts):
        return []
    return list(dict.fromkeys(name for part in parts for name in part["required"]))


def _unknown(_text: str) -> Problem | None:
    return None


def _pattern_problem(wanted: str, text: str) -> Problem:
    digits = DIGITS.fullmatch(wanted)
    return formats.wrong_digits(text, int(digits[1])) if digits else problem(Code.WRONG_PATTERN)


def _date_problems(compiled: CompiledForm, document: object, today: date) -> Iterator[Problem]:
    """Look at every date in pruned answers; hidden ones have no value there."""
    for path, wanted in compiled.dated:
        yield from date_problems(compiled, document, path, wanted, today)


def date_problems(
    compiled: CompiledForm, document: object, path: tuple[str, ...], wanted: DateRange, today: date
) -> Iterator[Problem]:
    """Look at the dates at one path, in which ``*`` stands for every item of a list."""
    for pointer, value in matches(document, path):
        if isinstance(value, str) and dates.is_partial(value):
            found = date_problem(value, wanted, today) or _before_other(compiled, document, pointer, wanted)
            if found is not None:
                yield replace(found, pointer=pointer)


def _before_other(compiled: CompiledForm, document: object, pointer: str, wanted: DateRange) -> Problem | None:
    """Return DATE_BEFORE_OTHER where the date at ``pointer`` lies before the other date of its object."""
    if not wanted.after:
        return None
    here = split(pointer)
    other = join((*here[:-1], wanted.after))
    value, earlier = look(document, here), look(document, split(other))
    if not (isinstance(value, str) and isinstance(earlier, str) and dates.is_partial(earlier)):
        return None
    if dates.latest(value) >= dates.earliest(earlier):
        return None
    plan = compiled.control(other)
    return problem(Code.DATE_BEFORE_OTHER, other=plan.label if plan is not None else wanted.after)


def matches(value: object, path: tuple[str, ...], pointer: str = "") -> Iterator[tuple[str, object]]:
    """Yield (pointer, value) of everything at a path in which ``*`` stands for every item of a list."""
    for at, segment in enumerate(path):
        if segment == "*":
            for index, item in enumerate(value if isinstance(value, list) else ()):
                yield from matches(item, path[at + 1 :], f"{pointer}/{index}")
            return
        value = look(value, (segment,))
        pointer = f"{pointer}/{escape(segment)}"
    yield pointer, value


def date_problem(iso: str, wanted: DateRange, today: date) -> Problem | None:
    """Return what is wrong with a valid date: too early, in the future, or too young a person."""
    first, last = day_of(wanted.first, today), day_of(wanted.last, today)
    if dates.latest(iso) < first:
        return problem(Code.DATE_TOO_EARLY, earliest=first.isoformat())
    if dates.earliest(iso) > last:
        return problem(Code.DATE_IN_FUTURE, latest=last.isoformat())
    if wanted.age and dates.surely_under(iso, wanted.age, today):
        return problem(Code.TOO_YOUNG, years=wanted.age)
    return None


def day_of(text: str, today: date) -> date:
    """Return the day of ``2020-01-01``, ``heute``, ``heute+90`` or ``heute-30``."""
    if text.startswith("heute"):
        return today + timedelta(days=int(text[5:] or 0))
    return date.fromisoformat(text)
