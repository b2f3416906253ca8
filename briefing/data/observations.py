"""Rows of a data file, added up as a query asks: a number or why there is none, and where it stands."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, get_args

from briefing.data.faults import DataFault
from briefing.data.sandbox import MOST_ROWS, Table
from briefing.facts.fields import FlagName
from briefing.facts.quantities import QuantityError, parse_quantity

_NUMBER = r"[+-]?[0-9]+([.][0-9]+)?([eE][+-]?[0-9]+)?"
_PLACES = 10
"""Digits after the point that a file's numbers may have; none of trade has so many."""

_STATUSES: dict[str, FlagName | None] = {
    **{name: name for name in get_args(FlagName)},
    "A": None, "NORMAL": None, "FINAL": None, "p": "provisional", "P": "provisional",
    "PRELIMINARY": "provisional", "V": "provisional", "e": "estimated", "E": "estimated",
    "s": "estimated", "i": "estimated", "I": "estimated", "IMPUTED": "estimated", "r": "revised",
    "R": "revised", "f": "forecast", "F": "forecast", "b": "break in series", "B": "break in series",
    "BREAK": "break in series", "d": "definition differs", "D": "definition differs",
    "u": "low reliability", "U": "low reliability", "n": "low reliability", "N": "low reliability",
    "G": "low reliability",
}  # fmt: skip
"""Statuses as files write them: SDMX's code list CL_OBS_STATUS, Eurostat's small letters, and words."""

_MISSING = ("L", "M", "O", "H", "K", "m", "z", "MISSING")
_CONFIDENTIAL = ("c", "C", "Q", "CONFIDENTIAL", "SECRET", "SUPPRESSED")
_FREE = ("conf:", "conf:F", "conf:FREE")


@dataclass(frozen=True, slots=True)
class Observation:
    """One number of a file, or the sum of several, in base units of `unit` (an ISO 4217 code).

    `value` is None where the file has none; `confidential` says that it must not be known. `rows` is
    where it stands. `code` and `label` are of the product or the partner, where it is of one.
    """

    period: str
    value: Decimal | None
    unit: str = ""
    flags: tuple[FlagName, ...] = ()
    confidential: bool = False
    rows: str = ""
    code: str = ""
    label: str = ""


def observed(
    table: Table,
    where: Sequence[tuple[str, Sequence[object]]],
    *,
    key: str = "''",
    order: str = "period, key",
    adds: bool = False,
) -> list[Observation]:
    """The observations of the rows that fit all of `where`: pieces of SQL, each with its parameters.

    One for each period and each value of `key`, a piece of SQL; several rows of one are added up only if
    `adds`. Raises DataFault for what is no number, is there twice, has a status that is not known.
    """
    parameters = [parameter for _, more in where for parameter in more]
    wanted = " AND ".join(f"({piece})" for piece, _ in where) or "true"
    known = f"regexp_full_match(value, '{_NUMBER}')"
    number = f"CASE WHEN {known} THEN TRY_CAST(value AS DECIMAL(38, {_PLACES})) END"
    rows = table.rows(
        f"""
        SELECT period, key, count(*), sum({number} * scale), count(value),
            min(CASE WHEN value IS NOT NULL AND {number} IS NULL THEN row END),
            min(row), max(row), list(row ORDER BY row)[1:3],
            string_agg(DISTINCT status, ' ' ORDER BY status),
            min(unit), max(unit), max(label)
        FROM (
            SELECT *, {key} AS key, CAST(power(10, power) AS DECIMAL(18, 0)) AS scale
            FROM data WHERE {wanted}
        )
        GROUP BY period, key ORDER BY {order}
        """,
        parameters,
    )
    if len(rows) > MOST_ROWS:
        raise DataFault(f"the query has more than {MOST_ROWS:,} results", "ask for fewer")
    return [_observation(row, table, adds=adds) for row in rows]


def _observation(row: tuple[Any, ...], table: Table, *, adds: bool) -> Observation:
    period, key, count, total, valued, bad, first, last, firsts, status, low, high, label = row
    where = _rows_text(count, first, last, firsts)
    if bad is not None:
        hint = "a number has digits and a point: 1234.5"
        raise DataFault(f"row {bad} holds a value that is no number", hint)
    if count > 1 and not adds:
        message = f"{count} rows are of {period}{f' and {key}' if key else ''}: rows {where}"
        raise DataFault(message, "name the product, or add them up with “sum: yes”")
    if low != high:
        raise DataFault(f"rows {where} are in different units: {low}, {high}")
    scale, unit = unit_of(table, low or "")
    flags, missing, confidential = statuses(status or "")
    value = None if total is None or missing or valued < count else total * scale
    return Observation(
        period, None if confidential else value, unit, flags, confidential, where, key, label or ""
    )


def _rows_text(count: int, first: int, last: int, firsts: Iterable[int]) -> str:
    """ "12", "12–19", "12, 15, 20", or "12–5019 (37)" for 37 rows somewhere between."""
    if count == 1:
        return str(first)
    if last - first + 1 == count:
        return f"{first}–{last}"
    return ", ".join(map(str, firsts)) if count <= 3 else f"{first}–{last} ({count})"


def unit_of(table: Table, text: str) -> tuple[Decimal, str]:
    """How many units of what a row's figures are in: "1000 USD", "thousand EUR", "USD"."""
    text = text or table.file.unit
    if not text:
        raise DataFault("no column says in what unit the figures are", "add unit: USD", "unit")
    try:
        read = parse_quantity(text if re.match("[0-9]", text) else f"1 {text}")
    except QuantityError as error:
        raise DataFault(
            f'expected a unit such as USD or 1000 USD, found "{text}"', "", "unit"
        ) from error
    return read.value, read.unit


def statuses(text: str) -> tuple[tuple[FlagName, ...], bool, bool]:
    """The flags of a status, whether it says that the figure is missing, and whether it is confidential."""
    flags: list[FlagName] = []
    missing = confidential = False
    for word in _words(text):
        plain = word if len(word) == 1 or word in get_args(FlagName) else word.upper()
        if word.startswith("conf:"):
            confidential |= word not in _FREE
        elif plain in _CONFIDENTIAL:
            confidential = True
        elif plain in _MISSING:
            missing = True
        elif plain in _STATUSES:
            flags += [flag] if (flag := _STATUSES[plain]) else []
        else:
            known = ", ".join(get_args(FlagName))
            raise DataFault(f'the status "{word}" is not known', f"known: {known}, confidential")
    return tuple(dict.fromkeys(flags)), missing, confidential


def _words(text: str) -> Iterator[str]:
    """The statuses in a cell: letters or words, with spaces or commas between, or several words in one."""
    for name in get_args(FlagName):
        if " " in name and name in text.lower():
            yield name
            text = re.sub(re.escape(name), " ", text, flags=re.IGNORECASE)
    for word in re.split(r"[\s,;|/]+", text):
        if re.fullmatch("[bcdefinpruz]{2,3}", word):  # Eurostat writes several letters as one word
            yield from word
        elif word:
            yield word.lower() if word.lower() in get_args(FlagName) else word
