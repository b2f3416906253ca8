"""What ends a query: a fault that the author of the facts file can mend."""

from __future__ import annotations


class DataFault(Exception):
    """A data file or a query cannot be used; the message says what was expected and what was found.

    `field` is the field of the query or of the data file that is at fault, "" for the whole.
    """

    def __init__(self, message: str, hint: str = "", field: str = "") -> None:
        super().__init__(message)
        self.hint = hint
        self.field = field
