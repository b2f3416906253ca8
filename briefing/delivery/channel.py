"""What a channel is: it takes one message for one recipient, and says what became of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from email.message import EmailMessage
from pathlib import Path
from typing import Literal, Protocol

from briefing.delivery.addresses import Address
from briefing.delivery.rules import Server

Trouble = Literal["", "server", "setup"]
"""Whose fault it is that a message was not sent: its own (""), of a `server` that is out of reach for
now, or of a `setup` with which nothing can be sent until somebody mends it."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What became of a message, and the words of the server or of the network about it.

    `deferred`: not sent, may be tried again. `failed`: refused for good. `unknown`: it was handed over
    whole, and no answer came.
    """

    state: Literal["sent", "deferred", "failed", "unknown"]
    text: str
    trouble: Trouble = ""


class Channel(Protocol):
    """Never raises because of a message, a server or a network: the answer says it."""

    def send(self, message: EmailMessage, sender: Address, recipient: Address) -> Answer:
        """Hand over one message."""
        ...

    def close(self) -> None:
        """End the connection, if there is one."""
        ...


@dataclass(frozen=True, slots=True)
class Credentials:
    """A login. The password is in no representation of it."""

    user: str
    password: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Route:
    """What a channel is opened with: a server with a login, or a folder. `hello` is our own domain."""

    server: Server | None = None
    credentials: Credentials | None = None
    hello: str = "localhost"
    folder: Path | None = None
