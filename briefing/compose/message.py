"""The Document of an e-mail: the letter around an edition, with title, marking and running head."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from briefing.blocks import (
    Block,
    Blocks,
    Callout,
    Document,
    Figure,
    Furniture,
    Paragraph,
    Table,
    Text,
)
from briefing.compose import furniture
from briefing.compose.columns import with_shares
from briefing.compose.notes import Notes
from briefing.compose.numbering import Numbering
from briefing.sections import Edition
from briefing.sections.wording import Wording
from briefing.theme import Theme


def subject(wording: Wording, edition: Edition, *, withdrawn: bool = False) -> str:
    """The subject line: marking, whether it is a draft, visit and edition."""
    words = wording.language.words["mail"]
    pattern = words["withdrawn" if withdrawn else "subject"]
    text = pattern.format(title=wording.visit.visit.title, edition=edition.number)
    if edition.draft and not withdrawn:
        text = words["draft"].format(subject=text)
    marking = wording.visit.brief.marking
    text = words["marked"].format(marking=marking, subject=text) if marking else text
    return " ".join(text.split())


def compose_message(
    blocks: Blocks, wording: Wording, edition: Edition, theme: Theme, *, withdrawn: bool = False
) -> Document:
    """The letter: its figure without a number, its table without one, and no notes to refer to."""
    notes, numbering = Notes(wording), Numbering(wording.language)
    bare = [_bare(notes.uncited(block)) for block in blocks]
    body = numbering.referred(bare)
    first, _ = furniture.furniture(wording, edition)
    return Document(
        meta=replace(
            furniture.meta(wording, edition),
            title=subject(wording, edition, withdrawn=withdrawn),
        ),
        title=furniture.title(wording),
        subtitle=furniture.subtitle(wording),
        first=replace(first, foot_left=(), page_label=""),
        rest=Furniture((), (), (), (), ""),
        blocks=_draft(wording, edition, withdrawn) + _measured(body, theme),
        marking=furniture.marking(wording),
    )


def _draft(wording: Wording, edition: Edition, withdrawn: bool) -> Blocks:
    if withdrawn or not edition.draft:
        return ()
    word = wording.language.word
    return (Callout("draft", (Text(word("draft")),), (Paragraph((Text(word("draft-text")),)),)),)


def _bare(block: Block) -> Block:
    """Without a reference to data that a letter does not have."""
    if isinstance(block, Figure):
        return replace(block, caption=replace(block.caption, label=""))
    return block


def _measured(blocks: Sequence[Block], theme: Theme) -> Blocks:
    measure = theme.page.measure
    return tuple(with_shares(b, theme, measure) if isinstance(b, Table) else b for b in blocks)
