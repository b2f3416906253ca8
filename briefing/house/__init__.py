"""A brief in a ministry's own Word template, and what a template lacks for that.

The template's page, heads and feet, styles, fonts and theme stay; what it says itself goes. Nothing in it
is trusted: macros and pictures from elsewhere are refused.
"""

from __future__ import annotations

from briefing.errors import ThemeError
from briefing.house.checking import Shortcoming, shortcomings
from briefing.house.filling import fill
from briefing.house.page import PageSize, page_size
from briefing.house.template import read_template
from briefing.readback.found import Unusable, refusal
from briefing.wordfile.package import Package

__all__ = ["PageSize", "Shortcoming", "check_template", "in_house", "page_of"]


def in_house(ours: bytes, template: bytes, name: str) -> bytes:
    """Our Word file in the look of the template; `name` is what diagnostics call the template.

    Raises ThemeError where the template cannot be used: not a Word file, or a style of another type.
    """
    try:
        house, brief = read_template(template), Package.read(ours)
        wrong = [one for one in shortcomings(house, brief) if one.severity == "error"]
        if wrong:
            raise ThemeError([one.diagnostic(name) for one in wrong])
        fill(house, brief)
        return house.save()
    except Unusable as fault:
        raise ThemeError([refusal(name, fault)]) from fault


def check_template(template: bytes, ours: bytes, name: str) -> tuple[Shortcoming, ...]:
    """What the template lacks of what `ours`, a Word file of ours, uses. Raises ThemeError."""
    try:
        return shortcomings(read_template(template), Package.read(ours))
    except Unusable as fault:
        raise ThemeError([refusal(name, fault)]) from fault


def page_of(template: bytes, name: str) -> PageSize:
    """The paper and margins of the template's last section. Raises ThemeError."""
    try:
        return page_size(read_template(template))
    except Unusable as fault:
        raise ThemeError([refusal(name, fault)]) from fault
