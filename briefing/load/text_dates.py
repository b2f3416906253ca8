"""Dates in a source's text, from "November 26" to "January–September". Month names are English."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from briefing.load.numerals import knows
from briefing.load.source_text import Span

_NAMES = "January February March April May June July August September October November December"
_MONTHS = _NAMES.split()
_MONTH = "(?:" + "|".join(_MONTHS) + ")"
_ALONE = "(?:" + "|".join(month for month in _MONTHS if month not in ("March", "May")) + ")"
_YEAR = "(?:1[0-9]|20|21)[0-9]{2}"
_DAY = "[0-9]{1,2}(?:st|nd|rd|th)?"
_WORDED = re.compile(
    rf"\b{_MONTH}\s{_DAY}\b(?:,?\s{_YEAR}\b)?|\b{_DAY}\s{_MONTH}\b(?:\s{_YEAR}\b)?"
    rf"|\b{_MONTH}(?:\s?[-–]\s?|\sto\s){_MONTH}\b(?:,?\s{_YEAR}\b)?"
    rf"|\b{_MONTH},?\s{_YEAR}\b|\b{_ALONE}\b"
)
_FIGURES = re.compile(
    rf"\b[0-9]{{4}}-[0-9]{{2}}-[0-9]{{2}}\b"
    rf"|(?<![\w.,$€£-]){_YEAR}(?:[-–]{_YEAR})?(?![\w%])(?![.,][0-9])"
)


class Dated(NamedTuple):
    """A date in a text: its words and what of it they give; 0 for what they do not."""

    span: Span
    words: str
    year: int = 0
    month: int = 0
    day: int = 0


def dates(text: str, language: str = "en") -> Iterator[Dated]:
    """The dates in `text`; none overlaps another."""
    patterns = (_WORDED, _FIGURES) if knows(language) else (_FIGURES,)
    taken: list[Span] = []
    for pattern in patterns:
        for match in pattern.finditer(text):
            span = Span(match.start(), match.end())
            if not any(span.touches(other) for other in taken):
                taken.append(span)
                yield _dated(span, match[0])


def _dated(span: Span, words: str) -> Dated:
    iso = re.fullmatch(r"([0-9]{4})-([0-9]{2})-([0-9]{2})", words)
    if iso:
        return Dated(span, words, *map(int, iso.groups()))
    years = re.findall(_YEAR, words)
    months = re.findall(_MONTH, words)
    days = re.findall(r"(?<![0-9])[0-9]{1,2}(?![0-9])", words)
    return Dated(
        span,
        words,
        int(years[0]) if len(years) == 1 else 0,
        _MONTHS.index(months[0]) + 1 if len(months) == 1 else 0,
        int(days[0]) if days else 0,
    )
