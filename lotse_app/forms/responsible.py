"""Who answers for the people of a list: an adult for whom nobody else decides, or a legal representative.

JSON Schema cannot count years, so ``[responsible]`` of ``form.toml`` names the questions, and this looks at them.
Where everything is in order, the answers alone say who signs; no date of today is needed for it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from lotse_app.forms import dates
from lotse_app.forms.pointers import look, look_up, split
from lotse_app.models.problems import Code, problem

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date

    from lotse_app.forms.form import Responsible
    from lotse_app.models.problems import Problem

#: Years from which one decides for oneself.
OF_AGE = 18


def responsible_problems(rule: Responsible, document: Mapping[str, Any], today: date) -> Iterator[Problem]:
    """Name, at the question, minors of whom it says that they decide alone, and those whose adult is not in the list.

    A birth date of which only the year is known counts as a minor's where no day of it makes an adult.
    """
    people = _people(rule, document)
    adults = [
        number
        for number, one in enumerate(people)
        if not _minor(rule, one, today) and look_up(one, rule.question) != rule.within
    ]
    for number, one in enumerate(people):
        said = look_up(one, rule.question)
        pointer = f"{rule.people}/{number}{rule.question}"
        if said == rule.alone and _minor(rule, one, today):
            yield problem(Code.MINOR_ALONE, pointer, years=OF_AGE)
        elif said == rule.within and not adults:
            yield problem(Code.ADULT_MISSING, pointer, years=OF_AGE)


def who_signs(rule: Responsible, answers: Mapping[str, Any]) -> str:
    """Return the name of the first person who decides alone, else of a minor who signs, else of a representative.

    Empty for nobody yet. A minor of ``signs_from`` years or more signs for all where nobody is younger: for who is
    younger (BMG § 17 (3)) somebody else has to.
    """
    people = _people(rule, answers)
    alone = (_name(rule, one) for one in people if look_up(one, rule.question) == rule.alone)
    others = (_name(rule, look_up(one, rule.representative)) for one in people)
    return next((name for name in (*alone, *_youths(rule, people, answers), *others) if name), "")


def _youths(rule: Responsible, people: list[Any], answers: Mapping[str, Any]) -> list[str]:
    """Return the names of minors who are old enough to sign, none where somebody is too young for it."""
    day = look_up(answers, rule.on) if rule.signs_from else None
    if not isinstance(day, str) or not dates.is_full(day):
        return []
    on = dates.earliest(day)
    if any(_under(rule, one, rule.signs_from, on) for one in people):
        return []
    return [_name(rule, one) for one in people if _under(rule, one, OF_AGE, on)]


def _people(rule: Responsible, document: Mapping[str, Any]) -> list[Any]:
    found = look(document, split(rule.people))
    return found if isinstance(found, list) else []


def _minor(rule: Responsible, one: object, today: date) -> bool:
    return _under(rule, one, OF_AGE, today)


def _under(rule: Responsible, one: object, years: int, day: date) -> bool:
    born = look_up(one, rule.born)
    return isinstance(born, str) and dates.is_partial(born) and dates.surely_under(born, years, day)


def _name(rule: Responsible, one: object) -> str:
    parts = (look_up(one, pointer) for pointer in rule.names)
    return " ".join(part for part in parts if isinstance(part, str))
