"""Small Word files made by hand, with what our writer does not write yet too: notes, controls, fields over paragraphs.

`files()` is a hypothesis strategy of any such file: few words, so that two files have much in common.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable
from typing import NamedTuple
from xml.sax.saxutils import escape, quoteattr

from hypothesis import strategies as st

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
ROOT = f'xmlns:w="{W}" xmlns:r="{R}"'
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml."
STYLES = f"""<w:styles {ROOT}>
<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/></w:style>
<w:style w:type="paragraph" w:styleId="Heading1"><w:name w:val="heading 1"/></w:style>
<w:style w:type="paragraph" w:styleId="Item"><w:name w:val="Item"/></w:style>
<w:style w:type="character" w:styleId="Strong"><w:name w:val="Strong"/></w:style>
<w:style w:type="table" w:styleId="Plain"><w:name w:val="Plain"/></w:style></w:styles>"""
LEVEL = (
    '<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="{}"/><w:lvlText w:val="%1."/></w:lvl>'
)


def run(words: str, style: str = "", tag: str = "t") -> str:
    look = f'<w:rPr><w:rStyle w:val="{style}"/></w:rPr>' if style else ""
    return f'<w:r>{look}<w:{tag} xml:space="preserve">{escape(words)}</w:{tag}></w:r>'


def paragraph(*inner: str, style: str = "", more: str = "") -> str:
    named = f'<w:pStyle w:val="{style}"/>' if style else ""
    return f"<w:p><w:pPr>{named}{more}</w:pPr>{''.join(inner)}</w:p>"


def control(tag: str, words: str, id: int = 1) -> str:
    """A value in a bound content control of plain text, as Word writes it."""
    return (
        f'<w:sdt><w:sdtPr><w:alias w:val="a"/><w:tag w:val={quoteattr(tag)}/><w:id w:val="{id}"/>'
        '<w:lock w:val="sdtLocked"/><w:dataBinding w:xpath="/a[1]" w:storeItemID="{6C0A1F2E-3D5B-5B0E-9A57-2B6F0D6E4C12}"/>'
        f"<w:text/></w:sdtPr><w:sdtContent>{run(words)}</w:sdtContent></w:sdt>"
    )


def field(instruction: str, result: str) -> str:
    marks = [
        f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>' for kind in ("begin", "separate", "end")
    ]
    return marks[0] + run(instruction, tag="instrText") + marks[1] + run(result) + marks[2]


def contents(entries: Iterable[str]) -> str:
    """A table of contents: one field over several paragraphs, in a control of blocks."""
    lines = [run(one) for one in entries]
    begin = '<w:r><w:fldChar w:fldCharType="begin"/></w:r>' + run(" TOC ", tag="instrText")
    begin += '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
    end = paragraph('<w:r><w:fldChar w:fldCharType="end"/></w:r>')
    inner = paragraph(begin, *lines[:1]) + "".join(paragraph(line) for line in lines[1:]) + end
    gallery = '<w:docPartObj><w:docPartGallery w:val="Table of Contents"/></w:docPartObj>'
    return f"<w:sdt><w:sdtPr>{gallery}</w:sdtPr><w:sdtContent>{inner}</w:sdtContent></w:sdt>"


def table(rows: Iterable[Iterable[str]]) -> str:
    """Rows of cells of blocks."""
    made = [
        [f'<w:tc><w:tcPr><w:tcW w:w="2000" w:type="dxa"/></w:tcPr>{c}</w:tc>' for c in row]
        for row in rows
    ]
    grid = '<w:gridCol w:w="2000"/>' * len(made[0])
    body = "".join(f"<w:tr>{''.join(row)}</w:tr>" for row in made)
    look = '<w:tblPr><w:tblStyle w:val="Plain"/><w:tblW w:w="0" w:type="auto"/></w:tblPr>'
    return f"<w:tbl>{look}<w:tblGrid>{grid}</w:tblGrid>{body}</w:tbl>"


def packed(
    body: str,
    *,
    notes: Iterable[str] = (),
    header: str = "",
    day: str = "2026-03-12",
    kind: str = "footnote",
) -> bytes:
    """A file of a body; `notes` are notes 1, 2, … of a kind, and `header` is its header's words."""
    overrides, relations, parts = [], [], {}

    def add(name: str, kind: str, content: str) -> str:
        parts[f"word/{name}.xml"] = content
        overrides.append(f'<Override PartName="/word/{name}.xml" ContentType="{WORD}{kind}+xml"/>')
        relations.append(
            f'<Relationship Id="r{len(relations)}" Type="{R}/{kind}" Target="{name}.xml"/>'
        )
        return f"r{len(relations) - 1}"

    add("styles", "styles", STYLES)
    forms = [
        f'<w:abstractNum w:abstractNumId="{n}">{LEVEL.format(kind)}</w:abstractNum>'
        for n, kind in enumerate(("decimal", "lowerLetter"))
    ]
    nums = [f'<w:num w:numId="{n + 1}"><w:abstractNumId w:val="{n}"/></w:num>' for n in range(2)]
    add("numbering", "numbering", f"<w:numbering {ROOT}>{''.join(forms + nums)}</w:numbering>")
    made = [
        f'<w:footnote w:type="{kind}" w:id="{id}"><w:p><w:r><w:{kind}/></w:r></w:p></w:footnote>'
        for id, kind in ((-1, "separator"), (0, "continuationSeparator"))
    ]
    made += [
        f'<w:footnote w:id="{n}">{paragraph("<w:r><w:footnoteRef/></w:r>", run(words))}</w:footnote>'
        for n, words in enumerate(notes, 1)
    ]
    if len(made) > 2:
        add("footnotes", "footnotes", f"<w:footnotes {ROOT}>{''.join(made)}</w:footnotes>")
    section = ""
    if header:
        id = add("header1", "header", f"<w:hdr {ROOT}>{paragraph(run(header))}</w:hdr>")
        section = f'<w:headerReference w:type="default" r:id="{id}"/>'
    relations.append(
        f'<Relationship Id="web" Type="{R}/hyperlink" Target="https://a.example" TargetMode="External"/>'
    )
    add_main = (
        f"<w:document {ROOT}><w:body>{body}<w:sectPr>{section}</w:sectPr></w:body></w:document>"
    )
    parts["word/document.xml"] = add_main
    parts["docProps/core.xml"] = (
        f'<cp:coreProperties xmlns:cp="{PACKAGE}/metadata/core-properties" xmlns:dcterms="http://purl.org/dc/terms/"'
        ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f'<dcterms:modified xsi:type="dcterms:W3CDTF">{day}T00:00:00Z</dcterms:modified></cp:coreProperties>'
    )
    parts["[Content_Types].xml"] = (
        f'<Types xmlns="{PACKAGE}/content-types"><Default Extension="xml" ContentType="application/xml"/>'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/word/document.xml" ContentType="{WORD}document.main+xml"/>'
        '<Override PartName="/docProps/core.xml" '
        'ContentType="application/vnd.openxmlformats-package.core-properties+xml"/>'
        f"{''.join(overrides)}</Types>"
    )
    parts["_rels/.rels"] = (
        f'<Relationships xmlns="{PACKAGE}/relationships">'
        f'<Relationship Id="r1" Type="{R}/officeDocument" Target="word/document.xml"/>'
        f'<Relationship Id="r2" Type="{PACKAGE}/relationships/metadata/core-properties" Target="docProps/core.xml"/>'
        "</Relationships>"
    )
    parts["word/_rels/document.xml.rels"] = (
        f'<Relationships xmlns="{PACKAGE}/relationships">{"".join(relations)}</Relationships>'
    )
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            # Footnotes and endnotes differ in nothing but their names.
            package.writestr(name.replace("footnote", kind), content.replace("footnote", kind))
    return stream.getvalue()


# ------------------------------------------------------------------------------------ any file


class SmallFile(NamedTuple):
    """What is in a file, so that a failing test shows it."""

    body: str
    notes: tuple[str, ...]
    header: str
    kind: str = "footnote"

    def bytes(self) -> bytes:
        return packed(self.body, notes=self.notes, header=self.header, kind=self.kind)


words = st.lists(
    st.sampled_from(["trade", "rose", "to", "$4.1", "$4.3", "billion", ",", "in", "2024", "<&>"]),
    max_size=8,
).map(" ".join)


@st.composite
def files(draw: st.DrawFn) -> SmallFile:
    """Any file of a few blocks of every kind."""
    maker = _Maker(draw)
    blocks = [maker.block() for _ in range(draw(st.integers(0, 6)))]
    body = "".join([*blocks, maker.paragraph()])
    kind = draw(st.sampled_from(["footnote", "footnote", "endnote"]))
    return SmallFile(body, tuple(maker.notes), draw(words), kind)


class _Maker:
    def __init__(self, draw: st.DrawFn) -> None:
        self.draw = draw
        self.notes: list[str] = []
        self.ids = 0

    def block(self) -> str:
        kind = self.draw(
            st.sampled_from(
                ["paragraph"] * 4 + ["table", "table", "contents", "control", "section"]
            )
        )
        if kind == "table":
            # Two tables that touch are one in Word.
            return self.table() + self.paragraph()
        if kind == "contents":
            return contents(self.draw(st.lists(words, min_size=1, max_size=3))) + self.paragraph()
        if kind == "section":
            broad = self.draw(st.sampled_from(["11906", "16838"]))
            return paragraph(
                run(self.draw(words)), more=f'<w:sectPr><w:pgSz w:w="{broad}"/></w:sectPr>'
            )
        if kind == "control":
            inner = "".join(self.paragraph() for _ in range(self.draw(st.integers(1, 2))))
            return f'<w:sdt><w:sdtPr><w:tag w:val="part"/></w:sdtPr><w:sdtContent>{inner}</w:sdtContent></w:sdt>'
        return self.paragraph()

    def table(self) -> str:
        columns = self.draw(st.integers(1, 2))
        return table(
            [[self.cell() for _ in range(columns)] for _ in range(self.draw(st.integers(1, 3)))]
        )

    def cell(self) -> str:
        return "".join(self.paragraph() for _ in range(self.draw(st.integers(1, 2))))

    def paragraph(self) -> str:
        style = self.draw(st.sampled_from(["", "Heading1", "Item"]))
        number = self.draw(st.sampled_from(["1", "2"])) if style == "Item" else ""
        more = (
            f'<w:numPr><w:ilvl w:val="0"/><w:numId w:val="{number}"/></w:numPr>' if number else ""
        )
        pieces = [self.inline() for _ in range(self.draw(st.integers(0, 3)))]
        return paragraph(*pieces, style=style, more=more)

    def inline(self) -> str:
        text = self.draw(words)
        self.ids += 1
        match self.draw(
            st.sampled_from(
                ["run", "run", "strong", "control", "link", "web", "note", "field", "mark", "tab"]
            )
        ):
            case "strong":
                return run(text, "Strong")
            case "control":
                return control(
                    self.draw(st.sampled_from(["fact:F1", "fact:F2"])), text or "–", self.ids
                )
            case "link":
                return f'<w:hyperlink w:anchor="b1">{run(text)}</w:hyperlink>'
            case "web":
                return f'<w:hyperlink r:id="web">{run(text)}</w:hyperlink>'
            case "note":
                self.notes.append(text)
                return f'<w:r><w:footnoteReference w:id="{len(self.notes)}"/></w:r>'
            case "field":
                return field(" PAGEREF b1 ", self.draw(st.sampled_from(["1", "2"])))
            case "mark":
                name = f"b{self.ids}"
                return f'<w:bookmarkStart w:id="{self.ids}" w:name="{name}"/>{run(text)}<w:bookmarkEnd w:id="{self.ids}"/>'
            case "tab":
                return "<w:r><w:tab/></w:r>"
            case _:
                return run(text)


# ------------------------------------------------------------------------------ the same by hand

_LINK = '<w:hyperlink r:id="web">{}</w:hyperlink>'
_NOTE = '<w:r><w:footnoteReference w:id="{}"/></w:r>'
_LIST = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="{}"/></w:numPr>'


def older() -> bytes:
    """A brief with a table of contents, notes, controls, a list and two tables."""
    body = [
        contents(["Trade 1", "Energy 2"]),
        paragraph(run("Trade"), style="Heading1"),
        paragraph(
            run("Trade reached "), control("fact:F1", "$4.1 billion", 1), run(" in 2024"), _NOTE.format(1),
            run(", see "), _LINK.format(run("the report")), run("."),
        ),
        paragraph(run("The goal is "), control("fact:F2", "$5 billion", 2), run(", with no date."), _NOTE.format(2)),
        *(paragraph(run(words), style="Item", more=_LIST.format(1)) for words in ("a road", "a bridge", "a tunnel")),
        table([[paragraph(run(one)) for one in row] for row in (("What", "Value"), ("Trade", "4.1"), ("Coal", "7"))]),
        paragraph(run("Energy"), style="Heading1"),
        paragraph(run("Dams are planned. "), field(' QUOTE "2" ', "2")),
        table([[paragraph(run("Said by")), paragraph(run("nobody"))]]),
        paragraph(run("The end.")),
    ]  # fmt: skip
    return packed("".join(body), notes=["Paragraph 9.", "Paragraph 3."], header="Edition 1")


def newer() -> bytes:
    """The next edition of it: a fact has moved, another is gone, a row, an item, a note and a table are new."""
    body = [
        contents(["Trade 1", "Roads 2", "Energy 3"]),
        paragraph(run("Trade"), style="Heading1"),
        paragraph(
            run("Trade reached "), control("fact:F1", "$4.4 billion", 1), run(" in "), run("2024", "Strong"),
            _NOTE.format(1), run(", see "), _LINK.format(run("the new report")), run("."), _NOTE.format(2),
        ),
        *(paragraph(run(words), style="Item", more=_LIST.format(2)) for words in ("a road", "a railway", "a tunnel")),
        table(
            [
                [paragraph(run(one)) for one in row]
                for row in (("What", "Value"), ("Trade", "4.4"), ("Gas", "9"), ("Coal", "7"))
            ]
        ),
        paragraph(run("Roads"), style="Heading1"),
        table([[paragraph(run("Kilometres"))], [paragraph(run("120"))]]),
        paragraph(run("Energy"), style="Heading1"),
        paragraph(run("Dams are planned. "), field(' QUOTE "3" ', "3")),
        paragraph(run("The end.")),
        paragraph(run("An annex follows "), control("fact:F3", "in May", 2), run(".")),
    ]  # fmt: skip
    return packed(
        "".join(body),
        notes=["Paragraph 9, twice.", "Paragraph 12."],
        header="Edition 2",
        day="2026-05-01",
    )
