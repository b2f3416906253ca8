"""A workbook to fixed bytes: the least that spreadsheet programs open, texts and exact numbers only.

ISO/IEC 29500: a `.xlsx` of five parts and one more for each sheet.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping, Sequence
from decimal import Decimal
from xml.sax.saxutils import escape

from briefing.zips import member

Cell = Decimal | str | None
Rows = Sequence[Sequence[Cell]]

_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml."
_WIDEST = 60

# The first two fills are fixed by the format; the second look breaks lines and is that of every cell.
_STYLES = (
    f'{_HEAD}<styleSheet xmlns="{_MAIN}">'
    '<fonts count="2"><font><sz val="11"/><name val="Calibri"/></font>'
    '<font><b/><sz val="11"/><name val="Calibri"/></font></fonts>'
    '<fills count="2"><fill><patternFill patternType="none"/></fill>'
    '<fill><patternFill patternType="gray125"/></fill></fills>'
    '<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>'
    '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
    '<cellXfs count="3"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>'
    '<xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0" applyAlignment="1">'
    '<alignment vertical="top" wrapText="1"/></xf>'
    '<xf numFmtId="0" fontId="1" fillId="0" borderId="0" xfId="0" applyFont="1" applyAlignment="1">'
    '<alignment vertical="top" wrapText="1"/></xf></cellXfs>'
    '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles>'
    "</styleSheet>"
)


def workbook(sheets: Mapping[str, Rows]) -> bytes:
    """A workbook with these sheets; the first row of each is its head. Equal rows, equal bytes."""
    numbers = range(1, len(sheets) + 1)
    parts = {
        "[Content_Types].xml": _types(numbers),
        "_rels/.rels": _relations([("rId1", "officeDocument", "xl/workbook.xml")]),
        "xl/workbook.xml": _book(sheets),
        "xl/_rels/workbook.xml.rels": _relations(
            [(f"rId{n}", "worksheet", f"worksheets/sheet{n}.xml") for n in numbers]
            + [(f"rId{len(sheets) + 1}", "styles", "styles.xml")]
        ),
        "xl/styles.xml": _STYLES,
        **{
            f"xl/worksheets/sheet{n}.xml": _sheet(rows) for n, rows in enumerate(sheets.values(), 1)
        },
    }
    stored = io.BytesIO()
    with zipfile.ZipFile(stored, "w") as target:
        for name, text in parts.items():
            # The Word file around it is compressed; doing it twice takes time and makes it no smaller.
            target.writestr(member(name), text.encode(), zipfile.ZIP_STORED)
    return stored.getvalue()


def column(number: int) -> str:
    """The letters of a column, counted from 0: A … Z, AA, AB, …"""
    letters = ""
    number += 1
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def _types(numbers: Sequence[int]) -> str:
    own = "".join(
        f'<Override PartName="/xl/{name}.xml" ContentType="{_TYPE}{kind}+xml"/>'
        for name, kind in (
            ("workbook", "sheet.main"),
            ("styles", "styles"),
            *((f"worksheets/sheet{n}", "worksheet") for n in numbers),
        )
    )
    return (
        f'{_HEAD}<Types xmlns="{_PACKAGE}/content-types"><Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{own}</Types>'
    )


def _relations(relations: Sequence[tuple[str, str, str]]) -> str:
    body = "".join(
        f'<Relationship Id="{id}" Type="{_R}/{kind}" Target="{target}"/>'
        for id, kind, target in relations
    )
    return f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships">{body}</Relationships>'


def _book(sheets: Mapping[str, Rows]) -> str:
    body = "".join(
        f'<sheet name="{escape(name)}" sheetId="{n}" r:id="rId{n}"/>'
        for n, name in enumerate(sheets, 1)
    )
    return f'{_HEAD}<workbook xmlns="{_MAIN}" xmlns:r="{_R}"><sheets>{body}</sheets></workbook>'


def _sheet(rows: Rows) -> str:
    body = "".join(_row(n, row) for n, row in enumerate(rows, 1))
    return (
        f'{_HEAD}<worksheet xmlns="{_MAIN}"><cols>{_widths(rows)}</cols>'
        f"<sheetData>{body}</sheetData></worksheet>"
    )


def _row(number: int, row: Sequence[Cell]) -> str:
    look = 2 if number == 1 else 1
    cells = "".join(_cell(f"{column(at)}{number}", cell, look) for at, cell in enumerate(row))
    return f'<row r="{number}">{cells}</row>'


def _cell(name: str, cell: Cell, look: int) -> str:
    if cell is None or cell == "":
        return ""
    if isinstance(cell, Decimal):
        return f'<c r="{name}" s="{look}"><v>{cell:f}</v></c>'
    text = f'<t xml:space="preserve">{escape(cell)}</t>'
    return f'<c r="{name}" s="{look}" t="inlineStr"><is>{text}</is></c>'


def _widths(rows: Rows) -> str:
    made = []
    for at in range(max(map(len, rows))):
        texts = [str(row[at]) for row in rows if at < len(row) and row[at] is not None]
        letters = max((len(line) for text in texts for line in text.split("\n")), default=0)
        width = min(max(letters + 2, 10), _WIDEST)
        made.append(f'<col min="{at + 1}" max="{at + 1}" width="{width}" customWidth="1"/>')
    return "".join(made)
