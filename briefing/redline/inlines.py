"""The content of two paragraphs compared word by word; what is not words is compared as a whole."""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterator, Sequence, Set
from copy import deepcopy
from dataclasses import dataclass, field, replace

from briefing.redline.aligning import stretches
from briefing.redline.marking import Marker, free, joined
from briefing.redline.sides import Side
from briefing.wordfile.names import (
    CONTENT,
    CONTROL,
    FIELD_CHAR,
    INLINE_BOXES,
    LINK,
    NOTES,
    PARAGRAPH_PROPERTIES,
    PASSING,
    RUN,
    RUN_PROPERTIES,
    SPACE,
    STARTS_AND_ENDS,
    TEXT,
    Element,
    R,
    W,
    of_word,
    value,
    words_of,
)

_WORDS = re.compile(r"[$€£¥]?[^\W_]+(?:[.,:’'-][^\W_]+)*[%‰]?|\s|.", re.DOTALL)
_BETWEEN = re.compile(r"[\W_]*")


@dataclass(frozen=True, slots=True)
class Token:
    """A word or a thing: what it is known by, its elements, and the places without extent before it."""

    key: Hashable
    made: tuple[Element, ...]
    before: tuple[Element, ...] = ()
    words: str | None = None


@dataclass(frozen=True, slots=True)
class Pairing:
    """Which notes go together: (kind, old id, new id), and those that only the new text refers to."""

    notes: list[tuple[str, str, str]] = field(default_factory=list)
    inserted: list[tuple[str, str]] = field(default_factory=list)


class Inlines:
    """Compares what stands in two paragraphs, or in two links or controls in them."""

    def __init__(self, old: Side, new: Side, marker: Marker, pairing: Pairing) -> None:
        self.old, self.new, self.marker, self.pairing = old, new, marker, pairing

    def compared(self, old: Element, new: Element, *, apart: bool = False) -> list[Element]:
        """What `new` then holds: its own content, with what was in `old` as deleted.

        `apart`: the two have nothing to do with each other but their place.
        """
        a, ends_a = self._tokens(old, self.old)
        b, ends_b = self._tokens(new, self.new)
        shared = {one.key for one in a} & {one.key for one in b}
        a, b = ([_by_target(one, shared) for one in side] for side in (a, b))
        made: list[Element] = []
        for same, i, j in self._stretches(a, b, apart):
            gone, come = [a[n] for n in i], [b[n] for n in j]
            if same:
                for was, is_ in zip(gone, come, strict=True):
                    made += [*self._kept(was.before), *is_.before, *self._same(was, is_)]
            else:
                made += self.deleted(one for token in gone for one in (*token.before, *token.made))
                made += self.inserted(one for token in come for one in (*token.before, *token.made))
        return joined([*made, *self._kept(ends_a), *ends_b])

    def deleted(self, elements: Iterator[Element]) -> list[Element]:
        """Old content taken over as deleted."""
        return self.marker.inline("del", [self.old.taken(one) for one in elements])

    def inserted(self, elements: Iterator[Element]) -> list[Element]:
        """New content as inserted."""
        kept = list(elements)
        self.note_inserted(kept)
        return self.marker.inline("ins", kept)

    def note_inserted(self, elements: Sequence[Element]) -> None:
        """Note the notes that only the new text refers to."""
        for element in elements:
            for one in element.iter(*NOTES):
                self.pairing.inserted.append((NOTES[str(one.tag)], one.get(W + "id", "")))

    def pair_notes(self, old: Element, new: Element) -> None:
        """Pair the notes of two elements that are the same for a reader."""
        for was, is_ in zip(old.iter(*NOTES), new.iter(*NOTES), strict=True):
            ids = was.get(W + "id", ""), is_.get(W + "id", "")
            self.pairing.notes.append((NOTES[str(is_.tag)], *ids))

    # ---------------------------------------------------------------------------- private

    def _kept(self, places: Sequence[Element]) -> list[Element]:
        return [self.old.taken(one) for one in places]

    def _stretches(
        self, a: Sequence[Token], b: Sequence[Token], apart: bool
    ) -> list[tuple[bool, range, range]]:
        """Stretches of the same and of other words; what is between two changes and no word joins them."""
        if apart:
            return [(False, range(len(a)), range(len(b)))]
        made: list[tuple[bool, range, range]] = []
        found = stretches([one.key for one in a], [one.key for one in b])
        for at, (same, i, j) in enumerate(found):
            between = same and 0 < at < len(found) - 1 and all(_only_between(b[n]) for n in j)
            if made and not made[-1][0] and (not same or between):
                _, x, y = made[-1]
                made[-1] = (False, range(x.start, i.stop), range(y.start, j.stop))
            else:
                made.append((same, i, j))
        return made

    def _same(self, was: Token, is_: Token) -> list[Element]:
        """Two tokens of one key, as the new has it, with what differs inside."""
        if len(was.made) == len(is_.made) == 1:
            old, new = was.made[0], is_.made[0]
            if new.tag in INLINE_BOXES:
                self._same_box(old, new)
                return [new]
            if new.tag == RUN:
                looks = old.find(RUN_PROPERTIES), new.find(RUN_PROPERTIES)
                if self.old.same.look(looks[0], of_words=True) != self.new.same.look(
                    looks[1], of_words=True
                ):
                    before = None if looks[0] is None else self.old.taken(looks[0])
                    self.marker.changed_words(new, before)
        for old, new in zip(was.made, is_.made, strict=True):
            self.pair_notes(old, new)
        return list(is_.made)

    def _same_box(self, old: Element, new: Element) -> None:
        if self.old.same.of(old) == self.new.same.of(new):
            self.pair_notes(old, new)
            return
        was, is_ = (one.find(CONTENT) if one.tag == CONTROL else one for one in (old, new))
        if was is None or is_ is None:
            return
        # A value is replaced as one: half of it would be no value.
        content = self.compared(was, is_, apart=new.tag == CONTROL)
        properties = [
            one for one in is_ if one.tag == W + "smartTagPr" or one.tag == W + "customXmlPr"
        ]
        for one in list(is_):
            is_.remove(one)
        is_.extend([*properties, *content])
        if new.tag == CONTROL:
            free(new)

    # ----------------------------------------------------------------------------- tokens

    def _tokens(self, parent: Element, side: Side) -> tuple[list[Token], tuple[Element, ...]]:
        """The tokens of a paragraph, link or control, and the places without extent after the last."""
        made: list[Token] = []
        before: list[Element] = []
        open_field: list[Element] = []
        depth = 0
        for piece in _pieces(parent):
            if piece.tag in STARTS_AND_ENDS and not depth:
                before.append(piece)
                continue
            change = opens(piece)
            if depth or change > 0:
                open_field.append(piece)
                depth += change
                if depth <= 0:
                    key = "field", "".join(side.same.of(one) for one in open_field)
                    made.append(Token(key, tuple(open_field), tuple(before)))
                    open_field, before, depth = [], [], 0
                continue
            made.append(self._token(piece, side, tuple(before)))
            before = []
        # A field that ends in another paragraph: each of its pieces by itself.
        for piece in open_field:
            if piece.tag in STARTS_AND_ENDS:
                before.append(piece)
            else:
                made.append(self._token(piece, side, tuple(before)))
                before = []
        return made, tuple(before)

    def _token(self, piece: Element, side: Side, before: tuple[Element, ...]) -> Token:
        if piece.tag == RUN:
            inner = piece[-1]
            if inner.tag == TEXT:
                raised = piece.find(f"{RUN_PROPERTIES}/{W}position") is not None
                return Token(("word", inner.text, raised), (piece,), before, inner.text)
            if inner.tag in NOTES:
                kind = NOTES[str(inner.tag)]
                return Token(
                    ("note", kind, side.note_key(kind, inner.get(W + "id", ""))), (piece,), before
                )
            return Token(("thing", side.same.of(inner)), (piece,), before)
        if piece.tag == LINK:
            to = piece.get(W + "anchor", "") + side.same.leads_to(piece.get(R + "id", ""))
            return Token(("link", to, words_of(piece)), (piece,), before)
        if piece.tag == CONTROL and (tag := value(piece, "sdtPr/tag")):
            return Token(("control", tag), (piece,), before)
        if piece.tag in INLINE_BOXES and piece.tag != CONTROL:
            return Token(
                ("box", str(piece.tag), tuple(sorted(piece.attrib.items()))), (piece,), before
            )
        return Token(("other", side.same.of(piece)), (piece,), before)


def _by_target(token: Token, shared: Set[Hashable]) -> Token:
    """A link whose words only one side has is known by where it leads alone."""
    match token.key:
        case ("link", to, _) if token.key not in shared:
            return replace(token, key=("link", to))
        case _:
            return token


def _only_between(token: Token) -> bool:
    return token.words is not None and _BETWEEN.fullmatch(token.words) is not None


def opens(piece: Element) -> int:
    """How many fields an element opens more than it closes."""
    kinds = [one.get(W + "fldCharType") for one in piece.iter(FIELD_CHAR)]
    return kinds.count("begin") - kinds.count("end")


def _pieces(parent: Element) -> Iterator[Element]:
    """A paragraph's content in pieces of one thing each, none of them in the tree."""
    skipped = {PARAGRAPH_PROPERTIES, *PASSING, W + "smartTagPr", W + "customXmlPr"}
    for child in list(parent):
        if child.tag in skipped:
            continue
        if child.tag == RUN:
            yield from _run_pieces(child)
        elif child.tag == W + "fldSimple":
            yield from _as_complex_field(child)
        else:
            yield deepcopy(child)


def _run_pieces(run: Element) -> Iterator[Element]:
    looks = run.find(RUN_PROPERTIES)
    for inner in run:
        if inner.tag == RUN_PROPERTIES or inner.tag in PASSING:
            continue
        if inner.tag == TEXT:
            for word in _WORDS.findall(inner.text or ""):
                made = of_word("t")
                made.text = word
                made.set(SPACE, "preserve")
                yield _run(looks, made)
        else:
            yield _run(looks, deepcopy(inner))


def _run(looks: Element | None, inner: Element) -> Element:
    return of_word("r", *([] if looks is None else [deepcopy(looks)]), inner)


def _as_complex_field(field: Element) -> Iterator[Element]:
    """A simple field in the form whose parts can be tracked."""
    instruction = of_word("instrText")
    instruction.text = field.get(W + "instr", "")
    instruction.set(SPACE, "preserve")
    yield _run(None, of_word("fldChar", fldCharType="begin"))
    yield _run(None, instruction)
    yield _run(None, of_word("fldChar", fldCharType="separate"))
    yield from _pieces(field)
    yield _run(None, of_word("fldChar", fldCharType="end"))
