"""Templates as code: the shipped ones' is kept beside them, and never trusted beyond what it was made from."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import pytest

from briefing.sections import compiled, templates
from briefing.sections.compiled import CompiledTemplates
from briefing.sections.templates import Runner, Templates


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "en").mkdir()
    (tmp_path / "en" / "10-a.md.j2").write_text("Words.", encoding="utf-8")
    monkeypatch.setattr(compiled, "shipped", lambda _: tmp_path)
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    monkeypatch.setattr(sys, "pycache_prefix", None)
    return tmp_path


def said(folder: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[str, int]:
    """What the template prints in a new process, and how often it was compiled."""
    count = 0

    def counted(self: Any, *given: Any) -> Any:
        nonlocal count
        count += 1
        return real(self, *given)

    real = templates._Sandbox.compile
    with monkeypatch.context() as patch:
        patch.setattr(templates, "_COMPILED", CompiledTemplates())
        patch.setattr(templates._Sandbox, "compile", counted)
        text = Runner(Templates("en", [folder]), {}, {}).run("10-a.md.j2")
    return text, count


def kept(folder: Path) -> list[Path]:
    return list(folder.rglob("__pycache__/*"))


def test_a_second_process_compiles_nothing(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert said(folder, monkeypatch) == ("Words.", 1)
    assert [path.name for path in kept(folder)] == [f"10-a.md.j2.{sys.implementation.cache_tag}"]
    assert said(folder, monkeypatch) == ("Words.", 0)


def test_a_template_that_changed_is_compiled_anew(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    said(folder, monkeypatch)
    (folder / "en" / "10-a.md.j2").write_text("Others.", encoding="utf-8")
    assert said(folder, monkeypatch) == ("Others.", 1)


@pytest.mark.parametrize(
    "spoiled", [lambda b: b[:-1], lambda b: b"", lambda b: b[:70] + b"x" + b[71:]]
)
def test_damaged_code_is_not_run(
    folder: Path, monkeypatch: pytest.MonkeyPatch, spoiled: Any
) -> None:
    said(folder, monkeypatch)
    (file,) = kept(folder)
    file.write_bytes(spoiled(file.read_bytes()))
    assert said(folder, monkeypatch) == ("Words.", 1)


def test_code_of_another_jinja_is_not_run(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    said(folder, monkeypatch)
    monkeypatch.setattr(compiled, "_jinja", lambda: b"another")
    assert said(folder, monkeypatch) == ("Words.", 1)


def test_the_code_of_an_authors_own_templates_is_not_kept(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(compiled, "shipped", lambda _: folder / "elsewhere")
    assert said(folder, monkeypatch) == ("Words.", 1)
    assert not kept(folder)


def test_a_folder_that_cannot_be_written_is_no_fault(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "en" / "__pycache__").write_text("", encoding="utf-8")
    assert said(folder, monkeypatch) == ("Words.", 1)
