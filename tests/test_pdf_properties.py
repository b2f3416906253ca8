"""What must hold for any words: the PDF is written and reads them back, or a character is refused by name."""

from __future__ import annotations

import re
from collections.abc import Sequence

from documents import DOCUMENTS
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pdf_file import page_texts

from briefing.blocks import (
    Block,
    Blocks,
    BulletList,
    Callout,
    Column,
    Document,
    Emphasis,
    Heading,
    Inlines,
    KeyFigure,
    KeyFigures,
    LineBreak,
    Link,
    Mark,
    NoteRef,
    Numeral,
    OrderedList,
    PageBreak,
    Paragraph,
    Quotation,
    Span,
    Strong,
    Table,
    Text,
    Value,
    plain,
)
from briefing.errors import WriteError
from briefing.theme import load_theme
from briefing.writers.pdf import write_pdf

WORDS = st.text(
    alphabet=st.sampled_from("abc fi ffl AVT.,;:-–—/()“”’$€%0123 éßжңөүΩấ \u00a0\u00ad\n"),
    max_size=60,
)
INLINES = st.recursive(
    st.one_of(
        WORDS.map(Text),
        WORDS.map(lambda words: Value(words, "F1", "full", Numeral.FACT, "ky")),
        st.just(LineBreak()),
        st.just(Mark("half-disc")),
        st.builds(NoteRef, st.just("n"), st.sampled_from("1a"), st.just("r"), st.sampled_from(["", ","])),
    ),
    lambda inner: st.one_of(
        st.builds(Strong, st.tuples(inner)),
        st.builds(Emphasis, st.tuples(inner)),
        st.builds(Span, st.tuples(inner, inner), st.just("ru")),
        st.builds(Link, st.tuples(inner), st.just("https://example.org/ä")),
    ),
    max_leaves=4,
).map(lambda inline: (inline,))  # fmt: skip
PARAGRAPHS = st.builds(Paragraph, INLINES, st.sampled_from(["body", "small"]))


def any_blocks(levels: Sequence[int] = (1, 2, 3)) -> st.SearchStrategy[Block]:
    """Blocks inside each other as deep as they go; headings of these levels."""
    return st.recursive(
        st.one_of(
            PARAGRAPHS,
            st.builds(Heading, st.sampled_from(levels), INLINES),
            st.builds(Quotation, INLINES, INLINES),
            st.lists(st.builds(KeyFigure, INLINES, INLINES, INLINES), max_size=4).map(tuple).map(KeyFigures),
            st.builds(Table, st.just((Column((Text("A"),)), Column((Text("B"),), "right"))),
                      st.lists(st.tuples(INLINES, INLINES), max_size=5).map(tuple)),
            st.just(PageBreak()),
        ),
        lambda inner: st.one_of(
            st.builds(BulletList, st.lists(st.lists(inner, max_size=3).map(tuple), max_size=3).map(tuple)),
            st.builds(OrderedList, st.lists(st.lists(inner, max_size=3).map(tuple), max_size=3).map(tuple),
                      st.integers(0, 2000)),
            st.builds(Callout, st.sampled_from(["bottom-line", "glance", "caution"]), INLINES,
                      st.lists(inner, max_size=3).map(tuple)),
        ),
        max_leaves=6,
    )  # fmt: skip


def written(blocks: Blocks) -> bytes:
    made = DOCUMENTS["smallest"]()
    return write_pdf(
        Document(made.meta, made.title, (), made.first, made.rest, blocks), load_theme()
    )


def squeezed(words: str) -> str:
    return re.sub(r"[\s\u00ad\ufffe\u200b-]+", "", words)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(any_blocks(), max_size=6).map(tuple))
def test_any_blocks_inside_each_other_are_written(blocks: Blocks) -> None:
    assert len(page_texts(written(blocks))) >= 1


@settings(max_examples=80, deadline=None)
@given(st.lists(WORDS, min_size=1, max_size=5))
def test_any_words_read_as_written(words: list[str]) -> None:
    """Plain, bold, italic and in another language, in a paragraph and in a narrow column."""
    kinds = (Text, lambda t: Strong((Text(t),)), lambda t: Emphasis((Text(t),)),
             lambda t: Span((Text(t),), "ru"), lambda t: Value(t, "F1", "full"))  # fmt: skip
    inlines: Inlines = tuple(kind(text) for kind, text in zip(kinds, words, strict=False))
    narrow = Table((Column((Text("A"),), share=0.1), Column((Text("B"),), share=0.9)),
                   ((inlines, (Text("b"),)),))  # fmt: skip
    for block in (Paragraph(inlines), narrow):
        assert squeezed(plain(inlines)) in squeezed("".join(page_texts(written((block,)))))


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=20))
def test_any_text_is_written_or_refused_by_name(text: str) -> None:
    try:
        written((Paragraph((Text(text),)),))
    except WriteError as refused:
        assert "U+" in str(refused)
