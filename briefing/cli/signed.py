"""The signed form of a built PDF: where it lies, and which edition it is of."""

from __future__ import annotations

import contextlib
import hashlib
from collections.abc import Iterator
from pathlib import Path, PurePath

from briefing import signing
from briefing.editions import files
from briefing.editions.history import History
from briefing.editions.record import Record
from briefing.errors import DeliveryError, Diagnostic, Place, WriteError

SUFFIX = ".signed.pdf"


def signed_name(name: str) -> str:
    """`brief.pdf` → `brief.signed.pdf`; what is called so already stays, to get one more signature."""
    return name if name.endswith(SUFFIX) else PurePath(name).stem + SUFFIX


def signed_form(record: Record, name: str, built: bytes, history: History) -> bytes | None:
    """An edition's PDF with its signatures, if it lies there: the built bytes first, then those alone.

    None where there is none of this edition. Raises DeliveryError for one that is not what it says.
    """
    for path, content in _forms(record, name, built, history):
        fault = signing.flaw(content, built)
        if fault:
            hint = "sign the edition again, or move this file away: then the PDF goes out unsigned"
            message = f"is not sent: {fault}"
            raise DeliveryError([Diagnostic(Place(path.as_posix()), "", message, hint)])
        return content
    return None


def unsigned(record: Record, history: History) -> Iterator[Diagnostic]:
    """The warning that the last edition is not signed, where the one before it was."""
    last = history.last(record.visit)
    if last is None or last.number != record.number:
        return
    for name, built in history.documents(record).items():
        path = history.output / record.visit / signed_name(name)
        if PurePath(name).suffix != ".pdf" or not path.is_file():
            continue
        if not any(_forms(record, name, built, history)):
            message = (
                f"is of an earlier build: the PDF of edition {record.number} goes out unsigned"
            )
            hint = f"briefing sign {path.with_name(name).as_posix()}"
            yield Diagnostic(Place(path.as_posix()), "", message, hint, severity="warning")


def _forms(
    record: Record, name: str, built: bytes, history: History
) -> Iterator[tuple[Path, bytes]]:
    """The files that begin with the built PDF, those set aside by a later signature too."""
    pattern = PurePath(name).stem + ".signed*.pdf"
    found = history.beside(record, pattern)
    for path in sorted(found, key=lambda path: path.name != signed_name(name)):
        content = files.content(path) or b""
        if content.startswith(built) and content != built:
            yield path, content


def is_of_what_lies_beside(file: Path) -> bool | None:
    """Whether a signed file is of the built PDF beside it; None for any other file."""
    if not file.name.endswith(SUFFIX):
        return None
    built = files.content(file.with_name(file.name.removesuffix(SUFFIX) + ".pdf"))
    return built is not None and (files.content(file) or b"").startswith(built)


def put_in_place(target: Path, content: bytes, older: Path | None) -> None:
    """Write a signed file; the one that is there is first kept as `older`. Raises WriteError."""
    try:
        files.write(files.new(target), content)
        if older is not None:
            files.replace(target, older)
        files.replace(files.new(target), target)
    except OSError as error:
        with contextlib.suppress(OSError):
            files.remove(files.new(target))
        raise WriteError([files.failure(target, error)]) from error


def set_aside(target: Path, content: bytes) -> Path:
    """Where a signed file of an earlier build is kept."""
    digest = hashlib.sha256(content).hexdigest()[:8]
    return target.with_name(f"{target.stem}-{digest}{target.suffix}")
