"""Quantities as people write them, with the interval that their stated precision leaves.

Exact decimals throughout; nothing here knows a language or a measure.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, Context, Decimal, localcontext
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
SCALES = {"thousand": 3, "million": 6, "billion": 9, "trillion": 12}
"""Words for powers of ten."""

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
_EXACT = Context(prec=80)
"""Wide enough for 30 digits at any scale: nothing here is ever rounded but a fraction in words."""
_HUNDREDTH = Decimal("0.01")
_NUMBER = re.compile(r"([+\-−]?)((?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(?:\.[0-9]+)?)")
_MISWRITTEN = re.compile(r"[_,.0-9]|[eE][0-9+-]")
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
        return self.number.scaleb(self._power, _EXACT)

    @property
    def step(self) -> Decimal:
        """One unit of the last digit written, in base units: 4.1 billion is stated to 0.1 billion."""
        if self.fraction is not None:
            return _HUNDREDTH
        exponent = self.number.as_tuple().exponent
        return Decimal(1).scaleb(
            (exponent if isinstance(exponent, int) else 0) + self._power, _EXACT
        )

    @property
    def _power(self) -> int:
        """The power of ten between the number as written and base units."""
        return self.scale - (2 if self.unit in ("%", "pp") else 0)

    @property
    def counts(self) -> bool:
        """Whether it may count things one by one: "nine schools", "9"; what it measures decides."""
        whole = self.number == self.number.to_integral_value() and self.fraction is None
        return whole and not (self.scale or self.is_currency or self.is_percent or self.is_points)

    @property
    def is_currency(self) -> bool:
        """Whether the unit is a currency."""
        return _CODE.fullmatch(self.unit) is not None

    @property
    def is_percent(self) -> bool:
        """Whether it is in per cent; a fraction in words is."""
        return self.unit == "%"

    @property
    def is_points(self) -> bool:
        """Whether it is in percentage points."""
        return self.unit == "pp"

    @property
    def interval(self) -> Interval:
        """What the statement allows where nothing says whether it counts: below a hundred, it does."""
        return interval_of(self, exact=self.counts and abs(self.number) < 100)

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
            word = next((w for w, power in SCALES.items() if power == self.scale), "")
            unit = self.unit if self.unit != "%" else ""
            body = " ".join(
                part for part in (digits + ("%" if self.unit == "%" else ""), word, unit) if part
            )
        return f"{self.qualifier} {body}" if self.qualifier else body


def interval_of(quantity: Quantity, *, exact: bool) -> Interval:
    """The values a statement allows, in base units.

    Half a unit of the last digit written to each side, trailing zeros included (1,800 is ±0.5), or the
    value alone where it is `exact`: a goal, a count. "More than x" is everything above x. "About" and
    "almost" are marked, not widened, and never exact. A fraction in words is one hundredth to each side,
    rounded outward to hundredths, as people round to it: one third is 32–35 %, half is 49–51 %.
    """
    value = quantity.value
    with localcontext(_EXACT):
        match quantity.qualifier:
            case "more than" | "at least":
                return Interval(value, None)
            case "less than" | "at most":
                return Interval(None, value)
            case _ if quantity.fraction is not None:
                low = (value - _HUNDREDTH).quantize(_HUNDREDTH, rounding=ROUND_FLOOR)
                high = (value + _HUNDREDTH).quantize(_HUNDREDTH, rounding=ROUND_CEILING)
                return Interval(low, high)
            case "" if exact:
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
    unit = _unit(text, rest, code)
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
    if words[:1] == ["half"]:
        words.insert(0, "one")
    if words[:1] == ["a"] and words[1:2] and words[1] in _DENOMINATORS:
        words[0] = "one"
    if len(words) < 2 or words[0] not in _CARDINALS or words[1] not in _DENOMINATORS:
        return None
    pair = (_CARDINALS[words[0]], _DENOMINATORS[words[1]])
    if len(words) > 2:
        raise _unfit(text, f'write "{_fraction_words(pair)}" alone: its measure says of what')
    if not 0 < pair[0] < pair[1]:
        raise _unfit(text, "a fraction in words lies between zero and one")
    share = _EXACT.divide(Decimal(pair[0]), Decimal(pair[1]))
    return Quantity(text, share, 0, "%", qualifier, False, pair)


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
    """The number, whether a sign was written, and what follows."""
    found = _NUMBER.match(rest)
    if found is None:
        word, _, after = rest.partition(" ")
        if word.lower() in _CARDINALS:
            return Decimal(_CARDINALS[word.lower()]), False, after
        raise _unfit(text)
    after = rest[found.end() :]
    if _MISWRITTEN.match(after):
        raise _unfit(text, "write 4.1 with a point, and thousands as 1,800 or 1800")
    digits = found[2].replace(",", "")
    if len(digits.replace(".", "")) > _LONGEST:
        raise _unfit(text, f"a number has at most {_LONGEST} digits")
    number = Decimal(digits)
    if number and found[1] in ("-", "−"):
        number = number.copy_negate()
    return number, bool(found[1]), after


def _leading_scale(text: str, rest: str) -> tuple[int, str]:
    word, _, after = rest.strip().partition(" ")
    if word.lower() in _ABBREVIATED:
        raise _unfit(text, f'write "{_ABBREVIATED[word.lower()]}" in full')
    if word.lower() in SCALES:
        return SCALES[word.lower()], after
    return 0, rest.strip()


def _unit(text: str, rest: str, code: str) -> str:
    if not rest:
        return code
    if code:
        raise _unfit(text, "give one unit")
    if rest in _PERCENT:
        return "%"
    if rest in _POINTS:
        return "pp"
    words = rest.lower().split()
    if rest.startswith(_PERCENT):
        raise _unfit(text, "write the percentage alone: its measure says of what")
    if any(word in SCALES for word in words) or (_CODE.fullmatch(rest[:3]) and rest[3:4] == " "):
        raise _unfit(text, "write the scale word before the unit, such as 4.1 billion USD")
    if _CODE.fullmatch(rest) or _NOUN.fullmatch(rest):
        return rest
    raise _unfit(text)
