"""The HTML page that mails are made with: every word in order, readable by all, safe to send."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import lxml.html
import pytest
from any_visit import texts
from documents import DOCUMENTS, bars, chart, document, fact, ref, said, table, words
from html_page import Tags, blocks_of, own_words, tidy
from hypothesis import given, settings
from hypothesis import strategies as st

from briefing.blocks import (
    Blocks,
    BulletList,
    Callout,
    Caption,
    CrossReference,
    Document,
    Figure,
    Furniture,
    Heading,
    KeyFigure,
    KeyFigures,
    Link,
    Marking,
    Note,
    NoteList,
    OrderedList,
    Quotation,
    Span,
    Strong,
    Table,
    Value,
    plain,
)
from briefing.pipeline import Options, compose_visit
from briefing.theme import TRAFFIC_LIGHT_GROUND, TRAFFIC_LIGHTS, load_theme
from briefing.writers.html import write_html
from briefing.writers.text import text_blocks

ROOT = Path(__file__).parent.parent
VISITS = [
    ROOT / "visits" / "2025-11-26-bishkek",
    ROOT / "visits" / "2026-05-12-lisbon",
    ROOT / "tests" / "visits" / "2026-03-09-piraeus",
    ROOT / "tests" / "visits" / "2026-05-figures",
]
THEME = load_theme()


class Cids(dict[str, str]):
    """A picture for every chart."""

    def get(self, key: str, default: object = None) -> str:  # type: ignore[override]
        return f"cid:{key}"


def page(made: Document, images: dict[str, str] | None = None) -> lxml.html.HtmlElement:
    return lxml.html.fromstring(write_html(made, THEME, images))


def of(*blocks: object, marking: Marking | None = None) -> Document:
    return document("A title", "", blocks, marking)  # type: ignore[arg-type]


@pytest.fixture(
    scope="module", params=[*VISITS, *DOCUMENTS], ids=lambda one: getattr(one, "name", one)
)
def any_document(request: pytest.FixtureRequest) -> Document:
    if isinstance(request.param, str):
        return DOCUMENTS[request.param]()
    return compose_visit(request.param, Options(), THEME).document


@pytest.fixture(scope="module", params=VISITS, ids=lambda path: path.name)
def brief(request: pytest.FixtureRequest) -> Document:
    return compose_visit(request.param, Options(), THEME).document


# ------------------------------------------------------------------------------------------- words


def test_a_brief_says_what_its_text_form_says(brief: Document) -> None:
    expected = [tidy(one) for one in text_blocks(brief, bracketed=False)]
    assert [one for one in blocks_of(page(brief, Cids())) if one] == expected


def test_notes_at_the_foot_of_pages_follow_the_paragraph_of_their_first_reference() -> None:
    foot = load_theme(str(Path(__file__).parent / "themes" / "foot.toml"))
    made = compose_visit(VISITS[0], Options(), foot).document
    expected = [tidy(one) for one in text_blocks(made, bracketed=False)]
    assert len(made.footnotes) > 5
    assert [one for one in blocks_of(page(made, Cids())) if one] == expected


def test_a_chart_without_a_picture_is_told_in_words(brief: Document) -> None:
    root = page(brief)
    assert not list(root.iter("img"))
    expected = [
        tidy(re.sub(r"^\[Alternative text: (.*)\]$", r"\1", one, flags=re.DOTALL))
        for one in text_blocks(brief, bracketed=False)
    ]
    assert [one for one in blocks_of(root) if one] == expected


def test_the_running_head_and_foot_stand_around_the_text() -> None:
    found = tidy(page(of(said("The text."))).text_content())
    made = [*found.split("A title", 2)[-1].partition("The text.")]
    assert "Edition 1" in found.partition("The text.")[0]
    assert made[2].strip().endswith("based on one news report")
    assert "{page}" not in found


def test_a_document_without_furniture_has_nothing_around_its_text() -> None:
    (text,) = page(DOCUMENTS["smallest"]()).iter("div")
    assert [element.tag for element in text] == ["h1", "p"]


# ----------------------------------------------------------------------------------------- marking


@pytest.mark.parametrize("label", TRAFFIC_LIGHTS)
def test_a_traffic_light_label_stands_above_and_below_in_its_colour_on_black(label: str) -> None:
    marking = Marking(f"TLP:{label}", label)  # type: ignore[arg-type]
    root = page(of(said("The text."), marking=marking))
    cells = [td for td in root.iter("td") if td.text == marking.text]
    assert len(cells) == 2
    for cell in cells:
        assert cell.get("bgcolor") == TRAFFIC_LIGHT_GROUND
        assert f"color:{TRAFFIC_LIGHTS[label]}" in cell.get("style").split(";")
    before, _, after = root.text_content().partition("The text.")
    assert marking.text in before
    assert marking.text in after


@pytest.mark.parametrize("around", ["", "UNCLASSIFIED", "NOT UNCLASSIFIED"])
def test_another_marking_is_told_once_above_and_once_below(around: str) -> None:
    line = words(around, " · Edition 1")
    furniture = Furniture((), line, line, ()) if around else Furniture((), (), (), ())
    made = replace(of(said("The text."), marking=Marking("UNCLASSIFIED")), first=furniture)
    before, _, after = page(made).find("body").text_content().partition("The text.")
    own = around.count("NOT ")
    assert before.count("UNCLASSIFIED") == after.count("UNCLASSIFIED") == 1 + own


# ------------------------------------------------------------------------------------ accessibility


def test_the_page_names_its_language_title_and_character_set(any_document: Document) -> None:
    content = write_html(any_document, THEME).decode()
    assert content.startswith(
        f'<!DOCTYPE html>\n<html lang="{any_document.meta.language}" dir="ltr">'
    )
    assert content.index('<meta charset="utf-8">') < 100
    root = lxml.html.fromstring(content.encode())
    assert root.findtext("head/title") == any_document.meta.title
    metas = {meta.get("name"): meta.get("content") for meta in root.iter("meta")}
    assert metas["color-scheme"] == "light only"
    assert metas["viewport"] == "width=device-width, initial-scale=1"


def test_headings_never_skip_a_level(any_document: Document) -> None:
    levels = [int(e.tag[1]) for e in page(any_document).iter() if re.fullmatch(r"h\d", str(e.tag))]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


def test_tables_of_facts_have_heads_and_captions_others_are_layout(any_document: Document) -> None:
    root = page(any_document)
    tables = [b for b in any_document.blocks if isinstance(b, Table)]
    found = [t for t in root.iter("table") if t.get("role") is None]
    assert len(found) == len(tables)
    for made, block in zip(found, tables, strict=True):
        heads = list(made.iter("th"))
        assert [th.get("scope") for th in heads] == ["col"] * len(block.columns)
        assert (made.find("caption") is not None) == (block.caption is not None)
        described = made.get("aria-description") or made.get("aria-label") or ""
        assert described == plain(block.description)
    for made in root.iter("table"):
        if made.get("role") is not None:
            assert made.get("role") == "presentation"
            assert made.find("caption") is None
            assert not made.xpath("./tr/th|./tbody/tr/th")


def test_pictures_have_alternative_texts_and_whole_sizes(any_document: Document) -> None:
    root = page(any_document, Cids())
    charts = [b.chart for b in any_document.blocks if isinstance(b, Figure)]
    images = list(root.iter("img"))
    assert [i.get("alt") for i in images] == [plain(c.alternative) for c in charts]
    for image, drawn in zip(images, charts, strict=True):
        width, height = int(image.get("width")), int(image.get("height"))
        assert width <= 660
        assert width / height == pytest.approx(drawn.drawing.width / drawn.drawing.height, rel=0.02)


def test_words_in_another_language_say_so_and_run_their_own_way() -> None:
    root = page(
        of(
            said(
                Span(words("שלום"), "he"), Value("مرحبا", language="ar"), Span(words("Όσλο"), "el")
            )
        )
    )
    assert [(s.get("lang"), s.get("dir")) for s in root.iter("span")] == [
        ("he", "rtl"),
        ("ar", "rtl"),
        ("el", None),
    ]


def test_an_ordered_list_counts_from_its_start() -> None:
    (made,) = page(of(OrderedList(((said("a"),), (said("b"),)), start=3))).iter("ol")
    assert made.get("start") == "3"
    assert [li.text for li in made] == ["a", "b"]


def test_items_lists_and_paragraphs_of_nothing_leave_nothing_to_read() -> None:
    root = page(
        of(
            said(""),
            BulletList(()),
            BulletList(((), ())),
            KeyFigures(()),
            NoteList("notes", ()),
        )
    )
    assert not list(root.iter("ul", "li"))
    assert all(p.text_content().strip() for p in root.iter("p"))
    assert "\u00a0" not in root.text_content()


def luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def styled(element: lxml.html.HtmlElement, name: str) -> str:
    """The value of a style's property, of the element itself or the nearest around it."""
    for one in (element, *element.iterancestors()):
        for declaration in (one.get("style") or "").split(";"):
            if declaration.startswith(f"{name}:"):
                return declaration.partition(":")[2]
    raise AssertionError(f"no {name} around {element.tag}")


def test_text_stands_out_from_its_ground(any_document: Document) -> None:
    for element in page(any_document).find("body").iter():
        if isinstance(element.tag, str) and (element.text or "").strip():
            light, dark = sorted(
                (
                    luminance(styled(element, "color")),
                    luminance(styled(element, "background-color")),
                ),
                reverse=True,
            )
            assert (light + 0.05) / (dark + 0.05) >= 4.5, element.text


# ------------------------------------------------------------------------------------ the theme's look


def test_every_colour_is_the_themes(any_document: Document) -> None:
    known = {*THEME.colours.values(), *TRAFFIC_LIGHTS.values(), TRAFFIC_LIGHT_GROUND}
    for element in page(any_document, Cids()).iter():
        for text in (element.get("style") or "", element.get("bgcolor") or ""):
            assert set(re.findall(r"#[0-9a-fA-F]+", text)) <= known
            assert "rgb" not in text


def test_a_ground_is_told_twice_for_old_outlook(any_document: Document) -> None:
    for element in page(any_document).iter():
        found = re.search(r"background-color:(#\w+)", element.get("style") or "")
        assert element.get("bgcolor") == (found[1] if found else element.get("bgcolor"))
        if element.tag in ("td", "body"):
            assert (element.get("bgcolor") is None) == (found is None)


def test_another_theme_changes_colours_sizes_and_letters(tmp_path: Path) -> None:
    file = tmp_path / "own.toml"
    file.write_text(
        'colours.accent = "#7a1f5c"\nroles.body.size = 12\nfonts.serif.name = "O\'Own & Co"\n',
        encoding="utf-8",
    )
    content = write_html(DOCUMENTS["typical"](), load_theme(str(file))).decode()
    assert THEME.colour("accent") not in content
    assert "color:#7a1f5c" in content
    (body,) = (
        p
        for p in lxml.html.fromstring(content.encode()).iter("p")
        if "bilateral trade at a" in (p.text or "")
    )
    assert "font-size:17px" in body.get("style")
    assert body.get("style").split("font-family:")[1].startswith(r"'O\'Own & Co',Cambria,Georgia,")


# -------------------------------------------------------------------------------------- safe to send


def test_nothing_is_fetched_run_or_filled_in(any_document: Document) -> None:
    for element in page(any_document, Cids()).iter():
        if not isinstance(element.tag, str):
            continue
        assert element.tag not in (
            "script",
            "link",
            "style",
            "form",
            "input",
            "iframe",
            "object",
            "svg",
        )
        assert not [name for name in element.attrib if name.startswith("on") or name == "class"]
        assert "url(" not in (element.get("style") or "")
        assert (element.get("src") or "cid:").startswith("cid:")
        assert re.match(r"https?://|mailto:|#", element.get("href") or "#")


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "data:text/html,x", "file:///x", "//x.org", " http://x", "x"]
)
def test_an_address_of_another_kind_is_printed_not_linked(url: str) -> None:
    root = page(of(said(Link(words("words"), url))))
    assert not list(root.iter("a"))
    assert "words" in root.text_content()


def test_links_lead_to_places_of_the_page_and_back() -> None:
    note = Note("1", "note 1/é", words("The note."), ("ref-1",))
    reference = ref("1")
    pointed = type(reference)("note 1/é", "1", "ref-1", "", True)
    root = page(
        of(
            Heading(1, words("Trade"), "trade & more"),
            said(
                "See ",
                CrossReference("trade & more", words("Trade")),
                " and ",
                CrossReference("gone", words("Gone")),
                pointed,
            ),
            said(ref("9")),
            NoteList("notes", (note,)),
        )
    )
    ids = [e.get("id") for e in root.iter() if e.get("id")]
    assert len(ids) == len(set(ids))
    assert all(not re.search(r"\s", id) for id in ids)
    assert [(a.text, a.get("href")[1:] in ids) for a in root.iter("a")] == [
        ("Trade", True),
        ("1", True),
        ("1.", True),
    ]
    assert next(tidy(own_words(p)) for p in root.iter("p")) == "See Trade and Gone1"


def test_every_link_within_a_page_arrives(any_document: Document) -> None:
    root = page(any_document)
    ids = [e.get("id") for e in root.iter() if e.get("id")]
    assert len(ids) == len(set(ids))
    assert {a.get("href")[1:] for a in root.iter("a") if a.get("href").startswith("#")} <= set(ids)


def everywhere(text: str, language: str = "") -> Document:
    """A document with the text in every place that holds one."""
    one = words(text)
    drawn = chart("c", text, text, bars(), text)
    blocks: Blocks = (
        Heading(1, one, text),
        said(
            text, Strong(one), Span(one, language or "en"), Link(one, f"https://example.org/{text}")
        ),
        BulletList(((said(text), said(text)),)),
        table(1, text, ((text, 0.5, False), (text, 0.5, True)), (text, text)),
        Figure(drawn, Caption(one, text, "figure")),
        Callout("caution", one, (said(text),)),
        KeyFigures((KeyFigure((Strong(one), *one), one, one),)),
        Quotation(one, one),
        said(fact(text), ref(text)),
        NoteList("notes", (Note(text, f"note-{text}", one),)),
    )
    return document(text, text, blocks, Marking(text))


def test_elements_nest_as_html_lets_them(any_document: Document) -> None:
    assert Tags(write_html(any_document, THEME, Cids()).decode()).seen[:2] == ["html", "head"]


@settings(max_examples=60, deadline=None)
@given(
    text=texts
    | st.sampled_from(
        ['"><script>alert(1)</script>', "<!--", "]]>", "&amp;", "' onload='x", "{{ x }}"]
    )
)
def test_any_text_prints_as_typed_and_changes_no_tag(text: str) -> None:
    made = write_html(everywhere(text), THEME, Cids())
    assert (
        Tags(made.decode()).seen == Tags(write_html(everywhere("x"), THEME, Cids()).decode()).seen
    )
    root = lxml.html.fromstring(made)
    assert root.findtext("head/title") == text
    (image,) = root.iter("img")
    assert text in image.get("alt")
    expected = [tidy(one) for one in text_blocks(everywhere(text), bracketed=False)]
    assert [one for one in blocks_of(root) if one] == [one for one in expected if one]


def test_the_same_document_gives_the_same_bytes(any_document: Document) -> None:
    assert write_html(any_document, THEME) == write_html(any_document, THEME, {})


def test_a_mail_is_small_enough_to_be_shown_whole() -> None:
    """Gmail cuts what is longer than 102 KB; a mail has some blocks of a brief."""
    made = DOCUMENTS["typical"]()
    start = of(*made.blocks[:7])
    assert len(write_html(start, THEME, Cids())) < 40_000
