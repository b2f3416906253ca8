"""What is sent: an edition's files or the news of its withdrawal, and the letter around it.

The interface to those who make editions and word letters; nothing is decided here.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Literal

Kind = Literal["edition", "correction"]
"""A correction says that an edition was withdrawn: no files, to exactly those who had that edition."""


@dataclass(frozen=True, slots=True)
class File:
    """An attachment: its name as people see it; `kind` is the word by which rules choose ("docx")."""

    name: str
    content: bytes = field(repr=False)
    media_type: str
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Parcel:
    """One edition of one visit, ready to go; or, as a correction, the news that it was withdrawn.

    `marking` is "" where the brief has none. The files were held against the manifest by the caller.
    """

    visit: str
    edition: int
    title: str
    marking: str
    draft: bool
    files: tuple[File, ...] = ()
    kind: Kind = "edition"

    def __str__(self) -> str:
        withdrawn = "withdrawal of " if self.kind == "correction" else ""
        return f"{self.visit}, {withdrawn}edition {self.edition}"


@dataclass(frozen=True, slots=True)
class Letter:
    """What one recipient reads.

    `images` are PNG files by content-id, shown in the HTML as `cid:<content-id>`. `left_out` is the
    sentence that is added where an attachment had to be left out: `{files}` and `{limit}` are filled in.
    It is put at the end of both forms, or in the HTML where `<!-- left out -->` stands.
    """

    subject: str
    text: str = field(repr=False)
    html: str = field(repr=False)
    images: Mapping[str, bytes] = field(default_factory=dict, repr=False)
    language: str = "en-GB"
    left_out: str = "Left out so that this message stays within {limit}: {files}."


Letters = Callable[[int | None], Letter]
"""Given the last edition of the visit that a recipient had (None: none), the letter to that recipient."""
