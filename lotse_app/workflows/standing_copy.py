"""How a Vorgang stands in the copy of a person's data, as label and value; and the name as it was written. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lotse_app.clock import local_date, short_date
from lotse_app.models.words import ACTING, READ_BACK_WAYS, STATES
from lotse_app.workflows.naming import person_key

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from lotse_app.models.application import Application
    from lotse_app.models.persons import PersonKey


def standing_facts(application: Application) -> tuple[tuple[str, str], ...]:
    """Return state, who acts, the privacy sheet, what was read back, the last day, and what is marked."""
    version = application.notice_version
    facts = [
        ("Stand", STATES[application.state]),
        ("Wer handelt", ACTING[application.acting]),
        ("Datenschutzinformation", "nicht übergeben" if version is None else f"übergeben, Fassung {version}"),
        ("Kontaktdaten für Erinnerungen behalten", "ja" if application.keep_contact else "nein"),
    ]
    read = {(one.how, local_date(one.at)): None for one in application.confirmations}
    facts.extend(("Gemeinsam geprüft", f"{READ_BACK_WAYS[how]}, {short_date(on)}") for how, on in read)
    if application.due is not None:
        facts.append(("Letzter Tag zum Abgeben", short_date(application.due)))
    if application.guarded:
        facts.append(("Auskunftssperre", "vermerkt"))
    return tuple(facts)


def written_surname(key: PersonKey, answers: Iterable[object]) -> str:
    """Return the surname as it stands in the answers; in search form where it stands in none any more."""
    said = (text for each in answers for text in _texts(each) if person_key(text).surname == key.surname)
    return next(said, key.surname)


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for inner in value.values():
            yield from _texts(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _texts(inner)
