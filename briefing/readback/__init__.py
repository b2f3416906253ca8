"""A brief that somebody was sent: what its file says of it, and the files that travel inside.

Knows the file formats, not the writers; nothing in a file is trusted.
"""

from __future__ import annotations

from briefing.errors import UnreadableError
from briefing.readback.docx import read_docx
from briefing.readback.edits import Edits, edits
from briefing.readback.found import LARGEST_FILE, Enclosed, Found, Unusable, refusal
from briefing.readback.names import safe_names
from briefing.readback.pdf import read_pdf

__all__ = ["LARGEST_FILE", "Edits", "Enclosed", "Found", "edited", "read", "safe_names"]

_PDF = b"%PDF-"
_ZIP = b"PK\x03\x04"
_COMPOUND = b"\xd0\xcf\x11\xe0"  # what old Word files and encrypted new ones are packed in


def read(content: bytes, name: str) -> Found:
    """What is inside the PDF or Word file `content`; `name` is what diagnostics call it.

    Raises UnreadableError where it is neither, is encrypted or damaged, or unpacks without end.
    """
    try:
        if len(content) > LARGEST_FILE:
            raise Unusable(f"expected at most {LARGEST_FILE:,} bytes, found more")
        if content.startswith(_ZIP):
            return read_docx(content)
        if content.startswith(_COMPOUND):
            raise Unusable(
                "encrypted, or a Word file of before 2007",
                "open it in Word, take off the password, save it as .docx",
            )
        if _PDF in content[:1024]:
            return read_pdf(content)
        raise Unusable("expected a PDF or a Word file (.docx), found neither")
    except Unusable as fault:
        raise UnreadableError([refusal(name, fault)]) from fault


def edited(content: bytes, name: str) -> Edits | None:
    """What was edited in a Word file since it was built; None where it does not say what it was.

    Raises UnreadableError.
    """
    try:
        return edits(content)
    except Unusable as fault:
        raise UnreadableError([refusal(name, fault)]) from fault
