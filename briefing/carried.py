"""What a brief carries beside its pages, by name: writers write it, read-back looks for it.

Names alone: how a PDF and a Word file hold these things, the writers know, and `readback`.
"""

from __future__ import annotations

from typing import Final

FACTS_FILE: Final = "visit.yaml"
"""The name under which the facts file travels, byte for byte."""
PRINTED_FACTS: Final = "printed.yaml"
"""The name of a facts file that holds what the brief prints and no more."""
YAML: Final = "application/yaml"
CSV: Final = "text/csv"

BRIEF_NAMESPACE: Final = "urn:briefing:brief:1#"
"""In a PDF's metadata, the schema of `PROPERTIES`."""
PROPERTIES: Final = ("edition", "fingerprint", "standing", "marking")
"""What a file says of its brief besides title, language and dates, for which every format has names."""

ATTACHMENTS_NAMESPACE: Final = "urn:briefing:attachments:1"
"""In a Word file, the custom XML that holds the attached files."""
ATTACHMENTS_STORE: Final = "{6C0A1F2E-3D5B-5B0E-9A57-2B6F0D6E4C11}"
"""The id of that custom XML; it only has to be another than that of any other store."""
