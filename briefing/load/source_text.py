"""A source's text in its places: paragraphs or pages, and the quotation marks in them. Kept by no one."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

_SAME = str.maketrans(
    {mark: '"' for mark in "“”„‟«»＂"}
    | {mark: "'" for mark in "‘’‚‛ʼ＇"}
    | {mark: "-" for mark in "‐‑‒–—−"}
)
_OPENING = {"“": "”", "«": "»", "„": "“”", '"': '"', "＂": "＂"}


class Span(NamedTuple):
    """A stretch of one place's text: from `start` up to, not including, `end`."""

    start: int
    end: int

    def inside(self, other: Span) -> bool:
        """Whether it lies within another."""
        return other.start <= self.start and self.end <= other.end

    def touches(self, other: Span) -> bool:
        """Whether the two share a character."""
        return self.start < other.end and other.start < self.end


@dataclass(frozen=True, slots=True)
class Stretch:
    """The text of one place, spaces run together; `number` counts from 1."""

    number: int
    text: str

    def spans(self, words: str) -> Iterator[Span]:
        """Wherever `words` stand in it: quotes, dashes and spaces may be of another make."""
        sought = alike(words)
        here = alike(self.text)
        start = here.find(sought) if sought else -1
        while start >= 0:
            yield Span(start, start + len(sought))
            start = here.find(sought, start + 1)

    def quotations(self) -> Iterator[Span]:
        """What stands in double quotation marks, without them; a quote left open runs to the end."""
        position = 0
        while position < len(self.text):
            closing = _OPENING.get(self.text[position])
            position += 1
            if closing is None:
                continue
            ends = [at for mark in closing if (at := self.text.find(mark, position)) >= 0]
            end = min(ends, default=len(self.text))
            yield Span(position, end)
            position = end + 1


def alike(text: str) -> str:
    """`text` with one kind of quote, dash and space, character for character."""
    return " ".join(text.split()).translate(_SAME)


def stretches(text: str, place: str) -> tuple[Stretch, ...]:
    """The text by its places: by form feeds where they are pages, by paragraphs otherwise.

    Paragraphs are parted by empty lines; in a text without any, each line is one.
    """
    if place == "page":
        parts = text.split("\f")
    else:
        text = text.replace("\f", "\n\n")
        parts = [part for part in re.split(r"\n[^\S\n]*\n", text.strip()) if part.strip()]
        if len(parts) == 1:
            parts = [line for line in text.splitlines() if line.strip()]
    return tuple(Stretch(n, " ".join(part.split())) for n, part in enumerate(parts, 1))


def places_in(stated: str) -> tuple[int, ...] | None:
    """The places a fact names: `9`, `9–11`, `9, 12`; none for "", None where it names no numbers."""
    numbers: list[int] = []
    for part in re.split(r"\s*,\s*", stated.strip()) if stated.strip() else []:
        match = re.fullmatch(r"([0-9]{1,5})(?:\s*[-–]\s*([0-9]{1,5}))?", part)
        if match is None:
            return None
        first = int(match[1])
        numbers += range(first, int(match[2] or first) + 1)
    return tuple(numbers)
