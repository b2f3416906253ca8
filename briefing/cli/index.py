"""The index of a batch, as a page and as CSV: what was built, what changed, what failed and why."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Sequence
from dataclasses import astuple, dataclass, fields
from html import escape
from pathlib import Path

from briefing.cli.jobs import Outcome
from briefing.errors import Diagnostic, Place, WriteError

_WORDS = {
    "new": "new edition", "revised": "written anew", "added": "more formats", "restored": "files put back",
    "unchanged": "up to date", "failed": "failed",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Row:
    """One pair: what came of it, its edition (0: none), how many facts changed, and why it failed."""

    reporter: str
    pair: str
    result: str
    edition: int
    changes: int
    reason: str

    @classmethod
    def of(cls, reporter: str, pair: str, outcome: Outcome) -> Row:
        """The row of an outcome."""
        what = "failed" if outcome.failed else outcome.made.what if outcome.made else "unchanged"
        first = outcome.diagnostics[0] if outcome.failed and outcome.diagnostics else None
        more = len(outcome.diagnostics) - 1
        reason = "" if first is None else f"{first.where}: {first.message}".removeprefix(": ")
        if more > 0:
            reason += f" (and {more} more)"
        changes = len(outcome.made.changes) if outcome.made and what == "new" else 0
        edition = outcome.record.number if outcome.record else 0
        return cls(reporter, pair, what, edition, changes, reason)


def write_index(folder: Path, batch: str, rows: Sequence[Row]) -> None:
    """`index.html` and `index.csv` in the batch's folder. Raises WriteError."""
    for name, text in (("index.csv", as_csv(rows)), ("index.html", as_page(batch, rows))):
        file = folder / name
        try:
            folder.mkdir(parents=True, exist_ok=True)
            beside = file.with_name(f".{name}.new")
            beside.write_text(text, encoding="utf-8", newline="")
            beside.replace(file)
        except OSError as error:
            message = f"cannot be written: {(error.strerror or str(error)).lower()}"
            raise WriteError([Diagnostic(Place(file.as_posix()), "", message)]) from error


def as_csv(rows: Sequence[Row]) -> str:
    """RFC 4180, with a head."""
    made = io.StringIO()
    table = csv.writer(made)
    table.writerow(field.name for field in fields(Row))
    table.writerows(astuple(row) for row in rows)
    return made.getvalue()


def as_page(batch: str, rows: Sequence[Row]) -> str:
    """A page of its own, with a row for each pair, that leads to its files."""
    counted = Counter(row.result for row in rows)
    summary = ", ".join(f"{counted[key]} {words}" for key, words in _WORDS.items() if counted[key])
    heads = "".join(f'<th scope="col">{head}</th>' for head in _HEADS)
    body = "\n".join(map(_row, rows))
    title = f"Briefs of {escape(batch)}"
    return f"""<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>{title}</title>
<style>{_STYLE}</style>
</head>
<body>
<main>
<h1>{title}</h1>
<p>{len(rows)} pairs: {summary or "none"}.</p>
<table>
<thead><tr>{heads}</tr></thead>
<tbody>
{body}
</tbody>
</table>
</main>
</body>
</html>
"""


_HEADS = ("Pair", "Reporter", "Result", "Edition", "Facts changed", "Why it failed")
_STYLE = (
    "body{font:16px/1.5 sans-serif;color:#1b2430;max-width:70rem;margin:2rem auto;padding:0 1rem}"
    "table{border-collapse:collapse;width:100%}th,td{text-align:left;vertical-align:top;"
    "padding:.3rem .8rem .3rem 0;border-bottom:1px solid #c9d0d8}.failed{color:#8a1c1c}"
)


def _row(row: Row) -> str:
    name = escape(row.pair)
    if row.edition:
        name = f'<a href="{escape(row.reporter)}/{escape(row.pair)}/">{name}</a>'
    cells = (
        escape(row.reporter), _WORDS[row.result], str(row.edition or "–"),
        str(row.changes), escape(row.reason) or "–",
    )  # fmt: skip
    look = ' class="failed"' if row.result == "failed" else ""
    inner = "".join(f"<td>{cell}</td>" for cell in cells)
    return f'<tr{look}><th scope="row">{name}</th>{inner}</tr>'
