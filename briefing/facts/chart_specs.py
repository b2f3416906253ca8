"""A chart that is asked for, as a facts file may state it."""

from __future__ import annotations

from typing import Literal

from briefing.facts.fields import Flag, NumberId, NumberIds, Part, Sentence

CHART_KINDS = (
    "level-against-goal",
    "shares",
    "unit-squares",
    "timeline",
    "series",
    "months",
    "ranking",
)
"""The kinds of chart."""


class ChartSpec(Part):
    """A chart asked for by the facts file or by a section: its kind and the facts it shows.

    `facts` in order; `goal`, `whole` for the kinds that have one; `title` replaces the message.
    `after` names the section it follows ("trade"). A series may be drawn as lines; `zero: no` asks
    for an axis that does not start at zero, which only lines may have.
    """

    key: str
    kind: str
    facts: NumberIds = ()
    goal: NumberId | None = None
    whole: NumberId | None = None
    title: Sentence | None = None
    after: str = ""
    draw: Literal["columns", "lines"] = "columns"
    zero: Flag = True
