"""What was edited in a Word file is told exactly, and nothing that was not."""

from __future__ import annotations

import contextlib
import io
import random
import subprocess
import zipfile
from collections import Counter
from functools import cache
from pathlib import Path

import pytest
from documents import DOCUMENTS
from hypothesis import given, settings
from hypothesis import strategies as st
from programs import program
from word_edits import Edited, W, deleted, edited, fill, inserted, paragraph, run, title, words_of

from briefing.carried import field_of, printed_name, printed_of
from briefing.pipeline.composing import compose_visit
from briefing.pipeline.preparing import Options
from briefing.readback.edits import Edits, edits
from briefing.readback.found import Unusable
from briefing.theme import load_theme
from briefing.writers import WRITERS

VISIT = Path(__file__).parents[1] / "visits" / "2025-11-26-bishkek" / "visit.yaml"
ANN = [("Ann Lee", "2026-03-01T09:30:00Z")]


@cache
def brief() -> bytes:
    return WRITERS["docx"].write(compose_visit(VISIT, Options()).document, load_theme())


def found(content: bytes) -> Edits:
    told = edits(content)
    assert told is not None
    return told


def by_form(told: Edits) -> dict[tuple[str, str], tuple[str, tuple[tuple[str, int], ...], int]]:
    return {(one.id, one.form): (one.kind, one.now, one.gone) for one in told.values}


# ------------------------------------------------------------------------------ nothing edited


@pytest.mark.parametrize("name", DOCUMENTS)
def test_a_file_as_it_was_built_has_no_edits(name: str) -> None:
    told = found(WRITERS["docx"].write(DOCUMENTS[name](), load_theme()))
    assert told == Edits(saved_by=told.saved_by, saved_on=told.saved_on)


def test_a_file_that_keeps_nothing_of_itself_tells_nothing() -> None:
    file = Edited(brief())
    file.parts = {n: c for n, c in file.parts.items() if n != "customXml/printed.xml"}
    assert edits(file.saved()) is None


def test_a_file_rid_of_its_controls_still_says_the_same() -> None:
    told = found(edited(brief(), Edited.without_controls))
    assert not told
    assert told.loose == len(Edited(brief()).controls())


# -------------------------------------------------------------------------------------- values


def test_a_value_typed_once_in_word_is_changed_in_all_places() -> None:
    name = "F29.signed"
    places = len(Edited(brief()).controls(name))
    told = found(edited(brief(), lambda file: file.type_in_word(name, "$4.2 billion")))
    assert by_form(told) == {("F29", "signed"): ("changed", (("$4.2 billion", places),), 0)}
    (value,) = told.values
    assert ("signed:digits", "$4.1") in value.alike
    assert ("period", "2024") not in value.alike
    assert "Figure 1" in told.stale
    assert not told.prose
    assert not told.charts


def test_a_value_typed_in_one_of_several_places_is_inconsistent() -> None:
    places = len(Edited(brief()).controls("F29.signed"))
    told = found(edited(brief(), lambda file: fill(file.controls("F29.signed")[0], "$4.2 billion")))
    (value,) = told.values
    assert value.kind == "inconsistent"
    assert Counter(dict(value.now)) == {"$4.2 billion": 1, value.was: places - 1}


def test_a_store_that_says_otherwise_is_inconsistent() -> None:
    """Word would show it at the next opening."""

    def change(file: Edited) -> None:
        file.store.find("{urn:briefing:facts:1}F29.signed").text = "$9 billion"

    (value,) = found(edited(brief(), change)).values
    assert (value.kind, value.store) == ("inconsistent", "$9 billion")


def test_a_value_typed_while_changes_are_tracked_says_who_and_when() -> None:
    told = found(
        edited(brief(), lambda file: file.track_in(file.controls("F33.remark")[0], "by nobody"))
    )
    (value,) = told.values
    assert [(one.who, one.when) for one in value.traces] == ANN


def test_a_value_deleted_in_one_place_is_removed_there() -> None:
    def change(file: Edited) -> None:
        control = file.controls("F29.itself")[0]
        control.getparent().remove(control)

    told = found(edited(brief(), change))
    (value,) = told.values
    assert (value.id, value.kind, value.gone) == ("F29", "removed", 1)
    (prose,) = told.prose
    assert prose.kind == "changed"


def test_an_emptied_control_shows_words_of_words_own() -> None:
    def change(file: Edited) -> None:
        control = file.controls("F29.itself")[0]
        fill(control, "Click or tap here to enter text.")
        control.find(W + "sdtPr").append(control.makeelement(W + "showingPlcHdr"))

    (value,) = found(edited(brief(), change)).values
    assert (value.kind, value.gone) == ("removed", 1)


def test_a_value_changed_after_its_control_was_removed_is_found_by_the_words_around_it() -> None:
    def change(file: Edited) -> None:
        control = file.controls("F29.itself")[0]
        fill(control, "$4.9 billion")
        file.unwrap(control)

    told = found(edited(brief(), change))
    (value,) = told.values
    assert "$4.9 billion" in dict(value.now)
    assert not told.prose
    assert told.loose == 1


def test_a_paragraph_cut_in_two_loses_no_value() -> None:
    def change(file: Edited) -> None:
        control = file.controls("F28.itself")[0]
        before = control.getparent()
        after = before.makeelement(W + "p")
        before.addnext(after)
        for one in [*control.itersiblings()]:
            after.append(one)
        after.insert(0, control)

    told = found(edited(brief(), change))
    assert not told.values
    assert told.prose


# --------------------------------------------------------------------------------------- prose


def test_prose_is_told_by_section() -> None:
    def change(file: Edited) -> None:
        heading = next(p for p in file.paragraphs() if words_of(p) == "Trade")
        after = paragraph("A sentence of the desk’s own.")
        heading.addnext(after)

    (prose,) = found(edited(brief(), change)).prose
    assert (prose.section, prose.kind) == ("Trade", "added")
    assert prose.now == "A sentence of the desk’s own."


def test_words_tracked_say_who_and_when() -> None:
    def change(file: Edited) -> None:
        words = next(
            r for r in file.document.iter(W + "r") if words_of(r).startswith("The two presidents")
        )
        words.addnext(inserted(run(" of friendship")))
        words.addprevious(deleted(run("Yesterday ")))

    (prose,) = found(edited(brief(), change)).prose
    assert [(one.who, one.when) for one in prose.traces] == ANN
    assert " of friendship" in prose.now
    assert "Yesterday" not in prose.now


def test_a_paragraph_whose_end_is_deleted_goes_on_in_the_next() -> None:
    def change(file: Edited) -> None:
        words = next(p for p in file.paragraphs() if words_of(p).startswith("The two presidents"))
        mark = words.find(W + "pPr")
        made = words.makeelement(W + "rPr")
        made.append(words.makeelement(W + "del", {W + "author": "Ann Lee"}))
        mark.append(made)

    told = found(edited(brief(), change))
    assert {one.kind for one in told.prose} == {"changed", "removed"}


def test_the_numbers_of_a_chart_edited_in_word_are_told() -> None:
    def change(file: Edited) -> None:
        part = file.parts["word/charts/chart1.xml"]
        assert b"<c:v>4.1</c:v>" in part
        file.parts["word/charts/chart1.xml"] = part.replace(b"<c:v>4.1</c:v>", b"<c:v>4.4</c:v>")

    assert found(edited(brief(), change)).charts == ("Figure 1",)


# --------------------------------------------------------------------------- any edits together


@settings(max_examples=60, deadline=None)
@given(seed=st.integers(0, 10**9), count=st.integers(1, 6))
def test_random_edits_are_told_exactly(seed: int, count: int) -> None:
    """Of values and of prose, each in a paragraph of its own: what was done is what is told."""
    chance = random.Random(seed)
    file = Edited(brief())
    built = Counter(title(one) for one in file.controls())
    texts = {title(one): words_of(one) for one in file.controls()}
    now: dict[str, Counter[str]] = {
        name: Counter({texts[name]: places}) for name, places in built.items()
    }
    prose = loose = 0
    free = [p for p in file.paragraphs() if words_of(p).strip() and not list(p.iter(W + "fldChar"))]
    for place in chance.sample(free, count):
        held = list(place.iter(W + "sdt"))
        what = chance.choice(["words", "tracked", "remove", "add", "value", "drop", "unwrap"])
        if what in ("value", "drop", "unwrap") and held:
            control = chance.choice(held)
            name = title(control)
            if what == "unwrap":
                file.unwrap(control)
                loose += 1
                continue
            now[name][texts[name]] -= 1
            if what == "value":
                new = f"edited {chance.randrange(10**6)} & <so>"
                fill(control, new)
                now[name][new] += 1
            else:
                control.getparent().remove(control)
                prose += 1
        elif what == "remove":
            for control in held:
                now[title(control)][texts[title(control)]] -= 1
            for one in list(place)[1:]:
                place.remove(one)
            prose += 1
        elif what == "add":
            place.addnext(paragraph(f"Quite new words {chance.randrange(10**9)}."))
            prose += 1
        else:
            new = run(f" more words {chance.randrange(10**6)}")
            place.append(new if what == "words" else inserted(new))
            prose += 1
    told = found(file.saved())
    assert len(told.prose) == prose
    assert told.loose == loose
    wanted = {
        printed_of(name)
        for name, texts_now in now.items()
        if +texts_now != {texts[name]: built[name]}
    }
    assert {(one.id, one.form) for one in told.values} == wanted


@given(st.from_regex(r"[A-Za-z][A-Za-z0-9_-]{0,20}", fullmatch=True),
       st.sampled_from(["", "name", "name^", "^", "signed:digits", "scaled:9", "period-cell^"]),
       st.integers(1, 12))  # fmt: skip
def test_a_name_says_which_value_in_which_form(id: str, form: str, variant: int) -> None:
    assert printed_of(printed_name(id, form, variant)) == (id, form)
    assert field_of(form) == field_of(form.removesuffix("^"))


# --------------------------------------------------------------------------------- LibreOffice


def through_libreoffice(contents: list[bytes], folder: Path) -> list[bytes]:
    """The files opened and saved again."""
    soffice = program("soffice")
    names = []
    for nth, content in enumerate(contents):
        names.append(folder / f"file{nth}.docx")
        names[-1].write_bytes(content)
    command = [
        soffice, f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless", "--convert-to",
        "docx:MS Word 2007 XML", "--outdir", str(folder / "saved"), *map(str, names),
    ]  # fmt: skip
    subprocess.run(command, check=True, capture_output=True, timeout=240)
    return [(folder / "saved" / name.name).read_bytes() for name in names]


def test_files_that_libreoffice_saved_are_read_as_well(tmp_path: Path) -> None:
    typed = edited(brief(), lambda file: file.type_in_word("F29.signed", "$4.2 billion"))
    once = edited(brief(), lambda file: fill(file.controls("F29.itself")[0], "$4.9 billion"))
    more = edited(brief(), lambda file: file.paragraphs()[30].append(run(" and more")))
    samples = [WRITERS["docx"].write(make(), load_theme()) for make in DOCUMENTS.values()]
    before = [brief(), typed, more, *samples]
    after = through_libreoffice([*before, once], tmp_path)
    for was, is_ in zip(before, after[:-1], strict=True):
        one, other = found(was), found(is_)
        assert by_form(other) == by_form(one)
        assert [(p.section, p.was, p.now) for p in other.prose] == [
            (p.section, p.was, p.now) for p in one.prose
        ]
        assert other.charts == one.charts
    # LibreOffice opens a file with what its store says, whatever stands in the text.
    assert not found(after[-1])


def test_words_changed_throughout_are_changes_of_each_paragraph() -> None:
    """As “Replace All” makes them: nothing is said to be gone and another to be new."""
    file = Edited(brief())
    changed = [
        p for p in file.paragraphs() if words_of(p).strip() and not list(p.iter(W + "fldChar"))
    ]
    for one in changed:
        one.append(run(" all over"))
    told = found(file.saved())
    assert {one.kind for one in told.prose} == {"changed"}
    assert len(told.prose) == len(changed)
    assert not told.values


@settings(max_examples=60, deadline=None)
@given(seed=st.integers(0, 10**9))
def test_a_spoilt_file_is_read_or_refused(seed: int) -> None:
    """Bytes of any part exchanged: an answer, and never a traceback."""
    chance = random.Random(seed)
    file = Edited(brief())
    parts = dict(file.parts)
    for name in chance.sample(sorted(parts), 2):
        content = bytearray(parts[name])
        for _ in range(chance.randint(1, 4)):
            content[chance.randrange(len(content))] = chance.randrange(256)
        parts[name] = bytes(content)
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as package:
        for name, content in parts.items():
            package.writestr(name, content)
    with contextlib.suppress(Unusable):
        edits(stream.getvalue())
