"""`briefing read`: what is inside a brief comes back as it went in, and no file can do harm on the way."""

from __future__ import annotations

import base64
import io
import json
import random
import sys
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pikepdf
import pytest
from command_line import BUILT, FACTS, VISIT, Run, edit, runner
from documents import DOCUMENTS
from hypothesis import given
from hypothesis import strategies as st
from programs import program
from word_file import WordFile

from briefing.blocks import Attachment, Document
from briefing.errors import ExitCode, UnreadableError
from briefing.readback import Found, found, read, safe_names
from briefing.theme import load_theme
from briefing.writers import WRITERS

FORMATS = ("pdf", "docx")


def document(**meta: object) -> Document:
    made = DOCUMENTS["typical"]()
    given = {
        "edition": 3,
        "fingerprint": "ab12 cd34",
        "standing": "cleared",
        "marking": "A & <B> ә",
    }
    return replace(made, meta=replace(made.meta, **{**given, **meta}))


@pytest.fixture(scope="module")
def briefs() -> dict[str, bytes]:
    return {name: WRITERS[name].write(document(), load_theme()) for name in FORMATS}


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    return runner(tmp_path, monkeypatch, capsys)


def refused(content: bytes) -> str:
    with pytest.raises(UnreadableError) as end:
        read(content, "brief")
    (diagnostic,) = end.value.diagnostics
    return diagnostic.message


def repacked(brief: bytes, change: Callable[[dict[str, bytes]], None], **options: object) -> bytes:
    """A Word file whose parts were changed."""
    parts = WordFile(brief).parts
    change(parts)
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as package:
        for name, part in parts.items():
            package.writestr(name, part)
    return stream.getvalue()


def saved(
    brief: bytes, change: Callable[[pikepdf.Pdf], None] = lambda _: None, **how: object
) -> bytes:
    """A PDF as another program saves it."""
    stream = io.BytesIO()
    with pikepdf.open(io.BytesIO(brief)) as pdf:
        change(pdf)
        pdf.save(stream, **how)
    return stream.getvalue()


def assert_whole(back: Found) -> None:
    made = document()
    assert (back.title, back.language, back.as_of) == (
        made.meta.title, made.meta.language, made.meta.date.isoformat(),
    )  # fmt: skip
    assert (back.edition, back.fingerprint) == ("3", "ab12 cd34")
    assert (back.standing, back.marking) == ("cleared", "A & <B> ә")
    inside = {one.name: one for one in back.enclosed}
    assert len(inside) == len(back.enclosed)
    for one in made.attachments:
        assert inside[one.name].content == one.content
        assert inside[one.name].description == one.description
    assert back.facts is not None
    assert back.facts.name == "visit.yaml"


# ---------------------------------------------------------------------------- what comes back


@pytest.mark.parametrize("name", FORMATS)
def test_a_brief_says_what_it_is_and_gives_back_what_it_carries(
    briefs: dict[str, bytes], name: str
) -> None:
    back = read(briefs[name], name)
    assert_whole(back)
    assert back.format == name
    assert {(o.media_type, o.relationship) for o in back.enclosed} == {
        ("application/yaml", "Source"), ("text/csv", "Data"),
    }  # fmt: skip


@pytest.mark.parametrize("name", FORMATS)
@given(content=st.binary(max_size=300))
def test_any_bytes_come_back(name: str, content: bytes) -> None:
    made = DOCUMENTS["smallest"]()
    made = replace(made, attachments=(Attachment("x.bin", "application/yaml", "Data", content),))
    (one,) = read(WRITERS[name].write(made, load_theme()), name).enclosed
    assert one.content == content


def test_a_pdf_that_another_program_saved_is_read_too(briefs: dict[str, bytes]) -> None:
    streams = pikepdf.ObjectStreamMode.generate
    for how in (
        {"object_stream_mode": streams, "linearize": True},
        {"qdf": True},
        {"recompress_flate": True, "normalize_content": True},
    ):
        assert_whole(read(saved(briefs["pdf"], **how), "saved.pdf"))


def test_xmp_with_attributes_is_read_too(briefs: dict[str, bytes]) -> None:
    """Many programs write simple properties so."""

    def change(pdf: pikepdf.Pdf) -> None:
        with pdf.open_metadata(set_pikepdf_as_editor=False) as xmp:
            xmp["pdf:Producer"] = "another"
        text = pdf.Root.Metadata.read_bytes()
        text = text.replace(b"<brief:edition>3</brief:edition>", b"")
        text = text.replace(b"<rdf:Description", b'<rdf:Description brief:edition="3"', 1)
        pdf.Root.Metadata.write(text)

    assert_whole(read(saved(briefs["pdf"], change), "saved.pdf"))


def test_a_pdf_without_metadata_still_gives_back_its_files(briefs: dict[str, bytes]) -> None:
    for change in (
        lambda pdf: pdf.Root.__delitem__("/Metadata"),
        lambda pdf: pdf.Root.Metadata.write(b"<not xml"),
        lambda pdf: pdf.Root.Metadata.write(b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'),
    ):
        back = read(saved(briefs["pdf"], change), "saved.pdf")
        assert (back.title, back.edition) == (document().meta.title, "")
        assert back.as_of == document().meta.date.isoformat()
        assert len(back.enclosed) == 2


def test_files_are_found_by_either_of_the_two_lists_of_a_pdf(briefs: dict[str, bytes]) -> None:
    for key in ("/Names", "/AF"):
        back = read(saved(briefs["pdf"], lambda pdf, key=key: pdf.Root.__delitem__(key)), "x")
        assert [one.name for one in back.enclosed] == ["figure-1.csv", "visit.yaml"]


def test_word_calls_the_parts_otherwise_and_breaks_lines(briefs: dict[str, bytes]) -> None:
    def change(parts: dict[str, bytes]) -> None:
        item = parts.pop("customXml/attachments.xml")
        parts["customXml/item7.xml"] = item.replace(b"</b:content>", b"\r\n </b:content>")

    assert_whole(read(repacked(briefs["docx"], change), "saved.docx"))


def test_a_word_file_that_libreoffice_saved_gives_back_its_files(
    briefs: dict[str, bytes], tmp_path: Path
) -> None:
    import subprocess

    soffice = program("soffice")
    (tmp_path / "brief.docx").write_bytes(briefs["docx"])
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    subprocess.run(
        [soffice, profile, "--headless", "--convert-to", "docx", "--outdir", "out", "brief.docx"],
        cwd=tmp_path, check=True, capture_output=True, timeout=120,
    )  # fmt: skip
    assert_whole(read((tmp_path / "out" / "brief.docx").read_bytes(), "saved.docx"))


def test_other_documents_are_read_without_surprise() -> None:
    for name in FORMATS:
        made = DOCUMENTS["smallest"]()
        back = read(WRITERS[name].write(made, load_theme()), name)
        assert (back.edition, back.marking, back.enclosed, back.facts) == ("", "", (), None)


# -------------------------------------------------------------------------- files that do harm


@pytest.mark.parametrize("name", FORMATS)
def test_a_damaged_file_is_refused_or_read_but_never_a_fault_of_ours(
    briefs: dict[str, bytes], name: str
) -> None:
    brief, chance = briefs[name], random.Random(1)
    broken = [brief[: len(brief) * part // 40] for part in range(40)]
    for _ in range(60):
        spoilt = bytearray(brief)
        for _ in range(chance.choice((1, 20, 2000))):
            spoilt[chance.randrange(len(spoilt))] = chance.randrange(256)
        broken.append(bytes(spoilt))
    for each in broken:
        try:
            read(each, "broken")
        except UnreadableError as end:
            assert len(end.diagnostics) == 1


def test_what_is_no_brief_is_refused() -> None:
    for content in (b"", b"\x00", "visit: {}".encode("utf-16"), b"PK\x05\x06" + b"\0" * 18):
        assert refused(content) == "expected a PDF or a Word file (.docx), found neither"
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as package:
        package.writestr("a.txt", "a")
    assert "another kind of ZIP file" in refused(stream.getvalue())
    assert "before 2007" in refused(bytes.fromhex("d0cf11e0a1b11ae1") + b"\0" * 600)
    assert "damaged" in refused(b"%PDF-1.7\nnothing")


def test_an_encrypted_pdf_is_refused(briefs: dict[str, bytes]) -> None:
    locked = saved(briefs["pdf"], encryption=pikepdf.Encryption(owner="a", user="b"))
    assert refused(locked) == "encrypted with a password"
    open_to_read = saved(briefs["pdf"], encryption=pikepdf.Encryption(owner="a", user=""))
    assert_whole(read(open_to_read, "x"))


def test_an_encrypted_word_file_is_refused(briefs: dict[str, bytes]) -> None:
    content = bytearray(briefs["docx"])
    for signature, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        position = content.find(signature)
        while position >= 0:
            content[position + at] |= 1
            position = content.find(signature, position + 4)
    assert refused(bytes(content)) == "encrypted with a password"


def test_a_word_file_that_unpacks_without_end_is_refused(briefs: dict[str, bytes]) -> None:
    bomb = b"<a>" + b"\0" * (found.LARGEST_PART + 1)
    for part in ("docProps/core.xml", "customXml/attachments.xml", "customXml/more.xml"):
        packed = repacked(briefs["docx"], lambda parts, part=part: parts.update({part: bomb}))
        assert len(packed) < 500_000
        assert "found a larger one" in refused(packed)
    many = {f"customXml/{n}.xml": b"<a/>" for n in range(10_001)}
    assert "parts, found more" in refused(repacked(briefs["docx"], lambda p: p.update(many)))


def test_a_pdf_that_unpacks_without_end_is_refused(briefs: dict[str, bytes]) -> None:
    bomb = b"\0" * (found.LARGEST_PART * 2)

    def attached(pdf: pikepdf.Pdf) -> None:
        pdf.Root.AF[0].EF.UF.write(zlib.compress(bomb), filter=pikepdf.Name.FlateDecode)

    def twice(pdf: pikepdf.Pdf) -> None:
        filters = pikepdf.Array([pikepdf.Name.FlateDecode] * 2)
        pdf.Root.AF[0].EF.UF.write(zlib.compress(zlib.compress(bomb)), filter=filters)

    for change in (attached, twice):
        packed = saved(
            briefs["pdf"],
            change,
            compress_streams=False,
            stream_decode_level=pikepdf.StreamDecodeLevel.none,
        )
        assert len(packed) < 500_000
        assert "unpack without end" in refused(packed)
    assert_whole(read(briefs["pdf"], "the limits hold for this file alone"))


def test_entities_are_not_followed(briefs: dict[str, bytes], tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("SECRET", encoding="utf-8")
    lines = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10))
    for declared in (
        f'<!DOCTYPE a [<!ENTITY x SYSTEM "{secret.as_uri()}">]>',
        f'<!DOCTYPE a [<!ENTITY a0 "ha">{lines}<!ENTITY x "&a9;">]>',
        '<!DOCTYPE a SYSTEM "http://127.0.0.1:9/a.dtd">',
    ):
        entity = "&x;" if "ENTITY" in declared else ""
        xml = f"{declared}<a><title>{entity}</title></a>".encode()
        told = refused(
            repacked(briefs["docx"], lambda p, xml=xml: p.update({"docProps/core.xml": xml}))
        )
        assert "SECRET" not in told
        assert "declares entities" in told or "damaged" in told


def test_base64_that_is_none_is_told(briefs: dict[str, bytes]) -> None:
    word = base64.b64encode(b"item,value")[:8]

    def change(parts: dict[str, bytes]) -> None:
        item = parts["customXml/attachments.xml"]
        assert word in item
        parts["customXml/attachments.xml"] = item.replace(word, b"*" * 8)

    assert "damaged" in refused(repacked(briefs["docx"], change))


# -------------------------------------------------------------------------------------- names


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("visit.yaml", "visit.yaml"),
        ("../../etc/passwd", "passwd"),
        ("/etc/passwd", "passwd"),
        ("C:\\Windows\\win.ini", "win.ini"),
        ("a:stream", "stream"),
        ("..", "attachment-1"),
        (".", "attachment-1"),
        ("", "attachment-1"),
        ("dir/", "attachment-1"),
        (".bashrc", "bashrc"),
        ("a\0b\n\x1b[2J.csv", "ab[2J.csv"),
        ("gnp.\u202eexe", "gnp.exe"),
        ("CON", "_CON"),
        ("nul.txt", "_nul.txt"),
        ("a?*|<>.csv", "a-----.csv"),
        ("x" * 300 + ".csv", "x" * 116 + ".csv"),
    ],
)
def test_a_name_from_a_file_is_no_path(name: str, safe: str) -> None:
    assert safe_names([name]) == [safe]


@given(st.lists(st.text(max_size=20), max_size=8))
def test_names_stay_in_their_folder_and_differ(names: list[str]) -> None:
    safe = safe_names(names)
    assert len({name.casefold() for name in safe}) == len(names)
    for name in safe:
        assert Path(name).name == name
        assert name not in ("", ".", "..")
        assert not set(name) & set('/\\:\0<>"|?*')


# --------------------------------------------------------------------------- the command line


@pytest.fixture
def built(run: Run) -> Run:
    run("new", VISIT)
    edit("marking: EXAMPLE", "marking: UNCLASSIFIED")
    assert run("build", VISIT).code == ExitCode.DONE
    return run


@pytest.mark.parametrize("name", FORMATS)
def test_the_facts_file_comes_back_byte_for_byte(built: Run, name: str) -> None:
    facts = Path(FACTS).read_bytes()
    said = built("read", f"{BUILT}/brief.{name}", "--facts", "back.yaml")
    assert said.code == ExitCode.DONE
    assert said.out.endswith("back.yaml: written\n")
    assert Path("back.yaml").read_bytes() == facts
    again = built("read", f"{BUILT}/brief.{name}", "--facts", "back.yaml")
    assert (again.code, again.err) == (
        ExitCode.WRITING,
        "back.yaml: error: is there already\n  hint: move it away, or name another place\n",
    )


def test_the_facts_file_goes_to_the_standard_output_alone(built: Run) -> None:
    import subprocess

    command = [sys.executable, "-m", "briefing", "read", f"{BUILT}/brief.pdf", "--facts", "-"]
    done = subprocess.run(
        command,
        check=True,
        capture_output=True,
        env={"PYTHONPATH": str(Path(__file__).parent.parent)},
    )
    assert (done.stdout, done.stderr) == (Path(FACTS).read_bytes(), b"")


def test_read_says_what_a_brief_is(built: Run) -> None:
    said = built("read", f"{BUILT}/brief.docx")
    assert said.out.startswith(f"{BUILT}/brief.docx: Example visit example\n  edition: 1\n")
    assert "  facts as of: 2023-11-14\n  standing: draft\n  marking: UNCLASSIFIED\n" in said.out
    assert "  attached: figure-1.csv, " in said.out
    told = json.loads(built("read", f"{BUILT}/brief.pdf", "--json", "--extract", "out").out)
    assert told["facts"] == "visit.yaml"
    assert sorted(told["written"]) == sorted(f"out/{one['name']}" for one in told["attached"])
    assert Path("out/visit.yaml").read_bytes() == Path(FACTS).read_bytes()


def test_nothing_is_extracted_where_one_of_the_files_is_there(built: Run) -> None:
    Path("out").mkdir()
    Path("out/figure-1.csv").symlink_to("elsewhere")
    said = built("read", f"{BUILT}/brief.pdf", "--extract", "out")
    assert said.code == ExitCode.WRITING
    assert [path.name for path in Path("out").iterdir()] == ["figure-1.csv"]
    assert not Path("elsewhere").exists()


def test_a_brief_without_facts_and_a_file_that_is_none(run: Run) -> None:
    run("new", VISIT)
    edit("marking: EXAMPLE", "attach: none")
    run("build", VISIT)
    said = run("read", f"{BUILT}/brief.pdf", "--facts", "-")
    assert said.code == ExitCode.FACTS
    assert "no facts file inside\n  hint: “attach: none”" in said.err
    assert "  attached: nothing\n" in run("read", f"{BUILT}/brief.pdf").out
    assert (
        run("read", FACTS).err
        == f"{FACTS}: error: expected a PDF or a Word file (.docx), found neither\n"
    )
    assert "no such file" in run("read", "nothing.pdf").err
    told = json.loads(run("read", "nothing.pdf", "--json").out)
    assert told["exit_code"] == ExitCode.FACTS
    assert run("read", f"{BUILT}/brief.pdf", "--json", "--facts", "-").code == ExitCode.USAGE


def test_signs_that_move_the_cursor_are_not_shown(run: Run) -> None:
    made = document(title="A\x1b]0;evil\x07 title")
    Path("brief.pdf").write_bytes(WRITERS["pdf"].write(made, load_theme()))
    assert "\x1b" not in run("read", "brief.pdf").out
