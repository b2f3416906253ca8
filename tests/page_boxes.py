"""Where things are on rendered pages (pypdfium2): characters, words, the extent of all that is drawn.

In points from the lower left corner of the page.
"""

from __future__ import annotations

import ctypes
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

import pypdfium2
from pypdfium2 import raw

from briefing.theme import Page

# Letters of neighbouring words and lines may touch by so much, and reach so far over a margin.
_TOUCH, _REACH = 0.75, 1.5
_HANGING = 4.5  # and so far a quotation mark, a stop or a hyphen
# Letters go on as one word unless they step back by more than this share of their height: kerned ones step
# back a little, and all letters of a ligature have its box.
_KERNED = 0.35


@dataclass(frozen=True)
class Ink:
    """The extent of a character or of a word."""

    text: str
    left: float
    bottom: float
    right: float
    top: float
    baseline: float


def characters(content: bytes) -> Iterator[list[Ink]]:
    """The ink of every character, page by page; spaces have none."""
    opened = pypdfium2.PdfDocument(content)
    for page in opened:
        textpage = page.get_textpage()
        yield [one for nth in range(textpage.count_chars()) if (one := _character(textpage, nth))]
        textpage.close()
        page.close()
    opened.close()


def words(characters: Iterable[Ink]) -> list[Ink]:
    """Neighbouring characters on a line as one; words may be joined, lines and columns are not."""
    made: list[Ink] = []
    before: Ink | None = None
    for one in characters:
        height = one.top - one.bottom
        if before and (_goes_on(before, one, made[-1], height) or _is_joined(one, made[-1])):
            last = made[-1]
            made[-1] = replace(
                last, text=last.text + one.text, left=min(last.left, one.left),
                right=max(last.right, one.right),
                bottom=min(last.bottom, one.bottom), top=max(last.top, one.top),
            )  # fmt: skip
        else:
            made.append(one)
        before = one
    return made


def _goes_on(before: Ink, one: Ink, word: Ink, height: float) -> bool:
    return (
        abs(before.baseline - one.baseline) < 0.1
        and one.left > before.left - _KERNED * height
        and one.left < word.right + height
    )


def _is_joined(one: Ink, word: Ink) -> bool:
    """Whether it is a letter of a word that runs to the left, where letters reach under each other, or a
    sign above or below such a letter.
    """
    kind = unicodedata.bidirectional(one.text)
    if kind not in ("R", "AL", "NSM"):
        return False
    height = word.top - word.bottom
    return (
        abs(word.baseline - one.baseline) < (height / 2 if kind == "NSM" else 0.1)
        and one.right > word.left - height
        and one.left < word.right + height
    )


def overlaps(content: bytes) -> list[str]:
    """Every two words that lie on each other."""
    found = []
    for nth, shown in enumerate(characters(content), 1):
        below: list[Ink] = []
        for word in sorted(words(shown), key=lambda one: one.bottom):
            below = [one for one in below if one.top - _TOUCH > word.bottom]
            for other in below:
                if min(word.right, other.right) - max(word.left, other.left) > _TOUCH:
                    found.append(f"page {nth}: {word.text!r} on {other.text!r}")
            below.append(word)
    return found


def _reach(sign: str) -> float:
    """How far it may stand in the margin; signs that are no letters hang there."""
    return _REACH if sign.isalnum() else _HANGING


def outside(content: bytes, page: Page) -> list[str]:
    """Words beyond the margins, and anything drawn beyond the edge of the paper."""
    found = []
    for nth, shown in enumerate(characters(content), 1):
        for word in words(shown):
            beside = word.left < page.left - _reach(
                word.text[0]
            ) or word.right > page.width - page.right + _reach(word.text[-1])
            if beside or word.bottom < page.foot / 3 or word.top > page.height - page.head / 3:
                found.append(f"page {nth}: {word} is in the margin")
    opened = pypdfium2.PdfDocument(content)
    for nth, sheet in enumerate(opened, 1):
        for item in sheet.get_objects(max_depth=2):
            left, bottom, right, top = item.get_bounds()
            if left < 0 or bottom < 0 or right > page.width or top > page.height:
                found.append(
                    f"page {nth}: what is drawn reaches over the edge: {item.get_bounds()}"
                )
        sheet.close()
    opened.close()
    return found


def _character(textpage: pypdfium2.PdfTextPage, nth: int) -> Ink | None:
    code = raw.FPDFText_GetUnicode(textpage, nth)
    if code in (0, 0x20, 0xA0, 0x0A, 0x0D, 0x200B) or raw.FPDFText_IsGenerated(textpage, nth):
        return None
    x, y = ctypes.c_double(), ctypes.c_double()
    raw.FPDFText_GetCharOrigin(textpage, nth, x, y)
    return Ink(chr(code), *textpage.get_charbox(nth), y.value)
