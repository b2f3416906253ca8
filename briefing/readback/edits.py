"""What was edited in a Word file of ours: the values of its facts, and its prose.

The text as built, which the file keeps, is held against its text now, with all tracked changes accepted.
Spaces do not count, as programs write them otherwise; a value is compared as a whole.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

from briefing.carried import field_of, printed_of
from briefing.readback.aligning import Pair, aligned, squeezed
from briefing.readback.baseline import Baseline, KeptChart, baseline
from briefing.readback.chart_numbers import chart_numbers, same_numbers
from briefing.readback.parts import core, opened
from briefing.readback.word_text import Kind, Trace, WordParagraph, word_text

Change = Literal["changed", "inconsistent", "removed"]


@dataclass(frozen=True, slots=True)
class EditedValue:
    """A fact's or calculation's value that no longer prints as built, in one form ("" is the value itself).

    `now` has each text that stands there, with the number of its places; `gone` is how many of `places`
    have none, `store` what the store of the controls says where that is another text. `alike` are the
    forms of the same field that were not edited, with what they print.
    """

    id: str
    form: str
    kind: Change
    was: str
    now: tuple[tuple[str, int], ...]
    places: int
    gone: int
    store: str = ""
    sections: tuple[str, ...] = ()
    traces: tuple[Trace, ...] = ()
    alike: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class EditedProse:
    """A paragraph that was changed, added or removed, with the values in it as built.

    `before` and `after` are the paragraph itself (None where there is none).
    """

    section: str
    kind: Literal["changed", "added", "removed"]
    was: str
    now: str
    story: Kind
    traces: tuple[Trace, ...] = ()
    before: WordParagraph | None = None
    after: WordParagraph | None = None


@dataclass(frozen=True, slots=True)
class Edits:
    """All that was edited, in reading order.

    `charts` are the labels of the charts whose numbers were edited, or which are gone; `stale` those that
    still show what a value said that was edited. `loose` is the number of values outside of a control now,
    `saved_by` and `saved_on` what the file says of its last saving.
    """

    values: tuple[EditedValue, ...] = ()
    prose: tuple[EditedProse, ...] = ()
    charts: tuple[str, ...] = ()
    stale: tuple[str, ...] = ()
    loose: int = 0
    saved_by: str = ""
    saved_on: str = ""

    def __bool__(self) -> bool:
        return bool(self.values or self.prose or self.charts)


def edits(content: bytes) -> Edits | None:
    """What was edited in a Word file; None where the file does not say what it was. Raises Unusable."""
    with opened(content) as parts:
        built = baseline(parts)
        if built is None:
            return None
        found = _Edits(built, word_text(parts)).found()
        by, on = (core(parts).get(name, "") for name in ("lastModifiedBy", "modified"))
        found = replace(found, saved_by=by, saved_on=on)
        return _with_charts(found, built, chart_numbers(parts))


def _with_charts(found: Edits, built: Baseline, now: Sequence[tuple[float, ...]]) -> Edits:
    """The edits, with the charts whose numbers are none of those in the file now, and those out of date."""
    edited = [
        chart for chart in built.charts
        if chart.numbers and not any(same_numbers(chart.numbers, one) for one in now)
    ]  # fmt: skip
    ids = {value.id for value in found.values if value.kind != "removed"}
    stale = [chart for chart in built.charts if chart not in edited and ids & set(chart.ids)]
    return replace(found, charts=_labels(edited), stale=_labels(stale))


def _labels(charts: Iterable[KeptChart]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(chart.label for chart in charts))


@dataclass(slots=True)
class _Places:
    """The places of one form of one value, as built and now; `extra` are those that were not there."""

    was: str = ""
    built: int = 0
    gone: int = 0
    now: Counter[str] = field(default_factory=Counter)
    extra: list[tuple[str, str, tuple[Trace, ...]]] = field(default_factory=list)
    sections: dict[str, None] = field(default_factory=dict)
    traces: dict[Trace, None] = field(default_factory=dict)
    store: str = ""


class _Edits:
    def __init__(self, built: Baseline, text: Mapping[Kind, tuple[WordParagraph, ...]]) -> None:
        self._built = built
        self._text = text
        self._places: dict[tuple[str, str], _Places] = {}
        self._was: dict[str, str] = {}
        self._prose: list[EditedProse] = []
        self._loose = 0

    def found(self) -> Edits:
        """Everything that was edited, in reading order."""
        for kind in ("body", "notes"):
            self._story(kind)
        self._margins()
        for places in self._places.values():
            _settle(places)
        for name, words in self._built.store.items():
            was = self._was.get(name)
            if was is not None and squeezed(words) != squeezed(was):
                self._places[printed_of(name)].store = words
        return Edits(tuple(self._values()), tuple(self._prose), loose=self._loose)

    def _story(self, kind: Kind) -> None:
        section = ""
        for pair in aligned(self._built.texts[kind], self._text[kind]):
            if pair.was and pair.was.heading:
                section = squeezed(pair.was.now)
            self._pair(pair, section, kind)

    def _margins(self) -> None:
        """Heads and feet: programs write them again for other pages, so each text counts once."""
        was, now = (
            tuple({squeezed(one.now): one for one in texts["margins"]}.values())
            for texts in (self._built.texts, self._text)
        )
        same = {squeezed(one.now) for one in was} & {squeezed(one.now) for one in now}
        left = [[p for p in side if squeezed(p.now) not in same] for side in (was, now)]
        for pair in aligned(*left):
            self._pair(pair, "", "margins")

    def _pair(self, pair: Pair, section: str, kind: Kind) -> None:
        traces = pair.now.traces if pair.now else ()
        for value in pair.values:
            places = self._places.setdefault(printed_of(value.name), _Places())
            places.was = places.was or value.was
            places.built += 1
            self._was.setdefault(value.name, value.was)
            same = value.now is not None and squeezed(value.now) == squeezed(value.was)
            if value.now is None:
                places.gone += 1
            else:
                places.now[places.was if same else value.now] += 1
            if not same:
                places.sections[section] = None
                places.traces.update(
                    dict.fromkeys(value.traces or (traces if value.now is None else ()))
                )
            self._loose += value.loose
        for name, words, more in pair.extra:
            places = self._places.setdefault(printed_of(name), _Places())
            places.extra.append((words, section, more))
        if pair.edited:
            self._prose.append(
                EditedProse(
                    section,
                    pair.kind,
                    pair.was_text,
                    pair.now_text,
                    kind,
                    traces,
                    pair.was,
                    pair.now,
                )
            )

    def _values(self) -> Iterable[EditedValue]:
        forms: dict[str, list[tuple[str, str, bool]]] = {}
        kinds: dict[tuple[str, str], Change | None] = {}
        for (id, form), places in self._places.items():
            kinds[id, form] = _kind(places)
            forms.setdefault(id, []).append((form, places.was, kinds[id, form] is not None))
        for (id, form), places in self._places.items():
            kind = kinds[id, form]
            if kind is None:
                continue
            yield EditedValue(
                id, form, kind, places.was,
                tuple(places.now.items()), places.built, places.gone, places.store,
                tuple(places.sections), tuple(places.traces),
                tuple(
                    (other, was) for other, was, edited in forms[id]
                    if not edited and field_of(other) == field_of(form)
                ),
            )  # fmt: skip


def _settle(places: _Places) -> None:
    """Count the values that now stand in a paragraph which had none: moved ones are not gone."""
    for words, section, traces in places.extra:
        if not places.built:
            continue
        places.gone -= places.gone > 0
        places.now[words] += 1
        if squeezed(words) != squeezed(places.was):
            places.sections[section] = None
            places.traces.update(dict.fromkeys(traces))


def _kind(places: _Places) -> Change | None:
    """How the places of a form differ from what was built; None where they do not.

    A store that says otherwise than every place is what Word would show at the next opening.
    """
    texts = {squeezed(words) for words in places.now}
    was = squeezed(places.was)
    stored = squeezed(places.store) if places.store else ""
    if len(texts) > 1 or (stored and texts and stored not in texts):
        return "inconsistent"
    if texts and texts != {was}:
        return "changed"
    return "removed" if places.gone else None
