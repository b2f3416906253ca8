"""The font files: what they cover, which face sets a character, and how wide a text is.

Charts and the PDF measure with the same code, so a label that fits in the drawing fits on the page.
Shaping is HarfBuzz's; no layout happens here.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby, pairwise
from pathlib import Path

import uharfbuzz as hb

from briefing.bidi import at_line_end, has_right_to_left, levels, visual_order

_SHAPED = 5_000
"""Words of a face that are kept as shaped: a few briefs' worth."""
_REMEMBERED = 50_000  # widths, before all are forgotten

Features = tuple[tuple[str, bool], ...]


@dataclass(frozen=True, slots=True)
class Glyph:
    """One shaped glyph; lengths in 1/1000 em. `text` is the cluster it stands for ("" for the
    second and later glyphs of a cluster), so that a ligature still reads as its letters.
    """

    index: int
    advance: float
    x_offset: float
    y_offset: float
    text: str


class Face:
    """One font file: family, weight, slope, its characters and metrics (1/1000 em)."""

    def __init__(self, family: str, weight: int, italic: bool, path: Path) -> None:
        self.family = family
        self.weight = weight
        self.italic = italic
        self.path = path
        self._shaped: dict[tuple[str, Features, bool], tuple[Glyph, ...]] = {}
        self._advances: dict[int, float] = {}

    @cached_property
    def hb_face(self) -> hb.Face:
        """The parsed file."""
        return hb.Face(hb.Blob.from_file_path(str(self.path)))

    @cached_property
    def hb_font(self) -> hb.Font:
        """The scaled font that shapes."""
        return hb.Font(self.hb_face)

    @cached_property
    def characters(self) -> frozenset[int]:
        """The code points that have a glyph."""
        return frozenset(self.hb_face.unicodes)

    @cached_property
    def scale(self) -> float:
        """From font units to 1/1000 em."""
        return 1000.0 / float(self.hb_face.upem)

    @cached_property
    def ascent(self) -> float:
        """Height of the font above the baseline (typographic, OS/2)."""
        return self._os2_signed(68) * self.scale

    @cached_property
    def descent(self) -> float:
        """Depth of the font below the baseline, negative (typographic, OS/2)."""
        return self._os2_signed(70) * self.scale

    @cached_property
    def cap_height(self) -> float:
        """Height of a capital letter (OS/2 version 2 and later)."""
        return self._os2_signed(88) * self.scale

    @cached_property
    def x_height(self) -> float:
        """Height of a lower-case x (OS/2 version 2 and later)."""
        return self._os2_signed(86) * self.scale

    @cached_property
    def embedding(self) -> int:
        """What its maker allows (OS/2 fsType): 0 for anything, else bits."""
        return self._os2_signed(8) & 0xFFFF

    def _os2_signed(self, offset: int) -> int:
        table = bytes(self.hb_face.reference_table("OS/2").data)
        return int.from_bytes(table[offset : offset + 2], "big", signed=True)

    def shape(
        self, text: str, features: Features = (), *, to_left: bool = False
    ) -> tuple[Glyph, ...]:
        """`text` of one direction as glyphs in the order of the text, kerned and with ligatures; cached.

        With `to_left` each glyph stands to the left of the one before it.
        """
        key = (text, features, to_left)
        shaped = self._shaped.get(key)
        if shaped is None:
            if (
                len(self._shaped) >= _SHAPED
            ):  # of many briefs, each has words and numbers of its own
                self._shaped.clear()
            shaped = self._shaped[key] = self._shape(text, features, to_left)
        return shaped

    def _shape(self, text: str, features: Features, to_left: bool) -> tuple[Glyph, ...]:
        buffer = hb.Buffer()
        buffer.add_str(text)
        buffer.guess_segment_properties()
        buffer.direction = "rtl" if to_left else "ltr"
        if to_left:  # a vowel sign stands for itself, as readers of the file expect
            buffer.cluster_level = hb.BufferClusterLevel.MONOTONE_CHARACTERS
        hb.shape(self.hb_font, buffer, dict(features))
        infos, positions = buffer.glyph_infos, buffer.glyph_positions
        if to_left:
            infos, positions = infos[::-1], positions[::-1]
        starts = [*sorted({info.cluster for info in infos}), len(text)]
        ends = dict(pairwise(starts))
        drawn = Counter(info.cluster for info in infos)
        seen: Counter[int] = Counter()
        glyphs = []
        for info, position in zip(infos, positions, strict=True):
            cluster = text[info.cluster : ends[info.cluster]]
            nth = seen[info.cluster]
            seen[info.cluster] += 1
            if to_left and drawn[info.cluster] == len(cluster):
                cluster = cluster[nth]  # a letter and its signs, each drawn by itself
            elif nth:
                cluster = ""
            glyphs.append(
                Glyph(
                    info.codepoint,
                    position.x_advance * self.scale,
                    position.x_offset * self.scale,
                    position.y_offset * self.scale,
                    cluster,
                )
            )
        return tuple(glyphs)

    def advance(self, glyph: int) -> float:
        """A glyph's own width, before kerning (1/1000 em)."""
        advance = self._advances.get(glyph)
        if advance is None:
            advance = float(self.hb_font.get_glyph_h_advance(glyph)) * self.scale
            self._advances[glyph] = advance
        return advance

    def width(self, text: str, size: float, *, to_left: bool = False) -> float:
        """Width of `text` of one direction in points at `size` points."""
        return self.advance_of(text, to_left=to_left) * size / 1000

    def advance_of(self, text: str, *, to_left: bool = False) -> float:
        """Width of `text` of one direction (1/1000 em)."""
        return sum(glyph.advance for glyph in self.shape(text, to_left=to_left))


@dataclass(frozen=True, slots=True)
class Family:
    """The faces of one family by weight and slope, the name Word knows it by, and its fallbacks."""

    key: str
    name: str
    files: Mapping[tuple[int, bool], Path]
    substitutes: tuple[str, ...] = ()
    fallback: tuple[str, ...] = ()


class FontBook:
    """Every face of a theme; finds the face for a character along the family's fallback chain."""

    def __init__(self, families: Mapping[str, Family]) -> None:
        self.families = dict(families)
        self._faces: dict[tuple[str, int, bool], Face] = {}
        self._chains: dict[tuple[str, int, bool], tuple[Face, ...]] = {}
        self._advances: dict[tuple[str, str, int, bool], tuple[float, ...]] = {}

    def face(self, family: str, weight: int = 400, italic: bool = False) -> Face:
        """The face nearest in weight; an italic that the family lacks is set upright."""
        files = self.families[family].files
        slopes = [key for key in files if key[1] == italic] or list(files)
        nearest = min(slopes, key=lambda key: (abs(key[0] - weight), key))
        key = (family, *nearest)
        if key not in self._faces:
            self._faces[key] = Face(family, nearest[0], nearest[1], files[nearest])
        return self._faces[key]

    def runs(
        self, text: str, family: str, weight: int = 400, italic: bool = False
    ) -> tuple[tuple[Face, str], ...]:
        """`text` cut where the face changes; a character no face has stays with the first face."""
        chain = self._chain(family, weight, italic)
        if chain[0].characters.issuperset(map(ord, text)):
            return ((chain[0], text),) if text else ()
        runs: list[tuple[Face, str]] = []
        for character in text:
            code = ord(character)
            face = next((f for f in chain if code in f.characters), chain[0])
            if runs and (runs[-1][0] is face or character.isspace()):
                runs[-1] = (runs[-1][0], runs[-1][1] + character)
            else:
                runs.append((face, character))
        return tuple(runs)

    def missing(self, text: str, family: str) -> str:
        """The characters of `text` that no face of the chain has, each once, in order."""
        left = dict.fromkeys(map(ord, text))
        for face in self._chain(family, 400, False):
            left = {code: None for code in left if code not in face.characters}
            if not left:
                return ""
        return "".join(c for c in map(chr, left) if c not in "\n\u00ad")

    def shown(
        self, text: str, family: str, weight: int = 400, italic: bool = False
    ) -> tuple[tuple[Face, str, bool], ...]:
        """`text` on one line, from left to right: parts of one face and direction, and whether it is to
        the left. The characters of each part are in the order of the text.
        """
        if not has_right_to_left(text):
            return tuple(
                (face, part, False) for face, part in self.runs(text, family, weight, italic)
            )
        parts: list[tuple[Face, str, bool]] = []
        found = at_line_end(levels(text), text)
        order: list[int] = []
        at = 0
        for level, group in groupby(found):
            end = at + len(list(group))
            for face, part in self.runs(text[at:end], family, weight, italic):
                parts.append((face, part, level % 2 == 1))
                order.append(level)
            at = end
        return tuple(parts[n] for n in visual_order(order))

    def width(
        self, text: str, family: str, weight: int = 400, italic: bool = False, *, size: float
    ) -> float:
        """Width of `text` in points at `size` points, each part in the face that has it."""
        key = (text, family, weight, italic)
        advances = self._advances.get(key)
        if advances is None:
            if len(self._advances) >= _REMEMBERED:
                self._advances.clear()
            advances = self._advances[key] = tuple(
                face.advance_of(part, to_left=to_left)
                for face, part, to_left in self.shown(text, family, weight, italic)
            )
        return sum(advance * size / 1000 for advance in advances)

    def _chain(self, family: str, weight: int, italic: bool) -> tuple[Face, ...]:
        """The face of a family and those that stand in for it, in order."""
        key = (family, weight, italic)
        found = self._chains.get(key)
        if found is None:
            names = (family, *self.families[family].fallback)
            found = tuple(self.face(name, weight, italic) for name in names)
            self._chains[key] = found
        return found
