"""The parts of a Word file and their relationships, read from untrusted bytes and saved to fixed ones."""

from __future__ import annotations

import hashlib
import io
import posixpath
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final
from urllib.parse import unquote

from lxml import etree

from briefing.readback.found import LARGEST_FILE, LARGEST_PART, Unusable, parsed
from briefing.readback.zipped import FAULTS, MOST_PARTS, content_of
from briefing.wordfile.names import RELATIONSHIP, Element
from briefing.zips import member

_PACKAGE: Final = "{http://schemas.openxmlformats.org/package/2006/relationships}"
_TYPES: Final = "{http://schemas.openxmlformats.org/package/2006/content-types}"
_MAIN_TYPE: Final = (
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
)
_TEMPLATE_TYPE: Final = (
    "application/vnd.openxmlformats-officedocument.wordprocessingml.template.main+xml"
)
_CORE: Final = _PACKAGE[1:-1] + "/metadata/core-properties"
STORIES: Final = ("header", "footer", "footnotes", "endnotes")
_FIRST = ("[Content_Types].xml", "_rels/.rels")


@dataclass(frozen=True, slots=True)
class Relationship:
    """From one part to another part by its name, or (`outside`) to an address."""

    type: str
    target: str
    outside: bool


class Package:
    """A Word file taken apart. Names of parts have no leading slash; a tree that was asked for is saved."""

    def __init__(self, parts: dict[str, bytes], *, templates: bool = False) -> None:
        self._parts = parts
        self._trees: dict[str, Element] = {}
        self._relations: dict[str, dict[str, Relationship]] = {}
        self._digests: dict[str, str] = {}
        self._defaults, self._types = self._read_types()
        self.main = self._find_main(templates)

    @classmethod
    def read(cls, content: bytes, *, templates: bool = False) -> Package:
        """The package in `content`; a template (.dotx), where `templates` may be read, as a document.

        Raises Unusable for anything else.
        """
        if len(content) > LARGEST_FILE:
            raise Unusable(f"expected at most {LARGEST_FILE:,} bytes, found more")
        try:
            with zipfile.ZipFile(io.BytesIO(content)) as package:
                return cls(_unpacked(package), templates=templates)
        except FAULTS:
            raise Unusable(
                "expected a Word file (.docx), found something else or a damaged one"
            ) from None

    # ------------------------------------------------------------------------------ parts

    def __contains__(self, name: str) -> bool:
        return name in self._parts or name in self._trees

    def names(self) -> list[str]:
        """The names of all parts, in order."""
        return sorted({*self._parts, *self._trees})

    def tree(self, name: str) -> Element:
        """A part's XML, the same object each time: what is changed in it is saved. Raises Unusable."""
        if name not in self._trees:
            if name not in self._parts:
                raise Unusable(f"damaged: {name} is missing")
            root = parsed(self._parts[name], name)
            etree.strip_elements(root, etree.Comment, etree.ProcessingInstruction, with_tail=False)
            self._trees[name] = root
        return self._trees[name]

    def content(self, name: str) -> bytes:
        """A part's bytes as they were read."""
        return self._parts[name]

    def stories(self) -> list[str]:
        """The parts that hold text: the body first, then headers, footers and notes by name."""
        kinds = {RELATIONSHIP + kind for kind in STORIES}
        found = {
            one.target
            for one in self.relations(self.main).values()
            if one.type in kinds and not one.outside and one.target in self
        }
        return [self.main, *sorted(found)]

    @property
    def core(self) -> str | None:
        """The part that says of which day the file is."""
        for one in self.relations("").values():
            if one.type == _CORE and not one.outside and one.target in self:
                return one.target
        return None

    def readable(self) -> list[str]:
        """The parts whose XML is looked into, and the relationships of all parts."""
        own = [self.target(self.main, kind) for kind in ("styles", "numbering")]
        relations = [name for name in self._parts if name.endswith(".rels")]
        return [*self.stories(), *(name for name in (*own, self.core) if name), *relations]

    def type_of(self, name: str) -> str:
        """A part's media type; "" if the file does not say."""
        return self._types.get(name) or self._defaults.get(_suffix(name), "")

    def add(self, wish: str, content: bytes | Element, media_type: str) -> str:
        """A new part under the name of `wish` or, where that is taken, one with a number: the name."""
        stem, dot, suffix = wish.rpartition(".")
        name, count = wish, 1
        while name in self or name in self._types:
            count += 1
            name = f"{stem}-{count}{dot}{suffix}"
        if isinstance(content, bytes):
            self._parts[name] = content
        else:
            self._trees[name] = content
        self._types[name] = media_type
        return name

    def drop(self, name: str) -> None:
        """Leave a part out, with every relationship that leads to it."""
        for holder in ("", *self.names()):
            known = self.relations(holder)
            for id in [id for id, one in known.items() if one.target == name and not one.outside]:
                del known[id]
        self._parts.pop(name, None)
        self._trees.pop(name, None)
        self._types.pop(name, None)

    def drop_unused(self) -> None:
        """Leave out every part that no way of relationships leads to."""
        used: set[str] = set()
        open_ = [""]
        while open_:
            for one in self.relations(open_.pop()).values():
                if not one.outside and one.target in self and one.target not in used:
                    used.add(one.target)
                    open_.append(one.target)
        kept = used | {_relations_path(name) for name in ("", *used)}
        for name in set(self.names()) - kept - set(_FIRST):
            self._parts.pop(name, None)
            self._trees.pop(name, None)
            self._types.pop(name, None)

    # ---------------------------------------------------------------------- relationships

    def relations(self, part: str) -> dict[str, Relationship]:
        """A part's relationships by id; of the package itself for ""."""
        if part not in self._relations:
            path = _relations_path(part)
            self._relations[part] = dict(_relations(self.tree(path), part)) if path in self else {}
        return self._relations[part]

    def target(self, part: str, kind: str) -> str | None:
        """The part that `part` has one of this kind of, such as "styles"; None if it has none."""
        for one in self.relations(part).values():
            if one.type == RELATIONSHIP + kind and not one.outside and one.target in self:
                return one.target
        return None

    def relate(self, part: str, to: Relationship) -> str:
        """The id of this relationship of a part, which is added if it is not there."""
        known = self.relations(part)
        for id, one in known.items():
            if one == to:
                return id
        number = len(known) + 1
        while f"rId{number}" in known:
            number += 1
        known[f"rId{number}"] = to
        return f"rId{number}"

    def digest(self, name: str, seen: frozenset[str] = frozenset()) -> str:
        """A part's bytes and everything that it leads to, as one hash: equal for equal pictures or charts."""
        if name in seen or name not in self._parts:
            return ""
        if name not in self._digests:
            made = hashlib.sha256(self._parts[name])
            for id, one in sorted(self.relations(name).items()):
                leads = one.target if one.outside else self.digest(one.target, seen | {name})
                made.update(f"{id} {one.type} {leads}\n".encode())
            self._digests[name] = made.hexdigest()
        return self._digests[name]

    # ----------------------------------------------------------------------------- saving

    def save(self) -> bytes:
        """The file: members in a fixed order at a fixed time."""
        contents = dict(self._parts)
        for name, tree in self._trees.items():
            contents[name] = _serialised(tree)
        for part, known in self._relations.items():
            if known:
                contents[_relations_path(part)] = _serialised(_as_relations(known))
            else:
                contents.pop(_relations_path(part), None)
        contents[_FIRST[0]] = _serialised(self._as_types())
        made = io.BytesIO()
        rest = sorted(name for name in contents if name not in _FIRST)
        with zipfile.ZipFile(made, "w") as package:
            for name in (*_FIRST, *rest):
                package.writestr(member(name), contents[name], compresslevel=6)
        return made.getvalue()

    # ---------------------------------------------------------------------------- private

    def _read_types(self) -> tuple[dict[str, str], dict[str, str]]:
        if _FIRST[0] not in self._parts:
            raise Unusable("expected a Word file (.docx), found another kind of ZIP file")
        root = parsed(self._parts.pop(_FIRST[0]), _FIRST[0])
        defaults = {
            one.get("Extension", "").lower(): one.get("ContentType", "")
            for one in root.iterchildren(_TYPES + "Default")
        }
        types = {
            one.get("PartName", "").lstrip("/"): one.get("ContentType", "")
            for one in root.iterchildren(_TYPES + "Override")
        }
        return defaults, types

    def _find_main(self, templates: bool) -> str:
        main = self.target("", "officeDocument")
        if main is not None and templates and self.type_of(main) == _TEMPLATE_TYPE:
            self._types[main] = _MAIN_TYPE
        if main is None or self.type_of(main) != _MAIN_TYPE:
            hint = "open it in Word and save it as .docx"
            raise Unusable("expected a Word file (.docx), found another kind of file", hint)
        return main

    def _as_types(self) -> Element:
        root = etree.Element(_TYPES + "Types", None, {None: _TYPES[1:-1]})  # type: ignore[dict-item]
        for suffix, kind in sorted(self._defaults.items()):
            etree.SubElement(root, _TYPES + "Default", {"Extension": suffix, "ContentType": kind})
        for name, kind in sorted(self._types.items()):
            given = {"PartName": f"/{name}", "ContentType": kind}
            etree.SubElement(root, _TYPES + "Override", given)
        return root


def _unpacked(package: zipfile.ZipFile) -> dict[str, bytes]:
    members = [one for one in package.infolist() if not one.is_dir()]
    if len(members) > MOST_PARTS:
        raise Unusable(f"expected at most {MOST_PARTS:,} parts, found more")
    parts: dict[str, bytes] = {}
    room = LARGEST_FILE
    for one in members:
        content = content_of(package, one, min(LARGEST_PART, room))
        room -= len(content)
        if one.filename in parts:
            raise Unusable(f"damaged: {one.filename} is there twice")
        parts[one.filename] = content
    return parts


def _suffix(name: str) -> str:
    return posixpath.splitext(name)[1][1:].lower()


def _relations_path(part: str) -> str:
    folder, file = posixpath.split(part)
    return posixpath.join(folder, "_rels", f"{file}.rels")


def _relations(root: Element, part: str) -> Iterator[tuple[str, Relationship]]:
    folder = posixpath.dirname(part)
    for one in root.iterchildren(_PACKAGE + "Relationship"):
        target, outside = one.get("Target", ""), one.get("TargetMode") == "External"
        if not outside:
            target = posixpath.normpath(posixpath.join("/", folder, unquote(target))).lstrip("/")
        yield one.get("Id", ""), Relationship(one.get("Type", ""), target, outside)


def _as_relations(known: dict[str, Relationship]) -> Element:
    root = etree.Element(_PACKAGE + "Relationships", None, {None: _PACKAGE[1:-1]})  # type: ignore[dict-item]
    for id, one in known.items():
        given = {
            "Id": id,
            "Type": one.type,
            "Target": one.target if one.outside else f"/{one.target}",
        }
        made = etree.SubElement(root, _PACKAGE + "Relationship", given)
        if one.outside:
            made.set("TargetMode", "External")
    return root


def _serialised(root: Element) -> bytes:
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
