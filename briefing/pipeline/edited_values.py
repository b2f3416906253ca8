"""What a facts file would have to say so that a fact prints as somebody has written it.

Guesses, the likeliest first; whoever uses one has to see that it prints so.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from typing import get_args

from briefing.blocks import Value, leaves
from briefing.facts.calculations import stated
from briefing.facts.model import FACT_KINDS, Fact, Status
from briefing.facts.quantities import Quantity, QuantityError, parse_quantity
from briefing.facts.reading import QUANTITY_KINDS
from briefing.load.rewriting import Path
from briefing.readback.aligning import squeezed
from briefing.sections import Wording
from briefing.sections.classes import NumericFact

_TIMES = ("period", "against", "due", "when")
_OWN = ("status", "where", "remark", "type")
_AMOUNTS = ("", "size", "signed", "number", "full", "scaled")


def candidates(wording: Wording, id: str, form: str, text: str) -> Iterator[tuple[Path, str]]:
    """Paths of the facts file, each with a text that could make fact `id` print `text` in `form`."""
    fact = wording.visit.facts[id]
    plain = form.removesuffix("^").partition(":")[0]
    kind = next(name for name, model in FACT_KINDS.items() if type(fact) is model)
    field = plain.removesuffix("-cell")
    own: Path = ("facts", id)
    if isinstance(fact, NumericFact) and plain in _AMOUNTS and kind in QUANTITY_KINDS:
        whole = _whole(wording, id, form.removesuffix("^"), text)
        yield from (((*own, kind), raw) for raw in _amounts(wording, fact, whole, form))
    elif field in _TIMES:
        yield (*own, field), text
    elif plain == "status":
        yield from (
            ((*own, "status"), key)
            for key in get_args(Status)
            if squeezed(wording.language.label("status", key)).casefold() == text.casefold()
        )
    elif plain in _OWN:
        yield from (((*own, plain), words) for words in _cased(text, form))
    elif plain in ("name", "short") and isinstance(fact, NumericFact):
        measure = wording.visit.measures[fact.measure]
        name = "short" if plain == "short" and measure.short else "name"
        yield from ((("measures", fact.measure, name), words) for words in _cased(text, form))
    elif plain in ("", "name", "short"):
        name = _text_field(fact, kind, plain)
        yield from (((*own, name), words) for words in _cased(text.strip("“”"), form))


def prints(wording: Wording, id: str, form: str, text: str) -> bool:
    """Whether the facts print `text` for `id` in `form`, spaces apart."""
    plain, _, part = form.partition(":")
    try:
        if part.isdigit():
            said = wording.scaled(id, int(part)).text
        elif part:
            said = _tile(wording, id).get(form, "")
        else:
            said = wording.value(id, plain).text
    except KeyError:
        return False
    return squeezed(said) == squeezed(text)


def _cased(text: str, form: str) -> Iterator[str]:
    """The text, and as it would stand inside a sentence where it stood at the head of one."""
    if form.endswith("^"):
        yield text[:1].lower() + text[1:]
    yield text


def _text_field(fact: Fact, kind: str, form: str) -> str:
    """The field that a fact without a figure prints as its name, or as its short name."""
    if form == "short":
        return next((f for f in ("short", "subject") if getattr(fact, f, "")), kind)
    return kind


def _tile(wording: Wording, id: str) -> dict[str, str]:
    """What a tile of key figures shows of a value, by form: its digits, and what stands around them."""
    shown = leaves(wording.figure(id))
    return {value.form: value.text for value in shown if isinstance(value, Value)}


def _whole(wording: Wording, id: str, form: str, text: str) -> str:
    """The whole amount, where its digits alone, or what stands around them, were written."""
    pieces = _tile(wording, id) if ":" in form else {}
    if form not in pieces:
        return text
    was = pieces[form]
    blanks = was[: len(was) - len(was.lstrip())], was[len(was.rstrip()) :]
    return "".join({**pieces, form: text.strip().join(blanks)}.values())


def _amounts(wording: Wording, fact: NumericFact, text: str, form: str) -> Iterator[str]:
    """The quantities that `text` may stand for, in the notation of facts files."""
    before = stated(fact)
    if not isinstance(before, Quantity):
        return
    sign = wording.language.symbol(before.unit) if before.is_currency else ""
    try:
        read = parse_quantity(squeezed(text.replace(sign, "", 1)) if sign else squeezed(text))
    except QuantityError:
        return
    scale = int(form.partition(":")[2]) if form.startswith("scaled:") else None
    number, power = read.number, read.scale
    if scale is not None and read.fraction is None and not before.is_percent:
        number, power = number.scaleb(scale - before.scale), before.scale
    unit = read.unit or before.unit
    signs = [(number, read.signed)]
    if before.signed and not read.signed:
        signs.insert(0, (number.copy_sign(before.number), True))
    for value, signed in signs:
        made = replace(
            read, text="", number=_plain(value), scale=power, unit=unit, signed=signed,
        )  # fmt: skip
        yield str(made)


def _plain(number: Decimal) -> Decimal:
    """The number without an exponent, so that it is written out."""
    return Decimal(f"{number:f}")
