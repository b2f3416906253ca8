"""The comments of a facts file: the lines on which one begins. What the file states is read elsewhere."""

from __future__ import annotations

from collections.abc import Iterator

import yaml

_LOADER = getattr(yaml, "CBaseLoader", yaml.BaseLoader)


def comment_lines(text: str) -> list[int]:
    """The lines, counted from 1, on which a comment begins; `text` is YAML that can be read."""
    lines = text.splitlines(keepends=True)
    found = []
    for start, end in _gaps(text, lines):
        for line in range(start[0], min(end[0], len(lines) - 1) + 1):
            first = start[1] if line == start[0] else 0
            last = end[1] if line == end[0] else None
            if "#" in lines[line][first:last]:
                found.append(line + 1)
    return sorted(set(found))


_At = tuple[int, int]


def _gaps(text: str, lines: list[str]) -> Iterator[tuple[_At, _At]]:
    """What lies between the tokens: line and column, counted from 0, of where it begins and ends.

    The first line of a block scalar ("remark: >-  # a comment") counts as lying between.
    """
    before: _At = (0, 0)
    for token in yaml.scan(text, Loader=_LOADER):
        start = (token.start_mark.line, token.start_mark.column)
        end = (token.end_mark.line, token.end_mark.column)
        if start > before:
            yield before, start
        if isinstance(token, yaml.ScalarToken) and token.style in ("|", ">"):
            yield start, (start[0], len(lines[start[0]]))
        before = max(before, end)
    yield before, (len(lines), 0)
