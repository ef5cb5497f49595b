"""What a note must not hold: whoever writes it is warned. Hints, never proofs: German writes all nouns large."""

from __future__ import annotations

import re
from enum import StrEnum


class NoteProblem(StrEnum):
    """What was recognised in a note."""

    SECRET = "geheimnis"  # noqa: S105 - a kind of warning
    ACCOUNT = "konto"
    REACH = "erreichbarkeit"
    BIRTH = "geburtsdatum"
    NAME = "name"


_LARGE = r"[A-ZÄÖÜŠŽČĆŁŃŘŚŹ][\w’'-]+"
#: The word alone is what people come with: *PIN-Brief beantragt*, *Passwort vergessen*. With a number it is a secret.
_SECRET = re.compile(
    r"\b(?:PIN|PUK|TAN)(?![^\W\d_])[^\d\n]{0,20}\d(?:[ -]?\d){2,}"
    r"|(?<![.\d])\d{4,12}\W{0,3}(?:(?:ist|war|als)\s)?(?:(?:die|ihre|seine|der)\s)?(?:PIN|PUK|TAN)\b",
    re.IGNORECASE,
)
#: A password is told by what stands behind the word: after a colon anything, else something with digits or signs.
_WORD = re.compile(
    r"\b(?:Passwor[dt]|Kennwort|Passphrase|PW)\b\s*"
    r"(?:[:=]\s*\S|(?:(?:ist|lautet|heißt)\s+)?[„“\"']|(?:(?:ist|lautet|heißt)\s+)?(?=\S{5,})(?=\S*[\d§$%&#@*+=])\S)",
    re.IGNORECASE,
)
#: IBAN: country, two check digits, eleven signs and more (ISO 13616); written in groups or without.
_ACCOUNT = re.compile(r"\b[A-Z]{2}\d{2}(?:[ \u00a0]?[A-Z\d]){11,30}\b|\b[Dd][Ee]\d{2}(?:[ \u00a0]?\d){18}\b")
_REACH = re.compile(r"[\w.+-]+@[\w-]+\.\w+|(?:\+49|\b0)[\d /()-]{6,}\d")
_BIRTH = re.compile(
    r"\b(?:geb(?:\.|oren)?\s*(?:am\s*)?)\d|\b\d{1,2}\.\s?\d{1,2}\.\s?(?:19\d\d|20[01]\d)\b", re.IGNORECASE
)
_TITLE = re.compile(rf"\b(?:Frau|Herrn?|Familie|Eheleute|Fam\.|Fr\.|Hr\.|Dr\.|Prof\.)\s+(?:Dr\.\s+)?{_LARGE}")
_CALLED = re.compile(rf"\b(?:heißt|namens|Name:?|Nachname:?|Vorname:?)\s+{_LARGE}")
#: Usual given names before another large word; given names that are words as well are left out.
_GIVEN = (
    "Alexander|Andrea|Andreas|Angelika|Anja|Anna|Anne|Antje|Barbara|Bernd|Birgit|Brigitte|Christa|Christian|Christine|"
    "Claudia|Cornelia|Daniel|Dieter|Dirk|Doris|Elfriede|Elke|Erika|Erna|Eva|Frank|Gabriele|Gerda|Gerhard|Gisela|Gudrun|"
    "Günter|Günther|Hanna|Hannelore|Hans|Heidi|Heike|Heinz|Helga|Helmut|Herbert|Horst|Ilse|Ines|Ingeborg|Ingrid|Irene|"
    "Jan|Jana|Jens|Johanna|Jörg|Julia|Jürgen|Karin|Karl|Kathrin|Katrin|Kerstin|Klaus|Kurt|Lothar|Manfred|Manuela|"
    "Marija|Marion|Markus|Marlies|Martin|Martina|Maria|Matthias|Michael|Monika|Nadine|Nicole|Peter|Petra|Rainer|Ralf|"
    "Regina|Renate|Rolf|Rosemarie|Ruth|Sabine|Sandra|Silke|Simone|Siegfried|Stefan|Stephan|Susanne|Sven|Sylvia|Thomas|"
    "Torsten|Thorsten|Ulrich|Ulrike|Ursula|Ute|Uwe|Volker|Walter|Werner|Wolfgang|Käthe"
)
_PAIR = re.compile(rf"\b(?:{_GIVEN})\s+{_LARGE}")

#: In the order in which they are said: the worst first.
_SIGNS: tuple[tuple[NoteProblem, tuple[re.Pattern[str], ...]], ...] = (
    (NoteProblem.SECRET, (_SECRET, _WORD)),
    (NoteProblem.ACCOUNT, (_ACCOUNT,)),
    (NoteProblem.BIRTH, (_BIRTH,)),
    (NoteProblem.REACH, (_REACH,)),
    (NoteProblem.NAME, (_TITLE, _CALLED, _PAIR)),
)


def looks_like_a_name(text: str) -> bool:
    """Return whether somebody seems to be named; numbers of programmes look like telephones and accounts."""
    return any(sign.search(text) for sign in (_TITLE, _CALLED, _PAIR))


def note_problem(text: str) -> NoteProblem | None:
    """Return what should not stand in a note, the worst first, or None."""
    return next((problem for problem, signs in _SIGNS if any(sign.search(text) for sign in signs)), None)
