"""The kinds of field: how the text an author writes in a field becomes a value of the model.

Each kind is an annotated type; its reader raises Unfit where the text cannot be meant. No files here.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any, Final, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, PlainValidator, WithJsonSchema

from briefing.facts.countries import COUNTRIES
from briefing.facts.durations import Duration, parse_duration
from briefing.facts.periods import Period, parse_period
from briefing.facts.prose import Prose
from briefing.facts.quantities import Quantity, parse_quantity

NOT_STATED: Final = "not stated"


class Part(BaseModel):
    """A part of the facts file that has keys of its own: frozen, and no key beyond these."""

    model_config = ConfigDict(frozen=True, extra="forbid", arbitrary_types_allowed=True)


class Unfit(ValueError):
    """A field's text cannot be read; the message says what was expected and what was found."""

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.hint = hint


@dataclass(frozen=True, slots=True)
class Missing:
    """What is not there on purpose: "not stated", or "withheld" with the reason."""

    kind: Literal["not stated", "withheld"]
    because: str = ""


@dataclass(frozen=True, slots=True)
class At:
    """Where a source says it: the source's id and the place in it ("9"), empty for the whole."""

    source: str
    place: str = ""


@dataclass(frozen=True, slots=True)
class Names:
    """Marks a field that names an entry of another part of the file: "facts", "people", …

    `number` is true where a calculation's id will do as well as a fact's.
    """

    section: str
    number: bool = False


def found(raw: object) -> str:
    """What an author wrote, for the end of a message: `"12 March"`, a list, keys with values."""
    match raw:
        case None | "":
            return "nothing"
        case str():
            return f'"{raw if len(raw) <= 60 else raw[:57] + "…"}"'
        case Mapping():
            return "keys with values"
        case Sequence():
            return "a list"
        case _:
            return f'"{raw}"'


# ------------------------------------------------------------------------------ their readers


def _amount(raw: object) -> Quantity | Missing:
    if isinstance(raw, Quantity | Missing):
        return raw
    if raw == NOT_STATED:
        return Missing(NOT_STATED)
    if not isinstance(raw, str):
        raise Unfit(
            f"expected a quantity such as 4.1 billion USD, found {found(raw)}",
            'write "not stated" where the source gives none, or add "withheld: reason"',
        )
    return parse_quantity(raw)


def _span(raw: object) -> Period:
    if isinstance(raw, Period):
        return raw
    if not isinstance(raw, str):
        raise Unfit(
            f"expected a period such as 2024 or January–September 2025, found {found(raw)}",
            'write "not stated" where the source gives none',
        )
    return parse_period(raw)


def _day(raw: object) -> date:
    if isinstance(raw, date):
        return raw
    text = raw if isinstance(raw, str) else ""
    if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
        raise Unfit(f"expected a day such as 2025-11-26, found {found(raw)}")
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise Unfit(f'expected a day that exists, found "{text}"') from None


def _duration(raw: object) -> Duration:
    if isinstance(raw, Duration):
        return raw
    if not isinstance(raw, str):
        raise Unfit(f"expected a length of time such as 180 days or 6 months, found {found(raw)}")
    return parse_duration(raw)


def _fingerprint(raw: object) -> str:
    digits = "".join(raw.split()).lower() if isinstance(raw, str) else ""
    if not re.fullmatch(r"[0-9a-f]{8,64}", digits):
        message = f"expected the fingerprint in the brief such as ab12 cd34, found {found(raw)}"
        raise Unfit(message, "eight digits 0–9 and a–f or more, as the brief prints them")
    return digits


def _whole(raw: object) -> int:
    if isinstance(raw, int):
        return raw
    if not isinstance(raw, str) or not re.fullmatch(r"[1-9][0-9]{0,3}", raw):
        raise Unfit(f"expected a whole number such as 10, found {found(raw)}")
    return int(raw)


def _flag(raw: object) -> bool:
    match raw:
        case bool():
            return raw
        case "true" | "yes":
            return True
        case "false" | "no":
            return False
        case _:
            raise Unfit(f"expected yes or no, found {found(raw)}")


def _words(raw: object) -> object:
    return (raw,) if isinstance(raw, str) else raw


def _stated(raw: object) -> str | Missing:
    if isinstance(raw, Missing):
        return raw
    if not isinstance(raw, str):
        raise Unfit(f'expected text or "not stated", found {found(raw)}')
    return Missing(NOT_STATED) if raw == NOT_STATED else raw


def _signatories(raw: object) -> tuple[str, ...] | Missing:
    if isinstance(raw, Missing):
        return raw
    if raw == NOT_STATED:
        return Missing(NOT_STATED)
    items = (raw,) if isinstance(raw, str) else raw
    if isinstance(items, list | tuple) and items and all(isinstance(item, str) for item in items):
        return tuple(items)
    raise Unfit(f'expected people such as [putin, japarov] or "not stated", found {found(raw)}')


def _at(raw: object) -> At:
    if isinstance(raw, At):
        return raw
    if not isinstance(raw, str):
        raise Unfit(f"expected a source and the place in it such as article 9, found {found(raw)}")
    source, _, place = raw.partition(" ")
    return At(source, place.strip())


def _sentence(raw: object) -> Prose:
    if isinstance(raw, Prose):
        return raw
    if not isinstance(raw, str):
        raise Unfit(f"expected sentences, found {found(raw)}")
    prose = Prose(raw)
    offset = prose.stray_brace()
    if offset >= 0:
        around = raw[max(0, offset - 12) : offset + 12].strip()
        raise Unfit(
            f'expected a reference such as {{F29}}, found a single brace in "{around}"',
            "name a fact in braces, or double the brace to print it: {{ or }}",
        )
    return prose


def _country(raw: object) -> str:
    if isinstance(raw, str) and raw in COUNTRIES:
        return raw
    hint = ""
    if isinstance(raw, str) and raw.upper() in COUNTRIES:
        hint = f'did you mean "{raw.upper()}"?'
    elif raw == "UK":
        hint = 'did you mean "GB"?'
    raise Unfit(f"expected a country code of ISO 3166 such as KG, found {found(raw)}", hint)


# ------------------------------------------------------------------------------------ the kinds

_TEXT: dict[str, Any] = {"type": ["string", "number", "boolean"]}


def _schema(title: str, **more: Any) -> WithJsonSchema:
    return WithJsonSchema({**_TEXT, **more, "description": title})


Amount = Annotated[
    Quantity | Missing,
    PlainValidator(_amount),
    _schema(
        "A quantity as people write it: 4.1 billion USD, more than 1800, about 97%, one third, "
        "+13.6%; or not stated.",
        examples=["4.1 billion USD", "more than 1800 companies", "about 97%", NOT_STATED],
    ),
]
Span = Annotated[
    Period,
    PlainValidator(_span),
    _schema(
        "A period: 2024, first half of 2025, Q1 2025, November 2025, January–September 2025, "
        "2025-11-26; or not stated.",
        examples=["2024", "first half of 2025", "January–September 2025", NOT_STATED],
    ),
]
Day = Annotated[
    date,
    PlainValidator(_day),
    _schema("A day: 2025-11-26.", pattern="^[0-9]{4}-[0-9]{2}-[0-9]{2}$"),
]
MaxAge = Annotated[
    Duration,
    PlainValidator(_duration),
    _schema("The age beyond which it is stale: 180 days, 6 weeks, 6 months, 1 year."),
]
Fingerprint = Annotated[
    str,
    PlainValidator(_fingerprint),
    _schema("The fingerprint that the brief prints: ab12 cd34.", pattern=r"^[0-9A-Fa-f\s]+$"),
]
Flag = Annotated[
    bool,
    PlainValidator(_flag),
    WithJsonSchema(
        {"enum": [True, False, "yes", "no", "true", "false"], "description": "yes or no"}
    ),
]
Words = Annotated[
    tuple[str, ...],
    BeforeValidator(_words),
    WithJsonSchema({"anyOf": [_TEXT, {"type": "array", "items": _TEXT}]}),
]
Stated = Annotated[str | Missing, PlainValidator(_stated), _schema("Text; or not stated.")]
Sentence = Annotated[
    Prose,
    PlainValidator(_sentence),
    _schema("Sentences; {F29} stands for a fact, {F29.period} for its period."),
]
Where = Annotated[
    At,
    PlainValidator(_at),
    _schema("The source's id and the place in it: article 9.", examples=["article 9"]),
]
Country = Annotated[
    str,
    PlainValidator(_country),
    _schema("Country code of ISO 3166: KG.", pattern="^[A-Z]{2}$"),
]

Countries = Annotated[
    tuple[Country, ...],
    BeforeValidator(_words),
    WithJsonSchema({"anyOf": [_TEXT, {"type": "array", "items": _TEXT}]}),
]

Whole = Annotated[
    int,
    PlainValidator(_whole),
    WithJsonSchema({"type": ["string", "integer"], "description": "A whole number from 1."}),
]
FlagName = Literal[
    "provisional",
    "estimated",
    "revised",
    "forecast",
    "break in series",
    "definition differs",
    "low reliability",
]
"""What a statistical office says of a figure, after the SDMX code list for observation status."""
Flags = Annotated[
    tuple[FlagName, ...],
    BeforeValidator(_words),
    WithJsonSchema({"anyOf": [_TEXT, {"type": "array", "items": _TEXT}]}),
]

FactId = Annotated[str, Names("facts")]
SourceId = Annotated[str, Names("sources")]
DataId = Annotated[str, Names("data")]
QueryIds = Annotated[Words, Names("queries")]
NumberId = Annotated[str, Names("facts", number=True)]
PersonId = Annotated[str, Names("people")]
MeasureId = Annotated[str, Names("measures")]
FactIds = Annotated[Words, Names("facts")]
NumberIds = Annotated[Words, Names("facts", number=True)]
PersonIds = Annotated[Words, Names("people")]
Signatories = Annotated[
    tuple[str, ...] | Missing,
    PlainValidator(_signatories),
    WithJsonSchema({"anyOf": [_TEXT, {"type": "array", "items": _TEXT}]}),
    Names("people"),
]
