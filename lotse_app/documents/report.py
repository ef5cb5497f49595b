"""A report on paper: header block, headline, each chart with its sentence and the table behind it, definitions."""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import TYPE_CHECKING

from lotse_app.clock import short_date
from lotse_app.documents import look as places
from lotse_app.documents.charts import chart_of, chart_style, draw_chart
from lotse_app.documents.flow import Strip
from lotse_app.documents.sheet import Foot, Sheet
from lotse_app.documents.tables import BETWEEN, Column
from lotse_app.documents.typeset import Style, set_lines
from lotse_app.documents.words import EMPTY
from lotse_app.models.words import number_words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from lotse_app.documents.fonts import Fonts
    from lotse_app.documents.pen import Pen
    from lotse_app.documents.tagged import Node
    from lotse_app.models.drawing import Chart
    from lotse_app.models.figures import Cell, FigureTable, Report

_SIZE = 8.5
#: The kind of report that has to fit on one page: no charts, header and definitions in small print.
_ONE_PAGE = "kurzbericht"
#: The names of rows keep a share of the width between these; columns that do not fit come as a second table.
_FEWEST_NAMES, _MOST_NAMES = 0.15, 0.35


def report_pdf(fonts: Fonts, report: Report) -> bytes:
    """Return the report as PDF."""
    sheet = Sheet(fonts, f"{report.title} – {report.period.name}", places.normal(fonts))
    sheet.heading(1, report.title)
    if report.kind == _ONE_PAGE:
        sheet.paragraph(" · ".join(f"{label}: {value}" for label, value in report.header), sheet.look.small)
    else:
        sheet.pairs(report.header)
    if report.headline:
        sheet.heading(2, "Auf einen Blick")
        sheet.pairs(report.headline, strong=True)
    for table in report.tables:
        sheet.heading(2, table.title)
        if report.kind != _ONE_PAGE:
            _chart(sheet, fonts, table)
        if table.rows:
            _tables(sheet, fonts, table)
        if table.note:
            sheet.paragraph(table.note, sheet.look.small)
        bases = dict.fromkeys(item.basis.value for item in report.definitions if item.key in table.keys)
        if bases:
            sheet.paragraph(f"Gezählt: {', '.join(bases)}.", sheet.look.small)
    if report.kind == _ONE_PAGE:
        sheet.paragraph(" ".join(item.sentence for item in report.definitions), sheet.look.small)
    elif report.definitions:
        sheet.heading(2, "Definitionen")
        sheet.pairs([(item.name, item.sentence) for item in report.definitions])
    kind = next((value for label, value in report.header if label == "Art"), report.kind)
    return sheet.to_pdf(Foot(left=f"{kind} · {report.period.name}", running=report.title))


def _chart(sheet: Sheet, fonts: Fonts, table: FigureTable) -> None:
    chart = chart_of(table, fonts)
    if chart is None:
        if not any(cell for row in table.rows for cell in row[1:]):
            sheet.paragraph("Im Zeitraum ist nichts zu zeigen.")
        return
    sheet.paragraph(chart.says, keep=True)
    figure = sheet.node("Figure", alt=f"Balkendiagramm: {table.title}. Die Werte stehen in der Tabelle darunter.")
    sheet.add(Strip(chart.height + 6, partial(_draw, figure, chart, chart_style(fonts)), keep=True))
    sheet.gap(8)


def _draw(figure: Node, chart: Chart, style: Style, pen: Pen, top: float) -> None:
    draw_chart(pen, figure, chart, style, (places.LEFT, top - chart.height))


def _tables(sheet: Sheet, fonts: Fonts, table: FigureTable) -> None:
    text = Style(fonts.regular, _SIZE, _SIZE * 1.35)
    number = Style(fonts.regular, _SIZE, _SIZE * 1.35, right=True)
    rows = [*table.rows, table.totals] if table.totals is not None else list(table.rows)
    said = [[_words(cell) for cell in row] for row in rows]
    for part in _parts(table, said, Style(fonts.bold, _SIZE, _SIZE * 1.35)):
        shares = [share for _, share in part]
        columns = [Column(1 - sum(shares), text, head=True), *(Column(share, number) for share in shares)]
        chosen = [0, *(index for index, _ in part)]
        sheet.table(
            [table.columns[index] for index in chosen],
            [[row[index] for index in chosen] for row in said],
            columns,
            total=table.totals is not None,
        )


def _parts(table: FigureTable, rows: Sequence[Sequence[str]], bold: Style) -> Iterator[list[tuple[int, float]]]:
    """Yield (column, share of the width) for every table that is needed, one below the other."""
    names = min(max(_needed("", [row[0] for row in rows], bold), _FEWEST_NAMES), _MOST_NAMES)
    part: list[tuple[int, float]] = []
    for index in range(1, len(table.columns)):
        share = _needed(table.columns[index], [row[index] for row in rows], bold)
        if part and sum(used for _, used in part) + share > 1 - names:
            yield _roomy(table, part, names, bold)
            part = []
        part.append((index, share))
    if part:
        yield _roomy(table, part, names, bold)


def _roomy(table: FigureTable, part: list[tuple[int, float]], names: float, bold: Style) -> list[tuple[int, float]]:
    """Where there is room, let heads stand in one line, else give narrow columns up to a tenth of the width."""
    lines = [(index, max(share, 0.1, _share([table.columns[index]], bold))) for index, share in part]
    wide = [(index, max(share, 0.1)) for index, share in part]
    return next((one for one in (lines, wide) if sum(share for _, share in one) <= 1 - names), part)


def _needed(head: str, cells: Sequence[str], bold: Style) -> float:
    return _share([*head.replace("/", "/ ").split(), *cells], bold)


def _share(words: Sequence[str], bold: Style) -> float:
    widest = max(set_lines(word, bold, 9999)[0].width for word in words)
    return min((widest + BETWEEN + 1) / places.WIDTH, 0.5)


def _words(cell: Cell) -> str:
    if cell is None:
        return EMPTY
    if isinstance(cell, str):
        return cell
    return short_date(cell) if isinstance(cell, date) else number_words(cell)
