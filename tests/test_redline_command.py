"""`briefing diff` with Word files: what it writes, what the page tells, and what it refuses, in plain words."""

from __future__ import annotations

import io
import json
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from command_line import FACTS, VISIT, Run, edit, runner
from hypothesis import given, settings
from hypothesis import strategies as st
from revisions import Revised
from small_word_files import newer, older, packed, paragraph
from small_word_files import run as words
from word_file import W, WordFile

from briefing.errors import ExitCode, UnreadableError
from briefing.redline import Named, redline

BEFORE, AFTER = (f"output/example/editions/{n}/brief.docx" for n in (1, 2))
TO = ("--to", "docx", "-o", "redline.docx")


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    run = runner(tmp_path, monkeypatch, capsys)
    assert run("new", VISIT).code == ExitCode.DONE
    return run


@pytest.fixture
def editions(run: Run) -> Run:
    """Two editions of the example: a figure has moved, and two calculations with it."""
    run("build", VISIT, "--to", "docx")
    edit("2.4 billion EUR", "2.5 billion EUR")
    assert run("build", VISIT, "--to", "docx").code == ExitCode.DONE
    return run


def sheet(file: str) -> list[list[str]]:
    """The rows of the page that says what changed."""
    root = WordFile(Path(file).read_bytes()).xml()
    return [
        ["".join(t.text or "" for t in cell.iter(W + "t")) for cell in row.iter(W + "tc")]
        for row in root[0][-2].iter(W + "tr")
    ]


def test_two_editions_give_a_redline_with_fact_old_new_and_source(editions: Run) -> None:
    said = editions("diff", VISIT, "1", "2", *TO)
    assert (said.code, said.err) == (ExitCode.DONE, "")
    assert said.out.endswith(f"{AFTER}: 3 changes from {BEFORE}\nredline.docx: written\n")
    made = Path("redline.docx").read_bytes()
    assert Revised(made).said() == Revised(Path(AFTER).read_bytes()).said()
    assert Revised(made, accept=False).said() == Revised(Path(BEFORE).read_bytes()).said()
    head, *rows = sheet("redline.docx")
    assert head == ["Fact", "Change", "Old", "New", "Source"]
    assert rows[0] == [
        "F01 Bilateral trade turnover, 2022", "Value", "€2.4 billion", "€2.5 billion",
        "An invented report of an invented visit, P2",
    ]  # fmt: skip
    assert [row[0][:3] for row in rows] == ["F01", "D01", "D02"]
    assert all("F01" in row[4] for row in rows[1:])


def test_two_files_give_the_same_redline_from_the_facts_inside(editions: Run) -> None:
    editions("diff", VISIT, "1", "2", *TO)
    made = Path("redline.docx").read_bytes()
    said = editions("diff", BEFORE, AFTER, "--to", "docx", "-o", "again.docx")
    assert said.code == ExitCode.DONE
    assert Path("again.docx").read_bytes() == made
    assert "F01 Bilateral trade turnover, 2022 (value)" in editions("diff", BEFORE, AFTER).out
    told = json.loads(editions("diff", BEFORE, AFTER, "--json").out)
    assert [one["id"] for one in told["changes"]] == ["F01", "D01", "D02"]
    assert told["written"] == []


def test_what_is_withheld_now_is_not_told_on_the_page(editions: Run) -> None:
    """The tracked changes show what stood there: that is what they are for. The page tells no more than the brief."""
    edit("value: 2.5 billion EUR", "value: ~, withheld: under review")
    assert editions("build", VISIT, "--to", "docx").code == ExitCode.DONE
    assert editions("diff", VISIT, "2", "3", *TO).code == ExitCode.DONE
    rows = sheet("redline.docx")[1:]
    assert next(row[2:4] for row in rows if row[0].startswith("F01")) == ["–", "withheld"]
    assert "2.5" not in str(rows)


def test_files_without_facts_are_compared_by_the_tags_of_their_values(run: Run) -> None:
    Path("old.docx").write_bytes(older())
    Path("new.docx").write_bytes(newer())
    assert run("diff", "old.docx", "new.docx", *TO).code == ExitCode.DONE
    assert sheet("redline.docx")[1:] == [
        ["F1", "Value", "$4.1 billion", "$4.4 billion", "–"],
        ["F3", "Added", "–", "in May", "–"],
        ["F2", "Removed", "$5 billion", "–", "–"],
    ]


def test_files_that_say_nothing_of_facts_have_marks_alone(run: Run) -> None:
    for name, text in (("old", "one"), ("new", "two")):
        Path(f"{name}.docx").write_bytes(packed(paragraph(words(text))))
    said = run("diff", "old.docx", "new.docx")
    assert (said.code, said.out) == (ExitCode.FACTS, "")
    assert "neither file has its facts inside" in said.err
    assert run("diff", "old.docx", "new.docx", *TO).code == ExitCode.DONE
    assert sheet("redline.docx") == []
    assert "do not say which facts" in "".join(
        WordFile(Path("redline.docx").read_bytes()).xml().itertext()
    )


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        ((VISIT, "1", "2", "--to", "docx"), ExitCode.USAGE, "expected -o FILE with --to docx"),
        ((VISIT, "1", "2", "-o", "x.docx"), ExitCode.USAGE, "expected -o FILE with --to docx"),
        ((VISIT, "1", *TO), ExitCode.USAGE, "expected two editions"),
        ((VISIT, "one", "2"), ExitCode.USAGE, "expected the number of an edition"),
        ((VISIT, "0", "2"), ExitCode.USAGE, "expected the number of an edition"),
        ((VISIT, "1", "9", *TO), ExitCode.WRITING, "there is no such edition"),
        ((BEFORE, *TO), ExitCode.USAGE, "expected two Word files"),
        ((BEFORE, AFTER, "2", *TO), ExitCode.USAGE, "expected two Word files"),
        ((BEFORE, "none.docx", *TO), ExitCode.FACTS, "none.docx: error: cannot be read"),
        ((BEFORE, FACTS, *TO), ExitCode.FACTS, f"{FACTS}: error: expected"),
    ],
)
def test_what_cannot_be_compared_is_refused_with_the_reason(
    editions: Run, arguments: tuple[str, ...], code: ExitCode, message: str
) -> None:
    said = editions("diff", *arguments)
    assert (said.code, said.out) == (code, "")
    assert message in " ".join(said.err.split())
    assert not Path("redline.docx").exists()


def test_a_file_that_is_there_stays(editions: Run) -> None:
    Path("redline.docx").write_text("mine")
    said = editions("diff", VISIT, "1", "2", *TO)
    assert (said.code, "redline.docx: error: is there already" in said.err) == (
        ExitCode.WRITING,
        True,
    )
    assert Path("redline.docx").read_text() == "mine"


def test_an_edition_whose_word_file_was_edited_is_refused(editions: Run) -> None:
    Path(BEFORE).write_bytes(b"edited")
    said = editions("diff", VISIT, "1", "2", *TO)
    assert said.code == ExitCode.WRITING
    assert "the Word file of edition 1 is not there, or not as it was built" in said.err


def test_a_redline_is_not_compared_again(editions: Run) -> None:
    editions("diff", VISIT, "1", "2", *TO)
    said = editions("diff", BEFORE, "redline.docx", "--to", "docx", "-o", "again.docx")
    assert said.code == ExitCode.FACTS
    assert "redline.docx: error: has tracked changes already" in said.err


# ------------------------------------------------------------------------------- strangers' files


def changed(change: Callable[[dict[str, bytes]], None]) -> bytes:
    parts = WordFile(newer()).parts
    change(parts)
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            package.writestr(name, content)
    return stream.getvalue()


def replaced(old: bytes, new: bytes, part: str = "word/document.xml") -> bytes:
    def change(parts: dict[str, bytes]) -> None:
        assert old in parts[part]
        parts[part] = parts[part].replace(old, new)

    return changed(change)


HOSTILE: dict[str, tuple[Callable[[], bytes], str]] = {
    "no zip": (lambda: b"PK\x03\x04 and no more", "expected a Word file"),
    "another kind of zip": (lambda: changed(lambda parts: parts.pop("[Content_Types].xml")), "another kind of ZIP"),  # type: ignore[arg-type, return-value]
    "no text": (lambda: replaced(b"w:body", b"w:bodice"), "has no text"),
    "a part that is not XML": (lambda: replaced(b"<w:body>", b"<w:body"), "cannot be read"),
    "entities": (
        lambda: replaced(b"<w:document", b'<!DOCTYPE d [<!ENTITY e SYSTEM "file:///etc/passwd">]><w:document'),
        "declares entities",
    ),
    "macros": (
        lambda: replaced(
            b"vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml",
            b"vnd.ms-word.document.macroEnabled.main+xml",
            "[Content_Types].xml",
        ),
        "another kind of file",
    ),
    "a part larger than any of a brief": (
        lambda: changed(lambda parts: parts.update({"word/media/x.png": bytes(17 * 1024 * 1024)})),
        "parts of at most 16,777,216 bytes, found a larger one",
    ),
    "more than a brief can hold": (
        lambda: changed(lambda parts: parts.update({f"word/media/{n}": bytes(15 * 1024 * 1024) for n in range(9)})),
        "unpacks to more than",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE)
@pytest.mark.parametrize("side", ["old", "new"])
def test_a_strangers_file_is_refused_with_the_reason(name: str, side: str) -> None:
    made, message = HOSTILE[name]
    pair = {"old": older(), "new": newer(), side: made()}
    with pytest.raises(UnreadableError, match=message) as refused:
        redline(Named("old.docx", pair["old"]), Named("new.docx", pair["new"]))
    assert {one.place.file for one in refused.value.diagnostics} == {f"{side}.docx"}


@settings(max_examples=150, deadline=None)
@given(data=st.data())
def test_a_spoilt_file_is_compared_or_refused(data: st.DataObject) -> None:
    """Parts lost, cut or with other bytes: never a traceback."""
    parts = WordFile(newer()).parts
    name = data.draw(st.sampled_from(sorted(parts)))

    def spoil(spoilt: dict[str, bytes]) -> None:
        content = spoilt[name]
        at = data.draw(st.integers(0, len(content)))
        what = data.draw(st.sampled_from(["lose", "cut", "swap", "element"]))
        if what == "lose":
            spoilt.pop(name)
        elif what == "cut":
            spoilt[name] = content[:at]
        elif what == "swap":
            spoilt[name] = content[:at] + data.draw(st.binary(max_size=3)) + content[at + 1 :]
        else:
            tags = st.sampled_from(
                [b"p", b"r", b"tbl", b"tr", b"tc", b"sdt", b"pPr", b"t", b"body"]
            )
            old, new = data.draw(tags), data.draw(tags)
            spoilt[name] = content.replace(b"w:" + old + b">", b"w:" + new + b">")

    spoilt = Named("spoilt.docx", changed(spoil))
    for pair in ((Named("old.docx", older()), spoilt), (spoilt, Named("new.docx", newer()))):
        try:
            made = redline(*pair)
        except UnreadableError as refused:
            assert all(one.message for one in refused.diagnostics)
        else:
            assert WordFile(made).xml() is not None


def test_a_file_made_to_be_slow_is_compared_coarsely() -> None:
    def slow(sign: str) -> bytes:
        lines = [f"{sign}{n} a b" for n in range(3_000)]
        long = words(" ".join(f"{sign}{n % 7}" for n in range(20_000)))
        return packed("".join([paragraph(long), *(paragraph(words(line)) for line in lines)]))

    start = time.monotonic()
    made = redline(Named("old.docx", slow("x")), Named("new.docx", slow("y")))
    assert time.monotonic() - start < 60
    assert Revised(made).said() == Revised(slow("y")).said()
