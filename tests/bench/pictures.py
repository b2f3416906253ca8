"""The charts' drawings as files for the peers: SVG with live text, and PNG where a peer takes no SVG."""

from __future__ import annotations

from html import escape
from pathlib import Path

from briefing.blocks import Block, Drawing, Figure, TextRun
from briefing.theme import Theme
from briefing.writers.docx.svg import svg
from briefing.writers.pictures import png_of

_DPI = 300


def draw_pictures(blocks: tuple[Block, ...], theme: Theme, folder: Path) -> None:
    """Write `KEY.svg` and `KEY.png` into the folder for every figure of the document."""
    for block in blocks:
        if isinstance(block, Figure):
            drawing = block.chart.drawing
            name = folder / block.chart.key
            name.with_suffix(".svg").write_text(svg_with_text(drawing, theme), encoding="utf-8")
            name.with_suffix(".png").write_bytes(png_of(drawing, theme, _DPI))


def svg_with_text(drawing: Drawing, theme: Theme) -> str:
    """The drawing as SVG whose text is text, in the theme's fonts."""
    made = []
    for item in drawing.items:
        if isinstance(item, TextRun):
            made.append(_text(item, drawing.height, theme))
        else:
            whole = svg((item,), drawing.width, drawing.height).decode()
            made.append(whole[whole.index(">") + 1 : -len("</svg>")])
    size = f'width="{drawing.width}pt" height="{drawing.height}pt" viewBox="0 0 {drawing.width} {drawing.height}"'
    return f'<svg xmlns="http://www.w3.org/2000/svg" {size}>{"".join(made)}</svg>'


def _text(run: TextRun, height: float, theme: Theme) -> str:
    family = theme.fonts.families[run.family].name
    x, y = run.x, height - run.y
    turn = f' transform="rotate({-run.angle} {x:.2f} {y:.2f})"' if run.angle else ""
    slope = ' font-style="italic"' if run.italic else ""
    look = f'font-family="{family}" font-size="{run.size}" font-weight="{run.weight}"{slope}'
    return (
        f'<text x="{x:.2f}" y="{y:.2f}" {look} fill="{run.colour}"{turn}>{escape(run.text)}</text>'
    )
