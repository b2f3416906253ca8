"""A drawing as JSON, and the key under which it can be kept: what it shows, the look, the versions.

A rebuild in which nothing charted moved finds its drawings here and never imports matplotlib.
"""

from __future__ import annotations

import hashlib
import json
from functools import cache
from importlib.metadata import version
from typing import Any

from briefing.blocks import Drawing, Path, TextRun
from briefing.charts.data import ChartData
from briefing.fonts import FontBook
from briefing.theme import Theme

_EDITION = "2"
"""Raised whenever the same data would be drawn differently."""


def drawing_key(data: ChartData, theme: Theme) -> str:
    """SHA-256 of everything that a drawing depends on, in hexadecimal."""
    look = (theme.page, sorted(theme.colours.items()), sorted(theme.roles.items()), theme.table)
    parts = (_EDITION, _matplotlib(), repr(data), repr(look), _fonts(theme.fonts))
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()


def to_json(drawing: Drawing) -> str:
    """A drawing on one line; `from_json` gives it back whole."""
    items = [
        ["path", [list(command) for command in item.commands], item.fill, item.stroke,
         item.line_width, list(item.dash)]
        if isinstance(item, Path)
        else ["text", item.x, item.y, item.text, item.family, item.weight, item.italic, item.size,
              item.colour, item.width, item.angle, item.id]
        for item in drawing.items
    ]  # fmt: skip
    return json.dumps([drawing.width, drawing.height, items], ensure_ascii=False)


def from_json(text: str) -> Drawing:
    """The drawing that `to_json` wrote. Raises ValueError for anything else."""
    try:
        width, height, items = json.loads(text)
        return Drawing(float(width), float(height), tuple(_item(item) for item in items))
    except (TypeError, ValueError, IndexError) as fault:
        raise ValueError("not a drawing") from fault


def _item(item: list[Any]) -> Path | TextRun:
    kind, *fields = item
    if kind == "path":
        commands, fill, stroke, line_width, dash = fields
        return Path(tuple(tuple(c) for c in commands), fill, stroke, line_width, tuple(dash))
    if kind == "text":
        return TextRun(*fields)
    raise ValueError(kind)


@cache
def _matplotlib() -> str:
    return version("matplotlib")


@cache
def _fonts(book: FontBook) -> str:
    """A digest of every font file of a theme."""
    digest = hashlib.sha256()
    for key, family in sorted(book.families.items()):
        digest.update(repr((key, sorted(family.files), family.fallback)).encode())
        for _, path in sorted(family.files.items()):
            digest.update(path.read_bytes())
    return digest.hexdigest()
