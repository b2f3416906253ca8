"""Tracked changes: accepting all gives the text of the new file, rejecting all that of the old, in every part."""

from __future__ import annotations

from hypothesis import given, settings
from revisions import Revised
from small_word_files import SmallFile, files

from briefing.redline import Named, Sheet, redline

SHEET = Sheet("What changed", "About it.", ("Fact", "Old"), (("F1", "< & >"),), (1, 1))


def between(old: bytes, new: bytes, sheet: Sheet | None = SHEET) -> bytes:
    return redline(Named("old.docx", old), Named("new.docx", new), sheet)


def assert_exact(old: bytes, new: bytes) -> None:
    made = between(old, new)
    assert Revised(made, accept=True).said() == Revised(new).said()
    assert Revised(made, accept=False).said() == Revised(old).said()


@settings(max_examples=300, deadline=None)
@given(old=files(), new=files())
def test_any_two_files(old: SmallFile, new: SmallFile) -> None:
    assert_exact(old.bytes(), new.bytes())
