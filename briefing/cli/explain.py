"""`briefing explain`: from a number in a brief to its fact, formula, speaker and place."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from briefing.cli import terminal
from briefing.cli.arguments import AsJson, Templates, ThemeName
from briefing.editions.folder import LEDGER
from briefing.errors import Diagnostic, ExitCode, FactsError, Place

if TYPE_CHECKING:
    from briefing.cli.ledger import Ledger, Match


def explain(
    file: Annotated[
        Path,
        typer.Argument(
            metavar="FILE", help="A built brief (DOCX, PDF or text), its folder, or a visit."
        ),
    ],
    number: Annotated[
        str,
        typer.Argument(
            metavar="NUMBER",
            help="As printed or as you say it: 3.6, 17%, “one third”; an id: F29; a note: [3].",
        ),
    ],
    *,
    theme: ThemeName = "default",
    templates: Templates = None,
    as_json: AsJson = False,
) -> None:
    """Say where a number in a brief comes from.

    \b
    briefing explain output/2026-03-oslo/brief.pdf 3.6
    briefing explain output/2026-03-oslo/brief.docx "about $3.6 billion"
    briefing explain visits/2026-03-oslo F29

    Every match is listed, what is printed just so first: its fact or its formula, interval, speaker,
    source and place. A built file is explained by the ledger beside it, brief.ledger.json; a visit is
    put together afresh (with --theme and --templates, if it is built with them).
    """
    if not number.strip():
        message = "expected a number such as 3.6 or an id, found nothing"
        raise typer.BadParameter(message, param_hint="NUMBER")
    ledger = _ledger(file, theme, templates)
    if file.is_file() and not as_json:
        _warn_if_edited(file)
    matches = ledger.matches(number)
    if as_json:
        terminal.print_json(_as_data(file, number, matches, ledger))
    elif matches:
        print("\n\n".join("\n".join(lines) for lines in _told(matches, ledger)))
    if not matches:
        if not as_json:
            terminal.diagnostics([_nothing(file, number, ledger)])
        raise typer.Exit(ExitCode.USAGE)


def _ledger(file: Path, theme: str, templates: Path | None) -> Ledger:
    """The ledger of a built file, of its folder, or of a visit."""
    from briefing.cli.ledger import read_ledger  # noqa: PLC0415

    beside = (file if file.is_dir() else file.parent) / LEDGER
    if _is_visit(file):
        from briefing.pipeline import Options, build  # noqa: PLC0415

        content = build(file, Options((), theme, templates)).ledger
    elif file.exists() and beside.is_file():
        content = beside.read_bytes()
    else:
        message = f"no {LEDGER} beside it" if file.exists() else "no such file or folder"
        hint = "name a file that a build left in the output folder, or the visit itself"
        raise FactsError([Diagnostic(Place(file.as_posix()), "", message, hint)])
    ledger = read_ledger(content)
    if ledger is None:
        message, hint = "not a ledger that a build wrote", "build the visit again"
        raise FactsError([Diagnostic(Place(beside.as_posix()), "", message, hint)])
    return ledger


def _is_visit(file: Path) -> bool:
    return (file / "visit.yaml").is_file() or file.suffix in (".yaml", ".yml")


def _warn_if_edited(file: Path) -> None:
    from briefing.cli.signed import is_of_what_lies_beside  # noqa: PLC0415
    from briefing.editions.folder import written_by_build  # noqa: PLC0415

    message = ""
    if written_by_build(file) is False:
        message = "edited since it was built; what follows is of the text as built"
    elif is_of_what_lies_beside(file) is False:
        message = "signed before the last build; what follows is of the text as built since"
    if message:
        place = Place(file.as_posix())
        terminal.diagnostics([Diagnostic(place, "", message, severity="warning")])


def _nothing(file: Path, number: str, ledger: Ledger) -> Diagnostic:
    from briefing.cli.ledger import numbers  # noqa: PLC0415

    texts = {entry["text"].strip() for entry in ledger.printed if entry["id"]}
    near = difflib.get_close_matches(number, sorted(filter(numbers, texts)), 3, 0.5)
    hint = "did you mean " + " or ".join(f"“{text}”" for text in near) + "?" if near else ""
    return Diagnostic(Place(file.as_posix()), "", f"“{number}” is not printed in the brief", hint)


# ------------------------------------------------------------------------------ what is said


def _told(matches: tuple[Match, ...], ledger: Ledger) -> Iterator[list[str]]:
    """The lines of each match."""
    for match in matches:
        if match.id in ledger.origins:
            yield [*_origin(match.id, ledger), *_printed(match)]
        else:
            yield [_KINDS.get(match.kind, match.kind), *_printed(match)]


# What is printed and comes from no fact, by its class.
_KINDS = {
    "count": "A count of what the brief lists",
    "label": "A label: a place in a source, the number of a note or a table, a date of the brief",
    "standard": "The name of a standard",
    "author": "A person’s own text",
}


def _origin(id: str, ledger: Ledger) -> Iterator[str]:
    origin = ledger.origins[id]
    yield f"{id}: {origin['description']} ({origin['class']})"
    yield from _provenance(origin, "  ")
    for each in ledger.inputs(id):
        yield f"  {each}: {ledger.origins[each]['description']}"
        yield from _provenance(ledger.origins[each], "    ")


def _printed(match: Match) -> Iterator[str]:
    for text, sections in match.printed.items():
        yield f"  printed as “{text.strip()}” in: {'; '.join(sections)}"
    if not match.printed:
        yield "  printed nowhere as a number"


def _provenance(origin: Mapping[str, str], indent: str) -> Iterator[str]:
    """What is known of where a fact or a calculation comes from; nothing for what is empty."""
    if origin.get("speaker"):
        yield f"{indent}speaker: {origin['speaker']} ({origin['mode']})"
        yield f"{indent}source: {origin['source']}, {origin['place']}"
    names = ("exact", "flags", "words", "formula", "interval", "because", "dropped")
    yield from (f"{indent}{name}: {origin[name]}" for name in names if origin.get(name))


def _as_data(file: Path, number: str, matches: tuple[Match, ...], ledger: Ledger) -> object:
    return {
        "file": file.as_posix(),
        "number": number,
        "matches": [
            {
                "id": match.id,
                "class": match.kind,
                "printed": {text: list(sections) for text, sections in match.printed.items()},
                "origin": ledger.origins.get(match.id),
                "inputs": {id: ledger.origins[id] for id in ledger.inputs(match.id)},
            }
            for match in matches
        ],
    }
