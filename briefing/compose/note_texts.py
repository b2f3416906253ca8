"""What a note says: of facts where they come from, of a calculation how it was made."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from briefing.blocks import Inline, Inlines, Numeral, Text, Value
from briefing.facts.model import ValueFact
from briefing.sections.wording import Wording

_OPERATORS = {"*": " × ", "/": " ÷ ", "-": " − ", "+": " + ", ",": ", "}
_FORMULA = re.compile(r"[A-Za-z][A-Za-z0-9_-]*|\d+(?:\.\d+)?%?|[-+*/(),]")
_OF_NOTES = ("chart-", "read", "alike")


def note_word(wording: Wording, key: str) -> str:
    """A fixed word that notes, or the notes of charts, are made with."""
    return wording.language.word(f"notes.{key}" if key.startswith(_OF_NOTES) else key)


@dataclass(frozen=True)
class NoteTexts:
    """The texts of notes, in the words of one visit and language."""

    wording: Wording

    def of_facts(self, ids: Sequence[str], *, alike: bool) -> Inlines:
        """The note of facts that share it: source, place, speaker and how we know.

        `alike`: they are figures that one query read.
        """
        fact = self.wording.visit.facts[ids[0]]
        comma = Text(self._word("comma"))
        parts: list[Inline] = []
        sources = list(self.wording.visit.sources)
        if len(sources) > 1:
            number = sources.index(fact.at.source) + 1
            words = self._word("source-number").format(number)
            parts += [self.wording.label(self.wording.language.capitalised(words)), comma]
        if alike:
            return (*parts, *self._read(ids))
        if fact.at.place:
            parts += [self.wording.place(fact), comma]
        if fact.by is not None:
            person = self.wording.person(fact.by)
            parts += [person, comma]
        parts.append(Text(self.wording.mode(fact) + self._word("full-stop")))
        return tuple(parts)

    def _read(self, ids: Sequence[str]) -> Inlines:
        """Of what and when the figures of a query are; the row of each stands in the ledger."""
        visit = self.wording.visit
        facts = [f for f in map(visit.facts.get, ids) if isinstance(f, ValueFact)]
        timed = sorted(
            (f for f in facts if f.period is not None and f.period.is_stated),
            key=lambda f: (f.period.order if f.period else (), f.id),
        )
        name = self.wording.language.capitalised(visit.measures[facts[0].measure].name)
        parts: list[Inline] = [self.wording.label(name)]
        if timed:
            parts += [Text(self._word("comma")), self.wording.value(timed[0].id, "period-cell")]
        if timed and timed[0].period != timed[-1].period:
            parts.append(Text(self._word("read-to")))
            parts.append(self.wording.value(timed[-1].id, "period-cell"))
        return (*parts, Text(self._word("read")))

    def of_calculations(self, ids: Sequence[str]) -> Inlines:
        """The note of a calculation: what it is, its formula with values, its range, why it is made.

        Of several that one query made alike, it is the first one's.
        """
        id = ids[0]
        calculation, result = self.wording.visit.calculations[id], self.wording.results[id]
        parts: list[Inline] = [self.wording.value(id, "name^")]
        if calculation.period is not None and calculation.period.start is not None:
            parts += [Text(self._word("comma")), self.wording.value(id, "period")]
        parts += [Text(": "), *self._formula(id)]
        if not result.exact and result.value is not None:
            parts += [
                Text(self._word("comma") + self._word("range") + " "),
                self.wording.interval(id),
            ]
        parts.append(Text(self._word("full-stop")))
        if len(ids) > 1:
            parts.append(Text(self._word("alike")))
        if calculation.because:
            because = self.wording.language.capitalised(calculation.because)
            parts += [Text(" "), self.wording.label(because), Text(self._word("full-stop"))]
        return tuple(parts)

    def _formula(self, id: str) -> Inlines:
        """The formula with each id as the value it stands for, in typographic signs."""
        parts: list[Inline] = []
        for token in _FORMULA.findall(self.wording.visit.calculations[id].formula):
            if token in self.wording.visit.facts or token in self.wording.visit.calculations:
                parts.append(self._input(token))
            elif token in _OPERATORS:
                parts.append(Text(_OPERATORS[token]))
            elif token in "()":
                parts.append(Text(token))
            elif token[0].isdigit():
                parts.append(Value(token, id, "literal", Numeral.CALCULATION))
            else:
                parts.append(Text(self.wording.language.label("functions", token) + " "))
        return tuple(parts)

    def _input(self, id: str) -> Value:
        if id in self.wording.visit.calculations or self.wording.quantity(id) is not None:
            return self.wording.value(id, "number")
        return self.wording.label(id)

    def _word(self, key: str) -> str:
        return note_word(self.wording, key)
