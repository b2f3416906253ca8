"""The theme part: the brief's colours and fonts under the names that Word's charts and menus know.

What a chart takes from here follows when a reader chooses another theme in Word.
"""

from __future__ import annotations

from collections.abc import Mapping
from xml.sax.saxutils import quoteattr

from briefing.theme import Theme
from briefing.writers.docx.package import Package, fill

SLOTS: Mapping[str, str] = {
    "ink": "dk1",
    "paper": "lt1",
    "heading": "dk2",
    "tint": "lt2",
    "mark": "accent1",
    "mark-light": "accent2",
    "mark-edge": "accent3",
    "goal": "accent4",
    "outline": "accent5",
    "rule": "accent6",
    "accent": "hlink",
    "quiet": "folHlink",
}
"""Which of Word's twelve slots holds a colour of ours."""

SCHEME = {"dk1": "tx1", "lt1": "bg1", "dk2": "tx2", "lt2": "bg2"}
"""How content names the first four: by what they are for."""

_A = "http://schemas.openxmlformats.org/drawingml/2006/main"
_EMPTY = '<a:ea typeface=""/><a:cs typeface=""/>'
_FLAT = '<a:solidFill><a:schemeClr val="phClr"/></a:solidFill>'
_LINE = f'<a:ln w="6350">{_FLAT}<a:prstDash val="solid"/></a:ln>'
_EFFECT = "<a:effectStyle><a:effectLst/></a:effectStyle>"
# The schema asks for three of each, subtle to intense; a brief has one, flat.
_FORMATS = (
    f'<a:fmtScheme name="Brief"><a:fillStyleLst>{_FLAT * 3}</a:fillStyleLst>'
    f"<a:lnStyleLst>{_LINE * 3}</a:lnStyleLst>"
    f"<a:effectStyleLst>{_EFFECT * 3}</a:effectStyleLst>"
    f"<a:bgFillStyleLst>{_FLAT * 3}</a:bgFillStyleLst></a:fmtScheme>"
)


def scheme_colour(name: str) -> str:
    """What a chart writes for the theme's colour `name`: "tx1", "accent4"."""
    slot = SLOTS[name]
    return SCHEME.get(slot, slot)


def add_theme(package: Package, theme: Theme) -> None:
    """Add the theme part."""
    colours = "".join(
        f'<a:{slot}><a:srgbClr val="{theme.colour(name)[1:].upper()}"/></a:{slot}>'
        for name, slot in sorted(SLOTS.items(), key=lambda item: _ORDER.index(item[1]))
    )
    fonts = "".join(
        f"<a:{kind}Font><a:latin typeface={quoteattr(_family(theme, role))}/>{_EMPTY}</a:{kind}Font>"
        for kind, role in (("major", "heading-1"), ("minor", "chart-label"))
    )
    part = package.add_theme()
    fill(
        part,
        (
            '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
            f'<a:theme xmlns:a="{_A}" name="Brief"><a:themeElements>'
            f'<a:clrScheme name="Brief">{colours}</a:clrScheme>'
            f'<a:fontScheme name="Brief">{fonts}</a:fontScheme>{_FORMATS}'
            "</a:themeElements></a:theme>"
        ).encode(),
    )


_ORDER = (
    "dk1", "lt1", "dk2", "lt2", "accent1", "accent2", "accent3", "accent4", "accent5", "accent6",
    "hlink", "folHlink",
)  # fmt: skip


def _family(theme: Theme, role: str) -> str:
    return theme.fonts.families[theme.role(role).family].name
