"""Where a key comes from, and the secret that opens it; neither is ever shown."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class KeyFile:
    """A PKCS#12 file (.p12, .pfx); `name` is what diagnostics call it."""

    name: str
    content: bytes = field(repr=False)
    passphrase: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Token:
    """A token behind a PKCS#11 module; `certificate` is the label of one of several, "" of the only one."""

    module: str
    label: str
    pin: str = field(repr=False)
    certificate: str = ""


Source = KeyFile | Token
