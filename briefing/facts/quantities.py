"""Quantities as people write them, with the interval that their stated precision leaves.

Exact decimals throughout; nothing here knows a language or a measure.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

Qualifier = Literal["", "about", "almost", "more than", "at least", "less than", "at most"]

_QUALIFIERS: dict[str, Qualifier] = {
    "about": "about",
    "approximately": "about",
    "around": "about",
    "roughly": "about",
    "almost": "almost",
    "nearly": "almost",
    "more than": "more than",
    "over": "more than",
    "at least": "at least",
    "less than": "less than",
    "fewer than": "less than",
    "under": "less than",
    "at most": "at most",
    "up to": "at most",
}
_SCALES = {"thousand": 3, "million": 6, "billion": 9, "trillion": 12}
_ABBREVIATED = {"k": "thousand", "m": "million", "mn": "million", "bn": "billion", "tn": "trillion"}
_CARDINALS = {
    word: number
    for number, word in enumerate(
        ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten",
         "eleven", "twelve")
    )
}  # fmt: skip
_DENOMINATORS = {
    "half": 2, "third": 3, "quarter": 4, "fifth": 5, "sixth": 6, "eighth": 8, "tenth": 10,
    "halves": 2, "thirds": 3, "quarters": 4, "fifths": 5, "sixths": 6, "eighths": 8, "tenths": 10,
}  # fmt: skip
_NUMBER = re.compile(r"([+\-−]?)((?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(?:\.[0-9]+)?)")
_CODE = re.compile(r"[A-Z]{3}")
_NOUN = re.compile(r"[^\W\d_][\w’'-]*(?: [^\W\d_][\w’'-]*){0,5}")
_LONGEST = 30
_SYMBOLS = {"$": "USD", "€": "EUR", "£": "GBP", "¥": "JPY"}
_POINTS = ("pp", "percentage point", "percentage points")
_PERCENT = ("%", "percent", "per cent")


class QuantityError(ValueError):
    """A text that is no quantity; `hint` says how it could be written."""

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.hint = hint


@dataclass(frozen=True, slots=True)
class Interval:
    """The values a statement allows, in base units; None is an end that is open for ever."""

    low: Decimal | None
    high: Decimal | None


@dataclass(frozen=True, slots=True)
class Quantity:
    """A stated amount: 4.1 × 10^9 USD, "more than" 1800, "about" 97 %, one third.

    `number` is as written ("4.1", trailing zeros kept), `scale` the power of ten of its word
    ("billion" is 9), `unit` an ISO 4217 code, "%", "pp" (percentage points), or a counted noun as
    written ("companies"), empty where none is given. `signed` is true where a plus or minus was
    written. `fraction` is (numerator, denominator) for "one third"; `number` is then the numerator
    divided by the denominator, and `unit` "%".
    """

    text: str
    number: Decimal
    scale: int = 0
    unit: str = ""
    qualifier: Qualifier = ""
    signed: bool = False
    fraction: tuple[int, int] | None = None

    @property
    def value(self) -> Decimal:
        """The amount in base units: 4.1 billion is 4100000000, 13.6% is 0.136."""
        if self.fraction is not None:
            return self.number
        return self.number.scaleb(self.scale - (2 if self.unit in ("%", "pp") else 0))

    @property
    def step(self) -> Decimal:
        """One unit of the last digit written, in base units: 4.1 billion is stated to 0.1 billion."""
        if self.fraction is not None:
            return Decimal("0.01")
        exponent = self.number.as_tuple().exponent
        power = exponent if isinstance(exponent, int) else 0
        return Decimal(1).scaleb(power + self.scale - (2 if self.unit in ("%", "pp") else 0))

    @property
    def counts(self) -> bool:
        """Whether it counts things one by one, and so is exact: "nine schools", "9"."""
        whole = self.number == self.number.to_integral_value() and self.fraction is None
        return whole and not self.scale and not self.is_currency and self.unit not in ("%", "pp")

    @property
    def is_currency(self) -> bool:
        """Whether the unit is a currency."""
        return _CODE.fullmatch(self.unit) is not None

    @property
    def interval(self) -> Interval:
        """What the statement allows; counts written in full below a hundred are exact."""
        return interval_of(
            self, exact=self.counts and abs(self.number) < 100 and not self.qualifier
        )

    @property
    def rises(self) -> bool:
        """Whether it is above zero."""
        return self.number > 0

    @property
    def falls(self) -> bool:
        """Whether it is below zero."""
        return self.number < 0

    def __str__(self) -> str:
        if self.fraction is not None:
            body = _fraction_words(self.fraction)
        else:
            sign = "+" if self.signed and self.number >= 0 else ""
            digits = f"{sign}{self.number:f}"
            word = next((w for w, power in _SCALES.items() if power == self.scale), "")
            unit = self.unit if self.unit != "%" else ""
            body = " ".join(
                part for part in (digits + ("%" if self.unit == "%" else ""), word, unit) if part
            )
        return f"{self.qualifier} {body}" if self.qualifier else body


def interval_of(quantity: Quantity, *, exact: bool) -> Interval:
    """The values a statement allows, in base units.

    Half a unit of the last digit written to each side, or the value alone where it is `exact` (goals,
    counts). "More than x" is everything above x; "about" and "almost" are marked, not widened; a
    fraction in words is one to two hundredths to each side, as people round to it.
    """
    value = quantity.value
    match quantity.qualifier:
        case "more than" | "at least":
            return Interval(value, None)
        case "less than" | "at most":
            return Interval(None, value)
        case _ if quantity.fraction is not None:
            hundredth = Decimal("0.01")
            low = (value - hundredth).quantize(hundredth, rounding="ROUND_FLOOR")
            high = (value + hundredth).quantize(hundredth, rounding="ROUND_CEILING")
            return Interval(low, high)
        case _ if exact:
            return Interval(value, value)
        case _:
            half = quantity.step / 2
            return Interval(value - half, value + half)


def parse_quantity(text: str) -> Quantity:
    """A quantity from the text of a facts file. Raises QuantityError with a way to write it."""
    rest = " ".join(text.split())
    if not rest or len(rest) > 200:
        raise _unfit(text)
    qualifier, rest = _split_qualifier(rest)
    fraction = _fraction(text, rest, qualifier)
    if fraction is not None:
        return fraction
    code, rest = _leading_code(text, rest)
    number, signed, rest = _leading_number(text, rest)
    scale, rest = _leading_scale(text, rest)
    unit = _unit(text, rest.strip(), code)
    if scale and unit in ("%", "pp"):
        raise _unfit(text, "a percentage has no scale word")
    return Quantity(text, number, scale, unit, qualifier, signed)


def _unfit(text: str, hint: str = "") -> QuantityError:
    shown = text if len(text) <= 60 else text[:57] + "…"
    return QuantityError(f'expected a quantity such as 4.1 billion USD, found "{shown}"', hint)


def _split_qualifier(text: str) -> tuple[Qualifier, str]:
    for words, qualifier in _QUALIFIERS.items():
        if text.lower().startswith(words + " "):
            return qualifier, text[len(words) + 1 :]
    return "", text


def _fraction(text: str, rest: str, qualifier: Qualifier) -> Quantity | None:
    words = rest.lower().replace("-", " ").split()
    if words in (["half"], ["a", "half"]):
        words = ["one", "half"]
    if len(words) == 2 and words[0] == "a" and words[1] in _DENOMINATORS:
        words[0] = "one"
    if len(words) != 2 or words[0] not in _CARDINALS or words[1] not in _DENOMINATORS:
        return None
    pair = (_CARDINALS[words[0]], _DENOMINATORS[words[1]])
    if not 0 < pair[0] < pair[1]:
        raise _unfit(text, "a fraction in words lies between zero and one")
    return Quantity(text, Decimal(pair[0]) / Decimal(pair[1]), 0, "%", qualifier, False, pair)


def _fraction_words(pair: tuple[int, int]) -> str:
    numerator = next(word for word, number in _CARDINALS.items() if number == pair[0])
    names = [word for word, number in _DENOMINATORS.items() if number == pair[1]]
    return f"{numerator} {names[0] if pair[0] == 1 else names[1]}"


def _leading_code(text: str, rest: str) -> tuple[str, str]:
    if rest[:1] in _SYMBOLS:
        raise _unfit(
            text,
            f"write the currency’s code after the number, such as 4.1 billion {_SYMBOLS[rest[0]]}",
        )
    code, _, after = rest.partition(" ")
    return (code, after) if _CODE.fullmatch(code) and after else ("", rest)


def _leading_number(text: str, rest: str) -> tuple[Decimal, bool, str]:
    found = _NUMBER.match(rest)
    if found is None:
        word, _, after = rest.partition(" ")
        if word.lower() in _CARDINALS:
            return Decimal(_CARDINALS[word.lower()]), False, after
        raise _unfit(text)
    after = rest[found.end() :]
    if re.match(r"[_,.0-9]|[eE][0-9+-]", after):
        hint = "write 4.1 with a point, and thousands as 1,800 or 1800"
        raise _unfit(text, hint)
    if len(found[2]) > _LONGEST:
        raise _unfit(text, f"a number has at most {_LONGEST} digits")
    number = Decimal(found[2].replace(",", ""))
    if number and found[1] in ("-", "−"):
        number = -number
    return number, bool(found[1]), after


def _leading_scale(text: str, rest: str) -> tuple[int, str]:
    stripped = rest.lstrip()
    word, _, after = stripped.partition(" ")
    if word in _SCALES and stripped != rest:
        return _SCALES[word], after
    if word.lower() in _ABBREVIATED:
        raise _unfit(text, f'write "{_ABBREVIATED[word.lower()]}" in full')
    return 0, rest


def _unit(text: str, rest: str, code: str) -> str:
    if not rest:
        return code
    if code:
        raise _unfit(text, "give one unit")
    if rest in _PERCENT:
        return "%"
    if rest in _POINTS:
        return "pp"
    if _CODE.fullmatch(rest) or _NOUN.fullmatch(rest):
        return rest
    raise _unfit(text)
