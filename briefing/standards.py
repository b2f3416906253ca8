"""The standards that a brief is made to, and what each release of this tool is tested with.

The closed list of names with digits in them that a template may print, by what they are for.
"""

from __future__ import annotations

from collections.abc import Mapping

STANDARDS: Mapping[str, str] = {
    "accessible": "PDF/UA-1",
    "archival": "PDF/A-3a",
    "validator": "veraPDF 1.31.50",
}
