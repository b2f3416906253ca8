"""The HTML page in a browser, and the pictures of charts that a mail carries."""

from __future__ import annotations

import base64
import html
import io
import re
import subprocess
import tempfile
from pathlib import Path

import pytest
from documents import DOCUMENTS, awkward, bars, chart, document, said, words
from html_page import Tags
from PIL import Image
from programs import program
from word_file import WordFile

from briefing.blocks import Caption, Document, Figure
from briefing.editions.history import History
from briefing.pipeline import Options, compose_visit
from briefing.pipeline.letters import LetterWriter
from briefing.pipeline.regenerate import Wishes, regenerate
from briefing.theme import load_theme
from briefing.writers import WRITERS
from briefing.writers.html import write_html
from briefing.writers.pictures import png_of

ROOT = Path(__file__).parent.parent
VISITS = [ROOT / "visits" / "2025-11-26-bishkek", ROOT / "tests" / "visits" / "2026-03-09-piraeus"]
THEME = load_theme()


def with_pictures(made: Document) -> str:
    """The page with its pictures in it, as a browser can show them."""
    images = {
        block.chart.key: "data:image/png;base64,"
        + base64.b64encode(png_of(block.chart.drawing, THEME, 144)).decode()
        for block in made.blocks
        if isinstance(block, Figure)
    }
    return write_html(made, THEME, images).decode()


# ------------------------------------------------------------------------------------------ pictures


@pytest.mark.parametrize("name", ["typical", "awkward"])
def test_the_picture_is_the_one_in_the_word_file(name: str) -> None:
    made = DOCUMENTS[name]()
    word = WordFile(WRITERS["docx"].write(made, THEME))
    stored = {content for name, content in word.parts.items() if name.endswith(".png")}
    for block in made.blocks:
        if isinstance(block, Figure):
            assert png_of(block.chart.drawing, THEME, 200) in stored


def test_a_picture_has_its_words_and_stands_on_paper() -> None:
    picture = Image.open(io.BytesIO(png_of(bars(), THEME, 144)))
    assert picture.size == (459 * 2, 112 * 2)
    assert picture.mode == "RGB"
    assert picture.getpixel((picture.width - 1, 0)) == (255, 255, 255)
    label = picture.crop((2 * 41, 2 * (112 - 97), 2 * 62, 2 * (112 - 86)))
    assert label.convert("L").getextrema()[0] < 100


# ------------------------------------------------------------------------------------------ a browser


def browse(*arguments: str) -> str:
    """What Chromium prints."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        command = [
            program("chromium"), "--headless", "--no-sandbox", "--disable-gpu", "--no-first-run",
            "--disable-background-networking", "--disable-component-update", "--disable-sync",
            "--hide-scrollbars", f"--user-data-dir={profile}", *arguments,
        ]  # fmt: skip
        done = subprocess.run(command, capture_output=True, check=True, timeout=120)
    return done.stdout.decode()


def test_a_browser_shows_the_text_and_the_picture(tmp_path: Path) -> None:
    made = chart("c", "A chart", "", bars())
    blocks = (said("Above."), Figure(made, Caption(words("A chart"))))
    file, shot = tmp_path / "page.html", tmp_path / "page.png"
    file.write_text(with_pictures(document("A title", "", blocks)), encoding="utf-8")
    browse(f"--screenshot={shot}", "--window-size=700,700", file.as_uri())
    with Image.open(shot) as opened:
        picture = opened.convert("RGB")
    assert picture.size == (700, 700)
    colours = dict((colour, count) for count, colour in picture.getcolors(700 * 700) or ())
    bar = tuple(bytes.fromhex(THEME.colour("mark")[1:]))
    # The bar of 269 by 20 points is drawn larger than on paper, and has the colour of no letter.
    assert colours[bar] > 269 * 20
    assert colours[(255, 255, 255)] > 700 * 700 / 2


def test_nothing_reaches_beyond_a_phones_screen(tmp_path: Path) -> None:
    made = {
        "awkward": awkward(),
        **{v.name: compose_visit(v, Options(), THEME).document for v in VISITS},
    }
    frames = "".join(
        f'<iframe id="{name}" width="360" height="640" style="border:0"'
        f' srcdoc="{html.escape(with_pictures(one))}"></iframe>'
        for name, one in made.items()
    )
    measure = (
        "<script>onload = () => document.querySelectorAll('iframe').forEach(frame => frame.title ="
        " frame.contentDocument.documentElement.scrollWidth)</script>"
    )
    file = tmp_path / "phone.html"
    file.write_text(f'<!DOCTYPE html><meta charset="utf-8">{measure}{frames}', encoding="utf-8")
    found = browse("--dump-dom", file.as_uri())
    widths = dict(re.findall(r'<iframe id="([^"]+)"[^>]*? title="(\d+)"', found))
    assert widths == dict.fromkeys(made, "360")


def test_a_browser_builds_the_tree_that_was_written(tmp_path: Path) -> None:
    content = with_pictures(DOCUMENTS["typical"]())
    file = tmp_path / "page.html"
    file.write_text(content, encoding="utf-8")
    built = Tags(browse("--dump-dom", file.as_uri())).seen
    assert [tag for tag in built if tag != "tbody"] == [
        t for t in Tags(content).seen if t != "tbody"
    ]


def test_the_letter_of_a_second_edition_is_whole_on_a_screen_and_on_a_phone(tmp_path: Path) -> None:
    """Its picture loads, it asks for nothing from outside, and nothing in it is wider than the screen."""
    page = the_letter(tmp_path)
    frames = "".join(
        f'<iframe id="w{width}" width="{width}" height="640" srcdoc="{html.escape(page)}"></iframe>'
        for width in (360, 700)
    )
    measure = (
        "<script>onload = () => document.querySelectorAll('iframe').forEach(frame => {"
        " const inside = frame.contentDocument; frame.title = inside.documentElement.scrollWidth + ' '"
        " + [...inside.images].map(image => image.naturalWidth > 0 && image.alt.length > 20) + ' '"
        " + performance.getEntriesByType('resource').filter(e => e.name.startsWith('http')).length"
        "})</script>"
    )
    file = tmp_path / "letter.html"
    style = "<style>iframe { border: 0 }</style>"
    file.write_text(
        f'<!DOCTYPE html><meta charset="utf-8">{style}{measure}{frames}', encoding="utf-8"
    )
    found = browse("--dump-dom", file.as_uri())
    assert re.findall(r' title="([^"]+)"', found) == ["360 true 0", "700 true 0"]


def the_letter(folder: Path) -> str:
    """The HTML of the letter about the first visit's second edition, its picture in it."""
    file = folder / "visit" / "visit.yaml"
    file.parent.mkdir()
    text = (VISITS[0] / "visit.yaml").read_text(encoding="utf-8")
    history = History(folder / "output", folder / "output" / ".state")
    for value in ("4.1", "4.2"):
        file.write_text(
            text.replace("value: 4.1 billion", f"value: {value} billion"), encoding="utf-8"
        )
        made = regenerate(file.parent, Options(("text",)), history, Wishes("the tool"))
    letter = LetterWriter(made.record, history, Options()).edition(1)
    assert "What changed since edition 1" in letter.html
    page = letter.html
    for id, png in letter.images.items():
        page = page.replace(f"cid:{id}", f"data:image/png;base64,{base64.b64encode(png).decode()}")
    return page
