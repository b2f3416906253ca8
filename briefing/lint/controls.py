"""Content controls: each has a number of its own, and what it is bound to is there."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from lxml import etree

from briefing.lint.word import Element, Finding, W, Word, place

_STORE = "{http://schemas.openxmlformats.org/officeDocument/2006/customXml}itemID"
_PREFIX = re.compile(r"xmlns:([\w.-]+)\s*=\s*(['\"])(.*?)\2")
_PATH = re.compile(r"(?:/(?:[\w.-]+:)?[\w.-]+(?:\[\d+\])?)+")
_BUILT_IN = {
    "{6C3C8BC8-F283-45AE-878A-BAB7291924A1}",  # core, extended and cover page properties
    "{6668398D-A668-4E3E-A5EB-62B293D839F1}",
    "{55AF091B-3C7A-41E3-B477-F2FDAA23CFDA}",
}


def numbers_twice(word: Word) -> Iterator[Finding]:
    """No control has the number of another."""
    found = [
        (part, one.get(W + "val"), one)
        for part, properties in word.every(W + "sdtPr")
        for one in properties.iterchildren(W + "id")
    ]
    times = Counter(id for _, id, _ in found)
    for part, id, one in found:
        if times[id] > 1:
            message = f"expected a number of its own for the content control, found {id} twice"
            yield Finding(part, _place(one), message)


def bound_to_nothing(word: Word) -> Iterator[Finding]:
    """The store of a binding is in the file, and its path leads to something in it."""
    stores = _stores(word)
    lost: Counter[tuple[str, str]] = Counter()
    for part, one in word.every(W + "dataBinding"):
        id, path = one.get(W + "storeItemID", ""), one.get(W + "xpath", "")
        if id.upper() in _BUILT_IN or not id:
            continue
        if id.upper() not in stores:
            lost[part, id] += 1
        elif not _selected(stores[id.upper()], path, one.get(W + "prefixMappings", "")):
            message = f"expected {path} in its custom XML, found nothing there"
            yield Finding(part, _place(one), message, "the content control is bound to nothing")
    for (part, id), times in lost.items():
        message = f"expected custom XML with the id {id}, found none"
        yield Finding(part, "", message, f"content controls that are bound to nothing: {times}")


def _stores(word: Word) -> dict[str, Element]:
    """The custom XML by its id: each part with the properties that it is related to."""
    made: dict[str, Element] = {}
    for name, root in word.trees.items():
        if not name.startswith("customxml/"):
            continue
        for related in word.relations(name).values():
            properties = word.trees.get(related.target.lower())
            if related.kind.endswith("/customXmlProps") and properties is not None:
                made[str(properties.get(_STORE, "")).upper()] = root
    return made


def _selected(root: Element, path: str, mappings: str) -> bool:
    """Whether the path selects something; only plain paths are followed, as Word writes them."""
    if not _PATH.fullmatch(path):
        return True
    spaces = {prefix: space for prefix, _, space in _PREFIX.findall(mappings)}
    try:
        return bool(root.getroottree().xpath(path, namespaces=spaces))
    except etree.XPathError:
        return False


def _place(one: Element) -> str:
    control = next(one.iterancestors(W + "sdt"), one)
    return place(control)


RULES = (numbers_twice, bound_to_nothing)
