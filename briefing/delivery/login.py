"""Logging in to a mail server: AUTH PLAIN or LOGIN, in UTF-8, on a connection that nobody can overhear.

The standard library's login takes ASCII only, and can show the password in an error.
"""

from __future__ import annotations

import smtplib
from base64 import b64encode

from briefing.delivery.channel import Credentials


def login(connection: smtplib.SMTP, credentials: Credentials) -> tuple[int, bytes]:
    """The server's answer: 235 is yes."""
    offered = connection.esmtp_features.get("auth", "").upper().split()
    user, password = credentials.user.encode(), credentials.password.encode()
    if "PLAIN" in offered:
        return connection.docmd("AUTH", f"PLAIN {_word(_plain(user, password))}")
    if "LOGIN" in offered:
        code, said = connection.docmd("AUTH", "LOGIN")
        for word in (user, password):
            if code != 334:
                break
            code, said = connection.docmd(_word(word))
        return code, said
    known = ", ".join(offered) or "none"
    return 504, f"it offers no way to log in that is known here (it offers: {known})".encode()


def secrets(credentials: Credentials | None) -> tuple[str, ...]:
    """The forms in which the password travels, so that no answer repeats one."""
    if credentials is None:
        return ()
    user, password = credentials.user.encode(), credentials.password.encode()
    return tuple(
        filter(None, (_word(_plain(user, password)), _word(password), credentials.password))
    )


def _plain(user: bytes, password: bytes) -> bytes:
    return b"\0" + user + b"\0" + password


def _word(secret: bytes) -> str:
    return b64encode(secret).decode("ascii")
