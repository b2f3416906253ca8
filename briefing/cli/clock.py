"""Today: the one place that reads the clock. Nothing of a brief depends on it but what `new` proposes."""

from __future__ import annotations

import os
from datetime import UTC, date, datetime

import typer


def today() -> date:
    """The day, or that of SOURCE_DATE_EPOCH (seconds since 1970, UTC) where a build system sets it."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    if not epoch:
        return datetime.now(UTC).astimezone().date()
    try:
        return datetime.fromtimestamp(int(epoch), UTC).date()
    except (ValueError, OverflowError, OSError):
        message = f'SOURCE_DATE_EPOCH: expected seconds since 1970, found "{epoch}"'
        raise typer.BadParameter(message) from None
