"""Invented trade of pairs of countries: a data file, a template of facts, a list of the pairs."""

from __future__ import annotations

import csv
import random
from collections.abc import Sequence
from pathlib import Path

from briefing.facts.countries import COUNTRIES

Pair = tuple[str, str]
YEARS = range(2019, 2026)
_PRODUCTS = (
    ("03", "Fish"), ("27", "Fuels"), ("84", "Machinery"), ("85", "Electrical machinery"),
    ("39", "Plastics"), ("72", "Iron and steel"),
)  # fmt: skip
_COLUMNS = (
    "reporter",
    "partner",
    "flow",
    "period",
    "product",
    "product_name",
    "value",
    "unit",
    "status",
)
_TEMPLATE = """\
visit:
  title: "Trade of ${reporter.code} with ${partner.code}"
  type: working visit
  dates: 2026-05-12
  host: {country: "${partner.code}"}
  guest: {country: "${reporter.code}"}
brief: {as_of: 2026-05-04, key_figures: [EX-2025, IM-2025, BAL-2025]}
sources:
  office: {kind: data set, title: Invented trade statistics, publisher: Office of Examples, published: 2026-04-28, retrieved: 2026-05-04, language: en}
measures:
  exports: {name: exports of goods, short: exports, unit: EUR, kind: flow, series: exports, between: ["${reporter.code}", "${partner.code}"], rounded: 1 million EUR}
  imports: {name: imports of goods, short: imports, unit: EUR, kind: flow, series: imports, between: ["${reporter.code}", "${partner.code}"], rounded: 1 million EUR}
  balance: {name: balance of trade in goods, short: balance, unit: EUR, kind: flow, series: balance, between: ["${reporter.code}", "${partner.code}"], of: exports - imports}
  products: {name: exports by product, unit: EUR, kind: flow, rounded: 1 million EUR}
data: {trade: {file: trade.csv, source: office}}
queries:
  EX: {ask: exports, data: trade, reporter: "${reporter.code}", partner: "${partner.code}", periods: 2019–2025, measure: exports, change: change in exports}
  IM: {ask: imports, data: trade, reporter: "${reporter.code}", partner: "${partner.code}", periods: 2019–2025, measure: imports, change: change in imports}
  BAL: {ask: balance, of: [EX, IM], measure: balance}
  TOP: {ask: top-products, data: trade, reporter: "${reporter.code}", partner: "${partner.code}", periods: 2025, top: 6, digits: 2, measure: products}
"""


def pairs(count: int) -> list[Pair]:
    """So many pairs of countries, the same each time, reporter by reporter."""
    codes = [code for code in sorted(COUNTRIES) if code not in ("EU", "XK")]
    every = [(one, other) for one in codes for other in codes if one != other]
    random.Random(1).shuffle(every)
    return sorted(every[:count])


def write_pairs(folder: Path, count: int) -> Path:
    """The list of so many pairs, beside their template and data; two charts and two tables a brief."""
    folder.mkdir(parents=True, exist_ok=True)
    chosen = pairs(count)
    with (folder / "trade.csv").open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file, lineterminator="\n")
        table.writerow(_COLUMNS)
        table.writerows(_rows(chosen))
    (folder / "template.yaml").write_text(_TEMPLATE, encoding="utf-8")
    return write_list(folder, chosen)


def write_list(folder: Path, chosen: Sequence[Pair], name: str = "pairs") -> Path:
    """A list of some of the pairs."""
    lines = [
        f'  - {{reporter: {{code: "{one}"}}, partner: {{code: "{other}"}}}}'
        for one, other in chosen
    ]
    path = folder / f"{name}.yaml"
    head = f"batch: {name}\ntemplate: template.yaml\neach:\n"
    path.write_text(head + "\n".join(lines) + "\n", encoding="utf-8")
    return path


def _rows(chosen: Sequence[Pair]) -> list[tuple[object, ...]]:
    chance = random.Random(2)
    rows: list[tuple[object, ...]] = []
    for one, other in chosen:
        size = chance.uniform(1e7, 9e9)
        for year in YEARS:
            status = "provisional" if year == YEARS[-1] else ""
            for flow in ("exports", "imports"):
                value = round(size * chance.uniform(0.6, 1.4))
                rows.append((one, other, flow, year, "TOTAL", "All goods", value, "EUR", status))
        for code, name in _PRODUCTS:
            value = round(size * chance.uniform(0.01, 0.3))
            rows.append((one, other, "exports", YEARS[-1], code, name, value, "EUR", "provisional"))
    return rows
