"""The values in tagged content controls: what a file says of its facts."""

from __future__ import annotations

from collections.abc import Iterable

from briefing.wordfile.names import CONTENT, CONTROL, Element, value, words_of


def tagged(roots: Iterable[Element]) -> dict[str, tuple[str, ...]]:
    """By tag, every text that its controls hold, each once, in reading order."""
    found: dict[str, dict[str, None]] = {}
    for root in roots:
        for control in root.iter(CONTROL):
            tag, content = value(control, "sdtPr/tag"), control.find(CONTENT)
            if tag and content is not None and (words := words_of(content).strip()):
                found.setdefault(tag, {})[words] = None
    return {tag: tuple(words) for tag, words in found.items()}
