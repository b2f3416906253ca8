"""The queries that have names: exports, imports, balance, share, mirror, top-products, partner-rank.

Each knows the traps of its question: totals never stand among their members, what is missing stays in
sight, two sides' figures are never made one.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from briefing.data import periods
from briefing.data.claims import Answer, Claim, Formula, safe
from briefing.data.country_codes import WORLD, country_of, spellings
from briefing.data.faults import DataFault
from briefing.data.observations import Observation, observed
from briefing.data.sandbox import Table
from briefing.facts.data_files import Query

TOP = 10
"""How many products or partners, where a query does not say."""

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
        raise DataFault(message, _known(asked), "data")
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
    where = _where(asked, name, every)
    where.append(_product(query))
    partner = WORLD if world else spellings(asked.partner)
    found = observed(table, [*where, _of_countries(table, "partner", partner)])
    whole = table.shaped.shape == "baci" or query.sum
    if not found and whole and not query.product:
        where.pop()
        found = observed(table, [*where, _of_countries(table, "partner", partner)], adds=True)
    if not found and whole and world:
        found = observed(table, where, adds=True)
    parts = [*_where(asked, name, every), _of_countries(table, "partner", partner)]
    if not found and not query.product and observed(table, parts, adds=True):
        hint = "name one: product: 27; or add them up: sum: yes"
        raise DataFault("the file has products, and no row is their total", hint, "product")
    return {one.period: one for one in found}


def _where(asked: Asked, name: str, every: periods.Every) -> _Where:
    where: _Where = [
        _of_countries(asked.table, "reporter", spellings(asked.reporter)),
        ("flow = ?", (name,)),
        ("every = ?", (every,)),
    ]
    span = periods.years(asked.query.periods)
    if span is not None:
        where.append(("year BETWEEN ? AND ?", span))
    return where


def _one_of(column: str, texts: Sequence[object]) -> tuple[str, Sequence[object]]:
    return f"{column} IN ({', '.join('?' * len(texts))})", tuple(texts)


def _product(query: Query) -> tuple[str, Sequence[object]]:
    """The rows of the product asked for, or of all products together."""
    return ("product = ?", (query.product,)) if query.product else ("total", ())


def _of_countries(table: Table, column: str, codes: Sequence[str]) -> tuple[str, Sequence[object]]:
    """The rows of one country, by number where the file has numbers."""
    if not table.shaped.numbered:
        return _one_of(column, codes)
    return _one_of(f"{column}_number", [int(code) for code in codes if code.isdigit()])


def _known(asked: Asked) -> str:
    """Which reporters or partners the file has, where there are few enough to be a hint."""
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


# ------------------------------------------------------------------- made of other queries


def changes(query: Query, claims: Sequence[Claim]) -> list[Formula]:
    """The change of each figure on that of a year before; none on zero, nor where one is missing."""
    known = {claim.id: claim for claim in claims}
    made = []
    for claim in claims:
        base = known.get(f"{query.id}-{_before(claim.id, query)}")
        if base is None or not base.seen.value or claim.seen.value is None:
            continue
        end = claim.id.removeprefix(f"{query.id}-")
        name = f"{query.change}: {claim.item}" if claim.item else query.change
        formula = f"{claim.id} / {base.id} - 1"
        made.append(Formula(f"{query.id}-change-{end}", name, formula, claim.period, unit="%"))
    return made


def _before(id: str, query: Query) -> str:
    *code, rest = id.removeprefix(f"{query.id}-").rpartition("_")
    return "".join(code) + periods.a_year_before(rest) if rest[:4].isdigit() else ""


def balance(query: Query, exports: Answer, imports: Answer, name: str) -> list[Formula]:
    """Exports less imports, for each period that has both."""
    return [
        Formula(
            f"{query.id}-{claim.id.removeprefix(f'{query.of[0]}-')}",
            name,
            f"{claim.id} - {imports.own[period].id}",
            period,
            query.measure,
        )
        for period, claim in exports.own.items()
        if period in imports.own
    ]


def share(asked: Asked, part: Answer, flow_name: str, name: str) -> Answer:
    """What the partner takes of the reporter's trade with all: the wholes, and the shares of them."""
    query = asked.query
    if query.whole is None:
        raise DataFault("a share needs the measure of its whole", "add whole: MEASURE", "whole")
    claims, formulas = [], []
    wholes = {claim.period: claim for claim in flow(asked, flow_name, world=True)}
    for period, claim in part.own.items():
        whole = wholes.get(period)
        if whole is None:
            continue
        end = whole.id.removeprefix(f"{query.id}-")
        of = Claim(f"{query.id}-of-{end}", query.whole, period, asked.source, whole.seen)
        claims.append(of)
        if whole.seen.value:
            formula = f"{claim.id} / {of.id}"
            formulas.append(
                Formula(
                    f"{query.id}-{end}", name, formula, period, query.measure, because=query.because
                )
            )
    return Answer(tuple(claims), tuple(formulas))


def mirror(asked: Asked, own: Answer, flow_name: str, name: str) -> Answer:
    """The same trade as the partner reports it, and by how much it differs. Never an average of both."""
    query = asked.query
    if asked.table.shaped.shape == "baci":
        message = "BACI has reconciled what both sides report: it has no mirror figures"
        raise DataFault(message, "name a file with each side’s own figures", "data")
    if not query.because:
        message = "two sides’ figures differ for a reason: expected because, found nothing"
        raise DataFault(
            message, "because: imports are valued with freight, exports without", "because"
        )
    other = "imports" if flow_name == "exports" else "exports"
    claims = flow(asked.turned(), other)
    formulas = [
        Formula(
            f"{query.id}-difference-{claim.id.removeprefix(f'{query.id}-')}",
            name,
            f"{claim.id} - {own.own[claim.period].id}",
            claim.period,
            because=query.because,
        )
        for claim in claims
        if claim.period in own.own
    ]
    return Answer(tuple(claims), tuple(formulas))


# ----------------------------------------------------------------------------------- ranks


def top_products(asked: Asked, flow_name: str) -> list[Claim]:
    """The products that were worth most in the last year asked for, with those of equal worth.

    Their total is not among them, nor do codes of one length stand beside those of another.
    """
    query = asked.query
    where = [
        *_where(asked, flow_name, "year"),
        _of_countries(asked.table, "partner", spellings(asked.partner)),
        ("NOT total", ()),
    ]
    key = "product"
    if query.digits is not None:
        cut = asked.table.shaped.shape == "baci" or query.sum
        key = f"product[1:{query.digits}]" if cut else "product"
        where.append((f"length(product) {'>=' if cut else '='} ?", (query.digits,)))
    found = observed(asked.table, where, key=key, adds=query.digits is not None)
    lengths = sorted({len(one.code) for one in found})
    if not found:
        message = (
            f"the file has no products in the {flow_name} of {asked.reporter} to {asked.partner}"
        )
        raise DataFault(message, _known(asked), "data")
    if len(lengths) > 1:
        listed = ", ".join(map(str, lengths))
        message = (
            f"codes of {listed} digits stand in the file: groups must not rank with their parts"
        )
        raise DataFault(message, f"say which: digits: {lengths[0]}", "digits")
    last = max(one.period for one in found)
    ranked = _most([o for o in found if o.period == last], query.top or TOP)
    codes = {one.code: (nth, tied) for nth, (one, tied) in enumerate(ranked)}
    shown = sorted(
        (one for one in found if one.code in codes),
        key=lambda one: (codes[one.code][0], one.period),
    )
    return [
        Claim(
            f"{query.id}-{safe(one.code)}_{one.period}",
            query.measure,
            periods.stated(one.period),
            asked.source,
            one,
            item=query.names.get(one.code) or one.label or one.code,
            code=one.code,
            tied=codes[one.code][1],
        )
        for one in shown
    ]


def partner_rank(asked: Asked, flow_name: str) -> list[Claim]:
    """The partner's place among the reporter's partners, year by year, and the first of the last year.

    Countries rank, groups of them and the world do not. Equal values share a place. Where a partner's
    figure is confidential, places below cannot be known and are not stated.
    """
    query = asked.query
    where = _where(asked, flow_name, "year")
    where.append(_product(query))
    adds = asked.table.shaped.shape == "baci" or query.sum
    found = observed(asked.table, where, key="partner")
    if not found and adds and not query.product:
        found = observed(asked.table, where[:-1], key="partner", adds=True)
    found = [one for one in found if country_of(one.code)]
    if not any(country_of(one.code) == asked.partner for one in found):
        message = f"the file has no {flow_name} of {asked.reporter} with {asked.partner}"
        raise DataFault(message, _known(asked), "data")
    years = sorted({one.period for one in found})
    claims: list[Claim] = []
    for year in years:
        all_of = [one for one in found if one.period == year]
        own = next((one for one in all_of if country_of(one.code) == asked.partner), None)
        claims.append(_own_rank(asked, year, own, all_of))
    if query.values is not None:
        last = [one for one in found if one.period == years[-1] and one.value is not None]
        for one, tied in _most(last, query.top or TOP):
            claims.append(_partner(asked, query.values, one, tied))
        shown = {claim.partner for claim in claims}
        claims += [
            _partner(asked, query.values, one, False)
            for one in last
            if country_of(one.code) == asked.partner and asked.partner not in shown
        ]
    return claims


def _partner(asked: Asked, measure: str, one: Observation, tied: bool) -> Claim:
    country = country_of(one.code) or ""
    id = f"{asked.query.id}-{country}_{one.period}"
    period = periods.stated(one.period)
    return Claim(id, measure, period, asked.source, one, partner=country, tied=tied)


def _own_rank(
    asked: Asked, year: str, own: Observation | None, all_of: Sequence[Observation]
) -> Claim:
    query = asked.query
    seen = own or Observation(year, None)
    claim = Claim(f"{query.id}-{year}", query.measure, periods.stated(year), asked.source, seen)
    hidden = sum(one.confidential for one in all_of if one is not own)
    if own is None or own.value is None or hidden:
        return Claim(
            claim.id, claim.measure, claim.period, claim.source,
            Observation(year, None, confidential=seen.confidential, rows=seen.rows),
        )  # fmt: skip
    values = [one.value for one in all_of if one.value is not None]
    rank = 1 + sum(value > own.value for value in values)
    tied = values.count(own.value) > 1
    return Claim(claim.id, claim.measure, claim.period, claim.source, seen, rank=rank, tied=tied)


def _most(found: Sequence[Observation], top: int) -> list[tuple[Observation, bool]]:
    """The `top` largest, with whether another is as large; those as large as the last one too."""
    valued = sorted(
        (one for one in found if one.value is not None),
        key=lambda one: (-(one.value or Decimal(0)), one.code),
    )
    if not valued:
        return []
    least = valued[min(top, len(valued)) - 1].value or Decimal(0)
    values = [one.value for one in valued]
    return [(o, values.count(o.value) > 1) for o in valued if (o.value or Decimal(0)) >= least]
