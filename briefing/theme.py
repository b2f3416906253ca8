"""The look of a brief: role → font, size, colour, spacing; page size; boxes. From one TOML file.

Every writer and every chart takes its look from here; a literal colour, font or size elsewhere is a
fault. A theme file needs only the lines in which it differs from the default.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, Literal, cast, get_args

from briefing.contrast import MARK, TEXT, contrast, standing_out
from briefing.errors import Diagnostic, Place, ThemeError
from briefing.fonts import Family, FontBook
from briefing.places import shipped

_SIZES = {"A4": (595.276, 841.89), "Letter": (612.0, 792.0)}
Figures = Literal["", "old-style", "proportional", "tabular"]
"""Figures that stand in text like small letters, that are as high as capitals, or that all are one width."""

_DEEPEST = 3  # levels of headings that a contents list may name
_COLOUR = re.compile(r"#[0-9a-f]{6}")

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

# The page itself: no writer paints it.
_SHEET = "#ffffff"
# Marks of charts that carry meaning by themselves, and roles whose own colour is not the one that shows.
_MARKS = ("mark", "mark-edge", "outline", "goal")
_RECOLOURED = ("callout-title", "traffic-light")


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
    notes: Literal["end", "foot"]
    contents: int
    page: Page
    colours: Mapping[str, str]
    roles: Mapping[str, Role]
    boxes: Mapping[str, Box]
    table: TableLook
    key_figures: KeyFiguresLook
    fonts: FontBook = field(compare=False)

    def role(self, name: str) -> Role:
        """The role called `name`; a KeyError here is our own fault, not an author's."""
        return self.roles[name]

    def colour(self, name: str) -> str:
        """The colour called `name`, as "#rrggbb"."""
        return self.colours[name]


def theme_names() -> tuple[str, ...]:
    """The names of the shipped themes."""
    return tuple(sorted(path.stem for path in (shipped("assets") / "themes").glob("*.toml")))


@cache
def load_theme(name: str = "default") -> Theme:
    """The shipped theme called `name`, or the theme in the file of that path, over the default.

    Raises ThemeError with every fault of the file.
    """
    base = shipped("assets") / "themes" / "default.toml"
    values = _read(base)
    if name != "default":
        path = base.with_name(f"{name}.toml") if name in theme_names() else Path(name)
        own = _read(path)
        _check_known(path, own, values)
        values = _over(values, own)
        own_colours = own.get("colours", {})
        if "mark" in own_colours and "mark-edge" not in own_colours:
            values["colours"]["mark-edge"] = own_colours["mark"]
        folder = path.parent
    else:
        path, folder = base, base.parent
    return _build(path, folder, values)


def _read(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        names = ", ".join(theme_names())
        raise ThemeError(
            [Diagnostic(Place(str(path)), "", "no such theme", f"shipped: {names}; or give a file")]
        ) from None
    except (OSError, UnicodeDecodeError) as fault:
        raise ThemeError([Diagnostic(Place(str(path)), "", f"cannot be read: {fault}")]) from None
    except tomllib.TOMLDecodeError as fault:
        found = re.search(r"line (\d+), column (\d+)", str(fault))
        line, column = (int(found[1]), int(found[2])) if found else (0, 0)
        raise ThemeError(
            [Diagnostic(Place(str(path), line, column), "", f"not TOML: {fault}")]
        ) from None


def _over(base: dict[str, Any], own: dict[str, Any]) -> dict[str, Any]:
    merged = dict(base)
    for key, value in own.items():
        known = merged.get(key)
        merged[key] = (
            _over(known, value) if isinstance(known, dict) and isinstance(value, dict) else value
        )
    return merged


# A theme may add these to a role or a box although the default leaves them out.
_OPTIONAL = {
    "roles": {
        "weight": 400, "italic": False, "caps": False, "tracking": 0.0, "before": 0.0, "after": 0.0,
        "keep": False, "hyphenate": False, "justify": False, "rule": "", "raise": 0.0, "figures": "",
    },
    "boxes": {
        "before": 0.0, "after": 0.0, "fill": "", "edge": "", "edge-width": 0.0, "bar": "",
        "bar-width": 0.0,
    },
}  # fmt: skip


def _check_known(path: Path, own: dict[str, Any], base: dict[str, Any]) -> None:
    """Refuse keys that nothing reads, and values of another type than the default's."""
    faults = list(_unknown(path, "", own, base))
    if faults:
        raise ThemeError(faults)


def _unknown(
    path: Path, where: str, own: dict[str, Any], base: dict[str, Any]
) -> Iterator[Diagnostic]:
    parts = where.split(".")
    optional = _OPTIONAL.get(parts[0], {}) if len(parts) == 2 else {}
    for key, value in own.items():
        name = f"{where}.{key}" if where else key
        known = base.get(key, optional.get(key))
        if known is None:
            if where in ("fonts", "colours"):
                continue
            expected = ", ".join(sorted({*base, *optional}))
            yield Diagnostic(Place(str(path)), name, "unknown key", f"known here: {expected}")
        elif isinstance(known, dict) and isinstance(value, dict):
            if not where.startswith("fonts."):
                yield from _unknown(path, name, value, known)
        elif isinstance(known, bool) is not isinstance(value, bool) or not isinstance(
            value, (int, float) if isinstance(known, (int, float)) else type(known)
        ):
            yield Diagnostic(Place(str(path)), name, f"expected such as {known!r}, found {value!r}")


@dataclass
class _Builder:
    """Turns the values of a theme file into a Theme, gathering every fault on the way."""

    path: Path
    values: dict[str, Any]
    faults: list[Diagnostic] = field(default_factory=list)

    def fault(self, where: str, message: str, hint: str = "") -> None:
        self.faults.append(Diagnostic(Place(str(self.path)), where, message, hint))

    def colours(self) -> dict[str, str]:
        colours = cast("dict[str, str]", self.values["colours"])
        for name, colour in colours.items():
            if not _COLOUR.fullmatch(colour):
                self.fault(
                    f"colours.{name}", f'expected a colour such as "#12355b", found {colour!r}'
                )
        return colours

    def _colour(self, where: str, name: str | None) -> str | None:
        if not name:
            return None
        colours = self.values["colours"]
        if name not in colours:
            known = ", ".join(sorted(colours))
            self.fault(where, f"no colour is called {name!r}", f"known: {known}")
        return cast("str", colours.get(name, "#000000"))

    def roles(self, families: Mapping[str, Family]) -> dict[str, Role]:
        roles = {}
        for name, role in self.values["roles"].items():
            if role["family"] not in families:
                self.fault(f"roles.{name}.family", f"no font is called {role['family']!r}")
            if role.get("figures", "") not in get_args(Figures):
                expected = " or ".join(f'"{one}"' for one in get_args(Figures) if one)
                self.fault(
                    f"roles.{name}.figures", f"expected {expected}, found {role['figures']!r}"
                )
            given = {k: v for k, v in role.items() if k not in ("colour", "rule", "raise")}
            roles[name] = Role(
                name,
                colour=self._colour(f"roles.{name}.colour", role["colour"]) or "#000000",
                rule=self._colour(f"roles.{name}.rule", role.get("rule")),
                raise_=role.get("raise", 0.0),
                **given,
            )
        return roles

    def boxes(self) -> dict[str, Box]:
        boxes = {}
        for name, box in self.values["boxes"].items():
            given = {k.replace("-", "_"): v for k, v in box.items()}
            for key in ("fill", "edge", "bar", "title"):
                given[key] = self._colour(f"boxes.{name}.{key}", given.get(key))
            if given["text"] not in self.values["roles"]:
                self.fault(f"boxes.{name}.text", f"no role is called {given['text']!r}")
            boxes[name] = Box(**given)
        return boxes

    def contrasts(self) -> None:
        """Refuse text and marks that readers with weak sight could not tell from their ground."""
        colours = self.values["colours"]
        for name, ground, least in dict.fromkeys(self._meeting()):
            colour = colours[name]
            ratio = contrast(colour, ground)
            if ratio < least:
                kind = "text" if least == TEXT else "a mark"
                self.fault(
                    f"colours.{name}",
                    f"{colour!r} on {ground!r} has a contrast of {int(ratio * 100) / 100:g} to 1, "
                    f"{kind} needs {least:g}",
                    f"{standing_out(colour, ground, least)!r} has it",
                )

    def _meeting(self) -> Iterator[tuple[str, str, float]]:
        """The name of each colour that text or a mark has, the ground it meets, and the least contrast."""
        colours, roles, boxes = (self.values[key] for key in ("colours", "roles", "boxes"))
        sheet = (_SHEET, colours["paper"])
        links = ("accent", roles["note-reference"]["colour"])
        for box in boxes.values():
            inside = [box["title"], roles[box["text"]]["colour"], *links]
            if box is boxes["quotation"]:
                inside.append(roles["quotation-speaker"]["colour"])
            for ground in (colours[box["fill"]],) if box.get("fill") else sheet:
                yield from ((name, ground, TEXT) for name in inside)
        boxed = {box["text"] for box in boxes.values()}
        others = [r["colour"] for n, r in roles.items() if n not in (*_RECOLOURED, *boxed)]
        for ground in sheet:
            yield from ((name, ground, TEXT) for name in (*others, *links))
            yield from ((name, ground, MARK) for name in _MARKS)

    def page(self) -> Page | None:
        page = dict(self.values["page"])
        size = page.pop("size")
        if size not in _SIZES:
            self.fault("page.size", f"expected {' or '.join(_SIZES)}, found {size!r}")
            return None
        return Page(*_SIZES[size], **page)


def _build(path: Path, folder: Path, values: dict[str, Any]) -> Theme:
    builder = _Builder(path, values)
    colours = builder.colours()
    families = _families(folder, values["fonts"], builder.fault)
    roles, boxes, page = builder.roles(families), builder.boxes(), builder.page()
    if values["notes"] not in ("end", "foot"):
        builder.fault(
            "notes",
            f'expected "end" (after the text) or "foot" (of the page), found {values["notes"]!r}',
        )
    if type(values["contents"]) is not int or values["contents"] not in range(_DEEPEST + 1):
        builder.fault(
            "contents",
            f"expected 0 (none) to {_DEEPEST}, the depth of headings, found {values['contents']!r}",
        )
    if not builder.faults:
        builder.contrasts()
    if builder.faults or page is None:
        raise ThemeError(builder.faults)
    return Theme(
        name=values["name"],
        notes=values["notes"],
        contents=values["contents"],
        page=page,
        colours=colours,
        roles=roles,
        boxes=boxes,
        table=TableLook(**{k.replace("-", "_"): v for k, v in values["table"].items()}),
        key_figures=KeyFiguresLook(**values["key-figures"]),
        fonts=FontBook(families),
    )


def _families(folder: Path, fonts: dict[str, Any], fault: Any) -> dict[str, Family]:
    families = {}
    for key, font in fonts.items():
        files = {}
        for face, file in font["files"].items():
            found = [p for p in (folder / file, shipped("assets") / "fonts" / file) if p.is_file()]
            if not found:
                fault(f"fonts.{key}.files.{face}", f"no such font file: {file}")
            elif not re.fullmatch(r"[1-9]00i?", face):
                fault(
                    f"fonts.{key}.files",
                    f'expected a weight such as "400" or "700i", found {face!r}',
                )
            else:
                files[int(face.rstrip("i")), face.endswith("i")] = found[0]
        for other in font.get("fallback", ()):
            if other not in fonts:
                fault(f"fonts.{key}.fallback", f"no font is called {other!r}")
        families[key] = Family(
            key,
            font["name"],
            files,
            tuple(font.get("substitutes", ())),
            tuple(font.get("fallback", ())),
        )
    return families
