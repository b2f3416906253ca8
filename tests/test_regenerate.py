"""Editions from the command line: when there is a new one, what it says, what stays, what is refused."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from command_line import BUILT, DAY, FACTS, VISIT, Run, edit, files, runner

from briefing.editions.history import History
from briefing.editions.lock import locked
from briefing.errors import ExitCode
from briefing.theme import load_theme

TEXT = f"{BUILT}/brief.txt"


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    run = runner(tmp_path, monkeypatch, capsys)
    assert run("new", VISIT).code == ExitCode.DONE
    return run


def build(run: Run, *options: str) -> dict[str, Any]:
    """Build as text and return what `--json` says of the visit."""
    said = run("build", VISIT, "--to", "text", "--json", *options)
    (visit,) = json.loads(said.out)["visits"]
    assert isinstance(visit, dict)
    return {**visit, "code": said.code}


def printed() -> str:
    return Path(TEXT).read_text(encoding="utf-8").replace("\N{NO-BREAK SPACE}", " ")


# -------------------------------------------------------------------------- what makes an edition


def test_a_figure_that_moved_makes_the_next_edition_which_says_so(run: Run) -> None:
    build(run)
    edit("value: 2.4 billion EUR", "value: 2.5 billion EUR")
    told = build(run)
    assert (told["what"], told["edition"]) == ("new", 2)
    (value,) = (c for c in told["changes"] if c["id"] == "F01")
    assert (value["kind"], value["before"], value["after"]) == (
        "value",
        "€2.4 billion",
        "€2.5 billion",
    )
    moved = {c["id"]: c["because"] for c in told["changes"] if c["kind"] == "calculation"}
    assert moved == {"D01": ["F01"], "D02": ["F01"]}
    text = printed()
    assert "Changes since edition 1" in text
    assert "F01 | Bilateral trade turnover, 2022 | Value | €2.4 billion | €2.5 billion" in text
    assert "Edition 2" in text
    assert "changes since edition 1, listed in Annex C" in text


def test_a_comment_makes_no_edition_and_where_the_file_travels_a_revision(run: Run) -> None:
    edit("  status: draft", "  attach: file\n  status: draft")
    said = run("build", VISIT, "--to", "pdf", "--json")
    edit("# The facts of one visit.", "# A remark of ours. The facts of one visit.")
    said = run("build", VISIT, "--to", "pdf", "--json")
    (visit,) = json.loads(said.out)["visits"]
    assert (visit["what"], visit["edition"], visit["revision"]) == ("revised", 1, 1)
    assert "edition 1, written anew (revision 1)" not in said.err


@pytest.mark.parametrize("attach", ["none", "printed"])
def test_a_comment_changes_nothing_where_the_file_does_not_travel(run: Run, attach: str) -> None:
    edit("  status: draft", f"  attach: {attach}\n  status: draft")
    build(run)
    before = files(BUILT)
    edit("# The facts of one visit.", "# A remark of ours.")
    assert build(run)["what"] == "unchanged"
    assert files(BUILT) == before


def test_going_back_is_a_new_edition_told_against_the_last(run: Run) -> None:
    build(run)
    edit("2.4 billion EUR", "2.5 billion EUR")
    build(run)
    edit("2.5 billion EUR", "2.4 billion EUR")
    told = build(run)
    assert told["edition"] == 3
    assert "Changes since edition 2" in printed()


def test_the_same_facts_after_the_same_edition_give_the_same_bytes(run: Run) -> None:
    build(run)
    edit("2.4 billion EUR", "2.5 billion EUR")
    build(run)
    first = Path(TEXT).read_bytes()
    Path(TEXT).unlink()
    assert build(run)["what"] == "restored"
    assert Path(TEXT).read_bytes() == first


def test_another_template_is_another_edition_without_changed_facts(run: Run) -> None:
    build(run)
    Path("wording/en").mkdir(parents=True)
    Path("wording/en/70-statements.md.j2").write_text("## Ours\n\nWords.\n", encoding="utf-8")
    told = build(run, "--templates", "wording")
    assert (told["edition"], told["changes"]) == (2, [])
    assert "Since edition 1 no fact has changed" in printed()
    assert "Also changed: the wording of the sections" in printed()


def test_only_the_order_of_facts_is_told_in_one_row(run: Run) -> None:
    build(run)
    text = Path(FACTS).read_text(encoding="utf-8")
    one = next(line for line in text.splitlines() if line.startswith("  F09:"))
    two = next(line for line in text.splitlines() if line.startswith("  F10:"))
    edit(f"{one}\n{two}", f"{two}\n{one}")
    (row,) = build(run)["changes"]
    assert row["kind"] == "order"


def test_what_a_person_took_out_of_their_own_words_is_not_printed_again(run: Run) -> None:
    secret = "The laboratory is a matter for the ministers alone."
    edit("# objectives: [", f'sensitive: ["{secret}"]\n# objectives: [')
    build(run)
    assert secret in printed()
    edit(f'sensitive: ["{secret}"]\n', "")
    told = build(run)
    assert secret not in printed() + json.dumps(told)
    assert any(c["id"].startswith("sensitive") for c in told["changes"])


def withhold(value: str, figure: str) -> None:
    """Withhold a fact's figure."""
    edit(f"value: {value}", f"value: ~, withheld: under review of {figure}")


def test_a_figure_that_is_withheld_now_is_not_told_by_anything_that_changed(run: Run) -> None:
    """Nor by a calculation that rested on it, nor by a warning of a sentence that names it."""
    edit("value: 2.4 billion EUR", "value: 7.31 billion EUR")
    edit("words: €2.4 billion last year", "words: €7.31 billion last year")
    build(run)
    for figure in ("7.31", "6.86", "−€4.31"):
        assert figure in printed()
    withhold("7.31 billion EUR", "it")
    said = run("build", VISIT, "--to", "text", "--summary", "summary.md", "--json")
    assert said.code == 0, said.out
    again = run("build", VISIT, "--to", "text")
    everything = "".join(part for each in (said, again) for part in (each.out, each.err))
    everything += run("diff", VISIT, "1", "2").out + Path("summary.md").read_text(encoding="utf-8")
    for name, content in files(BUILT).items():
        if not name.startswith("editions/1/"):
            everything += content.decode("utf-8")
    for figure in ("7.31", "6.8", "4.31", "−€4"):
        assert figure not in everything
    assert "was written before this figure changed" in printed()


def test_a_figure_that_is_no_longer_withheld_is_told(run: Run) -> None:
    withhold("more than 1800 jobs", "them")
    edit("key_figures: [F01, F02, F04, F05]", "key_figures: [F01, F02, F04]")
    build(run)
    edit("value: ~, withheld: under review of them", "value: 1900 jobs")
    (row,) = (c for c in build(run)["changes"] if c["id"] == "F05")
    assert (row["before"], row["after"]) == ("withheld", "1,900")


def test_what_was_taken_out_of_remarks_titles_and_furniture_is_not_repeated(run: Run) -> None:
    secrets = ("a doubt of ours", "Desk Nine only", "desk-nine@mfa.example")
    edit(
        "F11: {statement: talks were held",
        f"F11: {{statement: talks were held, remark: {secrets[0]}",
    )
    edit("  # distribution: names of desks", f"  distribution: {secrets[1]}")
    edit("  # contact: desk@example.org", f"  contact: {secrets[2]}")
    build(run)
    assert all(secret in printed() for secret in secrets)
    edit(f", remark: {secrets[0]}", "")
    edit(f"  distribution: {secrets[1]}\n", "")
    edit(f"  contact: {secrets[2]}\n", "")
    told = build(run)
    assert len(told["changes"]) == 3
    assert not [secret for secret in secrets if secret in printed() + json.dumps(told)]


def test_each_field_that_changed_is_a_row_in_a_readers_words(run: Run) -> None:
    build(run)
    edit("F02: {change: +6.5%", "F02: {change: +6.6%")
    edit(
        "one third, measure: fish-share, period: not stated, by: costa",
        "one third, measure: fish-share, period: not stated, by: berg",
    )
    edit("due: 2024", "due: 2025")
    edit("host: {country: NO, leader: berg}", "host: {country: SE, leader: berg}")
    edit("language: en-GB ", "language: en-US ")
    rows = {(c["id"], c["what"]): (c["before"], c["after"]) for c in build(run)["changes"]}
    assert rows["F02", "value"] == ("+6.5%", "+6.6%")
    assert rows["F03", "due date"] == ("2024", "2025")
    assert rows["F04", "speaker"] == ("Duarte Placeholder", "Berit Example")
    assert rows["visit", "host"] == ("Norway, Berit Example", "Sweden, Berit Example")
    assert rows["brief", "language"] == ("en-GB", "en-US")


def test_a_calculation_that_is_no_longer_shown_is_gone_for_a_reader(run: Run) -> None:
    build(run)
    edit("formula: F03 - F01,", "show: never, formula: F03 - F01,")
    (row,) = build(run)["changes"]
    assert (row["id"], row["what"], row["after"]) == ("D02", "removed", "–")


def test_formats_are_added_to_the_same_edition(run: Run) -> None:
    build(run)
    said = run("build", VISIT, "--to", "docx", "--json")
    (visit,) = json.loads(said.out)["visits"]
    assert (visit["what"], visit["edition"]) == ("added", 1)
    record = History(Path("output"), Path("output/.state")).last("example")
    assert record is not None
    assert {"brief.txt", "brief.docx"} < set(record.files)


def test_keep_bounds_the_documents_and_never_the_facts(run: Run) -> None:
    for value in ("2.5", "2.6", "2.7"):
        build(run, "--keep", "2")
        edit("F01: {value: 2.", f"F01: {{value: {value[:-1]}")
        text = Path(FACTS).read_text(encoding="utf-8")
        Path(FACTS).write_text(text.replace("as_of: ", "as_of: ", 1), encoding="utf-8")
        edit(
            f"value: {'2.4' if value == '2.5' else f'2.{int(value[-1]) - 1}'} billion",
            f"value: {value} billion",
        )
    build(run, "--keep", "2")
    assert {p.name for p in Path(BUILT, "editions").iterdir()} == {"3", "4"}
    assert {p.name for p in Path("output/.state/example").iterdir()} == {"1", "2", "3", "4"}


# --------------------------------------------------------------------------------- clearance


def test_what_new_writes_is_a_draft_and_says_so(run: Run) -> None:
    assert build(run)["standing"] == "draft"
    assert "Draft: not cleared for use" in printed()


def test_a_clearance_holds_for_the_content_that_was_cleared_and_lapses_with_it(run: Run) -> None:
    content = build(run)["fingerprint"]
    edit(
        "  status: draft ",
        f"  cleared: {{by: Berit Example, on: 2023-11-14, content: {content}}} ",
    )
    told = build(run)
    assert (told["what"], told["edition"], told["standing"]) == ("revised", 1, "cleared")
    assert "Cleared for use by Berit Example on 14 November 2023" in printed()
    assert "not cleared" not in printed()
    edit("2.4 billion EUR", "2.5 billion EUR")
    told = build(run)
    assert (told["edition"], told["standing"]) == (2, "lapsed")
    assert f"cleared for other content, with fingerprint {content}" in printed()


# --------------------------------------------------------------------------------- freshness


def test_facts_out_of_date_are_warned_of_marked_or_refused(run: Run) -> None:
    edit("at: report 2, resolved", "at: report 2, next_release: 2023-11-01, resolved")
    warned = run("build", VISIT, "--to", "text")
    assert warned.code == ExitCode.DONE
    assert f"{FACTS}:" in warned.err
    assert "warning: facts.F01: out of date since 2023-11-01: new figures were due" in warned.err
    assert "out of date" not in printed()
    marked = build(run, "--stale", "mark")
    assert marked["what"] == "new", "what the brief says has changed"
    assert "out of date since 1 November 2023" in printed()
    edit("2.4 billion EUR", "2.5 billion EUR")
    before = files(BUILT)
    failed = run("build", VISIT, "--to", "text", "--stale", "fail")
    assert failed.code == ExitCode.STALE
    assert files(BUILT) == before


def test_a_fact_that_goes_out_of_date_tomorrow_ends_the_quiet_tomorrow(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    edit("at: report 2, resolved", "at: report 2, next_release: 2023-11-15, resolved")
    options = ("--stale", "mark")
    build(run, *options)
    assert build(run, *options)["what"] == "unchanged"
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(int(DAY) + 86_400))
    assert build(run, *options)["what"] == "new"
    assert "out of date since 15 November 2023" in printed()


# ---------------------------------------------------------------- a person's own sentences


def test_a_sentence_is_kept_and_flagged_when_a_figure_in_it_moved(run: Run) -> None:
    edit("# commentary: {", "commentary: {")
    build(run)
    edit("change: +6.5%", "change: +7.5%")
    told = build(run)
    assert "would bring the goal within reach" in printed()
    assert "The commentary (trade) was written before this figure changed: 7.5%" in printed()
    flagged = [d for d in told["diagnostics"] if d["where"] == "commentary.trade"]
    assert len(flagged) == 1
    assert flagged[0]["line"] > 0


def test_the_flag_stays_until_the_sentence_is_read_again(run: Run) -> None:
    build(run)
    edit("change: +6.5%", "change: +7.5%")
    build(run)
    edit("2.4 billion EUR", "2.5 billion EUR")
    assert "was written before" in printed()
    build(run)
    assert "7.5%" in next(line for line in printed().splitlines() if "was written before" in line)
    edit("  status: draft", "  reviewed: 2023-11-14\n  status: draft")
    told = build(run)
    assert told["what"] == "revised"
    assert "was written before" not in printed()


# ------------------------------------------------------------------------------- up to date


def test_an_unchanged_visit_is_answered_without_the_command_line_proper(
    run: Run, tmp_path: Path
) -> None:
    run("build", VISIT, "--to", "text")
    program = (
        "import sys; from briefing.cli import main\n"
        "try: main(['build', 'visits/example', '--to', 'text'])\n"
        "except SystemExit as end: print(end.code, file=sys.stderr)\n"
        "heavy = {'typer', 'click', 'rich', 'pydantic', 'yaml', 'jinja2', 'lxml', 'docx', 'reportlab',"
        " 'matplotlib', 'babel', 'dataclasses', 'pathlib', 'inspect', 'typing', 'filelock'}\n"
        "print(sorted(heavy & set(sys.modules)), file=sys.stderr)"
    )
    done = subprocess.run(
        [sys.executable, "-S", "-c", program],
        capture_output=True, text=True, check=True, cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
    )  # fmt: skip
    assert done.stdout == f"{BUILT}: up to date\n"
    assert done.stderr.splitlines() == ["0", "[]"]


CHANGES = {
    "facts": lambda: edit("2.4 billion EUR", "2.5 billion EUR"),
    "document edited": lambda: Path(TEXT).write_text("edited", encoding="utf-8"),
    "document gone": lambda: Path(TEXT).unlink(),
    "ledger edited": lambda: Path(BUILT, "brief.ledger.json").write_text("{}", encoding="utf-8"),
    "theme": lambda: edit("#5b1212", "#5b1213", "ministry.toml"),
    "template": lambda: edit("Words", "Other words", "wording/en/70-statements.md.j2"),
    "another template": lambda: Path("wording/en/71-more.md.j2").write_text("More.\n"),
    "record": lambda: edit('"number": 1', '"number":  1', "output/.state/example/1/edition.json"),
    "another run's edition": lambda: Path("output/.state/example/2").mkdir(),
}


@pytest.mark.parametrize("what", CHANGES)
def test_whatever_a_build_depends_on_is_noticed(run: Run, what: str) -> None:
    from briefing.cli import quick

    Path("wording/en").mkdir(parents=True)
    Path("wording/en/70-statements.md.j2").write_text("## Ours\n\nWords.\n", encoding="utf-8")
    Path("ministry.toml").write_text('[colours]\nheading = "#5b1212"\n', encoding="utf-8")
    asked = ["build", VISIT, "--to", "text", "--theme", "ministry.toml", "--templates", "wording"]
    assert run(*asked).code == ExitCode.DONE
    assert quick.answer(asked) == 0
    CHANGES[what]()
    assert quick.answer(asked) is None


@pytest.mark.parametrize(
    "options",
    [
        ["--to", "text,docx"], ["--theme", "ministry.toml"], ["--output", "elsewhere"],
        ["--state", "elsewhere"], ["--stale", "mark"], ["--keep", "1"], ["--verify"], ["--force"],
        ["--json"], ["--nonsense"], ["visits/other"], ["--to"], ["--keep", "few"], ["--keep", "²"],
    ],
)  # fmt: skip
def test_another_wish_is_another_build(run: Run, options: list[str]) -> None:
    from briefing.cli import quick

    Path("ministry.toml").write_text('[colours]\nheading = "#5b1212"\n', encoding="utf-8")
    asked = ["build", VISIT, "--to", "text"]
    assert run(*asked).code == ExitCode.DONE
    assert quick.answer(asked) == 0
    assert quick.answer([*asked, *options]) is None


def test_warnings_are_told_again_and_fail_when_strict(run: Run) -> None:
    edit("at: report 2, resolved", "at: report 2, next_release: 2023-11-01, resolved")
    first = run("build", VISIT, "--to", "text")
    again = run("build", VISIT, "--to", "text")
    assert again.out == f"{BUILT}: up to date\n"
    assert again.err == first.err != ""
    assert run("build", VISIT, "--to", "text", "--strict").code == ExitCode.WARNINGS


def test_exit_code_tells_a_new_edition_and_nothing_else(run: Run) -> None:
    asked = ("build", VISIT, "--to", "text", "--exit-code")
    assert run(*asked).code == ExitCode.CHANGED
    assert run(*asked).code == ExitCode.DONE
    edit("2.4 billion EUR", "2.5 billion EUR")
    assert run(*asked).code == ExitCode.CHANGED
    edit("by: berg", "by: bergg")
    assert run(*asked).code == ExitCode.FACTS


# ------------------------------------------------------------------------ status, withdrawal


@pytest.mark.parametrize(
    ("change", "state", "because"),
    [
        (lambda: None, "up to date", []),
        (lambda: edit("2.4 billion EUR", "2.5 billion EUR"), "would change",
         ["changed: facts.F01, calculations.D01, calculations.D02"]),
        (lambda: Path(TEXT).unlink(), "would change", ["brief.txt is missing"]),
        (lambda: Path(TEXT).write_text("mine"), "would change", ["brief.txt was edited"]),
        (lambda: edit("by: berg", "by: bergg"), "broken", []),
        (lambda: edit("# The facts of one visit.", "# Mine."), "would change",
         ["the same edition would be written anew: comments, clearance, fonts or versions"]),
    ],
)  # fmt: skip
def test_status_says_what_would_change_and_why(
    run: Run, change: Any, state: str, because: list[str]
) -> None:
    edit("  status: draft", "  attach: file\n  status: draft")  # so that comments matter
    run("build", VISIT, "--to", "text")
    change()
    before = files(".")
    (told,) = json.loads(run("status", VISIT, "--json").out)["visits"]
    assert (told["state"], told["because"]) == (state, because)
    assert files(".") == before, "nothing is written"


def test_status_of_what_was_never_built_and_of_stale_facts(run: Run) -> None:
    assert "would change (there is no edition yet)" in run("status", "visits").out
    edit("at: report 2, resolved", "at: report 2, next_release: 2023-11-01, resolved")
    run("build", VISIT, "--to", "text")
    (told,) = json.loads(run("status", VISIT, "--json").out)["visits"]
    assert (told["state"], told["stale"]) == ("stale", ["F01"])


def test_withdraw_takes_an_edition_back_and_status_says_so(run: Run) -> None:
    run("build", VISIT, "--to", "text")
    said = run("withdraw", VISIT, "1", "--because", "A wrong figure.")
    assert said.code == ExitCode.DONE
    assert "withdrawn: A wrong figure." in run("status", VISIT).out
    assert run("withdraw", VISIT, "2", "--because", "x").code == ExitCode.WRITING
    assert run("withdraw", VISIT, "1", "--because", "  ").code == ExitCode.USAGE


# --------------------------------------------------------------------------- when it goes wrong


def test_a_lost_state_folder_is_refused_rather_than_numbered_anew(run: Run) -> None:
    build(run)
    edit("2.4 billion EUR", "2.5 billion EUR")
    build(run)
    Path("output/.state/example").rename("kept")
    before = files("output")
    said = run("build", VISIT, "--to", "text")
    assert said.code == ExitCode.WRITING
    assert "holds edition 2, of which the state folder output/.state knows nothing" in said.err
    assert files("output") == before


def test_a_damaged_state_folder_is_a_clear_error(run: Run) -> None:
    build(run)
    edit("2.4 billion EUR", "2.5 billion EUR")
    Path("output/.state/example/1/snapshot.json").write_text('{"format": 1}', encoding="utf-8")
    said = run("build", VISIT, "--to", "text")
    assert said.code == ExitCode.WRITING
    assert "example/1/snapshot.json: error: expected what a build wrote" in said.err


def test_an_edition_has_all_its_forms_of_one_standing(run: Run) -> None:
    """Cleared meanwhile, and only one form asked for: the other must not stay a draft."""
    run("build", VISIT, "--to", "text,pdf")
    edit("  status: draft ", "  status: final ")
    build(run)
    record = History(Path("output"), Path("output/.state")).last("example")
    assert record is not None
    assert not record.draft
    info = pikepdf.open(Path(BUILT, "brief.pdf")).docinfo
    assert "Draft" not in str(info.get("/Keywords", ""))


def test_facts_that_change_while_a_build_waits_are_the_ones_that_are_built(
    run: Run, tmp_path: Path
) -> None:
    build(run)
    command = [sys.executable, "-m", "briefing", "build", VISIT, "--to", "text"]
    edit("2.4 billion EUR", "2.5 billion EUR")
    with locked("example", tmp_path / "output", tmp_path / "output/.state"):
        process = subprocess.Popen(command, cwd=tmp_path, stderr=subprocess.PIPE, text=True)
        assert process.stderr is not None
        assert "waiting for another run" in process.stderr.readline()
        edit("2.5 billion EUR", "2.6 billion EUR")
    process.communicate(timeout=60)
    assert "€2.6 billion" in printed()
    assert "up to date" in run("status", VISIT).out
    edit("2.6 billion EUR", "2.7 billion EUR")
    assert build(run)["what"] == "new", "and a later change is not overlooked"


def test_a_copy_of_the_output_is_another_output(run: Run) -> None:
    asked = ("build", VISIT, "--to", "text", "--state", "state", "--output")
    run(*asked, "one")
    shutil.copytree("one", "two")
    Path("two/example/brief.txt").unlink()
    assert "files put back" in run(*asked, "two").out


@pytest.mark.parametrize("line", ["[table]\nrow-padding = 9", "[key-figures]\ncolumns = 2"])
def test_every_part_of_a_theme_is_content(run: Run, line: str) -> None:
    Path("my.toml").write_text('[colours]\nheading = "#5b1212"\n', encoding="utf-8")
    build(run, "--theme", "my.toml")
    with Path("my.toml").open("a", encoding="utf-8") as theme:
        theme.write(f"\n{line}\n")
    load_theme.cache_clear()  # as in another process
    assert build(run, "--theme", "my.toml")["what"] == "new"


@pytest.mark.parametrize("name", [".state", ".cache", "deliveries.sqlite"])
def test_a_visit_is_not_called_as_a_file_of_ours(run: Run, name: str) -> None:
    run("new", f"visits/{name}")
    assert run("build", f"visits/{name}", "--to", "text").code == ExitCode.USAGE


def test_json_says_the_same_edition_by_the_quick_way_and_the_slow(run: Run) -> None:
    first = build(run)
    slow = build(run, "--verify")
    shutil.rmtree("output/.cache")
    again = build(run)
    for told in (slow, again):
        assert {**told, "what": "", "files": []} == {**first, "what": "", "files": []}
        assert [f["name"] for f in told["files"]] == [f["name"] for f in first["files"]]


def test_two_runs_at_once_make_one_edition(run: Run, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "briefing", "build", VISIT, "--to", "text"]
    at_once = [
        subprocess.Popen(
            command, cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        )
        for _ in range(3)
    ]
    said = [process.communicate(timeout=120) for process in at_once]
    assert [process.returncode for process in at_once] == [0, 0, 0], said
    assert sum("edition 1" in out for out, _ in said) == 1
    assert History(tmp_path / "output", tmp_path / "output/.state").numbers("example") == (1,)


def test_killed_while_building_the_next_run_goes_on(run: Run, tmp_path: Path) -> None:
    """A real process, killed at moments from its start to past its end."""
    run("build", VISIT, "--to", "text")
    edit("2.4 billion EUR", "2.5 billion EUR")
    command = [sys.executable, "-m", "briefing", "build", VISIT, "--to", "text"]
    for wait in (0.2, 0.5, 0.8, 1.0, 1.2):
        process = subprocess.Popen(
            command, cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.PIPE
        )
        try:
            process.communicate(timeout=wait)
        except subprocess.TimeoutExpired:
            process.kill()
            process.communicate()
        history = History(tmp_path / "output", tmp_path / "output/.state")
        last = history.last("example")
        assert last is not None
        assert set(history.documents(last)) == set(last.files)
    assert run("build", VISIT, "--to", "text").code == ExitCode.DONE
    assert history.numbers("example") == (1, 2)


def test_the_summary_of_a_job_has_what_changed_and_what_is_wrong(run: Run) -> None:
    run("build", VISIT, "--to", "text")
    run("new", "visits/broken")
    edit("by: costa", "by: cost", "visits/broken/visit.yaml")
    edit("2.4 billion EUR", "2.5 billion EUR")
    run("build", "visits", "--to", "text", "--summary", "summary.md")
    text = Path("summary.md").read_text(encoding="utf-8")
    assert "**1 written, 1 with problems**" in text
    assert "| example | 2 |" in text
    assert "- F01 Bilateral trade turnover, 2022 (value): €2.4 billion → €2.5 billion" in text
    assert "| broken | – | **not built** (exit code 3) |" in text
    assert "visits/broken/visit.yaml:" in text


def test_diff_tells_what_would_change_and_what_did(run: Run) -> None:
    assert run("diff", VISIT).code == ExitCode.WRITING
    run("build", VISIT, "--to", "text")
    assert run("diff", VISIT).out == "example: 0 changes from edition 1 to the facts file\n"
    edit("2.4 billion EUR", "2.5 billion EUR")
    told = run("diff", VISIT).out
    assert "F01 Bilateral trade turnover, 2022 (value): €2.4 billion → €2.5 billion" in told
    assert told.endswith("3 changes from edition 1 to the facts file\n")
    run("build", VISIT, "--to", "text")
    edit("2.5 billion EUR", "2.6 billion EUR")
    run("build", VISIT, "--to", "text")
    rows = json.loads(run("diff", VISIT, "1", "3", "--json").out)["changes"]
    assert [row["after"] for row in rows if row["id"] == "F01"] == ["€2.6 billion"]
