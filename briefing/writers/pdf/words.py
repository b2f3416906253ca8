"""Single words as items for line breaking: shaped once for all paragraphs that set them in the same ink.

Nothing here knows to which piece of a paragraph a word belongs, or where it will stand.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from briefing.fonts import FontBook
from briefing.writers.pdf.hyphens import hyphenation_points, own_breaks
from briefing.writers.pdf.linebreak import Item
from briefing.writers.pdf.shaping import Ink, Shaped, cut, hyphen, shaped

Glyphs = tuple[Shaped, ...]
Items = tuple[Item[Glyphs], ...]

# The costs of ending a line inside a word: after its own hyphen or dash; at a hyphen to be added; at one in
# a name; anywhere, in a word that is wider than the measure.
_OWN, _HYPHEN, _HYPHEN_IN_NAME, _ANYWHERE = 40.0, 250.0, 700.0, 3000.0
# The share of a sign that stands in the margin: signs are mostly white, and an edge of text looks straight
# only if they stand out a little.
HANGING_LEFT = dict.fromkeys("“„”‘‚’\"'«‹", 0.6) | dict.fromkeys("([", 0.15)
HANGING_RIGHT = (
    dict.fromkeys("“”‘’\"'»›", 0.6)
    | dict.fromkeys(".,", 0.7)
    | dict.fromkeys("-\u2010\u00ad", 0.6)
    | dict.fromkeys(";:", 0.4)
    | dict.fromkeys("–", 0.3)
    | dict.fromkeys(")]!?—", 0.15)
)
# So many words of one ink are remembered, before all are forgotten.
_REMEMBERED = 20_000


class Breaks(NamedTuple):
    """Where lines may end in a word: at hyphens to be added; not even at its own, where it is `solid`;
    anywhere, where it is wider than the measure. After the `last` part of a word there is glue.
    """

    hyphens: bool
    solid: bool
    anywhere: bool
    last: bool


class Words:
    """The words of one ink, language and level (UAX #9), each made into items when it first comes."""

    def __init__(self, fonts: FontBook, ink: Ink, language: str, level: int = 0) -> None:
        self._fonts = fonts
        self._ink = ink
        self._language = language
        self._level = level
        self._widths: dict[str, float] = {}
        self._made: dict[tuple[str, Breaks], Items] = {}
        self._spaces: dict[tuple[str, bool], Item[Glyphs]] = {}

    def width(self, text: str) -> float:
        """The width of a word (points). Raises WriteError for a character no face has."""
        width = self._widths.get(text)
        if width is None:
            if len(self._widths) >= _REMEMBERED:
                self._widths.clear()
            width = self._widths[text] = sum(part.width for part in self._shaped(text))
        return width

    def space(self, text: str, *, justify: bool) -> Item[Glyphs]:
        """Glue of that many spaces; in justified text it stretches by a half and shrinks by a quarter."""
        key = (text, justify)
        found = self._spaces.get(key)
        if found is None:
            glyphs = self._shaped(text)
            width = sum(part.width for part in glyphs)
            stretch, shrink = (width * 0.5, width * 0.25) if justify else (0.0, 0.0)
            found = Item("glue", width, glyphs, stretch=stretch, shrink=shrink)
            self._spaces[key] = found
        return found

    def items(self, text: str, breaks: Breaks) -> Items:
        """A word as boxes, with penalties where a line may end inside it."""
        found = self._made.get((text, breaks))
        if found is None:
            if len(self._made) >= _REMEMBERED:
                self._made.clear()
            found = self._made[text, breaks] = tuple(self._items(text, breaks))
        return found

    def _shaped(self, text: str) -> Glyphs:
        return shaped(text, self._ink, self._fonts, self._level)

    def _items(self, text: str, breaks: Breaks) -> Iterator[Item[Glyphs]]:
        costs = self._costs(text, breaks)
        for end, part in cut(self._shaped(text), tuple(costs), self._ink):
            left, right = self._hanging(part)
            yield Item("box", sum(shown.width for shown in part), part, left=left, right=right)
            if end in costs and not (breaks.last and end == len(text)):
                cost, added = costs[end]
                tail = (hyphen(self._ink, self._fonts),) if added else ()
                width = sum(shown.width for shown in tail)
                _, right = self._hanging(tail) if tail else (0.0, 0.0)
                yield Item("penalty", width, tail, cost=cost, flagged=added, right=right)

    def _hanging(self, part: Glyphs) -> tuple[float, float]:
        """How far the part hangs into the margin at the start and at the end of a line (points)."""
        if self._level or self._ink.rise:
            return 0.0, 0.0
        size = self._ink.size / 1000
        first, last = part[0].glyphs[0], part[-1].glyphs[-1]
        left = HANGING_LEFT.get(first.text, 0.0) * first.advance * size
        return left, HANGING_RIGHT.get(last.text, 0.0) * last.advance * size

    def _costs(self, text: str, breaks: Breaks) -> dict[int, tuple[float, bool]]:
        """Position → cost of ending a line there, and whether a hyphen is added."""
        costs: dict[int, tuple[float, bool]] = {}
        if breaks.anywhere:
            costs |= {
                at: (0.0 if text[at - 1] == " " else _ANYWHERE, False)
                for at in range(1, len(text) + 1)
            }
        if breaks.hyphens and self._level == 0:
            cost = _HYPHEN if text[:1].islower() or breaks.anywhere else _HYPHEN_IN_NAME
            costs |= {at: (cost, True) for at in hyphenation_points(text, self._language)}
        if not breaks.solid:
            costs |= {at: (_OWN, False) for at in own_breaks(text)}
        return costs


@lru_cache(maxsize=500)
def words_of(fonts: FontBook, ink: Ink, language: str, level: int = 0) -> Words:
    """The words of an ink, language and level, the same for every paragraph."""
    return Words(fonts, ink, language, level)
