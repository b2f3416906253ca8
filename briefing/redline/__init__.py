"""Two Word files as one: the new one, with what differs from the old as tracked changes.

Accepting all of them gives the text of the new file, rejecting all that of the old. Knows
WordprocessingML and nothing of how a brief is made; nothing in the two files is trusted.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from briefing.errors import UnreadableError
from briefing.readback.found import Unusable, refusal
from briefing.redline.marking import Marker, number
from briefing.redline.sheet import Sheet, add_sheet
from briefing.redline.stories import Stories
from briefing.redline.tags import tagged
from briefing.wordfile.names import STARTS_AND_ENDS, TRACKED, W
from briefing.wordfile.package import Package

__all__ = ["Named", "Sheet", "redline", "tagged_values"]

_TERMS = "{http://purl.org/dc/terms/}"
_DAY = re.compile(r"(\d{4}-\d\d-\d\d)(T\d\d:\d\d:\d\dZ)?")


@dataclass(frozen=True, slots=True)
class Named:
    """A Word file's bytes, and what diagnostics call it."""

    name: str
    content: bytes


def redline(
    old: Named, new: Named, sheet: Sheet | None = None, *, author: str = "briefing"
) -> bytes:
    """`new` with its differences from `old` as tracked changes, and `sheet` as a page of its own at the end.

    The changes are dated as the new file is. Raises UnreadableError.
    """
    was, is_ = _read(old), _read(new)
    for named, package in ((old, was), (new, is_)):
        _refuse_unfit(named, package)
    Stories(was, is_, Marker(author, _date(is_))).compare()
    if sheet is not None:
        add_sheet(is_, sheet)
    roots = [is_.tree(name) for name in is_.stories()]
    taken = [
        int(id)
        for root in roots
        for one in root.iter(*STARTS_AND_ENDS)
        if (id := one.get(W + "id", "")).isascii() and id.isdigit()
    ]
    number(roots, max(taken, default=0) + 1)
    return is_.save()


def tagged_values(file: Named) -> dict[str, tuple[str, ...]]:
    """The values in a file's tagged content controls by tag, in reading order. Raises UnreadableError."""
    package = _read(file)
    return tagged([package.tree(name) for name in package.stories()])


def _read(file: Named) -> Package:
    """The file taken apart; every part that is looked into later can be read."""
    try:
        package = Package.read(file.content)
        for name in package.readable():
            package.tree(name)
    except Unusable as fault:
        raise UnreadableError([refusal(file.name, fault)]) from fault
    return package


def _refuse_unfit(file: Named, package: Package) -> None:
    """Raise UnreadableError for a file without text, or with changes: whose would the new ones be?"""
    fault = None
    if package.tree(package.main).find(W + "body") is None:
        fault = Unusable("damaged: it has no text")
    for name in package.stories():
        if next(package.tree(name).iter(*TRACKED), None) is not None:
            hint = "accept or reject them in a word processor, and save it"
            fault = Unusable("has tracked changes already", hint)
    if fault:
        raise UnreadableError([refusal(file.name, fault)])


def _date(package: Package) -> str:
    """The day that the file says it is of, as a moment; "" if it does not say."""
    if package.core is None:
        return ""
    root = package.tree(package.core)
    said = [(root.findtext(_TERMS + name) or "").strip() for name in ("modified", "created")]
    found = next(filter(None, map(_DAY.fullmatch, said)), None)
    return "" if found is None else found[1] + (found[2] or "T00:00:00Z")
