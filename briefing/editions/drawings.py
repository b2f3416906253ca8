"""Drawings kept between builds, one file each: what was drawn once is not drawn again."""

from __future__ import annotations

import contextlib
import hashlib
from collections.abc import Iterator, MutableMapping
from pathlib import Path


class KeptDrawings(MutableMapping[str, str]):
    """Drawings as JSON by their keys, in a folder; a build without that folder only takes longer.

    A key is a SHA-256 in hexadecimal. A file's first line is the SHA-256 of the rest.
    """

    def __init__(self, output: Path) -> None:
        self._folder = output / ".cache" / "drawings"

    def __getitem__(self, key: str) -> str:
        try:
            digest, _, drawing = self._path(key).read_bytes().partition(b"\n")
        except OSError as fault:
            raise KeyError(key) from fault
        if digest != _digest(drawing):  # a chart that a bad disk has altered would be printed
            raise KeyError(key)
        return drawing.decode()

    def __setitem__(self, key: str, drawing: str) -> None:
        path = self._path(key)
        beside = path.with_suffix(".new")
        with contextlib.suppress(OSError):
            path.parent.mkdir(parents=True, exist_ok=True)
            content = drawing.encode()
            beside.write_bytes(_digest(content) + b"\n" + content)
            beside.replace(path)

    def __delitem__(self, key: str) -> None:
        try:
            self._path(key).unlink()
        except OSError as fault:
            raise KeyError(key) from fault

    def __iter__(self) -> Iterator[str]:
        return (path.stem for path in sorted(self._folder.glob("*/*.json")))

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def _path(self, key: str) -> Path:
        return self._folder / key[:2] / f"{key}.json"


def _digest(drawing: bytes) -> bytes:
    return hashlib.sha256(drawing).hexdigest().encode()
