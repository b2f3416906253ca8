"""The Word file of a brief, with what is asked of it alone: comments, a ministry's template."""

from __future__ import annotations

from dataclasses import asdict, replace
from datetime import date

from briefing.blocks import Document, Furniture, Meta
from briefing.pipeline.composing import Composed, compose_prepared
from briefing.pipeline.preparing import Prepared
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
    if not wishes.template:
        return write(document, theme)
    from briefing.house import in_house  # noqa: PLC0415

    return in_house(write(document, theme), wishes.template, wishes.template_name)


def any_word_file(theme: str) -> bytes:
    """A Word file of ours with hardly a word: for its styles, which are those of every brief."""
    furniture = Furniture((), (), (), ())
    meta = Meta("", "", "en-GB", date(2000, 1, 1))
    return WRITERS["docx"].write(
        Document(meta, (), (), furniture, furniture, ()), load_theme(theme)
    )
