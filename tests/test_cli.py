"""The command line: what it says, what it writes, and the code it ends with."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from briefing.cli import main
from briefing.cli.app import COMMANDS
from briefing.cli.ledger import Ledger, means, read_ledger
from briefing.errors import ExitCode
from briefing.load import load
from briefing.pipeline import regenerate
from briefing.writers import WRITERS

VISIT = "visits/example"
FACTS = f"{VISIT}/visit.yaml"
BUILT = "output/example"


class Said(NamedTuple):
    code: int
    out: str
    err: str


Run = Callable[..., Said]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """`run("build", …)` in an empty folder, on a fixed day."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")  # 14 November 2023

    def run(*arguments: str) -> Said:
        capsys.readouterr()
        with pytest.raises(SystemExit) as end:
            main(arguments)
        said = capsys.readouterr()
        assert isinstance(end.value.code, int)
        return Said(end.value.code, said.out, said.err)

    return run


@pytest.fixture
def example(run: Run) -> Run:
    """The same, with the visit that `briefing new` writes."""
    assert run("new", VISIT).code == ExitCode.DONE
    return run


def names(folder: str) -> set[str]:
    return {file.name for file in Path(folder).iterdir()}


def files(folder: str) -> dict[str, bytes]:
    """Everything below a folder."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in Path(folder).rglob("*")
        if path.is_file()
    }


def break_facts() -> None:
    """Give F05 a unit that is not its measure's, and name a person who is not there."""
    facts = Path(FACTS)
    text = facts.read_text(encoding="utf-8")
    text = text.replace("value: more than 1800 jobs", "value: more than 1800 schools")
    facts.write_text(text.replace("by: costa", "by: cost", 1), encoding="utf-8")


# -------------------------------------------------------------------------------------- help


def test_help_names_every_command_and_every_exit_code(run: Run) -> None:
    said = run("--help")
    assert said.code == 0
    for name in COMMANDS:
        assert f"  {name} " in said.out
    for code in ExitCode:
        assert f"{code:<3d} {code.meaning}" in said.out


@pytest.mark.parametrize("name", COMMANDS)
def test_each_commands_help_shows_it_at_work(run: Run, name: str) -> None:
    said = run(name, "--help")
    assert said.code == 0
    assert f"\n  briefing {name}" in said.out


def test_help_names_every_format(run: Run) -> None:
    assert f"commas between: {', '.join(WRITERS)}" in " ".join(run("build", "--help").out.split())


def test_help_imports_nothing_heavy() -> None:
    program = (
        "import sys; from briefing.cli import main\n"
        "try: main(['build', '--help'])\n"
        "except SystemExit: pass\n"
        "heavy = {'docx', 'jinja2', 'lxml', 'matplotlib', 'reportlab', 'rich', 'yaml'}\n"
        "print(sorted(heavy & set(sys.modules)), file=sys.stderr)"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], check=True, capture_output=True, text=True
    )
    assert done.stderr.strip() == "[]"


def test_the_module_runs_as_a_program() -> None:
    command = [sys.executable, "-m", "briefing", "--version"]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    assert done.stdout.startswith("briefing ")


def test_a_shell_completes_commands() -> None:
    asked = {"_BRIEFING_COMPLETE": "complete_bash", "COMP_WORDS": "briefing b", "COMP_CWORD": "1"}
    done = subprocess.run(
        [sys.executable, "-m", "briefing"],
        check=False,
        capture_output=True,
        text=True,
        env={**os.environ, **asked},
    )
    assert "build" in done.stdout.split()


@pytest.mark.parametrize("arguments", [("bild",), ("build",), ("build", "x", "--bogus"), ("new",)])
def test_a_command_line_that_cannot_be_understood(run: Run, arguments: tuple[str, ...]) -> None:
    assert run(*arguments).code == ExitCode.USAGE


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("explain", "--json"), ExitCode.USAGE),
        (("check", "x", "--bogus", "--json"), ExitCode.USAGE),
        (("check", "x", "--json", "--source", "report"), ExitCode.USAGE),
        (("explain", "nothing", "3", "--json"), ExitCode.FACTS),
    ],
)
def test_a_slip_is_told_as_json_too(run: Run, arguments: tuple[str, ...], code: ExitCode) -> None:
    said = run(*arguments)
    told = json.loads(said.out)
    assert said.code == told["exit_code"] == code
    assert [each["severity"] for each in told["diagnostics"]] == ["error"]


# --------------------------------------------------------------------------------------- new


def test_the_next_step_can_be_copied_though_a_folder_has_a_space(run: Run) -> None:
    said = run("new", "visits/two words")
    assert "next: briefing build 'visits/two words'" in said.out


def test_what_new_writes_checks_and_builds_as_it_stands(example: Run) -> None:
    checked = example("check", VISIT, "--strict")
    assert (checked.code, checked.err) == (ExitCode.DONE, "")
    assert checked.out == f"{VISIT}: 11 facts, 2 calculations, 1 source: no problems\n"
    built = example("build", VISIT, "--strict")
    assert (built.code, built.err) == (ExitCode.DONE, "")
    assert {"brief.docx", "brief.pdf", "brief.ledger.json"} <= names(BUILT)


def test_new_marks_its_visit_as_invented_and_as_a_draft(example: Run) -> None:
    visit = load(Path(FACTS)).visit
    assert visit.brief.status == "draft"
    assert visit.brief.marking == "EXAMPLE"
    assert "EVERYTHING BELOW IS INVENTED" in Path(FACTS).read_text(encoding="utf-8")


@pytest.mark.parametrize("day", ["2024-02-29", "2025-12-31", "2026-01-01"])
def test_new_writes_a_valid_file_on_any_day(
    run: Run, monkeypatch: pytest.MonkeyPatch, day: str
) -> None:
    noon = datetime.fromisoformat(day).replace(hour=12, tzinfo=UTC)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(int(noon.timestamp())))
    run("new", VISIT)
    assert load(Path(FACTS)).visit.brief.as_of.isoformat() == day
    assert run("check", VISIT, "--strict").code == ExitCode.DONE


@pytest.mark.parametrize(
    "title", ['Visit of "three": a & b #1', "Визит", "{F01} <b> @today@", "- no", "  two  spaces "]
)
def test_new_takes_any_title_as_it_is(run: Run, title: str) -> None:
    assert run("new", VISIT, "--title", title).code == ExitCode.DONE
    assert load(Path(FACTS)).visit.visit.title == " ".join(title.split())
    assert run("build", VISIT, "--to", "text").code == ExitCode.DONE


def test_new_never_overwrites(example: Run) -> None:
    Path(FACTS).write_text("mine", encoding="utf-8")
    said = example("new", VISIT)
    assert said.code == ExitCode.WRITING
    assert said.err.startswith(f"{FACTS}: error: is there already")
    assert Path(FACTS).read_text(encoding="utf-8") == "mine"


def test_editors_find_the_schema_that_the_new_file_names(example: Run) -> None:
    first = Path(FACTS).read_text(encoding="utf-8").splitlines()[0]
    named = first.removeprefix("# yaml-language-server: $schema=")
    stored = json.loads((Path(VISIT) / named).read_text(encoding="utf-8"))
    assert stored == json.loads(example("schema").out)


def test_a_clock_that_cannot_be_read_is_a_usage_error(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "yesterday")
    assert run("new", VISIT).code == ExitCode.USAGE
    assert not Path(VISIT).exists()


# ------------------------------------------------------------------------------------- check


def test_check_gives_every_problem_its_place(example: Run) -> None:
    break_facts()
    said = example("check", VISIT)
    assert said.code == ExitCode.FACTS
    problems = [line for line in said.out.splitlines() if ": error: " in line]
    assert len(problems) == 2
    assert all(line.startswith(f"{FACTS}:") for line in problems)
    assert said.out.endswith(f"{VISIT}: 2 errors\n")


def test_check_goes_on_after_a_visit_with_errors(example: Run) -> None:
    example("new", "visits/other")
    break_facts()
    said = example("check", VISIT, "visits/other")
    assert said.code == ExitCode.FACTS
    assert "visits/other: 11 facts" in said.out


def test_warnings_fail_only_when_strict(example: Run) -> None:
    text = Path(FACTS).read_text(encoding="utf-8")
    cut = text[: text.index('  - "Companies of the other')] + text[text.index("# Only a person") :]
    Path(FACTS).write_text(cut, encoding="utf-8")
    assert example("check", VISIT).code == ExitCode.DONE
    assert example("check", VISIT, "--strict").code == ExitCode.WARNINGS
    assert example("build", VISIT, "--strict", "--to", "text").code == ExitCode.WARNINGS
    assert not Path(BUILT).exists(), "nothing is written"
    assert example("build", VISIT, "--to", "text").code == ExitCode.DONE


def test_check_holds_the_facts_against_a_source(example: Run) -> None:
    text = "Talks were held. Trade was €2.4 billion last year."
    Path("report.txt").write_text(text, encoding="utf-8")
    said = example("check", VISIT, "--source", "report=report.txt")
    assert said.code == ExitCode.FACTS, "the facts name places that this text does not have"
    assert "report: " in said.out
    hashed = hashlib.sha256(text.encode()).hexdigest()
    assert hashed in said.out, "the hash to store is said"


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ("report", ExitCode.USAGE),
        ("rapport=report.txt", ExitCode.USAGE),
        ("report=no", ExitCode.FACTS),
    ],
)
def test_a_source_that_cannot_be_checked_is_said(example: Run, given: str, code: ExitCode) -> None:
    Path("report.txt").write_text("Talks were held.", encoding="utf-8")
    assert example("check", VISIT, "--source", given).code == code


def test_check_as_json(example: Run) -> None:
    break_facts()
    said = example("check", VISIT, "--json")
    told: dict[str, Any] = json.loads(said.out)
    assert said.err == ""
    assert told["exit_code"] == said.code == ExitCode.FACTS
    assert {d["line"] > 0 for d in told["visits"][0]["diagnostics"]} == {True}


# ------------------------------------------------------------------------------------- build


def test_build_writes_the_formats_asked_for(example: Run) -> None:
    assert example("build", VISIT, "--to", "text, DOCX").code == ExitCode.DONE
    documents = {name for name in names(BUILT) if not name.endswith(".json")}
    assert documents == {"brief.docx", "brief.txt", "editions"}
    assert {"brief.docx", "brief.txt"} < names(f"{BUILT}/editions/1")


def test_a_format_that_is_unknown_names_the_nearest(example: Run) -> None:
    said = example("build", VISIT, "--to", "docs")
    assert said.code == ExitCode.USAGE
    assert 'did you mean "docx"?' in " ".join(said.err.replace("│", "").split())


def test_nothing_changed_nothing_written(example: Run) -> None:
    example("build", VISIT, "--to", "text")
    before = {file.name: file.stat().st_mtime_ns for file in Path(BUILT).iterdir()}
    assert example("build", VISIT, "--to", "text").out == f"{BUILT}: up to date\n"
    assert before == {file.name: file.stat().st_mtime_ns for file in Path(BUILT).iterdir()}


def test_a_broken_visit_keeps_its_last_good_files_and_the_others_are_built(example: Run) -> None:
    example("build", VISIT, "--to", "text")
    last = files(BUILT)
    example("new", "visits/other")
    break_facts()
    said = example("build", VISIT, "visits/other", "--to", "text")
    assert said.code == ExitCode.FACTS
    assert f"{VISIT}: 2 errors; nothing was written" in said.err
    assert "2 visits: 1 written, 1 with problems" in said.out
    assert last == files(BUILT)
    assert Path("output/other/brief.txt").is_file()


def test_two_visits_of_one_name_do_not_overwrite_each_other(example: Run) -> None:
    example("new", "elsewhere/example")
    said = example("build", VISIT, "elsewhere/example", "--to", "text")
    assert said.code == ExitCode.USAGE
    assert f"where {VISIT} has just gone" in said.err


def test_an_edited_file_is_refused_and_with_force_kept_beside(example: Run) -> None:
    example("build", VISIT, "--to", "text")
    edited = Path(BUILT, "brief.txt")
    edited.write_text("the minister's own words", encoding="utf-8")
    refused = example("build", VISIT, "--to", "text")
    assert refused.code == ExitCode.WRITING
    assert "--force" in refused.err
    assert edited.read_text(encoding="utf-8") == "the minister's own words"
    forced = example("build", VISIT, "--to", "text", "--force")
    assert forced.code == ExitCode.DONE
    (aside,) = Path(BUILT).glob("brief.edited-*.txt")
    assert aside.name in forced.out
    assert aside.read_text(encoding="utf-8") == "the minister's own words"


def test_quiet_says_only_what_is_wrong(example: Run) -> None:
    assert example("build", VISIT, "--to", "text", "--quiet") == (0, "", "")
    break_facts()
    said = example("build", VISIT, "--to", "text", "--quiet")
    assert (said.code, said.out) == (ExitCode.FACTS, "")
    assert "2 errors" in said.err


def test_a_pipe_gets_plain_lines(example: Run) -> None:
    example("new", "visits/other")
    break_facts()
    said = example("build", VISIT, "visits/other", "--to", "text")
    assert "\x1b" not in said.out + said.err
    assert "\r" not in said.out + said.err


def test_build_as_json(example: Run) -> None:
    example("new", "visits/other")
    break_facts()
    said = example("build", VISIT, "visits/other", "--to", "text", "--json")
    told: dict[str, Any] = json.loads(said.out)
    broken, built = told["visits"]
    assert (told["exit_code"], broken["exit_code"], built["exit_code"]) == (3, 3, 0)
    assert broken["files"] == []
    assert {"name": "brief.txt", "state": "written"} in built["files"]


def test_templates_lie_over_the_shipped_ones(example: Run) -> None:
    Path("wording/en").mkdir(parents=True)
    template = Path("wording/en/70-statements.md.j2")
    template.write_text("## A heading of our own\n\nWords of our own.\n", encoding="utf-8")
    example("build", VISIT, "--to", "text", "--templates", "wording")
    assert "A heading of our own" in Path(BUILT, "brief.txt").read_text(encoding="utf-8")


@pytest.mark.parametrize("folder", ["nothing", "."])
def test_a_folder_without_templates_is_refused(example: Run, folder: str) -> None:
    said = example("build", VISIT, "--to", "text", "--templates", folder)
    assert said.code == ExitCode.USAGE
    assert not Path(BUILT).exists()


def test_a_folder_of_visits_names_them_all_once(example: Run) -> None:
    example("new", "visits/other")
    said = example("build", "visits", VISIT, "--to", "text")
    assert said.code == ExitCode.DONE
    assert "2 visits: 2 written" in said.out


def test_a_theme_that_is_not_there_is_said(example: Run) -> None:
    said = example("build", VISIT, "--to", "text", "--theme", "no.toml")
    assert said.code == ExitCode.THEME
    assert "no.toml" in said.err


# ----------------------------------------------------------------------------------- explain


@pytest.mark.parametrize(
    ("query", "printed"),
    [
        ("3.6", "about $3.6 billion"),
        ("about $3.6 billion", "about $3.6 billion"),
        ("3,6 bn USD", "about $3.6 billion"),
        ("17%", "+17%"),
        ("17 per cent", "17%"),
        ("1800", "more than 1,800"),
        ("1 800", "more than 1,800"),
        ("one third", "one third"),
        ("one-third", "one third"),
        ("9", "nine"),
        ("nine", "9"),
        ("-17.6%", "−17.6%"),
        ("17.6%", "−17.6%"),
    ],
)
def test_a_number_is_found_as_people_type_it(query: str, printed: str) -> None:
    assert means(query, printed)


@pytest.mark.parametrize(
    ("query", "printed"),
    [
        ("3.6", "3.56 to 3.66"),
        ("17", "17.5%"),
        ("17%", "17 schools"),
        ("4.1 million", "$4.1 billion"),
        ("-17.6%", "+17.6%"),
        ("one third", "three"),
        ("President", "President Example, 2024"),
    ],
)
def test_another_number_is_not_taken_for_it(query: str, printed: str) -> None:
    assert not means(query, printed)


@pytest.mark.parametrize("file", [f"{BUILT}/brief.txt", BUILT, VISIT, FACTS])
def test_explain_goes_from_a_number_to_formula_facts_speaker_and_place(
    example: Run, file: str
) -> None:
    example("build", VISIT, "--to", "text")
    said = example("explain", file, "2.3")
    assert said.code == ExitCode.DONE
    for expected in (
        "D01: Bilateral trade turnover",
        "formula: F01 / (1 + F02)",
        "interval: 2.20 to 2.31",
        "F01: Bilateral trade turnover, 2022: €2.4 billion",
        "speaker: Prime Minister Example (reported speech)",
        "source: An invented report of an invented visit, P2",
        "words: €2.4 billion last year",
        "printed as “about €2.3 billion” in: Trade",
    ):
        assert expected in said.out


def test_explain_lists_every_match_and_takes_ids(example: Run) -> None:
    example("build", VISIT, "--to", "text")
    assert example("explain", BUILT, "2022").out.count("\nF0") >= 1
    assert example("explain", BUILT, "f06").out.startswith("F06: A ferry line")


def test_explain_of_a_number_that_is_not_printed(example: Run) -> None:
    said = example("explain", VISIT, "99.9")
    assert (said.code, said.out) == (ExitCode.USAGE, "")
    assert "“99.9” is not printed in the brief" in said.err


def test_explain_tells_first_what_is_printed_just_so() -> None:
    printed = [
        {"id": "D1", "class": "calculation", "text": "about 3%", "section": "Trade"},
        {"id": "", "class": "label", "text": "3", "section": "Trade"},
        {"id": "F1", "class": "fact", "text": "3", "section": "Trade"},
    ]
    origins = {"D1": {"class": "calculated"}, "F1": {"class": "stated"}}
    ledger = Ledger(origins, printed)
    assert [match.id for match in ledger.matches("3")] == ["F1", "", "D1"]
    assert [match.kind for match in ledger.matches("[3]")] == ["label"]


@pytest.mark.parametrize("number", ["", "  "])
def test_explain_of_no_number_is_a_usage_error(example: Run, number: str) -> None:
    said = example("explain", VISIT, number)
    assert said.code == ExitCode.USAGE
    assert "found nothing" in said.err


def test_explain_never_tells_the_words_of_a_withheld_fact() -> None:
    named = dict.fromkeys(("description", "speaker", "mode", "source", "place"), "")
    origins = {"F1": {**named, "class": "withheld", "words": "three million"}}
    ledger = read_ledger(json.dumps({"origins": origins, "printed": []}).encode())
    assert ledger is not None
    assert "words" not in ledger.origins["F1"]


def test_explain_warns_of_a_file_that_was_edited(example: Run) -> None:
    example("build", VISIT, "--to", "text")
    Path(BUILT, "brief.txt").write_text("edited", encoding="utf-8")
    said = example("explain", f"{BUILT}/brief.txt", "2.4")
    assert said.code == ExitCode.DONE
    assert "edited since it was built" in said.err


@pytest.mark.parametrize("file", ["nothing", ".", "ledger"])
def test_explain_of_what_has_no_ledger(run: Run, file: str) -> None:
    Path("ledger").mkdir()
    Path("ledger/brief.ledger.json").write_text("[]")
    assert run("explain", file, "2").code == ExitCode.FACTS


def test_explain_as_json(example: Run) -> None:
    told = json.loads(example("explain", VISIT, "2.3", "--json").out)
    (match,) = told["matches"]
    assert match["id"] == "D01"
    assert set(match["inputs"]) == {"F01", "F02"}


# ---------------------------------------------------------------------------------- our fault


def test_a_crash_of_our_own_is_said_to_be_ours(
    example: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    def crash(*_: object) -> None:
        raise RuntimeError("a wheel came off")

    monkeypatch.setattr(regenerate, "build_prepared", crash)
    said = example("build", VISIT)
    assert said.code == ExitCode.OUR_FAULT
    assert "our own fault, not yours: RuntimeError: a wheel came off" in said.err
    assert "Traceback" not in said.err
    with pytest.raises(RuntimeError, match="a wheel came off"):
        main(["--debug", "build", VISIT])


def test_ctrl_c_ends_as_a_shell_expects(example: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(regenerate, "build_prepared", interrupt)
    said = example("build", VISIT)
    assert said.code == 130
    assert "nothing is half-written" in said.err
