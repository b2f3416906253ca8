"""How well one colour stands out from another (WCAG 2.2), and the nearest one that would.

Which colours meet is the theme's business.
"""

from __future__ import annotations

TEXT, MARK = 4.5, 3.0
"""The least contrast of text, and of marks that carry meaning, with the ground they stand on."""

_STEPS = 256


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two colours "#rrggbb": from 1, the same, to 21, black and white."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def standing_out(colour: str, ground: str, least: float) -> str:
    """The colour, mixed with as little black or white as gives it the least contrast with the ground."""
    away = max((0, 255), key=lambda end: contrast(_hex((end,) * 3), ground))
    given = _channels(colour)
    for step in range(_STEPS + 1):
        mixed = _hex(tuple(round(v + (away - v) * step / _STEPS) for v in given))
        if contrast(mixed, ground) >= least:
            return mixed
    return _hex((away,) * 3)


def _luminance(colour: str) -> float:
    linear = [
        v / 12.92 if v <= 0.04045 else ((v + 0.055) / 1.055) ** 2.4
        for v in (channel / 255 for channel in _channels(colour))
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def _channels(colour: str) -> tuple[int, ...]:
    return tuple(int(colour[at : at + 2], 16) for at in (1, 3, 5))


def _hex(channels: tuple[int, ...]) -> str:
    return "#" + "".join(f"{channel:02x}" for channel in channels)
