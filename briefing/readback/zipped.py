"""ZIP files of strangers: what may go wrong in one, and a member unpacked within bounds."""

from __future__ import annotations

import lzma
import zipfile
import zlib

from briefing.readback.found import LARGEST_FILE, LARGEST_PART, Unusable

MOST_PARTS = 10_000
"""Members that a file may have."""

FAULTS = (
    zipfile.BadZipFile, zlib.error, lzma.LZMAError, EOFError, NotImplementedError, OSError,
    RuntimeError, ValueError, UnicodeError,
)  # fmt: skip
"""What the library raises of a damaged file."""


def content_of(
    package: zipfile.ZipFile, member: zipfile.ZipInfo, room: int = LARGEST_PART
) -> bytes:
    """A member's bytes, `room` of them at the most: what the members before it have left.

    Raises Unusable, or one of FAULTS.
    """
    if member.flag_bits & 1:
        raise Unusable("encrypted with a password")
    with package.open(member) as stream:
        content = stream.read(room + 1)
    if len(content) > room and room < LARGEST_PART:
        raise Unusable(f"unpacks to more than {LARGEST_FILE:,} bytes")
    if len(content) > room:
        message = f"expected parts of at most {room:,} bytes, found a larger one: {member.filename}"
        raise Unusable(message)
    return content
