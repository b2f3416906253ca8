"""Questions of rank: the largest products, the largest partners, and a partner's place among them.

Totals never stand among their members, nor groups among countries; equal values share a place.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from briefing.data import periods
from briefing.data.asking import Asked, conditions, of_countries, of_product, one_length, reporters
from briefing.data.claims import Claim, safe
from briefing.data.country_codes import country_of, spellings
from briefing.data.faults import DataFault
from briefing.data.observations import Observation, observed

TOP = 10
"""How many products or partners, where a query does not say."""


def top_products(asked: Asked, flow_name: str) -> list[Claim]:
    """The products that were worth most in the last year asked for, with those of equal worth.

    Their total is not among them, nor do codes of one length stand beside those of another.
    """
    query, found = asked.query, _products(asked, flow_name)
    last = max(one.period for one in found)
    ranked = _most([o for o in found if o.period == last], query.top or TOP)
    ranked += [(one, False) for one in found if one.period == last and one.confidential]
    codes = {one.code: (nth, tied) for nth, (one, tied) in enumerate(ranked)}
    years = list(periods.between(min(one.period for one in found), last, "year"))
    known = {(one.code, one.period): one for one in found}
    names = {one.code: one.label for one in found if one.label}
    shown = [
        known.get((code, year), Observation(year, None, code=code, label=names.get(code, "")))
        for code in codes
        for year in years
    ]
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


def _products(asked: Asked, flow_name: str) -> list[Observation]:
    """What the file has of products, all of codes of one length. Raises DataFault."""
    query = asked.query
    where = [
        *conditions(asked, flow_name, "year"),
        of_countries(asked.table, "partner", spellings(asked.partner)),
        ("NOT total", ()),
    ]
    key = "product"
    if query.digits is not None:
        cut = asked.table.shaped.shape == "baci" or query.sum
        key = f"product[1:{query.digits}]" if cut else "product"
        where.append((f"length(product) {'>=' if cut else '='} ?", (query.digits,)))
        if cut and asked.table.shaped.shape != "baci":
            one_length(asked.table, where[:-1])
    found = observed(asked.table, where, key=key, adds=query.digits is not None)
    lengths = sorted({len(one.code) for one in found})
    if not found:
        message = (
            f"the file has no products in the {flow_name} of {asked.reporter} to {asked.partner}"
        )
        raise DataFault(message, reporters(asked), "data")
    if len(lengths) > 1:
        listed = ", ".join(map(str, lengths))
        message = (
            f"codes of {listed} digits stand in the file: groups must not rank with their parts"
        )
        raise DataFault(message, f"say which: digits: {lengths[0]}", "digits")
    return found


def partner_rank(asked: Asked, flow_name: str) -> list[Claim]:
    """The partner's place among the reporter's partners, year by year, and the first of the last year.

    Countries rank; groups of them, the world and the reporter itself do not. Equal values share a place.
    Where a partner has no figure, or a confidential one, places cannot be known and are not stated.
    """
    query = asked.query
    where = conditions(asked, flow_name, "year")
    where.append(of_product(query))
    adds = asked.table.shaped.shape == "baci" or query.sum
    found = observed(asked.table, where, key="partner")
    if not found and adds and not query.product:
        found = observed(asked.table, where[:-1], key="partner", adds=True)
    # Goods that come back are trade with oneself, and no partner's.
    found = [one for one in found if country_of(one.code) not in (None, asked.reporter)]
    if not any(country_of(one.code) == asked.partner for one in found):
        message = f"the file has no {flow_name} of {asked.reporter} with {asked.partner}"
        raise DataFault(message, reporters(asked), "data")
    years = sorted({one.period for one in found})
    claims: list[Claim] = []
    for year in years:
        all_of = [one for one in found if one.period == year]
        own = next((one for one in all_of if country_of(one.code) == asked.partner), None)
        claims.append(_own_rank(asked, year, own, all_of))
    if query.values is not None:
        last = [one for one in found if one.period == years[-1]]
        first = _most(last, query.top or TOP)
        codes = {one.code for one, _ in first}
        # What is confidential may be larger than what leads; the partner is shown whatever its place.
        more = [
            (one, False)
            for one in last
            if one.code not in codes and (one.confidential or country_of(one.code) == asked.partner)
        ]
        claims += [_partner(asked, query.values, one, tied) for one, tied in (*first, *more)]
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
    values = [one.value for one in all_of if one.value is not None]
    if seen.value is None or len(values) < len(all_of):
        return replace(claim, seen=replace(seen, value=None))
    rank = 1 + sum(value > seen.value for value in values)
    return replace(claim, rank=rank, tied=values.count(seen.value) > 1)


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
