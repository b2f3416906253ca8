"""Rows of a data file, added up as a query asks: a number or why there is none, and where it stands."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Context, Decimal
from typing import Any, get_args

from briefing.data.faults import DataFault
from briefing.data.sandbox import MOST_ROWS, Table
from briefing.facts.fields import FlagName
from briefing.facts.quantities import QuantityError, parse_quantity

_NUMBER = r"[+-]?[0-9]+([.][0-9]+)?([eE][+-]?[0-9]+)?"
_IS_NUMBER = re.compile(_NUMBER)
_WIDE = Context(prec=60)
_DIGITS = 28
"""Digits before the point that it may have."""
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


@dataclass(frozen=True, slots=True)
class _Sum:
    """Rows of one period and key, added up: how many there are, what they come to, and where they stand.

    `total` counts what is a number, `valued` how many rows have any value; `wrong` is the first row whose
    value is no number, and `wrong_value` that value. `low_…`, `high_…` are the least and greatest.
    """

    period: str
    key: str
    count: int
    total: Decimal | None
    valued: int
    wrong: int | None
    wrong_value: str | None
    first: int
    last: int
    firsts: list[int]
    status: str | None
    label: str | None
    low_unit: str | None
    high_unit: str | None
    low_power: int
    high_power: int


def observed(
    table: Table,
    where: Sequence[tuple[str, Sequence[object]]],
    *,
    key: str = "''",
    adds: bool = False,
) -> list[Observation]:
    """The observations of the rows that fit all of `where`: pieces of SQL, each with its parameters.

    One for each period and each value of `key`, a piece of SQL; several rows of one are added up only if
    `adds`. Raises DataFault for what is no number, is there twice, has a status that is not known.
    """
    wanted = written(where)
    listed = "row, period, key, label, value, power, unit, status"
    found = table.rows(f"SELECT {listed} FROM (SELECT *, {key} AS key FROM data WHERE {wanted})")
    if len(found) <= MOST_ROWS:
        sums = _grouped(found)
    else:  # too many to fetch: DuckDB adds them up where they are
        sql = _ADDED_UP.format(key=key, wanted=wanted, number=_NUMBER, places=_PLACES)
        sums = [_Sum(*row) for row in table.rows(sql)]
    if len(sums) > MOST_ROWS:
        raise DataFault(f"the query has more than {MOST_ROWS:,} results", "ask for fewer")
    return [_observation(one, table, adds=adds) for one in sums]


_ADDED_UP = """
    SELECT period, key, count(*), sum(number), count(value),
        min(CASE WHEN value IS NOT NULL AND number IS NULL THEN row END),
        arg_min(CASE WHEN number IS NULL THEN value END, row),
        min(row), max(row), list(row ORDER BY row)[1:3],
        string_agg(DISTINCT status, ' ' ORDER BY status), max(label),
        min(unit), max(unit), min(power), max(power)
    FROM (
        SELECT *, {key} AS key,
            CASE WHEN regexp_full_match(value, '{number}')
                THEN TRY_CAST(value AS DECIMAL(38, {places})) END AS number
        FROM data WHERE {wanted}
    )
    GROUP BY period, key ORDER BY period, key
"""


def _grouped(found: Sequence[tuple[Any, ...]]) -> list[_Sum]:
    """The same sums, of few rows: planning such a query takes DuckDB longer than adding them up here."""
    groups: dict[tuple[str, str], list[tuple[Any, ...]]] = {}
    for row in sorted(found, key=lambda row: (row[1] or "", row[2] or "", row[0])):
        groups.setdefault((row[1], row[2]), []).append(row)
    return [_added_up(period, key, rows) for (period, key), rows in groups.items()]


def _added_up(period: str, key: str, rows: Sequence[tuple[Any, ...]]) -> _Sum:
    places, _, _, labels, values, powers, units, status = zip(*rows, strict=True)
    numbers = [_number(value) for value in values if _known(value)]
    wrong = [
        (at, v) for at, v in zip(places, values, strict=True) if v is not None and not _known(v)
    ]
    named = [unit for unit in units if unit is not None]
    return _Sum(
        period,
        key,
        len(rows),
        sum(numbers, Decimal(0)) if numbers else None,
        sum(value is not None for value in values),
        wrong[0][0] if wrong else None,
        wrong[0][1] if wrong else None,
        places[0],
        places[-1],
        list(places[:3]),
        " ".join(sorted({one for one in status if one is not None})),
        max((label for label in labels if label is not None), default=None),
        min(named, default=None),
        max(named, default=None),
        min(powers),
        max(powers),
    )


def _known(value: str | None) -> bool:
    if value is None or not _IS_NUMBER.fullmatch(value):
        return False
    return Decimal(value).adjusted() < _DIGITS


def _number(value: str) -> Decimal:
    """A number as DuckDB would hold it: to so many places that no figure of trade has more."""
    number = Decimal(value)
    exponent = number.as_tuple().exponent
    if isinstance(exponent, int) and exponent >= -_PLACES:
        return number
    return number.quantize(Decimal(1).scaleb(-_PLACES), context=_WIDE)


def written(where: Sequence[tuple[str, Sequence[object]]]) -> str:
    """The conditions as SQL, with their parameters in it: DuckDB looks for pandas at each one it is given."""
    made = []
    for piece, parameters in where:
        literals = iter(parameters)
        made.append("".join(_literal(next(literals)) if c == "?" else c for c in piece))
    return " AND ".join(f"({piece})" for piece in made) or "true"


def _literal(value: object) -> str:
    return str(value) if isinstance(value, int) else "'" + str(value).replace("'", "''") + "'"


def _observation(found: _Sum, table: Table, *, adds: bool) -> Observation:
    where = _rows_text(found)
    of = f"{found.period}{f' and {found.key}' if found.key else ''}"
    if found.wrong is not None:
        message = (
            f"row {found.wrong} of {table.file.file} has “{found.wrong_value}”, which is no number"
        )
        raise DataFault(message, "a number has digits and a point: 1234.5", "file")
    if found.count > 1 and not adds:
        message = f"{found.count} rows are of {of}: rows {where}"
        raise DataFault(message, "name the product, or add them up with “sum: yes”")
    if (found.low_unit, found.low_power) != (found.high_unit, found.high_power):
        low = f"{found.low_unit or ''} (10^{found.low_power})"
        high = f"{found.high_unit or ''} (10^{found.high_power})"
        raise DataFault(f"rows {where} are in different units: {low}, {high}")
    scale, unit = unit_of(table, found.low_unit or "")
    flags, missing, confidential = statuses(found.status or "")
    value = None
    if found.total is not None and not missing and not confidential and found.valued == found.count:
        value = found.total.scaleb(found.low_power, _WIDE) * scale
    label = found.label or ""
    return Observation(found.period, value, unit, flags, confidential, where, found.key, label)


def _rows_text(found: _Sum) -> str:
    """ "12", "12–19", "12, 15, 20", or "12–5019 (37)" for 37 rows somewhere between."""
    first, last, count = found.first, found.last, found.count
    if count == 1:
        return str(first)
    if last - first + 1 == count:
        return f"{first}–{last}"
    return ", ".join(map(str, found.firsts)) if count <= 3 else f"{first}–{last} ({count})"


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
