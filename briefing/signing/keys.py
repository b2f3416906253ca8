"""Opening a key: from a PKCS#12 file, or on a PKCS#11 token, where it stays."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from asn1crypto import keys as key_forms
from asn1crypto import pkcs12 as pkcs12_form
from asn1crypto import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    pkcs12,
)
from pyhanko.sign.signers import Signer, SimpleSigner
from pyhanko_certvalidator.registry import SimpleCertificateStore

from briefing.errors import Diagnostic, Place, SigningError
from briefing.signing.certificates import chain, holder, refuse_unfit
from briefing.signing.sources import KeyFile, Source

if TYPE_CHECKING:
    from cryptography.x509 import Certificate


@dataclass(frozen=True, slots=True)
class Key:
    """A key that can sign, with its certificate."""

    certificate: x509.Certificate
    signer: Signer
    place: Place

    @property
    def holder(self) -> str:
        """Whom the certificate names."""
        return holder(self.certificate)

    def __repr__(self) -> str:
        return f"Key({self.holder!r})"


@contextmanager
def opened(source: Source, when: datetime) -> Iterator[Key]:
    """The key while it is open. Raises SigningError if it cannot be opened, or may not sign at `when`."""
    if isinstance(source, KeyFile):
        key = _from_file(source)
        refuse_unfit(key.certificate, when, key.place)
        yield key
        return
    from briefing.signing.token import on_token  # noqa: PLC0415  (pkcs11 is needed for tokens only)

    with on_token(source) as (certificate, signer, place):
        refuse_unfit(certificate, when, place)
        yield Key(certificate, signer, place)


def _from_file(source: KeyFile) -> Key:
    place = Place(source.name)
    found = _unlocked(source)
    if found.key is None or found.cert is None:
        lacking = "private key" if found.key is None else "certificate of its private key"
        raise SigningError([Diagnostic(place, "", f"holds no {lacking}")])
    try:
        secret = found.key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
        certificate = _certificate(found.cert.certificate)
        others = [_certificate(each.certificate) for each in found.additional_certs]
        registry = SimpleCertificateStore()  # type: ignore[no-untyped-call]
        registry.register_multiple(chain(certificate, others))
        signer = SimpleSigner(
            certificate, key_forms.PrivateKeyInfo.load(secret), registry, embed_roots=False
        )
    except (ValueError, TypeError) as fault:
        raise SigningError([Diagnostic(place, "", "its certificates cannot be read")]) from fault
    return Key(certificate, signer, place)


def _unlocked(source: KeyFile) -> pkcs12.PKCS12KeyAndCertificates:
    place = Place(source.name)
    secret = source.passphrase.encode(errors="surrogateescape")
    for each in (secret,) if secret else (b"", None):
        try:
            return pkcs12.load_pkcs12(source.content, each)
        except UnsupportedAlgorithm as fault:
            message = "is encrypted in a way that is not supported"
            hint = "export the key again with AES"
            raise SigningError([Diagnostic(place, "", message, hint)]) from fault
        except (ValueError, TypeError):
            continue
    if _is_pkcs12(source.content):
        raise SigningError([Diagnostic(place, "", "the passphrase does not open it")])
    hint = "export the key with its certificate as .p12 or .pfx"
    raise SigningError([Diagnostic(place, "", "expected a PKCS#12 file", hint)])


def _is_pkcs12(content: bytes) -> bool:
    """Whether it has the outer form of one; what is inside is not known without the passphrase."""
    try:
        form = pkcs12_form.Pfx.load(content, strict=True)
        return form["version"].native == "v3" and bool(form["auth_safe"]["content"].contents)
    except (ValueError, TypeError, LookupError):
        return False


def _certificate(certificate: Certificate) -> x509.Certificate:
    read = x509.Certificate.load(certificate.public_bytes(Encoding.DER))
    read.native  # noqa: B018  (read it all now: what is malformed must not surface while signing)
    return read
