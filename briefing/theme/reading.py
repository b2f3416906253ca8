"""A theme file laid over the default one: found, read, and its keys checked."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from briefing.errors import Diagnostic, Place, ThemeError
from briefing.places import shipped
from briefing.theme.building import built
from briefing.theme.look import Theme


def theme_names() -> tuple[str, ...]:
    """The names of the shipped themes."""
    return tuple(sorted(path.stem for path in (shipped("assets") / "themes").glob("*.toml")))


@cache
def load_theme(name: str = "default") -> Theme:
    """The shipped theme called `name`, or the theme in the file of that path, over the default.

    Raises ThemeError with every fault of the file.
    """
    base = shipped("assets") / "themes" / "default.toml"
    values = _read(base)
    if name != "default":
        path = base.with_name(f"{name}.toml") if name in theme_names() else Path(name)
        own = _read(path)
        _check_known(path, own, values)
        values = _over(values, own)
        own_colours = own.get("colours", {})
        if "mark" in own_colours and "mark-edge" not in own_colours:
            values["colours"]["mark-edge"] = own_colours["mark"]
        folder = path.parent
    else:
        path, folder = base, base.parent
    return built(path, folder, values)


def _read(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        names = ", ".join(theme_names())
        raise ThemeError(
            [Diagnostic(Place(str(path)), "", "no such theme", f"shipped: {names}; or give a file")]
        ) from None
    except (OSError, UnicodeDecodeError) as fault:
        raise ThemeError([Diagnostic(Place(str(path)), "", f"cannot be read: {fault}")]) from None
    except tomllib.TOMLDecodeError as fault:
        found = re.search(r"line (\d+), column (\d+)", str(fault))
        line, column = (int(found[1]), int(found[2])) if found else (0, 0)
        raise ThemeError(
            [Diagnostic(Place(str(path), line, column), "", f"not TOML: {fault}")]
        ) from None


def _over(base: dict[str, Any], own: dict[str, Any]) -> dict[str, Any]:
    merged = dict(base)
    for key, value in own.items():
        known = merged.get(key)
        merged[key] = (
            _over(known, value) if isinstance(known, dict) and isinstance(value, dict) else value
        )
    return merged


# A theme may add these to a role or a box although the default leaves them out.
_OPTIONAL = {
    "roles": {
        "weight": 400, "italic": False, "caps": False, "tracking": 0.0, "before": 0.0, "after": 0.0,
        "keep": False, "hyphenate": False, "justify": False, "rule": "", "raise": 0.0, "figures": "",
    },
    "boxes": {
        "before": 0.0, "after": 0.0, "fill": "", "edge": "", "edge-width": 0.0, "bar": "",
        "bar-width": 0.0,
    },
}  # fmt: skip


def _check_known(path: Path, own: dict[str, Any], base: dict[str, Any]) -> None:
    """Refuse keys that nothing reads, and values of another type than the default's."""
    faults = list(_unknown(path, "", own, base))
    if faults:
        raise ThemeError(faults)


def _unknown(
    path: Path, where: str, own: dict[str, Any], base: dict[str, Any]
) -> Iterator[Diagnostic]:
    parts = where.split(".")
    optional = _OPTIONAL.get(parts[0], {}) if len(parts) == 2 else {}
    for key, value in own.items():
        name = f"{where}.{key}" if where else key
        known = base.get(key, optional.get(key))
        if known is None:
            if where in ("fonts", "colours"):
                continue
            expected = ", ".join(sorted({*base, *optional}))
            yield Diagnostic(Place(str(path)), name, "unknown key", f"known here: {expected}")
        elif isinstance(known, dict) and isinstance(value, dict):
            if not where.startswith("fonts."):
                yield from _unknown(path, name, value, known)
        elif isinstance(known, bool) is not isinstance(value, bool) or not isinstance(
            value, (int, float) if isinstance(known, (int, float)) else type(known)
        ):
            yield Diagnostic(Place(str(path)), name, f"expected such as {known!r}, found {value!r}")
