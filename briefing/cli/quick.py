"""The answer to `briefing build` when nothing changed: from hashes alone, in milliseconds.

Whatever it does not understand, it leaves to the whole command line. Imports as little as it can.
"""

from __future__ import annotations

import os
import sys

from briefing.cli.clock import iso_day
from briefing.editions.inputs import Hashes, tool
from briefing.editions.unchanged import HASHES, asked, unchanged, visit_name, visits_below

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

_VALUES = {
    "--to": "docx,pdf",
    "--output": "output",
    "--state": "",
    "--theme": "default",
    "--templates": "",
    "--stale": "warn",
    "--keep": "0",
    "--jobs": "0",
    "--scheduler": "",
}
"""The options of `build` that have a value, with what they are if they are not given."""

_FLAGS = ("--strict", "--quiet", "--exit-code")


def answer(arguments: Sequence[str]) -> int | None:
    """The exit code of a build that has nothing to do, told; None if that cannot be said."""
    if not arguments or arguments[0] != "build":
        return None
    understood = _understood(arguments[1:])
    today = iso_day(os.environ.get("SOURCE_DATE_EPOCH", ""))
    if understood is None or today is None:
        return None
    named, values, flags = understood
    paths = visits_below(named)
    visits = {visit_name(path): path for path in paths}
    if len(visits) < len(paths):  # two of one name: the whole command line says what is wrong
        return None
    warnings = _warnings(visits, values, today)
    if warnings is None or (warnings and "--strict" in flags):
        return None
    for warning in warnings:
        print(warning, file=sys.stderr)
    if "--quiet" not in flags:
        _tell(visits, values["--output"])
    return 0


def _understood(
    arguments: Sequence[str],
) -> tuple[list[str], dict[str, str], set[str]] | None:
    """The visits, the options with values and the flags; None if there is anything else."""
    named, values, flags = [], dict(_VALUES), set()
    rest = list(arguments)
    while rest:
        word = rest.pop(0)
        name, equals, value = word.partition("=")
        if word in _FLAGS:
            flags.add(word)
        elif name in _VALUES and (equals or rest):
            values[name] = value if equals else rest.pop(0)
        elif word.startswith("-"):
            return None
        else:
            named.append(word)
    if not named or not (_is_number(values["--keep"]) and _is_number(values["--jobs"])):
        return None
    values["--state"] = values["--state"] or os.path.join(values["--output"], ".state")
    return named, values, flags


def _warnings(visits: Mapping[str, str], values: dict[str, str], today: str) -> list[str] | None:
    """The warnings of the last builds of all these visits if each is unchanged; else None."""
    output, templates = values["--output"], values["--templates"]
    formats = {name.strip().lower() for name in values["--to"].split(",") if name.strip()}
    wish = asked(
        formats=formats,
        output=output,
        theme=values["--theme"],
        templates=templates,
        stale=values["--stale"],
        keep=int(values["--keep"]),
        state=values["--state"],
    )
    hashes = Hashes(os.path.join(output, HASHES))
    itself = tool(hashes)
    warnings = []
    for name, visit in visits.items():
        found = unchanged(
            output,
            visit,
            name=name,
            asked=wish,
            tool=itself,
            today=today,
            templates=templates,
            hashes=hashes,
        )
        if found is None:
            return None
        warnings += found
    hashes.save()
    return warnings


def _tell(visits: Collection[str], output: str) -> None:
    for name in visits:
        print(f"{_posix(os.path.join(output, name))}: up to date")
    if len(visits) > 1:
        print(f"{len(visits)} visits: {len(visits)} up to date")


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdecimal()


def _posix(path: str) -> str:
    return path.replace(os.sep, "/")
