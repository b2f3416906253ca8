"""What makes an edition, and what makes its bytes, as hashes.

The content hash decides whether a brief is a new edition; the build hash, whether the same edition
is written anew.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from pathlib import Path

from briefing.facts.clearance import content
from briefing.facts.model import Brief
from briefing.language import Language
from briefing.load import Loaded
from briefing.load.dump import dump
from briefing.theme import Theme


def content_parts(
    loaded: Loaded,
    language: Language,
    folders: Sequence[Path],
    theme: Theme,
    marked: Iterable[str],
) -> dict[str, str]:
    """SHA-256 of each thing that the content of a brief depends on, by name.

    `marked` are the facts that the brief marks as out of date.
    """
    return {
        "facts": _hash(dump(content(loaded.visit))),
        "templates": _hash(*_templates(language, folders)),
        "theme": _hash(repr(_look(theme))),
        "language": _hash(language.tag),
        "stale facts": _hash(*marked),
    }


def content_hash(parts: Mapping[str, str]) -> str:
    """The hash of the parts together, in hexadecimal."""
    return _hash(*(f"{name} {digest}" for name, digest in parts.items()))


def build_hash(content: str, loaded: Loaded, theme: Theme, *others: str) -> str:
    """Everything that the bytes of the files depend on, the formats apart.

    `others` are the hash of briefing itself, the content hash of the edition before, and what is asked of
    the Word file alone.
    """
    brief = loaded.visit.brief
    return _hash(content, *others, *_standing(brief), _attached(loaded), *_fonts(theme))


def _templates(language: Language, folders: Sequence[Path]) -> Iterable[str]:
    for folder in folders:
        words = folder / language.locale.language
        for template in sorted([*words.glob("*.j2"), *words.glob("words.toml")]):
            # As text: a checkout with other line ends is the same templates.
            text = template.read_text(encoding="utf-8", errors="replace")
            yield f"{template.name}\n{text}"


def _look(theme: Theme) -> tuple[object, ...]:
    """Everything that a theme says, its fonts apart: those are no content."""
    return (
        theme.notes, theme.page, theme.colours, theme.roles, theme.boxes, theme.table,
        theme.key_figures,
    )  # fmt: skip


def _standing(brief: Brief) -> Iterable[str]:
    """How far the brief is cleared: printed, but no content."""
    return (brief.status, repr(brief.cleared), repr(brief.reviewed))


def _attached(loaded: Loaded) -> str:
    """The facts file as it is, comments included, where it travels inside the brief."""
    if loaded.visit.brief.travels != "file":
        return loaded.visit.brief.travels
    return hashlib.sha256(loaded.travelling).hexdigest()


def _fonts(theme: Theme) -> Iterable[str]:
    yield theme.word_fonts
    for key, family in sorted(theme.fonts.families.items()):
        yield repr((key, family.name, family.substitutes, family.fallback))
        for face, path in sorted(family.files.items()):
            found = path.stat()
            yield f"{key} {face} {_digest(path, found.st_mtime_ns, found.st_size)}"


@lru_cache(maxsize=64)
def _digest(path: Path, _changed: int, _size: int) -> str:
    """A font's hash; a file that looks the same is read once in a process that builds many briefs."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _hash(*texts: str) -> str:
    return hashlib.sha256("\0".join(texts).encode()).hexdigest()
