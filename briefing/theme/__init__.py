"""The look of a brief: role → font, size, colour, spacing; page size; boxes. From one TOML file.

Every writer and every chart takes its look from here; a literal colour, font or size elsewhere is a
fault. A theme file needs only the lines in which it differs from the default.
"""

from __future__ import annotations

from briefing.theme.look import (
    CONTENTS_INDENT,
    TRAFFIC_LIGHT_GROUND,
    TRAFFIC_LIGHTS,
    Box,
    Figures,
    KeyFiguresLook,
    Page,
    Role,
    TableLook,
    Theme,
)
from briefing.theme.reading import load_theme, theme_names

__all__ = [
    "CONTENTS_INDENT",
    "TRAFFIC_LIGHTS",
    "TRAFFIC_LIGHT_GROUND",
    "Box",
    "Figures",
    "KeyFiguresLook",
    "Page",
    "Role",
    "TableLook",
    "Theme",
    "load_theme",
    "theme_names",
]
