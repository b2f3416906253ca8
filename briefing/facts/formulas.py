"""Formulas as trees: `F29 / (1 + F28)`, with `+ − × ÷`, parentheses, `count(…)` and `year(…)`.

Reads, walks and prints; what a formula comes to is worked out in `calculations`, what it may say in
`refusals`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Context, Decimal
from functools import lru_cache
from typing import Literal, assert_never

Operator = Literal["+", "-", "*", "/"]
FUNCTIONS = ("count", "year")
_TOKEN = re.compile(
    r"\s*(?:([0-9]+(?:\.[0-9]+)?%?)|([A-Za-z][A-Za-z0-9_-]*[A-Za-z0-9]|[A-Za-z])|([-+*/(),×÷−]))"
)
_PLAIN: Mapping[str, Operator] = {"×": "*", "÷": "/", "−": "-"}
_SIGNS: Mapping[Operator, str] = {"+": "+", "-": "−", "*": "×", "/": "÷"}
_LONGEST = 500
_LONGEST_NUMBER = 30
_DEEPEST = 20
_EXACT = Context(prec=80)


class FormulaError(ValueError):
    """A text that is no formula; `offset` is where, counted from 0; `hint` how it could be written."""

    def __init__(self, message: str, offset: int, hint: str = "") -> None:
        super().__init__(message)
        self.offset = offset
        self.hint = hint


@dataclass(frozen=True, slots=True)
class Number:
    """A number written in the formula; `percent` where it was written as one ("100%" is 1)."""

    value: Decimal
    percent: bool = False


@dataclass(frozen=True, slots=True)
class Name:
    """A fact or calculation, by its id."""

    id: str


@dataclass(frozen=True, slots=True)
class Operation:
    """Two parts joined by an operator."""

    operator: Operator
    left: Formula
    right: Formula


@dataclass(frozen=True, slots=True)
class Call:
    """`count(F46, F48)` or `year(F18)`."""

    function: str
    ids: tuple[str, ...]


Formula = Number | Name | Operation | Call


@lru_cache(maxsize=4096)
def parse_formula(text: str) -> Formula:
    """The tree of a formula. Raises FormulaError with the offset of what cannot be read."""
    if len(text) > _LONGEST:
        raise FormulaError(f"expected at most {_LONGEST} characters", _LONGEST)
    reader = _Reader(_tokens(text), len(text))
    tree = reader.sum(0)
    if reader.token is not None:
        raise FormulaError(f'expected an operator, found "{reader.token}"', reader.offset)
    return tree


def written(formula: Formula) -> str:
    """The formula in one form, with typographic signs and no needless parentheses: "F29 ÷ (1 + F28)".

    Read again, it gives the same tree.
    """
    match formula:
        case Number(value, percent):
            return f"{value.scaleb(2, _EXACT):f}%" if percent else f"{value:f}"
        case Name(id):
            return id
        case Call(function, ids):
            return f"{function}({', '.join(ids)})"
        case Operation(operator, left, right):
            return f"{_part(left, operator)} {_SIGNS[operator]} {_part(right, operator, True)}"
        case _:
            assert_never(formula)


def _part(formula: Formula, around: Operator, right: bool = False) -> str:
    """A side of an operation, in parentheses where it would be read otherwise without."""
    text = written(formula)
    if not isinstance(formula, Operation):
        return text
    looser = formula.operator in "+-" and around in "*/"
    alike = (formula.operator in "+-") == (around in "+-")
    return f"({text})" if looser or (right and alike) else text


def typeset(text: str) -> str:
    """A formula as its author wrote it, with typographic signs; as it stands where it is none."""
    try:
        return written(parse_formula(text))
    except FormulaError:
        return text


def walk(formula: Formula) -> Iterator[Formula]:
    """The formula and all its parts, from left to right, each before what it is made of."""
    yield formula
    if isinstance(formula, Operation):
        yield from walk(formula.left)
        yield from walk(formula.right)


def names(formula: Formula) -> tuple[str, ...]:
    """The ids that a formula names, each once, in order."""
    found: dict[str, None] = {}
    for part in walk(formula):
        match part:
            case Name(id):
                found[id] = None
            case Call(ids=ids):
                found |= dict.fromkeys(ids)
            case _:
                pass
    return tuple(found)


def numeric_names(formula: Formula) -> tuple[str, ...]:
    """The ids whose values a formula uses, each once, in order: not those it only counts or dates."""
    return tuple(dict.fromkeys(part.id for part in walk(formula) if isinstance(part, Name)))


def _tokens(text: str) -> list[tuple[str, int]]:
    tokens, position = [], 0
    while text[position:].strip():
        found = _TOKEN.match(text, position)
        if found is None:
            offset = position + len(text[position:]) - len(text[position:].lstrip())
            hint = "there are no powers or roots: + − × ÷ only" if text[offset] == "^" else ""
            raise FormulaError(
                f'expected an id, a number or an operator, found "{text[offset]}"', offset, hint
            )
        token = found[0].strip()
        offset = found.end() - len(token)
        if token[0].isdigit() and len(token) > _LONGEST_NUMBER:
            raise FormulaError(f"expected a number of at most {_LONGEST_NUMBER} digits", offset)
        tokens.append((str(_PLAIN.get(token, token)), offset))
        position = found.end()
    return tokens


class _Reader:
    """Recursive descent: sum → product → part."""

    def __init__(self, tokens: list[tuple[str, int]], end: int) -> None:
        self._tokens = tokens
        self._end = end
        self._position = 0

    @property
    def token(self) -> str | None:
        return self._tokens[self._position][0] if self._position < len(self._tokens) else None

    @property
    def offset(self) -> int:
        return self._tokens[self._position][1] if self._position < len(self._tokens) else self._end

    def _take(self) -> str:
        token = self.token
        if token is None:
            raise FormulaError("expected more after the end of the formula", self._end)
        self._position += 1
        return token

    def sum(self, depth: int) -> Formula:
        left = self._product(depth)
        while self.token in ("+", "-"):
            operator: Operator = "+" if self._take() == "+" else "-"
            left = Operation(operator, left, self._product(depth))
        return left

    def _product(self, depth: int) -> Formula:
        left = self._single(depth)
        while self.token in ("*", "/"):
            operator: Operator = "*" if self._take() == "*" else "/"
            left = Operation(operator, left, self._single(depth))
        return left

    def _single(self, depth: int) -> Formula:
        if depth > _DEEPEST:
            raise FormulaError(
                f"expected at most {_DEEPEST} parentheses inside each other", self.offset
            )
        offset = self.offset
        token = self._take()
        if token == "(":
            inside = self.sum(depth + 1)
            self._expect(")")
            return inside
        if token[0].isdigit():
            number = Decimal(token.rstrip("%"))
            percent = token.endswith("%")
            return Number(number.scaleb(-2, _EXACT) if percent else number, percent)
        if token[0].isalpha():
            return self._call(token, offset) if self.token == "(" else Name(token)
        raise FormulaError(f'expected an id or a number, found "{token}"', offset)

    def _call(self, function: str, offset: int) -> Formula:
        if function not in FUNCTIONS:
            raise FormulaError(f'expected count or year, found "{function}"', offset)
        self._expect("(")
        ids = [self._id(())]
        while self.token == ",":
            self._take()
            ids.append(self._id(ids))
        self._expect(")")
        if function == "year" and len(ids) != 1:
            raise FormulaError("expected one id in year(…)", offset)
        return Call(function, tuple(ids))

    def _id(self, before: list[str] | tuple[()]) -> str:
        offset, token = self.offset, self._take()
        if not token[0].isalpha():
            raise FormulaError(f'expected an id, found "{token}"', offset)
        if token in before:
            raise FormulaError(f'expected each id once, found "{token}" again', offset)
        return token

    def _expect(self, token: str) -> None:
        offset, found = self.offset, self._take()
        if found != token:
            raise FormulaError(f'expected "{token}", found "{found}"', offset)
