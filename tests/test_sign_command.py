"""`briefing sign`: where the signed file goes, what is never overwritten, and what `send` attaches."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterator
from email import message_from_bytes, policy
from pathlib import Path

import pytest
from command_line import BUILT, DAY, VISIT, Run, Said, edit, files, runner
from letters import attached
from signed_pdf import OFFICE, SECRET, WHEN, Holder, issue, judged

from briefing.cli import main
from briefing.errors import ExitCode
from briefing.signing import flaw

# The command signs by the real clock.
ALWAYS = {"start": WHEN.replace(year=2020), "end": WHEN.replace(year=2090)}
AIGUL, DUARTE = issue("Aigul", OFFICE, **ALWAYS), issue("Duarte", OFFICE, **ALWAYS)
PDF, SIGNED = f"{BUILT}/brief.pdf", f"{BUILT}/brief.signed.pdf"


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a visit, built, and two keys: each test has a copy."""
    folder = tmp_path_factory.mktemp("built")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        patch.setenv("SOURCE_DATE_EPOCH", DAY)
        for arguments in (["new", VISIT], ["build", VISIT, "--to", "pdf"]):
            with pytest.raises(SystemExit, match="0"):
                main(arguments)
    for holder in (AIGUL, DUARTE):
        (folder / f"{holder.name}.p12").write_bytes(holder.p12())
    return folder


@pytest.fixture
def run(
    built: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> Iterator[Run]:
    """In that folder, with the passphrase set; the secret is in nothing that is said."""
    shutil.copytree(built, tmp_path, dirs_exist_ok=True)
    monkeypatch.setenv("BRIEFING_SIGN_PASSPHRASE", SECRET)
    plain = runner(tmp_path, monkeypatch, capsys)

    def told(*arguments: str) -> Said:
        said = plain(*arguments)
        assert SECRET not in said.out + said.err
        assert not [name for name in files(".") if name.endswith(".new")]
        return said

    return told


def sign(run: Run, *arguments: str, by: Holder = AIGUL) -> Said:
    return run("sign", *arguments, "--pkcs12", f"{by.name}.p12")


def content(path: str) -> bytes:
    return Path(path).read_bytes()


def signers(path: str) -> list[str]:
    return [each.signing_cert.subject.native["common_name"] for each in judged(content(path))]


def new_content(run: Run) -> None:
    edit("3 billion EUR", "4 billion EUR")
    assert run("build", VISIT, "--to", "pdf").code == ExitCode.DONE


# --------------------------------------------------------------------------------- where it goes


def test_the_signed_file_lies_beside_the_built_one(run: Run) -> None:
    before = files(".")
    said = sign(run, PDF, "--reason", "Approved")
    assert (said.code, said.err) == (ExitCode.DONE, "")
    assert said.out == f"{SIGNED}: signed by Aigul\n"
    assert {name: file for name, file in files(".").items() if name != SIGNED} == before
    assert flaw(content(SIGNED), content(PDF)) == ""
    (status,) = judged(content(SIGNED))
    assert (status.intact, status.valid) == (True, True)


def test_to_sign_again_with_the_same_key_changes_nothing(run: Run) -> None:
    sign(run, PDF)
    before = files(".")
    said = sign(run, PDF)
    assert (said.code, said.out) == (ExitCode.DONE, f"{SIGNED}: signed by Aigul already\n")
    assert files(".") == before


def test_somebody_elses_signature_is_kept(run: Run) -> None:
    sign(run, PDF)
    before = files(".")
    said = sign(run, PDF, by=DUARTE)
    assert said.code == ExitCode.WRITING
    assert "is there, signed with another key" in said.err
    assert f"to add yours: briefing sign {SIGNED}" in said.err
    assert files(".") == before


def test_a_signed_file_gets_another_signature_in_its_place(run: Run) -> None:
    sign(run, PDF)
    once = content(SIGNED)
    assert sign(run, SIGNED, by=DUARTE).code == ExitCode.DONE
    assert content(SIGNED).startswith(once)
    assert signers(SIGNED) == ["Aigul", "Duarte"]
    assert flaw(content(SIGNED), content(PDF)) == ""


def test_that_of_an_earlier_build_is_kept_under_another_name(run: Run) -> None:
    sign(run, PDF)
    old = content(SIGNED)
    new_content(run)
    said = sign(run, PDF)
    assert said.code == ExitCode.DONE
    (kept,) = Path(BUILT).glob("brief.signed-*.pdf")
    assert said.out.startswith(f"{kept.as_posix()}: the signed form of an earlier build, kept\n")
    assert kept.read_bytes() == old
    assert flaw(content(SIGNED), content(PDF)) == ""


def test_what_is_no_signed_pdf_is_never_overwritten(run: Run) -> None:
    for there in (b"my notes", content(PDF)):
        Path(SIGNED).write_bytes(there)
        said = sign(run, PDF)
        assert (said.code, content(SIGNED)) == (ExitCode.WRITING, there)
        assert f"{SIGNED}: error: is there already, and it" in said.err
    for output in (PDF, f"{BUILT}/brief.manifest.json"):
        before = content(output)
        assert sign(run, PDF, "--output", output).code == ExitCode.WRITING
        assert content(output) == before


def test_another_file_can_be_named(run: Run) -> None:
    assert sign(run, PDF, "--output", "for the minister.pdf").code == ExitCode.DONE
    assert signers("for the minister.pdf") == ["Aigul"]
    new_content(run)
    before = content("for the minister.pdf")
    assert sign(run, PDF, "--output", "for the minister.pdf").code == ExitCode.WRITING
    assert content("for the minister.pdf") == before
    assert sign(run, PDF, "--output", "nowhere/x.pdf").code == ExitCode.WRITING


def test_of_several_all_are_signed_or_none(run: Run) -> None:
    Path("bad.pdf").write_bytes(content(PDF)[:-3000])
    before = files(".")
    said = sign(run, "bad.pdf", PDF, "nothing.pdf", BUILT)
    assert said.code == ExitCode.WRITING
    assert said.err == (
        "bad.pdf: error: is damaged, and cannot be signed\n"
        "nothing.pdf: error: cannot be read: no such file or directory\n"
        f"{BUILT}: error: cannot be read: is a directory\n"
    )
    assert files(".") == before
    Path("good.pdf").write_bytes(content(PDF))
    assert sign(run, PDF, "good.pdf", PDF).out.count("signed by Aigul") == 2


def test_an_edited_pdf_is_signed_with_a_warning(run: Run) -> None:
    Path(PDF).write_bytes(content(PDF) + b"% mine\n")
    said = sign(run, PDF)
    assert said.code == ExitCode.DONE
    assert "warning: edited since it was built" in said.err


# ---------------------------------------------------------------------------------- what is said


@pytest.mark.parametrize(
    "arguments",
    [
        (PDF,),
        (PDF, "--pkcs12", "Aigul.p12", "--pkcs11", "module.so"),
        (PDF, "--pkcs11", "module.so"),
        (PDF, "--pkcs12", "Aigul.p12", "--token", "Desk"),
        (PDF, PDF, "--pkcs12", "Aigul.p12", "--output", "x.pdf"),
    ],
)
def test_a_key_is_named_in_one_way(run: Run, arguments: tuple[str, ...]) -> None:
    assert run("sign", *arguments).code == ExitCode.USAGE


def test_a_key_that_cannot_be_used_ends_with_5(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    old = issue("Old", OFFICE, start=WHEN.replace(year=2020), end=WHEN.replace(year=2021))
    Path("Old.p12").write_bytes(old.p12())
    for name, said in (
        ("Old.p12", "Old.p12: error: the certificate of Old expired on 2021-11-28"),
        ("none.p12", "none.p12: error: cannot be read: no such file or directory"),
        (PDF, f"{PDF}: error: expected a PKCS#12 file"),
    ):
        found = run("sign", PDF, "--pkcs12", name)
        assert (found.code, said in found.err) == (ExitCode.THEME, True), found.err
    monkeypatch.setenv("BRIEFING_SIGN_PASSPHRASE", "wrong")
    assert "the passphrase does not open it" in sign(run, PDF).err
    assert not Path(SIGNED).exists()


def test_the_passphrase_is_asked_for_on_a_terminal_only(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("BRIEFING_SIGN_PASSPHRASE")
    said = sign(run, PDF)
    assert said.code == ExitCode.THEME
    assert "hint: set BRIEFING_SIGN_PASSPHRASE" in said.err
    asked: list[str] = []
    monkeypatch.setattr(sys.stdin, "isatty", lambda: True)
    monkeypatch.setattr("getpass.getpass", lambda prompt: asked.append(prompt) or SECRET)
    assert sign(run, PDF).code == ExitCode.DONE
    assert asked == ["passphrase of Aigul.p12: "]


@pytest.mark.parametrize(("lacking", "key"), [("pyhanko", "--pkcs12"), ("pkcs11", "--pkcs11")])
def test_without_the_extra_it_says_what_to_install(
    run: Run, monkeypatch: pytest.MonkeyPatch, lacking: str, key: str
) -> None:
    monkeypatch.setitem(sys.modules, lacking, None)
    monkeypatch.delenv("BRIEFING_SIGN_PASSPHRASE")  # before anything is asked
    token = ("--token", "Desk") if key == "--pkcs11" else ()
    said = run("sign", PDF, key, "Aigul.p12", *token)
    assert said.code == ExitCode.THEME
    assert said.err.endswith('hint: pip install "briefing[sign]"\n')


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_that_may_not_be_written_is_told(run: Run) -> None:
    Path(BUILT).chmod(0o500)
    try:
        assert sign(run, PDF).code == ExitCode.WRITING
    finally:
        Path(BUILT).chmod(0o700)


# ----------------------------------------------------------------------------- explain and send


def test_explain_finds_the_ledger_of_a_signed_file(run: Run) -> None:
    sign(run, PDF)
    said = run("explain", SIGNED, "2.3")
    assert (said.code, said.err) == (ExitCode.DONE, "")
    assert said.out == run("explain", PDF, "2.3").out
    new_content(run)
    assert "warning: signed before the last build" in run("explain", SIGNED, "2.3").err


def sent(run: Run, *arguments: str) -> tuple[Said, dict[str, bytes]]:
    """What `send --eml` says, and the PDF it attaches by its name."""
    Path("x.eml").unlink(missing_ok=True)
    said = run("send", VISIT, "--eml", "x.eml", *arguments)
    if said.code != ExitCode.DONE:
        return said, {}
    message = message_from_bytes(content("x.eml"), policy=policy.default)
    return said, attached(message)


def test_send_attaches_the_signed_form(run: Run) -> None:
    said, before = sent(run)
    assert (said.err, list(before.values())) == ("", [content(PDF)])
    sign(run, PDF)
    said, after = sent(run)
    assert said.err == ""
    ((name, attachment),) = after.items()
    assert attachment == content(SIGNED)
    assert name.endswith(", edition 1, signed.pdf")


def test_a_signed_form_of_an_earlier_edition_is_sent_with_that_edition(run: Run) -> None:
    sign(run, PDF)
    old = content(SIGNED)
    new_content(run)
    said, attachments = sent(run)
    assert list(attachments.values()) == [content(PDF)]
    assert f"{SIGNED}: warning: is of an earlier build: the PDF of edition 2 goes out" in said.err
    assert f"hint: briefing sign {PDF}" in said.err
    assert list(sent(run, "--edition", "1")[1].values()) == [old]
    sign(run, PDF)
    for number, expected in (("1", old), ("2", content(SIGNED))):
        said, attachments = sent(run, "--edition", number)
        assert (said.err, list(attachments.values())) == ("", [expected])


def test_a_signed_form_that_is_not_what_it_says_is_not_sent(run: Run) -> None:
    sign(run, PDF)
    whole = content(SIGNED)
    place = whole.index(b"/Type", len(content(PDF))) + 1  # in what signing added
    for wrong, said in (
        (whole + b"\n", "the file was changed after its last signature"),
        (whole[:place] + b"0" + whole[place + 1 :], "is not sent: "),
        (content(PDF) + b"% a line\n", "is not sent: it has no signature"),
    ):
        Path(SIGNED).write_bytes(wrong)
        found, _ = sent(run)
        assert found.code == ExitCode.DELIVERY
        assert f"{SIGNED}: error: " in found.err
        assert said in found.err
    Path(SIGNED).unlink()
    assert list(sent(run)[1].values()) == [content(PDF)]


def test_without_the_extra_a_signed_form_is_not_sent_unread(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    sign(run, PDF)
    monkeypatch.setitem(sys.modules, "pyhanko", None)
    said, _ = sent(run)
    assert said.code == ExitCode.THEME
    assert 'pip install "briefing[sign]"' in said.err


def test_a_build_leaves_the_signed_form_alone(run: Run) -> None:
    sign(run, PDF)
    before = content(SIGNED)
    new_content(run)
    assert content(SIGNED) == before
