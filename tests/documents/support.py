"""Invented papers, and a reader of tagged PDF that shares no code with what wrote them."""

from __future__ import annotations

import io
import math
import re
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pikepdf

from lotse_app.models.application import CarriedBy, Signature
from lotse_app.models.evidence import Evidence, EvidenceFile, EvidenceState
from lotse_app.models.papers import (
    ApplicationPaper,
    BringPaper,
    EmergencyPaper,
    NotePaper,
    PosterPaper,
    PrivacyPaper,
    ReceiptPaper,
    RecoveryPaper,
    UndertakingPaper,
)
from lotse_app.models.people import Operator, Pilot, PlaceType, Role, Station, Workplace
from lotse_app.models.public_service import Fact, PublicService, ServiceCard, Way
from lotse_app.models.reading import Line, Section

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lotse_app.models.receipt import ReceiptKind

FONTS = Path(__file__).parents[2] / "resources" / "fonts"
AT = datetime(2026, 11, 20, 9, 44, tzinfo=UTC)
DAY = date(2026, 11, 20)
DIGEST = "0123456789abcdef" * 4

OPERATOR = Operator("o1", "Stadt Wilsdruff", "Nossener Straße 20, 01723 Wilsdruff", "datenschutz@wilsdruff.example")
STATION = Station("s1", "o1", "Bürgerbüro Wilsdruff", PlaceType.CITIZENS_OFFICE, "14628410", reception_point=True)
WORKPLACE = Workplace(OPERATOR, STATION, Pilot("p1", "Anna Beispiel", Role.OFFICIAL), "Stadt Wilsdruff")

STROKES = tuple(
    tuple((0.1 + 0.25 * k + 0.01 * t, 0.5 + 0.4 * math.sin(t / 2 + k)) for t in range(20)) for k in range(3)
)
SIGNATURE = Signature("g1", "f1", DIGEST, "Měrćin Wójcik", AT, on_paper=False, strokes=STROKES)


def section(key: str, title: str, *answers: tuple[str, str]) -> Section:
    """Return a section from label and value pairs."""
    return Section(key, key, title, tuple(Line(f"/{key}/{n}", *answer) for n, answer in enumerate(answers)))


def dog(number: int, name: str = "Bello") -> Section:
    """Return the section of one dog."""
    return section(
        f"hund{number}",
        f"Hund {number}",
        ("Name des Hundes", name),
        ("Rasse", "Labrador"),
        ("Chipnummer", "276098102345678"),
        ("Im Haushalt seit", "10. November 2026"),
        ("Farbe", ""),
    )


HOLDER = section(
    "halter",
    "Halterin oder Halter",
    ("Familienname", "Měrćinowa-Wójcikowska"),
    ("Vornamen", "Křesćan Łukaš"),
    ("Geburtsname", ""),
    ("Straße und Hausnummer", "An der Wilden Sau 17 b"),
    ("Telefon", ""),
)

EVIDENCE = (
    Evidence("a1", "pass", "Heimtierausweis", EvidenceState.SHOWN),
    Evidence("a1", "haft", "Haftpflichtnachweis", EvidenceState.FILE, "", (EvidenceFile("d", "image/png", 9, "x", 2),)),
    Evidence("a1", "frei", "Nachweis über die Befreiung", EvidenceState.NOT_NEEDED, "nicht beantragt"),
)

APPLICATION = ApplicationPaper(
    number="7F3K",
    edition=1,
    title="Hundesteuer – Anmeldung",
    authority="Stadtverwaltung Wilsdruff (Steuern)",
    commune="Wilsdruff",
    law="§ 7 SächsKAG",
    sections=(HOLDER, dog(1), dog(2, "Wauzi")),
    evidence=EVIDENCE,
    acting="selbst",
    workplace=WORKPLACE,
    digest=DIGEST,
    frozen_at=AT,
    signature_lines=("Unterschrift der Halterin oder des Halters", "Unterschrift für das SEPA-Mandat"),
    declarations=("Meine Angaben sind vollständig und richtig.", "Die Gemeinde darf vom Konto einziehen."),
)

NOTE = NotePaper(
    "7F3K",
    "Hundesteuer – Anmeldung",
    (("Vorgang", "7F3K"), ("Frist", "24. November 2026")),
    ("Unterschreiben Sie den Ausdruck.",),
    WORKPLACE,
    AT,
)
CARD = ServiceCard(
    PublicService("s1", "Hundesteuer – Anmeldung", ()),
    "Stadt Wilsdruff, Steuern",
    (Fact("Gebühr", "keine", "Satzung", "03.11.2026"),),
    ("Heimtierausweis", "Haftpflichtnachweis"),
    (Way.PAPER,),
    may_start=True,
)
BRING = BringPaper(CARD, CARD.facts, WORKPLACE, DAY)
PRIVACY = PrivacyPaper(replace(OPERATOR, notice_version=3), STATION.name, DAY)
REACHED = replace(STATION, telephone="035204 463-0", hours="Mo 9–12 Uhr\nDi 14–18 Uhr")
POSTER = PosterPaper(OPERATOR, REACHED, DAY)
EMERGENCY = EmergencyPaper(OPERATOR, REACHED, ("Karla Versuch",), ("Anna Beispiel",), DAY)
UNDERTAKING = UndertakingPaper("Zoë Žurić", OPERATOR, STATION.name, DAY, 1)
RECOVERY = RecoveryPaper("7F3KQ-M2X8R-0ABCD-9TYVW-4Z6GH", STATION.name, DAY)


#: Longer than any name the building block *Person* takes in one of its fields, with letters of DIN 91379.
LONG_NAME = (
    "Maximiliana-Katharina Žuzana Łucija Křesćijana Theodora Wilhelmine "
    "Freifrau von und zu Hohenstein-Nowakowa-Schlagenhauf-Zwickelsdorf-Měrćinowa"
)


def receipt(kind: ReceiptKind, **changes: Any) -> ReceiptPaper:  # noqa: ANN401 - any field of the paper
    """Return one of the three receipts with some fields changed."""
    paper = ReceiptPaper(
        kind=kind,
        number="7F3K",
        service_name="Hundesteuer – Anmeldung",
        authority="Stadtverwaltung Wilsdruff (Steuern)",
        commune="Stadt Wilsdruff",
        workplace=WORKPLACE,
        at=AT,
        digest=DIGEST,
        carried_by=CarriedBy.RESIDENT,
        enclosures=("Heimtierausweis",),
        missing=("Haftpflichtnachweis",),
        forward_to="Landratsamt Sächsische Schweiz-Osterzgebirge",
    )
    return replace(paper, **changes)


@dataclass(frozen=True, slots=True)
class Element:
    """A structure element as read back: its own text is that of its marks, in order."""

    role: str
    text: str
    kids: tuple[Element, ...]
    scope: str = ""
    alt: str = ""

    def walk(self) -> Iterator[Element]:
        """Yield this element and all below it, in reading order."""
        yield self
        for kid in self.kids:
            yield from kid.walk()

    def all(self, *roles: str) -> list[Element]:
        """Return the elements of some roles, in reading order."""
        return [element for element in self.walk() if element.role in roles]


@dataclass(slots=True)
class ReadBack:
    """A tagged PDF as an assistive program reads it."""

    document: pikepdf.Pdf
    texts: dict[tuple[int, int], str] = field(default_factory=dict)
    artifacts: list[tuple[int, str]] = field(default_factory=list)
    unmarked: list[str] = field(default_factory=list)
    claimed: list[tuple[int, int]] = field(default_factory=list)

    def tree(self) -> Element:
        """Return the structure tree; notes which marks it reaches."""
        self.claimed.clear()
        kid = self.document.Root.StructTreeRoot.K[0]
        return self._element(kid)

    def page_texts(self) -> list[str]:
        """Return the artifacts of each page, joined."""
        return [
            "\n".join(text for at, text in self.artifacts if at == page) for page in range(len(self.document.pages))
        ]

    def _element(self, found: Any) -> Element:  # noqa: ANN401 - PDF objects have no static type
        kids: list[Element] = []
        texts: list[str] = []
        for kid in found.get("/K", []):
            if kid.get("/Type") == "/MCR":
                place = (self._page(kid.Pg), int(kid.MCID))
                self.claimed.append(place)
                texts.append(self.texts[place])
                assert self._owner(place).objgen == found.objgen
            else:
                assert kid.P.objgen == found.objgen
                kids.append(self._element(kid))
        scope = str(found.A.get("/Scope", "")) if "/A" in found else ""
        return Element(str(found.S)[1:], "".join(texts), tuple(kids), scope, str(found.get("/Alt", "")))

    def _page(self, page: pikepdf.Object) -> int:
        return next(n for n, known in enumerate(self.document.pages) if known.obj.objgen == page.objgen)

    def _owner(self, place: tuple[int, int]) -> pikepdf.Object:
        numbers = self.document.Root.StructTreeRoot.ParentTree.Nums
        key = int(self.document.pages[place[0]].obj.StructParents)
        entries = {int(numbers[n]): numbers[n + 1] for n in range(0, len(numbers), 2)}
        return entries[key][place[1]]


def read_back(pdf: bytes) -> ReadBack:
    """Parse every content stream: which text belongs to which mark, which to an artifact, which to nothing."""
    document = pikepdf.open(io.BytesIO(pdf))
    found = ReadBack(document)
    for number, page in enumerate(document.pages):
        _read_page(found, number, page)
    return found


def _read_page(found: ReadBack, number: int, page: pikepdf.Page) -> None:
    maps = {name: _to_unicode(font) for name, font in page.obj.Resources.Font.items()}
    stack: list[dict[str, Any]] = []
    current: dict[int, str] = {}
    for instruction in pikepdf.parse_content_stream(page):
        operator, operands = str(instruction.operator), instruction.operands
        if operator == "BDC":
            mark = {"tag": str(operands[0]), "properties": operands[1], "text": ""}
            stack.append(mark)
        elif operator == "EMC":
            _close(found, number, stack)
        elif operator == "Tf":
            current = maps[str(operands[0])]
        elif operator in {"Tj", "TJ"}:
            text = _decoded(operands[0], current)
            if stack:
                stack[-1]["text"] += text
            else:
                found.unmarked.append(text)
    assert not stack, "marks that never end"


def _close(found: ReadBack, number: int, stack: list[dict[str, Any]]) -> None:
    mark = stack.pop()
    properties = mark["properties"]
    if mark["tag"] == "/Artifact":
        found.artifacts.append((number, mark["text"]))
    elif "/MCID" in properties:
        found.texts[number, int(properties["/MCID"])] = mark["text"]
    else:
        assert mark["tag"] == "/Span"
        stack[-1]["text"] += str(properties["/ActualText"])


def _decoded(operand: Any, current: dict[int, str]) -> str:  # noqa: ANN401 - a string or an array of them
    parts = operand if isinstance(operand, pikepdf.Array) else [operand]
    return "".join("".join(current[code] for code in bytes(part)) for part in parts if isinstance(part, pikepdf.String))


def _to_unicode(font: Any) -> dict[int, str]:  # noqa: ANN401 - a PDF object
    cmap = font.ToUnicode.read_bytes().decode()
    return {int(code, 16): chr(int(char, 16)) for code, char in re.findall(r"<([0-9A-F]{2})> <([0-9A-F]{4})>", cmap)}
