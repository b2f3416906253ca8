"""Where each key and each item of a TOML file stands: tomllib gives values without their places.

Reads only what tomllib has accepted before, so it need not know what is wrong.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

Path = tuple[str | int, ...]
"""The way to a value: names of keys, and numbers of items in an array."""

_BLANK = re.compile(r"(?:[ \t\r\n]|#[^\n]*)*")
_KEY = re.compile(r"""[A-Za-z0-9_-]+|"(?:[^"\\\n]|\\.)*"|'[^'\n]*'""")
_STRING = re.compile(
    r'"""(?:[^\\]|\\.)*?"{3,5}'
    r"|'''.*?'{3,5}"
    r'|"(?:[^"\\\n]|\\.)*"'
    r"|'[^'\n]*'",
    re.DOTALL,
)
_PLAIN = re.compile(r"[^,\]}#\n]+")
_ESCAPE = re.compile(r"\\(?:u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|(.))")
_ESCAPES = {"b": "\b", "t": "\t", "n": "\n", "f": "\f", "r": "\r", "e": "\x1b"}


def places(text: str) -> Mapping[Path, tuple[int, int]]:
    """Line and column, from 1, of each key (at its last name) and of each item of an array."""
    return _Reader(text).read()


class _Reader:
    def __init__(self, text: str) -> None:
        self.text = text.replace("\r\n", "\n")
        self.at = 0
        self.found: dict[Path, tuple[int, int]] = {}
        self.tables: dict[Path, int] = {}  # how many [[tables]] of this name were seen

    def read(self) -> Mapping[Path, tuple[int, int]]:
        table: Path = ()
        while self._skip() < len(self.text):
            if self.text[self.at] == "[":
                table = self._header()
            else:
                self._pair(table)
        return self.found

    def _skip(self) -> int:
        blank = _BLANK.match(self.text, self.at)
        self.at = blank.end() if blank else self.at
        return self.at

    def _take(self, character: str) -> bool:
        taken = self.text.startswith(character, self._skip())
        self.at += len(character) if taken else 0
        return taken

    def _note(self, path: Path, at: int) -> None:
        line = self.text.count("\n", 0, at) + 1
        self.found.setdefault(path, (line, at - self.text.rfind("\n", 0, at)))

    def _header(self) -> Path:
        start = self.at
        several = self._take("[[")
        if not several:
            self._take("[")
        path = self._key(())
        while self._take("]"):
            pass
        if several:
            self.tables[path] = number = self.tables.get(path, -1) + 1
            self._note((*path, number), start)
            path = (*path, number)
        return path

    def _key(self, table: Path) -> Path:
        """A key with its dots; a name before the last of a [[table]] leads to the newest of them."""
        path = table
        while True:
            path = (*path, self.tables[path]) if path in self.tables else path
            self._skip()
            name = _KEY.match(self.text, self.at)
            path = (*path, _unquoted(name[0] if name else ""))
            self._note(path, self.at)
            self.at = name.end() if name else self.at + 1
            if not self._take("."):
                return path

    def _pair(self, table: Path) -> None:
        path = self._key(table)
        self._take("=")
        self._value(path)

    def _value(self, path: Path) -> None:
        if self._take("["):
            number = 0
            while not self._take("]") and self.at < len(self.text):
                self._note((*path, number), self.at)
                self._value((*path, number))
                self._take(",")
                number += 1
        elif self._take("{"):
            while not self._take("}") and self.at < len(self.text):
                self._pair(path)
                self._take(",")
        else:
            value = _STRING.match(self.text, self.at) or _PLAIN.match(self.text, self.at)
            self.at = value.end() if value else self.at + 1


def _unquoted(name: str) -> str:
    if name.startswith("'"):
        return name[1:-1]
    if not name.startswith('"'):
        return name
    return _ESCAPE.sub(
        lambda e: chr(int(e[1] or e[2], 16)) if e[1] or e[2] else _ESCAPES.get(e[3], e[3]),
        name[1:-1],
    )
