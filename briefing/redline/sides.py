"""One part of one of the two files: its signatures, its notes, its content taken over."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping

from briefing.redline.sameness import Sameness
from briefing.wordfile.names import Element, W
from briefing.wordfile.package import Package


class Side:
    """A part of the old or the new file. `taken` gives a copy that may stand in the new one's."""

    def __init__(
        self,
        package: Package,
        part: str,
        notes: Mapping[str, Mapping[str, Element]],
        taken: Callable[[Element], Element],
        pair_lists: Callable[[str, str], None],
    ) -> None:
        self.package, self.part, self.taken, self.pair_lists = package, part, taken, pair_lists
        self.same = Sameness(package, part)
        self._notes = notes
        self._keys: dict[tuple[str, str], str] = {}
        self.shared: frozenset[str] = frozenset()

    def note_words(self, kind: str, id: str) -> str:
        """What a note says, as one hash."""
        if (kind, id) not in self._keys:
            note = self._notes.get(kind, {}).get(id)
            said = "" if note is None else "".join(self.same.of(one) for one in note)
            self._keys[kind, id] = hashlib.sha256(said.encode()).hexdigest()
        return self._keys[kind, id]

    def note_key(self, kind: str, id: str) -> str:
        """What a reference is known by: its note's words, if both files have that note; else its place."""
        key = self.note_words(kind, id)
        return key if key in self.shared else ""

    def every_note(self) -> frozenset[str]:
        """The hashes of all notes of the file."""
        return frozenset(
            self.note_words(kind, id) for kind, found in self._notes.items() for id in found
        )


def notes_of(package: Package) -> dict[str, dict[str, Element]]:
    """The notes of a file by kind and id, without separators."""
    found: dict[str, dict[str, Element]] = {}
    for kind in ("footnote", "endnote"):
        part = package.target(package.main, f"{kind}s")
        if part is not None:
            found[kind] = {
                one.get(W + "id", ""): one
                for one in package.tree(part).iterchildren(W + kind)
                if one.get(W + "type", "normal") == "normal"
            }
    return found
