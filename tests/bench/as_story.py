"""A document as a story of reportlab's platypus: untagged, unshaped, charts drawn as outlines and strings."""

from __future__ import annotations

import io
from html import escape
from pathlib import Path as File
from typing import Any, assert_never

from dialect import Dialect
from reportlab.lib.colors import HexColor
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.platypus import (
    Flowable,
    ListFlowable,
    ListItem,
    SimpleDocTemplate,
)
from reportlab.platypus import (
    PageBreak as NewPage,
)
from reportlab.platypus import (
    Paragraph as Words,
)
from reportlab.platypus import (
    Table as Grid,
)

from briefing.blocks import (
    Block,
    Blocks,
    BulletList,
    Callout,
    Contents,
    Document,
    Drawing,
    Figure,
    Heading,
    KeyFigures,
    NoteList,
    OrderedList,
    PageBreak,
    Paragraph,
    Path,
    Quotation,
    Table,
    TextRun,
)
from briefing.theme import Theme

PLATYPUS = Dialect(
    words=escape,
    strong="<b>{}</b>".format,
    emphasis="<i>{}</i>".format,
    link=lambda said, url: f'<a href="{escape(url)}">{said}</a>',
    within=lambda said, anchor: f'<a href="#{anchor}">{said}</a>',
    raised="<super>{}</super>".format,
    spoken=lambda said, _: said,
    line_break="<br/>",
)
_RULES: Any = [("LINEBELOW", (0, 0), (-1, -1), 0.5, "#c9d0d8"), ("VALIGN", (0, 0), (-1, -1), "TOP")]


def register(theme: Theme) -> None:
    """The theme's fonts, as reportlab's."""
    for key, family in theme.fonts.families.items():
        names = {}
        for (weight, italic), file in family.files.items():
            names[weight, italic] = f"{key}-{weight}{'i' if italic else ''}"
            pdfmetrics.registerFont(TTFont(names[weight, italic], str(File(file))))
        pdfmetrics.registerFontFamily(
            names[400, False],
            names[400, False],
            names[700, False],
            names.get((400, True), names[400, False]),
            names.get((700, True), names[700, False]),
        )


def platypus(document: Document, theme: Theme) -> bytes:
    """The PDF. Its fonts must be registered."""
    styles = {
        role.name: ParagraphStyle(
            role.name, fontName=f"{role.family}-400", fontSize=role.size, leading=role.leading,
            spaceBefore=role.before, spaceAfter=role.after, textColor=HexColor(role.colour),
        )
        for role in theme.roles.values()
    }  # fmt: skip
    page = theme.page
    target = io.BytesIO()
    story = _Story(styles, page.measure)
    flow = [story.words(PLATYPUS.phrase(document.title), "title"), *story.flow(document.blocks)]
    SimpleDocTemplate(
        target, pagesize=A4, leftMargin=page.left, rightMargin=page.right, topMargin=page.top,
        bottomMargin=page.bottom, title=document.meta.title,
    ).build(flow)  # fmt: skip
    return target.getvalue()


class _Story:
    def __init__(self, styles: dict[str, ParagraphStyle], measure: float) -> None:
        self._styles = styles
        self._measure = measure

    def words(self, said: str, role: str, anchor: str = "") -> Words:
        """A paragraph; `said` is platypus's markup."""
        return Words(f'<a name="{anchor}"/>{said}' if anchor else said, self._styles[role])

    def flow(self, blocks: Blocks, role: str = "") -> list[Any]:
        """The blocks as flowables."""
        return [one for block in blocks for one in self._block(block, role)]

    def _block(self, block: Block, role: str) -> list[Any]:
        said = PLATYPUS.phrase
        match block:
            case Heading(level, content, anchor):
                return [self.words(said(content), f"heading-{level}", anchor)]
            case Paragraph(content):
                return [self.words(said(content), role or block.role)]
            case BulletList(items):
                dotted: Any = [ListItem(self.flow(i, "bullet")) for i in items]
                return [ListFlowable(dotted, bulletType="bullet")]
            case OrderedList(items, start):
                made: Any = [ListItem(self.flow(i, "bullet")) for i in items]
                return [ListFlowable(made, bulletType="1", start=start)]
            case Table():
                return self._table(block)
            case Figure(chart, caption):
                title = f"{caption.label}. {said(caption.content)}"
                return [
                    self.words(title, "caption", caption.anchor),
                    self.words(said(chart.subtitle), "figure-subtitle"),
                    _Picture(chart.drawing),
                    self.words(said(chart.note), "figure-note"),
                ]
            case Callout(_, title, content):
                inside = [self.words(f"<b>{said(title)}</b>", "callout-title"), *self.flow(content)]
                return [
                    Grid(
                        [[one] for one in inside],
                        [self._measure],
                        style=[("BACKGROUND", (0, 0), (-1, -1), "#f1f4f8")],
                    )
                ]
            case KeyFigures(tiles):
                cells = [
                    [self.words(said(p), "body") for p in (t.figure, t.label, t.attribution)]
                    for t in tiles
                ]
                rows = [cells[at : at + 3] for at in range(0, len(cells), 3)]
                whole = [row + [""] * (3 - len(row)) for row in rows]
                return [Grid(whole, [self._measure / 3] * 3)] if whole else []
            case Quotation(content, speaker):
                return [self.words(said(content), "quotation"), self.words(said(speaker), "body")]
            case NoteList(_, notes):
                return [
                    self.words(f"{escape(note.label)} {said(note.content)}", "note", note.anchor)
                    for note in notes
                ]
            case PageBreak() | Contents():  # the first visit has no list
                return [NewPage()]
            case _:
                assert_never(block)

    def _table(self, block: Table) -> list[Any]:
        heads = [self.words(PLATYPUS.phrase(column.head), "table-head") for column in block.columns]
        rows = [[self.words(PLATYPUS.phrase(cell), "table") for cell in row] for row in block.rows]
        even = 1 / len(block.columns)
        widths = [(column.share or even) * self._measure for column in block.columns]
        made = Grid([heads, *rows], widths, repeatRows=1, style=_RULES)
        if block.caption is None:
            return [made]
        title = f"{block.caption.label}. {PLATYPUS.phrase(block.caption.content)}"
        return [self.words(title, "caption", block.caption.anchor), made]


class _Picture(Flowable):
    """A drawing as platypus draws: outlines, and text that is not shaped."""

    def __init__(self, drawing: Drawing) -> None:
        super().__init__()
        self._drawing: Drawing = drawing
        self.width, self.height = drawing.width, drawing.height

    def draw(self) -> None:
        """Called by platypus, with the origin at the drawing's lower left."""
        for item in self._drawing.items:
            if isinstance(item, Path):
                self._outline(item)
            else:
                self._run(item)

    def _outline(self, path: Path) -> None:
        outline = self.canv.beginPath()
        steps: dict[str, Any] = {
            "M": outline.moveTo,
            "L": outline.lineTo,
            "C": outline.curveTo,
            "Z": outline.close,
        }
        for operator, *values in path.commands:
            steps[str(operator)](*map(float, values))
        if path.fill:
            self.canv.setFillColor(path.fill)
        if path.stroke:
            self.canv.setStrokeColor(path.stroke)
            self.canv.setLineWidth(path.line_width)
            self.canv.setDash(list(path.dash))
        self.canv.drawPath(outline, stroke=bool(path.stroke), fill=bool(path.fill))

    def _run(self, run: TextRun) -> None:
        weight = 700 if run.weight > 500 else 400
        self.canv.saveState()
        self.canv.setFont(f"{run.family}-{weight}{'i' if run.italic else ''}", run.size)
        self.canv.setFillColor(run.colour)
        self.canv.translate(run.x, run.y)
        self.canv.rotate(run.angle)
        self.canv.drawString(0, 0, run.text)
        self.canv.restoreState()
