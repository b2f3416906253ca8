"""`--exact-pages`: the contents list of the Word file with the page numbers that its layout has."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pypdfium2
import pytest
from command_line import BUILT, FACTS, VISIT, Run, runner
from programs import program
from word_edits import W, words_of
from word_file import WordFile

from briefing.cli import libreoffice
from briefing.errors import ExitCode
from briefing.lint import lint
from briefing.readback.edits import edits
from briefing.readback.found import Unusable
from briefing.readback.page_numbers import page_numbers

SHIPPED = Path(__file__).parents[1] / "visits" / "2025-11-26-bishkek" / "visit.yaml"
BUILD = ("build", VISIT, "--to", "docx", "--theme", "contents.toml")


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    (tmp_path / VISIT).mkdir(parents=True)
    (tmp_path / FACTS).write_bytes(SHIPPED.read_bytes())
    (tmp_path / "contents.toml").write_text("contents = 2\n", encoding="utf-8")
    return runner(tmp_path, monkeypatch, capsys)


def brief() -> WordFile:
    return WordFile(Path(BUILT, "brief.docx").read_bytes())


def listed(word: WordFile) -> list[tuple[str, int]]:
    """The entries of the contents list and the pages that they name."""
    entries = []
    for paragraph in word.body.iter(W + "p"):
        style = paragraph.find(f"{W}pPr/{W}pStyle")
        if style is not None and style.get(W + "val", "").startswith("Toc"):
            tab = paragraph.find(f".//{W}tab")
            if tab is None:
                continue
            *words, page = (words_of(run) for run in paragraph.iter(W + "r") if words_of(run))
            entries.append(("".join(words), int(page)))
    return entries


def test_the_numbers_are_those_of_the_pages(run: Run, tmp_path: Path) -> None:
    soffice = program("soffice")
    said = run(*BUILD, "--exact-pages")
    assert said.code == ExitCode.DONE, said.err
    entries = listed(brief())
    assert len(entries) > 8
    command = [soffice, f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}", "--headless",
               "--convert-to", "pdf", "--outdir", str(tmp_path), f"{BUILT}/brief.docx"]  # fmt: skip
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    pages = [
        page.get_textpage().get_text_range()
        for page in pypdfium2.PdfDocument(tmp_path / "brief.pdf")
    ]
    for heading, page in entries:
        lines = [" ".join(line.split()) for line in pages[page - 1].splitlines()]
        assert " ".join(heading.split()) in lines, (heading, page)


def test_a_second_build_has_nothing_to_do_and_another_gives_the_same_bytes(run: Run) -> None:
    program("soffice")
    run(*BUILD, "--exact-pages")
    first = brief().content
    assert "up to date" in run(*BUILD, "--exact-pages").out
    run(*BUILD, "--exact-pages", "--output", "again")
    assert Path("again/example/brief.docx").read_bytes() == first
    assert lint(first, "brief.docx") == ()
    assert not edits(first)


def test_without_libreoffice_it_is_said_and_nothing_is_written(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", "")
    said = run(*BUILD, "--exact-pages")
    assert said.code == ExitCode.WRITING
    assert "page numbers of the Word file need LibreOffice" in said.err
    assert not Path(BUILT, "brief.docx").exists()


def test_a_brief_without_a_list_needs_no_libreoffice(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", "")
    assert run("build", VISIT, "--to", "docx", "--exact-pages").code == ExitCode.DONE


def test_a_libreoffice_that_fails_is_said(
    run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    broken = tmp_path / "soffice"
    broken.write_text("#!/bin/sh\nexit 3\n", encoding="utf-8")
    broken.chmod(0o755)
    monkeypatch.setattr(libreoffice.shutil, "which", lambda _: str(broken))
    said = run(*BUILD, "--exact-pages")
    assert said.code == ExitCode.WRITING
    assert "could not lay the Word file out" in said.err


def test_the_list_has_links_alone_where_numbers_are_not_asked_for(run: Run) -> None:
    run(*BUILD)
    assert listed(brief()) == []


def test_a_layout_without_the_places_is_refused(run: Run) -> None:
    program("soffice")
    run(*BUILD, "--exact-pages")
    bare = pypdfium2.PdfDocument.new()
    bare.new_page(100, 100)
    bare.save("bare.pdf")
    with pytest.raises(Unusable, match="no page for an entry"):
        page_numbers(brief().content, Path("bare.pdf").read_bytes())
