"""In practice every page of every paper carries the stamp, whoever makes the paper, also papers that come later."""

from __future__ import annotations

import inspect
import re
from typing import TYPE_CHECKING, get_type_hints

import pytest

from lotse_app.documents.maker import PaperMaker
from lotse_app.documents.reader import text_of
from lotse_app.models import papers as models
from lotse_app.models.figures import FigureTable, Report
from lotse_app.models.mandate import (
    TEXT_VERSION,
    AgentKind,
    KeptMandate,
    Mandate,
    MandateUse,
    Party,
    Revocation,
    RevocationNotice,
    RevokedBy,
    Scope,
)
from lotse_app.models.papers import CoverPaper, MandatePaper, PersonCase, PersonPaper, RevocationPaper, Watermark
from lotse_app.models.receipt import ReceiptKind
from lotse_app.paths import resources
from lotse_app.shelf import Shelf
from scripts.house import ROOT
from tests.documents import support
from tests.documents.reports import QUARTER_REPORT
from tests.documents.support import AT, DAY, EVIDENCE, HOLDER, WORKPLACE, read_back, receipt

if TYPE_CHECKING:
    from collections.abc import Iterator

STAMPED, PLAIN = PaperMaker(support.FONTS, Watermark.PRACTICE), PaperMaker(support.FONTS)
PERSON = PersonPaper(
    "Übungová", "1964-04-09", (PersonCase("7F3K", "Hundesteuer", (("a", "b"),), (HOLDER,), EVIDENCE),), WORKPLACE, AT
)
_PARTY = Party(AgentKind.PERSON, "Hilde Versuch", "Erprobungsring 5b, 01723 Wilsdruff", "1941-12-24", "VERSUCH")
_MANDATE = Mandate(
    "m1", "V-7F3K", TEXT_VERSION, "00", _PARTY, _PARTY, tuple(Scope), "", "", DAY, DAY, AT, "Wilsdruff", "T", "S"
)
_TEXT = Shelf(resources()).mandate_texts().text(TEXT_VERSION)
_NOTICE = RevocationNotice("m1", "V-7F3K", "Landratsamt", AT)
_KEPT = KeptMandate(
    _MANDATE, b"{}", "00", "p1", "00", None, Revocation(AT, RevokedBy.GRANTOR), (_NOTICE,),
    (MandateUse("a1", "7F3K", "Wohngeld", "Landratsamt", AT),),
)  # fmt: skip
MANDATES = [
    MandatePaper(_MANDATE, _TEXT, "00"),
    RevocationPaper(_KEPT, "Landratsamt", WORKPLACE),
    CoverPaper("7F3K", "Wohngeld", "Wohngeldbehörde", ("Markt 1", "01723 Wilsdruff"), "Verzeichnis", DAY, today=True,
               any_commune=True, by_post=True, workplace=WORKPLACE, on=DAY),
]  # fmt: skip
SAMPLES = [PERSON, *MANDATES, QUARTER_REPORT, receipt(ReceiptKind.RECEIVED), *vars(support).values()]


def kinds() -> Iterator[tuple[str, type]]:
    """Yield (name, what it is made of) of everything the maker prints."""
    known = vars(models) | {"Report": Report, "FigureTable": FigureTable}
    for name, method in vars(PaperMaker).items():
        if name.startswith("_") or not inspect.isfunction(method) or method.__annotations__.get("return") != "bytes":
            continue
        hints = get_type_hints(method, globalns=known | {"Path": object, "CheckedFile": object}, localns=known)
        yield name, next(kind for key, kind in hints.items() if key != "return")


@pytest.mark.parametrize(("name", "kind"), list(kinds()))
def test_every_page_of_every_kind_of_paper_is_stamped(name: str, kind: type) -> None:
    sample = next((one for one in SAMPLES if isinstance(one, kind)), None)
    if sample is None:
        pytest.skip(f"no sample of {kind.__name__} in tests/documents/support.py; the seam below covers it")
    pdf, plain = getattr(STAMPED, name)(sample), getattr(PLAIN, name)(sample)
    found = read_back(pdf)
    assert str(found.document.docinfo["/Title"]).startswith("ÜBUNG – KEIN ANTRAG – ")
    assert found.page_texts()
    assert all("ÜBUNG–KEINANTRAG" in "".join(page.split()) for page in found.page_texts())
    assert "ÜBUNG–KEINANTRAG" not in "".join(text_of(plain).split())


def test_no_paper_goes_round_the_seam() -> None:
    """Pages are drawn by ``Pen``, ``Pen`` is held by ``Sheet.to_pdf``, and that is where the stamp is."""
    made = re.compile(r"\b(Pen|Canvas)\(")
    folder = ROOT / "lotse_app" / "documents"
    assert {path.name for path in folder.glob("*.py") if made.search(path.read_text("utf-8"))} == {"pen.py", "sheet.py"}
    elsewhere = [path for path in (ROOT / "lotse_app").rglob("*.py") if path.parent != folder]
    assert [path for path in elsewhere if "reportlab" in path.read_text("utf-8")] == []
