"""Step 16: what figures read of a contact, as short texts in the covering index (ADR 0009).

What tables are broken down by lies in nine *pieces*. ``figure_word`` gives every word of a piece a number, and a
contact has the characters with these numbers: one a piece in ``figure_cells``, as many as it has of topics, obstacles,
devices and tags in a text each (one for the empty word where it has none). A word is JSON. ``uses`` counts how often it
stands anywhere; a word that stands nowhere goes at once, for it can be a free theme. Triggers keep all of it right,
whoever writes; rows that come with their cells (the database in memory over many stations) stay as they come.

Numbers begin behind the blank, so that a line break can part contacts, and jump over U+D800 to U+DFFF, which are no
characters. Numbers beyond the last one are refused: that takes more than a million different free themes in five years.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lotse_app.store.connection import Connection

#: Half-open, by seconds: exactly thirty minutes are in the band that begins with thirty.
_LENGTH = (
    "CASE WHEN {0}seconds < 600 THEN '0' WHEN {0}seconds < 1800 THEN '10' WHEN {0}seconds < 3600 THEN '30'"
    " WHEN {0}seconds < 7200 THEN '60' ELSE '120' END"
)
#: Pieces of which a contact has one word each; the brace is filled with ``NEW.`` or ``OLD.``.
_ONE: tuple[str, ...] = (
    f"json_array({{0}}kind, {_LENGTH})",
    "json_array(coalesce({0}result, ''), coalesce({0}help_kind, ''))",
    "json_array({0}age_band, {0}first_contact, json({0}heads))",
    "json_array({0}place_type, {0}access, {0}language)",
    "json_array({0}station_id, {0}ags)",
)
#: Pieces of which it may have several: they have the names of their columns.
_MANY = ("topics", "obstacles", "devices", "tags")
_READ = (
    "kind, seconds, result, help_kind, age_band, first_contact, heads, place_type, access, language, station_id, ags,"
    " topics, obstacles, devices, tags"
)
_TABLE = """
CREATE TABLE figure_word (
  piece INTEGER NOT NULL,
  number INTEGER NOT NULL CHECK (number BETWEEN 1 AND 1112031),
  word TEXT NOT NULL CHECK (json_valid(word)),
  uses INTEGER NOT NULL CHECK (uses >= 0),
  PRIMARY KEY (piece, number),
  UNIQUE (piece, word)
) STRICT, WITHOUT ROWID
"""
_INDEX = """
CREATE INDEX session_figures ON session(
  local_day, station_id, kind, figure_cells, figure_topics, figure_obstacles, figure_devices, figure_tags,
  minutes, people, first_people, seconds, preparation, travel, distance,
  deleted_at, result, age_band, place_type, access, language, ags, pilot_id
) WHERE seconds IS NOT NULL AND deleted_at IS NULL
"""
#: A word of ``{name}``, of which a contact may have several; ``{row}`` is ``NEW.`` or ``OLD.``.
_EACH = (
    "SELECT iif(type = 'array', value, json_quote(value)) AS word"
    " FROM json_each(iif({row}{name} = '[]', '[\"\"]', {row}{name}))"
)
#: What is done with the words of a piece when a contact comes, and when it goes.
_COME = (
    "INSERT INTO figure_word (piece, number, word, uses) SELECT {piece}, row_number() OVER ()"
    " + coalesce((SELECT max(number) FROM figure_word WHERE piece = {piece}), 0), word, 1 FROM ({words})"
    " WHERE true ON CONFLICT (piece, word) DO UPDATE SET uses = uses + 1;\n"
)
_GO = "UPDATE figure_word SET uses = uses - 1 WHERE piece = {piece} AND word IN ({words});\n"
_SWEEP = "DELETE FROM figure_word WHERE uses = 0;\n"
#: The characters of the words of a piece, and how they get into the contact.
_CHARACTERS = (
    "(SELECT group_concat(char(number + iif(number < 55264, 32, 2080)), '') FROM ({words}) AS said"
    " JOIN figure_word ON piece = {piece} AND figure_word.word = said.word)"
)
_WRITE = "UPDATE session SET {changes} WHERE number = NEW.number;\n"


def upgrade(connection: Connection) -> None:
    """Add table, columns, triggers; drop what was packed before; let the triggers fill it, then make the index anew."""
    connection.run("DROP INDEX session_figures")
    for packed in ("kind", "help", "people", "place", "topics", "tags"):
        connection.run(f"ALTER TABLE session DROP COLUMN packed_{packed}")
    connection.run(_TABLE)
    connection.run("CREATE INDEX figure_word_unused ON figure_word(piece) WHERE uses = 0")
    for column in ("cells", *_MANY):
        connection.run(f"ALTER TABLE session ADD COLUMN figure_{column} TEXT")
    for trigger in _triggers():
        connection.run(trigger)
    connection.run("UPDATE session SET kind = kind WHERE seconds IS NOT NULL")
    connection.run(_INDEX)


def _triggers() -> tuple[str, ...]:
    come, go, write = _each_piece(_COME, "NEW."), _each_piece(_GO, "OLD."), _write()
    changed = f"AFTER UPDATE OF {_READ} ON session WHEN NEW.seconds IS NOT NULL AND OLD.figure_cells IS"
    return tuple(
        f"CREATE TRIGGER figure_words_{name} {when} BEGIN {''.join(then)} END"
        for name, when, then in (
            (
                "new",
                "AFTER INSERT ON session WHEN NEW.seconds IS NOT NULL AND NEW.figure_cells IS NULL",
                (*come, write),
            ),
            ("ended", f"{changed} NULL", (*come, write)),
            ("changed", f"{changed} NOT NULL", (*come, write, *go, _SWEEP)),
            ("gone", "AFTER DELETE ON session WHEN OLD.figure_cells IS NOT NULL", (*go, _SWEEP)),
        )
    )


def _each_piece(template: str, row: str) -> list[str]:
    """Return a text for each piece, filled with its number and a SELECT of its words in ``NEW.`` or ``OLD.``."""
    single = (f"SELECT {said.format(row)} AS word" for said in _ONE)
    several = (_EACH.format(row=row, name=name) for name in _MANY)
    return [template.format(piece=piece, words=words) for piece, words in enumerate((*single, *several))]


def _write() -> str:
    texts = _each_piece(_CHARACTERS, "NEW.")
    columns = {"cells": " || ".join(texts[: len(_ONE)])} | dict(zip(_MANY, texts[len(_ONE) :], strict=True))
    return _WRITE.format(changes=", ".join(f"figure_{name} = {text}" for name, text in columns.items()))
