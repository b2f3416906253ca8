"""Charts in the Word file: Word's own, and what they show is what their workbooks and the facts hold."""

from __future__ import annotations

import io
import json
import re
import subprocess
import zipfile
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import docx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree
from native_samples import CASES, data_of, every_chart, figure
from programs import program
from test_libreoffice import letters, rendered, words
from word_file import WP, A, WordFile, small
from word_samples import everything

from briefing.blocks import Document, Figure, NativeWords, plain
from briefing.charts import KINDS
from briefing.lint.chart_data import lint_charts
from briefing.pipeline import Options, compose_visit
from briefing.theme import load_theme
from briefing.writers import WRITERS

C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
S = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
THEMES = [None, *sorted((Path(__file__).parent / "themes").glob("*.toml"))]


def file_of(document: Document) -> WordFile:
    return WordFile(WRITERS["docx"].write(document, load_theme()))


def charts(word: WordFile) -> list[etree._Element]:
    names = [name for name in word.parts if re.fullmatch(r"word/charts/chart\d+\.xml", name)]
    return [word.xml(name) for name in sorted(names, key=lambda n: int(re.sub(r"\D", "", n)))]


def books(word: WordFile) -> list[dict[str, bytes]]:
    """The parts of each workbook."""
    made = []
    for name in sorted(word.parts, key=lambda n: (len(n), n)):
        if name.endswith(".xlsx"):
            with zipfile.ZipFile(io.BytesIO(word.parts[name])) as package:
                made.append({part: package.read(part) for part in package.namelist()})
    return made


def one(case: str) -> tuple[Figure, etree._Element, WordFile]:
    made = figure(CASES[case](), load_theme())
    word = file_of(small(made))
    return made, charts(word)[0], word


# ------------------------------------------------------------------------------------ the parts


@pytest.mark.parametrize("theme", THEMES, ids=lambda path: path.stem if path else "default")
def test_microsofts_validator_finds_no_error_in_any_chart(
    theme: Path | None, tmp_path: Path
) -> None:
    look = load_theme(theme) if theme else load_theme()
    file = tmp_path / "charts.docx"
    file.write_bytes(WRITERS["docx"].write(every_chart(look), look))
    done = subprocess.run(
        [program("ooxml-validator"), file], check=False, capture_output=True, text=True, timeout=120
    )
    assert json.loads(done.stdout)["errors"] == []


def test_each_chart_has_a_workbook_of_its_own_that_word_opens_for_its_data() -> None:
    word = file_of(every_chart())
    names = [name for name in word.parts if name.startswith("word/charts/chart")]
    targets = set()
    for name in names:
        data = word.xml(name).find(C + "externalData")
        (id,) = data.attrib.values()
        target, outside = word.relations(name)[id]
        assert not outside
        assert target in word.parts
        targets.add(target)
    assert len(targets) == len(names)
    types = word.parts["[Content_Types].xml"].decode()
    assert types.count("drawingml.chart+xml") == len(names)
    assert "spreadsheetml.sheet" in types


def test_python_docx_opens_the_file_and_finds_the_charts() -> None:
    word = file_of(every_chart())
    opened = docx.Document(io.BytesIO(word.content))
    kinds = [rel.reltype.rpartition("/")[2] for rel in opened.part.rels.values()]
    assert kinds.count("chart") == len(charts(word))
    assert kinds.count("theme") == 1


def test_a_kind_without_native_form_is_a_picture_and_the_others_are_none() -> None:
    assert {name for name, kind in KINDS.items() if kind.native is None} == {
        "unit-squares",
        "timeline",
    }
    picture = file_of(everything())
    assert charts(picture) == []
    assert any(name.endswith(".svg") for name in picture.parts)
    native = file_of(every_chart())
    assert [name for name in native.parts if "/media/" in name] == []


def test_the_same_charts_are_the_same_bytes_and_carry_no_time() -> None:
    first, second = file_of(every_chart()), file_of(every_chart())
    assert first.content == second.content
    for name, content in first.parts.items():
        if name.endswith(".xlsx"):
            with zipfile.ZipFile(io.BytesIO(content)) as package:
                assert {m.date_time for m in package.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_the_first_chart_of_a_figure_has_its_alternative_text_the_others_their_names() -> None:
    made, _, word = one("strips")
    described = [d.get("descr") for d in word.xml().iter(WP + "docPr")]
    assert described == [plain(made.chart.alternative), "imports", "trade balance"]
    ids = [d.get("id") for d in word.xml().iter(WP + "docPr")]
    assert len(set(ids)) == len(ids)


def test_colours_and_fonts_are_the_themes_by_name() -> None:
    word = file_of(every_chart())
    for chart in charts(word):
        assert list(chart.iter(A + "srgbClr")) == []
        assert {f.get("typeface") for f in chart.iter(A + "latin")} == {"+mn-lt"}
    theme, look = word.xml("word/theme/theme1.xml"), load_theme()
    accent = theme.find(f".//{A}accent1/{A}srgbClr").get("val")
    assert f"#{accent}".lower() == look.colour("mark")
    assert theme.find(f".//{A}minorFont/{A}latin").get("typeface") == "Source Sans 3"


# ------------------------------------------------------------------------------ what they show


@pytest.mark.parametrize("case", CASES)
def test_cache_workbook_and_facts_agree(case: str) -> None:
    document = small(figure(CASES[case](), load_theme()))
    assert lint_charts(WRITERS["docx"].write(document, load_theme()), document) == ()


def test_values_ranges_and_gaps_are_those_of_the_facts() -> None:
    _, chart, _ = one("goal")
    series = chart.find(f".//{C}ser")
    cached = {p.get("idx"): p.findtext(C + "v") for p in series.find(C + "val").iter(C + "pt")}
    # 2022 is not stated; an empty place parts the goal from the years.
    assert cached == {"1": "3.6", "2": "4.1", "3": "4.7", "5": "5"}
    for end, wanted in (("plus", ["0.06", "0.02"]), ("minus", ["0.04", "0.11"])):
        held = [p.findtext(C + "v") for p in series.find(f"{C}errBars/{C}{end}").iter(C + "pt")]
        assert held == wanted


def test_stated_calculated_goal_and_illustration_are_inked_apart() -> None:
    _, chart, _ = one("goal")
    series = chart.find(f".//{C}ser")
    points = {p.find(C + "idx").get("val"): p.find(C + "spPr") for p in series.findall(C + "dPt")}
    fills = {at: shape[0].tag.removeprefix(A) for at, shape in points.items()}
    assert fills == {"1": "solidFill", "3": "pattFill", "5": "noFill"}
    light = points["1"].find(f"{A}solidFill/{A}schemeClr").get("val")
    solid = series.find(f"{C}spPr/{A}solidFill/{A}schemeClr").get("val")
    assert (solid, light) == ("accent1", "accent2")
    assert all(shape.find(f"{A}ln/{A}solidFill") is not None for shape in points.values())


def test_parts_of_years_stand_in_a_group_of_their_own_after_a_gap() -> None:
    _, chart, _ = one("panels")
    names, panels = chart.findall(f".//{C}multiLvlStrCache/{C}lvl")
    said = {p.get("idx"): p.findtext(C + "v") for p in names.iter(C + "pt")}
    assert said == {"0": "2022", "1": "2023\nnot stated", "2": "2024", "4": "first half of 2025"}
    groups = {p.get("idx"): p.findtext(C + "v") for p in panels.iter(C + "pt")}
    assert groups == {"0": "full years", "4": "part year"}


def test_an_illustration_is_on_no_line() -> None:
    facts = (
        "\n".join(
            f"L{n}: {{value: {n + 3} billion USD, measure: trade, period: {2020 + n}}}"
            for n in range(4)
        )
        + "\nC: {change: +10%, measure: trade, period: 2023, against: 2022}"
    )
    made = "W: {name: pace, measure: trade, period: 2024, formula: L3 * (1 + C), illustration: yes, show: never}"
    data = data_of("series", facts, "L0 L1 L2 L3 W", made, draw="lines")
    chart = charts(file_of(small(figure(data, load_theme()))))[0]
    line, beside = chart.findall(f".//{C}ser")
    assert [p.get("idx") for p in line.find(C + "val").iter(C + "pt")] == ["0", "1", "2", "3"]
    assert [p.get("idx") for p in beside.find(C + "val").iter(C + "pt")] == ["4"]
    assert beside.find(f"{C}spPr/{A}ln/{A}noFill") is not None


@pytest.mark.parametrize("case", ["goal", "long", "one", "panels", "strips", "disputed", "many"])
def test_labels_read_as_the_chart_prints_its_marks(case: str) -> None:
    data = CASES[case]()
    word = file_of(small(figure(data, load_theme())))
    shown = [
        letters("".join(t.text for t in label.iter(A + "t")))
        for chart in charts(word)
        for label in chart.iter(C + "dLbl")
    ]
    printed = [letters(plain(m.text)) for m in data.marks if m.value is not None]
    assert sorted(shown) == sorted(printed)
    names = "".join(letters(v.text) for chart in charts(word) for v in chart.iter(C + "v"))
    for mark in data.marks:
        if mark.value is None:
            assert letters(plain(mark.label) + plain(mark.text)) in names


def test_an_axis_of_bars_has_zero_on_it_and_one_that_has_not_says_so() -> None:
    for case in CASES:
        data = CASES[case]()
        for native in figure(data, load_theme()).chart.native:
            assert native.low < native.high
            assert (native.low <= 0 <= native.high) == (case != "not-from-zero")
            assert bool(native.remark) == (case == "not-from-zero")


def test_the_workbook_says_where_each_number_comes_from() -> None:
    _, _, word = one("goal")
    (book,) = books(word)
    names = [s.get("name") for s in etree.fromstring(book["xl/workbook.xml"]).iter(S + "sheet")]
    assert names == ["Data", "Sources"]
    sources = etree.fromstring(book["xl/worksheets/sheet2.xml"])
    assert [t.text for t in sources.iter(S + "t")] == ["Fact", "Item", "F01", "trade & <x>"]


def test_where_nothing_may_travel_the_workbook_has_the_numbers_alone() -> None:
    made = figure(CASES["goal"](), load_theme())
    bare = replace(
        made, chart=replace(made.chart, native_words=NativeWords("a", "b", "c", "d", "e"))
    )
    (book,) = books(file_of(small(bare)))
    assert [name for name in book if "sheet" in name and name.endswith(".xml")] == [
        "xl/worksheets/sheet1.xml"
    ]
    assert b"F01" not in b"".join(book.values())


VISIT = Path(__file__).parent.parent / "visits" / "2025-11-26-bishkek" / "visit.yaml"


def composed(folder: Path, attach: str) -> Document:
    """The first visit's document with `attach` under brief."""
    text = VISIT.read_text(encoding="utf-8")
    assert "\nbrief:\n" in text
    file = folder / "visit.yaml"
    file.write_text(text.replace("\nbrief:\n", f"\nbrief:\n  attach: {attach}\n"), encoding="utf-8")
    return compose_visit(file, Options(), load_theme()).document


@pytest.mark.parametrize(("attach", "rows"), [("file", 3), ("printed", 3), ("none", 0)])
def test_a_brief_says_of_each_charted_number_what_may_travel(
    attach: str, rows: int, tmp_path: Path
) -> None:
    document = composed(tmp_path, attach)
    chart = next(b.chart for b in document.blocks if isinstance(b, Figure) and b.chart.native)
    assert len(chart.native_words.rows) == rows
    if rows:
        said = {row[0]: row[1:] for row in chart.native_words.rows}
        assert said["F29"][:3] == ("2024", "4.1", "stated")
        assert "P9" in said["F29"][3]
        assert said["D02"][3].split() == ["F29", "÷", "(1", "+", "F28)"]
    assert lint_charts(WRITERS["docx"].write(document, load_theme()), document) == ()


@settings(max_examples=25, deadline=None)
@given(
    st.lists(st.decimals(Decimal("0.001"), 99999, places=3), min_size=1, max_size=12, unique=True),
    st.decimals(Decimal("0.1"), 9999, places=1),
)
def test_whatever_is_stated_is_what_the_chart_holds(values: list[Decimal], goal: Decimal) -> None:
    facts = [
        f"F{n}: {{value: {value} billion USD, measure: trade, period: {2000 + n}}}"
        for n, value in enumerate(values)
    ]
    facts.append(f"G: {{goal: {goal} billion USD, measure: trade, due: 2030}}")
    ids = " ".join(f"F{n}" for n in range(len(values)))
    data = data_of("level-against-goal", "\n".join(facts), ids, goal="G")
    document = small(figure(data, load_theme()))
    content = WRITERS["docx"].write(document, load_theme())
    assert lint_charts(content, document) == ()
    (native,) = document.blocks[0].chart.native
    assert max([*values, goal]) < native.high


# --------------------------------------------------------------------------------------- the lint


def changed(word: WordFile, part: str, change: Callable[[bytes], bytes]) -> bytes:
    """The file with one part changed; of a workbook, its first sheet."""
    stored = io.BytesIO()
    with zipfile.ZipFile(stored, "w") as target:
        for name, content in word.parts.items():
            if name == part and name.endswith(".xlsx"):
                inner = io.BytesIO()
                with (
                    zipfile.ZipFile(io.BytesIO(content)) as source,
                    zipfile.ZipFile(inner, "w") as book,
                ):
                    for own in source.namelist():
                        data = source.read(own)
                        book.writestr(own, change(data) if own.endswith("sheet1.xml") else data)
                target.writestr(name, inner.getvalue())
            else:
                target.writestr(name, change(content) if name == part else content)
    return stored.getvalue()


CHART, BOOK = "word/charts/chart1.xml", "word/embeddings/Microsoft_Excel_Worksheet1.xlsx"


@pytest.mark.parametrize(
    ("part", "old", "new", "found"),
    [
        (CHART, b"<c:v>4.1</c:v>", b"<c:v>4.2</c:v>", "expected '4.1', found '4.2'"),
        (BOOK, b"<v>4.1</v>", b"<v>41</v>", "expected '41', found '4.1'"),
        (BOOK, b"<v>0.06</v>", b"<v>0.6</v>", "expected '0.6', found '0.06'"),
        (BOOK, b"<v>4.1</v>", b"", "expected nothing, found '4.1'"),
        (BOOK, b"4.1\xe2\x80\x82stated", b"4.5\xe2\x80\x82stated", "found '4.1\u2002stated"),
        (BOOK, b">2024<", b">2019<", "expected '2019', found '2024'"),
        (CHART, b"<a:t>4.1", b"<a:t>4.5", "label shown 3: expected '4.1"),
        (CHART, b"<c:v>0.06</c:v>", b"", "range above 2: expected '0.06', found ''"),
        (CHART, b"Data!$B$2", b"Sheet1!$B$2", "expected a reference into the workbook, found none"),
        (CHART, b"Data!$B$2:$B$7", b"Data!$B$2:$B$6", "expected 5 cached points, found 6"),
        (CHART, b"c:externalData", b"c:userShapes", "expected one that can be read"),
        (BOOK, b"</worksheet>", b"", "xl/worksheets/sheet1.xml is not well-formed"),
    ],
)
def test_each_kind_of_disagreement_is_told_with_its_place(
    part: str, old: bytes, new: bytes, found: str
) -> None:
    made, _, word = one("goal")
    assert lint_charts(word.content, small(made)) == ()

    def change(content: bytes) -> bytes:
        assert old in content
        return content.replace(old, new)

    faults = [str(fault) for fault in lint_charts(changed(word, part, change), small(made))]
    assert any(found in fault for fault in faults), faults
    assert all(fault.startswith(CHART) for fault in faults)


def test_a_chart_and_workbook_that_agree_are_still_held_against_the_facts() -> None:
    made, _, word = one("one")
    both = WordFile(changed(word, CHART, lambda c: c.replace(b"<c:v>4.1</c:v>", b"<c:v>4.9</c:v>")))
    content = changed(both, BOOK, lambda c: c.replace(b"<v>4.1</v>", b"<v>4.9</v>"))
    assert lint_charts(content) == ()
    (fault,) = lint_charts(content, small(made))
    assert (fault.where, fault.expected, fault.found) == ("series 1, value 1", "'4.1'", "'4.9'")


def test_a_missing_chart_is_told() -> None:
    made, _, word = one("goal")
    (fault,) = lint_charts(word.content, small(made, made))
    assert str(fault) == "word/document.xml: charts: expected 2 native charts, found 1"


def test_what_is_no_word_file_is_refused() -> None:
    with pytest.raises(ValueError, match="not a Word file"):
        lint_charts(b"%PDF-1.7")


# -------------------------------------------------------------------------------------- LibreOffice


def test_libreoffice_shows_every_label(tmp_path: Path) -> None:
    document = every_chart()
    _, text = words(rendered(WRITERS["docx"].write(document, load_theme()), tmp_path))
    natives = [n for b in document.blocks if isinstance(b, Figure) for n in b.chart.native]
    said = [p.label for n in natives for s in n.series for p in s.points if p.label]
    missing = [line for label in said for line in label.split("\n") if letters(line) not in text]
    assert missing == []
