"""Printed values as content controls: one for each, bound to what its fact says in that form."""

from __future__ import annotations

import pytest
from documents import DOCUMENTS, said
from word_edits import Edited, F, W, edited, title, words_of
from word_file import WordFile, written

from briefing.bidi import has_right_to_left
from briefing.blocks import (
    Column,
    CrossReference,
    Document,
    Heading,
    KeyFigure,
    KeyFigures,
    Numeral,
    Strong,
    Table,
    Text,
    Value,
    leaves,
)
from briefing.compose.ledger import texts_of
from briefing.readback.edits import edits
from briefing.theme import load_theme
from briefing.writers import WRITERS

TAG, ALIAS, BINDING, LOCK = (W + name for name in ("tag", "alias", "dataBinding", "lock"))


def controls(file: WordFile) -> list[tuple[str, str, str]]:
    """Each control's title, tag and words, in reading order."""
    return [
        (title(one), one.find(f"{W}sdtPr/{TAG}").get(W + "val"), words_of(one))
        for one in file.xml().iter(W + "sdt")
    ]


@pytest.mark.parametrize("name", DOCUMENTS)
def test_every_value_of_a_fact_in_the_text_is_in_a_control(name: str) -> None:
    document: Document = DOCUMENTS[name]()
    file = WordFile(WRITERS["docx"].write(document, load_theme()))
    tags = {tag for _, tag, _ in controls(file)}
    notes = file.parts.get("word/footnotes.xml", b"").decode()
    blocks = [leaf for inlines in texts_of(document) for leaf in leaves(inlines)]
    printed = {v.id for v in blocks if isinstance(v, Value) and v.id and v.text.strip()}
    shown = {tag.removeprefix("fact:") for tag in tags}
    assert shown <= printed
    to_left = {v.id for v in blocks if isinstance(v, Value) and has_right_to_left(v.text)}
    missing = {id for id in printed - shown - to_left if id not in notes}
    assert all(_in_charts(document, id) for id in missing)


def _in_charts(document: Document, id: str) -> bool:
    charts = [block.chart for block in document.blocks if hasattr(block, "chart")]
    return any(id in {mark.id for mark in chart.marks} for chart in charts)


@pytest.mark.parametrize("name", DOCUMENTS)
def test_every_binding_leads_to_what_the_control_shows(name: str) -> None:
    file = WordFile(WRITERS["docx"].write(DOCUMENTS[name](), load_theme()))
    for part, story in file.stories():
        for control in story.iter(W + "sdt"):
            binding = control.find(f"{W}sdtPr/{BINDING}")
            if binding is None:
                continue
            store = file.xml("customXml/facts.xml")
            found = store.xpath(
                binding.get(W + "xpath").removeprefix("/f:facts[1]/"),
                namespaces={"f": F[1:-1]},
            )
            assert [one.text for one in found] == [words_of(control)], part
            assert control.find(f"{W}sdtPr/{W}text") is not None


def test_what_is_calculated_is_locked_and_what_is_stated_is_not() -> None:
    stated, made = Value("$4.1 billion", "F29"), Value("22%", "D02", "", Numeral.CALCULATION)
    file = written(said(stated, made))
    locks = [one.find(f"{W}sdtPr/{LOCK}") for one in file.xml().iter(W + "sdt")]
    assert locks[0] is None
    assert locks[1].get(W + "val") == "contentLocked"


def test_counts_labels_and_links_to_headings_have_none() -> None:
    heading = Heading(1, (Value("2024", "F29", "period"),), "anchor")
    link = CrossReference("anchor", (Value("Annex A", numeral=Numeral.LABEL),))
    file = written(heading, said(Value("three", numeral=Numeral.COUNT), link, Text(" more")))
    assert controls(file) == [("F29.period", "fact:F29", "2024")]


def test_blanks_at_the_ends_of_a_value_stand_outside() -> None:
    file = written(said(Value("more than ", "F15", "signed:before"), Value("1,800", "F15")))
    assert [words for _, _, words in controls(file)] == ["more than", "1,800"]
    assert "more than 1,800" in file.blocks()


def test_the_same_form_that_prints_otherwise_has_another_name() -> None:
    file = written(said(Value("5 March", "F4", "when"), Value("5\u00a0March", "F4", "when")))
    assert [name for name, _, _ in controls(file)] == ["F4.when", "F4.when.as-2"]


def test_words_of_two_directions_have_none() -> None:
    """Word would make one run of them; and are found by the words around them when the file comes back."""
    file = written(said("By ", Value("Minister אורנה Levi", "F4", "speaker"), "."))
    assert controls(file) == []
    changed = edited(file.content, lambda one: _typed(one, " Levi", " Lewi"))
    told = edits(changed)
    assert told is not None
    (value,) = told.values
    assert (value.id, value.form, value.now) == ("F4", "speaker", (("Minister אורנה Lewi", 1),))
    assert not told.prose


def _typed(file: Edited, old: str, new: str) -> None:
    (run,) = (one for one in file.document.iter(W + "t") if one.text == old)
    run.text = new


def test_the_digits_of_a_key_figure_are_bound_and_the_words_around_them_are_not() -> None:
    figure = (
        Value("more than ", "F15", "signed:before"),
        Strong((Value("1,800", "F15", "signed:digits"),)),
        Value(" pcs", "F15", "signed:after"),
    )
    tile = KeyFigure(figure, (Text("companies"),), ())
    file = written(KeyFigures((tile,)))
    assert controls(file) == [("F15.signed.digits", "fact:F15", "1,800")]
    told = edits(edited(file.content, lambda one: _typed(one, "more than", "about")))
    assert told is not None
    (value,) = told.values
    assert (value.form, value.now) == ("signed:before", (("about", 1),))


def test_a_strong_cell_is_strong_by_its_paragraph() -> None:
    """LibreOffice sets a bound value in the paragraph's style, whatever its own is."""
    head = (Column((Text("Status"),)),)
    file = written(Table(head, (((Strong((Value("Planned", "F1", "status"),)),),),)))
    assert file.style_of("Planned") == "TableStrong"
    assert controls(file) == [("F1.status", "fact:F1", "Planned")]


def test_an_id_too_long_for_word_leaves_the_value_without_a_control() -> None:
    file = written(said(Value("5", "F" + "1" * 80)))
    assert controls(file) == []
