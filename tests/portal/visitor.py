"""Somebody who uses the admin page with no more than a browser without scripts: reads, follows links, fills forms."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import TYPE_CHECKING
from urllib.parse import urljoin

import requests
from typing_extensions import override

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(slots=True)
class Form:
    """A form: where it goes, its fields by name, labels, what its button says."""

    target: str
    fields: dict[str, str] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)
    options: dict[str, dict[str, str]] = field(default_factory=dict)
    button: str = ""


class Page(HTMLParser):
    """What a page shows: text, headings, links and forms; every field must have a label."""

    def __init__(self, content: str) -> None:
        super().__init__()
        self.words: list[str] = []
        self.headings: list[str] = []
        self.links: dict[str, str] = {}
        self.forms: list[Form] = []
        self.scripts = 0
        self._open: list[tuple[str, dict[str, str]]] = []
        self.feed(content)

    @override
    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = {name: value or "" for name, value in attrs}
        self.scripts += tag == "script" or any(name.startswith("on") or name == "style" for name in told)
        if tag == "form":
            self.forms.append(Form(told["action"]))
        elif tag in {"input", "select"} and self.forms:
            self.forms[-1].fields[told["name"]] = told.get("value", "")
        if tag not in {"input", "meta", "link", "br"}:
            self._open.append((tag, told))

    @override
    def handle_endtag(self, tag: str) -> None:
        self._open.pop()

    @override
    def handle_data(self, data: str) -> None:
        text = data.strip()
        if not text or not self._open:
            return
        tag, told = self._open[-1]
        self.words.append(text)
        if tag == "h1":
            self.headings.append(text)
        elif tag == "a":
            self.links[text] = told["href"]
        elif tag == "label":
            self.forms[-1].names[text] = told["for"]
        elif tag == "option":
            name = next(reversed(self.forms[-1].fields))
            self.forms[-1].options.setdefault(name, {})[text] = told["value"]
        elif tag == "button":
            self.forms[-1].button = text

    @property
    def text(self) -> str:
        """Return everything that can be read."""
        return " ".join(self.words)

    def value(self, label: str) -> str:
        """Return what stands behind a label of a list."""
        return self.words[self.words.index(label) + 1]


@dataclass(slots=True)
class Visitor:
    """One browser; ``page`` is what it shows."""

    url: str
    web: requests.Session = field(default_factory=requests.Session)
    page: Page = field(default_factory=lambda: Page(""))
    status: int = 0

    def open(self, path: str) -> Page:
        """Open an address."""
        return self._show(self.web.get(urljoin(self.url, path)))

    def follow(self, words: str) -> Page:
        """Follow the link that says these words."""
        return self.open(self.page.links[words])

    def press(self, button: str, entries: Mapping[str, str] | None = None) -> Page:
        """Fill the fields by their labels, and press a button."""
        form = next(one for one in self.page.forms if one.button == button)
        filled = {name: next(iter(form.options.get(name, {}).values()), value) for name, value in form.fields.items()}
        for label, text in (entries or {}).items():
            name = form.names[label]
            filled[name] = form.options.get(name, {}).get(text, text)
        return self._show(self.web.post(urljoin(self.url, form.target), data=filled))

    def sign_in(self, name: str, phrase: str) -> Page:
        """Sign in."""
        self.open("/admin/anmelden")
        return self.press("Anmelden", {"Name": name, "Passwort": phrase})

    def _show(self, answer: requests.Response) -> Page:
        self.status, self.page = answer.status_code, Page(answer.text)
        labelled = {name for form in self.page.forms for name in form.names.values()}
        fields = {name for form in self.page.forms for name in form.fields} - {"form_key"}
        assert fields <= labelled
        assert self.page.scripts == 0
        assert len(self.page.headings) == 1
        return self.page
