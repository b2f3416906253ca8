"""The structure tree of a tagged PDF (ISO 32000-1, 14.7 and 14.8): elements and what they hold.

Elements are made with the story, in reading order; drawing only adds which marked content on which page
belongs to them. Knows nothing of briefs, of layout or of what is drawn.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from briefing.writers.pdf.patches import Objects, Written, text


@dataclass(frozen=True, slots=True)
class Marked:
    """Marked content: its page (from 0) and its number on that page."""

    page: int
    mcid: int


@dataclass(frozen=True, slots=True)
class Annotated:
    """An annotation that belongs to an element: its page and its place among all annotations."""

    page: int
    key: int


class Element:
    """One structure element. A `loose` one joins its parent when content is first drawn into it, which
    puts links and spans of language between the words around them. `actual` is what its content says
    where that is drawn in another order than it is read.
    """

    __slots__ = (
        "actual",
        "alt",
        "attributes",
        "box",
        "identifier",
        "kids",
        "language",
        "loose",
        "parent",
        "tag",
    )

    def __init__(
        self,
        tag: str,
        parent: Element | None = None,
        *,
        loose: bool = False,
        alt: str = "",
        actual: str = "",
        language: str = "",
        attributes: str = "",
        identifier: str = "",
    ) -> None:
        self.tag = tag
        self.parent = parent
        self.loose = loose
        self.alt = alt
        self.actual = actual
        self.language = language
        self.attributes = attributes
        self.identifier = identifier
        self.box: tuple[float, float, float, float] | None = None
        self.kids: list[Element | Marked | Annotated] = []
        if parent is not None and not loose:
            parent.kids.append(self)

    def child(
        self,
        tag: str,
        *,
        loose: bool = False,
        alt: str = "",
        actual: str = "",
        language: str = "",
        attributes: str = "",
        identifier: str = "",
    ) -> Element:
        """A new element below this one, after what is there."""
        return Element(
            tag,
            self,
            loose=loose,
            alt=alt,
            actual=actual,
            language=language,
            attributes=attributes,
            identifier=identifier,
        )

    def inside(self, tag: str) -> Element:
        """The nearest element of that tag around this one: itself, or above words of another language."""
        element = self
        while element.tag != tag and element.parent is not None:
            element = element.parent
        return element

    def hold(self, content: Marked | Annotated) -> None:
        """Add content that has been drawn."""
        self.join()
        self.kids.append(content)

    def join(self) -> None:
        """Take the place below the parent, where the element is loose: after what is there now."""
        if self.loose and self.parent is not None:
            self.loose = False
            self.parent.join()
            self.parent.kids.append(self)


class Structure:
    """The tree of one document and the way back from content to elements (the ParentTree)."""

    def __init__(self, roles: dict[str, str]) -> None:
        self.root = Element("Document")
        self._roles = roles
        self._pages: list[list[Element]] = []
        self._annotations: list[Element] = []

    def begin_page(self) -> int:
        """A new page; gives its number from 0, which is its StructParents key too."""
        self._pages.append([])
        return len(self._pages) - 1

    def mark(self, element: Element, page: int) -> int:
        """Content of `element` begins on `page`: gives its MCID."""
        owners = self._pages[page]
        owners.append(element)
        element.hold(Marked(page, len(owners) - 1))
        return len(owners) - 1

    def annotate(self, element: Element, page: int) -> int:
        """An annotation of `element` on `page`: gives its place among all annotations."""
        self._annotations.append(element)
        element.hold(Annotated(page, len(self._annotations) - 1))
        return len(self._annotations) - 1

    def annotation_parent(self, key: int) -> int:
        """The StructParent entry of annotation `key`; call after the last page has begun."""
        return len(self._pages) + key

    def add_to(self, objects: Objects, pages: list[bytes], annotations: list[bytes]) -> bytes:
        """Write the tree; `pages` and `annotations` are references. Gives the root's reference."""
        return _Tree(objects, pages, annotations).write(
            self.root, self._roles, self._pages, self._annotations
        )


class _Tree:
    """One writing of the tree: every element gets its object first, so all can refer to all."""

    def __init__(self, objects: Objects, pages: list[bytes], annotations: list[bytes]) -> None:
        self._objects = objects
        self._page_refs = pages
        self._annotation_refs = annotations
        self._written: dict[Element, tuple[Written, bytes]] = {}
        self._identifiers: list[tuple[str, bytes]] = []

    def write(
        self,
        root: Element,
        roles: dict[str, str],
        pages: list[list[Element]],
        annotations: list[Element],
    ) -> bytes:
        for element in self._living(root):
            item = Written()
            self._written[element] = (item, self._objects.add(item))
        top = Written()
        reference = self._objects.add(top)
        for element, (item, own) in self._written.items():
            parent = element.parent
            above = reference if parent is None else self._written[parent][1]
            item.data = self._element(element, above)
            if element.identifier:
                self._identifiers.append((element.identifier, own))
        top.data = self._root(root, roles, pages, annotations)
        return reference

    def _living(self, element: Element) -> Iterator[Element]:
        if element.parent is None or _alive(element):
            yield element
            for kid in element.kids:
                if isinstance(kid, Element):
                    yield from self._living(kid)

    def _element(self, element: Element, above: bytes) -> bytes:
        marked = [kid for kid in element.kids if isinstance(kid, Marked)]
        page = marked[0].page if marked else None
        parts = [b"<</S/%s/P %s" % (element.tag.encode(), above)]
        if page is not None:
            parts.append(b"/Pg %s" % self._page_refs[page])
        kids = b" ".join(self._kid(kid, page) for kid in element.kids if self._shown(kid))
        if kids:
            parts.append(b"/K[%s]" % kids)
        for key, words in (
            (b"Alt", element.alt),
            (b"ActualText", element.actual),
            (b"Lang", element.language),
            (b"ID", element.identifier),
        ):
            if words:
                parts.append(b"/%s%s" % (key, text(words)))
        attributes = element.attributes.encode()
        if element.box:
            corners = " ".join(f"{value:.2f}" for value in element.box)
            attributes += f"<</O/Layout/Placement/Block/BBox[{corners}]>>".encode()
        if attributes:
            parts.append(b"/A[%s]" % attributes)
        return b"".join(parts) + b">>"

    def _shown(self, kid: Element | Marked | Annotated) -> bool:
        return not isinstance(kid, Element) or kid in self._written

    def _kid(self, kid: Element | Marked | Annotated, page: int | None) -> bytes:
        match kid:
            case Element():
                return self._written[kid][1]
            case Marked(at, mcid) if at == page:
                return b"%d" % mcid
            case Marked(at, mcid):
                return b"<</Type/MCR/Pg %s/MCID %d>>" % (self._page_refs[at], mcid)
            case Annotated(at, key):
                target = self._annotation_refs[key]
                return b"<</Type/OBJR/Obj %s/Pg %s>>" % (target, self._page_refs[at])

    def _root(
        self,
        root: Element,
        roles: dict[str, str],
        pages: list[list[Element]],
        annotations: list[Element],
    ) -> bytes:
        numbers = []
        for at, owners in enumerate(pages):
            refs = Written()
            refs.data = b"[%s]" % b" ".join(self._written[owner][1] for owner in owners)
            numbers.append(b"%d %s" % (at, self._objects.add(refs)))
        for at, owner in enumerate(annotations, len(pages)):
            numbers.append(b"%d %s" % (at, self._written[owner][1]))
        roles_ = b"".join(b"/%s/%s" % (k.encode(), v.encode()) for k, v in roles.items())
        return b"<</Type/StructTreeRoot/K %s/ParentTree<</Nums[%s]>>/ParentTreeNextKey %d%s%s>>" % (
            self._written[root][1],
            b" ".join(numbers),
            len(numbers),
            self._identifier_tree(),
            b"/RoleMap<<%s>>" % roles_ if roles_ else b"",
        )

    def _identifier_tree(self) -> bytes:
        if not self._identifiers:
            return b""
        names = b" ".join(text(words) + b" " + own for words, own in sorted(self._identifiers))
        return b"/IDTree<</Names[%s]>>" % names


def _alive(element: Element) -> bool:
    """An element without content would be announced as nothing; an empty cell still holds its place."""
    if element.tag in ("TD", "TH"):
        return True
    return any(not isinstance(kid, Element) or _alive(kid) for kid in element.kids)
