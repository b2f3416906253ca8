"""A PDF's bytes and a key → the same bytes with a signature added. No files, no clock, no network.

A function after the writers, and outside their promise: the same PDF signed twice gives other bytes.
Needs pyHanko, which `briefing[sign]` brings; without it, what needs it raises SigningError.
"""

from __future__ import annotations

from contextlib import AbstractContextManager
from datetime import datetime
from importlib.util import find_spec
from typing import TYPE_CHECKING

from briefing.errors import Diagnostic, Place, SigningError
from briefing.signing.sources import KeyFile, Source, Token

if TYPE_CHECKING:
    from briefing.signing.keys import Key

__all__ = ["KeyFile", "Source", "Token", "flaw", "open_key", "require", "sign", "signed_with"]


def require(*, token: bool = False) -> None:
    """Raise SigningError where what signs (with a token) is not installed."""
    for module in ("pyhanko", "pkcs11") if token else ("pyhanko",):
        if find_spec(module) is None:
            message = f"signatures need {module}, which is not there"
            hint = 'pip install "briefing[sign]"'
            raise SigningError([Diagnostic(Place("briefing"), "", message, hint)])


def open_key(source: Source, when: datetime) -> AbstractContextManager[Key]:
    """The key of a file or a token, while it is open. Raises SigningError if it may not sign at `when`.

    A token is asked for its PIN once, however many files are signed: a wrong one costs a try.
    """
    require(token=isinstance(source, Token))
    from briefing.signing import keys  # noqa: PLC0415

    return keys.opened(source, when)


def sign(
    pdf: bytes,
    key: Key,
    *,
    when: datetime,
    reason: str = "",
    location: str = "",
    name: str = "",
    file: str = "PDF",
) -> bytes:
    """`pdf` with an invisible signature added (PAdES B-B); what was PDF/A-3a and PDF/UA-1 still is.

    Nothing before the added part changes, so that signatures which are there already stay valid.
    `name` is of the signer, where it is not the certificate's; `file` is what diagnostics call the
    PDF. A signature with a trusted time (B-T) would need a server, and is not made. Raises WriteError
    if the PDF cannot be signed, SigningError if the key cannot.
    """
    require()
    from briefing.signing import pades  # noqa: PLC0415

    return pades.signed(
        pdf, key, pades.Statement(when, reason or None, location or None, name or None), file
    )


def flaw(pdf: bytes, built: bytes | None = None) -> str:
    """What is wrong with the signatures of a PDF; "" if all fit it and the last covers the whole.

    With `built`, also whether it is that PDF with nothing but invisible signatures added. Whether a
    certificate is to be trusted is for the reader to say.
    """
    require()
    from briefing.signing import additions, pades  # noqa: PLC0415

    found = pades.flaw(pdf)
    if not found and built is not None and not additions.only_signatures_added(built, pdf):
        found = "more was added to the PDF than signatures"
    return found


def signed_with(pdf: bytes, key: Key) -> bool:
    """Whether one of the signatures of a PDF is by this key's certificate."""
    from briefing.signing import pades  # noqa: PLC0415

    return key.certificate.sha256 in pades.certificates(pdf)
