"""Real mail servers inside a test: aiosmtpd with certificates of the test's own authority, and one that breaks off."""

from __future__ import annotations

import asyncio
import socket
import ssl
import threading
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import trustme

from briefing.delivery import Route, Server

with warnings.catch_warnings():  # what newer Pythons say of aiosmtpd's own code
    warnings.simplefilter("ignore")
    from aiosmtpd.controller import Controller
    from aiosmtpd.smtp import SMTP, AuthResult, LoginPassword

LOGIN = ("desk", "pässwörd=?")


class Inbox:
    """Takes messages; `script` has the answers to the first DATA commands, "drop" closes, "wait" says nothing."""

    def __init__(self, *script: str, refuse: dict[str, str] | None = None) -> None:
        self.script = list(script)
        self.refuse = refuse or {}
        self.taken: list[tuple[str, bytes]] = []
        self.sessions: set[int] = set()
        self.encrypted: list[bool] = []
        self.options: list[str] = []

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, options: list[str]) -> str:  # fmt: skip
        if address in self.refuse:
            return self.refuse[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        self.sessions.add(id(session))
        self.encrypted.append(server.transport.get_extra_info("ssl_object") is not None)
        self.options += envelope.mail_options
        answer = self.script.pop(0) if self.script else "250 taken"
        if answer == "wait":
            await asyncio.sleep(3)
        if answer.startswith("2") or answer in ("drop", "wait"):
            self.taken.append((envelope.rcpt_tos[0], envelope.content))
        if answer == "drop":
            server.transport.abort()
        return answer

    @property
    def readers(self) -> list[str]:
        return [recipient for recipient, _ in self.taken]


def authority() -> trustme.CA:
    return trustme.CA()


@contextmanager
def serving(
    inbox: Inbox,
    *,
    ca: trustme.CA | None = None,
    name: str = "localhost",
    security: str = "plain",
    login: bool = False,
    oldest_tls: ssl.TLSVersion | None = None,
    smtputf8: bool = True,
) -> Iterator[Server]:
    """A server on this machine, as rules would name it."""
    context = None
    if ca is not None:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        ca.issue_cert(name).configure_cert(context)
        if oldest_tls:
            context.minimum_version = ssl.TLSVersion.TLSv1
            context.maximum_version = oldest_tls
            context.set_ciphers("ALL:@SECLEVEL=0")

    def check(server: Any, session: Any, envelope: Any, mechanism: str, data: Any) -> AuthResult:
        given = isinstance(data, LoginPassword) and (data.login.decode(), data.password.decode())
        return AuthResult(success=given == LOGIN, handled=False)

    class Here(Controller):
        def factory(self) -> SMTP:
            return SMTP(
                self.handler,
                enable_SMTPUTF8=smtputf8,
                tls_context=context if security == "starttls" else None,
                require_starttls=security == "starttls",
                authenticator=check if login else None,
                auth_required=login,
                auth_require_tls=security == "starttls",
                loop=self.loop,
                ident="test",
            )

    implicit = context if security == "tls" else None
    controller = Here(inbox, hostname="127.0.0.1", port=0, ssl_context=None, ready_timeout=10)
    controller.port = free_port()
    controller.ssl_context = implicit
    controller.start()
    try:
        yield Server("localhost", controller.port, security, timeout_s=1.0)  # type: ignore[arg-type]
    finally:
        controller.stop()


@contextmanager
def breaking_off(after: int) -> Iterator[Server]:
    """A server that says yes to all, reads so many bytes of a message, and hangs up."""
    listener = socket.create_server(("127.0.0.1", 0))

    def serve() -> None:
        while True:
            try:
                connection, _ = listener.accept()
            except OSError:
                return
            with connection, connection.makefile("rb") as lines:
                connection.sendall(b"220 ready\r\n")
                for line in lines:
                    if line.upper().startswith(b"DATA"):
                        connection.sendall(b"354 go on\r\n")
                        lines.read(after)
                        connection.setsockopt(
                            socket.SOL_SOCKET, socket.SO_LINGER, b"\x01\0\0\0\0\0\0\0"
                        )
                        break
                    connection.sendall(b"250 yes\r\n")

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    try:
        yield Server("127.0.0.1", listener.getsockname()[1], "plain", timeout_s=2.0)
    finally:
        listener.shutdown(socket.SHUT_RDWR)
        listener.close()
        thread.join(5)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def route(server: Server, folder: Path, ca: trustme.CA | None = None, **changes: Any) -> Route:
    """The way to a server whose authority is trusted."""
    pem = folder / "ca.pem"
    if ca:
        ca.cert_pem.write_to_path(str(pem))
    given = Server(
        changes.pop("host", server.host), server.port, changes.pop("security", server.security),
        pem if ca else None, server.timeout_s,
    )  # fmt: skip
    return Route(given, **changes)
