"""Delivery: a message and an edition's files → a channel; who gets what, once, and what became of it.

Knows mail, and nothing of facts, templates or how an edition is made.
"""

from briefing.delivery.addresses import Address
from briefing.delivery.channel import Answer, Channel, Credentials, Route
from briefing.delivery.channels import CHANNELS
from briefing.delivery.ledger import Entry, Ledger
from briefing.delivery.message import as_draft, write_draft, write_message
from briefing.delivery.parcel import File, Letter, Letters, Parcel
from briefing.delivery.planning import Dispatch, Held, Plan, plan
from briefing.delivery.post import Outcome, Patience, deliver, fitting
from briefing.delivery.reserving import reserve
from briefing.delivery.rules import Rules, Server, addressed, typed_rules
from briefing.delivery.rules_file import load_rules

__all__ = [
    "CHANNELS", "Address", "Answer", "Channel", "Credentials", "Dispatch", "Entry", "File", "Held", "Ledger",
    "Letter", "Letters", "Outcome", "Parcel", "Patience", "Plan", "Route", "Rules", "Server", "addressed",
    "as_draft", "deliver", "fitting", "load_rules", "plan", "reserve", "typed_rules", "write_draft",
    "write_message",
]  # fmt: skip
