"""The words that a document prints, as one text to look words up in; what prints nowhere is not in it."""

from __future__ import annotations

import re
import unicodedata

from briefing.blocks import Document, Table, plain
from briefing.compose.ledger import texts_of

_BREAK = "\n"


class PrintedWords:
    """Looks up words in everything a reader of the document sees, its properties included.

    Case, kinds of space and signs of emphasis do not matter; words must be whole.
    """

    def __init__(self, document: Document) -> None:
        meta = document.meta
        runs = [plain(document.title), plain(document.subtitle)]
        runs += [meta.title, meta.subject, meta.author, *meta.keywords, meta.marking]
        for page in (document.first, document.rest):
            sides = (page.head_left, page.head_right, page.foot_left, page.foot_centre)
            runs += [plain(side) for side in sides]
        runs += [plain(inlines) for inlines in texts_of(document)]
        for block in document.blocks:
            if isinstance(block, Table):
                runs.append(plain(block.description))
        self._text = _BREAK.join(_folded(run) for run in runs)

    def has(self, words: str) -> bool:
        """Whether these words stand somewhere, in one piece; words without a letter or digit do."""
        sought = _folded(words)
        if not any(sign.isalnum() for sign in sought):
            return True
        position = self._text.find(sought)
        while position >= 0:
            if self._whole(position, position + len(sought)):
                return True
            position = self._text.find(sought, position + 1)
        return False

    def _whole(self, start: int, end: int) -> bool:
        text = self._text
        opened = start == 0 or not _joined(text[start - 1], text[start])
        closed = end == len(text) or not _joined(text[end - 1], text[end])
        return opened and closed


def _joined(one: str, other: str) -> bool:
    """Whether two signs side by side are inside a word; scripts without spaces have no such inside."""
    return all(sign.isalnum() and unicodedata.category(sign) != "Lo" for sign in (one, other))


def _folded(text: str) -> str:
    return " ".join(re.sub(r"[*_\\]", "", text).casefold().split())
