"""Clearance: whether what a brief says now is what somebody cleared. Nothing here makes the hash."""

from __future__ import annotations

from typing import Literal

from briefing.facts.model import Brief, Visit

Standing = Literal["draft", "cleared", "lapsed", "final"]


def standing(brief: Brief, content_hash: str) -> Standing:
    """How far a brief is cleared, given the hash of its content: all 64 hex digits, in lower case.

    "draft" says so itself; "final" has no clearance to go by; "cleared" is cleared for this content;
    "lapsed" was cleared for other content, and is a draft again.
    """
    if brief.status == "draft":
        return "draft"
    if brief.cleared is None:
        return "final"
    return "cleared" if content_hash.startswith(brief.cleared.content) else "lapsed"


def fingerprint(content_hash: str) -> str:
    """The first letters of a content hash, as a brief prints them: "ab12 cd34"."""
    return f"{content_hash[:4]} {content_hash[4:8]}"


def content(visit: Visit) -> Visit:
    """`visit` without what says how far it is reviewed and cleared: that is no content of the brief.

    Nor are queries and the names of data files, but what they gave is. The hash that a clearance names
    must be made from this: it cannot hold itself.
    """
    fields = Brief.model_fields
    bare = {name: fields[name].default for name in NO_CONTENT}
    brief = visit.brief.model_copy(update=bare)
    return visit.model_copy(update={"brief": brief, "data": {}, "queries": {}})


NO_CONTENT = ("status", "cleared", "reviewed")
"""The fields of `brief` that are no content."""
