"""What the queries of a visit came to, as a facts file would state it. Imports no database."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from briefing.facts.flaws import Flaw

Entry = dict[str, object]
"""A fact or a calculation as the text of a facts file."""


@dataclass(frozen=True, slots=True)
class Answered:
    """What the queries of a visit came to: entries by id, and of each the query that it is of.

    `unanswered` are the queries of which nothing is known: what is named after them may well exist.
    `read` has the SHA-256 of every file that was read, by its path.
    """

    facts: dict[str, Entry] = field(default_factory=dict)
    calculations: dict[str, Entry] = field(default_factory=dict)
    of: dict[str, str] = field(default_factory=dict)
    unanswered: tuple[str, ...] = ()
    flaws: tuple[Flaw, ...] = ()
    read: Mapping[str, str] = field(default_factory=dict)
