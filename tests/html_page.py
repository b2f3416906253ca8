"""Reads a page of the HTML writer back: its words block by block, and its tags as they nest."""

from __future__ import annotations

from collections.abc import Iterator
from html.parser import HTMLParser

import lxml.html

INLINE = {"a", "br", "em", "span", "strong", "sup"}


def tidy(text: str) -> str:
    return " ".join(text.split())


def own_words(element: lxml.html.HtmlElement) -> str:
    """The words of an element and of the inlines in it, up to the first block in it."""
    found = element.text or ""
    for child in element:
        if child.tag not in INLINE:
            break
        found += ("\n" if child.tag == "br" else own_words(child)) + (child.tail or "")
    return found


def blocks_of(root: lxml.html.HtmlElement) -> Iterator[str]:
    """The words of each block between the running head and foot, as `text_blocks` tells them."""
    (title,) = root.iter("h1")
    parts = list(title.getparent())
    for part in parts[parts.index(title) : -1]:
        for element in part.iter():
            if element.tag in ("h1", "h2", "h3", "h4", "p", "li", "caption"):
                yield tidy(own_words(element))
            elif element.tag == "img":
                yield f"[Alternative text: {tidy(element.get('alt'))}]"
            elif element.tag == "tr":
                facts = next(element.iterancestors("table")).get("role") is None
                yield tidy((" | " if facts else " ").join(own_words(cell) for cell in element))


class Tags(HTMLParser):
    """The tags of a page in order, and that each closes what was opened last."""

    def __init__(self, content: str) -> None:
        super().__init__()
        self.seen: list[str] = []
        self.open: list[str] = []
        self.feed(content)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: object) -> None:
        parent = self.open[-1] if self.open else ""
        assert tag in INSIDE.get(parent, {tag}), f"<{tag}> in <{parent}>"
        assert tag != "a" or "a" not in self.open
        self.seen.append(tag)
        if tag not in ("br", "col", "img", "meta"):
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


# What HTML lets stand directly in an element; the others may hold any.
_PHRASE = INLINE | {"img"}
INSIDE = {
    **dict.fromkeys(
        ("p", "h1", "h2", "h3", "h4", "a", "em", "span", "strong", "sup", "caption"), _PHRASE
    ),
    "ul": {"li"},
    "ol": {"li"},
    "table": {"caption", "colgroup", "thead", "tbody", "tr"},
    "thead": {"tr"},
    "tbody": {"tr"},
    "tr": {"td", "th"},
    "colgroup": {"col"},
    "title": set(),
}
