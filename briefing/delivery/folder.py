"""A channel that leaves each message as a file in a folder, for a program that picks it up, or a look."""

from __future__ import annotations

from email.message import EmailMessage

from briefing.delivery.addresses import Address
from briefing.delivery.channel import Answer, Route


class Folder:
    """Files called by their Message-ID; a file that is there already is the same message."""

    def __init__(self, route: Route) -> None:
        if route.folder is None:
            raise ValueError("a folder channel needs a folder")
        self.folder = route.folder

    def send(self, message: EmailMessage, sender: Address, recipient: Address) -> Answer:
        """Write the file, whole or not at all."""
        path = self.folder / (str(message["Message-ID"]).strip("<>").partition("@")[0] + ".eml")
        new = path.with_name(f".{path.name}.new")
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            new.write_bytes(message.as_bytes())
            new.replace(path)
        except OSError as error:
            told = (error.strerror or str(error)).lower()
            return Answer("deferred", f"{path.as_posix()}: cannot be written: {told}", "setup")
        return Answer("sent", f"written to {path.name}")

    def close(self) -> None:
        """Nothing is open."""
