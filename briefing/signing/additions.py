"""Whether a PDF is another one with invisible signatures added, and nothing else: object by object.

A later part of a PDF may replace any object of an earlier one, so equal first bytes say nothing of
what is shown.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from io import BytesIO
from typing import Any

import pikepdf

_CATALOG = {"/AcroForm", "/Extensions"}
_FORM = {"/Fields", "/SigFlags"}
_FIELD = {"/FT", "/T", "/TU", "/V", "/Type", "/Subtype", "/F", "/P", "/Rect"}


def only_signatures_added(built: bytes, signed: bytes) -> bool:
    """Whether `signed` begins with `built` and then adds invisible signature fields, with their values."""
    if not signed.startswith(built):
        return False
    try:
        with pikepdf.open(BytesIO(built)) as old, pikepdf.open(BytesIO(signed)) as new:
            return all(_allowed(old, new))
    except (pikepdf.PdfError, LookupError, TypeError, ValueError, AttributeError):
        return False


def _allowed(old: pikepdf.Pdf, new: pikepdf.Pdf) -> Iterator[bool]:
    pages = {page.objgen for page in old.pages}
    known = {field.objgen for field in _fields(old)}
    added = {field.objgen for field in _fields(new)} - known
    yield bool(added) and all(_is_invisible(new.get_object(field)) for field in added)
    yield old.Root.objgen == new.Root.objgen and len(old.pages) == len(new.pages)
    yield set(new.Root.get("/AcroForm", {}).keys()) <= _FORM or "/AcroForm" in old.Root
    for each in old.objects:
        if not isinstance(each, (pikepdf.Dictionary, pikepdf.Stream, pikepdf.Array)):
            continue
        now = new.get_object(each.objgen)
        if _whole(each) == _whole(now):
            continue
        if each.objgen == old.Root.objgen:
            yield _same_but(each, now, _CATALOG)
        elif each.objgen in pages:
            yield _same_but(each, now, {"/Annots"}) and _appended(each, now, "/Annots", added)
        else:
            form = old.Root.get("/AcroForm")
            yield form is not None and each.objgen == form.objgen and _same_but(each, now, _FORM)


def _fields(pdf: pikepdf.Pdf) -> list[Any]:
    form: Any = pdf.Root.get("/AcroForm", {})
    return list(form.get("/Fields", []))


def _is_invisible(field: Any) -> bool:
    left, bottom, right, top = (float(edge) for edge in field["/Rect"])
    flat = left == right and bottom == top
    return flat and field["/FT"] == "/Sig" and set(field.keys()) <= _FIELD


def _same_but(old: Any, new: Any, keys: Collection[str]) -> bool:
    names = (set(old.keys()) | set(new.keys())) - set(keys)
    return all(
        name in old and name in new and _text(old[name]) == _text(new[name]) for name in names
    )


def _appended(old: Any, new: Any, key: str, added: Collection[tuple[int, int]]) -> bool:
    before = [each.objgen for each in old.get(key, [])]
    after = [each.objgen for each in new.get(key, [])]
    return after[: len(before)] == before and set(after[len(before) :]) <= set(added)


def _whole(value: Any) -> tuple[bytes, bytes]:
    """An object of the file as it is written, references in it left as such; of a stream, its bytes too."""
    if isinstance(value, pikepdf.Stream):
        return value.stream_dict.unparse(resolved=True), value.read_raw_bytes()
    return value.unparse(resolved=True), b""


def _text(value: Any) -> bytes:
    """A value in an object, as it is written: a reference as such."""
    return value.unparse() if isinstance(value, pikepdf.Object) else repr(value).encode()
