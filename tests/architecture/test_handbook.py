"""The handbook tells of every room, step and key there is, quotes what the program says, and leads nowhere in vain."""

from __future__ import annotations

import ast
import re
from string import Formatter
from typing import TYPE_CHECKING
from urllib.parse import unquote

import pytest

from lotse_app.models.operation import Kind
from lotse_app.models.problems import Code
from lotse_app.ui.messages.problems import OPENING_SENTENCES, RESTORE_SENTENCES, SENTENCES, SETUP_SENTENCES
from scripts.house import ROOT
from tests.architecture.test_text import MACHINE, found

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

HANDBOOK = ROOT / "docs" / "handbuch"
PAGES = {
    "ansicht-person",
    "antrag",
    "aufbewahrung",
    "aushang",
    "auswertung",
    "beratung",
    "datenschutz",
    "einreichen",
    "einstellungen",
    "entsperren",
    "erste-schritte",
    "formulare",
    "heute",
    "index",
    "leistungen",
    "notfallblatt",
    "person",
    "post-vom-amt",
    "postausgang",
    "sicherung-zurueckholen",
    "tastatur",
    "vollmacht",
    "ueben",
    "wenn-etwas-nicht-geht",
}
#: What the issue calls bad input and faults: each has its sentence in the handbook.
FAULTS = (
    Code.WRONG_PASSPHRASE,
    Code.PASSPHRASE_WAIT,
    Code.STORE_DAMAGED,
    Code.KEY_FILE_MISSING,
    Code.KEY_FILE_DAMAGED,
    Code.KEY_FILES_LOST,
    Code.STORE_UNREADABLE,
    Code.DISK_FULL,
    Code.FOLDER_READ_ONLY,
    Code.PLACE_TAKEN,
    Code.STORE_IN_USE,
    Code.STORE_LINKED,
    Code.CLOCK_BACKWARDS,
    Code.KEYRING_ABSENT,
    Code.KEYRING_LOCKED,
    Code.KEYRING_LOCKED_SHORT,
    Code.FILE_TOO_LARGE,
    Code.FILE_ENCRYPTED,
    Code.CHARACTER_NOT_ALLOWED,
    Code.BACKUP_CODE_WRONG,
    Code.BACKUP_DAMAGED,
    Code.BACKUP_NEWER,
)
_FENCE = re.compile(r"^```.*?^```$", re.MULTILINE | re.DOTALL)
_LINK = re.compile(r"\]\(([^)\s]+)\)")
_QUOTE = re.compile(r"(?:^> .*\n?)+", re.MULTILINE)
_HEADING = re.compile(r"^#+ (.+)$", re.MULTILINE)
_ROOM_LINE = re.compile(r"^\| \[([^\]]+)\]\(([\w-]+\.md)\)", re.MULTILINE)
_HOME = re.compile(r"(?<![\w.~])/(home|tmp|Users)/|[A-Z]:\\")
_KEY_WORDS = {"Ctrl": "Strg", "Shift": "Umschalt", "Return": "Eingabe", "Enter": "Eingabe"}


def page(name: str) -> str:
    """Return the text of one page."""
    return (HANDBOOK / f"{name}.md").read_text("utf-8")


def tree_of(path: str) -> ast.Module:
    """Return a file of the program, parsed and not imported: Qt is not needed here."""
    return ast.parse((ROOT / path).read_text("utf-8"), path)


def headings(text: str) -> list[str]:
    """Return the headings without their marks."""
    return _HEADING.findall(_FENCE.sub("", text))


def anchor(heading: str) -> str:
    """Return the anchor that a heading gets where Markdown is shown."""
    return re.sub(r"[^\w\- ]", "", heading.strip().lower()).replace(" ", "-")


def dead_links(text: str, here: Path) -> list[str]:
    """Return the links and pictures of a page that lead nowhere."""
    return [link for link in _LINK.findall(_FENCE.sub("", text)) if not _leads_somewhere(link, here)]


def _leads_somewhere(link: str, here: Path) -> bool:
    name, _, place = unquote(link).partition("#")
    target = (here.parent / name).resolve() if name else here
    if not target.is_file() or not target.is_relative_to(ROOT):
        return False
    return not place or place in {anchor(one) for one in headings(target.read_text("utf-8"))}


def room_words(tree: ast.Module) -> list[str]:
    """Return the words of ``ROOM_WORDS``, one for every member of ``RoomName``."""
    values = next(
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.AnnAssign) and ast.unparse(node.target) == "ROOM_WORDS"
    )
    names = next(node for node in ast.walk(tree) if isinstance(node, ast.ClassDef) and node.name == "RoomName")
    assert isinstance(values, ast.Dict)
    assert len(values.values) == sum(isinstance(node, ast.Assign) for node in names.body)
    return [ast.literal_eval(word) for word in values.values]


def step_titles(tree: ast.Module) -> list[str]:
    """Return the titles of the wizard's own steps: texts that stand behind the name of a step's key."""
    places = next(
        [str(ast.unparse(name)) for name in node.targets[0].elts]
        for node in tree.body
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Tuple)
    )
    pairs = (node.args if isinstance(node, ast.Call) else getattr(node, "elts", []) for node in ast.walk(tree))
    titles = {ast.unparse(pair[0]): ast.literal_eval(pair[1]) for pair in pairs if _is_titled(pair, places)}
    assert list(titles) != []
    assert set(titles) == set(places)
    return [titles[place] for place in places]


def _is_titled(pair: list[ast.expr], places: list[str]) -> bool:
    return len(pair) > 1 and ast.unparse(pair[0]) in places and isinstance(pair[1], ast.Constant)


def keys_of_the_window(tree: ast.Module, rooms: int) -> list[str]:
    """Return the keys of ``_map_keys`` in German; the one for rooms counts from 1."""
    mapping = next(node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef) and node.name == "_map_keys")
    keys: list[str] = []
    for node in ast.walk(mapping):
        first = node.elts[0] if isinstance(node, ast.Tuple) and len(node.elts) > 1 else None
        if isinstance(first, ast.Constant) and isinstance(first.value, str):
            keys.append(first.value)
        elif isinstance(first, ast.JoinedStr):
            start = ast.literal_eval(first.values[0])
            keys += [f"{start}{number}" for number in range(1, rooms + 1)]
    return ["+".join(_KEY_WORDS.get(part, part) for part in key.split("+")) for key in keys]


def quoted(text: str) -> Iterator[str]:
    """Return the sentences that a page quotes from the program."""
    for block in _QUOTE.findall(text):
        yield " ".join(block.replace("\n> ", " ").removeprefix("> ").split()).strip("*")


def spoken(code: Code) -> str:
    """Return the sentence of a problem with three dots for each parameter."""
    template = SENTENCES[code]
    return template.format(**{name: "…" for _, name, _, _ in Formatter().parse(template) if name})


def test_the_handbook_has_a_page_for_every_place() -> None:
    assert {path.stem for path in HANDBOOK.glob("*.md")} == PAGES
    assert {name for name in PAGES - {"index"} if f"]({name}.md)" not in page("index")} == set()
    assert "(docs/handbuch/" in (ROOT / "README.md").read_text("utf-8")


@pytest.mark.parametrize("name", sorted(PAGES))
def test_every_picture_and_link_leads_somewhere(name: str) -> None:
    assert _LINK.findall(page(name))
    assert dead_links(page(name), HANDBOOK / f"{name}.md") == []


def test_a_dead_link_would_be_found() -> None:
    text = "[da](index.md) ![weg](../bilder/weg.png) [fort](heute.md#fort) [dort](heute.md#heute)"
    assert dead_links(text, HANDBOOK / "index.md") == ["../bilder/weg.png", "heute.md#fort"]


def test_every_room_has_its_page() -> None:
    told = dict(_ROOM_LINE.findall(page("index")))
    words = room_words(tree_of("lotse_app/ui/rooms/room.py"))
    assert "Heute" in words
    assert [word for word in words if word not in told] == []


def test_every_step_of_the_wizard_has_its_place() -> None:
    titles = step_titles(tree_of("lotse_app/ui/application/steps.py"))
    told = {re.sub(r"^\d+\. ", "", heading) for heading in headings(page("antrag"))}
    assert "Gemeinsam prüfen" in titles
    assert [title for title in titles if title not in told] == []


def test_every_key_of_the_window_is_named() -> None:
    rooms = len(room_words(tree_of("lotse_app/ui/rooms/room.py")))
    keys = keys_of_the_window(tree_of("lotse_app/ui/frame/window.py"), rooms)
    assert {"Strg+Umschalt+N", "Strg+1", f"Strg+{rooms}", "F9", "Esc"} <= set(keys)
    assert [key for key in keys if f"`{key}`" not in page("tastatur")] == []


def test_what_is_quoted_is_what_the_program_says() -> None:
    said = {" ".join(spoken(code).split()) for code in SENTENCES} | {
        *OPENING_SENTENCES.values(),
        *RESTORE_SENTENCES.values(),
        *SETUP_SENTENCES.values(),
    }
    told = list(quoted(page("wenn-etwas-nicht-geht")))
    assert told
    assert [sentence for sentence in told if sentence not in said] == []


def test_a_sentence_that_nobody_says_would_be_found() -> None:
    assert list(quoted("Vorher\n\n> **Das sagt\n> niemand.**\n\nNachher\n")) == ["Das sagt niemand."]


def test_every_fault_has_its_sentence() -> None:
    told = set(quoted(page("wenn-etwas-nicht-geht")))
    assert [code.name for code in FAULTS if spoken(code) not in told] == []
    for others in (OPENING_SENTENCES, RESTORE_SENTENCES, SETUP_SENTENCES):
        assert [code.name for code, words in others.items() if words not in told] == []


def test_no_page_names_a_path_of_one_machine() -> None:
    assert found(MACHINE, "siehe /wo" + "rk/main")
    assert [f"{name}:{hit}" for name in sorted(PAGES) for hit in found(MACHINE, page(name))] == []
    assert _HOME.search("siehe /home/a.beispiel/lotse")
    assert [name for name in sorted(PAGES) if _HOME.search(page(name))] == []


def test_the_page_on_privacy_names_every_kind_of_record_that_goes_to_a_portal() -> None:
    words = {
        Kind.SESSION: "Beratungen",
        Kind.APPLICATION_STATUS: "von Vorgängen",
        Kind.OBSTACLE: "Hindernisse",
        Kind.STATION: "der Stützpunkt",
        Kind.FORM: "eigener Formulare",
    }
    told = page("datenschutz").partition("Mit Portal gehen hinaus:")[2].partition("gehen nie dorthin")[0]
    assert [kind for kind in Kind if words[kind] not in told] == []


def test_what_does_not_work_yet_is_no_field_of_the_first_room() -> None:
    missing = set(re.findall(r"^- (\w+)$", page("index").partition("## Was noch nicht geht")[2], re.MULTILINE))
    fields = set(re.findall(r"^\| ([\w ]+) \|", page("heute"), re.MULTILINE))
    assert "Termine" in fields
    assert missing & fields == set()
