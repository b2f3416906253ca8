"""`briefing sign`: a built PDF with a signature added, beside it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from briefing.cli.terminal import diagnostics
from briefing.errors import Diagnostic, Place, SigningError, WriteError

if TYPE_CHECKING:
    from briefing.signing import Source
    from briefing.signing.keys import Key


def sign(
    pdfs: Annotated[
        list[Path], typer.Argument(metavar="FILE", help="PDF files, as a build left them.")
    ],
    *,
    pkcs12: Annotated[
        Path | None,
        typer.Option("--pkcs12", metavar="FILE", help="The key, in a file: .p12 or .pfx."),
    ] = None,
    pkcs11: Annotated[
        Path | None,
        typer.Option(
            "--pkcs11", metavar="MODULE", help="The key, on a token: the token's PKCS#11 library."
        ),
    ] = None,
    token: Annotated[
        str, typer.Option("--token", metavar="LABEL", help="With --pkcs11: which token.")
    ] = "",
    certificate: Annotated[
        str,
        typer.Option(
            "--certificate", metavar="LABEL", help="With --pkcs11: which of its certificates."
        ),
    ] = "",
    reason: Annotated[
        str, typer.Option("--reason", metavar="TEXT", help="Why you sign; readers see it.")
    ] = "",
    location: Annotated[
        str, typer.Option("--location", metavar="TEXT", help="Where you sign; readers see it.")
    ] = "",
    output: Annotated[
        Path | None,
        typer.Option(
            "--output", metavar="FILE", help="The signed file (default: FILE.signed.pdf beside it)."
        ),
    ] = None,
) -> None:
    """Sign a built PDF; the signed form lies beside it, and “briefing send” attaches that.

    \b
    briefing sign output/2026-03-oslo/brief.pdf --pkcs12 desk.p12
    briefing sign output/2026-03-oslo/brief.signed.pdf --pkcs12 minister.p12 --reason Approved
    briefing sign output/*/brief.pdf --pkcs11 /usr/lib/opensc-pkcs11.so --token Desk

    brief.pdf stays as it was built; brief.signed.pdf is the same bytes with an invisible signature
    (PAdES B-B) added. To add another, sign that file. It says when by this computer's clock: a trusted
    time would need a server. The passphrase or PIN is asked for, or read from
    BRIEFING_SIGN_PASSPHRASE or BRIEFING_SIGN_PIN. Needs: pip install "briefing[sign]"
    """
    from briefing.cli.signed import put_in_place  # noqa: PLC0415
    from briefing.signing import open_key  # noqa: PLC0415

    if output is not None and len(pdfs) != 1:
        raise typer.BadParameter("expected one FILE with --output", param_hint="FILE")
    when = datetime.now(UTC)
    statement = _Statement(when, " ".join(reason.split()), " ".join(location.split()))
    done: list[_Signed] = []
    problems: list[Diagnostic] = []
    with open_key(_source(pkcs12, pkcs11, token, certificate), when) as key:
        for pdf in dict.fromkeys(pdfs):
            try:
                done.append(_signed(pdf, output, key, statement))
            except WriteError as fault:
                problems += fault.diagnostics
        if problems:
            raise WriteError(problems)
        holder = key.holder
    for each in done:
        if each.warning:
            diagnostics([each.warning])
        if each.content is None:
            print(f"{each.target.as_posix()}: signed by {holder} already")
            continue
        put_in_place(each.target, each.content, each.older)
        if each.older:
            print(f"{each.older.as_posix()}: the signed form of an earlier build, kept")
        print(f"{each.target.as_posix()}: signed by {holder}")


@dataclass(frozen=True, slots=True)
class _Statement:
    when: datetime
    reason: str
    location: str


@dataclass(frozen=True, slots=True)
class _Signed:
    """What is to be written; `content` None: nothing, it is there. `older`: where what is there goes."""

    target: Path
    content: bytes | None
    older: Path | None = None
    warning: Diagnostic | None = None


def _source(pkcs12: Path | None, pkcs11: Path | None, token: str, certificate: str) -> Source:
    """Where the key is, with the secret that opens it. Raises SigningError."""
    from briefing.cli.secret import PASSPHRASE, PIN, secret  # noqa: PLC0415
    from briefing.signing import KeyFile, Token, require  # noqa: PLC0415

    if pkcs12 is not None and pkcs11 is None:
        if token or certificate:
            given = "--token" if token else "--certificate"
            raise typer.BadParameter("goes with --pkcs11", param_hint=given)
        require()
        try:
            content = pkcs12.read_bytes()
        except OSError as error:
            raise SigningError([_unreadable(pkcs12, error)]) from error
        asked = f"passphrase of {pkcs12.name}"
        return KeyFile(pkcs12.as_posix(), content, secret(PASSPHRASE, asked))
    if pkcs11 is not None and pkcs12 is None:
        if not token:
            raise typer.BadParameter("required with --pkcs11", param_hint="--token")
        require(token=True)
        return Token(str(pkcs11), token, secret(PIN, f"PIN of {token}"), certificate)
    raise typer.BadParameter("expected the key: --pkcs12 FILE, or --pkcs11 MODULE --token LABEL")


def _signed(pdf: Path, output: Path | None, key: Key, statement: _Statement) -> _Signed:
    """A PDF signed, and what that does to what lies where it goes. Raises WriteError."""
    from briefing import signing  # noqa: PLC0415
    from briefing.cli.signed import signed_name  # noqa: PLC0415

    content = _content(pdf)
    target = output or pdf.with_name(signed_name(pdf.name))
    older = None
    if target.exists():
        there = _content(target)
        in_place = pdf.samefile(target)
        if _is_done(target, there, b"" if in_place else content, key):
            return _Signed(target, None)
        older = None if in_place else _aside(target, there, output)
    made = signing.sign(
        content,
        key,
        when=statement.when,
        reason=statement.reason,
        location=statement.location,
        file=pdf.as_posix(),
    )
    return _Signed(target, made, older, _warning(pdf))


def _is_done(target: Path, there: bytes, content: bytes, key: Key) -> bool:
    """Whether what is there is the PDF (b"": any) signed with this key. Raises WriteError for a stranger.

    A signature is never thrown away: that of somebody else on the same PDF stands in the way.
    """
    from briefing import signing  # noqa: PLC0415

    place = Place(target.as_posix())
    if fault := signing.flaw(there):
        hint = "move it away, or name another file with --output"
        raise WriteError([Diagnostic(place, "", f"is there already, and {fault}", hint)])
    if not content or not there.startswith(content):
        return False
    if not signing.signed_with(there, key):
        hint = f"to add yours: briefing sign {target.as_posix()}; to begin anew, move it away"
        raise WriteError([Diagnostic(place, "", "is there, signed with another key", hint)])
    return True


def _aside(target: Path, there: bytes, output: Path | None) -> Path:
    """Where the signed form of an earlier build is kept. Raises WriteError if the file was named."""
    from briefing.cli.signed import set_aside  # noqa: PLC0415

    older = set_aside(target, there)
    if output is not None or (older.exists() and _content(older) != there):
        named = output or older
        hint = "move it away, or name another file"
        raise WriteError([Diagnostic(Place(named.as_posix()), "", "is there already", hint)])
    return older


def _warning(pdf: Path) -> Diagnostic | None:
    from briefing.editions.folder import written_by_build  # noqa: PLC0415

    if written_by_build(pdf) is not False:
        return None
    message = "edited since it was built: “briefing send” will not attach what is signed now"
    return Diagnostic(Place(pdf.as_posix()), "", message, severity="warning")


def _content(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise WriteError([_unreadable(path, error)]) from error


def _unreadable(path: Path, error: OSError) -> Diagnostic:
    message = (error.strerror or str(error)).lower()
    return Diagnostic(Place(path.as_posix()), "", f"cannot be read: {message}")
