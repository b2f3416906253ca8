"""One message: what a mail program reads from its bytes is what the letter and the parcel say."""

from __future__ import annotations

from email.header import decode_header, make_header
from email.message import EmailMessage
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from letters import DOCX, FILES, PNG, SENDER, WHEN, attached, letter, parcel, read, text_of, to

from briefing.delivery.addresses import Address
from briefing.delivery.message import as_draft, size, write_draft, write_message
from briefing.delivery.parcel import File, Letter, Parcel
from briefing.errors import DeliveryError

AIGUL = to("Aigul Ö. <a@mfa.example>")


def message(p: Parcel | None = None, told: Letter | None = None, **changes: Any) -> EmailMessage:
    given: dict[str, Any] = {"sender": SENDER, "recipient": AIGUL, "when": WHEN}
    return write_message(p or parcel(), told or letter(), **{**given, **changes})


def longest_line(content: bytes) -> int:
    """Word's media type alone is longer, and cannot be broken."""
    return max(len(line.replace(DOCX.encode(), b"")) for line in content.split(b"\r\n"))


def layout(part: EmailMessage) -> str:
    kind = part.get_content_type().removeprefix("multipart/")
    inner = [layout(one) for one in part.iter_parts()]  # type: ignore[arg-type]
    return f"{kind}({', '.join(inner)})" if inner else kind


def test_its_parts_stand_in_the_order_that_mail_programs_expect() -> None:
    assert layout(read(message())) == (
        f"mixed(related(alternative(text/plain, text/html), image/png), {DOCX}, application/pdf)"
    )
    plain = message(parcel(files=()), letter(images={}, html="<p>x</p>"))
    assert layout(read(plain)) == "alternative(text/plain, text/html)"


def test_text_html_images_and_attachments_arrive_as_they_were() -> None:
    arrived = read(message())
    assert text_of(arrived) == letter().text
    assert text_of(arrived, "html") == letter().html + "\n"
    assert attached(arrived) == {file.name: file.content for file in FILES}
    (image,) = (p for p in arrived.walk() if p.get_content_type() == "image/png")
    assert (image["Content-ID"], image.get_content_disposition()) == ("<chart-1>", "inline")
    assert image.get_content() == PNG


def test_its_headers_say_who_when_and_that_a_machine_sent_it() -> None:
    arrived = read(message(reply_to=to("Duty officer <duty@mfa.example>"), answers=3))
    assert arrived["From"] == "Briefing desk <briefs@mfa.example>"
    assert arrived["To"].addresses[0].display_name == "Aigul Ö."
    assert arrived["Reply-To"].addresses[0].addr_spec == "duty@mfa.example"
    assert arrived["Subject"] == "Russia’s state visit to Kyrgyzstan"
    assert arrived["Date"].datetime == WHEN
    assert arrived["Auto-Submitted"] == "auto-generated"
    assert arrived["X-Auto-Response-Suppress"] == "All"
    assert arrived["In-Reply-To"] == read(message(parcel(edition=3)))["Message-ID"]


def test_the_same_message_is_the_same_bytes_and_another_has_another_name() -> None:
    assert message().as_bytes() == message().as_bytes()
    names = [
        message(p, recipient=r)["Message-ID"]
        for p in (parcel(), parcel(edition=2), parcel(visit="x"), parcel(kind="correction"))
        for r in (AIGUL, to("b@mfa.example"))
    ]
    assert len(set(names)) == len(names)
    assert all(str(name).endswith("@mfa.example>") for name in names)


def test_lines_end_as_smtp_wants_and_are_short_and_ascii() -> None:
    content = message().as_bytes()
    assert content.isascii()
    assert b"\n" not in content.replace(b"\r\n", b"")
    assert longest_line(content) <= 78


def test_the_size_is_that_of_the_bytes() -> None:
    assert size(message()) == len(message().as_bytes())


def test_what_was_left_out_is_said_in_both_forms() -> None:
    arrived = read(message(left_out=FILES[:1], limit=2_500_000))
    note = "Left out so that this message stays within 2.5 MB: brief.docx."
    assert list(attached(arrived)) == ["brief.pdf"]
    assert text_of(arrived).endswith(f"\n\n{note}\n")
    assert f"<p>{note}</p></body>" in text_of(arrived, "html")
    marked = letter(html="<p>a</p><!-- left out --><p>b</p>", left_out="Нет {files}")
    said = text_of(read(message(told=marked, left_out=FILES[:1], limit=1)), "html")
    assert said == "<p>a</p><p>Нет brief.docx</p><p>b</p>\n"


def test_a_draft_opens_as_unsent_and_is_the_same_otherwise() -> None:
    draft = read(as_draft(message()))
    assert draft["X-Unsent"] == "1"
    for name in ("Date", "Message-ID", "Auto-Submitted", "X-Auto-Response-Suppress"):
        assert name not in draft
    assert (text_of(draft), attached(draft)) == (
        text_of(read(message())),
        attached(read(message())),
    )
    nobody = read(write_draft(parcel(), letter()))
    assert ("To" in nobody, "From" in nobody, nobody["X-Unsent"]) == (False, False, "1")


def test_an_address_that_is_not_ascii_stands_in_the_header_as_it_is() -> None:
    content = message(recipient=to("Ö <ö@mfa.example>")).as_bytes()
    assert "<ö@mfa.example>".encode() in content
    assert b"\nTo: b@xn--tda.example\r\n" in message(recipient=to("b@ü.example")).as_bytes()


# ------------------------------------------------------------------------------------- refused


@pytest.mark.parametrize(
    ("p", "told", "refusal"),
    [
        (parcel(), letter(subject="Hello\r\nBcc: x@evil.example"), "subject: expected one line, found a line break"),
        (parcel(), letter(subject="Hello\u2028there"), "subject: expected one line, found a line break"),
        (parcel(), letter(subject="a\x00b"), "found the character U+0000"),
        (parcel(), letter(subject=" "), "subject: expected a text, found an empty one"),
        (parcel(), letter(text="\ud800"), "text: expected characters, found half of one"),
        (parcel(), letter(language="en\r\nX: y"), "language: expected a language"),
        (parcel(), letter(images={}), 'html: shows the image "chart-1", which the letter does not have'),
        (parcel(), letter(images={"chart-1": PNG, "a>\r\n": PNG}), "images: expected a content-id"),
        (parcel(files=(File("a\nb", b"", "text/plain"),)), letter(), "files: expected the name of a file, found a line break"),
        (parcel(files=(File("../b", b"", "text/plain"),)), letter(), "files: expected the name of a file, found a path"),
        (parcel(files=(File("b", b"", "x;y/z\n"),)), letter(), "files: b: expected a media type"),
    ],
)  # fmt: skip
def test_what_no_header_may_have_is_refused(p: Parcel, told: Letter, refusal: str) -> None:
    with pytest.raises(DeliveryError) as refused:
        message(p, told)
    (fault,) = refused.value.diagnostics
    assert refusal in str(fault)
    assert str(fault.place) == "2025-11-26-bishkek, edition 1"


# ----------------------------------------------------------------------------------- any text

ONE_LINE = st.text(st.characters(exclude_categories=("Cc", "Cs", "Zl", "Zp")), min_size=1).filter(
    str.strip
)
SPICE = st.sampled_from(
    ["=?utf-8?q?=41?=", "=?utf-8?b?QQ==?= =?utf-8?b?QQ==?=", '"x" \\', "شهادة (1)", "👩‍👩‍👧‍👦🇰🇬", "a" * 300,
     "=_x", "--=_", "a, b; c: <d@e>", "(a) @ b", " lead and trail ", "Ö" * 90, "%41''utf-8''x", "🚀 " * 40]
)  # fmt: skip


@settings(deadline=None)
@given(ONE_LINE | SPICE)
def test_any_subject_arrives(subject: str) -> None:
    arrived = read(message(told=letter(subject=subject)))
    assert arrived["Subject"] == subject


@settings(deadline=None)
@given(ONE_LINE | SPICE)
def test_any_name_arrives(name: str) -> None:
    """Read with the older reader: the newer one of Python 3.11 puts a space between encoded words."""
    content = message(recipient=Address("a", "mfa.example", name))
    raw = dict(content.raw_items())["To"].replace("\r\n", "")
    assert raw.endswith(" <a@mfa.example>")
    written = raw.removesuffix(" <a@mfa.example>")
    if written.startswith('"'):
        assert written[1:-1].replace('\\"', '"').replace("\\\\", "\\") == name
    else:
        assert str(make_header(decode_header(written))) == name
    assert read(content)["To"].addresses[0].addr_spec == "a@mfa.example"


@settings(deadline=None)
@given(ONE_LINE | SPICE)
def test_any_name_of_a_file_arrives(name: str) -> None:
    name = name.replace("/", "").replace("\\", "").strip() or "x"
    arrived = read(message(parcel(files=(File(name, b"x", "text/csv"),))))
    (attachment,) = arrived.iter_attachments()
    assert attachment["Content-Disposition"].params["filename"] == name
    assert attachment.get_content() in (b"x", "x")


@settings(deadline=None)
@given(st.text() | SPICE)
def test_any_text_arrives(text: str) -> None:
    content = message(told=letter(text=text, html=text, images={})).as_bytes()
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    lines += "" if lines.endswith("\n") else "\n"
    assert text_of(read(content)) == text_of(read(content), "html") == lines
    assert longest_line(content) <= 78


@settings(deadline=None)
@given(st.binary())
def test_any_bytes_arrive(content: bytes) -> None:
    arrived = read(message(parcel(files=(File("x.bin", content, "application/octet-stream"),))))
    assert attached(arrived) == {"x.bin": content}
