"""Data files beside a facts file, and the queries that make facts of their rows: what an author may say."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from briefing.facts.fields import (
    Country,
    DataId,
    Flag,
    MeasureId,
    Part,
    QueryIds,
    SourceId,
    Span,
    Whole,
    Words,
)

Shape = Literal["long", "sdmx-csv", "comtrade", "baci"]
"""The shapes of a data file: a plain long table, SDMX-CSV, UN Comtrade's download, CEPII BACI."""

Ask = Literal["exports", "imports", "balance", "top-products", "partner-rank", "share", "mirror"]
"""What a query asks for, where it has no SQL of its own."""


class DataFile(Part):
    """A file of figures beside the facts file: CSV, Parquet or Excel; `source` is whose figures they are.

    `shape` is told by its columns where it is not said. `columns` names the columns of other names, by
    what they hold; `flows` the words for exports and imports. `unit` is that of the figures where no
    column says it ("1000 USD"). `sheet` is the sheet of a workbook, the first where it is not said.
    """

    file: str
    source: SourceId
    shape: Shape | None = None
    sheet: str = ""
    unit: str = ""
    columns: Mapping[str, str] = {}
    flows: Mapping[Literal["exports", "imports"], Words] = {}


class Query(Part):
    """Rows of a data file that become facts, one for each period or thing.

    `ask` or `sql` says which rows of `data`; `reporter` and `partner` are host and guest where nothing is
    said; `periods` is a year or years, `every` how long one period is. `months` makes the same part of
    each year ("January–September") out of months. `product` is a product's code, and `sum` adds up all
    products where no row is their total. `top` is how many products or partners, `digits` how long the
    codes are that are ranked, and `names` has short names for codes. `of` names the queries that a
    balance, a share or a mirror is made of; `whole` is the measure of what a share is a share of, `values`
    that of the partners which are ranked. `change`
    is the name of the change on the year before, which is then calculated; `because` is its reason, or
    why two sides' figures differ.
    """

    id: str
    data: DataId | None = None
    ask: Ask | None = None
    sql: str = ""
    measure: MeasureId
    reporter: Country | None = None
    partner: Country | None = None
    periods: Span | None = None
    every: Literal["year", "quarter", "month"] = "year"
    months: str = ""
    product: str = ""
    sum: Flag = False
    top: Whole | None = None
    digits: Whole | None = None
    names: Mapping[str, str] = {}
    of: QueryIds = ()
    whole: MeasureId | None = None
    values: MeasureId | None = None
    change: str = ""
    because: str = ""
