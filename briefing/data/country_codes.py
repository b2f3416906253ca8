"""How data files write countries: ISO 3166 with two letters, three letters or three digits, and M49.

The codes are those of Unicode CLDR, which Babel carries; UN Comtrade's own numbers stand beside them.
"""

from __future__ import annotations

from functools import cache

from babel.core import get_global

from briefing.facts.countries import COUNTRIES

_COMTRADE = {
    "CH": ("757",), "FR": ("251",), "IN": ("699",), "IT": ("381",), "NO": ("579",), "US": ("842",),
}  # fmt: skip
"""Numbers of UN Comtrade, and so of BACI, that are not those of ISO 3166: customs territories."""

WORLD = ("W00", "W0", "W1", "W", "WLD", "WORLD", "0", "000", "ALL", "_T", "TOTAL", "TOT")
"""How files write all partners together."""


@cache
def spellings(country: str) -> tuple[str, ...]:
    """Every code that may stand for the country `country` (ISO 3166-1 alpha-2), in capitals."""
    return (country, *(code for code, known in _countries().items() if known == country))


def country_of(code: str) -> str | None:
    """The country (ISO 3166-1 alpha-2) that a file's code stands for; None for groups and the world."""
    plain = code.strip().upper()
    if plain in COUNTRIES and plain != "EU":
        return plain
    return _countries().get(plain)


@cache
def _countries() -> dict[str, str]:
    """Alpha-3 and numbers, with and without leading zeros, to alpha-2."""
    found: dict[str, str] = {}
    for code, known in get_global("territory_aliases").items():
        # A code of several countries was one of a country that is no more.
        if len(known) != 1 or known[0] not in COUNTRIES or len(code) != 3:
            continue
        found[code] = known[0]
        if code.isdigit():
            found[str(int(code))] = known[0]
    for country, codes in _COMTRADE.items():
        found |= dict.fromkeys(codes, country)
    return found
