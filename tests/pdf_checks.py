"""Our own reading of a finished PDF through pikepdf: what must hold of its parts, beside what validators ask.

Each check gives the faults that it finds in words; `faults` gives those of all.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from io import BytesIO
from typing import Any

import pikepdf
from pdf_file import elements

SHOWING = {"Tj", "TJ", "'", '"', "f", "F", "f*", "S", "s", "B", "B*", "b", "b*", "sh", "Do"}
# Entries that let a file act or fetch by itself (ISO 32000-1, 12.6): none of them may be anywhere.
ACTIVE = (
    "/JS", "/JavaScript", "/OpenAction", "/AA", "/Launch", "/URLS", "/Movie", "/Sound", "/RichMedia",
    "/XFA", "/AcroForm", "/PS", "/Ref", "/OPI", "/Alternates",
)  # fmt: skip


def faults(content: bytes) -> list[str]:
    """Everything that is wrong with a file."""
    with pikepdf.open(BytesIO(content)) as pdf:
        return [fault for check in CHECKS for fault in check(pdf)]


def marked_content(pdf: pikepdf.Pdf) -> Iterator[str]:
    """All that is drawn is in one element or artifact; elements and content know each other."""
    parents = _parent_tree(pdf)
    held = list(_held(pdf))
    for nth, page in enumerate(pdf.pages):
        used, depth = [], 0
        for operands, operator in pikepdf.parse_content_stream(page):
            if str(operator) == "BDC":
                depth += 1
                if isinstance(operands[1], pikepdf.Dictionary) and "/MCID" in operands[1]:
                    used.append(int(operands[1]["/MCID"]))
            elif str(operator) == "EMC":
                depth -= 1
            elif str(operator) in SHOWING and depth != 1:
                yield f"page {nth + 1}: {operator} in {depth} marked contents"
        owners = parents.get(int(page.get("/StructParents", -1)), [])
        if sorted(used) != list(range(len(owners))):
            yield f"page {nth + 1}: the ParentTree knows other content than is drawn"
        known = {(page.objgen, mcid, owner.objgen) for mcid, owner in enumerate(owners)}
        if known != {one for one in held if one[0] == page.objgen}:
            yield f"page {nth + 1}: the ParentTree and the elements differ"


def annotations(pdf: pikepdf.Pdf) -> Iterator[str]:
    """A link is in a Link, knows it, says where it leads, lies on its page, and leads nowhere unsafe."""
    parents = _parent_tree(pdf)
    linked = {kid.Obj.objgen: one for one in _elements(pdf) for kid in _kids(one) if "/Obj" in kid}
    for page in pdf.pages:
        left, bottom, right, top = (float(v) for v in page.MediaBox)
        for link in page.get("/Annots", []):
            owner = linked.get(link.objgen)
            if owner is None or owner.S != "/Link":
                yield "a link that is in no Link element"
            elif parents.get(int(link.get("/StructParent", -1))) != owner:
                yield "a link that the ParentTree leads elsewhere"
            if not str(link.get("/Contents", "")).strip():
                yield "a link that does not say where it leads"
            box = [float(v) for v in link.Rect]
            if not (left <= box[0] < box[2] <= right and bottom <= box[1] < box[3] <= top):
                yield f"a link outside its page: {box}"
            action = link.get("/A")
            if action is not None and not (
                action.get("/S") == "/URI"
                and re.match(
                    r"(?:https?://|mailto:)[\x21-\x7e]+\Z", str(action.get("/URI")), re.IGNORECASE
                )
            ):
                yield f"a link that may do harm: {action!r}"


def active(pdf: pikepdf.Pdf) -> Iterator[str]:
    """Nothing in the file acts, asks or fetches: no script, no form, no data kept elsewhere."""
    for item in pdf.objects:
        for one in _dictionaries(item):
            for key in ACTIVE:
                if key in one:
                    yield f"{key} in {one.get('/Type', 'a dictionary')}"
            if "/S" in one and str(one["/S"]) in (
                "/Launch",
                "/GoToR",
                "/GoToE",
                "/SubmitForm",
                "/JavaScript",
            ):
                yield f"an action {one['/S']}"
            if isinstance(one, pikepdf.Stream) and ("/F" in one or "/FFilter" in one):
                yield "a stream whose data is in another file"


def fonts(pdf: pikepdf.Pdf) -> Iterator[str]:
    """Every font is embedded, and every code that is shown has a glyph of its own and words behind it."""
    known: dict[Any, tuple[bytes, set[str]]] = {}
    for nth, page in enumerate(pdf.pages, 1):
        resources = page.Resources.get("/Font", {})
        for name, font in resources.items():
            if font.objgen not in known:
                inner = font.DescendantFonts[0] if "/DescendantFonts" in font else font
                if "/FontFile2" not in inner.get("/FontDescriptor", {}):
                    yield f"page {nth}: {name} is not embedded"
                spoken = font.ToUnicode.read_bytes().decode() if "/ToUnicode" in font else ""
                codes = {c.lower() for c, to in re.findall(r"<(\w+)> <(\w*)>", spoken) if to}
                known[font.objgen] = (
                    inner.CIDToGIDMap.read_bytes() if "/CIDToGIDMap" in inner else b"",
                    codes,
                )
        current: tuple[bytes, set[str]] = (b"", set())
        for operands, operator in pikepdf.parse_content_stream(page):
            if str(operator) == "Tf":
                current = known[resources[str(operands[0])].objgen]
            elif str(operator) in ("TJ", "Tj"):
                shown = operands[0] if str(operator) == "TJ" else operands
                for part in shown:
                    if isinstance(part, pikepdf.String):
                        yield from (
                            f"page {nth}: {fault}" for fault in _glyphs(bytes(part), *current)
                        )


def structure(pdf: pikepdf.Pdf) -> Iterator[str]:
    """Levels of headings never skip; figures say what they show; heads of tables say of what they are heads."""
    level, notes = 0, []
    for one in _elements(pdf):
        tag = str(one.S)
        if re.fullmatch(r"/H[1-6]", tag):
            if int(tag[2]) > level + 1:
                yield f"H{tag[2]} after {f'H{level}' if level else 'no heading'}"
            level = int(tag[2])
        if tag == "/Figure" and not str(one.get("/Alt", "")).strip():
            yield "a figure without alternative text"
        if tag == "/TH" and not any(
            "/Scope" in attribute for attribute in _list(one.get("/A", []))
        ):
            yield "a TH without Scope"
        if tag == "/Note":
            notes.append(str(one.get("/ID", "")))
    if "" in notes or len(set(notes)) < len(notes):
        yield "notes without an ID of their own"


def metadata(pdf: pikepdf.Pdf) -> Iterator[str]:
    """Properties and XMP say the same; the file says what it is, in which language and colours."""
    with pdf.open_metadata() as xmp:
        for key, said in (
            ("/Title", xmp.get("dc:title")), ("/Author", ", ".join(xmp.get("dc:creator", []))),
            ("/Subject", xmp.get("dc:description")), ("/Keywords", xmp.get("pdf:Keywords")),
            ("/Creator", xmp.get("xmp:CreatorTool")), ("/Producer", xmp.get("pdf:Producer")),
            ("/CreationDate", _pdf_date(xmp.get("xmp:CreateDate"))), ("/ModDate", _pdf_date(xmp.get("xmp:ModifyDate"))),
        ):  # fmt: skip
            if str(pdf.docinfo.get(key, "")) != (said or ""):
                yield f"{key[1:]} is {str(pdf.docinfo.get(key, ''))!r}, in XMP {said!r}"
        claims = (xmp.get("pdfaid:part"), xmp.get("pdfaid:conformance"), xmp.get("pdfuaid:part"))
        if claims != ("3", "A", "1"):
            yield f"XMP claims {claims}"
    if not re.fullmatch(r"[a-z]{2,3}(-[A-Za-z0-9]+)*", str(pdf.Root.get("/Lang", ""))):
        yield "no language"
    if not any("/DestOutputProfile" in intent for intent in pdf.Root.get("/OutputIntents", [])):
        yield "no output intent"


def attachments(pdf: pikepdf.Pdf) -> Iterator[str]:
    """What is attached says what it is to the document."""
    associated = [file.objgen for file in pdf.Root.get("/AF", [])]
    for item in pdf.objects:
        if isinstance(item, pikepdf.Dictionary) and item.get("/Type") == "/Filespec":
            if item.get("/AFRelationship") not in ("/Source", "/Data"):
                yield f"an attachment that is {item.get('/AFRelationship')} to the document"
            if item.objgen not in associated:
                yield "an attachment that is not associated with the document"


CHECKS: tuple[Callable[[pikepdf.Pdf], Iterator[str]], ...] = (
    marked_content, annotations, active, fonts, structure, metadata, attachments,
)  # fmt: skip


def _elements(pdf: pikepdf.Pdf) -> Iterator[Any]:
    yield from elements(pdf.Root["/StructTreeRoot"])


def _list(value: Any) -> list[Any]:
    return list(value) if isinstance(value, pikepdf.Array) else [value]


def _kids(element: Any) -> list[Any]:
    return [kid for kid in _list(element.get("/K", [])) if isinstance(kid, pikepdf.Dictionary)]


def _parent_tree(pdf: pikepdf.Pdf) -> dict[int, Any]:
    numbers = pdf.Root.StructTreeRoot.ParentTree.Nums
    return {int(numbers[at]): numbers[at + 1] for at in range(0, len(numbers), 2)}


def _held(pdf: pikepdf.Pdf) -> Iterator[tuple[Any, int, Any]]:
    """Page, MCID and element of all content that an element holds."""
    for one in _elements(pdf):
        for kid in _list(one.get("/K", [])):
            if isinstance(kid, int):
                yield one.Pg.objgen, kid, one.objgen
            elif "/MCID" in kid:
                yield kid.get("/Pg", one.get("/Pg")).objgen, int(kid.MCID), one.objgen


def _dictionaries(item: Any) -> Iterator[Any]:
    """An object and what is inside it, not what it refers to."""
    if isinstance(item, (pikepdf.Dictionary, pikepdf.Stream)):
        yield item
        inside = list(item.values())
    elif isinstance(item, pikepdf.Array):
        inside = list(item)
    else:
        return
    for one in inside:
        if isinstance(one, pikepdf.Object) and not one.is_indirect:
            yield from _dictionaries(one)


def _glyphs(shown: bytes, to_glyph: bytes, spoken: set[str]) -> Iterator[str]:
    for at in range(0, len(shown), 2):
        code = shown[at : at + 2]
        place = 2 * int.from_bytes(code)
        if not any(to_glyph[place : place + 2]):
            yield f"code {code.hex()} shows .notdef"
        if code.hex() not in spoken:
            yield f"code {code.hex()} stands for no words"


def _pdf_date(said: Any) -> str:
    return "D:" + re.sub(r"[-:T]", "", str(said))
