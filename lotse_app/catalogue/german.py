"""German letters and words, as far as searching and sorting need them.

Only mechanisms of the language: folding of umlauts and ß, words, inflection. No word list of services.
"""

from __future__ import annotations

import re

#: ä, ö, ü and ß may be typed as ae, oe, ue, ss; ue after a, e, q is no umlaut (*neue*, *Steuer*, *Quelle*).
_UMLAUT = re.compile(r"ae|oe|(?<![aeq])ue")
_LETTERS = str.maketrans({"ä": "a", "ö": "o", "ü": "u", "ß": "ss", "é": "e", "è": "e", "á": "a", "à": "a", "ç": "c"})
_WORD = re.compile(r"[^\W_]+")
_SEPARABLE = ("ab", "an", "auf", "aus", "bei", "ein", "fest", "frei", "her", "hin", "mit", "nach", "um", "vor", "weg", "zu")
_SUFFIX = re.compile(r"(?:ungen|ung|ern|est|end|en|em|er|es|et|te|ts|e|s|n|t)$")

#: Words that stand in any sentence and point to no service (articles, pronouns, auxiliaries, question words).
FUNCTION_WORDS = frozenset(
    """
    ab aber alle allem allen aller alles als also am an andere anderen auch auf aus bei beim bekomme bekommen bekommt
    bin bis bist bitte brauche brauchen braucht da dafur daher dann daran darf darum das dass davon dazu dein deine dem
    den denn der des deshalb dich die dies diese diesem diesen dieser dieses dir doch dort du durch ein eine einem einen
    einer eines er es etwas euch euer fur furs gar gegen geht gehen gerade gern gibt ging habe haben hab hat hatte
    hatten hast her hier hin ich ihm ihn ihnen ihr ihre ihrem ihren ihrer im in ins ist ja jemand jetzt kann kannst
    konnen konnte konnten lang lange lassen lasst mal man mehr mein meine meinem meinen meiner meines mich mir mit mochte
    mochten muss mussen musste nach nicht nichts noch nun nur ob oder ohne schon sehr sein seine seinem seinen seiner
    seit sich sie sind so soll sollen sollte um und uns unser unsere unserem unseren unserer unter vom von vor wann war
    waren warum was weg wegen weil welche welchem welchen welcher welches wem wen wenn wer werde werden wie wieder will
    wir wird wo wofur woher wohin wollen worden wurde wurden zu zum zur uber viel viele hoch gilt
    """.split()
)


def fold(text: str) -> str:
    """Return ``text`` in small letters with umlauts and ß as base letters, however they were typed."""
    small = text.lower().translate(_LETTERS)
    return _UMLAUT.sub(lambda found: found.group()[0], small)


def words(text: str) -> list[str]:
    """Return the folded words of a text, in order."""
    return _WORD.findall(fold(text))


def stem(word: str) -> str:
    """Return the stem of a folded word: participle and *zu* infixes and inflection endings are taken off.

    ``angemeldet``, ``anzumelden``, ``anmelden`` and ``Anmeldung`` share one stem.
    """
    word = _without_infix(word)
    for _ in range(2):
        shorter = _SUFFIX.sub("", word)
        if len(shorter) < 4:
            break
        word = shorter
    return word


def _without_infix(word: str) -> str:
    for prefix in _SEPARABLE:
        if word.startswith(prefix):
            rest = word[len(prefix) :]
            if len(rest) >= 6 and rest[:2] in {"ge", "zu"}:
                return prefix + rest[2:]
    if len(word) >= 7 and word.startswith("ge") and word[-1] in "tn":
        return word[2:]
    return word


def sort_key(name: str) -> tuple[str, str]:
    """Return a key for German alphabetical order (DIN 5007-1: ä as a, ß as ss)."""
    plain = name.lower().translate(_LETTERS)
    return "".join(letter for letter in plain if letter.isalnum() or letter == " "), name
