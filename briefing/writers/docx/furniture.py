"""Headers and footers, of the first page and of the rest, and the paper they stand on."""

from __future__ import annotations

import re

from briefing.blocks import Document, Furniture, Inlines, Marking
from briefing.theme import Theme
from briefing.writers.docx.elements import field, paragraph, run, tab, twips, w
from briefing.writers.docx.inlines import runs
from briefing.writers.docx.looks import label_gap, label_leading
from briefing.writers.docx.markup import Element, serialised
from briefing.writers.docx.names import traffic_light_style
from briefing.writers.docx.package import Package, fill
from briefing.writers.docx.story import Story

_PADDING = "\u00a0"  # inside the ground of a label, which ends where its words end
_ABOVE = 0.8  # the share of an exact line that Word puts above the baseline
_FIELDS = {"{page}": "PAGE", "{pages}": "NUMPAGES"}


def sections(document: Document, package: Package, story: Story) -> list[Element]:
    """The `w:sectPr` of the last section: the parts of the furniture, the paper and its margins.

    That of a section before it, which ends with endnotes, is put into its own last paragraph.
    """
    references = []
    for at, (kind, furniture) in enumerate(
        (("first", document.first), ("default", document.rest)), 1
    ):
        for place, lines in (("header", _head), ("footer", _foot)):
            part, relationship = package.add(f"{place}{at}", place)
            own = story.elsewhere(part)
            root = w(
                "hdr" if place == "header" else "ftr", *lines(furniture, document.marking, own)
            )
            story.register.texts.append(("margins", root))
            fill(part, serialised(root))
            references.append(w(f"{place}Reference", type=kind, r_id=relationship))
    paper = _paper(story.theme, document.marking)
    end = story.register.section_end
    if end is None:
        return [w("sectPr", *references, *paper, w("titlePg"))]
    numbers = w("endnotePr", w("numFmt", val="decimal"))
    end.children[0].append(w("sectPr", *references, numbers, *paper, w("titlePg")))
    # The rest goes on below on the same page, which has its head already.
    return [w("sectPr", *references, numbers, w("type", val="continuous"), *paper)]


def _head(furniture: Furniture, marking: Marking | None, story: Story) -> list[Element]:
    content = [
        *_words(furniture.head_left, story),
        tab(),
        *_words(furniture.head_right, story),
    ]
    return [*_label(marking, story.theme, "after"), paragraph("Header", content)]


def _foot(furniture: Furniture, marking: Marking | None, story: Story) -> list[Element]:
    content = [
        *_words(furniture.foot_left, story),
        tab(),
        *_words(furniture.foot_centre, story),
        tab(),
        *_page_label(furniture.page_label),
    ]
    return [paragraph("Footer", content), *_label(marking, story.theme, "before")]


def _words(inlines: Inlines, story: Story) -> list[Element]:
    return runs(inlines, story, "running", "RunningName")


def _page_label(label: str) -> list[Element]:
    made: list[Element] = []
    for piece in re.split(r"(\{pages?\})", label):
        if piece in _FIELDS:
            made.extend(field(_FIELDS[piece], "1"))
        elif piece:
            made.append(run(piece))
    return made


def _label(marking: Marking | None, theme: Theme, side: str) -> list[Element]:
    """A Traffic Light Protocol label has its own line, at the right of head and foot.

    `side` is where the running line is: "before" or "after" the label.
    """
    if marking is None or marking.tlp is None:
        return []
    words = f"{_PADDING}{marking.text}{_PADDING}"
    label = run(words, traffic_light_style(marking.tlp))
    return [paragraph("Marking", [label], w("spacing", **{side: twips(label_gap(theme))}))]


def _paper(theme: Theme, marking: Marking | None) -> list[Element]:
    page, line = theme.page, theme.role("running").leading
    label = label_leading(theme) + label_gap(theme) if marking and marking.tlp else 0.0
    # With a label the line moves inwards rather than the label to the paper's edge.
    nearest = page.foot / 2
    return [
        w("pgSz", w=twips(page.width), h=twips(page.height)),
        w(
            "pgMar",
            top=twips(page.top),
            right=twips(page.right),
            bottom=twips(page.bottom),
            left=twips(page.left),
            header=twips(max(nearest, page.head - line * _ABOVE - label)),
            footer=twips(max(nearest, page.foot - line * (1 - _ABOVE) - label)),
            gutter=0,
        ),
    ]
