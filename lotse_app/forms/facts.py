"""Reads ``form.toml``: what law and practice say about a form, beside its two standard documents."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING, Any

from lotse_app.clock import short_date
from lotse_app.forms.form import Block, Caution, Clause, DeadlineRule, EvidenceRule, Form, Responsible, SignatureLine
from lotse_app.models.evidence import EvidenceState
from lotse_app.models.laws import kind_of
from lotse_app.models.public_service import Fact, Representation, SignatureRule, Way

if TYPE_CHECKING:
    from collections.abc import Mapping

#: The day after which a block holds.
_DAY = re.compile(r"heute(?:[+-][0-9]{1,4})?|[0-9]{4}-[0-9]{2}-[0-9]{2}")
_STATUS = {"freigegeben": True, "ungeprueft": False}


class _Reader:
    """Takes values out of a table and notes what is missing or of the wrong kind."""

    def __init__(self, table: object, name: str, faults: list[str]) -> None:
        self._table: Mapping[str, Any] = table if isinstance(table, dict) else {}
        self._name = name
        self._faults = faults

    def fault(self, key: str) -> None:
        """Note that the value of a key cannot be used."""
        self._faults.append(f"form.toml: {self._name}{key}")

    def text(self, key: str, default: str | None = None) -> str:
        """Return a text; it must be there unless there is a default."""
        value = self._table.get(key, default)
        if isinstance(value, str) and (value or default is not None):
            return value
        self.fault(key)
        return ""

    def texts(self, key: str) -> tuple[str, ...]:
        """Return a list of texts, empty where the key is not there."""
        value = self._table.get(key, [])
        if isinstance(value, list) and all(isinstance(one, str) for one in value):
            return tuple(value)
        self.fault(key)
        return ()

    def day(self, key: str) -> date:
        """Return a day."""
        value = self._table.get(key)
        if isinstance(value, date):
            return value
        self.fault(key)
        return date.min

    def truth(self, key: str) -> bool:
        """Return a yes or no; no where the key is not there."""
        value = self._table.get(key, False)
        if not isinstance(value, bool):
            self.fault(key)
        return value is True

    def number(self, key: str) -> int:
        """Return a whole number, 0 where the key is not there."""
        value = self._table.get(key, 0)
        if isinstance(value, int) and not isinstance(value, bool):
            return value
        self.fault(key)
        return 0

    def table(self, key: str) -> _Reader:
        """Return a reader of a table that must be there."""
        if not isinstance(self._table.get(key), dict):
            self.fault(key)
        return _Reader(self._table.get(key), f"{self._name}{key}.", self._faults)

    def tables(self, key: str) -> list[_Reader]:
        """Return readers of a list of tables."""
        value = self._table.get(key, [])
        if not isinstance(value, list):
            self.fault(key)
            return []
        return [_Reader(one, f"{self._name}{key}.{number}.", self._faults) for number, one in enumerate(value, 1)]

    def condition(self) -> Mapping[str, Any] | None:
        """Return the condition ``when``, None where there is none."""
        value = self._table.get("when")
        if value is not None and not isinstance(value, dict):
            self.fault("when")
            return None
        return value

    def has(self, key: str) -> bool:
        """Return whether a key is there."""
        return key in self._table

    def pairs(self, key: str) -> tuple[tuple[str, str], ...]:
        """Return a table of texts as pairs."""
        value = self._table.get(key, {})
        return tuple((str(name), str(one)) for name, one in value.items()) if isinstance(value, dict) else ()


def read_form(
    form_id: str, facts: Mapping[str, Any], schema: Mapping[str, Any], uischema: Mapping[str, Any], faults: list[str]
) -> Form:
    """Return the form; everything that is missing or wrong in ``facts`` is added to ``faults``."""
    reader = _Reader(facts, "", faults)
    signature = reader.table("signature")
    clauses = tuple(Clause(one.text("text"), one.condition()) for one in reader.tables("declaration"))
    lines = tuple(_line(one) for one in reader.tables("signature_line"))
    return Form(
        id=_id(reader, form_id),
        version=reader.text("version"),
        title=reader.text("title"),
        service_id=reader.text("service_id", ""),
        leika=reader.texts("leika"),
        leika_alias=reader.texts("leika_alias"),
        valid_from=reader.day("valid_from"),
        released=_released(reader),
        authority=reader.text("authority", ""),
        law=reader.text("law"),
        social_benefit=reader.truth("social_benefit"),
        facts=tuple(_fact(one) for one in reader.tables("fact")),
        deadline=_deadline(reader),
        representation=_representation(reader.table("representation")),
        signature=_signature(signature),
        signature_lines=tuple(one.text for one in lines),
        declarations=tuple(one.text for one in clauses),
        evidence=tuple(_evidence(one) for one in reader.tables("evidence")),
        ways=_ways(reader.table("ways")),
        schema=schema,
        uischema=uischema,
        lines=lines,
        clauses=clauses,
        languages=reader.texts("languages") or ("de",),
        leave_out_empty=reader.truth("leave_out_empty"),
        record=signature.truth("niederschrift") if signature.has("niederschrift") else None,
        responsible=_responsible(reader),
        blocks=tuple(_block(one) for one in reader.tables("block")),
        cautions=tuple(_caution(one) for one in reader.tables("caution")),
        law_kind=kind_of(reader.text("law"), reader.texts("leika"), social_benefit=reader.truth("social_benefit")),
    )


def _id(reader: _Reader, form_id: str) -> str:
    """Return the id of the form; it is the name of its folder."""
    if reader.text("id") != form_id:
        reader.fault("id")
    return form_id


def _released(reader: _Reader) -> bool:
    """Return whether the form keeper released the form; a released form names its sources and when they were read."""
    status = reader.text("status")
    if status not in _STATUS:
        reader.fault("status")
    released = _STATUS.get(status, False)
    sources = reader.tables("source")
    if released and not sources:
        reader.fault("source")
    for source in sources:
        source.text("title")
        source.day("checked")
    return released


def _representation(reader: _Reader) -> Representation:
    return Representation(*(reader.text(key) for key in ("declares", "carries", "presence", "signatures")))


def _line(reader: _Reader) -> SignatureLine:
    return SignatureLine(
        reader.text("text"),
        reader.condition(),
        reader.texts("signer"),
        reader.truth("print_only"),
        reader.texts("laws"),
        reader.truth("responsible"),
        reader.truth("others"),
    )


def _responsible(reader: _Reader) -> Responsible | None:
    if not reader.has("responsible"):
        return None
    table = reader.table("responsible")
    table.text("source")
    return Responsible(
        table.text("people"),
        table.text("born"),
        table.text("question"),
        table.text("alone"),
        table.text("within"),
        table.text("representative"),
        table.texts("names"),
        table.number("signs_from"),
        table.text("on", ""),
    )


def _fact(reader: _Reader) -> Fact:
    return Fact(reader.text("label"), reader.text("text"), reader.text("source"), short_date(reader.day("checked")))


def _deadline(reader: _Reader) -> DeadlineRule | None:
    if not reader.has("deadline"):
        return None
    table = reader.table("deadline")
    return DeadlineRule(table.text("rule"), table.text("text"), table.text("source"), table.pairs("inputs"))


def _block(reader: _Reader) -> Block:
    date_at, later_than = reader.text("date", ""), reader.text("later_than", "")
    if bool(date_at) != bool(later_than) or (later_than and not _DAY.fullmatch(later_than)):
        reader.fault("later_than")
    if not date_at and not reader.has("when"):
        reader.fault("when")
    return Block(
        reader.text("key"), reader.text("text"), reader.text("source"), reader.condition(), date_at, later_than
    )


def _caution(reader: _Reader) -> Caution:
    overdue, same, parts = reader.truth("overdue"), reader.texts("same"), reader.texts("parts")
    if len(same) != (0 if overdue else 2) or bool(parts) is overdue:
        reader.fault("same")
    key, text, source, at = (reader.text(name) for name in ("key", "text", "source", "at"))
    return Caution(key, text, source, at, overdue, same, parts)


def _signature(reader: _Reader) -> SignatureRule:
    wanted = reader.text("rule")
    reader.text("source")
    if wanted in set(SignatureRule):
        return SignatureRule(wanted)
    reader.fault("rule")
    return SignatureRule.WRITTEN


def _evidence(reader: _Reader) -> EvidenceRule:
    preset = reader.text("preset", EvidenceState.OPEN.value)
    if preset not in set(EvidenceState):
        reader.fault("preset")
    return EvidenceRule(reader.text("key"), reader.text("label"), reader.condition(), preset, reader.text("hint", ""))


def _ways(reader: _Reader) -> tuple[Way, ...]:
    wanted = reader.texts("allowed")
    if not wanted or not set(wanted) <= set(Way):
        reader.fault("allowed")
    return tuple(Way(one) for one in wanted if one in set(Way))
