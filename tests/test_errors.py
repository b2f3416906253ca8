"""What an author can get wrong in a facts file: one file a case, its diagnostics in its first lines.

The first line of a file is the rule; `# expect:` lines are the diagnostics without the file's name, in
order, and `#   hint:` lines their hints.
"""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from briefing.errors import Diagnostic, FactsError
from briefing.load import load, loads, yaml_nodes
from briefing.load.characters import LARGEST_FILE

CASES = sorted((Path(__file__).parent / "errors").glob("*.yaml"))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.stem)
def test_case(case: Path) -> None:
    content = case.read_bytes()
    assert _told(content) == _expected(content)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.stem)
def test_the_parser_written_in_python_tells_the_same(
    case: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """PyYAML without libyaml words its errors differently; ours are the same."""
    monkeypatch.setattr(yaml_nodes, "_LOADER", yaml.BaseLoader)
    content = case.read_bytes()
    assert _told(content) == _expected(content)


def test_every_case_says_its_rule_and_expects_something() -> None:
    assert len(CASES) >= 100
    for case in CASES:
        lines = case.read_text(encoding="utf-8").splitlines()
        assert lines[0].startswith("# "), case.name
        assert lines[1].startswith("# expect: "), case.name


def test_no_message_shows_the_inside() -> None:
    """No class, no library, no type of ours is named to an author."""
    for case in CASES:
        told = "\n".join(_told(case.read_bytes()))
        for word in (
            "pydantic",
            "Input should",
            "validation",
            "Traceback",
            "Missing(",
            "None",
            "dict",
        ):
            assert word not in told, case.name


def test_an_oversized_file_is_refused_before_it_is_read_whole(tmp_path: Path) -> None:
    path = tmp_path / "visit.yaml"
    path.write_bytes(b"# " + b"x" * LARGEST_FILE)
    with pytest.raises(FactsError, match="expected at most 4,194,304 bytes"):
        load(path)


def test_bytes_that_are_not_utf_8_are_refused_with_their_place() -> None:
    with pytest.raises(FactsError) as refused:
        loads("visit: {}\npeople: {é: 1}".encode("latin-1"))
    (told,) = refused.value.diagnostics
    assert str(told.place) == "visit.yaml:2:10"
    assert told.message == "expected UTF-8 text, found the byte E9"


def test_half_a_surrogate_pair_cannot_be_escaped_into_a_text(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for loader in (yaml_nodes._LOADER, yaml.BaseLoader):
        monkeypatch.setattr(yaml_nodes, "_LOADER", loader)
        with pytest.raises(FactsError):
            loads(b'visit: {title: "\\ud800"}')


def test_a_missing_file_a_folder_and_an_unreadable_name_are_diagnostics(tmp_path: Path) -> None:
    with pytest.raises(FactsError, match="there is no such file"):
        load(tmp_path / "visit.yaml")
    with pytest.raises(FactsError, match="found a folder"):
        load(tmp_path)


def _told(content: bytes) -> list[str]:
    """The diagnostics of a file, each as the lines it prints without the file's name."""
    told: tuple[Diagnostic, ...]
    try:
        told = loads(content, "").warnings
    except FactsError as error:
        told = error.diagnostics
    return [str(one).removeprefix(":").strip().replace("\n  hint", "\n#   hint") for one in told]


def _expected(content: bytes) -> list[str]:
    expected: list[str] = []
    for line in content.decode("utf-8", "replace").split("\n"):
        if line.startswith("# expect:"):
            expected.append(line.removeprefix("# expect:").strip().removeprefix(": "))
        elif line.startswith("#   hint:") and expected:
            expected[-1] += f"\n{line}"
    return expected
