"""From sections and charts to the Document: order, numbers, notes, captions, annexes, running heads.

After this no writer has a decision left to take.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import pairwise

from briefing.blocks import (
    Block,
    Blocks,
    Callout,
    Document,
    Figure,
    Heading,
    Paragraph,
    Table,
    Text,
    plain,
)
from briefing.compose import furniture
from briefing.compose.annexes import chart_files, chart_tables
from briefing.compose.columns import with_shares
from briefing.compose.contents import with_contents
from briefing.compose.ledger import Printing, printings, stray_numerals
from briefing.compose.notes import Notes
from briefing.compose.numbering import Numbering
from briefing.compose.workbooks import with_workbooks
from briefing.facts.clearance import fingerprint
from briefing.sections import Edition
from briefing.sections.wording import Wording
from briefing.theme import Theme

__all__ = ["Printing", "compose", "printings", "stray_numerals"]

# In these sections a fact is named by its id: references to notes would say the same twice.
_UNCITED = (
    "figure-notes",
    "notes",
    "sources",
    "annex-ledger",
    "annex-data",
    "annex-file",
    "contents",
)


def compose(
    sections: Sequence[tuple[str, Blocks]],
    wording: Wording,
    edition: Edition,
    theme: Theme,
) -> Document:
    """The whole brief. `sections` are (name, blocks) in the order in which they print.

    The charts' data are attached, unless nothing is to travel.
    """
    notes = Notes(wording, at_foot=theme.notes == "foot")
    numbering = Numbering(wording.language)
    cited: list[Block] = []
    for name, blocks in sections:
        numbered = numbering.section(name, blocks)
        if name in _UNCITED:
            cited += [notes.uncited(block) for block in numbered]
        else:
            cited += notes.blocks(numbered)
    figures = tuple(_figures(cited))
    footnotes = notes.footnotes()
    body = _filled(cited, figures, notes, wording)
    finished = _finished(numbering.referred(body), wording, theme)
    data = chart_files(figures, wording) if wording.visit.brief.travels != "none" else ()
    first, rest = furniture.furniture(wording, edition)
    document = Document(
        meta=furniture.meta(wording, edition),
        title=furniture.title(wording),
        subtitle=numbering.inlines(furniture.subtitle(wording)),
        first=first,
        rest=rest,
        blocks=_draft(wording, edition)
        + with_contents(finished, theme.contents, wording.language.word("contents")),
        marking=furniture.marking(wording),
        attachments=data,
        footnotes=numbering.noted(footnotes),
    )
    return with_workbooks(document, wording)


def _filled(
    cited: Sequence[Block], figures: tuple[Figure, ...], notes: Notes, wording: Wording
) -> list[Block]:
    """The blocks with their lists of notes and the tables of the charts' data; nothing without content."""
    body: list[Block] = []
    for block, after in pairwise((*cited, None)):
        if isinstance(block, Paragraph) and block.role == "chart-data":
            body += chart_tables(figures, wording)
        elif block is not None:
            filled = notes.fill(block)
            if filled is not None:
                body.append(filled)
            elif notes.footnotes() and _closes(after, body):
                body.pop()
    return body


def _closes(after: Block | None, body: Sequence[Block]) -> bool:
    """Whether the heading that `body` ends with is over nothing: its notes are all at the foot of pages."""
    if not body or not isinstance(body[-1], Heading):
        return False
    return after is None or (isinstance(after, Heading) and after.level <= body[-1].level)


def _figures(blocks: Iterable[Block]) -> Iterable[Figure]:
    for block in blocks:
        if isinstance(block, Figure):
            yield block
        elif isinstance(block, Callout):
            yield from _figures(block.content)


def _draft(wording: Wording, edition: Edition) -> Blocks:
    if not edition.draft:
        return ()
    word, cleared = wording.language.word, wording.visit.brief.cleared
    text = Text(word("draft-text"))
    lapsed = word("lapsed-text").format(fingerprint(cleared.content)) if cleared else ""
    words = (text, wording.label(f" {lapsed}")) if lapsed else (text,)
    return (Callout("draft", (Text(word("draft")),), (Paragraph(words),)),)


def _finished(blocks: Iterable[Block], wording: Wording, theme: Theme) -> Blocks:
    """Tables with their widths and alternative text."""
    measure = theme.page.measure
    return tuple(
        _described(with_shares(b, theme, measure), wording) if isinstance(b, Table) else b
        for b in blocks
    )


def _described(table: Table, wording: Wording) -> Table:
    heads = [plain(column.head) for column in table.columns]
    words = wording.language.word("table-description").format(wording.language.listing(heads))
    caption = (*table.caption.content, Text(". ")) if table.caption is not None else ()
    return replace(table, description=(*caption, wording.label(words)))
