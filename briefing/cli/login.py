"""The login of the mail server: from the environment, or the password from the system's keyring."""

from __future__ import annotations

import os

from briefing.delivery import Credentials, Server
from briefing.errors import DeliveryError, Diagnostic, Place

USER, PASSWORD = "BRIEFING_SMTP_USER", "BRIEFING_SMTP_PASSWORD"


def credentials(server: Server) -> Credentials | None:
    """The login for a server; None without a user. Raises DeliveryError if its password is nowhere."""
    user = os.environ.get(USER, "")
    if not user:
        return None
    password = os.environ.get(PASSWORD, "") or _from_keyring(server, user)
    if not password:
        message = f"{USER} is set, and the password of {user} is nowhere"
        hint = f"set {PASSWORD}; or: keyring set {_service(server)} {user}"
        raise DeliveryError([Diagnostic(Place("environment"), "", message, hint)])
    return Credentials(user, password)


def _from_keyring(server: Server, user: str) -> str:
    """The password that the system keeps, where `briefing[keyring]` is installed."""
    try:
        import keyring  # noqa: PLC0415
        from keyring.errors import KeyringError  # noqa: PLC0415
    except ImportError:
        return ""
    try:
        return keyring.get_password(_service(server), user) or ""
    except KeyringError as error:
        message = f"the keyring cannot be asked: {error}"
        raise DeliveryError([Diagnostic(Place("keyring"), "", message)]) from None


def _service(server: Server) -> str:
    return f"briefing:{server.host}"
