"""What a theme says, as plain data: paper, roles of text, boxes, tables. Nothing here reads a file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from briefing.fonts import FontBook

Figures = Literal["", "old-style", "proportional", "tabular"]
"""Figures that stand in text like small letters, that are as high as capitals, or that all are one width."""

CONTENTS_INDENT = 1.3
"""How far each level of the contents list stands in, in em of its role."""

# Fixed by FIRST's Traffic Light Protocol 2.0, so no theme may change them: each label's colour, and
# the ground it stands on.
TRAFFIC_LIGHTS: Mapping[str, str] = {
    "RED": "#ff2b2b",
    "AMBER+STRICT": "#ffc000",
    "AMBER": "#ffc000",
    "GREEN": "#33ff00",
    "CLEAR": "#ffffff",
}
TRAFFIC_LIGHT_GROUND = "#000000"


@dataclass(frozen=True, slots=True)
class Page:
    """Paper and margins in points; `head` and `foot` are the distance of the baselines from the edge."""

    width: float
    height: float
    top: float
    bottom: float
    left: float
    right: float
    head: float
    foot: float

    @property
    def measure(self) -> float:
        """Width of the text."""
        return self.width - self.left - self.right

    @property
    def turned_measure(self) -> float:
        """Width of the text on a page that is turned, its margins at left and right the same."""
        return self.height - self.left - self.right


@dataclass(frozen=True, slots=True)
class Role:
    """How one kind of text looks; lengths in points, `colour` "#rrggbb", `tracking` points a letter.

    `figures` are as the font has them where that is "".
    """

    name: str
    family: str
    size: float
    leading: float
    colour: str
    weight: int = 400
    italic: bool = False
    caps: bool = False
    tracking: float = 0.0
    before: float = 0.0
    after: float = 0.0
    keep: bool = False
    hyphenate: bool = False
    justify: bool = False
    rule: str | None = None
    raise_: float = 0.0
    figures: Figures = ""


@dataclass(frozen=True, slots=True)
class Box:
    """A framed, barred or filled part; `text` is the role of its paragraphs, `title` a colour."""

    padding: float
    title: str
    text: str
    before: float = 0.0
    after: float = 0.0
    fill: str | None = None
    edge: str | None = None
    edge_width: float = 0.0
    bar: str | None = None
    bar_width: float = 0.0


@dataclass(frozen=True, slots=True)
class TableLook:
    """Spacing and rules of tables, in points."""

    row_padding: float
    column_gap: float
    head_rule: float
    row_rule: float


@dataclass(frozen=True, slots=True)
class KeyFiguresLook:
    """Tiles to a row, and the padding inside one."""

    columns: int
    padding: float


@dataclass(frozen=True, slots=True)
class Theme:
    """One look, complete: every role, box and colour that the product uses is there."""

    name: str
    notes: Literal["end", "endnotes", "foot"]
    contents: int
    page: Page
    colours: Mapping[str, str]
    roles: Mapping[str, Role]
    boxes: Mapping[str, Box]
    table: TableLook
    key_figures: KeyFiguresLook
    fonts: FontBook = field(compare=False)
    word_fonts: Literal["named", "embedded"] = "named"

    def role(self, name: str) -> Role:
        """The role called `name`; a KeyError here is our own fault, not an author's."""
        return self.roles[name]

    def colour(self, name: str) -> str:
        """The colour called `name`, as "#rrggbb"."""
        return self.colours[name]
