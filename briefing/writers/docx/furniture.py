"""Headers and footers, of the first page and of the rest, and the paper they stand on."""

from __future__ import annotations

import re

from briefing.blocks import Document, Furniture, Inlines, Marking
from briefing.theme import Theme
from briefing.writers.docx.elements import field, give, paragraph, properties_of, run, tab, twips, w
from briefing.writers.docx.inlines import runs
from briefing.writers.docx.looks import label_gap, label_leading
from briefing.writers.docx.markup import Element, serialised
from briefing.writers.docx.names import traffic_light_style
from briefing.writers.docx.package import Package, fill
from briefing.writers.docx.story import Story

_PADDING = "\u00a0"  # inside the ground of a label, which ends where its words end
_ABOVE = 0.8  # the share of an exact line that Word puts above the baseline
_FIELDS = {"{page}": "PAGE", "{pages}": "NUMPAGES"}


def sections(document: Document, package: Package, story: Story) -> Element:
    """The `w:sectPr` of the last section; those before it are put into their own last paragraphs.

    Heads and feet are the same in all; a page that is turned has them as wide as its text.
    """
    ends = story.register.section_ends
    made = [(document.first, "first", False), (document.rest, "default", False)]
    if any(kind == "turned" for kind, _ in ends):
        made.append((document.rest, "default", True))
    references: dict[bool, list[Element]] = {False: [], True: []}
    for at, (furniture, kind, turned) in enumerate(made, 1):
        for place, lines in (("header", _head), ("footer", _foot)):
            part, relationship = package.add(f"{place}{at}", place)
            own = story.elsewhere(part)
            content = lines(furniture, document.marking, own)
            if turned:
                give(
                    next(
                        p
                        for p in content
                        if p.children[0].children[0].attributes["w:val"] == place.title()
                    ),
                    _tabs(story.theme, place),
                )
            root = w("hdr" if place == "header" else "ftr", *content)
            story.register.texts.append(("margins", root))
            fill(part, serialised(root))
            references[turned].append(w(f"{place}Reference", type=kind, r_id=relationship))
    before = ""
    for nth, (kind, end) in enumerate(ends):
        section = _section(document, story, references, kind, before, first=nth == 0)
        properties_of(end).append(section)
        before = kind
    return _section(document, story, references, "", before, first=not ends)


def _section(
    document: Document,
    story: Story,
    references: dict[bool, list[Element]],
    kind: str,
    before: str,
    *,
    first: bool,
) -> Element:
    """One section's properties; what follows endnotes goes on below them on the same page."""
    noted = any(one == "endnotes" for one, _ in story.register.section_ends)
    turned = kind == "turned"
    return w(
        "sectPr",
        *references[turned],
        w("endnotePr", w("numFmt", val="decimal")) if noted else None,
        w("type", val="continuous") if before == "endnotes" else None,
        *_paper(story.theme, document.marking, turned=turned),
        w("titlePg") if first else None,
    )


def _tabs(theme: Theme, place: str) -> Element:
    """Stops for the width of a turned page, in place of those of the style."""
    narrow, wide = theme.page.measure, theme.page.turned_measure
    middle = place == "footer"
    old = ((narrow / 2,) if middle else ()) + (narrow,)
    new = (("center", wide / 2),) if middle else ()
    stops = [(pos, w("tab", val="clear", pos=twips(pos))) for pos in old]
    stops += [(pos, w("tab", val=kind, pos=twips(pos))) for kind, pos in (*new, ("right", wide))]
    return w("tabs", *(stop for _, stop in sorted(stops, key=lambda one: one[0])))


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


def _paper(theme: Theme, marking: Marking | None, *, turned: bool = False) -> list[Element]:
    page, line = theme.page, theme.role("running").leading
    label = label_leading(theme) + label_gap(theme) if marking and marking.tlp else 0.0
    # With a label the line moves inwards rather than the label to the paper's edge.
    nearest = page.foot / 2
    size = w("pgSz", w=twips(page.width), h=twips(page.height))
    if turned:
        size = w("pgSz", w=twips(page.height), h=twips(page.width), orient="landscape")
    return [
        size,
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
