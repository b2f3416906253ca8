"""The YAML language server that editors use, spoken to over its standard streams."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

_SETTINGS = {"validate": True, "completion": True, "hover": True, "schemaStore": {"enable": False}}


class LanguageServer:
    """One running server; every file it is asked about is opened first."""

    def __init__(self, process: subprocess.Popen[bytes]) -> None:
        self._process = process
        self._requests = 0

    def start(self) -> None:
        capabilities = {"workspace": {"configuration": True}, "textDocument": {"completion": {}}}
        self._ask("initialize", {"processId": None, "rootUri": None, "capabilities": capabilities})
        self._tell("initialized", {})

    def diagnostics(self, path: Path) -> list[tuple[int, str]]:
        """What the server finds wrong in a file: lines from 1, and messages."""
        opened = {"uri": path.as_uri(), "languageId": "yaml", "version": 1}
        self._tell(
            "textDocument/didOpen", {"textDocument": opened | {"text": path.read_text("utf-8")}}
        )
        while True:
            message = self._receive()
            if message.get("method") == "textDocument/publishDiagnostics":
                return [
                    (found["range"]["start"]["line"] + 1, found["message"])
                    for found in message["params"]["diagnostics"]
                ]

    def completions(self, path: Path, line: int, column: int) -> list[str]:
        """What the server offers at a place of an opened file (both from 1)."""
        position = {"line": line - 1, "character": column - 1}
        params = {"textDocument": {"uri": path.as_uri()}, "position": position}
        answer = self._ask("textDocument/completion", params)
        return [item["label"] for item in answer["items"]]

    def _ask(self, method: str, params: dict[str, Any]) -> Any:
        self._requests += 1
        self._send({"id": self._requests, "method": method, "params": params})
        while True:
            message = self._receive()
            if message.get("id") == self._requests and "method" not in message:
                return message["result"]

    def _tell(self, method: str, params: dict[str, Any]) -> None:
        self._send({"method": method, "params": params})

    def _send(self, message: dict[str, Any]) -> None:
        body = json.dumps({"jsonrpc": "2.0", **message}).encode()
        assert self._process.stdin
        self._process.stdin.write(b"Content-Length: %d\r\n\r\n%s" % (len(body), body))
        self._process.stdin.flush()

    def _receive(self) -> dict[str, Any]:
        """The next message; the server's own questions are answered on the way."""
        assert self._process.stdout
        length = 0
        while line := self._process.stdout.readline().strip():
            if line.lower().startswith(b"content-length:"):
                length = int(line.split(b":")[1])
        assert length, "the language server has ended"
        message: dict[str, Any] = json.loads(self._process.stdout.read(length))
        if "id" in message and "method" in message:
            asked = message.get("params", {}).get("items", []) if message["params"] else []
            answer = [_SETTINGS if item.get("section") == "yaml" else None for item in asked]
            self._send({"id": message["id"], "result": answer or None})
        return message


@contextmanager
def language_server(program: str) -> Iterator[LanguageServer]:
    """The server at this path, running, and ended at the end."""
    with subprocess.Popen(
        [program, "--stdio"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    ) as process:
        server = LanguageServer(process)
        server.start()
        yield server
        process.kill()
