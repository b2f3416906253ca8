"""One language with a region: numbers, quantities, periods, dates, lists and country names as text."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import Any, cast

from babel import Locale, UnknownLocaleError
from babel.dates import format_date, get_month_names
from babel.lists import format_list
from babel.numbers import format_decimal, get_currency_name, get_currency_symbol

from briefing.errors import Diagnostic, Place, TemplateError
from briefing.facts.periods import Period
from briefing.facts.quantities import Quantity

_SPELLED = 10
MINUS = "−"


@dataclass(frozen=True)
class Language:
    """Formats and words of one BCP 47 tag ("en-GB"); the words are those of its language folder."""

    tag: str
    locale: Locale
    words: Mapping[str, Any]

    # ------------------------------------------------------------------------------ words

    def word(self, key: str) -> str:
        """The word or pattern at `key` ("not-stated", "qualifier.about"); KeyError is our fault."""
        found: Any = self.words
        for part in key.split("."):
            found = found[part]
        return cast("str", found)

    def label(self, group: str, key: str) -> str:
        """The words for one of a closed list ("status", "under way"); the key itself if not listed."""
        return cast("str", self.words[group].get(key, key))

    def plural(self, key: str, count: int) -> str:
        """The form of the noun at `key` that CLDR's plural rule asks for."""
        forms = cast("Mapping[str, str]", self.words["nouns"][key])
        return forms.get(self.locale.plural_form(count), forms["other"])

    def listing(self, items: Sequence[str]) -> str:
        """ "a, b and c", as CLDR joins a list."""
        return format_list(list(items), locale=self.locale) if items else ""

    def capitalised(self, text: str) -> str:
        """`text` as it stands at the head of a sentence or a cell."""
        return text[:1].upper() + text[1:]

    # ---------------------------------------------------------------------------- numbers

    def decimal(self, number: Decimal) -> str:
        """A number with its own digits, trailing zeros kept, grouped, with a true minus sign."""
        text = _grouped(str(abs(number)), self.locale)
        return (MINUS if number < 0 else "") + text

    def cardinal(self, count: int) -> str:
        """A small count as a word ("nine"), ten and above in figures."""
        if 0 <= count < _SPELLED:
            return cast("Sequence[str]", self.words["cardinals"])[count]
        return self.decimal(Decimal(count))

    def amount(self, number: Decimal, scale: int, unit: str, *, spelled: bool = False) -> str:
        """`number` × 10^`scale` of `unit`, without qualifier: "$4.1 billion", "13.6%", "1,800"."""
        sign = MINUS if number < 0 else ""
        digits = self.decimal(abs(number))
        counts = not scale and unit not in ("%", "pp") and not is_currency(unit)
        if spelled and counts and not sign and number == int(number):
            digits = self.cardinal(int(number))
        words = f"{digits} {self.word(f'scale.{scale}')}" if scale else digits
        if unit == "%":
            return f"{sign}{digits}%"
        if unit == "pp":
            return f"{sign}{digits} {self.word('percentage-points')}"
        if is_currency(unit):
            return sign + self.word("currency").format(symbol=self.symbol(unit), amount=words)
        return sign + words

    def quantity(self, quantity: Quantity, *, spelled: bool = True, signed: bool = False) -> str:
        """A stated quantity as stated, with its qualifier and without a counted noun.

        `spelled` writes small counts as words; `signed` keeps the plus or minus sign, which prose
        leaves to its verb ("fell 5%").
        """
        if quantity.fraction is not None:
            body = self.fraction(quantity.fraction)
        else:
            body = self.amount(abs(quantity.number), quantity.scale, quantity.unit, spelled=spelled)
            if signed and quantity.number < 0:
                body = MINUS + body
            elif signed and quantity.signed:
                body = f"+{body}"
        return self.qualified(quantity.qualifier, body)

    def fraction(self, fraction: tuple[int, int]) -> str:
        """ "one third"."""
        numerator, denominator = fraction
        return self.label("fractions", f"{numerator}/{denominator}")

    def qualified(self, qualifier: str, body: str) -> str:
        """`body` with its qualifier: "more than 1,800"."""
        return self.word(f"qualifiers.{qualifier}").format(body) if qualifier else body

    def symbol(self, currency: str) -> str:
        """The sign of an ISO 4217 code as this region writes it, the narrow one for US dollars."""
        if currency == "USD" and self.locale.territory not in _OTHER_DOLLARS:
            return "$"
        symbol = get_currency_symbol(currency, locale=self.locale)
        return symbol + "\u00a0" if symbol.isalpha() else symbol

    def unit_name(self, unit: str, scale: int = 0) -> str:
        """A unit in words for axes and heads: "billion US dollars", "per cent", "companies"."""
        if unit == "%":
            return self.word("per-cent")
        if unit == "pp":
            return self.word("percentage-points")
        name = get_currency_name(unit, count=2, locale=self.locale) if is_currency(unit) else unit
        return f"{self.word(f'scale.{scale}')} {name}" if scale else name

    # ------------------------------------------------------------------------------- time

    def day(self, day: date) -> str:
        """ "26 November 2025" or "November 26, 2025", as the region writes it."""
        return format_date(day, format="long", locale=self.locale)

    def month(self, day: date) -> str:
        """ "November 2025"."""
        return format_date(day, format="LLLL y", locale=self.locale)

    def short_month(self, month: int) -> str:
        """The short name of a month from 1 to 12, as it stands alone: "Jan"."""
        return str(get_month_names("abbreviated", "stand-alone", self.locale)[month])

    def period(self, period: Period | None, *, cell: bool = True) -> str:
        """A period in words: "2024", "first half of 2025", "January–September 2025", "not stated".

        In a sentence (`cell` false) it takes the article it needs: "the first half of 2025".
        """
        if period is None or period.start is None or period.end is None:
            return self.word("not-stated")
        first, last = period.start, period.end
        match period.kind:
            case "year":
                return str(first.year)
            case "years":
                return f"{first.year}–{last.year}"
            case "half":
                number = "first" if first.month == 1 else "second"
                return self._articled(self.word(f"half.{number}").format(first.year), cell)
            case "quarter":
                quarter = self.word(f"quarter.{(first.month + 2) // 3}")
                return self._articled(quarter.format(first.year), cell)
            case "month":
                return self.month(first)
            case "months":
                return self._months(first, last)
            case "day":
                return self.day(first)
            case _:
                return self._days(first, last)

    def _articled(self, words: str, cell: bool) -> str:
        return words if cell else self.word("with-article").format(words)

    def _months(self, first: date, last: date) -> str:
        if first.year == last.year:
            return f"{format_date(first, format='LLLL', locale=self.locale)}–{self.month(last)}"
        return f"{self.month(first)}–{self.month(last)}"

    def _days(self, first: date, last: date) -> str:
        if (first.year, first.month) != (last.year, last.month):
            return self.word("days").format(self.day(first), self.day(last))
        return re.sub(rf"\b{last.day}\b", f"{first.day}–{last.day}", self.day(last), count=1)

    # -------------------------------------------------------------------------- countries

    def country(self, code: str) -> str:
        """The country's name in this language (CLDR); the code where CLDR has none."""
        return str(self.locale.territories.get(code, code))

    def language_name(self, tag: str) -> str:
        """The name of another language in this one (CLDR); the tag where CLDR has none."""
        return str(self.locale.languages.get(tag.split("-", maxsplit=1)[0], tag))


_OTHER_DOLLARS = ("AU", "CA", "HK", "NZ", "SG", "TW")


def is_currency(unit: str) -> bool:
    """Whether `unit` has the form of an ISO 4217 code."""
    return len(unit) == 3 and unit.isascii() and unit.isupper()


@lru_cache(maxsize=4096)
def _grouped(number: str, locale: Locale) -> str:
    """A number without sign in a locale's digits; a brief prints each of its numbers several times."""
    exact = Decimal(number)
    exponent = exact.as_tuple().exponent
    places = max(0, -exponent) if isinstance(exponent, int) else 0
    pattern = "#,##0" + ("." + "0" * places if places else "")
    return format_decimal(exact, format=pattern, locale=locale, decimal_quantization=False)


@lru_cache(maxsize=8)
def _words(toml: str) -> dict[str, Any]:
    """The words of a language, which nobody changes: many briefs in a row have the same."""
    return tomllib.loads(toml)


def load_language(tag: str, folders: Sequence[Path]) -> Language:
    """The language of a BCP 47 tag; the first of `folders` that has its words decides.

    `folders` hold one folder a language ("en"). Raises TemplateError where no folder has the
    language or its words cannot be read.
    """
    code = tag.split("-", maxsplit=1)[0]
    for folder in folders:
        path = folder / code / "words.toml"
        if not path.is_file():
            continue
        try:
            words = _words(path.read_text(encoding="utf-8"))
            locale = Locale.parse(tag, sep="-")
        except tomllib.TOMLDecodeError as fault:
            raise TemplateError([Diagnostic(Place(str(path)), "", f"not TOML: {fault}")]) from None
        except (UnknownLocaleError, ValueError):
            raise TemplateError(
                [Diagnostic(Place(str(path)), "brief.language", f"no such language: {tag}")]
            ) from None
        return Language(tag, locale, words)
    known = sorted({p.parent.name for f in folders for p in f.glob("*/words.toml")})
    raise TemplateError(
        [
            Diagnostic(
                Place(str(folders[-1] / code)),
                "brief.language",
                f"no templates for the language {tag!r}",
                f"there are templates for: {', '.join(known)}",
            )
        ]
    )
