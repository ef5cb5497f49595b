"""Sentences of *Wer handelt?* and of the Vollmacht, for the window and the proof of the table."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lotse_app.models.acting import ActingAs
from lotse_app.models.laws import LawOf, law
from lotse_app.models.mandate import RevokedBy, Scope, SentBy, Standing, Term
from lotse_app.models.representation import Note, Reason

if TYPE_CHECKING:
    from lotse_app.models.laws import LawKind

ACTING_WORDS: dict[ActingAs, str] = {
    ActingAs.SELF: "Die Person selbst – ich unterstütze beim Ausfüllen",
    ActingAs.AUTHORISED_PERSON: "Person mit Vollmacht",
    ActingAs.PARENTS: "Eltern",
    ActingAs.LEGAL_GUARDIAN: "Rechtliche Betreuung",
    ActingAs.MESSENGER: "Bote (gibt nur ab)",
    ActingAs.PILOT_AS_AGENT: "Ich als bevollmächtigte Person",
}

#: ``{law}`` is filled by ``reason_words``.
REASON_WORDS: dict[Reason, str] = {
    Reason.NONE: "",
    Reason.OWN_COMMUNE: ("Nicht möglich: Sie arbeiten für die Gemeinde, die entscheidet ({law})."),
    Reason.OFFICE_UNKNOWN: (
        "Nicht möglich: Vielleicht entscheidet die Gemeinde, für die Sie arbeiten. Dort dürfen Sie niemanden vertreten "
        "({law})."
    ),
    Reason.AGENT_WORKS_THERE: (
        "Nicht möglich: Die bevollmächtigte Person arbeitet für die Gemeinde, die entscheidet ({law})."
    ),
    Reason.AGENT_MAY_WORK_THERE: (
        "Nicht möglich: Vielleicht entscheidet die Gemeinde, für die die bevollmächtigte Person arbeitet ({law})."
    ),
    Reason.OPERATOR_DECIDES: "Nicht möglich: Der Träger entscheidet selbst über den Antrag ({law}).",
    Reason.OPERATOR_MAY_DECIDE: (
        "Nicht möglich: Vielleicht entscheidet der Träger selbst. Vor sich selbst darf er niemanden vertreten ({law})."
    ),
    Reason.COORDINATION: "Nicht möglich: Die Koordination führt keine Vorgänge.",
    Reason.IN_PERSON: "Nicht möglich: Diese Leistung verlangt persönliches Erscheinen.",
    Reason.NO_AGENT: "Nicht möglich: Das Gesetz lässt hier keine Bevollmächtigten zu.",
    Reason.OWN_EID: "Nicht möglich: Hier geht es nur mit dem eigenen Online-Ausweis.",
    Reason.LEGAL_ONLY: "Nicht möglich: Hier handeln nur die Person selbst oder ihre gesetzliche Vertretung.",
    Reason.DECLARES_SELF: "Nicht möglich: Hier erklärt und unterschreibt die Person selbst.",
    Reason.CARRIES_SELF: "Nicht möglich: Hier gibt die Person den Antrag selbst ab.",
}

#: ``{law}`` is filled by ``note_words``.
NOTE_WORDS: dict[Note, str] = {
    Note.NO_MANDATE: "Keine Vollmacht nötig.",
    Note.VOLUNTEER: ("Das Amt kann Ehrenamtliche als Bevollmächtigte zurückweisen ({law})."),
    Note.NO_OWN_RECEIPT: "Den Eingang bestätigt dann jemand anders: Wer vertritt, nimmt nicht zugleich für ein Amt an.",
    Note.ALL_SIGN: "Alle, die der Antrag nennt, unterschreiben.",
    Note.PRESENT: "Die Person muss dabei sein.",
    Note.CARE_ACTS_TOO: "Die betreute Person handelt auch selbst. Die Betreuung handelt im Aufgabenkreis.",
    Note.ONLY_CARRIES: "Keine Vertretung: Die Person erklärt und unterschreibt selbst.",
    Note.CARRIES_WITH_MANDATE: "Zum Abgeben eine kurze Vollmacht und beide Ausweise mitgeben.",
}

SCOPE_WORDS: dict[Scope, str] = {
    Scope.APPLY: "Antrag stellen",
    Scope.HAND_IN_LATER: "Unterlagen nachreichen",
    Scope.RECEIVE: "Bescheide empfangen",
    Scope.INFORMATION: "Auskunft bekommen",
    Scope.COLLECT: "Papiere abholen",
}
_RECEIVE_NOTE = (
    "Bescheide empfangen: Das Amt schreibt dann an die bevollmächtigte Person, nicht an die Person selbst "
    "({law}). "
    "Fristen laufen ab diesem Tag. Meist besser: nein."
)


def reason_words(reason: Reason, kind: LawKind | None = None) -> str:
    """Return why a way is not open, with the law of the service; without a kind the laws of all."""
    return REASON_WORDS[reason].format(law=law(LawOf.BIAS, kind))


def note_words(note: Note, kind: LawKind | None = None) -> str:
    """Return what belongs to a way, with the law of the service; without a kind the laws of all."""
    return NOTE_WORDS[note].format(law=law(LawOf.REJECT, kind))


def receive_note(kind: LawKind | None = None) -> str:
    """Return what *Bescheide empfangen* means, with the law of the service; without a kind the laws of all."""
    return _RECEIVE_NOTE.format(law=law(LawOf.RECEIVE, kind))


TERM_WORDS: dict[Term, str] = {
    Term.DAY: "1 Tag",
    Term.MONTH: "30 Tage",
    Term.HALF_YEAR: "6 Monate",
    Term.YEAR: "1 Jahr",
}

STANDING_WORDS: dict[Standing, str] = {
    Standing.UNSIGNED: "Noch nicht unterschrieben. Bis dahin gilt sie nicht.",
    Standing.NOT_YET: "Sie gilt noch nicht: Ihr erster Tag kommt erst.",
    Standing.VALID: "Sie gilt.",
    Standing.EXPIRED: "Sie ist abgelaufen. Für etwas Neues braucht es eine neue Vollmacht.",
    Standing.REVOKED: "Sie ist widerrufen.",
    Standing.DAMAGED: (
        "Sie ist beschädigt: Was gespeichert ist, ist nicht das, was unterschrieben wurde. Bitte eine neue Vollmacht "
        "aufnehmen und die verantwortliche Person informieren."
    ),
}

REVOKED_BY_WORDS: dict[RevokedBy, str] = {
    RevokedBy.GRANTOR: "Die Person widerruft",
    RevokedBy.AGENT: "Die bevollmächtigte Seite legt nieder",
}

SENT_WORDS: dict[SentBy, str] = {
    SentBy.HAND: "persönlich übergeben",
    SentBy.POST: "mit der Post",
    SentBy.LETTER_BOX: "in den Hausbriefkasten",
    SentBy.FAX: "als Fax",
}
