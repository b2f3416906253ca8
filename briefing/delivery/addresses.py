"""Addresses of e-mail: read as people write them, compared as mail servers do."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

_WRITTEN = re.compile(r"(?:(?P<name>[^<>]*?)\s*<(?P<in>[^<>]*)>|(?P<bare>[^<>]*))")
_LOCAL = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~\x80-\U0010ffff-]+")
_LABEL = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?")

# Two standards of IDNA turn these into different domains; Python knows the older one.
_DISPUTED = re.compile("[ßẞς\u200c\u200d]")


@dataclass(frozen=True, slots=True)
class Address:
    """One mailbox; `domain` is in its ASCII form ("xn--…") and lower case, `name` may be empty."""

    local: str
    domain: str
    name: str = ""

    @classmethod
    def parse(cls, written: str) -> Address:
        """`a@example.org` or `Name <a@example.org>`; raises ValueError with what was expected."""
        if flaw := control(written):
            raise ValueError(f"expected an address in one line, found {flaw}")
        found = _WRITTEN.fullmatch(written.strip())
        bare = (found["in"] if found["in"] is not None else found["bare"]) if found else ""
        local, at, domain = bare.strip().rpartition("@")
        if not found or not at or not _is_local(local):
            raise ValueError(
                f'expected an address such as "Name <name@example.org>", found "{written}"'
            )
        return cls(local, domain_in_ascii(domain), _name(found["name"] or ""))

    @property
    def bare(self) -> str:
        """Without the name, as it is given to a mail server."""
        return f"{self.local}@{self.domain}"

    @property
    def key(self) -> str:
        """Equal for two ways of writing one mailbox; no server tells `A@…` from `a@…`."""
        return unicodedata.normalize("NFC", self.local).casefold() + "@" + self.domain

    @property
    def needs_utf8(self) -> bool:
        """Whether only a server with SMTPUTF8 can take it."""
        return not self.local.isascii()

    def __str__(self) -> str:
        return f"{self.name} <{self.bare}>" if self.name else self.bare


def domain_in_ascii(written: str) -> str:
    """The domain as the network knows it, in lower case; raises ValueError."""
    if disputed := _DISPUTED.search(written):
        raise ValueError(
            f'"{written}" has {unicodedata.name(disputed[0])}, of which standards differ: '
            f"write the domain in its xn-- form"
        )
    try:
        domain = written.encode("idna").decode("ascii").lower()
    except UnicodeError:
        domain = ""
    if len(domain) > 253 or not all(_LABEL.fullmatch(label) for label in domain.split(".")):
        raise ValueError(f'expected a domain such as "example.org", found "{written}"')
    return domain


def control(text: str) -> str:
    """The first character that no header may have, named; "" if there is none."""
    for character in text:
        if unicodedata.category(character) in ("Cc", "Cs", "Zl", "Zp"):
            line = character in "\r\n\x0b\x0c\x85\u2028\u2029"
            return "a line break" if line else f"the character U+{ord(character):04X}"
    return ""


def _is_local(local: str) -> bool:
    """Letters, digits and signs in groups with single points; what would need quotes is refused."""
    groups = local.split(".")
    return len(local.encode()) <= 64 and all(
        _LOCAL.fullmatch(group) and group.isprintable() for group in groups
    )


def _name(written: str) -> str:
    name = written.strip()
    if len(name) > 1 and name[0] == name[-1] == '"':
        name = name[1:-1].replace('\\"', '"').replace("\\\\", "\\")
    return name
