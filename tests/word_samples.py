"""Documents for the Word writer and the text form: every kind of block, and words that are hard."""

from __future__ import annotations

from dataclasses import replace

from both_directions import both_directions
from word_file import small

from briefing.blocks import (
    Block,
    BulletList,
    Callout,
    CalloutKind,
    Caption,
    Chart,
    Column,
    Contents,
    ContentsEntry,
    CrossReference,
    Document,
    Drawing,
    Emphasis,
    Figure,
    Furniture,
    Heading,
    Inline,
    KeyFigure,
    KeyFigures,
    LineBreak,
    Link,
    Mark,
    Marking,
    Note,
    NoteList,
    NoteRef,
    OrderedList,
    PageBreak,
    Paragraph,
    Path,
    Quotation,
    Span,
    Strong,
    Table,
    Text,
    TextRun,
    Value,
)

HARD = "& < > * _ | { } [ ] \" ' \\ ` ~ # <b>x</b> &amp; {{ x }} %{}  two blanks "


def words(*parts: str | Inline) -> tuple[Inline, ...]:
    return tuple(Text(part) if isinstance(part, str) else part for part in parts)


def said(*parts: str | Inline, role: str = "body") -> Paragraph:
    return Paragraph(words(*parts), role)


def drawing(width: float = 300) -> Drawing:
    bar = (("M", 40.0, 10.0), ("L", 200.0, 10.0), ("L", 200.0, 30.0), ("L", 40.0, 30.0), ("Z",))
    curve = (("M", 0.0, 0.0), ("C", 10.0, 40.0, 20.0, 40.0, 30.0, 0.0))
    return Drawing(
        width,
        60,
        (
            Path(bar, fill="#12355b", stroke="#000000"),
            Path(curve, stroke="#a85408", dash=(3, 2)),
            TextRun(210, 16, "4.1", "sans", 700, False, 8.6, "#1b2430", 13.0, id="F29"),
            TextRun(10, 40, "turned", "serif", 400, True, 8.6, "#1b2430", 30.0, angle=45),
        ),
    )


def chart(alternative: str = "A bar: 4.1 in 2024.", width: float = 300) -> Chart:
    return Chart(
        "trade",
        "bars",
        words("Trade"),
        words("billion dollars"),
        words("Dark: stated."),
        words(alternative),
        words("billion"),
        (),
        drawing(width),
    )


def callout(kind: CalloutKind) -> Callout:
    return Callout(
        kind,
        words(f"Title of {kind}"),
        (
            said("First words."),
            BulletList(((said("Bullet"), said("More of the bullet")), (said("Second bullet"),))),
            OrderedList(((said("Five"), BulletList(((said("Inner"),),))), (said("Six"),)), 5),
        ),
    )


def table(*, caption: bool = True) -> Table:
    columns = (
        Column(words("Measure"), share=0.5),
        Column(words("Value"), "right", 0.3),
        Column(words("On"), share=0.2),
    )
    rows = (
        (
            words(Mark("disc"), " Trade"),
            words("$4.1 billion"),
            words("2024", NoteRef("note-1", "1", "ref-4")),
        ),
        (words(Mark("ring"), " Share"), words("22%"), words("–")),
        (words(Mark("disc"), " Firms"), words("1,800"), words("–")),
    )
    label = Caption(words("Figures, as stated"), "Table 1", "table-1") if caption else None
    return Table(columns, rows, label, words("Three columns."))


def body() -> tuple[Block, ...]:
    """Every kind of block and of inline at least once."""
    return (
        callout("bottom-line"),
        KeyFigures(
            tuple(
                KeyFigure(
                    words(Strong(words(f"${n}")), " billion"), words(f"trade {n}"), words("Putin")
                )
                for n in range(5)
            )
        ),
        Heading(1, words("Trade"), "trade"),
        said(
            "It was ",
            Value("$4.1 billion", "F29", "full"),
            NoteRef("note-1", "1", "ref-1", "", True),
            NoteRef("note-a", "a", "ref-2", ",", True),
            " in ",
            Strong(words("2024")),
            ", ",
            Emphasis(words("up ", Strong(words("much")))),
            "; see ",
            CrossReference("figure-1", words("Figure 1")),
            " and ",
            Link(words("the statement"), "https://example.org/a?b=1&c=2"),
            ".",
            LineBreak(),
            "New line.",
        ),
        Figure(chart(), Caption(words("Trade hit a record"), "Figure 1", "figure-1")),
        table(),
        said("A small remark after a table.", role="small"),
        Heading(2, words("Second level"), "second"),
        BulletList(
            ((said("Outer"), BulletList(((said("Inner"), said("More")),))), (said("Last"),))
        ),
        OrderedList(((said("Three"),), (said("Four"),)), 3),
        Heading(3, words("Third level"), "third"),
        Quotation(
            words("“A careful attitude.”"),
            words("President Japarov", NoteRef("note-1", "1", "ref-3")),
        ),
        callout("caution"),
        callout("glance"),
        callout("draft"),
        callout("omitted"),
        PageBreak(),
        Heading(1, words("Notes"), "notes"),
        NoteList(
            "notes",
            (Note("1", "note-1", words("P9, Putin, reported."), ("ref-1", "ref-4", "ref-3")),),
        ),
        NoteList("calculations", (Note("a", "note-a", words("4.1 ÷ 1.136"), ("ref-2",)),)),
        table(caption=False),
    )


def everything() -> Document:
    first = Furniture(
        words(Strong(words("Visit brief")), " · Two countries"),
        words("UNCLASSIFIED · Edition 1"),
        words("UNCLASSIFIED"),
        words("based on one report"),
        "{page} / {pages}",
    )
    rest = Furniture(words("Later pages"), words("Edition 1"), (), (), "Page {page} of {pages}")
    return small(
        *body(),
        subtitle=words("26 November 2025"),
        first=first,
        rest=rest,
        marking=Marking("TLP:AMBER+STRICT", "AMBER+STRICT"),
    )


def hard() -> Document:
    """Signs that mean something elsewhere, names in many scripts, links and lists inside each other."""
    odd = Link(words(HARD, Strong(words("bold"))), "https://example.org/ä b/{x}|y?q=[1]&r=<2>#ü")
    return small(
        PageBreak(),
        table(caption=False),
        Table(
            (Column(words(HARD)),),
            ((words(HARD),),),
            Caption(words(HARD), "Tableau 7", "t7"),
            words(HARD),
        ),
        KeyFigures((KeyFigure(words(HARD), words(HARD), words(HARD)),)),
        Heading(1, words(HARD), "x" * 80),
        Heading(2, words(HARD), "x" * 80 + "y"),
        Heading(2, words(HARD), "X" * 80),
        said(HARD),
        said(
            "Садыр Жапаров, ",
            Value("محمد بن سلمان", "F1", "name", language="ar"),
            ", ",
            Value("习近平", "F2", "name", language="zh-Hans"),
            ", ",
            Span(words("Nguyễn Xuân Phúc ", Emphasis(words("Ấn Độ"))), "vi"),
            ", Ελλάδα, Söderköping",
        ),
        said(
            odd,
            " ",
            CrossReference("t7", words("see ", Link(words("within"), "https://example.org/"))),
            " ",
            Link(words("not linked"), "javascript:alert(1)"),
            " ",
            Link(words("mail"), "mailto:a@b.example"),
        ),
        Callout("caution", words(HARD), (table(caption=False),)),
        OrderedList(((BulletList(((said("list first"),),)), said("then words")),)),
        Quotation(words(HARD), ()),
        Figure(chart(HARD, 900), Caption(words(HARD))),
        NoteList("notes", (Note("1", "note-1", words(HARD), ("ref-4",)),)),
        title=words(HARD),
    )


def contents() -> Document:
    """A contents list of three levels."""
    made = small()
    names = [(level, (Text(f"Level {level}"),), f"h{level}") for level in (1, 2, 3)]
    listed = Contents((Text("Contents"),), tuple(ContentsEntry(*name) for name in names))
    return replace(made, blocks=(listed, *(Heading(*name) for name in names)))


DOCUMENTS = {
    "everything": everything,
    "hard": hard,
    "smallest": small,
    "contents": contents,
    "both-directions": both_directions,
}
