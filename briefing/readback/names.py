"""Names for files that come out of somebody else's file: each a plain name that no system reads as a path."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

_LONGEST = 120
# Windows takes these for devices, whatever their ending.
_DEVICES = re.compile(r"(?i)(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³]|conin\$|conout\$)(\..*)?")


def safe_names(names: Iterable[str]) -> list[str]:
    """For each name one of its own, without folders, and never the same name twice."""
    safe: list[str] = []
    taken: set[str] = set()
    for nth, name in enumerate(names, 1):
        plain = _plain(name) or f"attachment-{nth}"
        free, count = plain, 1
        while free.casefold() in taken:
            count += 1
            stem, dot, ending = plain.rpartition(".")
            free = f"{stem}-{count}{dot}{ending}" if stem else f"{plain}-{count}"
        taken.add(free.casefold())
        safe.append(free)
    return safe


def _plain(name: str) -> str:
    """The last part of a path, in characters that can be seen and that every system allows."""
    last = re.split(r"[/\\:]", unicodedata.normalize("NFC", name))[-1]
    seen = "".join(sign for sign in last if unicodedata.category(sign)[0] != "C")
    kept = re.sub(r'[<>"|?*\u2028\u2029]', "-", seen).strip(" .")
    if len(kept) > _LONGEST:
        stem, dot, ending = kept.rpartition(".")
        ending = f"{dot}{ending}" if stem and len(ending) <= 10 else ""
        kept = kept[: _LONGEST - len(ending)] + ending
    return f"_{kept}" if _DEVICES.fullmatch(kept) else kept
