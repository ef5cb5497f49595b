"""The forms that lie in a folder: one folder a form, building blocks in ``bausteine``."""

from __future__ import annotations

import tomllib
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from lotse_app.forms.acting import ActingForms
from lotse_app.forms.bundle import bundle, read_json
from lotse_app.forms.compile import compile_form
from lotse_app.forms.facts import read_form
from lotse_app.forms.translating import texts_of
from lotse_app.models.problems import Code, refuse

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from lotse_app.forms.form import Form

_FACTS = "form.toml"
#: Texts by language and key, where a form has them beside its documents.
_TEXTS = "i18n.json"


class FormLibrary:
    """Loads forms from ``folder``, each once."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.acting = ActingForms(folder)
        self._forms: dict[str, Form] = {}
        self._links: dict[str, str] | None = None

    def form_ids(self) -> tuple[str, ...]:
        """Return the ids of all forms, sorted: the names of the folders that hold a ``form.toml``."""
        return tuple(sorted(file.parent.name for file in self._folder.glob(f"*/{_FACTS}")))

    def form(self, form_id: str) -> Form:
        """Return a form. Raises FORM_MISSING, or FORM_BROKEN with everything that is wrong in ``details``."""
        if form_id not in self._forms:
            self._forms[form_id] = self._load(form_id)
        return self._forms[form_id]

    def for_service(self, leika: Sequence[str], service_id: str = "") -> Form | None:
        """Return the form of a service, by its own id or by one of its LeiKa ids; None where there is none.

        The ids of the form itself come before aliases. Raises FORM_BROKEN for the form that was found.
        """
        if self._links is None:
            self._links = self._read_links()
        for key in (service_id, *leika):
            if key in self._links:
                return self.form(self._links[key])
        return None

    def _read_links(self) -> dict[str, str]:
        """Return form ids by service id and LeiKa id; a broken ``form.toml`` is reported when its form is asked for."""
        links: dict[str, str] = {}
        aliases: dict[str, str] = {}
        for form_id in self.form_ids():
            facts = self._read_facts(form_id, [])
            own = [facts.get("service_id", ""), *facts.get("leika", ())]
            links.update((str(key), form_id) for key in own if key)
            aliases.update((str(key), form_id) for key in facts.get("leika_alias", ()))
        return {**aliases, **links}

    def _read_facts(self, form_id: str, faults: list[str]) -> dict[str, Any]:
        file = self._folder / form_id / _FACTS
        try:
            return tomllib.loads(file.read_text("utf-8"))
        except (OSError, ValueError) as error:
            faults.append(f"{_FACTS}: {error if isinstance(error, ValueError) else 'nicht lesbar'}")
            return {}

    def _load(self, form_id: str) -> Form:
        folder = self._folder / form_id
        if form_id not in self.form_ids():
            raise refuse(Code.FORM_MISSING, form=form_id)
        faults: list[str] = []
        facts = self._read_facts(form_id, faults)
        schema_file = folder / "schema.json"
        schema = bundle(read_json(schema_file, faults), schema_file, self._folder, faults)
        uischema = read_json(folder / "uischema.json", faults)
        form = read_form(form_id, facts, schema, uischema, faults) if facts else None
        own_words = folder / _TEXTS
        if form is not None and own_words.is_file():
            form = replace(form, texts=texts_of(read_json(own_words, faults), faults))
        if form is not None and not faults:
            try:
                compile_form(form)
            except (ValueError, TypeError, AttributeError) as error:
                faults.append(f"schema.json, uischema.json: {type(error).__name__}")
        if form is None or faults:
            raise refuse(Code.FORM_BROKEN, form=form_id, details="; ".join(faults), count=len(faults))
        return form
