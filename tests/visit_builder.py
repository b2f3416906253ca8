"""A visit from a few words a fact, for tests of numbers: no file, no YAML."""

from __future__ import annotations

from datetime import date
from typing import Any

from briefing.facts.model import (
    FACT_KINDS,
    Brief,
    Calculation,
    Fact,
    Measure,
    Person,
    Side,
    Source,
    Visit,
    VisitHead,
)
from briefing.facts.periods import parse_period

MEASURES = {
    "trade": Measure(name="trade turnover", unit="USD", kind="flow"),
    "trade-share": Measure(name="share of trade", unit="%", kind="share"),
    "payments": Measure(name="share of payments", unit="%", kind="share"),
    "investment": Measure(name="investment", unit="USD", kind="flow"),
    "debt": Measure(name="debt", unit="USD", kind="stock"),
    "companies": Measure(name="companies", unit="companies", kind="stock"),
    "companies-share": Measure(name="share of companies", unit="%", kind="share"),
    "schools": Measure(name="schools", unit="schools", kind="count"),
    "exports": Measure(name="exports", unit="EUR", kind="flow"),
    "imports": Measure(name="imports", unit="EUR", kind="flow"),
    "balance": Measure(name="balance", unit="EUR", kind="flow", of="exports - imports"),
}

FIRST_VISIT: dict[str, dict[str, Any]] = {
    "F09": {"value": "22%", "measure": "trade-share", "period": "not stated", "by": "japarov"},
    "F10": {"goal": "5 billion USD", "measure": "trade", "due": "not stated", "by": "japarov"},
    "F12": {"value": "110 million USD", "measure": "investment", "period": "first half of 2025"},
    "F15": {
        "value": "more than 1800 companies",
        "measure": "companies",
        "period": "November 2025",
        "by": "japarov",
    },
    "F16": {
        "value": "one third",
        "measure": "companies-share",
        "period": "November 2025",
        "by": "japarov",
    },
    "F18": {"statement": "as of November 2025", "period": "November 2025", "by": "japarov"},
    "F22": {"value": "9 schools", "measure": "schools", "by": "japarov"},
    "F23": {
        "value": "3 schools",
        "measure": "schools",
        "of": "F22",
        "status": "scheduled",
        "due": "2027",
        "by": "japarov",
    },
    "F28": {
        "change": "+13.6%",
        "measure": "trade",
        "period": "2024",
        "against": "2023",
        "by": "putin",
    },
    "F29": {"value": "4.1 billion USD", "measure": "trade", "period": "2024", "by": "putin"},
    "F31": {
        "change": "+17%",
        "measure": "trade",
        "period": "January–September 2025",
        "against": "not stated",
        "by": "putin",
    },
    "F32": {"value": "about 97%", "measure": "payments", "period": "not stated", "by": "putin"},
    "F46": {"document": "joint statement", "type": "joint statement"},
    "F48": {"document": "protocol", "type": "protocol"},
    "F49": {"document": "treaty", "type": "treaty", "signed": date(2017, 6, 20)},
    "F50": {"document": "one agreement", "type": "agreement"},
    "F51": {"document": "another agreement", "type": "agreement"},
    "F52": {"document": "a third agreement", "type": "agreement"},
}
"""The facts of the first visit that its calculations use."""

SPOKEN = "both presidents speak of the same turnover"

CALCULATIONS: dict[str, dict[str, Any]] = {
    "D01": {"formula": "year(F18)"},
    "D02": {"formula": "F29 / (1 + F28)", "measure": "trade", "period": "2023"},
    "D03": {"formula": "F29 - F29 / (1 + F28)", "measure": "trade", "period": "2024"},
    "D04": {"formula": "F10 - F29", "because": SPOKEN},
    "D05": {"formula": "F29 / F10", "unit": "%", "because": SPOKEN},
    "D06": {"formula": "F10 / F29 - 1", "unit": "%", "because": SPOKEN},
    "D07": {"formula": "F15 / F16", "unit": "enterprises", "because": "one sentence"},
    "D08": {"formula": "100% - F32", "unit": "%"},
    "D09": {"formula": "F22 - F23", "unit": "schools"},
    "D10": {"formula": "count(F46, F48, F50, F51, F52)", "unit": "documents"},
    "D11": {
        "formula": "F29 * (1 + F31)",
        "measure": "trade",
        "period": "2025",
        "illustration": True,
        "because": "an illustration, not a forecast",
    },
}
"""The calculations of the first visit that may be made."""


def fact(id: str, **stated: Any) -> Fact:
    """A fact from its fields; by whom, how and where are filled in."""
    kind = FACT_KINDS[next(key for key in stated if key in FACT_KINDS)]
    fields = {"at": "article 1", "mode": "reported" if "by" in stated else "voice"} | stated
    return kind.model_validate({"id": id} | fields)


def visit(
    facts: dict[str, dict[str, Any]],
    calculations: dict[str, dict[str, Any]] | None = None,
) -> Visit:
    """A visit with these facts and calculations, and the measures above."""
    return Visit(
        visit=VisitHead(
            title="A visit",
            type="visit",
            dates=parse_period("2025-11-26"),
            host=Side(country="KG"),
            guest=Side(country="RU"),
        ),
        brief=Brief(as_of=date(2025, 11, 27)),
        people={"putin": Person(name="Putin"), "japarov": Person(name="Japarov")},
        sources={"article": Source(kind="report", title="A report")},
        measures=MEASURES,
        facts={id: fact(id, **stated) for id, stated in facts.items()},
        calculations={
            id: Calculation.model_validate({"id": id, "name": id} | stated)
            for id, stated in (calculations or {}).items()
        },
    )


def first_visit(**calculations: dict[str, Any]) -> Visit:
    """The first visit's numbers, with its calculations and more."""
    return visit(FIRST_VISIT, CALCULATIONS | calculations)
