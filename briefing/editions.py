"""What a build leaves in a folder: written whole or not at all, and never over a person's work.

Knows the file system and nothing of what the files say; the standard library alone.
"""

from __future__ import annotations

import contextlib
import errno
import hashlib
import json
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from briefing.errors import Diagnostic, Place, WriteError

MANIFEST = "brief.manifest.json"
"""The file that says which bytes a build wrote: by it a file that a person edited is recognised."""

_Hashes = Mapping[str, Sequence[str]]
"""Of each file by name: what the last build wrote, and after it what was replaced then."""


@dataclass(frozen=True, slots=True)
class Kept:
    """What became of the files, by name.

    `set_aside` are the copies of edited files, under their new names; `older` are files of an earlier
    build that this one did not make again.
    """

    written: tuple[str, ...]
    unchanged: tuple[str, ...]
    set_aside: tuple[str, ...] = ()
    older: tuple[str, ...] = ()


def keep(folder: Path, files: Mapping[str, bytes], *, force: bool = False) -> Kept:
    """Leave `files` in `folder`: all of them, or none.

    A file whose bytes are the same is not touched. A file that no build wrote is refused; with
    `force` it is first kept beside as `name.edited-<hash>.suffix`. Raises WriteError.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        found = {name: _content(folder / name) for name in (*files, MANIFEST)}
        ours = _hashes(found[MANIFEST])
        edited = _edited(found, files, ours)
        if edited and not force:
            raise WriteError([_refusal(folder, name, content) for name, content in edited.items()])
        aside = {_aside(name, content): content for name, content in edited.items()}
        written = {name: content for name, content in files.items() if content != found[name]}
        manifest = _manifest(found, files, ours or {}, edited)
        # The manifest goes first: after a crash, old and new files are both known as ours.
        _replace(folder, {**aside, **manifest, **written}, found)
    except OSError as error:
        raise WriteError([_failure(folder, error)]) from error
    return Kept(
        written=tuple(written),
        unchanged=tuple(name for name in files if name not in written),
        set_aside=tuple(aside),
        older=tuple(n for n in ours or {} if n not in files and (folder / n).exists()),
    )


def written_by_build(file: Path) -> bool | None:
    """Whether `file` is byte for byte what the last build beside it wrote; None if none is known of."""
    hashes = _hashes(_content(file.parent / MANIFEST)) or {}
    content = _content(file)
    if content is None or file.name not in hashes:
        return None
    return _hash(content) == hashes[file.name][0]


# ------------------------------------------------------------------------------ what is there


def _content(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return None


def _hash(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _hashes(manifest: bytes | None) -> _Hashes | None:
    """What the manifest says; nothing without one; None if a build cannot have written it."""
    if manifest is None:
        return {}
    try:
        hashes = json.loads(manifest)["files"]
        if all(isinstance(h, str) for each in hashes.values() for h in (each[0], *each)):
            return {str(name): tuple(each) for name, each in hashes.items()}
    except (ValueError, LookupError, TypeError, AttributeError):
        pass
    return None


def _edited(
    found: Mapping[str, bytes | None], files: Mapping[str, bytes], ours: _Hashes | None
) -> dict[str, bytes]:
    """The files that are neither what a build wrote nor what is to be written."""
    edited = {
        name: content
        for name, new in files.items()
        if (content := found[name]) is not None
        and content != new
        and _hash(content) not in (ours or {}).get(name, ())
    }
    if ours is None:
        edited[MANIFEST] = found[MANIFEST] or b""
    return edited


def _aside(name: str, content: bytes) -> str:
    path = Path(name)
    return f"{path.stem}.edited-{_hash(content)[:8]}{path.suffix}"


def _manifest(
    found: Mapping[str, bytes | None],
    files: Mapping[str, bytes],
    ours: _Hashes,
    edited: Mapping[str, bytes],
) -> dict[str, bytes]:
    """The manifest to write, if it is to change."""
    hashes = {name: list(each) for name, each in ours.items()}
    for name, new in files.items():
        old = found[name]
        if old != new or name not in ours:
            replaced = [_hash(old)] if old not in (None, new) and name not in edited else []
            hashes[name] = [_hash(new), *replaced]
    if hashes == {name: list(each) for name, each in ours.items()}:
        return {}
    text = json.dumps({"files": dict(sorted(hashes.items()))}, indent=1) + "\n"
    return {MANIFEST: text.encode()}


# ------------------------------------------------------------------------------------ writing


def _replace(folder: Path, new: Mapping[str, bytes], old: Mapping[str, bytes | None]) -> None:
    """Put all of `new` in place; if one cannot be, put `old` back."""
    made: list[str] = []
    try:
        for name, content in new.items():
            _write(_new(folder / name), content)
        for name in new:
            _probe(folder / name)
        for name in new:
            _new(folder / name).replace(folder / name)
            made.append(name)
    except OSError:
        for name in made:
            _put_back(folder / name, old.get(name))
        raise
    finally:
        for name in new:
            _new(folder / name).unlink(missing_ok=True)
    _sync(folder)


def _new(path: Path) -> Path:
    """Where a file is written before it takes its place: in the same folder, so on the same disk."""
    return path.with_name(f".{path.name}.new")


def _write(path: Path, content: bytes) -> None:
    with path.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def _probe(path: Path) -> None:
    """Fail now if the file may not be replaced: Windows says so only of an open file, and late."""
    with contextlib.suppress(FileNotFoundError), path.open("r+b"):
        pass


def _put_back(path: Path, content: bytes | None) -> None:
    if content is None:
        path.unlink(missing_ok=True)
    else:
        _write(_new(path), content)
        _new(path).replace(path)


def _sync(folder: Path) -> None:
    """Make the new names last through a power cut, where the system can (Windows cannot)."""
    with contextlib.suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


# ----------------------------------------------------------------------------------- failures


def _refusal(folder: Path, name: str, content: bytes) -> Diagnostic:
    return Diagnostic(
        Place((folder / name).as_posix()),
        "",
        "not what the last build wrote: it may hold a person's work",
        f"move it away, or build with --force, which keeps it beside as {_aside(name, content)}",
    )


def _failure(folder: Path, error: OSError) -> Diagnostic:
    path = Path(str(error.filename or folder))
    if path.name.startswith(".") and path.suffix == ".new":
        path = path.with_name(path.name[1:].removesuffix(".new"))
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
