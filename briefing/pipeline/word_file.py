"""The Word file of a brief, with what is asked of it alone: comments, a ministry's template."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import asdict, replace
from datetime import date
from itertools import repeat

from briefing.blocks import Contents, Document, Furniture, Meta
from briefing.errors import Diagnostic, Place, WriteError
from briefing.pipeline.composing import Composed, compose_prepared
from briefing.pipeline.preparing import Prepared, WordWishes
from briefing.sections import Edition
from briefing.theme import load_theme
from briefing.writers import WRITERS


def word_file(composed: Composed, prepared: Prepared, edition: Edition) -> bytes:
    """The file's bytes. Raises ThemeError where the template cannot be used.

    For a template's page the document is composed again: the widths of columns depend on it.
    """
    write, wishes = WRITERS["docx"].write, prepared.word
    theme = prepared.theme
    if wishes.template:
        from briefing.house import page_of  # noqa: PLC0415

        page = asdict(page_of(wishes.template, wishes.template_name))
        theme = replace(theme, page=replace(theme.page, **page))
        composed = compose_prepared(replace(prepared, theme=theme), edition)
    document = composed.document
    if wishes.comments:
        from briefing.compose.comments import with_comments  # noqa: PLC0415

        document = with_comments(document, composed.wording)
    made = _in_house(write(document, theme), wishes)
    if wishes.layout is None or not _listed(document):
        return made
    # The numbers are there before they are known, so that knowing them moves nothing.
    numbered = _with_pages(document, repeat(1))
    pages = _pages(_in_house(write(numbered, theme), wishes), wishes.layout)
    return _in_house(write(_with_pages(document, iter(pages)), theme), wishes)


def _in_house(made: bytes, wishes: WordWishes) -> bytes:
    if not wishes.template:
        return made
    from briefing.house import in_house  # noqa: PLC0415

    return in_house(made, wishes.template, wishes.template_name)


def _listed(document: Document) -> bool:
    return any(isinstance(block, Contents) for block in document.blocks)


def _with_pages(document: Document, pages: Iterator[int]) -> Document:
    """The document with a page for each entry of its contents list."""
    return replace(
        document,
        blocks=tuple(
            replace(b, entries=tuple(replace(entry, page=next(pages)) for entry in b.entries))
            if isinstance(b, Contents)
            else b
            for b in document.blocks
        ),
    )


def _pages(word: bytes, layout: Callable[[bytes], bytes]) -> tuple[int, ...]:
    from briefing.readback.found import Unusable  # noqa: PLC0415
    from briefing.readback.page_numbers import page_numbers  # noqa: PLC0415

    try:
        return page_numbers(word, layout(word))
    except Unusable as fault:
        place = Place("brief.docx")
        raise WriteError([Diagnostic(place, "contents list", str(fault), fault.hint)]) from fault


def any_word_file(theme: str) -> bytes:
    """A Word file of ours with hardly a word: for its styles, which are those of every brief."""
    furniture = Furniture((), (), (), ())
    meta = Meta("", "", "en-GB", date(2000, 1, 1))
    return WRITERS["docx"].write(
        Document(meta, (), (), furniture, furniture, ()), load_theme(theme)
    )
