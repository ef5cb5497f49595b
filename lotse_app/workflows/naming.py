"""Who is named in the answers of a form, in search form. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lotse_app.forms.characters import search_form
from lotse_app.forms.compile import compile_form
from lotse_app.forms.pointers import look_up
from lotse_app.models.persons import PersonKey

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from typing import Any

    from lotse_app.forms.form import Form

#: Properties of the building block *Person*, which every form shares, and the prefill keys of single questions.
_SURNAMES = ("familienname", "geburtsname")
_BIRTH = "geburtsdatum"
_SURNAME_KEY, _BIRTH_KEY = "person.familienname", "person.geburtsdatum"


def person_key(surname: str, birth: str = "") -> PersonKey:
    """Return how a person is looked up; blanks around and between do not matter."""
    return PersonKey(search_form(" ".join(surname.split())).upper(), birth)


def named(form: Form | None, answers: Mapping[str, Any]) -> tuple[PersonKey, ...]:
    """Return everybody named, sorted, each once; also in answers that are hidden, or whose form is gone."""
    found = {*_blocks(answers), *(_prefilled(form, answers) if form else ())}
    return tuple(sorted(one for one in found if one.surname))


def _blocks(value: object) -> Iterator[PersonKey]:
    if isinstance(value, list):
        for item in value:
            yield from _blocks(item)
    elif isinstance(value, dict):
        birth = _text(value.get(_BIRTH))
        for name in _SURNAMES:
            if name in value:
                yield person_key(_text(value[name]), birth)
        for inner in value.values():
            yield from _blocks(inner)


def _prefilled(form: Form, answers: Mapping[str, Any]) -> Iterator[PersonKey]:
    """Return persons of forms that ask for a name outside the building block but say what it is."""
    controls = compile_form(form).controls
    births = [pointer for pointer, plan in controls.items() if plan.prefill == _BIRTH_KEY]
    for pointer, plan in controls.items():
        if plan.prefill == _SURNAME_KEY:
            beside = [one for one in births if one.rpartition("/")[0] == pointer.rpartition("/")[0]]
            birth = _text(look_up(answers, beside[0])) if beside else ""
            yield person_key(_text(look_up(answers, pointer)), birth)


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""
