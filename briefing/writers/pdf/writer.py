"""A document and a theme become a PDF: set the story, fill pages, draw them, write the file.

Every decision about words is taken before; every decision about the look is the theme's.
"""

from __future__ import annotations

import hashlib
from itertools import groupby

from briefing.blocks import Document
from briefing.theme import Theme
from briefing.writers.pdf.embedding import Fonts
from briefing.writers.pdf.footnotes import draw_rule, lead
from briefing.writers.pdf.furniture import PageNumber, draw_furniture
from briefing.writers.pdf.inlines import Inliner
from briefing.writers.pdf.metadata import (
    attach,
    destination,
    information,
    names,
    outline,
    output_intent,
    xmp,
)
from briefing.writers.pdf.pagination import PageOfStrips, paginate
from briefing.writers.pdf.patches import (
    Objects,
    Stream,
    Written,
    array,
    dictionary,
    number,
    text,
)
from briefing.writers.pdf.story import Bookmark, anchors, descriptions, tell
from briefing.writers.pdf.surface import Annotation, Places, Surface
from briefing.writers.pdf.tagging import Structure

# Element types that PDF 1.7 does not know, and what they stand for.
_ROLES = {"Title": "P"}


def write_pdf(document: Document, theme: Theme) -> bytes:
    """The document as a tagged PDF (made to PDF/UA-1 and PDF/A-3a); the same input gives the same bytes.

    Raises WriteError where no font of the theme has a character.
    """
    language = document.meta.language
    inliner = Inliner(theme, language, anchors(document), descriptions(document))
    structure = Structure(_ROLES)
    story = tell(document, theme, inliner, structure.root)
    page = theme.page
    pages = paginate(story.strips, page.top, page.height - page.bottom, lead(theme))
    file = _File(document, theme, structure)
    for nth, filled in enumerate(pages, 1):
        surface = file.surface()
        draw_furniture(surface, document, theme, inliner, PageNumber(nth, len(pages)))
        _draw(filled, surface)
        _draw_foot(filled, surface, theme)
    story.numbers.draw(file.places)
    return file.written(story.bookmarks)


def _draw(page: PageOfStrips, surface: Surface) -> None:
    for framed in page.framed:
        if framed.frame.decorate:
            framed.frame.decorate(surface, framed.top, framed.bottom)
        if framed.continued and framed.frame.repeated:
            framed.frame.repeated(surface, framed.top + framed.frame.above)
    for placed in page.placed:
        placed.strip.draw(surface, placed.top)


def _draw_foot(page: PageOfStrips, surface: Surface, theme: Theme) -> None:
    if page.foot:
        draw_rule(surface, theme, page.foot[0].top - lead(theme))
    for part in page.foot:
        note = part.note
        for nth in range(part.start, part.stop):
            note.draw_line(surface, nth, part.top + (nth - part.start) * note.leading)


class _File:
    """The parts of one file, until they are written."""

    def __init__(self, document: Document, theme: Theme, structure: Structure) -> None:
        self._document = document
        self._theme = theme
        self._structure = structure
        self._fonts = Fonts()
        self.places = Places()
        self._annotations: list[Annotation] = []
        self._surfaces: list[Surface] = []

    def surface(self) -> Surface:
        """A new page."""
        height = self._theme.page.height
        surface = Surface(height, self._fonts, self._structure, self.places, self._annotations)
        self._surfaces.append(surface)
        return surface

    def written(self, bookmarks: list[Bookmark]) -> bytes:
        """The file's bytes."""
        objects, meta = Objects(), self._document.meta
        streams = [surface.stream() for surface in self._surfaces]
        items = [Written() for _ in streams]
        pages = [objects.add(item) for item in items]
        links = self._links(objects, pages)
        tree = dictionary(Type="/Pages", Kids=array(*pages), Count=len(pages))
        self._pages(items, streams, links, objects, objects.add(tree))
        metadata = xmp(meta)
        attached, attached_names = names(attach(self._document.attachments, meta, objects))
        contents = outline(bookmarks, self.places, pages, objects)
        catalog = dictionary(
            Type="/Catalog",
            Pages=objects.add(tree),
            Lang=text(meta.language),
            MarkInfo=dictionary(Marked="true"),
            StructTreeRoot=self._structure.add_to(objects, pages, links),
            ViewerPreferences=dictionary(DisplayDocTitle="true"),
            Metadata=objects.add(metadata),
            OutputIntents=array(output_intent(objects)),
            Outlines=contents,
            PageMode="/UseOutlines" if contents else "/UseNone",
            AF=attached,
            Names=attached_names,
        )
        identity = hashlib.sha256(b"\n".join((*streams, metadata.content))).digest()[:16]
        return objects.file(catalog, information(meta), identity)

    def _pages(
        self,
        items: list[Written],
        streams: list[bytes],
        links: list[bytes],
        objects: Objects,
        tree: bytes,
    ) -> None:
        on_page = {
            page: [links[annotation.key] for annotation in group]
            for page, group in groupby(self._annotations, key=lambda annotation: annotation.page)
        }
        fonts = self._fonts.add_to(objects)
        size = f"{number(self._theme.page.width)} {number(self._theme.page.height)}".encode()
        for nth, (item, stream) in enumerate(zip(items, streams, strict=True)):
            annotations = b"/Annots[%s]" % b" ".join(on_page[nth]) if nth in on_page else b""
            item.data = (
                b"<</Type/Page/Parent %s/MediaBox[0 0 %s]/Resources<</Font %s>>/Contents %s"
                b"/StructParents %d/Tabs/S%s>>"
                % (tree, size, fonts, objects.add(Stream(stream)), nth, annotations)
            )

    def _links(self, objects: Objects, pages: list[bytes]) -> list[bytes]:
        references = []
        height = self._theme.page.height
        for annotation in self._annotations:
            target = annotation.target
            action = dictionary(S="/URI", URI=text(_ascii(target.url))) if target.url else None
            place = None
            if not target.url:
                place = destination(self.places.where(target.anchor, height), pages)
            entry = dictionary(
                Type="/Annot",
                Subtype="/Link",
                Rect=array(*(number(value) for value in annotation.rectangle)),
                Border="[0 0 0]",
                F=4,
                Contents=text(target.contents.strip() or target.url or target.anchor),
                StructParent=self._structure.annotation_parent(annotation.key),
                A=action,
                Dest=place,
            )
            references.append(objects.add(entry))
        return references


def _ascii(url: str) -> str:
    """An address as URI actions hold it: what is not ASCII is percent-encoded."""
    return "".join(
        character if character.isascii() and character.isprintable() and character != " "
        else "".join(f"%{byte:02X}" for byte in character.encode())
        for character in url
    )  # fmt: skip
