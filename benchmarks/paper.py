"""A two-page application: tagged, and the same without tags in the same run. Prints one JSON line."""

from __future__ import annotations

import json
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from lotse_app.documents.application import application_pdf
from lotse_app.documents.fonts import Fonts
from lotse_app.documents.maker import PaperMaker
from lotse_app.models.evidence import Evidence, EvidenceState
from lotse_app.models.papers import ApplicationPaper
from lotse_app.models.people import Operator, Pilot, PlaceType, Role, Station, Workplace
from lotse_app.models.reading import Line, Section

if TYPE_CHECKING:
    from collections.abc import Callable

FONTS = Path(__file__).resolve().parent.parent / "resources" / "fonts"
ROUNDS = 100


def two_pages() -> ApplicationPaper:
    """Return an application with 24 questions, three papers and two signatures."""
    place = Workplace(
        Operator("o", "Stadt Wilsdruff"),
        Station("s", "o", "Bürgerbüro Wilsdruff", PlaceType.CITIZENS_OFFICE, "14628410"),
        Pilot("p", "Anna Beispiel", Role.OFFICIAL),
        "Stadt Wilsdruff",
    )
    sections = tuple(
        Section(
            f"s{part}",
            "s",
            f"Abschnitt {part}",
            tuple(Line(f"/{part}/{n}", f"Frage {n} zur Person", f"Křesćan Müller-Šołta {n}") for n in range(8)),
        )
        for part in range(3)
    )
    evidence = tuple(Evidence("a", f"e{n}", f"Nachweis {n}", EvidenceState.SHOWN) for n in range(3))
    return ApplicationPaper(
        number="7F3K",
        edition=1,
        title="Hundesteuer – Anmeldung",
        authority="Stadtverwaltung Wilsdruff (Steuern)",
        commune="Wilsdruff",
        law="§ 7 SächsKAG",
        sections=sections,
        evidence=evidence,
        acting="selbst",
        workplace=place,
        digest="0123456789abcdef" * 4,
        frozen_at=datetime(2026, 11, 20, 9, 44, tzinfo=UTC),
        signature_lines=("Unterschrift der Halterin oder des Halters", "Unterschrift für das SEPA-Mandat"),
        declarations=("Meine Angaben sind vollständig und richtig.",),
    )


def milliseconds(make: Callable[[], object]) -> float:
    """Return how long one paper took."""
    begin = time.perf_counter()
    make()
    return 1000 * (time.perf_counter() - begin)


def main() -> None:
    """Measure and print."""
    paper, maker = two_pages(), PaperMaker(FONTS)
    first = milliseconds(lambda: maker.application(paper))
    pdf = maker.application(paper)
    pages = len(maker.pages(pdf, 100))
    fonts = Fonts(FONTS)
    tagged, plain = [], []
    for _ in range(ROUNDS):  # by turns, so that a noisy moment meets both
        tagged.append(milliseconds(lambda: application_pdf(fonts, paper)))
        plain.append(milliseconds(lambda: application_pdf(fonts, paper, tagged=False)))
    tagged.sort()
    plain.sort()
    middle, late = ROUNDS // 2, ROUNDS * 99 // 100
    figures = {
        "pages": pages,
        "kilobytes": round(len(pdf) / 1024, 1),
        "first_ms": round(first, 1),
        "tagged_p50_ms": round(tagged[middle], 1),
        "tagged_p99_ms": round(tagged[late], 1),
        "untagged_p50_ms": round(plain[middle], 1),
        "tagged_to_untagged": round(tagged[middle] / plain[middle], 2),
    }
    print(json.dumps({"name": "paper", "figures": figures, "goal": {"tagged_p50_ms": "≤ 60"}}, ensure_ascii=False))


if __name__ == "__main__":
    main()
