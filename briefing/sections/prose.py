"""A person's sentences as Markdown: their emphasis stays, their `{F29}` become references.

Only emphasis is Markdown in them: everything else that CommonMark would read prints as typed.
"""

from __future__ import annotations

import re

from markupsafe import Markup

from briefing.blocks import Inlines, NoteRef, Numeral, Value
from briefing.facts.prose import FactReference, Prose
from briefing.sections.templates import References
from briefing.sections.wording import Wording

_MARKUP = re.compile(r"[`#\[\]<>|!~&:+\-=]")
_NUMERAL = re.compile(r"\d+(?:[.,:–-]\d+)*%?")


def prose_markdown(prose: Prose, wording: Wording, references: References) -> Markup:
    """One paragraph of Markdown text for `prose`; a digit in its words is the author's own."""
    parts = []
    for index, part in enumerate(prose.parts):
        if isinstance(part, FactReference):
            parts.append(str(references.add(_referred(part, wording, first=index == 0))))
        else:
            parts.append(_words(part, references))
    return Markup(" ".join("".join(parts).split()))


def _referred(reference: FactReference, wording: Wording, *, first: bool) -> Inlines:
    if reference.form == "note":
        return (NoteRef(reference.id),)
    return (wording.value(reference.id, reference.form + ("^" if first else "")),)


def _words(words: str, references: References) -> str:
    position = 0
    parts = []
    for found in _NUMERAL.finditer(words):
        parts.append(_escaped(words[position : found.start()]))
        parts.append(str(references.add((Value(found[0], numeral=Numeral.AUTHOR),))))
        position = found.end()
    parts.append(_escaped(words[position:]))
    return "".join(parts)


def _escaped(words: str) -> str:
    return _MARKUP.sub(lambda found: "\\" + found[0], words)
