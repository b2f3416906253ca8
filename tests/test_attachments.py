"""What travels inside a brief: the facts file, what is printed, each chart's data; alike in both formats."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from datetime import date
from pathlib import Path

import pikepdf
import pytest
from documents import DOCUMENTS
from word_file import WordFile

from briefing.blocks import Attachment, Document
from briefing.carried import ATTACHMENTS_STORE
from briefing.facts.model import PUBLIC_MARKINGS, Brief
from briefing.pipeline import Options, compose_visit
from briefing.theme import load_theme
from briefing.writers import WRITERS

FIRST = Path(__file__).parent.parent / "visits" / "2025-11-26-bishkek"


@pytest.fixture(scope="module")
def first() -> Document:
    return compose_visit(FIRST, Options(), load_theme()).document


def test_the_facts_file_travels_byte_for_byte_and_each_figure_as_data(first: Document) -> None:
    file, *data = first.attachments
    assert file.content == (FIRST / "visit.yaml").read_bytes()
    assert (file.name, file.relationship) == ("visit.yaml", "Source")
    assert [one.name for one in data] == [f"figure-{n}.csv" for n in range(1, 5)]
    assert {(one.media_type, one.relationship) for one in data} == {("text/csv", "Data")}
    assert data[0].description.startswith("Data for Figure 1: Bilateral trade reached")


def test_a_figures_data_are_the_columns_of_annex_b_and_the_number_charted(first: Document) -> None:
    content = first.attachments[1].content
    assert content.count(b"\r\n") == content.count(b"\n") == 4
    assert list(csv.reader(io.StringIO(content.decode()))) == [
        ["Item", "Billion US dollars", "Number", "Class", "Fact"],
        ["2023", "about 3.6 (3.56 to 3.66)", "3.6", "calculated", "D02 = F29 ÷ (1 + F28)"],
        ["2024", "4.1", "4.1", "stated", "F29"],
        ["Goal", "5", "5", "goal", "F10"],
    ]
    shares = list(csv.reader(io.StringIO(first.attachments[2].content.decode())))
    assert [row[2] for row in shares[1:]] == ["22", "97", "33"]


@pytest.mark.parametrize("marking", [*PUBLIC_MARKINGS, "tlp:clear", "unclassified"])
def test_the_file_travels_where_anybody_may_have_it(marking: str) -> None:
    assert Brief(as_of=date(2025, 1, 1), marking=marking).travels == "file"


@pytest.mark.parametrize("marking", ["OFFICIAL", "EXAMPLE", "TLP:GREEN", "UNCLASSIFIED//FOUO"])
def test_under_any_other_marking_only_what_is_printed_travels(marking: str) -> None:
    brief = Brief(as_of=date(2025, 1, 1), marking=marking)
    assert brief.travels == "printed"
    assert brief.model_copy(update={"attach": "file"}).travels == "file"


def test_a_word_file_holds_them_as_custom_xml_that_nothing_shows() -> None:
    word = WordFile(WRITERS["docx"].write(DOCUMENTS["typical"](), load_theme()))
    item, store = "customXml/attachments.xml", "customXml/attachmentsProps.xml"
    assert (item, False) in word.relations().values()
    assert list(word.relations(item).values()) == [(store, False)]
    assert word.xml(store).attrib.values() == [ATTACHMENTS_STORE]
    assert all(not one.attrib for one in word.xml(item).iter())
    kinds = word.parts["[Content_Types].xml"].decode()
    assert f'PartName="/{store}" ContentType="application/vnd.openxml' in kinds


def test_a_word_file_without_attachments_has_no_part_for_them() -> None:
    word = WordFile(WRITERS["docx"].write(DOCUMENTS["smallest"](), load_theme()))
    assert not [name for name in word.parts if "attachments" in name]


def test_every_attachment_of_a_pdf_says_what_it_is() -> None:
    """PDF/A-3: relationship, media type, description, size and day, and the catalog names it."""
    made = DOCUMENTS["typical"]()
    odd = Attachment("name (1) ә.yaml", "application/yaml", "Source", b"\0\xff", "A (b) ә")
    made = replace(made, attachments=(*made.attachments, odd))
    with pikepdf.open(io.BytesIO(WRITERS["pdf"].write(made, load_theme()))) as pdf:
        assert len(pdf.Root.AF) == len(made.attachments) == 3
        for attachment in made.attachments:
            (spec,) = (one for one in pdf.Root.AF if str(one.UF) == attachment.name)
            stream = spec.EF.UF
            assert stream.read_bytes() == attachment.content
            assert str(stream.Subtype) == f"/{attachment.media_type}"
            assert int(stream.Params.Size) == len(attachment.content)
            assert str(stream.Params.ModDate).startswith("D:")
            assert str(spec.AFRelationship) == f"/{attachment.relationship}"
            assert str(spec.Desc) == attachment.description
