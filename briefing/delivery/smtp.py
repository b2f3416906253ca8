"""The channel that hands messages to a mail server; one connection for several.

Encrypted and verified, or to this machine alone. Waits for nothing and tries nothing twice: that is
`post.py`'s.
"""

from __future__ import annotations

import contextlib
import ipaddress
import re
import smtplib
import socket
import ssl
from collections.abc import Iterator
from email.message import EmailMessage

from briefing.delivery.addresses import Address
from briefing.delivery.channel import Answer, Route, Trouble
from briefing.delivery.login import login, secrets
from briefing.delivery.rules import Server

_LONGEST_ANSWER = 300


class Smtp:
    """Connects with the first message, and again after a connection broke."""

    def __init__(self, route: Route) -> None:
        if route.server is None:
            raise ValueError("an SMTP channel needs a server")
        self.server = route.server
        self.route = route
        self._connection: smtplib.SMTP | None = None

    def send(self, message: EmailMessage, sender: Address, recipient: Address) -> Answer:
        """One message to one recipient."""
        try:
            connection = self._ready()
        except _Stop as stop:
            return stop.answer
        except (OSError, smtplib.SMTPException) as error:
            return Answer("deferred", f"{self.server}: {self._words(error)}", "server")
        try:
            return self._transact(connection, message, sender, recipient)
        except (OSError, smtplib.SMTPException) as error:
            self._drop()
            return Answer("deferred", self._words(error))

    def close(self) -> None:
        """Take leave of the server."""
        if self._connection is not None:
            with contextlib.suppress(OSError, smtplib.SMTPException):
                self._connection.quit()
        self._drop()

    def _drop(self) -> None:
        if self._connection is not None:
            self._connection.close()
        self._connection = None

    # ------------------------------------------------------------------------------ connecting

    def _ready(self) -> smtplib.SMTP:
        """The connection of the message before, if it still answers, or a new one."""
        if self._connection is not None:
            with contextlib.suppress(OSError, smtplib.SMTPException):
                if self._connection.rset()[0] == 250:
                    return self._connection
            self._drop()
        server = self.server
        with _encrypting(server):
            context = _context(server)
            made = self._connected(context)
        self._connection = made
        try:
            self._enter(made, context)
        except BaseException:
            self._drop()
            raise
        return made

    def _connected(self, context: ssl.SSLContext) -> smtplib.SMTP:
        server, hello = self.server, self.route.hello
        where, timeout = (server.host, server.port), server.timeout_s
        if server.security == "tls":
            return smtplib.SMTP_SSL(*where, hello, timeout=timeout, context=context)
        if server.security == "plain":
            where = _loopback(server), server.port
        return smtplib.SMTP(*where, hello, timeout)

    def _enter(self, connection: smtplib.SMTP, context: ssl.SSLContext) -> None:
        """From the greeting to where a message may be sent."""
        self._expect(connection.ehlo(), 250)
        if self.server.security == "starttls":
            if not connection.has_extn("starttls"):
                told = "it offers no encryption (STARTTLS), and nothing is sent without"
                raise _Stop(f"{self.server}: {told}", "setup")
            with _encrypting(self.server):
                self._expect(connection.starttls(context=context), 220)
            self._expect(connection.ehlo(), 250)
        if self.route.credentials:
            code, said = login(connection, self.route.credentials)
            if code != 235:
                told = f"{self.server}: the login was refused: {self._told(code, said)}"
                raise _Stop(told, "server" if 400 <= code < 500 else "setup")

    def _expect(self, answer: tuple[int, bytes], wanted: int) -> None:
        code, said = answer
        if code != wanted:
            raise _Stop(f"{self.server}: {self._told(code, said)}", "server")

    # --------------------------------------------------------------------------------- sending

    def _transact(
        self, connection: smtplib.SMTP, message: EmailMessage, sender: Address, recipient: Address
    ) -> Answer:
        content = message.as_bytes()
        options = [f"size={len(content)}"] if connection.has_extn("size") else []
        if sender.needs_utf8 or recipient.needs_utf8:
            if not connection.has_extn("smtputf8"):
                told = "the server takes no address with other than ASCII letters (no SMTPUTF8)"
                return Answer("failed", told)
            options += ["SMTPUTF8", "BODY=8BITMIME"]
        code, said = connection.mail(sender.bare, options)
        if code != 250:
            # Whom the server does not take as a sender, it does not take for anybody's message.
            return self._refused(code, said, "setup" if code >= 500 and code != 552 else "")
        code, said = connection.rcpt(recipient.bare)
        if code not in (250, 251):
            return self._refused(code, said, "setup" if code == 530 else "")
        code, said = connection.docmd("DATA")
        if code != 354:
            return self._refused(code, said)
        connection.send(re.sub(rb"(?m)^\.", b"..", content))
        connection.send(b".\r\n")
        # From here on the server may have it, whatever happens to the connection.
        try:
            code, said = connection.getreply()
        except (OSError, smtplib.SMTPException) as error:
            self._drop()
            return Answer("unknown", f"{self._words(error)} after the whole message was sent")
        if code == 250:
            return Answer("sent", self._told(code, said))
        if not 400 <= code < 600:
            self._drop()
            return Answer("unknown", self._told(code, said))
        return self._refused(code, said)

    def _refused(self, code: int, said: bytes, trouble: Trouble = "") -> Answer:
        told = self._told(code, said)
        if code == 421 or not 400 <= code < 600:
            self._drop()
        if 500 <= code < 600 and not trouble:
            return Answer("failed", told)
        return Answer("deferred", told, trouble)

    # ----------------------------------------------------------------------------------- words

    def _told(self, code: int, said: bytes) -> str:
        """The server's words in one line, without what could spoil a terminal or repeat a password."""
        text = said.decode("utf-8", "replace")
        for secret in secrets(self.route.credentials):
            text = text.replace(secret, "…")
        text = " ".join("".join(c if c.isprintable() else " " for c in text).split())
        if code == -1:
            return f"it answered what is no SMTP: {text}"[:_LONGEST_ANSWER]
        return f"{code} {text}"[:_LONGEST_ANSWER]

    def _words(self, error: Exception) -> str:
        match error:
            case smtplib.SMTPResponseException():
                said = error.smtp_error
                return self._told(
                    error.smtp_code, said if isinstance(said, bytes) else said.encode()
                )
            case TimeoutError():
                return f"no answer within {self.server.timeout_s:g} s"
            case smtplib.SMTPServerDisconnected() if "timed out" in str(error):
                return f"no answer within {self.server.timeout_s:g} s"
            case ssl.SSLError():
                return "the connection broke while it was encrypted"
            case OSError() if not isinstance(error, smtplib.SMTPException):
                return (error.strerror or str(error)).lower()
            case _:
                return "the connection broke"


class _Stop(Exception):
    """No message can be sent on this connection."""

    def __init__(self, text: str, trouble: Trouble) -> None:
        super().__init__(text)
        self.answer = Answer("deferred", text, trouble)


def _context(server: Server) -> ssl.SSLContext:
    """Certificates and host names are verified; nothing older than TLS 1.2."""
    context = ssl.create_default_context(cafile=server.ca)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    return context


@contextlib.contextmanager
def _encrypting(server: Server) -> Iterator[None]:
    """What can go wrong with TLS, in words: somebody has to mend it before anything can be sent."""
    try:
        yield
    except ssl.SSLCertVerificationError as error:
        told = f"its certificate is not trusted: {error.verify_message.rstrip('.')}"
        raise _Stop(f"{server}: {told}", "setup") from None
    except (ssl.SSLEOFError, ssl.SSLZeroReturnError):
        raise  # the connection broke, which may pass
    except ssl.SSLError as error:
        told = (error.reason or "the connection broke").replace("_", " ").lower()
        raise _Stop(f"{server}: no encrypted connection: {told}", "setup") from None


def _loopback(server: Server) -> str:
    """The address of this machine that the host stands for; anything else is refused unencrypted."""
    found = socket.getaddrinfo(server.host, server.port, type=socket.SOCK_STREAM)
    addresses = [str(each[4][0]) for each in found]
    if not all(ipaddress.ip_address(each.partition("%")[0]).is_loopback for each in addresses):
        told = 'security = "plain" is for a server on this machine only; use "starttls" or "tls"'
        raise _Stop(f"{server}: {told}", "setup")
    return addresses[0]
