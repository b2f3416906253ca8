"""Printed values as content controls: one for each, bound to what its fact says in that form."""

from __future__ import annotations

import pytest
from documents import DOCUMENTS, said
from word_edits import F, W, title, words_of
from word_file import WordFile, written

from briefing.blocks import CrossReference, Document, Heading, Numeral, Text, Value, leaves
from briefing.compose.ledger import texts_of
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
    assert all(id in shown or id in notes or _in_charts(document, id) for id in printed)


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


def test_words_of_two_directions_are_not_bound() -> None:
    """Word would make one run of them, and LibreOffice two controls."""
    file = written(said(Value("Minister אורנה Levi", "F4", "speaker")))
    (control,) = file.xml().iter(W + "sdt")
    assert control.find(f"{W}sdtPr/{BINDING}") is None
    assert control.find(f"{W}sdtPr/{W}text") is None
    assert title(control) == "F4.speaker"


def test_an_id_too_long_for_word_leaves_the_value_without_a_control() -> None:
    file = written(said(Value("5", "F" + "1" * 80)))
    assert controls(file) == []
