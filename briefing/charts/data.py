"""What a chart shows before it is drawn, and the two ways in which there is no chart.

Nothing here draws, and nothing here knows a language.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from briefing.blocks import ChartMark, Inlines, Strong, Text
from briefing.facts.chart_specs import ChartSpec


@dataclass(frozen=True, slots=True)
class ChartData:
    """Everything that a drawing is made from, but the theme.

    `marks` in drawing order; `unit` is the unit's words, `scale` its power of ten. `words` are the
    fixed words of the drawing by name: heads of lanes, separators. `solid` are the ids of what exists,
    where a kind tells that apart from what is planned; `inferred` are those whose date was inferred, as
    the mark's text says after the date. `draw` and `zero` are the spec's.
    """

    kind: str
    marks: tuple[ChartMark, ...]
    unit: Inlines = ()
    scale: int = 0
    words: tuple[tuple[str, str], ...] = ()
    solid: tuple[str, ...] = ()
    inferred: tuple[str, ...] = ()
    draw: Literal["columns", "lines"] = "columns"
    zero: bool = True

    def word(self, name: str) -> str:
        """The fixed word called `name`."""
        return dict(self.words)[name]


@dataclass(frozen=True, slots=True)
class ChartRefused:
    """The chart would be dishonest: the reason, for the author, as a diagnostic says it."""

    reason: str


@dataclass(frozen=True, slots=True)
class ChartOmitted:
    """The facts for it are missing: the words to print in its place, and the ids that lack a value."""

    reason: str
    ids: tuple[str, ...] = ()


class Refused(Exception):
    """Ends a selection with ChartRefused."""


def refuse_short_axis(spec: ChartSpec, shapes: str) -> None:
    """Raises Refused where the axis of shapes whose length is the value would not start at zero."""
    if not spec.zero:
        raise Refused(f"{shapes} start at zero: a shorter axis makes a small change look large")


class Omitted(Exception):
    """Ends a selection with ChartOmitted: the ids of the facts that are missing."""

    def __init__(self, ids: Sequence[str]) -> None:
        self.ids = tuple(ids)
        super().__init__(", ".join(ids))


def printed(value: Inlines, remarks: Sequence[Inlines], comma: str) -> Inlines:
    """A mark's text: the value strong, then what must stand beside it, parted by commas."""
    parts: Inlines = (Strong(value),) if value else ()
    for remark in remarks:
        if remark:
            parts = (*parts, Text(comma), *remark) if parts else remark
    return parts


def value_of(text: Inlines) -> Inlines:
    """The strong part of a mark's text."""
    return text[:1] if text and isinstance(text[0], Strong) else ()


def told_by(label: Inlines) -> tuple[Inlines, ...]:
    """A label of a series by lines: the period, and below it the speaker where two disagree."""
    return tuple(part for part in (label[:1], label[2:]) if part)


def remark_of(text: Inlines) -> Inlines:
    """What stands beside the value in a mark's text, without the comma after the value."""
    return text[2:] if value_of(text) else text
