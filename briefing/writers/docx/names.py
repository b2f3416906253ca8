"""What the named styles are called: the one place that says so for styles, lists and text.

Word finds a style by its id; people find it by its name.
"""

from __future__ import annotations

from briefing.blocks import CalloutKind, TrafficLight
from briefing.theme import Role
from briefing.writers.docx.elements import id_of
from briefing.writers.docx.looks import is_bold

LEVELS = 3  # depths of a list that have a style of their own

# Word's own names, where Word has a style for the role; the others are named after the role.
_NAMES = {
    "title": "Title",
    "subtitle": "Subtitle",
    "heading-1": "heading 1",
    "heading-2": "heading 2",
    "heading-3": "heading 3",
    "contents-title": "TOC Heading",
    "contents-1": "toc 1",
    "contents-2": "toc 2",
    "contents-3": "toc 3",
    "body": "Body Text",
    "bullet": "List Paragraph",
    "caption": "caption",
    "quotation": "Quote",
    "quotation-speaker": "Quote Speaker",
    "note": "Note Text",
    "table": "Table Text",
}
BUILT_IN = {
    "contents-title", "contents-1", "contents-2", "contents-3",
    "title", "subtitle", "heading-1", "heading-2", "heading-3", "body", "bullet", "caption", "quotation",
}  # fmt: skip


def style_of(role: str) -> str:
    """The id of the paragraph style for a role."""
    return id_of(name_of(role))


def list_style(ordered: bool, level: int) -> str:
    """The id of the style of a list's paragraphs; `level` counts from 0."""
    return ("ListNumber" if ordered else "ListBullet") + level_suffix(level)


def continue_style(level: int) -> str:
    """The id of the style of an item's second and later paragraphs."""
    return "ListContinue" + level_suffix(level)


def callout_style(kind: CalloutKind, part: str = "") -> str:
    """The id of a style of a callout: "Title", "Bullet", "Number", "Continue", or its plain text."""
    return id_of(name_of(kind)) + part


def inline_style(
    strong: bool, emphasis: bool, linked: bool, inside: Role, strong_name: str = "Strong"
) -> str | None:
    """The id of the character style of words that are strong, emphasised, a link, or several.

    In a bold paragraph strong words are bold already, and Word would turn them back.
    """
    if strong and strong_name != "Strong":
        return strong_name
    parts = [
        "Strong" if strong and not is_bold(inside) else "",
        "Emphasis" if emphasis else "",
        "Hyperlink" if linked else "",
    ]
    return "".join(parts) or None


def reference_style(inside: Role) -> str:
    """The id of the character style of a raised note reference."""
    return "NoteReferenceInBold" if is_bold(inside) else "NoteReference"


FOOTNOTE_MARK = id_of("footnote reference")
"""The id of the character style of a footnote's own mark; LibreOffice knows marks by this name of Word's."""

FOOTNOTE = id_of("footnote text")
"""The id of the paragraph style of a footnote."""


ENDNOTE_MARK = id_of("endnote reference")
"""The id of the character style of an endnote's own mark."""

ENDNOTE = id_of("endnote text")
"""The id of the paragraph style of an endnote."""


def name_of(role: str) -> str:
    """The name of the paragraph style for a role, or of the plain style of a callout."""
    return _NAMES.get(role, role.replace("-", " ").title())


def level_suffix(level: int) -> str:
    """What Word adds to a list style's name below the first level."""
    return "" if level == 0 else str(min(level, LEVELS - 1) + 1)


def traffic_light_style(light: TrafficLight) -> str:
    """The id of the character style of a Traffic Light Protocol label."""
    return id_of(traffic_light_name(light))


def traffic_light_name(light: str) -> str:
    """The name of that style."""
    return "Traffic Light " + light.replace("+", " ").title()
