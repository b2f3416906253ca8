"""Fonts inside the Word file: obfuscated as the standard has it, cut down, only where their makers allow it."""

from __future__ import annotations

import io
import json
import shutil
import struct
import subprocess
import uuid
from pathlib import Path

import pytest
from documents import DOCUMENTS
from programs import program
from word_file import R, W, WordFile

from briefing.errors import ThemeError
from briefing.lint import lint
from briefing.theme import Theme, load_theme
from briefing.writers import WRITERS

ROOT = Path(__file__).parent.parent
FACES = ("embedRegular", "embedBold", "embedItalic", "embedBoldItalic")


def theme(folder: Path, more: str = "") -> Theme:
    file = folder / "embedded.toml"
    file.write_text(f'word_fonts = "embedded"\n{more}', encoding="utf-8")
    return load_theme(str(file))


def built(folder: Path) -> WordFile:
    return WordFile(WRITERS["docx"].write(DOCUMENTS["typical"](), theme(folder)))


def fonts(file: WordFile) -> dict[str, bytes]:
    """Each embedded face, with its letters as they were before they were obfuscated (17.8.1)."""
    relations = file.relations("word/fontTable.xml")
    made = {}
    for font in file.xml("word/fontTable.xml"):
        for name in FACES:
            face = font.find(W + name)
            if face is None:
                continue
            part, _ = relations[face.get(R + "id")]
            key = uuid.UUID(face.get(W + "fontKey")).bytes[::-1]
            content = file.parts[part]
            head = bytes(b ^ key[at % 16] for at, b in enumerate(content[:32]))
            made[f"{font.get(W + 'name')} {name}"] = head + content[32:]
    return made


def test_each_face_is_a_font_again_once_its_head_is_read_with_the_key(tmp_path: Path) -> None:
    found = fonts(built(tmp_path))
    assert set(found) == {
        f"{family} {face}" for family in ("Source Sans 3", "Source Serif 4") for face in FACES
    }
    for content in found.values():
        assert content[:4] == b"\0\1\0\0"
        tables = struct.unpack(">H", content[4:6])[0]
        names = {content[12 + 16 * n : 16 + 16 * n] for n in range(tables)}
        assert {b"cmap", b"glyf", b"name", b"OS/2"} <= names


def test_they_are_cut_down_to_what_people_write_and_keep_their_licence(tmp_path: Path) -> None:
    for name, content in fonts(built(tmp_path)).items():
        assert 50_000 < len(content) < 250_000, name
        assert "Open Font License".encode("utf-16-be") in content


def test_the_settings_say_that_fonts_are_inside(tmp_path: Path) -> None:
    settings = built(tmp_path).xml("word/settings.xml")
    assert settings.find(W + "embedTrueTypeFonts") is not None
    assert settings.find(W + "saveSubsetFonts") is not None


def test_without_the_wish_none_are_inside() -> None:
    file = WordFile(WRITERS["docx"].write(DOCUMENTS["typical"](), load_theme()))
    assert not [name for name in file.parts if name.endswith(".odttf")]
    assert file.xml("word/settings.xml").find(W + "embedTrueTypeFonts") is None


def test_the_same_theme_gives_the_same_bytes(tmp_path: Path) -> None:
    assert built(tmp_path).content == built(tmp_path).content


def test_validator_and_lint_find_no_fault(tmp_path: Path) -> None:
    content = built(tmp_path).content
    assert [one for one in lint(content, "x") if one.severity == "error"] == []
    file = tmp_path / "embedded.docx"
    file.write_bytes(content)
    done = subprocess.run(
        [program("ooxml-validator"), file], check=False, capture_output=True, text=True, timeout=120
    )
    assert json.loads(done.stdout)["errors"] == []


@pytest.mark.parametrize(
    ("rights", "allowed"),
    [(0, True), (8, True), (2, False), (4, False), (0x200, False), (0x100, True)],
)
def test_what_a_fonts_maker_does_not_allow_is_refused(
    rights: int, allowed: bool, tmp_path: Path
) -> None:
    source = (ROOT / "assets" / "fonts" / "SourceSans3_400Regular.ttf").read_bytes()
    (tables,) = struct.unpack(">H", source[4:6])
    changed = bytearray(source)
    for at in range(12, 12 + 16 * tables, 16):
        if source[at : at + 4] == b"OS/2":
            (offset,) = struct.unpack(">I", source[at + 8 : at + 12])
            changed[offset + 8 : offset + 10] = rights.to_bytes(2, "big")
    (tmp_path / "own.ttf").write_bytes(changed)
    more = '[fonts.sans]\nfiles = { 400 = "own.ttf" }\nname = "Own"\nsubstitutes = ["Arial"]\n'
    if allowed:
        made = WordFile(WRITERS["docx"].write(DOCUMENTS["typical"](), theme(tmp_path, more)))
        whole = len(fonts(made)["Own embedRegular"]) == len(source)
        assert whole == bool(rights & 0x100)
        return
    with pytest.raises(ThemeError) as end:
        theme(tmp_path, more)
    (fault,) = end.value.diagnostics
    assert "own.ttf must not be embedded" in fault.message


def test_another_word_than_the_two_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "wrong.toml"
    file.write_text('word_fonts = "inside"\n', encoding="utf-8")
    with pytest.raises(ThemeError, match="embedded"):
        load_theme(str(file))


def test_a_program_without_the_font_sets_the_text_in_it(tmp_path: Path) -> None:
    """LibreOffice, with a family that no machine has: the fonts of its PDF are those inside."""
    soffice = program("soffice")
    for name in ("400Regular", "700Bold", "400Regular_Italic", "700Bold_Italic"):
        shutil.copy(ROOT / "assets" / "fonts" / f"SourceSerif4_{name}.ttf", tmp_path)
    own = theme(
        tmp_path,
        '[fonts.serif]\nfiles = { 400 = "SourceSerif4_400Regular.ttf", 700 = "SourceSerif4_700Bold.ttf" }\n'
        'name = "Nowhere Installed"\nsubstitutes = ["Courier New"]\n',
    )
    content = WRITERS["docx"].write(DOCUMENTS["typical"](), own)
    stream = io.BytesIO(content)
    (tmp_path / "brief.docx").write_bytes(stream.getvalue())
    command = [soffice, f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}", "--headless",
               "--convert-to", "pdf", "--outdir", str(tmp_path), str(tmp_path / "brief.docx")]  # fmt: skip
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    shown = subprocess.run(
        [program("pdffonts"), tmp_path / "brief.pdf"], check=True, capture_output=True, text=True
    ).stdout
    assert "SourceSerif" in shown or "NowhereInstalled" in shown, shown
    assert "Courier" not in shown
