"""A change between two editions as a row that a reader understands: what, in what, before, now.

Rows are made in `change_rows`; the whole list, field by field, is `facts.changes`.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass

from briefing.blocks import Numeral, Value, plain
from briefing.sections.classes import NumericFact
from briefing.sections.printed import Printed
from briefing.sections.wording import Wording


@dataclass(frozen=True, slots=True)
class ShownChange:
    """One row: the name of what changed, in what, how it was and how it is ("–" where that is not told).

    `id` is the fact's or calculation's id, or the path of what else it is; `label` is that id, or a
    dash. `kind` is that of `facts.changes`. `because` are the ids that moved a calculation, `why` says
    it in words.
    """

    id: str
    label: str
    name: str
    kind: str
    what: str
    before: str
    after: str
    because: tuple[str, ...] = ()
    why: str = ""

    def as_data(self) -> dict[str, object]:
        """The row for a program."""
        return asdict(self)

    def as_text(self) -> str:
        """The row as one line of plain text."""
        moved = f": {self.before} → {self.after}" if self.before != self.after else ""
        return f"{self.id} {self.name} ({self.what}{self.why}){moved}"


@dataclass(frozen=True, slots=True)
class ChangeRow:
    """A row as a template prints it."""

    shown: ShownChange

    @property
    def id(self) -> Printed:
        """The id of the fact or calculation that changed; a dash for anything else."""
        return _label(self.shown.label)

    @property
    def name(self) -> Printed:
        """What changed."""
        return _label(self.shown.name)

    @property
    def what(self) -> Printed:
        """In what."""
        return _label(self.shown.what)

    @property
    def why(self) -> Printed:
        """ ", because of F29", of a calculation; else nothing."""
        return _label(self.shown.why)

    @property
    def before(self) -> Printed:
        """How it was."""
        return _label(self.shown.before)

    @property
    def after(self) -> Printed:
        """How it is."""
        return _label(self.shown.after)


def printed(wording: Wording) -> dict[str, tuple[str, str]]:
    """The name and the value of each fact and calculation, in the words of the brief."""
    names: dict[str, tuple[str, str]] = {}
    for id, fact in wording.visit.facts.items():
        value = wording.value(id, "signed").text if isinstance(fact, NumericFact) else ""
        remark = f"{wording.language.word('comma')}{fact.remark}" if fact.remark else ""
        names[id] = (_named(wording, id, value).removesuffix(remark), value)
    for id in wording.visit.calculations:
        value = wording.value(id).text
        names[id] = (_named(wording, id, value), value + _range(wording, id))
    return names


def _range(wording: Wording, id: str) -> str:
    """The range of a calculated value in brackets: what moved may be nothing else."""
    result = wording.results[id]
    if result.value is None or result.exact or result.interval.high is None:
        return ""
    together = wording.interval(id).text.replace(" ", "\N{NO-BREAK SPACE}")
    return f" ({together})"


def _named(wording: Wording, id: str, value: str) -> str:
    """A description without the value that ends it."""
    described = plain(wording.describe(id))
    return described.partition(f": {value}")[0] if value else described


def _label(text: str) -> Printed:
    return Printed((Value(text, numeral=Numeral.LABEL),))
