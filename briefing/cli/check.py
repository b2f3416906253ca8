"""`briefing check`: everything that is wrong with the facts, and how much of a source they cover."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from briefing.cli import terminal
from briefing.cli.arguments import AsJson, Strict, Templates, ThemeName, Visits, each_visit
from briefing.cli.build import worst
from briefing.errors import BriefingError, Diagnostic, ExitCode, FactsError, Place

if TYPE_CHECKING:
    from briefing.compose import Printing
    from briefing.load import Loaded
    from briefing.load.coverage import Coverage
    from briefing.pipeline import Options


def check(
    visits: Visits,
    *,
    source: Annotated[
        list[str] | None,
        typer.Option("--source", metavar="ID=FILE", help="Hold the facts against a source's text."),
    ] = None,
    theme: ThemeName = "default",
    templates: Templates = None,
    strict: Strict = False,
    as_json: AsJson = False,
) -> None:
    """Say everything that is wrong with a visit's facts; write nothing.

    \b
    briefing check visits
    briefing check visits/2026-03-oslo --source article=article.txt

    Each problem has a file, a line, a column and mostly a way out. With --source the facts are held
    against the text they were taken from: its SHA-256, each place, each stored word; and each numeral,
    date and quotation in it that no fact accounts for is listed.
    """
    from briefing.pipeline import Options  # noqa: PLC0415

    texts = _texts(source or [])
    options = Options((), theme, templates, strict)
    findings = []
    found = each_visit(visits)
    for visit in terminal.progress(found, len(found), "Checking", quiet=as_json):
        findings.append(_one(visit, options, texts))
        if not as_json:
            _tell(findings[-1])
    _refuse_unknown(texts, findings)
    code = worst([finding.code for finding in findings])
    if as_json:
        visits_as_data = [_as_data(finding) for finding in findings]
        terminal.print_json({"visits": visits_as_data, "exit_code": int(code)})
    raise typer.Exit(code)


@dataclass(frozen=True, slots=True)
class _Finding:
    """What was found in one visit: `loaded` is None if it could not be read."""

    visit: Path
    loaded: Loaded | None
    diagnostics: tuple[Diagnostic, ...]
    coverage: dict[str, Coverage]
    authored: tuple[Printing, ...]
    code: ExitCode


def _texts(given: list[str]) -> dict[str, bytes]:
    """The sources' texts by id, from ID=FILE."""
    texts = {}
    for each in given:
        id, equals, name = each.partition("=")
        if not equals or not id or not name:
            message = f'expected ID=FILE such as article=article.txt, found "{each}"'
            raise typer.BadParameter(message, param_hint="--source")
        try:
            texts[id] = Path(name).read_bytes()
        except OSError as error:
            message = f"cannot be read: {(error.strerror or str(error)).lower()}"
            raise FactsError([Diagnostic(Place(Path(name).as_posix()), "", message)]) from error
    return texts


def _one(visit: Path, options: Options, texts: dict[str, bytes]) -> _Finding:
    from briefing.load import load  # noqa: PLC0415
    from briefing.load.sources import check_source  # noqa: PLC0415
    from briefing.pipeline import check, visit_file  # noqa: PLC0415

    loaded, code = None, ExitCode.DONE
    found: list[Diagnostic] = []
    coverage: dict[str, Coverage] = {}
    authored: tuple[Printing, ...] = ()
    try:
        # Loaded first on its own: a fault of a template or a chart must not hide those of a source.
        loaded = load(visit_file(visit))
        for id, text in texts.items():
            if id in loaded.visit.sources:
                report = check_source(loaded.visit, loaded.places, id, text)
                found += report.diagnostics
                coverage[id] = report.coverage
        checked = check(visit, options)
        found += checked.warnings
        authored = checked.authored
    except BriefingError as end:
        found += end.diagnostics
        code = end.exit_code
    if any(diagnostic.severity == "error" for diagnostic in found):
        code = code or ExitCode.FACTS
    elif found and options.strict:
        code = ExitCode.WARNINGS
    return _Finding(
        visit, loaded, tuple(sorted(found, key=lambda d: d.place)), coverage, authored, code
    )


def _refuse_unknown(texts: dict[str, bytes], findings: list[_Finding]) -> None:
    """A source that no visit has was meant to be checked and was not."""
    known = {id for finding in findings if finding.loaded for id in finding.loaded.visit.sources}
    if not all(finding.loaded for finding in findings):
        return
    for id in texts:
        if id not in known:
            message = f'expected a source of the visit ({", ".join(sorted(known))}), found "{id}"'
            raise typer.BadParameter(message, param_hint="--source")


# ------------------------------------------------------------------------------ what is said


def _tell(finding: _Finding) -> None:
    import sys  # noqa: PLC0415

    terminal.diagnostics(finding.diagnostics, sys.stdout)
    for id, coverage in finding.coverage.items():
        _tell_coverage(id, coverage)
    for each in finding.authored:
        print(f"a person’s own number, from no fact: {each.text} ({each.section})")
    print(f"{finding.visit.as_posix()}: {_summary(finding)}")


def _tell_coverage(id: str, coverage: Coverage) -> None:
    missing = coverage.unaccounted
    left = f"{len(missing)} that no fact accounts for" if missing else "all accounted for"
    print(f"{id}: {coverage.found} numerals, dates and quotations, {left}")
    for each in missing:
        print(f"  {each.kind} in place {each.place}: {each.words}")
    if not coverage.worded:
        print("  numbers and months written as words were not looked for in this language")


def _summary(finding: _Finding) -> str:
    """ "53 facts, 11 calculations, 1 source: no problems"."""
    found = terminal.tally(finding.diagnostics)
    if finding.loaded is None:
        return found
    visit = finding.loaded.visit
    counted = {
        "fact": len(visit.facts),
        "calculation": len(visit.calculations),
        "source": len(visit.sources),
    }
    return ", ".join(terminal.count(n, noun) for noun, n in counted.items()) + f": {found}"


def _as_data(finding: _Finding) -> dict[str, object]:
    visit = finding.loaded.visit if finding.loaded else None
    return {
        "visit": finding.visit.as_posix(),
        "facts": len(visit.facts) if visit else None,
        "calculations": len(visit.calculations) if visit else None,
        "sources": len(visit.sources) if visit else None,
        "diagnostics": [terminal.as_data(d) for d in finding.diagnostics],
        "coverage": {
            id: {
                "found": coverage.found,
                "unaccounted": [
                    {"kind": each.kind, "place": each.place, "words": each.words}
                    for each in coverage.unaccounted
                ],
            }
            for id, coverage in finding.coverage.items()
        },
        "own_numbers": [{"text": p.text, "section": p.section} for p in finding.authored],
        "exit_code": int(finding.code),
    }
