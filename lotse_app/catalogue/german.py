"""German letters and words, as far as searching and sorting need them.

Only mechanisms of the language: folding of umlauts and ß, function words, irregular verbs, character
grams. No synonyms.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

#: ä, ö, ü and ß may be typed as ae, oe, ue, ss; ue after a, e, q is no umlaut (*neue*, *Steuer*, *Quelle*).
_UMLAUT = re.compile(r"ae|oe|(?<![aeq])ue")
_LETTERS = str.maketrans({"ä": "a", "ö": "o", "ü": "u", "ß": "ss", "é": "e", "è": "e", "á": "a", "à": "a", "ç": "c"})
_WORD = re.compile(r"[^\W_]+")

#: Words that stand in any sentence and point to no service (articles, pronouns, auxiliaries, question words).
_IN_ANY_SENTENCE = """
ab aber alle allem allen aller alles als also am an andere anderen auch auf aus bei beim bekomme bekommen
bekommt bin bis bist bitte brauche brauchen braucht da dafur daher dann daran darf darum das dass davon dazu
dein deine dem den denn der des deshalb dich die dies diese diesem diesen dieser dieses dir doch dort du durch
ein eine einem einen einer eines er es etwas euch euer fur furs gar gegen geht gehen gerade gern gibt ging
habe haben hab hat hatte hatten hast her hier hin ich ihm ihn ihnen ihr ihre ihrem ihren ihrer im in ins ist
ja jemand jetzt kann kannst konnen konnte konnten lang lange lassen lasst mal man mehr mein meine meinem
meinen meiner meines mich mir mit mochte mochten muss mussen musste nach nicht nichts noch nun nur ob oder
ohne schon sehr sein seine seinem seinen seiner seit sich sie sind so soll sollen sollte um und uns unser
unsere unserem unseren unserer unter vom von vor wann war waren warum was weg wegen weil welche welchem
welchen welcher welches wem wen wenn wer werde werden wie wieder will wir wird wo wofur woher wohin wollen
worden wurde wurden zu zum zur uber viel viele hoch gilt beantragen beantrage beantragt holen kriege kriegen kriegt
mache machen mitbringen stellen
"""
FUNCTION_WORDS = frozenset(_IN_ANY_SENTENCE.split())
#: Function words that say something in the mouth of residents (*Perso weg*, *Miete zu hoch*, *Deutscher werden*).
_TELLING = frozenset(["andere", "anderen", "bekomme", "bekommen", "hoch", "mehr", "nicht", "weg", "werden"])
#: Verb particles that end a sentence (*ich ziehe bald um*).
_LAST = frozenset({"ab", "an", "auf", "aus", "ein", "nach", "um", "vor", "zu"})


#: Separable prefixes: *ge* and *zu* stand behind them (*um-ge-zogen*, *an-zu-melden*).
_SEPARABLE = """
ab an auf aus bei durch ein fest fort frei her hin los mit nach nieder um unter vor weg weiter wieder zu zuruck
zusammen
"""
_PARTICIPLE = re.compile(rf"(|{'|'.join(_SEPARABLE.split())})ge(\w{{3,}}(?:en|t))")
_INFINITIVE = re.compile(rf"({'|'.join(_SEPARABLE.split())})zu(\w{{3,}}en)")
#: Vowels change in strong verbs; the noun that a catalogue uses has another one (*gestorben*, *Sterbeurkunde*).
_STRONG = {
    "storb": "sterb",
    "zog": "zug",
    "lor": "lust",
    "stohl": "stahl",
    "schloss": "schluss",
    "nomm": "nahm",
    "sproch": "spruch",
    "wies": "weis",
    "schrieb": "schreib",
    "lieh": "leih",
    "broch": "bruch",
    "worf": "wurf",
    "sess": "sitz",
    "bund": "bind",
    "schied": "scheid",
    "blieb": "bleib",
    "floh": "flucht",
}  # fmt: skip - a table
_MIXED = {"bracht": "bring", "kannt": "kenn", "nannt": "nenn", "brannt": "brenn", "sandt": "send"}
#: Only told apart from other words by the *ge* that was taken off.
_AFTER_GE = {"bor": "geburt", "geb": "gab"}
_STRONG_END = re.compile(rf"({'|'.join(_STRONG)})en$")
_MIXED_END = re.compile(rf"({'|'.join(_MIXED)})$")
_AFTER_GE_END = re.compile(rf"^(\w*?)({'|'.join(_AFTER_GE)})en$")
#: What inflection puts behind a word; a stem keeps three letters.
_INFLECTION = re.compile(r"(?<=\w{3})(?:er[ns]|et|e[nrsm]?|n|st?|t)$")
#: So many first letters tell whether the catalogue has words that begin like a typed one.
BEGINNING = 6


def fold(text: str) -> str:
    """Return ``text`` in small letters with umlauts and ß as base letters, however they were typed."""
    small = text.lower().translate(_LETTERS)
    return _UMLAUT.sub(lambda found: found.group()[0], small)


def words(text: str) -> list[str]:
    """Return the folded words of a text, in order."""
    return _WORD.findall(fold(unicodedata.normalize("NFC", text)))


def content_words(text: str) -> list[tuple[str, str]]:
    """Return (as typed, folded) of the words that carry meaning; of a text without any, all words."""
    typed = [(word, fold(word)) for word in _WORD.findall(unicodedata.normalize("NFC", text))]
    return [pair for pair in typed if pair[1] not in FUNCTION_WORDS] or typed


def spoken_words(text: str, known: Callable[[str], bool]) -> list[tuple[str, str, bool]]:
    """Return (as typed, folded, whether it carries meaning by itself) of the words that residents' phrases are made of.

    A particle at the end goes before the verb it belongs to (*ziehe … um* as *umziehe*) if that makes a ``known`` word.
    """
    typed = [(word, fold(word)) for word in _WORD.findall(unicodedata.normalize("NFC", text))]
    if typed and typed[-1][1] in _LAST:
        typed = _rejoined(typed, known)
    said = [(word, folded) for word, folded in typed if folded not in FUNCTION_WORDS or folded in _TELLING]
    telling = [(word, folded, folded not in FUNCTION_WORDS) for word, folded in said]
    return telling if any(own for *_, own in telling) else [(word, folded, True) for word, folded in typed]


def _rejoined(typed: Sequence[tuple[str, str]], known: Callable[[str], bool]) -> list[tuple[str, str]]:
    *before, (particle, folded) = typed
    for place, (word, stood) in enumerate(before):
        if (place == 0 or word[0].islower()) and known(folded + stood):
            return [*before[:place], (f"{word} … {particle}", folded + stood), *before[place + 1 :]]
    return list(typed)


def verb_root(word: str, *, known: bool) -> str:
    """Return a folded verb form nearer to the noun of a catalogue: *umgezogen* as *umzug*, *anzumelden* as *anmelden*.

    Irregular inflection only. ``known``: the catalogue has words that begin like this one (*Gehweg* for
    *gehwegschaden*), so that ``ge`` and ``zu`` are not taken off.
    """
    participle = None if known else _PARTICIPLE.fullmatch(word)
    infinitive = None if known else _INFINITIVE.fullmatch(word)
    if participle:
        word = participle[1] + participle[2]
        word = _AFTER_GE_END.sub(lambda found: found[1] + _AFTER_GE[found[2]], word)
    elif infinitive:
        word = infinitive[1] + infinitive[2]
    word = _STRONG_END.sub(lambda found: _STRONG[found[1]], word)
    return _MIXED_END.sub(lambda found: _MIXED[found[1]], word)


def stem(word: str) -> str:
    """Return a folded word without its inflection: *welpen*, *welpe* as *welp*; *umziehen*, *umziehe* as *umzieh*."""
    return _INFLECTION.sub("", word)


@lru_cache(maxsize=2048)
def grams(word: str) -> tuple[str, ...]:
    """Return the runs of three and four letters of a folded word; ``_`` marks its beginning and end."""
    marked = f"_{word}_"
    return tuple(marked[start : start + size] for size in (3, 4) for start in range(len(marked) - size + 1))


def sort_key(name: str) -> tuple[str, str]:
    """Return a key for German alphabetical order (DIN 5007-1: ä as a, ß as ss)."""
    plain = name.lower().translate(_LETTERS)
    return "".join(letter for letter in plain if letter.isalnum() or letter == " "), name
