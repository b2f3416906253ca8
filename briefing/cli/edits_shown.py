"""Edits of a Word file as lines for a person, and as data for a program."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from briefing.cli import terminal
from briefing.cli.terminal import one_line

if TYPE_CHECKING:
    from briefing.cli.edited import Told
    from briefing.pipeline.applying import Taken
    from briefing.readback.edits import EditedProse, EditedValue, Edits
    from briefing.readback.word_text import Trace

_LONGEST = 400  # letters of a paragraph that a line shows
_BEFORE = "the text before the first heading"
_WHERE = {"margins": "heads and feet", "notes": "notes"}


def lines(told: Told) -> Iterator[str]:
    """What a person reads of the edits, below what the file says of itself."""
    edits = told.edits
    if edits is None:
        yield "  edits: cannot be told; the file says nothing of what it was when it was built"
        return
    if not edits:
        yield "  edits: none"
    else:
        parts = (
            terminal.count(len(edits.values), "value"),
            terminal.count(len(edits.prose), "paragraph"),
            *([terminal.count(len(edits.charts), "chart")] if edits.charts else ()),
        )
        yield f"  edits: {', '.join(parts)}{_saved(edits)}"
    taken = {id(one.edit): one for one in told.taken}
    for value in edits.values:
        yield f"  {_value(value)}"
        yield from (f"    {more}" for more in _about(value, told, taken.get(id(value))))
    for prose in edits.prose:
        yield f"  {_section(prose)}: a paragraph was {prose.kind}{_by(prose.traces)}"
        yield from (f"    {more}" for more in _words(prose))
        yield from (f"    {more}" for more in _outcome(taken.get(id(prose)), written=told.written))
    yield from (
        f"  {one_line(one)}: its numbers were edited, or it was removed" for one in edits.charts
    )
    yield from (f"  {one_line(one)}: still shows a value as it was" for one in edits.stale)
    if edits.loose:
        count = terminal.count(edits.loose, "value")
        yield f"  {count} outside of content controls now, found by the words around"


def _saved(edits: Edits) -> str:
    by = f" by {one_line(edits.saved_by)}" if edits.saved_by.strip() else ""
    on = f" on {one_line(edits.saved_on)[:10]}" if edits.saved_on else ""
    return f" (last saved{by}{on})" if by or on else ""


def _value(value: EditedValue) -> str:
    sections = (_quoted(one) if one else _BEFORE for one in value.sections)
    where = f", in {', '.join(sections)}" if value.sections else ""
    name = f"{value.id}{f'.{value.form}' if value.form else ''}"
    now = " / ".join(f"{_quoted(words)} ({count})" for words, count in value.now)
    match value.kind:
        case "changed":
            what = f"{_quoted(value.was)} → {_quoted(value.now[0][0])}"
        case "inconsistent":
            what = f"inconsistent: {now}; as built {_quoted(value.was)}"
        case "removed":
            what = f"{_quoted(value.was)} removed"
    gone = f"; gone from {value.gone} of {value.places} places" if value.gone else ""
    stored = (
        f"; the store says {_quoted(value.store)}"
        if value.kind == "inconsistent" and value.store
        else ""
    )
    return f"{name}: {what}{gone}{stored}{where}{_by(value.traces)}"


def _about(value: EditedValue, told: Told, taken: Taken | None) -> Iterator[str]:
    """What no longer agrees with an edited value, and what became of the edit."""
    if value.kind != "removed" and value.alike:
        forms = ", ".join(f"{form or 'itself'} {_quoted(was)}" for form, was in value.alike)
        yield f"not edited with it: {forms}"
    if value.kind != "removed" and (ids := told.calculations(value.id)):
        yield f"calculated from it, and as built: {', '.join(ids)}"
    yield from _outcome(taken, written=told.written)


def _outcome(taken: Taken | None, *, written: bool) -> Iterator[str]:
    if taken is None:
        return
    match taken.how:
        case "open":
            verb = "written" if written else "can be written with --apply"
            yield f"{taken.path}: {_quoted(taken.now)} {verb}"
        case "done":
            yield "the facts file says so already"
        case "refused":
            yield f"not carried over: {one_line(taken.why)}"


def _words(prose: EditedProse) -> Iterator[str]:
    if prose.was:
        yield f"- {_cut(prose.was)}"
    if prose.now:
        yield f"+ {_cut(prose.now)}"


def _section(prose: EditedProse) -> str:
    return _WHERE.get(prose.story) or one_line(prose.section) or _BEFORE


def _by(traces: Iterable[Trace]) -> str:
    names = dict.fromkeys(
        f"{one_line(one.who) or 'somebody'}{f' on {one_line(one.when)[:10]}' if one.when else ''}"
        for one in traces
    )
    return f", by {', '.join(names)}" if names else ""


def _quoted(words: str) -> str:
    return f"“{_cut(words)}”"


def _cut(words: str) -> str:
    words = one_line(words)
    return words if len(words) <= _LONGEST else words[: _LONGEST - 1] + "…"


# ----------------------------------------------------------------------------------- as data


def as_data(told: Told) -> object:
    """The edits for `--json`; null where the file cannot tell them."""
    edits = told.edits
    if edits is None:
        return None
    taken = {id(one.edit): one for one in told.taken}
    return {
        "last_saved": {"by": edits.saved_by, "on": edits.saved_on},
        "values": [_value_data(one, told, taken.get(id(one))) for one in edits.values],
        "prose": [_prose_data(one, taken.get(id(one))) for one in edits.prose],
        "charts": list(edits.charts),
        "charts_as_built": list(edits.stale),
        "outside_controls": edits.loose,
    }


def _value_data(value: EditedValue, told: Told, taken: Taken | None) -> object:
    return {
        "id": value.id,
        "form": value.form,
        "kind": value.kind,
        "was": value.was,
        "now": [{"text": text, "places": places} for text, places in value.now],
        "store": value.store,
        "places": value.places,
        "gone": value.gone,
        "sections": list(value.sections),
        "tracked": _traces(value.traces),
        "forms_as_built": [{"form": form, "text": text} for form, text in value.alike],
        "calculations_as_built": told.calculations(value.id),
        **_taken_data(taken),
    }


def _prose_data(prose: EditedProse, taken: Taken | None) -> object:
    return {
        "section": prose.section,
        "story": prose.story,
        "kind": prose.kind,
        "was": prose.was,
        "now": prose.now,
        "tracked": _traces(prose.traces),
        **_taken_data(taken),
    }


def _traces(traces: Iterable[Trace]) -> list[dict[str, str]]:
    return [{"by": one.who, "on": one.when} for one in traces]


def _taken_data(taken: Taken | None) -> dict[str, object]:
    if taken is None:
        return {}
    return {
        "facts_file": {
            "outcome": taken.how, "path": taken.path, "was": taken.was, "now": taken.now,
            "why": taken.why,
        }
    }  # fmt: skip
