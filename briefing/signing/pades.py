"""The signature in the PDF: an invisible field, its value by PAdES B-B, and whether signatures fit."""

from __future__ import annotations

import asyncio
import logging
import zlib
from datetime import datetime
from io import BytesIO
from typing import NamedTuple

from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.pdf_utils.writer import BasePdfFileWriter
from pyhanko.sign.fields import InvisSigSettings, SigFieldSpec, SigSeedSubFilter
from pyhanko.sign.general import SigningError as Refusal
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner
from pyhanko.sign.signers.constants import ESIC_EXTENSION_1
from pyhanko.sign.signers.pdf_cms import PdfCMSSignedAttributes
from pyhanko.sign.validation import SignatureCoverageLevel, validate_pdf_signature
from pyhanko_certvalidator import ValidationContext

from briefing.errors import Diagnostic, Place, SigningError, WriteError
from briefing.signing.keys import Key

# What reading a damaged PDF may end with: pyHanko checks much, and trusts the rest.
_DAMAGE = (
    PdfError, ValueError, LookupError, TypeError, AttributeError, ArithmeticError, AssertionError,
    RecursionError, NotImplementedError, OSError, zlib.error,
)  # fmt: skip

# PDF/UA lets an annotation stay outside the structure only if it is hidden or outside the page, and
# PDF/A forbids the hidden ones. Without an area it needs no appearance either.
_INVISIBLE = InvisSigSettings(set_print_flag=True, box_out_of_bounds=True)

# What is wrong is told by us; its own log would show tracebacks.
logging.getLogger("pyhanko").addHandler(logging.NullHandler())
logging.getLogger("pyhanko_certvalidator").addHandler(logging.NullHandler())


class Statement(NamedTuple):
    """What is said beside the signature: when, why, where, and who, if the certificate does not say it."""

    when: datetime
    reason: str | None
    location: str | None
    name: str | None


class _Addition(IncrementalPdfFileWriter):
    """What is added to a PDF. Its dates and its producer stay those of the brief, as in its XMP."""

    def _update_meta(self) -> None:
        pass


class _Signer(PdfSigner):
    """The brief stays PDF 1.7, the last that PDF/A-3 knows: for some keys it would be made PDF 2.0."""

    def register_extensions(self, pdf_out: BasePdfFileWriter, *, md_algorithm: str) -> None:
        pdf_out.register_extension(ESIC_EXTENSION_1)


def signed(pdf: bytes, key: Key, statement: Statement, file: str) -> bytes:
    """The PDF with a signature added. Raises WriteError, SigningError."""
    addition = _addition(pdf, file)
    try:
        result = asyncio.run(_signed(addition, key, statement))
    except _DAMAGE as fault:
        refused = isinstance(fault, Refusal)
        told = f"cannot be signed: {fault}" if refused else "is damaged, and cannot be signed"
        raise WriteError([Diagnostic(Place(file), "", told)]) from fault
    except (
        Exception
    ) as fault:  # the token's own errors: its module's exceptions have no common home
        told = f"the key does not sign: {type(fault).__name__}"
        raise SigningError([Diagnostic(key.place, "", told)]) from fault
    found = flaw(result)
    if found:
        told = f"the signature does not hold: {found}"
        hint = "do the key and the certificate belong together?"
        raise SigningError([Diagnostic(key.place, "", told, hint)])
    return result


def flaw(pdf: bytes) -> str:
    """What is wrong with the signatures of a PDF; "" if all fit it and the last covers the whole."""
    try:
        found = PdfFileReader(BytesIO(pdf)).embedded_regular_signatures
        checked = [validate_pdf_signature(each, _nobody_trusted()) for each in found]
        if not checked:
            return "it has no signature"
        if not all(each.intact and each.valid for each in checked):
            return "a signature does not fit the file"
        if checked[-1].coverage is not SignatureCoverageLevel.ENTIRE_FILE:
            return "the file was changed after its last signature"
        if not all(each.docmdp_ok for each in checked):
            return "the file was changed after a signature"
    except _DAMAGE:
        return "its signatures cannot be read"
    return ""


def certificates(pdf: bytes) -> frozenset[bytes]:
    """The SHA-256 of the certificates that a PDF is signed with; none where it cannot be read."""
    try:
        found = PdfFileReader(BytesIO(pdf)).embedded_regular_signatures
        return frozenset(each.signer_cert.sha256 for each in found)
    except _DAMAGE:
        return frozenset()


def _addition(pdf: bytes, file: str) -> _Addition:
    if not pdf.startswith(b"%PDF-"):
        raise WriteError([Diagnostic(Place(file), "", "expected a PDF")])
    try:
        reader = PdfFileReader(BytesIO(pdf))
        if reader.encrypted:
            hint = "take its password off first"
            raise WriteError([Diagnostic(Place(file), "", "is encrypted", hint)])
        return _Addition(reader.stream, prev=reader)
    except _DAMAGE as fault:
        told = "is damaged, and cannot be signed"
        raise WriteError([Diagnostic(Place(file), "", told)]) from fault


async def _signed(addition: _Addition, key: Key, statement: Statement) -> bytes:
    field, number = _free_field(addition)
    meta = PdfSignatureMetadata(
        field_name=field,
        subfilter=SigSeedSubFilter.PADES,
        reason=statement.reason,
        location=statement.location,
        name=statement.name,
    )
    label = "Digital signature" if number == 1 else f"Digital signature {number}"
    spec = SigFieldSpec(field, invis_sig_settings=_INVISIBLE, readable_field_name=label)
    session = _Signer(meta, key.signer, new_field_spec=spec).init_signing_session(addition)
    session.system_time = statement.when
    size = await session.estimate_signature_container_size(None)
    result = BytesIO()
    prepared = session.prepare_tbs_document(None, bytes_reserved=size)
    digest, _ = prepared.digest_tbs_document(output=result)
    attributes = PdfCMSSignedAttributes(signing_time=statement.when)
    await prepared.perform_signature(digest.document_digest, attributes)
    return result.getvalue()


def _free_field(addition: _Addition) -> tuple[str, int]:
    """A name that no field has yet, and its number."""
    fields = addition.root["/AcroForm"]["/Fields"] if "/AcroForm" in addition.root else ()
    taken = {str(field.get_object().get("/T")) for field in fields}
    number = next(n for n in range(1, len(taken) + 2) if f"Signature{n}" not in taken)
    return f"Signature{number}", number


def _nobody_trusted() -> ValidationContext:
    return ValidationContext(trust_roots=[], allow_fetching=False)
