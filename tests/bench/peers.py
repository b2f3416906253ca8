"""The peers: which there are, what each is given, and a process that answers for it."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from as_html import html
from as_markdown import markdown
from as_template import template, values
from as_typst import typst

from briefing.blocks import Document
from briefing.theme import Theme

_WORKER = Path(__file__).parent / "worker.py"
_FONTS = Path(__file__).parent.parent.parent / "assets" / "fonts"


@dataclass(frozen=True, slots=True)
class Peer:
    """`source` is a document as the peer takes it; `makes` is the format it is compared in."""

    name: str
    makes: str
    suffix: str
    source: Callable[[Document, Theme, Path], str]


PEERS = (
    Peer("typst", "pdf", ".typ", lambda document, _, pictures: typst(document, pictures)),
    Peer("weasyprint", "pdf", ".html", html),
    Peer(
        "docxtpl",
        "docx",
        ".json",
        lambda document, _, pictures: json.dumps(values(document, pictures)),
    ),
    Peer("pandoc", "docx", ".md", lambda document, _, pictures: markdown(document, pictures)),
)


class Worker:
    """A peer in its own process; `version` is None where it is not installed."""

    def __init__(self, peer: Peer, python: Path, folder: Path) -> None:
        self.peer = peer
        self._folder = folder
        self._template = folder / "template.docx"
        self._jobs = 0
        self._setup = {"folder": str(folder), "fonts": str(_FONTS)}
        self._last: dict[str, str] = {}
        self.version: str | None = None
        if not python.exists():
            return
        self._template.write_bytes(template())
        self._process = subprocess.Popen(
            [python, _WORKER, peer.name], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            text=True,
        )  # fmt: skip
        self.version = self._ask(self._setup).get("version")

    def made(self, document: Document, theme: Theme) -> tuple[float, float]:
        """Seconds, and processor seconds, of one document; turning it into the source is not counted."""
        self._jobs += 1
        source = self._folder / f"{self.peer.name}-{self._jobs}{self.peer.suffix}"
        source.write_text(self.peer.source(document, theme, self._folder), encoding="utf-8")
        output = source.with_suffix(f".{self.peer.makes}")
        self._last = {"source": str(source), "output": str(output), "template": str(self._template)}
        taken = self._ask(self._last)
        if not output.is_file():
            raise SystemExit(f"{self.peer.name} made nothing of {source}")
        return taken["wall"], taken["cpu"]

    def last(self) -> str:
        """What another process needs to be given for the last document once more."""
        return f"{json.dumps(self._setup)}\n{json.dumps(self._last)}\n"

    def close(self) -> None:
        """End the process."""
        if self.version is not None:
            self._process.communicate(timeout=60)

    def _ask(self, message: Any) -> Any:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps(message) + "\n")
        self._process.stdin.flush()
        line = self._process.stdout.readline()
        if not line:
            raise SystemExit(f"{self.peer.name} ended without an answer")
        return json.loads(line)
