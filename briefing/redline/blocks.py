"""Two stories compared block by block: paragraphs, tables and their rows, controls, long fields.

The new story is changed in place. The mark of a paragraph that ends a container, or stands before a
table, cannot be taken away: what comes or goes there is marked one paragraph earlier.
"""

from __future__ import annotations

from collections.abc import Sequence
from copy import deepcopy

from briefing.redline.aligning import Room, align
from briefing.redline.inlines import Inlines, opens
from briefing.redline.marking import Marker, paragraph_properties
from briefing.redline.sides import Side
from briefing.redline.units import Unit, counted, each, likeness, share, structure, units
from briefing.wordfile.names import (
    CELL,
    CONTENT,
    CONTROL,
    PARAGRAPH_PROPERTIES,
    ROW,
    TABLE,
    Element,
    P,
    W,
    of_word,
    value,
    words_of,
)

_BLOCKS = (P, TABLE, CONTROL)
_APART = 0.2
"""Below this share of common words, two paragraphs that must be paired are not compared word by word."""
_ROWS_ALIKE = 0.5

Entry = tuple[Unit | None, Unit | None]


class Blocks:
    """Compares the blocks of one part of the old file with those of one part of the new."""

    def __init__(self, inlines: Inlines, room: Room) -> None:
        self.inlines = inlines
        self.room = room
        self.old: Side = inlines.old
        self.new: Side = inlines.new
        self.marker: Marker = inlines.marker

    def compare(self, old: Element, new: Element) -> None:
        """Two containers: bodies, cells, notes, headers, contents of controls."""
        a = units([one for one in old if one.tag in _BLOCKS], self.old.same)
        b = units([one for one in new if one.tag in _BLOCKS], self.new.same)
        entries = self._entries(a, b)
        places = _places(new)
        made = self._made(_with_ends_paired(entries))
        own = [one for one in new if one.tag == W + "tcPr"]
        for one in list(new):
            new.remove(one)
        new.extend(own)
        for one in _apart(made, self.marker):
            new.extend(places.pop(one, ()))
            new.append(one)
        for left in places.values():
            new.extend(left)

    def delete(self, block: Element) -> list[Element]:
        """A block of the old file as deleted."""
        return self.marker.block("del", self.old.taken(block))

    def insert(self, block: Element, whole: bool = True) -> list[Element]:
        """A block of the new file as inserted."""
        self.inlines.note_inserted([block])
        return self.marker.block("ins", block, whole=whole)

    # ------------------------------------------------------------------------------ entries

    def _entries(self, a: Sequence[Unit], b: Sequence[Unit]) -> list[Entry]:
        keys = [u.key for u in a], [u.key for u in b]
        pairs = align(*keys, lambda i, j: likeness(a[i], b[j]), self.room)
        return [(None if i is None else a[i], None if j is None else b[j]) for i, j in pairs]

    def _made(self, entries: Sequence[Entry]) -> list[Element]:
        made: list[Element] = []
        end = _after_last_pair(entries)
        before: Entry | None = None
        at = 0
        while at < end:
            stop = at
            while _is_lone_paragraph(entries[stop]):
                stop += 1
            if stop == at:
                made += self._entry(*entries[at])
                before, at = entries[at], at + 1
                continue
            if _is_table(entries[stop]):
                made += self._at_end(before, entries[at:stop])
            else:
                made += self._each(entries[at:stop])
            before, at = None, stop
        if end < len(entries) and _is_lone_paragraph(entries[-1]):
            return made + self._at_end(before, entries[end:])
        return made + self._each(entries[end:])

    def _each(self, entries: Sequence[Entry]) -> list[Element]:
        return [one for entry in entries for one in self._entry(*entry)]

    def _entry(self, old: Unit | None, new: Unit | None) -> list[Element]:
        if old is None:
            return [] if new is None else [one for b in new.blocks for one in self.insert(b)]
        if new is None:
            return [one for b in old.blocks for one in self.delete(b)]
        return self._pair(old, new)

    def _at_end(self, before: Entry | None, after: Sequence[Entry]) -> list[Element]:
        """Paragraphs that are only in one of the two, at the end of a container or before a table.

        A mark there cannot be taken away, as there is no paragraph to run on into. It is kept, and with
        it the last paragraph; instead the mark before all of them goes or comes.
        """
        gone = [old for old, _ in after if old]
        come = [new for _, new in after if new]
        if gone and come:
            return self._each(_with_ends_paired(after))
        was, is_ = before or (None, None)
        if not (was and is_ and is_.is_paragraph):
            return self._each(after)
        made = self._each(after[:-1])
        ended = is_.blocks[0]
        if come:
            (final,) = come[-1].blocks
            self.insert(final, whole=False)
            self.marker.changed_paragraph(final, self._old_properties(was.blocks[0]))
            self.marker.paragraph_mark("ins", ended)
            return [*made, final]
        (final,) = gone[-1].blocks
        taken = self.old.taken(final)
        self.marker.paragraph("del", taken, whole=False)
        _give_properties(taken, ended)
        self.marker.changed_paragraph(taken, self._old_properties(final))
        self.marker.paragraph_mark("del", ended)
        return [*made, taken]

    def _pair(self, old: Unit, new: Unit) -> list[Element]:
        was, is_ = old.blocks[0], new.blocks[0]
        if new.kind == "p":
            self.paragraph(was, is_)
        elif old.key == new.key:
            for before, after in zip(old.blocks, new.blocks, strict=True):
                self.inlines.pair_notes(before, after)
        elif new.kind == "table":
            self._table(was, is_)
        elif new.kind == "control":
            self._control(was, is_)
        elif new.kind == "field":
            return self._field(old.blocks, new.blocks)
        return list(new.blocks)

    def _control(self, old: Element, new: Element) -> None:
        was, is_ = old.find(CONTENT), new.find(CONTENT)
        if was is not None and is_ is not None:
            self.compare(was, is_)

    def _field(self, old: Sequence[Element], new: Sequence[Element]) -> list[Element]:
        """A field that spans paragraphs: its first and last ones go together, as they open and close it."""
        ends = [old[0], old[-1], new[0], new[-1]]
        if any(one.tag != P for one in ends):
            gone = [one for block in old for one in self.delete(block)]
            return gone + [one for block in new for one in self.insert(block)]
        self.paragraph(old[0], new[0])
        self.paragraph(old[-1], new[-1])
        inner = self._entries(each(old[1:-1], self.old.same), each(new[1:-1], self.new.same))
        return [new[0], *self._each(inner), new[-1]]

    # --------------------------------------------------------------------------- paragraphs

    def paragraph(self, old: Element, new: Element) -> None:
        """Two paragraphs, the new one changed in place."""
        looks = [one.find(PARAGRAPH_PROPERTIES) for one in (old, new)]
        numbers = [value(one, "pPr/numPr/numId") for one in (old, new)]
        if all(numbers) and self.old.same.list_of(numbers[0]) == self.new.same.list_of(numbers[1]):
            self.old.pair_lists(numbers[0], numbers[1])
        if self.old.same.look(looks[0]) != self.new.same.look(looks[1]):
            self.marker.changed_paragraph(new, self._old_properties(old))
        if _content(self.old, old) == _content(self.new, new):
            self.inlines.pair_notes(old, new)
            return
        texts = [counted(one) for one in (old, new)]
        # Where a field opens or closes it is the same field, whatever it shows.
        loose = any(opens(one) for one in (old, new))
        apart = all(texts) and not loose and share(texts[0], texts[1]) < _APART
        content = self.inlines.compared(old, new, apart=apart)
        for one in list(new):
            if one.tag != PARAGRAPH_PROPERTIES:
                new.remove(one)
        new.extend(content)

    def _old_properties(self, old: Element) -> Element | None:
        found = old.find(PARAGRAPH_PROPERTIES)
        return None if found is None else self.old.taken(_plain(found))

    # ------------------------------------------------------------------------------- tables

    def _table(self, old: Element, new: Element) -> None:
        a, b = list(old.iterchildren(ROW)), list(new.iterchildren(ROW))
        words = [[counted(row) for row in rows] for rows in (a, b)]
        heads = [[_head(row) for row in rows] for rows in (a, b)]

        def alike(i: int, j: int) -> float:
            if structure(a[i]) != structure(b[j]) or not structure(a[i]):
                return 0.0
            common = share(words[0][i], words[1][j])
            if heads[0][i] and heads[0][i] == heads[1][j]:
                return 0.5 + 0.5 * common
            return common if common >= _ROWS_ALIKE else 0.0

        pairs = align(
            [self.old.same.of(r) for r in a], [self.new.same.of(r) for r in b], alike, self.room
        )
        made: list[Element] = []
        for i, j in pairs:
            if j is None and i is not None:
                row = self.old.taken(a[i])
                self.marker.row("del", row)
                made.append(row)
            elif i is None and j is not None:
                self.inlines.note_inserted([b[j]])
                self.marker.row("ins", b[j])
                made.append(b[j])
            elif i is not None and j is not None:
                for was, is_ in zip(a[i].iterchildren(CELL), b[j].iterchildren(CELL), strict=True):
                    self.compare(was, is_)
                made.append(b[j])
        for row in b:
            new.remove(row)
        new.extend(made)


def _content(side: Side, paragraph: Element) -> str:
    return "".join(side.same.of(one) for one in paragraph if one.tag != PARAGRAPH_PROPERTIES)


def _head(row: Element) -> str:
    """What a row is called by: the text of its first cell, or that it is the head of its table."""
    if row.find(f"{W}trPr/{W}tblHeader") is not None:
        return "\n"
    first = row.find(CELL)
    return "" if first is None else words_of(first)


def _plain(properties: Element) -> Element:
    made = deepcopy(properties)
    for name in ("rPr", "sectPr", "pPrChange"):
        for one in made.findall(W + name):
            made.remove(one)
    return made


def _give_properties(paragraph: Element, of: Element) -> None:
    """Let a paragraph look like another."""
    for one in paragraph.findall(PARAGRAPH_PROPERTIES):
        paragraph.remove(one)
    paragraph.insert(0, _plain(paragraph_properties(of)))


def _after_last_pair(entries: Sequence[Entry]) -> int:
    end = len(entries)
    while end and None in entries[end - 1]:
        end -= 1
    return end


def _with_ends_paired(entries: Sequence[Entry]) -> Sequence[Entry]:
    """After the last pair, some gone and others come: if both end with a paragraph, those are paired."""
    end = _after_last_pair(entries)
    gone = [old for old, _ in entries[end:] if old]
    come = [new for _, new in entries[end:] if new]
    if not (gone and come and gone[-1].is_paragraph and come[-1].is_paragraph):
        return entries
    return [
        *entries[:end],
        *((old, None) for old in gone[:-1]),
        *((None, new) for new in come[:-1]),
        (gone[-1], come[-1]),
    ]


def _is_lone_paragraph(entry: Entry) -> bool:
    old, new = entry
    one = old or new
    return None in entry and one is not None and one.is_paragraph


def _is_table(entry: Entry) -> bool:
    one = entry[0] or entry[1]
    return one is not None and one.kind == "table"


def _places(container: Element) -> dict[Element | None, list[Element]]:
    """What is no block, by the block that it stands before; None: after the last."""
    made: dict[Element | None, list[Element]] = {}
    waiting: list[Element] = []
    for one in container:
        if one.tag in _BLOCKS:
            if waiting:
                made[one] = waiting
            waiting = []
        elif one.tag != W + "tcPr":
            waiting.append(one)
    made[None] = waiting
    return made


def _apart(blocks: Sequence[Element], marker: Marker) -> list[Element]:
    """Between two tables of which one comes or goes, a paragraph that is in neither text.

    Word would make one table of two.
    """
    made: list[Element] = []
    for one in blocks:
        if made and made[-1].tag == one.tag == TABLE and (_tracked(made[-1]) or _tracked(one)):
            between = of_word("p")
            marker.paragraph_mark("ins", between)
            marker.paragraph_mark("del", between)
            made.append(between)
        made.append(one)
    return made


def _tracked(table: Element) -> bool:
    """Whether every row of a table is inserted, or every one deleted."""
    rows = table.findall(ROW)
    return any(
        all(row.find(f"{W}trPr/{W}{kind}") is not None for row in rows) for kind in ("ins", "del")
    )
