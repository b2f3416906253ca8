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
FACTS_NAMESPACE: Final = "urn:briefing:facts:1"
"""In a Word file, the custom XML that its content controls are bound to: what each fact prints."""
FACTS_STORE: Final = "{0D3B7C51-4A0E-5F6B-8C1D-93E5A2B7F410}"
PRINTED_NAMESPACE: Final = "urn:briefing:printed:1"
"""In a Word file, the custom XML that keeps its text as it was built."""
PRINTED_STORE: Final = "{A1F8E6D2-7B94-5C03-B2E7-5D40C9A86F37}"
FACT_TAG: Final = "fact:"
"""What the tag of a content control begins with; the id of its fact or calculation follows."""

_ITSELF, _CAPITAL, _VARIANT = "itself", "capital", "as-"


def printed_name(id: str, form: str, variant: int = 1) -> str:
    """The name, fit for an XML element, of what a fact prints in a form: "F29.name.capital".

    `variant` tells the same form apart where it prints otherwise, as with other spaces.
    """
    parts = [id, form.removesuffix("^").replace(":", ".") or _ITSELF]
    if form.endswith("^"):
        parts.append(_CAPITAL)
    if variant > 1:
        parts.append(f"{_VARIANT}{variant}")
    return ".".join(parts)


def printed_of(name: str) -> tuple[str, str]:
    """The id and the form in a name that `printed_name` made; an empty id for any other name."""
    id, *parts = name.split(".")
    if not id or not parts:
        return "", ""
    if parts[-1].startswith(_VARIANT):
        parts.pop()
    capital = "^" if parts[-1:] == [_CAPITAL] else ""
    form = ":".join(parts[: -1 if capital else None])
    return id, ("" if form == _ITSELF else form) + capital


_AMOUNT = ("", "number", "size", "signed", "full", "scaled", "interval")


def field_of(form: str) -> str:
    """What of a fact a form prints: its amount, name, period, …: forms of one field say the same."""
    base = form.removesuffix("^").partition(":")[0].removesuffix("-cell")
    if base in _AMOUNT:
        return "amount"
    return {"short": "name", "year": "period"}.get(base, base)
