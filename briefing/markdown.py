"""The reader: Markdown text of a section → blocks, each reference turned into what it stands for.

CommonMark with pipe tables; `::: name title` … `:::` containers; `Table: caption` before a table;
`![](chart:key)` places a chart. Numbering, notes and widths are left to `compose`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, cast

from markdown_it import MarkdownIt
from markdown_it.token import Token

from briefing.blocks import (
    Block,
    Blocks,
    BulletList,
    Callout,
    CalloutKind,
    Caption,
    Chart,
    Column,
    CrossReference,
    Emphasis,
    Figure,
    Heading,
    Inline,
    Inlines,
    KeyFigure,
    KeyFigures,
    LineBreak,
    Link,
    NoteList,
    OrderedList,
    PageBreak,
    Paragraph,
    Quotation,
    Strong,
    Table,
    Text,
)
from briefing.errors import Diagnostic, Place, TemplateError

_REFERENCE = re.compile("\ue000[0-9]+\ue001")
_OPENING = re.compile(r":::\s*([a-z-]+)\s*(.*)")
_PARSER = (
    MarkdownIt("commonmark", {"html": False}).enable("table").disable(["html_block", "html_inline"])
)

CALLOUTS = ("bottom-line", "glance", "caution", "draft", "omitted")


@dataclass(frozen=True, slots=True)
class Omitted:
    """A chart that is left out on purpose, and the sentence that says so."""

    sentence: Inlines


Place_ = Callable[[str], "Chart | Omitted | None"]


@dataclass(frozen=True, slots=True)
class _Container:
    name: str
    title: str
    lines: tuple[str | _Container, ...]


class Reader:
    """Reads the sections of one brief: knows its references and its charts."""

    def __init__(
        self,
        references: Mapping[str, Inlines],
        charts: Mapping[str, Chart | Omitted],
        omitted_title: str,
    ) -> None:
        self._references = references
        self._charts = charts
        self._omitted_title = omitted_title

    def read(self, text: str, file: str = "") -> Blocks:
        """The blocks of one section's Markdown. Raises TemplateError for what it cannot place."""
        try:
            lines, rest = _contained(text.split("\n"))
            if rest:
                raise ValueError('":::" closes a container that was never opened')
            return tuple(self._blocks(lines))
        except ValueError as fault:
            raise TemplateError([Diagnostic(Place(file), "", str(fault))]) from None

    # ------------------------------------------------------------------------------ blocks

    def _blocks(self, lines: Iterable[str | _Container]) -> Iterable[Block]:
        plain: list[str] = []
        for line in lines:
            if isinstance(line, str):
                plain.append(line)
                continue
            yield from self._markdown("\n".join(plain))
            plain = []
            yield from self._container(line)
        yield from self._markdown("\n".join(plain))

    def _container(self, container: _Container) -> Iterable[Block]:
        kind, _, rest = container.title.partition(" ")
        match container.name:
            case "callout" if kind in CALLOUTS:
                content = tuple(self._blocks(container.lines))
                if content:
                    yield Callout(cast("CalloutKind", kind), self._inlines(rest), content)
            case "key-figures":
                yield KeyFigures(tuple(self._tiles(container)))
            case "quotation":
                yield self._quotation(container)
            case "small":
                for block in self._blocks(container.lines):
                    small = isinstance(block, Paragraph) and block.role == "body"
                    yield Paragraph(cast("Paragraph", block).content, "small") if small else block
            case "notes" | "calculations":
                yield NoteList(container.name, ())
            case "annex":
                yield Heading(1, self._inlines(container.title), "annex")
                yield from self._blocks(container.lines)
            case "chart-data":
                yield Paragraph((), "chart-data")
            case "page-break":
                yield PageBreak()
            case _:
                name = f"{container.name} {kind}".strip()
                raise ValueError(f'no container is called "{name}"')

    def _tiles(self, container: _Container) -> Iterable[KeyFigure]:
        for block in self._blocks(container.lines):
            if not isinstance(block, BulletList):
                raise ValueError("key-figures hold one list, an item for each tile")
            for item in block.items:
                first = item[0] if item else None
                lines = _split_lines(first.content) if isinstance(first, Paragraph) else []
                if len(lines) != 3:
                    raise ValueError("a key figure has three lines: value, label, attribution")
                yield KeyFigure(*lines)

    def _quotation(self, container: _Container) -> Quotation:
        paragraphs = [b for b in self._blocks(container.lines) if isinstance(b, Paragraph)]
        if len(paragraphs) != 2:
            raise ValueError("a quotation has two paragraphs: the words, and who said them")
        return Quotation(paragraphs[0].content, paragraphs[1].content)

    def _markdown(self, text: str) -> Iterable[Block]:
        if text.strip():
            yield from self._walk(_PARSER.parse(text))

    def _walk(self, tokens: Sequence[Token]) -> Iterable[Block]:
        caption: Caption | None = None
        position = 0
        while position < len(tokens):
            token = tokens[position]
            end = _closing(tokens, position)
            inside = tokens[position + 1 : end]
            match token.type:
                case "heading_open":
                    level = cast("Literal[1, 2, 3]", min(3, int(token.tag[1])))
                    yield Heading(level, self._children(inside[0]))
                case "paragraph_open":
                    content = self._children(inside[0])
                    if _is_caption(content):
                        caption = Caption(_without_prefix(content))
                    else:
                        yield from self._paragraph(content, inside[0])
                case "bullet_list_open":
                    yield BulletList(tuple(self._items(inside)))
                case "ordered_list_open":
                    yield OrderedList(tuple(self._items(inside)), int(token.attrs.get("start", 1)))
                case "table_open":
                    yield self._table(inside, caption)
                    caption = None
                case "hr":
                    yield PageBreak()
                case _:
                    raise ValueError(f"{token.type.removesuffix('_open')} has no place in a brief")
            position = end + 1

    def _paragraph(self, content: Inlines, inline: Token) -> Iterable[Block]:
        images = [child for child in inline.children or () if child.type == "image"]
        if not images:
            if content:
                yield Paragraph(content)
            return
        for image in images:
            yield self._figure(str(image.attrs.get("src", "")))

    def _figure(self, address: str) -> Block:
        scheme, _, key = address.partition(":")
        if scheme != "chart" or key not in self._charts:
            raise ValueError(f'no chart is called "{address}"')
        chart = self._charts[key]
        if isinstance(chart, Omitted):
            return Callout("omitted", (Text(self._omitted_title),), (Paragraph(chart.sentence),))
        return Figure(chart, Caption(chart.title))

    def _items(self, tokens: Sequence[Token]) -> Iterable[Blocks]:
        position = 0
        while position < len(tokens):
            end = _closing(tokens, position)
            yield tuple(self._walk(tokens[position + 1 : end]))
            position = end + 1

    def _table(self, tokens: Sequence[Token], caption: Caption | None) -> Table:
        rows: list[tuple[Inlines, ...]] = []
        columns: list[Column] = []
        cells: list[Inlines] = []
        for position, token in enumerate(tokens):
            match token.type:
                case "tr_open":
                    cells = []
                case "th_open":
                    align = "right" if "right" in str(token.attrs.get("style", "")) else "left"
                    head = self._children(tokens[position + 1])
                    columns.append(Column(head, cast("Literal['left', 'right']", align)))
                case "td_open":
                    cells.append(self._children(tokens[position + 1]))
                case "tr_close" if cells:
                    rows.append(tuple(cells))
                case _:
                    pass
        return Table(tuple(columns), tuple(rows), caption)

    # ----------------------------------------------------------------------------- inlines

    def _inlines(self, text: str) -> Inlines:
        tokens = _PARSER.parseInline(text)
        return self._children(tokens[0]) if tokens else ()

    def _children(self, token: Token) -> Inlines:
        content, _ = self._run(token.children or [], 0)
        return _joined(content)

    def _run(self, tokens: Sequence[Token], position: int) -> tuple[list[Inline], int]:
        content: list[Inline] = []
        while position < len(tokens):
            token = tokens[position]
            if token.type.endswith("_close"):
                return content, position
            match token.type:
                case "text" | "text_special" | "code_inline":
                    content += self._resolved(token.content)
                case "softbreak":
                    content.append(Text(" "))
                case "hardbreak":
                    content.append(LineBreak())
                case "image":
                    pass
                case "strong_open" | "em_open" | "link_open":
                    inner, position = self._run(tokens, position + 1)
                    content.append(_wrapped(token, _joined(inner)))
                case _:
                    raise ValueError(f"{token.type} has no place in a brief")
            position += 1
        return content, position

    def _resolved(self, text: str) -> Iterable[Inline]:
        position = 0
        for found in _REFERENCE.finditer(text):
            if found.start() > position:
                yield Text(text[position : found.start()])
            yield from self._references[found[0]]
            position = found.end()
        if position < len(text):
            yield Text(text[position:])


def _contained(lines: Sequence[str]) -> tuple[tuple[str | _Container, ...], Sequence[str]]:
    """Lines and containers up to the end or to a `:::` that closes; and what is left after it."""
    found: list[str | _Container] = []
    while lines:
        line, lines = lines[0], lines[1:]
        opening = _OPENING.fullmatch(line.strip())
        if opening:
            inside, lines = _contained(lines)
            if not lines:
                raise ValueError(f'"::: {opening[1]}" is never closed')
            lines = lines[1:]
            found.append(_Container(opening[1], opening[2], inside))
        elif line.strip() == ":::":
            return tuple(found), (line, *lines)
        else:
            found.append(line)
    return tuple(found), ()


def _closing(tokens: Sequence[Token], position: int) -> int:
    """The index of the token that closes the one at `position`."""
    depth = 0
    for index in range(position, len(tokens)):
        depth += tokens[index].nesting
        if depth == 0:
            return index
    return len(tokens) - 1


def _wrapped(token: Token, content: Inlines) -> Inline:
    if token.type == "strong_open":
        return Strong(content)
    if token.type == "em_open":
        return Emphasis(content)
    address = str(token.attrs.get("href", ""))
    if address.startswith("#"):
        return CrossReference(address[1:], content)
    return Link(content, address)


def _joined(content: Iterable[Inline]) -> Inlines:
    joined: list[Inline] = []
    for inline in content:
        last = joined[-1] if joined else None
        if isinstance(inline, Text) and isinstance(last, Text):
            joined[-1] = Text(last.text + inline.text)
        else:
            joined.append(inline)
    return tuple(joined)


_CAPTION = "Table: "


def _is_caption(content: Inlines) -> bool:
    return bool(content) and isinstance(content[0], Text) and content[0].text.startswith(_CAPTION)


def _without_prefix(content: Inlines) -> Inlines:
    first = cast("Text", content[0]).text.removeprefix(_CAPTION)
    return ((Text(first),) if first else ()) + content[1:]


def _split_lines(content: Inlines) -> list[Inlines]:
    lines: list[list[Inline]] = [[]]
    for inline in content:
        if isinstance(inline, LineBreak):
            lines.append([])
        else:
            lines[-1].append(inline)
    return [tuple(line) for line in lines]
