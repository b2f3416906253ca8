"""`briefing diff`: what changed between two editions, since one, or between two Word files."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from briefing.cli import terminal
from briefing.cli.arguments import AsJson, Output, State, Templates, state_folder
from briefing.cli.new_files import stranger, write_new
from briefing.errors import Diagnostic, Place, StateError, UnreadableError

if TYPE_CHECKING:
    from briefing.editions.history import History
    from briefing.pipeline.preparing import Options
    from briefing.pipeline.redlining import Compared


def diff(
    visit: Annotated[
        Path,
        typer.Argument(
            metavar="VISIT", help="The visit: its folder or its facts file. Or a Word file."
        ),
    ],
    old: Annotated[
        str | None,
        typer.Argument(
            metavar="[OLD]",
            help="An edition (default: the last). Or, after a Word file, a newer one.",
        ),
    ] = None,
    new: Annotated[
        int | None,
        typer.Argument(
            metavar="[NEW]", min=1, help="A later one (default: the facts file as it is)."
        ),
    ] = None,
    *,
    to: Annotated[
        Literal["text", "docx"],
        typer.Option(
            "--to", help="A list of changes, or the newer Word file with tracked changes."
        ),
    ] = "text",
    file: Annotated[
        Path | None,
        typer.Option("-o", "--out", metavar="FILE", help="With --to docx: the file to write."),
    ] = None,
    output: Output = Path("output"),
    state: State = None,
    templates: Templates = None,
    as_json: AsJson = False,
) -> None:
    """Say what changed, fact by fact: since an edition, between two, or between two Word files.

    \b
    briefing diff visits/2026-03-oslo          what the next build would tell as changed
    briefing diff visits/2026-03-oslo 1 3      from edition 1 to edition 3
    briefing diff old.docx new.docx            from one Word file to the other
    briefing diff visits/2026-03-oslo 1 3 --to docx -o redline.docx
    briefing diff old.docx new.docx --to docx -o redline.docx

    With --to docx, the newer file has what differs as tracked changes: accepting all of them gives its
    text, rejecting all that of the older. A page at its end says what changed, fact by fact, with the
    source; it is no tracked change. Of files, the facts that travel in them are compared, else the
    values in tagged content controls.
    """
    from briefing.editions.history import History  # noqa: PLC0415
    from briefing.pipeline.preparing import Options  # noqa: PLC0415

    if (to == "docx") != (file is not None):
        raise typer.BadParameter("expected -o FILE with --to docx, and only then", param_hint="-o")
    options = Options((), templates=templates)
    if visit.suffix.lower() == ".docx":
        if old is None or new is not None:
            raise typer.BadParameter("expected two Word files", param_hint="OLD NEW")
        _tell(_files(visit, Path(old), options), file, as_json=as_json)
        return
    history = History(output, state_folder(output, state))
    number = _number(old)
    if file is not None:
        _tell(_editions(visit, history, options, number, new), file, as_json=as_json)
        return
    _editions_as_text(visit, history, options, number, new, as_json=as_json)


def _number(old: str | None) -> int | None:
    if old is None:
        return None
    if not (old.isascii() and old.isdigit() and len(old) < 10 and int(old)):
        message = f"expected the number of an edition, found {old!r}"
        raise typer.BadParameter(message, param_hint="OLD")
    return int(old)


def _editions_as_text(
    visit: Path,
    history: History,
    options: Options,
    old: int | None,
    new: int | None,
    *,
    as_json: bool,
) -> None:
    from briefing.editions.unchanged import visit_name  # noqa: PLC0415
    from briefing.pipeline.differing import difference  # noqa: PLC0415

    name = visit_name(str(visit))
    last = history.last(name)
    if last is None:
        place = Place((history.state / name).as_posix())
        message, hint = f"{name} has no edition yet", "build it first: briefing build"
        raise StateError([Diagnostic(place, "", message, hint)])
    found = difference(visit, history, options, old=old or last.number, new=new or 0)
    if as_json:
        rows = [change.as_data() for change in found.changes]
        terminal.print_json({"visit": name, "old": found.old, "new": found.new, "changes": rows})
        return
    for change in found.changes:
        print(change.as_text())
    until = f"edition {found.new}" if found.new else "the facts file"
    count = terminal.count(len(found.changes), "change")
    print(f"{name}: {count} from edition {found.old} to {until}")


def _editions(
    visit: Path, history: History, options: Options, old: int | None, new: int | None
) -> Compared:
    from briefing.pipeline.redlining import compare_editions  # noqa: PLC0415

    if old is None or new is None:
        message = "expected two editions with --to docx; what is not built yet has no Word file"
        raise typer.BadParameter(message, param_hint="OLD NEW")
    return compare_editions(visit, history, options, old=old, new=new)


def _files(old: Path, new: Path, options: Options) -> Compared:
    from briefing.pipeline.redlining import compare_files  # noqa: PLC0415
    from briefing.redline import Named  # noqa: PLC0415

    was, is_ = (Named(one.as_posix(), stranger(one)) for one in (old, new))
    return compare_files(was, is_, options)


def _tell(compared: Compared, file: Path | None, *, as_json: bool) -> None:
    """Write the Word file if there is to be one, and say what changed."""
    if file is None and compared.changes is None:
        message = "neither file has its facts inside, nor values that say of which fact they are"
        hint = "--to docx shows what differs in the text"
        raise UnreadableError([Diagnostic(Place(compared.new.name), "", message, hint)])
    written = write_new([(file, compared.redlined())]) if file else []
    changes = compared.changes or ()
    old, new = compared.old.name, compared.new.name
    if as_json:
        terminal.print_json(
            {
                "old": old,
                "new": new,
                "changes": [change.as_data() for change in changes],
                "written": [path.as_posix() for path in written],
            }
        )
        return
    for change in changes:
        print(change.shown.as_text())
    print(f"{new}: {terminal.count(len(changes), 'change')} from {old}")
    for path in written:
        print(f"{path.as_posix()}: written")
