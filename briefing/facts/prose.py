"""Sentences a person wrote, in which `{F29}` stands for a fact: words and references, in order."""

from __future__ import annotations

import re
from dataclasses import dataclass

_REFERENCE = re.compile(r"\{([A-Za-z][A-Za-z0-9_-]*)(?:\.([a-z]+))?\}")

REFERENCE_FORMS = (
    "item",
    "",
    "number",
    "size",
    "signed",
    "name",
    "short",
    "period",
    "against",
    "due",
    "speaker",
    "status",
    "where",
    "remark",
    "note",
    "interval",
    "year",
)
"""What can be asked of a fact in braces; "" is the fact itself."""

FIGURE_FORMS = ("item", "number", "size", "signed", "interval")
"""Those that only a figure has."""

FACT_FORMS = ("item", "against", "due", "status", "where", "remark")
"""Those that a calculation does not have."""


@dataclass(frozen=True, slots=True)
class FactReference:
    """`{F29}` or `{F29.period}`: an id and what is asked of it ("" is the fact itself)."""

    id: str
    form: str = ""


@dataclass(frozen=True, slots=True)
class Prose:
    """A person's sentences: words (with CommonMark emphasis) and references to facts.

    `{{` and `}}` print as single braces.
    """

    text: str

    @property
    def parts(self) -> tuple[str | FactReference, ...]:
        """Words and references, alternating as written; doubled braces are already single."""
        parts: list[str | FactReference] = []
        position = 0
        pattern = re.compile(r"\{\{|\}\}|" + _REFERENCE.pattern)
        words = ""
        for match in pattern.finditer(self.text):
            words += self.text[position : match.start()]
            position = match.end()
            if match[0] in ("{{", "}}"):
                words += match[0][0]
                continue
            if words:
                parts.append(words)
                words = ""
            parts.append(FactReference(match[1], match[2] or ""))
        words += self.text[position:]
        if words:
            parts.append(words)
        return tuple(parts)

    @property
    def references(self) -> tuple[FactReference, ...]:
        """The references, in order."""
        return tuple(part for part in self.parts if isinstance(part, FactReference))

    def stray_brace(self) -> int:
        """The offset of a brace that is no reference and not doubled, or -1."""
        bare = re.sub(r"\{\{|\}\}|" + _REFERENCE.pattern, lambda m: "\0" * len(m[0]), self.text)
        found = re.search(r"[{}]", bare)
        return found.start() if found else -1
