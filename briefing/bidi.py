"""Text of both directions: which way each character runs, and in what order a line shows them.

The rules are those of the Unicode Bidirectional Algorithm (UAX #9). python-bidi resolves weak and neutral
characters and numbers; here are the rules that it lacks: paired brackets (N0), isolates, and lines (L1, L2).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence

from bidi import algorithm
from bidi.mirror import MIRRORED

OBJECT = "\ufffc"
"""Stands for what is no text, such as a drawn sign, and for an isolate in the text around it."""

_RIGHT_TO_LEFT = re.compile(
    "[\u0590-\u08ff\u200f\u061c\ufb1d-\ufdff\ufe70-\ufeff\U00010800-\U00010fff\U0001e800-\U0001efff]"
)
_BEFORE = "\u058f"  # nothing up to this sign is written from right to left
_STRONG = {"L": "L", "R": "R", "AL": "R"}
_DIRECTION = {"L": "L", "R": "R", "EN": "R", "AN": "R"}  # in N0, numbers count as right-to-left
_MOST_OPEN = 63  # brackets that may be open at a time (BD16)

# What the library keeps of a character while the rules run over it.
_Kept = dict[str, str | int]


def has_right_to_left(text: str) -> bool:
    """Whether the text has a character of a script that is written from right to left."""
    # By the signs that occur: the pattern is slow over long texts, and most have but a few signs.
    return not text.isascii() and any(
        sign > _BEFORE and _RIGHT_TO_LEFT.match(sign) for sign in set(text)
    )


def levels(text: str, isolates: Sequence[tuple[int, int]] = ()) -> tuple[int, ...]:
    """The embedding level of each character in a paragraph that runs from left to right.

    Even levels run to the right, odd ones to the left. `isolates` are ranges that neither affect the text
    around them nor are affected by it, each with the direction of its first strong character (UAX #9, FSI);
    they are in order and do not overlap.
    """
    outer: list[str] = []
    places: list[int] = []
    at = 0
    for start, end in isolates:
        outer.append(text[at:start])
        places += range(at, start)
        outer.append(OBJECT)
        places.append(start)
        at = end
    outer.append(text[at:])
    places += range(at, len(text))
    found = [0] * len(text)
    for place, level in zip(places, _resolved("".join(outer), 0), strict=True):
        found[place] = level
    for start, end in isolates:
        inner = text[start:end]
        around = found[start]
        base = 1 if begins_to_left(inner) else 0
        # The least level above that around, of the direction within (X5a to X5c).
        raised = around + 1 if (around + 1) % 2 == base else around + 2
        lowered = 0 if around == 0 and base == 0 else raised - base
        for offset, level in enumerate(_resolved(inner, base)):
            found[start + offset] = level + lowered
    return tuple(found)


def visual_order(levels: Sequence[int]) -> list[int]:
    """The order from left to right of the parts of one line, whose levels these are (UAX #9, L2)."""
    order = list(range(len(levels)))
    for level in range(max(levels, default=0), 0, -1):
        at = 0
        while at < len(order):
            end = at
            while end < len(order) and levels[order[end]] >= level:
                end += 1
            if end > at:
                order[at:end] = reversed(order[at:end])
            at = end + 1
    return order


def begins_to_left(text: str) -> bool:
    """Whether the first character with a direction of its own runs to the left (UAX #9, P2)."""
    kinds = (_STRONG.get(unicodedata.bidirectional(character)) for character in text)
    return next((kind for kind in kinds if kind), "L") == "R"


def _resolved(text: str, base: int) -> list[int]:
    """The levels of a text without isolates in a paragraph of level `base`."""
    if not text:
        return []
    kept = [unicodedata.bidirectional(c) != "BN" for c in text]  # X9: the others see them not
    storage = algorithm.get_empty_storage()
    storage["base_level"], storage["base_dir"] = base, "R" if base else "L"
    algorithm.get_embedding_levels(
        "".join(c for c, k in zip(text, kept, strict=True) if k), storage
    )
    algorithm.explicit_embed_and_overrides(storage)
    algorithm.resolve_weak_types(storage)
    _pair_brackets(storage["chars"], "R" if base else "L")
    algorithm.resolve_neutral_types(storage, False)
    algorithm.resolve_implicit_levels(storage, False)
    levels = iter([int(one["level"]) for one in storage["chars"]])
    found: list[int] = []
    for keep in kept:
        found.append(next(levels) if keep else (found[-1] if found else base))
    return found


def _pair_brackets(kept: Sequence[_Kept], base: str) -> None:
    """Rule N0: both brackets of a pair take one direction, from what they hold or what is before them."""
    for opening, closing in _pairs(kept):
        inside = {_DIRECTION.get(str(one["type"])) for one in kept[opening + 1 : closing]}
        other = "L" if base == "R" else "R"
        if base in inside:
            direction = base
        elif other in inside:
            before = (_DIRECTION.get(str(one["type"])) for one in reversed(kept[:opening]))
            direction = other if next((d for d in before if d), base) == other else base
        else:
            continue
        for at in (opening, closing):
            kept[at]["type"] = direction
            for mark in kept[at + 1 :]:  # marks on a bracket go with it
                if mark["orig"] != "NSM":
                    break
                mark["type"] = direction


def _pairs(kept: Sequence[_Kept]) -> list[tuple[int, int]]:
    """The places of paired brackets, in the order of the opening ones (BD16)."""
    found: list[tuple[int, int]] = []
    opened: list[tuple[str, int]] = []
    for at, one in enumerate(kept):
        character = unicodedata.normalize("NFC", str(one["ch"]))
        if one["type"] != "ON" or character not in MIRRORED:
            continue
        match unicodedata.category(character):
            case "Ps":
                if len(opened) == _MOST_OPEN:
                    break
                opened.append((MIRRORED[character], at))
            case "Pe":
                matching = [n for n, (closing, _) in enumerate(opened) if closing == character]
                if matching:
                    found.append((opened[matching[-1]][1], at))
                    del opened[matching[-1] :]
            case _:
                pass
    return sorted(found)


def at_line_end(levels: Iterable[int], text: str) -> list[int]:
    """The levels of one line's characters, blanks at its end back at the level of the paragraph (L1)."""
    found = list(levels)
    for at in range(len(text) - 1, -1, -1):
        if not text[at].isspace():
            break
        found[at] = 0
    return found
