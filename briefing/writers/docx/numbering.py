"""Bullets and numbers: one list definition a kind of list, one instance for each counted list.

A definition is linked to its named styles; where a list stands in the text is not known here.
"""

from __future__ import annotations

from typing import Literal, get_args

from briefing.blocks import CalloutKind
from briefing.theme import Role, Theme
from briefing.writers.docx.elements import w
from briefing.writers.docx.looks import Indents, fonts, frame, size
from briefing.writers.docx.markup import Element
from briefing.writers.docx.names import LEVELS, callout_style, list_style

Form = Literal["Bullet", "Number", "Continue"]

_FORMS: tuple[Form, ...] = get_args(Form)
_HOMES: tuple[CalloutKind | None, ...] = (None, *get_args(CalloutKind))
_BULLETS = ("●", "–", "●")
_DISC_EMS = 0.8  # at which the sans face's disc is as large, and stands as high, as the PDF's
_FORMATS = ("decimal", "lowerLetter", "lowerRoman")
_BULLET_EMS, _NUMBER_EMS = 1.3, 1.9
_AFTER_LABEL = 0.5
_EM_SPACE = "\u2003"


def text_hang(role: Role, form: Form) -> float:
    """How far a list's words stand in from their bullet or number, in points."""
    return role.size * (_NUMBER_EMS if form == "Number" else _BULLET_EMS)


def callout_indents(kind: CalloutKind, theme: Theme, form: Form, level: int) -> Indents:
    """The indents of a list in a callout: every depth hangs out to the box's own edge.

    Word and LibreOffice join paragraphs to one box only where their left edges are the same.
    """
    box = theme.boxes[kind]
    return frame(box, theme)[2].hung(text_hang(theme.role(box.text), form) * (level + 1))


def note_room(theme: Theme) -> float:
    """Where the labels of notes and of calculations end: room for two figures and a full stop."""
    role = theme.role("note")
    return theme.fonts.width("00.", role.family, role.weight, role.italic, size=role.size)


def note_hang(theme: Theme) -> float:
    """How far a note's words stand in: past the room of its label by half an em."""
    return note_room(theme) + theme.role("note").size * _AFTER_LABEL


def list_number(form: Form, home: CalloutKind | None = None) -> int:
    """The number that the list styles of the running text (None) or of a callout refer to."""
    return len(_FORMS) * _HOMES.index(home) + _FORMS.index(form) + 1


class Numbering:
    """The numbering part, growing by one instance for each list that counts from its own start."""

    def __init__(self, theme: Theme) -> None:
        self._theme = theme
        self._own: list[tuple[int, int, int]] = []
        self._fixed = len(_FORMS) * len(_HOMES)

    def counted(self, home: CalloutKind | None, level: int, start: int) -> Element:
        """`w:numPr` for the items of one more counted list."""
        depth = min(level, LEVELS - 1)
        self._own.append((list_number("Number", home), depth, start))
        return w("numPr", w("ilvl", val=depth), w("numId", val=self._fixed + len(self._own)))

    def nested(self, form: Form, home: CalloutKind, level: int) -> Element:
        """`w:numPr` for paragraphs of a list inside another list of a callout."""
        depth = min(level, LEVELS - 1)
        return w("numPr", w("ilvl", val=depth), w("numId", val=list_number(form, home)))

    def part(self) -> Element:
        """The whole part."""
        definitions, instances = [], []
        for home in _HOMES:
            for form in _FORMS:
                number = list_number(form, home)
                definitions.append(self._definition(number, home, form))
                instances.append(w("num", w("abstractNumId", val=number), numId=number))
        for at, (definition, level, start) in enumerate(self._own, self._fixed + 1):
            begin = w("lvlOverride", w("startOverride", val=start), ilvl=level)
            instances.append(w("num", w("abstractNumId", val=definition), begin, numId=at))
        return w("numbering", *definitions, *instances)

    def _definition(self, number: int, home: CalloutKind | None, form: Form) -> Element:
        levels = [self._level(home, form, level) for level in range(LEVELS)]
        return w(
            "abstractNum", w("multiLevelType", val="multilevel"), *levels, abstractNumId=number
        )

    def _level(self, home: CalloutKind | None, form: Form, level: int) -> Element:
        before = ""
        if home is None:
            by = text_hang(self._theme.role("bullet"), form)
            indents = Indents(by * level).hung(by)
            style = list_style(form == "Number", level) if form != "Continue" else ""
        else:
            indents = callout_indents(home, self._theme, form, level)
            style = callout_style(home, form) if level == 0 else ""
            before = _EM_SPACE * (level * (2 if form == "Number" else 1))
        kind, sign = {
            "Bullet": ("none" if before else "bullet", _BULLETS[level]),
            "Number": (_FORMATS[level], f"%{level + 1}."),
            "Continue": ("none", ""),
        }[form]
        return w(
            "lvl",
            w("start", val=1),
            w("numFmt", val=kind),
            w("pStyle", val=style) if style else None,
            w("lvlText", val=before + sign),
            w("lvlJc", val="left"),
            w("pPr", indents.element()),
            self._disc(home) if form == "Bullet" and sign == "●" else None,
            ilvl=level,
        )

    def _disc(self, home: CalloutKind | None) -> Element:
        role = self._theme.role(self._theme.boxes[home].text if home else "bullet")
        return w("rPr", fonts(self._theme, "sans"), *size(role.size * _DISC_EMS))
