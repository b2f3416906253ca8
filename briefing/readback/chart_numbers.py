"""The numbers that the native charts of a Word file show, chart by chart."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Final

from briefing.readback.parts import Parts

_C: Final = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
_EXACT = 1e-9  # programs write a number with fifteen or with seventeen digits


def chart_numbers(parts: Parts) -> tuple[tuple[float, ...], ...]:
    """For each chart the values of its series in order, without those that are missing. Raises Unusable."""
    made = []
    for name in parts.below("word/charts/"):
        root = parts.xml(name)
        if root is not None and root.tag == _C + "chartSpace":
            values = (point for one in root.iter(_C + "val") for point in one.iter(_C + "v"))
            made.append(tuple(number(point.text) for point in values))
    return tuple(made)


def number(text: str | None) -> float:
    """A number as an XML file writes it; not a number where it is none."""
    try:
        return float(text or "")
    except ValueError:
        return math.nan


def same_numbers(one: Sequence[float], other: Sequence[float]) -> bool:
    """Whether two charts show the same, however many digits a program wrote."""
    return len(one) == len(other) and all(
        math.isclose(a, b, rel_tol=_EXACT, abs_tol=_EXACT) for a, b in zip(one, other, strict=True)
    )
