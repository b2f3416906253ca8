"""A key on a PKCS#11 token: which token, which certificate, and what of signing the token can do."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, NamedTuple, NoReturn

import pkcs11
from asn1crypto import x509
from pkcs11 import Attribute, Mechanism, ObjectClass
from pyhanko.sign.pkcs11 import PKCS11Signer
from pyhanko.sign.signers import Signer

from briefing.errors import Diagnostic, Place, SigningError
from briefing.signing.certificates import chain
from briefing.signing.sources import Token

_WHOLE = {"rsa": Mechanism.SHA256_RSA_PKCS, "ec": Mechanism.ECDSA_SHA256}
"""By kind of key, how a token hashes and signs at once; one that cannot is given the hash."""


class _Held(NamedTuple):
    """A certificate on a token; `id` is that of its key, None without one."""

    label: str
    certificate: x509.Certificate
    id: bytes | None


@contextmanager
def on_token(source: Token) -> Iterator[tuple[x509.Certificate, Signer, Place]]:
    """The certificate and its key, while the token is open. Raises SigningError."""
    place = Place(f"token {source.label}")
    found = _token(source)
    session = _session(found, source, place)
    with session:
        try:
            held = list(_held(session))
            mechanisms = found.slot.get_mechanisms()
        except (pkcs11.PKCS11Error, ValueError) as fault:
            _refuse(place, f"cannot be read: {type(fault).__name__}")
        chosen = _chosen(held, source, place)
        whole = _WHOLE.get(chosen.certificate.public_key.algorithm)
        signer = PKCS11Signer(
            session,
            signing_cert=chosen.certificate,
            ca_chain=chain(chosen.certificate, [each.certificate for each in held]),
            key_id=chosen.id,
            embed_roots=False,
            use_raw_mechanism=whole is not None and whole not in mechanisms,
        )
        yield chosen.certificate, signer, place


def _token(source: Token) -> Any:
    try:
        tokens = list(pkcs11.lib(source.module).get_tokens())
    except (pkcs11.PKCS11Error, RuntimeError, OSError, ValueError) as fault:
        message = "cannot be loaded as a PKCS#11 module"
        hint = "name the library that came with the token, by its full path"
        raise SigningError([Diagnostic(Place(source.module), "", message, hint)]) from fault
    named = [token for token in tokens if token.label == source.label]
    if len(named) != 1:
        labels = ", ".join(sorted(f"“{token.label}”" for token in tokens if token.label))
        hint = f"these are there: {labels}" if labels else "put it in; none is there"
        many = f"{len(named)} tokens are" if named else "no token is"
        _refuse(Place(source.module), f"{many} called “{source.label}”", hint)
    return named[0]


def _session(token: Any, source: Token, place: Place) -> Any:
    try:
        return token.open(user_pin=source.pin)
    except pkcs11.PinLocked:
        _refuse(place, "its PIN is locked", "unlock it with the program that came with it")
    except (pkcs11.PinIncorrect, pkcs11.PinInvalid, pkcs11.PinLenRange, pkcs11.ArgumentsBad):
        _refuse(place, "the PIN does not open it", "after some wrong ones a token locks itself")
    except ValueError:
        _refuse(place, "the PIN has characters that no PIN can have")
    except pkcs11.PKCS11Error as fault:
        _refuse(place, f"cannot be opened: {type(fault).__name__}")


def _held(session: Any) -> Iterator[_Held]:
    """The certificates, each with the key that has its id, or its label where there is no id."""
    keys = list(
        session.get_objects({Attribute.CLASS: ObjectClass.PRIVATE_KEY, Attribute.SIGN: True})
    )
    ids = {key[Attribute.ID] for key in keys}
    for found in session.get_objects({Attribute.CLASS: ObjectClass.CERTIFICATE}):
        certificate = x509.Certificate.load(found[Attribute.VALUE])
        certificate.native  # noqa: B018  (read it all now)
        id = found[Attribute.ID]
        yield _Held(found[Attribute.LABEL], certificate, id if id and id in ids else None)


def _chosen(held: list[_Held], source: Token, place: Place) -> _Held:
    usable = [each for each in held if each.id]
    named = [each for each in usable if source.certificate in ("", each.label)]
    if len(named) == 1:
        return named[0]
    labels = ", ".join(sorted(f"“{each.label}”" for each in usable))
    if named:
        hint = f"name one with --certificate: {labels}"
        _refuse(place, f"{len(named)} certificates could sign", hint)
    called = f" called “{source.certificate}”" if source.certificate else ""
    hint = f"these are there: {labels}" if labels else ""
    _refuse(place, f"holds no certificate{called} with a key that signs", hint)


def _refuse(place: Place, message: str, hint: str = "") -> NoReturn:
    raise SigningError([Diagnostic(place, "", message, hint)]) from None
