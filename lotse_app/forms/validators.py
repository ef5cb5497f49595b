"""Validators of jsonschema-rs (Draft 2020-12) that know this program's formats."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol, cast

from lotse_app.forms.formats import CHECKS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping


class Validator(Protocol):
    """The part of a jsonschema-rs validator that is used here."""

    def is_valid(self, instance: object) -> bool:
        """Return whether the instance is valid."""
        ...

    def iter_errors(self, instance: object) -> Iterator[Any]:
        """Return all errors."""
        ...


def make_validator(schema: object, definitions: Mapping[str, Any] | None = None) -> Validator:
    """Return a validator of a document or of a part of one.

    ``definitions`` are the ``$defs`` a part may refer to. Raises ``ValueError`` (jsonschema-rs) for a
    schema that is none, or that refers to another document: nothing is fetched.
    """
    import jsonschema_rs

    document = {**schema, "$defs": dict(definitions)} if isinstance(schema, dict) and definitions else schema
    made = jsonschema_rs.Draft202012Validator(
        cast("Any", document),
        validate_formats=True,
        formats={name: _passes(check) for name, check in CHECKS.items()},
        retriever=_fetch_nothing,
    )
    return cast("Validator", made)


class LateValidator:
    """A validator that is made when it is first asked: of most parts of a form nobody asks at once.

    Only for parts of a schema of which a validator was made: nobody expects it to raise.
    """

    def __init__(self, schema: object) -> None:
        self.schema = schema
        self._made: Validator | None = None

    def is_valid(self, instance: object) -> bool:
        """Return whether the instance is valid."""
        return self._ready().is_valid(instance)

    def iter_errors(self, instance: object) -> Iterator[Any]:
        """Return all errors."""
        return self._ready().iter_errors(instance)

    def _ready(self) -> Validator:
        if self._made is None:
            self._made = make_validator(self.schema)
        return self._made


def _fetch_nothing(uri: str) -> Any:  # noqa: ANN401 - the library has no type for it
    message = f"a form refers to nothing outside itself: {uri}"
    raise ValueError(message)


def _passes(check: Callable[[str], object]) -> Callable[[str], bool]:
    return lambda text: check(text) is None
