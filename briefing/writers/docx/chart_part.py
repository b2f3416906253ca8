"""The XML of a native chart (DrawingML charts, ISO/IEC 29500-1 clause 21.2), written as text.

Text, because a chart is some hundred small elements in a fixed order. Nothing is decided here.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from xml.sax.saxutils import escape, quoteattr

from briefing.blocks import NativeChart, NativePoint, NativeSeries
from briefing.theme import Theme
from briefing.writers.docx.chart_data import Columns, Grid
from briefing.writers.docx.chart_inks import (
    NO_LINE,
    NONE,
    PLAIN,
    edge,
    ink,
    letters,
    line,
    look,
    whole_ink,
)
from briefing.writers.docx.chart_labels import labels, labels_range

_SPACES = (
    'xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
)
_CATEGORIES, _VALUES = 1, 2  # the ids of the axes
_GAP = 60  # per cent of a bar's width


@dataclass(frozen=True, slots=True)
class _Set:
    """What every part of one chart is written from."""

    chart: NativeChart
    data: Grid
    theme: Theme


def chart_part(
    chart: NativeChart, data: Grid, theme: Theme, *, language: str, workbook: str
) -> bytes:
    """The chart part; `workbook` is its relationship to the embedded workbook."""
    own = _Set(chart, data, theme)
    title = _title(chart.name, own, "chart-value", left=True) if chart.name else ""
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        f'<c:chartSpace {_SPACES}><c:date1904 val="0"/><c:lang val={quoteattr(language)}/>'
        f'<c:roundedCorners val="0"/><c:chart>{title}<c:autoTitleDeleted val="{int(not title)}"/>'
        f"<c:plotArea>{_layout(chart)}{_plots(own)}{_axes(own)}{PLAIN}</c:plotArea>"
        '<c:plotVisOnly val="1"/><c:dispBlanksAs val="gap"/></c:chart>'
        f"{PLAIN}{_text(own, 'chart-label')}"
        f'<c:externalData r:id={quoteattr(workbook)}><c:autoUpdate val="0"/></c:externalData>'
        "</c:chartSpace>"
    ).encode()


# ------------------------------------------------------------------------------------ around


def _layout(chart: NativeChart) -> str:
    """Lying bars leave their names a share of the width; otherwise the program finds the room."""
    if not chart.lying:
        return "<c:layout/>"
    top = 0.12 if chart.name else 0.02
    places = (("x", chart.names), ("y", top), ("w", 1 - chart.names), ("h", 0.98 - top))
    inner = "".join(f'<c:{name} val="{value:.4g}"/>' for name, value in places)
    return (
        '<c:layout><c:manualLayout><c:layoutTarget val="inner"/><c:xMode val="edge"/>'
        f'<c:yMode val="edge"/>{inner}</c:manualLayout></c:layout>'
    )


def _title(words: str, own: _Set, role: str, *, left: bool = False) -> str:
    named = own.theme.role(role)
    font = letters(own.theme, named)
    paragraphs = "".join(
        f"<a:p><a:pPr><a:defRPr {font}>{look('ink')}</a:defRPr></a:pPr>"
        f"<a:r><a:rPr {font}>{look('ink')}</a:rPr><a:t>{escape(part)}</a:t></a:r></a:p>"
        for part in words.split("\n")
    )
    place = (
        '<c:layout><c:manualLayout><c:xMode val="edge"/><c:yMode val="edge"/>'
        '<c:x val="0"/><c:y val="0"/></c:manualLayout></c:layout>'
        if left
        else ""
    )
    return (
        f"<c:title><c:tx><c:rich><a:bodyPr/><a:lstStyle/>{paragraphs}</c:rich></c:tx>"
        f'{place}<c:overlay val="0"/></c:title>'
    )


def _text(own: _Set, role: str) -> str:
    font = letters(own.theme, own.theme.role(role))
    return (
        "<c:txPr><a:bodyPr/><a:lstStyle/><a:p><a:pPr>"
        f"<a:defRPr {font}>{look('ink')}</a:defRPr></a:pPr><a:endParaRPr/></a:p></c:txPr>"
    )


def _axes(own: _Set) -> str:
    chart = own.chart
    places = ("l", "b") if chart.lying else ("b", "l")
    turned = "maxMin" if chart.lying else "minMax"
    remark = _title(chart.remark, own, "chart-remark") if chart.remark else ""
    rule = f"<c:spPr>{NONE}{line('ink', own.theme.table.head_rule)}</c:spPr>"
    ticks = '<c:majorTickMark val="none"/><c:minorTickMark val="none"/>'
    return (
        f'<c:catAx><c:axId val="{_CATEGORIES}"/><c:scaling><c:orientation val="{turned}"/>'
        f'</c:scaling><c:delete val="0"/><c:axPos val="{places[0]}"/>{remark}'
        f'<c:numFmt formatCode="General" sourceLinked="0"/>{ticks}<c:tickLblPos val="low"/>'
        f'{rule}{_text(own, "chart-label")}<c:crossAx val="{_VALUES}"/><c:crosses val="autoZero"/>'
        '<c:auto val="0"/><c:lblAlgn val="ctr"/><c:lblOffset val="100"/>'
        '<c:noMultiLvlLbl val="0"/></c:catAx>'
        f'<c:valAx><c:axId val="{_VALUES}"/><c:scaling><c:orientation val="minMax"/>'
        f'<c:max val="{chart.high:f}"/><c:min val="{chart.low:f}"/></c:scaling><c:delete val="1"/>'
        f'<c:axPos val="{places[1]}"/><c:numFmt formatCode="General" sourceLinked="0"/>{ticks}'
        f'<c:tickLblPos val="nextTo"/><c:crossAx val="{_CATEGORIES}"/>'
        '<c:crosses val="autoZero"/><c:crossBetween val="between"/></c:valAx>'
    )


# ------------------------------------------------------------------------------------- series


def _plots(own: _Set) -> str:
    """Bars first, lines over them, on the same axes."""
    axes = f'<c:axId val="{_CATEGORIES}"/><c:axId val="{_VALUES}"/>'
    numbered = list(zip(own.chart.series, own.data.columns, strict=True))
    bars, lines = "", ""
    for at, (series, columns) in enumerate(numbered):
        if series.shape in ("line", "points"):
            lines += _line(at, series, columns, own)
        else:
            bars += _bars(at, series, columns, own)
    made = ""
    if bars:
        direction = "bar" if own.chart.lying else "col"
        made += (
            f'<c:barChart><c:barDir val="{direction}"/><c:grouping val="clustered"/>'
            f'<c:varyColors val="0"/>{bars}<c:gapWidth val="{_GAP}"/><c:overlap val="100"/>{axes}'
            "</c:barChart>"
        )
    if lines:
        made += (
            f'<c:lineChart><c:grouping val="standard"/><c:varyColors val="0"/>{lines}'
            f'<c:marker val="1"/>{axes}</c:lineChart>'
        )
    return made


def _bars(at: int, series: NativeSeries, columns: Columns, own: _Set) -> str:
    theme = own.theme
    match series.shape:
        case "wholes":
            own_ink, points = whole_ink(theme), ""
        case "ends":
            own_ink, points = NONE + NO_LINE, ""
        case _:
            own_ink = ink("stated", theme)
            points = "".join(
                f'<c:dPt><c:idx val="{n}"/><c:invertIfNegative val="0"/><c:bubble3D val="0"/>'
                f"<c:spPr>{ink(point.mark_class, theme)}</c:spPr></c:dPt>"
                for n, point in _special(series)
            )
    role = "chart-value" if series.shape == "wholes" else "chart-label"
    return (
        f"<c:ser>{_head(at, columns, own)}<c:spPr>{own_ink}</c:spPr>"
        f'<c:invertIfNegative val="0"/>{points}{labels(series, theme, "outEnd", role)}'
        f"{_error_bars(series, columns, own)}{_numbers(series, columns, own)}"
        f"{_range(series, columns, own)}</c:ser>"
    )


def _line(at: int, series: NativeSeries, columns: Columns, own: _Set) -> str:
    theme = own.theme
    drawn = line("mark", edge(theme) * 1.5) if series.shape == "line" else NO_LINE
    points = "".join(
        f'<c:dPt><c:idx val="{n}"/>{_marker(ink(point.mark_class, theme))}<c:bubble3D val="0"/>'
        f"<c:spPr>{drawn}</c:spPr></c:dPt>"
        for n, point in _special(series)
    )
    return (
        f"<c:ser>{_head(at, columns, own)}<c:spPr>{drawn}</c:spPr>"
        f"{_marker(ink('stated', theme))}{points}{labels(series, theme, 't', 'chart-label')}"
        f"{_error_bars(series, columns, own)}{_numbers(series, columns, own)}"
        f'<c:smooth val="0"/>{_range(series, columns, own)}</c:ser>'
    )


def _special(series: NativeSeries) -> list[tuple[int, NativePoint]]:
    """The points that are not inked as stated."""
    plain = ("stated", "part-year", "missing")
    return [
        (n, p)
        for n, p in enumerate(series.points)
        if p.value is not None and p.mark_class not in plain
    ]


def _marker(own_ink: str) -> str:
    return (
        f'<c:marker><c:symbol val="circle"/><c:size val="6"/><c:spPr>{own_ink}</c:spPr></c:marker>'
    )


def _head(at: int, columns: Columns, own: _Set) -> str:
    said = str(own.data.rows[0][columns.value] or "")
    name = (
        f"<c:tx><c:strRef><c:f>{own.data.head(columns.value)}</c:f>"
        f"{texts('str', [said])}</c:strRef></c:tx>"
        if said
        else ""
    )
    return f'<c:idx val="{at}"/><c:order val="{at}"/>{name}'


def _numbers(series: NativeSeries, columns: Columns, own: _Set) -> str:
    return (
        f"<c:cat>{_categories(own)}</c:cat>"
        f"<c:val>{_numeric(own.data.reference(columns.value), [p.value for p in series.points])}"
        "</c:val>"
    )


def _categories(own: _Set) -> str:
    data, names = own.data, [one.name for one in own.chart.categories]
    if not own.chart.panels:
        return f"<c:strRef><c:f>{data.reference(0)}</c:f>{texts('str', names)}</c:strRef>"
    panels = [str(row[0]) for row in data.rows[1:]]
    levels = "".join(f"<c:lvl>{_points(level)}</c:lvl>" for level in (names, panels))
    return (
        f"<c:multiLvlStrRef><c:f>{data.reference(1, first=0)}</c:f><c:multiLvlStrCache>"
        f'<c:ptCount val="{len(names)}"/>{levels}</c:multiLvlStrCache></c:multiLvlStrRef>'
    )


def _error_bars(series: NativeSeries, columns: Columns, own: _Set) -> str:
    if columns.minus is None or columns.plus is None:
        return ""
    ends = (
        ("plus", columns.plus, [p.plus for p in series.points]),
        ("minus", columns.minus, [p.minus for p in series.points]),
    )
    caches = "".join(
        f"<c:{end}>{_numeric(own.data.reference(at), values)}</c:{end}>" for end, at, values in ends
    )
    direction = '<c:errDir val="y"/>' if series.shape in ("line", "points") else ""
    return (
        f'<c:errBars>{direction}<c:errBarType val="both"/><c:errValType val="cust"/>'
        f'<c:noEndCap val="0"/>{caches}<c:spPr>{line("mark-edge", edge(own.theme))}</c:spPr>'
        "</c:errBars>"
    )


def _range(series: NativeSeries, columns: Columns, own: _Set) -> str:
    if columns.label is None:
        return ""
    said = [point.label for point in series.points]
    return labels_range(own.data.reference(columns.label), said)


def _numeric(reference: str, values: Sequence[Decimal | None]) -> str:
    points = _points(["" if value is None else f"{value:f}" for value in values])
    return (
        f"<c:numRef><c:f>{reference}</c:f><c:numCache><c:formatCode>General</c:formatCode>"
        f'<c:ptCount val="{len(values)}"/>{points}</c:numCache></c:numRef>'
    )


def texts(kind: str, values: Sequence[str]) -> str:
    """A cache of texts."""
    return f'<c:{kind}Cache><c:ptCount val="{len(values)}"/>{_points(values)}</c:{kind}Cache>'


def _points(values: Sequence[str]) -> str:
    return "".join(
        f'<c:pt idx="{n}"><c:v>{escape(value)}</c:v></c:pt>'
        for n, value in enumerate(values)
        if value
    )
