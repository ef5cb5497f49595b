"""The Vollmacht to be signed, and the Widerruf as a letter to each office that dealt with it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lotse_app.clock import local_date, long_date, short_date
from lotse_app.documents import look as places
from lotse_app.documents.sheet import Foot, Sheet
from lotse_app.documents.signing import drawn_signature, hand_line
from lotse_app.documents.words import grouped, supporter, where_lines
from lotse_app.forms.dates import spoken
from lotse_app.models.application import Signature
from lotse_app.models.mandate import AgentKind, RevokedBy, SentBy

if TYPE_CHECKING:
    from lotse_app.documents.fonts import Fonts
    from lotse_app.models.mandate import Mandate, Party, RevocationNotice
    from lotse_app.models.papers import MandatePaper, RevocationPaper

KINDS = {
    AgentKind.PERSON: "Person",
    AgentKind.PILOT: "unterstützende Person",
    AgentKind.OPERATOR: "Träger der Hilfe",
}
SENT = {
    SentBy.HAND: "persönlich übergeben",
    SentBy.POST: "mit der Post",
    SentBy.LETTER_BOX: "in den Hausbriefkasten",
    SentBy.FAX: "als Fax",
}
_REVOKED = {
    RevokedBy.GRANTOR: "Ich widerrufe die unten genannte Vollmacht. Sie gilt ab sofort nicht mehr.",
    RevokedBy.AGENT: "Ich lege die unten genannte Vollmacht nieder. Ich handle ab sofort nicht mehr für die Person.",
}
#: Title, what the day is called, and who signs.
_TITLES = {
    RevokedBy.GRANTOR: (
        "Widerruf einer Vollmacht",
        "Widerrufen am",
        "Unterschrift der Person, die die Vollmacht gegeben hat",
    ),
    RevokedBy.AGENT: (
        "Niederlegung einer Vollmacht",
        "Niedergelegt am",
        "Unterschrift der bevollmächtigten Person oder Stelle",
    ),
}
_WISH = "Bitte schreiben Sie ab jetzt an die Person selbst. Bitte bestätigen Sie den Eingang dieses Schreibens."


def mandate_pdf(fonts: Fonts, paper: MandatePaper) -> bytes:
    """Return the Vollmacht: both sides, scope, term, what to know, signature; digest at the foot."""
    mandate, text = paper.mandate, paper.text
    sheet = Sheet(fonts, f"{text.title} {mandate.number}", places.normal(fonts))
    sheet.heading(1, text.title)
    sheet.paragraph(text.opening)
    sheet.heading(2, text.grantor)
    sheet.pairs(_party(mandate.grantor))
    sheet.heading(2, text.agent)
    kind = [] if mandate.agent.kind is AgentKind.PERSON else [("Als", KINDS[mandate.agent.kind])]
    sheet.pairs([*_party(mandate.agent), *kind])
    sheet.heading(2, text.scope)
    sheet.bullets([text.scopes[scope] for scope in mandate.scopes])
    for scope in mandate.scopes:
        if scope in text.notes:
            sheet.paragraph(text.notes[scope])
    with sheet.together():  # nobody shall sign a page that does not say what is signed
        sheet.heading(2, text.matter)
        sheet.pairs(_term(mandate, text.matter_one, text.matter_all))
        sheet.heading(2, text.rules)
        sheet.bullets(text.sentences)
        _signature(sheet, paper)
    foot = Foot(
        left=f"{text.title} {mandate.number} · Text Fassung {text.version}",
        below=f"Prüfsumme {grouped(paper.digest)}",
        running=text.title,
        watermark=paper.watermark.value,
    )
    return sheet.to_pdf(foot)


def revocation_pdf(fonts: Fonts, paper: RevocationPaper) -> bytes:
    """Return the Widerruf for one office: which mandate, which cases there; who had it may lay it down instead."""
    kept, mandate = paper.kept, paper.kept.mandate
    revoked = kept.revocation
    day = long_date(local_date(revoked.at)) if revoked else ""
    by = revoked.by if revoked else RevokedBy.GRANTOR
    title, when, signs = _TITLES[by]
    sheet = Sheet(fonts, f"{title} {mandate.number}", places.normal(fonts), letter=True)
    where = (paper.named or paper.office, *where_lines(paper.address))
    sheet.address(where, (("Vollmacht", mandate.number), (when, day)))
    sheet.heading(1, title)
    sheet.paragraph(_REVOKED[by], sheet.look.strong)
    sheet.paragraph(_WISH)
    sheet.heading(2, "Um diese Vollmacht geht es")
    sheet.pairs(
        [
            ("Vollmacht gegeben von", _line(mandate.grantor)),
            ("Vollmacht bekommen hat", _line(mandate.agent)),
            *_term(mandate, "nur diese Leistung", "alle Anträge mit Hilfe dieses Trägers"),
            ("Prüfsumme der Vollmacht", grouped(kept.digest)),
        ]
    )
    mine = [one for one in kept.uses if one.office == paper.office and one.handed_in_at is not None]
    if mine:
        sheet.heading(2, "Anträge bei Ihnen")
        sheet.pairs([(f"Vorgang {one.number}", one.service_name) for one in mine])
    with sheet.together():
        sheet.heading(2, "Unterschrift")
        hand_line(sheet, signs)
    _handed(sheet, paper)
    left = f"Vollmacht {mandate.number} · Unterstützt durch {supporter(paper.workplace)}"
    return sheet.to_pdf(Foot(left=left, running=title, watermark=paper.watermark.value))


def _party(party: Party) -> list[tuple[str, str]]:
    rows = [
        ("Name", party.name),
        ("Geboren am", spoken(party.birth) if party.birth else ""),
        ("Anschrift", party.address),
    ]
    return [(label, value) for label, value in rows if value]


def _line(party: Party) -> str:
    born = f"geboren am {spoken(party.birth)}" if party.birth else ""
    return ", ".join(part for part in (party.name, born, party.address) if part)


def _term(mandate: Mandate, one: str, every: str) -> list[tuple[str, str]]:
    matter = f"{mandate.service_name} ({one})" if mandate.service_id else every
    return [("Leistung", matter), ("Gilt von – bis", f"{long_date(mandate.first)} – {long_date(mandate.last)}")]


def _signature(sheet: Sheet, paper: MandatePaper) -> None:
    signed = paper.signature
    caption = "Unterschrift der Person, die die Vollmacht gibt"
    if signed is None or not signed.strokes:
        sheet.heading(2, "Unterschrift")
        hand_line(sheet, caption)
        return
    sheet.gap(sheet.look.gap)
    drawn_signature(
        sheet,
        caption,
        Signature("", "", signed.digest, signed.signer, signed.at, on_paper=False, strokes=signed.strokes),
    )


def _handed(sheet: Sheet, paper: RevocationPaper) -> None:
    """Say when it was handed over: it counts from the day it is there. No office reads which others get one."""
    sent = [("Übergeben am", _sent(one)) for one in paper.kept.notices if one.office == paper.office]
    if sent:
        with sheet.together():
            sheet.heading(2, "Übergabe")
            sheet.pairs(sent)


def _sent(notice: RevocationNotice) -> str:
    if notice.sent_on is None or notice.how is None:
        return "_" * 26
    return f"{short_date(notice.sent_on)}, {SENT[notice.how]}"
