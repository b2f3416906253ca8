"""Fonts that travel in a Word file (ISO/IEC 29500-1, 17.8.1): obfuscated, and cut down to what people write.

The letters are kept that anybody may want to type who edits the brief, not only those that it prints.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from itertools import chain

import uharfbuzz as hb
from docx.opc.part import Part

from briefing.fonts import Face, Family
from briefing.theme import Theme
from briefing.writers.docx.elements import w
from briefing.writers.docx.markup import Element
from briefing.writers.docx.package import Package

_TYPE = "application/vnd.openxmlformats-officedocument.obfuscatedFont"
_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/font"
_FACES = (
    ("embedRegular", 400, False), ("embedBold", 700, False),
    ("embedItalic", 400, True), ("embedBoldItalic", 700, True),
)  # fmt: skip
_KEPT = (
    (0x20, 0x52F),  # Latin, Greek, Cyrillic
    (0x1E00, 0x1EFF), (0x2000, 0x206F), (0x20A0, 0x20CF), (0x2100, 0x214F), (0x2190, 0x2199),
    (0x2200, 0x22FF), (0x25A0, 0x25FF), (0xFB00, 0xFB06),
)  # fmt: skip
_WHOLE = 0x0100  # OS/2 fsType: the font must not be cut down
_NAMES = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 11, 13, 14, 16, 17}  # with the licence and where it stands
_LANGUAGE = 0x0409


def embedded(theme: Theme, package: Package, holder: Part) -> dict[str, list[Element]]:
    """For each family of the text the elements that name its embedded faces in the table of fonts."""
    if theme.word_fonts != "embedded":
        return {}
    keys = {role.family for role in theme.roles.values()}
    families = {key: theme.fonts.families[key] for key in sorted(keys)}
    numbers = iter(range(1, 1000))
    return {
        key: [
            _face(face, name, next(numbers), package, holder)
            for name, face in _faces(theme, family)
        ]
        for key, family in families.items()
    }


def embedding_settings(theme: Theme) -> tuple[Element, ...]:
    """What the settings say of embedded fonts, in the order of the schema."""
    if theme.word_fonts != "embedded":
        return ()
    return w("embedTrueTypeFonts"), w("saveSubsetFonts")


def _faces(theme: Theme, family: Family) -> Iterator[tuple[str, Face]]:
    for name, weight, italic in _FACES:
        face = theme.fonts.face(family.key, weight, italic)
        if (face.weight, face.italic) == (weight, italic):
            yield name, face


def _face(face: Face, name: str, number: int, package: Package, holder: Part) -> Element:
    content = _cut_down(face)
    key = uuid.uuid5(uuid.NAMESPACE_OID, f"{face.family} {face.weight} {face.italic}")
    part = package.add_file(f"/word/fonts/font{number}.odttf", _TYPE, _obfuscated(content, key))
    cut = None if face.embedding & _WHOLE else "1"
    id = holder.relate_to(part, _RELATION)
    return w(name, r_id=id, fontKey=f"{{{str(key).upper()}}}", subsetted=cut)


def _cut_down(face: Face) -> bytes:
    """The font with what people write; whole where its maker says so."""
    if face.embedding & _WHOLE:
        return face.path.read_bytes()
    wanted = hb.SubsetInput()
    wanted.unicode_set.update(chain.from_iterable(range(a, b + 1) for a, b in _KEPT))
    wanted.name_id_set.update(_NAMES)
    wanted.name_lang_id_set.update({_LANGUAGE})
    wanted.flags = hb.SubsetFlags.NO_HINTING | hb.SubsetFlags.NO_PRUNE_UNICODE_RANGES
    return bytes(hb.SubsetPlan(face.hb_face, wanted).execute().blob.data)


def _obfuscated(content: bytes, key: uuid.UUID) -> bytes:
    """The first 32 bytes combined with the key, which is read from its last digits (17.8.1)."""
    mask = bytes.fromhex(str(key).replace("-", ""))[::-1] * 2
    head = bytes(byte ^ other for byte, other in zip(content[:32], mask, strict=True))
    return head + content[32:]
