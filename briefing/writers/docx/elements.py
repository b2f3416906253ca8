"""WordprocessingML in small typed steps: elements, runs, fields, bookmarks, links, paragraphs.

Knows the schema's names and the order it demands; knows no document, no theme and no part.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache

from briefing.writers.docx.markup import Element, keep

# CT_PPr is a sequence: Word refuses a paragraph whose properties stand in another order.
_PARAGRAPH_PROPERTIES = (
    "pStyle", "keepNext", "keepLines", "pageBreakBefore", "widowControl", "numPr", "pBdr", "shd",
    "tabs", "suppressAutoHyphens", "bidi", "spacing", "ind", "contextualSpacing", "jc", "outlineLvl",
)  # fmt: skip
_PLACES = {f"w:{name}": place for place, name in enumerate(_PARAGRAPH_PROPERTIES)}
_PRESERVE = {"xml:space": "preserve"}


def w(tag: str, /, *children: Element | None, **attributes: str | int | None) -> Element:
    """An element of the main namespace; `r_id` is r:id, None leaves an attribute or child out."""
    own = {
        "r:" + name[2:] if name.startswith("r_") else "w:" + name: str(value)
        for name, value in attributes.items()
        if value is not None
    }
    return Element("w:" + tag, own, [child for child in children if child is not None])


def element(name: str, /, *children: Element | None, **attributes: str | int | None) -> Element:
    """An element such as "wp:inline" with plain attributes; `r_embed` is r:embed, `xsi_type` xsi:type."""
    own = {_attribute(key): str(value) for key, value in attributes.items() if value is not None}
    return Element(name, own, [child for child in children if child is not None])


def _attribute(key: str) -> str:
    prefix, separator, name = key.partition("_")
    return f"{prefix}:{name}" if separator else key


def twips(points: float) -> int:
    """Twentieths of a point, the unit of lengths in a paragraph."""
    return round(points * 20)


def emu(points: float) -> int:
    """English Metric Units, the unit of lengths in a drawing (12,700 to a point)."""
    return round(points * 12700)


def id_of(name: str) -> str:
    """A style's id: its name without blanks."""
    return "".join(word[0].upper() + word[1:] for word in name.split())


def is_a(made: Element, tag: str) -> bool:
    """Whether `made` is the main namespace's `tag`."""
    return made.tag == "w:" + tag


def run(text: str, style: str | None = None, own: Sequence[Element] = ()) -> Element:
    """Words in one character style; `own` is what no style says: `position`, or `rtl` and `lang`."""
    return w("r", _run_properties(style, own), Element("w:t", _PRESERVE, text=text))


def note_mark(kind: str, number: int, style: str) -> Element:
    """The reference that opens a footnote or endnote; `number` is its id, what is shown Word counts."""
    return w("r", _run_properties(style), w(f"{kind}Reference", id=number))


def tab() -> Element:
    """A run that moves to the next tab stop."""
    return w("r", w("tab"))


def line_break() -> Element:
    """A run that starts a new line in the same paragraph."""
    return w("r", w("br"))


def field(
    instruction: str, cached: str, style: str | None = None, own: Sequence[Element] = ()
) -> list[Element]:
    """A field with the result that is shown until a reader asks for an update; `own` as in `run`."""
    instruct = Element("w:instrText", _PRESERVE, text=f" {instruction} ")
    return [
        w("r", _run_properties(style, own), w("fldChar", fldCharType="begin")),
        w("r", _run_properties(style, own), instruct),
        w("r", _run_properties(style, own), w("fldChar", fldCharType="separate")),
        run(cached, style, own),
        w("r", _run_properties(style, own), w("fldChar", fldCharType="end")),
    ]


def field_start(instruction: str) -> list[Element]:
    """The beginning of a field whose result is long: what follows it, up to `field_end`."""
    whole = field(instruction, "")
    return whole[:3]


def field_end() -> Element:
    """The end of a field whose result is long."""
    return w("r", w("fldChar", fldCharType="end"))


def bookmark(name: str, number: int, content: Iterable[Element]) -> list[Element]:
    """`content` between the two ends of a bookmark."""
    start = w("bookmarkStart", id=number, name=name)
    return [start, *content, w("bookmarkEnd", id=number)]


def commented(number: int, content: Iterable[Element]) -> list[Element]:
    """`content` as what a comment is about, with the comment's own mark behind it."""
    mark = w("r", w("commentReference", id=number))
    return [
        w("commentRangeStart", id=number), *content, w("commentRangeEnd", id=number), mark,
    ]  # fmt: skip


def link_within(name: str, content: Iterable[Element]) -> Element:
    """A link to a bookmark of the same file."""
    return w("hyperlink", *content, anchor=name, history=1)


def link_outside(relationship: str, content: Iterable[Element]) -> Element:
    """A link to the address behind the relationship."""
    return w("hyperlink", *content, r_id=relationship, history=1)


def paragraph(style: str, content: Iterable[Element] = (), *properties: Element) -> Element:
    """A paragraph in a named style; `properties` are what Word has no style for."""
    made = Element("w:p", children=[_styled(style), *content])
    for item in properties:
        give(made, item)
    return made


@lru_cache(maxsize=500)  # one for each style of a theme: most paragraphs have no other properties
def _styled(style: str) -> Element:
    return keep(w("pPr", w("pStyle", val=style)))


def properties_of(made: Element) -> Element:
    """The `w:pPr` of a paragraph, its own to change: until then it may be that of others too."""
    head = made.children[0]
    if head.kept:
        head = made.children[0] = Element(head.tag, head.attributes, [*head.children])
    return head


def give(made: Element, item: Element) -> None:
    """Put one more property in its place among those of the paragraph `made`.

    A second `spacing` is merged with the first, attribute by attribute.
    """
    properties = properties_of(made).children
    place = _order(item)
    for at, other in enumerate(properties):
        if other.tag == item.tag:  # a new one: the old one may stand in other paragraphs too
            properties[at] = Element(item.tag, {**other.attributes, **item.attributes})
            return
        if _order(other) > place:
            properties.insert(at, item)
            return
    properties.append(item)


def _order(item: Element) -> int:
    return _PLACES[item.tag]


def _run_properties(style: str | None, own: Sequence[Element] = ()) -> Element | None:
    if own:
        return w("rPr", w("rStyle", val=style) if style else None, *own)
    return None if style is None else _in_style(style)


@lru_cache(maxsize=500)
def _in_style(style: str) -> Element:
    return keep(w("rPr", w("rStyle", val=style)))
