"""What a query says: claims and formulas over them, before they are facts of a visit."""

from __future__ import annotations

from dataclasses import dataclass, replace

from briefing.data.observations import Observation


@dataclass(frozen=True, slots=True)
class Claim:
    """One fact to be: its id, the period as the facts file writes it, and what the file says.

    `source` is where the file is from; `item`, `code` and `partner` are what the figure is of. `rank` is
    a place among others, in which case there is no amount; `tied` says that others have the same.
    """

    id: str
    measure: str
    period: str
    source: str
    seen: Observation
    item: str = ""
    code: str = ""
    partner: str = ""
    rank: int | None = None
    tied: bool = False
    missing: str = ""


@dataclass(frozen=True, slots=True)
class Formula:
    """One calculation to be."""

    id: str
    name: str
    formula: str
    period: str
    measure: str = ""
    unit: str = ""
    because: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """All that one query comes to. `own` are its claims by period, as a balance or a share uses them."""

    claims: tuple[Claim, ...] = ()
    formulas: tuple[Formula, ...] = ()

    @property
    def own(self) -> dict[str, Claim]:
        """The claims that are of no single thing, by period as stated."""
        return {c.period: c for c in self.claims if not (c.code or c.partner) and c.rank is None}

    def and_also(self, *more: Formula) -> Answer:
        """The same with more formulas."""
        return replace(self, formulas=(*self.formulas, *more))


def suffix(period: str) -> str:
    """A period as the end of an id: "2024", "2024-03", "2024-01-09" for January to September."""
    return period.replace("/", "-")


def safe(code: str) -> str:
    """A code as a part of an id."""
    return "".join(c if c.isascii() and c.isalnum() else "_" for c in code)
