"""Font files inside the PDF: the glyphs in use, their widths and the text each of them stands for.

Type0 fonts, Identity-H. A character code is given to each pair of glyph and text, so a ligature reads as
its letters, and one hyphen glyph may be a hyphen here and a soft hyphen there. No layout here.
"""

from __future__ import annotations

import hashlib
import re
import struct
from collections.abc import Iterator
from dataclasses import dataclass

import uharfbuzz as hb

from briefing.fonts import Face, Glyph
from briefing.writers.pdf.patches import Objects, PDFValue, Stream, array, dictionary, number
from briefing.writers.pdf.shaping import Ink, Shaped

_TO_UNICODE = """/CIDInit /ProcSet findresource begin
12 dict begin
begincmap
/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def
/CMapName /Adobe-Identity-UCS def
/CMapType 2 def
1 begincodespacerange
<0000> <FFFF>
endcodespacerange
{ranges}
endcmap
CMapName currentdict /CMap defineresource pop
end
end"""

# Layout is done when the file is written, so these tables would be dead weight.
_DROPPED = (
    "GSUB", "GPOS", "GDEF", "BASE", "kern", "name", "DSIG", "STAT", "gasp", "meta", "OS/2", "cmap", "post",
)  # fmt: skip
_SYMBOLIC, _ITALIC = 4, 64


LEAST_MOVE = 0.05
"""Moves of less than this (1/1000 em) are not made."""


@dataclass(frozen=True, slots=True)
class Encoded:
    """Glyphs as hexadecimal codes, with moves between them where HarfBuzz asks for some (1/1000 em, to the
    left); `before` and `after` are the moves that join it to what stands beside it.
    """

    before: float
    code: str
    after: float


class Font:
    """One face in one file; `resource` is its name in the pages' resources ("F1")."""

    def __init__(self, face: Face, resource: str) -> None:
        self.face = face
        self.resource = resource
        self._codes: dict[tuple[int, str], int] = {}
        self._shown: dict[tuple[int, str], str] = {}
        self._encoded: dict[Shaped, Encoded] = {}

    def code(self, glyph: int, text: str) -> str:
        """The character code of `glyph` standing for `text`, as four hexadecimal digits.

        The second glyph of a letter drawn in parts stands for nothing; PDF/A (ISO 19005-3, 6.2.11.7.2)
        still wants a character, so it reads as a space of no width.
        """
        key = (glyph, text or "\u200b")
        shown = self._shown.get(key)
        if shown is None:
            code = self._codes[key] = len(self._codes) + 1
            shown = self._shown[key] = f"{code:04X}"
        return shown

    def encoded(self, shaped: Shaped, ink: Ink) -> Encoded:
        """Glyphs of an ink as the text operators show them; each is encoded once a file."""
        found = self._encoded.get(shaped)
        if found is None:
            found = self._encoded[shaped] = self._encode(shaped, ink)
        return found

    def _encode(self, shaped: Shaped, ink: Ink) -> Encoded:
        first, code, move = 0.0, "", 0.0
        to_left = shaped.level % 2 == 1
        for nth, glyph in enumerate(reversed(shaped.glyphs) if to_left else shaped.glyphs):
            move -= glyph.x_offset
            if nth == 0:
                first = move
            elif abs(move) >= LEAST_MOVE:
                code += f"> {number(round(move, 2))} <"
            level = -LEAST_MOVE < glyph.y_offset < LEAST_MOVE
            code += self.code(glyph.index, glyph.text) if level else self._raised(glyph, ink)
            move = self.face.advance(glyph.index) - glyph.advance + glyph.x_offset
        return Encoded(first, code, move)

    def _raised(self, glyph: Glyph, ink: Ink) -> str:
        """A glyph's code; a mark that stands higher or lower than its letter is raised for itself."""
        code = self.code(glyph.index, glyph.text)
        raised = number(round(ink.rise + glyph.y_offset * ink.size / 1000, 3))
        return f">]TJ {raised} Ts [<{code}>]TJ {number(ink.rise)} Ts [<"

    def add_to(self, objects: Objects) -> bytes:
        """Write the font's objects; gives the reference to the font dictionary."""
        base = self._base_name()
        to_unicode = _TO_UNICODE.format(ranges="\n".join(self._ranges()))
        return objects.add(
            dictionary(
                Type="/Font",
                Subtype="/Type0",
                BaseFont=base,
                Encoding="/Identity-H",
                DescendantFonts=array(self._descendant(objects, base)),
                ToUnicode=objects.add(Stream(to_unicode.encode())),
            )
        )

    def _base_name(self) -> str:
        postscript = self.face.hb_face.get_name(hb.OTNameIdPredefined.POSTSCRIPT_NAME)
        plain = re.sub(r"[^A-Za-z0-9-]", "", postscript or self.face.family)
        used = repr([plain, *self._codes]).encode()
        tag = hashlib.sha256(used).hexdigest()[:6]
        return "/" + "".join(chr(65 + int(digit, 16)) for digit in tag) + "+" + plain

    def _descendant(self, objects: Objects, base: str) -> bytes:
        data, new_index = self._subset()
        glyphs = [glyph for glyph, _ in self._codes]
        widths = array(*(number(self.face.advance(glyph)) for glyph in glyphs))
        to_glyph = struct.pack(f">{len(glyphs) + 1}H", 0, *(new_index[glyph] for glyph in glyphs))
        file = objects.add(Stream(data, {"Length1": len(data)}))
        system = dictionary(Registry="(Adobe)", Ordering="(Identity)", Supplement=0)
        return objects.add(
            dictionary(
                Type="/Font",
                Subtype="/CIDFontType2",
                BaseFont=base,
                CIDSystemInfo=system,
                FontDescriptor=self._descriptor(objects, base, file),
                DW=1000,
                W=array(1, widths),
                CIDToGIDMap=objects.add(Stream(to_glyph)),
            )
        )

    def _descriptor(self, objects: Objects, base: str, file: bytes) -> bytes:
        face = self.face
        head = bytes(face.hb_face.reference_table("head").data)
        box = [round(v * face.scale) for v in struct.unpack(">4h", head[36:44])]
        post = bytes(face.hb_face.reference_table("post").data)
        (angle,) = struct.unpack(">l", post[4:8])
        values: dict[str, PDFValue] = {
            "Type": "/FontDescriptor",
            "FontName": base,
            "Flags": _SYMBOLIC | (_ITALIC if face.italic else 0),
            "FontBBox": array(*box),
            "ItalicAngle": number(angle / 65536),
            "Ascent": round(face.ascent),
            "Descent": round(face.descent),
            "CapHeight": round(face.cap_height),
            "XHeight": round(face.x_height),
            "StemV": face.weight // 5,
            "FontFile2": file,
        }
        return objects.add(dictionary(**values))

    def _subset(self) -> tuple[bytes, dict[int, int]]:
        wanted = hb.SubsetInput()
        wanted.glyph_set.update({glyph for glyph, _ in self._codes})
        wanted.flags = hb.SubsetFlags.NO_HINTING | hb.SubsetFlags.NO_LAYOUT_CLOSURE
        tags = (int.from_bytes(tag.ljust(4).encode(), "big") for tag in _DROPPED)
        wanted.drop_table_tag_set.update(tags)
        plan = hb.SubsetPlan(self.face.hb_face, wanted)
        return bytes(plan.execute().blob.data), dict(plan.old_to_new_glyph_mapping)

    def _ranges(self) -> Iterator[str]:
        rows = [
            f"<{code:04X}> <{text.encode('utf-16-be').hex().upper()}>"
            for (_, text), code in self._codes.items()
        ]
        for at in range(0, len(rows), 100):
            part = rows[at : at + 100]
            yield "\n".join((f"{len(part)} beginbfchar", *part, "endbfchar"))


class Fonts:
    """The fonts of one file, in order of first use."""

    def __init__(self) -> None:
        self._fonts: dict[Face, Font] = {}

    def font(self, face: Face) -> Font:
        """The font of `face` in this file."""
        font = self._fonts.get(face)
        if font is None:
            font = self._fonts[face] = Font(face, f"F{len(self._fonts) + 1}")
        return font

    def add_to(self, objects: Objects) -> bytes:
        """Write every font; gives the reference to the pages' font resources."""
        fonts = {font.resource: font.add_to(objects) for font in self._fonts.values()}
        return objects.add(dictionary(**fonts))
