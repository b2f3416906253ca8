"""The data files of a visit as tables, in a database that can reach nothing else.

In memory, without extensions, without a network; files outside the declared ones cannot be opened, and
the settings cannot be changed back. Files that are read whole are read once in a process.
"""

from __future__ import annotations

import hashlib
import os
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import duckdb
import numpy as np

from briefing.data.faults import DataFault
from briefing.data.shapes import Shaped, shaped, with_marks
from briefing.data.sheets import sheet_rows
from briefing.facts.data_files import DataFile

MOST_ROWS = 2_000
"""Rows that one query may come to: each is a fact that people are to read."""
SECONDS = 120
"""How long one query may take."""
_MEMORY = "1GB"
_KEPT_BYTES = 64 * 1024 * 1024
"""Up to what size a CSV file is kept in memory once it was read; a larger one is read for each query."""
_SETTINGS = {
    "autoinstall_known_extensions": "false",
    "autoload_known_extensions": "false",
    "allow_community_extensions": "false",
    "memory_limit": _MEMORY,
    "preserve_insertion_order": "true",
    "threads": "1",  # several would add up and cut off in the order in which they come
}


@dataclass(slots=True)
class Table:
    """A data file as a table of the columns `shapes.COLUMNS`; `sha256` is that of the file.

    `kept`: it is in memory, sorted by its countries, so that a query passes over those of others.
    """

    file: DataFile
    shaped: Shaped
    sha256: str
    connection: duckdb.DuckDBPyConnection
    kept: bool = False
    lock: threading.Lock = field(default_factory=threading.Lock)
    _values: dict[str, frozenset[object]] = field(default_factory=dict)

    def holds(self, column: str, values: Sequence[object]) -> list[object]:
        """Those of `values` that the column has, all of them where that would take reading a file.

        A condition of one value takes DuckDB a fifth of the time that one of several takes.
        """
        if not self.kept:
            return list(values)
        if column not in self._values:
            with self.lock:
                found = self.connection.execute(f"SELECT DISTINCT {column} FROM data").fetchall()
            self._values[column] = frozenset(value for (value,) in found)
        return [value for value in values if value in self._values[column]]

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        """What a SELECT over the table `data` comes to. Raises DataFault, also where it takes too long."""
        with self.lock:
            ended = threading.Event()
            watch = threading.Timer(SECONDS, self._end, [ended])
            watch.daemon = True
            watch.start()
            try:
                return self.connection.execute(sql).fetchmany(MOST_ROWS + 1)
            except duckdb.OutOfMemoryException as error:
                message = f"the query needs more than {_MEMORY} of memory"
                raise DataFault(message, "ask for fewer rows", "sql") from error
            except duckdb.Error as error:
                if ended.is_set():
                    message = f"the query took longer than {SECONDS} seconds"
                    raise DataFault(message, "ask for fewer periods", "sql") from error
                raise DataFault(_said(error)) from error
            finally:
                watch.cancel()

    def _end(self, ended: threading.Event) -> None:
        ended.set()
        self.connection.interrupt()


_opened: dict[tuple[object, ...], Table] = {}
_MOST_OPEN = 8


def open_table(file: DataFile, folder: Path) -> Table:
    """The data file `file` below `folder`, as a table. Raises DataFault.

    One that this process has opened before, and that has not changed since, is not read again.
    """
    path = _inside(file.file, folder)
    try:
        found = path.stat()
    except OSError as error:
        message = f'no file "{file.file}" stands beside the facts file'
        raise DataFault(
            message, "name it as it is below the facts file’s folder", "file"
        ) from error
    if not path.is_file():
        raise DataFault(f'expected a file, found a folder: "{file.file}"', field="file")
    key = (str(path), found.st_mtime_ns, found.st_size, found.st_ino, repr(file))
    if key not in _opened:
        while len(_opened) >= _MOST_OPEN:
            _opened.pop(next(iter(_opened))).connection.close()
        _opened[key] = _table(file, path)
    return _opened[key]


def _table(file: DataFile, path: Path) -> Table:
    connection = duckdb.connect(":memory:", config=dict(_SETTINGS))
    try:
        connection.execute(f"SET allowed_paths = [{_literal(str(path))}]")
        connection.execute("SET temp_directory = ''")
        connection.execute("SET enable_external_access = false")
        connection.execute("SET lock_configuration = true")
        digest = _sha256(path)
        made = shaped(file, _raw(connection, file, path))
        kept, marked = _small(path), with_marks(made.sql)
        connection.execute(
            f"CREATE TABLE data AS SELECT * FROM ({marked}) ORDER BY reporter, partner, row"
            if kept
            else f"CREATE VIEW data AS {marked}"
        )
    except duckdb.Error as error:
        connection.close()
        hint = "a CSV file is UTF-8, with the names of its columns in the first line"
        hint = hint if path.suffix.casefold() in (".csv", ".tsv", ".txt") else ""
        raise DataFault(f"the file cannot be read: {_said(error)}", hint, "file") from error
    except DataFault:
        connection.close()
        raise
    return Table(file, made, digest, connection, kept)


def _raw(connection: duckdb.DuckDBPyConnection, file: DataFile, path: Path) -> dict[str, str]:
    """The file as the relation `raw`, its rows numbered as in a spreadsheet; its columns with their types."""
    suffix = path.suffix.casefold()
    literal = _literal(str(path))
    if suffix in (".parquet", ".pq"):
        reader = f"read_parquet({literal}, file_row_number = true)"
        source = f'SELECT file_row_number + 1 AS "#row", * FROM {reader}'
    elif suffix in (".csv", ".tsv", ".txt"):
        reader = f"read_csv({literal}, all_varchar = true, header = true, null_padding = true)"
        source = f'SELECT row_number() OVER () + 1 AS "#row", * FROM {reader}'
    elif suffix in (".xlsx", ".xlsm", ".xlsb", ".xls", ".ods"):
        names, rows = sheet_rows(path, file.sheet)
        _fill(connection, names, rows)
        source = 'SELECT row_number() OVER () + 1 AS "#row", * FROM sheet'
    else:
        message = f'expected a file that ends in .csv, .parquet or .xlsx, found "{file.file}"'
        raise DataFault(message, field="file")
    if file.sheet and suffix in (".parquet", ".pq", ".csv", ".tsv", ".txt"):
        raise DataFault("only a workbook has sheets", "remove sheet", "sheet")
    connection.execute(f"CREATE VIEW raw AS {source}")
    described = connection.execute("DESCRIBE raw").fetchall()
    own = ("#row", "file_row_number")
    return {name: str(kind) for name, kind, *_ in described if name not in own}


def _fill(
    connection: duckdb.DuckDBPyConnection,
    names: Sequence[str],
    rows: Sequence[Sequence[str | None]],
) -> None:
    """The cells of a sheet as a table of texts; columns without a name are left out."""
    columns = {
        name: np.array([row[at] if at < len(row) else None for row in rows], dtype=object)
        for at, name in enumerate(names)
        if name
    }
    connection.register("cells", columns)
    quoted = ('"' + name.replace('"', '""') + '"' for name in columns)
    listed = ", ".join(f"CAST({name} AS VARCHAR) AS {name}" for name in quoted)
    connection.execute(f"CREATE TABLE sheet AS SELECT {listed} FROM cells")
    connection.unregister("cells")


def _inside(name: str, folder: Path) -> Path:
    """The file called `name` below `folder`, and nowhere else: facts files come from others."""
    if "\0" in name:
        raise DataFault("a file’s name has no null character", field="file")
    path = Path(os.path.realpath(folder / name))
    if not path.is_relative_to(os.path.realpath(folder)) or Path(name).is_absolute():
        message = f'expected a file in the facts file’s own folder, found "{name}"'
        raise DataFault(message, "put the file beside the facts file", "file")
    return path


def _small(path: Path) -> bool:
    """Whether it is kept whole: Parquet never, of which a query reads only the columns that it needs."""
    return path.suffix.casefold() not in (".parquet", ".pq") and path.stat().st_size <= _KEPT_BYTES


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _literal(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def _said(error: Exception) -> str:
    return str(error).splitlines()[0].rstrip(".")


def digests(tables: Mapping[str, Table], folder: Path) -> dict[str, str]:
    """The SHA-256 of the files that were read, by path."""
    return {str(_inside(t.file.file, folder)): t.sha256 for t in tables.values()}
