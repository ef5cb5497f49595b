"""What somebody changed on a form, when what lies below it may have changed meanwhile."""

from __future__ import annotations

from dataclasses import fields, replace
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from typing import Any

    from _typeshed import DataclassInstance

    Shown = TypeVar("Shown", bound=DataclassInstance)


def changed_over(here: Shown, seen: Shown, wanted: Shown) -> Shown:
    """Return what is here now with the fields in which ``wanted`` differs from what was ``seen``; no other one."""
    touched: dict[str, Any] = {}
    for one in fields(here):
        value = getattr(wanted, one.name)
        if value != getattr(seen, one.name):
            touched[one.name] = value
    return replace(here, **touched)
