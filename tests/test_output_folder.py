"""Files are written whole or not at all, and never over a person's work."""

from __future__ import annotations

import errno
from pathlib import Path

import pytest

from briefing.editions import files
from briefing.editions.folder import MANIFEST, keep, written_by_build
from briefing.errors import WriteError

FILES = {"brief.docx": b"word one", "brief.pdf": b"pdf one"}
NEWER = {"brief.docx": b"word two", "brief.pdf": b"pdf two"}


def content(folder: Path) -> dict[str, bytes]:
    return {file.name: file.read_bytes() for file in folder.iterdir() if file.name != MANIFEST}


def test_a_first_build_writes_all_and_leaves_nothing_else(tmp_path: Path) -> None:
    kept = keep(tmp_path / "deep" / "visit", FILES)
    assert kept.written == ("brief.docx", "brief.pdf")
    assert content(tmp_path / "deep" / "visit") == FILES


def test_what_did_not_change_is_not_touched(tmp_path: Path) -> None:
    keep(tmp_path, FILES)
    before = {file.name: file.stat() for file in tmp_path.iterdir()}
    kept = keep(tmp_path, FILES)
    assert (kept.written, kept.unchanged) == ((), ("brief.docx", "brief.pdf"))
    after = {file.name: file.stat() for file in tmp_path.iterdir()}
    assert {n: (s.st_ino, s.st_mtime_ns) for n, s in before.items()} == {
        n: (s.st_ino, s.st_mtime_ns) for n, s in after.items()
    }


def test_what_a_build_wrote_a_build_may_replace(tmp_path: Path) -> None:
    keep(tmp_path, FILES)
    kept = keep(tmp_path, {**NEWER, "brief.pdf": FILES["brief.pdf"]})
    assert (kept.written, kept.unchanged) == (("brief.docx",), ("brief.pdf",))
    assert content(tmp_path)["brief.docx"] == b"word two"


def test_a_file_that_a_person_edited_is_refused_and_nothing_is_written(tmp_path: Path) -> None:
    keep(tmp_path, FILES)
    (tmp_path / "brief.docx").write_bytes(b"the minister's own words")
    before = content(tmp_path)
    with pytest.raises(WriteError) as refused:
        keep(tmp_path, NEWER)
    (diagnostic,) = refused.value.diagnostics
    assert diagnostic.place.file.endswith("/brief.docx")
    assert "--force" in diagnostic.hint
    assert content(tmp_path) == before


def test_a_file_that_no_build_wrote_is_refused(tmp_path: Path) -> None:
    (tmp_path / "brief.pdf").write_bytes(b"from somewhere else")
    with pytest.raises(WriteError):
        keep(tmp_path, FILES)
    assert content(tmp_path) == {"brief.pdf": b"from somewhere else"}


def test_force_keeps_the_edited_file_beside(tmp_path: Path) -> None:
    keep(tmp_path, FILES)
    (tmp_path / "brief.docx").write_bytes(b"the minister's own words")
    kept = keep(tmp_path, NEWER, force=True)
    (aside,) = kept.set_aside
    assert aside.startswith("brief.edited-")
    assert aside.endswith(".docx")
    assert content(tmp_path) == {**NEWER, aside: b"the minister's own words"}


def test_force_twice_keeps_both_edits(tmp_path: Path) -> None:
    for words in (b"first edit", b"second edit"):
        keep(tmp_path, FILES, force=True)
        (tmp_path / "brief.docx").write_bytes(words)
    keep(tmp_path, NEWER, force=True)
    assert {b"first edit", b"second edit"} <= set(content(tmp_path).values())


def test_an_edit_that_equals_the_new_file_is_no_edit(tmp_path: Path) -> None:
    keep(tmp_path, FILES)
    (tmp_path / "brief.docx").write_bytes(NEWER["brief.docx"])
    assert keep(tmp_path, NEWER).unchanged == ("brief.docx",)


def test_a_deleted_file_is_written_again(tmp_path: Path) -> None:
    keep(tmp_path, FILES)
    (tmp_path / "brief.pdf").unlink()
    assert keep(tmp_path, FILES).written == ("brief.pdf",)


@pytest.mark.parametrize("manifest", [b"", b"[]", b"{", b'{"files": {"brief.pdf": []}}', b"\xff"])
def test_a_manifest_that_no_build_wrote_is_refused(tmp_path: Path, manifest: bytes) -> None:
    (tmp_path / MANIFEST).write_bytes(manifest)
    with pytest.raises(WriteError):
        keep(tmp_path, FILES)
    assert keep(tmp_path, FILES, force=True).set_aside[0].startswith("brief.manifest.edited-")
    assert keep(tmp_path, NEWER).written == ("brief.docx", "brief.pdf")


def test_a_format_that_is_not_built_again_stays_and_is_named(tmp_path: Path) -> None:
    keep(tmp_path, FILES)
    kept = keep(tmp_path, {"brief.pdf": b"pdf two"})
    assert kept.older == ("brief.docx",)
    assert "brief.docx" in keep(tmp_path, NEWER).written, "still known as ours"


def test_the_manifest_tells_an_edited_file_from_a_built_one(tmp_path: Path) -> None:
    keep(tmp_path, FILES)
    assert written_by_build(tmp_path / "brief.pdf") is True
    (tmp_path / "brief.pdf").write_bytes(b"edited")
    assert written_by_build(tmp_path / "brief.pdf") is False
    assert written_by_build(tmp_path / "other.pdf") is None


# ---------------------------------------------------------------------------------- failures


def failing(monkeypatch: pytest.MonkeyPatch, at: int, error: OSError) -> None:
    """The `at`th time that a file is to take its place, the system refuses."""
    calls = iter(range(100))
    replace = Path.replace

    def refuse(self: Path, target: Path) -> Path:
        if next(calls) == at:
            raise error
        return replace(self, target)

    monkeypatch.setattr(Path, "replace", refuse)


@pytest.mark.parametrize("at", [0, 1, 2])
@pytest.mark.parametrize("before", [{}, FILES])
def test_when_one_file_cannot_be_replaced_all_are_as_before(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, at: int, before: dict[str, bytes]
) -> None:
    """Word on Windows holds the file that it shows: os.replace then fails."""
    if before:
        keep(tmp_path, before)
    failing(monkeypatch, at, PermissionError(errno.EACCES, "Access is denied", "brief.docx"))
    with pytest.raises(WriteError) as failed:
        keep(tmp_path, NEWER)
    assert "open in another program" in str(failed.value)
    assert content(tmp_path) == before
    assert keep(tmp_path, NEWER).written == ("brief.docx", "brief.pdf"), "the next build goes on"


@pytest.mark.parametrize("at", range(3))
def test_killed_between_two_files_the_next_build_knows_both_as_its_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, at: int
) -> None:
    class Killed(BaseException):
        pass

    keep(tmp_path, FILES)
    failing(monkeypatch, at, Killed())  # type: ignore[arg-type]
    with pytest.raises(Killed):
        keep(tmp_path, NEWER)
    for name, found in content(tmp_path).items():
        assert found in (FILES[name], NEWER[name]), "each file is whole"
    monkeypatch.undo()
    keep(tmp_path, NEWER)
    assert content(tmp_path) == NEWER


def test_a_full_disk_leaves_all_as_before(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    keep(tmp_path, FILES)

    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(files.os, "fsync", full)
    with pytest.raises(WriteError, match="disk is full"):
        keep(tmp_path, NEWER)
    assert content(tmp_path) == FILES


def test_a_read_only_folder_is_a_clear_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Refused by the system, not by the folder's mode: to root no folder is read-only."""

    def refuse(self: Path, **_: object) -> None:
        raise OSError(errno.EROFS, "Read-only file system", str(self))

    monkeypatch.setattr(Path, "mkdir", refuse)
    with pytest.raises(WriteError, match="read-only"):
        keep(tmp_path / "visit", FILES)


def test_a_file_where_the_folder_should_be_is_a_clear_error(tmp_path: Path) -> None:
    (tmp_path / "output").write_text("")
    with pytest.raises(WriteError, match="expected a folder, found a file"):
        keep(tmp_path / "output" / "visit", FILES)
    with pytest.raises(WriteError, match="expected a folder, found a file"):
        keep(tmp_path / "output", FILES)
