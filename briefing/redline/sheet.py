"""The page that tells what changed, in the look of the file's own tables. It is no tracked change itself.

A content control holds all of it, so that a person or a program takes it out in one step.
"""

from __future__ import annotations

from collections.abc import Iterable
from copy import deepcopy
from dataclasses import dataclass
from typing import Final

from briefing.wordfile.names import (
    CONTROL_PROPERTIES,
    ROW,
    SPACE,
    TABLE,
    Element,
    P,
    W,
    of_word,
    value,
)
from briefing.wordfile.package import Package

TAG: Final = "briefing:what-changed"
"""The tag of the control that holds the page."""
_WIDTH = 9_000  # twentieths of a point, where the file has no table to take the measure from


@dataclass(frozen=True, slots=True)
class Sheet:
    """The words of the page: title, what it is about, and a table with the shares of its columns' widths."""

    title: str
    about: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    shares: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class _Look:
    """Styles by id ("" for none), and a table's properties and width."""

    title: str
    words: str
    head: str
    cell: str
    table: Element | None
    width: int


def add_sheet(package: Package, sheet: Sheet) -> None:
    """Put the page at the end of the file's body."""
    body = package.tree(package.main).find(W + "body")
    if body is None:
        return
    look = _look(package, body)
    title = _paragraph(sheet.title, look.title)
    title[0].append(of_word("pageBreakBefore"))
    content = [title, _paragraph(sheet.about, look.words)]
    if sheet.rows:
        # A body must not end with a table.
        content += [_table(sheet, look), _paragraph("", look.cell)]
    control = of_word(
        "sdt",
        of_word(
            "sdtPr",
            of_word("alias", val=sheet.title),
            of_word("tag", val=TAG),
            of_word("id", val=_id(package)),
        ),
        of_word("sdtContent", *content),
    )
    last = body[-1] if len(body) and body[-1].tag == W + "sectPr" else None
    if last is None:
        body.append(control)
    else:
        last.addprevious(control)


def _id(package: Package) -> str:
    used = {
        one.get(W + "val", "")
        for name in package.stories()
        for one in package.tree(name).iterfind(f".//{CONTROL_PROPERTIES}/{W}id")
    }
    number = 1
    while str(number) in used:
        number += 1
    return str(number)


def _look(package: Package, body: Element) -> _Look:
    """The look of a table with a head row that the file has, else a plain one."""
    styles = _styles(package)
    title, words = styles.get("heading 1", ""), styles.get("body text", styles.get("normal", ""))
    for table in body.iter(TABLE):
        rows = table.findall(ROW)
        if len(rows) < 2 or rows[0].find(f"{W}trPr/{W}tblHeader") is None:
            continue
        width = sum(
            int(w)
            for one in table.iterfind(f"{W}tblGrid/{W}gridCol")
            if (w := one.get(W + "w", "")).isdigit()
        )
        head, cell = (value(next(row.iter(P), None), "pPr/pStyle") for row in rows[:2])
        return _Look(title, words, head, cell, table.find(W + "tblPr"), width or _WIDTH)
    return _Look(title, words, words, words, None, _WIDTH)


def _styles(package: Package) -> dict[str, str]:
    """Ids of paragraph styles by their name."""
    part = package.target(package.main, "styles")
    if part is None:
        return {}
    found = package.tree(part).iterchildren(W + "style")
    return {
        value(one, "name").casefold(): one.get(W + "styleId", "")
        for one in found
        if one.get(W + "type") == "paragraph"
    }


def _paragraph(text: str, style: str) -> Element:
    words = of_word("t")
    words.text = text
    words.set(SPACE, "preserve")
    properties = of_word("pPr", *([of_word("pStyle", val=style)] if style else []))
    return of_word("p", properties, of_word("r", words))


def _table(sheet: Sheet, look: _Look) -> Element:
    widths = [look.width * share // sum(sheet.shares) for share in sheet.shares]
    properties = of_word("tblPr") if look.table is None else deepcopy(look.table)
    for name in ("tblCaption", "tblDescription", "tblPrChange"):
        for one in properties.findall(W + name):
            properties.remove(one)
    grid = of_word("tblGrid", *(of_word("gridCol", w=str(width)) for width in widths))
    head = _row(sheet.heads, look.head, widths, head=True)
    rows = [_row(cells, look.cell, widths) for cells in sheet.rows]
    return of_word("tbl", properties, grid, head, *rows)


def _row(cells: Iterable[str], style: str, widths: Iterable[int], *, head: bool = False) -> Element:
    properties = of_word("trPr", of_word("cantSplit"), *([of_word("tblHeader")] if head else []))
    made = of_word("tr", properties)
    for text, width in zip(cells, widths, strict=True):
        size = of_word("tcPr", of_word("tcW", w=str(width), type="dxa"))
        made.append(of_word("tc", size, _paragraph(text, style)))
    return made
