"""Excel workbooks as rows of text. DuckDB's own reader is an extension, which the network would bring."""

from __future__ import annotations

import math
import zipfile
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

from python_calamine import CalamineError, CalamineWorkbook

from briefing.data.faults import DataFault

Cell = str | None
_MOST_BYTES = 512 * 2**20


def sheet_rows(path: Path, sheet: str) -> tuple[list[str], list[list[Cell]]]:
    """The names in the first row of a sheet (the first one if `sheet` is empty), and the rows below.

    Raises DataFault where there is no such sheet, or the file is no workbook.
    """
    _refuse_bomb(path)
    try:
        book = CalamineWorkbook.from_path(str(path))
        if sheet and sheet not in book.sheet_names:
            message = f'expected a sheet of the workbook, found "{sheet}"'
            raise DataFault(message, f"it has {', '.join(book.sheet_names)}", "sheet")
        rows = book.get_sheet_by_name(sheet or book.sheet_names[0]).to_python(skip_empty_area=False)
    except (CalamineError, OSError, IndexError) as error:
        raise DataFault(f"the workbook cannot be read: {error}", field="file") from error
    if not rows:
        raise DataFault("the sheet is empty", field="sheet")
    names = [str(name).strip() for name in rows[0]]
    if repeated := sorted({name for name in names if name and names.count(name) > 1}):
        raise DataFault(f"several columns have one name: {', '.join(repeated)}", field="file")
    return names, [[_text(cell) for cell in row] for row in rows[1:]]


def _refuse_bomb(path: Path) -> None:
    """Workbooks are ZIP files: one that unpacks to more than any table of trade is not opened."""
    if not zipfile.is_zipfile(path):
        return
    with zipfile.ZipFile(path) as file:
        unpacked = sum(member.file_size for member in file.infolist())
    if unpacked > _MOST_BYTES:
        message = f"the workbook unpacks to more than {_MOST_BYTES // 2**20} MiB"
        raise DataFault(message, "save its sheet as CSV or Parquet", "file")


def _text(cell: object) -> Cell:
    """A cell as a CSV file would have it: 4123.0 is 4123, a day is 2024-03-01."""
    match cell:
        case None | "":
            return None
        case bool() | str():
            return str(cell)
        case float():
            return f"{Decimal(repr(cell)).normalize():f}" if math.isfinite(cell) else None
        case datetime():
            return cell.date().isoformat()
        case date():
            return cell.isoformat()
        case _:
            return str(cell)
