"""A sample document with Hebrew and Arabic in every place that text can have."""

from __future__ import annotations

from dataclasses import replace

from documents import document, fact, figure, label, ref, said, table, words

from briefing.blocks import (
    BulletList,
    Callout,
    CrossReference,
    Document,
    Drawing,
    Heading,
    Inlines,
    KeyFigure,
    KeyFigures,
    Link,
    Note,
    NoteList,
    Quotation,
    Span,
    Strong,
)

MINISTER = "אורנה ברביבאי"
POINTED = "מִשְׂרַד הַחוּץ"
ENVOY = "محمد بن عبد الرحمن آل ثاني"
VOWELLED = "مُحَمَّد"
AGREEMENT = "اتفاقية 12.5٪ (الملحق ٣)"


def hebrew(text: str) -> Span:
    return Span(words(text), "he")


def arabic(text: str) -> Span:
    return Span(words(text), "ar")


def both_directions() -> Document:
    """Names inside a line, a quotation over several lines, tiles, a table, a chart, notes, running heads."""
    tile = KeyFigure(
        words(Strong(words(fact("$4.1"))), " billion"), words(hebrew(MINISTER)), words(ENVOY)
    )
    rows: tuple[Inlines | str, ...] = (
        MINISTER, "12", words(arabic(f"{ENVOY}، {ENVOY}، {ENVOY}"), ref("1", 2)),
        words(arabic(ENVOY), " and others"), "1,800", f"about {POINTED}",
    )  # fmt: skip
    drawing = Drawing(
        300, 40, (label(10, 20, "Exports to "), replace(label(70, 20, "ישראל"), to_left=True))
    )
    made = document(
        f"A visit by {MINISTER} to {ENVOY}",
        f"5 March 2026 · {POINTED}",
        (
            Callout(
                "bottom-line",
                words(f"Bottom line · {MINISTER}"),
                (BulletList(((said(arabic(ENVOY), ", 5 March 2026, signs."),), (said(AGREEMENT),))),),
            ),
            KeyFigures((tile, tile, tile)),
            Heading(1, words("Talks with ", arabic(ENVOY), " (Doha)"), "talks"),
            said(
                "The minister ", hebrew(MINISTER), ", 5 March 2026 (and no other day), met ",
                arabic(ENVOY), " in Doha; both named ", fact("$4.1 billion"), ".", ref("1"),
            ),
            said(
                "With signs above and below: ", hebrew(POINTED), ", ", arabic(VOWELLED),
                "; in brackets (", hebrew(MINISTER), "); as a link: ",
                Link(words(hebrew(MINISTER), " 2026"), "https://example.org/"), "; and ",
                CrossReference("talks", words(arabic("المحادثات"))), ".",
            ),
            said("No language is known here: ירושלים (Jerusalem) and القدس 1967, in one line."),
            said(
                Strong(words("Long. ")), arabic(f"{AGREEMENT}؛ " * 12), " ends, and ",
                hebrew(f"{MINISTER}, 1948–2026; " * 9), " after it.",
            ),
            Quotation(words("“", hebrew(f"{POINTED}. " * 14), "”"), words(hebrew(MINISTER))),
            table(1, f"Names, {MINISTER}", (("Name", 0.3, False), ("Value", 0.2, True), ("Who", 0.5, False)), rows),
            figure(1, f"Exports to {MINISTER}", "Million", drawing),
            NoteList(
                "notes",
                (Note("1", "note-1", words("P1, ", hebrew(MINISTER), ", quoted."), ("ref-1-1", "ref-1-2")),),
            ),
        ),
    )  # fmt: skip
    head = words(Strong(words("Visit brief")), " · ", hebrew(MINISTER), ", 2026")
    return replace(
        made, first=replace(made.first, head_left=head), rest=replace(made.rest, head_left=head)
    )
