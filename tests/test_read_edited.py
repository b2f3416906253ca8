"""`briefing read edited.docx --against VISIT --apply`: edits reach the facts file at their places, or are refused."""

from __future__ import annotations

import json
from collections.abc import Callable
from decimal import Decimal
from functools import cache
from pathlib import Path

import pytest
from command_line import FACTS, VISIT, Run, Said, runner
from hypothesis import given
from hypothesis import strategies as st
from word_edits import Edited, W, edited, fill, words_of

from briefing.errors import ExitCode
from briefing.facts.model import ValueFact
from briefing.facts.quantities import SCALES, Quantity, parse_quantity
from briefing.load import loads
from briefing.load.rewriting import NotRewritten, rewritten
from briefing.pipeline.composing import compose_prepared
from briefing.pipeline.edited_values import candidates, prints
from briefing.pipeline.preparing import Options, Prepared, prepare_content
from briefing.sections import Edition, Wording
from briefing.theme import load_theme
from briefing.writers import WRITERS

SHIPPED = Path(__file__).parents[1] / "visits" / "2025-11-26-bishkek" / "visit.yaml"
SENTENCES = """
bottom_line:
  - "Trade reached {F29} in {F29.period}, and the goal is {F10}."
  - >-
    This sentence is folded over two lines, since it is longer than one of them can be, and it says
    nothing else.

commentary:
  trade: |
    A first paragraph, with {F31}.

    A second paragraph.
objectives: ["Ask for the method {{sic}} & the series", "Words with *emphasis* of their own"]
"""
TEXT = SHIPPED.read_text(encoding="utf-8").partition("\nbottom_line:")[0] + SENTENCES


@cache
def prepared() -> Prepared:
    return prepare_content(TEXT.encode(), "visit.yaml", Options())


@cache
def brief() -> bytes:
    return WRITERS["docx"].write(compose_prepared(prepared(), Edition(1)).document, load_theme())


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    (tmp_path / VISIT).mkdir(parents=True)
    (tmp_path / FACTS).write_text(TEXT, encoding="utf-8")
    return runner(tmp_path, monkeypatch, capsys)


def applied(run: Run, change: Callable[[Edited], object], *more: str) -> Said:
    Path("edited.docx").write_bytes(edited(brief(), change))
    return run("read", "edited.docx", "--against", VISIT, "--apply", *more)


def typed(**values: str) -> Callable[[Edited], None]:
    """Values typed in Word: `F29_signed` is the name F29.signed."""

    def change(file: Edited) -> None:
        for name, words in values.items():
            file.type_in_word(name.replace("__", ".").replace("_", "-"), words)

    return change


def worded(old: str, new: str) -> Callable[[Edited], None]:
    """Words of the text exchanged for others."""

    def change(file: Edited) -> None:
        (run,) = (one for one in file.document.iter(W + "t") if old in (one.text or ""))
        run.text = run.text.replace(old, new)

    return change


def lines() -> tuple[list[str], list[str]]:
    """The lines of the facts file that are new, and those that are gone."""
    now = Path(FACTS).read_text(encoding="utf-8").splitlines()
    was = TEXT.splitlines()
    return [one for one in now if one not in was], [one for one in was if one not in now]


# ------------------------------------------------------------------------------------- values


def test_a_value_goes_to_its_place_and_everything_else_stays(run: Run) -> None:
    said = applied(run, typed(F29__signed="$4.2 billion"))
    assert said.code == ExitCode.DONE
    new, gone = lines()
    assert new[0] == "  # value: from edited.docx, last saved on 2025-11-27; before: $4.1 billion"
    assert new[1] == gone[0].replace("value: 4.1 billion USD", "value: 4.2 billion USD")
    assert (len(new), len(gone)) == (2, 1)
    assert "facts.F29.value: “4.2 billion USD” written" in said.out


def test_without_apply_nothing_is_written(run: Run) -> None:
    Path("edited.docx").write_bytes(edited(brief(), typed(F29__signed="$4.2 billion")))
    said = run("read", "edited.docx", "--against", VISIT)
    assert said.code == ExitCode.DONE
    assert "can be written with --apply" in said.out
    assert lines() == ([], [])


def test_what_is_carried_over_is_there_the_next_time(run: Run) -> None:
    applied(run, typed(F29__signed="$4.2 billion"))
    before = Path(FACTS).read_bytes()
    said = run("read", "edited.docx", "--against", VISIT, "--apply")
    assert "the facts file says so already" in said.out
    assert Path(FACTS).read_bytes() == before


@pytest.mark.parametrize(
    ("name", "words", "line"),
    [
        ("F32__signed", "almost 98%", "value: almost 98%"),
        ("F15__itself", "more than 2,000", "value: more than 2000 companies"),
        ("F16__itself", "one quarter", "value: one quarter"),
        ("F28__signed", "+14.2%", "change: +14.2%"),
        ("F29__signed__digits", "$4.25", "value: 4.25 billion USD"),
        ("F29__scaled__9", "4.3", "value: 4.3 billion USD"),
        ("F12__period-cell", "first half of 2024", "period: first half of 2024"),
        ("F34__status", "under way", "status: under way"),
        ("F38__status", "planned", "status: planned"),
        ("F33__remark", "by firms: “Rus” & [others]", 'remark: "by firms: “Rus” & [others]"'),
        ("F34__where", "Talas, in the north", 'where: "Talas, in the north"'),
        ("F46__itself", "joint declaration", "document: joint declaration"),
        ("F45__itself__capital", "Long talks were held", "statement: long talks were held"),
        ("F30__short", "the highest so far", "short: the highest so far"),
        ("F29__name__capital", "Trade turnover", "name: trade turnover"),
    ],
)
def test_each_kind_of_value_is_written_as_facts_files_write_it(
    run: Run, name: str, words: str, line: str
) -> None:
    said = applied(run, typed(**{name: words}))
    assert said.code == ExitCode.DONE, said.out
    assert any(line in one for one in lines()[0]), lines()


@pytest.mark.parametrize(
    ("change", "why"),
    [
        (typed(D02__itself="about $3.7 billion"), "calculated: change the facts that it stands on"),
        (typed(F29__speaker="Mr Smith"), "change it under people:"),
        (typed(F29__signed="a great deal"), "expected words that the facts file could hold"),
        (typed(F34__status="on its way"), "expected words that the facts file could hold"),
        (lambda file: fill(file.controls("F29.signed")[0], "$4 billion"), "its places differ"),
    ],
)
def test_what_cannot_be_read_back_is_refused_with_the_reason(
    run: Run, change: Callable[[Edited], None], why: str
) -> None:
    said = applied(run, change)
    assert said.code == ExitCode.FACTS
    assert why in said.out
    assert lines() == ([], [])


def test_two_forms_that_say_otherwise_are_not_both_written(run: Run) -> None:
    said = applied(run, typed(F29__signed="$4.2 billion", F29__number="$4.3 billion"))
    assert said.code == ExitCode.FACTS
    assert "another form of it was edited otherwise" in said.out


def test_a_fact_that_changed_meanwhile_is_not_overwritten(run: Run) -> None:
    Path(FACTS).write_text(TEXT.replace("4.1 billion USD", "4.6 billion USD"), encoding="utf-8")
    said = applied(run, typed(F29__signed="$4.2 billion"))
    assert said.code == ExitCode.FACTS
    assert "the facts file has changed since" in said.out


def test_a_value_for_which_the_file_would_be_refused_is_refused(run: Run) -> None:
    said = applied(run, typed(F23__itself="twelve"))
    assert said.code == ExitCode.FACTS
    assert "the facts file would be refused" in said.out
    assert lines() == ([], [])


# ------------------------------------------------------------------------------------- prose


def test_a_persons_sentence_goes_back_with_its_values(run: Run) -> None:
    said = applied(run, worded(", and the goal is ", "; the sides aim at {more}: "))
    assert said.code == ExitCode.DONE, said.out
    new, gone = lines()
    assert new[-1] == '  - "Trade reached {F29} in {F29.period}; the sides aim at {{more}}: {F10}."'
    assert new[0].startswith("  # 0: from edited.docx")
    assert len(gone) == 1


def test_a_folded_sentence_stays_folded(run: Run) -> None:
    said = applied(run, worded("nothing else.", "nothing else, and that is all that it says here."))
    assert said.code == ExitCode.DONE, said.out
    text = Path(FACTS).read_text(encoding="utf-8")
    assert "  - >-\n    This sentence is folded" in text
    assert "says here.\n\ncommentary:" in text


def test_one_paragraph_of_several_is_changed(run: Run) -> None:
    said = applied(run, worded("A second paragraph.", "A _second_ paragraph."))
    assert said.code == ExitCode.DONE, said.out
    visit = loads(Path(FACTS).read_bytes()).visit
    text = visit.commentary["trade"].text
    assert text.strip() == "A first paragraph, with {F31}.\n\nA \\_second\\_ paragraph."
    assert "  trade: |\n    A first" in Path(FACTS).read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("change", "why"),
    [
        (worded("; city and venue not stated", "; in Bishkek"), "written by the template"),
        (worded(" of their own", " of none"), "signs of emphasis"),
        (
            lambda file: next(p for p in file.paragraphs() if "A second" in words_of(p)).clear(),
            "removed",
        ),
    ],
)
def test_prose_that_no_person_wrote_is_refused(
    run: Run, change: Callable[[Edited], None], why: str
) -> None:
    said = applied(run, change)
    assert said.code == ExitCode.FACTS
    assert why in said.out
    assert lines() == ([], [])


# ----------------------------------------------------------------------------------- the rest


def test_edits_are_data_too(run: Run) -> None:
    said = applied(run, typed(F29__signed="$4.2 billion"), "--json")
    (value,) = json.loads(said.out)["edits"]["values"]
    assert (value["id"], value["form"], value["kind"]) == ("F29", "signed", "changed")
    assert value["facts_file"]["path"] == "facts.F29.value"
    assert "D02" in value["calculations_as_built"]


def test_a_pdf_cannot_tell_its_edits(run: Run) -> None:
    pdf = WRITERS["pdf"].write(compose_prepared(prepared(), Edition(1)).document, load_theme())
    Path("brief.pdf").write_bytes(pdf)
    said = run("read", "brief.pdf", "--against", VISIT, "--apply")
    assert said.code == ExitCode.FACTS
    assert "says nothing of what it was when it was built" in said.err


def test_apply_needs_a_facts_file(run: Run) -> None:
    Path("edited.docx").write_bytes(brief())
    assert run("read", "edited.docx", "--apply").code == ExitCode.USAGE


def test_a_facts_file_that_is_being_written_is_left_alone(run: Run) -> None:
    Path(VISIT, ".visit.yaml.new").write_bytes(b"")
    said = applied(run, typed(F29__signed="$4.2 billion"))
    assert said.code == ExitCode.WRITING
    assert lines() == ([], [])


NUMBERS = st.decimals(min_value="0.1", max_value="999", places=1)
QUALIFIERS = st.sampled_from(
    ["", "about", "almost", "more than", "at least", "less than", "at most"]
)


@given(number=NUMBERS, scale=st.sampled_from([0, *SCALES.values()]), qualifier=QUALIFIERS,
       form=st.sampled_from(["", "signed", "number", "signed^"]))  # fmt: skip
def test_every_amount_that_prints_can_be_read_back(
    number: Decimal, scale: int, qualifier: str, form: str
) -> None:
    wanted = Quantity("", number, scale, "USD", qualifier)  # type: ignore[arg-type]
    wording = with_value(prepared().wording, wanted)
    text = wording.value("F29", form).text
    raws = [raw for _, raw in candidates(prepared().wording, "F29", form, text)]
    assert any(
        prints(with_value(wording, parse_quantity(raw)), "F29", form, text) for raw in raws
    ), (text, raws)


def with_value(wording: Wording, quantity: Quantity) -> Wording:
    fact = wording.visit.facts["F29"]
    assert isinstance(fact, ValueFact)
    facts = {**wording.visit.facts, "F29": fact.model_copy(update={"value": quantity})}
    visit = wording.visit.model_copy(update={"facts": facts})
    return Wording(visit, wording.language, wording.results)


@given(
    st.text(st.characters(blacklist_categories=("Cc", "Cs", "Co", "Cn")), min_size=1, max_size=60)
)
def test_any_text_is_written_so_that_it_is_read_again(words: str) -> None:
    try:
        changed = rewritten(TEXT, ("facts", "F33", "remark"), words, "a note\nof two lines # {")
    except NotRewritten:
        return
    was, now = TEXT.splitlines(), changed.splitlines()
    assert [one for one in now if one.lstrip().startswith("# a note")]
    assert len(now) == len(was) + 1
