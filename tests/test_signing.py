"""A signature on a PDF: PAdES as pyHanko judges it, on a brief that is what it was, and still conforming."""

from __future__ import annotations

from datetime import timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from asn1crypto import cms
from pdf_file import POPPLER, page_texts, structure_text
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign import fields
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner
from signed_pdf import (
    AIGUL,
    DUARTE,
    OFFICE,
    ROOT,
    SECRET,
    WHEN,
    Holder,
    Kind,
    issue,
    judged,
    page_validation,
    verapdf,
)

from briefing.errors import SigningError, WriteError
from briefing.pipeline import Options, build
from briefing.signing import KeyFile, Token, flaw, open_key, sign, signed_with

VISITS = {
    "first": Path(__file__).parent.parent / "visits" / "2025-11-26-bishkek",
    "second": Path(__file__).parent / "visits" / "2026-03-09-piraeus",
}


def signed(pdf: bytes, by: Holder = AIGUL, **said: Any) -> bytes:
    with open_key(by.source(), WHEN) as key:
        return sign(pdf, key, when=WHEN, **said)


@pytest.fixture(scope="module")
def built() -> dict[str, bytes]:
    """The PDF of each visit, as it is built."""
    options = Options(formats=("pdf",))
    return {name: build(visit, options).files["brief.pdf"] for name, visit in VISITS.items()}


@pytest.fixture(scope="module")
def plain(built: dict[str, bytes]) -> bytes:
    return built["second"]


@pytest.fixture(scope="module")
def once(plain: bytes) -> bytes:
    return signed(plain, reason="Approved: үчүн", location="Bishkek")


@pytest.fixture(scope="module")
def twice(once: bytes) -> bytes:
    return signed(once, DUARTE)


# ------------------------------------------------------------------------------ the signature


def test_who_trusts_the_root_finds_a_pades_signature_over_the_whole_file(once: bytes) -> None:
    (status,) = judged(once)
    assert status.bottom_line
    assert (status.intact, status.valid, status.trusted) == (True, True, True)
    assert status.coverage.name == "ENTIRE_FILE"
    assert status.signer_reported_dt == WHEN
    (embedded,) = PdfFileReader(BytesIO(once)).embedded_regular_signatures
    value = embedded.sig_object
    assert value["/SubFilter"] == "/ETSI.CAdES.detached"
    assert (value["/Reason"], value["/Location"]) == ("Approved: үчүн", "Bishkek")
    assert flaw(once) == ""


def test_the_cms_is_of_the_basic_profile(once: bytes) -> None:
    """PAdES B-B: the certificate is bound in, the time stands in the PDF, and nothing came from a server."""
    (embedded,) = PdfFileReader(BytesIO(once)).embedded_regular_signatures
    info = embedded.signer_info
    attributes = {each["type"].native for each in info["signed_attrs"]}
    assert {"content_type", "message_digest", "signing_certificate_v2"} <= attributes
    assert "signing_time" not in attributes
    assert info["unsigned_attrs"].native is None
    assert info["digest_algorithm"]["algorithm"].native == "sha256"
    inside = cms.ContentInfo.load(embedded.pkcs7_content)["content"]["certificates"]
    named = [each.chosen.subject.native["common_name"] for each in inside]
    assert sorted(named) == sorted([AIGUL.name, OFFICE.name])  # the reader must know the root


@pytest.mark.parametrize("kind", ["rsa", "ec", "ed25519"])
def test_each_kind_of_key_signs(plain: bytes, kind: Kind) -> None:
    (status,) = judged(signed(plain, issue(f"With {kind}", OFFICE, kind=kind)))
    assert status.bottom_line


def test_without_knowing_the_root_it_is_whole_and_not_trusted(once: bytes) -> None:
    (status,) = judged(once, issue("Another root", authority=True))
    assert (status.intact, status.valid, status.trusted) == (True, True, False)


def test_any_byte_that_is_changed_breaks_it(once: bytes) -> None:
    """Bytes all over the file, and of the signature's own; its padding alone says nothing."""
    (embedded,) = PdfFileReader(BytesIO(once)).embedded_regular_signatures
    start, gap, after, rest = (int(each) for each in embedded.byte_range)
    assert (start, after + rest) == (0, len(once))
    inside = gap + 1 + 2 * len(embedded.pkcs7_content.rstrip(b"\0")) - 40
    places = [*range(9, gap, gap // 40), inside, after + 1, len(once) - 300, len(once) - 2]
    for place in places:
        changed = bytearray(once)
        changed[place] ^= 1
        assert flaw(bytes(changed)), place


def test_what_is_added_afterwards_is_found(once: bytes) -> None:
    assert flaw(once + b"\n") == "the file was changed after its last signature"
    assert flaw(once + b"\n%%EOF\n")


def test_a_second_signature_keeps_the_first_valid(once: bytes, twice: bytes) -> None:
    assert twice.startswith(once)
    first, second = judged(twice)
    assert first.bottom_line
    assert second.bottom_line
    assert (first.coverage.name, second.coverage.name) == ("ENTIRE_REVISION", "ENTIRE_FILE")
    assert [each.signing_cert.subject.native["common_name"] for each in (first, second)] == [
        AIGUL.name,
        DUARTE.name,
    ]


# ----------------------------------------------------------------------------------- the brief


def written(value: Any) -> Any:
    return value.unparse() if isinstance(value, pikepdf.Object) else value


def test_nothing_of_the_brief_is_touched(plain: bytes, twice: bytes) -> None:
    """Its bytes come first; of its objects only the catalog and the first page's annotations are newer."""
    assert twice.startswith(plain)
    with pikepdf.open(BytesIO(plain)) as old, pikepdf.open(BytesIO(twice)) as new:
        for each in old.objects:
            if not isinstance(each, (pikepdf.Dictionary, pikepdf.Array, pikepdf.Stream)):
                continue
            now = new.get_object(each.objgen)
            if isinstance(each, pikepdf.Stream):
                assert each.read_raw_bytes() == now.read_raw_bytes()
            keys = set(each.keys()) | set(now.keys()) if not isinstance(each, pikepdf.Array) else {}
            moved = {key for key in keys if written(each.get(key)) != written(now.get(key))}
            if each.objgen == old.Root.objgen:
                assert moved == {"/AcroForm", "/Extensions"}
            elif each.objgen == old.pages[0].objgen:
                assert moved == {"/Annots"}
            else:
                assert not moved
        assert {name: file.get_file().read_bytes() for name, file in old.attachments.items()} == {
            name: file.get_file().read_bytes() for name, file in new.attachments.items()
        }
        assert old.docinfo == new.docinfo
        assert old.Root.Metadata.read_bytes() == new.Root.Metadata.read_bytes()


@pytest.mark.skipif(not POPPLER, reason="poppler is not installed")
def test_it_reads_as_before(plain: bytes, twice: bytes, tmp_path: Path) -> None:
    before, after = tmp_path / "before.pdf", tmp_path / "after.pdf"
    before.write_bytes(plain)
    after.write_bytes(twice)
    assert structure_text(after) == structure_text(before)
    assert page_texts(twice) == page_texts(plain)


def with_a_field_on_the_page(pdf: bytes) -> bytes:
    """The control: a signature in a box on the page, of which the structure knows nothing."""
    with open_key(AIGUL.source(), WHEN) as key:
        spec = fields.SigFieldSpec("Here", box=(10, 10, 90, 40))
        signer = PdfSigner(PdfSignatureMetadata(field_name="Here"), key.signer, new_field_spec=spec)
        return signer.sign_pdf(IncrementalPdfFileWriter(BytesIO(pdf))).getvalue()  # type: ignore[no-any-return]


def test_it_is_conforming_still(built: dict[str, bytes]) -> None:
    """veraPDF finds no fault in either visit's brief, signed once and twice; page-validation no new one.

    But that the first of two signatures does not cover the second, which no signature can.
    """
    pdfs = {name: signed(pdf, reason="Approved") for name, pdf in built.items()}
    pdfs |= {f"{name}, twice": signed(pdf, DUARTE) for name, pdf in pdfs.items()}
    for name, pdf in pdfs.items():
        new = set(page_validation(pdf)) - set(page_validation(built[name.partition(",")[0]]))
        assert not {each for each in new if "twice" not in name or "BYTERANGE" not in each}
    control = with_a_field_on_the_page(built["second"])
    found = verapdf({**pdfs, "control": control})
    assert any("7.18" in each for each in found["control", "ua1"])
    assert {key: said for key, said in found.items() if key[0] != "control"} == {
        (name, profile): [] for name in pdfs for profile in ("ua1", "3a")
    }


# --------------------------------------------------------- the built PDF with signatures added


def test_a_signed_form_is_the_built_pdf_with_signatures_and_nothing_else(
    plain: bytes, once: bytes, twice: bytes
) -> None:
    assert flaw(once, plain) == ""
    assert flaw(twice, plain) == ""
    assert flaw(twice, once) == ""
    assert flaw(once, signed(plain)) != ""
    assert flaw(plain, plain) == "it has no signature"


class Quiet(IncrementalPdfFileWriter):
    """Changes what it is told to, and not the dates as well."""

    def _update_meta(self) -> None:
        pass


def change_the_dates(writer: IncrementalPdfFileWriter) -> None:
    IncrementalPdfFileWriter._update_meta(writer)


def replace_a_page(writer: IncrementalPdfFileWriter) -> None:
    page = writer.find_page_for_modification(1)[0].get_object()
    page["/Contents"] = writer.add_object(generic.StreamObject(stream_data=b"q Q"))
    writer.update_container(page)


def replace_a_picture_of_words(writer: IncrementalPdfFileWriter) -> None:
    """The words of a page are another stream under the same number."""
    page = writer.root["/Pages"]["/Kids"][1]
    stream = page.raw_get("/Contents").get_object()
    stream._data, stream._encoded_data = b"q Q", None
    writer.update_container(stream)


def open_something(writer: IncrementalPdfFileWriter) -> None:
    writer.root["/OpenAction"] = generic.DictionaryObject(
        {
            generic.NameObject("/S"): generic.NameObject("/URI"),
            generic.NameObject("/URI"): generic.TextStringObject("https://x.example"),
        }
    )
    writer.update_root()


def lay_a_field_over_the_page(writer: IncrementalPdfFileWriter) -> None:
    spec = fields.SigFieldSpec("Over", box=(0, 0, 500, 500))
    fields.append_signature_field(writer, spec)


@pytest.mark.parametrize(
    "change",
    [
        change_the_dates,
        replace_a_page,
        replace_a_picture_of_words,
        open_something,
        lay_a_field_over_the_page,
    ],
)
def test_what_was_changed_before_signing_is_no_signed_form(plain: bytes, change: Any) -> None:
    """The first bytes are the built ones, and the signature fits: what is shown is another brief."""
    writer = Quiet(BytesIO(plain))
    change(writer)
    changed = BytesIO()
    writer.write(changed)
    forged = signed(changed.getvalue())
    assert forged.startswith(plain)
    assert flaw(forged) == ""
    assert flaw(forged, plain) == "more was added to the PDF than signatures"


def test_whose_signatures_are_there_is_told_by_the_certificate(once: bytes) -> None:
    for holder, expected in ((AIGUL, True), (DUARTE, False)):
        with open_key(holder.source(), WHEN) as key:
            assert signed_with(once, key) is expected


# ------------------------------------------------------------------------------------- refusals


def refusal(source: KeyFile | Token) -> str:
    with pytest.raises(SigningError) as caught, open_key(source, WHEN):
        pass
    (found,) = caught.value.diagnostics
    assert SECRET not in str(found)
    return f"{found.place}: {found.message}"


def test_a_key_that_cannot_be_opened_says_why() -> None:
    file = AIGUL.p12()
    said = {
        "wrong": KeyFile("a.p12", file, "wrong"),
        "none": KeyFile("a.p12", file, ""),
        "text": KeyFile("a.p12", b"-----BEGIN PRIVATE KEY-----", SECRET),
        "empty": KeyFile("a.p12", b"", SECRET),
        "cut": KeyFile("a.p12", file[:-200], SECRET),
    }
    assert {name: refusal(source) for name, source in said.items()} == {
        "wrong": "a.p12: the passphrase does not open it",
        "none": "a.p12: the passphrase does not open it",
        "text": "a.p12: expected a PKCS#12 file",
        "empty": "a.p12: expected a PKCS#12 file",
        "cut": "a.p12: expected a PKCS#12 file",
    }


def test_a_file_without_a_passphrase_opens_without_one(plain: bytes) -> None:
    with open_key(KeyFile("a.p12", AIGUL.p12(""), ""), WHEN) as key:
        assert judged(sign(plain, key, when=WHEN))[0].bottom_line


def test_a_certificate_that_may_not_sign_is_refused() -> None:
    past, future = WHEN - timedelta(days=2), WHEN + timedelta(days=2)
    said = {
        "expired": issue("X", OFFICE, end=past),
        "early": issue("X", OFFICE, start=future),
        "purpose": issue("X", OFFICE, usage=("key_encipherment",)),
    }
    assert {name: refusal(holder.source()) for name, holder in said.items()} == {
        "expired": "X.p12: the certificate of X expired on 2025-11-26",
        "early": "X.p12: the certificate of X is valid only from 2025-11-30 on",
        "purpose": "X.p12: the certificate of X is not for signatures (it is for: key encipherment)",
    }


def test_a_certificate_that_does_not_say_what_it_is_for_may_sign(plain: bytes) -> None:
    assert flaw(signed(plain, issue("Plain", OFFICE, usage=None))) == ""


def test_a_file_that_holds_only_a_certificate_is_refused() -> None:
    from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, pkcs12

    lock = BestAvailableEncryption(SECRET.encode())
    alone = pkcs12.serialize_key_and_certificates(None, None, None, [ROOT.certificate], lock)
    assert refusal(KeyFile("a.p12", alone, SECRET)) == "a.p12: holds no private key"


def test_neither_key_nor_secret_is_shown() -> None:
    sources = (AIGUL.source(), Token("module.so", "Desk", SECRET))
    for source in sources:
        assert SECRET not in repr(source) + str(source)
    with open_key(AIGUL.source(), WHEN) as key:
        assert repr(key) == f"Key({AIGUL.name!r})"


def encrypted(pdf: bytes) -> bytes:
    result = BytesIO()
    with pikepdf.open(BytesIO(pdf)) as opened:
        opened.save(result, encryption=pikepdf.Encryption(owner="x", user="y"))
    return result.getvalue()


def closed(pdf: bytes) -> bytes:
    """Certified by its author: nothing may be added any more."""
    with open_key(AIGUL.source(), WHEN) as key:
        level = fields.MDPPerm.NO_CHANGES
        meta = PdfSignatureMetadata(field_name="Last", certify=True, docmdp_permissions=level)
        made = PdfSigner(meta, key.signer).sign_pdf(IncrementalPdfFileWriter(BytesIO(pdf)))
    return made.getvalue()  # type: ignore[no-any-return]


def test_a_pdf_that_cannot_be_signed_says_why(plain: bytes) -> None:
    pdfs = {
        "text": b"no PDF at all",
        "empty": b"",
        "cut": plain[: len(plain) // 2],
        "encrypted": encrypted(plain),
    }
    said = {}
    for name, pdf in pdfs.items():
        with pytest.raises(WriteError) as caught:
            signed(pdf, file="a.pdf")
        said[name] = str(caught.value)
    assert said == {
        "text": "a.pdf: error: expected a PDF",
        "empty": "a.pdf: error: expected a PDF",
        "cut": "a.pdf: error: is damaged, and cannot be signed",
        "encrypted": "a.pdf: error: is encrypted\n  hint: take its password off first",
    }
    with pytest.raises(WriteError, match=r"a\.pdf: error: cannot be signed: "):
        signed(closed(plain), file="a.pdf")


def test_a_damaged_pdf_is_refused_or_signed_and_never_a_traceback(plain: bytes) -> None:
    """Its last part, by which a reader finds everything else, with bytes missing, turned and doubled."""
    tail = len(plain) - 900
    for at in range(tail, len(plain), 61):
        for damaged in (
            plain[:at],
            plain[:at] + plain[at + 7 :],
            plain[:at] + bytes([plain[at] ^ 0x15]) + plain[at + 1 :],
            plain[:at] + plain[at - 40 :],
        ):
            try:
                assert flaw(signed(damaged)) == ""
            except WriteError as refused:
                assert "Error" not in str(refused)


def test_a_key_that_is_not_the_certificates_is_found_out(plain: bytes) -> None:
    with (
        open_key(AIGUL.source(), WHEN) as key,
        open_key(issue("Y", OFFICE).source(), WHEN) as other,
    ):
        key.signer.signing_key = other.signer.signing_key  # type: ignore[attr-defined]
        with pytest.raises(SigningError, match="a signature does not fit the file"):
            sign(plain, key, when=WHEN)
