"""What the file claims to be: PDF/UA-1 and PDF/A-3a, as two validators see it that have nothing in common."""

from __future__ import annotations

import re
import zlib
from dataclasses import replace
from io import BytesIO

import page
import pikepdf
import pytest
from any_visit import visits
from documents import DOCUMENTS
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from page_boxes import overlaps
from pdf_cases import CASES
from pdf_checks import faults
from test_pdf_properties import any_blocks
from verapdf import verapdf

from briefing.blocks import Attachment, Blocks, Document
from briefing.facts.model import Visit
from briefing.load.dump import dump
from briefing.pipeline import Options, build
from briefing.standards import STANDARDS
from briefing.theme import load_theme
from briefing.writers.pdf import write_pdf
from briefing.writers.text import write_text

PROFILES = ("ua1", "3a")


@pytest.mark.parametrize("profile", PROFILES)
@pytest.mark.parametrize("name", CASES)
def test_verapdf_finds_no_failure(name: str, profile: str) -> None:
    verdict = verapdf().judge(CASES[name].content, profile)
    assert verdict.failures == ()
    assert verdict.assertions > 100


def test_annex_c_names_what_the_file_claims_and_the_validator_that_is_used_here() -> None:
    assert STANDARDS["validator"] == f"veraPDF {verapdf().version}"
    text = write_text(CASES["first-visit"].document, load_theme()).decode()
    annex = text.replace("\N{NO-BREAK SPACE}", " ").partition("About this file")[2]
    assert all(name in annex for name in STANDARDS.values())
    with pikepdf.open(BytesIO(CASES["first-visit"].content)) as pdf, pdf.open_metadata() as xmp:
        assert (
            STANDARDS["archival"]
            == f"PDF/A-{xmp['pdfaid:part']}{xmp['pdfaid:conformance'].lower()}"
        )
        assert STANDARDS["accessible"] == f"PDF/UA-{xmp['pdfuaid:part']}"


@pytest.mark.parametrize("profile", PROFILES)
@pytest.mark.parametrize("name", CASES)
def test_another_validator_finds_none_either(name: str, profile: str) -> None:
    report = page.validate_pdf_bytes(CASES[name].content, profile=profile)
    assert [f"{one.rule_id} {one.message}" for one in report.failures] == []


def test_a_stream_whose_last_byte_is_a_carriage_return_is_as_long_as_it_says() -> None:
    content = b"\x0c"
    assert zlib.compress(content).endswith(b"\r")
    attached = (Attachment("x.txt", "text/plain", "Data", content),)
    written = write_pdf(replace(DOCUMENTS["smallest"](), attachments=attached), load_theme())
    assert page.validate_pdf_bytes(written, profile="3a").failures == []


@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    phases=[Phase.explicit, Phase.generate],
)
@given(st.lists(any_blocks(levels=(1,)), max_size=6).map(tuple))
def test_any_blocks_inside_each_other_conform(blocks: Blocks) -> None:
    made = DOCUMENTS["smallest"]()
    document = Document(made.meta, made.title, (), made.first, made.rest, blocks)
    content = write_pdf(document, load_theme())
    for profile in PROFILES:
        assert verapdf().judge(content, profile).failures == ()
        assert page.validate_pdf_bytes(content, profile=profile).failures == []


# What the fonts may lack: builds are refused for it, and here they are to succeed.
_WITHOUT_GLYPHS = re.compile(r"[^\x00-\x7f\u00a0-\u024f\u0370-\u03ff\u0400-\u04ff\u2010-\u203a]")


def fit(visit: Visit) -> Visit:
    """The visit without what may refuse a build: charts that no section places, forms that a fact lacks."""
    sentences = (
        "bottom_line",
        "objectives",
        "points_to_make",
        "if_raised",
        "sensitive",
        "programme",
    )
    emptied = {name: {} for name in ("charts", "commentary", "cautions", "biographies")}
    return visit.model_copy(update={**dict.fromkeys(sentences, ()), **emptied})


@settings(
    max_examples=6,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    phases=[Phase.explicit, Phase.generate],
)
@given(visit=visits())
def test_the_brief_of_any_visit_conforms(
    visit: Visit, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("visit")
    (folder / "visit.yaml").write_text(_WITHOUT_GLYPHS.sub("x", dump(fit(visit))), encoding="utf-8")
    content = build(folder, Options(formats=("pdf",))).files["brief.pdf"]
    assert faults(content) == []
    assert overlaps(content) == []
    for profile in PROFILES:
        assert verapdf().judge(content, profile).failures == ()
        assert page.validate_pdf_bytes(content, profile=profile).failures == []
