"""Pieces of a paragraph by direction, and the order of runs on a line that runs both ways (UAX #9).

Paragraphs run from left to right; where none of their words runs to the left, nothing is done.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from briefing.bidi import OBJECT, at_line_end, has_right_to_left, levels, visual_order
from briefing.writers.pdf.shaping import Piece, Run


def directed(pieces: Sequence[Piece]) -> Iterator[tuple[Piece, int]]:
    """The pieces, cut where the level changes, each with its level."""
    if not any(has_right_to_left(piece.text) for piece in pieces):
        yield from ((piece, 0) for piece in pieces)
        return
    texts = [piece.text or OBJECT for piece in pieces]
    found = levels("".join(texts).replace("\n", " "), _isolates(pieces, texts))
    at = 0
    for piece, text in zip(pieces, texts, strict=True):
        own = found[at : at + len(text)]
        at += len(text)
        if not piece.text:
            yield piece, own[0]
            continue
        start = 0
        for level, group in groupby(own):
            end = start + len(list(group))
            yield piece._replace(text=text[start:end]), level
            start = end


def _isolates(pieces: Sequence[Piece], texts: Sequence[str]) -> list[tuple[int, int]]:
    """Where pieces of one isolate begin and end; neighbours of one are one."""
    found: list[tuple[int, int]] = []
    at = 0
    for isolate, group in groupby(zip(pieces, texts, strict=True), lambda pair: pair[0].isolate):
        end = at + sum(len(text) for _, text in group)
        if isolate:
            found.append((at, end))
        at = end
    return found


def shown(runs: Sequence[tuple[Run, float]]) -> Sequence[tuple[Run, float]]:
    """The runs of a line, each with the space after it, in the order from left to right.

    Text to the left is written to the file as it is seen, as readers of PDF expect: they turn it round.
    """
    found = [run.shaped.level for run, _ in runs]
    if not any(found):
        return runs
    for run, _ in runs:
        run.piece.element.join()  # in the order in which they are read
    # Blanks at the line's end go with the line, not with the words before them (L1).
    ends = "".join("x" if run.text.strip() else " " for run, _ in runs)
    return [runs[nth] for nth in visual_order(at_line_end(found, ends))]
