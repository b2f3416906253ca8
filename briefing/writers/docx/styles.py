"""The styles part: a named style for every role of the theme, so that the text needs nothing else.

Also the one place that knows what the styles are called; what uses them is elsewhere.
"""

from __future__ import annotations

from copy import deepcopy
from dataclasses import replace
from typing import get_args

from briefing.blocks import CalloutKind
from briefing.theme import TRAFFIC_LIGHT_GROUND, TRAFFIC_LIGHTS, Role, Theme
from briefing.writers.docx.elements import Element, root, twips, w
from briefing.writers.docx.looks import (
    Indents,
    border,
    colour,
    frame,
    inset,
    raised_properties,
    run_properties,
    spacing,
)
from briefing.writers.docx.names import (
    BUILT_IN,
    LEVELS,
    callout_style,
    id_of,
    level_suffix,
    name_of,
    style_of,
    traffic_light_name,
)
from briefing.writers.docx.numbering import list_numbers, note_hang, text_hang

_IN_RUNS = {"key-number", "note-reference", "running-name", "running", "traffic-light"}
_NEXT = {"title": "subtitle", "subtitle": "body", "quotation": "quotation-speaker"}


def styles(theme: Theme, language: str) -> Element:
    """The whole part, the document's language among its defaults."""
    made = root("styles", _defaults(theme, language), _latent())
    made.extend(_basic())
    made.extend(_role_style(role, theme) for role in theme.roles.values() if _is_plain(role))
    made.extend(_quotation(theme))
    made.extend(_lists(theme))
    for kind in get_args(CalloutKind):
        made.extend(_callout(kind, theme))
    made.extend(_tables(theme))
    made.extend(_furniture(theme))
    made.extend(_characters(theme))
    return made


def _is_plain(role: Role) -> bool:
    return not (
        role.name in _IN_RUNS or role.name.startswith(("chart-", "quotation", "callout-title"))
    )


def _defaults(theme: Theme, language: str) -> Element:
    letters = run_properties(theme.role("body"), theme)
    letters.append(w("lang", val=language, eastAsia=language))
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


def _style(
    name: str,
    kind: str,
    *properties: Element | None,
    based: str | None = None,
    following: str | None = None,
    built_in: bool = False,
    shown: bool = True,
) -> Element:
    return w(
        "style",
        w("name", val=name),
        w("basedOn", val=based) if based else None,
        w("next", val=following) if following else None,
        w("uiPriority", val=10),
        w("qFormat") if shown else None,
        *properties,
        type=kind,
        customStyle=None if built_in else 1,
        styleId=id_of(name),
    )


def _paragraph_properties(
    role: Role,
    theme: Theme,
    *,
    before: float | None = None,
    after: float | None = None,
    keep: bool | None = None,
    numbering: Element | None = None,
    borders: Element | None = None,
    ground: Element | None = None,
    tabs: Element | None = None,
    indents: Indents | None = None,
    align: str | None = None,
    outline: int | None = None,
) -> Element:
    """`w:pPr` of a style, in the schema's order."""
    above = role.before if before is None else before
    below = role.after if after is None else after
    justify = "both" if role.justify else None
    return w(
        "pPr",
        w("keepNext") if (role.keep if keep is None else keep) else None,
        w("keepLines") if role.keep or borders is not None else None,
        numbering,
        borders,
        ground,
        tabs,
        None if role.hyphenate else w("suppressAutoHyphens"),
        spacing(role, theme, above, below),
        indents.element() if indents else None,
        w("jc", val=align or justify) if align or justify else None,
        w("outlineLvl", val=outline) if outline is not None else None,
    )


def _role_style(role: Role, theme: Theme) -> Element:
    heading = role.name.startswith("heading-")
    rule = None
    if role.rule:
        rule = w("pBdr", border("top", role.rule, theme.table.head_rule, role.leading / 4))
    hang = note_hang(theme) if role.name == "note" else 0.0
    following = _NEXT.get(role.name, "body" if heading else "")
    properties = _paragraph_properties(
        role,
        theme,
        keep=True if role.name == "table-head" else None,
        borders=rule,
        indents=Indents().hung(hang) if hang else None,
        outline=int(role.name[-1]) - 1 if heading else None,
    )
    return _style(
        name_of(role.name),
        "paragraph",
        properties,
        run_properties(role, theme),
        based="Normal",
        following=style_of(following) if following else None,
        built_in=role.name in BUILT_IN,
    )


def _quotation(theme: Theme) -> list[Element]:
    box, made = theme.boxes["quotation"], []
    for name, before, after in (
        ("quotation", box.before, 0.0),
        ("quotation-speaker", 0.0, box.after),
    ):
        borders, ground, indents = frame(box, theme)
        role = theme.role(name)
        properties = _paragraph_properties(
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
            _style(
                name_of(name), "paragraph", properties, run_properties(role, theme),
                based="Normal", following=following, built_in=name in BUILT_IN,
            )
        )  # fmt: skip
    return made


def _lists(theme: Theme) -> list[Element]:
    role, made = theme.role("bullet"), []
    for level in range(LEVELS):
        for ordered in (False, True):
            name = (
                "List Number" if ordered else "List Bullet"
            ) + f" {level_suffix(level)}".rstrip()
            numbering = _numbering(list_numbers(ordered), level)
            made.append(_list_style(name, role, theme, numbering, _hung(role, ordered, level)))
        name = "List Continue" + f" {level_suffix(level)}".rstrip()
        deep = _hung(role, False, level)
        made.append(_list_style(name, role, theme, None, Indents(deep.left)))
    return made


def _list_style(
    name: str, role: Role, theme: Theme, numbering: Element | None, indents: Indents
) -> Element:
    properties = _paragraph_properties(role, theme, numbering=numbering, indents=indents)
    return _style(
        name, "paragraph", properties, run_properties(role, theme), based="Normal", built_in=True
    )


def _hung(role: Role, ordered: bool, level: int) -> Indents:
    by = text_hang(role, ordered)
    return Indents(by * level).hung(by)


def _numbering(number: int, level: int = 0) -> Element:
    return w("numPr", w("ilvl", val=level) if level else None, w("numId", val=number))


def _callout(kind: CalloutKind, theme: Theme) -> list[Element]:
    """Five styles that share borders, ground and left edge, so that Word joins them to one box."""
    box = theme.boxes[kind]
    text = theme.role(box.text)
    title = replace(theme.role("callout-title"), colour=box.title)
    return [
        _callout_part(
            kind, "Title", title, theme, before=box.before, following=callout_style(kind)
        ),
        _callout_part(kind, "", text, theme),
        _callout_part(kind, "Bullet", text, theme, ordered=False),
        _callout_part(kind, "Number", text, theme, ordered=True),
        _callout_part(kind, "Continue", text, theme, hang=text_hang(text, False)),
    ]


def _callout_part(
    kind: CalloutKind,
    part: str,
    role: Role,
    theme: Theme,
    *,
    before: float = 0.0,
    ordered: bool | None = None,
    hang: float = 0.0,
    following: str | None = None,
) -> Element:
    borders, ground, indents = frame(theme.boxes[kind], theme)
    numbering = None
    if ordered is not None:
        numbering = _numbering(list_numbers(ordered, kind))
        indents = indents.hung(text_hang(role, ordered))
    elif hang:
        indents = Indents(indents.left + hang, indents.right)
    properties = _paragraph_properties(
        role,
        theme,
        before=before,
        numbering=numbering,
        borders=borders,
        ground=ground,
        indents=indents,
    )
    name = f"{name_of(kind)} {part}".rstrip()
    return _style(
        name, "paragraph", properties, run_properties(role, theme),
        based="Normal", following=following,
    )  # fmt: skip


def _tables(theme: Theme) -> list[Element]:
    table, head = theme.role("table"), theme.role("table-head")
    return [
        _style("Table Number", "paragraph", _paragraph_properties(table, theme, align="right"),
               based=style_of("table")),
        _style("Table Head Number", "paragraph",
               _paragraph_properties(head, theme, align="right", keep=True),
               based=style_of("table-head")),
        _style("Figure", "paragraph", w("pPr", w("keepNext")), based="Normal"),
        _separator(),
        _brief_table(theme),
        _key_table(theme),
    ]  # fmt: skip


def _separator() -> Element:
    # Word merges two tables that touch, and wants a paragraph after the last one.
    thin = w("spacing", before=0, after=0, line=20, lineRule="exact")
    return _style("Separator", "paragraph", w("pPr", thin), based="Normal", shown=False)


def _brief_table(theme: Theme) -> Element:
    look, rule = theme.table, theme.colour("rule")
    padding = twips(look.row_padding)
    margins = w(
        "tblCellMar",
        w("top", w=padding, type="dxa"),
        w("left", w=0, type="dxa"),
        w("bottom", w=padding, type="dxa"),
        w("right", w=twips(look.column_gap), type="dxa"),
    )
    lines = w(
        "tblBorders",
        border("bottom", rule, look.row_rule),
        border("insideH", rule, look.row_rule),
    )
    head = w(
        "tblStylePr",
        w("tcPr", w("tcBorders", border("bottom", theme.colour("rule-strong"), look.head_rule))),
        type="firstRow",
    )
    return _style(
        "Brief Table", "table", w("tblPr", w("tblInd", w=0, type="dxa"), lines, margins), head,
        based="TableNormal",
    )  # fmt: skip


def _key_table(theme: Theme) -> Element:
    rule, width = theme.colour("rule"), theme.table.row_rule
    padding = twips(theme.key_figures.padding)
    above = inset(theme.key_figures.padding, theme.role("key-number"), theme)
    below = inset(theme.key_figures.padding, theme.role("key-attribution"), theme)
    margins = w(
        "tblCellMar",
        w("top", w=twips(above), type="dxa"),
        w("left", w=padding, type="dxa"),
        w("bottom", w=twips(below), type="dxa"),
        w("right", w=padding, type="dxa"),
    )
    sides = ("top", "bottom", "insideH", "insideV")
    lines = w("tblBorders", *(border(side, rule, width) for side in sides))
    return _style(
        "Key Figures", "table", w("tblPr", w("tblInd", w=0, type="dxa"), lines, margins),
        based="TableNormal",
    )  # fmt: skip


def _furniture(theme: Theme) -> list[Element]:
    role, measure = theme.role("running"), theme.page.measure
    label = theme.role("traffic-light")
    right = w("tab", val="right", pos=twips(measure))
    rule = border("top", theme.colour("rule"), theme.table.row_rule, role.leading / 2)
    foot_tabs = w("tabs", w("tab", val="center", pos=twips(measure / 2)), right)
    looks = (
        ("header", _paragraph_properties(role, theme, tabs=w("tabs", deepcopy(right)))),
        ("footer", _paragraph_properties(role, theme, borders=w("pBdr", rule), tabs=foot_tabs)),
        ("Marking", _paragraph_properties(label, theme, align="right")),
    )
    return [
        _style(name, "paragraph", properties, run_properties(role, theme),
               based="Normal", built_in=name != "Marking", shown=False)
        for name, properties in looks
    ]  # fmt: skip


def _characters(theme: Theme) -> list[Element]:
    reference = theme.role("note-reference")
    key, running = theme.role("key-unit"), theme.role("running")
    return [
        *_inline_styles(theme),
        _style("Note Reference", "character", raised_properties(reference, theme), shown=False),
        _style("Note Reference in Bold", "character",
               raised_properties(reference, theme, theme.role("caption")), shown=False),
        _style("Key Number", "character", run_properties(theme.role("key-number"), theme, key)),
        *(_traffic_light(light, theme) for light in TRAFFIC_LIGHTS),
        _style("Running Name", "character", run_properties(theme.role("running-name"), theme, running),
               shown=False),
    ]  # fmt: skip


def _traffic_light(light: str, theme: Theme) -> Element:
    role = replace(theme.role("traffic-light"), colour=TRAFFIC_LIGHTS[light])
    letters = run_properties(role, theme)
    letters.append(w("shd", val="clear", color="auto", fill=colour(TRAFFIC_LIGHT_GROUND)))
    return _style(traffic_light_name(light), "character", letters, shown=False)


def _inline_styles(theme: Theme) -> list[Element]:
    made = []
    for linked in (False, True):
        for emphasis in (False, True):
            for strong in (False, True):
                if not (strong or emphasis or linked):
                    continue
                words = zip(
                    ("Strong", "Emphasis", "Hyperlink"), (strong, emphasis, linked), strict=True
                )
                name = " ".join(word for word, is_on in words if is_on)
                letters = w(
                    "rPr",
                    *((w("b"), w("bCs")) if strong else ()),
                    *((w("i"), w("iCs")) if emphasis else ()),
                )
                if linked:
                    letters.append(w("color", val=colour(theme.colour("accent"))))
                    letters.append(w("u", val="single"))
                made.append(_style(name, "character", letters, built_in=" " not in name))
    return made
