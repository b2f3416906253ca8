"""What the documents for people say is so: README's commands run, its tables and examples are true."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import get_args, get_type_hints

import pytest

from briefing.cli import main
from briefing.cli.app import COMMANDS
from briefing.errors import ExitCode
from briefing.facts.chart_specs import CHART_KINDS
from briefing.facts.model import FACT_KINDS
from briefing.load import loads
from briefing.writers import WRITERS

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
ARCHITECTURE = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8")


def fenced(kind: str, text: str = README) -> list[str]:
    """The fenced blocks of a kind ("" for those that name none)."""
    return re.findall(rf"^```{kind}\n(.*?)^```", text, re.DOTALL | re.MULTILINE)


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A copy of the checkout, set up: with this environment, running the copy's package."""
    copy = tmp_path / "briefing"
    ignored = shutil.ignore_patterns(".*", "__pycache__", "node_modules", "output")
    shutil.copytree(ROOT, copy, ignore=ignored)
    (copy / ".venv").mkdir()
    (copy / ".venv" / "bin").symlink_to(Path(sys.executable).parent)
    for stamp in (".made", ".ready", ".ready-dev"):
        (copy / ".venv" / stamp).touch()
    return copy


@pytest.mark.skipif(os.name == "nt", reason="the README has lines of their own for Windows")
def test_the_commands_run_in_their_order(checkout: Path) -> None:
    """All but the test suite and the linters themselves, of which make only says what it would run."""
    script = "\n".join(["set -e", *fenced("sh")])
    script = re.sub(
        r"^make (test|check|fuzz|bench|fmt)$", r"make --dry-run \1", script, flags=re.MULTILINE
    )
    done = subprocess.run(
        ["bash", "-c", script],
        cwd=checkout,
        env={**os.environ, "PYTHONPATH": str(checkout)},
        check=False,
        capture_output=True,
        text=True,
        timeout=180,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    for visit in ("2025-11-26-bishkek", "2026-03-oslo"):
        built = {file.name for file in (checkout / "output" / visit).iterdir()}
        expected = {"brief.docx", "brief.pdf", "brief.ledger.json", "brief.manifest.json"}
        assert expected | {"editions"} == built


def test_the_facts_file_shown_is_whole() -> None:
    (shown,) = fenced("yaml")
    assert len(loads(shown.encode()).visit.facts) == 3


def test_the_complaint_shown_is_what_check_says(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (shown,) = (text for text in fenced("text") if "error" in text)
    monkeypatch.chdir(tmp_path)
    with pytest.raises(SystemExit):
        main(["new", "visits/2026-03-oslo"])
    file = Path("visits/2026-03-oslo/visit.yaml")
    text = file.read_text(encoding="utf-8")
    text = text.replace("between: [NO, PT]", "between: [NO, UK]")
    text = text.replace("3 billion EUR, measure:", "3 billion EUR, mesure:")
    file.write_text(text, encoding="utf-8")
    capsys.readouterr()
    with pytest.raises(SystemExit):
        main(["check", "visits/2026-03-oslo"])
    assert capsys.readouterr().out == shown


def test_the_exit_codes_shown_are_those_of_the_table() -> None:
    shown = re.findall(r"^\| (\d+) \| (.+) \|$", README, re.MULTILINE)
    assert shown == [(str(int(code)), code.meaning) for code in ExitCode]


def test_every_command_format_fact_and_chart_is_named() -> None:
    for name in (*(f"briefing {name}" for name in COMMANDS), *FACT_KINDS, *CHART_KINDS):
        assert f"`{name}" in README or f"\n{name}" in README, name
    for writer in WRITERS.values():
        assert f"`brief{writer.suffix}`" in README


@pytest.mark.parametrize("command", COMMANDS.values(), ids=COMMANDS)
def test_every_option_and_argument_says_what_it_is(command: Callable[..., None]) -> None:
    for name, kind in get_type_hints(command, include_extras=True).items():
        if name != "return":
            (told,) = get_args(kind)[1:]
            assert told.help, name
            assert told.help.endswith("."), name


def test_links_lead_somewhere() -> None:
    for text in (README, ARCHITECTURE):
        for target in re.findall(r"\]\(([^)#:]+)\)", text):
            assert (ROOT / target).exists(), target


def test_the_architecture_page_names_every_module_and_the_layers_that_ci_checks() -> None:
    package = ROOT / "briefing"
    modules = {
        f"{path.name}/" if path.is_dir() else path.name
        for path in package.iterdir()
        if not path.name.startswith("__")
    }
    named = set(re.findall(r"`(\w+(?:/|\.py))`", ARCHITECTURE))
    assert modules == {name for name in named if (package / name).exists()}
    checked = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    (layers,) = re.findall(r"^layers = \[\n(.*?)^\]", checked, re.DOTALL | re.MULTILINE)
    shown = fenced("", ARCHITECTURE)[1].replace("/{docx,html,pdf,text}", "")
    assert shown == re.sub(r'[ ]{2}"|",|briefing\.', "", layers)
