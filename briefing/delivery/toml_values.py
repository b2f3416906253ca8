"""Values of a TOML file by their keys: of the type that was expected, or a fault with its place."""

from __future__ import annotations

import difflib
import re
import tomllib
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any, TypeVar

from briefing.delivery import toml_places
from briefing.errors import DeliveryError, Diagnostic, Place

_SECRET = re.compile("pass|user|login|token|secret|credential", re.IGNORECASE)
_LARGEST_FILE = 1_000_000
_KINDS = {str: "a text", int: "a number", bool: "true or false", list: "a list", dict: "a table"}

_Value = TypeVar("_Value", str, int, bool, list[Any], dict[str, Any])
_Read = TypeVar("_Read")


class Values:
    """A file's values, each asked for by the way to it; gathers every fault."""

    def __init__(self, path: Path) -> None:
        text = _text(path)
        self.path = path
        self.faults: list[Diagnostic] = []
        self._all = _parsed(path, text)
        self._places = toml_places.places(text)

    def has(self, path: toml_places.Path) -> bool:
        """Whether the file says something there."""
        return self._at(path) is not None

    def table(self, path: toml_places.Path, known: Iterable[str] | None = None) -> dict[str, Any]:
        """The table there, empty if there is none; with `known`, each other key in it is a fault."""
        table = self._value(path, dict) if path else self._all
        for key in table or ():
            if known is not None and key not in known:
                self._unknown((*path, key), known)
        return table or {}

    def text(self, path: toml_places.Path, *, required: bool = False) -> str:
        """The text there; "" if there is none."""
        self._require(path, required, "…")
        value = self._value(path, str)
        if value is not None and not value.strip():
            self.fault(path, "expected a text, found an empty one")
        return value or ""

    def number(self, path: toml_places.Path, default: int, most: int = 10**6) -> int:
        """The whole number there, from 1 to `most`."""
        value = self._value(path, int)
        if value is not None and not 1 <= value <= most:
            self.fault(path, f"expected a number from 1 to {most}, found {value}")
            return default
        return default if value is None else value

    def yes(self, path: toml_places.Path) -> bool:
        """Whether it says `true` there."""
        return self._value(path, bool) or False

    def texts(
        self, path: toml_places.Path, *, required: bool = False, empty: bool = False
    ) -> Iterator[tuple[toml_places.Path, str]]:
        """The texts of the list there, each with the way to it; `empty`: the list may be."""
        self._require(path, required, "[…]")
        items = self._value(path, list)
        if items == [] and not empty:
            self.fault(path, "expected at least one, found an empty list")
        for number, item in enumerate(items or ()):
            if isinstance(item, str):
                yield (*path, number), item
            else:
                self.fault((*path, number), f"expected a text, found {found(item)}")

    def tried(
        self, path: toml_places.Path, read: Callable[[str], _Read], written: str
    ) -> _Read | None:
        """What `read` makes of the text, or None after a fault; it raises ValueError."""
        try:
            return read(written)
        except ValueError as fault:
            self.fault(path, str(fault))
            return None

    def fault(self, path: toml_places.Path, message: str, hint: str = "") -> None:
        """Note a fault of what stands there."""
        where = "".join(f"[{p}]" if isinstance(p, int) else f".{p}" for p in path).lstrip(".")
        self.faults.append(Diagnostic(self.place(path), where, message, hint))

    def place(self, path: toml_places.Path) -> Place:
        """The place of the value, or of the nearest table around it that the file has."""
        for length in range(len(path), 0, -1):
            if path[:length] in self._places:
                return Place(self.path.as_posix(), *self._places[path[:length]])
        return Place(self.path.as_posix())

    def _at(self, path: toml_places.Path) -> Any:
        value: Any = self._all
        for key in path:
            value = value.get(key) if isinstance(value, dict) else None
        return value

    def _value(self, path: toml_places.Path, kind: type[_Value]) -> _Value | None:
        value = self._at(path)
        if value is None:
            return None
        if not isinstance(value, kind) or (kind is int and isinstance(value, bool)):
            self.fault(path, f"expected {_KINDS[kind]}, found {found(value)}")
            return None
        return value

    def _require(self, path: toml_places.Path, required: bool, shown: str) -> None:
        """A key that is missing from a table that is there; a missing table is a fault of its own."""
        if required and self.has(path[:-1]) and not self.has(path):
            self.fault(path, "required, but missing", f'add "{path[-1]} = {shown}"')

    def _unknown(self, path: toml_places.Path, known: Iterable[str]) -> None:
        if _SECRET.search(str(path[-1])):
            self.fault(
                path,
                "a login has no place in this file",
                "set BRIEFING_SMTP_USER and BRIEFING_SMTP_PASSWORD, or use the system's keyring",
            )
        else:
            self.fault(path, "unknown key", nearest(str(path[-1]), known))


def nearest(word: str, known: Iterable[str]) -> str:
    """A hint at the known word that was meant."""
    names = list(known)
    lower = {name.lower(): name for name in names}
    near = difflib.get_close_matches(word.lower(), lower, 1)
    return f'did you mean "{lower[near[0]]}"?' if near else f"known: {', '.join(names)}"


def found(value: object) -> str:
    """A value of TOML inside a sentence."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return f'"{value}"'
    return _KINDS.get(type(value), str(value)) if isinstance(value, (list, dict)) else str(value)


def _text(path: Path) -> str:
    try:
        content = path.read_bytes()
        if len(content) > _LARGEST_FILE:
            raise ValueError(f"expected at most {_LARGEST_FILE:,} bytes, found {len(content):,}")
        return content.decode("utf-8-sig")
    except FileNotFoundError:
        told, hint = "there is no such file", "docs/e-mail.md has an example"
    except IsADirectoryError:
        told, hint = "expected a file, found a folder", ""
    except UnicodeDecodeError as fault:
        told, hint = f"expected UTF-8 text, found the byte {fault.object[fault.start]:02X}", ""
    except (OSError, ValueError) as fault:
        said = fault.strerror if isinstance(fault, OSError) else str(fault)
        told, hint = (said or "cannot be read").lower(), ""
    raise DeliveryError([Diagnostic(Place(path.as_posix()), "", told, hint)])


def _parsed(path: Path, text: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as fault:
        place = re.search(r"line (\d+), column (\d+)", str(fault))
        line, column = (int(place[1]), int(place[2])) if place else (0, 0)
        told = re.sub(r" \(at .*\)$", "", str(fault)).lower()
        raise DeliveryError(
            [Diagnostic(Place(path.as_posix(), line, column), "", f"not TOML: {told}")]
        ) from None
    except RecursionError:
        told, hint = "nested too deep", ""
    except ValueError:  # Python reads no longer ones
        told, hint = "a number has too many digits", ""
    raise DeliveryError([Diagnostic(Place(path.as_posix()), "", told, hint)])
