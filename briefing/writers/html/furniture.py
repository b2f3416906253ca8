"""What stands above and below the text: the running head and foot of a first page, the marking.

A page on the screen has no number, so the foot's page label is left out.
"""

from __future__ import annotations

from dataclasses import replace

from briefing.blocks import Document, Inlines, Marking, leaves, plain
from briefing.theme import TRAFFIC_LIGHT_GROUND, TRAFFIC_LIGHTS, Theme
from briefing.writers.html.elements import NOTHING, Html, css, joined, layout, room, row, tag, words
from briefing.writers.html.inlines import phrase
from briefing.writers.html.looks import ground, letters, line, px
from briefing.writers.html.story import Story


def head(document: Document, story: Story) -> Html:
    """The marking, the running head, and room to the text."""
    page = story.theme.page
    furniture = document.first
    made = joined(
        _marking(document.marking, (furniture.head_left, furniture.head_right), story),
        _running(furniture.head_left, furniture.head_right, story),
    )
    return room(made, 0, px(page.top - page.head)) if made else NOTHING


def foot(document: Document, story: Story) -> Html:
    """Room to the text, the running foot below a rule, and the marking."""
    page, theme = story.theme.page, story.theme
    furniture = document.first
    running = _running(furniture.foot_left, furniture.foot_centre, story)
    if running:
        above = px(theme.role("running").leading / 2)
        rule = line(theme.table.row_rule, theme.colour("rule"))
        look = css(f"padding:{above}px 0 {above}px", f"border-top:{rule}")
        running = layout(row(tag("td", running, style=look)))
    said = (furniture.foot_left, furniture.foot_centre)
    made = joined(running, _marking(document.marking, said, story))
    return room(made, px(page.bottom - page.foot), 0) if made else NOTHING


def _running(left: Inlines, right: Inlines, story: Story) -> Html:
    """Words at the left and at the right of one line; those alone in it have its whole width."""
    look = css(letters(story.theme.role("running"), story.theme), "vertical-align:top")
    sides = ((left, "left"), (right, "right"))
    cells = [
        tag(
            "td", phrase(content, story, "running", "running-name"), align=side,
            style=css(look, f"text-align:{side}"),
        )
        for content, side in sides
        if content
    ]  # fmt: skip
    return layout(row(*cells)) if cells else NOTHING


def _marking(marking: Marking | None, said: tuple[Inlines, ...], story: Story) -> Html:
    """The marking at the right, where the line beside it does not say it already."""
    if marking is None:
        return NOTHING
    theme = story.theme
    gap = px(theme.role("running").leading / 2)
    if marking.tlp:
        return room(_label(marking, TRAFFIC_LIGHTS[marking.tlp], theme), 0, gap)
    # Compared part by part: “RESTRICTED” is also in “UNRESTRICTED”.
    if any(plain((leaf,)) == marking.text for content in said for leaf in leaves(content)):
        return NOTHING
    look = css(letters(theme.role("running"), theme), "text-align:right")
    return room(tag("p", words(marking.text), style=css("margin:0", look)), 0, gap)


def _label(marking: Marking, colour: str, theme: Theme) -> Html:
    """A Traffic Light Protocol label: its colour on black, as wide as its words."""
    role = replace(theme.role("traffic-light"), colour=colour)
    black = TRAFFIC_LIGHT_GROUND
    look = css(f"padding:0 {px(role.size / 3)}px", ground(black), letters(role, theme))
    label = tag(
        "table", row(tag("td", words(marking.text), bgcolor=black, style=look)),
        role="presentation", cellpadding=0, cellspacing=0, border=0, align="right",
        style="margin-left:auto",
    )  # fmt: skip
    return layout(row(tag("td", label, align="right")))
