"""Two sequences aligned: what stands in both is paired in order, the same first, then the like."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

Pair = tuple[int | None, int | None]
"""Indices into the old and the new sequence; None: not there."""
Stretch = tuple[bool, range, range]
"""Whether both are the same, and which indices of old and new."""

_MOST_AT_ONCE = 60_000
_MOST_WORDS = 2_000_000
"""Pairs of words: two paragraphs with more are not compared word by word."""


@dataclass(slots=True)
class Room:
    """How many pairs of blocks may still be held against each other; what comes after is gone or come.

    A brief needs some thousands; a file that somebody made to be slow is compared coarsely.
    """

    left: int = 1_000_000

    def take(self, count: int) -> bool:
        """Whether so many pairs may be looked at now."""
        if count > min(self.left, _MOST_AT_ONCE):
            return False
        self.left -= count
        return True


def align(
    old: Sequence[Hashable],
    new: Sequence[Hashable],
    likeness: Callable[[int, int], float],
    room: Room,
) -> list[Pair]:
    """Every index of both, in order; what is gone stands before what came in its place.

    `likeness` is 0 for two that must not be paired, up to 1.
    """
    made: list[Pair] = []
    i = j = 0
    for a, b in [*_anchors(old, new), (len(old), len(new))]:
        made += _gap(range(i, a), range(j, b), old, new, likeness=likeness, room=room)
        if a < len(old):
            made.append((a, b))
        i, j = a + 1, b + 1
    return made


def stretches(old: Sequence[Hashable], new: Sequence[Hashable]) -> list[Stretch]:
    """Words aligned by sameness alone."""
    start = 0
    while start < min(len(old), len(new)) and old[start] == new[start]:
        start += 1
    end = 0
    while end < min(len(old), len(new)) - start and old[-1 - end] == new[-1 - end]:
        end += 1
    a, b = range(start, len(old) - end), range(start, len(new) - end)
    made = [(True, range(start), range(start))]
    if len(a) * len(b) > _MOST_WORDS:
        made.append((False, a, b))
    else:
        matcher = SequenceMatcher(None, old[start : a.stop], new[start : b.stop], autojunk=False)
        for what, i1, i2, j1, j2 in matcher.get_opcodes():
            made.append((what == "equal", a[i1:i2], b[j1:j2]))
    made.append((True, range(a.stop, len(old)), range(b.stop, len(new))))
    return [one for one in made if one[1] or one[2]]


def _anchors(old: Sequence[Hashable], new: Sequence[Hashable]) -> list[tuple[int, int]]:
    """The longest series, rising on both sides, of what stands once in each: the frame of patience diff."""
    once = [{k for k, n in Counter(side).items() if n == 1} for side in (old, new)]
    there = {key: j for j, key in enumerate(new) if key in once[1]}
    pairs = [(i, there[key]) for i, key in enumerate(old) if key in once[0] and key in there]
    piles: list[int] = []
    tops: list[int] = []
    before: list[int] = []
    for at, (_, j) in enumerate(pairs):
        pile = bisect_left(tops, j)
        before.append(piles[pile - 1] if pile else -1)
        if pile == len(piles):
            piles.append(at)
            tops.append(j)
        else:
            piles[pile], tops[pile] = at, j
    chain, at = [], piles[-1] if piles else -1
    while at >= 0:
        chain.append(pairs[at])
        at = before[at]
    return chain[::-1]


def _gap(
    a: range,
    b: range,
    old: Sequence[Hashable],
    new: Sequence[Hashable],
    *,
    likeness: Callable[[int, int], float],
    room: Room,
) -> list[Pair]:
    """The pairs of two stretches that are in order and together the most alike."""
    head: list[Pair] = []
    while a and b and old[a[0]] == new[b[0]]:
        head.append((a[0], b[0]))
        a, b = a[1:], b[1:]
    tail: list[Pair] = []
    while a and b and old[a[-1]] == new[b[-1]]:
        tail.append((a[-1], b[-1]))
        a, b = a[:-1], b[:-1]
    paired = _most_alike(a, b, old, new, likeness) if room.take(len(a) * len(b)) else []
    return [*head, *_filled(a, b, paired), *reversed(tail)]


def _most_alike(
    a: range,
    b: range,
    old: Sequence[Hashable],
    new: Sequence[Hashable],
    likeness: Callable[[int, int], float],
) -> list[tuple[int, int]]:
    alike = [[1.0 if old[i] == new[j] else likeness(i, j) for j in b] for i in a]
    best = [[0.0] * (len(b) + 1) for _ in range(len(a) + 1)]
    for i in range(len(a) - 1, -1, -1):
        for j in range(len(b) - 1, -1, -1):
            together = best[i + 1][j + 1] + alike[i][j] if alike[i][j] > 0 else 0.0
            best[i][j] = max(best[i + 1][j], best[i][j + 1], together)
    paired = []
    i = j = 0
    while i < len(a) and j < len(b):
        if alike[i][j] > 0 and best[i][j] == best[i + 1][j + 1] + alike[i][j]:
            paired.append((a[i], b[j]))
            i, j = i + 1, j + 1
        elif best[i][j] == best[i + 1][j]:
            i += 1
        else:
            j += 1
    return paired


def _filled(a: range, b: range, paired: Sequence[tuple[int, int]]) -> list[Pair]:
    made: list[Pair] = []
    i, j = a.start, b.start
    for x, y in [*paired, (a.stop, b.stop)]:
        made += [(n, None) for n in range(i, x)]
        made += [(None, n) for n in range(j, y)]
        if x < a.stop:
            made.append((x, y))
        i, j = x + 1, y + 1
    return made
