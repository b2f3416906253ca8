"""What a brief must not carry: comments, withheld values, what prints nowhere, traces of the machine.

Each is planted as a word of its own and looked for in every byte of every file that leaves.
"""

from __future__ import annotations

import io
import json
import re
import zipfile
from collections.abc import Iterator
from email import message_from_bytes, policy
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
from command_line import BUILT, FACTS, VISIT, Run, edit, runner

from briefing.errors import ExitCode
from briefing.load import loads
from briefing.readback import read

COMMENT, INLINE = "Zarquon", "Vroomfondel"
WITHHELD, WITHHELD_WORDS = "765431987", "Blagulon"
REASON = "embargoed until the treaty is signed"
NEVER_PRINTED = {
    COMMENT: "a comment on its own line",
    INLINE: "a comment behind a value",
    WITHHELD: "the value of a withheld fact",
    WITHHELD_WORDS: "the words of a withheld fact",
    "Wowbagger": "a person nobody names",
    "Grunthos": "the id of that person",
    "Agrajag": "what a measure without facts is called",
    "Magrathea": "the id of a person who is named",
    "Santraginus": "the id of a source",
    "Kakrafoon": "the id of a measure",
    "Betelgeuse": "the id of a caution",
    "Damogran": "the name of a calculation that is never shown",
    "Jaglan": "its reason",
    "Beta7": "its id",
    "Traal": "the name of an illustration that the brief does not ask for",
    "Brontitall": "the title of a chart that is left out",
    "Ursa9": "the key of that chart",
    "Stavromula": "a topic that no section knows",
    "Oglaroon": "the key of a chart that is shown",
    "5e" * 32: "the hash of a source",
    "2023-02-17": "the day on which a source was retrieved",
    "17 February 2023": "the same, as a brief would print it",
    "Slartibartfast": "the user’s name",
    "Krikkit": "the user’s home",
    "Lamuella": "the folder in which it was built",
}
PRINTED = (REASON, "Prime Minister Placeholder")


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    folder = tmp_path / "Lamuella"
    folder.mkdir()
    for name in ("USER", "LOGNAME", "USERNAME", "LNAME"):
        monkeypatch.setenv(name, "Slartibartfast")
    home = tmp_path / "Krikkit"
    home.mkdir()
    monkeypatch.setenv("HOME", str(home))
    run = runner(folder, monkeypatch, capsys)
    assert run("new", VISIT).code == ExitCode.DONE
    return run


def plant(attach: str) -> None:
    """Put the secrets into the facts file that `new` writes."""
    edit("marking: EXAMPLE ", f"marking: EXAMPLE\n  attach: {attach}\n  author: Desk\n  #")
    edit("people:\n", f"people:  # {INLINE}\n  Grunthos: {{name: Wowbagger, office: Prolonged}}\n")
    edit("measures: ", "measures:\n  agra: {name: Agrajag, unit: USD, kind: flow}\n#")
    edit("# Figures. `by`", f"# {COMMENT}: `by`")
    edit(
        "F05: {value: more than 1800 jobs,",
        f'F05: {{value: {WITHHELD} jobs, withheld: {REASON}, words: ["{WITHHELD_WORDS} {WITHHELD}"],',
    )
    edit("topic: transport", "topic: Stavromula")
    edit(
        "    language: en\n",
        f"    language: en\n    retrieved: 2023-02-17\n    sha256: {'5e' * 32}\n",
    )
    edit("calculations: ", _CALCULATIONS)
    edit("  T1: {", "  Betelgeuse: {")
    edit("cautions: ", _CHARTS)
    text = Path(FACTS).read_text(encoding="utf-8")
    for pattern, new in (
        (r"\bcosta\b", "Magrathea"),
        (r"(?<=at: )report\b|(?<=^  )report(?=:)", "Santraginus"),
        (r"(?<=measure: )trade\b|(?<=^  )trade(?=:)", "Kakrafoon"),
    ):
        text = re.sub(pattern, new, text, flags=re.MULTILINE)
    text = text.replace("; who counted them is not stated", "")
    Path(FACTS).write_text(text, encoding="utf-8")


_CALCULATIONS = """calculations:
  Beta7: {name: Damogran, formula: F01 * 2, because: Jaglan, show: never}
  D08: {name: Traal, formula: F01 * (1 + F02), because: an assumption, illustration: yes, show: never}
#"""
_CHARTS = """charts:
  Ursa9: {kind: series, facts: [F05], title: Brontitall, after: investment}
  Oglaroon: {kind: shares, facts: [F04], after: trade}
cautions:
#"""


_DOUBLED = """calculations:
  D07: {name: twice as many jobs, formula: F05 * 2, because: counted twice}
#"""


# ------------------------------------------------------------------------------- every byte


def everything(name: str, content: bytes, *, facts_file: bool = True) -> Iterator[tuple[str, str]]:
    """Each place in a file, and what stands there as text; of a brief, all that is packed in it.

    Without `facts_file` the file visit.yaml inside a brief is passed over.
    """
    yield name, content.decode("latin-1")
    yield name, content.decode("utf-8", "replace")
    if name.endswith(".pdf"):
        yield from _in_pdf(name, content, facts_file)
    elif name.endswith((".docx", ".xlsx")):  # a chart of a Word file brings its workbook
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            for part in package.namelist():
                yield f"{name}/{part}", part
                inner = package.read(part)
                yield from everything(f"{name}/{part}", inner)
    elif name.endswith(".eml"):
        message = message_from_bytes(content, policy=policy.default)
        yield name, "\n".join(f"{key}: {value}" for key, value in message.items())
        for part in message.walk():
            if not part.is_multipart():
                inner = part.get_payload(decode=True)
                assert isinstance(inner, bytes)
                inside = part.get_filename() or f"{name}/{part.get_content_type()}"
                yield from everything(inside, inner, facts_file=facts_file)
    if name.endswith((".pdf", ".docx")):
        for one in read(content, name).enclosed:
            yield name, f"{one.name} {one.description}"
            if facts_file or one.name != "visit.yaml":
                yield f"{name}/{one.name}", one.content.decode()


def _in_pdf(name: str, content: bytes, facts_file: bool) -> Iterator[tuple[str, str]]:
    with pikepdf.open(io.BytesIO(content)) as pdf:
        yield name, str(dict(pdf.docinfo))
        for item in pdf.objects:
            yield name, _strings(item)
            if isinstance(item, pikepdf.Stream) and item.get("/Subtype") != "/application/yaml":
                yield f"{name}/stream", item.read_bytes().decode("latin-1")
    document = pypdfium2.PdfDocument(content)
    for page in document:
        yield f"{name}/text", page.get_textpage().get_text_range()
    document.close()


def _strings(item: object) -> str:
    """Every string and name in an object, without following references."""
    if isinstance(item, pikepdf.String | pikepdf.Name):
        return str(item)
    if isinstance(item, pikepdf.Array):
        return " ".join(_strings(one) for one in list(item) if not getattr(one, "is_indirect", 0))
    if isinstance(item, pikepdf.Dictionary | pikepdf.Stream):
        inner = item.items()
        return " ".join(
            f"{key} {_strings(one)}" for key, one in inner if not getattr(one, "is_indirect", 0)
        )
    return ""


def found(secret: str, text: str) -> bool:
    return re.search(re.escape(secret), text, re.IGNORECASE) is not None


def leaks(name: str, content: bytes, *, facts_file: bool = True) -> list[str]:
    """What of the secrets stands where in a file.

    What is wrong in a facts file is told to its author by ids: a run's summary may have those.
    """
    told_by_id = name in ("summary.md", "build.json")
    places = list(everything(name, content, facts_file=facts_file))
    assert len(places) > 1
    return sorted(
        {
            f"{meaning} ({secret}) in {place}"
            for place, text in places
            for secret, meaning in NEVER_PRINTED.items()
            if found(secret, text) and not (told_by_id and meaning == "the key of that chart")
        }
    )


def leaving(run: Run) -> dict[str, bytes]:
    """Every file that leaves a build, what it says, and the letter."""
    built = run("build", VISIT, "--to", "docx,pdf,text", "--summary", "summary.md", "--json")
    assert built.code == ExitCode.DONE, built.out
    files = {path.name: path.read_bytes() for path in Path(BUILT).iterdir() if path.is_file()}
    files["summary.md"] = Path("summary.md").read_bytes()
    files["build.json"] = built.out.encode()
    said = run("send", VISIT, "--eml", "letter.eml", "--from", "desk@mfa.example")
    assert said.code == ExitCode.DONE, said.err
    files["letter.eml"] = Path("letter.eml").read_bytes()
    files["status.json"] = run("status", VISIT, "--json").out.encode()
    for name in ("brief.pdf", "brief.docx"):
        files[f"{name}.json"] = run("read", f"{BUILT}/{name}", "--json").out.encode()
    return files


@pytest.mark.parametrize("attach", ["none", "printed", "file"])
def test_nothing_leaves_that_is_not_printed(run: Run, attach: str) -> None:
    plant(attach)
    files = leaving(run)
    assert {"brief.pdf", "brief.docx", "brief.txt", "brief.ledger.json"} <= set(files)
    assert "brief.manifest.json" in files
    for name, content in files.items():
        assert leaks(name, content, facts_file=False) == []
    text = files["brief.txt"].decode()
    for words in PRINTED:
        assert words in text
    names = {one.name for one in read(files["brief.pdf"], "brief.pdf").enclosed}
    expected = {"none": set(), "printed": {"printed.yaml"}, "file": {"visit.yaml"}}
    assert {name for name in names if name.endswith(".yaml")} == expected[attach]
    letter = " ".join(text for _, text in everything("letter.eml", files["letter.eml"]))
    assert REASON in letter


def test_the_search_finds_what_travels_with_the_file(run: Run) -> None:
    """So that finding nothing means something: with the whole file, it is all inside it."""
    plant("file")
    files = leaving(run)
    for name in ("brief.pdf", "brief.docx", "letter.eml"):
        told = "\n".join(leaks(name, files[name]))
        assert all(secret in told for secret in (COMMENT, INLINE, WITHHELD, WITHHELD_WORDS))
        assert "visit.yaml" in told


def test_the_printed_facts_load_and_say_what_is_withheld(run: Run) -> None:
    plant("printed")
    files = leaving(run)
    (inside,) = (o for o in read(files["brief.docx"], "x").enclosed if o.name == "printed.yaml")
    visit = loads(inside.content).visit
    assert REASON in inside.content.decode()
    assert visit.facts["F05"].words == ()
    assert len(visit.facts) == 11
    assert set(visit.people) == {"person-1", "person-2"}


def test_check_tells_what_would_travel(run: Run) -> None:
    plant("file")
    told = json.loads(run("check", VISIT, "--json").out)
    messages = [d["message"] for (visit,) in [told["visits"]] for d in visit["diagnostics"]]
    assert any("comments stand in this file, which travels" in m for m in messages)
    assert any("withheld value stands in this file, which travels" in m for m in messages)
    assert not any(secret in json.dumps(told) for secret in (WITHHELD, WITHHELD_WORDS))


def test_a_section_that_is_not_printed_does_not_travel(run: Run) -> None:
    """A ministry's own template prints no points to make: with the file they would go, and it is told."""
    edit("# points_to_make:", "points_to_make:")
    edit("We welcome the growth", "Hactar welcomes the growth")
    Path("own/en").mkdir(parents=True)
    Path("own/en/85-human.md.j2").write_text("", encoding="utf-8")
    warned = run("check", VISIT, "--templates", "own")
    assert "no problems" in warned.out
    for attach, inside in (("file", True), ("printed", False)):
        edit("  status: draft", f"  attach: {attach}\n  status: draft")
        said = run("build", VISIT, "--templates", "own")
        assert ("points_to_make[0]: prints nowhere" in said.err) is inside
        brief = Path(f"{BUILT}/brief.pdf").read_bytes()
        assert any("Hactar" in text for _, text in everything("brief.pdf", brief)) is inside
        edit(f"  attach: {attach}\n", "")


def test_a_value_that_is_withheld_later_is_not_told_as_what_it_was(run: Run) -> None:
    edit("more than 1800 jobs", "more than 86423197 jobs")
    assert run("build", VISIT).code == ExitCode.DONE
    edit("calculations: ", _DOUBLED)
    assert run("build", VISIT).code == ExitCode.DONE
    edit("value: more than 86423197 jobs", "withheld: under review")
    files = leaving(run)
    assert json.loads(files["build.json"])["visits"][0]["edition"] == 3
    for name, content in files.items():
        for place, text in everything(name, content):
            assert not re.search(r"86,?423,?197|172,?846,?394", text), place
