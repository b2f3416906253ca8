"""A theme's roles as inline styles, its lengths as pixels.

Old Outlook is Word and passes no style on to what stands inside, so every text says all of its own.
"""

from __future__ import annotations

import re

from briefing.theme import Role, Theme
from briefing.writers.html.elements import css

# A screen is read from further away than paper. So much larger, the measure of the shipped theme is the
# width of a mail, and its body text the size of other mails' text.
_PIXELS = 1.4
_WIDEST = 660

# What a text does without where nothing around it says otherwise.
_USUAL = ("font-style:normal", "text-transform:none", "letter-spacing:normal")


def px(points: float) -> int:
    """Whole pixels."""
    return round(points * _PIXELS)


def measure(theme: Theme) -> int:
    """The widest that the text may be, in pixels."""
    return min(px(theme.page.measure), _WIDEST)


def line(width: float, colour: str) -> str:
    """A border's value; none is thinner than a pixel."""
    return f"{max(1, px(width))}px solid {colour}"


def ground(colour: str | None) -> str:
    """A plain ground."""
    return f"background-color:{colour}" if colour else ""


def letters(role: Role, theme: Theme) -> str:
    """All that the role says of letters and their lines."""
    said = (one for one in _letters(role, theme) if one not in _USUAL)
    return css(*said, f"line-height:{px(role.leading)}px")


def letters_within(role: Role, around: Role, theme: Theme) -> str | None:
    """What the role says of letters otherwise than the role of the text around; None is nothing."""
    known = _letters(around, theme)
    return css(*(one for one in _letters(role, theme) if one not in known)) or None


def paragraph(
    role: Role, theme: Theme, *, before: float | None = None, after: float | None = None
) -> str:
    """A paragraph of the role, with the role's room around it where not said otherwise."""
    above = px(role.before if before is None else before)
    below = px(role.after if after is None else after)
    return css(
        f"margin:{above}px 0 {below}px",
        letters(role, theme),
        "text-align:justify" if role.justify else "",
    )


def inset(padding: float, role: Role, theme: Theme) -> int:
    """Pixels between an edge and a line of `role`, so that `padding` is left around its letters."""
    face = theme.fonts.face(role.family, role.weight, role.italic)
    return px(max(0.0, padding - (role.leading - face.cap_height * role.size / 1000) / 2))


_FIGURES = {
    "old-style": "oldstyle-nums proportional-nums",
    "proportional": "lining-nums proportional-nums",
    "tabular": "lining-nums tabular-nums",
}


def _letters(role: Role, theme: Theme) -> tuple[str, ...]:
    figures = (f"font-variant-numeric:{_FIGURES[role.figures]}",) if role.figures else ()
    return (
        *figures,
        f"font-family:{_fonts(role.family, theme)}",
        f"font-size:{px(role.size)}px",
        f"font-weight:{role.weight}",
        f"font-style:{'italic' if role.italic else 'normal'}",
        f"color:{role.colour}",
        f"text-transform:{'uppercase' if role.caps else 'none'}",
        f"letter-spacing:{f'{px(role.tracking)}px' if role.tracking else 'normal'}",
    )


def _fonts(family: str, theme: Theme) -> str:
    known = theme.fonts.families[family]
    generic = "serif" if family == "serif" else "sans-serif"
    return ",".join([*map(_font, (known.name, *known.substitutes)), generic])


def _font(name: str) -> str:
    if re.fullmatch(r"[A-Za-z-]+", name):
        return name
    return "'" + re.sub(r"([\\'])", r"\\\1", name) + "'"
