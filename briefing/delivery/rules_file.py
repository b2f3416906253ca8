"""`delivery.toml` → Rules, or every fault of it at once with line and column.

Connects to nothing and looks nothing up; a password has no place in the file.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import cast, get_args

from briefing.delivery import toml_places
from briefing.delivery.addresses import Address, control, domain_in_ascii
from briefing.delivery.rules import PORTS, Group, Rules, Security, Server, misaddressed
from briefing.delivery.toml_values import Values, found, nearest
from briefing.errors import DeliveryError

KEYS: Mapping[str, tuple[str, ...]] = {
    "": ("sender", "server", "markings", "groups", "limits"),
    "sender": ("address", "name", "reply_to"),
    "server": ("host", "port", "security", "ca", "timeout"),
    "limits": ("max_recipients",),
    "groups": ("to", "markings", "visits", "drafts", "attach", "max_size", "over_size"),
}
"""The keys of each table; docs/e-mail.md explains them all."""

_ATTACH = ("docx", "pdf")
_SIZE = re.compile(r"(\d{1,9}(?:\.\d{1,9})?) ?(kB|KB|MB|KiB|MiB)")
_UNITS = {"KB": 10**3, "MB": 10**6, "KIB": 2**10, "MIB": 2**20}

_Markings = Mapping[str, tuple[str, ...]]


def load_rules(path: Path) -> Rules:
    """The rules in the file of that path. Raises DeliveryError with every fault."""
    values = Values(path)
    values.table((), KEYS[""])
    for part in ("sender", "server", "markings", "groups"):
        if not values.has((part,)):
            values.fault((part,), "required, but missing", f"add [{part}]; see docs/e-mail.md")
    values.table(("limits",), KEYS["limits"])
    sender, reply_to = _sender(values)
    server = _server(values)
    markings = _markings(values)
    groups = tuple(_groups(values, markings))
    most = values.number(("limits", "max_recipients"), 100)
    if sender and server:
        place = values.place(("markings",))
        rules = Rules(sender, server, groups, markings, reply_to, most, place)
        values.faults += misaddressed(rules)
        if not values.faults:
            return rules
    raise DeliveryError(values.faults)


def _sender(values: Values) -> tuple[Address | None, Address | None]:
    values.table(("sender",), KEYS["sender"])
    address = _address(values, ("sender", "address"), required=True)
    name = values.text(("sender", "name"))
    if flaw := control(name):
        values.fault(("sender", "name"), f"expected a name in one line, found {flaw}")
    elif name and address:
        address = Address(address.local, address.domain, name)
    return address, _address(values, ("sender", "reply_to"))


def _address(values: Values, path: toml_places.Path, *, required: bool = False) -> Address | None:
    written = values.text(path, required=required)
    return values.tried(path, Address.parse, written) if written.strip() else None


def _server(values: Values) -> Server | None:
    values.table(("server",), KEYS["server"])
    path = ("server", "host")
    host: str | None = values.text(path, required=True)
    if host and not re.fullmatch(r"[0-9a-fA-F:.]*[:.][0-9a-fA-F:.]*", host):
        host = values.tried(path, domain_in_ascii, host)
    security = values.text(("server", "security")) or "starttls"
    if security not in get_args(Security):
        known = ", ".join(f'"{name}"' for name in get_args(Security))
        values.fault(("server", "security"), f'expected one of {known}, found "{security}"')
        security = "starttls"
    secure = cast("Security", security)
    ca = values.text(("server", "ca"))
    authority = values.path.parent / ca if ca else None
    if authority and not authority.is_file():
        values.fault(("server", "ca"), f"there is no such file: {authority.as_posix()}")
    port = values.number(("server", "port"), PORTS[secure], most=65535)
    timeout = values.number(("server", "timeout"), 60)
    if not host:
        return None
    return Server(host, port, secure, authority, float(timeout), values.place(path))


def _markings(values: Values) -> _Markings:
    markings = {}
    for marking in values.table(("markings",)):
        domains = []
        for path, written in values.texts(("markings", marking), empty=True):
            below = "." if written.startswith(".") else ""
            if written == "*":
                domains.append(written)
            elif domain := values.tried(path, domain_in_ascii, written.removeprefix(".")):
                domains.append(below + domain)
        markings[marking] = tuple(domains)
    return markings


def _groups(values: Values, markings: _Markings) -> Iterator[Group]:
    names = values.table(("groups",))
    if values.has(("groups",)) and not names:
        values.fault(("groups",), "expected at least one group", "add [groups.NAME]")
    for name, given in names.items():
        if isinstance(given, dict):
            yield _group(values, ("groups", name), markings)
        else:
            values.fault(
                ("groups", name), f"expected a table, found {found(given)}", f"[groups.{name}]"
            )


def _group(values: Values, path: tuple[str, str], markings: _Markings) -> Group:
    given = values.table(path, KEYS["groups"])
    to = [
        (address, values.place(item))
        for item, written in values.texts((*path, "to"), required=True)
        if (address := values.tried(item, Address.parse, written))
    ]
    gets = dict(values.texts((*path, "markings"), required=True))
    for item, marking in gets.items():
        if marking not in markings:
            values.fault(item, f'"{marking}" is not in [markings]', nearest(marking, markings))
    attach = dict(values.texts((*path, "attach")))
    for item, kind in attach.items():
        if kind not in _ATTACH:
            values.fault(item, f'expected "docx" or "pdf", found "{kind}"')
    visits = tuple(visit for _, visit in values.texts((*path, "visits")))
    return Group(
        name=path[1],
        to=tuple(address for address, _ in to),
        markings=tuple(gets.values()),
        visits=visits if "visits" in given else ("*",),
        drafts=values.yes((*path, "drafts")),
        attach=tuple(attach.values()) if "attach" in given else None,
        max_size=_size(values, (*path, "max_size")),
        drop=_drop(values, (*path, "over_size")),
        places=tuple(place for _, place in to),
    )


def _size(values: Values, path: toml_places.Path) -> int | None:
    written = values.text(path)
    size = _SIZE.fullmatch(written)
    if written and not size:
        values.fault(path, f'expected a size such as "10 MB", found "{written}"')
    return int(float(size[1]) * _UNITS[size[2].upper()]) if size else None


def _drop(values: Values, path: toml_places.Path) -> str | None:
    written = values.text(path) or "refuse"
    kind = written.removeprefix("drop ")
    if written != "refuse" and (kind == written or kind not in _ATTACH):
        expected = 'expected "refuse", "drop docx" or "drop pdf"'
        values.fault(path, f'{expected}, found "{written}"')
    return None if written == "refuse" else kind
