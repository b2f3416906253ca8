"""The Word file as a package: fixed bytes, properties, fonts, and what Microsoft's validator says."""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
from pathlib import Path

import pytest
from programs import program
from word_file import W, WordFile, small, written
from word_samples import DOCUMENTS, everything, said

from briefing.blocks import Meta
from briefing.theme import load_theme
from briefing.writers import WRITERS

ROOT = Path(__file__).parent.parent
PROGRAM = """
import hashlib, sys
sys.path.insert(0, "tests")
from briefing.theme import load_theme
from briefing.writers import WRITERS
from word_samples import everything
print(hashlib.sha256(WRITERS["docx"].write(everything(), load_theme())).hexdigest())
others = {"reportlab", "matplotlib", "yaml", "jinja2"}
print(*sorted({name.partition(".")[0] for name in sys.modules} & others))
"""


def test_the_same_document_gives_the_same_bytes_in_any_process() -> None:
    here = hashlib.sha256(WRITERS["docx"].write(everything(), load_theme())).hexdigest()
    for seed, zone in (("0", "UTC"), ("1", "Asia/Bishkek")):
        done = subprocess.run(
            [sys.executable, "-c", PROGRAM],
            cwd=ROOT,
            env={"PYTHONHASHSEED": seed, "TZ": zone, "PYTHONPATH": str(ROOT)},
            check=True,
            capture_output=True,
            text=True,
        )
        assert done.stdout.splitlines()[0] == here


def test_a_word_build_imports_no_other_formats_library() -> None:
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM], cwd=ROOT, check=True, capture_output=True, text=True
    )
    assert done.stdout.splitlines()[1] == ""


def test_the_zip_has_a_fixed_order_and_no_time() -> None:
    word = written(said("x"))
    names = [one.filename for one in word.members]
    assert names[:2] == ["[Content_Types].xml", "_rels/.rels"]
    assert names[2:] == sorted(names[2:])
    assert {one.date_time for one in word.members} == {(1980, 1, 1, 0, 0, 0)}


def test_no_revision_marks_and_no_prompt_to_update_fields() -> None:
    word = WordFile(WRITERS["docx"].write(everything(), load_theme()))
    for name, part in word.parts.items():
        if name.endswith(".xml"):
            assert b"rsid" not in part
            assert b"updateFields" not in part


def test_properties_come_from_the_document() -> None:
    day = Meta(
        "T & t", "About", "en-GB", small().meta.date, "Unit", ("trade", "visit"), True, "RU–KG 1"
    )
    word = written(meta=day)
    core = {one.tag.rpartition("}")[2]: one.text for one in word.xml("docProps/core.xml")}
    assert core == {
        "title": "T & t",
        "subject": "About",
        "creator": "Unit",
        "lastModifiedBy": "Unit",
        "keywords": "trade, visit",
        "revision": "1",
        "language": "en-GB",
        "created": "2025-11-27T00:00:00Z",
        "modified": "2025-11-27T00:00:00Z",
    }
    custom = {one.get("name"): one[0].text for one in word.xml("docProps/custom.xml")}
    assert custom == {"draft": "true", "identifier": "RU–KG 1"}


def test_fonts_are_named_with_what_to_take_in_their_place() -> None:
    fonts = {
        one.get(W + "name"): one.find(W + "altName").get(W + "val")
        for one in written().xml("word/fontTable.xml")
    }
    families = load_theme().fonts.families.values()
    assert fonts == {family.name: ",".join(family.substitutes) for family in families}


def test_the_page_is_the_themes() -> None:
    page, section = load_theme().page, written().body[-1]
    size, margins = section.find(W + "pgSz"), section.find(W + "pgMar")
    assert (size.get(W + "w"), size.get(W + "h")) == ("11906", "16838")
    sides = [int(margins.get(W + side)) for side in ("top", "right", "bottom", "left")]
    assert sides == [page.top * 20, page.right * 20, page.bottom * 20, page.left * 20]


@pytest.mark.parametrize("name", DOCUMENTS)
def test_microsofts_validator_finds_no_error(name: str, tmp_path: Path) -> None:
    validator = program("ooxml-validator")
    file = tmp_path / f"{name}.docx"
    file.write_bytes(WRITERS["docx"].write(DOCUMENTS[name](), load_theme()))
    done = subprocess.run(
        [validator, file], check=False, capture_output=True, text=True, timeout=120
    )
    assert json.loads(done.stdout)["errors"] == []
