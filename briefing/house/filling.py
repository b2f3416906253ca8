"""A template filled with a brief: body, notes, comments and custom XML, in its styles and its section."""

from __future__ import annotations

from copy import deepcopy

from briefing.house.margins import fill_margins, keep_margins
from briefing.house.page import section_of
from briefing.house.styles import Sheet
from briefing.wordfile.adopting import Adopter
from briefing.wordfile.names import RELATIONSHIP, Element, R, W, of_word, value
from briefing.wordfile.package import Package, Relationship

_STYLED = (W + "pStyle", W + "rStyle", W + "tblStyle", W + "basedOn", W + "next", W + "link")
_NOTES = {"footnotes": "footnote", "endnotes": "endnote"}
_LAST = ("endnotePr", "compat", "docVars", "rsids", "themeFontLang", "clrSchemeMapping",
         "decimalSymbol", "listSeparator")  # fmt: skip
_STAYS = ("customXml",)
_IMPLIED = {"styles", "numbering", "settings", "theme", "fontTable", "webSettings", "footnotes",
            "endnotes", "comments", "customXml"}  # fmt: skip
_AFTER_LIST = ("suppressLineNumbers", "pBdr", "shd", "tabs", "suppressAutoHyphens", "kinsoku",
               "wordWrap", "overflowPunct", "topLinePunct", "autoSpaceDE", "autoSpaceDN", "bidi",
               "adjustRightInd", "snapToGrid", "spacing", "ind", "contextualSpacing",
               "mirrorIndents", "suppressOverlap", "jc", "textDirection", "textAlignment",
               "textboxTightWrap", "outlineLvl", "divId", "cnfStyle", "rPr", "sectPr",
               "pPrChange")  # fmt: skip


def fill(house: Package, brief: Package) -> None:
    """Put the brief into the template, in place."""
    _rename(brief, Sheet(house), Sheet(brief))
    for kind in (*_NOTES, "comments"):
        if part := house.target(house.main, kind):
            house.drop(part)
    section = _own_section(house)
    adopter = Adopter(brief, house)
    body = house.tree(house.main).find(W + "body")
    source = brief.tree(brief.main).find(W + "body")
    assert body is not None
    assert source is not None
    body[:] = [
        adopter.copy(one, brief.main, house.main) for one in source if one.tag != W + "sectPr"
    ]
    for kind in _NOTES:
        _notes(kind, adopter)
    _comments(adopter)
    ours = source.find(W + "sectPr")
    if ours is not None:
        fill_margins(section, ours, adopter)
    inner = list(body.iter(W + "sectPr"))
    last = of_word("sectPr") if ours is None else deepcopy(ours)
    for nth, properties in enumerate((*inner, last)):
        _like(section, properties, first=nth == 0)
    body.append(last)
    for one in brief.relations(brief.main).values():
        if one.type.removeprefix(RELATIONSHIP) in _STAYS and not one.outside:
            taken = Relationship(one.type, adopter.import_part(one.target), False)
            house.relate(house.main, taken)
    adopter.settle()
    _keep(body, Sheet(house), Sheet(brief))
    _link_lists(adopter)
    _settings(house, brief)
    _properties(house, brief, adopter)
    _tidy(house)
    keep_margins(house)


def _rename(brief: Package, theirs: Sheet, ours: Sheet) -> None:
    """Call styles of ours as the template calls those of the same name, as in another language."""
    ids = {
        style.id: found.id for style in ours.styles.values()
        if (found := theirs.like(style)) is not None and found.id != style.id
    }  # fmt: skip
    if not ids:
        return
    parts = [brief.target(brief.main, kind) for kind in ("styles", "numbering", "comments")]
    for name in (*brief.stories(), *(part for part in parts if part)):
        root = brief.tree(name)
        for one in root.iter(*_STYLED):
            one.set(W + "val", ids.get(one.get(W + "val", ""), one.get(W + "val", "")))
        for style in root.iter(W + "style"):
            id = style.get(W + "styleId", "")
            style.set(W + "styleId", ids.get(id, id))


def _like(section: Element, inner: Element, *, first: bool) -> None:
    """Make a section of ours one like the template's: turned if it was, with endnotes if it had some."""
    made = deepcopy(section)
    turned = inner.find(W + "pgSz")
    size = made.find(W + "pgSz")
    if turned is not None and size is not None and turned.get(W + "orient") == "landscape":
        width, height = size.get(W + "w", ""), size.get(W + "h", "")
        size.set(W + "w", height)
        size.set(W + "h", width)
        size.set(W + "orient", "landscape")
    for name in ("endnotePr", "type"):
        for old in [*made.iterchildren(W + name)]:
            made.remove(old)
    later = ("type", "pgSz", "pgMar", "paperSrc", "pgBorders", "lnNumType", "pgNumType", "cols")
    _put(made, deepcopy(inner.find(W + "endnotePr")), later)
    _put(made, deepcopy(inner.find(W + "type")), later[1:])
    title = made.find(W + "titlePg")
    if not first and title is not None:
        made.remove(title)
    inner[:] = list(made)


def _own_section(house: Package) -> Element:
    section = section_of(house)
    assert section is not None  # `page_size` has asked for it
    made = deepcopy(section)
    for columns in made.iterchildren(W + "cols"):
        columns.set(W + "num", "1")  # a brief is set in one column
    return made


def _keep(body: Element, theirs: Sheet, ours: Sheet) -> None:
    """Captions and headings stay with what follows, whatever the template's styles say of them."""
    kept = {
        id for id in ours.styles
        if ours.states(id, "keepNext") and id in theirs.styles and not theirs.states(id, "keepNext")
    }  # fmt: skip
    for paragraph in body.iter(W + "p"):
        properties = paragraph.find(W + "pPr")
        if properties is None or value(properties, "pStyle") not in kept:
            continue
        if properties.find(W + "keepNext") is None:
            properties.insert(1, of_word("keepNext"))


def _link_lists(adopter: Adopter) -> None:
    """Our lists behind styles of the template that have none: else its bullets would have no bullets."""
    theirs, ours = Sheet(adopter.new), Sheet(adopter.old)
    for style in ours.styles.values():
        found = theirs.like(style)
        if not style.listed or found is None or theirs.is_listed(found):
            continue
        own = ours.element(style.id).find(f"{W}pPr/{W}numPr")
        element = theirs.element(found.id)
        properties = element.find(W + "pPr")
        if own is None:
            continue
        if properties is None:
            properties = of_word("pPr")
            _put(element, properties, ("rPr", "tblPr", "trPr", "tcPr", "tblStylePr"))
        holder = of_word("p", of_word("pPr", deepcopy(own)))
        made = adopter.copy(holder, adopter.old.main, adopter.new.main)
        adopter.settle()
        _put(properties, made.find(f"{W}pPr/{W}numPr"), _AFTER_LIST)


def _tidy(house: Package) -> None:
    """Leave out what only the template's own text needed: its pictures, links, building blocks."""
    used = {
        str(id) for one in house.tree(house.main).iter() for name, id in one.attrib.items()
        if str(name).startswith(R)
    }  # fmt: skip
    known = house.relations(house.main)
    for id, one in list(known.items()):
        kind = one.type.removeprefix(RELATIONSHIP)
        if id not in used and kind not in _IMPLIED:
            del known[id]
    house.drop_unused()


def _notes(kind: str, adopter: Adopter) -> None:
    """The notes of one kind, under the numbers that their references have now."""
    part = adopter.old.target(adopter.old.main, kind)
    if part is None:
        return
    root = deepcopy(adopter.old.tree(part))
    root[:] = []
    name = adopter.new.add(part, root, adopter.old.type_of(part))
    adopter.new.relate(adopter.new.main, Relationship(RELATIONSHIP + kind, name, False))
    for note in adopter.old.tree(part):
        made = adopter.copy(note, part, name)
        id = note.get(W + "id", "")
        made.set(W + "id", adopter.notes.get((_NOTES[kind], id), id))
        root.append(made)


def _comments(adopter: Adopter) -> None:
    part = adopter.old.target(adopter.old.main, "comments")
    if part is None:
        return
    root = deepcopy(adopter.old.tree(part))
    root[:] = []
    name = adopter.new.add(part, root, adopter.old.type_of(part))
    adopter.new.relate(adopter.new.main, Relationship(RELATIONSHIP + "comments", name, False))
    root.extend(adopter.copy(one, part, name) for one in adopter.old.tree(part))


def _settings(house: Package, brief: Package) -> None:
    """What our settings say of notes; nothing else of them, and no link to the template's own place."""
    part, own = (one.target(one.main, "settings") for one in (house, brief))
    if part is None or own is None:
        return
    root = house.tree(part)
    for one in [*root.iterchildren(W + "attachedTemplate", W + "mailMerge")]:
        root.remove(one)
    # What a brief's tables and boxes are laid out for: older ways put tables beside the margin.
    compat = brief.tree(own).find(W + "compat")
    for one in [*root.iterchildren(W + "compat")] if compat is not None else []:
        root.remove(one)
    if compat is not None:
        _put(root, deepcopy(compat), _LAST[2:])
    for kind in ("footnotePr", "endnotePr"):
        for one in [*root.iterchildren(W + kind)]:
            root.remove(one)
        found = brief.tree(own).find(W + kind)
        if found is not None:
            _put(root, deepcopy(found), _LAST[kind == "endnotePr" :])


def _put(parent: Element, made: Element | None, before: tuple[str, ...]) -> None:
    """Insert an element in its place: before the first of those that come after it."""
    if made is None:
        return
    later = [at for at, one in enumerate(parent) if str(one.tag).removeprefix(W) in before]
    parent.insert(min(later, default=len(parent)), made)


def _properties(house: Package, brief: Package, adopter: Adopter) -> None:
    """Title, edition and the rest are the brief's, not the template's."""
    for id, one in list(house.relations("").items()):
        if one.type.endswith(("/core-properties", "/custom-properties", "/extended-properties")):
            del house.relations("")[id]
            if one.target in house:
                house.drop(one.target)
    for one in brief.relations("").values():
        if one.type.endswith(("/core-properties", "/custom-properties")):
            house.relate("", Relationship(one.type, adopter.import_part(one.target), False))
