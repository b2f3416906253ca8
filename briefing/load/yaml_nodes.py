"""YAML as nodes: every scalar is text, every key and value knows its line. No meaning is given here.

Refused: repeated keys, tags, several documents, an anchor inside itself, and what would expand or
nest without end.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import NoReturn

import yaml
from yaml import events

from briefing.errors import Diagnostic, Place
from briefing.facts.reading import ID
from briefing.load.characters import forbidden
from briefing.load.nodes import Entries, Items, Node, Scalar, dotted
from briefing.load.yaml_errors import reworded

DEEPEST = 20
"""How deep a facts file may nest; the format itself needs six."""
MOST_NODES = 200_000
"""How many keys and values a facts file may have, counted after each alias is replaced."""

_LONG = 500  # letters of a text that a hint still repeats whole

_COLON = re.compile(r"\s*:")
_LOADER = getattr(yaml, "CBaseLoader", yaml.BaseLoader)


def compose(text: str, file: str) -> tuple[Node | None, list[Diagnostic]]:
    """The one document of `text` as nodes (None where it is empty or cannot be read), and its faults."""
    composer = _Composer(text, file)
    try:
        node = composer.document()
    except yaml.MarkedYAMLError as error:
        return None, [*composer.faults, reworded(error, text, file)]
    except _Refused as refused:
        return None, [*composer.faults, refused.diagnostic]
    return node, composer.faults


class _Refused(Exception):
    def __init__(self, diagnostic: Diagnostic) -> None:
        super().__init__(diagnostic.message)
        self.diagnostic = diagnostic


@dataclass(slots=True)
class _Composer:
    text: str
    file: str
    faults: list[Diagnostic] = field(default_factory=list)
    anchors: dict[str, tuple[Node | None, int]] = field(default_factory=dict)
    count: int = 0
    lines: list[str] = field(default_factory=list)
    path: list[str | int] = field(default_factory=list)

    def document(self) -> Node | None:
        """The nodes of the only document."""
        self.lines = self.text.splitlines()
        stream: Iterator[events.Event] = yaml.parse(self.text, Loader=_LOADER)
        node: Node | None = None
        documents = 0
        for event in stream:
            if isinstance(event, events.DocumentStartEvent):
                documents += 1
                if documents > 1:
                    self._stop(
                        event, "expected one document, found a second", "remove the line ---"
                    )
            elif isinstance(event, events.NodeEvent):
                node = self._node(event, stream, 1)
        return node

    def _node(self, event: events.Event, stream: Iterator[events.Event], depth: int) -> Node:
        before = self.count
        self._grow(event, 1)
        if depth > DEEPEST:
            del self.path[1:]
            self._stop(event, f"expected at most {DEEPEST} levels of nesting, found more")
        if isinstance(event, events.AliasEvent):
            return self._alias(event)
        anchor = getattr(event, "anchor", None)
        if anchor:
            self.anchors[anchor] = (None, 0)
        tag = getattr(event, "tag", None)
        if tag:
            message = f"tags such as {_short_tag(tag)} are not allowed"
            self._fault(event, message, "remove it: the field decides what it holds")
        node = self._inner(event, stream, depth)
        if anchor:
            self.anchors[anchor] = (node, self.count - before)
        return node

    def _inner(self, event: events.Event, stream: Iterator[events.Event], depth: int) -> Node:
        match event:
            case events.SequenceStartEvent():
                nodes: list[Node] = []
                while not isinstance(inner := next(stream), events.SequenceEndEvent):
                    self.path.append(len(nodes))
                    nodes.append(self._node(inner, stream, depth + 1))
                    self.path.pop()
                return Items(tuple(nodes), self._place(event))
            case events.MappingStartEvent():
                return self._entries(event, stream, depth)
            case _:
                return self._scalar(event)

    def _entries(self, start: events.Event, stream: Iterator[events.Event], depth: int) -> Entries:
        pairs: dict[str, tuple[Scalar, Node]] = {}
        last: str | None = None
        while not isinstance(event := next(stream), events.MappingEndEvent):
            end = _end(event)
            key = self._node(event, stream, depth + 1)
            self.path.append(key.text if isinstance(key, Scalar) else "…")
            value = self._node(next(stream), stream, depth + 1)
            self.path.pop()
            if not isinstance(key, Scalar):
                self._fault(event, "expected a key, found a list or keys with values", _BRACES)
                continue
            if last and self._no_colon(end, value, start):
                pairs[last] = self._joined(pairs[last], key, end)
                continue
            if isinstance(value, Scalar) and value.blank:  # where nothing stands, parsers differ
                value = replace(value, place=key.place)
            last = key.text
            if last in pairs:
                first = pairs[last][0].place.line
                message = f"the key stands twice, on line {first} and on line {key.place.line}"
                self._at(key, last, message, "keep one of them")
                continue
            pairs[last] = (key, value)
        return Entries(tuple(pairs.values()), self._place(start))

    def _no_colon(self, end: tuple[int, int], value: Node, start: events.Event) -> bool:
        """Whether a comma has cut a text in two: `{project: Plant, built jointly}`."""
        if not (isinstance(value, Scalar) and value.blank and getattr(start, "flow_style", False)):
            return False
        return not _COLON.match(self.lines[end[0]], end[1])

    def _joined(
        self, pair: tuple[Scalar, Node], cut: Scalar, end: tuple[int, int]
    ) -> tuple[Scalar, Node]:
        """The text before the comma with the text after it, and a fault that says so."""
        key, value = pair
        if not isinstance(value, Scalar):
            self._at(cut, cut.text, "a key without a value", "remove it, or give it a value")
            return pair
        message = f'the text is cut by a comma: "{cut.text}" is read as a key'
        if len(value.text) > _LONG:
            self._at(cut, key.text, message, "inside braces a text with a comma needs quotes")
            return pair
        whole = f"{value.text}, {cut.text}"
        if value.plain and value.place.line == end[0] + 1:
            whole = self.lines[end[0]][value.place.column - 1 : end[1]]
        hint = f'inside braces a text with a comma needs quotes: {key.text}: "{whole}"'
        if ID.fullmatch(cut.text) and all(map(ID.fullmatch, value.text.split(", "))):
            hint += f"; a list needs brackets: {key.text}: [{whole}]"
        self._at(cut, key.text, message, hint)
        return key, Scalar(whole, value.place, plain=False)

    def _scalar(self, event: events.Event) -> Scalar:
        text: str = getattr(event, "value", "")
        plain = getattr(event, "style", None) in (None, "")
        blank = plain and not text
        if not plain:  # escapes inside quotes can name what the file itself does not hold
            for _, name in forbidden(text):
                self._fault(event, f"{name} is not allowed", "remove it")
        return Scalar(text, self._place(event), plain, blank)

    def _alias(self, event: events.AliasEvent) -> Node:
        if event.anchor not in self.anchors:
            hint = f"write &{event.anchor} before what it names, or put the text in quotes"
            self._stop(event, f"*{event.anchor} names no anchor", hint)
        node, size = self.anchors[event.anchor]
        if node is None:
            self._stop(event, f"*{event.anchor} stands inside what it names")
        self._grow(event, size)
        return node

    def _grow(self, event: events.Event, size: int) -> None:
        self.count += size
        if self.count > MOST_NODES:
            message = f"expected at most {MOST_NODES:,} keys and values, found more"
            self._stop(event, message, "anchors expand: write fewer *names, or a smaller file")

    def _place(self, event: events.Event) -> Place:
        mark = event.start_mark
        return Place(self.file, mark.line + 1, mark.column + 1) if mark else Place(self.file)

    def _at(self, key: Scalar, name: str, message: str, hint: str) -> None:
        self.faults.append(Diagnostic(key.place, dotted((*self.path, name)), message, hint))

    def _fault(self, event: events.Event, message: str, hint: str = "") -> None:
        self.faults.append(Diagnostic(self._place(event), dotted(self.path), message, hint))

    def _stop(self, event: events.Event, message: str, hint: str = "") -> NoReturn:
        raise _Refused(Diagnostic(self._place(event), dotted(self.path), message, hint))


_BRACES = 'text that begins with { or [ needs quotes: "{F29} rose"'


def _end(event: events.Event) -> tuple[int, int]:
    mark = event.end_mark
    return (mark.line, mark.column) if mark else (0, 0)


def _short_tag(tag: str) -> str:
    return "!!" + tag.rpartition(":")[2] if tag.startswith("tag:yaml.org,2002:") else tag
