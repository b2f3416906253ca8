"""The bytes of a facts file as text, and the characters that must not be in it. No YAML here."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from briefing.errors import Diagnostic, Place

LARGEST_FILE = 4 * 1024 * 1024
"""Bytes a facts file may have: 4 MiB, some fifty times a full brief."""

_FORBIDDEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f"  # control characters; no font, no XML has them
    "\u2028\u2029"  # line and paragraph separators: they would shift every line number
    "\u202a-\u202e\u2066-\u2069"  # bidirectional overrides: the page would not say what the file says
    "\ufeff\ud800-\udfff\ue000-\uf8ff\ufdd0-\ufdef\ufffe\uffff"
    "\U000f0000-\U0010ffff]"  # private use: no two fonts agree on them
)
_MOST = 100  # of an endless row of them nobody reads more
_UNNAMED = {
    "Cc": "control character",
    "Cs": "half of a surrogate pair",
    "Co": "private-use character",
    "Cn": "not a character",
}


def decoded(content: bytes, file: str) -> tuple[str, list[Diagnostic]]:
    """The text of a file and what is wrong with its characters; a byte order mark in front is let go.

    Where the bytes are not UTF-8 the text is empty.
    """
    if len(content) > LARGEST_FILE:
        message = f"expected at most {LARGEST_FILE:,} bytes, found {len(content):,}"
        return "", [Diagnostic(Place(file), "", message, "one file describes one visit")]
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = content[: error.start].decode("utf-8", "replace").removeprefix("\ufeff")
        place = Place(file, *position(before, len(before)))
        message = f"expected UTF-8 text, found the byte {content[error.start]:02X}"
        return "", [Diagnostic(place, "", message, "save the file as UTF-8")]
    return text, list(_faults(text, file))


def _faults(text: str, file: str) -> Iterator[Diagnostic]:
    """One diagnostic for each character that must not be there; of very many, one for the rest."""
    read, line, column = 0, 1, 1
    for count, (offset, name) in enumerate(forbidden(text)):
        down, across = position(text[read:offset], offset - read)
        # A line end of two characters is never cut here: neither of them is forbidden.
        line, column = line + down - 1, across if down > 1 else column + across - 1
        read = offset
        message, hint = f"{name} is not allowed", _way_out(name)
        if count == _MOST:
            message, hint = "more characters follow that are not allowed", ""
        yield Diagnostic(Place(file, line, column), "", message, hint)
        if count == _MOST:
            return


def forbidden(text: str) -> Iterator[tuple[int, str]]:
    """Each character that must not be in a facts file: its offset and its name."""
    for match in _FORBIDDEN.finditer(text):
        character = match[0]
        plain = _UNNAMED.get(unicodedata.category(character), "character")
        yield match.start(), f"U+{ord(character):04X} ({unicodedata.name(character, plain)})"


def position(text: str, offset: int) -> tuple[int, int]:
    """Line and column of an offset, both from 1, lines ending as YAML ends them."""
    before = re.sub(r"\r\n?", "\n", text[:offset])
    return before.count("\n") + 1, len(before) - (before.rfind("\n") + 1) + 1


def _way_out(name: str) -> str:
    return "type the line again" if "control" in name else "remove it"
