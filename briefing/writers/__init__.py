"""The writers: a document and a theme become one file's bytes.

The table is all there is; the command line's choices and the tests derive from it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from briefing.blocks import Document
from briefing.garbage import uncollected
from briefing.theme import Theme

Write = Callable[[Document, Theme], bytes]


@dataclass(frozen=True, slots=True)
class Writer:
    """One format: its file suffix, and where its writer comes from when it is first needed."""

    suffix: str
    _load: Callable[[], Write]

    def write(self, document: Document, theme: Theme) -> bytes:
        """The document as bytes of this format."""
        write = self._load()
        with uncollected():
            return write(document, theme)


# A format's library is slow to import, and a build of another format does not need it.
def _docx() -> Write:
    from briefing.writers.docx import write_docx  # noqa: PLC0415

    return write_docx


def _pdf() -> Write:
    from briefing.writers.pdf import write_pdf  # noqa: PLC0415

    return write_pdf


def _text() -> Write:
    from briefing.writers.text import write_text  # noqa: PLC0415

    return write_text


WRITERS: dict[str, Writer] = {
    "docx": Writer(".docx", _docx),
    "pdf": Writer(".pdf", _pdf),
    "text": Writer(".txt", _text),
}
