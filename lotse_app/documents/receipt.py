"""The three papers that say who has the application (product, step 10): one page, one of three wordings.

Which of them is lawful is decided in ``models/receipt.py``; here stands only what each of them may say.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from lotse_app.clock import clock_time, local_date, long_date
from lotse_app.documents import look as places
from lotse_app.documents.sheet import Foot, Sheet
from lotse_app.documents.signing import hand_line, stamp_field
from lotse_app.documents.words import carrier_words, grouped, supporter, where_lines
from lotse_app.models.receipt import ReceiptKind

if TYPE_CHECKING:
    from lotse_app.documents.fonts import Fonts
    from lotse_app.documents.look import Look
    from lotse_app.models.papers import ReceiptPaper

_TITLED = ("Stadt ", "Gemeinde ", "Landeshauptstadt ", "Große Kreisstadt ")


@dataclass(frozen=True, slots=True)
class _Wording:
    title: str
    said: str
    pairs: tuple[tuple[str, str], ...]
    after: str = ""
    signed: str = ""
    stamp: str = ""


def receipt_pdf(fonts: Fonts, paper: ReceiptPaper) -> bytes:
    """Return receipt, note of acceptance or hand-over slip as PDF: in the largest print that fits on one page.

    Nobody shall sign or stamp a sheet that does not say what for.
    """
    wording = _WORDINGS[paper.kind](paper)
    digest = f"Prüfsumme des Antrags {grouped(paper.digest)}"
    foot = Foot(f"Vorgang {paper.number}", digest, wording.title, paper.watermark.value)
    looks = (places.handed, places.normal, places.dense)
    sheets = [_sheet(fonts, paper, wording, look(fonts)) for look in looks]
    return next((sheet for sheet in sheets if sheet.count(foot) == 1), sheets[0]).to_pdf(foot)


def _sheet(fonts: Fonts, paper: ReceiptPaper, wording: _Wording, look: Look) -> Sheet:
    sheet = Sheet(fonts, f"{wording.title} – Vorgang {paper.number}", look)
    sheet.paragraph(f"{paper.workplace.operator.name} · {paper.workplace.station.name}", sheet.look.label)
    sheet.heading(1, wording.title)
    if wording.said:
        sheet.paragraph(wording.said, sheet.look.strong)
    sheet.pairs(wording.pairs, strong=True)
    if wording.after:
        sheet.paragraph(wording.after)
    sheet.heading(2, "Worum es geht")
    sheet.pairs(_case(paper))
    if paper.enclosures:
        sheet.heading(2, "Beigefügt")
        sheet.bullets(paper.enclosures)
    if paper.shown:
        sheet.heading(2, "Vorgelegt und zurückgegeben (keine Kopie)")
        sheet.bullets(paper.shown)
    with sheet.together():
        if paper.missing:
            sheet.heading(2, "Noch nachzureichen")
            sheet.bullets(paper.missing, box=True)
        if wording.signed:
            sheet.heading(2, "Unterschrift")
            hand_line(sheet, wording.signed)
        if wording.stamp:
            sheet.heading(2, wording.stamp)
            stamp_field(sheet)
    return sheet


def _when(paper: ReceiptPaper) -> tuple[tuple[str, str], ...]:
    return (("am", long_date(local_date(paper.at))), ("um", f"{clock_time(paper.at)} Uhr"))


def _received(paper: ReceiptPaper) -> _Wording:
    label = "Eingegangen bei der" if paper.commune.startswith(_TITLED) else "Eingegangen bei der Gemeinde"
    return _Wording(
        title="Eingangsbestätigung",
        said="",
        pairs=((label, paper.commune), *_when(paper)),
        signed=f"Für die Annahmestelle: {paper.workplace.pilot.name}",
    )


def _forwarded(paper: ReceiptPaper) -> _Wording:
    day, hour = _when(paper)
    return _Wording(
        title="Entgegengenommen (§ 16 SGB I)",
        said="",
        pairs=(
            ("Entgegengenommen am", day[1]),
            hour,
            ("Wir leiten den Antrag unverzüglich weiter an", _forwarded_to(paper)),
        ),
        after=(
            "Grundlage ist § 16 des Ersten Buches Sozialgesetzbuch. Hängt die Sozialleistung von einem Antrag ab, gilt "
            "er als an dem Tag gestellt, an dem er hier eingegangen ist (§ 16 Abs. 2 Satz 2 SGB I)."
        ),
        signed=f"Für die annehmende Stelle: {paper.workplace.pilot.name}",
    )


def _forwarded_to(paper: ReceiptPaper) -> str:
    return "\n".join((paper.forward_to or paper.authority, *where_lines(paper.address)))


def _handed_over(paper: ReceiptPaper) -> _Wording:
    return _Wording(
        title="Übergabebeleg – noch kein Eingang beim Amt",
        said="Der Antrag gilt erst als gestellt, wenn er bei der zuständigen Stelle eingegangen ist.",
        pairs=(
            ("Zuständige Stelle", "\n".join((paper.authority, *where_lines(paper.address)))),
            ("Zur Stelle bringt ihn", carrier_words(paper.carried_by, paper.acting)),
            ("Vorbereitet und übergeben am", long_date(local_date(paper.at))),
            ("um", f"{clock_time(paper.at)} Uhr"),
        ),
        stamp="Feld für den Eingangsstempel der zuständigen Stelle",
    )


_WORDINGS = {
    ReceiptKind.RECEIVED: _received,
    ReceiptKind.FORWARDED: _forwarded,
    ReceiptKind.HANDED_OVER: _handed_over,
}


def _case(paper: ReceiptPaper) -> list[tuple[str, str]]:
    rows = [("Antrag", paper.service_name), ("Vorgang", paper.number)]
    if paper.applicant:
        rows.insert(0, ("Antragstellende Person", paper.applicant))
    if paper.kind is ReceiptKind.RECEIVED:
        rows.append(("Zuständige Stelle", paper.authority))
    return [*rows, ("Unterstützt durch", supporter(paper.workplace)), ("Stützpunkt", paper.workplace.station.name)]
