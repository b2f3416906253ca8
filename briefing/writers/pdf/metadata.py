"""What a file says about itself: properties, XMP, the colour space, attachments, bookmarks.

Made to PDF/A-3a (ISO 19005-3) and PDF/UA-1 (ISO 14289-1); no clock: every date is the document's.
"""

from __future__ import annotations

import struct
from collections.abc import Sequence
from functools import cache
from xml.sax.saxutils import escape

from reportlab.pdfbase.pdfdoc import PDFArray, PDFDictionary

from briefing.blocks import Attachment, Meta
from briefing.carried import BRIEF_NAMESPACE, PROPERTIES
from briefing.writers.pdf.patches import (
    Objects,
    Plain,
    Stream,
    Written,
    array,
    dictionary,
    name,
    number,
    text,
)
from briefing.writers.pdf.story import Bookmark
from briefing.writers.pdf.surface import Places

_PRODUCER = "briefing"

_XMP = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" \
xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmlns:pdf="http://ns.adobe.com/pdf/1.3/" \
xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/" \
xmlns:brief="{namespace}">
<dc:format>application/pdf</dc:format>
{properties}
<dc:language><rdf:Bag><rdf:li>{language}</rdf:li></rdf:Bag></dc:language>
<xmp:CreateDate>{date}</xmp:CreateDate><xmp:ModifyDate>{date}</xmp:ModifyDate>
<xmp:CreatorTool>{producer}</xmp:CreatorTool><pdf:Producer>{producer}</pdf:Producer>
<pdfaid:part>3</pdfaid:part><pdfaid:conformance>A</pdfaid:conformance><pdfuaid:part>1</pdfuaid:part>
</rdf:Description>
<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/" \
xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>PDF/UA identification schema</pdfaSchema:schema>
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
<pdfaProperty:name>part</pdfaProperty:name><pdfaProperty:valueType>Integer</pdfaProperty:valueType>
<pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>PDF/UA part</pdfaProperty:description>
</rdf:li></rdf:Seq></pdfaSchema:property></rdf:li>{schema}</rdf:Bag></pdfaExtension:schemas>
</rdf:Description></rdf:RDF></x:xmpmeta>
<?xpacket end="w"?>"""

# PDF/A wants every property declared that is not of its own list.
_SCHEMA = """
<rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>The brief</pdfaSchema:schema>
<pdfaSchema:namespaceURI>{namespace}</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>brief</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq>{properties}</rdf:Seq></pdfaSchema:property></rdf:li>"""
_PROPERTY = """<rdf:li rdf:parseType="Resource">
<pdfaProperty:name>{name}</pdfaProperty:name><pdfaProperty:valueType>Text</pdfaProperty:valueType>
<pdfaProperty:category>external</pdfaProperty:category>
<pdfaProperty:description>The brief's {name}</pdfaProperty:description>
</rdf:li>"""


def information(meta: Meta) -> PDFDictionary:
    """The document information dictionary; XMP says the same."""
    date = text(_pdf_date(meta))
    return dictionary(
        Title=text(meta.title),
        Author=text(meta.author) if meta.author else None,
        Subject=text(meta.subject) if meta.subject else None,
        Keywords=text(", ".join(meta.keywords)) if meta.keywords else None,
        Creator=text(_PRODUCER),
        Producer=text(_PRODUCER),
        CreationDate=date,
        ModDate=date,
    )


def xmp(meta: Meta) -> Plain:
    """The metadata stream, with the schema that PDF/A wants declared for PDF/UA's own property."""
    properties = [_alternative("dc:title", meta.title)]
    if meta.author:
        properties.append(
            f"<dc:creator><rdf:Seq><rdf:li>{escape(meta.author)}</rdf:li></rdf:Seq></dc:creator>"
        )
    if meta.subject:
        properties.append(_alternative("dc:description", meta.subject))
    if meta.keywords:
        properties.append(f"<pdf:Keywords>{escape(', '.join(meta.keywords))}</pdf:Keywords>")
    if meta.identifier:
        properties.append(f"<dc:identifier>{escape(meta.identifier)}</dc:identifier>")
    own = {name: escape(str(getattr(meta, name))) for name in PROPERTIES if getattr(meta, name)}
    properties += [f"<brief:{name}>{value}</brief:{name}>" for name, value in own.items()]
    declared = "".join(_PROPERTY.format(name=name) for name in own)
    content = _XMP.format(
        namespace=BRIEF_NAMESPACE,
        schema=_SCHEMA.format(namespace=BRIEF_NAMESPACE, properties=declared) if own else "",
        properties="\n".join(properties),
        language=escape(meta.language),
        date=f"{meta.date.isoformat()}T00:00:00Z",
        producer=_PRODUCER,
    )
    return Plain(content.encode(), {"Type": "/Metadata", "Subtype": "/XML"})


def output_intent(objects: Objects) -> PDFDictionary:
    """sRGB as the meaning of every colour in the file."""
    profile = objects.add(Stream(_srgb(), {"N": 3}))
    return dictionary(
        Type="/OutputIntent",
        S="/GTS_PDFA1",
        OutputConditionIdentifier="(sRGB IEC61966-2.1)",
        Info="(sRGB IEC61966-2.1)",
        RegistryName="(http://www.color.org)",
        DestOutputProfile=profile,
    )


def attach(
    attachments: Sequence[Attachment], meta: Meta, objects: Objects
) -> list[tuple[str, bytes]]:
    """Write the attached files; gives each one's name and the reference to its file specification."""
    written = []
    for attachment in attachments:
        parameters = dictionary(Size=len(attachment.content), ModDate=text(_pdf_date(meta)))
        kind = name(attachment.media_type)
        stream = Stream(attachment.content, {"Type": "/EmbeddedFile", "Subtype": kind.encode()})
        stream.dictionary["Params"] = parameters
        file = objects.add(stream)
        specification = dictionary(
            Type="/Filespec",
            F=text(attachment.name),
            UF=text(attachment.name),
            Desc=text(attachment.description or attachment.name),
            AFRelationship=f"/{attachment.relationship}",
            EF=dictionary(F=file, UF=file),
        )
        written.append((attachment.name, objects.add(specification)))
    return sorted(written)


def outline(
    bookmarks: Sequence[Bookmark], places: Places, pages: list[bytes], objects: Objects
) -> bytes | None:
    """The outline, one entry a heading, each below the nearest heading before it of a higher level."""
    shown = [bookmark for bookmark in bookmarks if bookmark.place in places.found]
    if not shown:
        return None
    entries = [Written() for _ in range(len(shown) + 1)]
    references = [objects.add(entry) for entry in entries]
    parents = _parents([bookmark.level for bookmark in shown])
    kids: list[list[int]] = [[] for _ in entries]
    for nth, parent in enumerate(parents, 1):
        kids[parent].append(nth)
    for nth, entry in enumerate(entries):
        parts = [b"<<"]
        if nth:
            bookmark, siblings = shown[nth - 1], kids[parents[nth - 1]]
            at = siblings.index(nth)
            parts.append(
                b"/Title %s/Parent %s" % (text(bookmark.title), references[parents[nth - 1]])
            )
            parts.append(b"/Dest%s" % destination(places.found[bookmark.place], pages))
            if at:
                parts.append(b"/Prev %s" % references[siblings[at - 1]])
            if at < len(siblings) - 1:
                parts.append(b"/Next %s" % references[siblings[at + 1]])
        if kids[nth]:
            first, last = references[kids[nth][0]], references[kids[nth][-1]]
            parts.append(b"/First %s/Last %s/Count %d" % (first, last, _open(nth, kids)))
        entry.data = b"".join((*parts, b">>"))
    return references[0]


def destination(place: tuple[int, float, float], pages: list[bytes]) -> bytes:
    """The array that leads to a place: page, left and top."""
    page, x, y = place
    return b"[%s/XYZ %s %s null]" % (pages[page], number(x).encode(), number(y).encode())


def names(attached: list[tuple[str, bytes]]) -> tuple[PDFArray | None, PDFDictionary | None]:
    """The catalog's AF and Names entries for attached files."""
    if not attached:
        return None, None
    pairs = [part for label, reference in attached for part in (text(label), reference)]
    tree = dictionary(EmbeddedFiles=dictionary(Names=array(*pairs)))
    return array(*(reference for _, reference in attached)), tree


def _open(nth: int, kids: list[list[int]]) -> int:
    """How many entries show below entry `nth` when all are open."""
    return len(kids[nth]) + sum(_open(kid, kids) for kid in kids[nth])


def _parents(levels: list[int]) -> list[int]:
    """For each entry (counted from 1) the entry above it; 0 is the outline itself."""
    above: list[int] = []
    stack: list[tuple[int, int]] = [(0, 0)]
    for nth, level in enumerate(levels, 1):
        while stack[-1][0] >= level:
            stack.pop()
        above.append(stack[-1][1])
        stack.append((level, nth))
    return above


def _alternative(key: str, words: str) -> str:
    return (
        f'<{key}><rdf:Alt><rdf:li xml:lang="x-default">{escape(words)}</rdf:li></rdf:Alt></{key}>'
    )


def _pdf_date(meta: Meta) -> str:
    return f"D:{meta.date:%Y%m%d}000000Z"


@cache
def _srgb() -> bytes:
    """An ICC version 2 profile of sRGB from its published primaries and curve (IEC 61966-2-1)."""

    def fixed(value: float) -> bytes:
        return struct.pack(">l", round(value * 65536))

    def point(x: float, y: float, z: float) -> bytes:
        return b"XYZ \0\0\0\0" + fixed(x) + fixed(y) + fixed(z)

    def linear(value: float) -> float:
        return float(value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4)

    title = b"sRGB IEC61966-2.1\0"
    curve = b"curv\0\0\0\0" + struct.pack(">L", 256)
    curve += b"".join(struct.pack(">H", round(linear(n / 255) * 65535)) for n in range(256))
    parts = [
        (b"desc", b"desc\0\0\0\0" + struct.pack(">L", len(title)) + title + b"\0" * 78),
        (b"cprt", b"text\0\0\0\0No copyright, use freely\0"),
        (b"wtpt", point(0.9642, 1.0, 0.8249)),
        (b"rXYZ", point(0.43607, 0.22249, 0.01392)),
        (b"gXYZ", point(0.38515, 0.71687, 0.09708)),
        (b"bXYZ", point(0.14307, 0.06061, 0.71410)),
    ]
    body, table = b"", b""
    start = 128 + 4 + 12 * (len(parts) + 3)
    for tag, data in parts:
        table += tag + struct.pack(">LL", start + len(body), len(data))
        body += data + b"\0" * (-len(data) % 4)
    for tag in (b"rTRC", b"gTRC", b"bTRC"):
        table += tag + struct.pack(">LL", start + len(body), len(curve))
    body += curve
    head = struct.pack(">L", start + len(body)) + b"\0" * 4 + bytes([2, 0x10, 0, 0])
    head += b"mntrRGB XYZ " + struct.pack(">6H", 2000, 1, 1, 0, 0, 0) + b"acsp" + b"\0" * 28
    head += fixed(0.9642) + fixed(1.0) + fixed(0.8249)
    return head + b"\0" * (128 - len(head)) + struct.pack(">L", len(parts) + 3) + table + body
