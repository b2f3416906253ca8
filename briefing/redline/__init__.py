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
from briefing.redline.names import STARTS_AND_ENDS, W
from briefing.redline.package import Package
from briefing.redline.sheet import Sheet, add_sheet
from briefing.redline.stories import Stories
from briefing.redline.tags import tagged

__all__ = ["Named", "Sheet", "redline", "tagged_values"]

_CORE = "http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties"
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
    marker = Marker(author, _date(is_))
    for named, package in ((old, was), (new, is_)):
        try:
            Stories.refuse_tracked(package)
        except Unusable as fault:
            raise UnreadableError([refusal(named.name, fault)]) from fault
    try:
        Stories(was, is_, marker).compare()
        if sheet is not None:
            add_sheet(is_, sheet)
    except Unusable as fault:
        raise UnreadableError([refusal(new.name, fault)]) from fault
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
    try:
        return tagged([package.tree(name) for name in package.stories()])
    except Unusable as fault:
        raise UnreadableError([refusal(file.name, fault)]) from fault


def _read(file: Named) -> Package:
    try:
        return Package.read(file.content)
    except Unusable as fault:
        raise UnreadableError([refusal(file.name, fault)]) from fault


def _date(package: Package) -> str:
    """The day that the file says it is of, as a moment; "" if it does not say."""
    for one in package.relations("").values():
        if one.type == _CORE and one.target in package:
            root = package.tree(one.target)
            for name in ("modified", "created"):
                found = _DAY.fullmatch((root.findtext(_TERMS + name) or "").strip())
                if found:
                    return found[1] + (found[2] or "T00:00:00Z")
    return ""
