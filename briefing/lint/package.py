"""The package (ISO/IEC 29500-2): parts that are missing or of no kind, relationships to nothing, dates."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from briefing.lint.word import Finding, R, Word, place

_TYPES = "{http://schemas.openxmlformats.org/package/2006/content-types}"
_DATE = re.compile(r"\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)?)?")
_TERMS = "{http://purl.org/dc/terms/}"
_KINDS = {"word/charts/": "drawingml.chart+xml"}
_IDS = (R + "id", R + "embed", R + "link", R + "pict")


def no_kind(word: Word) -> Iterator[Finding]:
    """Every part has a media type, and that of a chart is a chart's."""
    root = word.trees.get("[content_types].xml")
    if root is None:
        yield Finding(
            "[Content_Types].xml", "", "expected the media types of all parts, found none"
        )
        return
    endings = {one.get("Extension", "").lower(): one for one in root.iter(_TYPES + "Default")}
    named = {
        one.get("PartName", "").lstrip("/").lower(): one.get("ContentType", "")
        for one in root.iter(_TYPES + "Override")
    }
    for name in word.parts.names():
        if name == "[content_types].xml" or name.endswith("/"):
            continue
        if name not in named and name.rpartition(".")[2] not in endings:
            yield Finding(name, "", "expected a media type in [Content_Types].xml, found none")
        for folder, kind in _KINDS.items():
            chart = re.fullmatch(rf"{folder}chart\d*\.xml", name)
            if chart and not named.get(name, "").endswith(kind):
                yield Finding(name, "", f"expected the media type of a {kind}, found another")


def missing_parts(word: Word) -> Iterator[Finding]:
    """Every relationship inside the file leads to a part."""
    there = set(word.parts.names())
    for name in ("", *word.trees):
        for id, related in word.relations(name).items():
            if not related.outside and related.target.lower() not in there:
                message = f"relationship {id}: expected a part {related.target}, found none"
                yield Finding(name or "_rels/.rels", "", message)


def dangling_ids(word: Word) -> Iterator[Finding]:
    """Every r:id in the text, a chart or a drawing is one of its part's relationships."""
    for name, root in word.trees.items():
        if not name.startswith("word/") or name.endswith(".rels"):
            continue
        known = word.relations(name)
        for one in root.iter("*"):
            for attribute in _IDS:
                id = one.get(attribute)
                if id and id not in known:
                    yield Finding(name, place(one), f"expected a relationship {id}, found none")


def bad_dates(word: Word) -> Iterator[Finding]:
    """The dates among the core properties are dates (W3CDTF)."""
    root = word.trees.get("docprops/core.xml")
    for field in ("created", "modified"):
        for one in () if root is None else root.iter(_TERMS + field):
            if not _DATE.fullmatch((one.text or "").strip()):
                message = f"{field}: expected a date such as 2026-03-01T09:30:00Z, found “{one.text or ''}”"
                yield Finding("docProps/core.xml", "", message)


def names_twice(word: Word) -> Iterator[Finding]:
    """No part is there twice, whatever its capitals."""
    for name, times in Counter(word.parts.names(folded=False)).items():
        if times > 1:
            yield Finding(name, "", f"expected the part once, found it {times} times")


def no_body(word: Word) -> Iterator[Finding]:
    """The main part holds a body."""
    if word.body is None:
        main = word.trees.get("word/document.xml")
        strict = main is not None and str(main.tag).startswith("{http://purl.oclc.org/")
        hint = "Word: Save As, Word Document, and not Strict Open XML" if strict else ""
        yield Finding("word/document.xml", "", "expected a body, found none", hint)


RULES = (no_kind, missing_parts, dangling_ids, bad_dates, names_twice, no_body)
