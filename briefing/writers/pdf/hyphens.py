"""Where a word may be divided: after its own hyphens and dashes, and at hyphens to be added.

Patterns are pyphen's; a language without patterns gets none.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache

import pyphen

_WORD = re.compile(r"\W*([^\W\d_]{6,})\W*")
_OWN = re.compile(r"(?<=[^\W\d_]{2})[-‐–—/](?=[^\W\d_]{2})|(?<=\w)—(?=\w)")
_ADDRESS = re.compile(r"(?<=\w)[-/.?&=_](?=\w{3})")


@lru_cache(maxsize=20_000)
def hyphenation_points(word: str, language: str) -> tuple[int, ...]:
    """The positions in `word` at which a hyphen may be added; none in short words, capitals, numbers."""
    found = _WORD.fullmatch(word)
    patterns = _patterns(language)
    if found is None or patterns is None or found[1].isupper():
        return ()
    return tuple(found.start(1) + position for position in patterns.positions(found[1]))


@lru_cache(maxsize=20_000)
def own_breaks(word: str) -> tuple[int, ...]:
    """The positions after a hyphen, dash or slash between letters; in addresses after their signs.

    Never inside dates, ranges of numbers and the like.
    """
    pattern = _ADDRESS if "://" in word or "www." in word else _OWN
    return tuple(found.end() for found in pattern.finditer(word))


@cache
def _patterns(language: str) -> pyphen.Pyphen | None:
    known = pyphen.language_fallback(language.replace("-", "_")) if language else None
    return pyphen.Pyphen(lang=known, left=2, right=3) if known else None
