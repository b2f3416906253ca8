"""What opens a signing key: from the environment, or asked for on a terminal. Never shown."""

from __future__ import annotations

import os
import sys

from briefing.errors import Diagnostic, Place, SigningError

PASSPHRASE, PIN = "BRIEFING_SIGN_PASSPHRASE", "BRIEFING_SIGN_PIN"


def secret(variable: str, what: str) -> str:
    """The secret of that variable ("" counts); or what a person types. Raises SigningError without either."""
    found = os.environ.get(variable)
    if found is not None:
        return found
    if not sys.stdin.isatty():
        message = f"the {what} is nowhere, and there is no terminal to ask for it on"
        place = Place("environment")
        raise SigningError([Diagnostic(place, "", message, f"set {variable}")])
    from getpass import getpass  # noqa: PLC0415

    try:
        return getpass(f"{what}: ")
    except EOFError:
        place = Place("terminal")
        raise SigningError([Diagnostic(place, "", f"expected the {what}, found nothing")]) from None
