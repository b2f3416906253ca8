"""Sample documents for the writers: typical (the four pages a brief has), awkward, smallest."""

from __future__ import annotations

from datetime import date

from briefing.blocks import (
    Attachment,
    Block,
    Blocks,
    BulletList,
    Callout,
    Caption,
    Chart,
    Column,
    CrossReference,
    Document,
    Drawing,
    Emphasis,
    Figure,
    Furniture,
    Heading,
    Inline,
    Inlines,
    KeyFigure,
    KeyFigures,
    LineBreak,
    Link,
    Mark,
    Marking,
    MarkShape,
    Meta,
    Note,
    NoteList,
    NoteRef,
    Numeral,
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

INK, QUIET, DARK, LIGHT, EDGE, GOAL = (
    "#1b2430",
    "#55606c",
    "#12355b",
    "#c7d3e3",
    "#7d8894",
    "#a85408",
)
MARKUP = "& < > * _ | { } [ ] \\ ` ~ # $ % ^ ( ) {{ x }} &amp; <b>x</b>"


def words(*parts: str | Inline) -> Inlines:
    return tuple(Text(part) if isinstance(part, str) else part for part in parts)


def said(*parts: str | Inline, role: str = "body") -> Paragraph:
    return Paragraph(words(*parts), role)


def fact(text: str, id: str = "F29") -> Value:
    return Value(text, id, "full", Numeral.FACT)


def ref(label: str, nth: int = 1, separator: str = "") -> NoteRef:
    return NoteRef(f"note-{label}", label, f"ref-{label}-{nth}", separator, nth == 1)


def box(x: float, y: float, width: float, height: float, **ink: object) -> Path:
    corners = (
        ("M", x, y),
        ("L", x + width, y),
        ("L", x + width, y + height),
        ("L", x, y + height),
        ("Z",),
    )
    return Path(corners, **ink)  # type: ignore[arg-type]


def label(x: float, y: float, text: str, *, bold: bool = False, quiet: bool = False) -> TextRun:
    return TextRun(
        x,
        y,
        text,
        "sans",
        700 if bold else 400,
        False,
        8.6,
        QUIET if quiet else INK,
        len(text) * 4.3,
    )


def bars() -> Drawing:
    """Bars against a goal: filled, outlined and dashed outlines, a curve, live text, one turned."""
    return Drawing(
        459,
        112,
        (
            Path((("M", 66.0, 0.0), ("L", 66.0, 106.0)), stroke=INK, line_width=0.75),
            box(66, 81, 238, 20, fill=LIGHT, stroke=DARK, line_width=0.75),
            Path(
                (("M", 300.0, 91.0), ("L", 308.0, 91.0), ("M", 308.0, 87.0), ("L", 308.0, 95.0)),
                stroke=INK,
            ),
            box(66, 51, 269, 20, fill=DARK),
            box(66, 5, 329, 20, stroke=GOAL, line_width=1.0, dash=(3, 2)),
            Path((("M", 20.0, 38.0), ("L", 440.0, 38.0)), stroke="#c9d0d8", line_width=0.5),
            Path((("M", 340.0, 60.0), ("C", 350.0, 75.0, 375.0, 75.0, 385.0, 60.0)), stroke=EDGE),
            label(41, 88, "2023"),
            label(41, 58, "2024"),
            label(42, 12, "Goal"),
            label(313, 88, "about 3.6", bold=True),
            label(354, 88, "calculated (3.56 to 3.66)", quiet=True),
            label(342, 56, "4.1", bold=True),
            label(358, 56, "stated, a record", quiet=True),
            label(400, 12, "5.0", bold=True),
            label(416, 12, "no date", quiet=True),
            TextRun(12, 20, "billion USD", "sans", 400, True, 7.8, QUIET, 38.0, angle=90),
        ),
    )


def squares(count: int = 9) -> Drawing:
    items: list[Path | TextRun] = [
        box(
            1 + 34 * n,
            14,
            27,
            27,
            stroke=DARK if n < 3 else EDGE,
            line_width=1.5 if n < 3 else 0.75,
        )
        for n in range(count)
    ]
    return Drawing(
        34.0 * count,
        43,
        (*items, label(40, 2, "2027", bold=True), label(180, 2, "no date given", quiet=True)),
    )


def chart(key: str, title: str, subtitle: str, drawing: Drawing, note: str = "") -> Chart:
    alternative = f"{title}. {subtitle}: about 3.6 in 2023, 4.1 in 2024, goal 5.0 without a date."
    return Chart(
        key,
        "bars",
        words(title),
        words(subtitle),
        words(
            note or "Dark: stated. Light: calculated, the whisker is the range left by rounding."
        ),
        words(alternative),
        words("billion US dollars"),
        (),
        drawing,
    )


def figure(number: int, title: str, subtitle: str, drawing: Drawing, note: str = "") -> Figure:
    made = chart(f"figure-{number}", title, subtitle, drawing, note)
    return Figure(made, Caption(words(title), f"Figure {number}", f"figure-{number}"))


def table(
    number: int,
    title: str,
    heads: tuple[tuple[str, float, bool], ...],
    rows: tuple[Inlines | str, ...],
) -> Table:
    columns = tuple(
        Column(words(head), "right" if right else "left", share) for head, share, right in heads
    )
    cells = tuple(cell if isinstance(cell, tuple) else words(cell) for cell in rows)
    width = len(columns)
    return Table(
        columns,
        tuple(cells[at : at + width] for at in range(0, len(cells), width)),
        Caption(words(title), f"Table {number}", f"table-{number}") if number else None,
        words(f"{title or 'Data'}: {width} columns."),
    )


def furniture() -> tuple[Furniture, Furniture]:
    head = words(Strong(words("Visit brief")), " · Kyrgyzstan and Russia")
    right = words("UNCLASSIFIED · Edition 1 · Facts as of 27 November 2025")
    centre = words("Visit brief RU–KG 2025-11-26 · based on one news report")
    first = Furniture(head, right, words("UNCLASSIFIED"), centre)
    return first, Furniture(
        head, words("UNCLASSIFIED · Edition 1"), words("UNCLASSIFIED"), centre, "{page} / {pages}"
    )


def document(title: str, subtitle: str, blocks: Blocks, marking: Marking | None = None) -> Document:
    first, rest = furniture()
    meta = Meta(
        title,
        "Visit brief",
        "en-GB",
        date(2025, 11, 27),
        "Desk Europe",
        ("trade", "visit"),
        identifier="3f9a62c1",
    )
    return Document(meta, words(title), words(subtitle), first, rest, blocks, marking)


def _callouts() -> Blocks:
    return (
        Callout(
            "bottom-line",
            words("Bottom line"),
            (
                BulletList(
                    (
                        (
                            said(
                                "The two presidents signed a joint statement deepening allied relations and "
                                "strategic partnership.",
                                ref("1"),
                            ),
                        ),
                        (
                            said(
                                "Trade reached a record ",
                                fact("$4.1 billion"),
                                " in 2024, up ",
                                fact("13.6%", "F28"),
                                ", and grew a further 17% in January–September 2025.",
                                ref("2"),
                                " The common goal is ",
                                fact("$5 billion", "F10"),
                                "; no date is given.",
                                ref("3"),
                            ),
                        ),
                        (
                            said(
                                "Energy projects differ in firmness: solar and heat-and-power plants are "
                                "planned, a first nuclear plant is only being explored.",
                                ref("4"),
                            ),
                        ),
                    )
                ),
            ),
        ),
        Callout(
            "glance",
            words("At a glance"),
            (
                said(
                    Strong(words("Who: ")),
                    "President Vladimir Putin (Russia), welcomed by President Sadyr Japarov (Kyrgyzstan)",
                ),
                said(
                    Strong(words("What: ")), "state visit", ref("1", 2), "; ", "documents signed: 5"
                ),
                said(Strong(words("Where and when: ")), "Bishkek, 26 November 2025"),
            ),
        ),
    )


def _tiles() -> KeyFigures:
    def tile(number: str, unit: str, about: str, note: str, who: str) -> KeyFigure:
        before, _, shown = number.rpartition(" ")
        opening = (Text(before + " "),) if before else ()
        value = words(*opening, Strong((fact(shown),)), unit)
        return KeyFigure(value, words(about, ref(note, 2)), words(who))

    return KeyFigures(
        (
            tile("$4.1", " billion", "bilateral trade, 2024, a record", "2", "President Putin"),
            tile(
                "+17", "%", "trade, January–September 2025", "2", "President Putin; base not stated"
            ),
            tile(
                "22", "%", "of Kyrgyzstan’s total trade turnover", "5", "Japarov; period not stated"
            ),
            tile(
                "$110",
                " million",
                "Russian direct investment, first half of 2025",
                "6",
                "speaker not stated",
            ),
            tile(
                "more than 1,800",
                "",
                "companies with Russian participation",
                "7",
                "President Japarov",
            ),
            tile(
                "about 97",
                "%",
                "of payments in national currencies",
                "8",
                "Putin; scope not stated",
            ),
        )
    )


def _trade() -> Blocks:
    rows: list[str | Inlines] = []
    for measure, period, value, change, on, who, note in (
        ("Bilateral trade turnover", "2024", "$4.1 billion", "+13.6%", "2023", "Putin", "2"),
        (
            "Bilateral trade turnover",
            "Jan–Sep 2025",
            "not stated",
            "+17%",
            "not stated",
            "Putin",
            "2",
        ),
        ("Share of Kyrgyz trade turnover", "not stated", "22%", "not stated", "–", "Japarov", "5"),
        (
            "Russian direct investment",
            "first half of 2025",
            "$110 million",
            "not stated",
            "–",
            "not stated",
            "6",
        ),
    ):
        rows += [measure, period, value, change, on, words(f"President {who}", ref(note, 3))]
    heads = (
        ("Measure", 0.295, False),
        ("Period", 0.155, False),
        ("Value", 0.135, True),
        ("Change", 0.11, True),
        ("On", 0.11, False),
        ("Says who", 0.195, False),
    )
    return (
        Heading(1, words("Trade"), "trade"),
        said(
            "President Putin put bilateral trade at a record ",
            fact("$4.1 billion"),
            " in 2024, up ",
            fact("13.6%", "F28"),
            " on the year, and growing by a further 17% in January–September 2025.",
            ref("2", 4),
            " From those two figures, trade in 2023 was about ",
            Value("$3.6 billion", "D02", "full", Numeral.CALCULATION),
            ".",
            ref("a"),
            " Both sides want $5 billion in the coming years:",
            ref("3", 2),
            " about $0.9 billion more than in 2024.",
            ref("b"),
            " See ",
            CrossReference("figure-1", words("Figure 1")),
            " and ",
            CrossReference("annex-b", words("Annex B")),
            ".",
        ),
        figure(
            1,
            "Trade hit $4.1 billion in 2024; the goal is $5 billion",
            "Bilateral trade turnover, billion US dollars",
            bars(),
            "Dark: stated. Light: calculated, the whisker is the range left by rounding. Outline: goal, off "
            "the time axis. Sources: notes 2, 3; calculation a. Data in Annex B.",
        ),
        table(1, "Trade and investment figures, as stated", heads, tuple(rows)),
    )


def _projects() -> Blocks:
    marks: tuple[tuple[MarkShape, str, str], ...] = (
        ("disc", "Under way", "Design and modernisation of hydroelectric plants"),
        ("half-disc", "Planned", "Large solar power plant, built jointly"),
        ("ring", "Being explored", "First nuclear power plant, with small modular reactors"),
        ("square", "Done", "A square"),
        ("diamond", "Other", "A diamond"),
    )
    rows: list[str | Inlines] = []
    for mark, status, what in marks:
        rows += [
            words(Mark(mark), " ", Strong(words(status))),
            what,
            "Issyk-Kul Region",
            words("President Putin", ref("4", 2)),
        ]
    return (
        Heading(1, words("Projects by status"), "projects"),
        Heading(2, words("Energy"), "energy"),
        Heading(3, words("Plants named"), "plants"),
        table(
            2,
            "Projects named during the visit, firmest first",
            (
                ("Status", 0.17, False),
                ("Project", 0.47, False),
                ("Where", 0.18, False),
                ("Says who", 0.18, False),
            ),
            tuple(rows),
        ),
        said("A remark in a smaller role follows the table. It ends here.", role="small"),
        OrderedList(
            (
                (
                    said(
                        "The first point, with a ",
                        Link(words("statement"), "https://example.org/a?b=1&c=2"),
                        ".",
                    ),
                ),
                (
                    said(
                        "The second, in ",
                        Emphasis(words("italics with ", Strong(words("bold")))),
                        " and the name ",
                        Span(words("Чынгыз Айтматов"), "ky"),
                        ".",
                    ),
                ),
                (
                    said("The third has a list of its own:"),
                    BulletList(((said("one"),), (said("two"),))),
                ),
            ),
            start=3,
        ),
    )


def _education() -> Blocks:
    text = (
        "A joint initiative is to build nine Russian-language schools; three are scheduled to open in 2027, "
        "and no date is given for the other six."
    )
    caution = (
        "Host and guest differ: one of the main trading partners (Japarov) against the leading "
        "partner (Putin).",
        "22% (no period) and $4.1 billion (2024) come from different speakers and must not be combined.",
        "13.6% covers a full year and 17% nine months of another: not one series.",
        "The $5 billion goal has no date and no base year.",
    )
    return (
        Heading(1, words("Education, language and culture"), "education"),
        said(
            text,
            ref("5", 4),
            NoteRef("note-c", "c", "ref-c-1", ",", True),
            " The difficult official files "
            "of the Russian Teacher Abroad project have been in great demand, "
            "according to President Japarov.",
        ),
        figure(
            2,
            "Three of nine planned schools have an opening year",
            "Russian-language schools; none is said to be open",
            squares(),
            "Outline: planned. Source: note 5; calculation c.",
        ),
        Quotation(
            words(
                "“We [in Kyrgyzstan] maintain a careful attitude towards the Russian language, the language "
                "of not only Pushkin and Tolstoy but also our great writer Chingiz Aitmatov.”"
            ),
            words("President Sadyr Japarov", ref("7", 2)),
        ),
        Callout(
            "caution", words("Check before use"), (BulletList(tuple((said(t),) for t in caution)),)
        ),
        Callout("draft", words("Draft"), (said("Not yet cleared."),)),
        Callout("omitted", words("Left out"), (said("Figure 9 is left out: F77 is not stated."),)),
    )


def _notes() -> Blocks:
    texts = (
        "P1 and P14, report’s own voice.",
        "P9, President Putin, reported speech.",
        "P3, President Japarov, reported speech.",
        "P10, President Putin, direct quote.",
        "P3, President Japarov, reported speech.",
        "P4, report’s own voice.",
        "P4, President Japarov, direct quote.",
        "P9, President Putin, reported speech; the words of the report "
        "are given in full in the ledger, where each fact has its place and its speaker.",
    )
    numbers = NoteList(
        "notes",
        tuple(
            Note(
                str(n),
                f"note-{n}",
                words(text),
                (f"ref-{n}-1",) if n not in (5, 6, 7, 8) else (f"ref-{n}-2",),
            )
            for n, text in enumerate(texts, 1)
        ),
    )
    letters = NoteList(
        "calculations",
        tuple(
            Note(letter, f"note-{letter}", words(text), (f"ref-{letter}-1",))
            for letter, text in (
                ("a", "$4.1 billion ÷ 1.136, range 3.56 to 3.66 from rounding."),
                ("b", "$5 billion − $4.1 billion, range 0.85 to 0.95."),
                ("c", "9 − 3."),
            )
        ),
    )
    return (
        Heading(1, words("Notes and sources"), "notes"),
        said("All notes refer to source 1, a single news report. P = paragraph.", role="small"),
        numbers,
        Heading(2, words("Calculations"), "calculations"),
        letters,
    )


def ledger(rows: int) -> Table:
    cells: list[str | Inlines] = []
    for n in range(1, rows + 1):
        cells += [
            f"F{n:02}",
            f"Bilateral trade turnover, {1960 + n}: ${n / 10 + 1:.1f} billion"
            + (
                ", said again in the evening and confirmed by the report the day after"
                if n % 7 == 0
                else ""
            ),
            "stated",
            "Putin, reported",
            f"P{n % 14 + 1}",
        ]
    heads = (
        ("Id", 0.06, False),
        ("Fact", 0.58, False),
        ("Class", 0.12, False),
        ("Says who", 0.17, False),
        ("Where", 0.07, False),
    )
    return table(0, "", heads, tuple(cells))


def typical() -> Document:
    """Like the brief of a first visit: callouts, tiles, figures, tables, notes, annexes over pages."""
    annexes: tuple[Block, ...] = (
        PageBreak(),
        Heading(1, words("Annex A. Fact ledger"), "annex-a"),
        said("Every fact in this brief, with where it comes from."),
        ledger(60),
        Heading(1, words("Annex B. Data behind the figures"), "annex-b"),
        table(
            3,
            "Data for Figure 1",
            (
                ("Item", 0.4, False),
                ("Billion US dollars", 0.28, True),
                ("Class", 0.2, False),
                ("Fact", 0.12, False),
            ),
            (
                "2023",
                "about 3.6 (3.56 to 3.66)",
                "calculated",
                "D02",
                "2024",
                "4.1",
                "stated",
                "F29",
                "Goal, no date",
                "5",
                "goal",
                "F10",
            ),
        ),
        Heading(1, words("Annex C. About this file"), "annex-c"),
        said(
            "This edition was built from the facts file with fingerprint ",
            Strong(words("3f9a 62c1")),
            ". The same facts give the same bytes.",
            LineBreak(),
            "A person still has to judge alternative texts.",
        ),
    )
    made = document(
        "Russia’s state visit to Kyrgyzstan",
        "26 November 2025 · President Vladimir Putin, welcomed by President Sadyr Japarov",
        (*_callouts(), _tiles(), *_trade(), *_projects(), *_education(), *_notes(), *annexes),
    )
    attached = (
        Attachment(
            "visit.yaml", "application/yaml", "Source", b"visit: {title: x}\n", "The facts file"
        ),
        Attachment(
            "figure-1.csv", "text/csv", "Data", b"item,value\n2024,4.1\n", "Data of Figure 1"
        ),
    )
    return Document(
        made.meta, made.title, made.subtitle, made.first, made.rest, made.blocks, None, attached
    )


def awkward() -> Document:
    """Long words and names, other scripts, markup signs, a huge cell, lists of nothing, a TLP label."""
    long_word = "Donaudampfschifffahrtsgesellschaftskapitänswitwenrentenauszahlungsstelle" * 3
    names = (
        "Өмүрбекова Чынара Ысакжановна, Түмөнбай Байзаковдун күчтөрү жөнүндө",
        "Αικατερίνη Παπαδοπούλου-Χατζηδημητρίου, Υπουργός Εξωτερικών",
        "Nguyễn Thị Phương Thảo, Bộ trưởng Bộ Ngoại giao nước Cộng hòa",
    )
    tall = "A cell that tells the whole story and does not stop. " * 60
    rows = tuple(f"{column} {n}" for n in range(1, 41) for column in ("Row", "second", "third"))
    blocks: Blocks = (
        Callout("bottom-line", words("Bottom line with ßtraße"), (said(MARKUP), said(long_word))),
        KeyFigures(
            (
                KeyFigure(
                    words(Strong(words("$1,234,567,890,123.45")), " thousand billion"),
                    words(names[0]),
                    words(long_word),
                ),
            )
        ),
        Heading(
            1,
            words(
                "A heading that is so long that it needs a second line and perhaps a third one, "
                * 2
            ),
        ),
        Heading(2, words("Directly below another")),
        Heading(3, words("And a third, " + MARKUP)),
        *(
            said(Span(words(name), language), ", ", name, ".")
            for name, language in zip(names, ("ky", "el", "vi"), strict=True)
        ),
        said("See https://example.org/", "a-very-long-path-without-any-space/" * 6, " for more."),
        said(
            Link(words("A link over more than one line, " * 5), "mailto:someone@example.org"),
            " and ",
            Link(words("one that is not allowed"), "javascript:alert(1)"),
            ".",
        ),
        said("№ ₽ ₸ € £ ¥ 20 °C ± ≈ ≤ ≥ → − × ÷ ½ … « » „ “ x² H₂O 1 000 000 km²"),
        BulletList(()),
        BulletList(((),)),
        BulletList(((said(""),), (said("after an empty one"),))),
        OrderedList(tuple((said(f"point {n}"),) for n in range(98, 103)), start=98),
        table(
            1,
            MARKUP,
            (("A", 0.2, False), ("B", 0.5, False), ("C", 0.3, True)),
            (long_word, names[0], "1,234.5", "x", tall, names[1], MARKUP, long_word, "−0.5"),
        ),
        figure(
            1,
            "A drawing wider and taller than the page",
            "scaled down",
            Drawing(900, 300, bars().items),
        ),
        said("Between two large figures. " * 12),
        figure(2, "A tall drawing", "does not fit below", Drawing(300, 420, bars().items)),
        said("Text after the tall figure flows on. " * 20),
        table(
            2, "Forty rows", (("One", 0.0, False), ("Two", 0.0, False), ("Three", 0.0, True)), rows
        ),
        Callout(
            "caution",
            words("A box over pages"),
            tuple(said("A paragraph in a long box. " * 14) for _ in range(14)),
        ),
        Quotation(words("“" + "A long quotation goes on. " * 20 + "”"), words(names[1])),
        Callout("glance", words("Nothing"), ()),
        NoteList(
            "notes",
            (
                Note("1", "note-1", words(long_word), ()),
                Note("1024", "note-1024", words(names[2] * 3)),
            ),
        ),
        Heading(1, words("Empty section")),
    )
    return document(
        "A title that is long enough to need two lines at least, with " + names[2],
        names[0],
        blocks,
        Marking("TLP:AMBER+STRICT", "AMBER+STRICT"),
    )


def smallest() -> Document:
    """A title and one paragraph; no running heads to speak of."""
    nothing = Furniture((), (), (), ())
    meta = Meta("Small", "", "en-GB", date(2025, 1, 2))
    return Document(meta, words("Small"), (), nothing, nothing, (said("One line."),))


DOCUMENTS = {"typical": typical, "awkward": awkward, "smallest": smallest}
