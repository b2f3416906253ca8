"""Questions made of others: changes, balance, share, mirror. All are formulas: each number has one origin.

Two sides' figures are never made one, and nothing is held against zero.
"""

from __future__ import annotations

from collections.abc import Sequence

from briefing.data import periods
from briefing.data.asking import Asked, flow
from briefing.data.claims import Answer, Claim, Formula
from briefing.data.faults import DataFault
from briefing.facts.data_files import Query


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
