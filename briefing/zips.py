"""Members of ZIP files that are the same whenever and wherever they are written."""

from __future__ import annotations

import zipfile

_DAWN = (1980, 1, 1, 0, 0, 0)  # the earliest time that a member can carry


def member(name: str) -> zipfile.ZipInfo:
    """A deflated member that says nothing of when and where it was made."""
    made = zipfile.ZipInfo(name, _DAWN)
    made.create_system = 0
    made.external_attr = 0
    made.compress_type = zipfile.ZIP_DEFLATED
    return made
