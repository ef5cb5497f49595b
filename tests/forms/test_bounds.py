"""A few lines that ask for millions are refused at once, with the place; what is merely large is a form."""

from __future__ import annotations

import json
from functools import partial
from typing import TYPE_CHECKING, Any

import pytest

from lotse_app.forms.bounds import MOST_ITEMS, MOST_PLACES, TooMuchError, check_bounds, check_drawn
from lotse_app.forms.compile import compile_form
from lotse_app.forms.engine import initial
from lotse_app.forms.incoming import examine, form_of
from lotse_app.forms.lint import lint
from lotse_app.forms.pair import File, read_pair
from lotse_app.models.problems import Code, ProblemError

if TYPE_CHECKING:
    from collections.abc import Callable

    from lotse_app.models.kept_form import Incoming

TEXT: dict[str, Any] = {"type": "string", "title": "A"}
MANY, OFTEN = f"fragt nach mehr als {MOST_PLACES} Angaben", "verlangt zu viele Wiederholungen"
REF = {"$ref": "#/$defs/p"}


def described(**properties: object) -> dict[str, Any]:
    return {"type": "object", "title": "T", "properties": properties}


def listed(items: object, minimum: object) -> dict[str, Any]:
    return {"type": "array", "title": "L", "items": items, "minItems": minimum}


def itself(members: int, others: int = 1) -> dict[str, Any]:
    """Return a schema of objects that each hold all of them ``members`` times."""
    names = [f"p{other}" for other in range(others)]
    inner = {f"{name}{at}": {"$ref": f"#/$defs/{name}"} for at in range(members) for name in names}
    return {**described(a={"$ref": "#/$defs/p0"}), "$defs": {name: described(**inner) for name in names}}


def refused(work: Callable[[], object]) -> tuple[tuple[str | int, ...], str]:
    with pytest.raises(TooMuchError) as raised:
        work()
    return raised.value.place, raised.value.reason


def read(schema: dict[str, Any], *elements: dict[str, Any]) -> Incoming:
    files = [File("schema.json", json.dumps(schema, indent=1).encode())]
    if elements:
        layout = {"type": "VerticalLayout", "elements": list(elements)}
        files.append(File("uischema.json", json.dumps(layout, indent=1).encode()))
    return examine(read_pair(tuple(files)))


def nested(times: int) -> dict[str, Any]:
    made = listed(TEXT, 50)
    for _ in range(times):
        made = listed(described(x=made), 50)
    return described(a=made)


@pytest.mark.parametrize(
    ("schema", "place", "reason"),
    [
        (described(a=listed(TEXT, 10**7)), ("properties", "a"), OFTEN),
        (nested(3), ("properties", "a", "items", "properties", "x"), OFTEN),
        (described(a={"type": "array", "prefixItems": [TEXT] * (MOST_ITEMS + 1)}), ("properties", "a"), OFTEN),
        ({**described(a=REF), "$defs": {"p": listed(TEXT, MOST_ITEMS + 1)}}, ("$defs", "p"), OFTEN),
        (described(**{f"a{at}": TEXT for at in range(MOST_PLACES)}), ("properties", f"a{MOST_PLACES - 1}"), MANY),
        (itself(100), ("$defs", "p0"), MANY),
        (itself(4, others=3), ("$defs", "p2"), MANY),
        ({"anyOf": [{**REF, "title": "X"}] * 2, "$defs": {"p": {"oneOf": [REF] * 200}}}, ("$defs", "p"), MANY),
    ],
)
def test_what_asks_for_too_much_is_refused_with_its_place(
    schema: dict[str, Any], place: tuple[str | int, ...], reason: str
) -> None:
    assert refused(lambda: check_bounds(schema)) == (place, reason)


def test_a_chain_of_objects_without_an_end_in_sight_is_refused() -> None:
    links = {f"p{at}": described(a={"$ref": f"#/$defs/p{at + 1}"}) for at in range(300)}
    schema = {**described(a={"$ref": "#/$defs/p0"}), "$defs": {**links, "p300": TEXT}}
    assert refused(lambda: check_bounds(schema))[1] == MANY


def test_conditions_and_alternatives_count_and_what_is_no_schema_does_not() -> None:
    wide = described(**{f"a{at}": TEXT for at in range(MOST_PLACES // 2)})
    for more in ({"then": wide}, {"else": wide}, {"dependentSchemas": {"a": wide}}, {"allOf": [wide]}):
        assert refused(partial(check_bounds, {**wide, **more}))[1] == MANY
    check_bounds({**wide, "then": True})
    check_bounds(described(a={"type": "array", "prefixItems": [TEXT, TEXT], "items": False}))


@pytest.mark.parametrize(
    "odd", [{"properties": 5}, {"items": {}, "minItems": "x"}, {"allOf": 5}, {"then": {"anyOf": 1}}]
)
def test_a_reference_to_what_is_no_schema_is_refused(odd: dict[str, Any]) -> None:
    with pytest.raises(ProblemError) as raised:
        read({**described(a={"$ref": "#/x-anderswo"}), "x-anderswo": odd})
    assert raised.value.problem.code is Code.FORM_REFUSED


def test_a_layout_that_draws_too_much_is_refused_with_its_element() -> None:
    schema = described(a=described(**{f"a{at}": TEXT for at in range(5000)}), b=TEXT)
    controls = [{"type": "Control", "scope": f"#/properties/{name}"} for name in "baab"]
    layout = {"type": "VerticalLayout", "elements": controls}
    assert refused(lambda: check_drawn(layout, schema)) == (("elements", 2), MANY)
    check_drawn({**layout, "elements": controls[:2]}, schema)
    check_drawn({**layout, "scope": 5, "elements": [{"type": "Label", "text": "x", "scope": None}]}, schema)
    check_drawn({**layout, "scope": "#/nirgends"}, described(b=TEXT))
    check_drawn(
        {**layout, "elements": [{"type": "Label", "text": "x", "elements": odd} for odd in (5, [5], None)]}, schema
    )


def test_the_refusal_names_file_and_line() -> None:
    with pytest.raises(ProblemError) as raised:
        read(described(a=listed(TEXT, 10**7)))
    found = dict(raised.value.problem.params)
    assert (found["file"], found["line"], found["element"], found["reason"]) == (
        "schema.json", 5, "properties/a", OFTEN,
    )  # fmt: skip
    with pytest.raises(ProblemError) as raised:
        read(described(a=TEXT), *[{"type": "Control", "scope": "#/properties/a"}] * (MOST_PLACES + 1))
    assert dict(raised.value.problem.params)["file"] == "uischema.json"


def test_objects_that_hold_themselves_often_open_and_are_looked_at_in_a_moment() -> None:
    made = read(itself(8))
    form = form_of(made.form_id, made.version, made.documents)
    assert len(compile_form(form).objects) == 8 + 8**2 + 8**3 + 1
    assert lint(form) == ()


def test_a_limit_may_be_written_as_3_0() -> None:
    made = read(described(a={**listed(TEXT, 2.0), "maxItems": 3.0}, b={**TEXT, "maxLength": 4.0}))
    form = form_of(made.form_id, made.version, made.documents)
    assert initial(form) == {"a": [None, None]}
    compiled = compile_form(form)
    assert (repr(compiled.lists["/a"].maximum), repr(compiled.controls["/b"].max_length)) == ("3", "4")
