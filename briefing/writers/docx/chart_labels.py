"""Labels of a native chart: the words as printed, each taken from a cell of the chart's workbook.

A label that came from a number format would follow the reader's own signs for decimals; one that was
plain text would stay when the number beside it is edited, and nothing would show where it comes from.
"""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID, uuid5
from xml.sax.saxutils import escape

from briefing.blocks import NativeSeries
from briefing.theme import Theme
from briefing.writers.docx.chart_inks import PLAIN, letters, look

_C15 = 'xmlns:c15="http://schemas.microsoft.com/office/drawing/2012/chart"'
# Registered by Microsoft: what a label shows, and the cells that it shows.
_SHOWN, _CELLS = "{CE6537A1-D6FC-4f65-9D91-7224C49458BB}", "{02D57815-91ED-43cb-92C2-25804820EDAC}"
_FIELDS = UUID("5f0b8f0e-6f0c-5b3a-9d53-0c5a7b2c9b11")
_FROM_CELL = '<c15:showDataLabelsRange val="1"/>'
_NOTHING = "".join(
    f'<c:show{what} val="0"/>'
    for what in ("LegendKey", "Val", "CatName", "SerName", "Percent", "BubbleSize")
)


def labels(series: NativeSeries, theme: Theme, place: str, role: str) -> str:
    """`c:dLbls`: a label at each point that has words, at `place` but for those that stand below."""
    font = letters(theme, theme.role(role))
    made = "".join(
        _label(n, point.label, font, "b" if n in series.below else place)
        for n, point in enumerate(series.points)
        if point.label
    )
    if not made:
        return ""
    return f"<c:dLbls>{made}{PLAIN}{_NOTHING}{_extension(_SHOWN, _FROM_CELL)}</c:dLbls>"


def labels_range(reference: str, said: Sequence[str]) -> str:
    """The extension of a series that names the cells of its labels, and keeps what they say."""
    points = "".join(
        f'<c:pt idx="{n}"><c:v>{escape(text)}</c:v></c:pt>' for n, text in enumerate(said) if text
    )
    cells = (
        f"<c15:datalabelsRange><c15:f>{reference}</c15:f><c15:dlblRangeCache>"
        f'<c:ptCount val="{len(said)}"/>{points}</c15:dlblRangeCache></c15:datalabelsRange>'
    )
    return _extension(_CELLS, cells)


def _label(at: int, words: str, font: str, place: str) -> str:
    id = str(uuid5(_FIELDS, f"{at} {words}")).upper()
    look_ = look("ink")
    return (
        f'<c:dLbl><c:idx val="{at}"/><c:tx><c:rich><a:bodyPr wrap="none"/><a:lstStyle/><a:p>'
        f"<a:pPr><a:defRPr {font}>{look_}</a:defRPr></a:pPr>"
        f'<a:fld id="{{{id}}}" type="CELLRANGE"><a:rPr {font}>{look_}</a:rPr>'
        f"<a:t>{escape(words)}</a:t></a:fld></a:p></c:rich></c:tx>{PLAIN}"
        f'<c:dLblPos val="{place}"/>{_NOTHING}'
        f"{_extension(_SHOWN, _FROM_CELL)}</c:dLbl>"
    )


def _extension(uri: str, content: str) -> str:
    return f'<c:extLst><c:ext uri="{uri}" {_C15}>{content}</c:ext></c:extLst>'
