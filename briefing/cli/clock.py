"""Today: the one place that reads the clock. It selects which facts are out of date, and dates a new file."""

from __future__ import annotations

import os
import time

TYPE_CHECKING = False
if TYPE_CHECKING:
    from datetime import date


def today() -> date:
    """The day, or that of SOURCE_DATE_EPOCH (seconds since 1970, UTC) where a build system sets it."""
    from datetime import date  # noqa: PLC0415

    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    day = iso_day(epoch)
    if day is None:
        import typer  # noqa: PLC0415

        message = f'SOURCE_DATE_EPOCH: expected seconds since 1970, found "{epoch}"'
        raise typer.BadParameter(message)
    return date.fromisoformat(day)


def iso_day(epoch: str) -> str | None:
    """Today as "2026-11-25"; that of `epoch`, if it is given; None if that cannot be read."""
    try:
        moment = time.gmtime(int(epoch)) if epoch else time.localtime()
        day = time.strftime("%Y-%m-%d", moment)
    except (ValueError, OverflowError, OSError):
        return None
    return day if len(day) == len("2026-11-25") and moment.tm_year >= 1 else None
