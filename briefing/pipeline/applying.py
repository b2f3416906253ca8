"""Edits of a Word file carried into the facts file it was made from: each at its place, or refused.

A text is taken over where the facts file, with it, prints exactly what was written: what cannot be read
back is refused with the reason, and so is what the whole file would then be refused for.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from briefing.carried import field_of
from briefing.errors import FactsError
from briefing.facts.calculations import evaluate
from briefing.facts.flaws import dotted
from briefing.facts.model import Visit
from briefing.language import Language
from briefing.load import loads
from briefing.load.rewriting import NotRewritten, Path, rewritten
from briefing.pipeline.edited_prose import Sentence, new_sentence
from briefing.pipeline.edited_values import candidates, prints
from briefing.pipeline.preparing import Prepared
from briefing.readback.aligning import squeezed
from briefing.readback.edits import EditedProse, EditedValue, Edits
from briefing.readback.word_text import Trace
from briefing.sections import Wording

_ELSEWHERE = {
    "speaker": "a person’s name: change it under people:",
    "family-name": "a person’s name: change it under people:",
    "guest": "the guest is what the visit says: change it under visit: and people:",
    "host": "the host is what the visit says: change it under visit:",
    "welcome": "a person’s name: change it under people:",
}


@dataclass(frozen=True, slots=True)
class Taken:
    """An edit and what it makes of the facts file: the path whose text changes, or why none does.

    `how` is "open" for an edit that was carried over (or can be), "done" where the file says so already,
    "refused" where it cannot be carried over.
    """

    edit: EditedValue | EditedProse
    how: Literal["open", "done", "refused"]
    path: str = ""
    was: str = ""
    now: str = ""
    why: str = ""


@dataclass(frozen=True, slots=True)
class Applied:
    """The facts file with all edits that could be carried over, and what became of each."""

    content: bytes
    taken: tuple[Taken, ...]


def applied(edits: Edits, prepared: Prepared, origin: str, saved: Trace) -> Applied:
    """Carry the edits into the facts file of `prepared`, one by one.

    `origin` is the Word file's name and `saved` who last saved it, for the comment at each change.
    """
    desk = _Desk(prepared, origin, saved)
    desk.at_odds |= {
        (one.id, field_of(one.form)) for one in edits.values if one.kind == "inconsistent"
    }
    taken = [*map(desk.value, edits.values), *map(desk.prose, edits.prose)]
    return Applied(desk.text.encode(), tuple(taken))


class _Desk:
    def __init__(self, prepared: Prepared, origin: str, saved: Trace) -> None:
        self.text = prepared.loaded.content.decode()
        self._file = prepared.file.as_posix()
        self._folder = prepared.data
        self._language = prepared.language
        self._built = self._wording = prepared.wording
        self.at_odds: set[tuple[str, str]] = set()
        self._origin = origin
        self._saved = saved
        self._changed: set[Path] = set()

    def value(self, edit: EditedValue) -> Taken:
        """What a value's edit makes of the facts file."""
        if why := _unfit(edit, self._wording):
            return Taken(edit, "refused", why=why)
        ((text, _),) = edit.now
        if prints(self._wording, edit.id, edit.form, text):
            return Taken(edit, "done")
        if (edit.id, field_of(edit.form)) in self.at_odds:
            return Taken(edit, "refused", why="another form of it is inconsistent")
        if not prints(self._built, edit.id, edit.form, edit.was):
            why = f"the facts file has changed since: it does not print “{edit.was}” any more"
            return Taken(edit, "refused", why=why)
        why = f"expected words that the facts file could hold, found “{text}”"
        for path, raw in candidates(self._wording, edit.id, edit.form, text):
            if path in self._changed:
                return Taken(edit, "refused", why="another form of it was edited otherwise")
            if path[:1] == ("facts",) and _is_read(edit.id, self._wording.visit):
                why = "read from a data file: it is corrected there"
                continue
            try:
                return self._exchanged(edit, path, raw, edit.was, edit.traces)
            except NotRewritten as problem:
                why = str(problem)
        return Taken(edit, "refused", why=why)

    def prose(self, edit: EditedProse) -> Taken:
        """What an edited paragraph makes of the facts file: only a person's own sentences stand in it."""
        found = new_sentence(edit, self._wording)
        if not isinstance(found, Sentence):
            return Taken(edit, "refused", why=found)
        for path in found.paths:
            try:
                return self._exchanged(edit, path, found.text, found.was, edit.traces)
            except NotRewritten as problem:
                why = str(problem)
        return Taken(edit, "refused", why=why)

    def _exchanged(
        self,
        edit: EditedValue | EditedProse,
        path: Path,
        raw: str,
        was: str,
        traces: Iterable[Trace],
    ) -> Taken:
        """The edit, carried over. Raises NotRewritten, with the file as it was."""
        changed = rewritten(self.text, path, raw, self._note(path, was, traces))
        try:
            loaded = loads(changed.encode(), self._file, self._folder)
        except FactsError as end:
            first = end.diagnostics[0]
            raise NotRewritten(
                f"the facts file would be refused: {first.where}: {first.message}"
            ) from None
        wording = _wording(loaded.visit, self._language)
        if isinstance(edit, EditedValue) and not prints(
            wording, edit.id, edit.form, edit.now[0][0]
        ):
            raise NotRewritten("the facts file would print it otherwise")
        self.text, self._wording = changed, wording
        self._changed.add(path)
        return Taken(edit, "open", dotted(path), was, raw)

    def _note(self, path: Path, was: str, traces: Iterable[Trace]) -> str:
        """Where a text came from, for whoever reads the facts file next."""
        tracked = [trace for trace in traces if trace.who]
        names = (_named(trace) for trace in (tracked or [self._saved]))
        by = f"{'edited' if tracked else 'last saved'}{', '.join(names)}"
        return f"{path[-1]}: from {self._origin}, {by}; before: {squeezed(was)}"


def _named(trace: Trace) -> str:
    by = f" by {trace.who.strip()}" if trace.who.strip() else ""
    return by + (f" on {trace.when[:10]}" if trace.when else "")


def _is_read(id: str, visit: Visit) -> bool:
    """Whether a query gave the fact, which then stands nowhere in the facts file."""
    return bool(getattr(visit.facts.get(id), "query", ""))


def _wording(visit: Visit, language: Language) -> Wording:
    return Wording(visit, language, evaluate(visit))


def _unfit(edit: EditedValue, wording: Wording) -> str:
    """Why a value's edit cannot be carried over, whatever it says; "" where it may be."""
    if edit.id in wording.visit.calculations:
        return "calculated: change the facts that it stands on"
    if edit.id not in wording.visit.facts:
        return "the facts file has no fact of this id"
    if edit.kind == "inconsistent":
        return "its places differ: make them say the same, or change the facts file by hand"
    if edit.kind == "removed":
        return "removed from the text: whether the fact goes too, its author decides"
    return _ELSEWHERE.get(edit.form.removesuffix("^"), "")
