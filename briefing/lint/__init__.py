"""Faults of a Word file that its schema does not show: what leads nowhere, stands twice, or bars a reader.

Any Word file is read, whoever wrote it, and nothing in it is trusted. A fault is an error where Word would
repair the file, show something wrong or leave somebody out; what is merely poor is a warning.
"""

from __future__ import annotations

from briefing.errors import Diagnostic, Place, UnreadableError
from briefing.lint import access, charts, controls, fields, package, styles, tables
from briefing.lint.word import Finding, Word
from briefing.readback.found import LARGEST_FILE, Unusable, refusal
from briefing.readback.parts import opened

__all__ = ["lint"]

_RULES = (
    *package.RULES, *styles.RULES, *fields.RULES, *controls.RULES, *tables.RULES, *access.RULES,
    *charts.RULES,
)  # fmt: skip


def lint(content: bytes, name: str) -> tuple[Diagnostic, ...]:
    """Every fault of the Word file `content`, part by part; `name` is what diagnostics call it.

    Raises UnreadableError where it is no Word file, encrypted, or unpacks without end.
    """
    try:
        if len(content) > LARGEST_FILE:
            raise Unusable(f"expected at most {LARGEST_FILE:,} bytes, found more")
        if content.startswith(b"%PDF-"):
            hint = "veraPDF judges PDF files, by PDF/UA-1 and PDF/A-3a"
            raise Unusable("expected a Word file (.docx), found a PDF", hint)
        with opened(content) as parts:
            word = Word(parts, content)
            found = [*word.broken, *(one for rule in _RULES for one in rule(word))]
    except Unusable as fault:
        raise UnreadableError([refusal(name, fault)]) from fault
    told = dict.fromkeys(_diagnostic(one, name) for one in found)
    return tuple(sorted(told, key=lambda one: one.severity))


def _diagnostic(finding: Finding, name: str) -> Diagnostic:
    where = f"{finding.part}, {finding.where}" if finding.where else finding.part
    return Diagnostic(Place(name), where, finding.message, finding.hint, finding.severity)
