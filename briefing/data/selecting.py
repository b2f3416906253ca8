"""Queries in an author's own SQL: a SELECT of period and value, and of what else a fact may say."""

from __future__ import annotations

import re
from decimal import Decimal, InvalidOperation
from typing import Any

from briefing.data import periods
from briefing.data.asking import Asked
from briefing.data.claims import Claim, safe
from briefing.data.country_codes import country_of
from briefing.data.faults import DataFault
from briefing.data.observations import Observation, statuses, unit_of
from briefing.data.sandbox import MOST_ROWS
from briefing.data.shapes import TOTALS
from briefing.data.statements import check_select

_NEEDED = ("period", "value")
_KNOWN = (*_NEEDED, "code", "label", "partner", "row", "status")
_PERIOD = re.compile("|".join(periods.PATTERNS.values()))


def selected(asked: Asked) -> list[Claim]:
    """One claim a row of the query's SQL, ordered by period and code. Raises DataFault.

    The SELECT reads from `data`; its columns are called period and value, and code, label, partner, row,
    status where it has them. Values are in the unit of the data file. Where the file says of figures that
    they are provisional, confidential and the like, the SELECT must say of which, or no brief could.
    """
    query, table = asked.query, asked.table
    sql = query.sql.strip().rstrip(";")
    check_select(sql, ("data",), table.connection)
    names = [str(row[0]).casefold() for row in table.rows(f"DESCRIBE ({sql}\n)")]
    if missing := [name for name in _NEEDED if name not in names]:
        hint = "SELECT period, sum(value) AS value, … FROM data"
        raise DataFault(f"the SQL gives no column called {missing[0]}", hint, "sql")
    if unknown := [name for name in names if name not in _KNOWN]:
        message = f'the SQL gives a column called "{unknown[0]}", which means nothing here'
        raise DataFault(message, f"known: {', '.join(_KNOWN)}", "sql")
    said = () if "status" in names else table.rows("SELECT DISTINCT status FROM data")
    if any(any(statuses(str(status or ""))) for (status,) in said):
        message = "the file says which figures are provisional, confidential and the like; the SQL does not"
        hint = "add: string_agg(DISTINCT status, ' ' ORDER BY status) AS status"
        raise DataFault(message, hint, "sql")
    order = ", ".join(name for name in ("period", "code", "partner") if name in names)
    listed = ", ".join(f"CAST({name} AS VARCHAR)" for name in names)
    rows = table.rows(f"SELECT {listed} FROM ({sql}\n) ORDER BY {order}")
    scale, unit = _unit_of(asked)
    if len(rows) > MOST_ROWS:
        raise DataFault(f"the query has more than {MOST_ROWS:,} results", "ask for fewer", "sql")
    return [_claim(asked, dict(zip(names, row, strict=True)), scale, unit) for row in rows]


def _unit_of(asked: Asked) -> tuple[Decimal, str]:
    """The one unit of the file: what it is declared to be, or what all of its rows say."""
    sql = "SELECT DISTINCT unit, power FROM data ORDER BY ALL LIMIT 2"
    found = asked.table.rows(sql)
    if len(found) != 1:
        message = "the file’s rows are in several units, so that SQL cannot tell which a figure has"
        raise DataFault(message, "use a query with ask", "sql")
    scale, unit = unit_of(asked.table, found[0][0] or "")
    return scale * Decimal(10) ** found[0][1], unit


def _claim(asked: Asked, row: dict[str, Any], scale: Decimal, unit: str) -> Claim:
    query = asked.query
    period, code = str(row["period"] or ""), str(row.get("code") or "")
    if not _PERIOD.fullmatch(period):
        message = f'expected a period such as 2024, 2024-03 or 2024-Q1, found "{period}"'
        raise DataFault(message, field="sql")
    partner = str(row.get("partner") or "")
    country = country_of(partner) if partner else ""
    if country is None or (code and code.upper() in TOTALS):
        message = f'"{partner or code}" is no country or product, and cannot stand among them'
        raise DataFault(message, "leave totals and groups out with WHERE", "sql")
    flags, missing, confidential = statuses(str(row.get("status") or ""))
    value = None if missing or confidential else _number(row["value"])
    seen = Observation(
        period,
        None if value is None else value * scale,
        unit,
        flags,
        confidential,
        str(row.get("row") or ""),
        code,
        str(row.get("label") or ""),
    )
    thing = safe(code) or country
    id = f"{query.id}-{thing}_{period}" if thing else f"{query.id}-{period}"
    item = query.names.get(code) or seen.label or code
    stated = periods.stated(period)
    return Claim(id, query.measure, stated, asked.source, seen, item, code, partner=country)


def _number(text: object) -> Decimal | None:
    if text is None:
        return None
    try:
        number = Decimal(str(text))
    except InvalidOperation:
        number = Decimal("NaN")
    if not number.is_finite():
        raise DataFault(f'expected a number, found "{text}"', "CAST(value AS DECIMAL)", "sql")
    return number
