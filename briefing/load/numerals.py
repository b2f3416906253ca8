"""Numerals in a source's text, as amounts that can be held against a fact's quantity.

Digits are found in any language, number words in those listed here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from briefing.facts.quantities import Quantity
from briefing.load.source_text import Span

LANGUAGES = ("en",)
"""The languages whose number words, month names and qualifiers are known."""

_BELOW_TWENTY = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen "
    "sixteen seventeen eighteen nineteen"
)
_UNITS = _BELOW_TWENTY.split()
_TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
_IN_ORDER = "first second third fourth fifth sixth seventh eighth ninth tenth"
_ORDINALS = _IN_ORDER.split()
_SCALES = {"hundred": 2, "thousand": 3, "million": 6, "billion": 9, "trillion": 12} | {
    "bn": 9, "mn": 6, "tn": 12
}  # fmt: skip
_PARTS = {
    "half": 2, "halves": 2, "third": 3, "quarter": 4, "fifth": 5, "sixth": 6, "eighth": 8, "tenth": 10,
}  # fmt: skip
_SIGNS = {"$": "$", "US$": "USD", "€": "EUR", "£": "GBP", "¥": "JPY"}
_NOUNS = {
    "dollar": "$",
    "euro": "EUR",
    "pound": "GBP",
    "rouble": "RUB",
    "ruble": "RUB",
    "yuan": "CNY",
}


@dataclass(frozen=True, slots=True)
class Numeral:
    """A numeral in a text.

    An amount has its `value` in base units of `unit` ("" where it has none; "$" is any dollar) and the
    power of ten of its last digit, or its `fraction` where it is one in words; an ordinal has neither.
    """

    span: Span
    words: str
    value: Decimal | None = None
    step: int = 0
    unit: str = ""
    fraction: tuple[int, int] | None = None


def knows(language: str) -> bool:
    """Whether number words and month names of a language are known."""
    return language.split("-", maxsplit=1)[0] in LANGUAGES


def numerals(text: str, language: str = "en") -> Iterator[Numeral]:
    """The amounts and other numerals in `text`, in order."""
    pattern = _ENGLISH if knows(language) else _DIGITS
    for match in pattern.finditer(text):
        yield _amount(match)


def says(numeral: Numeral, stated: Quantity) -> bool:
    """Whether a numeral gives a quantity: to its last digit and in its unit, whatever the sign."""
    if numeral.fraction or stated.fraction:
        return numeral.fraction == stated.fraction
    if numeral.value is None:
        return False
    if numeral.unit == "$":
        fits = stated.unit in _DOLLARS
    elif numeral.unit or stated.unit in ("%", "pp") or stated.is_currency:
        fits = stated.unit == numeral.unit
    else:  # "nine Russian-language schools": what is counted stands further on
        fits = True
    exponent = stated.number.as_tuple().exponent
    step = (exponent if isinstance(exponent, int) else 0) + stated.scale
    same = abs(stated.number.scaleb(stated.scale)) == numeral.value and step == numeral.step
    return fits and same


# ------------------------------------------------------------------------------------ patterns


def _any(words: Mapping[str, object] | list[str] | tuple[str, ...]) -> str:
    return "|".join(sorted((re.escape(word) for word in words), key=len, reverse=True))


_DOLLARS = ("USD", "AUD", "CAD", "HKD", "NZD", "SGD")

_FIGURES = r"(?P<figures>[0-9]+(?:[.,][0-9]+)*)"
_UNIT = (
    r"(?P<percent>\s?%|\s(?:per\s?cent|percent)\b)|(?P<points>\s(?:pp|percentage\spoints?)\b)"
    rf"|\s(?P<code>[A-Z]{{3}})\b|(?:\sUS)?\s(?P<noun>{_any(_NOUNS)})s?\b"
)
_SIGN = rf"(?P<sign>{_any(_SIGNS)})\s?"
_WORD = (
    rf"(?P<word>(?:{_any(_TENS)})(?:[-‐-–\s](?:{_any(_UNITS[1:10])}))?|{_any(_UNITS)}"
    rf"|a(?=\s(?:{_any(_SCALES)})\b))"
)
_SCALE = rf"(?P<scale>(?:[-‐-–\s]?(?:{_any(_SCALES)})\b)+)"
_FRACTION = rf"\b(?P<count>{_any(_UNITS[1:10])}|a)[-‐-–\s](?P<part>{_any(_PARTS)})s?\b(?!\s+of\s+the\s+year)"

_DIGITS = re.compile(rf"(?:{_SIGN})?{_FIGURES}(?:{_UNIT})?")
_ENGLISH = re.compile(
    rf"{_FRACTION}|(?:{_SIGN})?(?:(?<![\w.]){_FIGURES}(?!\w*[A-Za-z]-)|\b{_WORD}\b){_SCALE}?(?:{_UNIT})?"
    rf"|\b(?:{_any(_ORDINALS)})(?:\s(?:half|quarter))?\b|\bhalf\b",
    re.IGNORECASE,
)


def _amount(match: re.Match[str]) -> Numeral:
    group = {name: text or "" for name, text in match.groupdict().items()}
    span = Span(match.start(), match.end())
    if group.get("part"):
        count = 1 if group["count"].lower() == "a" else _UNITS.index(group["count"].lower())
        return Numeral(span, match[0], fraction=(count, _PARTS[group["part"].lower()]))
    if group["figures"]:
        value = Decimal(group["figures"].replace(",", ""))
    elif group.get("word"):
        value = Decimal(_in_words(group["word"].lower()))
    else:
        return Numeral(span, match[0])
    power = sum(_SCALES[word.lower()] for word in re.findall(r"[A-Za-z]+", group.get("scale", "")))
    unit = _SIGNS.get(group["sign"].upper(), "") or group["code"]
    unit = unit or _NOUNS.get(group["noun"].lower(), "")
    unit = "%" if group["percent"] else "pp" if group["points"] else unit
    exponent = value.as_tuple().exponent
    step = (exponent if isinstance(exponent, int) else 0) + power
    return Numeral(span, match[0], value.scaleb(power), step, unit)


def _in_words(word: str) -> int:
    if word == "a":
        return 1
    tens, _, unit = word.replace(" ", "-").partition("-")
    if tens in _TENS:
        return (_TENS.index(tens) + 2) * 10 + (_UNITS.index(unit) if unit else 0)
    return _UNITS.index(word)
