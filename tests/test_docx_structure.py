"""How a Word file is made: named styles, marked table heads, alternative texts, links that lead somewhere."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise

import pytest
from lxml import etree
from word_file import WP, A, R, W, WordFile, small, style, text, written
from word_samples import DOCUMENTS, callout, chart, everything, said, table, words

from briefing.blocks import (
    BulletList,
    Callout,
    Caption,
    Column,
    Figure,
    Heading,
    KeyFigure,
    KeyFigures,
    Link,
    Mark,
    NoteRef,
    OrderedList,
    Quotation,
    Strong,
    Table,
)
from briefing.theme import load_theme
from briefing.writers import WRITERS

# What Word has no style for: where a paragraph may break, which list it counts in, room around boxes.
DIRECT = {"pStyle", "keepNext", "pageBreakBefore", "numPr", "spacing"}


@pytest.fixture(params=sorted(DOCUMENTS))
def word(request: pytest.FixtureRequest) -> WordFile:
    return WordFile(WRITERS["docx"].write(DOCUMENTS[request.param](), load_theme()))


def local(element: etree._Element) -> str:
    return etree.QName(element).localname


def test_the_text_holds_named_styles_and_no_other_look(word: WordFile) -> None:
    for _, story in word.stories():
        for properties in story.iter(W + "pPr"):
            assert {local(one) for one in properties} <= DIRECT
        for properties in story.iter(W + "rPr"):
            assert {local(one) for one in properties} <= {
                "rStyle", "position", "lang", "rtl", "rFonts",
            }  # fmt: skip
            for font in properties.iter(
                W + "rFonts"
            ):  # a style knows one font for all such scripts
                assert set(font.attrib) == {W + "cs"}
                assert properties.find(W + "rtl") is not None
        for spacing in story.iter(W + "spacing"):
            assert {etree.QName(name).localname for name in spacing.attrib} <= {"before", "after"}


def test_every_style_in_use_exists_and_is_of_the_right_type(word: WordFile) -> None:
    styles = word.styles()
    kinds = {"pStyle": "paragraph", "rStyle": "character", "tblStyle": "table"}
    for _, story in word.stories():
        for tag, kind in kinds.items():
            for used in story.iter(W + tag):
                assert styles[used.get(W + "val")].get(W + "type") == kind
        for paragraph in story.iter(W + "p"):
            assert style(paragraph)


def test_styles_name_only_styles_and_lists_that_exist(word: WordFile) -> None:
    styles = word.styles()
    lists = {one.get(W + "numId") for one in word.xml("word/numbering.xml").iter(W + "num")}
    for part in (word.xml("word/styles.xml"), word.xml("word/numbering.xml"), word.xml()):
        for tag in ("basedOn", "next", "pStyle"):
            assert {one.get(W + "val") for one in part.iter(W + tag)} <= set(styles)
        assert {one.get(W + "val") for one in part.iter(W + "numId")} <= lists


def test_headings_are_words_own_with_their_outline_level() -> None:
    styles = written(Heading(1, words("x"))).styles()
    for level in (1, 2, 3):
        made = styles[f"Heading{level}"]
        assert made.find(W + "name").get(W + "val") == f"heading {level}"
        assert made.find(f"{W}pPr/{W}outlineLvl").get(W + "val") == str(level - 1)
        assert made.find(f"{W}pPr/{W}keepNext") is not None


def test_strong_words_in_a_bold_paragraph_are_not_turned_back() -> None:
    """Bold is a toggle in Word: a bold style inside a bold style is not bold."""
    word = written(
        Table((Column(words(Strong(words("x")), NoteRef("n", "1", "r"))),), ((words("y"),),))
    )
    used = [one.get(W + "val") for one in word.xml().iter(W + "rStyle")]
    assert used == ["NoteReferenceInBold"]
    assert word.styles()["NoteReferenceInBold"].find(f"{W}rPr/{W}b") is None


def test_a_table_has_one_head_row_that_is_marked_and_repeated_and_rows_that_do_not_split() -> None:
    made = next(written(table()).xml().iter(W + "tbl"))
    rows = made.findall(W + "tr")
    assert [row.find(f"{W}trPr/{W}tblHeader") is not None for row in rows] == [True] + [False] * 3
    assert all(row.find(f"{W}trPr/{W}cantSplit") is not None for row in rows)
    assert made.find(f"{W}tblPr/{W}tblLook").get(W + "firstRow") == "1"
    assert made.find(f"{W}tblPr/{W}tblDescription").get(W + "val") == "Three columns."


def test_columns_take_their_share_of_the_measure() -> None:
    made = next(written(table()).xml().iter(W + "tbl"))
    widths = [int(one.get(W + "w")) for one in made.iter(W + "gridCol")]
    measure = round(load_theme().page.measure * 20)
    assert sum(widths) == measure
    assert [round(width / measure, 2) for width in widths] == [0.5, 0.3, 0.2]
    for row in made.iter(W + "tr"):
        assert [int(one.get(W + "w")) for one in row.iter(W + "tcW")] == widths


def test_a_column_of_figures_stands_at_the_right_by_its_style() -> None:
    word = written(table())
    assert (word.style_of("$4.1"), word.style_of("Value")) == ("TableNumber", "TableHeadNumber")
    for name in ("TableNumber", "TableHeadNumber"):
        assert word.styles()[name].find(f"{W}pPr/{W}jc").get(W + "val") == "right"


def test_a_caption_stays_with_its_table_and_the_head_with_the_first_row() -> None:
    word = written(table())
    for name in ("Caption", "TableHead", "TableHeadNumber"):
        assert word.styles()[name].find(f"{W}pPr/{W}keepNext") is not None
    first = word.xml().findall(f".//{W}tr")[1]
    assert all(p.find(f"{W}pPr/{W}keepNext") is not None for p in first.iter(W + "p"))


def test_tables_have_no_merged_and_no_empty_cells(word: WordFile) -> None:
    for cell in word.xml().iter(W + "tc"):
        assert cell.find(f"{W}tcPr/{W}gridSpan") is None
        assert cell.find(f"{W}tcPr/{W}vMerge") is None
        assert text(cell)


def test_two_tables_do_not_touch_and_the_last_block_is_a_paragraph(word: WordFile) -> None:
    """Word would make one table of two, and mends a file that ends with a table."""
    kinds = [local(one) for one in word.body]
    assert ("tbl", "tbl") not in pairwise(kinds)
    assert kinds[-2:] == ["p", "sectPr"]


def test_key_figures_read_tile_by_tile_three_to_a_row() -> None:
    tiles = tuple(
        KeyFigure(words(Strong(words(f"${n}")), " billion"), words(f"label {n}"), words("who"))
        for n in range(4)
    )
    word = written(KeyFigures(tiles))
    rows = [row.findall(W + "tc") for row in word.xml().iter(W + "tr")]
    assert [len(row) for row in rows] == [3, 1]
    ruled = [[c.find(f"{W}tcPr/{W}tcBorders/{W}bottom") is None for c in row] for row in rows]
    assert ruled == [[True] * 3, [False]]  # a rule below one tile of three would look torn off
    cell = rows[1][0].findall(W + "p")
    assert [text(p) for p in cell] == ["$3 billion", "label 3", "who"]
    assert [style(p) for p in cell] == ["KeyNumber", "KeyLabel", "KeyAttribution"]
    number, unit = cell[0].findall(W + "r")
    assert number.find(f"{W}rPr/{W}rStyle") is None
    assert unit.find(f"{W}rPr/{W}rStyle").get(W + "val") == "KeyUnit"


@pytest.mark.parametrize("kind", ["bottom-line", "glance", "caution", "draft", "omitted"])
def test_all_paragraphs_of_a_callout_share_borders_ground_and_left_edge(kind: str) -> None:
    """Only then does Word draw one box around them, lists of every depth included."""
    word = written(callout(kind))  # type: ignore[arg-type]
    styles = word.styles()
    lists = {
        one.get(W + "numId"): one.find(W + "abstractNumId").get(W + "val")
        for one in word.xml("word/numbering.xml").iter(W + "num")
    }
    looks = set()
    for paragraph in word.body.findall(W + "p")[1:]:
        made = styles[style(paragraph)].find(W + "pPr")
        indent = made.find(W + "ind")
        direct = paragraph.find(f"{W}pPr/{W}numPr")
        if direct is not None:
            level, number = (direct.find(W + tag).get(W + "val") for tag in ("ilvl", "numId"))
            indent = word.xml("word/numbering.xml").find(
                f"{W}abstractNum[@{W}abstractNumId='{lists[number]}']/{W}lvl[@{W}ilvl='{level}']/{W}pPr/{W}ind"
            )
        edge = int(indent.get(W + "left")) - int(indent.get(W + "hanging", "0"))
        drawn = [made.find(W + tag) for tag in ("pBdr", "shd")]
        looks.add(
            (
                edge,
                indent.get(W + "right"),
                *(None if d is None else etree.tostring(d) for d in drawn),
            )
        )
    assert len(looks) == 1


def test_two_boxes_of_one_kind_do_not_become_one() -> None:
    made = written(
        callout("caution"), callout("caution"), Quotation((), words("a")), Quotation((), words("b"))
    )
    assert [style(p) for p in made.body.findall(W + "p")].count("Separator") == 2


def test_a_callouts_paragraphs_stay_together_and_the_last_carries_the_room_below() -> None:
    paragraphs = written(callout("caution")).body.findall(W + "p")[1:]
    kept = [p.find(f"{W}pPr/{W}keepNext") is not None for p in paragraphs]
    assert kept == [True] * (len(kept) - 1) + [False]
    room = paragraphs[-1].find(f"{W}pPr/{W}spacing").get(W + "after")
    assert int(room) == round(load_theme().boxes["caution"].after * 20)


def test_a_quotation_keeps_its_speaker() -> None:
    made = written(Quotation(words("“x”"), words("Somebody")))
    assert [style(p) for p in made.body.findall(W + "p")[1:]] == ["Quote", "QuoteSpeaker"]
    assert made.styles()["Quote"].find(f"{W}pPr/{W}keepNext") is not None


def test_lists_are_words_lists_linked_to_their_styles() -> None:
    word = written(BulletList(((said("a"), BulletList(((said("b"),),))),)))
    assert (word.style_of("a"), word.style_of("b")) == ("ListBullet", "ListBullet2")
    for name in ("ListBullet", "ListBullet2", "ListNumber"):
        assert word.styles()[name].find(f"{W}pPr/{W}numPr/{W}numId") is not None


def test_every_counted_list_starts_where_it_says() -> None:
    word = written(
        OrderedList(((said("a"),),), 3), said("between"), OrderedList(((said("b"),),), 1)
    )
    numbers = [one.get(W + "val") for one in word.xml().iter(W + "numId")]
    starts = {
        one.get(W + "numId"): one.find(f"{W}lvlOverride/{W}startOverride").get(W + "val")
        for one in word.xml("word/numbering.xml").iter(W + "num")
        if one.find(W + "lvlOverride") is not None
    }
    assert [starts[number] for number in numbers] == ["3", "1"]


def test_every_chart_has_its_alternative_text_and_every_mark_is_decorative() -> None:
    word = written(
        Figure(chart("What it shows."), Caption(words("c"))), said(Mark("disc"), " Under way")
    )
    figure, mark = word.xml().iter(WP + "docPr")
    assert figure.get("descr") == "What it shows."
    assert figure.find(".//{*}decorative") is None
    assert mark.get("descr") == ""
    assert mark.find(".//{*}decorative").get("val") == "1"


def test_pictures_stand_in_line_as_svg_and_png() -> None:
    word = written(Figure(chart(), Caption(words("c"))))
    assert next(word.xml().iter(WP + "anchor"), None) is None
    relations = word.relations()
    png = relations[next(word.xml().iter(A + "blip")).get(R + "embed")][0]
    svg = relations[next(word.xml().iter("{*}svgBlip")).get(R + "embed")][0]
    assert word.parts[png].startswith(b"\x89PNG")
    root = etree.fromstring(word.parts[svg])
    assert root.get("viewBox") == "0 0 30000 6000"  # hundredths of a point
    assert root.findall("{*}text") == []


def test_a_chart_wider_than_the_measure_is_made_smaller_in_proportion() -> None:
    extent = next(written(Figure(chart(width=900), Caption(words("c")))).xml().iter(WP + "extent"))
    width, height = int(extent.get("cx")), int(extent.get("cy"))
    assert width == round(load_theme().page.measure * 12700)
    assert height == pytest.approx(width * 60 / 900, rel=1e-3)


def test_equal_marks_are_stored_once() -> None:
    word = written(said(Mark("ring")), said(Mark("ring")), said(Mark("disc")))
    assert len([name for name in word.parts if name.endswith(".svg")]) == 2


def test_links_lead_to_bookmarks_and_addresses_that_exist() -> None:
    word = WordFile(WRITERS["docx"].write(everything(), load_theme()))
    for name, story in word.stories():
        bookmarks = {one.get(W + "name") for one in word.xml().iter(W + "bookmarkStart")}
        relations = word.relations(name)
        for link in story.iter(W + "hyperlink"):
            if link.get(W + "anchor"):
                assert link.get(W + "anchor") in bookmarks
            else:
                assert relations[link.get(R + "id")][1]


def test_only_web_and_mail_addresses_are_linked_and_each_is_a_uri() -> None:
    """One malformed address makes Word refuse the whole file."""
    word = written(
        said(Link(words("a"), "https://example.org/ä b/{x}|y?q=1&r=<2>")),
        said(Link(words("b"), "javascript:alert(1)")),
        said(Link(words("c"), "mailto:a@b.example")),
    )
    assert [target for target, outside in word.relations().values() if outside] == [
        "https://example.org/%C3%A4%20b/%7Bx%7D%7Cy?q=1&r=%3C2%3E",
        "mailto:a@b.example",
    ]
    assert text(word.body[2]) == "b"


def test_links_do_not_stand_in_links(word: WordFile) -> None:
    for _, story in word.stories():
        assert story.find(f".//{W}hyperlink//{W}hyperlink") is None


def test_a_reference_leads_to_its_note_and_the_note_back_to_the_first() -> None:
    word = WordFile(WRITERS["docx"].write(everything(), load_theme()))
    note = next(p for p in word.body.iter(W + "p") if style(p) == "NoteText")
    own = note.find(W + "bookmarkStart").get(W + "name")
    back = note.find(f"{W}hyperlink").get(W + "anchor")
    first = word.body.xpath(f"//w:bookmarkStart[@w:name='{back}']", namespaces={"w": W[1:-1]})[0]
    reference = first.getnext()
    assert (text(reference), reference.get(W + "anchor")) == ("1", own)


def test_names_and_numbers_occur_once(word: WordFile) -> None:
    """Word does not tell capitals from small letters in a bookmark's name."""
    stories = [story for _, story in word.stories()]
    bookmarks = [one for story in stories for one in story.iter(W + "bookmarkStart")]
    names = [one.get(W + "name").casefold() for one in bookmarks]
    pictures = [one.get("id") for story in stories for one in story.iter(WP + "docPr")]
    for unique in (names, [one.get(W + "id") for one in bookmarks], pictures):
        assert [value for value, count in Counter(unique).items() if count > 1] == []
    assert all(len(name) <= 40 for name in names)


def test_an_anchor_that_occurs_twice_leads_to_the_first() -> None:
    word = written(Heading(1, words("a"), "same"), Heading(1, words("b"), "same"))
    marked = [text(one.getparent()) for one in word.xml().iter(W + "bookmarkStart")]
    assert marked == ["a"]


def test_fields_are_closed(word: WordFile) -> None:
    for _, story in word.stories():
        kinds = [one.get(W + "fldCharType") for one in story.iter(W + "fldChar")]
        assert kinds == ["begin", "separate", "end"] * (len(kinds) // 3)


def test_room_below_a_table_belongs_to_the_next_paragraph() -> None:
    theme = load_theme()
    after = written(table(caption=False), said("next")).body[2]
    assert int(after.find(f"{W}pPr/{W}spacing").get(W + "before")) == round(
        theme.role("caption").before * 20
    )


def test_a_note_reference_is_raised_at_its_own_size_and_makes_no_line_taller() -> None:
    """Word shrinks what it sets as superscript; lines are exactly the theme's leading instead."""
    theme = load_theme()
    role = theme.role("note-reference")
    word = written(said("x", NoteRef("n", "1", "r")))
    made = next(r for r in word.xml().iter(W + "r") if text(r) == "1").find(W + "rPr")
    up = round(role.raise_ * theme.role("body").size * 2)
    assert made.find(W + "position").get(W + "val") == str(up)
    styles = word.styles()
    letters = styles["NoteReference"].find(W + "rPr")
    assert letters.find(W + "vertAlign") is None
    assert letters.find(W + "sz").get(W + "val") == str(round(role.size * 2))
    for name in ("BodyText", "ListBullet", "TableText", "BottomLine", "Caption", "KeyLabel"):
        assert styles[name].find(f"{W}pPr/{W}spacing").get(W + "lineRule") == "exact"


def test_a_picture_is_not_cut_off_by_the_line_it_stands_in() -> None:
    assert written().styles()["Figure"].find(f"{W}pPr/{W}spacing") is None


def test_a_traffic_light_label_stands_clear_of_the_running_line() -> None:
    """It has a line and room of its own, and head and foot end before the text begins."""
    theme = load_theme()
    word = WordFile(WRITERS["docx"].write(everything(), theme))
    margins = {k: int(v) for k, v in next(word.xml().iter(W + "pgMar")).attrib.items()}
    line, label = theme.role("running").leading, theme.role("traffic-light").size + 4
    for place, side, edge in (("header", "after", "top"), ("footer", "before", "bottom")):
        made = next(p for p in word.xml(f"word/{place}1.xml") if style(p) == "Marking")
        room = int(made.find(f"{W}pPr/{W}spacing").get(W + side)) / 20
        assert room > 0
        taken = margins[W + place] / 20 + label + room + line
        assert taken < margins[W + edge] / 20
        assert text(made) == "\u00a0TLP:AMBER+STRICT\u00a0"
    spacing = word.styles()["Marking"].find(f"{W}pPr/{W}spacing")
    assert (spacing.get(W + "line"), spacing.get(W + "lineRule")) == (
        str(round(label * 20)),
        "exact",
    )


@pytest.mark.parametrize(
    ("lead", "kept"), [("Short.", True), ("Long and longer. " * 30, False)], ids=["short", "long"]
)
def test_a_short_lead_stays_with_the_tables_caption(lead: str, kept: bool) -> None:
    made = written(Heading(1, words("x")), said(lead), table()).body.findall(W + "p")[2]
    assert (made.find(f"{W}pPr/{W}keepNext") is not None) is kept


def test_a_list_of_two_or_three_single_lines_is_not_divided() -> None:
    def kept(*items: str) -> list[bool]:
        made = written(BulletList(tuple((said(item),) for item in items))).body.findall(W + "p")
        return [p.find(f"{W}pPr/{W}keepNext") is not None for p in made[1:]]

    assert kept("a", "b", "c") == [True, True, False]
    assert kept("a", "b", "c", "d") == [False] * 4
    assert kept("a", "long " * 60) == [False, False]


def test_labels_of_notes_and_calculations_end_where_their_words_begin() -> None:
    word = WordFile(WRITERS["docx"].write(everything(), load_theme()))
    notes = [p for p in word.body.iter(W + "p") if style(p) == "NoteText"]
    assert [text(p)[:4] for p in notes] == ["\t1.\t", "\ta.\t"]
    look = word.styles()["NoteText"].find(W + "pPr")
    stops = [(t.get(W + "val"), int(t.get(W + "pos"))) for t in look.iter(W + "tab")]
    indent = int(look.find(W + "ind").get(W + "left"))
    assert [kind for kind, _ in stops] == ["right", "left"]
    assert stops[0][1] < stops[1][1] == indent


def test_an_empty_callout_is_its_title() -> None:
    word = written(Callout("omitted", words("Left out"), ()))
    assert word.blocks() == ["A title", "Left out"]


def test_the_smallest_document_is_its_title() -> None:
    assert WordFile(WRITERS["docx"].write(small(), load_theme())).blocks() == ["A title"]
