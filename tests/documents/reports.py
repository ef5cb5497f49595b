"""An invented report for the tests of papers and exports."""

from __future__ import annotations

from datetime import date

from lotse_app.models.figures import Definition, FigureTable, Period, Report, Unit

QUARTER = Period(date(2026, 10, 1), date(2027, 1, 1), "4. Quartal 2026")

MONTHS = FigureTable(
    key="monate",
    title="Überblick je Monat",
    columns=("Monat", "Beratungen", "davon Kurzkontakte", "Minuten"),
    units=(None, Unit.COUNT, Unit.COUNT, Unit.MINUTES),
    rows=(("Oktober 2026", 1412, 30, 9000), ("November 2026", 98, 0, 4100), ("Dezember 2026", 0, 0, 0)),
    totals=("Gesamt", 1510, 30, 13100),
)

TOPICS = FigureTable(
    key="anliegen",
    title="Anliegen je Monat (Beratungen)",
    columns=("Anliegen", "10/2026", "11/2026", "12/2026", "Gesamt", "je 100 Anträge"),
    units=(None, Unit.COUNT, Unit.COUNT, Unit.COUNT, Unit.COUNT, Unit.PER_HUNDRED),
    rows=(
        ("Hundesteuer – Anmeldung", 8, 2, 0, 10, 33.3),
        ('=HYPERLINK("http://x.example";"Klick")', 3, 0, 0, 3, 10.0),
        *((f"Thema {number}", 1, 0, 0, 1, 3.3) for number in range(60)),
        ("kein Anliegen vermerkt", 0, 0, 0, 0, None),
    ),
    totals=("Beratungen insgesamt", 1412, 98, 0, 1510, None),
    note="Mehrfachnennung: Die letzte Zeile ist nicht die Summe.",
)

EMPTY = FigureTable(
    key="leer",
    title="Ergebnis je Monat (Beratungen)",
    columns=("Ergebnis", "10/2026", "Gesamt"),
    units=(None, Unit.COUNT, Unit.COUNT),
    rows=(("erledigt", 0, 0),),
    totals=("Gesamt", 0, 0),
)

QUARTER_REPORT = Report(
    title="Beratungen je Monat",
    kind="intern",
    period=QUARTER,
    header=(("Art", "Intern – vertraulich"), ("Zeitraum", "4. Quartal 2026"), ("Stützpunkt", "Bürgerbüro Wilsdruff")),
    tables=(MONTHS, TOPICS, EMPTY),
    definitions=(Definition("beratungen", "Beratungen", "Ein Kontakt von Anfang bis Ende.", Unit.COUNT),),
    headline=(("Beratungen", "1510"),),
)
