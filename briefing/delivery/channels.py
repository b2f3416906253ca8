"""The table of channels: name → how it is opened."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from briefing.delivery.channel import Channel, Route
from briefing.delivery.folder import Folder
from briefing.delivery.smtp import Smtp

CHANNELS: Mapping[str, Callable[[Route], Channel]] = {"smtp": Smtp, "folder": Folder}
