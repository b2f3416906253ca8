"""A PDF read back: its properties from XMP, or from the older dictionary; its attached files.

Also of a PDF that another program has saved again. Only this module knows pikepdf.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pikepdf
from lxml import etree

from briefing.carried import BRIEF_NAMESPACE, PROPERTIES
from briefing.readback.found import LARGEST_PART, MOST_ENCLOSED, Enclosed, Found, Unusable, parsed

_DC = "http://purl.org/dc/elements/1.1/"
_XMP = "http://ns.adobe.com/xap/1.0/"
_LIMITS = {
    "flate_max_memory": LARGEST_PART,
    "png_max_memory": LARGEST_PART,
    "tiff_max_memory": LARGEST_PART,
    "run_length_max_memory": LARGEST_PART,
    "parser_max_container_size": 1_000_000,
    "max_stream_filters": 4,
    "doc_max_warnings": 1000,
}
_DAMAGED = "damaged, or packed so that it would unpack without end: it cannot be read"


def read_pdf(content: bytes) -> Found:
    """What a PDF says of its brief, and what is attached to it. Raises Unusable."""
    try:
        with _limits(), pikepdf.open(io.BytesIO(content), suppress_warnings=True) as pdf:
            return _found(pdf)
    except pikepdf.PasswordError:
        raise Unusable(
            "encrypted with a password", "open it, and save it without the password"
        ) from None
    # What a broken file makes qpdf's binding raise is of many kinds, none of them ours.
    except (pikepdf.PdfError, *_BROKEN):
        raise Unusable(_DAMAGED) from None


def destinations(content: bytes) -> dict[str, int]:
    """The named places of a PDF by the numbers of their pages, counted from 1. Raises Unusable."""
    try:
        with _limits(), pikepdf.open(io.BytesIO(content), suppress_warnings=True) as pdf:
            numbers = {page.obj.objgen: nth for nth, page in enumerate(pdf.pages, 1)}
            named = pdf.Root.get("/Dests")
            found = {} if not isinstance(named, pikepdf.Dictionary) else dict(named.items())
            pages = ((name[1:], numbers.get(place[0].objgen, 0)) for name, place in found.items())
            return dict(pages)
    except (pikepdf.PdfError, *_BROKEN):
        raise Unusable(_DAMAGED) from None


_BROKEN = (
    AttributeError, ArithmeticError, KeyError, IndexError, NotImplementedError, RecursionError,
    RuntimeError, TypeError, ValueError, MemoryError,
)  # fmt: skip


@contextmanager
def _limits() -> Iterator[None]:
    """Streams that unpack to more than a brief can need are not unpacked."""
    set_limits: Any = pikepdf.settings.set_qpdf_limits  # its types do not know what it gives back
    before = set_limits(**_LIMITS)
    try:
        yield
    finally:
        set_limits(**before)


def _found(pdf: pikepdf.Pdf) -> Found:
    metadata = _metadata(pdf)
    info = {key: _words(value) for key, value in pdf.docinfo.items()}
    own = {name: _property(metadata, BRIEF_NAMESPACE, name) for name in PROPERTIES}
    return Found(
        "pdf",
        title=_property(metadata, _DC, "title") or info.get("/Title", ""),
        language=_words(pdf.Root.get("/Lang")),
        as_of=_property(metadata, _XMP, "CreateDate")[:10] or _day(info.get("/CreationDate", "")),
        enclosed=tuple(_enclosed(pdf)),
        **own,
    )


def _metadata(pdf: pikepdf.Pdf) -> etree._Element | None:
    stream = pdf.Root.get("/Metadata")
    if not isinstance(stream, pikepdf.Stream):
        return None
    try:
        return parsed(stream.read_bytes(), "its metadata")
    except (Unusable, pikepdf.PdfError):
        return None  # what is attached can be read all the same


def _property(metadata: etree._Element | None, space: str, name: str) -> str:
    """A property, which programs write as an element or as an attribute."""
    if metadata is None:
        return ""
    tag = f"{{{space}}}{name}"
    for element in metadata.iter():
        if element.tag == tag:
            return " ".join("".join(map(str, element.itertext())).split())
        if tag in element.attrib:
            return str(element.attrib[tag])
    return ""


def _enclosed(pdf: pikepdf.Pdf) -> Iterator[Enclosed]:
    """The attached files, by the catalog's list of names and by what is associated with the document."""
    seen: set[tuple[int, int]] = set()
    for count, specification in enumerate(_specifications(pdf)):
        if count >= MOST_ENCLOSED:
            raise Unusable(f"expected at most {MOST_ENCLOSED} attached files, found more")
        files = specification.get("/EF")
        stream = None
        if isinstance(files, pikepdf.Dictionary):
            stream = files.get("/UF", files.get("/F"))
        if not isinstance(stream, pikepdf.Stream) or stream.objgen in seen:
            continue
        seen.add(stream.objgen)
        content = stream.read_bytes()
        if len(content) > LARGEST_PART:
            raise Unusable(f"expected attached files of at most {LARGEST_PART:,} bytes, found more")
        yield Enclosed(
            _words(specification.get("/UF", specification.get("/F"))),
            content,
            _words(stream.get("/Subtype")).removeprefix("/"),
            _words(specification.get("/AFRelationship")).removeprefix("/"),
            _words(specification.get("/Desc")),
        )


def _specifications(pdf: pikepdf.Pdf) -> Iterator[pikepdf.Dictionary]:
    names = pdf.Root.get("/Names")
    tree = names.get("/EmbeddedFiles") if isinstance(names, pikepdf.Dictionary) else None
    if isinstance(tree, pikepdf.Dictionary):
        for _, value in pikepdf.NameTree(tree).items():
            if isinstance(value, pikepdf.Dictionary):
                yield value
    associated = pdf.Root.get("/AF")
    if isinstance(associated, pikepdf.Array):
        for value in associated:
            if isinstance(value, pikepdf.Dictionary):
                yield value


def _words(value: object) -> str:
    return "" if value is None else str(value)


def _day(date: str) -> str:
    """ "D:20251127000000Z" as a day."""
    digits = date.removeprefix("D:")[:8]
    return f"{digits[:4]}-{digits[4:6]}-{digits[6:]}" if len(digits) == 8 else ""
