"""Colours: every pair that meets can be told apart, in the shipped themes and in an author's own."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing.contrast import MARK, TEXT, contrast, standing_out
from briefing.errors import ThemeError
from briefing.theme import TRAFFIC_LIGHT_GROUND, TRAFFIC_LIGHTS, load_theme, theme_names

COLOUR = st.integers(0, 0xFFFFFF).map(lambda number: f"#{number:06x}")


def refused(tmp_path: Path, theme: str) -> list[str]:
    path = tmp_path / "own.toml"
    path.write_text(theme, encoding="utf-8")
    with pytest.raises(ThemeError) as fault:
        load_theme(str(path))
    return [f"{d.where}: {d.message}; {d.hint}" for d in fault.value.diagnostics]


def test_black_and_white_are_as_far_apart_as_colours_get() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)
    assert contrast("#336699", "#336699") == 1


@given(COLOUR, COLOUR, st.sampled_from([TEXT, MARK]))
def test_there_is_always_a_colour_that_stands_out(colour: str, ground: str, least: float) -> None:
    made = standing_out(colour, ground, least)
    assert contrast(made, ground) >= least
    if contrast(colour, ground) >= least:
        assert made == colour


@pytest.mark.parametrize("name", theme_names())
def test_a_shipped_theme_is_not_refused_and_its_words_stand_out(name: str) -> None:
    theme = load_theme(name)
    for role in theme.roles.values():
        if role.name != "traffic-light":
            assert contrast(role.colour, "#ffffff") >= TEXT, role.name
    for box in theme.boxes.values():
        for colour in (box.title, theme.role(box.text).colour, theme.colour("accent")):
            assert contrast(colour, box.fill or "#ffffff") >= TEXT
    for mark in ("mark", "mark-edge", "outline", "goal"):
        assert contrast(theme.colour(mark), theme.colour("paper")) >= MARK


@pytest.mark.parametrize("label", TRAFFIC_LIGHTS)
def test_traffic_lights_stand_out_from_their_ground(label: str) -> None:
    assert contrast(TRAFFIC_LIGHTS[label], TRAFFIC_LIGHT_GROUND) >= TEXT


def test_text_too_faint_is_refused_with_both_colours_and_one_that_would_do(tmp_path: Path) -> None:
    assert refused(tmp_path, '[colours]\nquiet = "#999999"\n') == [
        "colours.quiet: '#999999' on '#ffffff' has a contrast of 2.84 to 1, text needs 4.5; '#767676' has it"
    ]


def test_a_mark_may_be_fainter_than_text(tmp_path: Path) -> None:
    assert refused(tmp_path, '[colours]\noutline = "#aaaaaa"\n') == [
        "colours.outline: '#aaaaaa' on '#ffffff' has a contrast of 2.32 to 1, a mark needs 3; '#949494' has it"
    ]


def test_words_in_a_box_are_held_against_its_ground(tmp_path: Path) -> None:
    found = refused(tmp_path, '[boxes.bottom-line]\nfill = "heading"\n')
    assert {line.split(":")[0] for line in found} == {"colours.accent", "colours.ink"}
    assert all("on '#12355b'" in line for line in found)


def test_light_words_on_a_dark_box_are_fine(tmp_path: Path) -> None:
    """Where links and references are light too; on the sheet they are not."""
    found = refused(
        tmp_path,
        '[boxes.bottom-line]\nfill = "heading"\ntitle = "paper"\n[roles.callout]\ncolour = "paper"\n',
    )
    assert [line.split(":")[0] for line in found] == ["colours.accent"]


def test_dark_paper_is_refused_since_the_sheet_stays_white(tmp_path: Path) -> None:
    found = refused(tmp_path, '[colours]\npaper = "#101010"\nink = "#f0f0f0"\n')
    assert any(line.startswith("colours.ink: '#f0f0f0' on '#ffffff'") for line in found)
