"""Native charts: a workbook that opens, in which each number that the chart shows can be found."""

from __future__ import annotations

from collections.abc import Iterator

from briefing.lint.chart_data import lint_charts
from briefing.lint.word import Finding, Word


def charts_at_odds(word: Word) -> Iterator[Finding]:
    """What a chart shows is what its workbook holds."""
    try:
        faults = lint_charts(word.content)
    except ValueError:
        return  # the main part, or what leads to a chart, is broken: told elsewhere
    for fault in faults:
        message = f"expected {fault.expected}, found {fault.found}"
        yield Finding(fault.part, fault.where, message, "Word: Edit Data shows other numbers")


RULES = (charts_at_odds,)
