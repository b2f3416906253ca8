"""What the old file says, taken into the new one: copies whose pictures, lists, styles and ids hold there."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from copy import deepcopy
from itertools import count

from lxml import etree

from briefing.wordfile.names import (
    CONTROL_PROPERTIES,
    NOTES,
    STARTS_AND_ENDS,
    Element,
    R,
    W,
    remove,
    value,
)
from briefing.wordfile.package import Package, Relationship

_DOC_PR = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}docPr"
_STYLES = {W + "pStyle": "paragraph", W + "rStyle": "character", W + "tblStyle": "table"}
_WORD_2010 = "{http://schemas.microsoft.com/office/word/2010/wordml}"
_OWN_TO_A_FILE = {_WORD_2010 + "paraId", _WORD_2010 + "textId"}
_PENDING = W + "pendingList"


class Adopter:
    """Takes elements of `old` into `new`. `settle` comes last: only then are lists known that go together."""

    def __init__(self, old: Package, new: Package) -> None:
        self.old, self.new = old, new
        self._parts: dict[str, str] = {}
        self._styles: set[str] = set()
        self._notes: dict[tuple[str, str], str] = {}
        self._lists: dict[str, Counter[str]] = {}
        self._pending: list[Element] = []
        self._made_lists: dict[str, str] = {}
        self._control_ids = self._free_ids(CONTROL_PROPERTIES + "/" + W + "id", W + "val")
        self._drawing_ids = self._free_ids(_DOC_PR, "id")
        self._bookmark_ids = self._free_ids(W + "bookmarkStart", W + "id")
        self._note_ids = {kind: self._free_ids(W + kind, W + "id") for kind in NOTES.values()}

    @property
    def notes(self) -> dict[tuple[str, str], str]:
        """The old notes whose references were taken over: (kind, old id) → the id they have now."""
        return self._notes

    def copy(self, element: Element, old_part: str, new_part: str) -> Element:
        """A copy that may stand in `new_part`."""
        made = deepcopy(element)
        bookmarks: dict[str, str] = {}
        for one in [*made.iter(etree.Element)]:
            tag = str(one.tag)
            for name, text in list(one.attrib.items()):
                if str(name) in _OWN_TO_A_FILE:
                    del one.attrib[name]
                elif str(name).startswith(R):
                    one.set(name, self._related(str(text), old_part, new_part))
            if tag in _STYLES:
                self._take_style(one.get(W + "val", ""))
            elif tag == W + "numId":
                one.tag = _PENDING
                self._pending.append(one)
            elif tag in STARTS_AND_ENDS:
                id = one.get(W + "id", "")
                bookmarks[id] = bookmarks.get(id) or next(self._bookmark_ids)
                one.set(W + "id", bookmarks[id])
            elif tag in NOTES:
                one.set(W + "id", self._note(NOTES[tag], one.get(W + "id", "")))
            elif tag == _DOC_PR:
                one.set("id", next(self._drawing_ids))
            elif tag == CONTROL_PROPERTIES:
                for id_element in one.iterchildren(W + "id"):
                    id_element.set(W + "val", next(self._control_ids))
        return made

    def pair_lists(self, old: str, new: str) -> None:
        """Note that a paragraph of list `old` became one of list `new`."""
        self._lists.setdefault(old, Counter())[new] += 1

    def settle(self) -> None:
        """Give what was taken over its lists: those that their neighbours went to, or lists of its own."""
        for one in self._pending:
            number = one.get(W + "val", "")
            one.tag = W + "numId"
            if number == "0":
                continue
            pairs = self._lists.get(number)
            if pairs:
                one.set(W + "val", max(sorted(pairs), key=lambda new: pairs[new]))
            elif (made := self._take_list(number)) is not None:
                one.set(W + "val", made)
            else:
                remove([one])
        self._pending = []

    def import_part(self, name: str) -> str:
        """A part and what it leads to; one that is there already, byte for byte, is not taken twice."""
        if name in self._parts:
            return self._parts[name]
        digest, media_type = self.old.digest(name), self.old.type_of(name)
        for there in self.new.names():
            if self.new.type_of(there) == media_type and self.new.digest(there) == digest:
                self._parts[name] = there
                return there
        made = self.new.add(name, self.old.content(name), media_type)
        self._parts[name] = made
        for id, one in self.old.relations(name).items():
            if one.outside:
                self.new.relations(made)[id] = one
            elif one.target in self.old:
                to = Relationship(one.type, self.import_part(one.target), False)
                self.new.relations(made)[id] = to
        return made

    # ---------------------------------------------------------------------------- private

    def _related(self, id: str, old_part: str, new_part: str) -> str:
        one = self.old.relations(old_part).get(id)
        if one is None:
            return id
        if not one.outside:
            if one.target not in self.old:
                return id
            one = Relationship(one.type, self.import_part(one.target), False)
        return self.new.relate(new_part, one)

    def _note(self, kind: str, id: str) -> str:
        if (kind, id) not in self._notes:
            self._notes[kind, id] = next(self._note_ids[kind])
        return self._notes[kind, id]

    def _take_style(self, id: str) -> None:
        """A style that only the old file has, with those that it builds on."""
        if id in self._styles:
            return
        self._styles.add(id)
        sheets = [package.target(package.main, "styles") for package in (self.old, self.new)]
        if sheets[0] is None or sheets[1] is None:
            return
        old, new = self.old.tree(sheets[0]), self.new.tree(sheets[1])
        if any(one.get(W + "styleId") == id for one in new.iterchildren(W + "style")):
            return
        for one in old.iterchildren(W + "style"):
            if one.get(W + "styleId") == id:
                made = deepcopy(one)
                new.append(made)
                for further in ("basedOn", "next", "link"):
                    if name := value(made, further):
                        self._take_style(name)
                for number in made.iter(W + "numId"):
                    taken = self._take_list(number.get(W + "val", ""))
                    number.set(W + "val", taken or "0")
                return

    def _take_list(self, number: str) -> str | None:
        """A list of the old file's own form, counting by itself."""
        if number in self._made_lists:
            return self._made_lists[number]
        parts = [package.target(package.main, "numbering") for package in (self.old, self.new)]
        if parts[0] is None or parts[1] is None:
            return None
        old, new = self.old.tree(parts[0]), self.new.tree(parts[1])
        counted = next((n for n in old.iter(W + "num") if n.get(W + "numId") == number), None)
        key = value(counted, "abstractNumId")
        form = next(
            (f for f in old.iter(W + "abstractNum") if f.get(W + "abstractNumId") == key), None
        )
        if counted is None or form is None:
            return None
        form, counted = deepcopy(form), deepcopy(counted)
        id = _beyond(one.get(W + "abstractNumId", "") for one in new.iter(W + "abstractNum"))
        form.set(W + "abstractNumId", id)
        remove([*form.iterchildren(W + "nsid", W + "tmpl")])
        self._made_lists[number] = _beyond(one.get(W + "numId", "") for one in new.iter(W + "num"))
        counted.set(W + "numId", self._made_lists[number])
        counted[0].set(W + "val", id)
        forms = [at for at, one in enumerate(new) if one.tag == W + "abstractNum"]
        new.insert(forms[-1] + 1 if forms else 0, form)
        nums = [at for at, one in enumerate(new) if one.tag in (W + "num", W + "abstractNum")]
        new.insert(nums[-1] + 1, counted)
        for style in form.iter(W + "pStyle"):
            self._take_style(style.get(W + "val", ""))
        return self._made_lists[number]

    def _free_ids(self, path: str, attribute: str) -> Iterator[str]:
        used = {
            one.get(attribute, "")
            for name in self.new.stories()
            for one in self.new.tree(name).iterfind(f".//{path}")
        }
        return (str(n) for n in count(1) if str(n) not in used)


def _beyond(ids: Iterable[str]) -> str:
    """A number above all of these."""
    return str(max((int(id) for id in ids if id.isascii() and id.isdigit()), default=0) + 1)
