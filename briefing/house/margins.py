"""Heads and feet: the template's own, and below them the brief's line with marking, edition and page.

A brief under a handling marking must show it on every page, whatever the template says there.
"""

from __future__ import annotations

import re
from copy import deepcopy

from lxml import etree

from briefing.carried import PRINTED_NAMESPACE
from briefing.readback.word_text import paragraphs_of
from briefing.wordfile.adopting import Adopter
from briefing.wordfile.names import Element, P, R, W, value
from briefing.wordfile.package import Package

_KINDS = ("header", "footer")
_LATER = ("textDirection", "bidi", "rtlGutter", "docGrid", "printerSettings", "sectPrChange")
_PAGE = re.compile(r"\s*PAGE\b", re.IGNORECASE)
_MARKING = "Marking"
_KEPT = f"{{{PRINTED_NAMESPACE}}}"


def fill_margins(section: Element, ours: Element, adopter: Adopter) -> None:
    """Add our lines to the heads and feet of `section`; our heads or feet where it has none."""
    for kind in _KINDS:
        theirs = list(section.iterchildren(f"{W}{kind}Reference"))
        own = {one.get(W + "type", ""): one for one in ours.iterchildren(f"{W}{kind}Reference")}
        for reference in theirs:
            match = own.get(reference.get(W + "type", ""), own.get("default"))
            if match is not None:
                _append(reference, match, adopter, whole=kind == "header")
        if not theirs:
            for reference in reversed(own.values()):
                section.insert(0, adopter.copy(reference, adopter.old.main, adopter.new.main))
            _first_page(section, ours)


def _append(reference: Element, own: Element, adopter: Adopter, *, whole: bool) -> None:
    """Our paragraphs below theirs; in a foot that counts pages already, our marking alone."""
    to, of = _part(adopter.new, reference), _part(adopter.old, own)
    if to is None or of is None:
        return
    root = adopter.new.tree(to)
    counted = any(_PAGE.match(one.text or "") for one in root.iter(W + "instrText")) or any(
        _PAGE.match(one.get(W + "instr", "")) for one in root.iter(W + "fldSimple")
    )
    for paragraph in adopter.old.tree(of).iterchildren(P):
        if whole or not counted or value(paragraph, "pPr/pStyle") == _MARKING:
            root.append(adopter.copy(paragraph, of, to))


def _part(package: Package, reference: Element) -> str | None:
    one = package.relations(package.main).get(reference.get(R + "id", ""))
    return one.target if one is not None and not one.outside and one.target in package else None


def _first_page(section: Element, ours: Element) -> None:
    """Our first page has a head of its own."""
    own = ours.find(W + "titlePg")
    if own is None or section.find(W + "titlePg") is not None:
        return
    later = [at for at, one in enumerate(section) if str(one.tag).removeprefix(W) in _LATER]
    section.insert(min(later, default=len(section)), deepcopy(own))


def keep_margins(house: Package) -> None:
    """Note what heads and feet say now as what they said when built: what the template adds is no edit."""
    for one in house.relations(house.main).values():
        if one.outside or not one.type.endswith("/customXml") or one.target not in house:
            continue
        root = house.tree(one.target)
        if root.tag != _KEPT + "printed":
            continue
        for story in [*root.iterchildren(_KEPT + "margins")]:
            root.remove(story)
        for part in house.stories():
            if re.search(r"/(header|footer)[^/]*$", part):
                root.append(_margin(house.tree(part)))


def _margin(part: Element) -> Element:
    story = etree.Element(_KEPT + "margins")
    for paragraph in paragraphs_of(part):
        kept = etree.SubElement(story, _KEPT + "paragraph")
        for piece in paragraph.pieces:
            name = piece.name or ("link" if piece.linked else "words")
            etree.SubElement(kept, _KEPT + name).text = piece.now
    return story
