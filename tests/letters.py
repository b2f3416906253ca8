"""Sample parcels and letters, and the reading back of messages, for the tests of delivery."""

from __future__ import annotations

from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

from briefing.delivery.addresses import Address
from briefing.delivery.parcel import File, Letter, Parcel

WHEN = datetime(2025, 11, 27, 8, 30, tzinfo=UTC)
SENDER = Address.parse("Briefing desk <briefs@mfa.example>")
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
FILES = (
    File("brief.docx", b"PK\x03\x04" + bytes(range(256)) * 9, DOCX, "docx"),
    File("brief.pdf", b"%PDF-1.7\r\n.\r\n\xff\n" * 40, "application/pdf", "pdf"),
)
PNG = b"\x89PNG\r\n\x1a\n" + bytes(range(256))


def to(written: str) -> Address:
    return Address.parse(written)


def parcel(**changes: Any) -> Parcel:
    given: dict[str, Any] = {
        "visit": "2025-11-26-bishkek",
        "edition": 1,
        "title": "Russia’s state visit to Kyrgyzstan",
        "marking": "UNCLASSIFIED",
        "draft": False,
        "files": FILES,
    }
    return Parcel(**{**given, **changes})


def letter(last: int | None = None, **changes: Any) -> Letter:
    since = f"What changed since edition {last}." if last else "The first edition."
    given: dict[str, Any] = {
        "subject": "Russia’s state visit to Kyrgyzstan",
        "text": f"{since}\n\nAigul Ö. – привет.\n.\nFrom here on.\n" + "long " * 300 + "\n",
        "html": f'<html><body><p>{since}</p><img src="cid:chart-1" alt="Trade"></body></html>',
        "images": {"chart-1": PNG},
    }
    return Letter(**{**given, **changes})


def read(message: EmailMessage | bytes) -> EmailMessage:
    """The message as a mail program reads it from its bytes."""
    content = message if isinstance(message, bytes) else message.as_bytes()
    parsed = message_from_bytes(content, policy=policy.default)
    assert isinstance(parsed, EmailMessage)
    assert not [d for part in parsed.walk() for d in part.defects]
    return parsed


def text_of(message: EmailMessage, kind: str = "plain") -> str:
    """Its text, with the line ends of Unix."""
    (part,) = (p for p in message.walk() if p.get_content_type() == f"text/{kind}")
    return str(part.get_content()).replace("\r\n", "\n")


def attached(message: EmailMessage) -> dict[str, bytes]:
    """The attachments by name."""
    parts = (part for part in message.walk() if part.get_content_disposition() == "attachment")
    return {str(part.get_filename()): part.get_content() for part in parts}
