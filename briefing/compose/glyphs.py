"""Whether the theme's fonts can print a document: a character they lack stops the build."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from briefing.blocks import Document, Inlines, Value, leaves, plain
from briefing.compose.ledger import texts_of
from briefing.errors import Diagnostic, Place
from briefing.theme import Theme


def missing_glyphs(document: Document, theme: Theme, file: str) -> tuple[Diagnostic, ...]:
    """One diagnostic for each fact with a character that no font of the theme has."""
    found: dict[tuple[str, str], Diagnostic] = {}
    families = sorted({role.family for role in theme.roles.values()})
    there: set[str] = set()
    for inlines in _texts(document):
        for leaf in leaves(inlines):
            text = leaf.text if isinstance(leaf, Value) else plain((leaf,))
            if there.issuperset(text):
                continue
            missing = _missing(text, theme, families)
            there.update(set(text).difference(missing))
            if not missing:
                continue
            id = leaf.id if isinstance(leaf, Value) else ""
            names = ", ".join(f"“{c}” (U+{ord(c):04X})" for c in missing)
            found[id, missing] = Diagnostic(
                Place(file),
                id,
                f"no font of the theme {theme.name!r} has {names}, in “{_excerpt(text)}”",
                "write it in another way, or add a font that has it to the theme’s fallback chain",
            )
    return tuple(found.values())


def _missing(text: str, theme: Theme, families: Sequence[str]) -> str:
    lacking = {c for family in families for c in theme.fonts.missing(text, family)}
    return "".join(sorted(lacking))


def _excerpt(text: str) -> str:
    return text if len(text) <= 60 else text[:57] + "…"


def _texts(document: Document) -> Iterator[Inlines]:
    yield from (document.title, document.subtitle)
    for page in (document.first, document.rest):
        yield from (page.head_left, page.head_right, page.foot_left, page.foot_centre)
    yield from texts_of(document)
