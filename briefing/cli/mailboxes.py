"""Addresses and mail servers as they are typed on the command line."""

from __future__ import annotations

from urllib.parse import urlsplit

import typer

from briefing import delivery
from briefing.delivery.rules import PORTS, Security

_SECURITY: dict[str, Security] = {"smtp": "starttls", "smtps": "tls", "smtp+plain": "plain"}


def address(written: str, option: str) -> delivery.Address:
    """The address that somebody typed after `option`. Raises typer.BadParameter."""
    try:
        return delivery.Address.parse(written)
    except ValueError as fault:
        raise typer.BadParameter(str(fault), param_hint=option) from None


def server_of(url: str) -> delivery.Server:
    """A mail server from smtp://HOST:PORT, smtps://HOST:PORT or smtp+plain://localhost:PORT."""
    try:
        parts = urlsplit(url)
        host, port = parts.hostname, parts.port
    except ValueError:
        host, port, parts = None, None, urlsplit("")
    if not host or parts.scheme not in _SECURITY or parts.username or parts.path.strip("/"):
        message = "expected smtp://HOST, smtps://HOST or smtp+plain://localhost, without a login"
        raise typer.BadParameter(message, param_hint="--server")
    security = _SECURITY[parts.scheme]
    return delivery.Server(host, port or PORTS[security], security)
