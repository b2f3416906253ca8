"""Native charts of every kind and of what is hard in each, as figures of a small document."""

from __future__ import annotations

from chart_words import PlainWords, visit_of
from word_file import small

from briefing.blocks import (
    Caption,
    Chart,
    Document,
    Drawing,
    Figure,
    Inlines,
    NativeWords,
    Path,
    Text,
    plain,
)
from briefing.charts import ChartData, native, select
from briefing.facts.chart_specs import ChartSpec
from briefing.theme import Theme, load_theme

WORDS = NativeWords(
    "Range below",
    "Range above",
    "Label",
    "Whole",
    "End",
    ("Fact", "Item"),
    (("F01", "trade & <x>"),),
)
LEVELS = """
    A: {value: 4.1 billion USD, measure: trade, period: 2024, remark: a record}
    C: {change: +13.6%, measure: trade, period: 2024, against: 2023}
    G: {goal: 5 billion USD, measure: trade, due: not stated}
    N: {value: not stated, measure: trade, period: 2022}
    L: {value: more than 2 billion USD, measure: trade, period: 2021, remark: a remark that is far too long for one line of a chart & <so> it breaks}
"""
MADE = """
    B: {name: trade, measure: trade, period: 2023, formula: A / (1 + C)}
    W: {name: pace, measure: trade, period: 2025, formula: A * (1 + C), illustration: yes, show: never}
"""
YEARS = """
    X1: {value: 5 million EUR, measure: exports, period: 2022}
    X2: {value: 4.2 million EUR, measure: exports, period: 2024}
    X3: {value: 1 million EUR, measure: exports, period: first half of 2025}
    M1: {value: 6 million EUR, measure: imports, period: 2022}
    M2: {value: 6.5 million EUR, measure: imports, period: 2024}
    M3: {value: 2 million EUR, measure: imports, period: first half of 2025}
"""
BALANCES = """
    B1: {name: balance, measure: balance, period: 2022, formula: X1 - M1}
    B2: {name: balance, measure: balance, period: 2024, formula: X2 - M2}
"""
DISPUTED = """
    A: {value: 4.1 billion USD, measure: trade, period: 2024, by: ana, mode: quoted}
    B: {value: 3.9 billion USD, measure: trade, period: 2024, by: bo, mode: quoted}
    D: {value: 3.5 billion USD, measure: trade, period: 2023, by: bo, mode: quoted}
"""
LINE = "\n".join(
    f"L{n}: {{value: {value} billion USD, measure: debt, period: {2014 + n}}}"
    for n, value in enumerate(("4.1", "3.2", "3.9", "5.0", "4.4", "6.1"))
)
MANY = "\n".join(
    f"Y{n}: {{value: {100 + n * 7 % 23} million USD, measure: trade, period: {1980 + n}}}"
    for n in range(40)
)
SHARES = """
    P: {value: about 97%, measure: ports, period: not stated, by: ana, mode: reported}
    Q: {value: one third, measure: ships, period: 2025, by: bo, mode: quoted}
    R: {value: 0.5%, measure: ships, period: 2024, by: bo, mode: quoted}
"""


def data_of(
    kind: str, facts: str, ids: str, calculations: str = "", **options: object
) -> ChartData:
    visit = visit_of(facts, calculations, illustrations=True)
    spec = ChartSpec.model_validate(
        {"key": "c", "kind": kind, "facts": tuple(ids.split()), **options}
    )
    data = select(spec, visit, PlainWords(visit))
    assert isinstance(data, ChartData), data
    return data


CASES = {
    "goal": lambda: data_of("level-against-goal", LEVELS, "A B N W", MADE, goal="G"),
    "long": lambda: data_of("level-against-goal", LEVELS, "L A", MADE, goal="G"),
    "one": lambda: data_of("level-against-goal", LEVELS, "A", MADE, goal="G"),
    "shares": lambda: data_of("shares", SHARES, "P Q R"),
    "panels": lambda: data_of("series", YEARS, "X1 X2 X3"),
    "strips": lambda: data_of("series", YEARS, "X1 X2 X3 M1 M2 M3 B1 B2", BALANCES),
    "disputed": lambda: data_of("series", DISPUTED, "A B D"),
    "many": lambda: data_of("series", MANY, " ".join(f"Y{n}" for n in range(40))),
    "line": lambda: data_of("series", LINE, "L0 L1 L2 L3 L4 L5", draw="lines"),
    "not-from-zero": lambda: data_of("series", LINE, "L0 L2 L3 L5", draw="lines", zero="no"),
    "long-line": lambda: data_of(
        "series", MANY, " ".join(f"Y{n}" for n in range(40)), draw="lines"
    ),
}


def figure(data: ChartData, theme: Theme, title: str = "A title") -> Figure:
    """The chart of `data` in native form; its drawing is a line, since none is looked at."""
    line = Drawing(100, 10, (Path((("M", 0.0, 5.0), ("L", 100.0, 5.0)), stroke="#000000"),))
    alternative: Inlines = (Text("; ".join(plain(mark.text) for mark in data.marks)),)
    chart = Chart(
        "c",
        data.kind,
        (),
        (),
        (),
        alternative,
        data.unit,
        data.marks,
        line,
        native(data, theme),
        WORDS,
    )
    return Figure(chart, Caption((Text(title),), "", title))


def every_chart(theme: Theme | None = None) -> Document:
    look = theme or load_theme()
    return small(*(figure(made(), look, name) for name, made in CASES.items()))
