"""A PKCS#11 token without hardware: SoftHSM, in a folder of the test, with the keys that a test gives it."""

from __future__ import annotations

import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import pytest
from programs import program
from signed_pdf import Holder

PIN = "314159"
_PLACES = (
    "/usr/lib/softhsm/libsofthsm2.so",
    "/usr/lib64/softhsm/libsofthsm2.so",
    "/usr/lib64/pkcs11/libsofthsm2.so",
    "/usr/local/lib/softhsm/libsofthsm2.so",
    "/opt/homebrew/lib/softhsm/libsofthsm2.so",
)


class Entry(NamedTuple):
    """A certificate on the token, with its key or without."""

    label: str
    holder: Holder
    key: bool = True


def module() -> str:
    """SoftHSM's library; without it the test is skipped."""
    program("softhsm2-util")
    found = next((place for place in _PLACES if Path(place).exists()), None)
    return found or pytest.skip("SoftHSM's library is not installed where we look")


def make_tokens(folder: Path, tokens: dict[str, Sequence[Entry]]) -> None:
    """Tokens with these labels; SOFTHSM2_CONF must name folder/softhsm2.conf."""
    (folder / "tokens").mkdir()
    (folder / "softhsm2.conf").write_text(
        f"directories.tokendir = {folder / 'tokens'}\nlog.level = ERROR\n", encoding="utf-8"
    )
    for label in tokens:
        _util("--init-token", "--free", "--label", label, "--so-pin", "0" * 8, "--pin", PIN)
    import pkcs11
    from pkcs11 import Attribute, CertificateType, ObjectClass

    for label, entries in tokens.items():
        for number, entry in enumerate(entries, 1):
            if entry.key:
                pem = folder / f"{number}.pem"
                pem.write_bytes(entry.holder.pem())
                _util(
                    *("--import", str(pem), "--token", label, "--pin", PIN),
                    *("--label", f"key of {entry.label}", "--id", f"{number:02}"),
                )
                pem.unlink()
        library = pkcs11.lib(module())
        with library.get_token(token_label=label).open(user_pin=PIN, rw=True) as session:
            for number, entry in enumerate(entries, 1):
                session.create_object(
                    {
                        Attribute.CLASS: ObjectClass.CERTIFICATE,
                        Attribute.CERTIFICATE_TYPE: CertificateType.X_509,
                        Attribute.TOKEN: True,
                        Attribute.LABEL: entry.label,
                        Attribute.ID: bytes([number]),
                        Attribute.SUBJECT: entry.holder.certificate.subject.public_bytes(),
                        Attribute.VALUE: entry.holder.der(),
                    }
                )


def _util(*arguments: str) -> None:
    subprocess.run(["softhsm2-util", *arguments], check=True, capture_output=True)
