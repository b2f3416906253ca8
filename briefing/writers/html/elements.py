"""HTML as text that is always escaped: words become Html in `words` alone, tags in `tag`."""

from __future__ import annotations

from html import escape
from typing import NewType

Html = NewType("Html", str)

NOTHING = Html("")
_VOID = {"br", "col", "img", "meta"}


def words(text: str) -> Html:
    """The text as typed."""
    return Html(escape(text, quote=False))


def joined(*parts: Html) -> Html:
    """The parts one after the other."""
    return Html("".join(parts))


def tag(name: str, /, *content: Html, **attributes: str | int | None) -> Html:
    """An element; an attribute that is None is left out, `aria_label` is written aria-label."""
    said = "".join(
        f' {key.replace("_", "-")}="{_quoted(str(value))}"'
        for key, value in attributes.items()
        if value is not None
    )
    opening = f"<{name}{said}>"
    return Html(opening if name in _VOID else f"{opening}{joined(*content)}</{name}>")


def _quoted(value: str) -> str:
    # An apostrophe stays: font names are full of them, and mail programs cut long mails.
    return escape(value, quote=False).replace('"', "&quot;")


def css(*declarations: str) -> str:
    """A style attribute's value; empty declarations are left out."""
    return ";".join(declaration for declaration in declarations if declaration)


def layout(*rows: Html, width: str = "100%", **attributes: str | int | None) -> Html:
    """A table that only places things: readers skip it, and no mail program widens it for long words."""
    return tag(
        "table",
        *rows,
        role="presentation",
        cellpadding=0,
        cellspacing=0,
        border=0,
        width=width,
        style=f"width:{width};table-layout:fixed" if width else None,
        **attributes,
    )


def row(*cells: Html) -> Html:
    """A row of a table, on a line of its own in the file."""
    return joined(tag("tr", *cells), Html("\n"))


def room(content: Html, before: int, after: int) -> Html:
    """`content` with room above and below: old Outlook knows no margins of tables."""
    if not (before or after):
        return content
    return layout(row(tag("td", content, style=f"padding:{before}px 0 {after}px")))
