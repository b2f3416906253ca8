"""Notes: which references stand where, their numbers and letters by first use, and their texts.

A reference stands at the end of the sentence whose facts it supports; facts with the same source,
place, speaker and mode share a note; a calculation has a lettered note of its own.

Where the theme sets notes at the foot of the page, those that running text is the first to refer to
stand there. A note that a table, a tile or a chart is the first to refer to has no line of text to
stand under: it stays at the end, in a series of its own (T1, T2, …), so that the others are counted
as a word processor counts them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Literal

from briefing.blocks import (
    Block,
    Blocks,
    BulletList,
    Callout,
    CrossReference,
    Figure,
    Heading,
    Inline,
    Inlines,
    KeyFigure,
    KeyFigures,
    Note,
    NoteList,
    NoteRef,
    Numeral,
    OrderedList,
    Paragraph,
    Quotation,
    Table,
    Text,
    Value,
    leaves,
)
from briefing.compose.note_texts import NoteTexts, note_word
from briefing.facts.model import ValueFact
from briefing.sections.wording import Wording

_SENTENCE_END = re.compile(r"[.!?;](?=\s|$)")

_Series = Literal["number", "table", "letter"]
_SERIES: tuple[_Series, ...] = ("number", "table", "letter")  # as labels that meet stand


@dataclass
class _Entry:
    series: _Series
    count: int
    label: str
    anchor: str
    references: list[str] = field(default_factory=list)
    facts: dict[str, None] = field(default_factory=dict)

    @property
    def order(self) -> tuple[int, int]:
        return _SERIES.index(self.series), self.count


@dataclass
class Notes:
    """Numbers notes in the order in which the document is walked.

    `at_foot`: notes of running text stand at the foot of their page.
    """

    wording: Wording
    at_foot: bool = False
    _facts: dict[tuple[str, str, str, str], _Entry] = field(default_factory=dict)
    _calculations: dict[str, _Entry] = field(default_factory=dict)

    # ------------------------------------------------------------------------------ blocks

    def block(self, block: Block) -> Block:
        """The block with its references placed; a note list is filled afterwards by `fill`."""
        match block:
            case Paragraph(role="small" | "body"):
                return replace(block, content=self.sentences(block.content))
            case BulletList():
                return replace(block, items=tuple(self.blocks(item) for item in block.items))
            case OrderedList():
                return replace(block, items=tuple(self.blocks(item) for item in block.items))
            case Callout():
                return replace(block, content=self.blocks(block.content))
            case KeyFigures():
                return replace(block, tiles=tuple(self._tile(tile) for tile in block.tiles))
            case Quotation():
                cited = _cited(block.content + block.speaker)
                return Quotation(
                    _bare(block.content), _bare(block.speaker) + self._references(cited)
                )
            case Table():
                told: set[str] = set()
                return replace(block, rows=tuple(self._row(row, told) for row in block.rows))
            case Figure():
                return self._figure(block)
            case _:
                return block

    def uncited(self, block: Block) -> Block:
        """The block without references, for sections that name facts by their ids."""
        match block:
            case Paragraph() | Heading():
                return replace(block, content=_bare(block.content))
            case BulletList():
                items = tuple(tuple(self.uncited(b) for b in item) for item in block.items)
                return replace(block, items=items)
            case Table():
                rows = tuple(tuple(_bare(cell) for cell in row) for row in block.rows)
                return replace(block, rows=rows)
            case Callout():
                return replace(block, content=tuple(self.uncited(b) for b in block.content))
            case KeyFigures(tiles):
                bare = [replace(tile, label=_bare(tile.label)) for tile in tiles]
                return KeyFigures(tuple(bare))
            case _:
                return block

    def blocks(self, blocks: Blocks) -> Blocks:
        """Every block with its references placed."""
        return tuple(self.block(block) for block in blocks)

    def _tile(self, tile: KeyFigure) -> KeyFigure:
        cited = _cited(tile.figure + tile.label)
        label = _bare(tile.label) + self._references(cited, running=False)
        return KeyFigure(tile.figure, label, tile.attribution)

    def _row(self, row: tuple[Inlines, ...], told: set[str]) -> tuple[Inlines, ...]:
        """References in a row stand where the template put them, else in the first cell that cites.

        A note of a whole query stands in the first row of a table that cites it; `told` are those.
        """
        explicit = any(isinstance(leaf, NoteRef) for cell in row for leaf in leaves(cell))
        if explicit:
            return tuple(self._placed(cell) for cell in row)
        cited = _cited(tuple(leaf for cell in row for leaf in leaves(cell)))
        first = next((i for i, cell in enumerate(row) if _cited(cell)), None)
        asked = {id: self._shared(id) for id in cited}
        cited = [id for id, key in asked.items() if not key or key not in told]
        told.update(filter(None, asked.values()))
        return tuple(
            cell + self._references(cited, running=False) if i == first else cell
            for i, cell in enumerate(row)
        )

    def _placed(self, cell: Inlines) -> Inlines:
        asked = [inline.note for inline in cell if isinstance(inline, NoteRef)]
        return _bare(cell) + self._references(asked, running=False)

    def _figure(self, figure: Figure) -> Figure:
        """The chart's note gets its sources in words: "Sources: notes 2, 3; calculation a"."""
        ids = list(dict.fromkeys(mark.id for mark in figure.chart.marks if mark.id))
        entries = self._entries(ids, running=False)
        numbers = [e for e in entries if e.series != "letter"]
        letters = [e for e in entries if e.series == "letter"]
        parts: list[Inline] = []
        for group, one, many in (
            (numbers, "chart-note", "chart-notes"),
            (letters, "chart-calculation", "chart-calculations"),
        ):
            if not group:
                continue
            if parts:
                parts.append(Text(self._word("separator")))
            word = self._word(one if len(group) == 1 else many)
            parts.append(Text(word + "\N{NO-BREAK SPACE}"))
            for i, entry in enumerate(group):
                if i:
                    parts.append(Text(self._word("comma")))
                label = Value(entry.label, numeral=Numeral.LABEL)
                parts.append(CrossReference(entry.anchor, (label,)))
        note = figure.chart.note
        if parts:
            lead = self._word("chart-sources" if len(numbers) > 1 else "chart-source")
            note = (
                *note,
                Text((" " if note else "") + lead),
                *parts,
                Text(self._word("full-stop")),
            )
        return replace(figure, chart=replace(figure.chart, note=note))

    # --------------------------------------------------------------------------- sentences

    def sentences(self, content: Inlines) -> Inlines:
        """Running text with the references of each sentence at its end."""
        placed: list[Inline] = []
        pending: list[str] = []
        for inline in _asked_before_stop(content):
            if not isinstance(inline, Text):
                pending += _cited((inline,))
                placed += _bare((inline,))
                continue
            position = 0
            for end in _SENTENCE_END.finditer(inline.text):
                if not pending or (end[0] == ";" and not self._calculates(pending)):
                    continue
                placed.append(Text(inline.text[position : end.end()]))
                placed += self._references(pending)
                pending, position = [], end.end()
            if inline.text[position:]:
                placed.append(Text(inline.text[position:]))
        return tuple(placed) + self._references(pending)

    def _calculates(self, ids: list[str]) -> bool:
        """A list of calculations is cited item by item; other semicolons join what belongs together."""
        return any(id in self.wording.visit.calculations for id in ids)

    def _references(self, ids: list[str], *, running: bool = True) -> Inlines:
        references: list[NoteRef] = []
        for entry in self._entries(ids, running=running):
            anchor = f"{entry.anchor}-reference-{len(entry.references) + 1}"
            references.append(
                NoteRef(
                    entry.anchor,
                    entry.label,
                    anchor,
                    separator="," if references else "",
                    first=not entry.references,
                )
            )
            entry.references.append(anchor)
        return tuple(references)

    def _entries(self, ids: list[str], *, running: bool) -> list[_Entry]:
        """The notes of these facts and calculations, each once: numbers in order, then letters."""
        entries: dict[str, _Entry] = {}
        for id in ids:
            entry = self._entry(id, running=running)
            entries[entry.anchor] = entry
        numbers = sorted(
            (e for e in entries.values() if e.series != "letter"), key=lambda e: e.order
        )
        return numbers + [e for e in entries.values() if e.series == "letter"]

    def _entry(self, id: str, *, running: bool) -> _Entry:
        shared = self._shared(id)
        if id in self.wording.visit.calculations:
            key_ = shared or id
            if key_ not in self._calculations:
                count = len(self._calculations)
                label = _letters(count)
                entry = _Entry("letter", count, label, f"calculation-{label}")
                self._calculations[key_] = entry
            self._calculations[key_].facts[id] = None
            return self._calculations[key_]
        fact = self.wording.visit.facts[id]
        key = (fact.at.source, shared or fact.at.place, fact.by or "", fact.mode)
        if key not in self._facts:
            self._facts[key] = self._numbered(running=running or not self.at_foot)
        self._facts[key].facts[id] = None
        return self._facts[key]

    def _shared(self, id: str) -> str:
        """What the note is of where a query gave many alike: they share one; "" where it has its own."""
        visit = self.wording.visit
        if id in visit.calculations:
            query = visit.calculations[id].query
            return f"query {query} {self.wording.results[id].kind}" if query else ""
        fact = visit.facts[id]
        query = fact.query if isinstance(fact, ValueFact) else ""
        return f"query {query}" if query else ""

    def _numbered(self, *, running: bool) -> _Entry:
        series: _Series = "number" if running else "table"
        count = 1 + sum(entry.series == series for entry in self._facts.values())
        if running:
            return _Entry(series, count, str(count), f"note-{count}")
        label = self.wording.language.word("notes.table-label").format(count)
        return _Entry(series, count, label, f"table-note-{count}")

    # ------------------------------------------------------------------------------- texts

    def fill(self, block: Block) -> Block | None:
        """A note list with its notes; None where there are none. Other blocks as they are."""
        if not isinstance(block, NoteList):
            return block
        if block.kind == "calculations":
            notes = self._made(self._calculations.values())
        else:
            ended = (e for e in self._facts.values() if e.series == "table" or not self.at_foot)
            notes = self._made(ended)
        return NoteList(block.kind, notes) if notes else None

    def footnotes(self) -> tuple[Note, ...]:
        """The notes that stand at the foot of a page, by number."""
        if not self.at_foot:
            return ()
        numbered = (e for e in self._facts.values() if e.series == "number")
        return self._made(numbered)

    def _made(self, entries: Iterable[_Entry]) -> tuple[Note, ...]:
        return tuple(
            Note(entry.label, entry.anchor, self._text(entry), tuple(entry.references))
            for entry in entries
        )

    def _text(self, entry: _Entry) -> Inlines:
        texts, ids = NoteTexts(self.wording), tuple(entry.facts)
        if entry.series == "letter":
            return texts.of_calculations(ids)
        return texts.of_facts(ids, alike=bool(self._shared(ids[0])))

    def _word(self, key: str) -> str:
        return note_word(self.wording, key)


def _asked_before_stop(content: Inlines) -> list[Inline]:
    """A reference asked for after a sentence's stop moves before it, to join that sentence's others."""
    moved: list[Inline] = []
    for inline in content:
        last = moved[-1] if moved else None
        silent = isinstance(inline, NoteRef) or (isinstance(inline, Value) and not inline.text)
        if silent and isinstance(last, Text) and last.text.endswith((".", "!", "?")):
            moved[-1:] = [Text(last.text[:-1]), inline, Text(last.text[-1])]
        else:
            moved.append(inline)
    return moved


def _cited(content: Inlines) -> list[str]:
    """The ids that these inlines print or refer to, each once."""
    ids = []
    for leaf in leaves(content):
        if isinstance(leaf, NoteRef):
            ids.append(leaf.note)
        elif isinstance(leaf, Value) and leaf.id:
            ids.append(leaf.id)
    return list(dict.fromkeys(ids))


def _bare(content: Inlines) -> Inlines:
    """The inlines without unplaced references and without values that print nothing."""
    return tuple(
        inline
        for inline in content
        if not isinstance(inline, NoteRef) and not (isinstance(inline, Value) and not inline.text)
    )


def _letters(index: int) -> str:
    """a … z, aa, ab, …"""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(ord("a") + rest) + letters
    return letters
