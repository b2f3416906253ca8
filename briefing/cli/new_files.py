"""Files that somebody was sent, read only so far as a brief goes; files written, none over another."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from briefing.errors import Diagnostic, Place, UnreadableError, WriteError


def stranger(file: Path) -> bytes:
    """The bytes of a file, at most one more than a brief may have. Raises UnreadableError."""
    from briefing.readback import LARGEST_FILE  # noqa: PLC0415

    try:
        with file.open("rb") as stream:
            return stream.read(LARGEST_FILE + 1)
    except OSError as error:
        message = f"cannot be read: {(error.strerror or str(error)).lower()}"
        raise UnreadableError([Diagnostic(Place(file.as_posix()), "", message)]) from error


def write_new(wanted: Sequence[tuple[Path, bytes]]) -> list[Path]:
    """Write the files, none of them over another. Raises WriteError before any is written."""
    there = [path for path, _ in wanted if path.exists() or path.is_symlink()]
    if there:
        hint = "move it away, or name another place"
        raise WriteError(
            [Diagnostic(Place(p.as_posix()), "", "is there already", hint) for p in there]
        )
    for path, content in wanted:
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            with path.open("xb") as stream:
                stream.write(content)
        except OSError as error:
            message = f"cannot be written: {(error.strerror or str(error)).lower()}"
            raise WriteError([Diagnostic(Place(path.as_posix()), "", message)]) from error
    return [path for path, _ in wanted]
