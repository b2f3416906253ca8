"""How a native chart is inked: outlines, fills and letters in DrawingML, by theme colour and font.

The same classes as in the drawings: stated solid, calculated light with an edge, a goal outlined, an
illustration hatched.
"""

from __future__ import annotations

from typing import assert_never

from briefing.blocks import MarkClass
from briefing.theme import Role, Theme
from briefing.writers.docx.elements import emu
from briefing.writers.docx.themes import scheme_colour

NONE = "<a:noFill/>"
NO_LINE = f"<a:ln>{NONE}</a:ln>"
PLAIN = f"<c:spPr>{NONE}{NO_LINE}</c:spPr>"


def fill(name: str) -> str:
    """A fill in a colour of the theme."""
    return f'<a:solidFill><a:schemeClr val="{scheme_colour(name)}"/></a:solidFill>'


def line(name: str, width: float) -> str:
    """A line in a colour of the theme, `width` in points."""
    return f'<a:ln w="{emu(width)}">{fill(name)}<a:prstDash val="solid"/></a:ln>'


def edge(theme: Theme) -> float:
    """Width of the edge of a mark, in points."""
    return theme.table.head_rule * 4 / 3


def ink(mark_class: MarkClass, theme: Theme) -> str:
    """Fill and edge of a bar or point by class."""
    match mark_class:
        case "stated" | "part-year" | "missing":
            return fill("mark") + NO_LINE
        case "calculated":
            return fill("mark-light") + line("mark-edge", edge(theme))
        case "goal":
            return NONE + line("goal", edge(theme))
        case "illustration":
            return _hatched() + line("mark-edge", edge(theme))
        case _:
            assert_never(mark_class)


def whole_ink(theme: Theme) -> str:
    """The outline of a whole that shares are of."""
    return NONE + line("outline", theme.table.head_rule)


def letters(theme: Theme, role: Role) -> str:
    """`a:defRPr` or `a:rPr` without its name: size, weight, colour and the theme's font."""
    return f'sz="{round(role.size * 100)}" b="{int(role.weight >= 600)}"'


def look(name: str) -> str:
    """What follows: the colour called `name`, and the theme's font for charts."""
    return f'{fill(name)}<a:latin typeface="+mn-lt"/>'


def _hatched() -> str:
    colours = "".join(
        f'<a:{part}><a:schemeClr val="{scheme_colour(name)}"/></a:{part}>'
        for part, name in (("fgClr", "mark-edge"), ("bgClr", "paper"))
    )
    return f'<a:pattFill prst="wdUpDiag">{colours}</a:pattFill>'
