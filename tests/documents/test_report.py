"""The report on paper: every chart says what it shows and has its table, and figures look German."""

from __future__ import annotations

from dataclasses import replace

import pikepdf
import pytest

from lotse_app.documents.charts import chart_of
from lotse_app.documents.fonts import Fonts
from lotse_app.documents.maker import PaperMaker
from lotse_app.models.figures import HIDDEN, Unit
from lotse_app.models.words import number_words
from tests.documents.reports import EMPTY, MONTHS, QUARTER_REPORT, TOPICS
from tests.documents.support import FONTS, read_back

MAKER = PaperMaker(FONTS)
FACES = Fonts(FONTS)


def test_every_table_is_there_with_all_its_rows_and_totals() -> None:
    rows = [[cell.text for cell in row.kids] for row in read_back(MAKER.report(QUARTER_REPORT)).tree().all("TR")]

    assert ["Oktober 2026", "1.412", "30", "9.000"] in rows
    assert ["Gesamt", "1.510", "30", "13.100"] in rows
    assert ["Hundesteuer – Anmeldung", "8", "2", "0", "10", "33,3"] in rows
    assert ['=HYPERLINK("http://x.example";"Klick")', "3", "0", "0", "3", "10,0"] in rows
    assert ["kein Anliegen vermerkt", "0", "0", "0", "0", "—"] in rows
    assert ["Beratungen", "Ein Kontakt von Anfang bis Ende."] in rows


def test_every_chart_is_followed_by_its_table_and_preceded_by_its_sentence() -> None:
    sections = read_back(MAKER.report(QUARTER_REPORT)).tree().all("Sect")
    charts = {part.kids[0].text: [kid.role for kid in part.kids] for part in sections if part.all("Figure")}

    assert charts == {
        "Überblick je Monat": ["H2", "P", "Figure", "Table"],
        "Anliegen je Monat (Beratungen)": ["H2", "P", "Figure", "Table", "P"],
    }


def test_a_table_of_zeros_has_no_chart_but_says_so() -> None:
    tree = read_back(MAKER.report(QUARTER_REPORT)).tree()
    part = next(part for part in tree.all("Sect") if part.kids[0].text == EMPTY.title)

    assert [kid.role for kid in part.kids] == ["H2", "P", "Table"]
    assert chart_of(EMPTY, FACES) is None


def test_the_sentence_names_the_largest_and_the_smallest() -> None:
    chart = chart_of(MONTHS, FACES)

    assert chart is not None
    assert "Größter Wert: Oktober 2026 (1.412)." in chart.says
    assert "Kleinster Wert: Dezember 2026 (0)." in chart.says


def test_bars_are_as_long_as_their_values() -> None:
    chart = chart_of(MONTHS, FACES)

    assert chart is not None
    october, november, december = (bar.height for bar in chart.bars)
    assert november / october == pytest.approx(98 / 1412)
    assert december == 0


def test_a_ranking_shows_the_largest_and_says_how_many_there_are() -> None:
    chart = chart_of(TOPICS, FACES)

    assert chart is not None
    assert len(chart.bars) == 10
    assert "Gezeigt sind die 10 größten von 62." in chart.says
    assert "Kleinster Wert über 0: Thema 0 (1)." in chart.says, "a row of the table has 0"
    whole = chart_of(replace(TOPICS, rows=TOPICS.rows[:2]), FACES)
    assert whole is not None
    assert "Kleinster Wert: =HYPERLINK" in whole.says
    widths = [bar.width for bar in chart.bars]
    assert widths == sorted(widths, reverse=True)


def test_minutes_are_called_minutes() -> None:
    minutes = replace(
        MONTHS, columns=("Monat", "Minuten"), units=(None, Unit.MINUTES), rows=(("Mai 2026", 5),), totals=None
    )
    chart = chart_of(minutes, FACES)

    assert chart is not None
    assert "in Minuten" in chart.says
    assert "Kleinster" not in chart.says


def test_the_screen_gets_the_same_drawing_as_the_paper() -> None:
    assert MAKER.chart(TOPICS) == chart_of(TOPICS, FACES)
    assert MAKER.chart(EMPTY) is None


def test_what_is_held_back_is_never_drawn() -> None:
    held = replace(MONTHS, rows=(("Oktober 2026", HIDDEN, 30, 9000), *MONTHS.rows[1:]), totals=None)
    assert chart_of(held, FACES) is None
    assert chart_of(replace(MONTHS, key="laufzeit"), FACES) is None


def test_a_year_of_columns_is_split_and_every_part_keeps_its_names() -> None:
    months = tuple(f"{month:02d}/2026" for month in range(1, 13))
    year = replace(
        TOPICS,
        columns=("Anliegen", *months, "Gesamt"),
        units=(None, *([Unit.COUNT] * 13)),
        rows=(("Ein Anliegen mit einem recht langen Namen, der Platz braucht", *([12345] * 12), 148140),),
        totals=None,
        note="",
    )
    tree = read_back(MAKER.report(replace(QUARTER_REPORT, tables=(year,), headline=(), definitions=()))).tree()
    tables = [table for table in tree.all("Table") if table.all("THead")]
    heads = [cell.text.replace(" ", "") for table in tables for cell in table.all("THead")[0].all("TH")]

    assert len(tables) > 1
    assert [head for head in heads if head != "Anliegen"] == [*months, "Gesamt"]
    assert all(table.all("TR")[1].kids[0].text.startswith("Ein Anliegen") for table in tables)


def test_heads_stand_in_one_line_where_there_is_room() -> None:
    """A period above figures was squeezed into three lines beside an empty half of the page."""

    def lines(head: str) -> int:
        few = replace(MONTHS, key="leer", columns=("Größe", head, head), units=(None, None, None), rows=(("A", 1, 2),))
        report = replace(QUARTER_REPORT, tables=(replace(few, totals=None),), headline=(), definitions=())
        document = read_back(MAKER.report(report)).document
        return sum(str(one.operator) in {"Tj", "TJ"} for one in pikepdf.parse_content_stream(document.pages[0]))

    assert lines("3. Quartal 2026") == lines("3.Quartal2026")
    assert lines("3. Quartal 2026 " * 4) > lines("3.Quartal2026")


@pytest.mark.parametrize(("value", "words"), [(0, "0"), (1234567, "1.234.567"), (33.25, "33,2"), (1000.0, "1.000,0")])
def test_numbers_are_written_the_german_way(value: float, words: str) -> None:
    assert number_words(value) == words
