"""Where the writing of a PDF spends its processor time: what runs when a timer goes off, by its part of the work.

Sampling changes nothing of what it measures, where a profiler makes small functions look dear.
"""

from __future__ import annotations

import signal
from collections import Counter
from collections.abc import Callable, Iterator
from types import FrameType
from typing import Any

_EVERY = 0.001
PARTS = {
    "fonts": ("fonts.py", "shaping.py", "embedding.py"),
    "layout": (
        "inlines.py", "linebreak.py", "hyphens.py", "paragraph.py", "flow.py", "pagination.py", "foot.py", "story.py",
        "tables.py", "lists.py", "boxes.py", "typesetter.py", "furniture.py", "words.py", "footnotes.py", "directions.py", "contents.py", "bidi.py",
    ),
    "drawing": ("surface.py", "textlines.py"),
    "charts": ("figures.py", "outlines.py"),
    "tagging": ("tagging.py",),
    "save": ("patches.py", "metadata.py", "pdfdoc.py", "pdfutils.py", "writer.py"),
}  # fmt: skip
_PART_OF = {file: part for part, files in PARTS.items() for file in files}


def shares(work: Callable[[], Any], runs: int) -> Iterator[tuple[str, float]]:
    """The share of each part in `runs` of the work, the largest first; "else" is what no part accounts for."""
    seen: Counter[str] = Counter()

    def look(_: int, frame: FrameType | None) -> None:
        seen[_part(frame)] += 1

    before = signal.signal(signal.SIGPROF, look)
    signal.setitimer(signal.ITIMER_PROF, _EVERY, _EVERY)
    try:
        for _ in range(runs):
            work()
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0.0)
        signal.signal(signal.SIGPROF, before)
    for part, count in seen.most_common():
        yield part, count / seen.total()


def _part(frame: FrameType | None) -> str:
    """A chart's drawing counts as charts whatever it calls; all else as the innermost part that is known."""
    found = ""
    while frame is not None:
        file = frame.f_code.co_filename.rpartition("/")[2]
        if file == "figures.py" and frame.f_code.co_name == "draw":
            return "charts"
        found = found or _PART_OF.get(file, "")
        frame = frame.f_back
    return found or "else"
