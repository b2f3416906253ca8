"""A theme's roles and boxes in Word's units: run and paragraph properties, borders, one style.

Turns one role or one box into elements; which styles there are is `styles`' matter.
"""

from __future__ import annotations

from dataclasses import dataclass

from briefing.theme import Box, Role, Theme
from briefing.writers.docx.elements import id_of, twips, w
from briefing.writers.docx.markup import Element

_BOLD = 600
_MOST_SPACE = 31  # the largest distance of a border from its text that Word accepts, in points
_LABEL_ROOM = 4.0  # points of a label's line beyond its size
_THICKEST = 96  # eighths of a point


@dataclass(frozen=True, slots=True)
class Indents:
    """Distances of a paragraph from the margins, and how far its first line hangs out (points)."""

    left: float = 0.0
    right: float = 0.0
    hanging: float = 0.0

    def element(self) -> Element:
        """`w:ind`."""
        return w(
            "ind",
            left=twips(self.left),
            right=twips(self.right) if self.right else None,
            hanging=twips(self.hanging) if self.hanging else None,
        )

    def hung(self, by: float) -> Indents:
        """The same box with room for a bullet, a number or a label before the words."""
        return Indents(self.left + by, self.right, by)


def is_bold(role: Role) -> bool:
    """Whether Word sets the role bold; it knows no weights between."""
    return role.weight >= _BOLD


def colour(value: str) -> str:
    """ "#12355b" as Word writes it."""
    return value.lstrip("#").upper()


def run_properties(
    role: Role, theme: Theme, inside: Role | None = None, *further: Element
) -> Element:
    """`w:rPr` of a style: all that the role says of letters, and what is `further` to be said of them.

    Bold, italic and capitals are toggles in Word: set in a paragraph style and again in a character
    style they cancel out, so a character style says them only where it differs from `inside`.
    """
    made = w("rPr", fonts(theme, role.family))
    for name, on, already in (
        ("b", is_bold(role), inside is not None and is_bold(inside)),
        ("i", role.italic, inside is not None and inside.italic),
    ):
        if on != already:
            made.extend((w(name), w(name + "Cs")))
    if role.caps != (inside is not None and inside.caps):
        made.append(w("caps"))
    made.append(w("color", val=colour(role.colour)))
    if role.tracking:
        made.append(w("spacing", val=twips(role.tracking)))
    made.extend(size(role.size))
    made.extend(further)
    made.extend(_figures(role))
    return made


def _figures(role: Role) -> list[Element]:
    """Kinds of figures: an extension of Word 2010, which older programs pass over."""
    if not role.figures:
        return []
    form = "oldStyle" if role.figures == "old-style" else "lining"
    spacing = "tabular" if role.figures == "tabular" else "proportional"
    return [
        Element("w14:numForm", {"w14:val": form}),
        Element("w14:numSpacing", {"w14:val": spacing}),
    ]


def raised(role: Role, inside: Role) -> Element:
    """`w:position`: text of `role` raised in a line of `inside`, in half-points.

    No style can say it: it depends on the text around, and in a style LibreOffice shrinks the text.
    """
    return w("position", val=round(role.raise_ * inside.size * 2))


def size(points: float) -> tuple[Element, Element]:
    """Size of letters; Word counts half-points."""
    half = round(points * 2)
    return w("sz", val=half), w("szCs", val=half)


def spacing(role: Role, before: float, after: float) -> Element:
    """`w:spacing`: lines of exactly the theme's leading, so that nothing raised makes one taller."""
    return w(
        "spacing",
        before=twips(before),
        after=twips(after),
        line=twips(role.leading),
        lineRule="exact",
    )


def label_leading(theme: Theme) -> float:
    """The line of a Traffic Light Protocol label: its ground stands 2 pt out above and below."""
    return theme.role("traffic-light").size + _LABEL_ROOM


def label_gap(theme: Theme) -> float:
    """The room between a Traffic Light Protocol label and the running line, in points."""
    return theme.role("running").leading / 2


def inset(padding: float, role: Role, theme: Theme) -> float:
    """The distance of a line of `role` from an edge above or below, for `padding` around its letters."""
    face = theme.fonts.face(role.family, role.weight, role.italic)
    return max(0.0, padding - (role.leading - face.cap_height * role.size / 1000) / 2)


def frame(box: Box, theme: Theme) -> tuple[Element | None, Element | None, Indents]:
    """Borders, ground, and the indents that bring the box's outside to the margins.

    Borders stand outside the text, so that padding is their distance. A filled side without a
    border gets one in the ground's colour: it alone lets the ground reach beyond the words.
    """
    beside = min(round(box.padding), _MOST_SPACE)
    above = min(round(inset(box.padding, theme.role(box.text), theme)), _MOST_SPACE)
    space = {"top": above, "left": beside, "bottom": above, "right": beside}
    sides: dict[str, tuple[str, float]] = {}
    if box.fill:
        sides = dict.fromkeys(space, (box.fill, 0.5))
    if box.edge:
        sides = dict.fromkeys(space, (box.edge, box.edge_width))
    if box.bar:
        sides["left"] = (box.bar, box.bar_width)
    if not sides:
        return None, None, Indents(box.padding, box.padding)
    borders = w(
        "pBdr", *(border(side, *sides[side], space[side]) for side in space if side in sides)
    )
    left = beside + sides["left"][1] if "left" in sides else box.padding
    right = beside + sides["right"][1] if "right" in sides else 0.0
    return borders, ground(box.fill), Indents(left, right)


def border(side: str, line: str, width: float, space: float = 0) -> Element:
    """One border line; width in points."""
    eighths = max(2, min(_THICKEST, round(width * 8)))
    return w(side, val="single", sz=eighths, space=round(space), color=colour(line))


def ground(fill: str | None) -> Element | None:
    """A plain ground."""
    return w("shd", val="clear", color="auto", fill=colour(fill)) if fill else None


def fonts(theme: Theme, family: str) -> Element:
    """`w:rFonts`: one family for every script."""
    name = theme.fonts.families[family].name
    return w("rFonts", ascii=name, hAnsi=name, eastAsia=name, cs=name)


def style(
    name: str,
    kind: str,
    *properties: Element | None,
    based: str | None = None,
    following: str | None = None,
    built_in: bool = False,
    shown: bool = True,
) -> Element:
    """`w:style`, in the schema's order; `shown` puts it among the styles that Word offers first."""
    return w(
        "style",
        w("name", val=name),
        w("basedOn", val=based) if based else None,
        w("next", val=following) if following else None,
        w("uiPriority", val=10),
        w("qFormat") if shown else None,
        *properties,
        type=kind,
        customStyle=None if built_in else 1,
        styleId=id_of(name),
    )


def paragraph_properties(
    role: Role,
    theme: Theme,
    *,
    before: float | None = None,
    after: float | None = None,
    keep: bool | None = None,
    numbering: Element | None = None,
    borders: Element | None = None,
    ground: Element | None = None,
    tabs: Element | None = None,
    indents: Indents | None = None,
    align: str | None = None,
    outline: int | None = None,
) -> Element:
    """`w:pPr` of a style, in the schema's order."""
    above = role.before if before is None else before
    below = role.after if after is None else after
    justify = "both" if role.justify else None
    return w(
        "pPr",
        w("keepNext") if (role.keep if keep is None else keep) else None,
        w("keepLines") if role.keep or borders is not None else None,
        numbering,
        borders,
        ground,
        tabs,
        None if role.hyphenate else w("suppressAutoHyphens"),
        spacing(role, above, below),
        indents.element() if indents else None,
        w("jc", val=align or justify) if align or justify else None,
        w("outlineLvl", val=outline) if outline is not None else None,
    )
