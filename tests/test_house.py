"""A brief in a ministry's own Word template: its look, our text; and what a template lacks for that."""

from __future__ import annotations

import io
import json
import re
import subprocess
import zipfile
from collections.abc import Callable
from functools import cache
from pathlib import Path

import docx
import pytest
from command_line import BUILT, FACTS, VISIT, Run, runner
from documents import DOCUMENTS
from docx.enum.style import WD_STYLE_TYPE
from docx.shared import Cm, Pt
from programs import program
from word_edits import W, words_of
from word_file import WordFile

from briefing.errors import ThemeError
from briefing.house import check_template, in_house, page_of
from briefing.lint import lint
from briefing.pipeline.word_file import any_word_file
from briefing.readback.edits import edits
from briefing.theme import load_theme
from briefing.writers import WRITERS

SHIPPED = Path(__file__).parents[1] / "visits" / "2025-11-26-bishkek" / "visit.yaml"
TYPES = "[Content_Types].xml"


@cache
def ministry() -> bytes:
    """A template such as an office has: A4 with a broad margin, a head and a foot, its own headings, sample text."""
    made = docx.Document()
    section = made.sections[0]
    section.page_width, section.page_height, section.left_margin = Cm(21), Cm(29.7), Cm(4)
    section.header.paragraphs[0].text = "MINISTRY OF TRADE"
    section.footer.paragraphs[0].text = "Ministry Street 1"
    made.styles["Heading 1"].font.size = Pt(28)
    made.add_paragraph("Sample text of the template")
    made.add_comment(made.paragraphs[0].runs, "A note to its users")
    stream = io.BytesIO()
    made.save(stream)
    return stream.getvalue()


def changed(change: Callable[[dict[str, bytes]], None], content: bytes | None = None) -> bytes:
    with zipfile.ZipFile(io.BytesIO(content or ministry())) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    change(parts)
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as package:
        for name, part in parts.items():
            package.writestr(name, part)
    return stream.getvalue()


def swapped(part: str, old: str, new: str) -> Callable[[dict[str, bytes]], None]:
    def change(parts: dict[str, bytes]) -> None:
        text, found = re.subn(old, new, parts[part].decode())
        assert found, old
        parts[part] = text.encode()

    return change


def ours(name: str = "typical") -> bytes:
    return WRITERS["docx"].write(DOCUMENTS[name](), load_theme())


def refused(template: bytes) -> str:
    with pytest.raises(ThemeError) as end:
        in_house(ours(), template, "ministry.dotx")
    return "; ".join(f"{one.where}: {one.message}" for one in end.value.diagnostics)


# ------------------------------------------------------------------------------------ the brief


@pytest.mark.parametrize("name", DOCUMENTS)
def test_the_text_is_ours_and_the_look_is_theirs(name: str) -> None:
    file = WordFile(in_house(ours(name), ministry(), "ministry.docx"))
    assert file.blocks() == WordFile(ours(name)).blocks()
    assert not edits(file.content)
    errors = [one for one in lint(file.content, name) if one.severity == "error"]
    assert errors == []
    heads = [words_of(root) for part, root in file.stories() if part.startswith("word/header")]
    (head,) = heads
    assert head.startswith("MINISTRY OF TRADE")
    assert file.styles()["Heading1"].find(f"{W}rPr/{W}sz").get(W + "val") == "56"
    assert file.body[-1].find(W + "pgMar").get(W + "left") == "2268"


def test_what_the_template_says_itself_is_gone() -> None:
    content = in_house(ours(), ministry(), "ministry.docx")
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        everything = b"".join(package.read(name) for name in package.namelist())
    assert b"Sample text" not in everything
    assert b"A note to its users" not in everything
    assert b"python-docx" not in everything


def test_a_dotx_is_used_as_a_document_is() -> None:
    template = swapped(TYPES, "wordprocessingml.document.main", "wordprocessingml.template.main")
    assert in_house(ours(), changed(template), "m.dotx") == in_house(ours(), ministry(), "m.docx")


def test_styles_are_found_by_name_where_word_speaks_another_language() -> None:
    german = swapped("word/styles.xml", 'styleId="Heading1"', 'styleId="berschrift1"')
    file = WordFile(in_house(ours(), changed(german), "ministry.docx"))
    assert "Heading1" not in file.styles()
    used = {one.get(W + "val") for one in file.xml().iter(W + "pStyle")}
    assert "berschrift1" in used
    assert file.blocks() == WordFile(ours()).blocks()


def test_a_list_style_without_a_list_gets_ours() -> None:
    bare = swapped("word/styles.xml", r"<w:numPr>.*?</w:numPr>", "")
    file = WordFile(in_house(ours(), changed(bare), "ministry.docx"))
    number = file.styles()["ListBullet"].find(f"{W}pPr/{W}numPr/{W}numId").get(W + "val")
    lists = {one.get(W + "numId") for one in file.xml("word/numbering.xml").iter(W + "num")}
    assert number in lists


def test_without_head_and_foot_ours_are_used() -> None:
    bare = swapped("word/document.xml", r"<w:(header|footer)Reference [^>]*/>", "")
    file = WordFile(in_house(ours(), changed(bare), "ministry.docx"))
    heads = {words_of(root) for part, root in file.stories() if part.startswith("word/header")}
    assert "MINISTRY OF TRADE" not in heads
    assert any(heads)


def test_a_marking_stands_on_every_page_whatever_the_template_says() -> None:
    document = DOCUMENTS["awkward"]()
    assert document.marking is not None
    assert document.marking.tlp is not None
    counted = swapped("word/footer1.xml", "</w:p>", '<w:fldSimple w:instr=" PAGE "/></w:p>')
    for template in (ministry(), changed(counted)):
        file = WordFile(in_house(ours("awkward"), template, "ministry.docx"))
        margins = [words_of(root) for part, root in file.stories() if "er1.xml" in part]
        assert len(margins) == 2
        assert all(document.marking.text in words for words in margins)


def test_a_foot_that_counts_pages_is_not_given_a_second_number() -> None:
    counted = swapped("word/footer1.xml", "</w:p>", '<w:fldSimple w:instr=" PAGE "/></w:p>')
    file = WordFile(in_house(ours(), changed(counted), "ministry.docx"))
    assert words_of(file.xml("word/footer1.xml")) == "Ministry Street 1"


def test_captions_stay_with_their_figures() -> None:
    file = WordFile(in_house(ours(), ministry(), "ministry.docx"))
    captions = [p for p in file.xml().iter(W + "p") if p.find(f"{W}pPr/{W}pStyle") is not None
                and p.find(f"{W}pPr/{W}pStyle").get(W + "val") == "Caption"]  # fmt: skip
    assert captions
    assert all(p.find(f"{W}pPr/{W}keepNext") is not None for p in captions)


def test_the_same_template_gives_the_same_bytes() -> None:
    assert in_house(ours(), ministry(), "m.docx") == in_house(ours(), ministry(), "m.docx")


def test_microsofts_validator_finds_no_error(tmp_path: Path) -> None:
    validator = program("ooxml-validator")
    for name in DOCUMENTS:
        file = tmp_path / f"{name}.docx"
        file.write_bytes(in_house(ours(name), ministry(), "ministry.docx"))
        done = subprocess.run(
            [validator, file], check=False, capture_output=True, text=True, timeout=120
        )
        assert json.loads(done.stdout)["errors"] == [], name


# -------------------------------------------------------------------------------- what is refused


def test_a_style_of_another_type_is_refused() -> None:
    made = docx.Document(io.BytesIO(ministry()))
    made.styles["Caption"].delete()
    made.styles.add_style("caption", WD_STYLE_TYPE.CHARACTER)
    stream = io.BytesIO()
    made.save(stream)
    assert "style caption: expected a paragraph style, found a character style" in refused(
        stream.getvalue()
    )


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda parts: parts.update({"word/vbaProject.bin": b"x"}), "has macros"),
        (swapped(TYPES, "openxmlformats-officedocument.wordprocessingml.document.main",
                 "ms-word.document.macroEnabled.main"), "another kind of file"),
        (swapped("word/_rels/document.xml.rels", "</Relationships>",
                 '<Relationship Id="rId99" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/image" Target="http://example.org/x.png" TargetMode="External"/></Relationships>'),
         "fetches something from elsewhere (image)"),
        (swapped("word/document.xml", r"<w:pgMar [^>]*/>", ""), "states no paper or no margins"),
        (swapped("word/document.xml", 'w:left="2268"', 'w:left="9999"'), "no room for text"),
        (swapped("word/document.xml", "<w:body>", "<w:bod>"), "cannot be read"),
        (swapped("word/styles.xml", "^", '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>'), ""),
    ],
)  # fmt: skip
def test_a_template_that_cannot_be_trusted_or_used_is_refused(
    change: Callable[[dict[str, bytes]], None], message: str
) -> None:
    assert message in refused(changed(change))


def test_a_pdf_is_no_template() -> None:
    assert "expected a Word file" in refused(b"%PDF-1.7")


# --------------------------------------------------------------------------------- what it lacks


def test_a_brief_of_ours_lacks_nothing_as_a_template() -> None:
    found = check_template(ours(), any_word_file("default"), "ours.docx")
    assert found == ()


@pytest.mark.parametrize("name", DOCUMENTS)
def test_what_is_checked_for_is_all_that_any_brief_uses(name: str) -> None:
    known = WordFile(any_word_file("default")).styles()
    file = WordFile(ours(name))
    for _, story in file.stories():
        used = {
            one.get(W + "val") for one in story.iter(W + "pStyle", W + "rStyle", W + "tblStyle")
        }
        assert used <= set(known)


def test_what_is_missing_is_named_with_a_way_out() -> None:
    found = {
        (one.what, one.name): one
        for one in check_template(ministry(), any_word_file("default"), "m")
    }
    assert found["style", "Key Label"].severity == "warning"
    assert ("style", "heading 1") not in found
    assert all(one.hint for one in found.values())


def test_the_page_is_the_templates_own() -> None:
    page = page_of(ministry(), "ministry.docx")
    assert (round(page.width), round(page.height), round(page.left)) == (595, 842, 113)


# ------------------------------------------------------------------------------------- commands


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    (tmp_path / VISIT).mkdir(parents=True)
    (tmp_path / FACTS).write_bytes(SHIPPED.read_bytes())
    (tmp_path / "ministry.docx").write_bytes(ministry())
    return runner(tmp_path, monkeypatch, capsys)


def test_a_build_in_a_template_is_another_build_of_the_same_edition(run: Run) -> None:
    asked = ("build", VISIT, "--to", "docx", "--word-template", "ministry.docx")
    assert "edition 1" in run(*asked).out
    first = Path(BUILT, "brief.docx").read_bytes()
    assert "up to date" in run(*asked).out
    assert "up to date" in run("status", VISIT, "--word-template", "ministry.docx").out
    Path("ministry.docx").write_bytes(changed(swapped("word/header1.xml", "TRADE", "FINANCE")))
    assert "written anew" in run(*asked).out
    assert Path(BUILT, "brief.docx").read_bytes() != first


def test_template_check_says_what_is_lacking_and_ends_with_its_code(run: Run) -> None:
    said = run("template-check", "ministry.docx")
    assert said.code == 0
    assert "ministry.docx: warning: style Key Label: expected a paragraph style" in said.err
    assert run("template-check", "ministry.docx", "--strict").code == 8
    data = json.loads(run("template-check", "ministry.docx", "--json").out)
    assert {one["what"] for one in data["lacks"]} <= {"style", "list", "section"}


def test_a_template_that_is_not_there_is_said(run: Run) -> None:
    said = run("build", VISIT, "--word-template", "nowhere.dotx")
    assert said.code == 5
    assert "nowhere.dotx: error: cannot be read" in said.err
    assert not Path(BUILT).exists()
