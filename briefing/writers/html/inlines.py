"""Inlines as HTML: words, links, raised references, words in other languages.

Every inline of the model has one case here; paragraphs are built elsewhere.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import assert_never

from briefing.bidi import begins_to_left, has_right_to_left
from briefing.blocks import (
    Commented,
    CrossReference,
    Emphasis,
    Inline,
    Inlines,
    LineBreak,
    Link,
    Mark,
    NoteRef,
    Span,
    Strong,
    Text,
    Value,
    plain,
)
from briefing.theme import Role
from briefing.writers.html.elements import NOTHING, Html, css, joined, tag, words
from briefing.writers.html.looks import letters_within, px
from briefing.writers.html.story import Story

_SAFE = ("http://", "https://", "mailto:")  # other addresses are printed, not linked


@dataclass(frozen=True, slots=True)
class _Setting:
    """What surrounds an inline: the role of its paragraph, the role that Strong has in it, a link."""

    role: Role
    strong: Role | None = None
    inside_link: bool = False


def phrase(inlines: Inlines, story: Story, role: str, strong: str = "") -> Html:
    """The words of a paragraph of `role`; `strong` is a role where Strong is more than bold."""
    roles = story.theme.roles
    return _phrase(inlines, story, _Setting(roles[role], roles[strong] if strong else None))


def _phrase(inlines: Inlines, story: Story, setting: _Setting) -> Html:
    return joined(*(_inline(inline, story, setting) for inline in inlines))


def _inline(inline: Inline, story: Story, setting: _Setting) -> Html:
    match inline:
        case Text(text):
            return words(text)
        case Value(text=text, language=language):
            own = language or has_right_to_left(text)
            return _foreign(words(text), text, language) if own else words(text)
        case Strong(content):
            look = _strong(story, setting)
            return tag("strong", _phrase(content, story, setting), style=look)
        case Emphasis(content):
            return tag("em", _phrase(content, story, setting))
        case Commented(content):
            return _phrase(content, story, setting)
        case Span(content, language):
            return _foreign(_phrase(content, story, setting), plain(content), language)
        case Link(content, url):
            safe = url if url.lower().startswith(_SAFE) else None
            return _link(content, safe, "underline", story, setting)
        case CrossReference(anchor, content):
            return _link(content, story.way(anchor), "none", story, setting)
        case NoteRef():
            return _reference(inline, story, setting)
        case LineBreak():
            return tag("br")
        case Mark():
            return NOTHING  # decorative: the words beside it say the same
        case _:
            assert_never(inline)


def _strong(story: Story, setting: _Setting) -> str | None:
    if setting.strong is None:
        return None
    return letters_within(setting.strong, setting.role, story.theme)


def _foreign(content: Html, text: str, language: str) -> Html:
    """Words in another language, read aloud and set in its own direction."""
    way = "rtl" if begins_to_left(text) else None
    return tag("span", content, lang=language or None, dir=way)


def _link(
    content: Inlines, address: str | None, under: str, story: Story, setting: _Setting
) -> Html:
    """A link; plain words where there is no address, or inside another link."""
    if address is None or setting.inside_link:
        return _phrase(content, story, setting)
    inner = _phrase(content, story, replace(setting, inside_link=True))
    look = css(f"color:{story.theme.colour('accent')}", f"text-decoration:{under}")
    return tag("a", inner, href=address, style=look)


def _reference(reference: NoteRef, story: Story, setting: _Setting) -> Html:
    """The raised label, leading to its note; the line it stands in is no taller for it."""
    role = story.theme.role("note-reference")
    raised = css(
        letters_within(role, setting.role, story.theme) or "",
        "line-height:0",
        f"vertical-align:{px(role.raise_ * setting.role.size)}px",
    )
    label = words(reference.label)
    way = None if setting.inside_link else story.way(reference.note)
    if way:
        look = css(f"color:{role.colour}", "text-decoration:none")
        label = tag("a", label, href=way, role="doc-noteref", style=look)
    name = story.name(reference.anchor)
    return tag("sup", words(reference.separator), label, id=name, style=raised)
