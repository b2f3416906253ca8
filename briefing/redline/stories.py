"""Every part that holds text compared with its counterpart: body, headers, footers and notes."""

from __future__ import annotations

from collections.abc import Callable

from lxml import etree

from briefing.redline.aligning import Room
from briefing.redline.blocks import Blocks
from briefing.redline.inlines import Inlines, Pairing
from briefing.redline.marking import Marker, free
from briefing.redline.sides import Side, notes_of
from briefing.wordfile.adopting import Adopter
from briefing.wordfile.names import (
    CONTROL,
    NOTES,
    PASSING,
    RELATIONSHIP,
    TABLE,
    Element,
    P,
    R,
    W,
    of_word,
    remove,
)
from briefing.wordfile.package import Package, Relationship


class Stories:
    """The stories of two files; the new file is changed in place."""

    def __init__(self, old: Package, new: Package, marker: Marker) -> None:
        self.old, self.new, self.marker = old, new, marker
        self._prepare()
        self._adopter = Adopter(old, new)
        self._notes = notes_of(old), notes_of(new)
        self._pairing = Pairing()
        self._room = Room()

    def compare(self) -> None:
        """Compare all parts."""
        self._compare_furniture()
        was, is_ = (package.tree(package.main).find(W + "body") for package in (self.old, self.new))
        if was is not None and is_ is not None:
            self._blocks(self.old.main, self.new.main).compare(was, is_)
        for kind in NOTES.values():
            self._compare_notes(kind)
        self._adopter.settle()

    # ------------------------------------------------------------------------------- sides

    def _blocks(self, old_part: str, new_part: str) -> Blocks:
        def taken(element: Element) -> Element:
            return self._adopter.copy(element, old_part, new_part)

        old = Side(self.old, old_part, self._notes[0], taken, self._adopter.pair_lists)
        new = Side(self.new, new_part, self._notes[1], lambda one: one, lambda _old, _new: None)
        old.shared = new.shared = old.every_note() & new.every_note()
        return Blocks(Inlines(old, new, self.marker, self._pairing), self._room)

    def _prepare(self) -> None:
        """Take out what says nothing of the text, and of the old file the places that the new one has."""
        for package in (self.old, self.new):
            for name in package.stories():
                root = package.tree(name)
                remove([*root.iter(*PASSING)])
                for control in root.iter(CONTROL):
                    free(control, text=False)
        names = {
            one.get(W + "name", "").casefold()
            for name in self.new.stories()
            for one in self.new.tree(name).iter(W + "bookmarkStart")
        }
        for name in self.old.stories():
            remove(_not_taken_over(self.old.tree(name), names))

    # --------------------------------------------------------------------- headers, footers

    def _compare_furniture(self) -> None:
        """The headers and footers that go together, each once: by kind, and by section from the last."""
        done: set[str] = set()
        sections = [
            [*package.tree(package.main).iter(W + "sectPr")][::-1]
            for package in (self.old, self.new)
        ]
        for was, is_ in zip(*sections, strict=False):
            old, new = _references(was, self.old), _references(is_, self.new)
            for key, part in new.items():
                if part in done:
                    continue
                done.add(part)
                blocks = self._blocks(old.get(key, self.old.main), part)
                if key in old:
                    blocks.compare(self.old.tree(old[key]), self.new.tree(part))
                else:
                    _mark(self.new.tree(part), blocks.insert)
            for key, part in old.items():
                if key not in new:
                    self._take_furniture(key, part, is_)

    def _take_furniture(self, key: tuple[str, str], part: str, section: Element) -> None:
        """A header or footer that only the old file has, as deleted."""
        name, kind = key
        root = of_word(str(self.old.tree(part).tag).removeprefix(W))
        made = self.new.add(part, root, self.old.type_of(part))
        root.extend(self._adopter.copy(one, part, made) for one in self.old.tree(part))
        _mark(root, self._deleted)
        relation = name.removeprefix(W).removesuffix("Reference")
        reference = of_word(name.removeprefix(W), type=kind)
        to = Relationship(RELATIONSHIP + relation, made, False)
        reference.set(R + "id", self.new.relate(self.new.main, to))
        section.insert(0, reference)

    # ------------------------------------------------------------------------------- notes

    def _compare_notes(self, kind: str) -> None:
        old_part = self.old.target(self.old.main, f"{kind}s")
        adopted = {old: new for (of, old), new in self._adopter.notes.items() if of == kind}
        new_part = self.new.target(self.new.main, f"{kind}s")
        if new_part is None and old_part is not None and adopted:
            new_part = self._with_notes(kind, old_part)
        if new_part is None:
            return
        blocks = self._blocks(old_part or new_part, new_part)
        was, is_ = (found.get(kind, {}) for found in self._notes)
        done: set[str] = set()
        for of, old, new in self._pairing.notes:
            if of == kind and new not in done and old in was and new in is_:
                done.add(new)
                blocks.compare(was[old], is_[new])
        for of, new in self._pairing.inserted:
            if of == kind and new not in done and new in is_:
                done.add(new)
                _mark(is_[new], blocks.insert)
        root = self.new.tree(new_part)
        for old, new in adopted.items():
            if old in was:
                made = blocks.old.taken(was[old])
                made.set(W + "id", new)
                _mark(made, self._deleted)
                root.append(made)

    def _deleted(self, block: Element, whole: bool) -> list[Element]:
        return self.marker.block("del", block, whole=whole)

    def _with_notes(self, kind: str, old_part: str) -> str:
        """The part for notes of a kind that only the old file has; its separators are the old file's."""
        root = etree.fromstring(etree.tostring(self.old.tree(old_part)))
        ordinary = [one for one in root if one.get(W + "type", "normal") == "normal"]
        remove(ordinary)
        part = self.new.add(f"word/{kind}s.xml", root, self.old.type_of(old_part))
        self.new.relate(self.new.main, Relationship(f"{RELATIONSHIP}{kind}s", part, False))
        return part


def _mark(note: Element, marked: Callable[[Element, bool], list[Element]]) -> None:
    """Mark what a note says; the last paragraph's mark goes with the note."""
    blocks = [one for one in note if one.tag in (P, TABLE, CONTROL)]
    for one in blocks:
        at = note.index(one)
        note.remove(one)
        for offset, made in enumerate(marked(one, one is not blocks[-1])):
            note.insert(at + offset, made)


def _references(section: Element, package: Package) -> dict[tuple[str, str], str]:
    """A section's own headers and footers: by name and kind, the part."""
    found: dict[tuple[str, str], str] = {}
    relations = package.relations(package.main)
    for one in section.iterchildren(W + "headerReference", W + "footerReference"):
        to = relations.get(one.get(R + "id", ""))
        if to is not None and not to.outside and to.target in package:
            found[str(one.tag), one.get(W + "type", "default")] = to.target
    return found


def _not_taken_over(root: Element, names: set[str]) -> list[Element]:
    """Comments, and bookmarks that the new file has too or that reach from one paragraph to another."""
    comments = ("commentRangeStart", "commentRangeEnd", "commentReference", "permStart", "permEnd")
    gone = [*root.iter(*(W + name for name in comments))]
    ends = {one.get(W + "id", ""): one for one in root.iter(W + "bookmarkEnd")}
    kept: set[str] = set()
    for one in root.iter(W + "bookmarkStart"):
        id, parent = one.get(W + "id", ""), one.getparent()
        end = ends.get(id)
        near = (
            parent is not None and parent.tag == P and end is not None and end.getparent() is parent
        )
        if near and one.get(W + "name", "").casefold() not in names:
            kept.add(id)
        else:
            gone.append(one)
    return gone + [one for id, one in ends.items() if id not in kept]
