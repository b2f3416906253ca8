"""The one place that changes the file system: whole files, whole folders, made to last a power cut."""

from __future__ import annotations

import contextlib
import errno
import os
import shutil
from collections.abc import Mapping
from pathlib import Path

from briefing.errors import Diagnostic, Place, StateError


def write(path: Path, content: bytes) -> None:
    """Write a file and wait until the disk has it. Not atomic: what replaces a file is `replace`."""
    with path.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def replace(source: Path, target: Path) -> None:
    """Let a file or a new folder take its place under another name, in one step."""
    source.replace(target)
    sync(target.parent)


def remove(path: Path) -> None:
    """Remove a file or a whole folder; nothing, where there is none."""
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)


def make(folder: Path) -> None:
    """A folder and those above it."""
    folder.mkdir(parents=True, exist_ok=True)


def put(path: Path, content: bytes) -> None:
    """A file with this content in place of the old one, if any: the old or the new, never half."""
    write(new(path), content)
    replace(new(path), path)


def prepare(folder: Path, contents: Mapping[str, bytes]) -> None:
    """Write the files of a folder that is to take its place by `commit`."""
    make(folder.parent)
    remove(new(folder))
    make(new(folder))
    for name, content in contents.items():
        write(new(folder) / name, content)
    sync(new(folder))


def commit(folder: Path) -> None:
    """Let a prepared folder take its place; the one before it waits as `old` until `settle`."""
    if folder.exists():
        remove(old(folder))
        replace(folder, old(folder))
    replace(new(folder), folder)


def settle(folder: Path, *, keep_old: bool = False) -> None:
    """End a replacement, or what a crash left of one: the old folder comes back where there is no new one.

    With `keep_old` it comes back in any case.
    """
    remove(new(folder))
    if old(folder).exists():
        if keep_old or not folder.exists():
            remove(folder)
            replace(old(folder), folder)
        else:
            remove(old(folder))


def new(path: Path) -> Path:
    """Where something is written before it takes its place: beside it, so on the same disk."""
    return path.with_name(f".{path.name}.new")


def old(path: Path) -> Path:
    """Where a folder waits until the one that replaces it is final."""
    return path.with_name(f".{path.name}.old")


def content(path: Path) -> bytes | None:
    """A file's bytes; None where there is none. Raises StateError if it cannot be read."""
    try:
        return path.read_bytes()
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError as error:
        raise StateError([unreadable(path, error)]) from error


def sync(folder: Path) -> None:
    """Make new names last through a power cut, where the system can (Windows cannot)."""
    with contextlib.suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def unreadable(path: Path, error: OSError) -> Diagnostic:
    """Why a file of ours cannot be read, in words."""
    message = f"cannot be read: {(error.strerror or str(error)).lower()}"
    if path.is_dir():
        message = "expected a file, found a folder"
    return Diagnostic(Place(path.as_posix()), "", message, "move it away, and build again")


def failure(folder: Path, error: OSError) -> Diagnostic:
    """What the system would not do, in words; `folder` is named where the system names no file."""
    path = Path(str(error.filename or folder))
    if path.name.startswith(".") and path.suffix in (".new", ".old"):
        path = path.with_name(path.name[1:].removesuffix(path.suffix))
    match error.errno:
        case errno.EACCES | errno.EPERM | errno.EROFS | errno.EBUSY:
            message = "cannot be written: read-only, or open in another program"
            hint = "close it (Word holds the file that it shows) and build again"
        case errno.ENOSPC | errno.EDQUOT:
            message, hint = "cannot be written: the disk is full", ""
        case errno.EEXIST | errno.ENOTDIR:
            message, hint = "expected a folder, found a file", "choose another with --output"
        case _:
            message, hint = f"cannot be written: {(error.strerror or str(error)).lower()}", ""
    return Diagnostic(Place(path.as_posix()), "", message, hint)
