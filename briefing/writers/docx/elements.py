"""WordprocessingML in small typed steps: elements, runs, fields, bookmarks, links, paragraphs.

Knows the schema's names and the order it demands; knows no document, no theme and no part.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from lxml import etree

Element = etree._Element

NAMESPACES = {
    "w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
    "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
    "pic": "http://schemas.openxmlformats.org/drawingml/2006/picture",
    "c": "http://schemas.openxmlformats.org/drawingml/2006/chart",
    "asvg": "http://schemas.microsoft.com/office/drawing/2016/SVG/main",
    "adec": "http://schemas.microsoft.com/office/drawing/2017/decorative",
}
_W = f"{{{NAMESPACES['w']}}}"
_R = f"{{{NAMESPACES['r']}}}"
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_W_ONLY = {"w": NAMESPACES["w"]}

# CT_PPr is a sequence: Word refuses a paragraph whose properties stand in another order.
_PARAGRAPH_PROPERTIES = (
    "pStyle", "keepNext", "keepLines", "pageBreakBefore", "widowControl", "numPr", "pBdr", "shd",
    "tabs", "suppressAutoHyphens", "bidi", "spacing", "ind", "contextualSpacing", "jc", "outlineLvl",
)  # fmt: skip


def w(tag: str, /, *children: Element | None, **attributes: str | int | None) -> Element:
    """An element of the main namespace; `r_id` is r:id, None leaves an attribute or child out."""
    # One declaration an element: whoever takes it in has to look at every one of them.
    made = etree.Element(_W + tag, None, _W_ONLY)
    for name, value in attributes.items():
        if value is not None:
            made.set(_R + name[2:] if name.startswith("r_") else _W + name, str(value))
    if children:
        made.extend([child for child in children if child is not None])
    return made


def element(name: str, /, *children: Element | None, **attributes: str | int | None) -> Element:
    """An element such as "wp:inline" with plain attributes; `r_embed` is r:embed."""
    prefix, tag = name.split(":")
    made = etree.Element(f"{{{NAMESPACES[prefix]}}}{tag}", None, NAMESPACES)
    for key, value in attributes.items():
        if value is not None:
            made.set(_R + key[2:] if key.startswith("r_") else key, str(value))
    made.extend(child for child in children if child is not None)
    return made


def root(tag: str, *children: Element) -> Element:
    """The root of a part; it declares every namespace once."""
    made = etree.Element(_W + tag, None, NAMESPACES)
    made.extend(children)
    return made


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
    return bool(made.tag == _W + tag)


def run(text: str, style: str | None = None, own: Sequence[Element] = ()) -> Element:
    """Words in one character style; `own` is what no style says: `position`, or `rtl` and `lang`."""
    words = w("t")
    words.text = text
    words.set(_SPACE, "preserve")
    return w("r", _run_properties(style, own), words)


def tab() -> Element:
    """A run that moves to the next tab stop."""
    return w("r", w("tab"))


def line_break() -> Element:
    """A run that starts a new line in the same paragraph."""
    return w("r", w("br"))


def field(instruction: str, cached: str, style: str | None = None) -> list[Element]:
    """A field with the result that is shown until a reader asks for an update."""
    instruct = w("instrText")
    instruct.text = f" {instruction} "
    instruct.set(_SPACE, "preserve")
    return [
        w("r", _run_properties(style), w("fldChar", fldCharType="begin")),
        w("r", _run_properties(style), instruct),
        w("r", _run_properties(style), w("fldChar", fldCharType="separate")),
        run(cached, style),
        w("r", _run_properties(style), w("fldChar", fldCharType="end")),
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


def link_within(name: str, content: Iterable[Element]) -> Element:
    """A link to a bookmark of the same file."""
    return w("hyperlink", *content, anchor=name, history=1)


def link_outside(relationship: str, content: Iterable[Element]) -> Element:
    """A link to the address behind the relationship."""
    return w("hyperlink", *content, r_id=relationship, history=1)


def paragraph(style: str, content: Iterable[Element] = (), *properties: Element) -> Element:
    """A paragraph in a named style; `properties` are what Word has no style for."""
    made = w("p", w("pPr", w("pStyle", val=style)), *content)
    for item in properties:
        give(made, item)
    return made


def give(made: Element, item: Element) -> None:
    """Put one more property in its place among those of the paragraph `made`.

    A second `spacing` is merged with the first, attribute by attribute.
    """
    properties = made[0]
    kept = properties.find(str(item.tag))
    if kept is not None:
        kept.attrib.update(item.attrib)
        return
    place = _order(item)
    after = [n for n, other in enumerate(properties) if _order(other) < place]
    properties.insert(after[-1] + 1 if after else 0, item)


def _order(item: Element) -> int:
    return _PARAGRAPH_PROPERTIES.index(str(item.tag).removeprefix(_W))


def _run_properties(style: str | None, own: Sequence[Element] = ()) -> Element | None:
    if style is None and not own:
        return None
    return w("rPr", w("rStyle", val=style) if style else None, *own)
