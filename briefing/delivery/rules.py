"""The rules of delivery: who sends, through which server, which group gets what, where a marking may go.

What `delivery.toml` says once it is read (`rules_file.py`), or what a command line says instead.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Literal

from briefing.delivery.addresses import Address
from briefing.delivery.parcel import Parcel
from briefing.errors import Diagnostic, Place

Security = Literal["starttls", "tls", "plain"]
"""How the connection is protected; `plain` (not at all) is for a server on this machine only."""

PORTS: Mapping[Security, int] = {"starttls": 587, "tls": 465, "plain": 25}


@dataclass(frozen=True, slots=True)
class Server:
    """The mail server that messages are handed to.

    `ca` is the file of the certificates to trust instead of the system's; `place` is for messages.
    """

    host: str
    port: int
    security: Security = "starttls"
    ca: Path | None = None
    timeout_s: float = 60.0
    place: Place = field(default=Place("command line"), compare=False)

    def __str__(self) -> str:
        return f"{self.host}:{self.port}"


@dataclass(frozen=True, slots=True)
class Group:
    """Recipients who get the same.

    `markings` and `visits` (patterns as of file names) say what they get; `attach` which kinds of files,
    None all; `drop` is the kind that goes first where a message is larger than `max_size` bytes, None:
    none goes, the message is refused. `places` has the place of each recipient, in their order.
    """

    name: str
    to: tuple[Address, ...]
    markings: tuple[str, ...] | None = None
    visits: tuple[str, ...] = ("*",)
    drafts: bool = False
    attach: tuple[str, ...] | None = None
    max_size: int | None = None
    drop: str | None = None
    places: tuple[Place, ...] = field(default=(), compare=False)

    def objection(self, parcel: Parcel) -> str:
        """Why this group does not get the parcel; "" if it does."""
        if self.markings is not None and parcel.marking not in self.markings:
            return f"group {self.name} does not get what is {told_marking(parcel.marking)}"
        if not any(fnmatchcase(parcel.visit, pattern) for pattern in self.visits):
            return f"group {self.name} does not get this visit"
        if parcel.draft and not self.drafts:
            return f"group {self.name} does not get drafts"
        return ""

    def place(self, number: int) -> Place:
        """Where the recipient of that number stands."""
        return self.places[number] if number < len(self.places) else Place("command line")


@dataclass(frozen=True, slots=True)
class Rules:
    """All of it.

    `markings` gives, for each marking, the domains that may have it: "*" any, "example.org" that one,
    ".example.org" that one and all below it. None: there is no such table, and the person who types an
    address takes the decision.
    """

    sender: Address
    server: Server
    groups: tuple[Group, ...]
    markings: Mapping[str, tuple[str, ...]] | None = None
    reply_to: Address | None = None
    max_recipients: int = 100
    place: Place = field(default=Place("command line"), compare=False)

    def may_have(self, domain: str, marking: str) -> bool:
        """Whether an address in `domain` (ASCII form) may have what is so marked."""
        if self.markings is None:
            return True
        return any(_covers(pattern, domain) for pattern in self.markings.get(marking, ()))


def misaddressed(rules: Rules) -> Iterator[Diagnostic]:
    """Recipients of a group who may not have a marking that the group gets."""
    for group in rules.groups:
        for number, address in enumerate(group.to):
            for marking in group.markings or ():
                if not rules.may_have(address.domain, marking) and marking in (
                    rules.markings or ()
                ):
                    yield forbidden(group, number, marking)


def forbidden(group: Group, number: int, marking: str) -> Diagnostic:
    """The recipient of that number may not have what is so marked."""
    address = group.to[number]
    return Diagnostic(
        group.place(number),
        f"groups.{group.name}.to[{number}]" if group.places else group.name,
        f"{address.bare} may not have what is {told_marking(marking)}",
        f'allow "{address.domain}" under [markings], or take the address out',
    )


def typed_rules(
    sender: Address, server: Server, to: Iterable[Address], *, drafts: bool = False
) -> Rules:
    """Rules without a file: the addresses get whatever is sent, every file of it; `drafts` if asked for.

    No table says where a marking may go: the person who types the address takes that decision.
    """
    return Rules(sender, server, (_typed(to, drafts),))


def addressed(rules: Rules, to: Iterable[Address], *, drafts: bool = False) -> Rules:
    """The same rules for these addresses instead of the file's groups; its table of markings holds."""
    return replace(rules, groups=(_typed(to, drafts),))


def told_marking(marking: str) -> str:
    """A marking inside a sentence."""
    return f'marked "{marking}"' if marking else "not marked"


def _typed(to: Iterable[Address], drafts: bool) -> Group:
    return Group("--to", tuple(to), drafts=drafts)


def _covers(pattern: str, domain: str) -> bool:
    if pattern.startswith("."):
        return domain == pattern[1:] or domain.endswith(pattern)
    return pattern in ("*", domain)
