"""Bullets and numbers: one list definition a kind of list, one instance for each counted list.

A definition is linked to its named styles; where a list stands in the text is not known here.
"""

from __future__ import annotations

from typing import get_args

from briefing.blocks import CalloutKind
from briefing.theme import Role, Theme
from briefing.writers.docx.elements import Element, root, w
from briefing.writers.docx.looks import Indents, frame
from briefing.writers.docx.names import LEVELS, callout_style, list_style

_HOMES: tuple[CalloutKind | None, ...] = (None, *get_args(CalloutKind))
_BULLETS = ("•", "–", "•")
_FORMATS = ("decimal", "lowerLetter", "lowerRoman")
_BULLET_EMS, _NUMBER_EMS = 1.25, 1.9


def text_hang(role: Role, ordered: bool) -> float:
    """How far a list's words stand in from their bullet or number, in points."""
    return role.size * (_NUMBER_EMS if ordered else _BULLET_EMS)


def note_hang(theme: Theme) -> float:
    """How far a note's words stand in from its label: room for three figures and a full stop."""
    role = theme.role("note")
    return theme.fonts.width("000. ", role.family, role.weight, role.italic, size=role.size)


def list_numbers(ordered: bool, home: CalloutKind | None = None) -> int:
    """The number that the list styles of the running text (None) or of a callout refer to."""
    return 2 * _HOMES.index(home) + (2 if ordered else 1)


class Numbering:
    """The numbering part, growing by one instance for each list that counts from its own start."""

    def __init__(self, theme: Theme) -> None:
        self._theme = theme
        self._own: list[tuple[int, int, int]] = []

    def counted(self, home: CalloutKind | None, level: int, start: int) -> Element:
        """`w:numPr` for the items of one more counted list."""
        definition = list_numbers(True, home)
        self._own.append((definition, min(level, LEVELS - 1), start))
        number = 2 * len(_HOMES) + len(self._own)
        return w("numPr", w("ilvl", val=min(level, LEVELS - 1)), w("numId", val=number))

    def nested(self, home: CalloutKind | None, level: int) -> Element:
        """`w:numPr` for the items of a bullet list inside another list."""
        number = list_numbers(False, home)
        return w("numPr", w("ilvl", val=min(level, LEVELS - 1)), w("numId", val=number))

    def part(self) -> Element:
        """The whole part."""
        definitions, instances = [], []
        for home in _HOMES:
            for ordered in (False, True):
                number = list_numbers(ordered, home)
                definitions.append(self._definition(number, home, ordered))
                instances.append(w("num", w("abstractNumId", val=number), numId=number))
        for at, (definition, level, start) in enumerate(self._own, 2 * len(_HOMES) + 1):
            begin = w("lvlOverride", w("startOverride", val=start), ilvl=level)
            instances.append(w("num", w("abstractNumId", val=definition), begin, numId=at))
        return root("numbering", *definitions, *instances)

    def _definition(self, number: int, home: CalloutKind | None, ordered: bool) -> Element:
        levels = [self._level(home, ordered, level) for level in range(LEVELS)]
        return w(
            "abstractNum", w("multiLevelType", val="multilevel"), *levels, abstractNumId=number
        )

    def _level(self, home: CalloutKind | None, ordered: bool, level: int) -> Element:
        if home is None:
            role, edge = self._theme.role("bullet"), Indents()
            style = list_style(ordered, level)
        else:
            box = self._theme.boxes[home]
            role, edge = self._theme.role(box.text), frame(box, self._theme)[2]
            part = "Number" if ordered else "Bullet"
            style = callout_style(home, part) if level == 0 else ""
        by = text_hang(role, ordered)
        indents = Indents(edge.left + by * level, edge.right).hung(by)
        return w(
            "lvl",
            w("start", val=1),
            w("numFmt", val=_FORMATS[level] if ordered else "bullet"),
            w("pStyle", val=style) if style else None,
            w("lvlText", val=f"%{level + 1}." if ordered else _BULLETS[level]),
            w("lvlJc", val="left"),
            w("pPr", indents.element()),
            ilvl=level,
        )
