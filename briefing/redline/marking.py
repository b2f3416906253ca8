"""Marks of revision: what was inserted or deleted, down to rows, paragraph marks and content controls.

Each mark has author and date; `number` gives them their ids when all stand in place.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Literal

from lxml import etree

from briefing.wordfile.names import (
    CELL,
    CONTENT,
    CONTROL,
    CONTROL_PROPERTIES,
    INLINE_BOXES,
    PARAGRAPH_PROPERTIES,
    ROW,
    RUN,
    RUN_PROPERTIES,
    SPACE,
    STARTS_AND_ENDS,
    TABLE,
    TEXT,
    TRACKED,
    Element,
    P,
    W,
    of_word,
)

Kind = Literal["ins", "del"]
_RANGES = {"ins": "customXmlInsRange", "del": "customXmlDelRange"}


class Marker:
    """Makes the marks of one comparison: one author, one date (RFC 3339; "" leaves it out)."""

    def __init__(self, author: str, date: str) -> None:
        self._given = {"id": "0", "author": author, **({"date": date} if date else {})}

    def mark(self, kind: str) -> Element:
        """An element that says who and when: `ins`, `del`, `pPrChange`, …."""
        return of_word(kind, **self._given)

    # ------------------------------------------------------------------------------ inlines

    def inline(self, kind: Kind, elements: Iterable[Element]) -> list[Element]:
        """Runs and what holds runs, as inserted or deleted; places without extent pass."""
        made: list[Element] = []
        open_mark: Element | None = None
        for one in elements:
            if one.tag in STARTS_AND_ENDS:
                made.append(one)
                open_mark = None
            elif one.tag in INLINE_BOXES:
                made += self._box(kind, one)
                open_mark = None
            else:
                if open_mark is None:
                    open_mark = self.mark(kind)
                    made.append(open_mark)
                open_mark.append(_as_deleted(one) if kind == "del" else one)
        return made

    def _box(self, kind: Kind, box: Element) -> list[Element]:
        holder = box.find(CONTENT) if box.tag == CONTROL else box
        if holder is None:
            return []
        own = [one for one in holder if one.tag in (RUN_PROPERTIES, *_BOX_PROPERTIES)]
        inner = [one for one in holder if one not in own]
        for one in inner:
            holder.remove(one)
        holder.extend(self.inline(kind, inner))
        return self._control(kind, box, holder) if box.tag == CONTROL else [box]

    def _control(self, kind: Kind, control: Element, holder: Element) -> list[Element]:
        """A content control that was itself inserted or deleted: both its tags are in ranges of their own."""
        free(control)
        start, inner_end = self._range(kind)
        inner_start, end = self._range(kind)
        holder.insert(0, inner_end)
        holder.append(inner_start)
        return [start, control, end]

    def _range(self, kind: Kind) -> tuple[Element, Element]:
        name = _RANGES[kind]
        return self.mark(f"{name}Start"), of_word(f"{name}End", id="0")

    # ------------------------------------------------------------------------------- blocks

    def block(self, kind: Kind, block: Element, *, whole: bool = True) -> list[Element]:
        """A paragraph, table or control of blocks, as inserted or deleted.

        `whole` is False for a paragraph whose mark is another's: only its words are marked.
        """
        if block.tag == P:
            self.paragraph(kind, block, whole=whole)
        elif block.tag == TABLE:
            for row in within(block, ROW):
                self.row(kind, row)
        elif block.tag == CONTROL and (holder := block.find(CONTENT)) is not None:
            self._inside(kind, holder)
            return self._control(kind, block, holder)
        return [block]

    def _inside(self, kind: Kind, holder: Element) -> None:
        for inner in list(holder):
            at = holder.index(inner)
            holder.remove(inner)
            for offset, one in enumerate(self.block(kind, inner)):
                holder.insert(at + offset, one)

    def paragraph(self, kind: Kind, paragraph: Element, *, whole: bool = True) -> None:
        """A paragraph's words, and with `whole` the mark that ends it."""
        inner = [one for one in paragraph if one.tag != PARAGRAPH_PROPERTIES]
        for one in inner:
            paragraph.remove(one)
        paragraph.extend(self.inline(kind, inner))
        if whole:
            self.paragraph_mark(kind, paragraph)

    def paragraph_mark(self, kind: Kind, paragraph: Element) -> None:
        """The mark that ends a paragraph: without it the paragraph runs on into the next."""
        properties = paragraph_properties(paragraph)
        looks = properties.find(RUN_PROPERTIES)
        if looks is None:
            looks = of_word("rPr")
            last = (W + "sectPr", W + "pPrChange")
            at = [n for n, one in enumerate(properties) if one.tag in last]
            properties.insert(at[0] if at else len(properties), looks)
        # The schema has `ins` before `del`, and both before what the words look like.
        looks.insert(
            1 if kind == "del" and len(looks) and looks[0].tag == W + "ins" else 0, self.mark(kind)
        )

    def row(self, kind: Kind, row: Element) -> None:
        """A row of a table with all that is in it."""
        properties = row.find(W + "trPr")
        if properties is None:
            properties = of_word("trPr")
            row.insert(1 if len(row) and row[0].tag == W + "tblPrEx" else 0, properties)
        properties.append(self.mark(kind))
        for cell in within(row, CELL):
            for block in list(cell):
                if block.tag in (P, TABLE, CONTROL):
                    at = cell.index(block)
                    cell.remove(block)
                    for offset, one in enumerate(self.block(kind, block)):
                        cell.insert(at + offset, one)

    # ------------------------------------------------------------------------------- looks

    def changed_words(self, run: Element, was: Element | None) -> None:
        """Note how the words of a run looked; `was` is taken in."""
        looks = run.find(RUN_PROPERTIES)
        if looks is None:
            looks = of_word("rPr")
            run.insert(0, looks)
        looks.append(self._changed("rPrChange", was if was is not None else of_word("rPr")))

    def changed_paragraph(self, paragraph: Element, was: Element | None) -> None:
        """Note what the properties of a paragraph were; `was` is taken in."""
        before = of_word("pPr") if was is None else was
        for name in ("rPr", "sectPr", "pPrChange"):
            for one in before.findall(W + name):
                before.remove(one)
        properties = paragraph_properties(paragraph)
        for one in properties.findall(W + "pPrChange"):
            properties.remove(one)
        properties.append(self._changed("pPrChange", before))

    def _changed(self, name: str, before: Element) -> Element:
        made = self.mark(name)
        made.append(before)
        return made


def paragraph_properties(paragraph: Element) -> Element:
    """`w:pPr` of a paragraph, made where there is none."""
    properties = paragraph.find(PARAGRAPH_PROPERTIES)
    if properties is None:
        properties = of_word("pPr")
        paragraph.insert(0, properties)
    return properties


def within(parent: Element, tag: str) -> Iterator[Element]:
    """The rows of a table or the cells of a row, also those that stand in controls."""
    for one in parent:
        if one.tag == tag:
            yield one
        elif one.tag in (CONTROL, CONTENT, W + "customXml"):
            yield from within(one, tag)


def free(control: Element, *, text: bool = True) -> None:
    """Let a control hold marks of revision: what is bound to a store cannot, nor (`text`) plain text."""
    for properties in control.iterchildren(CONTROL_PROPERTIES):
        for name in ("dataBinding", "lock", *(["text"] if text else [])):
            for one in properties.findall(W + name):
                properties.remove(one)


def joined(elements: Sequence[Element]) -> list[Element]:
    """Neighbouring marks of one kind as one, neighbouring runs of one look as one."""
    made: list[Element] = []
    for one in elements:
        last = made[-1] if made else None
        if last is not None and one.tag == last.tag and one.tag in (W + "ins", W + "del"):
            inner = joined([*last, *one])
            for child in list(last):
                last.remove(child)
            last.extend(inner)
        elif last is not None and _one_run(last, one):
            words, more = last[-1], one[-1]
            words.text = (words.text or "") + (more.text or "")
            words.set(SPACE, "preserve")
        else:
            if one.tag in (W + "ins", W + "del"):
                inner = joined(list(one))
                for child in list(one):
                    one.remove(child)
                one.extend(inner)
            made.append(one)
    return made


def number(roots: Iterable[Element], first: int) -> None:
    """Give every mark its id, in order, from `first`; the end of a range has that of its start."""
    open_ranges: list[str] = []
    for root in roots:
        for one in root.iter(*TRACKED):
            if one.tag in _RANGE_ENDS:
                one.set(W + "id", open_ranges.pop())
                continue
            one.set(W + "id", str(first))
            if one.tag in _RANGE_STARTS:
                open_ranges.append(str(first))
            first += 1


_BOX_PROPERTIES = (W + "smartTagPr", W + "customXmlPr")
_RANGE_STARTS = frozenset(W + f"{name}Start" for name in _RANGES.values())
_RANGE_ENDS = frozenset(W + f"{name}End" for name in _RANGES.values())


def _as_deleted(element: Element) -> Element:
    for name, gone in (("t", "delText"), ("instrText", "delInstrText")):
        for one in element.iter(W + name):
            # Words in a picture's own text box go with the picture.
            if one.getparent() is element:
                one.tag = W + gone
                one.set(SPACE, "preserve")
    return element


def _one_run(a: Element, b: Element) -> bool:
    """Whether two runs are words that look the same."""
    if not a.tag == b.tag == RUN:
        return False
    own = [[one for one in run if one.tag != RUN_PROPERTIES] for run in (a, b)]
    if any(len(words) != 1 for words in own):
        return False
    kinds = {own[0][0].tag, own[1][0].tag}
    if kinds not in ({TEXT}, {W + "delText"}):
        return False
    looks = [run.find(RUN_PROPERTIES) for run in (a, b)]
    said = [b"" if one is None else etree.tostring(one, method="c14n") for one in looks]
    return said[0] == said[1]
