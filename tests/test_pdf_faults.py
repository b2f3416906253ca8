"""A fault put into a finished file on purpose is found: by veraPDF where its profiles ask, by our own reading."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from io import BytesIO
from typing import Any

import pikepdf
import pytest
from documents import DOCUMENTS
from pdf_checks import faults
from pdf_file import elements
from pikepdf import Array, Dictionary, Name, String
from verapdf import verapdf

from briefing.theme import load_theme
from briefing.writers.pdf import write_pdf


@cache
def sound() -> bytes:
    return write_pdf(DOCUMENTS["typical"](), load_theme())


def first(pdf: pikepdf.Pdf, tag: str) -> Any:
    return next(one for one in elements(pdf.Root.StructTreeRoot) if str(one.S) == tag)


def link(pdf: pikepdf.Pdf, *, web: bool = False) -> Any:
    return next(a for page in pdf.pages for a in page.get("/Annots", []) if not web or "/A" in a)


def font(pdf: pikepdf.Pdf) -> Any:
    return next(iter(pdf.pages[0].Resources.Font.values()))


def drop(owner: Any, key: str) -> None:
    del owner[key]


def xmp(pdf: pikepdf.Pdf, old: str, new: str) -> None:
    content = pdf.Root.Metadata.read_bytes()
    assert re.search(old, content.decode())
    pdf.Root.Metadata.write(re.sub(old, new, content.decode()).encode())


def untagged(pdf: pikepdf.Pdf) -> None:
    """The words of a paragraph without a mark around them; the tree still knows of them."""
    page = next(page for page in pdf.pages if b"/P <</MCID" in page.Contents.read_bytes())
    content = re.sub(
        rb"/P <</MCID \d+>> BDC\n(.*?)EMC\n",
        rb"\1",
        page.Contents.read_bytes(),
        count=1,
        flags=re.DOTALL,
    )
    page.Contents.write(content)


def too_deep(pdf: pikepdf.Pdf) -> None:
    first(pdf, "/H1").S = Name.H3


def no_glyph(pdf: pikepdf.Pdf) -> None:
    inner = font(pdf).DescendantFonts[0]
    inner.CIDToGIDMap.write(bytes(len(inner.CIDToGIDMap.read_bytes())))


def no_words(pdf: pikepdf.Pdf) -> None:
    drop(font(pdf), "/ToUnicode")


def script(pdf: pikepdf.Pdf) -> None:
    pdf.Root.OpenAction = Dictionary(S=Name.JavaScript, JS=String("app.alert(1)"))


def launch(pdf: pikepdf.Pdf) -> None:
    link(pdf, web=True).A = Dictionary(S=Name.Launch, F=String("calc.exe"))


def file_address(pdf: pikepdf.Pdf) -> None:
    link(pdf, web=True).A.URI = String("file:///etc/passwd")


def other_parent(pdf: pikepdf.Pdf) -> None:
    numbers = pdf.Root.StructTreeRoot.ParentTree.Nums
    numbers[1][0], numbers[1][1] = numbers[1][1], numbers[1][0]


def relationship(pdf: pikepdf.Pdf, name: str) -> None:
    for file in pdf.Root.AF:
        file.AFRelationship = Name(name)


def outside(pdf: pikepdf.Pdf) -> None:
    link(pdf).Rect = Array([-50, -50, -10, -10])


# What is done to the file; the profile and the rule by which veraPDF finds it ("" where its profiles do
# not ask); and the words in which our own reading does.
FAULTS: dict[str, tuple[Callable[[pikepdf.Pdf], None], str, str, str]] = {
    "a figure without Alt": (lambda pdf: drop(first(pdf, "/Figure"), "/Alt"), "ua1", "7.3-1", "alternative text"),
    "an untagged paragraph": (untagged, "ua1", "7.1-3", "in 0 marked contents"),
    "a TH without Scope": (lambda pdf: drop(first(pdf, "/TH"), "/A"), "ua1", "7.5-1", "without Scope"),
    "a link without Contents": (lambda pdf: drop(link(pdf), "/Contents"), "ua1", "7.18.5-2", "does not say where"),
    "a link that nothing tags": (lambda pdf: drop(link(pdf), "/StructParent"), "ua1", "7.18.5-1", "leads elsewhere"),
    "no language": (lambda pdf: drop(pdf.Root, "/Lang"), "ua1", "7.2-33", "no language"),
    "a font that is not embedded": (
        lambda pdf: drop(font(pdf).DescendantFonts[0].FontDescriptor, "/FontFile2"), "3a", "6.2.11.4.1-1", "not embedded",
    ),
    "a glyph that is .notdef": (no_glyph, "3a", "6.2.11.5-1", ".notdef"),
    "glyphs without words": (no_words, "3a", "6.2.11.7.2-1", "stands for no words"),
    "no claim of PDF/UA": (lambda pdf: xmp(pdf, "<pdfuaid:part>1</pdfuaid:part>", ""), "ua1", "5-1", "XMP claims"),
    "no claim of PDF/A": (lambda pdf: xmp(pdf, "<pdfaid:part>3</pdfaid:part>", ""), "3a", "6.6.4-2", "XMP claims"),
    "no declared schema": (lambda pdf: xmp(pdf, "(?s)<pdfaExtension:schemas>.*</pdfaExtension:schemas>", ""), "3a", "6.6.2.3.1-1", ""),
    "no output intent": (lambda pdf: drop(pdf.Root, "/OutputIntents"), "3a", "6.2.4.3-2", "no output intent"),
    "an attachment without relationship": (lambda pdf: drop(pdf.Root.AF[0], "/AFRelationship"), "3a", "6.8-3", "an attachment that is None"),
    "an attachment in a wrong relationship": (lambda pdf: relationship(pdf, "/Friend"), "", "", "an attachment that is /Friend"),
    "an attachment that belongs to nothing": (lambda pdf: drop(pdf.Root, "/AF"), "3a", "6.8-4", "not associated"),
    "another title in XMP": (lambda pdf: xmp(pdf, "(<dc:title>.*?x-default\">)", r"\1No, "), "", "", "Title is"),
    "another date in XMP": (lambda pdf: xmp(pdf, "(<xmp:CreateDate>)2025", r"\g<1>1999"), "", "", "CreationDate is"),
    "a heading of a level too deep": (too_deep, "ua1", "7.4.2-1", "H3 after no heading"),
    "a note without ID": (lambda pdf: drop(first(pdf, "/Note"), "/ID"), "ua1", "7.9-1", "notes without"),
    "content that leads to another element": (other_parent, "", "", "differ"),
    "a script": (script, "3a", "6.5.1-1", "/OpenAction in"),
    "a launch action": (launch, "3a", "6.5.1-1", "may do harm"),
    "a link to a file": (file_address, "", "", "may do harm"),
    "a link outside the page": (outside, "", "", "outside its page"),
    "a title that readers do not show": (lambda pdf: drop(pdf.Root.ViewerPreferences, "/DisplayDocTitle"), "ua1", "7.1-10", ""),
    "not said to be tagged": (lambda pdf: drop(pdf.Root, "/MarkInfo"), "ua1", "6.2-1", ""),
    "no order of tabs": (lambda pdf: [drop(page, "/Tabs") for page in pdf.pages], "ua1", "7.18.3-1", ""),
}  # fmt: skip


def planted(plant: Callable[[pikepdf.Pdf], None]) -> bytes:
    saved = BytesIO()
    with pikepdf.open(BytesIO(sound())) as pdf:
        plant(pdf)
        pdf.save(saved, fix_metadata_version=False)
    return saved.getvalue()


def test_the_file_itself_is_sound_also_when_pikepdf_has_written_it() -> None:
    content = planted(lambda pdf: None)
    assert faults(content) == []
    for profile in ("ua1", "3a"):
        assert verapdf().judge(content, profile).failures == ()


@pytest.mark.parametrize("name", [name for name, fault in FAULTS.items() if fault[3]])
def test_our_own_reading_finds(name: str) -> None:
    plant, _, _, words = FAULTS[name]
    found = faults(planted(plant))
    assert any(words in fault for fault in found), found


@pytest.mark.parametrize("name", [name for name, fault in FAULTS.items() if fault[1]])
def test_verapdf_finds(name: str) -> None:
    plant, profile, rule, _ = FAULTS[name]
    assert rule in verapdf().judge(planted(plant), profile).rules


@pytest.mark.parametrize("name", [name for name, fault in FAULTS.items() if not fault[1]])
def test_what_verapdf_does_not_ask(name: str) -> None:
    """Where this fails, a newer veraPDF asks it: then its rule belongs in the table."""
    for profile in ("ua1", "3a"):
        assert verapdf().judge(planted(FAULTS[name][0]), profile).failures == ()
