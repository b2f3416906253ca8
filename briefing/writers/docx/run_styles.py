"""The character styles: strong, emphasised and linked words, note labels, key numbers, markings."""

from __future__ import annotations

from dataclasses import replace

from briefing.theme import TRAFFIC_LIGHT_GROUND, TRAFFIC_LIGHTS, Role, Theme
from briefing.writers.docx.elements import w
from briefing.writers.docx.looks import colour, is_bold, run_properties, style
from briefing.writers.docx.markup import Element
from briefing.writers.docx.names import traffic_light_name


def run_styles(theme: Theme) -> list[Element]:
    """Every character style."""
    reference = theme.role("note-reference")
    key, running = theme.role("key-number"), theme.role("running")
    return [
        *_inline_styles(theme),
        style("Note Reference", "character", run_properties(reference, theme), shown=False),
        *(
            style(name, "character", _native_mark(reference), built_in=True)
            for name in ("footnote reference", "endnote reference")
        ),
        style("Note Reference in Bold", "character",
               run_properties(reference, theme, theme.role("caption")), shown=False),
        style("Key Unit", "character", run_properties(theme.role("key-unit"), theme, key)),
        *(_traffic_light(light, theme) for light in TRAFFIC_LIGHTS),
        style("Running Name", "character", run_properties(theme.role("running-name"), theme, running),
               shown=False),
    ]  # fmt: skip


def _native_mark(role: Role) -> Element:
    """Raised by the program: LibreOffice shrinks a mark that is raised by a length a second time."""
    return w(
        "rPr",
        *((w("b"), w("bCs")) if is_bold(role) else ()),
        w("color", val=colour(role.colour)),
        w("vertAlign", val="superscript"),
    )


def _traffic_light(light: str, theme: Theme) -> Element:
    role = replace(theme.role("traffic-light"), colour=TRAFFIC_LIGHTS[light])
    ground = w("shd", val="clear", color="auto", fill=colour(TRAFFIC_LIGHT_GROUND))
    letters = run_properties(role, theme, None, ground)
    return style(traffic_light_name(light), "character", letters, shown=False)


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
                made.append(style(name, "character", letters, built_in=" " not in name))
    return made
