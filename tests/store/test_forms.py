"""Imported forms: kept with their documents, released, withdrawn; what a Vorgang was begun with stays."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

import pytest

from lotse_app.models.kept_form import Check, FormDocuments, FormRelease, FormState, KeptForm, WhoActs
from lotse_app.models.operation import Kind
from lotse_app.models.problems import Code, ProblemError
from lotse_app.models.public_service import SignatureRule
from lotse_app.models.trail import Deed
from tests.store.samples import an_application, an_operation

if TYPE_CHECKING:
    from collections.abc import Callable

    from lotse_app.store.opening import Store

AT = datetime(2026, 11, 22, 8, 0, tzinfo=UTC)
TEXTS = FormDocuments('{"type":"object"}', '{"type":"VerticalLayout"}', 'id = "x"', '{"rules":[]}')
KEPT = KeptForm("f1", "s1", "1.0.0", "Antrag", "XDatenfelder 3.0.0", "S1.xml", "SN", "ab", FormState.UNCHECKED, AT, AT)
RELEASE = FormRelease(
    by="Änne Łukasz",
    on=date(2026, 11, 22),
    service_id="s-jagd",
    service_name="Jagdschein",
    authority="Untere Jagdbehörde",
    law="BJagdG § 15",
    signature=SignatureRule.WRITTEN,
    who=WhoActs.SELF,
    source="Satzung",
    checked=date(2026, 11, 21),
    checks=frozenset(Check),
)


def deeds(store: Store) -> list[str]:
    return [entry.deed for entry in store.trail.newest() if entry.deed.startswith("formular")]


def refusal(work: Callable[[], object]) -> Code:
    with pytest.raises(ProblemError) as raised:
        work()
    return raised.value.problem.code


def test_a_form_comes_back_with_its_documents_after_reopening(store: Store, reopen: Callable[[], Store]) -> None:
    store.forms.keep(KEPT, TEXTS, [replace(an_operation("o1"), kind=Kind.FORM)])
    store.close()
    again = reopen()
    assert again.forms.all_kept() == (KEPT,)
    assert (again.forms.get("f1"), again.forms.documents("f1")) == (KEPT, TEXTS)
    assert [one.operation.kind for one in again.outbox.waiting()] == [Kind.FORM]
    assert deeds(again) == [Deed.FORM_IMPORTED]


def test_the_newest_stands_first(store: Store) -> None:
    store.forms.keep(KEPT, TEXTS, [])
    store.forms.keep(replace(KEPT, id="f2", version="2.0.0", imported_at=AT.replace(hour=9)), TEXTS, [])
    assert [one.id for one in store.forms.all_kept()] == ["f2", "f1"]


def test_release_and_withdrawal_keep_what_was_said(store: Store) -> None:
    store.forms.keep(KEPT, TEXTS, [])
    store.forms.change_state(replace(KEPT, state=FormState.RELEASED, release=RELEASE), [])
    assert store.forms.get("f1").release == RELEASE
    assert store.forms.get("f1").released
    store.forms.change_state(replace(KEPT, state=FormState.WITHDRAWN, release=RELEASE), [])
    assert (store.forms.get("f1").release, store.forms.get("f1").released) == (RELEASE, False)
    assert deeds(store) == [Deed.FORM_WITHDRAWN, Deed.FORM_RELEASED, Deed.FORM_IMPORTED]


def test_a_form_a_case_was_begun_with_is_not_deleted(store: Store) -> None:
    store.forms.keep(KEPT, TEXTS, [])
    store.applications.create(replace(an_application(), form_id="s1", form_version="1.0.0"), [])
    assert store.forms.get("f1").used == 1
    assert refusal(lambda: store.forms.delete("f1", [])) is Code.FORM_IN_USE
    assert store.forms.all_kept()


def test_a_case_of_another_version_does_not_hold_it(store: Store) -> None:
    store.forms.keep(KEPT, TEXTS, [])
    store.applications.create(replace(an_application(), form_id="s1", form_version="0.9"), [])
    store.forms.delete("f1", [])
    assert store.forms.all_kept() == ()
    assert deeds(store)[0] == Deed.FORM_DELETED


def test_documents_of_a_form_never_change(store: Store) -> None:
    store.forms.keep(KEPT, TEXTS, [])
    for column in ("schema", "uischema", "report"):
        code = refusal(lambda: store._connection.run(f"UPDATE form SET {column} = '{{}}' WHERE id = 'f1'"))  # noqa: B023, S608 - called at once; names of this test
        assert code is Code.RECORD_FROZEN


def test_what_is_not_there_is_said(store: Store) -> None:
    assert refusal(lambda: store.forms.get("f9")) is Code.RECORD_MISSING
    assert refusal(lambda: store.forms.documents("f9")) is Code.RECORD_MISSING
    assert refusal(lambda: store.forms.delete("f9", [])) is Code.RECORD_MISSING
    missing = replace(KEPT, id="f9", state=FormState.WITHDRAWN)
    assert refusal(lambda: store.forms.change_state(missing, [])) is Code.RECORD_MISSING


@pytest.mark.parametrize("gap", ["by", "service_id", "law", "source"])
def test_a_release_with_a_gap_is_none(gap: str) -> None:
    assert RELEASE.complete
    assert not replace(RELEASE, **{gap: " "}).complete  # type: ignore[arg-type]  # the field is named by the test
    assert not replace(RELEASE, checks=frozenset({Check.LAW})).complete
