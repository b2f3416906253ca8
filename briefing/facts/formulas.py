"""Formulas as trees: `F29 / (1 + F28)`, with `+ − × ÷`, parentheses, `count(…)` and `year(…)`.

Reads and walks; what a formula comes to is worked out in `calculations`, what it may say in `refusals`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

Operator = Literal["+", "-", "*", "/"]
FUNCTIONS = ("count", "year")
_TOKEN = re.compile(
    r"\s*(?:(\d+(?:\.\d+)?%?)|([A-Za-z][A-Za-z0-9_-]*[A-Za-z0-9]|[A-Za-z])|([-+*/(),×÷−]))"
)
_PLAIN: Mapping[str, Operator] = {"×": "*", "÷": "/", "−": "-"}
_LONGEST = 500
_DEEPEST = 20


class FormulaError(ValueError):
    """A text that is no formula; `offset` is where, counted from 0."""

    def __init__(self, message: str, offset: int) -> None:
        super().__init__(message)
        self.offset = offset


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


def parse_formula(text: str) -> Formula:
    """The tree of a formula. Raises FormulaError with the offset of what cannot be read."""
    if len(text) > _LONGEST:
        raise FormulaError(f"expected at most {_LONGEST} characters", _LONGEST)
    reader = _Reader(_tokens(text), len(text))
    tree = reader.sum(0)
    if reader.token is not None:
        raise FormulaError(f'expected an operator, found "{reader.token}"', reader.offset)
    return tree


def typeset(text: str) -> str:
    """A formula with typographic signs: "F29 ÷ (1 + F28)"."""
    signs = {"*": "×", "/": "÷", "-": "−"}
    return re.sub(r"(?<=[\s)])[-*/](?=[\s(])", lambda found: signs[found[0]], text)


def names(formula: Formula) -> tuple[str, ...]:
    """The ids that a formula names, each once, in order."""
    return tuple(dict.fromkeys(_names(formula)))


def _names(formula: Formula) -> Iterator[str]:
    match formula:
        case Name(id):
            yield id
        case Call(ids=ids):
            yield from ids
        case Operation(left=left, right=right):
            yield from _names(left)
            yield from _names(right)
        case Number():
            return


def _tokens(text: str) -> list[tuple[str, int]]:
    tokens, position = [], 0
    while text[position:].strip():
        found = _TOKEN.match(text, position)
        if found is None:
            offset = position + len(text[position:]) - len(text[position:].lstrip())
            raise FormulaError(
                f'expected an id, a number or an operator, found "{text[offset]}"', offset
            )
        token = found[0].strip()
        tokens.append((str(_PLAIN.get(token, token)), found.end() - len(token)))
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
        left = self._part(depth)
        while self.token in ("*", "/"):
            operator: Operator = "*" if self._take() == "*" else "/"
            left = Operation(operator, left, self._part(depth))
        return left

    def _part(self, depth: int) -> Formula:
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
            return Number(number.scaleb(-2) if percent else number, percent)
        if token[0].isalpha():
            return self._call(token, offset) if self.token == "(" else Name(token)
        raise FormulaError(f'expected an id or a number, found "{token}"', offset)

    def _call(self, function: str, offset: int) -> Formula:
        if function not in FUNCTIONS:
            raise FormulaError(f'expected count or year, found "{function}"', offset)
        self._expect("(")
        ids = [self._id()]
        while self.token == ",":
            self._take()
            ids.append(self._id())
        self._expect(")")
        if function == "year" and len(ids) != 1:
            raise FormulaError("expected one id in year(…)", offset)
        return Call(function, tuple(ids))

    def _id(self) -> str:
        offset, token = self.offset, self._take()
        if not token[0].isalpha():
            raise FormulaError(f'expected an id, found "{token}"', offset)
        return token

    def _expect(self, token: str) -> None:
        offset, found = self.offset, self._take()
        if found != token:
            raise FormulaError(f'expected "{token}", found "{found}"', offset)
