"""A charted number as files hold it: exact, in the unit of its chart, in digits that a program keeps."""

from __future__ import annotations

from decimal import Context, Decimal

_LONGEST = 15
"""Digits that a spreadsheet keeps; what is stated or calculated has fewer."""


def held(value: Decimal) -> Decimal:
    """The value itself; of a fraction without end (one third) no more than it says: two digits."""
    endless = len(value.as_tuple().digits) > _LONGEST
    return Context(prec=2).plus(value) if endless else value
