"""The values of a theme file to a Theme, or every fault in them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, cast, get_args

from briefing.contrast import MARK, TEXT, contrast, standing_out
from briefing.errors import Diagnostic, Place, ThemeError
from briefing.fonts import Face, Family, FontBook
from briefing.places import shipped
from briefing.theme.look import (
    Box,
    Figures,
    KeyFiguresLook,
    Page,
    Role,
    TableLook,
    Theme,
)

_SIZES = {"A4": (595.276, 841.89), "Letter": (612.0, 792.0)}
_NO_EMBEDDING, _EDITABLE = 0x0206, 0x0008  # of OS/2 fsType: restricted, to be read only, bitmaps
_DEEPEST = 3  # levels of headings that a contents list may name
_COLOUR = re.compile(r"#[0-9a-f]{6}")

# The page itself: no writer paints it.
_SHEET = "#ffffff"
# Marks of charts that carry meaning by themselves, and roles whose own colour is not the one that shows.
_MARKS = ("mark", "mark-edge", "outline", "goal")
_RECOLOURED = ("callout-title", "traffic-light")


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


def built(path: Path, folder: Path, values: dict[str, Any]) -> Theme:
    """The theme of these values; `folder` is where its own fonts are. Raises ThemeError with every fault."""
    builder = _Builder(path, values)
    colours = builder.colours()
    families = _families(folder, values["fonts"], builder.fault)
    roles, boxes, page = builder.roles(families), builder.boxes(), builder.page()
    if values["notes"] not in ("end", "endnotes", "foot"):
        builder.fault(
            "notes",
            'expected "end" (after the text), "endnotes" (there too, Word’s own) or "foot" (of the '
            f"page), found {values['notes']!r}",
        )
    if type(values["contents"]) is not int or values["contents"] not in range(_DEEPEST + 1):
        builder.fault(
            "contents",
            f"expected 0 (none) to {_DEEPEST}, the depth of headings, found {values['contents']!r}",
        )
    if values["word_fonts"] not in ("named", "embedded"):
        found = values["word_fonts"]
        builder.fault(
            "word_fonts",
            f'expected "named" or "embedded" (in the Word file), found {found!r}',
        )
    elif values["word_fonts"] == "embedded":
        for key in sorted({role.family for role in roles.values()} & families.keys()):
            _refuse_unembeddable(families[key], builder.fault)
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
        word_fonts=values["word_fonts"],
    )


def _refuse_unembeddable(family: Family, fault: Any) -> None:
    """A fault for each font that its maker does not let travel in a file that people edit (OS/2 fsType)."""
    for (weight, italic), path in family.files.items():
        rights = Face(family.key, weight, italic, path).embedding
        if rights & _NO_EMBEDDING and not rights & _EDITABLE:
            message = f"{path.name} must not be embedded in a file that people edit (its fsType is {rights})"
            fault(f"fonts.{family.key}", message)


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
