"""What is known of one edition: its number, hashes, files. As JSON, in the state folder."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field
from typing import Any, Literal, Self

_MOST = 10**9
_NAME = re.compile(r"[A-Za-z0-9_-][A-Za-z0-9._-]{0,99}")

Standing = Literal["draft", "cleared", "lapsed", "final"]
"""Whether a brief may go out: `lapsed` was cleared for other content, and counts as a draft."""


@dataclass(frozen=True, slots=True)
class Record:
    """One edition of one visit's brief.

    `content` is the hash that makes it this edition, of `parts` (facts, templates, theme, language,
    stale facts); the brief prints its first letters, the `fingerprint`. `build` adds everything else
    that the bytes depend on. `revision` counts how often the same edition was written anew. `files`
    are the documents' SHA-256 by name, `evidence` those of what the edition was made from, `stale` the
    facts that the brief marks as out of date, `commit` the facts' version in git if it is known.
    """

    visit: str
    number: int
    revision: int
    as_of: str
    content: str
    fingerprint: str
    build: str
    title: str
    language: str
    marking: str = ""
    standing: Standing = "final"
    parts: Mapping[str, str] = field(default_factory=dict)
    files: Mapping[str, str] = field(default_factory=dict)
    stale: tuple[str, ...] = ()
    commit: str = ""
    evidence: Mapping[str, str] = field(default_factory=dict)

    @property
    def draft(self) -> bool:
        """Whether the brief is not cleared for use."""
        return self.standing in ("draft", "lapsed")

    def about(self) -> dict[str, object]:
        """What the manifest beside the documents says of the edition."""
        return {
            "visit": self.visit,
            "edition": self.number,
            "revision": self.revision,
            "as_of": self.as_of,
            "fingerprint": self.fingerprint,
            "content": self.content,
            "build": self.build,
            "standing": self.standing,
        }

    def to_json(self) -> bytes:
        """The record; `from_json` gives it back whole."""
        said = {**asdict(self), "stale": list(self.stale)}
        return (json.dumps(said, indent=1, ensure_ascii=False) + "\n").encode()

    @classmethod
    def from_json(cls, content: bytes) -> Self:
        """The record that `to_json` wrote. Raises ValueError for anything else."""
        try:
            said = json.loads(content)
            if not isinstance(said, dict):
                raise ValueError("not the record of an edition")
            # A field with a default may be one that an earlier version did not know.
            record = cls(
                **{**said, **{name: _KINDS[name](said[name]) for name in _KINDS if name in said}}
            )
        except (TypeError, ValueError, RecursionError) as fault:
            raise ValueError("not the record of an edition") from fault
        if not _sound(record):
            raise ValueError("not the record of an edition")
        return record


_KINDS: Mapping[str, Callable[[Any], Any]] = {
    "stale": tuple, "parts": dict, "files": dict, "evidence": dict
}  # fmt: skip


def _sound(record: Record) -> bool:
    """Whether every field is of its kind: a record may come from a damaged disk or a merge."""
    texts: list[Any] = [
        record.visit, record.as_of, record.content, record.fingerprint, record.build,
        record.title, record.language, record.marking, record.commit, *record.stale, *record.parts.values(),
        *record.files.values(), *record.parts, *record.files, *record.evidence,
        *record.evidence.values(),
    ]  # fmt: skip
    numbers = (record.number, record.revision)
    return (
        all(isinstance(text, str) and _encodable(text) for text in texts)
        and all(type(number) is int and 0 <= number < _MOST for number in numbers)
        and record.number > 0
        and record.standing in ("draft", "cleared", "lapsed", "final")
        and all(plain_name(name) for name in record.files)
    )


def hash_of(content: bytes) -> str:
    """SHA-256 in hexadecimal."""
    return hashlib.sha256(content).hexdigest()


def plain_name(name: str) -> bool:
    """Whether a file of that name may lie in a folder of ours, on every system."""
    return _NAME.fullmatch(name) is not None


def _encodable(text: str) -> bool:
    """Whether it has no half of a surrogate pair: JSON can name what no file can hold."""
    return not any("\ud800" <= sign <= "\udfff" for sign in text)
