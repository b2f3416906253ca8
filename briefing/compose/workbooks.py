"""What the workbook behind a native chart says beside its numbers: where each of them comes from.

As much of it as may travel: all of it, only what the brief prints, or nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from briefing.blocks import Block, Callout, Chart, ChartMark, Document, Figure, NativeWords, plain
from briefing.compose.annexes import value_cell
from briefing.compose.words import PrintedWords
from briefing.facts.model import Source
from briefing.facts.periods import Period
from briefing.sections.wording import Wording

_Keep = Callable[[str], str]


def with_workbooks(document: Document, wording: Wording) -> Document:
    """`document`, its native charts with their words."""
    travels = wording.visit.brief.travels
    printed = PrintedWords(document) if travels == "printed" else None

    def keep(text: str) -> str:
        return text if printed is None or printed.has(text) else ""

    def told(block: Block) -> Block:
        match block:
            case Figure(chart) if chart.native:
                words = _words(chart, wording, keep, bare=travels == "none")
                return replace(block, chart=replace(chart, native_words=words))
            case Callout(content=content):
                return replace(block, content=tuple(map(told, content)))
            case _:
                return block

    return replace(document, blocks=tuple(map(told, document.blocks)))


def _words(chart: Chart, wording: Wording, keep: _Keep, *, bare: bool) -> NativeWords:
    word = wording.language.word
    minus, plus, label, whole, end = (
        word(f"workbook.{name}") for name in ("minus", "plus", "label", "whole", "end")
    )
    columns = NativeWords(minus, plus, label, whole, end)
    if bare:
        return columns
    keys = ("fact-id", "item", "value", "value-class", "workbook.source", "workbook.date")
    rows = tuple(_row(mark, wording, keep) for mark in chart.marks)
    return replace(columns, head=tuple(map(word, keys)), rows=rows)


def _row(mark: ChartMark, wording: Wording, keep: _Keep) -> tuple[str, ...]:
    # The item and its value stand in the chart itself; the rest may print nowhere.
    item = ": ".join(part for part in (mark.panel, mark.series, plain(mark.label)) if part)
    value = plain(value_cell(mark, wording))
    if not mark.id:
        return ("", item, value, "", "", "")
    known = keep(wording.class_of(mark.id))
    if mark.id in wording.visit.calculations:
        return (keep(mark.id), item, value, known, keep(wording.formula(mark.id)), "")
    fact = wording.visit.facts[mark.id]
    source = wording.visit.sources[fact.at.source]
    place = keep(wording.place_text(fact)) if fact.at.place else ""
    where = wording.language.word("comma").join(p for p in (keep(source.title), place) if p)
    return (keep(mark.id), item, value, known, where, keep(_date(source, wording)))


def _date(source: Source, wording: Wording) -> str:
    """The day on which a source was published; empty where that is not stated."""
    published = source.published
    if not isinstance(published, Period) or published.start is None:
        return ""
    return wording.language.period(published)
