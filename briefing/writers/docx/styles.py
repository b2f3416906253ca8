"""The styles part: a named style for every role of the theme, so that the text needs nothing else.

Paragraphs, lists, callouts and furniture here; tables and characters in modules of their own.
"""

from __future__ import annotations

from dataclasses import replace
from typing import get_args

from briefing.blocks import CalloutKind
from briefing.theme import CONTENTS_INDENT, Role, Theme
from briefing.writers.docx.elements import twips, w
from briefing.writers.docx.looks import (
    Indents,
    border,
    frame,
    label_leading,
    paragraph_properties,
    run_properties,
    style,
)
from briefing.writers.docx.markup import Element, serialised
from briefing.writers.docx.names import (
    BUILT_IN,
    LEVELS,
    callout_style,
    level_suffix,
    name_of,
    style_of,
)
from briefing.writers.docx.numbering import (
    Form,
    callout_indents,
    list_number,
    note_hang,
    note_room,
    text_hang,
)
from briefing.writers.docx.run_styles import run_styles
from briefing.writers.docx.table_styles import table_styles

_IN_RUNS = {"key-unit", "note-reference", "running-name", "running", "traffic-light"}
_CONTENTS = ("contents-1", "contents-2", "contents-3")
_NEXT = {"title": "subtitle", "subtitle": "body", "quotation": "quotation-speaker"}


_last: list[tuple[Theme, str, bytes]] = []


def styles_part(theme: Theme, language: str) -> bytes:
    """The whole part's XML. Many files in a row have one theme and one language: the last one is kept."""
    for known, tag, xml in _last:
        if known is theme and tag == language:
            return xml
    xml = serialised(styles(theme, language))
    _last[:] = [(theme, language, xml)]
    return xml


def styles(theme: Theme, language: str) -> Element:
    """The whole part, the document's language among its defaults."""
    made = w("styles", _defaults(theme, language), _latent())
    made.extend(_basic())
    made.extend(_role_style(role, theme) for role in theme.roles.values() if _is_plain(role))
    made.extend(_native_note(name, theme) for name in ("footnote text", "endnote text"))
    made.extend(_quotation(theme))
    made.extend(_lists(theme))
    for kind in get_args(CalloutKind):
        made.extend(_callout(kind, theme))
    made.extend(table_styles(theme))
    made.extend(_furniture(theme))
    made.extend(run_styles(theme))
    return made


def _is_plain(role: Role) -> bool:
    return not (
        role.name in _IN_RUNS or role.name.startswith(("chart-", "quotation", "callout-title"))
    )


def _defaults(theme: Theme, language: str) -> Element:
    letters = run_properties(theme.role("body"), theme, None, w("lang", val=language))
    return w(
        "docDefaults",
        w("rPrDefault", letters),
        w("pPrDefault", w("pPr", w("widowControl"))),
    )


def _latent() -> Element:
    # Styles that Word has built in and this file does not define stay out of the gallery.
    return w(
        "latentStyles",
        defLockedState=0, defUIPriority=99, defSemiHidden=1, defUnhideWhenUsed=1, defQFormat=0,
        count=376,
    )  # fmt: skip


def _basic() -> list[Element]:
    cells = w(
        "tblCellMar",
        *(w(side, w=0, type="dxa") for side in ("top", "left", "bottom", "right")),
    )
    return [
        w("style", w("name", val="Normal"), w("qFormat"), type="paragraph", default=1, styleId="Normal"),
        w("style", w("name", val="Default Paragraph Font"), w("uiPriority", val=1), w("semiHidden"),
          type="character", default=1, styleId="DefaultParagraphFont"),
        w("style", w("name", val="Normal Table"), w("uiPriority", val=99), w("semiHidden"),
          w("tblPr", w("tblInd", w=0, type="dxa"), cells),
          type="table", default=1, styleId="TableNormal"),
        w("style", w("name", val="No List"), w("uiPriority", val=99), w("semiHidden"),
          type="numbering", default=1, styleId="NoList"),
    ]  # fmt: skip


def _role_style(role: Role, theme: Theme) -> Element:
    heading = role.name.startswith("heading-")
    rule = None
    if role.rule:
        rule = w("pBdr", border("top", role.rule, theme.table.head_rule, role.leading / 4))
    hang = note_hang(theme) if role.name == "note" else 0.0
    following = _NEXT.get(role.name, "body" if heading else "")
    indents = Indents().hung(hang) if hang else None
    in_contents = role.name in _CONTENTS
    if in_contents:
        indents = Indents(CONTENTS_INDENT * role.size * _CONTENTS.index(role.name))
    properties = paragraph_properties(
        role,
        theme,
        keep=True if role.name == "table-head" else None,
        borders=rule,
        tabs=_label_tabs(theme) if hang else _page_tab(theme) if in_contents else None,
        indents=indents,
        outline=int(role.name[-1]) - 1 if heading else None,
    )
    return style(
        name_of(role.name),
        "paragraph",
        properties,
        run_properties(role, theme),
        based="Normal",
        following=style_of(following) if following else None,
        built_in=role.name in BUILT_IN,
    )


def _native_note(name: str, theme: Theme) -> Element:
    """A footnote's or endnote's paragraph: its words stand where those of listed notes do."""
    role = theme.role("note")
    properties = paragraph_properties(role, theme, indents=Indents().hung(note_hang(theme)))
    letters = run_properties(role, theme)
    return style(name, "paragraph", properties, letters, based="Normal", built_in=True)


def _page_tab(theme: Theme) -> Element:
    """Dots from an entry of the contents list to its page number, at the right margin."""
    return w("tabs", w("tab", val="right", leader="dot", pos=twips(theme.page.measure)))


def _label_tabs(theme: Theme) -> Element:
    # A note's label ends at the first stop, its words begin at the second.
    return w(
        "tabs",
        w("tab", val="right", pos=twips(note_room(theme))),
        w("tab", val="left", pos=twips(note_hang(theme))),
    )


def _quotation(theme: Theme) -> list[Element]:
    box, made = theme.boxes["quotation"], []
    for name, before, after in (
        ("quotation", box.before, 0.0),
        ("quotation-speaker", 0.0, box.after),
    ):
        borders, ground, indents = frame(box, theme)
        role = theme.role(name)
        properties = paragraph_properties(
            role,
            theme,
            before=before,
            after=after,
            keep=name == "quotation",
            borders=borders,
            ground=ground,
            indents=indents,
        )
        following = style_of(_NEXT.get(name, "body"))
        made.append(
            style(
                name_of(name), "paragraph", properties, run_properties(role, theme),
                based="Normal", following=following, built_in=name in BUILT_IN,
            )
        )  # fmt: skip
    return made


def _lists(theme: Theme) -> list[Element]:
    role, made = theme.role("bullet"), []
    for level in range(LEVELS):
        suffix = f" {level_suffix(level)}".rstrip()
        for form in ("Bullet", "Number"):
            by = text_hang(role, form)
            numbering, indents = _numbering(list_number(form), level), Indents(by * level).hung(by)
            made.append(_list_style(f"List {form}{suffix}", role, theme, numbering, indents))
        below = Indents(text_hang(role, "Bullet") * (level + 1))
        made.append(_list_style(f"List Continue{suffix}", role, theme, None, below))
    return made


def _list_style(
    name: str, role: Role, theme: Theme, numbering: Element | None, indents: Indents
) -> Element:
    properties = paragraph_properties(role, theme, numbering=numbering, indents=indents)
    return style(
        name, "paragraph", properties, run_properties(role, theme), based="Normal", built_in=True
    )


def _numbering(number: int, level: int = 0) -> Element:
    return w("numPr", w("ilvl", val=level) if level else None, w("numId", val=number))


def _callout(kind: CalloutKind, theme: Theme) -> list[Element]:
    """Five styles that share borders, ground and left edge, so that Word joins them to one box."""
    box = theme.boxes[kind]
    text = theme.role(box.text)
    title = replace(theme.role("callout-title"), colour=box.title)
    following = callout_style(kind)
    return [
        _callout_part(kind, "Title", title, theme, before=box.before, following=following),
        _callout_part(kind, "", text, theme),
        *(_callout_part(kind, form, text, theme, form=form) for form in get_args(Form)),
    ]


def _callout_part(
    kind: CalloutKind,
    part: str,
    role: Role,
    theme: Theme,
    *,
    before: float = 0.0,
    form: Form | None = None,
    following: str | None = None,
) -> Element:
    borders, ground, indents = frame(theme.boxes[kind], theme)
    properties = paragraph_properties(
        role,
        theme,
        before=before,
        numbering=_numbering(list_number(form, kind)) if form else None,
        borders=borders,
        ground=ground,
        indents=callout_indents(kind, theme, form, 0) if form else indents,
    )
    name = f"{name_of(kind)} {part}".rstrip()
    return style(
        name, "paragraph", properties, run_properties(role, theme),
        based="Normal", following=following,
    )  # fmt: skip


def _furniture(theme: Theme) -> list[Element]:
    role, measure = theme.role("running"), theme.page.measure
    label = replace(theme.role("traffic-light"), leading=label_leading(theme))
    right = w("tab", val="right", pos=twips(measure))
    rule = border("top", theme.colour("rule"), theme.table.row_rule, role.leading / 2)
    foot_tabs = w("tabs", w("tab", val="center", pos=twips(measure / 2)), right)
    looks = (
        ("header", paragraph_properties(role, theme, tabs=w("tabs", right))),
        ("footer", paragraph_properties(role, theme, borders=w("pBdr", rule), tabs=foot_tabs)),
        ("Marking", paragraph_properties(label, theme, align="right")),
    )
    return [
        style(name, "paragraph", properties, run_properties(role, theme),
               based="Normal", built_in=name != "Marking", shown=False)
        for name, properties in looks
    ]  # fmt: skip
