"""Templates as code: each compiled once a process, and those that come with briefing once a machine.

As Python does with modules, the code of shipped templates is kept in a folder `__pycache__` beside them,
where that can be written; whoever can write there can change the templates as well. The code of an author's
own templates is not kept: it would lie where others can write.
"""

from __future__ import annotations

import hashlib
import importlib.util
import marshal
import os
import sys
import tempfile
from contextlib import suppress
from functools import cache
from pathlib import Path
from types import CodeType

from jinja2 import BytecodeCache, compiler
from jinja2.bccache import Bucket

from briefing.places import shipped

_EDITION = b"1"
"""Raised whenever the same template would be compiled differently, as with other options of Jinja."""


class CompiledTemplates(BytecodeCache):
    """The code of every template that this process has met."""

    def __init__(self) -> None:
        self._code: dict[tuple[str, str], CodeType] = {}

    def get_cache_key(self, name: str, filename: str | None = None) -> str:
        """The file of the template: two languages may have templates of one name."""
        return filename or name

    def load_bytecode(self, bucket: Bucket) -> None:
        """Give the bucket its code, if it is known."""
        known = self._code.get((bucket.key, bucket.checksum))
        if known is None:
            known = _read(bucket)
            if known is not None:
                self._code[bucket.key, bucket.checksum] = known
        bucket.code = known

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep the bucket's code."""
        if bucket.code is not None:
            self._code[bucket.key, bucket.checksum] = bucket.code
            _write(bucket, bucket.code)


def _file(bucket: Bucket) -> Path | None:
    """Where the code of a shipped template is kept; None where it must not be."""
    path = Path(bucket.key)
    if sys.pycache_prefix is not None or path.parent.parent != shipped("templates"):
        return None
    return path.parent / "__pycache__" / f"{path.name}.{sys.implementation.cache_tag}"


def _read(bucket: Bucket) -> CodeType | None:
    file = _file(bucket)
    if file is None:
        return None
    try:
        content = file.read_bytes()
    except OSError:
        return None
    head = _head(bucket)
    body = content[len(head) + 32 :]
    if not content.startswith(head) or hashlib.sha256(body).digest() != content[len(head) :][:32]:
        return None
    code = marshal.loads(body)
    return code if isinstance(code, CodeType) else None


def _write(bucket: Bucket, code: CodeType) -> None:
    """Keep the code, whole or not at all; a folder that cannot be written is no fault."""
    file = _file(bucket)
    if file is None or sys.dont_write_bytecode:
        return
    body = marshal.dumps(code)
    with suppress(OSError):
        file.parent.mkdir(exist_ok=True)
        handle, name = tempfile.mkstemp(dir=file.parent)
        try:
            with os.fdopen(handle, "wb") as stored:
                stored.write(_head(bucket) + hashlib.sha256(body).digest() + body)
            Path(name).replace(file)
        except OSError:
            Path(name).unlink(missing_ok=True)


def _head(bucket: Bucket) -> bytes:
    """What the code was made from and by: the template's text, Jinja, Python, and how we use them."""
    parts = (_EDITION, importlib.util.MAGIC_NUMBER, _jinja(), bucket.checksum.encode())
    return hashlib.sha256(b"\0".join(parts)).digest()


@cache
def _jinja() -> bytes:
    """What tells one release of Jinja from another, without asking for its version, which is slow."""
    found = Path(compiler.__file__).stat()
    return f"{found.st_size} {found.st_mtime_ns}".encode()
