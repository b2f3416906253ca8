"""Inlines as runs: words in named character styles, links, note references, marks, languages.

Every inline of the model has one case here; paragraphs are built elsewhere.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from itertools import groupby
from typing import assert_never

from briefing.bidi import has_right_to_left, levels
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
)
from briefing.theme import Role
from briefing.writers.docx.elements import (
    commented,
    field,
    line_break,
    link_outside,
    link_within,
    note_mark,
    run,
    w,
)
from briefing.writers.docx.looks import raised
from briefing.writers.docx.markup import Element
from briefing.writers.docx.names import ENDNOTE_MARK, FOOTNOTE_MARK, inline_style, reference_style
from briefing.writers.docx.story import Story

_EAST_ASIAN = ("zh", "ja", "ko")
_SAFE = ("http://", "https://", "mailto:")  # other addresses are printed, not linked


@dataclass(frozen=True, slots=True)
class Setting:
    """What surrounds a run: its paragraph's role, and the inlines it stands in.

    `strong_name` is the character style that stands for Strong in this paragraph; or `plain_name` the one
    of all other words, where the paragraph is as its strong words are. Words `apart` have a
    direction of their own. Values are `controlled` unless the words repeat those of another place.
    """

    role: Role
    strong: bool = False
    emphasis: bool = False
    linked: bool = False
    inside_link: bool = False
    language: str = ""
    apart: bool = False
    strong_name: str = "Strong"
    plain_name: str = ""
    controlled: bool = True

    @property
    def style(self) -> str | None:
        """The character style of words here."""
        if self.plain_name:
            return None if self.strong else self.plain_name
        return inline_style(self.strong, self.emphasis, self.linked, self.role, self.strong_name)


def runs(inlines: Inlines, story: Story, role: str, strong_name: str = "Strong") -> list[Element]:
    """The runs of a paragraph whose text has `role`."""
    return _runs(inlines, story, Setting(story.theme.role(role), strong_name=strong_name))


def runs_of_figure(inlines: Inlines, story: Story) -> list[Element]:
    """The runs of a key figure: its digits in the paragraph's own style, the words around them smaller."""
    return _runs(inlines, story, Setting(story.theme.role("key-number"), plain_name="KeyUnit"))


def runs_in_link(inlines: Inlines, story: Story, role: str) -> list[Element]:
    """The runs of words that are, all of them, inside a link: what would be a link there is plain.

    They repeat a heading, which has the values' controls.
    """
    setting = Setting(story.theme.role(role), inside_link=True, controlled=False)
    return _runs(inlines, story, setting)


def _runs(inlines: Iterable[Inline], story: Story, setting: Setting) -> list[Element]:
    made: list[Element] = []
    for inline in inlines:
        made.extend(_inline(inline, story, setting))
    return made


def _inline(inline: Inline, story: Story, setting: Setting) -> list[Element]:
    match inline:
        case Text(text):
            return _words(text, story, setting)
        case Value():
            return _value(inline, story, setting)
        case Strong(content):
            return _runs(content, story, replace(setting, strong=True))
        case Emphasis(content):
            return _runs(content, story, replace(setting, emphasis=True))
        case Span(content, language):
            return _runs(content, story, replace(setting, language=language, apart=True))
        case Link(content, url):
            return _link(content, url, story, setting)
        case CrossReference(anchor, content):
            inner = _runs(content, story, replace(setting, inside_link=True))
            if setting.inside_link:
                return inner
            return [link_within(story.register.bookmark_name(anchor), inner)]
        case NoteRef():
            return _reference(inline, story, setting)
        case Commented(content, comment):
            return commented(comment, _runs(content, story, setting))
        case LineBreak():
            return [line_break()]
        case Mark(shape):
            return [story.pictures.mark(shape, setting.role, story.part)]
        case _:
            assert_never(inline)


def _value(value: Value, story: Story, setting: Setting) -> list[Element]:
    """A value in its control, with the blanks at its ends outside: Word may drop those that it binds."""
    own = replace(setting, language=value.language or setting.language, apart=True)
    made = _words(value.text, story, own)
    if not setting.controlled or not value.id:
        return made
    words = value.text.strip(" ")
    # LibreOffice sets what is bound in the paragraph's style, whatever its own is.
    free = bool(setting.plain_name) and not setting.strong
    around = story.register.controls.around
    if words == value.text:
        return around(value, words, made, free=free)
    start = value.text.index(words)
    return [
        *_words(value.text[:start], story, own),
        *around(value, words, _words(words, story, own), free=free),
        *_words(value.text[start + len(words) :], story, own),
    ]


def _words(text: str, story: Story, setting: Setting) -> list[Element]:
    """Runs of one direction each; Word sets a run of `w:rtl` to the left, whatever stands around it."""
    if not text:
        return []
    if not has_right_to_left(text):
        return [run(text, setting.style, _language(setting.language))]
    found = levels(text, ((0, len(text)),) if setting.apart else ())
    made = []
    at = 0
    for to_left, group in groupby(found, bool):
        part = text[at : (at := at + len(list(group)))]
        own = _to_left(part, story, setting) if to_left else _language("")
        made.append(run(part, setting.style, own))
    return made


def _language(language: str) -> list[Element]:
    """`w:lang` for words in another language."""
    if not language:
        return []
    if language.split("-", maxsplit=1)[0] in _EAST_ASIAN:
        return [w("lang", eastAsia=language)]
    return [w("lang", val=language)]


def _to_left(text: str, story: Story, setting: Setting) -> list[Element]:
    """What a run to the left needs: the font that has its letters, its direction, its language."""
    family = setting.role.family
    letters = "".join(filter(has_right_to_left, text))
    face = story.theme.fonts.runs(letters or text, family)[0][0]
    name = story.theme.fonts.families[face.family].name
    language = [w("lang", bidi=setting.language)] if setting.language else []
    return [w("rFonts", cs=name), w("rtl"), *language]


def _link(content: Inlines, url: str, story: Story, setting: Setting) -> list[Element]:
    if setting.inside_link or not url.lower().startswith(_SAFE):
        return _runs(content, story, setting)
    inner = _runs(content, story, replace(setting, linked=True, inside_link=True))
    return [link_outside(story.outside(url), inner)]


def _reference(reference: NoteRef, story: Story, setting: Setting) -> list[Element]:
    """The raised label, leading to its note; its own bookmark is where the note leads back to.

    Of Word's own notes the first is the note's own mark, in a bookmark to which the later ones lead.
    """
    style = reference_style(setting.role)
    up = raised(story.theme.role("note-reference"), setting.role)
    made = [run(reference.separator, style, [up])] if reference.separator else []
    register = story.register
    name = register.bookmark_name(reference.note)
    native = _native_mark(reference, story)
    if native is not None and reference.first and not register.is_placed(reference.note):
        return made + story.marked(reference.anchor, story.marked(reference.note, [native]))
    if native is not None and register.is_placed(reference.note):
        label = field(f"NOTEREF {name} \\h", reference.label, style, [up])
        return made + story.marked(reference.anchor, label)
    label = [run(reference.label, style, [up])]
    if not setting.inside_link:
        label = [link_within(name, label)]
    return made + story.marked(reference.anchor, label)


def _native_mark(reference: NoteRef, story: Story) -> Element | None:
    """The mark of Word's own note, where the note is one."""
    register = story.register
    if (number := register.footnotes.get(reference.note)) is not None:
        return note_mark("footnote", number, FOOTNOTE_MARK)
    if (number := register.endnotes.get(reference.note)) is not None:
        return note_mark("endnote", number, ENDNOTE_MARK)
    return None
