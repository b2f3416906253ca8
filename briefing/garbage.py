"""Python's search for objects that only refer to each other, put off while everything made is needed."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def uncollected() -> Iterator[None]:
    """No search inside: a build makes hundreds of thousands of small things and keeps them to its end.

    Looking through them again and again for what is not needed took a tenth of a build, and up to half of
    the writing of a long file.
    """
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()
