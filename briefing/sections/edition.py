"""What an edition is for its own brief: number, fingerprint, standing, and what changed since the last."""

from __future__ import annotations

from dataclasses import dataclass

from briefing.facts.clearance import Standing
from briefing.facts.reviews import Outdated
from briefing.sections.change_view import ChangeRow, ShownChange


@dataclass(frozen=True)
class Edition:
    """What the edition is, for the running head, the box of what to check, and Annex C.

    `changes` are those since the edition `since` (0: there is none), `parts` what changed besides
    the facts, `outdated` the sentences that were written before a figure in them moved.
    """

    number: int = 1
    fingerprint: str = ""
    standing: Standing = "final"
    since: int = 0
    changes: tuple[ShownChange, ...] = ()
    parts: tuple[str, ...] = ()
    outdated: tuple[Outdated, ...] = ()

    @property
    def draft(self) -> bool:
        """Whether the brief is not cleared for use."""
        return self.standing in ("draft", "lapsed")

    @property
    def rows(self) -> tuple[ChangeRow, ...]:
        """The changes as a template prints them."""
        return tuple(ChangeRow(change) for change in self.changes)
