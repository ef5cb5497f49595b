"""What keeps an application from being handed in today, and what to know before: ``[[block]]``, ``[[caution]]``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from lotse_app.forms import dates
from lotse_app.forms.compile import compile_form
from lotse_app.forms.evidence import conditions
from lotse_app.forms.form import Caution
from lotse_app.forms.pointers import look_up, split
from lotse_app.forms.validation import date_problems, day_of, matches
from lotse_app.forms.visible import prune

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date

    from lotse_app.forms.form import Block, Form
    from lotse_app.forms.plan import CompiledForm, DateRange

LONG_AGO_KEY = "lange_her"
LONG_AGO = "{label}: {date}, mehr als {years} Jahre her. Bitte noch einmal ansehen; stimmt es, geht es so weiter."


def blocks(form: Form, answers: Mapping[str, Any], today: date) -> tuple[Block, ...]:
    """Return the blocks that hold for these answers today; drafting and printing a draft stay possible."""
    kept = prune(form, answers)
    found = zip(form.blocks, conditions(form).blocks, strict=True)
    return tuple(block for block, holds in found if holds(kept) and _too_late(block, kept, today))


def cautions(form: Form, answers: Mapping[str, Any], due: date | None, today: date) -> tuple[Caution, ...]:
    """Return what the person should know today; ``due`` is the last day by the deadline of the form.

    Dates that are possible but rarely meant (``x-datum``: ``fraglich_ab_jahren``) come behind what the form says.
    """
    compiled = compile_form(form)
    doubtful = [(path, wanted) for path, wanted in compiled.dated if wanted.doubtful]
    if not (form.cautions or doubtful):
        return ()
    kept = prune(form, answers)
    late = due is not None and due < today
    own = (one for one in form.cautions if (late if one.overdue else _same(one, kept)))
    return *own, *(one for path, wanted in doubtful for one in _long_ago(compiled, kept, path, wanted, today))


def _long_ago(
    compiled: CompiledForm, kept: Mapping[str, Any], path: tuple[str, ...], wanted: DateRange, today: date
) -> Iterator[Caution]:
    """Ask to look again at the dates at one path that lie unlikely far back.

    A date that is refused anyway is left out: nobody is told of one date that it holds up and that it does not.
    """
    refused = {one.pointer for one in date_problems(compiled, kept, path, wanted, today)}
    for pointer, value in matches(kept, path):
        if pointer in refused or not isinstance(value, str) or not dates.is_partial(value):
            continue
        if dates.surely_over(value, wanted.doubtful, today):
            label = compiled.controls[compiled.place(pointer)].label
            said = LONG_AGO.format(label=label, date=dates.spoken(value), years=wanted.doubtful)
            yield Caution(f"{LONG_AGO_KEY}{pointer}", said, "", pointer)


def _same(caution: Caution, kept: Mapping[str, Any]) -> bool:
    """Return whether both answers say the same; an answer without any part says nothing."""
    said = [[_plain(look_up(look_up(kept, at), part)) for part in caution.parts] for at in caution.same]
    return any(said[0]) and said[0] == said[1]


def _plain(value: object) -> str:
    """Return a text as it is compared: capitals, spaces and the short form of *Straße* make no other address."""
    text = "".join(value.casefold().split()) if isinstance(value, str) else ""
    return text.replace("str.", "strasse")


def _too_late(block: Block, kept: Mapping[str, Any], today: date) -> bool:
    if not block.date:
        return True
    last = day_of(block.later_than, today)
    answered = (value for _, value in matches(kept, split(block.date)))
    return any(
        isinstance(value, str) and dates.is_partial(value) and dates.earliest(value) > last for value in answered
    )
