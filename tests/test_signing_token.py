"""A key on a PKCS#11 token: which one signs, and what is said when none does. The token is SoftHSM."""

from __future__ import annotations

import importlib.util
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from command_line import runner
from documents import DOCUMENTS
from signed_pdf import AIGUL, DUARTE, OFFICE, ROOT, WHEN, issue, judged
from soft_token import PIN, Entry, make_tokens, module

from briefing.errors import ExitCode, SigningError
from briefing.signing import Token, flaw, open_key, sign
from briefing.theme import load_theme
from briefing.writers.pdf import write_pdf

pytestmark = pytest.mark.skipif(
    importlib.util.find_spec("pkcs11") is None, reason="python-pkcs11 is not installed"
)
LASTING = issue("Lasting", OFFICE, start=WHEN.replace(year=2020), end=WHEN.replace(year=2090))
TOKENS = {
    "Desk": [Entry("signing", AIGUL), Entry("office", OFFICE, key=False)],
    "Two": [Entry("elliptic", AIGUL), Entry("rsa", DUARTE), Entry("root", ROOT, key=False)],
    "Past": [Entry("old", issue("Old", OFFICE, end=WHEN - timedelta(days=1)))],
    "Long": [Entry("years", LASTING)],
    "Bare": [Entry("office", OFFICE, key=False)],
}


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    found = module()
    folder = tmp_path_factory.mktemp("softhsm")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SOFTHSM2_CONF", str(folder / "softhsm2.conf"))
        make_tokens(folder, TOKENS)
        yield found


@pytest.fixture(scope="module")
def plain() -> bytes:
    return write_pdf(DOCUMENTS["smallest"](), load_theme())


@pytest.mark.parametrize(
    ("token", "certificate", "holder"),
    [("Desk", "", AIGUL), ("Two", "elliptic", AIGUL), ("Two", "rsa", DUARTE)],
)
def test_a_token_signs(
    library: str, plain: bytes, token: str, certificate: str, holder: Any
) -> None:
    with open_key(Token(library, token, PIN, certificate), WHEN) as key:
        assert key.holder == holder.name
        once = sign(plain, key, when=WHEN)
        twice = sign(once, key, when=WHEN)
    if token == "Desk":  # it holds who issued the certificate
        assert all(status.bottom_line for status in judged(twice))
    for status in judged(twice, root=OFFICE):
        assert status.bottom_line
        assert status.signing_cert.subject.native["common_name"] == holder.name


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")  # the library's own
def test_the_token_is_closed_afterwards(library: str, plain: bytes) -> None:
    with open_key(Token(library, "Desk", PIN), WHEN) as key:
        pass
    with pytest.raises(SigningError, match="token Desk: error: the key does not sign"):
        sign(plain, key, when=WHEN)


@pytest.mark.parametrize(
    ("token", "said"),
    [
        (Token("", "Desk", "271828"), "token Desk: error: the PIN does not open it"),
        (Token("", "Desk", ""), "token Desk: error: the PIN does not open it"),
        (
            Token("", "Desc", PIN),
            "no token is called “Desc”\n  hint: these are there: “Bare”, “Desk”",
        ),
        (Token("", "Desk", PIN, "x"), "holds no certificate called “x” with a key that signs"),
        (Token("", "Two", PIN), "2 certificates could sign\n  hint: name one with --certificate"),
        (Token("", "Two", PIN, "root"), "holds no certificate called “root” with a key that signs"),
        (Token("", "Bare", PIN), "token Bare: error: holds no certificate with a key that signs"),
        (Token("", "Past", PIN), "token Past: error: the certificate of Old expired on 2025-11-27"),
    ],
)
def test_a_token_that_does_not_sign_says_why(library: str, token: Token, said: str) -> None:
    asked = Token(library, token.label, token.pin, token.certificate)
    with pytest.raises(SigningError) as caught, open_key(asked, WHEN):
        pass
    assert said in str(caught.value)
    assert not token.pin or token.pin not in str(caught.value)


def test_the_command_takes_the_pin_from_the_environment_and_tells_nobody(
    library: str,
    plain: bytes,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    run = runner(tmp_path, monkeypatch, capsys)
    Path("a.pdf").write_bytes(plain)
    given = ("sign", "a.pdf", "--pkcs11", library, "--token", "Long")
    said = run(*given)
    assert (said.code, "set BRIEFING_SIGN_PIN" in said.err) == (ExitCode.THEME, True)
    monkeypatch.setenv("BRIEFING_SIGN_PIN", "271828")
    said = run(*given)
    assert (said.code, said.err) == (
        ExitCode.THEME,
        "token Long: error: the PIN does not open it\n"
        "  hint: after some wrong ones a token locks itself\n",
    )
    monkeypatch.setenv("BRIEFING_SIGN_PIN", PIN)
    said = run(*given, "--certificate", "years")
    assert (said.code, said.out, said.err) == (0, "a.signed.pdf: signed by Lasting\n", "")
    assert flaw(Path("a.signed.pdf").read_bytes(), plain) == ""


def test_what_is_no_module_says_so(tmp_path: Path) -> None:
    text = tmp_path / "text.so"
    text.write_text("no library", encoding="utf-8")
    for path in (str(text), str(tmp_path / "nothing.so"), ""):
        with pytest.raises(SigningError, match="cannot be loaded as a PKCS#11 module"):
            open_key(Token(path, "Desk", PIN), WHEN).__enter__()
