"""What a certificate says: whose it is, whether it may sign on a day, who issued it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from asn1crypto import x509

from briefing.errors import Diagnostic, Place, SigningError

_MAY_SIGN = {"digital_signature", "non_repudiation"}


def refuse_unfit(certificate: x509.Certificate, when: datetime, place: Place) -> None:
    """Raise SigningError if a signature with this certificate at this time would be worth nothing."""
    found = _unfit(certificate, when)
    if found:
        message, hint = found
        told = f"the certificate of {holder(certificate)} {message}"
        raise SigningError([Diagnostic(place, "", told, hint)])


def holder(certificate: x509.Certificate) -> str:
    """Whom a certificate names: the common name, or all that it says."""
    named = certificate.subject.native.get("common_name")
    return named if isinstance(named, str) else str(certificate.subject.human_friendly)


def chain(
    certificate: x509.Certificate, pool: Iterable[x509.Certificate]
) -> tuple[x509.Certificate, ...]:
    """Who issued it, and so on, as far as the pool has them; without the root, which readers must know."""
    pool = list(pool)
    found: list[x509.Certificate] = []
    last = certificate
    while last.subject != last.issuer:
        issuers = (each for each in pool if each.subject == last.issuer and each not in found)
        issuer = next(issuers, None)
        if issuer is None or issuer.subject == issuer.issuer:
            break
        found.append(issuer)
        last = issuer
    return tuple(found)


def _unfit(certificate: x509.Certificate, when: datetime) -> tuple[str, str] | None:
    if when < certificate.not_valid_before:
        return f"is valid only from {certificate.not_valid_before:%Y-%m-%d} on", ""
    if when > certificate.not_valid_after:
        return f"expired on {certificate.not_valid_after:%Y-%m-%d}", "renew it, or name another"
    usage = certificate.key_usage_value
    if usage is not None and not usage.native & _MAY_SIGN:
        uses = ", ".join(sorted(use.replace("_", " ") for use in usage.native)) or "nothing"
        return f"is not for signatures (it is for: {uses})", "name one that is"
    return None
