"""The folder that a person opens: files replaced all together or not at all, never over a person's work."""

from __future__ import annotations

import contextlib
import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from briefing.editions import files
from briefing.editions.record import plain_name
from briefing.errors import Diagnostic, Place, WriteError

MANIFEST = "brief.manifest.json"
"""The file that says which bytes a build wrote: by it a file that a person edited is recognised."""

LEDGER = "brief.ledger.json"
"""The file that says of every number in the documents where it comes from."""

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


def refuse_edits(folder: Path, contents: Mapping[str, bytes]) -> None:
    """Raise WriteError if one of the files to be written is there and no build wrote it."""
    edited = _edited(_found(folder, contents), contents)
    if edited:
        raise WriteError([_refusal(folder, name, content) for name, content in edited.items()])


def keep(
    folder: Path,
    contents: Mapping[str, bytes],
    *,
    about: Mapping[str, object] | None = None,
    force: bool = False,
) -> Kept:
    """Leave files with these contents in `folder`: all of them, or none.

    A file whose bytes are the same is not touched. A file that no build wrote is refused; with
    `force` it is first kept beside as `name.edited-<hash>.suffix`. The manifest says what `about`
    says, and the hashes. Raises WriteError.
    """
    try:
        files.make(folder)
        found = _found(folder, contents)
        edited = _edited(found, contents)
        if not force:
            refuse_edits(folder, contents)
        aside = {_aside(name, content): content for name, content in edited.items()}
        written = {name: new for name, new in contents.items() if new != found[name]}
        ours = _hashes(found[MANIFEST]) or {}
        noted = manifest(_hashed(found, contents, ours, edited), about or {})
        changed = {MANIFEST: noted} if noted != found[MANIFEST] else {}
        # The manifest goes first: after a crash, old and new files are both known as ours.
        _replace(folder, {**aside, **changed, **written}, found)
    except OSError as error:
        raise WriteError([files.failure(folder, error)]) from error
    return Kept(
        written=tuple(written),
        unchanged=tuple(name for name in contents if name not in written),
        set_aside=tuple(aside),
        older=tuple(n for n in ours if n not in contents and (folder / n).exists()),
    )


def manifest(hashes: Mapping[str, Sequence[str]], about: Mapping[str, object]) -> bytes:
    """The manifest of a folder: what `about` says, and the hashes of its files."""
    said = {**about, "files": dict(sorted(hashes.items()))}
    return (json.dumps(said, indent=1, ensure_ascii=False) + "\n").encode()


def written_by_build(file: Path) -> bool | None:
    """Whether `file` is byte for byte what the last build beside it wrote; None if none is known of."""
    hashes = _hashes(files.content(file.parent / MANIFEST)) or {}
    content = files.content(file)
    if content is None or file.name not in hashes:
        return None
    return _hash(content) == hashes[file.name][0]


# ------------------------------------------------------------------------------ what is there


def _found(folder: Path, contents: Mapping[str, bytes]) -> dict[str, bytes | None]:
    return {name: files.content(folder / name) for name in (*contents, MANIFEST)}


def _hash(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _hashes(manifest: bytes | None) -> _Hashes | None:
    """What the manifest says; nothing without one; None if a build cannot have written it."""
    if manifest is None:
        return {}
    try:
        hashes = json.loads(manifest)["files"]
        if all(map(plain_name, hashes)) and all(
            isinstance(h, str) and h.isascii() for each in hashes.values() for h in (each[0], *each)
        ):
            return {name: tuple(each) for name, each in hashes.items()}
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError):
        pass
    return None


def _edited(found: Mapping[str, bytes | None], contents: Mapping[str, bytes]) -> dict[str, bytes]:
    """The files that are neither what a build wrote nor what is to be written."""
    ours = _hashes(found[MANIFEST])
    edited = {
        name: content
        for name, new in contents.items()
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


def _hashed(
    found: Mapping[str, bytes | None],
    contents: Mapping[str, bytes],
    ours: _Hashes,
    edited: Mapping[str, bytes],
) -> dict[str, Sequence[str]]:
    """The hashes to note: of each file what is written, and what it replaces if that was ours."""
    hashes = dict(ours)
    for name, new in contents.items():
        old = found[name]
        if old != new or name not in ours:
            replaced = [_hash(old)] if old not in (None, new) and name not in edited else []
            hashes[name] = [_hash(new), *replaced]
    return hashes


# ------------------------------------------------------------------------------------ writing


def _replace(folder: Path, new: Mapping[str, bytes], old: Mapping[str, bytes | None]) -> None:
    """Put all of `new` in place; if one cannot be, put `old` back."""
    made: list[str] = []
    try:
        for name, content in new.items():
            files.write(files.new(folder / name), content)
        for name in new:
            _probe(folder / name)
        for name in new:
            files.replace(files.new(folder / name), folder / name)
            made.append(name)
    except OSError:
        for name in made:
            _put_back(folder / name, old.get(name))
        raise
    finally:
        for name in new:
            files.remove(files.new(folder / name))


def _probe(path: Path) -> None:
    """Fail now if the file may not be replaced: Windows says so only of an open file, and late."""
    with contextlib.suppress(FileNotFoundError), path.open("r+b"):
        pass


def _put_back(path: Path, content: bytes | None) -> None:
    if content is None:
        files.remove(path)
    else:
        files.put(path, content)


# ----------------------------------------------------------------------------------- failures


def _refusal(folder: Path, name: str, content: bytes) -> Diagnostic:
    return Diagnostic(
        Place((folder / name).as_posix()),
        "",
        "not what the last build wrote: it may hold a person's work",
        f"move it away, or build with --force, which keeps it beside as {_aside(name, content)}",
    )
