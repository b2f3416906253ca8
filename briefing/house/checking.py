"""What a template has of what a brief needs: styles of the right type, lists behind them, a section."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from briefing.errors import Diagnostic, Place
from briefing.house.page import page_size, section_of
from briefing.house.styles import Sheet
from briefing.readback.found import Unusable
from briefing.wordfile.names import W
from briefing.wordfile.package import Package


@dataclass(frozen=True, slots=True)
class Shortcoming:
    """What is missing or wrong: a style, a list or a section; an error where the template cannot be used."""

    what: Literal["style", "list", "section"]
    name: str
    message: str
    hint: str
    severity: Literal["error", "warning"]

    def diagnostic(self, file: str) -> Diagnostic:
        """The same as a diagnostic of the template."""
        return Diagnostic(
            Place(file), f"{self.what} {self.name}", self.message, self.hint, self.severity
        )


def shortcomings(house: Package, brief: Package) -> tuple[Shortcoming, ...]:
    """Everything that the template lacks, the styles in the order of ours."""
    return (*_styles(Sheet(house), Sheet(brief)), *_section(house))


def _styles(theirs: Sheet, ours: Sheet) -> Iterator[Shortcoming]:
    for style in ours.styles.values():
        found = theirs.like(style)
        if found is None:
            yield Shortcoming(
                "style", style.name, f"expected a {style.type} style of this name, found none",
                "without it ours is added to the brief; define it to decide how this looks", "warning",
            )  # fmt: skip
        elif found.type != style.type:
            yield Shortcoming(
                "style", style.name, f"expected a {style.type} style, found a {found.type} style",
                "rename it, and define one of the right type", "error",
            )  # fmt: skip
        elif style.listed and not theirs.is_listed(found):
            yield Shortcoming(
                "list", style.name, "expected the style to be linked to a list, found that it is not",
                "without one ours is linked to it; Word: Define New Multilevel List, Link level to style",
                "warning",
            )  # fmt: skip


def _section(house: Package) -> Iterator[Shortcoming]:
    try:
        page_size(house)
    except Unusable as fault:
        yield Shortcoming("section", "page", str(fault), fault.hint, "error")
    section = section_of(house)
    for kind in ("header", "footer"):
        if section is None or section.find(f"{W}{kind}Reference") is None:
            message = f"expected a {kind} in the last section, found none"
            hint = f"the brief’s own {kind} is used: marking, edition and page number"
            yield Shortcoming("section", kind, message, hint, "warning")
