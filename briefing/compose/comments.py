"""Cautions as comments on the sentences they concern, for those who edit a brief.

A caution is put on the sentence that prints most of its facts: in the running text before the box of
cautions, the bottom line first. One whose facts stand in no sentence is put on its own words in the box.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from briefing.blocks import (
    Block,
    Blocks,
    BulletList,
    Callout,
    Commented,
    Document,
    Inline,
    Inlines,
    NoteRef,
    Paragraph,
    Text,
    Value,
    leaves,
    plain,
)
from briefing.facts.prose import FactReference, Prose
from briefing.sections import Wording

_END = re.compile(r"[.!?](?=\s|$)\s*")


@dataclass(frozen=True, slots=True)
class _Caution:
    words: Inlines
    ids: frozenset[str]


def with_comments(document: Document, wording: Wording) -> Document:
    """The document with a comment for each caution in its box; as it is where there is no such box."""
    cautions = [*_cautions(document.blocks, wording)]
    wanted: dict[tuple[str, int], list[int]] = {}
    for number, caution in enumerate(cautions):
        wanted.setdefault(_best(caution, document.blocks), []).append(number)
    blocks = _Marker(wanted, cautions).blocks(document.blocks)
    comments = tuple(_bare(caution.words) for caution in cautions)
    return replace(document, blocks=blocks, comments=comments)


def _cautions(blocks: Blocks, wording: Wording) -> Iterator[_Caution]:
    """What the box of cautions says, item by item, with the facts that each is about."""
    known = {
        _printed(caution.text, wording): {*caution.facts, *_named(caution.text)}
        for caution in wording.visit.cautions.values()
    }
    for block in blocks:
        if isinstance(block, Callout) and block.kind == "caution":
            for paragraph in _paragraphs(block.content):
                ids = {leaf.id for leaf in leaves(paragraph.content) if isinstance(leaf, Value)}
                ids |= known.get(_folded(plain(paragraph.content)), set())
                yield _Caution(paragraph.content, frozenset(ids - {""}))


def _printed(prose: Prose, wording: Wording) -> str:
    """The words that a caution prints, without emphasis: what tells its item in the box."""
    words = ""
    for nth, part in enumerate(prose.parts):
        if isinstance(part, str):
            words += part
        elif part.form != "note":
            words += wording.value(part.id, part.form + ("^" if nth == 0 else "")).text
    return _folded(words)


def _named(prose: Prose) -> set[str]:
    return {part.id for part in prose.parts if isinstance(part, FactReference)}


def _folded(words: str) -> str:
    return " ".join(re.sub(r"[*_\\`]", "", words).split())


def _best(caution: _Caution, blocks: Blocks) -> tuple[str, int]:
    """The sentence that prints most of the caution's facts, by its words and its place among those alike."""
    best, place = 0, (plain(caution.words), 0)
    for block in blocks:
        if isinstance(block, Callout) and block.kind == "caution":
            break
        for paragraph in _running(block):
            for nth, sentence in enumerate(sentences(paragraph.content)):
                printed = {leaf.id for leaf in leaves(sentence) if isinstance(leaf, Value)}
                if len(printed & caution.ids) > best:
                    best, place = len(printed & caution.ids), (plain(paragraph.content), nth)
    return place


def _running(block: Block) -> Iterator[Paragraph]:
    """The paragraphs of running text in a block: of the body, and of the bottom line."""
    if isinstance(block, Paragraph) and block.role == "body":
        yield block
    elif isinstance(block, Callout) and block.kind == "bottom-line":
        yield from _paragraphs(block.content)


def _paragraphs(blocks: Blocks) -> Iterator[Paragraph]:
    for block in blocks:
        if isinstance(block, Paragraph):
            yield block
        elif isinstance(block, BulletList):
            for item in block.items:
                yield from _paragraphs(item)


def sentences(content: Inlines) -> tuple[Inlines, ...]:
    """Running text cut at the ends of its sentences; references to notes stay with theirs."""
    made: list[list[Inline]] = [[]]
    ended = False
    for inline in content:
        if ended and not isinstance(inline, NoteRef):
            made.append([])
            ended = False
        if not isinstance(inline, Text):
            made[-1].append(inline)
            continue
        at = 0
        for end in _END.finditer(inline.text):
            made[-1].append(Text(inline.text[at : end.end()]))
            at, ended = end.end(), True
            if at < len(inline.text):
                made.append([])
                ended = False
        if at < len(inline.text):
            made[-1].append(Text(inline.text[at:]))
    return tuple(tuple(part) for part in made if part)


def _bare(content: Inlines) -> Inlines:
    return tuple(inline for inline in content if not isinstance(inline, NoteRef))


class _Marker:
    """Puts the comments on their sentences, each once."""

    def __init__(
        self, wanted: Mapping[tuple[str, int], Sequence[int]], cautions: Sequence[_Caution]
    ) -> None:
        self._wanted = dict(wanted)
        self._own = {plain(caution.words) for caution in cautions}

    def blocks(self, blocks: Blocks) -> Blocks:
        return tuple(map(self._block, blocks))

    def _block(self, block: Block) -> Block:
        match block:
            case Paragraph(content, role) if role == "body":
                return replace(block, content=self._marked(content, sentences))
            case Callout(kind="bottom-line"):
                return self._callout(block, sentences)
            case Callout(kind="caution"):
                return self._callout(block, lambda content: (content,))
            case _:
                return block

    def _callout(self, callout: Callout, cut: Callable[[Inlines], tuple[Inlines, ...]]) -> Callout:
        return replace(callout, content=tuple(self._inner(b, cut) for b in callout.content))

    def _inner(self, block: Block, cut: Callable[[Inlines], tuple[Inlines, ...]]) -> Block:
        if isinstance(block, Paragraph):
            return replace(block, content=self._marked(block.content, cut))
        if isinstance(block, BulletList):
            items = (tuple(self._inner(one, cut) for one in item) for item in block.items)
            return replace(block, items=tuple(items))
        return block

    def _marked(self, content: Inlines, cut: Callable[[Inlines], tuple[Inlines, ...]]) -> Inlines:
        words = plain(content)
        parts = cut(content)
        numbers = [self._wanted.pop((words, nth), ()) for nth in range(len(parts))]
        if not any(numbers):
            return content
        made: list[Inline] = []
        for part, own in zip(parts, numbers, strict=True):
            inner = part
            for number in own:
                inner = (Commented(inner, number),)
            made.extend(inner)
        return tuple(made)
