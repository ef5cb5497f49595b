"""Charts: described once as bars, rules and labels (``models/drawing.py``), set on paper here, painted on the screen.

Nothing is said by colour: a bar has its label and its value beside it, and the table stands below. Places are points, y
grows upwards.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from lotse_app.documents.typeset import Style, set_lines
from lotse_app.models.drawing import Bar, Chart, Label
from lotse_app.models.figures import Unit
from lotse_app.models.words import number_words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lotse_app.documents.fonts import Fonts
    from lotse_app.documents.pen import Pen
    from lotse_app.documents.tagged import Node
    from lotse_app.models.figures import Cell, FigureTable

#: Their rows are different measures: bars beside one another would compare what cannot be compared.
_NO_CHART = frozenset({"laufzeit", "ueberblick", "zugaenge"})
_WIDTH = 460.0
_SIZE = 9.0
#: A chart shows the largest rows; the table shows all.
_MOST_BARS = 10
_BAR_GREY = 0.35
_TALL = 120.0


def chart_of(table: FigureTable, fonts: Fonts) -> Chart | None:
    """Return the chart of a table: columns over months, or ranked bars; None where all is zero."""
    index = table.columns.index("Gesamt") if "Gesamt" in table.columns else 1
    if table.key in _NO_CHART or any(isinstance(row[index], str) for row in table.rows):
        return None  # what is held back must not be guessed from a picture
    values = [(str(row[0]), _whole(row[index])) for row in table.rows]
    if not any(value for _, value in values):
        return None
    unit = "Minuten" if table.units[index] is Unit.MINUTES else ""
    if table.columns[0] == "Monat":
        return _columns(table, values, table.columns[1], unit)
    return _ranked(table, values, fonts)


def draw_chart(pen: Pen, figure: Node, chart: Chart, style: Style, place: tuple[float, float]) -> None:
    """Draw a chart on paper as the content of one Figure; ``place`` is its lower left corner."""
    left, lower = place
    figure.box = (left, lower, left + chart.width, lower + chart.height)
    for bar in chart.bars:
        pen.area(figure, (left + bar.left, lower + bar.lower), (bar.width, bar.height), _BAR_GREY)
    for label in chart.labels:
        line = set_lines(label.text, style, 9999)[0]
        shift = {"start": 0.0, "middle": line.width / 2, "end": line.width}[label.anchor]
        pen.text(figure, left + label.left - shift, lower + label.baseline, line, style)
    (x0, y0), (x1, y1) = chart.axis
    pen.rule((left + x0, lower + y0), (left + x1, lower + y1), 0.75)


def chart_style(fonts: Fonts) -> Style:
    """Return the style of the labels."""
    return Style(fonts.regular, _SIZE, _SIZE * 1.3)


def _columns(table: FigureTable, values: Sequence[tuple[str, int]], measure: str, unit: str) -> Chart:
    most = max(value for _, value in values)
    step = min(_WIDTH / len(values), 90.0)
    foot, head = _SIZE * 1.6, _SIZE * 1.6
    bars = []
    labels = []
    for number, (name, value) in enumerate(values):
        middle = step * (number + 0.5)
        height = _TALL * value / most
        bars.append(Bar(middle - step * 0.31, foot, step * 0.62, height))
        labels.append(Label(middle, foot + height + 3, number_words(value), "middle"))
        labels.append(Label(middle, 2, _short_month(name, step), "middle"))
    says = _says(f"{measure} je Monat{f' in {unit}' if unit else ''}", values)
    width = step * len(values)
    return Chart(table.title, says, width, foot + _TALL + head, tuple(bars), tuple(labels), ((0, foot), (width, foot)))


def _ranked(table: FigureTable, values: Sequence[tuple[str, int]], fonts: Fonts) -> Chart:
    ordered = sorted((pair for pair in values if pair[1]), key=lambda pair: -pair[1])
    shown = ordered[:_MOST_BARS]
    most = shown[0][1]
    style = chart_style(fonts)
    room = _WIDTH * 0.42
    names = [_cut(name, style, room) for name, _ in shown]
    left = max(set_lines(name, style, 9999)[0].width for name in names) + 8
    longest = _WIDTH - left - 34
    pitch = _SIZE * 1.75
    height = pitch * len(shown)
    bars = []
    labels = []
    for number, ((_, value), name) in enumerate(zip(shown, names, strict=True)):
        lower = height - pitch * (number + 1)
        bars.append(Bar(left, lower + pitch * 0.15, longest * value / most, pitch * 0.7))
        labels.append(Label(left - 5, lower + pitch * 0.32, name, "end"))
        labels.append(Label(left + longest * value / most + 4, lower + pitch * 0.32, number_words(value)))
    rest = f" Gezeigt sind die {len(shown)} größten von {len(ordered)}." if len(ordered) > len(shown) else ""
    least = "Kleinster Wert" if len(ordered) == len(values) else "Kleinster Wert über 0"
    says = _says(table.title, ordered, least) + rest
    return Chart(table.title, says, _WIDTH, height, tuple(bars), tuple(labels), ((left, 0), (left, height)))


def _says(what: str, values: Sequence[tuple[str, int]], least: str = "Kleinster Wert") -> str:
    """Return what the chart shows; values are numbers, never persons."""
    high = max(values, key=lambda pair: pair[1])
    low = min(values, key=lambda pair: pair[1])
    said = f"Balken für: {what}. Größter Wert: {high[0]} ({number_words(high[1])})."
    return said if high[1] == low[1] else f"{said} {least}: {low[0]} ({number_words(low[1])})."


def _short_month(name: str, step: float) -> str:
    return name if step >= 75 else name[:3]


def _cut(name: str, style: Style, room: float) -> str:
    lines = set_lines(name, style, room)
    return name if len(lines) == 1 else "".join(word.text for word in lines[0].words).rstrip() + " …"


def _whole(cell: Cell) -> int:
    return cell if isinstance(cell, int) else 0
