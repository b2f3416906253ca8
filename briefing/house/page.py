"""The paper and margins of a template (ISO/IEC 29500-1, 17.6)."""

from __future__ import annotations

from dataclasses import dataclass

from briefing.readback.found import Unusable
from briefing.wordfile.names import Element, W
from briefing.wordfile.package import Package

_LEAST = 100.0  # points between the margins, below which no line of a brief can be set
_SIDES = ("top", "right", "bottom", "left")


@dataclass(frozen=True, slots=True)
class PageSize:
    """In points."""

    width: float
    height: float
    top: float
    right: float
    bottom: float
    left: float


def section_of(package: Package) -> Element | None:
    """The properties of the last section, which a template's text ends with."""
    body = package.tree(package.main).find(W + "body")
    return None if body is None else body.find(W + "sectPr")


def page_size(package: Package) -> PageSize:
    """The paper and margins of the last section. Raises Unusable where they are not stated or too wide."""
    section = section_of(package)
    size = None if section is None else section.find(W + "pgSz")
    margins = None if section is None else section.find(W + "pgMar")
    if size is None or margins is None:
        raise Unusable(
            "its last section states no paper or no margins", "Word: Layout, Size and Margins"
        )
    width, height = (_points(size.get(W + side)) for side in ("w", "h"))
    top, right, bottom, left = (abs(_points(margins.get(W + side))) for side in _SIDES)
    gutter = abs(_points(margins.get(W + "gutter", "0")))
    if width - left - right - gutter < _LEAST or height - top - bottom < _LEAST:
        raise Unusable("its margins leave no room for text")
    return PageSize(width, height, top, right, bottom, left + gutter)


def _points(twips: str | None) -> float:
    try:
        return int(twips or "") / 20
    except ValueError:
        raise Unusable(f"expected a length in twips, found “{twips or ''}”") from None
