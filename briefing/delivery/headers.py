"""Headers of a message as they travel: encoded and folded here, because exactness is worth it.

The standard library's folding takes `=?utf-8?…?=` in a subject for its own; nothing here decides what a
header says.
"""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Iterable
from email.message import EmailMessage
from email.policy import EmailPolicy
from typing import Any
from urllib.parse import quote

from briefing.delivery.addresses import Address

_PLAIN = re.compile(r"[!-~]+(?: [!-~]+)*")
_ATOMS = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?: [A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*")
_WORD_BYTES = 39
"""Of a text in one encoded word: with the name of any header of ours, a line stays within 76."""
_LONGEST_LINE = 76


class Verbatim(EmailPolicy):
    """SMTP's line ends; headers are kept and written just as they are given, read as usual."""

    def header_store_parse(self, name: str, value: Any) -> tuple[str, Any]:
        """The value as it is."""
        return name, value


TRAVELS = Verbatim(linesep="\r\n", refold_source="none", cte_type="7bit")
"""The policy of a message whose headers are all ASCII."""


def part(content_type: str, *headers: tuple[str, str]) -> EmailMessage:
    """An empty part of that type."""
    made = EmailMessage(TRAVELS)
    made["Content-Type"] = content_type
    for name, value in headers:
        made[name] = value
    return made


def text(value: str, name: str) -> str:
    """A text such as a subject, in encoded words where ASCII in one line cannot say it."""
    fits = len(name) + 2 + len(value) <= _LONGEST_LINE
    if (fits and _PLAIN.fullmatch(value) and "=?" not in value) or not value:
        return value
    return "\r\n ".join(_encoded_words(value))


def mailbox(address: Address) -> str:
    """An address with its name."""
    if not address.name:
        return address.bare
    if _ATOMS.fullmatch(address.name) and "=?" not in address.name:
        name = address.name
    elif _PLAIN.fullmatch(address.name) and "=?" not in address.name:
        name = '"' + re.sub(r'(["\\])', r"\\\1", address.name) + '"'
    else:
        name = "\r\n ".join(_encoded_words(address.name))
    return f"{name}\r\n <{address.bare}>"


def parameter(name: str, value: str) -> str:
    """A parameter of a header on a line of its own; what is not ASCII as RFC 2231 has it."""
    if _PLAIN.fullmatch(value) and not re.search(r'["\\]|=\?', value) and len(value) <= 60:
        return f';\r\n {name}="{value}"'
    pieces = _whole_escapes(f"utf-8''{quote(value, safe='')}", 54)
    if len(pieces) == 1:
        return f";\r\n {name}*={pieces[0]}"
    return "".join(f";\r\n {name}*{n}*={piece}" for n, piece in enumerate(pieces))


def _encoded_words(value: str) -> Iterable[str]:
    """RFC 2047: each word holds whole characters; the space between two words is no part of the text."""
    piece = b""
    for character in value:
        one = character.encode()
        if len(piece) + len(one) > _WORD_BYTES:
            yield f"=?utf-8?b?{b64encode(piece).decode()}?="
            piece = b""
        piece += one
    yield f"=?utf-8?b?{b64encode(piece).decode()}?="


def _whole_escapes(encoded: str, most: int) -> list[str]:
    """Pieces of at most `most` characters, none of which ends inside `%C3`."""
    pieces = [""]
    for one in re.findall(r"%..|.", encoded):
        if len(pieces[-1]) + len(one) > most:
            pieces.append("")
        pieces[-1] += one
    return pieces
