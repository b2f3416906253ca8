"""Trade of one pair over time: the questions `exports` and `imports`, and what other questions share.

What is missing stays in sight; a total is read or added up, never both; parts of years are whole or none.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from briefing.data import periods
from briefing.data.claims import Claim
from briefing.data.country_codes import WORLD, country_of, spellings
from briefing.data.faults import DataFault
from briefing.data.observations import Observation, observed, written
from briefing.data.sandbox import Table
from briefing.facts.data_files import Query

_Where = list[tuple[str, Sequence[object]]]


@dataclass(frozen=True, slots=True)
class Asked:
    """A query, the table it is put to, and who is meant: ISO 3166 codes."""

    query: Query
    table: Table
    reporter: str
    partner: str

    @property
    def source(self) -> str:
        """Whose figures they are."""
        return self.table.file.source

    def turned(self) -> Asked:
        """The same as the other side has it."""
        return Asked(self.query, self.table, self.partner, self.reporter)


# ---------------------------------------------------------------------- one pair, over time


def flow(asked: Asked, name: str, *, world: bool = False) -> list[Claim]:
    """Exports or imports of the reporter to or from the partner (or the `world`), period by period."""
    query = asked.query
    if query.months:
        periods.months_of(query.months)  # before the file is read, since nothing would fit
    seen = _series(asked, name, world=world)
    if not seen:
        to = "all partners" if world else asked.partner
        when = f" in {query.periods.text}" if query.periods is not None else ""
        when += " by month" if query.months or query.every == "month" else ""
        message = f"the file has no {name} of {asked.reporter} with {to}{when}"
        raise DataFault(message, reporters(asked), "data")
    if query.months:
        return _parts_of_years(asked, seen)
    # What is still to come is not missing: a part of a year that has begun ends where the file does.
    first, last = min(seen), max(seen)
    if (span := periods.years(query.periods)) is not None:
        first = periods.first_of(span[0], query.every)
        last = f"{span[1]:04}" if query.every == "year" else last
    wanted = periods.between(first, last, query.every)
    return [_claim(asked, p, periods.stated(p), seen.get(p, Observation(p, None))) for p in wanted]


def _claim(asked: Asked, end: str, period: str, seen: Observation) -> Claim:
    query = asked.query
    return Claim(f"{query.id}-{end}", query.measure, period, asked.source, seen)


def _series(asked: Asked, name: str, *, world: bool) -> dict[str, Observation]:
    """The observations by period: a total where the file has one, else a sum where that is whole."""
    query, table = asked.query, asked.table
    every: periods.Every = "month" if query.months else query.every
    where = conditions(asked, name, every)
    where.append(of_product(query))
    partner = WORLD if world else spellings(asked.partner)
    found = observed(table, [*where, of_countries(table, "partner", partner)])
    baci = table.shaped.shape == "baci"
    whole = baci or query.sum
    if not found and world and whole and not baci:
        found = _of_all(table, where)
    if not found and whole and not query.product:
        where.pop()
        partners = [] if world and baci else [of_countries(table, "partner", partner)]
        if not baci:
            one_length(table, [*where, *partners])
        found = observed(table, [*where, *partners], adds=True)
    parts = [*conditions(asked, name, every), of_countries(table, "partner", partner)]
    if not found and not query.product and observed(table, parts, adds=True):
        hint = "name one: product: 27; or add them up: sum: yes"
        raise DataFault("the file has products, and no row is their total", hint, "product")
    return {one.period: one for one in found}


def _of_all(table: Table, where: _Where) -> list[Observation]:
    """The sum over all countries: groups of them, whose members are there too, are left out."""
    found = [one for one in observed(table, where, key="partner") if country_of(one.code)]
    years = dict.fromkeys(one.period for one in found)
    by_period = {year: [one for one in found if one.period == year] for year in years}
    return [_added(year, parts, len(parts)) for year, parts in by_period.items()]


def one_length(table: Table, where: _Where) -> None:
    """Refuse to add up codes of several lengths: a group of products holds its parts already."""
    sql = (
        f"SELECT DISTINCT length(product) FROM data WHERE NOT total AND {written(where)} ORDER BY 1"
    )
    lengths = [str(row[0]) for row in table.rows(sql)]
    if len(lengths) > 1:
        found = ", ".join(lengths)
        message = f"codes of {found} digits stand in the file: groups are not added to their parts"
        raise DataFault(message, "name a product, or a file with codes of one length", "sum")


def conditions(asked: Asked, name: str, every: periods.Every) -> _Where:
    """The rows of the reporter's exports or imports, of periods of one length, in the years asked for."""
    where: _Where = [
        of_countries(asked.table, "reporter", spellings(asked.reporter)),
        ("flow = ?", (name,)),
        ("every = ?", (every,)),
    ]
    span = periods.years(asked.query.periods)
    if span is not None:
        where.append(("year BETWEEN ? AND ?", span))
    return where


def _one_of(table: Table, column: str, values: Sequence[object]) -> tuple[str, Sequence[object]]:
    there = table.holds(column, values)
    if len(there) < 2:
        return (f"{column} = ?", there) if there else ("false", ())
    return f"{column} IN ({', '.join('?' * len(there))})", there


def of_product(query: Query) -> tuple[str, Sequence[object]]:
    """The rows of the product asked for, or of all products together."""
    return ("product = ?", (query.product,)) if query.product else ("total", ())


def of_countries(table: Table, column: str, codes: Sequence[str]) -> tuple[str, Sequence[object]]:
    """The rows of one country, by number where the file has numbers."""
    if not table.shaped.numbered:
        return _one_of(table, column, codes)
    return _one_of(table, f"{column}_number", [int(code) for code in codes if code.isdigit()])


def reporters(asked: Asked) -> str:
    """Which reporters the file has, where there are few enough to be a hint."""
    sql = "SELECT DISTINCT reporter FROM data ORDER BY 1"
    found = [str(row[0]) for row in asked.table.rows(sql)]
    if not found:
        return "the file has a head, and no rows"
    if len(found) <= 12:
        return f"the file’s reporters: {', '.join(found)}"
    return f"the file has {len(found)} reporters"


def _parts_of_years(asked: Asked, seen: Mapping[str, Observation]) -> list[Claim]:
    """The same months of each year, added up; a year that lacks one of them has no figure."""
    first, last = periods.months_of(asked.query.months)
    span = periods.years(asked.query.periods) or (int(min(seen)[:4]), int(max(seen)[:4]))
    claims = []
    for year in range(span[0], span[1] + 1):
        parts = [seen.get(month) for month in periods.months_in(year, first, last)]
        end, period = f"{year:04}-{first:02}-{last:02}", f"{asked.query.months} {year}"
        claims.append(
            _claim(asked, end, period, _added(period, [p for p in parts if p], len(parts)))
        )
    return claims


def _added(period: str, parts: Sequence[Observation], wanted: int) -> Observation:
    flags = tuple(dict.fromkeys(flag for part in parts for flag in part.flags))
    confidential = any(part.confidential for part in parts)
    values = [part.value for part in parts if part.value is not None]
    whole = len(values) == wanted and not confidential
    units = {part.unit for part in parts} or {""}
    if len(units) > 1:
        raise DataFault(
            f"the months of {period} are in different units: {', '.join(sorted(units))}"
        )
    rows = _joined([part.rows for part in parts])
    total = sum(values, Decimal(0)) if whole else None
    return Observation(period, total, units.pop(), flags if whole else (), confidential, rows)


def _joined(rows: Sequence[str]) -> str:
    """ "12–20" for rows that follow each other; else each as it is."""
    if all(row.isdigit() for row in rows) and rows:
        numbers = sorted(map(int, rows))
        if numbers[-1] - numbers[0] + 1 == len(numbers) > 1:
            return f"{numbers[0]}–{numbers[-1]}"
    return ", ".join(rows)
