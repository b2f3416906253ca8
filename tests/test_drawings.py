"""The drawings of charts: what is inked, where it stands, that nothing overlaps, that nothing varies."""

from __future__ import annotations

import hashlib
import re
import subprocess
import sys
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path as File

import pytest
from chart_words import PlainWords, visit_of
from hypothesis import given, settings
from hypothesis import strategies as st
from test_charts import LEVELS, MADE, TestSeries, TestShares, TestTimeline, TestUnitSquares

from briefing.blocks import Chart, ChartMark, Drawing, Path, Text, TextRun
from briefing.charts import (
    ChartData,
    draw,
    drawing_key,
    from_json,
    make_chart,
    select,
    to_json,
)
from briefing.charts.data import printed
from briefing.charts.lettering import Lettering
from briefing.contrast import contrast
from briefing.facts.chart_specs import ChartSpec
from briefing.facts.model import Visit
from briefing.theme import Theme, load_theme

THEME = load_theme()
LONG = "Ελληνικές ναυτιλιακές εταιρείες και πλοία Κωνσταντίνου Παπαδόπουλου-Οικονομίδη, Việt Nam"
MANY = "\n".join(
    f"Y{year}: {{value: {400 + year * 37 % 230} million EUR, measure: exports, period: {year}}}"
    for year in range(1996, 2026)
)
FAR = f"""
    A: {{event: "{LONG}", when: 1897-05-20}}
    B: {{event: "{LONG}", when: 2026-03-10}}
    C: {{event: "{LONG}", when: 2026-03-11}}
    D: {{event: "{LONG}", when: not stated, remark: "{LONG}"}}
    E: {{event: {"x" * 200}, when: Q1 2026}}
"""
GROUPS = """
    W: {value: 64 schools, measure: schools, period: 2025, status: planned}
    A: {value: 7 schools, measure: schools, of: W, status: in operation}
    B: {value: 1 schools, measure: schools, of: W, due: 2028}
"""
BELOW = """
    A: {value: -20 million EUR, measure: balance, period: 2022}
    B: {value: 35 million EUR, measure: balance, period: 2023}
    C: {value: -61 million EUR, measure: balance, period: 2024}
    D: {value: more than 0 million EUR, measure: balance, period: 2025}
    G: {goal: 10 million EUR, measure: balance, due: 2030}
"""
WORDY = f"""
    A: {{value: 4.1 billion USD, measure: trade, period: 2024, remark: "{LONG}"}}
    B: {{value: more than 3.9 billion USD, measure: trade, period: 2023, remark: "{LONG}"}}
    G: {{goal: 5 billion USD, measure: trade, due: 2030}}
"""


def data_of(visit: Visit, kind: str, facts: str, **options: object) -> ChartData:
    ids = facts.split() if " " in facts or facts.startswith("Y") else tuple(facts)
    spec = ChartSpec.model_validate({"key": "c", "kind": kind, "facts": ids, **options})
    data = select(spec, visit, PlainWords(visit))
    assert isinstance(data, ChartData), data
    return data


YEARS = " ".join(f"Y{year}" for year in range(1996, 2026))
SERIES = visit_of(TestSeries.facts, TestSeries.made)
NAME = "Nguyễn Thị Ánh Tuyết"
_PEOPLE = {**SERIES.people, "bo": SERIES.people["bo"].model_copy(update={"family_name": NAME})}
NAMED = SERIES.model_copy(update={"people": _PEOPLE})
CHARTS = {
    "levels": data_of(visit_of(LEVELS, MADE), "level-against-goal", "NBA", goal="G"),
    "levels with an illustration": data_of(
        visit_of(LEVELS, MADE, illustrations=True), "level-against-goal", "ABW", goal="G"
    ),
    "levels with long remarks": data_of(visit_of(WORDY), "level-against-goal", "AB", goal="G"),
    "levels below zero": data_of(visit_of(BELOW), "level-against-goal", "ABCD", goal="G"),
    "shares": data_of(TestShares.visit, "shares", "ABCMN"),
    "squares": data_of(TestUnitSquares.visit, "unit-squares", "A", whole="W"),
    "many squares": data_of(visit_of(GROUPS), "unit-squares", "AB", whole="W"),
    "timeline": data_of(TestTimeline.visit, "timeline", "ABCDGPS"),
    "timeline with long labels": data_of(visit_of(FAR), "timeline", "ABCDE"),
    "columns": data_of(SERIES, "series", "ABCHI"),
    "columns in strips": data_of(SERIES, "series", "ABCMOPL"),
    "columns with speakers": data_of(NAMED, "series", "MOP"),
    "columns below zero": data_of(visit_of(BELOW), "series", "ABCD"),
    "columns too many for their words": data_of(visit_of(MANY), "series", YEARS),
    "lines": data_of(SERIES, "series", "ABCH", draw="lines"),
    "lines from elsewhere": data_of(SERIES, "series", "ABC", draw="lines", zero="no"),
    "lines below zero": data_of(visit_of(BELOW), "series", "ABCD", draw="lines"),
    "lines with many points": data_of(visit_of(MANY), "series", YEARS, draw="lines"),
}
DRAWINGS = {name: draw(data, THEME) for name, data in CHARTS.items()}
every = pytest.mark.parametrize("name", CHARTS)


def runs(drawing: Drawing) -> list[TextRun]:
    return [item for item in drawing.items if isinstance(item, TextRun)]


def paths(drawing: Drawing) -> list[Path]:
    return [item for item in drawing.items if isinstance(item, Path)]


def box(item: Path | TextRun) -> tuple[float, float, float, float]:
    """Left, bottom, right, top: of a text from its descenders to its capitals."""
    if isinstance(item, TextRun):
        return item.x, item.y - item.size * 0.21, item.x + item.width, item.y + item.size * 0.66
    points = [part for command in item.commands for part in command[1:]]
    xs, ys = [float(x) for x in points[::2]], [float(y) for y in points[1::2]]
    return min(xs), min(ys), max(xs), max(ys)


def overlap(one: TextRun, other: TextRun) -> bool:
    a, b = box(one), box(other)
    return a[0] + 0.1 < b[2] and b[0] + 0.1 < a[2] and a[1] < b[3] and b[1] < a[3]


def solid(drawing: Drawing, colour: str) -> list[tuple[float, float, float, float]]:
    """The boxes of what is filled with a theme colour."""
    return [box(path) for path in paths(drawing) if path.fill == THEME.colour(colour)]


def words(drawing: Drawing) -> str:
    return " ".join(run.text.strip() for run in runs(drawing))


# ------------------------------------------------------------------------- what holds for all


@every
def test_no_two_texts_overlap(name: str) -> None:
    found = runs(DRAWINGS[name])
    clashes = [
        (one.text, other.text)
        for index, one in enumerate(found)
        for other in found[index + 1 :]
        if overlap(one, other)
    ]
    assert clashes == []


@every
def test_no_text_stands_on_a_mark(name: str) -> None:
    marks = [b for key in ("mark", "mark-light") for b in solid(DRAWINGS[name], key)]
    for run in runs(DRAWINGS[name]):
        left, bottom, right, top = box(run)
        hit = [m for m in marks if left < m[2] and m[0] < right and bottom < m[3] and m[1] < top]
        assert not hit, run


@every
def test_everything_stands_on_the_paper(name: str) -> None:
    drawing = DRAWINGS[name]
    assert drawing.width == pytest.approx(THEME.page.measure, abs=0.001)
    for item in drawing.items:
        left, bottom, right, top = box(item)
        assert left >= -0.6, item
        assert bottom >= -0.6, item
        assert right <= drawing.width + 0.6, item
        assert top <= drawing.height + 0.6, item


@every
def test_a_text_with_a_digit_belongs_to_a_fact_or_is_a_year_of_the_axis(name: str) -> None:
    for run in runs(DRAWINGS[name]):
        if re.search(r"\d", run.text) and not run.id:
            assert re.fullmatch(r"\d{4}", run.text), run


@every
def test_every_value_of_the_data_is_printed_unless_the_line_has_too_many_points(name: str) -> None:
    if name == "lines with many points":
        return
    printed = {run.id for run in runs(DRAWINGS[name])}
    unnumbered = CHARTS[name].kind == "unit-squares"
    expected = {m.id for m in CHARTS[name].marks if m.value is not None and not unnumbered}
    assert expected <= printed


@every
def test_type_and_colour_come_from_the_theme(name: str) -> None:
    roles = [THEME.role(key) for key in ("chart-label", "chart-value", "chart-remark")]
    looks = {(role.weight, role.size, role.colour) for role in roles}
    if name != "columns too many for their words":
        assert {(r.weight, r.size, r.colour) for r in runs(DRAWINGS[name])} <= looks
    colours = {c for path in paths(DRAWINGS[name]) for c in (path.fill, path.stroke) if c}
    assert colours <= set(THEME.colours.values())


@every
def test_what_carries_meaning_stands_out_from_the_paper_three_to_one(name: str) -> None:
    quiet = {THEME.colour("rule"), THEME.colour("paper")}
    for path in paths(DRAWINGS[name]):
        inks = {path.fill, path.stroke} - {None}
        if inks <= quiet:
            continue
        assert max(contrast(ink, THEME.colour("paper")) for ink in inks if ink) >= 3, path


@every
def test_a_drawing_survives_being_kept(name: str) -> None:
    assert from_json(to_json(DRAWINGS[name])) == DRAWINGS[name]


# ------------------------------------------------------------------------------- one by one


def test_bars_start_at_zero_and_are_as_long_as_their_values() -> None:
    drawing = DRAWINGS["levels"]
    (stated,) = solid(drawing, "mark")
    (made,) = solid(drawing, "mark-light")
    zero = stated[0]
    assert made[0] == pytest.approx(zero, abs=1)
    assert (made[2] - zero) / (stated[2] - zero) == pytest.approx(3.6 / 4.1, abs=0.01)


def test_the_goal_is_outlined_and_parted_from_the_years_by_a_rule() -> None:
    drawing = DRAWINGS["levels"]
    goal = next(p for p in paths(drawing) if p.stroke == THEME.colour("goal"))
    rule = next(p for p in paths(drawing) if p.stroke == THEME.colour("rule"))
    (stated,) = solid(drawing, "mark")
    assert goal.fill is None
    assert box(goal)[3] < box(rule)[1] < stated[1]


def test_a_calculated_bar_is_light_with_a_dark_edge_and_a_whisker_at_its_end() -> None:
    drawing = DRAWINGS["levels"]
    edged = next(p for p in paths(drawing) if p.fill == THEME.colour("mark-light"))
    assert edged.stroke == THEME.colour("mark-edge")
    lines = [p for p in paths(drawing) if p.stroke == THEME.colour("mark-edge") and not p.fill]
    whisker = max(lines, key=lambda p: box(p)[2] - box(p)[0])
    assert box(whisker)[0] < box(edged)[2] + 1 < box(whisker)[2] + 1
    assert "calculated (3.56 to 3.66)" in "".join(run.text for run in runs(drawing))


def test_an_illustration_is_hatched_and_never_filled() -> None:
    drawing = DRAWINGS["levels with an illustration"]
    assert len(solid(drawing, "mark")) == 1
    slanted = [p for p in paths(drawing) if _slanted(p)]
    assert len(slanted) > 10
    assert "illustration" in words(drawing)


def _slanted(path: Path) -> bool:
    left, bottom, right, top = box(path)
    return len(path.commands) == 2 and right - left > 1 and top - bottom > 1


def test_no_line_joins_levels_or_columns() -> None:
    for name in ("levels", "columns", "columns in strips"):
        assert not [p for p in paths(DRAWINGS[name]) if _slanted(p)], name


def test_a_line_is_broken_where_a_year_is_not_stated() -> None:
    joined = [p for p in paths(DRAWINGS["lines"]) if _slanted(p) and p.fill is None]
    assert len(joined) == 1
    assert "not stated" in words(DRAWINGS["lines"])


def test_a_bound_has_an_arrow_beyond_its_bar() -> None:
    drawing = DRAWINGS["levels with long remarks"]
    marks = solid(drawing, "mark")
    arrows = [b for b in marks if b[2] - b[0] < 10]
    assert len(arrows) == 1
    assert min(abs(arrows[0][0] - b[2]) for b in marks if b not in arrows) < 3


def test_a_share_fills_its_part_of_its_own_bar() -> None:
    drawing = DRAWINGS["shares"]
    frames = [box(p) for p in paths(drawing) if p.stroke == THEME.colour("outline")]
    solids = [b for b in solid(drawing, "mark") if b[2] - b[0] > 10]
    width = frames[0][2] - frames[0][0]
    shares = [(b[2] - b[0]) / width for b in solids]
    assert shares == pytest.approx([0.22, 0.97, 1 / 3, 0.12], abs=0.01)
    assert len(frames) == 4


def test_nine_squares_and_none_of_them_solid() -> None:
    drawing = DRAWINGS["squares"]
    squares = paths(drawing)
    assert len(squares) == 9
    assert not any(square.fill for square in squares)
    assert [s.stroke for s in squares].count(THEME.colour("mark-edge")) == 3
    assert len([p for p in paths(DRAWINGS["many squares"]) if p.fill]) == 7


def test_a_date_stands_where_it_is_on_the_axis_and_nothing_undated_does() -> None:
    drawing = DRAWINGS["timeline"]
    spans = solid(drawing, "mark")
    year = drawing.width / 11
    (whole,) = [b for b in spans if b[2] - b[0] > 20]
    assert (whole[0], whole[2]) == pytest.approx((7 * year, 8 * year), abs=0.5)
    axis = next(p for p in paths(drawing) if p.stroke == THEME.colour("ink"))
    undated = [r for r in runs(drawing) if r.id in ("C", "G") or r.text == "undated"]
    assert all(run.y < box(axis)[1] for run in undated)
    assert all(bottom > box(axis)[1] for _, bottom, _, _ in spans)


def test_a_year_has_a_short_tick_at_the_axis_and_nothing_lies_behind_the_words() -> None:
    drawing = DRAWINGS["timeline"]
    upright = [b for b in map(box, paths(drawing)) if b[2] - b[0] < 0.01]
    assert len(upright) == 12
    assert max(top - bottom for _, bottom, _, top in upright) < 5
    assert len({top for _, _, _, top in upright}) == 1
    paper = [p for p in paths(drawing) if p.fill == THEME.colour("paper")]
    assert all(p.stroke for p in paper)


def test_that_a_date_is_inferred_is_left_to_the_note() -> None:
    drawing = DRAWINGS["timeline"]
    assert "B" in CHARTS["timeline"].inferred
    assert "inferred" not in words(drawing)


def test_full_years_and_parts_of_years_have_a_baseline_each() -> None:
    drawing = DRAWINGS["columns"]
    lines = [box(p) for p in paths(drawing) if p.stroke == THEME.colour("ink")]
    assert len(lines) == 2
    assert lines[0][2] < lines[1][0] or lines[1][2] < lines[0][0]


def test_columns_use_the_whole_measure() -> None:
    drawing = DRAWINGS["columns with speakers"]
    (line,) = [box(p) for p in paths(drawing) if p.stroke == THEME.colour("ink")]
    assert (line[0], line[2]) == pytest.approx((0, drawing.width), abs=0.01)
    columns = solid(drawing, "mark")
    middles = [(left + right) / 2 for left, _, right, _ in columns]
    assert max(right - left for left, _, right, _ in columns) <= 60
    slot = drawing.width / 5  # 2022, two years not stated, 2025 twice
    assert middles == pytest.approx([slot * 0.5, slot * 3.5, slot * 4.5], abs=0.01)


def test_who_says_so_stands_whole_below_the_period() -> None:
    found = runs(DRAWINGS["columns with speakers"])
    (name,) = [run for run in found if run.text == NAME]
    (period,) = [run for run in found if run.text == "2025" and abs(_middle(run, name)) < 0.1]
    assert name.y < period.y


def _middle(one: TextRun, other: TextRun) -> float:
    return one.x + one.width / 2 - other.x - other.width / 2


def test_a_gap_has_a_dash_under_its_word() -> None:
    drawing = DRAWINGS["columns"]
    (dash,) = [box(p) for p in paths(drawing) if p.stroke == THEME.colour("outline")]
    word = next(run for run in runs(drawing) if run.text == "not stated")
    assert dash[0] < word.x + word.width / 2 < dash[2]
    assert dash[3] < word.y
    baselines = [box(p)[1] for p in paths(drawing) if p.stroke == THEME.colour("ink")]
    assert dash[1] > max(baselines)


def test_a_remark_breaks_at_its_commas_before_it_breaks_a_name() -> None:
    lettering = Lettering(THEME)
    line = lettering.words(f"stated, {NAME}", "chart-remark")
    room = lettering.width(lettering.words(NAME, "chart-remark")) + 1
    broken = ["".join(piece.text for piece in part) for part in lettering.phrases(line, room)]
    assert broken == ["stated,", NAME]


def test_columns_hang_below_the_baseline_where_a_balance_is_negative() -> None:
    drawing = DRAWINGS["columns below zero"]
    (line,) = [box(p) for p in paths(drawing) if p.stroke == THEME.colour("ink")]
    columns = [b for b in solid(drawing, "mark") if b[2] - b[0] > 10]
    assert [b[3] <= line[1] + 0.01 for b in columns] == [True, False, True]
    heights = [b[3] - b[1] for b in columns]
    assert [h / heights[1] for h in heights] == pytest.approx([20 / 35, 1, 61 / 35], abs=0.01)


def test_an_axis_that_does_not_start_at_zero_says_so_and_has_no_baseline() -> None:
    drawing = DRAWINGS["lines from elsewhere"]
    assert "not from zero" in words(drawing)
    assert not [p for p in paths(drawing) if p.stroke == THEME.colour("ink")]


def test_a_text_is_set_in_the_faces_that_have_it() -> None:
    found = runs(DRAWINGS["timeline with long labels"])
    for run in found:
        face = THEME.fonts.face(run.family, run.weight, run.italic)
        assert all(ord(c) in face.characters for c in run.text), run
    assert "Κωνσταντίνου" in words(DRAWINGS["timeline with long labels"])


def test_dollar_signs_are_signs_and_not_formulas() -> None:
    visit = visit_of("A: {event: $x_1$ and $y^2$, when: 2024}")
    assert "$x_1$ and $y^2$" in words(draw(data_of(visit, "timeline", "A"), THEME))


def test_a_drawing_is_never_taller_than_a_page() -> None:
    rows = "\n".join(f"A{i}: {{event: event {i}, when: 2024-01-01}}" for i in range(150))
    visit = visit_of(rows)
    drawing = draw(data_of(visit, "timeline", " ".join(visit.facts)), THEME)
    assert drawing.height < THEME.page.height - THEME.page.top - THEME.page.bottom


LABELS = st.text(
    st.characters(categories=("L", "N", "P", "Zs"), max_codepoint=0x1FFF), min_size=1, max_size=90
).filter(str.strip)
DATES = st.dates(min_value=date(1800, 1, 1), max_value=date(2100, 12, 31))


@settings(max_examples=40, deadline=None)
@given(
    remarks=st.lists(LABELS, min_size=1, max_size=4),
    numbers=st.lists(st.decimals(-999, 9999, places=1), min_size=4, max_size=4),
    days=st.lists(DATES, min_size=4, max_size=4),
)
def test_no_words_no_values_and_no_dates_make_texts_overlap(
    remarks: list[str], numbers: list[Decimal], days: list[date]
) -> None:
    marks = []
    for index, remark in enumerate(remarks):
        words = printed((Text(f"{numbers[index]:f}"),), [(Text(remark),)], ", ")
        start = days[index]
        end = start if index % 2 else max(start, days[index - 1])
        label = (Text(remark[::-1]),)
        value = numbers[index]
        mark = ChartMark(label, words, "stated", f"F{index}", "", "", value, value, value)
        marks.append(replace(mark, start=start, end=end))
    named = (("separator", " · "), ("undated", "undated"), ("not-from-zero", "not from zero"))
    for kind in ("level-against-goal", "timeline", "series"):
        drawing = draw(ChartData(kind, tuple(marks), words=named), THEME)
        found = runs(drawing)
        for index, one in enumerate(found):
            assert one.x >= -0.1, one
            assert one.x + one.width <= drawing.width + 0.1, one
            assert not [other for other in found[index + 1 :] if overlap(one, other)], one


# ---------------------------------------------------------------------- the same every time


def test_the_same_facts_give_the_same_drawings_in_another_process() -> None:
    """Another hash seed, another folder, and settings of matplotlib that must not matter."""
    script = (
        "import sys, hashlib\n"
        f"sys.path.insert(0, {str(File(__file__).parent)!r})\n"
        "import matplotlib\n"
        "matplotlib.rcParams.update({'text.usetex': True, 'font.size': 30, 'lines.linewidth': 9,\n"
        "    'hatch.linewidth': 5, 'figure.dpi': 300, 'path.sketch': (1, 100, 2)})\n"
        "from test_drawings import DRAWINGS, to_json\n"
        "print(hashlib.sha256(''.join(map(to_json, DRAWINGS.values())).encode()).hexdigest())\n"
    )
    digests = {
        subprocess.run(
            [sys.executable, "-c", script],
            env={"PYTHONHASHSEED": seed, "PATH": "", "PYTHONPATH": str(File(__file__).parents[1])},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("1", "4242")
    }
    own = "".join(map(to_json, DRAWINGS.values()))
    assert digests == {hashlib.sha256(own.encode()).hexdigest() + "\n"}


def test_matplotlib_is_imported_only_to_draw() -> None:
    script = (
        "import sys, briefing.charts\n"
        "assert not [name for name in sys.modules if name.startswith('matplotlib')]"
    )
    root = str(File(__file__).parents[1])
    subprocess.run([sys.executable, "-c", script], cwd=root, check=True)


def test_a_kept_drawing_is_not_drawn_again() -> None:
    visit = visit_of(LEVELS, MADE)
    spec = ChartSpec(key="c", kind="level-against-goal", facts=("A",), goal="G")
    kept: dict[str, str] = {}
    first = make_chart(spec, visit, THEME, PlainWords(visit), drawings=kept)
    assert isinstance(first, Chart)
    (key,) = kept
    other = Drawing(1, 1, ())
    kept[key] = to_json(other)
    second = make_chart(spec, visit, THEME, PlainWords(visit), drawings=kept)
    assert isinstance(second, Chart)
    assert second.drawing == other
    kept[key] = "broken"
    assert make_chart(spec, visit, THEME, PlainWords(visit), drawings=kept) == first


def test_the_key_of_a_drawing_follows_what_it_shows_and_how() -> None:
    data = CHARTS["levels"]
    assert drawing_key(data, THEME) == drawing_key(data, load_theme())
    assert drawing_key(data, THEME) != drawing_key(CHARTS["shares"], THEME)
    assert drawing_key(data, THEME) != drawing_key(data, _letter(THEME))


def _letter(theme: Theme) -> Theme:
    return replace(theme, page=replace(theme.page, width=612.0, height=792.0))


def test_a_drawing_fills_the_measure_of_its_theme() -> None:
    letter = _letter(THEME)
    assert draw(CHARTS["shares"], letter).width == pytest.approx(letter.page.measure, abs=0.001)


@pytest.mark.parametrize("text", ["", "[]", "[1, 2]", '[1, 2, [["circle", 1]]]', '["a", 1, []]'])
def test_what_is_no_drawing_is_told(text: str) -> None:
    with pytest.raises(ValueError, match="not a drawing"):
        from_json(text)
