"""Paragraphs as built beside the same paragraphs now, and the values of one beside those of the other."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cached_property
from typing import Literal

from briefing.readback.word_text import Piece, Trace, WordParagraph

_ALIKE = 0.4
"""How much of their words two paragraphs share, at the least, that are the same one before and after."""
_LONG = 4_000
"""Words or paragraphs, of both sides together, from which on order is compared less closely."""
_MOST_PAIRS = 40_000
"""Paragraphs times paragraphs that are compared word by word; a file changed throughout has more."""


@dataclass(frozen=True, slots=True)
class PairedValue:
    """A value as built, and what stands in its place: None where nothing does; `loose` without a control."""

    name: str
    was: str
    now: str | None
    traces: tuple[Trace, ...] = ()
    loose: bool = False


@dataclass(frozen=True)
class Pair:
    """A paragraph as built (None: it was added) and now (None: it was removed)."""

    was: WordParagraph | None
    now: WordParagraph | None

    @property
    def kind(self) -> Literal["changed", "added", "removed"]:
        """What happened to the paragraph, if anything did."""
        if self.was is None:
            return "added"
        return "removed" if self.now is None else "changed"

    @cached_property
    def values(self) -> tuple[PairedValue, ...]:
        """The values as built, each with what became of it."""
        if self.was is None:
            return ()
        built = [piece for piece in self.was.pieces if piece.name]
        held = _held(built, self.now.pieces if self.now else ())
        missing = [nth for nth in range(len(built)) if nth not in held]
        loose = self._loose if missing and self.now else {}
        made = []
        for nth, value in enumerate(built):
            piece = held.get(nth)
            if piece is not None:
                now = piece.now or None
                made.append(PairedValue(value.name, value.now, now, piece.traces))
            else:
                words = loose.get(nth)
                if words is None and value.free and self._still_says(value):
                    words = value.now
                loose_now = words is not None and not value.free
                made.append(PairedValue(value.name, value.now, words, (), loose_now))
        return tuple(made)

    def _still_says(self, value: Piece) -> bool:
        """Whether the words of a value without a control stand somewhere in the paragraph."""
        return self.now is not None and squeezed(value.now) in squeezed(self.now.now)

    @cached_property
    def extra(self) -> tuple[tuple[str, str, tuple[Trace, ...]], ...]:
        """Values in controls of this paragraph that did not stand in it: name, words, changes."""
        if self.now is None:
            return ()
        built = [piece for piece in self.was.pieces if piece.name] if self.was else []
        used = {id(piece) for piece in _held(built, self.now.pieces).values()}
        return tuple(
            (piece.name, piece.now, piece.traces)
            for piece in self.now.pieces
            if piece.name and piece.now and id(piece) not in used
        )

    @property
    def edited(self) -> bool:
        """Whether its words differ, its values apart."""
        return squeezed(self.was_text) != squeezed(self.now_text)

    @cached_property
    def was_text(self) -> str:
        """The words as built."""
        return self.was.now if self.was else ""

    @cached_property
    def now_text(self) -> str:
        """The words now, its values as built."""
        if self.now is None:
            return ""
        built = [piece for piece in self.was.pieces if piece.name] if self.was else []
        held = _held(built, self.now.pieces)
        before = {id(piece): built[nth].now for nth, piece in held.items() if piece.now}
        if len(held) < len(built) and self._loose:
            return self.was_text
        return "".join(before.get(id(piece), piece.now) for piece in self.now.pieces)

    @cached_property
    def _loose(self) -> dict[int, str]:
        """What stands between the words as built, where all these are still there, by the values' order."""
        if self.was is None or self.now is None:
            return {}
        if squeezed(self.was.now) == squeezed(self.now.now):
            texts = [piece.now for piece in self.was.pieces if piece.name]
        else:
            texts = _between(self.was.pieces, squeezed(self.now.now))
        return dict(enumerate(texts))


def _between(pieces: Sequence[Piece], text: str) -> list[str]:
    """What stands in `text` for each value, if the words around them are all there; nothing otherwise."""
    found: list[str] = []
    waiting: list[str] = []
    at = 0
    for piece in pieces:
        words = "" if piece.name else squeezed(piece.now)
        if piece.name:
            waiting.append(squeezed(piece.now))
        elif words:
            place = text.find(words, at) if waiting else at
            if place < 0 or not text.startswith(words, place):
                return []
            found += _shared(waiting, text[at:place].strip())
            waiting = []
            at = place + len(words)
            at += text[at : at + 1].isspace()
    found += _shared(waiting, text[at:].strip())
    whole = bool(waiting) or at >= len(text)
    return found if whole and all(found) else []


def _shared(values: Sequence[str], text: str) -> list[str]:
    """The text in parts, one for each value side by side, of which one at the most is another than before."""
    left = 0
    parts = list(values)
    while left < len(parts) and text.startswith(parts[left]):
        text = text.removeprefix(parts[left]).lstrip()
        left += 1
    right = len(parts)
    while right > left + 1 and text.endswith(parts[right - 1]):
        right -= 1
        text = text.removesuffix(parts[right]).rstrip()
    if right - left == 1:
        parts[left] = text
        return parts
    return parts if left == len(parts) and not text else [""] * len(parts)


def aligned(was: Sequence[WordParagraph], now: Sequence[WordParagraph]) -> Iterator[Pair]:
    """Every paragraph of both sides once, in reading order."""
    now = [one for one in now if squeezed(one.now)]
    was = [one for one in was if squeezed(one.now)]
    if _in_place(was, now):
        yield from map(Pair, was, now)
        return
    texts = [*map(_words, was)], [*map(_words, now)]
    # What occurs all over a long file is not looked for everywhere: that would take hours.
    matcher = SequenceMatcher(None, *texts, autojunk=len(was) + len(now) > _LONG)
    for what, i, j, k, m in matcher.get_opcodes():
        if what == "equal":
            yield from (Pair(a, b) for a, b in zip(was[i:j], now[k:m], strict=True))
        else:
            yield from _paired(was[i:j], now[k:m])


def squeezed(text: str) -> str:
    """The text with every run of spaces, no-break ones too, as one space, and none at its ends."""
    return " ".join(text.split())


def _words(paragraph: WordParagraph) -> str:
    return squeezed(paragraph.now)


def _paired(was: Sequence[WordParagraph], now: Sequence[WordParagraph]) -> Iterator[Pair]:
    """The paragraphs of a stretch that differs: each with the one in its place where all are alike so,
    else those alike in order, so that most of all is alike.
    """
    if _in_place(was, now):
        yield from map(Pair, was, now)
        return
    if not was or not now or len(was) * len(now) > _MOST_PAIRS:
        yield from (Pair(one, None) for one in was)
        yield from (Pair(None, one) for one in now)
        return
    likeness = [[_likeness(a, b) for b in now] for a in was]
    best = [[0.0] * (len(now) + 1) for _ in range(len(was) + 1)]
    for i in reversed(range(len(was))):
        for k in reversed(range(len(now))):
            together = likeness[i][k] + best[i + 1][k + 1] if likeness[i][k] >= _ALIKE else 0.0
            best[i][k] = max(best[i + 1][k], best[i][k + 1], together)
    i = k = 0
    while i < len(was) or k < len(now):
        if (
            i < len(was) and k < len(now) and likeness[i][k] >= _ALIKE
            and best[i][k] == likeness[i][k] + best[i + 1][k + 1]
        ):  # fmt: skip
            yield Pair(was[i], now[k])
            i, k = i + 1, k + 1
        elif i < len(was) and (k == len(now) or best[i][k] == best[i + 1][k]):
            yield Pair(was[i], None)
            i += 1
        else:
            yield Pair(None, now[k])
            k += 1


def _in_place(was: Sequence[WordParagraph], now: Sequence[WordParagraph]) -> bool:
    """Whether each paragraph is the one in its place, or like it: none was added or removed."""
    return len(was) == len(now) and all(
        _words(one) == _words(other) or _likeness(one, other) >= _ALIKE
        for one, other in zip(was, now, strict=True)
    )


def _likeness(was: WordParagraph, now: WordParagraph) -> float:
    """The share of words in common, the values as their names, or as what they say where that is more."""
    return max(_ratio(_named(was), _named(now)), _ratio(was.now.split(), now.now.split()))


def _ratio(one: Sequence[str], other: Sequence[str]) -> float:
    matcher = SequenceMatcher(None, one, other, autojunk=False)
    quick = matcher.quick_ratio()  # how much there is in common in any order
    if quick < _ALIKE:
        return 0.0
    return quick if len(one) + len(other) > _LONG else matcher.ratio()


def _named(paragraph: WordParagraph) -> list[str]:
    tokens: list[str] = []
    for piece in paragraph.pieces:
        tokens += [f"\0{piece.name}"] if piece.name else piece.now.split()
    return tokens


def _held(built: Sequence[Piece], now: Sequence[Piece]) -> dict[int, Piece]:
    """For the values as built, by their order, the control that holds each now: the same name, in order."""
    controls = [piece for piece in now if piece.name]
    matcher = SequenceMatcher(
        None, [b.name for b in built], [c.name for c in controls], autojunk=False
    )
    return {
        block.a + nth: controls[block.b + nth]
        for block in matcher.get_matching_blocks()
        for nth in range(block.size)
    }
