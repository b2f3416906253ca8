"""What must be known of a run that may be lost before its ledger is saved: whom it was to write to."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from briefing.delivery.ledger import Ledger
from briefing.delivery.planning import Plan


def reserve(plan: Plan, ledger: Ledger, copy: Path, now: datetime) -> None:
    """Write a copy of the ledger in which all that the plan sends is being sent.

    Kept until the ledger itself is: where the run is lost, the next one starts from the copy, and
    what may have arrived is "unknown", not sent again. Where nothing is to be sent, no copy is made.
    """
    if not plan.dispatches:
        copy.unlink(missing_ok=True)
        return
    reserved = ledger.copy(copy)
    for dispatch in plan.dispatches:
        reserved.claim(dispatch.parcel, dispatch.recipient, now)
