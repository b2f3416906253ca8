"""What a Word file said when it was built, kept in it: what its controls hold, and its text by paragraphs.

Whoever reads the file back, edited, needs to know what was edited: Word overwrites the store that controls
are bound to, so the text is kept in one that nothing is bound to.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from operator import itemgetter

from briefing.blocks import Figure
from briefing.carried import FACTS_NAMESPACE, FACTS_STORE, PRINTED_NAMESPACE, PRINTED_STORE
from briefing.writers.docx.controls import NAME
from briefing.writers.docx.custom_xml import add_custom_xml
from briefing.writers.docx.elements import is_a
from briefing.writers.docx.markup import Element
from briefing.writers.docx.names import style_of
from briefing.writers.docx.package import Package
from briefing.writers.docx.story import Register

_HEADINGS = {style_of(f"heading-{level}") for level in (1, 2, 3)}
_FREE = "-"  # before the name of a value without a control
_SIGNS = {"w:tab": "\t", "w:br": "\n"}


def keep_baseline(register: Register, package: Package) -> None:
    """Add the store of the controls, the text that was written, and the numbers of the charts."""
    values = [Element(f"f:{name}", text=words) for name, words in register.controls.bound().items()]
    if values:
        facts = Element("f:facts", children=values)
        add_custom_xml(package, "facts", facts, FACTS_NAMESPACE, FACTS_STORE)
    printed = Element("p:printed")
    for kind, root in register.texts:
        pieces = _Pieces()
        paragraphs = [_kept(one, pieces) for one in _paragraphs(root)]
        printed.append(Element(f"p:{kind}", children=[one for one in paragraphs if one.children]))
    printed.extend(one for figure in register.figures for one in _charts(figure))
    add_custom_xml(package, "printed", printed, PRINTED_NAMESPACE, PRINTED_STORE)


def _paragraphs(root: Element) -> Iterator[Element]:
    """The paragraphs below an element, in order; none holds another."""
    open_ = [root]
    while open_:
        one = open_.pop()
        if is_a(one, "p"):
            yield one
        else:
            open_.extend(reversed(one.children))


def _charts(figure: Figure) -> Iterator[Element]:
    """For each chart of a figure its label, the facts that it shows, and its numbers series by series."""
    chart = figure.chart
    ids = [Element("p:id", text=id) for id in dict.fromkeys(mark.id for mark in chart.marks) if id]
    label = Element("p:label", text=figure.caption.label)
    if not chart.native:
        yield Element("p:chart", children=[label, *ids])
    for native in chart.native:
        values = (point.value for series in native.series for point in series.points)
        numbers = [Element("p:number", text=f"{one:f}") for one in values if one is not None]
        yield Element("p:chart", children=[label, *ids, *numbers])


def _kept(paragraph: Element, pieces: _Pieces) -> Element:
    """A paragraph as its words, links within the file and values in order; values by their names."""
    style = paragraph.children[0].children[0].attributes.get("w:val", "")
    made = Element("p:heading" if style in _HEADINGS else "p:paragraph")
    for name, alike in groupby(pieces.of(paragraph), key=itemgetter(0)):
        if name in ("words", "link"):
            made.append(Element(f"p:{name}", text="".join(text for _, text in alike)))
        else:
            made.extend(_value(name, text) for _, text in alike)
    return made


def _value(name: str, text: str) -> Element:
    """A value by its name; one that has no control says so, in an element: attributes get lost."""
    if name.startswith(_FREE):
        return Element(f"p:{name[1:]}", children=[Element("p:free")], text=text)
    return Element(f"p:{name}", text=text)


class _Pieces:
    """The text of a story's paragraphs in pieces, without what fields show: Word counts that anew."""

    def __init__(self) -> None:
        self._fields = 0

    def of(self, element: Element, kind: str = "words") -> Iterator[tuple[str, str]]:
        """Each piece with its kind: "words", "link", or the name of the control that it stands in."""
        for child in element.children:
            tag = child.tag
            if tag == "w:r":
                yield from self._run(child, kind)
            elif tag == "w:sdt":
                properties, content = child.children
                alias = properties.children[0].attributes["w:val"]
                words = "".join(text for _, text in self.of(content))
                if not self._fields:
                    yield alias, words
            elif not tag:
                words = "".join(text for _, text in self.of(child))
                if not self._fields:
                    yield _FREE + child.attributes[NAME], words
            elif tag == "w:hyperlink":
                yield from self.of(child, "link" if "w:anchor" in child.attributes else kind)

    def _run(self, run: Element, kind: str) -> Iterator[tuple[str, str]]:
        for child in run.children:
            if child.tag == "w:fldChar":
                end = child.attributes["w:fldCharType"]
                self._fields += {"begin": 1, "end": -1}.get(end, 0)
            elif not self._fields and child.tag == "w:t":
                yield kind, child.text
            elif not self._fields and child.tag in _SIGNS:
                yield kind, _SIGNS[child.tag]
