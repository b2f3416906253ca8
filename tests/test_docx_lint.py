"""`briefing lint`: the faults of a Word file that its schema does not show, each planted and found."""

from __future__ import annotations

import io
import json
import random
import re
import subprocess
import zipfile
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest
from command_line import Run, runner
from documents import DOCUMENTS
from hypothesis import given, settings
from hypothesis import strategies as st
from programs import program
from word_samples import DOCUMENTS as SAMPLES

from briefing.errors import ExitCode, UnreadableError
from briefing.lint import lint
from briefing.pipeline.composing import compose_visit
from briefing.pipeline.preparing import Options
from briefing.theme import load_theme
from briefing.writers import WRITERS

VISIT = Path(__file__).parents[1] / "visits" / "2025-11-26-bishkek" / "visit.yaml"
MAIN, STYLES, CHART = "word/document.xml", "word/styles.xml", "word/charts/chart1.xml"
TYPES, RELS, CORE = "[Content_Types].xml", "word/_rels/document.xml.rels", "docProps/core.xml"
BOOK = "word/embeddings/Microsoft_Excel_Worksheet1.xlsx"
Parts = dict[str, bytes]


@cache
def brief() -> bytes:
    return WRITERS["docx"].write(compose_visit(VISIT, Options()).document, load_theme())


def unpacked() -> Parts:
    with zipfile.ZipFile(io.BytesIO(brief())) as package:
        return {name: package.read(name) for name in package.namelist()}


def packed(parts: Parts) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            package.writestr(name, content)
    return stream.getvalue()


def planted(part: str, old: str, new: str, times: int = 1) -> Callable[[Parts], None]:
    """A fault by other words in a part; the old ones, a pattern, must be there."""

    def plant(parts: Parts) -> None:
        text, found = re.subn(old, new, parts[part].decode(), count=times)
        assert found, old
        parts[part] = text.encode()

    return plant


def without(name: str) -> Callable[[Parts], None]:
    return lambda parts: parts.__delitem__(name)


def cut(name: str) -> Callable[[Parts], None]:
    return lambda parts: parts.update({name: parts[name][: len(parts[name]) // 2]})


def first_words(new: str) -> Callable[[Parts], None]:
    """Something more at the head of the first paragraph."""
    return planted(MAIN, r"(<w:body><w:p><w:pPr>.*?</w:pPr>)", rf"\1{new}")


BOOKMARK = '<w:bookmarkStart w:id="{0}" w:name="{1}"/><w:bookmarkEnd w:id="{0}"/>'
CONTROL = '<w:sdt><w:sdtPr><w:id w:val="7"/></w:sdtPr><w:sdtContent><w:r><w:t>x</w:t></w:r></w:sdtContent></w:sdt>'
FIELD = '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> {0} </w:instrText></w:r>'
FIELD_END = '<w:r><w:fldChar w:fldCharType="end"/></w:r>'

# The 22 faults, each with what our lint says of it ("" where only the schema's validator finds it).
FAULTS: dict[str, tuple[Callable[[Parts], None], str]] = {
    "order of elements": (planted(MAIN, r"(<w:keepNext/>)(<w:numPr>)?", r"<w:jc w:val='left'/>\1\2"), ""),
    "unknown element": (first_words("<w:nonsense/>"), ""),
    "value not in the list": (planted(MAIN, 'w:type="dxa"', 'w:type="ell"'), ""),
    "negative axis": (planted(CHART, r'<c:axId val="\d+"/>', '<c:axId val="-5"/>'), ""),
    "relationship that is not there": (planted(MAIN, r'r:id="rId\d+"', 'r:id="rId999"'), "relationship rId999"),
    "note that is not there": (first_words('<w:r><w:footnoteReference w:id="77"/></w:r>'), "footnote 77"),
    "comment that is not there": (first_words('<w:r><w:commentReference w:id="77"/></w:r>'), "comment 77"),
    "not well-formed": (planted(STYLES, "</w:styles>", ""), "not well-formed"),
    "missing part": (without("word/numbering.xml"), "expected a part word/numbering.xml"),
    "number of a drawing twice": (planted(MAIN, r'(<wp:docPr id=)"\d+"', r'\1"900"', times=2), "drawing"),
    "chart of no media type": (planted(TYPES, r'<Override PartName="/word/charts/chart1.xml"[^>]*/>', ""), "media type"),
    "unknown style": (planted(MAIN, r'<w:pStyle w:val="BodyText"/>', '<w:pStyle w:val="Nobody"/>'), "style Nobody"),
    "cell without paragraph": (planted(MAIN, r"(<w:tcPr>(?:(?!</w:tcPr>).)*</w:tcPr>)(?:(?!</w:tc>).)*</w:tc>", r"\1</w:tc>"), "cell to end"),
    "bookmark twice": (first_words(BOOKMARK.format(901, "_twice") + BOOKMARK.format(902, "_Twice")), "bookmark _twice"),
    "number of a control twice": (first_words(CONTROL + CONTROL), "found 7 twice"),
    "reference to nothing": (first_words(FIELD.format("REF _nowhere \\\\h") + FIELD_END), "_nowhere"),
    "control bound to nothing": (planted(MAIN, r"\{0D3B7C51", "{0D3B7C52"), "expected custom XML"),
    "control bound to no element": (planted(MAIN, r"f:facts\[1\]/f:F29", "f:facts[1]/f:F2900"), "in its custom XML"),
    "unknown list": (planted(MAIN, r"(<w:pPr><w:pStyle w:val=\"BodyText\"/>)", r'\1<w:numPr><w:ilvl w:val="0"/><w:numId w:val="990"/></w:numPr>'), "list 990"),
    "field without end": (first_words(FIELD.format("PAGE")), "field to end"),
    "workbook cut short": (cut(BOOK), "one that can be read"),
    "date that is none": (planted(CORE, r"(<dcterms:created[^>]*>)[^<]*", r"\1yesterday"), "expected a date"),
}  # fmt: skip

# What bars somebody from reading it, which neither the schema nor the 22 know.
BARRIERS: dict[str, tuple[Callable[[Parts], None], str]] = {
    "no language": (planted(STYLES, r"<w:lang [^>]*/>", "", times=99), "language of the text"),
    "no title": (planted(CORE, r"<dc:title>[^<]*</dc:title>", ""), "expected a title"),
    "level left out": (planted(MAIN, 'w:val="Heading1"', 'w:val="Heading3"', times=2), "expected a heading of level 1"),
    "no alternative text": (planted(MAIN, r' descr="[^"]*"', ""), "alternative text"),
    "head not marked": (planted(MAIN, "<w:tblHeader/>", ""), "marked as a head"),
    "merged cell": (planted(MAIN, r"(<w:tcPr><w:tcW [^>]*/>)", r'\1<w:gridSpan w:val="2"/>'), "merged one"),
    "empty cell": (planted(MAIN, r"(<w:tc>(?:(?!<w:t |</w:tc>).)*)<w:t [^>]*>[^<]*</w:t>((?:(?!<w:t |</w:tc>).)*</w:tc>)", r"\1\2"), "empty one"),
    "empty paragraph": (planted(MAIN, r"(</w:p>)(<w:p>)", r"\1<w:p/>\2"), "empty one"),
    "link that says nothing": (first_words('<w:hyperlink w:anchor="_top"><w:r><w:t>Click here</w:t></w:r></w:hyperlink>'), "where it leads"),
    "link to no place": (first_words('<w:hyperlink w:anchor="_gone"><w:r><w:t>There</w:t></w:r></w:hyperlink>'), "bookmark _gone"),
    "chart and workbook differ": (planted(CHART, "<c:v>4.1</c:v>", "<c:v>4.2</c:v>"), "found '4.2'"),
}  # fmt: skip


def faulty(plant: Callable[[Parts], None]) -> bytes:
    parts = unpacked()
    plant(parts)
    return packed(parts)


def said(content: bytes) -> list[str]:
    return [f"{one.where}: {one.message}" for one in lint(content, "brief.docx")]


@pytest.mark.parametrize("name", [*FAULTS, *BARRIERS])
def test_each_planted_fault_is_found_and_no_other(name: str) -> None:
    plant, words = {**FAULTS, **BARRIERS}[name]
    found = said(faulty(plant))
    if not words:
        assert not found
        return
    assert any(words in one for one in found), found
    assert len(found) <= 3, found


def test_all_planted_faults_are_found_by_the_pair(tmp_path: Path) -> None:
    validator = program("ooxml-validator")
    missed = []
    for at, (name, (plant, words)) in enumerate(FAULTS.items()):
        content = faulty(plant)
        file = tmp_path / f"{at}.docx"
        file.write_bytes(content)
        done = subprocess.run(
            [validator, file], check=False, capture_output=True, text=True, timeout=120
        )
        by_schema = bool(done.returncode or not done.stdout or json.loads(done.stdout)["errors"])
        if not by_schema and not (words and any(words in one for one in said(content))):
            missed.append(name)
    assert missed == []
    assert len(FAULTS) == 22


@pytest.mark.parametrize("name", DOCUMENTS)
def test_what_we_write_has_no_error(name: str) -> None:
    found = lint(WRITERS["docx"].write(DOCUMENTS[name](), load_theme()), name)
    assert [one for one in found if one.severity == "error"] == []


@pytest.mark.parametrize("name", SAMPLES)
def test_samples_of_every_block_have_no_error(name: str) -> None:
    found = lint(WRITERS["docx"].write(SAMPLES[name](), load_theme()), name)
    assert [one for one in found if one.severity == "error"] == []


def test_the_first_visit_has_none() -> None:
    assert said(brief()) == []


def test_what_the_format_allows_is_no_fault() -> None:
    """Marks after a cell's last paragraph, equations, what is deleted or counted anew."""
    maths = '<m:oMath xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"/>'
    more = (
        f"<w:p>{maths}</w:p><w:p><w:del w:id='1'><w:r><w:delText>gone</w:delText></w:r></w:del></w:p>"
        "<w:p><w:fldSimple w:instr=' DATE '/></w:p>"
    )
    parts = unpacked()
    text = parts[MAIN].decode().replace("<w:body>", f"<w:body>{more}", 1)
    text = re.sub(r"</w:p></w:tc>", f"</w:p>{BOOKMARK.format(990, '_end')}</w:tc>", text, count=1)
    parts[MAIN] = text.encode()
    assert said(packed(parts)) == []


def test_a_file_that_unpacks_without_end_is_refused() -> None:
    parts = unpacked()
    for n in range(12):
        parts[f"customXml/more{n}.xml"] = b"<a>" + b"<b/>" * 3_900_000 + b"</a>"
    with pytest.raises(UnreadableError, match=r"found more|unpacks to more"):
        lint(packed(parts), "bomb.docx")


@settings(max_examples=80, deadline=None)
@given(seed=st.integers(0, 10**9))
def test_a_spoilt_file_has_faults_or_is_refused(seed: int) -> None:
    """Bytes of any part exchanged or cut: an answer, and never a traceback."""
    chance = random.Random(seed)
    parts = unpacked()
    for name in chance.sample(sorted(parts), 3):
        content = bytearray(parts[name])
        for _ in range(chance.randint(1, 5)):
            content[chance.randrange(len(content))] = chance.randrange(256)
        parts[name] = bytes(
            content[: chance.choice([len(content), chance.randrange(len(content))])]
        )
    try:
        lint(packed(parts), "brief.docx")
    except UnreadableError as refused:
        assert refused.diagnostics


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    return runner(tmp_path, monkeypatch, capsys)


def test_the_command_says_what_and_where_and_ends_with_its_code(run: Run) -> None:
    Path("good.docx").write_bytes(brief())
    assert run("lint", "good.docx")[:2] == (ExitCode.DONE, "good.docx: no problems\n")
    Path("bad.docx").write_bytes(faulty(FAULTS["unknown style"][0]))
    said = run("lint", "bad.docx")
    assert said.code == ExitCode.FACTS
    assert "bad.docx: error: word/document.xml, “" in said.err
    assert "expected a paragraph style Nobody, found none of that name" in said.err
    data = json.loads(run("lint", "bad.docx", "--json").out)
    assert (data["exit_code"], len(data["faults"])) == (3, 1)


def test_warnings_count_only_where_asked(run: Run) -> None:
    Path("poor.docx").write_bytes(faulty(BARRIERS["empty paragraph"][0]))
    assert run("lint", "poor.docx").code == ExitCode.DONE
    assert run("lint", "poor.docx", "--strict").code == ExitCode.WARNINGS


def test_a_pdf_is_refused_with_the_name_of_what_judges_it(run: Run) -> None:
    Path("brief.pdf").write_bytes(b"%PDF-1.7\n")
    said = run("lint", "brief.pdf")
    assert said.code == ExitCode.FACTS
    assert "found a PDF" in said.err
    assert "veraPDF" in said.err
