"""Who is named in the answers of a form, in search form. Pure."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from lotse_app.forms.characters import search_form
from lotse_app.forms.clauses import lines_to_sign
from lotse_app.forms.compile import compile_form
from lotse_app.forms.pointers import look, look_up, split
from lotse_app.forms.visible import prune
from lotse_app.models.persons import PersonKey, name_parts

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from typing import Any

    from lotse_app.forms.form import Form
    from lotse_app.forms.plan import ControlPlan

#: Properties of the building block *Person*, which every form shares (``x-benennt`` says the same of a question), and
#: the prefill keys of single questions.
_SURNAMES = ("familienname", "geburtsname")
_BIRTH = "geburtsdatum"
#: What forms from elsewhere call a surname.
_ABROAD = ("nachname", "surname", "lastName", "last_name", "familyName")
_GIVEN_KEY, _SURNAME_KEY, _BIRTH_KEY = "person.vornamen", "person.familienname", "person.geburtsdatum"


#: A word of three letters or more; a double name is one word.
_WORD = re.compile(r"(?<!\w)[^\W\d_][\w’'´`‘-]{2,}")
#: What stands between the parts of a double name; a dash is typed for a hyphen.
_BETWEEN = re.compile(r"[\s\-–‐‑]+")


#: Signs that are typed for the apostrophe of *O'Neill*; the first one stands in search forms.
_APOSTROPHES = "'’´`‘"
_ONE_APOSTROPHE = str.maketrans(dict.fromkeys(_APOSTROPHES[1:], _APOSTROPHES[0]))


def folded(name: str) -> str:
    """Return a name as it is compared: letters A to Z, large, one sign for every apostrophe."""
    return search_form(name).upper().translate(_ONE_APOSTROPHE)


def person_key(surname: str, birth: str = "") -> PersonKey:
    """Return how a person is looked up; blanks around and between do not matter."""
    return PersonKey(folded(" ".join(surname.split())), birth)


def written_forms(surname: str) -> tuple[str, ...]:
    """Return the search forms a surname may be kept under: older records have the apostrophe as it was typed."""
    first = _APOSTROPHES[0]
    return tuple(dict.fromkeys(surname.replace(first, one) for one in _APOSTROPHES))


def mentions(text: str, surname: str) -> bool:
    """Return whether a surname in search form stands in a text as words of their own, in whatever case.

    ``Müllers`` and ``Muster Probe`` for ``Muster-Probe`` count as well.
    """
    parts = _BETWEEN.split(folded(surname))
    words = _BETWEEN.pattern.join(re.escape(part) for part in parts if part)
    return bool(words) and re.search(rf"(?<![^\W\d_]){words}S?(?![^\W\d_])", folded(text)) is not None


def mentions_part(text: str, surname: str) -> bool:
    """Return whether a part of a double name stands in a text alone: ``Müller`` of ``Müller-Lüdenscheidt``."""
    parts = name_parts(surname)
    return len(parts) > 1 and any(mentions(text, part) for part in parts)


def large_words(text: str) -> frozenset[str]:
    """Return the words of a text that begin with a capital, as ``all_words`` does."""
    return _forms_of(one for one in _WORD.findall(text) if one[0].isupper())


def all_words(text: str) -> frozenset[str]:
    """Return the words of a text in search form, with and without the *s* of a genitive."""
    return _forms_of(_WORD.findall(text))


def _forms_of(words: Iterable[str]) -> frozenset[str]:
    found = {person_key(one).surname for one in words}
    return frozenset(found | {one.removesuffix("S") for one in found})


def named(form: Form | None, answers: Mapping[str, Any]) -> tuple[PersonKey, ...]:
    """Return everybody named, sorted, each once; also in answers that are hidden, or whose form is gone."""
    found = {*_blocks(answers), *(_asked(form, answers) if form else ())}
    return tuple(sorted(one for one in found if one.surname))


def applicant(form: Form, answers: Mapping[str, Any]) -> str:
    """Return who applies as in the answers: whom the form asks for by name, else who signs first; empty if nobody."""
    kept = prune(form, answers)
    controls = compile_form(form).controls
    parts = []
    for key in (_GIVEN_KEY, _SURNAME_KEY):
        said = (_text(look_up(kept, at)) for at, plan in controls.items() if plan.prefill == key)
        parts.append(next(filter(None, said), ""))
    return " ".join(filter(None, parts)) or lines_to_sign(form, kept)[0].signer


def _blocks(value: object) -> Iterator[PersonKey]:
    if isinstance(value, list):
        for item in value:
            yield from _blocks(item)
    elif isinstance(value, dict):
        birth = _text(value.get(_BIRTH))
        for name in _SURNAMES + _ABROAD:
            if name in value:
                yield person_key(_text(value[name]), birth)
        for inner in value.values():
            yield from _blocks(inner)


def _asked(form: Form, answers: Mapping[str, Any]) -> Iterator[PersonKey]:
    """Return persons of forms that ask for a name outside the building block but say what it is, in lists too."""
    controls = compile_form(form).controls
    births = [pointer for pointer, plan in controls.items() if _is(plan, _BIRTH_KEY, (_BIRTH,))]
    for pointer, plan in controls.items():
        if _is(plan, _SURNAME_KEY, _SURNAMES):
            place = pointer.rpartition("/")[0]
            beside = next((one.rpartition("/")[2] for one in births if one.rpartition("/")[0] == place), "")
            for person in _each(answers, split(place)):
                birth = _text(look(person, split(f"/{beside}"))) if beside else ""
                yield person_key(_text(look(person, split(f"/{pointer.rpartition('/')[2]}"))), birth)


def _is(plan: ControlPlan, key: str, names: tuple[str, ...]) -> bool:
    return plan.prefill == key or plan.names in names


def _each(value: object, place: tuple[str, ...]) -> Iterator[object]:
    """Yield what lies at a place, ``*`` for every item of a list."""
    if not place:
        yield value
    elif place[0] == "*":
        for item in value if isinstance(value, list) else ():
            yield from _each(item, place[1:])
    else:
        yield from _each(look(value, place[:1]), place[1:])


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""
