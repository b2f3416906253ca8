"""From the document model to one HTML page: what stands around the blocks.

What Word's old HTML engine (Outlook) and Gmail need decides the form: tables place things, styles stand
on the elements, nothing is fetched from elsewhere.
"""

from __future__ import annotations

from collections.abc import Mapping

from briefing.blocks import Document
from briefing.theme import Theme
from briefing.writers.html.elements import Html, css, joined, layout, row, tag, words
from briefing.writers.html.flow import flow
from briefing.writers.html.furniture import foot, head
from briefing.writers.html.inlines import phrase
from briefing.writers.html.looks import ground, measure, paragraph, px
from briefing.writers.html.story import Story


def write_html(document: Document, theme: Theme, images: Mapping[str, str] | None = None) -> bytes:
    """A whole page in UTF-8; `images` is the address of a chart's picture by the chart's key.

    A chart without a picture is told in its alternative text.
    """
    footnotes = {note.anchor: note for note in document.footnotes}
    found = Story(theme, {} if images is None else images, footnotes=footnotes)
    _body(document, found)
    # Written twice, for only a page that is written knows which places its links may lead to.
    body = _body(document, Story(theme, found.images, frozenset(found.named), footnotes))
    page = tag("html", _head(document), body, lang=document.meta.language, dir="ltr")
    return f"<!DOCTYPE html>\n{page}\n".encode()


def _head(document: Document) -> Html:
    named = {
        "viewport": "width=device-width, initial-scale=1",
        # The theme's colours are for paper: programs shall not turn them round for dark rooms.
        "color-scheme": "light only",
        "supported-color-schemes": "light only",
    }
    return tag(
        "head",
        tag("meta", charset="utf-8"),
        tag("title", words(document.meta.title)),
        *(tag("meta", name=name, content=content) for name, content in named.items()),
    )


def _body(document: Document, story: Story) -> Html:
    theme = story.theme
    paper, width = theme.colour("paper"), measure(theme)
    text = tag(
        "div",
        head(document, story),
        _titles(document, story),
        flow(document.blocks, story),
        foot(document, story),
        lang=document.meta.language,
        dir="ltr",
        style=css(
            f"max-width:{width}px", "margin:0 auto", "text-align:left", "word-wrap:break-word"
        ),
    )
    around = px(theme.role("body").size)
    cell = tag(
        "td", _only_old_outlook(text, width), align="center", bgcolor=paper,
        style=css(f"padding:{around}px", ground(paper)),
    )  # fmt: skip
    look = css("margin:0", "padding:0", ground(paper), "-webkit-text-size-adjust:100%")
    return tag("body", layout(row(cell), bgcolor=paper), bgcolor=paper, style=look)


def _only_old_outlook(text: Html, width: int) -> Html:
    """The text in a table of fixed width for Outlook as Word, which knows no greatest width."""
    opening = (
        '<table role="presentation" cellpadding="0" cellspacing="0" border="0" align="center"'
        f' width="{width}"><tr><td>'
    )
    closing = "</td></tr></table>"
    return Html(f"<!--[if mso]>{opening}<![endif]-->{text}<!--[if mso]>{closing}<![endif]-->")


def _titles(document: Document, story: Story) -> Html:
    made = [
        tag(name, said, style=paragraph(story.theme.role(role), story.theme))
        for name, role, content in (
            ("h1", "title", document.title),
            ("p", "subtitle", document.subtitle),
        )
        if (said := phrase(content, story, role))
    ]
    return joined(*made)
