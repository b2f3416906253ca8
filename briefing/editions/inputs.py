"""Whether anything must be built: from hashes of what a build read and wrote, and nothing else.

Asked before anything heavy is imported, so this imports little itself: no dataclasses, no pathlib.
"""

from __future__ import annotations

import hashlib
import json
import os
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

DISTRIBUTIONS = (
    "babel", "duckdb", "filelock", "jinja2", "lxml", "markdown_it_py", "matplotlib", "numpy",
    "pillow", "pikepdf", "pydantic", "pyphen", "python_bidi", "python_calamine", "python_docx",
    "pyyaml", "reportlab", "rich", "typer", "uharfbuzz",
)  # fmt: skip
"""What the bytes of a brief may depend on besides our own files."""

LARGE = 1 << 18
"""Bytes from which on a stored hash is trusted while size, times and inode of the file are the same."""

_RACY = 2_000_000_000  # nanoseconds: a file written this shortly before its hash was noted may change unseen
_PACKAGE = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
_JUDGED = (".py", ".j2", ".toml", ".ttf", ".yaml")


class Hashes:
    """SHA-256 of files, kept in one file between runs as git keeps its index.

    With `verify` every file is read again. A file that is not there has the hash "".
    """

    def __init__(self, path: str, *, verify: bool = False) -> None:
        self._path = path
        self._noted = 0
        self._known: dict[str, list[int | str]] = {} if verify else self._load()
        self._changed = verify

    def of(self, path: str, *, trusted: bool = False) -> str:
        """The hash of a file; a `trusted` one, and a large one, is read only if it looks changed."""
        try:
            found = os.stat(path)
        except OSError:
            return ""
        look = [found.st_size, found.st_mtime_ns, found.st_ctime_ns, found.st_ino]
        if trusted or found.st_size >= LARGE:
            known = self._known.get(path)
            if known and known[:4] == look and found.st_mtime_ns + _RACY < self._noted:
                return str(known[4])
            digest = digest_of(path)
            self._known[path] = [*look, digest]
            self._changed = True
            return digest
        return digest_of(path)

    def save(self) -> None:
        """Keep what was read; without a place to keep it, it is read again the next time."""
        if self._changed:
            store(self._path, self._known)

    def _load(self) -> dict[str, list[int | str]]:
        try:
            self._noted = os.stat(self._path).st_mtime_ns
        except OSError:
            return {}
        known = stored(self._path)
        return {
            p: entry for p, entry in known.items() if isinstance(entry, list) and len(entry) == 5
        }


def digest_of(path: str) -> str:
    """SHA-256 of a file in hexadecimal; "" if it cannot be read."""
    digest = hashlib.sha256()
    try:
        with open(path, "rb") as file:
            while block := file.read(1 << 20):
                digest.update(block)
    except OSError:
        return ""
    return digest.hexdigest()


def tool(hashes: Hashes) -> str:
    """The hash of briefing itself: its code, templates, themes and fonts, and the versions it runs on."""
    digest = hashlib.sha256(environment().encode())
    above = len(os.path.dirname(_PACKAGE))
    for path in sorted(_own_files()):
        digest.update(f"{path[above:]} {hashes.of(path, trusted=True)}\n".encode())
    return digest.hexdigest()


def environment() -> str:
    """Python's version and those of our dependencies, from the names of their installed folders."""
    found = set()
    for place in sys.path:
        try:
            names = os.listdir(place or ".")
        except OSError:
            continue
        for name in names:
            if name.endswith(".dist-info") and _distribution(name) in DISTRIBUTIONS:
                found.add(name)
    return "\n".join([".".join(map(str, sys.version_info[:3])), *sorted(found)])


def listing(folder: str) -> list[str]:
    """The template files below a folder that is laid over the shipped ones, in order."""
    return sorted(p for p in _files_below(folder) if p.endswith((".j2", "words.toml")))


def stored(path: str) -> Mapping[str, object]:
    """A JSON object that `store` left; an empty one if there is none or it is damaged."""
    try:
        with open(path, encoding="utf-8") as file:
            found = json.load(file)
    except (OSError, ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def store(path: str, what: Mapping[str, object]) -> None:
    """Keep a JSON object, for speed alone: where that is impossible, nothing is lost."""
    beside = f"{path}.{os.getpid()}.new"
    try:
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(beside, "w", encoding="utf-8") as file:
            json.dump(what, file)
        os.replace(beside, path)
    except OSError:
        return


def _distribution(name: str) -> str:
    return name.partition("-")[0].lower().replace("-", "_").replace(".", "_")


def _own_files() -> Iterator[str]:
    yield from (path for path in _files_below(_PACKAGE) if path.endswith(_JUDGED))
    if not os.path.isdir(os.path.join(_PACKAGE, "templates")):
        for name in ("templates", "assets"):
            folder = os.path.join(os.path.dirname(_PACKAGE), name)
            yield from (path for path in _files_below(folder) if path.endswith(_JUDGED))


def _files_below(folder: str) -> Iterator[str]:
    try:
        entries = list(os.scandir(folder))
    except OSError:
        return
    for entry in entries:
        if entry.is_dir():
            if entry.name != "__pycache__":
                yield from _files_below(entry.path)
        else:
            yield entry.path


def combined(texts: Iterable[str]) -> str:
    """One SHA-256 of several texts, in hexadecimal."""
    return hashlib.sha256("\0".join(texts).encode()).hexdigest()


def same(hashes: Hashes, expected: Mapping[str, str], names: Sequence[str] = ()) -> bool:
    """Whether the files have these hashes still."""
    return all(hashes.of(path) == expected[path] for path in names or expected)
