"""Tracked changes: accepting all gives the text of the new file, rejecting all that of the old, in every part."""

from __future__ import annotations

import io
import json
import re
import subprocess
import zipfile
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import pytest
from any_visit import visits
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from lxml import etree
from office import settled
from programs import program
from revisions import Revised
from small_word_files import SmallFile, control, files, newer, older, packed, paragraph, run, table
from word_file import W, WordFile

from briefing.errors import BriefingError
from briefing.facts.model import Visit
from briefing.lint.chart_data import lint_charts
from briefing.load.dump import dump
from briefing.pipeline import Options, build
from briefing.redline import Named, Sheet, redline, tagged_values

ROOT = Path(__file__).parent.parent
SHEET = Sheet("What changed", "About it.", ("Fact", "Old"), (("F1", "< & >"),), (1, 1))
MARKS = ("ins", "del", "pPrChange", "rPrChange", "customXmlInsRangeStart", "customXmlDelRangeStart")


def between(old: bytes, new: bytes, sheet: Sheet | None = SHEET) -> bytes:
    return redline(Named("old.docx", old), Named("new.docx", new), sheet)


def assert_exact(old: bytes, new: bytes) -> None:
    made = between(old, new)
    assert Revised(made, accept=True).said() == Revised(new).said()
    assert Revised(made, accept=False).said() == Revised(old).said()


# ------------------------------------------------------------------------------- pairs of briefs


@cache
def brief(visit: str, *edits: tuple[str, str], look: str = "default") -> bytes:
    """A brief of a visit of ours, after edits of its facts file, in a theme of the tests."""
    import tempfile

    text = (ROOT / visit / "visit.yaml").read_text(encoding="utf-8")
    for old, new in edits:
        assert old in text
        text = text.replace(old, new)
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "visit.yaml").write_text(text, encoding="utf-8")
        theme = look if look == "default" else str(ROOT / "tests" / "themes" / f"{look}.toml")
        return build(Path(folder), Options(("docx",), theme=theme)).files["brief.docx"]


BISHKEK, PIRAEUS = "visits/2025-11-26-bishkek", "tests/visits/2026-03-09-piraeus"
EDITS = (
    ("F29: {value: 4.1 billion USD", "F29: {value: 4.4 billion USD"),
    ("a record $4.1 billion", "a record $4.4 billion"),
    ("reclamation of former uranium mining sites", "reclamation of former uranium and mercury mining sites"),
    (
        "  F35: {project",
        "  F99: {project: a cascade of dams, where: Naryn, status: planned, topic: energy, by: putin, mode: reported, at: article 10}\n"
        "  F35: {project",
    ),
)  # fmt: skip

PAIRS: dict[str, Callable[[], tuple[bytes, bytes]]] = {
    "by hand": lambda: (older(), newer()),
    "by hand, back": lambda: (newer(), older()),
    "two editions": lambda: (brief(BISHKEK), brief(BISHKEK, *EDITS)),
    "two editions, back": lambda: (brief(BISHKEK, *EDITS), brief(BISHKEK)),
    "notes at the foot": lambda: (
        brief(BISHKEK, look="foot"),
        brief(BISHKEK, *EDITS, look="foot"),
    ),
    "a contents list": lambda: (
        brief(BISHKEK, look="contents"),
        brief(BISHKEK, *EDITS, look="contents"),
    ),
    "two visits": lambda: (brief(PIRAEUS), brief(BISHKEK)),
}


@pytest.fixture(params=PAIRS)
def pair(request: pytest.FixtureRequest) -> tuple[bytes, bytes]:
    return PAIRS[request.param]()


def test_both_texts_are_in_it(pair: tuple[bytes, bytes]) -> None:
    assert_exact(*pair)


def test_microsofts_validator_finds_no_error(pair: tuple[bytes, bytes], tmp_path: Path) -> None:
    validator = program("ooxml-validator")
    for name, content in (("new", pair[1]), ("redline", between(*pair))):
        file = tmp_path / f"{name}.docx"
        file.write_bytes(content)
        done = subprocess.run(
            [validator, file], check=False, capture_output=True, text=True, timeout=120
        )
        assert json.loads(done.stdout)["errors"] == []


@pytest.mark.parametrize("name", PAIRS)
def test_libreoffice_accepts_and_rejects_to_the_same_texts(name: str, tmp_path: Path) -> None:
    """Every word in order. What LibreOffice 7.4 does by itself does not count: an empty line that it leaves
    between tables, and how it joins a paragraph to a next one that a note or a list begins or ends.
    """
    old, new = PAIRS[name]()
    made = between(old, new, None)
    said = settled({"accept": made, "reject": made, "old": old, "new": new}, tmp_path)
    lines = {name: [_LABEL.sub("", line) for line in text] for name, text in said.items()}
    words = {name: [line for line in text if line.strip()] for name, text in lines.items()}
    assert len(words["new"]) > 5
    if name.startswith("by hand"):
        words = {name: ["".join(text)] for name, text in words.items()}
    assert words["accept"] == words["new"]
    assert words["reject"] == words["old"]


_LABEL = re.compile(r"^ +(?:•|[a-z0-9]+\.) ?")  # of a list, counted by the program itself


def test_marks_are_numbered_and_say_who_and_when(pair: tuple[bytes, bytes]) -> None:
    word = WordFile(between(*pair))
    marks = [one for root in stories(word) for one in root.iter(*(W + name for name in MARKS))]
    ids = [int(one.get(W + "id")) for one in marks]
    assert len(ids) > 10
    assert ids == list(range(ids[0], ids[0] + len(ids)))
    core = word.xml("docProps/core.xml").findtext("{http://purl.org/dc/terms/}modified")
    assert {(one.get(W + "author"), one.get(W + "date")) for one in marks} == {("briefing", core)}


def test_no_id_or_name_stands_twice(pair: tuple[bytes, bytes]) -> None:
    roots = stories(WordFile(between(*pair)))
    for path, attribute in (
        (f".//{W}bookmarkStart", W + "id"),
        (f".//{W}bookmarkStart", W + "name"),
        (f".//{W}sdtPr/{W}id", W + "val"),
        (".//{*}docPr", "id"),
    ):
        found = [one.get(attribute) for root in roots for one in root.iterfind(path)]
        assert len(found) == len(set(found))


def test_the_same_files_give_the_same_bytes(pair: tuple[bytes, bytes]) -> None:
    assert between(*pair) == between(*pair)


def stories(word: WordFile) -> list[etree._Element]:
    names = ("word/document", "word/header", "word/footer", "word/footnotes", "word/endnotes")
    return [word.xml(name) for name in sorted(word.parts) if name.startswith(names)]


# ----------------------------------------------------------------------------------- any pair


@settings(max_examples=300, deadline=None)
@given(old=files(), new=files())
def test_any_two_files(old: SmallFile, new: SmallFile) -> None:
    assert_exact(old.bytes(), new.bytes())


@settings(max_examples=100, deadline=None)
@given(one=files())
def test_a_file_against_itself_has_no_mark(one: SmallFile) -> None:
    made = WordFile(between(one.bytes(), one.bytes()))
    assert not [m for root in stories(made) for m in root.iter(*(W + name for name in MARKS))]


def test_a_file_that_word_saved_has_only_the_marks_of_what_was_edited() -> None:
    """Word splits runs, notes who typed them and what it thinks of the spelling."""
    word = "http://schemas.microsoft.com/office/word/2010/wordml"

    def saved(content: bytes) -> bytes:
        apart = b' in </w:t></w:r><w:proofErr w:type="spellStart"/><w:r w:rsidR="00A1"><w:t xml:space="preserve">'
        start = f'<w:p xmlns:n="{word}" n:paraId="1A" w:rsidR="00B2">'.encode()
        return content.replace(b" in ", apart).replace(b"<w:p>", start)

    new = with_part(older(), "word/document.xml", saved)
    made = WordFile(between(older(), new))
    assert not [m for root in stories(made) for m in root.iter(*(W + name for name in MARKS))]


@settings(
    max_examples=12,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    phases=[Phase.explicit, Phase.generate],  # a build takes its time: shrinking takes minutes
)
@given(old=visits(), other=visits(), near=st.booleans())
def test_briefs_of_any_two_visits(tmp_path: Path, old: Visit, other: Visit, near: bool) -> None:
    """Two that have nothing in common; or (`near`) one with the sentences of the other."""
    parts = ("bottom_line", "points_to_make", "sensitive", "cautions")
    new = old.model_copy(update={name: getattr(other, name) for name in parts}) if near else other
    made = []
    for name, visit in (("old", old), ("new", new)):
        (tmp_path / name).mkdir(exist_ok=True)
        (tmp_path / name / "visit.yaml").write_text(dump(visit), encoding="utf-8")
        try:
            made.append(build(tmp_path / name, Options(("docx",))).files["brief.docx"])
        except BriefingError:
            return
    assert_exact(*made)


# ------------------------------------------------------------------------- what a change is like


def body(*blocks: str) -> bytes:
    return packed("".join(blocks))


def document(old: bytes, new: bytes) -> etree._Element:
    return WordFile(between(old, new, None)).xml()


def marked(root: etree._Element) -> Iterator[str]:
    """Words with their marks, as "same[-gone-][+come+]"."""
    for run_ in root.iter(W + "r"):
        kind = etree.QName(run_.getparent()).localname
        words = "".join(one.text or "" for one in run_.iter(W + "t", W + "delText"))
        yield {"ins": f"[+{words}+]", "del": f"[-{words}-]"}.get(kind, words)


def test_only_the_words_that_differ_are_marked_and_looks_are_kept() -> None:
    root = document(
        body(paragraph(run("Trade reached "), run("$4.1", "Strong"), run(" billion in 2023."))),
        body(paragraph(run("Trade reached "), run("$4.4", "Strong"), run(" billion in 2024."))),
    )
    assert list(marked(root)) == [
        "Trade reached ", "[-$4.1-]", "[+$4.4+]", " billion in ", "[-2023-]", "[+2024+]", ".",
    ]  # fmt: skip
    bold = [
        r for r in root.iter(W + "r") if r.find(f"{W}rPr/{W}rStyle[@{W}val='Strong']") is not None
    ]
    assert [next(r.iter(W + "t", W + "delText")).text for r in bold] == ["$4.1", "$4.4"]


def test_words_that_only_look_otherwise_are_noted_as_such() -> None:
    root = document(
        body(paragraph(run("as planned"))), body(paragraph(run("as "), run("planned", "Strong")))
    )
    assert list(marked(root)) == ["as ", "planned"]
    (change,) = root.iter(W + "rPrChange")
    assert len(change[0]) == 0


def test_a_value_is_replaced_as_one_inside_its_tagged_control_which_is_unbound() -> None:
    root = document(
        body(paragraph(run("Trade: "), control("fact:F29", "about $4.1 billion"), run("."))),
        body(paragraph(run("Trade: "), control("fact:F29", "about $4.4 billion"), run("."))),
    )
    (made,) = root.iter(W + "sdt")
    assert made.find(f"{W}sdtPr/{W}tag").get(W + "val") == "fact:F29"
    assert [made.find(f"{W}sdtPr/{W}{name}") for name in ("dataBinding", "text", "lock")] == [
        None
    ] * 3
    assert list(marked(made)) == ["[-about $4.1 billion-]", "[+about $4.4 billion+]"]


def test_a_control_that_goes_takes_its_tags_with_it_and_says_of_which_fact_it_was() -> None:
    root = document(
        body(paragraph(run("Trade: "), control("fact:F29", "4.1"), run("."))),
        body(paragraph(run("Trade: not stated."))),
    )
    (made,) = root.iter(W + "sdt")
    assert made.find(f"{W}sdtPr/{W}tag").get(W + "val") == "fact:F29"
    assert made.getprevious().tag == W + "customXmlDelRangeStart"
    assert made.getnext().tag == W + "customXmlDelRangeEnd"
    starts = [one.get(W + "id") for one in root.iter(W + "customXmlDelRangeStart")]
    ends = [one.get(W + "id") for one in root.iter(W + "customXmlDelRangeEnd")]
    assert starts == ends
    assert len(set(starts)) == 2


def test_a_row_that_came_is_a_row_that_came_and_not_a_new_table() -> None:
    old = [["Road", "10"], ["Dam", "20"]]
    rows = [
        [[paragraph(run(c)) for c in row] for row in some]
        for some in (old, [old[0], ["Port", "15"], old[1]])
    ]
    root = document(*(body(table(some), paragraph()) for some in rows))
    kinds = [[one.tag for one in row.iterfind(f"{W}trPr/*")] for row in root.iter(W + "tr")]
    assert kinds == [[], [W + "ins"], []]


def test_a_list_item_that_is_gone_counts_in_the_list_of_its_neighbours() -> None:
    def items(number: int, *words: str) -> bytes:
        more = f'<w:numPr><w:ilvl w:val="0"/><w:numId w:val="{number}"/></w:numPr>'
        return body(*(paragraph(run(one), style="Item", more=more) for one in words), paragraph())

    root = document(items(1, "a road", "a bridge", "a tunnel"), items(1, "a road", "a tunnel"))
    assert [one.get(W + "val") for one in root.iter(W + "numId")] == ["1", "1", "1"]


def test_what_only_the_old_file_has_styles_and_lists_for_keeps_them() -> None:
    more = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>'
    old = body(
        paragraph(run("an item that is gone"), style="Item", more=more), paragraph(run("end"))
    )
    for name, was, is_ in (("word/styles.xml", b"Item", b"Point"), ("word/document.xml", b"Item", b"Point"),
                           ("word/numbering.xml", b'"decimal"', b'"upperRoman"')):  # fmt: skip
        old = with_part(old, name, lambda content, was=was, is_=is_: content.replace(was, is_))
    made = WordFile(between(old, body(paragraph(run("end"))), None))
    assert "Point" in made.styles()
    number = next(made.xml().iter(W + "numId")).get(W + "val")
    numbering = made.xml("word/numbering.xml")
    form = numbering.find(f"{W}num[@{W}numId='{number}']/{W}abstractNumId").get(W + "val")
    level = numbering.find(f"{W}abstractNum[@{W}abstractNumId='{form}']/{W}lvl/{W}numFmt")
    assert level.get(W + "val") == "upperRoman"


def with_part(file: bytes, name: str, change: Callable[[bytes], bytes]) -> bytes:
    parts = WordFile(file).parts
    parts[name] = change(parts[name])
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as package:
        for each, content in parts.items():
            package.writestr(each, content)
    return stream.getvalue()


def test_native_charts_of_both_files_are_whole() -> None:
    made = between(*PAIRS["two editions"]())
    assert len([name for name in WordFile(made).parts if name.startswith("word/charts/chart")]) == 3
    assert lint_charts(made) == ()


def test_two_tables_of_which_one_goes_do_not_touch() -> None:
    one = table([[paragraph(run("One and only"))]])
    two = table([[paragraph(run("Another")), paragraph(run("thing"))]])
    root = document(body(one, paragraph()), body(two, paragraph()))
    assert [etree.QName(block).localname for block in root[0]] == ["tbl", "p", "tbl", "p", "sectPr"]


def test_tags_are_read_with_every_text_that_they_hold() -> None:
    found = tagged_values(Named("new.docx", newer()))
    assert found == {"fact:F1": ("$4.4 billion",), "fact:F3": ("in May",)}


def test_what_changed_stands_on_a_page_in_a_control_of_its_own_at_the_end() -> None:
    root = WordFile(between(older(), newer())).xml()
    sheet = root[0][-2]
    assert sheet.find(f"{W}sdtPr/{W}tag").get(W + "val") == "briefing:what-changed"
    assert [one.text for one in sheet.iter(W + "t")] == [
        "What changed",
        "About it.",
        "Fact",
        "Old",
        "F1",
        "< & >",
        None,
    ]
    assert next(sheet.iter(W + "pageBreakBefore"), None) is not None
    assert not [one for one in sheet.iter(*(W + name for name in MARKS))]
