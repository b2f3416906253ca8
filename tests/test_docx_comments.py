"""`--comments`: each caution as a Word comment on the sentence that it concerns."""

from __future__ import annotations

import json
import subprocess
from functools import cache
from pathlib import Path

import pytest
from command_line import BUILT, FACTS, VISIT, Run, runner
from documents import said
from hypothesis import given
from hypothesis import strategies as st
from programs import program
from word_edits import W, words_of
from word_file import WordFile, small

from briefing.blocks import Callout, Document, Inlines, NoteRef, Strong, Text, Value, plain
from briefing.compose.comments import sentences, with_comments
from briefing.lint import lint
from briefing.pipeline.composing import Composed, compose_visit
from briefing.pipeline.preparing import Options
from briefing.readback.edits import edits
from briefing.redline import Named, redline
from briefing.theme import load_theme
from briefing.writers import WRITERS

SHIPPED = Path(__file__).parents[1] / "visits" / "2025-11-26-bishkek" / "visit.yaml"


@cache
def composed() -> Composed:
    return compose_visit(SHIPPED, Options())


@cache
def commented() -> Document:
    return with_comments(composed().document, composed().wording)


def word() -> WordFile:
    return WordFile(WRITERS["docx"].write(commented(), load_theme()))


def ranges(file: WordFile) -> dict[str, str]:
    """The words that each comment is about."""
    found: dict[str, str] = {}
    open_: set[str] = set()
    for one in file.xml().iter(W + "commentRangeStart", W + "commentRangeEnd", W + "t"):
        id = one.get(W + "id", "")
        if one.tag == W + "commentRangeStart":
            open_.add(id)
            found[id] = ""
        elif one.tag == W + "commentRangeEnd":
            open_.remove(id)
        else:
            for id in open_:
                found[id] += one.text or ""
    assert not open_
    return found


def test_every_caution_of_the_box_is_a_comment_on_one_sentence() -> None:
    (box,) = (b for b in commented().blocks if isinstance(b, Callout) and b.kind == "caution")
    file = word()
    comments = {one.get(W + "id"): words_of(one) for one in file.xml("word/comments.xml")}
    assert sorted(comments) == sorted(ranges(file))
    (items,) = box.content
    wanted = {" ".join(plain(item[0].content).split()) for item in items.items}
    assert {" ".join(text.split()) for text in comments.values()} == wanted


def test_a_caution_is_on_the_sentence_that_prints_most_of_its_facts() -> None:
    file = word()
    comments = {one.get(W + "id"): words_of(one) for one in file.xml("word/comments.xml")}
    (goal,) = (
        id for id, text in comments.items() if "progress towards it is not quantified" in text
    )
    assert ranges(file)[goal].strip().startswith("The common goal is")


def test_a_caution_of_no_sentence_is_on_its_own_words() -> None:
    file = word()
    comments = {one.get(W + "id"): words_of(one) for one in file.xml("word/comments.xml")}
    (source,) = (id for id, text in comments.items() if "rests on one source" in text)
    assert ranges(file)[source] == comments[source]


def test_the_text_is_the_same_with_and_without() -> None:
    without = WordFile(WRITERS["docx"].write(composed().document, load_theme()))
    assert word().blocks() == without.blocks()
    assert WRITERS["text"].write(commented(), load_theme()) == WRITERS["text"].write(
        composed().document, load_theme()
    )
    assert not edits(word().content)
    assert lint(word().content, "brief.docx") == ()


def test_comments_are_of_the_day_of_the_facts() -> None:
    dates = {one.get(W + "date") for one in word().xml("word/comments.xml")}
    assert dates == {"2025-11-27T00:00:00Z"}


def test_microsofts_validator_finds_no_error(tmp_path: Path) -> None:
    file = tmp_path / "commented.docx"
    file.write_bytes(word().content)
    validator = program("ooxml-validator")
    done = subprocess.run(
        [validator, file], check=False, capture_output=True, text=True, timeout=120
    )
    assert json.loads(done.stdout)["errors"] == []


def test_files_with_comments_are_compared_like_others() -> None:
    plain_file = WRITERS["docx"].write(composed().document, load_theme())
    for old, new in ((plain_file, word().content), (word().content, plain_file)):
        made = redline(Named("old.docx", old), Named("new.docx", new))
        assert [one.message for one in lint(made, "redline.docx") if one.severity == "error"] == []


def test_a_document_without_cautions_stays_as_it_is() -> None:
    document = small(said("A sentence about ", Value("5", "F1"), "."))
    assert with_comments(document, composed().wording) == document


@given(
    st.lists(
        st.one_of(
            st.text(max_size=20).map(Text),
            st.just(NoteRef("note-1", "1")),
            st.just(Value("3.5", "F1")),
            st.just(Strong((Text("Bold. Still bold"),))),
        )
    )
)
def test_sentences_together_are_the_text(parts: list[object]) -> None:
    content: Inlines = tuple(parts)  # type: ignore[arg-type]
    cut = sentences(content)
    assert plain(tuple(inline for sentence in cut for inline in sentence)) == plain(content)
    assert all(cut)


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    (tmp_path / VISIT).mkdir(parents=True)
    (tmp_path / FACTS).write_bytes(SHIPPED.read_bytes())
    return runner(tmp_path, monkeypatch, capsys)


def test_asking_for_them_is_another_build_of_the_same_edition(run: Run) -> None:
    run("build", VISIT, "--to", "docx")
    before = Path(BUILT, "brief.docx").read_bytes()
    said = run("build", VISIT, "--to", "docx", "--comments")
    assert "edition 1, written anew" in said.out
    assert Path(BUILT, "brief.docx").read_bytes() != before
    assert "up to date" in run("build", VISIT, "--to", "docx", "--comments").out
    assert "up to date" in run("status", VISIT, "--comments").out
    run("build", VISIT, "--to", "docx")
    assert Path(BUILT, "brief.docx").read_bytes() == before
