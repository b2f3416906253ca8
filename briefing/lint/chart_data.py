"""Whether the native charts of a Word file say one thing: what they show, what their workbooks hold,
and, where the document is at hand, what its facts come to.

Only the file's bytes are read, with no part of what wrote them.
"""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from lxml import etree

from briefing.blocks import Blocks, Callout, Document, Figure, NativeChart, NativeSeries
from briefing.readback.zipped import FAULTS

_C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
_C15 = "{http://schemas.microsoft.com/office/drawing/2012/chart}"
_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_S = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_MAIN = "word/document.xml"
_RANGE = re.compile(r"'?([^'!]+)'?!\$([A-Z]+)\$(\d+)(?::\$([A-Z]+)\$(\d+))?")
_LARGEST = 20_000_000  # bytes that one part may unpack to
_MOST_CELLS = 1_000_000

Cell = Decimal | str | None


@dataclass(frozen=True, slots=True)
class ChartFault:
    """Where a chart contradicts itself or its facts: the part, the place in it, and both sides."""

    part: str
    where: str
    expected: str
    found: str

    def __str__(self) -> str:
        return f"{self.part}: {self.where}: expected {self.expected}, found {self.found}"


class _Unreadable(Exception):
    """A part is missing, too large or not what it should be; says which."""


def lint_charts(content: bytes, document: Document | None = None) -> tuple[ChartFault, ...]:
    """Every fault of the charts in a Word file, in order; none where all agree.

    With `document`, the numbers, labels and ids are held against it too, chart by chart. Raises ValueError
    where `content` is no Word file.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            return tuple(_faults(_Parts(package), document))
    except (zipfile.BadZipFile, _Unreadable) as fault:
        raise ValueError(f"not a Word file that can be read: {fault}") from fault


class _Parts:
    """The parts of a package, and where their relationships lead."""

    def __init__(self, package: zipfile.ZipFile) -> None:
        self._package = package

    def read(self, name: str) -> bytes:
        try:
            size = self._package.getinfo(name).file_size
            if size > _LARGEST:
                raise _Unreadable(f"{name} is larger than {_LARGEST:,} bytes")
            return self._package.read(name)
        except KeyError:
            raise _Unreadable(f"there is no part {name}") from None

    def xml(self, name: str) -> etree._Element:
        parser = etree.XMLParser(resolve_entities=False, no_network=True)
        try:
            return etree.fromstring(self.read(name), parser)
        except etree.XMLSyntaxError:
            raise _Unreadable(f"{name} is not well-formed") from None

    def related(self, name: str, id: str) -> str:
        """The part that relationship `id` of a part leads to."""
        folder, file = posixpath.split(name)
        for one in self.xml(f"{folder}/_rels/{file}.rels"):
            if one.get("Id") == id and one.get("TargetMode") != "External":
                return posixpath.normpath(posixpath.join(f"/{folder}", one.get("Target", "")))[1:]
        raise _Unreadable(f"{name} has no relationship {id!r}")


def _faults(parts: _Parts, document: Document | None) -> Iterator[ChartFault]:
    main = parts.xml(_MAIN)
    names = [parts.related(_MAIN, one.get(_R + "id", "")) for one in main.iter(_C + "chart")]
    wanted = list(_natives(document.blocks)) if document else []
    if document and len(wanted) != len(names):
        expected, found = f"{len(wanted)} native charts", str(len(names))
        yield ChartFault(_MAIN, "charts", expected, found)
    for at, name in enumerate(names):
        try:
            chart = parts.xml(name)
            data = chart.find(_C + "externalData")
            id = "" if data is None else data.get(_R + "id", "")
            sheets = _sheets(parts.read(parts.related(name, id)))
        except (_Unreadable, *FAULTS) as fault:
            yield ChartFault(name, "workbook", "one that can be read", str(fault))
            continue
        yield from _against_workbook(name, chart, sheets)
        if at < len(wanted):
            yield from _against_facts(name, chart, wanted[at])


def _natives(blocks: Blocks) -> Iterator[NativeChart]:
    for block in blocks:
        if isinstance(block, Figure):
            yield from block.chart.native
        elif isinstance(block, Callout):
            yield from _natives(block.content)


# ---------------------------------------------------------------------- cache against workbook


def _against_workbook(
    name: str, chart: etree._Element, sheets: Mapping[str, Mapping[tuple[int, int], Cell]]
) -> Iterator[ChartFault]:
    """Each reference leads to cells, as many as are cached, and they say what is cached."""
    for reference in chart.iter(_C + "f", _C15 + "f"):
        text = reference.text or ""
        holder = reference.getparent()
        match = _RANGE.fullmatch(text)
        if match is None or match[1] not in sheets or holder is None:
            yield ChartFault(name, text, "a reference into the workbook", "none")
            continue
        sheet = sheets[match[1]]
        left, top = _column(match[2]), int(match[3])
        right, bottom = _column(match[4] or match[2]), int(match[5] or match[3])
        if (right - left + 1) * (bottom - top + 1) > _MOST_CELLS:
            yield ChartFault(name, text, f"at most {_MOST_CELLS:,} cells", "more")
            continue
        size = holder.find(f".//{_C}ptCount")
        count = "" if size is None else size.get("val", "")
        if count != str(bottom - top + 1):
            yield ChartFault(name, text, f"{bottom - top + 1} cached points", count or "none")
        numeric = str(holder.tag) == _C + "numRef"
        for at, cache in enumerate(_levels(holder)):
            for row in range(top, bottom + 1):
                cell = sheet.get((row, right - at))
                shown = cache.get(row - top)
                if not _same(cell, shown, numeric):
                    where = f"{text}, row {row}"
                    yield ChartFault(name, where, _said(cell), _said(shown))


def _levels(holder: etree._Element) -> list[dict[int, str]]:
    """The cached points by place; of names in several levels, each level, innermost first."""
    levels = list(holder.iter(_C + "lvl")) or [holder]
    return [_cached(level) for level in levels]


def _cached(holder: etree._Element) -> dict[int, str]:
    return {_place(one.get("idx")): one.findtext(_C + "v") or "" for one in holder.iter(_C + "pt")}


def _same(cell: Cell, shown: str | None, numeric: bool) -> bool:
    if shown is None or cell is None:
        return (shown or None) == cell
    if numeric:
        return isinstance(cell, Decimal) and _number(shown) == cell
    return str(cell) == shown


def _number(text: str) -> Decimal | None:
    try:
        return Decimal(text)
    except InvalidOperation:
        return None


def _said(value: Cell) -> str:
    return "nothing" if value is None else f"'{value}'"


# ------------------------------------------------------------------------- cache against facts


def _against_facts(name: str, chart: etree._Element, wanted: NativeChart) -> Iterator[ChartFault]:
    """Each series of the chart shows the numbers, intervals and labels of the document's."""
    found = sorted(chart.iter(_C + "ser"), key=_index)
    if len(found) != len(wanted.series):
        yield ChartFault(name, "series", str(len(wanted.series)), str(len(found)))
        return
    names = [one.name or None for one in wanted.categories]
    for at, (series, own) in enumerate(zip(found, wanted.series, strict=True)):
        where = f"series {at + 1}"
        categories = series.find(f"{_C}cat")
        cached = {} if categories is None else _levels(categories)[0]
        yield from _differences(name, f"{where}, name", names, cached)
        yield from _points(name, where, series, own)


def _points(
    name: str, where: str, series: etree._Element, wanted: NativeSeries
) -> Iterator[ChartFault]:
    kinds = (
        ("value", f"{_C}val", [p.value for p in wanted.points]),
        ("range above", f"{_C}errBars/{_C}plus", [p.plus for p in wanted.points]),
        ("range below", f"{_C}errBars/{_C}minus", [p.minus for p in wanted.points]),
    )
    for what, path, values in kinds:
        holder = series.find(path)
        cached = {} if holder is None else _cached(holder)
        yield from _differences(name, f"{where}, {what}", values, cached)
    said = [point.label or None for point in wanted.points]
    ranges = series.find(f".//{_C15}dlblRangeCache")
    yield from _differences(
        name, f"{where}, label", said, {} if ranges is None else _cached(ranges)
    )
    shown = {_index(one): _words(one) for one in series.iter(_C + "dLbl")}
    yield from _differences(name, f"{where}, label shown", said, shown)


def _differences(
    name: str, where: str, wanted: list[Decimal | None] | list[str | None], found: dict[int, str]
) -> Iterator[ChartFault]:
    for at, value in enumerate(wanted):
        if not _same(value, found.get(at), isinstance(value, Decimal)):
            yield ChartFault(name, f"{where} {at + 1}", _said(value), _said(found.get(at)))
    for at in sorted(set(found) - set(range(len(wanted)))):
        yield ChartFault(name, f"{where} {at + 1}", "nothing", _said(found[at]))


def _index(holder: etree._Element) -> int:
    """The number of a series or of a label's point; -1 where it has none."""
    index = holder.find(_C + "idx")
    return -1 if index is None else _place(index.get("val"))


def _place(text: str | None) -> int:
    return int(text) if text is not None and text.isdecimal() else -1


def _words(label: etree._Element) -> str:
    return "".join(one.text or "" for one in label.iter(_A + "t"))


# -------------------------------------------------------------------------------- the workbook


def _sheets(content: bytes) -> dict[str, dict[tuple[int, int], Cell]]:
    """The cells of each sheet of a workbook by row and column, both counted from 1."""
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        parts = _Parts(package)
        book = parts.xml("xl/workbook.xml")
        shared = _shared(parts, package)
        return {
            one.get("name", ""): _cells(
                parts.xml(parts.related("xl/workbook.xml", one.get(_R + "id", ""))), shared
            )
            for one in book.iter(_S + "sheet")
        }


def _shared(parts: _Parts, package: zipfile.ZipFile) -> list[str]:
    """The texts that cells name by number, as spreadsheet programs save them."""
    name = "xl/sharedStrings.xml"
    if name not in package.namelist():
        return []
    return [_text(one) for one in parts.xml(name).iter(_S + "si")]


def _cells(sheet: etree._Element, shared: list[str]) -> dict[tuple[int, int], Cell]:
    cells: dict[tuple[int, int], Cell] = {}
    for one in sheet.iter(_S + "c"):
        match = re.fullmatch(r"([A-Z]+)(\d+)", one.get("r", ""))
        if match is None:
            continue
        value, kind = one.findtext(_S + "v"), one.get("t", "n")
        cell: Cell
        if kind == "inlineStr":
            cell = _text(one)
        elif kind == "s" and value is not None and value.isdigit() and int(value) < len(shared):
            cell = shared[int(value)]
        else:
            cell = _number(value) if kind == "n" and value is not None else value
        cells[int(match[2]), _column(match[1])] = cell or (
            cell if isinstance(cell, Decimal) else None
        )
    return cells


def _text(holder: etree._Element) -> str:
    return "".join(t.text or "" for t in holder.iter(_S + "t"))


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number
