"""A paragraph that was edited, as the sentence in the facts file that it was made from.

Only what a person wrote stands there word for word; the rest of a brief comes from templates.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from briefing.carried import printed_name, printed_of
from briefing.facts.prose import REFERENCE_FORMS, FactReference, Prose
from briefing.load.rewriting import Path
from briefing.pipeline.printed import sentences
from briefing.readback.aligning import squeezed
from briefing.readback.edits import EditedProse
from briefing.readback.word_text import Piece
from briefing.sections import Wording

_HOLE = "\0"
_STEPS = re.compile(r"\.|\[(\d+)\]")
_GENERATED = "written by the template from the facts: change those"


@dataclass(frozen=True, slots=True)
class Sentence:
    """A person's sentence with the edit in it, in the notation of facts files, and where it may stand."""

    paths: tuple[Path, ...]
    was: str
    text: str


@dataclass(frozen=True, slots=True)
class _Source:
    """The part of a person's text that a paragraph prints, and the whole paragraph as built."""

    name: str
    parts: list[str]
    nth: int
    printed: str
    paragraph: str


def new_sentence(edit: EditedProse, wording: Wording) -> Sentence | str:
    """The sentence that an edited paragraph was made from, as it would be now; or why there is none."""
    if edit.story == "margins":
        return "stands in heads and feet, which come from the facts"
    if edit.before is None:
        return "added to the text: nothing says where in the facts file it belongs"
    before = _flat(edit.before.pieces)
    for name, prose in sentences(wording.visit):
        parts = [part for part in prose.text.split("\n\n") if part.strip()]
        for nth, part in enumerate(parts):
            printed = _expected(Prose(part))
            if printed and printed in before:
                return _changed(edit, _Source(name, parts, nth, printed, before))
    return _GENERATED


def _changed(edit: EditedProse, source: _Source) -> Sentence | str:
    lead, _, rest = source.paragraph.partition(source.printed)
    now = "" if edit.after is None else _flat(edit.after.pieces)
    if now and not (now.startswith(lead) and now.endswith(rest) and len(now) >= len(lead + rest)):
        return _GENERATED
    written = _notation(now[len(lead) : len(now) - len(rest)])
    old = source.parts[source.nth]
    if written is None:
        return "it shows a value in a form that a sentence in the facts file cannot ask for"
    if not written:
        return "removed from the text: take it out of the facts file by hand"
    if re.search(r"[*_\\`]", old) or ".note}" in old:
        return "it has signs of emphasis, or notes, that the text does not show: change it by hand"
    written += old[len(old.rstrip()) :]
    text = "\n\n".join((*source.parts[: source.nth], written, *source.parts[source.nth + 1 :]))
    path = tuple(_path(source.name))
    return Sentence((path, (*path, "text"), (*path, "what")), old, text)


def _expected(prose: Prose) -> str:
    """What a sentence prints, with the names of its values between holes; notes print apart."""
    made = ""
    for nth, part in enumerate(prose.parts):
        if isinstance(part, FactReference):
            form = part.form + ("^" if nth == 0 else "")
            made += "" if part.form == "note" else _hole(printed_name(part.id, form))
        else:
            made += re.sub(r"[*_\\`]", "", part)
    return squeezed(made)


def _flat(pieces: Sequence[Piece]) -> str:
    """A paragraph in the same form, without its references to notes and what stands between two of them."""
    words = list(_unlinked(pieces))
    return squeezed("".join(_hole(p.name) if p.name else p.now for p in words))


def _unlinked(pieces: Sequence[Piece]) -> Iterator[Piece]:
    for nth, piece in enumerate(pieces):
        between = 0 < nth < len(pieces) - 1 and pieces[nth - 1].linked and pieces[nth + 1].linked
        if not piece.linked and not (between and piece.now.strip() in ("", ",")):
            yield piece


def _hole(name: str) -> str:
    id, form = printed_of(name)
    return f"{_HOLE}{printed_name(id, form)}{_HOLE}"  # spaces make no other value


def _notation(text: str) -> str | None:
    """What was written, as a facts file has it: values in braces; None for one that has no such form."""
    made = ""
    for nth, part in enumerate(text.split(_HOLE)):
        if nth % 2 == 0:
            made += re.sub(r"[*_\\`]", r"\\\g<0>", part.replace("{", "{{").replace("}", "}}"))
            continue
        id, form = printed_of(part)
        form = form.removesuffix("^")
        if form not in REFERENCE_FORMS:
            return None
        made += f"{{{id}.{form}}}" if form else f"{{{id}}}"
    return made


def _path(name: str) -> Iterator[str | int]:
    """ "commentary.trade" and "bottom_line[0]" as steps."""
    at = 0
    for found in _STEPS.finditer(name):
        if found.start() > at:
            yield name[at : found.start()]
        if found[1]:
            yield int(found[1])
        at = found.end()
    if at < len(name):
        yield name[at:]
