"""A letter and a parcel for one recipient → one message, as RFC 5322 and MIME have it.

The same letter, parcel, recipient and date give the same bytes. Nothing is decided here but the form.
"""

from __future__ import annotations

import binascii
import hashlib
import html
import re
from base64 import encodebytes
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from email.message import EmailMessage
from email.utils import format_datetime

from briefing.delivery import headers
from briefing.delivery.addresses import Address, control
from briefing.delivery.parcel import File, Kind, Letter, Parcel
from briefing.errors import DeliveryError, Diagnostic, Place

_CONTENT_ID = re.compile(r"[A-Za-z0-9._+-]+(?:@[A-Za-z0-9.-]+)?")
_MEDIA_TYPE = re.compile(r"[a-z0-9]+/[A-Za-z0-9.+-]+")
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{1,8})*")
_SHOWN = re.compile(r"""\bcid:([^"'\s)>]+)""")
_LEFT_OUT = "<!-- left out -->"
_SHORT_LINES = re.compile(rb"(?:[ -~\t]{0,76}\r\n)*")
_NEEDLESS = (
    "Date",
    "Message-ID",
    "In-Reply-To",
    "References",
    "Auto-Submitted",
    "X-Auto-Response-Suppress",
)


def message_id(kind: Kind, visit: str, edition: int, recipient: Address, domain: str) -> str:
    """The same for each attempt to send the same to the same, so that a second copy can be recognised."""
    said = "\0".join((kind, visit, str(edition), recipient.key))
    return f"<{hashlib.sha256(said.encode()).hexdigest()[:32]}@{domain}>"


def write_message(
    parcel: Parcel,
    letter: Letter,
    *,
    sender: Address,
    recipient: Address,
    when: datetime,
    reply_to: Address | None = None,
    answers: int | None = None,
    left_out: Sequence[File] = (),
    limit: int | None = None,
) -> EmailMessage:
    """The message; raises DeliveryError with everything that no header may have.

    `answers` is the edition of the same visit whose message this one follows in a mail program, and
    `left_out` are files of the parcel that are not attached because of a `limit` in bytes.
    """
    if faults := flaws(parcel, letter):
        raise DeliveryError(faults)
    name = parcel.kind, parcel.visit, parcel.edition
    own = message_id(*name, recipient, sender.domain)
    fields = [
        ("From", headers.mailbox(sender)),
        ("To", headers.mailbox(recipient)),
        ("Subject", headers.text(letter.subject, "Subject")),
        ("Date", format_datetime(when)),
        ("Message-ID", own),
        ("MIME-Version", "1.0"),
        ("Content-Language", letter.language),
        ("Auto-Submitted", "auto-generated"),
        ("X-Auto-Response-Suppress", "All"),
    ]
    if reply_to:
        fields.insert(2, ("Reply-To", headers.mailbox(reply_to)))
    if answers is not None:
        earlier = message_id("edition", parcel.visit, answers, recipient, sender.domain)
        fields[-4:-4] = [("In-Reply-To", earlier), ("References", earlier)]
    files = tuple(file for file in parcel.files if file not in left_out)
    message = _body(_with_note(letter, left_out, limit), files, own, fields)
    utf8 = any(address.needs_utf8 for address in (sender, recipient, reply_to) if address)
    message.policy = headers.TRAVELS.clone(utf8=utf8)
    return message


def as_draft(message: EmailMessage) -> EmailMessage:
    """The same message for a person to open, change and send: a mail program takes it for unsent.

    Without what the program adds itself, and without the marks of a message that a machine sent.
    """
    draft = EmailMessage(message.policy)
    draft["X-Unsent"] = "1"
    for name, value in message.raw_items():
        if name not in _NEEDLESS:
            draft[name] = value
    draft.set_payload(message.get_payload())
    return draft


def write_draft(
    parcel: Parcel, letter: Letter, sender: Address | None = None, to: Address | None = None
) -> EmailMessage:
    """A draft to nobody, or to one address; its sender is then whoever opens it, unless given."""
    nobody = Address("nobody", "invalid")
    epoch = datetime.min.replace(tzinfo=UTC)
    made = write_message(
        parcel, letter, sender=sender or nobody, recipient=to or nobody, when=epoch
    )
    draft = as_draft(made)
    for name, address in (("From", sender), ("To", to)):
        if address is None:
            del draft[name]
    return draft


def size(message: EmailMessage) -> int:
    """In bytes, as it travels."""
    return len(message.as_bytes())


def told_size(number: int) -> str:
    """Bytes for people."""
    return f"{number / 10**6:.3g} MB" if number >= 10**6 else f"{number / 10**3:.3g} kB"


# ------------------------------------------------------------------------------ what is refused


def flaws(parcel: Parcel, letter: Letter) -> tuple[Diagnostic, ...]:
    """All that no message may have."""
    return tuple(
        Diagnostic(Place(str(parcel)), where, message) for where, message in _flaws(parcel, letter)
    )


def _flaws(parcel: Parcel, letter: Letter) -> Iterator[tuple[str, str]]:
    if flaw := control(letter.subject):
        yield "subject", f"expected one line, found {flaw}"
    if not letter.subject.strip():
        yield "subject", "expected a text, found an empty one"
    if not _LANGUAGE.fullmatch(letter.language):
        yield "language", f'expected a language such as "en-GB", found "{letter.language}"'
    for where, text in (("text", letter.text), ("html", letter.html)):
        if re.search("[\ud800-\udfff]", text):
            yield where, "expected characters, found half of one"
    for shown in sorted(set(_SHOWN.findall(letter.html)) - set(letter.images)):
        yield "html", f'shows the image "{shown}", which the letter does not have'
    for name in letter.images:
        if not _CONTENT_ID.fullmatch(name):
            yield "images", f'expected a content-id such as "chart-1", found "{name}"'
    for file in parcel.files:
        if flaw := control(file.name) or ("a path" if re.search(r"[/\\]", file.name) else ""):
            yield "files", f"expected the name of a file, found {flaw}"
        elif not file.name.strip():
            yield "files", "expected the name of a file, found an empty one"
        if not _MEDIA_TYPE.fullmatch(file.media_type):
            yield "files", f'{file.name}: expected a media type, found "{file.media_type}"'


# ---------------------------------------------------------------------------------- its parts


def _body(
    letter: Letter, files: Sequence[File], own_id: str, fields: Sequence[tuple[str, str]]
) -> EmailMessage:
    """mixed(related(alternative(text, html), images), files), without a layer that would hold one part."""
    layers: list[tuple[str, list[EmailMessage]]] = [
        ("alternative", [_text(letter.text, "plain"), _text(letter.html, "html")])
    ]
    if letter.images:
        layers.append(("related", [_image(*pair) for pair in letter.images.items()]))
    if files:
        layers.append(("mixed", [_file(file) for file in files]))
    inner: list[EmailMessage] = []
    for kind, parts in layers:
        outermost = kind == layers[-1][0]
        inner = [_multipart(kind, own_id, [*inner, *parts], fields if outermost else ())]
    return inner[0]


def _multipart(
    kind: str, own_id: str, parts: Sequence[EmailMessage], fields: Sequence[tuple[str, str]]
) -> EmailMessage:
    """`=_` stands in no part: base64 has no such text, and quoted-printable neither."""
    boundary = f"=_{hashlib.sha256(f'{own_id} {kind}'.encode()).hexdigest()[:32]}"
    root = headers.parameter("type", "multipart/alternative") if kind == "related" else ""
    made = EmailMessage(headers.TRAVELS)
    for name, value in fields:
        made[name] = value
    made["Content-Type"] = f"multipart/{kind}{root}" + headers.parameter("boundary", boundary)
    made.set_payload(list(parts))
    return made


def _text(content: str, kind: str) -> EmailMessage:
    """Plain where every line is short ASCII, else what is shorter: quoted-printable or base64."""
    said = re.sub(r"\r\n?|\n", "\r\n", content).encode()
    said += b"" if said.endswith(b"\r\n") else b"\r\n"
    encoding, payload = min(
        ("quoted-printable", binascii.b2a_qp(said, istext=True)),
        ("base64", encodebytes(said)),
        key=lambda pair: len(pair[1]),
    )
    if _SHORT_LINES.fullmatch(said) and b"=_" not in said and b"\nFrom " not in b"\n" + said:
        encoding, payload = "7bit", said
    made = headers.part(
        f"text/{kind}" + headers.parameter("charset", "utf-8"),
        ("Content-Transfer-Encoding", encoding),
    )
    made.set_payload(payload.decode("ascii"))
    return made


def _image(content_id: str, png: bytes) -> EmailMessage:
    name = headers.parameter("filename", f"{content_id.partition('@')[0]}.png")
    made = headers.part(
        "image/png",
        ("Content-Transfer-Encoding", "base64"),
        ("Content-ID", f"<{content_id}>"),
        ("Content-Disposition", f"inline{name}"),
    )
    made.set_payload(encodebytes(png).decode("ascii"))
    return made


def _file(file: File) -> EmailMessage:
    made = headers.part(
        file.media_type,
        ("Content-Transfer-Encoding", "base64"),
        ("Content-Disposition", "attachment" + headers.parameter("filename", file.name)),
    )
    made.set_payload(encodebytes(file.content).decode("ascii"))
    return made


def _with_note(letter: Letter, left_out: Sequence[File], limit: int | None) -> Letter:
    """The letter with the sentence that says which files are missing, if any are."""
    if not left_out:
        return letter
    note = letter.left_out.replace("{files}", ", ".join(file.name for file in left_out))
    note = note.replace("{limit}", told_size(limit or 0))
    shown = f"<p>{html.escape(note)}</p>"
    if _LEFT_OUT in letter.html:
        page = letter.html.replace(_LEFT_OUT, shown)
    else:
        before, end, after = letter.html.rpartition("</body>")
        page = f"{before}{shown}{end}{after}" if end else f"{letter.html}{shown}"
    text = letter.text.rstrip("\n") + f"\n\n{note}\n"
    return Letter(letter.subject, text, page, letter.images, letter.language, letter.left_out)
