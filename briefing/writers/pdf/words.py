"""Single words as items for line breaking: shaped once for all paragraphs that set them in the same ink.

Nothing here knows to which piece of a paragraph a word belongs, or where it will stand.
"""

from __future__ import annotations

from functools import lru_cache

from briefing.fonts import FontBook
from briefing.writers.pdf.hyphens import hyphenation_points, own_breaks
from briefing.writers.pdf.linebreak import Item
from briefing.writers.pdf.shaping import Ink, Shaped, cut, hyphen, shaped

Glyphs = tuple[Shaped, ...]
Items = tuple[Item[Glyphs], ...]

# The costs of ending a line inside a word: after its own hyphen or dash; at a hyphen to be added; at one in
# a name; anywhere, in a word that is wider than the measure.
_OWN, _HYPHEN, _HYPHEN_IN_NAME, _ANYWHERE = 40.0, 250.0, 700.0, 3000.0
# So many words of one ink are remembered, before all are forgotten.
_REMEMBERED = 20_000


class Words:
    """The words of one ink and language, each made into items when it first comes."""

    def __init__(self, fonts: FontBook, ink: Ink, language: str) -> None:
        self._fonts = fonts
        self._ink = ink
        self._language = language
        self._shaped: dict[str, Glyphs] = {}
        self._made: dict[tuple[str, bool, bool, bool, bool], Items] = {}
        self._spaces: dict[tuple[str, bool], Item[Glyphs]] = {}

    def shaped(self, text: str) -> Glyphs:
        """The glyphs of a word. Raises WriteError for a character no face has."""
        found = self._shaped.get(text)
        if found is None:
            if len(self._shaped) >= _REMEMBERED:
                self._shaped.clear()
            found = self._shaped[text] = shaped(text, self._ink, self._fonts)
        return found

    def space(self, text: str, *, justify: bool) -> Item[Glyphs]:
        """Glue of that many spaces; in justified text it stretches by a half and shrinks by a quarter."""
        key = (text, justify)
        found = self._spaces.get(key)
        if found is None:
            glyphs = self.shaped(text)
            width = sum(part.width for part in glyphs)
            stretch, shrink = (width * 0.5, width * 0.25) if justify else (0.0, 0.0)
            found = Item("glue", width, glyphs, stretch=stretch, shrink=shrink)
            self._spaces[key] = found
        return found

    def items(
        self, text: str, *, solid: bool, hyphenate: bool, too_wide: bool, last: bool
    ) -> Items:
        """A word as boxes with penalties between them; `last` is the end of a word, where no line ends."""
        key = (text, solid, hyphenate, too_wide, last)
        found = self._made.get(key)
        if found is None:
            if len(self._made) >= _REMEMBERED:
                self._made.clear()
            breaks = self._breaks(text, solid, hyphenate, too_wide)
            found = self._made[key] = self._items(text, breaks, last)
        return found

    def _items(self, text: str, breaks: dict[int, tuple[float, bool]], last: bool) -> Items:
        made: list[Item[Glyphs]] = []
        for end, part in cut(self.shaped(text), tuple(breaks), self._ink):
            made.append(Item("box", sum(shown.width for shown in part), part))
            if end in breaks and not (last and end == len(text)):
                cost, added = breaks[end]
                tail = (hyphen(self._ink, self._fonts),) if added else ()
                width = sum(shown.width for shown in tail)
                made.append(Item("penalty", width, tail, cost=cost, flagged=added))
        return tuple(made)

    def _breaks(
        self, text: str, solid: bool, hyphenate: bool, too_wide: bool
    ) -> dict[int, tuple[float, bool]]:
        """Position → cost of ending a line there, and whether a hyphen is added."""
        breaks: dict[int, tuple[float, bool]] = {}
        if too_wide:
            breaks |= {
                at: (0.0 if text[at - 1] == " " else _ANYWHERE, False)
                for at in range(1, len(text) + 1)
            }
        if hyphenate or too_wide:
            cost = _HYPHEN if text[:1].islower() or too_wide else _HYPHEN_IN_NAME
            breaks |= {at: (cost, True) for at in hyphenation_points(text, self._language)}
        if not solid:
            breaks |= {at: (_OWN, False) for at in own_breaks(text)}
        return breaks


@lru_cache(maxsize=500)
def words_of(fonts: FontBook, ink: Ink, language: str) -> Words:
    """The words of an ink and language, the same for every paragraph."""
    return Words(fonts, ink, language)
